//! Dependency trees: every pair of words is scored (Dozat and Manning 2017, with distances), and the best projective
//! tree with one root is found exactly (Eisner 1996).

use crate::encoder::Batch;
use crate::encoder::matrix::{Matrix, Weights, highest};
use crate::encoder::model::{Model, ROOT_PLACE};
use crate::syntax::Relation;
use pulp::{Arch, Simd, WithSimd};
use std::ops::Range;

/// A pair that may not be.
const NEVER: f32 = -1e9;

/// Class of the distance from a word to its head: 0 to 9 before it, the farthest first, 11 to 20 behind it.
const fn place(word: usize, head: usize) -> usize {
    let step = match word.abs_diff(head) {
        size @ ..=6 => size.saturating_sub(1),
        7..=8 => 6,
        9..=12 => 7,
        13..=20 => 8,
        _ => 9,
    };
    if head < word { ROOT_PLACE - 1 - step } else { ROOT_PLACE + 1 + step }
}

/// Words farther away than that are all as far.
const FAR: usize = 20;

/// Classes of the distance to heads from [`FAR`] before a word to as far behind it.
const NEAR: [u8; 2 * FAR + 1] = {
    let mut near = [0; 2 * FAR + 1];
    let mut head = 0;
    while head < near.len() {
        near[head] = place(FAR, head) as u8;
        head += 1;
    }
    near
};

/// Parses the pieces of one batch after the other.
#[derive(Default)]
pub struct Parser {
    dependents: Matrix,
    heads: Matrix,
    sought: Matrix,
    by_place: Matrix,
    as_dependent: Matrix,
    as_head: Matrix,
    piece_heads: Weights,
    scores: Matrix,
    root: Vec<f32>,
    mixed: Matrix,
    labels: Matrix,
    chart: Chart,
    /// Head of each word of the piece; `None` for its root.
    tree: Vec<Option<usize>>,
}

impl Parser {
    /// Looks at the words of a batch; then its pieces can be parsed.
    pub fn prepare(&mut self, batch: &Batch) {
        let model = batch.model;
        batch.apply(&model.arc_dependent, &mut self.dependents);
        batch.apply(&model.arc_head, &mut self.heads);
        for matrix in [&mut self.dependents, &mut self.heads] {
            matrix.values_mut().iter_mut().for_each(|value| *value = value.max(0.0));
        }
        model.arc.product(self.dependents.values(), self.dependents.columns(), &mut self.sought);
        model.distance.product(self.dependents.values(), self.dependents.columns(), &mut self.by_place);
        batch.apply(&model.label_dependent, &mut self.as_dependent);
        batch.apply(&model.label_head, &mut self.as_head);
    }

    /// The head (from 0; `None` for the root) and the relation of each word of the piece at these rows.
    pub fn parse(&mut self, model: &Model, rows: Range<usize>) -> impl Iterator<Item = (Option<usize>, Relation)> {
        self.score(rows.clone());
        let Self { scores, root, chart, tree, .. } = self;
        Arch::new().dispatch(Search { scores, root, chart, tree });
        self.label(model, rows);
        self.tree.iter().enumerate().map(|(word, &head)| match head {
            None => (None, Relation::Root),
            Some(_) => (head, relation(model, self.labels.row(word))),
        })
    }

    /// Fills `scores`, a row for each word and a column for each head, and `root`.
    fn score(&mut self, rows: Range<usize>) {
        let (count, columns) = (rows.len(), self.heads.columns());
        let heads = &self.heads;
        self.piece_heads.fill_columns(columns, count, |head| heads.row(rows.start + head));
        let sought = &self.sought.values()[rows.start * columns..rows.end * columns];
        self.piece_heads.product(sought, columns, &mut self.scores);
        self.root.clear();
        for word in 0..count {
            let by_place = self.by_place.row(rows.start + word);
            self.root.push(by_place[ROOT_PLACE]);
            let scores = &mut self.scores.row_mut(word)[..count];
            add_distances(scores, word, by_place);
            scores[word] = NEVER;
        }
    }

