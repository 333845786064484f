//! What the encoder sees of a word: rows of tables, by hash. The same as `train/encoder/features.py`.

/// Number of tables of trained vectors.
pub const TABLES: usize = 7;

/// The rows of a word: hashes, one for each table (to be taken modulo its rows), and the key of its static vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Features {
    /// Word (twice, hashed apart), first three characters, last two, three and four characters, shape.
    pub hashes: [u64; TABLES],
    /// Key of the word in the list of static vectors.
    pub key: u32,
}

/// Longest word that is looked at, in characters: the rest of a monster adds nothing.
const LONGEST: usize = 256;

/// Longest shape, in characters.
const LONGEST_SHAPE: usize = 10;

/// Seed of the keys of static vectors.
const KEY_SEED: u64 = 99;

impl Features {
    /// Looks at a word.
    pub fn of(form: &str) -> Self {
        let (plain, lower) = read(form);
        let plain = as_one_mark(&plain);
        let normal: String = lower.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        let parts = [&*normal, &*normal, first(&normal, 3), last(&normal, 2), last(&normal, 3), last(&normal, 4)];
        let mut hashes = [0; TABLES];
        for (seed, (hash, part)) in hashes.iter_mut().zip(parts).enumerate() {
            *hash = hash64(part, seed as u64);
        }
        hashes[TABLES - 1] = hash64(&shape(plain), TABLES as u64 - 1);
        Self { hashes, key: key_of(&lower) }
    }
}

/// The key of a word in the list of static vectors.
pub fn key(form: &str) -> u32 {
    key_of(&read(form).1)
}

fn key_of(lower: &str) -> u32 {
    (hash64(lower, KEY_SEED) >> 32) as u32
}

/// A word with quotation marks and dashes as one of each, and the same in small letters.
fn read(form: &str) -> (String, String) {
    let form = seen(form);
    let mut plain = String::with_capacity(form.len());
    plain.extend(form.chars().map(mark));
    let lower = as_one_mark(&plain).to_lowercase();
    (plain, lower)
}

/// The part of a word that is looked at.
pub fn seen(form: &str) -> &str {
    if form.len() <= LONGEST { form } else { first(form, LONGEST) }
}

/// FNV-1a over UTF-8 (Fowler, Noll and Vo), finished as in `MurmurHash3` (Appleby).
fn hash64(text: &str, seed: u64) -> u64 {
    let mut value = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in text.bytes() {
        value = (value ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    value ^= value >> 33;
    value = value.wrapping_mul(0xff51_afd7_ed55_8ccd);
    value ^ (value >> 33)
}

/// Quotation marks and dashes as one of each.
fn mark(character: char) -> char {
    match character {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‛' | '`' => '\'',
        '–' | '—' | '―' => '-',
        _ => character,
    }
}

/// Marks that are written with several characters.
fn as_one_mark(word: &str) -> &str {
    match word {
        "''" => "\"",
        "--" | "---" => "-",
        "…" => "...",
        _ => word,
    }
}

fn first(word: &str, count: usize) -> &str {
    word.char_indices().nth(count).map_or(word, |(at, _)| &word[..at])
}

fn last(word: &str, count: usize) -> &str {
    word.char_indices().rev().nth(count - 1).map_or(word, |(at, _)| &word[at..])
}

/// Capitals, small letters, digits and marks; runs are cut at two.
fn shape(word: &str) -> String {
    let mut shape: Vec<char> = Vec::with_capacity(LONGEST_SHAPE);
    for character in word.chars() {
        let kind = match character {
            '0'..='9' => '0',
            _ if character.is_uppercase() => 'X',
            _ if character.is_alphabetic() => 'x',
            _ => character,
        };
        if !shape.ends_with(&[kind, kind]) {
            shape.push(kind);
        }
        if shape.len() == LONGEST_SHAPE {
            break;
        }
    }
    shape.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_alike_share_rows() {
        let [year, other] = ["2017", "1998"].map(Features::of);
        assert_eq!(year.hashes, other.hashes);
        assert_ne!(year.key, other.key);
        assert_eq!(Features::of("“"), Features::of("\""));
        assert_eq!(Features::of("Ferry").hashes[..6], Features::of("ferry").hashes[..6]);
        assert_ne!(Features::of("Ferry").hashes[6], Features::of("ferry").hashes[6]);
    }

    #[test]
    fn shapes() {
        let shapes = ["McKay", "S-300", "USA", "walking", ""].map(shape);
        assert_eq!(shapes, ["XxXxx", "X-00", "XX", "xx", ""]);
    }
}
