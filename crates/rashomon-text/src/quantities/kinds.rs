//! What a number is when it is no figure: an age, a label, a score, a date, an ordinal, a pronoun.

use super::QuantityKind;
use super::atoms::Atoms;
use super::grammar::Draft;
use super::lexicon::NumberKind;
use super::numbers;
use super::terms::Terms;
use crate::interval::Interval;
use crate::layers::Layers;
use crate::names::NameKind;
use crate::syntax::{Relation, Upos};
use crate::times::TimeKind;
use std::ops::Range;

/// What sort of number a draft is; none for a pronoun ("one another").
pub(crate) fn classify(layers: &Layers, atoms: &Atoms, draft: &Draft) -> Option<QuantityKind> {
    if let Some(label) = label(layers, atoms, draft).filter(|_| atoms.is_word(draft.core)) {
        return Some(label);
    }
    if is_member(atoms, draft) {
        return Some(QuantityKind::Member);
    }
    if is_pronoun(layers, atoms, draft) || is_nothing(atoms, draft) || is_emphasis(atoms, draft) {
        return None;
    }
    let kind = age(atoms, draft)
        .or_else(|| age_of_named(layers, atoms, draft))
        .or_else(|| in_time(layers, atoms, draft))
        .or_else(|| score(atoms, draft))
        .or_else(|| label(layers, atoms, draft));
    Some(kind.unwrap_or(draft.kind))
}

/// An ordinal at an atom: "third", "21st"; one past its last atom.
pub(crate) fn ordinal(atoms: &Atoms, at: usize) -> Option<(usize, f64)> {
    if let Some(number) = atoms.integer(at) {
        return (atoms.glued(at + 1) && is_suffix(atoms.text(at + 1), number)).then(|| (at + 2, f64::from(number)));
    }
    let word = numbers::word(atoms, at)?;
    let value = if word.kind == NumberKind::Ordinal { Some(word.value) } else { word.ordinal };
    value.map(|value| (at + 1, value))
}

fn is_suffix(text: &str, number: u32) -> bool {
    let expected = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    text.eq_ignore_ascii_case(expected)
}

/// "One of the oldest mills": one that is told from the others, and counts nothing.
fn is_member(atoms: &Atoms, draft: &Draft) -> bool {
    let one = atoms.is(draft.core, "one") && draft.core_end == draft.core + 1 && draft.start == draft.core;
    one && atoms.is(draft.core + 1, "of")
        && (atoms.is_word(draft.core + 2) && !atoms.any(draft.core + 2, &["which", "whom", "us", "them", "you"]))
}

/// "One another", "no one", "one day", "an important one".
fn is_pronoun(layers: &Layers, atoms: &Atoms, draft: &Draft) -> bool {
    let at = draft.core;
    let Some(word) = numbers::word(atoms, at).filter(|word| !word.not_before.is_empty()) else { return false };
    let alone = draft.core_end == at + 1 || atoms.is(at + 1, "day");
    let stands_in = |list: &[String], at: usize| list.iter().any(|word| atoms.is(at, word));
    let counted = atoms.any(at + 1, &["dead", "killed", "injured", "wounded", "missing", "person"]);
    let adjective =
        at > 0 && draft.start == at && matches!(tag(layers, atoms, at - 1), Some(Upos::Adj | Upos::Det)) && !counted;
    let noun = atoms.is_word(at + 1)
        && !matches!(tag(layers, atoms, at + 1), Some(Upos::Sconj | Upos::Cconj | Upos::Pron | Upos::Adp));
    let other = atoms.is(at + 1, "other") || counted || noun;
    let compared = atoms.is(at + 1, "hand") && atoms.after(at, &["on"]);
    alone
        && (stands_in(&word.not_after, at.wrapping_sub(1))
            || stands_in(&word.not_before, at + 1)
            || adjective
            || compared
            || !other)
}

