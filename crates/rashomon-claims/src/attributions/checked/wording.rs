//! What words say of verification, wherever they stand: "could not be independently verified", "cited no evidence",
//! "was geolocated by".

use crate::attributions::draft::Draft;
use crate::attributions::lexicon::{CheckPart, CheckRole, CheckWord, SourceKind, checked_by, lexicon};
use crate::attributions::spans::{self, child_by};
use crate::claim::Checked;
use rashomon_text::Layers;
use rashomon_text::names::NameKind;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// How many words before a word of verification may deny it.
const REACH: usize = 7;

/// What a word says of verification, and the words that say so, from what denies it to the word.
pub(super) fn status(layers: &Layers, at: usize, sentence: &Range<usize>) -> Option<(Checked, Range<usize>)> {
    let from = at.saturating_sub(REACH).max(sentence.start);
    let denial =
        (from..at).rev().take_while(|&word| layers.text(word) != ",").filter(|&word| denies(layers, word)).last();
    if let Some(denial) = denial.filter(|_| backs_nothing(layers, at)) {
        return Some((Checked::NoEvidence, denial..at + 1));
    }
    let word = lexicon().check(layers.lemma(at), layers.text(at))?;
    let role = word.role;
    if !has_company(layers, at, word) || crate::attributions::quotes::quote_at(layers, at).is_some() {
        return None;
    }
    // "Independent verification was not possible".
    let failed = role == CheckRole::Deed && layers.head(at).is_some_and(|head| spans::is_negated(layers, head));
    let denial = denial.or_else(|| failed.then_some(at));
    let says = match role {
        CheckRole::Verb => denial.is_some() || is_done(layers, at) || is_shown(layers, at),
        CheckRole::Noun => !(denial.is_some() && is_claimed(layers, at)) && is_offered(layers, at, from),
        CheckRole::Support => denial.is_none() && is_shown(layers, at),
        CheckRole::Adjective => describes_telling(layers, at),
        CheckRole::Deed | CheckRole::Inquiry => true,
    };
    let status = checked_by(role, denial.is_some()).filter(|_| says)?;
    Some((status, denial.unwrap_or(at)..at + 1))
}

/// Whether words only say that something was not shown, or not checked: the "no evidence" of "cited no evidence", the "could
/// not be verified" of "its estimate could not be verified".
pub(in crate::attributions) fn is_lack(layers: &Layers, words: Range<usize>) -> bool {
    let Some(last) = words.clone().last().filter(|_| words.len() <= REACH) else { return false };
    let noun = lexicon().check(layers.lemma(last), layers.text(last)).is_some_and(|word| word.role == CheckRole::Noun);
    let sentence = &layers.sentences[layers.sentence_at(last)].tokens;
    let unchecked = || {
        let said = status(layers, last, sentence).filter(|(status, _)| *status == Checked::Unverified);
        said.is_some_and(|(_, said)| words.len() <= said.len() + 1 && said.start >= words.start)
    };
    words.len() <= 4 && noun && words.clone().any(|at| denies(layers, at)) || unchecked()
}

/// Whether a source is what was lacking: the "no source" of "citing no source".
pub(in crate::attributions) fn is_lacking(layers: &Layers, head: usize) -> bool {
    let noun = lexicon().check(layers.lemma(head), layers.text(head)).is_some_and(|word| word.role == CheckRole::Noun);
    noun && layers.children(head).any(|child| denies(layers, child))
}

/// "Posted a video", "published photographs of the wreck": what is shown to readers is not what is said.
pub(in crate::attributions) fn is_showing(layers: &Layers, draft: &Draft) -> bool {
    let object =
        child_by(layers, draft.anchor, &[Relation::Obj]).filter(|&object| is_part(layers, object, CheckPart::Exhibit));
    object.is_some_and(|object| {
        is_part(layers, draft.anchor, CheckPart::Giving) && draft.content.iter().all(|piece| piece.contains(&object))
    })
}

/// "Could not be verified" says what the report checked, not what somebody says.
pub(in crate::attributions) fn is_check(layers: &Layers, verb: usize) -> bool {
    let sentence = || &layers.sentences[layers.sentence_at(verb)].tokens;
    let unverified = || status(layers, verb, sentence()).is_some_and(|(status, _)| status == Checked::Unverified);
    lexicon().check(layers.lemma(verb), layers.text(verb)).is_some()
        && (spans::is_negated(layers, verb) || unverified())
}

