//! Which quantities are figures of a ledger: what says something about the story's world that a party
//! could dispute.

use super::measuring::Found;
use super::phrase::{Phrase, noun_classes};
use super::words;
use crate::measures::{Classes, Role, table};
use rashomon_text::Layers;
use rashomon_text::quantities::{Change, Quantity, QuantityKind};
use rashomon_text::syntax::{Relation, Upos};

/// Whether a figure belongs in the ledger; `found` is the word that says what it measures, if one does.
pub(super) fn keeps(layers: &Layers, phrase: &Phrase, found: Option<Found>) -> bool {
    let quantity = phrase.quantity;
    if !quantity.kind.is_figure() || is_exchange_rate(layers, phrase) || is_base(layers, phrase) {
        return false;
    }
    if quantity.kind != QuantityKind::Count {
        return true;
    }
    match (found, phrase.noun) {
        (_, _) if is_one(layers, phrase) => found.is_some() && !is_singled_out(layers, phrase),
        (None, None) => is_argument(layers, phrase) || level(layers, phrase).is_some(),
        (None, Some(_)) => !phrase.classes.dropped() && !is_known(layers, phrase),
        (Some(_), _) => true,
    }
}

/// "Nine deaths per 100,000 PEOPLE": what a rate is reckoned on is no figure of its own.
fn is_base(layers: &Layers, phrase: &Phrase) -> bool {
    let start = phrase.quantity.tokens.start;
    phrase.counts() && start.checked_sub(1).is_some_and(|before| words::is(layers, before, "per"))
}

/// Whether things are told per so many others: "nine deaths PER 100,000 people" is no toll.
pub(super) fn is_ratio(layers: &Layers, phrase: &Phrase) -> bool {
    let per = phrase.tokens.end;
    phrase.counts()
        && per + 1 < layers.tokens.len()
        && words::is(layers, per, "per")
        && layers.upos(per + 1) == Upos::Num
}

/// "($1 = 83.6 yen)"
fn is_exchange_rate(layers: &Layers, phrase: &Phrase) -> bool {
    let tokens = &phrase.quantity.tokens;
    let sign = |at: usize| at < layers.tokens.len() && layers.text(at) == "=";
    phrase.quantity.kind == QuantityKind::Money && (sign(tokens.end) || tokens.start.checked_sub(1).is_some_and(sign))
}

fn is_one(layers: &Layers, phrase: &Phrase) -> bool {
    phrase.quantity.value.is_exact()
        && phrase.quantity.value.low == Some(1.0)
        && words::is_any(layers, phrase.quantity.head, &["one", "a", "an", "another", "single"])
}

/// "one of the most", "one such group", "no one".
fn is_singled_out(layers: &Layers, phrase: &Phrase) -> bool {
    let next = phrase.quantity.tokens.end;
    let before = phrase.quantity.tokens.start.checked_sub(1);
    let of_them = next + 1 < layers.tokens.len() && words::is_any(layers, next + 1, &["them", "whom", "which"]);
    next < layers.tokens.len() && words::is_any(layers, next, &["of", "such", "another"]) && !of_them
        || before.is_some_and(|before| {
            words::is_any(layers, before, &["no", "any", "every", "each", "some", "this", "that", "the"])
        })
}

/// Whether a number without a noun and without a measure more likely counts things than people: "the firm offered 4",
/// "of which 35 ran".
pub(super) fn is_of_things(layers: &Layers, phrase: &Phrase) -> bool {
    let which = phrase.quantity.tokens.start.checked_sub(1);
    matches!(layers.relation(phrase.top), Relation::Obj) || which.is_some_and(|which| words::is(layers, which, "which"))
}

/// A number without a noun counts something only where it is a part of a clause: "three were having surgery".
fn is_argument(layers: &Layers, phrase: &Phrase) -> bool {
    // "More than 1.5 million VOTED", whatever the tree makes of the number.
    let before = |verb: usize| verb == phrase.quantity.tokens.end && layers.child(verb, Relation::Nsubj).is_none();
    let unmarked = layers.relation(phrase.top) == Relation::OblUnmarked && layers.head(phrase.top).is_some_and(before);
    let subject =
        unmarked || matches!(layers.relation(phrase.top), Relation::Nsubj | Relation::NsubjPass | Relation::Obj);
    let is = |predicate: usize| phrase.counts() && layers.child(predicate, Relation::Cop).is_some();
    let governed = layers.head(phrase.top).is_some_and(|head| layers.upos(head) == Upos::Verb || is(head));
    let again = is_again(layers, phrase) || is_compared(layers, phrase);
    (subject && governed || again || is_number_of(layers, phrase)) && !is_known(layers, phrase)
}

