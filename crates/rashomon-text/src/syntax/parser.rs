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
        let parts = MoveParts::of(self);
        let mut features = [0; MOVE_FEATURES];
        features[..30].copy_from_slice(&parts.words());
        features[30..50].copy_from_slice(&parts.tags());
        features[50..].copy_from_slice(&parts.children());
        features
    }

    /// The relations of a token's children, folded into 32 bits.
    #[inline]
    fn set(&self, token: u32) -> u32 {
        let labels = self.node(token).map_or(0, |node| node.labels);
        (labels as u32) ^ ((labels >> 32) as u32).wrapping_mul(0x0101_6b55)
    }

    /// The features of an arc that is about to be made.
    pub fn label_features(&self, head: u32, dependent: u32) -> [u32; LABEL_FEATURES] {
        let parts = LabelParts::of(self, head, dependent);
        let mut features = [0; LABEL_FEATURES];
        features[..21].copy_from_slice(&parts.arc());
        features[21..].copy_from_slice(&parts.surroundings());
        features
    }
}

/// What the features of a transition are made of: leaves of the stack (`s`, `t`, `u` from the top), of the buffer (`b`,
/// `c`, `d`), of outer children (`sl` is the left one of `s`), distances, numbers and relations of children.
struct MoveParts {
    s: Leaf,
    t: Leaf,
    u: Leaf,
    b: Leaf,
    c: Leaf,
    d: Leaf,
    sl: Leaf,
    sr: Leaf,
    tr: Leaf,
    bl: Leaf,
    near: u32,
    far: u32,
    st_bt: u32,
    tt_st: u32,
    s_marks: u32,
    b_marks: u32,
    t_marks: u32,
    s_labels: u32,
    s_set: u32,
    b_set: u32,
    t_set: u32,
    t_left: u32,
    beyond: u32,
}

impl MoveParts {
    #[inline(always)]
    fn of(view: &View) -> Self {
        let [s0, s1, s2] = [0, 1, 2].map(|depth| view.state.stack(depth));
        let [b0, b1, b2] = [0, 1, 2].map(|offset| view.state.buffer(offset));
        let (s0_left, s0_right, s0_count) = view.outer(s0);
        let (s1_left, s1_right, s1_count) = view.outer(s1);
        let (b0_left, _, b0_count) = view.outer(b0);
        let [s, t, u] = [s0, s1, s2].map(|token| *view.leaf(token));
        let [b, c, d] = [b0, b1, b2].map(|token| *view.leaf(token));
        let [sl, sr, tr, bl] = [s0_left[0], s0_right[0], s1_right[0], b0_left[0]].map(|token| *view.leaf(token));
        Self {
            near: distance(s0, b0),
            far: distance(s1, s0),
            st_bt: mix(s.tag, b.tag),
            tt_st: mix(t.tag, s.tag),
            s_marks: small(s0_count[0] | s0_count[1] << 4),
            b_marks: small(b0_count[0] | 0x100),
            t_marks: small(s1_count[1] | 0x200),
            s_labels: mix(view.label(s0_left[0]), view.label(s0_right[0])),
            s_set: small(view.set(s0)),
            b_set: small(view.set(b0)),
            t_set: small(view.set(s1)),
            t_left: view.label(s1_left[0]),
            beyond: view.leaf(view.state.buffer(3)).tag,
            s,
            t,
            u,
            b,
            c,
            d,
            sl,
            sr,
            tr,
            bl,
        }
    }

    /// Forms and tags of the stack and buffer.
    #[inline(always)]
    fn words(&self) -> [u32; 30] {
        [
            mix(1, self.s.both),
            mix(2, self.s.word),
            mix(3, self.s.tag),
            mix(4, self.b.both),
            mix(5, self.b.word),
            mix(6, self.b.tag),
            mix(7, self.c.both),
            mix(8, self.c.word),
            mix(9, self.c.tag),
            mix(10, self.d.both),
            mix(11, self.d.tag),
            mix(12, self.t.both),
            mix(13, self.t.word),
            mix(14, self.t.tag),
            mix(15, self.u.tag),
            mix(16, self.u.both),
            mix(mix(17, self.s.both), self.b.both),
            mix(mix(18, self.s.both), self.b.word),
            mix(mix(19, self.s.word), self.b.both),
            mix(mix(20, self.s.both), self.b.tag),
            mix(mix(21, self.s.tag), self.b.both),
            mix(mix(22, self.s.word), self.b.word),
            mix(23, self.st_bt),
            mix(mix(24, self.b.tag), self.c.tag),
            mix(25, self.tt_st),
            mix(mix(26, self.t.word), self.s.word),
            mix(mix(27, self.t.both), self.s.tag),
            mix(mix(28, self.t.tag), self.s.both),
            mix(mix(29, self.t.tag), self.b.tag),
            mix(mix(30, self.t.word), self.b.word),
        ]
    }