/// Numbers that count nothing: "zero tolerance", "ground zero", the Roman look of "M" and "K" excepted.
fn is_nothing(atoms: &Atoms, draft: &Draft) -> bool {
    let at = draft.core;
    if !atoms.is(at, "zero") {
        return false;
    }
    const NEW: &[&str] = &["new", "more", "further", "additional", "confirmed", "reported", "known", "local"];
    let noun = at + 1 + usize::from(atoms.any(at + 1, NEW));
    let plural = atoms.text(noun).ends_with('s') && atoms.is_word(noun);
    draft.core_end == at + 1 && (atoms.after(at, &["ground", "net", "sub", "absolute", "near", "from"]) || !plural)
}

/// "A hundred percent sure": how firmly somebody speaks.
fn is_emphasis(atoms: &Atoms, draft: &Draft) -> bool {
    const SURE: &[&str] = &[
        "sure",
        "certain",
        "confident",
        "convinced",
        "positive",
        "committed",
        "behind",
        "focused",
        "right",
        "correct",
        "honest",
        "happy",
        "clear",
        "serious",
    ];
    draft.unit == "fraction" && draft.value == Interval::exact(1.0) && atoms.any(draft.end, SURE)
}

fn tag(layers: &Layers, atoms: &Atoms, at: usize) -> Option<Upos> {
    let token = atoms.get(at)?.token as usize;
    layers.words.get(token).map(|word| word.upos)
}

/// "43-year-old", "aged 43", "Smith, 43,", "in his 40s".
fn age(atoms: &Atoms, draft: &Draft) -> Option<QuantityKind> {
    let (start, end) = (draft.core, draft.end);
    let years = draft.kind == QuantityKind::Duration;
    let dash = usize::from(atoms.is_dash(end));
    let old = years && (atoms.any(end + dash, &["old", "olds"]) || (atoms.is(end, "of") && atoms.is(end + 1, "age")));
    let compound = atoms.is_dash(end) && atoms.is(end + 1, "and") && draft.value.high.is_some_and(|high| high < 120.0);
    let number =
        draft.unit == "1" && draft.value.low.or(draft.value.high).is_some_and(|age| (0.0..=120.0).contains(&age));
    let said = atoms.after(draft.start, &["aged", "age", "ages", "aging", "turned", "turning"])
        || atoms.after(start, &["aged", "age", "ages"])
        || number && follows_ages(atoms, start);
    let shared = number && compound && (end..end + 10).any(|at| atoms.is(at, "old") || atoms.is(at, "olds"));
    let decade = number && atoms.glued(end) && atoms.is(end, "s") && atoms.text(start).len() == 2;
    let person = number && draft.start == start && (is_persons_age(atoms, draft) || is_of_years(atoms, draft));
    (old || person
        || (said && (number || years))
        || shared
        || decade
        || (number && (in_commas(atoms, start, end) || limits(atoms, draft))))
    .then_some(QuantityKind::Age)
}

/// "A boy of 14", "the girl of twelve": nothing is counted behind.
fn is_of_years(atoms: &Atoms, draft: &Draft) -> bool {
    const PERSONS: &[&str] =
        &["baby", "boy", "child", "daughter", "girl", "man", "pensioner", "son", "teenager", "woman", "youth"];
    let at = draft.core;
    atoms.after(at, &["of"])
        && at > 1
        && atoms.any(at - 2, PERSONS)
        && closes_age(atoms, draft.end)
        && draft.end == at + 1
}

/// "Aged 2, 5 and 9": further ages of a list.
fn follows_ages(atoms: &Atoms, start: usize) -> bool {
    const LONGEST: usize = 6;
    let mut at = start;
    for _ in 0..LONGEST {
        let comma = usize::from(atoms.after(at, &["and", "or"]) && atoms.after(at - 1, &[","]));
        let Some(before) = at.checked_sub(2 + comma) else { return false };
        let listed = atoms.any(at - 1, &[",", "and", "or", "to"]);
        if !listed || !(atoms.is_digits(before) || numbers::word(atoms, before).is_some()) {
            return false;
        }
        if atoms.after(before, &["aged", "ages"]) {
            return true;
        }
        at = before;
    }
    false
}

