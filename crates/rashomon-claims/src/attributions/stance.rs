//! How a claim is put: what the cue says, turned by negation, by tense and by hedges in the content.

use super::draft::Draft;
use super::lexicon::{Cue, Frame};
use super::spans::{self, child_by};
use super::{quotes, verbs, verdicts};
use crate::claim::Stance;
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};

/// The stance of a draft: its cue's, negated where the cue is; its content's where the cue only says.
pub(super) fn of(layers: &Layers, draft: &Draft) -> Stance {
    if is_open(layers, draft) {
        return Stance::Questioned;
    }
    if is_denied(layers, draft) {
        return negated(draft.stance);
    }
    let root = draft.content.first().and_then(|piece| root_of(layers, piece.clone()));
    let last = draft.content.last().and_then(|piece| root_of(layers, piece.clone()));
    if let Some(stance) = with_preposition(layers, draft) {
        return stance;
    }
    match draft.stance {
        Stance::Asserted | Stance::Questioned
            if root.into_iter().chain(last).any(|root| is_order(layers, draft, root)) =>
        {
            Stance::Demanded
        }
        Stance::Asserted if is_asked(layers, draft) => Stance::Questioned,
        Stance::Asserted | Stance::Predicted | Stance::Estimated
            if root.is_some_and(|root| is_command(layers, draft, root)) =>
        {
            Stance::Demanded
        }
        Stance::Asserted => verdicts::of(layers, draft).unwrap_or_else(|| as_said(layers, draft, root)),
        own => root.map_or(own, |root| ahead(layers, draft, root, own)),
    }
}

/// How a verb puts what stands behind a preposition of its own: "called on them to leave".
fn with_preposition(layers: &Layers, draft: &Draft) -> Option<Stance> {
    let next = draft.anchor + 1;
    let word = layers.tokens.get(next).map(|_| layers.text(next))?;
    let verb = layers.upos(draft.anchor) == Upos::Verb;
    if verb { verbs::cues(layers, draft.anchor).find_map(|cue| cue.stance_with(word)) } else { None }
}

/// How what is only said is put: as its clause has it, or as a plan where the verb makes one of what is to come.
fn as_said(layers: &Layers, draft: &Draft, root: Option<usize>) -> Stance {
    let Some(root) = root else { return Stance::Asserted };
    let clause = of_clause(layers, root).unwrap_or(Stance::Asserted);
    let planned =
        cue_ahead(layers, draft.anchor).filter(|_| clause == Stance::Predicted || is_infinitive(layers, root));
    planned.unwrap_or(clause)
}

/// "Hoped to open" is a plan, "hoped that it opens" is none; "warned that it might": what may be is not foretold.
fn ahead(layers: &Layers, draft: &Draft, root: usize, own: Stance) -> Stance {
    let planned = cue_ahead(layers, draft.anchor).filter(|_| is_infinitive(layers, root));
    let open = own == Stance::Predicted && of_clause(layers, root) == Some(Stance::Estimated);
    planned.unwrap_or(if open { Stance::Estimated } else { own })
}

fn cue_ahead(layers: &Layers, anchor: usize) -> Option<Stance> {
    let verb = layers.upos(anchor) == Upos::Verb;
    if verb { verbs::cues(layers, anchor).find_map(Cue::stance_ahead) } else { None }
}

/// "To open", and not "to have opened".
fn is_infinitive(layers: &Layers, root: usize) -> bool {
    spans::has_mark(layers, root, "to") && !is_perfect(layers, root)
}

