//! Trees: greedy transitions, each chosen by a linear model, and a label for each arc.

use super::Upos;
use super::atoms::Atoms;
use super::hash::{mix, small};
use super::model::{LABELS, MOVES, Weights};
use super::state::{Move, NO_LABEL, NONE, Node, State};

/// Features of one transition.
pub const MOVE_FEATURES: usize = 76;
/// Features of one arc's label.
pub const LABEL_FEATURES: usize = 48;

/// Hashes of one token, once it is tagged.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leaf {
    /// Form.
    pub word: u32,
    /// Tag.
    pub tag: u32,
    /// Both.
    pub both: u32,
    /// Last three characters.
    pub suffix: u32,
    /// Capitals, digits, marks.
    pub shape: u32,
}

/// Fills `leaves` from a sentence's atoms and tags.
pub fn leaves(atoms: &[Atoms], tags: &[Upos], leaves: &mut Vec<Leaf>) {
    leaves.clear();
    leaves.extend(atoms.iter().zip(tags).map(|(atoms, &tag)| {
        let tag = small(tag as u32);
        let both = mix(atoms.form, tag);
        Leaf { word: atoms.form, tag, both, suffix: atoms.suffixes[2], shape: atoms.shape }
    }));
}

const NO_LEAF: Leaf =
    Leaf { word: 0x1b87_3593, tag: 0x52dc_e729, both: 0x3849_5ab5, suffix: 0x61c8_8647, shape: 0x2545_f491 };

/// A half-parsed sentence with the hashes of its tokens.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Hashes.
    pub leaves: &'a [Leaf],
    /// Stack, buffer and arcs.
    pub state: &'a State,
}

