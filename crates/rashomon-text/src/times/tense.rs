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
    /// It is over for certain: "since December".
    Gone,
    /// The verb looks back, but what is dated has yet to come: "named to lead a mission in December".
    Ahead,
    /// Nothing is said, and the nearest is as likely to come as to be over: "the November election".
    Nearest,
    /// A year or half year of account ends then: the one told in the months after, else the one that runs.
    Ending,
    /// The verb does not say, or there is none.
    Open,
}

/// The tense of the verb that an expression hangs on.
pub(crate) fn of(layers: &Layers, atoms: &Atoms, found: &Found) -> Tense {
    if is_told_then(atoms, found.start) || is_done_then(layers, atoms, found) {
        return Tense::Past;
    }
    let ahead = looks_ahead(atoms, found.start);
    if ahead && atoms.after(found.start, &["for", "effective", "payable"]) {
        return Tense::Future;
    }
    match of_verb(layers, atoms, found) {
        Tense::Past => Tense::Past,
        _ if ahead => Tense::Future,
        tense => tense,
    }
}

/// The tense of the verb, or of the noun that an expression dates.
fn of_verb(layers: &Layers, atoms: &Atoms, found: &Found) -> Tense {
    let Some(token) = atoms.get(found.start).map(|atom| atom.token as usize) else { return Tense::Open };
    if layers.words.len() <= token {
        return if word_of_future_before(atoms, found.start) { Tense::Future } else { Tense::Open };
    }
    let verb = layers.ancestors(token).take(8).find(|&at| is_predicate(layers, at));
    let verb = verb.filter(|&verb| layers.subtree(verb).len() < LONGEST);
    let Some(verb) = verb else { return Tense::Open };
    match () {
        () if is_of_plan(layers, token) || is_planned_for(layers, token, verb) => Tense::Future,
        () if is_of_close(atoms, found.start) => Tense::Past,
        () if of_noun(layers, token, found) => match noun_ahead(layers, token) {
            Tense::Nearest if is_done_in(layers, token, verb) => Tense::Past,
            tense => tense,
        },
        () if is_to_be(layers, verb) || is_day(found) && is_open_to(layers, verb) => Tense::Future,
        () if is_expecting(layers, verb) && layers.head(token) != Some(verb) => Tense::Future,
        () if is_future(layers, verb) || is_beside_future(layers, verb) => Tense::Future,
        () if is_scheduled(layers, token, verb) => Tense::Scheduled,
        () => past_or_open(layers, verb),
    }
}

/// "Will close two plants in the fourth quarter"; its results, and what it is expected to have cost, may be over.
pub(crate) fn is_done_within(layers: &Layers, atoms: &Atoms, found: &Found) -> bool {
    let token = atoms.get(found.start).map_or(usize::MAX, |atom| atom.token as usize);
    let will = |child: usize| FUTURE.iter().any(|word| layers.text(child).eq_ignore_ascii_case(word));
    let verb = || layers.ancestors(token).take(8).find(|&at| is_predicate(layers, at));
    token < layers.words.len()
        && atoms.after(found.start, &["in"])
        && verb().is_some_and(|verb| layers.children(verb).take(24).any(will))
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
    let noun = |head: usize| {
        // "Will succeed Ada Roe Feb. 1": a day behind a name is the verb's.
        let name = layers.upos(head) == Upos::Propn && head < token && layers.child(token, Relation::Case).is_none();
        layers.upos(head) == Upos::Noun || layers.upos(head) == Upos::Propn && !name
    };
    month
        && matches!(
            layers.relation(token),
            Relation::Nmod | Relation::Compound | Relation::NmodUnmarked | Relation::NmodPoss
        )
        && layers.head(token).is_some_and(noun)
}

fn is_day(found: &Found) -> bool {
    matches!(found.says, Says::Weekday(..)) || matches!(found.says, Says::Written(date, _) if date.day.is_some())
}

/// "It expected higher sales in March": what is expected is to come, though the verb is in the past.
fn is_expecting(layers: &Layers, verb: usize) -> bool {
    matches!(layers.text(verb), "expected" | "planned") && is_active(layers, verb)
}