fn is_part(layers: &Layers, at: usize, part: CheckPart) -> bool {
    lexicon().is_check_part(layers, at, part)
}

/// Whether one of the words stands by it that the table asks for, if it asks for any.
fn has_company(layers: &Layers, at: usize, word: &CheckWord) -> bool {
    let wanted = |near: usize| word.with.iter().any(|with| with == layers.lemma(near));
    word.with.is_empty() || layers.head(at).is_some_and(wanted) || layers.children(at).any(wanted)
}

fn denies(layers: &Layers, token: usize) -> bool {
    // "Neither claim could be checked", but not "neither confirmed nor denied".
    let whole = !layers.text(token).eq_ignore_ascii_case("neither") || layers.relation(token) != Relation::Cc;
    whole && is_part(layers, token, CheckPart::Denial)
}

/// Whether evidence is spoken of as given, or not: "cited no evidence", "without evidence"; not "requires no proof".
fn is_offered(layers: &Layers, noun: usize, from: usize) -> bool {
    let without = (from..noun).any(|at| layers.text(at).eq_ignore_ascii_case("without"));
    // "Evidence against the bank" would not bear out what the bank says.
    let against = layers.tokens.get(noun + 1).is_some() && layers.text(noun + 1) == "against";
    !against && (without || layers.head(noun).is_some_and(|head| is_part(layers, head, CheckPart::Giving)))
}

/// "Unverified footage", "an unproven claim", "this remains unproven"; not "an unproven design".
fn describes_telling(layers: &Layers, adjective: usize) -> bool {
    let told = |noun: usize| {
        let part = [CheckPart::Matter, CheckPart::Exhibit].iter().any(|&part| is_part(layers, noun, part));
        part || lexicon().source_kind(layers, noun) == Some(SourceKind::Document)
            || lexicon().noun(layers.lemma(noun)).is_some()
    };
    layers.relation(adjective) != Relation::Amod || layers.head(adjective).is_some_and(told)
}

/// Whether what was looked into is what was said or shown, as far as the words name it: "verify the battlefield account", "confirm
/// this"; not "confirm the nature of the gas".
pub(super) fn is_on_matter(layers: &Layers, verb: usize) -> bool {
    let told = |at: usize| {
        is_pronoun(layers, at) || [CheckPart::Matter, CheckPart::Exhibit].iter().any(|&part| is_part(layers, at, part))
    };
    child_by(layers, verb, &[Relation::Obj]).is_none_or(|object| layers.subtree(object).any(told))
}

/// "Offered nothing to back that up", "released no pictures to prove it": an infinitive of what bears something out, under
/// what was given.
fn backs_nothing(layers: &Layers, verb: usize) -> bool {
    is_part(layers, verb, CheckPart::Support)
        && spans::has_mark(layers, verb, "to")
        && !layers.children(verb).any(|child| matches!(layers.text(child), "out" | "down" | "off"))
        && layers.ancestors(verb).take(2).any(|up| is_part(layers, up, CheckPart::Giving))
}

/// "There is no evidence that the water is bad" claims something of the water.
fn is_claimed(layers: &Layers, noun: usize) -> bool {
    let is = layers.head(noun).is_some_and(|head| layers.lemma(head) == "be")
        || layers.children(noun).any(|child| layers.relation(child) == Relation::Cop)
        || child_by(layers, noun, &[Relation::Expl]).is_some();
    let told = [Relation::Acl, Relation::AclRelcl, Relation::Ccomp, Relation::Nmod];
    is && child_by(layers, noun, &told).is_some_and(|child| child > noun)
}

/// "Satellite images confirm the strike", "analysts have confirmed this", "the paper has verified footage of it",
/// "two laboratories independently confirmed the finding": somebody who looks into what others say finds it so.
fn is_shown(layers: &Layers, verb: usize) -> bool {
    let alone = |at: usize| layers.children(at).any(|child| layers.lemma(child).starts_with("independent"));
    let independent = |at: usize| {
        let looks = [CheckPart::Exhibit, CheckPart::Examiner].iter().any(|&part| is_part(layers, at, part));
        let read = lexicon().source_kind(layers, at) == Some(SourceKind::Document);
        alone(at) || looks || read || is_outlet(layers, at)
    };
    let verifies = matches!(layers.lemma(verb), "verify" | "confirm");
    let by = child_by(layers, verb, &[Relation::Nsubj])
        .filter(|&subject| layers.upos(subject) != Upos::Pron)
        .is_some_and(|subject| verifies || alone(verb) || independent(subject));
    let object = child_by(layers, verb, &[Relation::Obj]);
    let looks = child_by(layers, verb, &[Relation::Nsubj]).is_some_and(independent);
    let takes_up = object.is_some_and(|object| match looks {
        false => is_matter(layers, object) || is_part(layers, object, CheckPart::Exhibit),
        true => {
            is_pronoun(layers, object) || is_definite(layers, object) || is_part(layers, object, CheckPart::Exhibit)
        }
    });
    layers.upos(verb) == Upos::Verb && by && takes_up
}

