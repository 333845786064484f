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

/// Nouns of what surrounds something shown.
const CIRCUMSTANCES: &[&str] = &["date", "identity", "location", "place", "position", "time"];

/// Nouns of what may come about: "in the event that it is confirmed".
const CONDITIONS: &[&str] = &["case", "chance", "event", "hope", "possibility"];

/// Nouns by which somebody is able to: "had no way of checking", "did not find a way to verify it".
const MEANS: &[&str] = &["ability", "chance", "means", "opportunity", "possibility", "way"];

/// What a word says of verification, and the words that say so, from what denies it to the word.
pub(super) fn status(layers: &Layers, at: usize, sentence: &Range<usize>) -> Option<(Checked, Range<usize>)> {
    let word = lexicon().check(layers.lemma(at), layers.text(at));
    let backs = backs_nothing(layers, at);
    // Most words say nothing of verification, whatever stands before them.
    if word.is_none() && !backs {
        return None;
    }
    let from = at.saturating_sub(REACH).max(sentence.start);
    let mut denials = (from..at).rev().take_while(|&word| layers.text(word) != ",");
    let denial = denials.by_ref().filter(|&word| denies(layers, word) && !is_beyond(layers, word, at)).last();
    if let Some(denial) = denial.filter(|_| backs) {
        return Some((Checked::NoEvidence, denial..at + 1));
    }
    let word = word?;
    let role = word.role;
    // "Neither confirmed nor denied" leaves it open.
    let open = (at + 1..sentence.end.min(at + 4)).any(|next| layers.lemma(next) == "deny");
    // "Cancelled checks" were not looked into.
    let thing = open || role == CheckRole::Verb && layers.upos(at) == Upos::Noun;
    if thing || !has_company(layers, at, word) || crate::attributions::quotes::quote_at(layers, at).is_some() {
        return None;
    }
    // "Independent verification was not possible".
    let failed = role == CheckRole::Deed && layers.head(at).is_some_and(|head| spans::is_negated(layers, head));
    let denial = denial.or_else(|| failed.then_some(at));
    let says = match role {
        CheckRole::Verb if denial.is_some() => !is_office(layers, at),
        CheckRole::Verb => is_done(layers, at) || is_shown(layers, at),
        CheckRole::Noun => is_offered(layers, at, from),
        CheckRole::Support => denial.is_none() && is_shown(layers, at),
        CheckRole::Finding => is_found(layers, at),
        CheckRole::Adjective => describes_telling(layers, at),
        CheckRole::Deed | CheckRole::Inquiry => true,
    };
    let status = checked_by(role, denial.is_some()).filter(|_| says)?;
    Some((status, denial.unwrap_or(at)..at + 1))
}

/// Whether words only say that something was not shown, or not checked: the "no evidence" of "cited no evidence", the "could
/// not be verified" of "its estimate could not be verified".
pub(in crate::attributions) fn is_lack(layers: &Layers, words: Range<usize>) -> bool {
    let Some(last) = words.clone().last().filter(|_| words.len() <= 2 * REACH) else { return false };
    let noun = lexicon().check(layers.lemma(last), layers.text(last)).is_some_and(|word| word.role == CheckRole::Noun);
    let sentence = &layers.sentences[layers.sentence_at(last)].tokens;
    let unchecked = |relative: bool| {
        let said = status(layers, last, sentence).filter(|(status, _)| *status == Checked::Unverified);
        said.is_some_and(|(_, said)| (relative || words.len() <= said.len() + 1) && said.start >= words.start)
    };
    // "..., and which the paper has been unable to check".
    let relative = words.clone().take(2).any(|at| layers.text(at) == "which") && words.len() <= 2 * REACH;
    words.len() <= 4 && noun && words.clone().any(|at| denies(layers, at)) || unchecked(relative)
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
    // "Videos verified by the broadcaster show flames".
    let by = || layers.tokens.get(verb + 1).is_some() && layers.text(verb + 1) == "by" && is_participle(layers, verb);
    lexicon().check(layers.lemma(verb), layers.text(verb)).is_some()
        && (spans::is_negated(layers, verb) || by() || unverified())
}

fn is_part(layers: &Layers, at: usize, part: CheckPart) -> bool {
    lexicon().is_check_part(layers, at, part)
}

/// Whether one of the words stands by it that the table asks for, if it asks for any.
fn has_company(layers: &Layers, at: usize, word: &CheckWord) -> bool {
    let wanted = |near: usize| word.with.iter().any(|with| with == layers.lemma(near));
    word.with.is_empty() || layers.head(at).is_some_and(wanted) || layers.children(at).any(wanted)
}

