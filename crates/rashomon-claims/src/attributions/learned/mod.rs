//! What a trained model says of cues and of their sources and contents, beside the rules.

mod cues;
mod decode;
mod facts;
mod hash;
mod judge;
mod model;
mod rules;
mod spans;

pub use decode::{Scores, best, scores};
pub use judge::{Bench, Found};
pub use model::{COLUMNS, Model, Weights};
pub use rules::{PARTS, Part, anchor_of};
pub use spans::{Shown, Window};

use super::draft::{Draft, Source};
use super::lexicon::{Frame, lexicon, unknown_noun, unknown_verb};
use super::{LONGEST_SENTENCE, nouns, relays, spans as phrases, verbs};
use crate::claim::Stance;
use cues::Place;
use facts::{Fact, facts};
use rashomon_text::Layers;
use rashomon_text::syntax::Upos;
use rules::Rules;
use std::ops::Range;

/// How much more must speak for a verb of the tables that stands otherwise than they say.
const DOUBT: f32 = 0.8;

/// What a cue may still gain from the features that are not looked at yet; few gain more.
const HOPE: f32 = 0.5;

/// A report as the model sees it.
pub struct Reader<'a, 'r> {
    layers: &'a Layers<'r>,
    facts: Vec<Fact>,
    rules: Rules<'a>,
}

impl<'a, 'r> Reader<'a, 'r> {
    pub(super) fn new(layers: &'a Layers<'r>, drafts: &'a [Draft]) -> Self {
        Self { layers, facts: facts(layers), rules: Rules::new(layers, drafts) }
    }

    /// Calls back with the features of every token that may be a cue.
    pub fn candidates(&self, mut each: impl FnMut(usize, &[u32])) {
        let mut list = Vec::new();
        self.each_candidate(|place, token| {
            list.clear();
            (0..cues::STAGES).for_each(|stage| cues::features(place, token, stage, &mut list));
            each(token, &list);
        });
    }

    /// The tokens that may be cues, with how much speaks for each: the hopeless ones are dropped before all is looked at.
    fn cues(&self, weights: &impl Weights) -> Vec<(usize, f32)> {
        let mut list = Vec::new();
        let mut found = Vec::new();
        let lowest = weights.thresholds()[0];
        self.each_candidate(|place, token| {
            let mut score = 0.0;
            for stage in 0..cues::STAGES {
                list.clear();
                cues::features(place, token, stage, &mut list);
                score += weights.cue(&list);
                if score < lowest - if stage + 1 < cues::STAGES { HOPE } else { 0.0 } {
                    return;
                }
            }
            found.push((token, score));
        });
        found
    }

    fn each_candidate(&self, mut each: impl FnMut(&Place, usize)) {
        for (index, sentence) in self.layers.sentences.iter().enumerate() {
            if sentence.tokens.len() > LONGEST_SENTENCE {
                continue;
            }
            let place = Place {
                layers: self.layers,
                facts: &self.facts,
                rules: &self.rules,
                sentence: sentence.tokens.clone(),
                index,
            };
            for token in sentence.tokens.clone().filter(|&token| cues::is_candidate(self.layers, token)) {
                each(&place, token);
            }
        }
    }

    /// The tokens around a cue, and what sort of draft the rules make of it.
    pub fn window(&self, anchor: usize) -> (Window<'_, 'r>, u32) {
        let draft = self.rules.draft(anchor).cloned().or_else(|| guess(self.layers, anchor));
        (Window::new(self.layers, &self.facts, anchor, draft), self.rules.kind(anchor))
    }

    /// What the model finds, before it judges it: cues in reading order.
    pub fn found(&self, weights: &impl Weights) -> Vec<Found> {
        let mut list = Vec::new();
        self.cues(weights)
            .into_iter()
            .filter_map(|(anchor, score)| self.parts(anchor, score, weights, &mut list))
            .collect()
    }

    fn parts(&self, anchor: usize, score: f32, weights: &impl Weights, list: &mut Vec<u32>) -> Option<Found> {
        let (window, kind) = self.window(anchor);
        let (parts, sureness) = best(&scores(&window, kind, weights, list));
        let start = window.tokens.start;
        let runs = |wanted: Part| runs(&parts, wanted).map(move |run| run.start + start..run.end + start);
        let cue = runs(Part::Cue).find(|run| run.contains(&anchor)).unwrap_or(anchor..anchor + 1);
        let near =
            |run: &Range<usize>| if run.end <= anchor { anchor - run.end } else { run.start.saturating_sub(anchor) };
        let trimmed = |run: Range<usize>| phrases::trim(self.layers, run);
        let mut content: Vec<_> = runs(Part::Content).map(trimmed).filter(|run| !run.is_empty()).collect();
        let mut source = runs(Part::Source).min_by_key(near);
        if let Some(draft) = window.draft() {
            if content.is_empty() {
                content = draft.content.clone();
            }
            source = source.or_else(|| draft.source.as_ref().map(|source| source.tokens.clone()));
        }
        (!content.is_empty()).then_some(Found { anchor, score, cue, source, content, sureness })
    }