/// Whether a figure counts what the one before it does.
pub(super) fn continues(layers: &Layers, phrase: &Phrase) -> bool {
    phrase.is_anaphoric(layers) || is_again(layers, phrase) || is_total(layers, phrase) || is_compared(layers, phrase)
}

/// "Up FROM 14 a day earlier", "compared WITH 20 last year": the same things at another time.
pub(super) fn is_compared(layers: &Layers, phrase: &Phrase) -> bool {
    let (start, next) = (phrase.quantity.tokens.start, phrase.quantity.tokens.end);
    let link = |before| words::is_any(layers, before, &["from", "with", "to", "against", "than"]);
    phrase.counts()
        && phrase.noun.is_none()
        && next < layers.tokens.len()
        && words::is_time(layers, next)
        && start.checked_sub(1).is_some_and(link)
        && may_count(layers, phrase)
}

/// Words that say when or where.
const LINKS: [&str; 4] = ["in", "on", "at", "from"];

/// "14,300 guests in 2029 and 15,900 IN 2030": the same things at another time or place.
pub(super) fn is_again(layers: &Layers, phrase: &Phrase) -> bool {
    let next = phrase.quantity.tokens.end;
    let joined = layers.relation(phrase.top) == Relation::Conj
        && layers.head(phrase.top).is_some_and(|noun| layers.child(noun, Relation::Nummod).is_some());
    let stated = next < layers.tokens.len() && words::is_any(layers, next, &LINKS);
    phrase.counts() && stated && (joined || phrase.noun.is_none() && stands_beside(layers, phrase.quantity))
}

/// "Some 90 sorties ON Tuesday and 110 ON Wednesday": after a mark, and after a number with its noun and such a word.
fn stands_beside(layers: &Layers, quantity: &Quantity) -> bool {
    const NEAR: usize = 12;
    let start = quantity.tokens.start;
    let joined = |before: usize| words::is_any(layers, before, &["and", "but", ",", ";"]);
    let at = layers.quantities.partition_point(|other| other.tokens.end <= start);
    let amount = |other: &&Quantity| other.kind.is_figure();
    let Some(before) = layers.quantities[..at].iter().rev().take(3).find(amount) else { return false };
    let gap = before.tokens.end..start;
    start.checked_sub(1).is_some_and(joined)
        && gap.len() <= NEAR
        && words::sentence(layers, start).contains(&before.tokens.start)
        && before.kind == QuantityKind::Count
        && Phrase::of(layers, before).noun.is_some()
        && gap.into_iter().any(|at| words::is_any(layers, at, &LINKS))
}

/// "An earlier count OF 21", "a crew OF 24", "600 STRONG", "260 IN ALL".
fn is_number_of(layers: &Layers, phrase: &Phrase) -> bool {
    const COUNTS: [&str; 14] = [
        "count",
        "crew",
        "crowd",
        "force",
        "garrison",
        "gathering",
        "group",
        "number",
        "staff",
        "tally",
        "team",
        "toll",
        "total",
        "workforce",
    ];
    let next = phrase.quantity.tokens.end;
    let follows = |at: usize, list: &[&str]| at < layers.tokens.len() && words::is_any(layers, at, list);
    let strong = follows(next, &["strong"]) || follows(next, &["in"]) && follows(next + 1, &["all", "total"]);
    let of = words::preposition(layers, phrase.top).is_some_and(|word| word == "of");
    let counts = |noun: usize| COUNTS.contains(&layers.lemma(noun));
    phrase.counts() && (strong || of && layers.head(phrase.top).is_some_and(counts) || is_told(layers, phrase))
}

/// "Put the figure AT 45", "spoke OF 12".
fn is_told(layers: &Layers, phrase: &Phrase) -> bool {
    is_total(layers, phrase)
        || moves_number(layers, phrase, "at", &["put", "set", "estimate", "give", "place"])
        || verb_with(layers, phrase, "of", &["speak", "talk"]).is_some()
}

