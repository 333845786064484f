//! Looks a key up in a map as the `fst` crate (0.4, version 3 of its form) writes it, and believes nothing that stands there: the
//! crate's own lookup panics over a node that points nowhere, and the map of a file may be damaged.
//!
//! A node is read backwards from the byte that its address names; all that is here is laid out by `fst::raw::node`:
//!
//! ```text
//! 0b11iiiiii  one transition to the node before: input i, or where that is 0 the byte before
//! 0b10iiiiii  one transition: input as above, sizes, step to the next node, output
//! 0b0fnnnnnn  n transitions (0: the byte before says how many), final or not: sizes, 256 bytes of index where there are
//!             more than 32, inputs, steps, outputs (the last ones first), final output
//! ```

/// Of the form.
const VERSION: u64 = 3;
/// Bytes before the nodes: version, kind.
const HEADER: usize = 8 + 8;
/// Bytes behind the root: number of keys, the root's address, checksum.
const FOOTER: usize = 8 + 8 + 4;
/// Address of the node that is final and has no transitions.
const EMPTY: usize = 0;
/// Inputs that fit into a node's first byte, from 1.
const INPUTS: &[u8; 63] = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";

/// The address at which looking up begins; `None` where the bytes are no map.
pub(super) fn root(map: &[u8]) -> Option<usize> {
    let end = map.len().checked_sub(FOOTER)?;
    let root = usize::try_from(number(map.get(end + 8..end + 16)?)).ok()?;
    let is_last = if root == EMPTY { end == HEADER } else { end.checked_sub(1) == Some(root) };
    (number(map.get(..8)?) == VERSION && is_last).then_some(root)
}

/// The value of a key.
pub(super) fn value(map: &[u8], root: usize, key: &[u8]) -> Option<u64> {
    let (mut at, mut sum) = (root, 0_u64);
    for &byte in key {
        let (next, output) = step(map, at, byte)?;
        (at, sum) = (next, sum.wrapping_add(output));
    }
    Some(sum.wrapping_add(last(map, at)?))
}

/// Where a byte leads from a node, and what it puts out.
fn step(map: &[u8], at: usize, byte: u8) -> Option<(usize, u64)> {
    if at == EMPTY {
        return None;
    }
    let mut back = Back { map, at: at.checked_add(1)? };
    let head = back.byte()?;
    if head & 0b1000_0000 == 0 {
        return Branch::read(&mut back, head)?.follow(byte);
    }
    let input = match head & 0b11_1111 {
        0 => back.byte()?,
        common => INPUTS[common as usize - 1],
    };
    if input != byte {
        return None;
    }
    if head & 0b100_0000 != 0 {
        return Some((back.at.checked_sub(1)?, 0));
    }
    let sizes = Sizes::of(back.byte()?);
    let (step, output) = (number(back.take(sizes.step)?), number(back.take(sizes.output)?));
    Some((target(back.at, step)?, output))
}

/// What a key that ends at a node has put out there; `None` where none ends.
fn last(map: &[u8], at: usize) -> Option<u64> {
    if at == EMPTY {
        return Some(0);
    }
    let mut back = Back { map, at: at.checked_add(1)? };
    match back.byte()? {
        head if head & 0b1000_0000 == 0 => Branch::read(&mut back, head)?.last,
        _ => None,
    }
}

/// The node that lies `step` before the end of another.
fn target(end: usize, step: u64) -> Option<usize> {
    if step == 0 { Some(EMPTY) } else { end.checked_sub(usize::try_from(step).ok()?) }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}

/// How many bytes steps and outputs take.
struct Sizes {
    step: usize,
    output: usize,
}

impl Sizes {
    fn of(byte: u8) -> Self {
        Self { step: usize::from(byte >> 4), output: usize::from(byte & 15) }
    }
}

/// A node with any number of transitions.
struct Branch<'m> {
    sizes: Sizes,
    index: Option<&'m [u8]>,
    inputs: &'m [u8],
    steps: &'m [u8],
    outputs: &'m [u8],
    last: Option<u64>,
    end: usize,
}

impl<'m> Branch<'m> {
    fn read(back: &mut Back<'m>, head: u8) -> Option<Self> {
        let count = match head & 0b11_1111 {
            0 => back.byte()?,
            count => count,
        };
        // One transition never takes the byte of its own, which then stands for all 256.
        let count = if count == 1 && head & 0b11_1111 == 0 { 256 } else { usize::from(count) };
        let sizes = Sizes::of(back.byte()?);
        let index = if count > 32 { Some(back.take(256)?) } else { None };
        let (inputs, steps) = (back.take(count)?, back.take(count * sizes.step)?);
        let outputs = back.take(count * sizes.output)?;
        let is_final = head & 0b100_0000 != 0;
        let last = if is_final { Some(number(back.take(sizes.output)?)) } else { None };
        Some(Self { sizes, index, inputs, steps, outputs, last, end: back.at })
    }

    fn follow(&self, byte: u8) -> Option<(usize, u64)> {
        let at = match self.index {
            // The index counts from the first transition, which stands last.
            Some(index) => self.inputs.len().checked_sub(1 + usize::from(index[usize::from(byte)]))?,
            None => self.inputs.iter().position(|&input| input == byte)?,
        };
        let part = |of: &[u8], size: usize| of.get(at * size..(at + 1) * size).map(number);
        Some((target(self.end, part(self.steps, self.sizes.step)?)?, part(self.outputs, self.sizes.output)?))
    }
}

/// Reads backwards.
struct Back<'m> {
    map: &'m [u8],
    at: usize,
}

impl<'m> Back<'m> {
    fn take(&mut self, count: usize) -> Option<&'m [u8]> {
        let start = self.at.checked_sub(count)?;
        let taken = self.map.get(start..self.at);
        self.at = start;
        taken
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|taken| taken[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fst::{Map, MapBuilder, Streamer};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn map(keys: &BTreeMap<Vec<u8>, u64>) -> Vec<u8> {
        let mut builder = MapBuilder::memory();
        keys.iter().for_each(|(key, &value)| builder.insert(key, value).unwrap());
        builder.into_inner().unwrap()
    }

    #[test]
    fn all_keys_of_the_gazetteer_are_found() {
        let index = crate::places::index::Index::shipped().unwrap();
        let bytes = index.map();
        let (root, map) = (root(bytes).unwrap(), Map::new(bytes).unwrap());
        let mut stream = map.stream();
        while let Some((key, expected)) = stream.next() {
            assert_eq!(value(bytes, root, key), Some(expected), "{}", String::from_utf8_lossy(key));
        }
    }

    proptest! {
        #[test]
        fn finds_what_the_crate_finds(
            keys in prop::collection::btree_map(prop::collection::vec(any::<u8>(), 0..4), any::<u64>(), 0..300),
            others in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..4), 0..50),
        ) {
            let bytes = map(&keys);
            let root = root(&bytes).unwrap();
            for key in keys.keys().chain(&others) {
                prop_assert_eq!(value(&bytes, root, key), keys.get(key).copied());
            }
        }

        #[test]
        fn damage_leads_nowhere(
            words in prop::collection::btree_map("[a-f ]{0,9}", any::<u32>(), 1..60),
            damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        ) {
            let keys: BTreeMap<Vec<u8>, u64> =
                words.into_iter().map(|(word, number)| (word.into_bytes(), number.into())).collect();
            let mut bytes = map(&keys);
            let before = root(&bytes).unwrap();
            for (at, byte) in damage {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            for root in [Some(before), root(&bytes)].into_iter().flatten() {
                keys.keys().for_each(|key| { value(&bytes, root, key); });
            }
        }
    }
}
