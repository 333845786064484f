//! What a transition costs: how many gold arcs it makes impossible (Goldberg and Nivre 2013).

use super::Sentence;
use rashomon_text::syntax::state::{Move, NONE, State};

/// A gold tree, with the children of every token.
pub struct Gold {
    /// Head of each token, itself at the root.
    pub heads: Vec<u32>,
    children: Vec<Vec<u32>>,
}

impl Gold {
    pub fn of(sentence: &Sentence) -> Self {
        let heads: Vec<u32> = sentence.heads.iter().map(|&head| head as u32).collect();
        let mut children = vec![Vec::new(); heads.len()];
        for (token, &head) in heads.iter().enumerate().filter(|&(token, &head)| token as u32 != head) {
            children[head as usize].push(token as u32);
        }
        Self { heads, children }
    }

    fn head(&self, token: u32) -> u32 {
        self.heads[token as usize]
    }

    /// Gold arcs lost by each move that is allowed.
    pub fn costs(&self, state: &State) -> [Option<usize>; 3] {
        let top = state.stack(0);
        let below = state.stack(1);
        let next = state.buffer(0);
        let waiting = |token: u32| next != NONE && token >= next;
        let cost = |step: Move| match step {
            Move::Shift => {
                let stack = state.stacked();
                let head_lost = stack.iter().rev().skip(1).any(|&token| token == self.head(next));
                usize::from(head_lost) + stack.iter().filter(|&&token| self.head(token) == next).count()
            }
            Move::Left | Move::Right => {
                let head = self.head(top);
                let children = self.children[top as usize].iter().filter(|&&child| waiting(child)).count();
                let root_lost = head == top;
                let head_lost = match step {
                    Move::Left => head == below || (waiting(head) && head != next),
                    _ => waiting(head),
                };
                children + usize::from(head_lost || root_lost)
            }
        };
        Move::ALL.map(|step| state.allows(step).then(|| cost(step)))
    }
}

/// Makes a tree projective: the shortest crossing arc hangs one higher, until none crosses.
pub fn lift(sentence: &mut Sentence) {
    while let Some(token) = crossing(&sentence.heads) {
        sentence.heads[token] = sentence.heads[sentence.heads[token]];
    }
}

/// The dependent of the shortest arc over a token that its head does not dominate.
fn crossing(heads: &[usize]) -> Option<usize> {
    let dominates = |head: usize, token: usize| {
        let mut at = token;
        while at != head && heads[at] != at {
            at = heads[at];
        }
        at == head
    };
    let crosses = |&token: &usize| {
        let head = heads[token];
        (token.min(head) + 1..token.max(head)).any(|between| !dominates(head, between))
    };
    (0..heads.len()).filter(crosses).min_by_key(|&token| token.abs_diff(heads[token]))
}
