//! Feature hashing: every feature is a 32-bit number whose high bits choose a row of weights.

/// Adds `b` to a hash.
#[inline(always)]
pub fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(7) ^ b).wrapping_mul(0x9e37_79b1)
}

/// A hash of a small number, as well mixed as that of a word.
#[inline(always)]
pub fn small(number: u32) -> u32 {
    let spread = (number.wrapping_add(0x632b_e5ab)).wrapping_mul(0x85eb_ca6b);
    (spread ^ (spread >> 15)).wrapping_mul(0xc2b2_ae35)
}
