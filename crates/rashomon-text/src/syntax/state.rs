//! The arc-hybrid transition system: a stack, a buffer and the arcs made so far.

/// What the parser does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The next token goes onto the stack.
    Shift = 0,
    /// The top of the stack hangs on the next token.
    Left = 1,
    /// The top of the stack hangs on the one below it.
    Right = 2,
}

impl Move {
    /// Every move, in the order of its column.
    pub const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// No token.
pub const NONE: u32 = u32::MAX;
/// The label of a token that hangs on nothing yet.
pub const NO_LABEL: u8 = 63;

/// A token in a tree that is being built.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its head.
    pub head: u32,
    /// Two outermost children on the left, the outer one first.
    pub left: [u32; 2],
    /// Two outermost children on the right, the outer one first.
    pub right: [u32; 2],
    /// First and last token of its subtree.
    pub span: [u32; 2],
    /// Numbers of children on the left and right.
    pub children: [u16; 2],
    /// Column of its relation.
    pub label: u8,
    /// Relations of its children, as bits by column.
    pub labels: u64,
}

/// A sentence half parsed. The root stands behind the last token and takes the last that is left.
#[derive(Clone, Debug, Default)]
pub struct State {
    stack: Vec<u32>,
    next: u32,
    nodes: Vec<Node>,
}

impl State {
    /// Starts over with a sentence of so many tokens.
    pub fn reset(&mut self, tokens: usize) {
        self.stack.clear();
        self.next = 0;
        self.nodes.clear();
        self.nodes.extend((0..tokens as u32).map(|at| Node {
            head: NONE,
            left: [NONE; 2],
            right: [NONE; 2],
            span: [at; 2],
            children: [0; 2],
            label: NO_LABEL,
            labels: 0,
        }));
    }

    /// A token of the stack, 0 at the top.
    #[inline]
    pub fn stack(&self, depth: usize) -> u32 {
        self.stack.len().checked_sub(depth + 1).map_or(NONE, |at| self.stack[at])
    }

    /// Everything on the stack, the top last.
    pub fn stacked(&self) -> &[u32] {
        &self.stack
    }

    /// A token of the buffer, 0 the next.
    #[inline]
    pub fn buffer(&self, offset: u32) -> u32 {
        let at = self.next + offset;
        if (at as usize) < self.nodes.len() { at } else { NONE }
    }

    /// The tokens of the sentence.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Whether a move is possible.
    #[inline]
    pub fn allows(&self, step: Move) -> bool {
        let more = (self.next as usize) < self.nodes.len();
        match step {
            Move::Shift => more,
            Move::Left => more && !self.stack.is_empty(),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// The only possible move, if there is but one.
    #[inline]
    pub fn forced(&self) -> Option<Move> {
        match (self.stack.len(), (self.next as usize) < self.nodes.len()) {
            (0, true) => Some(Move::Shift),
            (_, false) => Some(Move::Right),
            _ => None,
        }
    }

    /// Whether the tree is whole: one token is left, the root's child.
    pub fn is_done(&self) -> bool {
        self.next as usize >= self.nodes.len() && self.stack.len() <= 1
    }

    /// Head and dependent of the arc that a move makes.
    #[inline]
    pub fn arc(&self, step: Move) -> Option<(u32, u32)> {
        match step {
            Move::Shift => None,
            Move::Left => Some((self.next, self.stack(0))),
            Move::Right => Some((self.stack(1), self.stack(0))),
        }
    }

    /// Makes a move that is allowed; an arc gets the label.
    pub fn apply(&mut self, step: Move, label: u8) {
        match self.arc(step) {
            None => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Some((head, dependent)) => {
                self.stack.pop();
                self.attach(head, dependent, label);
            }
        }
    }

    fn attach(&mut self, head: u32, dependent: u32, label: u8) {
        let node = &mut self.nodes[dependent as usize];
        node.head = head;
        node.label = label;
        let span = node.span;
        let node = &mut self.nodes[head as usize];
        node.span = [node.span[0].min(span[0]), node.span[1].max(span[1])];
        node.labels |= 1 << (label & 63);
        let side = usize::from(dependent > head);
        node.children[side] = node.children[side].saturating_add(1);
        let outer = if side == 0 { &mut node.left } else { &mut node.right };
        *outer = [dependent, outer[0]];
    }
}