    /// Tags in context, and distances.
    #[inline(always)]
    fn tags(&self) -> [u32; 20] {
        [
            mix(mix(31, self.b.tag), mix(self.c.tag, self.d.tag)),
            mix(mix(32, self.st_bt), self.c.tag),
            mix(mix(33, self.tt_st), self.b.tag),
            mix(mix(34, self.tt_st), self.u.tag),
            mix(mix(35, self.st_bt), self.sl.tag),
            mix(mix(36, self.st_bt), self.sr.tag),
            mix(mix(37, self.st_bt), self.bl.tag),
            mix(mix(38, self.tt_st), self.sl.tag),
            mix(mix(39, self.tt_st), self.sr.tag),
            mix(mix(40, self.tt_st), self.tr.tag),
            mix(mix(41, mix(self.t.tag, self.s.word)), self.b.tag),
            mix(mix(42, self.tt_st), self.b.word),
            mix(mix(43, mix(self.t.word, self.s.tag)), self.b.tag),
            mix(mix(44, self.s.word), self.near),
            mix(mix(45, self.s.tag), self.near),
            mix(mix(46, self.b.word), self.near),
            mix(mix(47, self.b.tag), self.near),
            mix(mix(48, self.st_bt), self.near),
            mix(mix(49, self.tt_st), self.far),
            mix(mix(50, mix(self.tt_st, self.b.tag)), self.far),
        ]
    }

    /// Children and endings.
    #[inline(always)]
    fn children(&self) -> [u32; 26] {
        [
            mix(mix(51, self.s.word), self.s_marks),
            mix(mix(52, self.s.tag), self.s_marks),
            mix(mix(53, self.b.word), self.b_marks),
            mix(mix(54, self.b.tag), self.b_marks),
            mix(mix(55, self.t.tag), self.t_marks),
            mix(mix(56, self.t.word), self.t_marks),
            mix(mix(57, self.s.word), self.s_labels),
            mix(mix(58, self.st_bt), self.s_labels),
            mix(mix(59, self.s.both), self.s_set),
            mix(mix(60, self.st_bt), self.s_set),
            mix(mix(61, self.b.both), self.b_set),
            mix(mix(62, self.st_bt), self.b_set),
            mix(mix(63, self.tt_st), self.t_set),
            mix(mix(64, mix(self.tt_st, self.s_set)), self.t_set),
            mix(mix(65, mix(self.st_bt, self.s_set)), self.b_set),
            mix(mix(66, self.sl.word), mix(self.s.tag, self.b.tag)),
            mix(mix(67, self.sl.word), mix(self.s.tag, self.t.both)),
            mix(mix(68, self.sr.word), self.st_bt),
            mix(mix(69, self.bl.word), self.st_bt),
            mix(mix(70, self.st_bt), mix(self.c.tag, self.d.tag)),
            mix(mix(71, self.s.suffix), self.b.suffix),
            mix(mix(72, self.s.suffix), self.st_bt),
            mix(mix(73, self.b.suffix), self.st_bt),
            mix(mix(74, self.t.suffix), mix(self.tt_st, self.b.tag)),
            mix(mix(75, self.c.word), self.st_bt),
            mix(mix(76, self.t_left), mix(self.tt_st, self.beyond)),
        ]
    }
}

/// What the features of a label are made of: leaves of head, dependent, their neighbours and children.
struct LabelParts {
    h: Leaf,
    d: Leaf,
    before: Leaf,
    after: Leaf,
    head_before: Leaf,
    head_after: Leaf,
    dl: Leaf,
    dm: Leaf,
    dr: Leaf,
    sibling: Leaf,
    next: Leaf,
    beyond: Leaf,
    side: u32,
    far: u32,
    tags: u32,
    h_word: u32,
    d_word: u32,
    counts: u32,
    sibling_label: u32,
    d_set: u32,
    h_set: u32,
}