impl View<'_> {
    #[inline]
    fn leaf(&self, token: u32) -> &Leaf {
        self.leaves.get(token as usize).unwrap_or(&NO_LEAF)
    }

    #[inline]
    fn node(&self, token: u32) -> Option<&Node> {
        self.state.nodes().get(token as usize)
    }

    #[inline]
    fn label(&self, token: u32) -> u32 {
        small(self.node(token).map_or(u32::from(NO_LABEL) + 1, |node| u32::from(node.label)))
    }

    #[inline]
    fn outer(&self, token: u32) -> ([u32; 2], [u32; 2], [u32; 2]) {
        self.node(token).map_or(([NONE; 2], [NONE; 2], [9; 2]), |node| {
            (node.left, node.right, node.children.map(|count| u32::from(count.min(5))))
        })
    }

    /// The features of the next transition.
    pub fn move_features(&self) -> [u32; MOVE_FEATURES] {
        let [s0, s1, s2] = [0, 1, 2].map(|depth| self.state.stack(depth));
        let [b0, b1, b2] = [0, 1, 2].map(|offset| self.state.buffer(offset));
        let (s0_left, s0_right, s0_count) = self.outer(s0);
        let (s1_left, s1_right, s1_count) = self.outer(s1);
        let (b0_left, _, b0_count) = self.outer(b0);
        let [s, t, u] = [s0, s1, s2].map(|token| *self.leaf(token));
        let [b, c, d] = [b0, b1, b2].map(|token| *self.leaf(token));
        let [sl, sr, tr, bl] = [s0_left[0], s0_right[0], s1_right[0], b0_left[0]].map(|token| *self.leaf(token));
        let near = distance(s0, b0);
        let far = distance(s1, s0);
        let st_bt = mix(s.tag, b.tag);
        let tt_st = mix(t.tag, s.tag);
        let s_marks = small(s0_count[0] | s0_count[1] << 4);
        let b_marks = small(b0_count[0] | 0x100);
        let s_labels = mix(self.label(s0_left[0]), self.label(s0_right[0]));
        let s_set = small(self.set(s0));
        let b_set = small(self.set(b0));
        let t_set = small(self.set(s1));
        [
            mix(1, s.both),
            mix(2, s.word),
            mix(3, s.tag),
            mix(4, b.both),
            mix(5, b.word),
            mix(6, b.tag),
            mix(7, c.both),
            mix(8, c.word),
            mix(9, c.tag),
            mix(10, d.both),
            mix(11, d.tag),
            mix(12, t.both),
            mix(13, t.word),
            mix(14, t.tag),
            mix(15, u.tag),
            mix(16, u.both),
            mix(mix(17, s.both), b.both),
            mix(mix(18, s.both), b.word),
            mix(mix(19, s.word), b.both),
            mix(mix(20, s.both), b.tag),
            mix(mix(21, s.tag), b.both),
            mix(mix(22, s.word), b.word),
            mix(23, st_bt),
            mix(mix(24, b.tag), c.tag),
            mix(25, tt_st),
            mix(mix(26, t.word), s.word),
            mix(mix(27, t.both), s.tag),
            mix(mix(28, t.tag), s.both),
            mix(mix(29, t.tag), b.tag),
            mix(mix(30, t.word), b.word),
            mix(mix(31, b.tag), mix(c.tag, d.tag)),
            mix(mix(32, st_bt), c.tag),
            mix(mix(33, tt_st), b.tag),
            mix(mix(34, tt_st), u.tag),
            mix(mix(35, st_bt), sl.tag),
            mix(mix(36, st_bt), sr.tag),
            mix(mix(37, st_bt), bl.tag),
            mix(mix(38, tt_st), sl.tag),
            mix(mix(39, tt_st), sr.tag),
            mix(mix(40, tt_st), tr.tag),
            mix(mix(41, mix(t.tag, s.word)), b.tag),
            mix(mix(42, tt_st), b.word),
            mix(mix(43, mix(t.word, s.tag)), b.tag),
            mix(mix(44, s.word), near),
            mix(mix(45, s.tag), near),
            mix(mix(46, b.word), near),
            mix(mix(47, b.tag), near),
            mix(mix(48, st_bt), near),
            mix(mix(49, tt_st), far),
            mix(mix(50, mix(tt_st, b.tag)), far),
            mix(mix(51, s.word), s_marks),
            mix(mix(52, s.tag), s_marks),
            mix(mix(53, b.word), b_marks),
            mix(mix(54, b.tag), b_marks),
            mix(mix(55, t.tag), small(s1_count[1] | 0x200)),
            mix(mix(56, t.word), small(s1_count[1] | 0x200)),
            mix(mix(57, s.word), s_labels),
            mix(mix(58, st_bt), s_labels),
            mix(mix(59, s.both), s_set),
            mix(mix(60, st_bt), s_set),
            mix(mix(61, b.both), b_set),
            mix(mix(62, st_bt), b_set),
            mix(mix(63, tt_st), t_set),
            mix(mix(64, mix(tt_st, s_set)), t_set),
            mix(mix(65, mix(st_bt, s_set)), b_set),
            mix(mix(66, sl.word), mix(s.tag, b.tag)),
            mix(mix(67, sl.word), mix(s.tag, t.both)),
            mix(mix(68, sr.word), st_bt),
            mix(mix(69, bl.word), st_bt),
            mix(mix(70, st_bt), mix(c.tag, d.tag)),
            mix(mix(71, s.suffix), b.suffix),
            mix(mix(72, s.suffix), st_bt),
            mix(mix(73, b.suffix), st_bt),
            mix(mix(74, t.suffix), mix(tt_st, b.tag)),
            mix(mix(75, c.word), st_bt),
            mix(mix(76, self.label(s1_left[0])), mix(tt_st, self.leaf(self.state.buffer(3)).tag)),
        ]
    }

    /// The relations of a token's children, folded into 32 bits.
    #[inline]
    fn set(&self, token: u32) -> u32 {
        let labels = self.node(token).map_or(0, |node| node.labels);
        (labels as u32) ^ ((labels >> 32) as u32).wrapping_mul(0x0101_6b55)
    }

    /// The features of an arc that is about to be made.
    pub fn label_features(&self, head: u32, dependent: u32) -> [u32; LABEL_FEATURES] {
        let (h, d) = (*self.leaf(head), *self.leaf(dependent));
        let before = *self.leaf(dependent.wrapping_sub(1));
        let after = *self.leaf(dependent + 1);
        let (head_before, head_after) = (*self.leaf(head.wrapping_sub(1)), *self.leaf(head + 1));
        let side = small(u32::from(dependent < head) | 0x400);
        let far = mix(distance(head.min(dependent), head.max(dependent)), side);
        let (left, right, count) = self.outer(dependent);
        let [dl, dm, dr] = [left[0], left[1], right[0]].map(|token| *self.leaf(token));
        let (head_left, head_right, _) = self.outer(head);
        let sibling = if dependent < head { head_left[0] } else { head_right[0] };
        let sibling_label = self.label(sibling);
        let d_set = small(self.set(dependent));
        let h_set = small(self.set(head));
        let tags = mix(mix(h.tag, d.tag), side);
        let counts = small(count[0] | count[1] << 4 | 0x800);
        let h_word = mix(h.word, side);
        let d_word = mix(d.word, side);
        let [next, beyond] = [0, 1].map(|offset| *self.leaf(self.state.buffer(offset)));
        [
            mix(101, tags),
            mix(mix(102, h_word), d.word),
            mix(mix(103, h_word), d.tag),
            mix(mix(104, d_word), h.tag),
            mix(105, mix(h.both, side)),
            mix(106, mix(d.both, side)),
            mix(107, d_word),
            mix(108, h_word),
            mix(109, d.suffix),
            mix(mix(110, d.suffix), tags),
            mix(mix(111, h.suffix), tags),
            mix(mix(112, tags), far),
            mix(mix(113, d_word), far),
            mix(mix(114, h_word), far),
            mix(mix(115, tags), d_set),
            mix(mix(116, d_word), d_set),
            mix(mix(117, h_word), d_set),
            mix(mix(118, tags), h_set),
            mix(mix(119, d_word), h_set),
            mix(mix(120, h_word), h_set),
            mix(mix(121, mix(tags, d_set)), h_set),
            mix(mix(122, tags), dl.word),
            mix(mix(123, h_word), dl.word),
            mix(mix(124, d_word), dl.word),
            mix(mix(125, tags), dl.tag),
            mix(mix(126, tags), dm.word),
            mix(mix(127, tags), dr.word),
            mix(mix(128, tags), dr.tag),
            mix(mix(129, tags), sibling_label),
            mix(mix(130, h_word), sibling_label),
            mix(mix(131, d_word), sibling_label),
            mix(mix(132, tags), self.leaf(sibling).word),
            mix(mix(133, tags), before.word),
            mix(mix(134, tags), before.tag),
            mix(mix(135, tags), after.word),
            mix(mix(136, tags), after.tag),
            mix(mix(137, tags), head_after.word),
            mix(mix(138, tags), head_before.word),
            mix(mix(139, tags), counts),
            mix(mix(140, d.shape), tags),
            mix(mix(141, h.shape), mix(tags, d.shape)),
            mix(mix(142, tags), next.tag),
            mix(mix(143, tags), mix(next.tag, beyond.tag)),
            mix(mix(144, mix(tags, before.tag)), after.tag),
            mix(mix(145, tags), next.word),
            mix(mix(146, mix(d_word, before.word)), h.tag),
            mix(mix(147, mix(tags, dl.word)), d_set),
            mix(mix(148, mix(h_word, dl.word)), d.tag),
        ]
    }
}