/// "Bringing the total TO 47".
pub(super) fn is_total(layers: &Layers, phrase: &Phrase) -> bool {
    phrase.counts() && moves_number(layers, phrase, "to", &["bring", "raise", "lift", "take", "push"])
}

/// Words for a number.
const NUMBERS: [&str; 7] = ["count", "crowd", "figure", "number", "tally", "toll", "total"];

/// Whether a phrase hangs by a preposition on one of some verbs whose object is a word for a number.
fn moves_number(layers: &Layers, phrase: &Phrase, preposition: &str, verbs: &[&str]) -> bool {
    let object = verb_with(layers, phrase, preposition, verbs).and_then(|verb| layers.child(verb, Relation::Obj));
    object.is_some_and(|noun| NUMBERS.contains(&layers.lemma(noun)))
}

fn verb_with(layers: &Layers, phrase: &Phrase, preposition: &str, verbs: &[&str]) -> Option<usize> {
    let verb = layers.head(phrase.top).filter(|&head| verbs.contains(&layers.lemma(head)))?;
    words::preposition(layers, phrase.top).is_some_and(|word| word == preposition).then_some(verb)
}

/// "ATTACKS rose 12 % to 450", "fell from 90 to 60": the noun in the plural whose number stands at either end of a change.
pub(super) fn level(layers: &Layers, phrase: &Phrase) -> Option<usize> {
    let verb = words::clause(layers, phrase.top);
    let to = || words::preposition(layers, phrase.top).is_some_and(|word| word == "to" || word == "from");
    let moved =
        matches!(phrase.quantity.change, Change::From | Change::To) || to() && table().carries(layers.lemma(verb));
    if !moved || !phrase.counts() || phrase.noun.is_some() || !may_count(layers, phrase) {
        return None;
    }
    // "Nurses put the figure at 900" counts no nurses.
    let put = layers.child(verb, Relation::Obj).is_some_and(|object| NUMBERS.contains(&layers.lemma(object)));
    let subject = words::shared_subject(layers, verb).filter(|_| !put)?;
    let plural = layers.text(subject) != layers.lemma(subject) || words::is_any(layers, subject, &["number", "toll"]);
    let counted = layers.upos(subject) == Upos::Noun && plural;
    let money = Classes::named("money").unwrap_or(Classes::NONE);
    let of_money = table().find(Role::Of, layers.lemma(subject), money, |rest| rest.is_empty()).is_some();
    (counted && !of_money && !noun_classes(layers, subject).dropped()).then_some(subject)
}

/// Whether a number at an end of a change may be one of things: whole, below a billion, and the figure beside it in no
/// unit ("to 7.1 billion crowns from 9.6 billion" is money twice).
fn may_count(layers: &Layers, phrase: &Phrase) -> bool {
    const BESIDE: usize = 8;
    let quantity = phrase.quantity;
    let whole = |end: Option<f64>| end.is_none_or(|value| value.fract() == 0.0 && value < 1e9);
    let at = layers.quantities.partition_point(|other| other.tokens.end <= quantity.tokens.start);
    let near = |other: &&Quantity| {
        other.tokens.end + BESIDE > quantity.tokens.start && quantity.tokens.end + BESIDE > other.tokens.start
    };
    let neighbours = layers.quantities[at.saturating_sub(1)..].iter().take(3).filter(near);
    let measured = |other: &Quantity| other.kind.is_figure() && !matches!(other.unit.as_str(), "1" | "fraction");
    whole(quantity.value.low) && whole(quantity.value.high) && !neighbours.into_iter().any(measured)
}

/// "the two nations", "those three": things that the report spoke of before, not counted anew.
fn is_known(layers: &Layers, phrase: &Phrase) -> bool {
    let before = phrase.quantity.tokens.start.checked_sub(1);
    let small = phrase.quantity.value.is_exact() && phrase.quantity.value.high.is_some_and(|high| high <= 10.0);
    small
        && before.is_some_and(|before| {
            words::is_any(
                layers,
                before,
                &["the", "these", "those", "all", "both", "its", "their", "his", "her", "our"],
            )
        })
}