/// "Who was 10", "she is 43", "over the age of 21": the number ends its clause.
fn is_persons_age(atoms: &Atoms, draft: &Draft) -> bool {
    const WHO: &[&str] = &["who", "he", "she", "i"];
    let (start, end) = (draft.start, draft.end);
    let is = start >= 2 && atoms.any(start - 1, &["was", "is", "am", "turns", "turned"]) && atoms.any(start - 2, WHO);
    let of = start >= 2 && atoms.after(start, &["of"]) && atoms.is(start - 2, "age");
    (is || of) && closes_age(atoms, end) && end == start + 1
}

/// Whether nothing follows that a number could count.
fn closes_age(atoms: &Atoms, end: usize) -> bool {
    !atoms.is_word(end) || atoms.any(end, &["when", "at", "and", "years", "but", "in", "while", "was", "who", "from"])
}

/// "Ada Roe, 43, was": between a name and a comma, or in brackets.
fn in_commas(atoms: &Atoms, start: usize, end: usize) -> bool {
    let plain = end == start + 1 && atoms.integer(start).is_some_and(|age| age > 0);
    let comma = atoms.is(start.wrapping_sub(1), ",") && atoms.any(end, &[",", ".", ";", "and", "who", "from", "of"]);
    let bracket = atoms.is(start.wrapping_sub(1), "(") && atoms.is(end, ")");
    let month = super::super::times::is_month(atoms, start.wrapping_sub(2));
    let named = start < 3 || atoms.is_capital(start.wrapping_sub(3)) || !atoms.is(end, "and");
    let whose =
        plain && start >= 2 && (atoms.is_capital(start - 2) || (atoms.is_word(start - 2) && atoms.is(end, ",")));
    whose && !month && named && (comma || bracket)
}

/// "Ada Roe 43 was": after a person's name, before a verb.
fn age_of_named(layers: &Layers, atoms: &Atoms, draft: &Draft) -> Option<QuantityKind> {
    let (at, end) = (draft.core, draft.end);
    let plain = draft.start == at && end == at + 1 && atoms.integer(at).is_some_and(|age| (16..=99).contains(&age));
    let verb = matches!(tag(layers, atoms, end), Some(Upos::Aux | Upos::Verb));
    let before = atoms.get(at.checked_sub(1).filter(|_| plain && verb)?)?.token as usize;
    let person = |tokens: &Range<usize>| tokens.len() > 1 && tokens.end <= before + 2;
    let name = layers.name_at(before).filter(|name| name.kind == NameKind::Person && person(&name.tokens))?;
    (name.tokens.start < before).then_some(QuantityKind::Age)
}

/// "Children under 5", "over-65s", "the under-18s".
fn limits(atoms: &Atoms, draft: &Draft) -> bool {
    const PEOPLE: &[&str] = &[
        "children", "people", "those", "women", "men", "boys", "girls", "kids", "adults", "minors", "anyone",
        "players", "everyone",
    ];
    const VERBS: &[&str] =
        &["have", "has", "had", "are", "were", "who", "should", "will", "can", "must", "may", "and", "or"];
    let limit = atoms.after(draft.core, &["under", "over", "below", "above"]);
    let dashed = atoms.is_dash(draft.core.wrapping_sub(1)) && atoms.any(draft.core.wrapping_sub(2), &["under", "over"]);
    let apostrophe = usize::from(atoms.any(draft.end, &["'", "’"]));
    let plural = atoms.is(draft.end + apostrophe, "s") && atoms.glued(draft.end);
    let of_people = limit
        && draft.core >= 2
        && atoms.any(draft.core - 2, PEOPLE)
        && (!atoms.is_word(draft.end) || atoms.any(draft.end, VERBS));
    dashed || (limit && plural) || of_people
}

/// A number inside a temporal expression.
fn in_time(layers: &Layers, atoms: &Atoms, draft: &Draft) -> Option<QuantityKind> {
    if draft.kind == QuantityKind::Duration {
        return Some(QuantityKind::Duration);
    }
    let measured = draft.kind == QuantityKind::Physical && draft.noun.is_some() && !draft.value.is_exact();
    if measured || follows_sum(atoms, draft.core) {
        return None;
    }
    let range = atoms.range(draft.core..draft.number + 1);
    let at = layers.times.partition_point(|time| time.range.end() <= range.start());
    let time = layers.times.get(at).filter(|time| time.range.intersects(range))?;
    Some(match time.kind {
        TimeKind::Date => QuantityKind::Date,
        TimeKind::Time => QuantityKind::Clock,
        TimeKind::Duration | TimeKind::Set => QuantityKind::Duration,
    })
}

