//! Where trees go wrong: every relation, and what the ledger builds on.

use super::treebank::Document;
use rashomon_text::syntax::{Relation, Upos, Word};

/// A word's place in a tree.
#[derive(Clone, Copy)]
struct Arc {
    head: usize,
    relation: Relation,
    upos: Upos,
}

/// A gold tree and the one that was found, over the same words.
struct Trees {
    gold: Vec<Arc>,
    found: Vec<Arc>,
    /// In small letters.
    forms: Vec<String>,
}

/// What the ledger builds on; each picks words of a tree.
enum Kind {
    /// Words with one of these relations.
    Relations(&'static [Relation]),
    /// Words that modify a number ("at least", "nearly", "some").
    OfNumber,
    /// Prepositions of that form that mark a phrase; right if that phrase is, and what it hangs on.
    Preposition(&'static str),
}

/// Lines of the ledger's table.
const LEDGER: [(&str, Kind); 8] = [
    ("subjects (nsubj, nsubj:pass)", Kind::Relations(&[Relation::Nsubj, Relation::NsubjPass])),
    ("clausal complements (ccomp)", Kind::Relations(&[Relation::Ccomp])),
    ("appositions (appos)", Kind::Relations(&[Relation::Appos])),
    ("numbers as modifiers (nummod)", Kind::Relations(&[Relation::Nummod])),
    ("modifiers of numbers", Kind::OfNumber),
    ("phrases with \"of\"", Kind::Preposition("of")),
    ("phrases with \"in\"", Kind::Preposition("in")),
    ("phrases with \"by\"", Kind::Preposition("by")),
];

/// How a word modifies a number.
const MODIFIERS: [Relation; 8] = [
    Relation::Advmod,
    Relation::Amod,
    Relation::Nmod,
    Relation::NmodUnmarked,
    Relation::NmodDesc,
    Relation::Obl,
    Relation::OblUnmarked,
    Relation::Compound,
];

/// A word's own arc, or with its head's: what must be the same in both trees.
type Item = (usize, Relation, Option<(usize, Relation)>);

impl Kind {
    /// What this kind is about at a word, in one of the trees.
    fn item(&self, tree: &[Arc], forms: &[String], at: usize) -> Option<Item> {
        let arc = tree[at];
        let head = tree[arc.head];
        match self {
            Self::Relations(relations) => relations.contains(&arc.relation).then_some((arc.head, arc.relation, None)),
            Self::OfNumber => {
                let modifies = head.upos == Upos::Num && MODIFIERS.contains(&arc.relation);
                modifies.then_some((arc.head, arc.relation, None))
            }
            Self::Preposition(form) => {
                let marks = forms[at] == *form && arc.relation == Relation::Case;
                marks.then_some((arc.head, arc.relation, Some((head.head, head.relation))))
            }
        }
    }
}

/// Numbers of words.
#[derive(Default)]
struct Counts {
    gold: usize,
    found: usize,
    right: usize,
    /// Of the gold ones, those with the right head, whatever the relation.
    attached: usize,
}

impl Counts {
    fn add(&mut self, gold: Option<Item>, found: Option<Item>, attached: bool) {
        self.gold += usize::from(gold.is_some());
        self.found += usize::from(found.is_some());
        self.right += usize::from(gold.is_some() && gold == found);
        self.attached += usize::from(gold.is_some() && attached);
    }

    fn line(&self, name: &str) -> String {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let recall = share(self.right, self.gold);
        let (precision, f1) = (share(self.right, self.found), share(2 * self.right, self.gold + self.found));
        let attached = share(self.attached, self.gold);
        format!("| {name} | {} | {precision:.1} | {recall:.1} | {f1:.1} | {attached:.1} |", self.gold)
    }
}

impl Trees {
    fn of(gold: &Document, words: &[Word]) -> Self {
        let form = |range: rashomon_text::TextRange| gold.text[range.start()..range.end()].to_lowercase();
        let arc = |head, relation, upos| Arc { head, relation, upos };
        Self {
            gold: gold.words.iter().map(|word| arc(word.head, word.relation, word.upos)).collect(),
            found: words.iter().map(|word| arc(word.head, word.relation, word.upos)).collect(),
            forms: gold.tokens.iter().map(|token| form(token.range)).collect(),
        }
    }

    fn count(&self, kind: &Kind) -> Counts {
        let mut counts = Counts::default();
        for at in 0..self.gold.len() {
            let item = |tree: &[Arc]| kind.item(tree, &self.forms, at);
            counts.add(item(&self.gold), item(&self.found), self.attached(kind, at));
        }
        counts
    }

    /// Whether a word has its right head; a preposition, whether its phrase has.
    fn attached(&self, kind: &Kind, at: usize) -> bool {
        let (gold, found) = (self.gold[at].head, self.found[at].head);
        let phrase = !matches!(kind, Kind::Preposition(_)) || self.gold[gold].head == self.found[found].head;
        gold == found && phrase
    }
}

/// Prints a table of all relations, those that lose most first, and one of what the ledger builds on.
pub fn print(gold: &Document, words: &[Word]) {
    let trees = Trees::of(gold, words);
    let counts =
        |relation: &'static Relation| (trees.count(&Kind::Relations(std::slice::from_ref(relation))), relation);
    let mut lines: Vec<(Counts, &Relation)> = Relation::ALL.iter().map(counts).collect();
    lines.retain(|(counts, _)| counts.gold + counts.found > 0);
    lines.sort_by_key(|(counts, relation)| (std::cmp::Reverse(counts.gold - counts.right), **relation));
    let lost: usize = lines.iter().map(|(counts, _)| counts.gold - counts.right).sum();
    println!(
        "\n| relation | words | precision | recall | F1 | right head | share of lost LAS |\n|---|---|---|---|---|---|---|"
    );
    for (counts, relation) in lines {
        let share = 100.0 * (counts.gold - counts.right) as f64 / lost.max(1) as f64;
        println!("{} {share:.1} % |", counts.line(relation.name()));
    }
    println!("\n| the ledger's | words | precision | recall | F1 | right head |\n|---|---|---|---|---|---|");
    for (name, kind) in &LEDGER {
        println!("{}", trees.count(kind).line(name));
    }
    println!();
}

#[cfg(test)]
mod tests {
    use super::{Arc, Kind, Relation, Trees, Upos};

    fn tree(arcs: [(usize, Relation, Upos); 5]) -> Vec<Arc> {
        arcs.map(|(head, relation, upos)| Arc { head, relation, upos }).to_vec()
    }

    #[test]
    fn phrases_and_modifiers_of_numbers() {
        let (verb, noun, number) = (Upos::Verb, Upos::Noun, Upos::Num);
        let gold = tree([
            (0, Relation::Root, verb),
            (2, Relation::Advmod, Upos::Adv),
            (0, Relation::Obj, number),
            (4, Relation::Case, Upos::Adp),
            (2, Relation::Nmod, noun),
        ]);
        let mut found = gold.clone();
        (found[4].head, found[4].relation) = (0, Relation::Obl);
        let forms = ["found", "nearly", "40", "of", "them"].map(str::to_owned).to_vec();
        let trees = Trees { gold, found, forms };
        let numbers = |kind: &Kind| {
            let counts = trees.count(kind);
            [counts.gold, counts.found, counts.right, counts.attached]
        };
        assert_eq!(numbers(&Kind::OfNumber), [2, 1, 1, 1]);
        assert_eq!(numbers(&Kind::Preposition("of")), [1, 1, 0, 0]);
        assert_eq!(numbers(&Kind::Relations(&[Relation::Case])), [1, 1, 1, 1]);
    }
}
