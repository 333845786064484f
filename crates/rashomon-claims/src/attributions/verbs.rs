//! Verb cues: "the mayor said that …", "…, police said", "were reported to have …".

use super::draft::{Draft, Source};
use super::lexicon::{Cue, Frame, lexicon};
use super::spans::{self, child_by, is_nominal, preposition, trim};
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// How far up a chain of verbs a shared subject is looked for.
const CHAIN: usize = 6;

/// The attribution that a token makes as a verb, if it makes one.
pub(super) fn find(layers: &Layers, verb: usize) -> Option<Draft> {
    if layers.upos(verb) != Upos::Verb {
        return None;
    }
    let fits = |cue: &&Cue| cue.particle().is_none_or(|particle| particle_of(layers, verb, particle).is_some());
    lexicon().verbs(layers.lemma(verb)).filter(fits).find_map(|cue| draft(layers, verb, cue))
}

fn draft(layers: &Layers, verb: usize, cue: &Cue) -> Option<Draft> {
    let passive = is_passive(layers, verb);
    let (source, found) =
        if passive { (agent(layers, verb), passive_content(layers, verb, cue)) } else { active(layers, verb, cue) };
    let takes_quote = cue.takes(Frame::Quote) && !passive;
    if found.pieces.is_empty() && !takes_quote {
        return None;
    }
    let quoter = quoter(layers, verb);
    let source = quoter.as_ref().map_or(source, |(speaker, _)| Some(speaker.clone()));
    let relays = quoter.and_then(|(_, relay)| relay).or_else(|| listener(layers, verb)).into_iter().collect();
    Some(Draft {
        anchor: verb,
        cue: cue_tokens(layers, verb, cue, found.preposition),
        source,
        content: found.pieces,
        stance: cue.stance(),
        relays,
        takes_quote,
        borrows: false,
    })
}

/// Content of a cue and the preposition that joins the two.
#[derive(Default)]
struct Found {
    pieces: Vec<Range<usize>>,
    preposition: Option<usize>,
}

impl Found {
    fn one(layers: &Layers, piece: Range<usize>) -> Self {
        Self { pieces: vec![trim(layers, piece)], preposition: None }
    }
}

/// The particle of a verb: "out" of "pointed out", "clear" of "made clear".
fn particle_of(layers: &Layers, verb: usize, particle: &str) -> Option<usize> {
    let end = layers.tokens.len().min(verb + 4);
    (verb + 1..end).find(|&at| layers.text(at) == particle && (at == verb + 1 || layers.head(at) == Some(verb)))
}

/// Whether a verb is passive, or a participle without a subject ("the figures released by").
pub(super) fn is_passive(layers: &Layers, verb: usize) -> bool {
    if child_by(layers, verb, &[Relation::AuxPass, Relation::NsubjPass, Relation::CsubjPass]).is_some() {
        return true;
    }
    let bare = child_by(layers, verb, &[Relation::Nsubj, Relation::Aux, Relation::Mark]).is_none();
    let word = layers.text(verb);
    let participle = !word.ends_with("ing") && word != layers.lemma(verb);
    matches!(layers.relation(verb), Relation::Acl | Relation::Advcl) && bare && participle
}

/// Who does what a passive verb says: "by the ministry".
fn agent(layers: &Layers, verb: usize) -> Option<Source> {
    let by = |phrase: usize| preposition(layers, phrase).is_some_and(|word| layers.text(word) == "by");
    layers
        .children(verb)
        .find(|&child| {
            matches!(layers.relation(child), Relation::OblAgent | Relation::Obl | Relation::Nmod)
                && is_nominal(layers, child)
                && by(child)
        })
        .map(|head| Source::phrase(layers, head))
}

/// The subject of a verb, its own or shared with the verb that it hangs on.
pub(super) fn subject(layers: &Layers, verb: usize) -> Option<Source> {
    let mut at = verb;
    for step in 0..CHAIN {
        let own: &[Relation] = if step == 0 {
            &[Relation::Nsubj, Relation::NsubjOuter]
        } else {
            &[Relation::Nsubj, Relation::NsubjOuter, Relation::NsubjPass]
        };
        if let Some(child) = child_by(layers, at, own) {
            return Some(Source::subject(layers, at, child));
        }
        let head = layers.head(at)?;
        match layers.relation(at) {
            Relation::Acl | Relation::AclRelcl if is_nominal(layers, head) => {
                return Some(Source::before(layers, head, layers.subtree(at).start));
            }
            Relation::Conj | Relation::Advcl | Relation::Xcomp | Relation::Parataxis | Relation::Dep => at = head,
            _ => return None,
        }
    }
    None
}

