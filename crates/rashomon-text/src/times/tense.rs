//! Whether a sentence speaks of the time to come where an expression stands.

use super::grammar::{Found, Says};
use crate::layers::Layers;
use crate::quantities::atoms::Atoms;
use crate::syntax::{Relation, Upos};

const FUTURE: &[&str] = &["will", "shall", "'ll", "’ll", "wo"];
const PLANS: &[&str] = &[
    "due",
    "schedule",
    "scheduled",
    "slate",
    "slated",
    "plan",
    "planned",
    "expect",
    "expected",
    "set",
    "go",
    "hope",
    "intend",
    "agree",
    "promise",
    "vow",
    "pledge",
    "threaten",
    "propose",
    "prepare",
    "ready",
    "likely",
    "want",
];
const PLANNED: &[&str] = &["due", "scheduled", "slated", "planned", "expected"];

/// Longest clause whose verb is looked at, in tokens: what is longer is no sentence.
const LONGEST: usize = 400;

/// When a sentence speaks of what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    /// The verb is in the past.
    Past,
    /// The verb is in the future, or speaks of a plan.
    Future,
    /// The verb is in the present, and tells what is arranged.
    Scheduled,
    /// The verb does not say, or there is none.
    Open,
}

/// The tense of the verb that an expression hangs on.
pub(crate) fn of(layers: &Layers, atoms: &Atoms, found: &Found) -> Tense {
    if looks_ahead(atoms, found.start) {
        return Tense::Future;
    }
    let Some(token) = atoms.get(found.start).map(|atom| atom.token as usize) else { return Tense::Open };
    if layers.words.len() <= token {
        return if word_of_future_before(atoms, found.start) { Tense::Future } else { Tense::Open };
    }
    let verb = layers.ancestors(token).take(8).find(|&at| is_predicate(layers, at));
    let verb = verb.filter(|&verb| layers.subtree(verb).len() < LONGEST);
    let Some(verb) = verb else { return Tense::Open };
    match () {
        () if is_of_plan(layers, token) => Tense::Future,
        () if of_noun(layers, token, found) => Tense::Open,
        () if is_future(layers, verb) => Tense::Future,
        () if is_scheduled(layers, token, verb) => Tense::Scheduled,
        () => past_or_open(layers, verb),
    }
}

/// Whether the verb that a day hangs on moves something there: "postponed the vote until Tuesday".
pub(crate) fn is_put_off(layers: &Layers, atoms: &Atoms, found: &Found) -> bool {
    const PUT_OFF: &[&str] =
        &["postpone", "extend", "delay", "defer", "adjourn", "put", "push", "reschedule", "prolong", "recess"];
    let token = atoms.get(found.start).map_or(usize::MAX, |atom| atom.token as usize);
    // Dictionary forms are guessed and lose a last e at times.
    let puts_off = |at: usize| {
        let stem = |verb: &str| verb.trim_end_matches('e').len();
        PUT_OFF.iter().any(|verb| verb[..stem(verb)] == layers.lemma(at)[..stem(layers.lemma(at))])
    };
    token < layers.words.len() && layers.ancestors(token).take(3).any(puts_off)
}

/// Whether an adjective shortly before calls something planned: "the slated visit in September".
fn is_of_plan(layers: &Layers, token: usize) -> bool {
    const PLANNED: &[&str] = &["slated", "planned", "scheduled", "upcoming", "forthcoming"];
    let planned = |at: usize| layers.relation(at) == Relation::Amod && PLANNED.contains(&layers.text(at));
    (token.saturating_sub(9)..token).any(|at| planned(at) && layers.sentence_at(at) == layers.sentence_at(token))
}

/// Whether a date only dates a noun: "the summit in April", "the March 11 quake".
fn of_noun(layers: &Layers, token: usize, found: &Found) -> bool {
    let month = matches!(found.says, Says::Written(date, _) if date.month.is_some());
    let noun = |head: usize| matches!(layers.upos(head), Upos::Noun | Upos::Propn);
    month
        && matches!(
            layers.relation(token),
            Relation::Nmod | Relation::Compound | Relation::NmodUnmarked | Relation::NmodPoss
        )
        && layers.head(token).is_some_and(noun)
}

/// Whether a day stands by a verb in the simple present that reports nothing: "talks begin Monday".
fn is_scheduled(layers: &Layers, token: usize, verb: usize) -> bool {
    const REPORTING: &[&str] = &["say", "tell", "report", "write", "be", "have", "do"];
    let text = layers.text(verb);
    let present = text.eq_ignore_ascii_case(layers.lemma(verb)) || text.ends_with('s');
    let helper = |child: usize| {
        matches!(layers.relation(child), Relation::Aux | Relation::AuxPass | Relation::Mark | Relation::Cop)
    };
    let bare = !layers.children(verb).take(24).any(helper) && layers.child(verb, Relation::Ccomp).is_none();
    let finite = layers.child(verb, Relation::Nsubj).is_some() && layers.upos(verb) == Upos::Verb;
    present && bare && finite && layers.head(token) == Some(verb) && !REPORTING.contains(&layers.lemma(verb))
}

