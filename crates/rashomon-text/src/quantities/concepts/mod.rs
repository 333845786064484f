//! What a quantity is said of: "sales" of "sales fell 3 %", "fine" and "firm" of "the firm paid a fine of $3m".
//!
//! The rule, over the tree, from the quantity (with the noun that it counts) upwards:
//!
//! 1. A measure tells its *whole*: "40 % of \[the valley\]", "$3m in \[claims\]". Instead: what it is compared with ("9 % more
//!    than \[the offer\]"), or what stands before the bracket that it stands in ("\[the ridge\] (300 m)").
//! 2. The nearest noun that it modifies *holds* it: "a $3m \[fine\]", "a rise of 3 % in \[sales\]". Nouns that this one
//!    modifies in turn are left out; in an adjunct ("after a $3m fine") nothing but the holder counts.
//! 3. Then the *subject* of the clause, or the noun that a relative clause or participle hangs on: "\[vans\] that cost
//!    $3m". Where the quantity is the subject itself, counts it, or the subject is a pronoun, there is none.
//! 4. What the verb moves to or by a measure counts too ("cut \[the fee\] to $3"), what is paid for ("paid $3 for \[a hat\]"),
//!    and the object that is the subject of what follows ("expects \[sales\] to reach $3m").
//! 5. What is traded for a price ("sells \[the mill\] for $3m"), a length before its adjective ("a 37 m-long \[bridge\]"), who is
//!    over an age and what stands "at" a level hold alone; who finds a share, and what a clause is only the content of, do not.
//!
//! Of each of these nouns its words of content count: compounds, adjectives, names, phrases with prepositions that are no
//! time, short participles ("the charge stored in the cell"); no articles, no amounts, no relative clauses.

mod phrase;
mod tree;

use super::{Quantity, QuantityKind, counted};
use phrase::Phrase;
use tree::*;

use crate::layers::Layers;
use crate::syntax::{Relation, Upos};
use std::ops::Range;

/// How far up a tree is looked.
const CLIMB: usize = 10;

/// What is joined to a measure to tell in which direction it runs: "30-foot-long".
const EXTENTS: [&str; 6] = ["deep", "high", "long", "tall", "thick", "wide"];

/// The content words that a quantity is said of, in order.
pub fn concepts(layers: &Layers, quantity: &Quantity) -> Vec<usize> {
    let Some(mut search) = Search::new(layers, quantity) else { return Vec::new() };
    search.run();
    search.words.sort_unstable();
    search.words.dedup();
    search.words
}

/// What is known on the way up from one quantity.
struct Search<'a, 'r> {
    layers: &'a Layers<'r>,
    kind: QuantityKind,
    /// Whether it counts things, and measures nothing.
    counting: bool,
    /// Its tokens with those of the noun that it counts.
    own: Range<usize>,
    /// The one of them that hangs in the sentence.
    top: usize,
    words: Vec<usize>,
    /// Whether it has its whole.
    whole: bool,
    /// The noun that holds it.
    holder: Option<usize>,
}

impl<'a, 'r> Search<'a, 'r> {
    fn new(layers: &'a Layers<'r>, quantity: &Quantity) -> Option<Self> {
        let own = own(layers, quantity);
        let hangs = |at: &usize| layers.head(*at).is_none_or(|head| !own.contains(&head));
        let top = own.clone().rev().find(hangs).filter(|_| quantity.kind != QuantityKind::Member)?;
        let counting = counts(quantity);
        Some(Self { layers, kind: quantity.kind, counting, own, top, words: Vec::new(), whole: false, holder: None })
    }

    fn run(&mut self) {
        if let Some(other) = self.compared().or_else(|| self.traded()).or_else(|| self.held_at()) {
            return self.say(other, 0..0);
        }
        self.say_long();
        let whole = if self.counting { None } else { whole(self.layers, self.kind, &self.own) };
        if let Some(whole) = whole {
            self.whole = true;
            self.say(whole, 0..0);
        } else if let Some((name, open)) = self.before_bracket() {
            return self.say(name, open..usize::MAX);
        }
        let mut at = self.top;
        for _ in 0..CLIMB {
            let Some(up) = self.step(at) else { break };
            at = up;
        }
    }