/// "An average of 1800": no year.
fn follows_sum(atoms: &Atoms, at: usize) -> bool {
    const SUMS: &[&str] = &["average", "total", "maximum", "minimum", "mean", "median", "sum", "score"];
    at >= 2 && atoms.is(at - 1, "of") && atoms.any(at - 2, SUMS)
}

/// "2-1", "a 52-48 vote".
fn score(atoms: &Atoms, draft: &Draft) -> Option<QuantityKind> {
    const AROUND: &[&str] = &[
        "win",
        "won",
        "lost",
        "beat",
        "defeat",
        "victory",
        "draw",
        "drew",
        "loss",
        "lead",
        "led",
        "vote",
        "voted",
        "score",
        "ruling",
        "decision",
        "verdict",
        "record",
        "aggregate",
        "thrashing",
        "rout",
        "shootout",
    ];
    let (at, second, end) = (draft.core, draft.core + 2, draft.core + 3);
    let joined = atoms.is_tight_dash(at + 1) || (atoms.is(at + 1, ":") && atoms.glued(at + 1) && atoms.glued(at + 2));
    let whole = draft.number == second || draft.number == at;
    let (a, b) = (atoms.integer(at)?, atoms.integer(second).filter(|_| whole)?);
    let near = (at.saturating_sub(5)..at).chain(end..end + 3).any(|near| atoms.any(near, AROUND));
    let units = draft.unit != "1" && draft.noun.is_some_and(|noun| noun > second);
    (joined && !units && a < 1000 && b < 1000 && (a >= b || near) && !atoms.is_tight_dash(end))
        .then_some(QuantityKind::Score)
}

/// A number that is part of a name or a list: "S-300", "Route 66", "Boeing 737", "Building 7", "No. 5", "12 Mill Street".
fn label(layers: &Layers, atoms: &Atoms, draft: &Draft) -> Option<QuantityKind> {
    let at = draft.core;
    if ends_time(layers, atoms, at) {
        return None;
    }
    let is_label = is_glued_to_letters(atoms, at)
        || is_code(atoms, draft)
        || is_labelled(atoms, draft)
        || is_address(atoms, draft)
        || in_name(layers, atoms, draft)
        || follows_name(layers, atoms, draft)
        || is_flat(layers, atoms, draft);
    is_label.then_some(QuantityKind::Label)
}

/// "The next day 12 died", "on Monday 12 more": whether a time ends right before a number that is apart from it.
fn ends_time(layers: &Layers, atoms: &Atoms, at: usize) -> bool {
    let start = atoms.range(at..at + 1).start();
    let before = at.checked_sub(1).map_or(0, |before| atoms.range(before..at).end());
    let time = layers.times.partition_point(|time| time.range.end() <= start).checked_sub(1);
    let counts = atoms.is_word(at + 1) && !atoms.is_capital(at + 1);
    !atoms.glued(at) && counts && time.is_some_and(|time| layers.times[time].range.end() == before)
}

/// Whether letters or signs of codes stand right before or after: "S-300", "G7", "5G", "@user43".
pub(crate) fn is_glued_to_letters(atoms: &Atoms, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| atoms.glued(at)) else { return false };
    if atoms.is_word(before) || matches!(atoms.text(before), "_" | "@" | "#" | "\\" | "=" | "&" | ":" | "." | "№") {
        return true;
    }
    let joined = before > 0 && atoms.glued(before) && (atoms.is_dash(before) || atoms.is(before, "/"));
    joined && (atoms.is_word(before - 1) || atoms.is_digits(before - 1)) && !is_prefix(atoms, before - 1)
}