/// Whether a price that was reached stands before a date: "above its closing price of $9 in Vessin on Friday".
fn is_of_close(atoms: &Atoms, start: usize) -> bool {
    const FAR: usize = 12;
    let before = || (start.saturating_sub(FAR)..start).rev().take_while(|&at| !atoms.any(at, &[";", "!", "?"]));
    let price = before().find(|&at| atoms.any(at, &["price", "prices", "level", "value"]));
    price.is_some_and(|price| (price.saturating_sub(3)..price).any(|at| atoms.is(at, "closing")))
}

/// "Data to be released on Wednesday", "a plan due to be shown in February".
fn is_to_be(layers: &Layers, verb: usize) -> bool {
    let any = |word: &str| layers.children(verb).take(24).any(|child| layers.text(child) == word);
    let of_noun = layers.relation(verb) == Relation::Acl;
    let due = layers.head(verb).is_some_and(|head| PLANNED.contains(&layers.text(head)));
    (of_noun || due) && any("to") && any("be") && !any("have")
}

/// "May meet on Monday", "could be announced on Thursday"; not "could not be reached on Monday".
fn is_open_to(layers: &Layers, verb: usize) -> bool {
    const NOTICED: &[&str] = &[
        "confirm",
        "contact",
        "determine",
        "feel",
        "find",
        "hear",
        "identify",
        "locate",
        "reach",
        "see",
        "smell",
        "verify",
    ];
    const BACK: &[&str] = &["have", "had", "not", "n't", "n’t", "neither", "never", "no"];
    let text = |child: usize, words: &[&str]| words.iter().any(|word| layers.text(child).eq_ignore_ascii_case(word));
    let helper = |child: usize| layers.relation(child) == Relation::Aux || layers.relation(child) == Relation::AuxPass;
    let any = |words: &[&str]| layers.children(verb).take(24).any(|child| text(child, words));
    let aux = |words: &[&str]| layers.children(verb).take(24).any(|child| helper(child) && text(child, words));
    // "Divers could recover only two bodies on Friday" says what they were able to do.
    let done = layers.child(verb, Relation::Obj).is_some() || NOTICED.contains(&layers.lemma(verb));
    let open = aux(&["may", "might"]) || aux(&["could"]) && !done;
    open && !any(BACK)
}

/// "Said in October that it expected a rise": whether a report's verb stands right before an expression.
fn is_told_then(atoms: &Atoms, start: usize) -> bool {
    const TOLD: &[&str] = &["said", "told", "reported", "announced", "wrote", "stated", "disclosed"];
    let start = start.saturating_sub(usize::from(atoms.after(start, &["on", "in"])));
    // "To be announced on Friday" has yet to come.
    let to_be = (start.saturating_sub(3)..start).any(|at| atoms.any(at, &["be", "been", "being"]));
    atoms.after(start, TOLD) && !to_be
}

/// What comes again and is spoken of before and after alike: the nearest is meant.
const VOTES: &[&str] = &["ballot", "election", "midterm", "primary", "referendum", "vote"];

/// "Won twelve seats in the August election": what a verb in the past says was done there.
fn is_done_in(layers: &Layers, token: usize, verb: usize) -> bool {
    let noun = layers.head(token).unwrap_or(token);
    let case = layers.child(noun, Relation::Case).map_or("", |case| layers.text(case));
    let there = matches!(case, "in" | "In" | "at" | "At" | "during" | "During");
    there && past_or_open(layers, verb) == Tense::Past
}

/// "That followed an inquiry in April".
fn follows(layers: &Layers, noun: usize) -> bool {
    let object = layers.relation(noun) == Relation::Obj;
    object && layers.head(noun).is_some_and(|verb| matches!(layers.text(verb), "followed" | "follows"))
}