    /// Looks around one word on the way up; the next, none where the search ends.
    fn step(&mut self, at: usize) -> Option<usize> {
        let layers = self.layers;
        let relation = layers.relation(at);
        if is_subject(relation) && (at == self.top || self.holder.is_some()) {
            self.say_named(at);
            return None;
        }
        let subject = subject(layers, at).filter(|subject| !self.own.contains(subject));
        if self.is_finding(at) || subject.is_some_and(|subject| self.ends_at(subject, at)) {
            return None;
        }
        if relation == Relation::Ccomp {
            return None;
        }
        let Some(head) = layers.head(at) else {
            self.say_last_noun(at);
            return None;
        };
        if modifies(relation) && is_noun(layers, head) && layers.upos(at) != Upos::Verb {
            return self.hold(at, head);
        }
        if is_clause_of_noun(layers, at) {
            let object = self.holder.is_some_and(|holder| layers.relation(holder) == Relation::Obj);
            let relative = relation == Relation::AclRelcl && object && subject.is_some();
            if self.holder.is_none() || relative {
                self.say(head, layers.subtree(at));
            }
            return None;
        }
        if let Some(raised) = raised(layers, at, head) {
            self.say(raised, layers.subtree(at));
            return None;
        }
        self.say_object(at, head);
        Some(head)
    }

    /// Whether the search ends at the subject of a word on the way up, which is taken in where it can be.
    fn ends_at(&mut self, subject: usize, at: usize) -> bool {
        let layers = self.layers;
        let part = dependent(layers, subject, |child| is_part_of(layers, child));
        let stands_in = matches!(layers.upos(subject), Upos::Pron | Upos::Det);
        if stands_in || layers.upos(subject) == Upos::Adj && part.is_some() {
            let relative = matches!(layers.relation(at), Relation::Acl | Relation::AclRelcl);
            if relative && layers.head(at).is_some_and(|head| is_noun(layers, head)) {
                return false;
            }
            if let Some(part) = part {
                self.say(part, 0..0);
            }
            return true;
        }
        let in_front = self.kind == QuantityKind::Duration && self.top < subject && at != self.top;
        if let Some(other) = figure_at(layers, subject) {
            self.say_measured(subject, other);
        } else if !in_front && counter(layers, subject).is_none() {
            self.say(subject, 0..0);
            self.say_headline(subject);
        }
        true
    }

    /// The subject is an amount itself: "half of \[the valley\]", "\[the mast\] 16 metres".
    fn say_measured(&mut self, subject: usize, other: &Quantity) {
        const BEFORE: [Relation; 6] =
            [Relation::Compound, Relation::Nmod, Relation::Appos, Relation::Flat, Relation::NmodPoss, Relation::Amod];
        let layers = self.layers;
        if counts(other) {
            return;
        }
        let own = own(layers, other);
        if let Some(whole) = whole(layers, other.kind, &own) {
            return self.say(whole, 0..0);
        }
        let before = |child: usize| BEFORE.contains(&layers.relation(child)) && child < own.start;
        for child in dependents(layers, subject).filter(|&child| before(child)) {
            self.say(child, 0..0);
        }
    }

    /// "Ada Mills — The stock fell 3 %": the name that opens a note.
    fn say_headline(&mut self, subject: usize) {
        const LONGEST_NAME: usize = 4;
        let layers = self.layers;
        let start = layers.subtree(subject).start;
        let Some(dash) = start.checked_sub(1).filter(|&dash| matches!(layers.text(dash), "—" | "–" | "-" | ":"))
        else {
            return;
        };
        let first = layers.sentences.get(layers.sentence_at(dash)).map_or(dash, |sentence| sentence.tokens.start);
        let name = (first..dash).len() <= LONGEST_NAME && (first..dash).all(|at| layers.upos(at) == Upos::Propn);
        if name {
            self.words.extend(first..dash);
        }
    }

