//! Whether a statement on verification is the report's own, or what somebody says of others.

use super::wording::{claimed, evidence, is_matter_noun, is_outlet, is_there, takes_up};
use crate::attributions::spans::{child_by, has_mark};
use crate::attributions::{Attribution, Form};
use crate::claim::Checked;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};

/// Whether a statement on verification is what somebody says of others: "said that there was no evidence", "said they could
/// not confirm it"; not "said nine had died, but that this could not be confirmed".
pub(super) fn is_told(layers: &Layers, attributions: &[Attribution], status: Checked, words: TextRange) -> bool {
    let Some(last) = layers.tokens_in(words).last() else { return true };
    let around = || attributions.iter().filter(|one| one.covers(words));
    let told_before = |one: &Attribution| one.cue.is_some_and(|cue| cue.end() <= words.start());
    // "Said that the unproven claims had hurt him".
    let described = layers.relation(last) == Relation::Amod && around().any(told_before);
    // "Dismissed the allegations as unproven".
    let called = child_by(layers, last, &[Relation::Case, Relation::Mark]).filter(|&at| layers.text(at) == "as");
    let called = called.and_then(|_| layers.head(last)).is_some_and(|verb| {
        let range = layers.tokens[verb].range;
        attributions.iter().any(|one| one.cue.is_some_and(|cue| cue.contains(range)))
    });
    let begins = || around().any(|one| told_before(one) && is_whole_content(layers, one, status, last));
    let without = layers.tokens_in(words).any(|at| layers.text(at).eq_ignore_ascii_case("without"));
    let own = || !without && status != Checked::Verified && around().any(|one| is_own(layers, one, status, last));
    let own = || own() && !around().any(|one| follows_semicolon(layers, one, words));
    let lacks = status != Checked::Verified && layers.relation(last) != Relation::Amod;
    let closing = || lacks && around().any(|one| is_main(layers, one, words, last));
    described || called || begins() || own() || closing() || found(layers, status, last) && around().next().is_some()
}

/// "Said the inquiry had found no evidence of fraud", "had ended without finding any proof"; not "said so, but there is no
/// evidence to support that claim".
fn found(layers: &Layers, status: Checked, last: usize) -> bool {
    let noun = evidence(layers, last);
    let joins = |at: usize| matches!(layers.lemma(at), "but" | "though" | "although");
    let set_off = || {
        let up = [Some(noun), layers.head(noun)];
        up.into_iter().flatten().any(|at| layers.children(at).any(joins)) && claimed(layers, noun).is_none()
    };
    status == Checked::NoEvidence && is_there(layers, noun) && !set_off()
}

/// "Investigators have found no evidence of sabotage, the authority said": the clause that all of a content hangs on, before
/// its cue.
fn is_main(layers: &Layers, one: &Attribution, words: TextRange, last: usize) -> bool {
    let Some(cue) = one.cue.filter(|cue| cue.start() > words.end()) else { return false };
    let up = std::iter::once(last).chain(layers.ancestors(last));
    let Some(main) = up.take_while(|&at| one.covers(layers.tokens[at].range)).last() else { return false };
    let near = last == main || layers.head(last) == Some(main);
    let joined = |at: usize| layers.relation(at) == Relation::Conj && layers.ancestors(at).any(|up| up == main);
    near && !layers.tokens_in(cue).any(joined)
}

/// Whether verification is all that is spoken of: "said the books had been checked by an auditor", "said there was no
/// confirmation that".
fn is_whole_content(layers: &Layers, one: &Attribution, status: Checked, last: usize) -> bool {
    // "Said there was no evidence to prove it".
    let last = match layers.relation(last) {
        Relation::Acl if has_mark(layers, last, "to") => layers.head(last).unwrap_or(last),
        _ => last,
    };
    let relation = layers.relation(last);
    let noun = if relation == Relation::Acl { layers.head(last).unwrap_or(last) } else { last };
    let mut clauses = [last, noun, layers.head(noun).unwrap_or(noun)].into_iter();
    let subject: &[Relation] = match status {
        Checked::Verified => &[Relation::NsubjPass, Relation::Expl, Relation::Nsubj],
        _ => &[Relation::NsubjPass, Relation::Expl],
    };
    let first = clauses.find_map(|at| child_by(layers, at, subject));
    !matches!(relation, Relation::Acl | Relation::AclRelcl) && first.is_some_and(|first| opens(layers, one, first))
}

/// Whether who speaks, or whom they speak of, is who could not check it, gave no proof or was not checked: the subject stands
/// within what is said.
fn is_own(layers: &Layers, one: &Attribution, status: Checked, last: usize) -> bool {
    let verb = match status {
        Checked::NoEvidence => layers.head(last).unwrap_or(last),
        _ => last,
    };
    // "Said that nine had died, but that this could not be confirmed", "... but this remains unverified" is the report's
    // word on the nine; "said it could not confirm that" is not.
    let passive = child_by(layers, last, &[Relation::AuxPass]).is_some();
    let acts = layers.upos(last) == Upos::Verb && !passive && !layers.lemma(last).starts_with("un");
    let inside = |child: usize| one.covers(layers.tokens[child].range);
    let goes_back = |child: usize| takes_up(layers, child) && !opens(layers, one, child);
    let gave =
        |child: usize| status == Checked::NoEvidence && layers.upos(child) == Upos::Pron && !opens(layers, one, child);
    let tells =
        |child: usize| inside(child) && !is_outlet(layers, child) && (acts || !goes_back(child)) && !gave(child);
    if is_aside(layers, last) {
        return false;
    }
    let subject = child_by(layers, verb, &[Relation::Nsubj, Relation::Expl]).is_some_and(tells);
    let undergoing = status == Checked::Unverified
        && child_by(layers, verb, &[Relation::NsubjPass]).is_some_and(|child| inside(child) && !goes_back(child));
    let raised = layers.head(verb).filter(|_| layers.relation(verb) == Relation::Xcomp);
    let above = |up: usize| child_by(layers, up, &[Relation::Nsubj]);
    subject || undergoing || raised.and_then(above).is_some_and(tells)
}

/// "Sources told the paper that six had died; the ministry would not confirm this".
fn follows_semicolon(layers: &Layers, one: &Attribution, words: TextRange) -> bool {
    let piece = one.content.iter().find(|piece| piece.contains(words) && one.form == Form::Indirect);
    piece.is_some_and(|piece| {
        let mut before = layers.tokens_in(TextRange::of(piece.start(), words.start()));
        before.any(|at| layers.text(at) == ";")
    })
}

/// "..., a claim that outsiders have no means of testing": what the report adds on what was said.
fn is_aside(layers: &Layers, last: usize) -> bool {
    let clause = |at: usize| matches!(layers.relation(at), Relation::AclRelcl | Relation::Acl);
    let up = std::iter::once(last).chain(layers.ancestors(last)).take(4).filter(|&at| clause(at));
    up.filter_map(|at| layers.head(at)).any(|noun| {
        let comma = layers.subtree(noun).start.checked_sub(1).is_some_and(|at| layers.text(at) == ",")
            || layers.children(noun).any(|child| child < noun && layers.text(child) == ",");
        is_matter_noun(layers, noun) && comma
    })
}

/// Whether a subject is what a content begins with: "said that this could not be confirmed".
fn opens(layers: &Layers, one: &Attribution, subject: usize) -> bool {
    let start = layers.subtree(subject).start;
    one.content.iter().any(|piece| {
        let first = layers.tokens_in(*piece).start;
        (first..=first + FEW).contains(&start)
    })
}

/// How many words may open a content before its subject: "that, as yet,".
const FEW: usize = 3;