/// In "quoted the ministry as saying", who speaks, and who passes it on.
fn quoter(layers: &Layers, verb: usize) -> Option<(Source, Option<Source>)> {
    let before = verb.checked_sub(1)?;
    let head = layers.ancestors(verb).take(2).find(|&at| matches!(layers.lemma(at), "quote" | "cite"))?;
    if layers.text(before) != "as" || layers.text(verb) != "saying" && layers.text(verb) != "telling" {
        return None;
    }
    if is_passive(layers, head) {
        let speaker = child_by(layers, head, &[Relation::NsubjPass]).map(|at| Source::subject(layers, head, at))?;
        return Some((speaker, agent(layers, head)));
    }
    let speaker = child_by(layers, head, &[Relation::Obj]).map(|at| Source::before(layers, at, before))?;
    Some((speaker, subject(layers, head)))
}

/// In "told Reuters", the medium that passes it on; mere readers and reporters pass nothing on.
fn listener(layers: &Layers, verb: usize) -> Option<Source> {
    let head = child_by(layers, verb, &[Relation::Iobj, Relation::Obj]).filter(|_| layers.lemma(verb) == "tell")?;
    let named = layers.upos(head) == Upos::Propn;
    let medium =
        matches!(layers.lemma(head), "newspaper" | "agency" | "channel" | "magazine" | "broadcaster" | "outlet");
    (named || medium).then(|| Source::phrase(layers, head))
}

fn active(layers: &Layers, verb: usize, cue: &Cue) -> (Option<Source>, Found) {
    let source = subject(layers, verb);
    let clausal = cue.takes(Frame::Clause) || cue.takes(Frame::Quote);
    if let Some(found) = clausal.then(|| clause(layers, verb)).flatten() {
        return (source.or_else(|| inverted(layers, verb)), found);
    }
    if let Some(found) = complement(layers, verb, cue) {
        return (source, found);
    }
    if clausal {
        let source = own_subject(layers, verb).or_else(|| inverted(layers, verb)).or(source);
        let found = trailing(layers, verb, source.as_ref()).unwrap_or_default();
        return (source, found);
    }
    (source, Found::default())
}

fn own_subject(layers: &Layers, verb: usize) -> Option<Source> {
    child_by(layers, verb, &[Relation::Nsubj]).map(|head| Source::subject(layers, verb, head))
}

/// The subject behind its verb: "…, said Jane Doe, who …".
fn inverted(layers: &Layers, verb: usize) -> Option<Source> {
    let nouns = [Relation::Obj, Relation::Nsubj, Relation::Obl, Relation::Xcomp, Relation::Parataxis, Relation::Appos];
    layers
        .children(verb)
        .find(|&child| child > verb && nouns.contains(&layers.relation(child)) && is_nominal(layers, child))
        .filter(|&child| layers.subtree(child).start == verb + 1 && preposition(layers, child).is_none())
        .map(|head| Source::phrase(layers, head))
}

/// A clause as content: behind the verb, before it, or around it.
fn clause(layers: &Layers, verb: usize) -> Option<Found> {
    if let Some(child) = child_by(layers, verb, &[Relation::Ccomp]) {
        return Some(Found::one(layers, layers.subtree(child)));
    }
    let fronted = layers.children(verb).find(|&child| layers.relation(child) == Relation::Parataxis && child < verb);
    if let Some(child) = fronted {
        return Some(Found::one(layers, layers.subtree(child)));
    }
    around(layers, verb)
}

/// The sentence that an interposed clause stands in: "The dam, she said, will hold".
fn around(layers: &Layers, verb: usize) -> Option<Found> {
    let head = layers.head(verb).filter(|_| layers.relation(verb) == Relation::Parataxis)?;
    own_subject(layers, verb).or_else(|| inverted(layers, verb))?;
    let pieces = spans::without(layers, layers.subtree(head), layers.subtree(verb));
    (!pieces.is_empty()).then_some(Found { pieces, preposition: None })
}

/// What stands before ", police said", where the tree does not say so.
fn trailing(layers: &Layers, verb: usize, source: Option<&Source>) -> Option<Found> {
    let start = source.map_or(verb, |source| source.tokens.start.min(verb));
    let sentence = spans::sentence(layers, verb);
    let before = start.checked_sub(1).filter(|&at| at >= sentence.start + 3)?;
    let comma = matches!(layers.text(before), "," | "–" | "—" | "-") || spans::is_quote_mark(layers.text(before));
    (source.is_some() && comma).then(|| Found::one(layers, sentence.start..before + 1))
}

/// Content that is no clause of its own.
fn complement(layers: &Layers, verb: usize, cue: &Cue) -> Option<Found> {
    let object = child_by(layers, verb, &[Relation::Obj, Relation::Iobj]).filter(|&object| object > verb);
    infinitive(layers, verb, cue, object)
        .or_else(|| called(layers, verb, cue, object))
        .or_else(|| prepositional(layers, verb, cue, object))
        .or_else(|| {
            let object = object.filter(|_| cue.takes(Frame::Object))?;
            Some(Found::one(layers, layers.subtree(object)))
        })
}