/// "Told them to leave", "asked drivers to slow down", "asked that it be kept".
fn is_order(layers: &Layers, draft: &Draft, root: usize) -> bool {
    let cue = draft.anchor;
    let orders = || verbs::cues(layers, cue).any(|cue| cue.takes(Frame::ObjectTo));
    let begins = |word: &str| draft.content.iter().any(|piece| layers.text(piece.start).eq_ignore_ascii_case(word));
    let to = |at: usize| {
        let open = matches!(layers.relation(at), Relation::Xcomp | Relation::Ccomp | Relation::Advcl | Relation::Acl);
        open && spans::has_mark(layers, at, "to") && draft.content.iter().any(|piece| piece.contains(&at))
    };
    let object = layers.relation(root) == Relation::Obj || layers.relation(root) == Relation::Iobj;
    let behind = || object && layers.children(cue).chain(layers.children(root)).any(|child| child > root && to(child));
    let wished = draft.stance == Stance::Questioned && begins("that");
    let told = layers.head(root) == Some(cue) && (to(root) && (begins("to") || begins("not")) || behind());
    (wished || told) && orders()
}

/// Whether what is said is one question.
fn is_asked(layers: &Layers, draft: &Draft) -> bool {
    let Some(last) = draft.content.last() else { return false };
    let mark = |at: usize| at < layers.tokens.len() && layers.text(at) == "?";
    let ends = last.end.saturating_sub(2).max(last.start)..last.end + 1;
    let short = draft.content.len() == 1 && last.len() <= 30;
    short && ends.into_iter().any(mark) && layers.sentence_at(last.start) == layers.sentence_at(last.end - 1)
}

/// "Stay indoors", "Do not drink it": quoted words that begin with a verb in its plain form.
fn is_command(layers: &Layers, draft: &Draft, root: usize) -> bool {
    let Some(piece) = draft.content.first() else { return false };
    let mut words = piece.clone().skip_while(|&at| layers.upos(at) == Upos::Punct);
    let Some(first) = words.next() else { return false };
    let quoted = first > piece.start || quotes::quote_at(layers, first).is_some();
    let opens = first == root || COMMANDING.iter().any(|word| layers.text(first).eq_ignore_ascii_case(word));
    let plain = layers.upos(root) == Upos::Verb
        && (layers.text(root) == layers.lemma(root) || layers.text(root).to_lowercase() == layers.lemma(root));
    let aimed = [Relation::Nsubj, Relation::NsubjPass, Relation::Expl];
    let spoken = CALLING.contains(&layers.lemma(root));
    quoted && opens && plain && !spoken && child_by(layers, root, &aimed).is_none()
}

/// Words that may stand before the verb of a command.
const COMMANDING: &[&str] = &["do", "don’t", "don't", "never", "please", "just", "always"];

/// Verbs that call or thank somebody and ask for nothing.
const CALLING: &[&str] = &["thank", "look", "listen", "welcome", "bless", "guess", "let", "say", "see"];

/// "Neither confirmed nor denied", "declined to comment", "would not say": the cue leaves it open.
fn is_open(layers: &Layers, draft: &Draft) -> bool {
    let before = || draft.cue.start.saturating_sub(3)..draft.anchor;
    let refuses = before().chain([draft.anchor]).any(|at| matches!(layers.lemma(at), "decline" | "refuse"));
    let both = draft.cue.clone().chain(before()).any(|at| layers.text(at).eq_ignore_ascii_case("neither"));
    let withheld = is_denied(layers, draft)
        && matches!(layers.lemma(draft.anchor), "say" | "comment" | "discuss" | "disclose" | "reveal")
        && layers
            .children(draft.anchor)
            .any(|at| matches!(layers.text(at), "will" | "would" | "wo" | "could" | "can" | "ca"));
    let unsure = is_denied(layers, draft)
        && matches!(layers.lemma(draft.anchor), "know" | "certain" | "sure" | "clear" | "convinced");
    refuses || both && layers.text(draft.anchor) != "said" || withheld || unsure
}

/// "Did not say", "cannot say", "nobody said".
fn is_denied(layers: &Layers, draft: &Draft) -> bool {
    let denies = |at: usize| matches!(layers.text(at), "not" | "n't" | "n’t" | "never" | "cannot");
    let nobody = draft.source.as_ref().is_some_and(|source| {
        matches!(layers.text(source.tokens.start).to_lowercase().as_str(), "nobody" | "no" | "none" | "neither")
    });
    nobody || spans::is_negated(layers, draft.anchor) || draft.cue.clone().any(denies)
}