/// Words that join a number by a hyphen and leave it one: "mid-40", "sub-10", "pre-2000".
fn is_prefix(atoms: &Atoms, at: usize) -> bool {
    atoms.any(at, &["to", "and", "or", "mid", "under", "over", "plus", "magnitude", "sub"])
}

/// "007", "+44 20 …", "1.2.3", "555-1234", "5G", "1." at the head of a line.
fn is_code(atoms: &Atoms, draft: &Draft) -> bool {
    let (at, last) = (draft.core, draft.number);
    let text = atoms.text(at);
    let zero = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    let chained = atoms.is_tight_dash(last + 1) && atoms.is_digits(last + 2)
        || (atoms.any(last + 1, &[".", "/", ":"])
            && atoms.glued(last + 1)
            && atoms.glued(last + 2)
            && atoms.is_digits(last + 2));
    let letters = draft.noun.is_none() && draft.end == last + 1 && atoms.glued(last + 1) && atoms.is_word(last + 1);
    let plus = atoms.is(at.wrapping_sub(1), "+") && atoms.glued(at) && atoms.is_digits(last + 1);
    zero || chained || letters || plus || is_list_number(atoms, at)
}

fn is_list_number(atoms: &Atoms, at: usize) -> bool {
    let marked =
        atoms.integer(at).is_some_and(|number| number < 100) && atoms.any(at + 1, &[".", ")"]) && atoms.glued(at + 1);
    if !marked || atoms.glued(at + 2) || at + 2 >= atoms.len() {
        return false;
    }
    let before = at.checked_sub(1).and_then(|before| Some((atoms.get(before)?.end, atoms.get(at)?.start)));
    before.is_none_or(|(end, start)| atoms.source[end as usize..start as usize].contains('\n'))
}

/// "Route 66", "No. 5", "World War Two".
fn is_labelled(atoms: &Atoms, draft: &Draft) -> bool {
    let at = draft.core;
    let plain = draft.unit == "1" && draft.start == at && draft.noun.is_none();
    let Some(before) = at.checked_sub(1).filter(|_| plain) else { return false };
    let dot = usize::from(atoms.is(before, ".") && atoms.glued(before));
    let Some(word) = before.checked_sub(dot) else { return false };
    let Some(label) = atoms.get(word).and_then(|atom| Terms::get().label(atom.term)) else { return false };
    let number_word = atoms.is_word(at);
    let abbreviation = label.word == "no" || label.word == "nos";
    let small = draft.value.high.is_none_or(|high| high < 10_000.0);
    let noun_follows = number_word || (!atoms.is_capital(word) && counts_a_plural(atoms, draft.end));
    let named = atoms.is_capital(word) && (!number_word || atoms.is_capital(at));
    const POINTING: &[&str] =
        &["last", "this", "that", "next", "past", "previous", "every", "each", "per", "a", "same"];
    small
        && (atoms.is_capital(word) || !atoms.after(word, POINTING))
        && (dot == 0 || abbreviation)
        && (!abbreviation || dot == 1 || atoms.is_capital(word))
        && (named || !noun_follows)
}

/// Whether a word in the plural follows, in lower case.
pub(crate) fn counts_a_plural(atoms: &Atoms, end: usize) -> bool {
    (end..end + 3).take_while(|&at| atoms.is_word(at)).any(|at| is_plural(atoms.text(at)))
}

fn is_plural(word: &str) -> bool {
    const OTHERS: &[&str] = &["people", "men", "women", "children", "police", "troops", "personnel", "others", "dead"];
    const SINGULAR: &[&str] = &["was", "has", "is", "as", "this", "its", "his", "us", "plus", "says"];
    let lower = word.starts_with(|first: char| first.is_lowercase());
    lower && (OTHERS.contains(&word) || (word.ends_with('s') && !word.ends_with("ss") && !SINGULAR.contains(&word)))
}

