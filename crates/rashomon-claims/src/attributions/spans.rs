//! Stretches of tokens: phrases, clauses, what is left when one is cut out of another.

use rashomon_text::names::{is_role_noun, is_title};
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};
use std::ops::Range;

/// Whether a token is a quotation mark.
pub(super) fn is_quote_mark(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "„" | "«" | "»" | "'" | "‘" | "’" | "''" | "``" | "`")
}

/// Whether a token is punctuation that may be cut off a phrase: neither quotation marks nor brackets.
fn is_edge(layers: &Layers, token: usize) -> bool {
    matches!(layers.text(token), "," | "." | ":" | ";" | "-" | "–" | "—" | "―" | "--" | "…" | "...")
}

/// The stretch without commas, stops and dashes at its ends.
pub(super) fn trim(layers: &Layers, mut range: Range<usize>) -> Range<usize> {
    while !range.is_empty() && is_edge(layers, range.start) {
        range.start += 1;
    }
    while !range.is_empty() && is_edge(layers, range.end - 1) {
        range.end -= 1;
    }
    range
}

/// A stretch that does not end within a compound: "to jump-start".
pub(super) fn whole_words(layers: &Layers, mut range: Range<usize>) -> Range<usize> {
    let tied = |at: usize| layers.tokens.get(at).is_some_and(|token| !token.space_before);
    while layers.tokens.len() > range.end + 1 && layers.text(range.end) == "-" && tied(range.end) && tied(range.end + 1)
    {
        let next = range.end + 1;
        range.end = layers.subtree(next).end.max(next + 1);
    }
    range
}

/// A stretch with the figures that are joined to its own: "12 dead, 30 injured and 4 missing" where "12 dead" was taken.
pub(super) fn counted_conjuncts(layers: &Layers, mut range: Range<usize>) -> Range<usize> {
    if range.is_empty() || !holds_quantity(layers, &range) {
        return range;
    }
    let Some(end) = layers.sentences.get(layers.sentence_at(range.start)).map(|sentence| sentence.tokens.end) else {
        return range;
    };
    while let Some(next) = (range.end..end).find(|&at| !is_joint(layers, at)) {
        let phrase = |at: usize| layers.subtree(at);
        let joined = (next..end.min(next + LONGEST_COUNT)).find(|&at| {
            let own = layers.head(at).is_some_and(|head| range.contains(&head)) && !is_clause(layers, at);
            layers.relation(at) == Relation::Conj
                && (own || is_counted_state(layers, at))
                && (range.end..=next).contains(&phrase(at).start)
                && holds_quantity(layers, &(next..at + 1))
        });
        let Some(joined) = joined else { break };
        range.end = phrase(joined).end;
    }
    range
}

fn is_clause(layers: &Layers, at: usize) -> bool {
    layers.children(at).any(|child| matches!(layers.relation(child), Relation::Nsubj | Relation::NsubjPass))
}

/// "61 dead and 200 injured", where the tree makes a verb of the second.
fn is_counted_state(layers: &Layers, at: usize) -> bool {
    let last = layers.subtree(at).end == at + 1;
    let bare = !layers.children(at).any(|child| matches!(layers.relation(child), Relation::Aux | Relation::AuxPass));
    last && bare && at > 0 && layers.upos(at - 1) == Upos::Num && !layers.text(at).ends_with("ing")
}

/// How many words a counted conjunct may take up to its noun.
const LONGEST_COUNT: usize = 8;

/// Whether a token stands between conjuncts.
fn is_joint(layers: &Layers, at: usize) -> bool {
    layers.text(at) == "," || layers.relation(at) == Relation::Cc
}

/// Whether a figure stands in a stretch.
pub(super) fn holds_quantity(layers: &Layers, piece: &Range<usize>) -> bool {
    let range = layers.span(piece.clone());
    let at = layers.quantities.partition_point(|quantity| quantity.range.end() <= range.start());
    layers.quantities.get(at).is_some_and(|quantity| quantity.range.start() < range.end())
}

/// What is left of a stretch, left and right, when another is cut out of it.
pub(super) fn without(layers: &Layers, whole: Range<usize>, hole: Range<usize>) -> Vec<Range<usize>> {
    let left = whole.start..hole.start.clamp(whole.start, whole.end);
    let right = hole.end.clamp(whole.start, whole.end)..whole.end;
    [left, right].into_iter().map(|piece| trim(layers, piece)).filter(|piece| !piece.is_empty()).collect()
}

/// The tokens of the sentence that a token stands in.
pub(super) fn sentence(layers: &Layers, token: usize) -> Range<usize> {
    layers.sentences.get(layers.sentence_at(token)).map_or(0..0, |sentence| sentence.tokens.clone())
}

