//! Which forms have something computed and kept: each a slot among so many, which goes to another form when it was not
//! asked for lately.

use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::hash::Hash;

/// The slots of keys. Their number never grows beyond what was asked for.
#[derive(Default)]
pub struct Slots<K> {
    numbers: FxHashMap<K, usize>,
    /// The key of each slot.
    keys: Vec<K>,
    /// Of each slot the last round that its key was asked for in, or nothing if the hand passed by since.
    rounds: Vec<u32>,
    /// Where to look for a slot first.
    hand: usize,
    round: u32,
}

/// No round.
const NONE: u32 = 0;

impl<K: Clone + Eq + Hash> Slots<K> {
    /// Begins a round: keys keep their slots from when they are asked for or added to the end of the round.
    pub fn begin(&mut self) {
        self.round = self.round.wrapping_add(1).max(NONE + 1);
    }

    /// So many slots were given.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The slot of a key.
    pub fn find<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let number = *self.numbers.get(key)?;
        self.rounds[number] = self.round;
        Some(number)
    }

    /// Gives a slot to a key that has none: a new one while there are fewer than `most`, or else that of a key which was
    /// not asked for lately. A round must not need more than `most`.
    pub fn add(&mut self, key: K, most: usize) -> usize {
        let number = if self.len() < most { self.len() } else { self.free() };
        match self.keys.get_mut(number) {
            Some(old) => drop(self.numbers.remove(&std::mem::replace(old, key.clone()))),
            None => {
                self.keys.push(key.clone());
                self.rounds.push(NONE);
            }
        }
        self.rounds[number] = self.round;
        self.numbers.insert(key, number);
        number
    }

    /// A slot that may go to another key.
    fn free(&mut self) -> usize {
        // After two times round only those of this round are left.
        for _ in 0..2 * self.len() {
            let number = self.hand;
            self.hand = (number + 1) % self.len();
            match self.rounds[number] {
                NONE => return number,
                round if round != self.round => self.rounds[number] = NONE,
                _ => {}
            }
        }
        self.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn slots_go_to_others_when_not_asked_for() {
        let mut slots: Slots<String> = Slots::default();
        slots.begin();
        let add = |slots: &mut Slots<String>, key: &str| slots.add(key.to_owned(), 3);
        assert_eq!(["a", "b", "c"].map(|key| add(&mut slots, key)), [0, 1, 2]);
        slots.begin();
        assert_eq!(slots.find("a"), Some(0));
        assert_eq!(add(&mut slots, "d"), 1);
        assert_eq!(["a", "b", "c", "d"].map(|key| slots.find(key)), [Some(0), None, Some(2), Some(1)]);
        slots.begin();
        assert_eq!(add(&mut slots, "e"), 2, "it was asked for longest ago of all that the hand has passed");
        assert_eq!(slots.len(), 3);
    }

    #[test]
    fn a_round_that_needs_more_gets_it() {
        let mut slots: Slots<u64> = Slots::default();
        slots.begin();
        assert_eq!([7, 8, 9].map(|key| slots.add(key, 2)), [0, 1, 2]);
        assert_eq!([7, 8, 9].map(|key| slots.find(&key)), [Some(0), Some(1), Some(2)]);
    }
}