/// A class of distances.
#[inline]
fn distance(from: u32, to: u32) -> u32 {
    let class = match to.wrapping_sub(from) {
        _ if from == NONE || to == NONE => 0,
        near @ 1..=5 => near,
        6..=10 => 6,
        11..=20 => 7,
        _ => 8,
    };
    small(class | 0x1000)
}

/// The allowed move with the highest score.
#[inline]
pub fn best_move<S: Copy + PartialOrd>(state: &State, scores: &[S; MOVES]) -> Move {
    let allowed = Move::ALL.into_iter().filter(|&step| state.allows(step));
    let better = |best: Move, step: Move| if scores[step as usize] > scores[best as usize] { step } else { best };
    allowed.reduce(better).unwrap_or(Move::Shift)
}

/// Parses a tagged sentence; `labels` columns are in use.
pub fn parse<M, L>(moves: &M, labels: &L, columns: usize, leaves: &[Leaf], state: &mut State)
where
    M: Weights<MOVES>,
    L: Weights<LABELS>,
{
    state.reset(leaves.len());
    while !state.is_done() {
        let view = View { leaves, state };
        let step = best_move(state, &moves.scores(&view.move_features()));
        let label = state.arc(step).map_or(NO_LABEL, |(head, dependent)| {
            super::tagger::best(&labels.scores(&view.label_features(head, dependent)), columns) as u8
        });
        state.apply(step, label);
    }
}