/// "Did not confirm" leaves a claim open, "did not deny" leaves it standing.
fn negated(stance: Stance) -> Stance {
    match stance {
        Stance::Denied => Stance::Asserted,
        Stance::Confirmed | Stance::Acknowledged => Stance::Questioned,
        Stance::Asserted | Stance::Estimated => Stance::Denied,
        other => other,
    }
}

/// The token of a stretch whose head lies outside of it.
fn root_of(layers: &Layers, mut piece: std::ops::Range<usize>) -> Option<usize> {
    let range = piece.clone();
    piece.find(|&at| layers.head(at).is_none_or(|head| !range.contains(&head)))
}

/// What a clause says of its own standing: planned, foretold, reckoned, asked for; nothing if it is a plain statement.
pub fn of_clause(layers: &Layers, root: usize) -> Option<Stance> {
    let hedged = layers.children(root).find_map(|child| match layers.relation(child) {
        Relation::Aux => modal(layers, root, child),
        Relation::Advmod => adverb(layers.text(child)),
        _ => None,
    });
    hedged.or_else(|| intention(layers, root))
}

fn modal(layers: &Layers, root: usize, auxiliary: usize) -> Option<Stance> {
    match layers.text(auxiliary) {
        "will" | "'ll" | "’ll" | "wo" | "shall" | "would" if !is_perfect(layers, root) => Some(future(layers, root)),
        "could" if is_unable(layers, root) => None,
        "may" | "might" | "could" => Some(Stance::Estimated),
        "should" | "must" | "ought" => Some(Stance::Demanded),
        _ => None,
    }
}

/// "Could not be saved", "nobody could have known", "could see the smoke": what somebody was able to do, or not.
fn is_unable(layers: &Layers, root: usize) -> bool {
    let nobody = |at: usize| {
        let subject = matches!(layers.relation(at), Relation::Nsubj | Relation::NsubjPass);
        subject && matches!(layers.text(at).to_lowercase().as_str(), "nobody" | "nothing" | "none")
    };
    let somebody = |at: usize| layers.relation(at) == Relation::Nsubj && layers.upos(at) == Upos::Pron;
    let senses = matches!(layers.lemma(root), "see" | "hear" | "smell" | "feel" | "find");
    senses && layers.children(root).any(somebody)
        || spans::is_negated(layers, root)
        || layers.children(root).any(nobody)
}

/// "Would have sunk" looks back.
fn is_perfect(layers: &Layers, root: usize) -> bool {
    layers.children(root).any(|child| layers.relation(child) == Relation::Aux && layers.text(child) == "have")
}

/// What somebody says of their own future is a plan, what they say of others' a prediction.
fn future(layers: &Layers, root: usize) -> Stance {
    let own = child_by(layers, root, &[Relation::Nsubj, Relation::NsubjPass]).is_some_and(|subject| {
        let word = layers.text(subject).to_lowercase();
        matches!(word.as_str(), "i" | "we" | "he" | "she" | "they" | "it" | "who")
    });
    if own { Stance::Planned } else { Stance::Predicted }
}

fn adverb(word: &str) -> Option<Stance> {
    let hedge = ["probably", "likely", "perhaps", "possibly", "apparently", "purportedly", "supposedly", "presumably"];
    hedge.iter().any(|known| word.eq_ignore_ascii_case(known)).then_some(Stance::Estimated)
}

/// "Plans to", "is going to", "intends to" as the main verb of what is said.
fn intention(layers: &Layers, root: usize) -> Option<Stance> {
    let open = child_by(layers, root, &[Relation::Xcomp])?;
    let planned =
        matches!(layers.lemma(root), "plan" | "intend" | "aim" | "pledge" | "vow" | "go" | "want" | "promise" | "hope");
    (planned && spans::has_mark(layers, open, "to")).then_some(Stance::Planned)
}