fn infinitive(layers: &Layers, verb: usize, cue: &Cue, object: Option<usize>) -> Option<Found> {
    let open = [Relation::Xcomp, Relation::Ccomp, Relation::Advcl, Relation::Acl];
    let to =
        |&child: &usize| child > verb && open.contains(&layers.relation(child)) && spans::has_mark(layers, child, "to");
    let inner = object.and_then(|object| layers.children(object).find(to));
    let found = layers.children(verb).find(to).or(inner)?;
    let range = layers.subtree(found);
    match object {
        None if cue.takes(Frame::To) => Some(Found::one(layers, range)),
        Some(object) if cue.takes(Frame::ObjectTo) => Some(Found::one(layers, layers.subtree(object).start..range.end)),
        _ => None,
    }
}

fn called(layers: &Layers, verb: usize, cue: &Cue, object: Option<usize>) -> Option<Found> {
    let object = object.filter(|_| cue.takes(Frame::As))?;
    let what = layers.children(verb).find(|&child| {
        child > object
            && (layers.relation(child) == Relation::Xcomp
                || spans::has_mark(layers, child, "as")
                || matches!(layers.relation(child), Relation::Obj | Relation::Ccomp))
    })?;
    Some(Found::one(layers, layers.subtree(object).start..layers.subtree(what).end))
}

fn prepositional(layers: &Layers, verb: usize, cue: &Cue, object: Option<usize>) -> Option<Found> {
    let joined = |child: usize| {
        let word = layers
            .children(child)
            .find(|&at| at < child && matches!(layers.relation(at), Relation::Case | Relation::Mark))?;
        cue.prepositions.iter().any(|known| known == layers.text(word)).then_some(word)
    };
    if let Some(object) = object.filter(|_| cue.takes(Frame::ObjectPrep)) {
        let behind = |&child: &usize| child > object && joined(child).is_some();
        let inner = layers.children(object).find(behind);
        let phrase = layers.children(verb).find(behind).or(inner)?;
        return Some(Found::one(layers, layers.subtree(object).start..layers.subtree(phrase).end));
    }
    let phrase = layers
        .children(verb)
        .filter(|&child| child > verb && cue.takes(Frame::About))
        .find(|&child| joined(child).is_some_and(|word| word == layers.subtree(child).start))?;
    let word = joined(phrase)?;
    Some(Found { preposition: Some(word), ..Found::one(layers, word + 1..layers.subtree(phrase).end) })
}

fn passive_content(layers: &Layers, verb: usize, cue: &Cue) -> Found {
    let clausal = cue.takes(Frame::Clause);
    if let Some(child) =
        child_by(layers, verb, &[Relation::Ccomp, Relation::Csubj, Relation::CsubjPass]).filter(|_| clausal)
    {
        return Found::one(layers, layers.subtree(child));
    }
    let theme = child_by(layers, verb, &[Relation::NsubjPass, Relation::Nsubj]);
    let open = child_by(layers, verb, &[Relation::Xcomp]).filter(|&child| child > verb);
    let raises = clausal || cue.takes(Frame::To) || cue.takes(Frame::ObjectTo) || cue.takes(Frame::As);
    match (theme, open) {
        (Some(theme), Some(open)) if raises => {
            let pieces = [layers.subtree(theme), layers.subtree(open)];
            Found { pieces: pieces.into_iter().map(|piece| trim(layers, piece)).collect(), preposition: None }
        }
        (Some(theme), None) if cue.takes(Frame::Object) => Found::one(layers, layers.subtree(theme)),
        (None, _) if cue.takes(Frame::Object) => reduced(layers, verb),
        _ => Found::default(),
    }
}

/// "Losses reported by the army": what the participle hangs on, where an agent is named.
fn reduced(layers: &Layers, verb: usize) -> Found {
    let head = layers.head(verb).filter(|&head| layers.relation(verb) == Relation::Acl && is_nominal(layers, head));
    match (head, agent(layers, verb)) {
        (Some(head), Some(_)) => Found::one(layers, layers.subtree(head).start..layers.subtree(verb).start),
        _ => Found::default(),
    }
}

/// The verb with what stands close around it: auxiliaries, negation, particle, preposition.
fn cue_tokens(layers: &Layers, verb: usize, cue: &Cue, preposition: Option<usize>) -> Range<usize> {
    let mut start = verb;
    while start > 0 && belongs(layers, start - 1, verb) {
        start -= 1;
    }
    let particle = cue.particle().and_then(|particle| particle_of(layers, verb, particle));
    let mut end = particle.map_or(verb, |at| at.max(verb)) + 1;
    if preposition == Some(end) {
        end += 1;
    }
    start..end
}

fn belongs(layers: &Layers, token: usize, verb: usize) -> bool {
    let close = [Relation::Aux, Relation::AuxPass, Relation::Advmod, Relation::Mark];
    layers.head(token) == Some(verb)
        && close.contains(&layers.relation(token))
        && matches!(layers.upos(token), Upos::Aux | Upos::Adv | Upos::Part)
}