/// "As early as Tuesday", "effective 1 June", "starting on Monday".
fn looks_ahead(atoms: &Atoms, start: usize) -> bool {
    let start = start - usize::from(atoms.after(start, &["on", "in"]));
    let as_soon = atoms.after(start, &["as"]) && start >= 3 && atoms.any(start - 2, &["early", "soon", "late"]);
    let as_soon = as_soon && atoms.is(start - 3, "as");
    as_soon || atoms.after(start, &["effective", "payable", "starting", "beginning"])
}

fn is_predicate(layers: &Layers, at: usize) -> bool {
    let short = layers.subtree(at).len() < LONGEST;
    let as_planned = PLANNED.contains(&layers.text(at)) && !is_planned(layers, at);
    let verb = matches!(layers.upos(at), Upos::Verb | Upos::Aux) || is_planned(layers, at);
    !as_planned && (verb || short && layers.child(at, Relation::Cop).is_some())
}

/// "Is due", "scheduled for", but not "opened as planned", "as previously scheduled".
fn is_planned(layers: &Layers, at: usize) -> bool {
    let as_before =
        |back: usize| at.checked_sub(back).is_some_and(|before| layers.text(before).eq_ignore_ascii_case("as"));
    PLANNED.contains(&layers.text(at)) && !as_before(1) && !as_before(2)
}

fn is_future(layers: &Layers, verb: usize) -> bool {
    let infinitive =
        layers.child(verb, Relation::Mark).is_some_and(|mark| layers.text(mark).eq_ignore_ascii_case("to"));
    let planned = infinitive && layers.head(verb).is_some_and(|head| PLANS.contains(&layers.lemma(head)));
    let is_to = infinitive
        && layers.children(verb).take(24).any(|child| {
            matches!(layers.relation(child), Relation::Aux | Relation::Cop)
                && matches!(layers.text(child), "is" | "are")
        });
    let had = |child: usize| layers.relation(child) == Relation::Aux && layers.text(child).eq_ignore_ascii_case("had");
    let is_will = |child: usize| FUTURE.iter().any(|word| layers.text(child).eq_ignore_ascii_case(word));
    let have = layers
        .children(verb)
        .take(24)
        .any(|child| layers.relation(child) == Relation::Aux && layers.lemma(child) == "have");
    let is_will = |child: usize| is_will(child) || (!have && layers.text(child).eq_ignore_ascii_case("would"));
    let mut children = layers.children(verb).take(24);
    let head_had = planned && layers.head(verb).is_some_and(|head| layers.children(head).take(24).any(had));
    is_to
        || planned && !head_had
        || is_planned(layers, verb) && !layers.children(verb).take(24).any(had)
        || children.any(|child| layers.relation(child) == Relation::Aux && is_will(child))
}

/// A verb that is neither in its dictionary form nor on -s or -ing, or whose auxiliary is not, is in the past.
fn past_or_open(layers: &Layers, verb: usize) -> Tense {
    const PRESENT: &[&str] = &[
        "is", "are", "am", "has", "have", "does", "do", "to", "may", "can", "could", "would", "should", "must", "might",
    ];
    let helper = |child: usize| {
        matches!(layers.relation(child), Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Mark)
    };
    let helpers: Vec<usize> = layers.children(verb).take(24).filter(|&child| helper(child)).collect();
    let present = |child: &usize| PRESENT.iter().any(|word| layers.text(*child).eq_ignore_ascii_case(word));
    let text = layers.text(verb);
    let inflected = !text.eq_ignore_ascii_case(layers.lemma(verb)) && !text.ends_with("ing") && !text.ends_with('s');
    let was = helpers.iter().any(|&child| matches!(layers.text(child), "was" | "were" | "had" | "did"));
    if was || (inflected && !helpers.iter().any(present)) { Tense::Past } else { Tense::Open }
}

/// Without a tree: "will" shortly before, in the same sentence.
fn word_of_future_before(atoms: &Atoms, start: usize) -> bool {
    let clause = (start.saturating_sub(10)..start).rev().take_while(|&at| !atoms.any(at, &[".", ";", "!", "?"]));
    clause.into_iter().any(|at| atoms.any(at, &["will", "shall", "due", "scheduled", "slated"]))
}