    /// A noun that a word on the way up modifies; the next word.
    fn hold(&mut self, at: usize, head: usize) -> Option<usize> {
        let layers = self.layers;
        let relation = layers.relation(at);
        if relation == Relation::Appos && self.whole {
            return None;
        }
        if self.kind == QuantityKind::Age && layers.lemma(head) == "age" {
            return self.say_aged(head);
        }
        let within = self.kind == QuantityKind::Duration && case(layers, at) == "in";
        let other = counter(layers, head).filter(|other| !self.own.contains(&other.tokens.start));
        let unit = other.is_some_and(|other| other.kind == QuantityKind::Count);
        if unit && self.kind == QuantityKind::Physical && relation == Relation::Compound {
            self.say(head, 0..0);
            return None;
        }
        if !unit && self.holder.is_none() && !self.whole && !within {
            let noun = full_noun(layers, head);
            if self.take_holder(noun, at, noun != head) {
                return None;
            }
            self.say_changed(head, relation);
        }
        Some(head)
    }

    /// Takes a noun as the holder; whether the search ends with it, as it is an adjunct.
    fn take_holder(&mut self, noun: usize, at: usize, conjuncts: bool) -> bool {
        const ADJUNCT: [&str; 14] = [
            "after",
            "due",
            "according",
            "as",
            "below",
            "above",
            "than",
            "because",
            "amid",
            "despite",
            "following",
            "before",
            "since",
            "until",
        ];
        let layers = self.layers;
        if figure_at(layers, noun).is_some() {
            return false;
        }
        let before = self.words.len();
        self.say_part(noun, layers.subtree(at), conjuncts);
        if self.words.len() > before {
            self.holder = Some(noun);
        }
        let average = layers.lemma(noun) == "average";
        let oblique = layers.relation(noun) == Relation::Obl;
        self.holder.is_some()
            && oblique
            && (!average && layers.relation(at) == Relation::Nmod
                || ADJUNCT.contains(&&*case(layers, noun).to_lowercase()))
    }

    /// "A 3 % drop in \[sales\]", where the tree has the phrase elsewhere.
    fn say_changed(&mut self, change: usize, relation: Relation) {
        let layers = self.layers;
        let before = !matches!(relation, Relation::Nmod | Relation::Appos);
        let link = matches!(layers.text(change + 1), "in" | "for" | "to" | "on" | "of" | "over");
        let next = layers.head(change + 1).filter(|_| before && link && is_change(layers.lemma(change)));
        let near = |&noun: &usize| (change + 2..change + 9).contains(&noun) && layers.head(noun) != Some(change);
        let thing = |&noun: &usize| is_thing(layers, noun) && !has_figure(layers, layers.subtree(noun));
        if let Some(noun) = next.filter(near).filter(thing) {
            self.say(noun, 0..0);
        }
    }

    /// What is moved ("cut \[the fee\] to $3") or paid for ("paid $3 for \[a hat\]").
    fn say_object(&mut self, at: usize, verb: usize) {
        let layers = self.layers;
        let relation = layers.relation(at);
        let found = if self.kind == QuantityKind::Money && relation == Relation::Obj && self.words.is_empty() {
            let is_for = |child| layers.relation(child) == Relation::Obl && case(layers, child) == "for";
            dependents(layers, verb).find(|&child| child > self.top && is_for(child) && is_thing(layers, child))
        } else {
            let moved = matches!(relation, Relation::Obl | Relation::OblUnmarked) && self.holder.is_none();
            let measured = !self.counting && self.kind != QuantityKind::Duration;
            let object = dependent(layers, verb, |child| layers.relation(child) == Relation::Obj);
            object.filter(|&object| moved && measured && is_noun(layers, object) && !self.own.contains(&object))
        };
        if let Some(noun) = found.filter(|&noun| counter(layers, noun).is_none() && figure_at(layers, noun).is_none()) {
            self.say(noun, 0..0);
            self.holder = Some(noun);
        }
    }