/// "The maker on Tuesday forecast a loss", "the court on Friday ruled": a verb in the past right behind.
fn is_done_then(layers: &Layers, atoms: &Atoms, found: &Found) -> bool {
    const DONE: &[&str] = &[
        "began", "bought", "cut", "fell", "forecast", "found", "gave", "held", "made", "met", "put", "rose", "said",
        "sent", "sold", "sought", "took", "told", "won",
    ];
    let day = matches!(found.says, Says::Weekday(..)) && atoms.after(found.start, &["on"]);
    let word = atoms.text(found.end);
    let past = word.len() > 4 && word.ends_with("ed") && !word.ends_with("eed") && !PLANNED.contains(&word);
    let name = found.start >= 2 && atoms.is_word(found.start - 2);
    // Not "will be held on Friday followed by a march": the verb needs its subject before the day.
    let token = |at: usize| atoms.get(at).map(|atom| atom.token as usize);
    let subject = token(found.end).filter(|&verb| verb < layers.words.len()).and_then(|verb| {
        let subject = layers.child(verb, Relation::Nsubj)?;
        Some(subject < verb)
    });
    day && name && !atoms.is_capital(found.end) && (past || DONE.contains(&word)) && subject == Some(true)
}

/// Whether somebody is chosen for the noun that a date dates, or it is waited for: "named for a mission in December",
/// "in the run-up to the vote in April". What something came after is over: "since the attacks in February".
fn noun_ahead(layers: &Layers, token: usize) -> Tense {
    const FAR: usize = 5;
    const CHOICES: &[&str] =
        &["appoint", "candidate", "choose", "commander", "invite", "name", "nominate", "pick", "select", "ticket"];
    let Some(noun) = layers.head(token) else { return Tense::Open };
    let for_it = layers.child(noun, Relation::Case).is_some_and(|case| layers.text(case).eq_ignore_ascii_case("for"));
    let chosen = layers.ancestors(noun).take(3).any(|at| CHOICES.contains(&layers.lemma(at)));
    let case = |words: &[&str]| {
        let case = layers.child(noun, Relation::Case);
        case.is_some_and(|case| words.iter().any(|word| layers.text(case).eq_ignore_ascii_case(word)))
    };
    // "Run-up" may be three tokens.
    let then = |at: usize, words: &[&str]| words.iter().zip(at + 1..).all(|(word, at)| layers.text(at) == *word);
    let run_up = (noun.saturating_sub(FAR)..noun).any(|at| match layers.text(at) {
        "run-up" => true,
        "run" => then(at, &["-", "up"]),
        "ahead" => then(at, &["of"]),
        _ => false,
    });
    match () {
        () if for_it && chosen => Tense::Ahead,
        () if run_up => Tense::Future,
        () if case(&["after", "since", "following", "despite"]) => Tense::Past,
        () if super::moments::is_event(layers, noun) || follows(layers, noun) => Tense::Past,
        () if VOTES.contains(&layers.lemma(noun)) => Tense::Nearest,
        () => Tense::Open,
    }
}

/// "Planning for the summit in April", "preparations for the vote in June": with no verb between.
fn is_planned_for(layers: &Layers, token: usize, verb: usize) -> bool {
    const PLANNING: &[&str] =
        &["plan", "planning", "plans", "preparation", "preparations", "prepare", "preparing", "ready", "rehearsing"];
    const FAR: usize = 9;
    let planning = |at: usize| PLANNING.contains(&layers.text(at)) && layers.text(at + 1) == "for";
    let from = token.saturating_sub(FAR).max(verb);
    (from..token).any(|at| planning(at) && layers.sentence_at(at) == layers.sentence_at(token))
}

/// Whether a participle goes with "will" or "would": "two would leave on Monday, with the third departing in August".
fn is_beside_future(layers: &Layers, verb: usize) -> bool {
    let aux = |child: usize| matches!(layers.relation(child), Relation::Aux | Relation::AuxPass | Relation::Cop);
    let bare = layers.text(verb).ends_with("ing") && !layers.children(verb).take(24).any(aux);
    let Some(main) = layers.head(verb).filter(|_| bare) else { return false };
    let with = || layers.child(main, Relation::Case).is_some_and(|case| layers.text(case).eq_ignore_ascii_case("with"));
    let main = match layers.relation(verb) {
        Relation::Advcl => Some(main),
        Relation::Acl if with() => layers.head(main),
        _ => None,
    };
    main.is_some_and(|main| layers.children(main).take(24).any(|child| matches!(layers.text(child), "will" | "would")))
}