/// "12 Mill Street": a number before capitalised words that end in a word for a road.
fn is_address(atoms: &Atoms, draft: &Draft) -> bool {
    const ROADS: &[&str] = &[
        "Street",
        "St",
        "Road",
        "Rd",
        "Avenue",
        "Ave",
        "Lane",
        "Drive",
        "Boulevard",
        "Blvd",
        "Terrace",
        "Crescent",
        "Court",
        "Parkway",
    ];
    let plain = draft.end == draft.core + 1 && atoms.integer(draft.core).is_some();
    let capitals = (draft.end..draft.end + 4).take_while(|&at| atoms.is_capital(at));
    plain && capitals.enumerate().any(|(place, at)| place > 0 && ROADS.contains(&atoms.text(at)))
}

/// Whether it stands inside a name, past its first word, or in the name of a work or an organisation.
fn in_name(layers: &Layers, atoms: &Atoms, draft: &Draft) -> bool {
    let Some(token) = atoms.get(draft.core).map(|atom| atom.token as usize) else { return false };
    let last = atoms.get(draft.number).map_or(token, |atom| atom.token as usize);
    if draft.kind == QuantityKind::Physical && atoms.is_digits(draft.core) {
        return false;
    }
    layers.name_at(token).is_some_and(|name| {
        let first = name.tokens.start == token;
        let titled = matches!(name.kind, NameKind::Work | NameKind::Organisation | NameKind::Product | NameKind::Event);
        name.tokens.contains(&last)
            && (!first || (titled && name.tokens.len() > 1 && !atoms.text(draft.core).contains(',')))
    })
}

/// "Boeing 737", "a Challenger 2 tank": digits after a name that count no plural.
fn follows_name(layers: &Layers, atoms: &Atoms, draft: &Draft) -> bool {
    let at = draft.core;
    let plain = draft.unit == "1"
        && draft.start == at
        && draft.end == at + 1
        && atoms.integer(at).is_some_and(|value| value < 10_000);
    let Some(before) = at.checked_sub(1).filter(|_| plain) else { return false };
    let text = atoms.text(before);
    let named = atoms.is_word(before) && text.contains(char::is_uppercase) && !matches!(text, "I" | "A");
    let capital = named && !opens_sentence(layers, atoms, before);
    let function =
        |tag| matches!(tag, Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Det | Upos::Pron | Upos::Adv | Upos::Aux);
    let proper = !tag(layers, atoms, before).is_some_and(function);
    let small = atoms.integer(at).is_some_and(|value| value < 10);
    capital && proper && (small || !counts_a_plural(atoms, draft.end)) && !is_title_case(layers, atoms, before)
}

/// "The mill run 40 was": digits that the tree has as the second part of a name.
fn is_flat(layers: &Layers, atoms: &Atoms, draft: &Draft) -> bool {
    let (at, plain) = (draft.core, draft.unit == "1" && draft.start == draft.core && draft.end == draft.core + 1);
    let Some(token) = atoms.get(at).map(|atom| atom.token as usize) else { return false };
    let name = token.checked_sub(1).filter(|&before| layers.head(token) == Some(before));
    plain
        && layers.relation(token) == Relation::Flat
        && name.is_some_and(|name| matches!(layers.upos(name), Upos::Noun | Upos::Propn))
        && atoms.integer(at).is_some()
        && tag(layers, atoms, draft.end) != Some(Upos::Noun)
        && !counts_a_plural(atoms, draft.end)
}

fn opens_sentence(layers: &Layers, atoms: &Atoms, at: usize) -> bool {
    let Some(token) = atoms.get(at).map(|atom| atom.token as usize) else { return true };
    layers.sentences.get(layers.sentence_at(token)).is_none_or(|sentence| sentence.tokens.start == token)
}

/// Whether most words of a sentence have a capital, as in a headline: there a capital makes no name.
fn is_title_case(layers: &Layers, atoms: &Atoms, at: usize) -> bool {
    let Some(token) = atoms.get(at).map(|atom| atom.token as usize) else { return false };
    let Some(sentence) = layers.sentences.get(layers.sentence_at(token)) else { return false };
    let words = sentence.tokens.clone().take(60).map(|token| layers.text(token)).filter(|word| word.len() > 3);
    let (all, capitals) = words.fold((0, 0), |(all, capitals), word| {
        (all + 1, capitals + usize::from(word.starts_with(|first: char| first.is_uppercase())))
    });
    all >= 3 && capitals * 10 >= all * 9
}
