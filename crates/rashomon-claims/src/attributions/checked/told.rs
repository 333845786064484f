//! Whether a statement on verification is the report's own, or what somebody says of others.

use super::wording::{is_outlet, takes_up};
use crate::attributions::Attribution;
use crate::attributions::spans::child_by;
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
    let begins = || around().any(|one| told_before(one) && is_whole_content(layers, one, last));
    let without = layers.tokens_in(words).any(|at| layers.text(at).eq_ignore_ascii_case("without"));
    let own = || !without && status != Checked::Verified && around().any(|one| is_own(layers, one, status, last));
    described || begins() || own()
}

/// Whether verification is all that is spoken of: "said the books had been checked by an auditor", "said there was no
/// confirmation that".
fn is_whole_content(layers: &Layers, one: &Attribution, last: usize) -> bool {
    let relation = layers.relation(last);
    let noun = if relation == Relation::Acl { layers.head(last).unwrap_or(last) } else { last };
    let mut clauses = [last, noun, layers.head(noun).unwrap_or(noun)].into_iter();
    let first = clauses.find_map(|at| child_by(layers, at, &[Relation::NsubjPass, Relation::Expl]));
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
    let subject = child_by(layers, verb, &[Relation::Nsubj, Relation::Expl]).is_some_and(tells);
    let undergoing = status == Checked::Unverified
        && child_by(layers, verb, &[Relation::NsubjPass]).is_some_and(|child| inside(child) && !goes_back(child));
    let raised = layers.head(verb).filter(|_| layers.relation(verb) == Relation::Xcomp);
    let above = |up: usize| child_by(layers, up, &[Relation::Nsubj]);
    subject || undergoing || raised.and_then(above).is_some_and(tells)
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
