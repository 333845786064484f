//! Trains the tagger.

use super::Sentence;
use crate::train::learner::{Dice, Learner, rival};
use rashomon_text::syntax::Upos;
use rashomon_text::syntax::atoms::{self, Atoms};
use rashomon_text::syntax::model::{TAGS, Table};
use rashomon_text::syntax::tagger::{Context, START, best, look_up, tag};
use std::collections::BTreeMap;

/// Binary logarithm of the number of rows.
const ROWS: u32 = 17;
/// A decision with a smaller lead is learned again.
const MARGIN: f32 = 20.0;
/// Parts that the treebank is cut into to tag each with a model of the others.
const FOLDS: usize = 5;
/// Passes of such a model.
const FOLD_PASSES: usize = 4;
/// A form is known if it was seen so often.
const KNOWN: usize = 2;

/// The weights, and the tags of known words.
pub fn train(sentences: &[Sentence], passes: usize) -> (Learner<TAGS>, Vec<[u32; 2]>) {
    let sentences: Vec<&Sentence> = sentences.iter().collect();
    train_on(&sentences, passes)
}

/// The tags that a sentence would get from a model that never saw it.
pub fn jackknife(sentences: &[Sentence]) -> Vec<Vec<Upos>> {
    let mut tags = vec![Vec::new(); sentences.len()];
    for fold in 0..FOLDS {
        let kept = sentences.iter().enumerate().filter(|(at, _)| at % FOLDS != fold);
        let (mut learner, known) = train_on(&kept.map(|(_, sentence)| sentence).collect::<Vec<_>>(), FOLD_PASSES);
        learner.average();
        for (at, sentence) in sentences.iter().enumerate().filter(|(at, _)| at % FOLDS == fold) {
            let (atoms, known) = prepare(sentence, &known);
            tag(&learner, &Context::new(&atoms, &known), &mut tags[at]);
        }
    }
    tags
}

fn train_on(sentences: &[&Sentence], passes: usize) -> (Learner<TAGS>, Vec<[u32; 2]>) {
    let known = known(sentences);
    let prepared: Vec<_> = sentences.iter().map(|sentence| prepare(sentence, &known)).collect();
    let mut learner = Learner::new(ROWS);
    let mut dice = Dice::new(11);
    for _ in 0..passes {
        for at in dice.shuffled(sentences.len()) {
            let (atoms, known) = &prepared[at];
            learn(&mut learner, &Context::new(atoms, known), &sentences[at].upos);
        }
    }
    (learner, known)
}

fn learn(learner: &mut Learner<TAGS>, context: &Context, gold: &[Upos]) {
    use rashomon_text::syntax::model::Weights;
    let mut before = [START, START];
    for (token, &gold) in gold.iter().enumerate() {
        let features = context.features(token, before);
        let scores = learner.scores(&features);
        let predicted = best(&scores, Upos::ALL.len());
        learner.tick();
        let rival = rival(&scores[..Upos::ALL.len()], gold as usize);
        if scores[gold as usize] - scores[rival] <= MARGIN {
            learner.update(&features, gold as usize, rival, 1.0);
        }
        before = [predicted as u32, before[0]];
    }
}

fn prepare(sentence: &Sentence, known: &[[u32; 2]]) -> (Vec<Atoms>, Vec<u32>) {
    let mut atoms = Vec::new();
    let mut sets = Vec::new();
    atoms::fill(&sentence.text, &sentence.tokens, &mut atoms);
    look_up(&Table::new(known), &atoms, &mut sets);
    (atoms, sets)
}

/// The tags of every form seen often enough: those that it bears at least every twentieth time.
fn known(sentences: &[&Sentence]) -> Vec<[u32; 2]> {
    let mut counts: BTreeMap<u32, [usize; Upos::ALL.len()]> = BTreeMap::new();
    for sentence in sentences {
        let mut atoms = Vec::new();
        atoms::fill(&sentence.text, &sentence.tokens, &mut atoms);
        for (atoms, &upos) in atoms.iter().zip(&sentence.upos) {
            counts.entry(atoms.form).or_default()[upos as usize] += 1;
        }
    }
    let entries: Vec<(u32, u32)> =
        counts.into_iter().filter_map(|(form, counts)| Some((form, tags(&counts)?))).collect();
    Table::build(&entries)
}

fn tags(counts: &[usize]) -> Option<u32> {
    let all: usize = counts.iter().sum();
    let often = |&(_, &count): &(usize, &usize)| count * 20 >= all && count > 0;
    let bits = counts.iter().enumerate().filter(often).fold(0, |bits, (tag, _)| bits | 1 << tag);
    (all >= KNOWN).then_some(bits)
}