    /// "\[Mirror\] $40": the noun before a measure without a clause.
    fn say_last_noun(&mut self, root: usize) {
        const NEAR: usize = 6;
        let layers = self.layers;
        if self.counting || self.kind == QuantityKind::Duration || !self.words.is_empty() {
            return;
        }
        let start = self.own.start;
        let near = (layers.subtree(root).start.max(start.saturating_sub(NEAR))..start).rev();
        let noun = near.into_iter().find(|&at| is_noun(layers, at) && figure_at(layers, at).is_none());
        if let Some(noun) = noun {
            self.say(full_noun(layers, noun), 0..0);
        }
    }

    /// "9 % more than \[the offer\]".
    fn compared(&self) -> Option<usize> {
        const MORE: [&str; 6] = ["more", "less", "fewer", "higher", "lower", "greater"];
        let layers = self.layers;
        let than = self.own.end + 1;
        if self.counting || layers.text(than) != "than" || !MORE.contains(&layers.text(self.own.end)) {
            return None;
        }
        layers.head(than).filter(|&noun| (than..than + 8).contains(&noun) && is_thing(layers, noun))
    }

    /// "Sells \[the mill\] for $3m".
    fn traded(&self) -> Option<usize> {
        const TRADE: [&str; 8] = ["acquire", "auction", "buy", "get", "lease", "purchase", "rent", "sell"];
        const REACH: usize = 16;
        let layers = self.layers;
        let price = self.own.start.checked_sub(1).filter(|&price| layers.text(price) == "for")?;
        if self.kind != QuantityKind::Money {
            return None;
        }
        let sentence = layers.sentences.get(layers.sentence_at(price))?.tokens.start;
        let is_trade = |at: &usize| layers.upos(*at) == Upos::Verb && TRADE.contains(&layers.lemma(*at));
        let verb = (sentence.max(price.saturating_sub(REACH))..price).rev().find(is_trade)?;
        let object = dependent(layers, verb, |child| layers.relation(child) == Relation::Obj)?;
        ((verb..price).contains(&object) && is_thing(layers, object)).then_some(object)
    }

    /// "With \[carbon levels\] at 400 parts per million", where the tree hangs the measure on the verb.
    fn held_at(&self) -> Option<usize> {
        let layers = self.layers;
        let noun = self.own.start.checked_sub(2).filter(|&noun| layers.text(noun + 1) == "at")?;
        let beside = layers.head(noun) == layers.head(self.top) && layers.relation(noun) == Relation::Obl;
        (!self.counting && beside && case(layers, noun) == "with" && is_thing(layers, noun)).then_some(noun)
    }

    /// "A 37 m (121 ft)-long \[bridge\]".
    fn say_long(&mut self) {
        let layers = self.layers;
        let long = self.own.end.checked_sub(1).filter(|&at| EXTENTS.contains(&layers.text(at)));
        let noun = long.and_then(|long| {
            let up = |&at: &usize| layers.head(at).filter(|&head| head > at && head < long + CLIMB);
            std::iter::successors(Some(long), up).take(CLIMB).find(|&at| is_noun(layers, at))
        });
        if let Some(noun) = noun {
            self.say(noun, 0..0);
            self.holder = Some(noun);
        }
    }

    /// "The \[Orla\] 16 inch costs more": the name before a measure that is the subject with it.
    fn say_named(&mut self, at: usize) {
        let layers = self.layers;
        if at != self.top || self.kind != QuantityKind::Physical || !self.words.is_empty() {
            return;
        }
        let start = self.own.start;
        let named = |&child: &usize| child < start && layers.upos(child) == Upos::Propn;
        let names: Vec<usize> = dependents(layers, at).filter(named).collect();
        for name in names {
            self.say(name, 0..0);
        }
    }