/// "Did not return a call seeking to confirm the report": what is denied is a verb over the noun that the word hangs on; not
/// "had no way of checking".
fn is_beyond(layers: &Layers, denial: usize, at: usize) -> bool {
    if layers.upos(denial) != Upos::Part {
        return false;
    }
    let head = layers.head(denial);
    let path = || std::iter::once(at).chain(layers.ancestors(at)).take_while(|&up| Some(up) != head);
    let through = |up: usize| {
        layers.relation(up) == Relation::Acl
            && layers
                .head(up)
                .is_some_and(|noun| layers.upos(noun) == Upos::Noun && !MEANS.contains(&layers.lemma(noun)))
    };
    path().any(through)
}

fn denies(layers: &Layers, token: usize) -> bool {
    // "Neither claim could be checked", but not "neither confirmed nor denied".
    let whole = !layers.text(token).eq_ignore_ascii_case("neither") || layers.relation(token) != Relation::Cc;
    whole && is_part(layers, token, CheckPart::Denial)
}

/// "The judge was not confirmed until April", "has chosen not to verify it": nothing that was said is left open by it.
fn is_office(layers: &Layers, verb: usize) -> bool {
    let person = |at: usize| layers.upos(at) == Upos::Propn || matches!(layers.lemma(at), "he" | "she" | "who");
    let chosen = spans::has_mark(layers, verb, "to") && spans::is_negated(layers, verb);
    chosen || child_by(layers, verb, &[Relation::NsubjPass]).is_some_and(person)
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

/// "There is no evidence that the water is bad", "found no proof of fraud" claim something of the water, of fraud: the clause or
/// phrase that says what; not "there is no evidence of that".
pub(super) fn claimed(layers: &Layers, noun: usize) -> Option<usize> {
    let told = [Relation::Acl, Relation::AclRelcl, Relation::Ccomp, Relation::Nmod];
    let what = layers.children(noun).find(|&child| child > noun && told.contains(&layers.relation(child)))?;
    let takes_up = match layers.relation(what) {
        Relation::Nmod => is_matter(layers, what),
        _ => is_part(layers, what, CheckPart::Support) && layers.subtree(what).any(|at| is_matter(layers, at)),
    };
    (is_there(layers, noun) && !takes_up).then_some(what)
}

/// The evidence that is lacking, by the last word of what says so: the "evidence" of "no evidence to support".
pub(super) fn evidence(layers: &Layers, last: usize) -> usize {
    let noun = |&head: &usize| layers.upos(head) == Upos::Noun && layers.relation(last) == Relation::Acl;
    layers.head(last).filter(noun).filter(|_| layers.upos(last) == Upos::Verb).unwrap_or(last)
}

/// Whether evidence is spoken of as there or not, whoever may have it: "there is no evidence", "found no evidence"; not "offered
/// no evidence".
pub(super) fn is_there(layers: &Layers, noun: usize) -> bool {
    layers.head(noun).is_some_and(|head| is_finding(layers, head))
        || layers.children(noun).any(|child| layers.relation(child) == Relation::Cop)
        || child_by(layers, noun, &[Relation::Expl]).is_some()
}

/// Whether a verb tells that evidence was there or not: "found none".
pub(super) fn is_finding(layers: &Layers, verb: usize) -> bool {
    is_part(layers, verb, CheckPart::Finding)
}

/// Whether evidence is said to have been given, or not.
pub(super) fn is_giving(layers: &Layers, verb: usize) -> bool {
    is_part(layers, verb, CheckPart::Giving)
}

/// "Satellite images confirm the strike", "analysts have confirmed this", "the paper has verified footage of it",
/// "two laboratories independently confirmed the finding": somebody who looks into what others say finds it so.
fn is_shown(layers: &Layers, verb: usize) -> bool {
    let verifies = matches!(layers.lemma(verb), "verify" | "confirm");
    let by = child_by(layers, verb, &[Relation::Nsubj])
        .filter(|&subject| layers.upos(subject) != Upos::Pron)
        .is_some_and(|subject| verifies || is_alone(layers, verb) || is_independent(layers, subject));
    // "Verified the location of the video" says nothing of what is told in it.
    let object =
        child_by(layers, verb, &[Relation::Obj]).filter(|&object| !CIRCUMSTANCES.contains(&layers.lemma(object)));
    let looks = child_by(layers, verb, &[Relation::Nsubj]).is_some_and(|subject| is_independent(layers, subject));
    // "The log confirms that it did so".
    let again = |clause: usize| {
        layers.lemma(clause) == "do" && layers.tokens.get(clause + 1).is_some() && layers.text(clause + 1) == "so"
    };
    let again = looks && child_by(layers, verb, &[Relation::Ccomp]).is_some_and(again);
    let takes_up = object.is_some_and(|object| match looks {
        false => is_matter(layers, object) || is_part(layers, object, CheckPart::Exhibit),
        true => {
            is_pronoun(layers, object) || is_definite(layers, object) || is_part(layers, object, CheckPart::Exhibit)
        }
    });
    layers.upos(verb) == Upos::Verb && by && (takes_up || again)
}

/// "Two independent engineers came to the same conclusion".
fn is_found(layers: &Layers, noun: usize) -> bool {
    let verb = layers.head(noun).filter(|&verb| layers.upos(verb) == Upos::Verb);
    verb.and_then(|verb| child_by(layers, verb, &[Relation::Nsubj])).is_some_and(|by| is_independent(layers, by))
}

/// Whether a noun is for who or what looks into what others say: "two independent engineers", "the log", "Radio Marn".
fn is_independent(layers: &Layers, at: usize) -> bool {
    let looks = [CheckPart::Exhibit, CheckPart::Examiner].iter().any(|&part| is_part(layers, at, part));
    let read = lexicon().source_kind(layers, at) == Some(SourceKind::Document);
    is_alone(layers, at) || looks || read || is_outlet(layers, at)
}

/// "Independent engineers", "confirmed independently".
fn is_alone(layers: &Layers, at: usize) -> bool {
    layers.children(at).any(|child| layers.lemma(child).starts_with("independent"))
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

/// Whether a noun is one for what was said: "account".
pub(super) fn is_matter_noun(layers: &Layers, at: usize) -> bool {
    is_part(layers, at, CheckPart::Matter)
}

/// Whether a noun with a determiner is one for what was said: "either account", "the figures".
pub(super) fn is_counted_matter(layers: &Layers, at: usize) -> bool {
    is_part(layers, at, CheckPart::Matter) && child_by(layers, at, &[Relation::Det, Relation::NmodPoss]).is_some()
}

/// Whether a noun is for those who report: "the programme", "our correspondents"; or the name of an outlet.
pub(super) fn is_outlet(layers: &Layers, at: usize) -> bool {
    let kind = layers.name_at(at).map(|name| name.kind);
    let name =
        layers.upos(at) == Upos::Propn && !matches!(kind, Some(NameKind::Person | NameKind::Place | NameKind::Group));
    // "Sund Press" is none of the nouns for those who speak.
    let known =
        || lexicon().source_kind(layers, at).is_some() && !lexicon().is_examiner(&layers.lemma(at).to_lowercase());
    is_part(layers, at, CheckPart::Examiner) || name && !known()
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
    let next = layers.tokens.get(verb + 1).is_some() && layers.text(verb + 1) == "by";
    let by = next
        || layers
            .children(verb)
            .any(|child| child > verb && layers.children(child).any(|word| layers.text(word) == "by"));
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
    let supposed = ["if", "unless", "when", "once", "until"].iter().any(|mark| spans::has_mark(layers, verb, mark))
        || layers.head(verb).is_some_and(|noun| CONDITIONS.contains(&layers.lemma(noun)));
    let looked_into = alone || !is_vague(layers, verb) || is_of_matter(layers, verb);
    passive && (by || alone) && looked_into && !still_due && !brought_about && !supposed
}

/// "Confirmed", "checked": a judge may be confirmed by the house, where a video is geolocated.
fn is_vague(layers: &Layers, verb: usize) -> bool {
    matches!(layers.lemma(verb), "confirm" | "check" | "prove" | "review" | "test")
}

/// Whether what was confirmed by somebody is what was said, or who confirmed it looks into such things: "her account was
/// confirmed by", "which was confirmed by pictures".
fn is_of_matter(layers: &Layers, verb: usize) -> bool {
    let told = |at: usize| {
        is_pronoun(layers, at)
            || [CheckPart::Matter, CheckPart::Exhibit].iter().any(|&part| is_part(layers, at, part))
            || matches!(layers.lemma(at), "accuracy" | "authenticity" | "truth" | "veracity")
            || lexicon().noun(layers.lemma(at)).is_some()
    };
    let looks = |at: usize| {
        is_alone(layers, at) || [CheckPart::Exhibit, CheckPart::Examiner].iter().any(|&part| is_part(layers, at, part))
    };
    let over = layers.head(verb).filter(|_| matches!(layers.relation(verb), Relation::Acl | Relation::AclRelcl));
    child_by(layers, verb, &[Relation::NsubjPass]).or(over).is_some_and(told)
        || layers.children(verb).any(|child| child > verb && looks(child))
}