/// Whether a subject takes up what was said before, or denies all of it: "this", "these claims", "neither account".
pub(super) fn takes_up(layers: &Layers, subject: usize) -> bool {
    let none = |child: usize| layers.relation(child) == Relation::Det && denies(layers, child);
    is_matter(layers, subject) || layers.children(subject).any(none)
}

fn is_pronoun(layers: &Layers, at: usize) -> bool {
    matches!(layers.lemma(at), "this" | "that" | "it" | "they" | "which" | "none" | "neither" | "either")
        || matches!(layers.text(at), "them" | "these" | "those")
}

fn is_definite(layers: &Layers, noun: usize) -> bool {
    child_by(layers, noun, &[Relation::NmodPoss]).is_some()
        || layers.children(noun).any(|child| {
            matches!(
                layers.lemma(child),
                "the" | "this" | "that" | "these" | "those" | "its" | "their" | "either" | "neither"
            )
        })
}

/// Whether a noun or pronoun stands for what was said: "this", "the figures".
fn is_matter(layers: &Layers, at: usize) -> bool {
    is_pronoun(layers, at) || is_definite(layers, at) && is_part(layers, at, CheckPart::Matter)
}

/// Whether a noun with a determiner is one for what was said: "either account", "the figures".
pub(super) fn is_counted_matter(layers: &Layers, at: usize) -> bool {
    is_part(layers, at, CheckPart::Matter) && child_by(layers, at, &[Relation::Det]).is_some()
}

/// Whether a noun is for those who report: "the programme", "our correspondents"; or the name of an outlet.
pub(super) fn is_outlet(layers: &Layers, at: usize) -> bool {
    let kind = layers.name_at(at).map(|name| name.kind);
    let name =
        layers.upos(at) == Upos::Propn && !matches!(kind, Some(NameKind::Person | NameKind::Place | NameKind::Group));
    is_part(layers, at, CheckPart::Examiner) || name && lexicon().source_kind(layers, at).is_none()
}

/// "Footage geolocated by analysts", "posted online and verified by the paper".
fn is_participle(layers: &Layers, verb: usize) -> bool {
    let acl = |at: usize| layers.relation(at) == Relation::Acl;
    let joined = || layers.relation(verb) == Relation::Conj && layers.head(verb).is_some_and(acl);
    !layers.text(verb).ends_with("ing") && (acl(verb) || joined())
}

/// Whether something is said to have been verified by somebody: "was geolocated by", "independently confirmed"; not
/// "must be verified by a notary", "have it checked by a doctor".
fn is_done(layers: &Layers, verb: usize) -> bool {
    if layers.upos(verb) != Upos::Verb {
        return false;
    }
    let by =
        layers.children(verb).any(|child| child > verb && layers.children(child).any(|word| layers.text(word) == "by"));
    let alone = layers.children(verb).any(|child| layers.text(child).eq_ignore_ascii_case("independently"));
    let passive =
        child_by(layers, verb, &[Relation::AuxPass, Relation::NsubjPass]).is_some() || is_participle(layers, verb);
    let still_due = layers.children(verb).any(|child| {
        layers.relation(child) == Relation::Aux
            && !matches!(layers.lemma(child), "have" | "be" | "do" | "can" | "could")
    });
    let brought_about =
        matches!(layers.relation(verb), Relation::Xcomp | Relation::Ccomp | Relation::Acl | Relation::Obj)
            && layers.ancestors(verb).take(2).any(|up| layers.lemma(up) == "have" && layers.upos(up) == Upos::Verb);
    let supposed = ["if", "unless", "when", "once", "until"].iter().any(|mark| spans::has_mark(layers, verb, mark));
    passive && (by || alone) && !still_due && !brought_about && !supposed
}