/// Whether a day stands by a verb in the simple present that reports nothing: "talks begin Monday".
fn is_scheduled(layers: &Layers, token: usize, verb: usize) -> bool {
    const REPORTING: &[&str] = &["say", "tell", "report", "write", "be", "have", "do"];
    let text = layers.text(verb);
    // "Storms hit the coast in October" may be either.
    let present = text.eq_ignore_ascii_case(layers.lemma(verb)) && !INVARIANT.contains(&text) || text.ends_with('s');
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
    if atoms.after(start, &["for"]) && is_set(atoms, start - 1) {
        return true;
    }
    let as_soon = atoms.after(start, &["as"]) && start >= 3 && atoms.any(start - 2, &["early", "soon", "late"]);
    let as_soon = as_soon && atoms.is(start - 3, "as");
    as_soon || atoms.after(start, &["effective", "payable", "starting", "beginning"])
}

/// "Is set", "was scheduled" before an atom; not "a deadline set", "had been set".
fn is_set(atoms: &Atoms, end: usize) -> bool {
    let set = atoms.after(end, &["set", "scheduled", "slated", "fixed"]);
    set && atoms.after(end - 1, &["is", "are", "was", "were", "'s", "’s"])
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
    let than = at > 0 && matches!(layers.text(at - 1), "than" | "originally" | "previously" | "initially");
    PLANNED.contains(&layers.text(at)) && !as_before(1) && !as_before(2) && !than && !is_active(layers, at)
}

/// "It expected a rise": a verb with a subject that does it and no helper.
fn is_active(layers: &Layers, verb: usize) -> bool {
    let helper = |child: usize| matches!(layers.relation(child), Relation::Aux | Relation::AuxPass | Relation::Cop);
    layers.child(verb, Relation::Nsubj).is_some() && !layers.children(verb).take(24).any(helper)
}

fn is_future(layers: &Layers, verb: usize) -> bool {
    let infinitive =
        layers.child(verb, Relation::Mark).is_some_and(|mark| layers.text(mark).eq_ignore_ascii_case("to"));
    let planned = infinitive && layers.head(verb).is_some_and(|head| PLANS.contains(&layers.lemma(head)));
    let perfect = layers.children(verb).take(24).any(|child| layers.text(child).eq_ignore_ascii_case("have"));
    let planned = planned && !perfect;
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

/// Verbs whose past is their dictionary form.
const INVARIANT: &[&str] = &[
    "beat",
    "bet",
    "bid",
    "broadcast",
    "cost",
    "cut",
    "forecast",
    "hit",
    "hurt",
    "let",
    "put",
    "quit",
    "set",
    "shed",
    "shut",
    "split",
    "spread",
    "upset",
];

/// "The airline put forth a plan": a verb with one form, and a subject that would have it on -s in the present.
fn is_invariant_past(layers: &Layers, verb: usize) -> bool {
    let one = |subject: usize| {
        let text = layers.text(subject);
        let many = text.ends_with('s') || matches!(text, "they" | "we" | "you" | "I" | "They" | "We" | "You");
        !many && layers.child(subject, Relation::Conj).is_none()
    };
    INVARIANT.contains(&layers.text(verb)) && layers.child(verb, Relation::Nsubj).is_some_and(one)
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
    let inflected = inflected || text.ends_with("ed") && !text.ends_with("eed") || is_invariant_past(layers, verb);
    let was = helpers.iter().any(|&child| matches!(layers.text(child), "was" | "were" | "had" | "did"));
    if was || (inflected && !helpers.iter().any(present)) { Tense::Past } else { Tense::Open }
}

/// Without a tree: "will" shortly before, in the same sentence.
fn word_of_future_before(atoms: &Atoms, start: usize) -> bool {
    let clause = (start.saturating_sub(10)..start).rev().take_while(|&at| !atoms.any(at, &[".", ";", "!", "?"]));
    clause.into_iter().any(|at| atoms.any(at, &["will", "shall", "due", "scheduled", "slated"]))
}