impl LabelParts {
    #[inline(always)]
    fn of(view: &View, head: u32, dependent: u32) -> Self {
        let (h, d) = (*view.leaf(head), *view.leaf(dependent));
        let side = small(u32::from(dependent < head) | 0x400);
        let (left, right, count) = view.outer(dependent);
        let [dl, dm, dr] = [left[0], left[1], right[0]].map(|token| *view.leaf(token));
        let (head_left, head_right, _) = view.outer(head);
        let sibling = if dependent < head { head_left[0] } else { head_right[0] };
        let [next, beyond] = [0, 1].map(|offset| *view.leaf(view.state.buffer(offset)));
        Self {
            before: *view.leaf(dependent.wrapping_sub(1)),
            after: *view.leaf(dependent + 1),
            head_before: *view.leaf(head.wrapping_sub(1)),
            head_after: *view.leaf(head + 1),
            sibling: *view.leaf(sibling),
            far: mix(distance(head.min(dependent), head.max(dependent)), side),
            tags: mix(mix(h.tag, d.tag), side),
            h_word: mix(h.word, side),
            d_word: mix(d.word, side),
            counts: small(count[0] | count[1] << 4 | 0x800),
            sibling_label: view.label(sibling),
            d_set: small(view.set(dependent)),
            h_set: small(view.set(head)),
            h,
            d,
            dl,
            dm,
            dr,
            next,
            beyond,
            side,
        }
    }

    /// Head and dependent, and the relations of their other children.
    #[inline(always)]
    fn arc(&self) -> [u32; 21] {
        [
            mix(101, self.tags),
            mix(mix(102, self.h_word), self.d.word),
            mix(mix(103, self.h_word), self.d.tag),
            mix(mix(104, self.d_word), self.h.tag),
            mix(105, mix(self.h.both, self.side)),
            mix(106, mix(self.d.both, self.side)),
            mix(107, self.d_word),
            mix(108, self.h_word),
            mix(109, self.d.suffix),
            mix(mix(110, self.d.suffix), self.tags),
            mix(mix(111, self.h.suffix), self.tags),
            mix(mix(112, self.tags), self.far),
            mix(mix(113, self.d_word), self.far),
            mix(mix(114, self.h_word), self.far),
            mix(mix(115, self.tags), self.d_set),
            mix(mix(116, self.d_word), self.d_set),
            mix(mix(117, self.h_word), self.d_set),
            mix(mix(118, self.tags), self.h_set),
            mix(mix(119, self.d_word), self.h_set),
            mix(mix(120, self.h_word), self.h_set),
            mix(mix(121, mix(self.tags, self.d_set)), self.h_set),
        ]
    }

    /// Children, siblings and neighbours.
    #[inline(always)]
    fn surroundings(&self) -> [u32; 27] {
        [
            mix(mix(122, self.tags), self.dl.word),
            mix(mix(123, self.h_word), self.dl.word),
            mix(mix(124, self.d_word), self.dl.word),
            mix(mix(125, self.tags), self.dl.tag),
            mix(mix(126, self.tags), self.dm.word),
            mix(mix(127, self.tags), self.dr.word),
            mix(mix(128, self.tags), self.dr.tag),
            mix(mix(129, self.tags), self.sibling_label),
            mix(mix(130, self.h_word), self.sibling_label),
            mix(mix(131, self.d_word), self.sibling_label),
            mix(mix(132, self.tags), self.sibling.word),
            mix(mix(133, self.tags), self.before.word),
            mix(mix(134, self.tags), self.before.tag),
            mix(mix(135, self.tags), self.after.word),
            mix(mix(136, self.tags), self.after.tag),
            mix(mix(137, self.tags), self.head_after.word),
            mix(mix(138, self.tags), self.head_before.word),
            mix(mix(139, self.tags), self.counts),
            mix(mix(140, self.d.shape), self.tags),
            mix(mix(141, self.h.shape), mix(self.tags, self.d.shape)),
            mix(mix(142, self.tags), self.next.tag),
            mix(mix(143, self.tags), mix(self.next.tag, self.beyond.tag)),
            mix(mix(144, mix(self.tags, self.before.tag)), self.after.tag),
            mix(mix(145, self.tags), self.next.word),
            mix(mix(146, mix(self.d_word, self.before.word)), self.h.tag),
            mix(mix(147, mix(self.tags, self.dl.word)), self.d_set),
            mix(mix(148, mix(self.h_word, self.dl.word)), self.d.tag),
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
        let chosen = || best_move(state, &moves.scores(&view.move_features()));
        let step = state.forced().unwrap_or_else(chosen);
        let label = state.arc(step).map_or(NO_LABEL, |(head, dependent)| {
            super::tagger::best(&labels.scores(&view.label_features(head, dependent)), columns) as u8
        });
        state.apply(step, label);
    }
}