    /// What judges all that was found.
    pub fn bench<'b>(&'b self, found: &'b [Found]) -> Bench<'b, 'r> {
        Bench { layers: self.layers, facts: &self.facts, rules: &self.rules, found }
    }

    /// The attributions that the model makes out.
    pub(super) fn read(&self, weights: &impl Weights) -> Vec<Draft> {
        let found = self.found(weights);
        let bench = self.bench(&found);
        let mut list = Vec::new();
        let mut kept = |at: &usize| {
            bench.features(*at, &mut list);
            weights.judge(&list) >= weights.thresholds()[1] + self.doubt(found[*at].anchor)
        };
        let mut drafts: Vec<Draft> = (0..found.len()).filter(|at| kept(at)).map(|at| self.draft(&found[at])).collect();
        drafts.retain(|draft| !relays::only_quotes(self.layers, draft.anchor));
        self.add_ruled(&mut drafts);
        self.settle(drafts)
    }

    /// Takes out what contradicts the rest: an account within another that no table knows, a source that holds
    /// another cue with its own source.
    fn settle(&self, mut drafts: Vec<Draft>) -> Vec<Draft> {
        let mut said = vec![false; self.layers.tokens.len()];
        let mut speaker = vec![usize::MAX; self.layers.tokens.len()];
        for draft in &drafts {
            draft.content.iter().for_each(|piece| said[piece.clone()].fill(true));
            speaker[draft.anchor] = draft.source.as_ref().map_or(usize::MAX, |source| source.head);
        }
        drafts.retain(|draft| !said[draft.anchor] || self.rules.draft(draft.anchor).is_some());
        for draft in &mut drafts {
            let anchor = draft.anchor;
            draft.source = draft.source.take().filter(|source| {
                let holds = |at: usize| at != anchor && source.tokens.contains(&speaker[at]);
                !source.tokens.clone().any(|at| holds(at) && !hangs_on(self.layers, at, source.head))
            });
        }
        drafts
    }

    /// How much more must speak for a verb of the tables with complements that they do not give it: "the storm claimed
    /// nine lives".
    fn doubt(&self, anchor: usize) -> f32 {
        let known = self.layers.upos(anchor) == Upos::Verb && verbs::cues(self.layers, anchor).next().is_some();
        if known && self.rules.draft(anchor).is_none() { DOUBT } else { 0.0 }
    }

    /// Adds what the rules are sure of, and the model is too seldom shown: labels, set phrases, speech with a source.
    fn add_ruled(&self, drafts: &mut Vec<Draft>) {
        let mut cued = vec![false; self.layers.tokens.len()];
        drafts.iter().for_each(|draft| cued[draft.cue.clone()].fill(true));
        let sure = |draft: &&Draft| {
            let whole = draft.source.is_some() && !draft.content.is_empty();
            let quotes = relays::only_quotes(self.layers, draft.anchor);
            whole && !quotes && is_sure(self.layers, draft) && !cued[draft.cue.clone()].contains(&true)
        };
        drafts.extend(self.rules.drafts().iter().filter(sure).cloned());
        drafts.sort_by_key(|one| one.anchor);
    }

    fn draft(&self, found: &Found) -> Draft {
        let ruled = self.rules.draft(found.anchor);
        if let Some(borrowed) = ruled.filter(|draft| draft.borrows) {
            return borrowed.clone();
        }
        let quoter = relays::quoter(self.layers, found.anchor).map(|(speaker, _)| speaker);
        let own = || {
            let ruled = ruled.and_then(|draft| draft.source.as_ref());
            found.source.clone().map(|tokens| Source::of_tokens(self.layers, tokens, found.anchor, ruled))
        };
        Draft {
            anchor: found.anchor,
            cue: found.cue.clone(),
            source: quoter.or_else(own),
            content: found.content.clone(),
            stance: ruled.map_or_else(|| stance(self.layers, found.anchor), |draft| draft.stance),
            relays: match ruled {
                Some(draft) => draft.relays.clone(),
                None => relays::listener(self.layers, found.anchor).into_iter().collect(),
            },
            takes_quote: false,
            borrows: ruled.is_some_and(|draft| draft.borrows),
        }
    }
}

/// Whether a cue only tells more of a source: "a nurse who asked not to be named".
fn hangs_on(layers: &Layers, cue: usize, head: usize) -> bool {
    let above = layers.ancestors(cue).take(4).any(|up| up == head);
    above && cue > head && layers.upos(head) != Upos::Verb
}

/// Whether the rules may be trusted with a cue: no noun without "that", and no verb that takes
/// neither speech nor a figure.
fn is_sure(layers: &Layers, draft: &Draft) -> bool {
    match layers.upos(draft.anchor) {
        Upos::Propn => false,
        Upos::Noun => draft.content.first().is_some_and(|piece| layers.text(piece.start) == "that"),
        Upos::Verb => {
            let speaks = verbs::cues(layers, draft.anchor).any(|cue| cue.takes(Frame::Quote));
            speaks || draft.content.iter().any(|piece| phrases::holds_quantity(layers, piece))
        }
        _ => true,
    }
}

/// What the rules would make of a word that the tables do not know as a cue.
fn guess(layers: &Layers, anchor: usize) -> Option<Draft> {
    match layers.upos(anchor) {
        Upos::Verb => verbs::draft(layers, anchor, unknown_verb()),
        Upos::Noun => nouns::draft(layers, anchor, unknown_noun()),
        _ => None,
    }
}

/// The stance that the tables give a word, which may be a verb that was taken for a noun.
fn stance(layers: &Layers, anchor: usize) -> Stance {
    let noun = lexicon().noun(layers.lemma(anchor)).filter(|_| layers.upos(anchor) == Upos::Noun);
    let verb = || lexicon().verbs_at(layers.lemma(anchor), layers.text(anchor)).next();
    noun.or_else(verb).map(|cue| cue.stance()).unwrap_or_default()
}

/// The stretches of one part.
fn runs(parts: &[Part], wanted: Part) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + parts[at..].iter().position(|&part| part == wanted)?;
        let end = start + parts[start..].iter().take_while(|&&part| part == wanted).count();
        at = end;
        Some(start..end)
    })
}