/// The noun phrase of a head, with its modifiers and appositions, without a preposition before it.
pub(super) fn noun_phrase(layers: &Layers, head: usize) -> Range<usize> {
    let mut range = layers.subtree(head);
    for child in layers.children(head) {
        let relation = layers.relation(child);
        if child < head && !is_premodifier(relation) {
            range.start = range.start.max(layers.subtree(child).end);
        }
        if child > head && matches!(relation, Relation::Parataxis | Relation::Advcl) {
            range.end = range.end.min(layers.subtree(child).start);
        }
    }
    let range = range.start.min(head)..range.end.max(head + 1);
    let closes = |at: usize| match layers.text(at) {
        "”" | "’" | "''" => layers.upos(at) == Upos::Punct,
        "," => at > range.start && layers.upos(at - 1) != Upos::Adj,
        _ => false,
    };
    let closed = (range.start..head).rev().find(|&at| closes(at));
    let start = closed.map_or(range.start, |at| at + 1);
    with_name(layers, trim(layers, start..range.end), head)
}

/// A phrase that begins inside a name or behind a title begins before them.
fn with_name(layers: &Layers, mut range: Range<usize>, head: usize) -> Range<usize> {
    if let Some(name) = layers.name_at(range.start.min(head)) {
        range.start = range.start.min(name.tokens.start);
    }
    let titled = |at: usize| {
        let word = layers.text(at);
        word.starts_with(char::is_uppercase) && matches!(layers.upos(at), Upos::Noun | Upos::Propn | Upos::Adj)
            || word == "of" && at > 0 && is_role(layers, at - 1)
    };
    let sentence = sentence(layers, head).start;
    let mut start = range.start;
    while start > sentence && titled(start - 1) && layers.upos(head) == Upos::Propn {
        start -= 1;
    }
    if (start..range.start).any(|at| is_role(layers, at)) {
        range.start = start;
    }
    range
}

fn is_role(layers: &Layers, token: usize) -> bool {
    is_role_noun(layers.lemma(token)).is_some() || is_title(layers.text(token))
}

/// A subject that the tree cuts short, with the nouns that stand between it and its verb.
pub(super) fn up_to_verb(layers: &Layers, range: Range<usize>, verb: usize) -> Range<usize> {
    let nominal = |at: usize| {
        matches!(layers.upos(at), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Cconj | Upos::Num | Upos::Det)
            || matches!(layers.text(at), "'s" | "’s")
    };
    let mut end = range.end;
    while end < verb && nominal(end) {
        end += 1;
    }
    let reaches = (end..verb).all(|at| matches!(layers.upos(at), Upos::Aux | Upos::Adv | Upos::Part));
    let noun = end > range.end && matches!(layers.upos(end - 1), Upos::Noun | Upos::Propn);
    if reaches && noun { range.start..end } else { range }
}

/// Whether a dependent that stands before a noun belongs to its phrase.
fn is_premodifier(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Det
            | Relation::DetPredet
            | Relation::Amod
            | Relation::Compound
            | Relation::Nummod
            | Relation::NmodPoss
            | Relation::NmodUnmarked
            | Relation::NmodDesc
            | Relation::Nmod
            | Relation::Advmod
            | Relation::Flat
            | Relation::CcPreconj
            | Relation::Punct
    )
}

/// Whether a token can head a noun phrase.
pub(super) fn is_nominal(layers: &Layers, token: usize) -> bool {
    matches!(layers.upos(token), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
}

/// The first child by one of some relations.
pub(super) fn child_by(layers: &Layers, token: usize, relations: &[Relation]) -> Option<usize> {
    layers.children(token).find(|&child| relations.contains(&layers.relation(child)))
}

/// The preposition of an oblique phrase or modifier.
pub(super) fn preposition(layers: &Layers, phrase: usize) -> Option<usize> {
    layers.children(phrase).find(|&child| child < phrase && layers.relation(child) == Relation::Case)
}

/// Whether a child with that lemma and relation hangs on a token.
pub(super) fn has_mark(layers: &Layers, token: usize, word: &str) -> bool {
    layers.children(token).any(|child| {
        matches!(layers.relation(child), Relation::Mark | Relation::Case)
            && layers.text(child).eq_ignore_ascii_case(word)
    })
}

/// Whether something negates a token.
pub(super) fn is_negated(layers: &Layers, token: usize) -> bool {
    layers.children(token).any(|child| {
        matches!(layers.text(child), "not" | "n't" | "n’t" | "never" | "neither" | "cannot" | "hardly" | "nor")
    })
}

/// The text of some stretches of tokens, in reading order, overlapping ones joined.
pub(super) fn to_text(layers: &Layers, pieces: &[Range<usize>]) -> Vec<TextRange> {
    join(pieces.iter().filter(|piece| !piece.is_empty()).map(|piece| layers.span(piece.clone())).collect())
}

/// Sorts ranges and joins those that touch.
pub(super) fn join(mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    ranges.sort();
    let mut joined: Vec<TextRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start() <= last.end() => *last = last.cover(range),
            _ => joined.push(range),
        }
    }
    joined
}

/// "The shelling, WHICH residents described": what a relative pronoun takes up, where it is all that is said.
pub(super) fn taken_up(layers: &Layers, verb: usize, piece: Range<usize>) -> Range<usize> {
    let pronoun = piece.len() == 1 && matches!(layers.text(piece.start), "which" | "that");
    let noun = layers.head(verb).filter(|_| pronoun && layers.relation(verb) == Relation::AclRelcl);
    let Some(noun) = noun.filter(|&noun| noun < piece.start) else { return piece };
    trim(layers, layers.subtree(noun).start..piece.start)
}
