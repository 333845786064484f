//! What the model looks at once source and content of a cue are found, to say whether it is an attribution.

use super::facts::Fact;
use super::hash::{Features, mix};
use super::rules::{Part, Rules};
use rashomon_text::Layers;
use rashomon_text::syntax::Upos;
use std::ops::Range;

/// A cue with the parts that the model gives it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The word that makes it an attribution.
    pub anchor: usize,
    /// How much speaks for the cue, by itself.
    pub score: f32,
    /// The words of the cue.
    pub cue: Range<usize>,
    /// The words of the source.
    pub source: Option<Range<usize>>,
    /// What is said; not empty.
    pub content: Vec<Range<usize>>,
    /// The likelihood of these parts among all, as a logarithm.
    pub sureness: f32,
}

impl Found {
    fn covers(&self, token: usize) -> bool {
        self.content.iter().any(|piece| piece.contains(&token))
    }

    fn words(&self) -> usize {
        self.content.iter().map(|piece| piece.len()).sum()
    }
}

/// A report with everything found in it.
pub struct Bench<'a, 'r> {
    /// The report.
    pub layers: &'a Layers<'r>,
    /// What is known of its tokens.
    pub facts: &'a [Fact],
    /// What the rules found.
    pub rules: &'a Rules<'a>,
    /// What the model found, by anchors.
    pub found: &'a [Found],
}

/// How far two scores lie apart, in steps.
fn steps(value: f32) -> u32 {
    (value * 2.0).clamp(-12.0, 12.0).floor() as i32 as u32
}

fn length(count: usize) -> u32 {
    match count {
        0..=3 => count as u32,
        4..=6 => 4,
        7..=12 => 5,
        13..=30 => 6,
        _ => 7,
    }
}

impl Bench<'_, '_> {
    /// The features of one that was found.
    pub fn features(&self, at: usize, list: &mut Vec<u32>) {
        let mut features = Features::new(list);
        features.group(1);
        let one = &self.found[at];
        let own = &self.facts[one.anchor];
        let rule = self.rules.kind(one.anchor);
        let score = steps(one.score);
        let sureness = (one.sureness.exp() * 5.0) as u32;
        features.add(&[score]);
        features.add(&[score, own.upos]);
        features.add(&[score, rule]);
        features.add(&[score, own.class]);
        features.add(&[score, sureness]);
        features.add(&[sureness]);
        features.add(&[sureness, own.upos, own.class]);
        features.add(&[own.lemma]);
        features.add(&[rule, own.class]);
        features.add(&[rule, own.lemma]);
        self.source(one, own, &mut features);
        self.content(one, own, &mut features);
        self.others(at, own, &mut features);
        let sentence = self.layers.sentence_at(one.anchor);
        let opens = u32::from(self.layers.sentences[sentence].opens_paragraph);
        features.group(5);
        features.add(&[sentence.min(3) as u32, opens]);
        features.add(&[sentence.min(2) as u32, own.class]);
        features.add(&[sentence.min(2) as u32, own.lemma]);
        features.add(&[sentence.min(2) as u32, score]);
    }

    fn source(&self, one: &Found, own: &Fact, features: &mut Features) {
        features.group(2);
        let head = one.source.as_ref().map(|tokens| self.head_of(tokens));
        let (kind, lemma) = head.map_or((0, 0), |head| (self.facts[head].kind, self.facts[head].lemma));
        let words = one.source.as_ref().map_or(0, |tokens| length(tokens.len()));
        let side = one.source.as_ref().map_or(0, |tokens| 1 + u32::from(tokens.start < one.anchor));
        features.add(&[kind, side]);
        features.add(&[kind, own.lemma]);
        features.add(&[kind, own.class, own.upos]);
        features.add(&[kind, words]);
        features.add(&[lemma]);
        features.add(&[lemma, own.class]);
        features.add(&[lemma, own.lemma]);
        features.add(&[side, words, own.upos, own.relation]);
    }