    /// Fills `labels`, a row for each word and a column for each relation.
    fn label(&mut self, model: &Model, rows: Range<usize>) {
        let width = model.label_root.len();
        self.mixed.reset(rows.len(), width);
        for (word, head) in self.tree.iter().enumerate() {
            let head_part = head.map_or(model.label_root, |head| self.as_head.row(rows.start + head));
            let own = self.as_dependent.row(rows.start + word);
            let places = width * head.map_or(ROOT_PLACE, |head| place(word, head));
            let parts = own.iter().zip(head_part).zip(&model.label_place[places..places + width]);
            for (mixed, ((own, head), place)) in self.mixed.row_mut(word).iter_mut().zip(parts) {
                *mixed = (own + head + place).max(0.0);
            }
        }
        model.relation.product(self.mixed.values(), width, &mut self.labels);
    }
}

/// Adds to the scores of a word's heads what their distance adds.
fn add_distances(scores: &mut [f32], word: usize, by_place: &[f32]) {
    let (first, end) = (word.saturating_sub(FAR), scores.len().min(word + FAR + 1));
    scores[..first].iter_mut().for_each(|score| *score += by_place[0]);
    scores[end..].iter_mut().for_each(|score| *score += by_place[2 * ROOT_PLACE]);
    let near = scores[first..end].iter_mut().zip(&NEAR[FAR + first - word..]);
    near.for_each(|(score, &class)| *score += by_place[usize::from(class)]);
}

fn relation(model: &Model, scores: &[f32]) -> Relation {
    let scores = &scores[..model.relation_labels.len().min(scores.len())];
    let best = Some(highest(scores)).filter(|&best| best > NEVER);
    let best = best.and_then(|best| scores.iter().position(|&score| score == best));
    best.map_or(Relation::Dep, |best| model.relation_labels[best])
}

/// The search for the best tree; computed with what instructions there are.
struct Search<'a> {
    scores: &'a Matrix,
    root: &'a [f32],
    chart: &'a mut Chart,
    tree: &'a mut Vec<Option<usize>>,
}

impl WithSimd for Search<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        best_heads(self.scores, self.root, self.tree);
        if !is_projective_tree(self.tree) {
            self.chart.solve(self.scores, self.root, self.tree);
        }
    }
}

/// The best head of each word by itself.
#[inline(always)]
fn best_heads(scores: &Matrix, root: &[f32], tree: &mut Vec<Option<usize>>) {
    tree.clear();
    for (word, &root_score) in root.iter().enumerate() {
        let scores = &scores.row(word)[..root.len()];
        let best = Some(highest(scores)).filter(|&best| best > root_score);
        tree.push(best.and_then(|best| scores.iter().position(|&score| score == best)));
    }
}

/// Whether heads make a tree with one root and without crossing arcs.
fn is_projective_tree(tree: &[Option<usize>]) -> bool {
    if tree.iter().filter(|head| head.is_none()).count() != 1 {
        return false;
    }
    let arcs = tree.iter().enumerate().filter_map(|(word, head)| head.map(|head| (word.min(head), word.max(head))));
    let mut arcs: Vec<(usize, usize)> = arcs.collect();
    arcs.sort_unstable_by_key(|&(left, right)| (left, std::cmp::Reverse(right)));
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (left, right) in arcs {
        while open.last().is_some_and(|&(_, end)| end <= left) {
            open.pop();
        }
        if open.last().is_some_and(|&(start, end)| end < right || (start == left && end == right)) {
            return false;
        }
        open.push((left, right));
    }
    no_cycle(tree) && !covered(tree)
}

fn no_cycle(tree: &[Option<usize>]) -> bool {
    (0..tree.len()).all(|word| {
        let chain = std::iter::successors(tree[word], |&head| tree[head]);
        chain.take(tree.len()).count() < tree.len()
    })
}

/// Whether an arc passes over the root.
fn covered(tree: &[Option<usize>]) -> bool {
    let root = tree.iter().position(Option::is_none);
    let over = |(word, head): (usize, &Option<usize>)| {
        head.zip(root).is_some_and(|(head, root)| word.min(head) < root && root < word.max(head))
    };
    tree.iter().enumerate().any(over)
}

/// Eisner's tables over stretches of words, `[from × to]` or, turned, `[to × from]`, so that each best split is one
/// pass over two runs of memory.
#[derive(Default)]
struct Chart {
    size: usize,
    /// Headed by the first word, complete.
    right: Vec<f32>,
    right_turned: Vec<f32>,
    /// Headed by the last word, complete.
    left: Vec<f32>,
    left_turned: Vec<f32>,
    /// With an arc from the first to the last word.
    open_right: Vec<f32>,
    /// With an arc from the last to the first word, turned.
    open_left_turned: Vec<f32>,
}