    /// "\[Players\] over the age of 21".
    fn say_aged(&mut self, age: usize) -> Option<usize> {
        let layers = self.layers;
        let link = dependent(layers, age, |child| layers.relation(child) == Relation::Case);
        let noun = link.and_then(|link| link.checked_sub(1)).filter(|&noun| is_thing(layers, noun));
        match noun {
            Some(noun) => self.say(full_name(layers, noun), layers.subtree(age)),
            None => return Some(age),
        }
        None
    }

    /// "A poll found 60 % of \[voters\] undecided": who finds a share is not what it is of.
    fn is_finding(&self, at: usize) -> bool {
        const FIND: [&str; 6] = ["estimate", "find", "report", "reveal", "say", "show"];
        let layers = self.layers;
        self.whole
            && self.kind == QuantityKind::Share
            && layers.head(self.top) == Some(at)
            && layers.relation(self.top) == Relation::Obj
            && FIND.contains(&layers.lemma(at))
    }

    /// "\[The ridge\] (300 m high)", but not "(a 300 m ridge)"; and the bracket.
    fn before_bracket(&self) -> Option<(usize, usize)> {
        const INSIDE: usize = 30;
        let layers = self.layers;
        let holds = matches!(layers.relation(self.top), Relation::Compound | Relation::Nummod | Relation::Amod)
            && layers.head(self.top).is_some_and(|head| is_noun(layers, head));
        if self.counting || holds {
            return None;
        }
        let start = self.own.start;
        let sentence = layers.sentences.get(layers.sentence_at(start))?.tokens.start;
        let mut inside = (sentence.max(start.saturating_sub(INSIDE))..start).rev();
        let open = inside.find(|&at| matches!(layers.text(at), "(" | ")")).filter(|&at| layers.text(at) == "(")?;
        if (open..start).any(|at| is_subject(layers.relation(at))) {
            return None;
        }
        let noun = open.checked_sub(1).filter(|&at| is_noun(layers, at) && figure_at(layers, at).is_none())?;
        Some((full_name(layers, noun), open))
    }

    fn say(&mut self, noun: usize, branch: Range<usize>) {
        self.say_part(noun, branch, true);
    }

    /// Takes the content words of a noun phrase in, without those of a branch.
    fn say_part(&mut self, noun: usize, branch: Range<usize>, conjuncts: bool) {
        let phrase = Phrase { layers: self.layers, own: &self.own, branch, conjuncts };
        phrase.collect(noun, &mut self.words);
    }
}

/// The tokens of a quantity with those of the noun that it counts: "12 old mills", "65-year-old".
fn own(layers: &Layers, quantity: &Quantity) -> Range<usize> {
    let Range { start, end } = quantity.tokens.clone();
    let joined = |at: usize| layers.tokens.get(at).is_some_and(|token| !token.space_before);
    let dash = |at: usize| matches!(layers.text(at), "-" | "–");
    let end = match quantity.kind {
        QuantityKind::Age => (end..end + 4).find(|&at| !joined(at) || !dash(at) && !dash(at - 1)).unwrap_or(end),
        QuantityKind::Count if layers.lemma(end) == "time" => end + 1,
        _ if counts(quantity) => {
            counted(layers, quantity).filter(|noun| noun.start >= end).map_or(end, |noun| noun.end)
        }
        QuantityKind::Physical if dash(end) && joined(end + 1) && EXTENTS.contains(&layers.text(end + 1)) => end + 2,
        _ => end,
    };
    start..end
}

/// Whether a quantity counts things: what it counts is its unit.
fn counts(quantity: &Quantity) -> bool {
    let unit = quantity.stated_unit.as_str();
    matches!(quantity.kind, QuantityKind::Count | QuantityKind::Share | QuantityKind::Rate)
        && (matches!(unit, "1" | "fraction") || unit.starts_with("1/"))
}