    fn content(&self, one: &Found, own: &Fact, features: &mut Features) {
        features.group(3);
        let first = one.content[0].clone();
        let (opening, head) = (&self.facts[first.start], self.head_of(&first));
        let top = &self.facts[head];
        let tied = self.layers.head(head) == Some(one.anchor);
        let words = length(one.words());
        let side = u32::from(first.start < one.anchor) + u32::from(one.content.len() > 1) * 2;
        let verbal = one.content.iter().cloned().flatten().any(|at| self.layers.upos(at) == Upos::Verb);
        let quoted: usize = one.content.iter().cloned().flatten().filter(|&at| self.facts[at].quote != 0).count();
        let share = (quoted * 4 / one.words().max(1)) as u32;
        let digit = one.content.iter().cloned().flatten().any(|at| self.layers.upos(at) == Upos::Num);
        let shape = mix(side * 2 + u32::from(verbal), share);
        let place = mix(top.relation, u32::from(tied));
        features.add(&[shape, words]);
        features.add(&[shape, own.class, own.upos]);
        features.add(&[shape, own.lemma]);
        features.add(&[place, own.class]);
        features.add(&[place, own.lemma]);
        features.add(&[place, top.upos, own.upos]);
        features.add(&[opening.form, own.class]);
        features.add(&[opening.form, own.lemma]);
        features.add(&[opening.upos, side, own.upos]);
        features.add(&[words, own.lemma]);
        features.add(&[words, own.class, side]);
        features.add(&[u32::from(digit), own.class]);
        let draft = self.rules.draft(one.anchor);
        let agrees =
            one.content.iter().cloned().flatten().filter(|&at| Rules::part(draft, at) == Part::Content).count();
        let agreement = if draft.is_none() { 9 } else { (agrees * 4 / one.words().max(1)) as u32 };
        features.add(&[agreement, own.upos]);
        features.add(&[agreement, own.class]);
    }

    fn others(&self, at: usize, own: &Fact, features: &mut Features) {
        features.group(4);
        let one = &self.found[at];
        let first = self.found[..at].iter().rposition(|other| other.anchor + 120 < one.anchor).map_or(0, |at| at + 1);
        let near = self.found[first..].iter().take_while(|other| other.anchor < one.anchor + 120);
        let (mut above, mut below, mut beside, mut count) = (None::<f32>, None::<f32>, None::<f32>, 0);
        for other in near.filter(|other| other.anchor != one.anchor) {
            let raise = |slot: &mut Option<f32>| *slot = Some(slot.map_or(other.score, |known| known.max(other.score)));
            if other.covers(one.anchor) {
                raise(&mut above);
            } else if one.covers(other.anchor) {
                raise(&mut below);
            } else if other.content.iter().any(|piece| one.content.iter().any(|own| own.contains(&piece.start))) {
                raise(&mut beside);
            } else {
                continue;
            }
            count += 1;
        }
        let apart = |other: Option<f32>| other.map_or(99, |other| steps((other - one.score) / 2.0));
        let high = |other: Option<f32>| other.map_or(99, |other| steps(other / 2.0));
        features.add(&[1, apart(above)]);
        features.add(&[1, apart(below)]);
        features.add(&[1, apart(beside)]);
        features.add(&[2, high(above)]);
        features.add(&[2, high(below)]);
        features.add(&[2, high(beside)]);
        features.add(&[high(above), own.class]);
        features.add(&[high(below), own.class]);
        features.add(&[high(beside), own.class]);
        features.add(&[high(above), high(below), high(beside)]);
        features.add(&[count.min(4)]);
    }

    fn head_of(&self, tokens: &Range<usize>) -> usize {
        let outside = |&at: &usize| self.layers.head(at).is_none_or(|head| !tokens.contains(&head));
        tokens.clone().find(|at| outside(at) && self.layers.upos(*at) != Upos::Punct).unwrap_or(tokens.start)
    }
}
