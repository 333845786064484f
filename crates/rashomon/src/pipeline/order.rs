//! Putting back in order what several threads finish in any order.

use std::collections::BTreeMap;

/// Items that came too early wait here.
pub(super) struct InOrder<T> {
    next: u64,
    waiting: BTreeMap<u64, T>,
}

impl<T> Default for InOrder<T> {
    fn default() -> Self {
        Self { next: 0, waiting: BTreeMap::new() }
    }
}

impl<T> InOrder<T> {
    /// Takes in the item with that number; each number comes once.
    pub(super) fn push(&mut self, number: u64, item: T) {
        self.waiting.insert(number, item);
    }

    /// The next item in order, if it is there.
    pub(super) fn next(&mut self) -> Option<T> {
        let item = self.waiting.remove(&self.next)?;
        self.next += 1;
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::InOrder;

    #[test]
    fn items_come_out_in_order() {
        let mut order = InOrder::default();
        let mut out = Vec::new();
        for number in [2, 0, 3, 1, 5, 4] {
            order.push(number, number);
            out.push(std::iter::from_fn(|| order.next()).collect::<Vec<_>>());
        }
        assert_eq!(out, [vec![], vec![0], vec![], vec![1, 2, 3], vec![], vec![4, 5]]);
    }
}