/// "40 % of \[the valley\]", "$3m in \[claims\]".
fn whole(layers: &Layers, kind: QuantityKind, own: &Range<usize>) -> Option<usize> {
    let links: &[&str] = match kind {
        QuantityKind::Duration | QuantityKind::Physical => &["of"],
        QuantityKind::Age => &[],
        _ => &["of", "in", "off"],
    };
    let linked = |&child: &usize| {
        !own.contains(&child)
            && layers.relation(child) == Relation::Nmod
            && is_noun(layers, child)
            && links.contains(&case(layers, child))
    };
    let hanging = own.clone().find_map(|at| dependents(layers, at).find(linked));
    hanging.or_else(|| {
        let next = layers.head(own.end).filter(|&noun| noun > own.end && is_thing(layers, noun))?;
        let of = layers.text(own.end) == "of" && kind != QuantityKind::Duration;
        let within = layers.text(own.end) == "in" && kind == QuantityKind::Money && layers.upos(next) == Upos::Noun;
        (of || within && counter(layers, next).is_none()).then_some(next)
    })
}

/// The subject of a word; also a noun right before a verb that the tree has joined to what stands before it: "one rose
/// to 3 % and \[the other\] fell".
fn subject(layers: &Layers, at: usize) -> Option<usize> {
    let is_one = |&child: &usize| is_subject(layers.relation(child)) || layers.relation(child) == Relation::NsubjOuter;
    let mut all = dependents(layers, at).filter(is_one);
    let first = all.next();
    let named = all.take_while(|&child| child < at).last().or(first);
    misjoined(layers, at, named).filter(|&other| named.is_none_or(|named| named < other)).or(named)
}

fn misjoined(layers: &Layers, verb: usize, subject: Option<usize>) -> Option<usize> {
    let tag = layers.upos(verb);
    let predicate = matches!(tag, Upos::Verb | Upos::Adj | Upos::Adv | Upos::Sym | Upos::Noun)
        && !matches!(layers.relation(verb), Relation::Amod | Relation::Compound | Relation::Acl);
    let helps = |&at: &usize| matches!(layers.upos(at), Upos::Aux | Upos::Adv) && layers.head(at) == Some(verb);
    let last = (verb.saturating_sub(CLIMB)..verb).rev().find(|at| !helps(at)).filter(|_| predicate)?;
    if !is_noun(layers, last) || tag != Upos::Verb && last + 1 == verb {
        return None;
    }
    let right = std::iter::successors(Some(last), |&at| layers.head(at).filter(|&up| up > at && up <= last));
    let noun = full_name(layers, right.take(CLIMB).last()?);
    let joined = layers.relation(noun) == Relation::Conj && !has_figure(layers, layers.subtree(noun));
    let inside = subject.is_some_and(|subject| layers.subtree(subject).contains(&noun));
    (joined && !inside && !layers.subtree(noun).contains(&verb)).then_some(noun)
}

/// The object that is the subject of the verb below: "expects \[sales\] to reach $3m".
fn raised(layers: &Layers, at: usize, head: usize) -> Option<usize> {
    const VERBS: [&str; 18] = [
        "allow", "ask", "believe", "cause", "enable", "estimate", "expect", "force", "forecast", "help", "let", "make",
        "project", "require", "see", "show", "urge", "want",
    ];
    let noun = match layers.relation(at) {
        Relation::Xcomp => dependent(layers, head, |child| layers.relation(child) == Relation::Obj)?,
        Relation::Acl if layers.relation(head) == Relation::Obj => {
            layers.head(head).filter(|&verb| VERBS.contains(&layers.lemma(verb))).map(|_| head)?
        }
        _ => return None,
    };
    (is_noun(layers, noun) && noun < at && counter(layers, noun).is_none() && figure_at(layers, noun).is_none())
        .then_some(noun)
}