impl Chart {
    #[inline(always)]
    fn solve(&mut self, scores: &Matrix, root: &[f32], tree: &mut Vec<Option<usize>>) {
        let size = root.len();
        self.size = size;
        for table in [&mut self.right, &mut self.right_turned, &mut self.left, &mut self.left_turned] {
            table.clear();
            table.resize(size * size, 0.0);
        }
        self.open_right.resize(size * size, NEVER);
        self.open_left_turned.resize(size * size, NEVER);
        for length in 1..size {
            for from in 0..size - length {
                self.stretch(scores, from, from + length);
            }
        }
        tree.clear();
        tree.resize(size, None);
        let total = |word: &usize| self.left[*word] + root[*word] + self.right[word * size + size - 1];
        let mut best = 0;
        for word in 1..size {
            if total(&word) > total(&best) {
                best = word;
            }
        }
        self.trace(best, tree);
    }

    #[inline(always)]
    fn stretch(&mut self, scores: &Matrix, from: usize, to: usize) {
        let size = self.size;
        let base = most(self.halves(from, to));
        self.open_right[from * size + to] = base + scores.row(to)[from];
        self.open_left_turned[to * size + from] = base + scores.row(from)[to];
        let right = most(self.rightwards(from, to));
        let left = most(self.leftwards(from, to));
        self.right[from * size + to] = right;
        self.right_turned[to * size + from] = right;
        self.left[from * size + to] = left;
        self.left_turned[to * size + from] = left;
    }

    /// Of two words that are about to be joined: what the first governs, and what the last governs.
    #[inline(always)]
    fn halves(&self, from: usize, to: usize) -> (&[f32], &[f32]) {
        let (first, last) = (from * self.size, to * self.size);
        (&self.right[first + from..first + to], &self.left_turned[last + from + 1..last + to + 1])
    }

    #[inline(always)]
    fn rightwards(&self, from: usize, to: usize) -> (&[f32], &[f32]) {
        let (first, last) = (from * self.size, to * self.size);
        (&self.open_right[first + from + 1..first + to + 1], &self.right_turned[last + from + 1..last + to + 1])
    }

    #[inline(always)]
    fn leftwards(&self, from: usize, to: usize) -> (&[f32], &[f32]) {
        let (first, last) = (from * self.size, to * self.size);
        (&self.left[first + from..first + to], &self.open_left_turned[last + from..last + to])
    }

    /// Follows the best splits down from the root.
    fn trace(&self, root: usize, tree: &mut [Option<usize>]) {
        let mut to_do = vec![(0, root, false), (root, self.size - 1, true)];
        while let Some((from, to, headed_by_first)) = to_do.pop() {
            if from == to {
                continue;
            }
            let (head, word) = if headed_by_first {
                let word = from + 1 + place_of_most(self.rightwards(from, to));
                to_do.push((word, to, true));
                (from, word)
            } else {
                let word = from + place_of_most(self.leftwards(from, to));
                to_do.push((from, word, false));
                (to, word)
            };
            tree[word] = Some(head);
            let (first, last) = (head.min(word), head.max(word));
            let split = first + place_of_most(self.halves(first, last));
            to_do.push((first, split, true));
            to_do.push((split + 1, last, false));
        }
    }
}

/// Sums are compared in so many lanes.
const LANES: usize = 8;

/// The largest sum of two numbers at one place.
#[inline(always)]
fn most((a, b): (&[f32], &[f32])) -> f32 {
    let mut lanes = [f32::NEG_INFINITY; LANES];
    let (chunks, others) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest = chunks.remainder().iter().zip(others.remainder());
    let mut best = rest.fold(f32::NEG_INFINITY, |best, (a, b)| if a + b > best { a + b } else { best });
    for (a, b) in chunks.zip(others) {
        lanes = std::array::from_fn(|lane| {
            let sum = a[lane] + b[lane];
            if sum > lanes[lane] { sum } else { lanes[lane] }
        });
    }
    for lane in lanes {
        best = if lane > best { lane } else { best };
    }
    best
}

/// The first place of the largest sum.
fn place_of_most((a, b): (&[f32], &[f32])) -> usize {
    let most = most((a, b));
    a.iter().zip(b).position(|(a, b)| a + b >= most).unwrap_or(0)
}
