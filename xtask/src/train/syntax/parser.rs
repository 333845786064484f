//! Trains the parser and the labeller.

use super::Sentence;
use super::oracle::Gold;
use crate::train::learner::{Dice, Learner, rival};
use rashomon_text::syntax::Upos;
use rashomon_text::syntax::atoms;
use rashomon_text::syntax::model::{LABELS, MOVES, Weights};
use rashomon_text::syntax::parser::{Leaf, View, leaves};
use rashomon_text::syntax::state::{Move, NO_LABEL, State};
use rashomon_text::syntax::tagger::best;

/// Binary logarithms of the numbers of rows.
const MOVE_ROWS: u32 = 20;
const LABEL_ROWS: u32 = 16;
/// Follows its own mistakes from this pass on.
const EXPLORE_FROM: usize = 1;
/// A decision with a smaller lead is learned again.
const MOVE_MARGIN: f32 = 120.0;
const LABEL_MARGIN: f32 = 20.0;

struct Item {
    leaves: Vec<Leaf>,
    gold: Gold,
    labels: Vec<u8>,
}

struct Trainer {
    moves: Learner<MOVES>,
    labels: Learner<LABELS>,
    columns: usize,
}

/// The weights of the parser and of the labeller.
pub fn train(
    sentences: &[Sentence],
    tags: &[Vec<Upos>],
    relations: &[u8; LABELS],
    passes: usize,
) -> (Learner<MOVES>, Learner<LABELS>) {
    let items: Vec<Item> = sentences.iter().zip(tags).map(|(sentence, tags)| item(sentence, tags, relations)).collect();
    let mut trainer = Trainer {
        moves: Learner::new(MOVE_ROWS),
        labels: Learner::new(LABEL_ROWS),
        columns: relations.iter().take_while(|&&code| code != u8::MAX).count(),
    };
    let mut order = Dice::new(7);
    for pass in 0..passes {
        let mut wrong = 0;
        for at in order.shuffled(items.len()) {
            wrong += trainer.sentence(&items[at], pass >= EXPLORE_FROM);
        }
        println!("parser, pass {}: {wrong} wrong moves", pass + 1);
    }
    (trainer.moves, trainer.labels)
}

fn item(sentence: &Sentence, tags: &[Upos], relations: &[u8; LABELS]) -> Item {
    let mut atoms = Vec::new();
    let mut leaf = Vec::new();
    atoms::fill(&sentence.text, &sentence.tokens, &mut atoms);
    leaves(&atoms, tags, &mut leaf);
    let column = |code: u8| relations.iter().position(|&known| known == code).map_or(NO_LABEL, |at| at as u8);
    let labels = sentence.relations.iter().map(|&relation| column(relation as u8)).collect();
    Item { leaves: leaf, gold: Gold::of(sentence), labels }
}

impl Trainer {
    /// Learns from one sentence; the number of wrong moves.
    fn sentence(&mut self, item: &Item, explore: bool) -> usize {
        let mut state = State::default();
        state.reset(item.leaves.len());
        let mut wrong = 0;
        while !state.is_done() {
            let view = View { leaves: &item.leaves, state: &state };
            if let Some(step) = state.forced() {
                let label = self.label(item, &view, step);
                state.apply(step, label);
                continue;
            }
            let features = view.move_features();
            let scores = self.moves.scores(&features);
            let costs = item.gold.costs(&state);
            let predicted = choose(&scores, |step| costs[step as usize].is_some());
            let least = costs.iter().flatten().min().copied().unwrap_or(0);
            let right = choose(&scores, |step| costs[step as usize] == Some(least));
            self.moves.tick();
            let is_wrong = costs[predicted as usize] != Some(least);
            wrong += usize::from(is_wrong);
            if costs.iter().flatten().any(|&cost| cost > least) {
                let rival = choose(&scores, |step| costs[step as usize].is_some_and(|cost| cost > least));
                if scores[right as usize] - scores[rival as usize] <= MOVE_MARGIN {
                    self.moves.update(&features, right as usize, rival as usize, 1.0);
                }
            }
            let step = if explore || !is_wrong { predicted } else { right };
            let label = self.label(item, &view, step);
            state.apply(step, label);
        }
        wrong
    }

    /// Labels the arc that a move makes, and learns from it if the arc is right.
    fn label(&mut self, item: &Item, view: &View, step: Move) -> u8 {
        let Some((head, dependent)) = view.state.arc(step) else { return NO_LABEL };
        let features = view.label_features(head, dependent);
        let scores = self.labels.scores(&features);
        let predicted = best(&scores, self.columns);
        let gold = item.labels[dependent as usize];
        if item.gold.heads[dependent as usize] == head && gold != NO_LABEL {
            self.labels.tick();
            let rival = rival(&scores[..self.columns], usize::from(gold));
            if scores[usize::from(gold)] - scores[rival] <= LABEL_MARGIN {
                self.labels.update(&features, usize::from(gold), rival, 1.0);
            }
        }
        predicted as u8
    }
}

fn choose(scores: &[f32; MOVES], fits: impl Fn(Move) -> bool) -> Move {
    let better = |best: Move, step: Move| if scores[step as usize] > scores[best as usize] { step } else { best };
    Move::ALL.into_iter().filter(|&step| fits(step)).reduce(better).unwrap_or(Move::Shift)
}
