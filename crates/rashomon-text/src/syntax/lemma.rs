//! Dictionary forms: the longest known ending of a word, with its tags, says what to strip and what to append.
//!
//! `cargo xtask train lemmas` makes the rules. Layout of the file, little endian: number of rules (u32), the keys of
//! the rules in ascending order (u32 each), their scripts' numbers (u16 each), the scripts, a line each.

use super::Upos;
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, SmolStrBuilder};
use std::sync::LazyLock;

/// No rule looks at a longer ending, but whole words.
pub const LONGEST: usize = 6;

/// How a form becomes its lemma.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Script {
    /// Whether to write it in small letters first.
    pub lower: bool,
    /// Characters to take off the end.
    pub strip: usize,
    /// Characters to put there instead.
    pub append: String,
}

impl Script {
    /// The script that makes `lemma` of `form`.
    pub fn between(form: &str, lemma: &str) -> Self {
        let lower = !lemma.chars().any(char::is_uppercase);
        let form = if lower { form.to_lowercase() } else { form.to_owned() };
        let shared = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        Self { lower, strip: form.chars().count() - shared, append: lemma.chars().skip(shared).collect() }
    }

    /// Applies it.
    pub fn apply(&self, form: &str) -> SmolStr {
        let kept = form.chars().count().saturating_sub(self.strip);
        let mut lemma = SmolStrBuilder::new();
        for character in form.chars().take(kept) {
            if self.lower { character.to_lowercase().for_each(|c| lemma.push(c)) } else { lemma.push(character) }
        }
        lemma.push_str(&self.append);
        lemma.finish()
    }

    /// The line that stands for it in the model.
    pub fn line(&self) -> String {
        format!("{}\t{}\t{}\n", if self.lower { 'l' } else { 'k' }, self.strip, self.append)
    }
}

/// Reads the scripts of a model.
pub fn scripts(lines: &str) -> Vec<Script> {
    let script = |line: &str| {
        let mut fields = line.splitn(3, '\t');
        let lower = fields.next() == Some("l");
        let strip = fields.next().and_then(|count| count.parse().ok()).unwrap_or(0);
        Script { lower, strip, append: fields.next().unwrap_or_default().to_owned() }
    };
    lines.lines().map(script).collect()
}

/// The keys of a word's endings, the whole word as written first, then in small letters, then from the longest ending
/// to the empty one.
pub fn keys(form: &str, upos: Upos, xpos: u32) -> impl Iterator<Item = u32> {
    let tag = mix(mix(SEED, upos as u32), xpos);
    let exact = form.chars().fold(tag ^ 1, |hash, character| mix(hash, u32::from(zero(character))));
    let whole = form.chars().fold(tag ^ 2, |hash, character| mix(hash, normal(character)));
    let mut endings = [0; LONGEST + 1];
    let mut count = 0;
    let mut hash = tag ^ 4;
    endings[0] = hash;
    for character in form.chars().rev().take(LONGEST) {
        hash = mix(hash, normal(character));
        count += 1;
        endings[count] = hash;
    }
    [exact, whole].into_iter().chain((0..=count).rev().map(move |at| endings[at])).map(finish)
}

/// Hash of a fine tag's name, for [`keys`].
pub fn tag_hash(name: &str) -> u32 {
    finish(name.bytes().fold(SEED, |hash, byte| mix(hash, u32::from(byte))))
}

/// Where hashes start.
const SEED: u32 = 0x51f7_a1ed;

fn mix(a: u32, b: u32) -> u32 {
    (a.rotate_left(7) ^ b).wrapping_mul(0x9e37_79b1)
}

fn finish(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x85eb_ca6b);
    hash ^ (hash >> 13)
}

fn zero(character: char) -> char {
    if character.is_ascii_digit() { '0' } else { character }
}

/// A small letter; marks of one meaning as one.
fn normal(character: char) -> u32 {
    let normal = match character {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '–' => '—',
        _ => zero(character).to_lowercase().next().unwrap_or(character),
    };
    u32::from(normal)
}

/// The rules that were learned.
pub struct Lemmas {
    /// Number of the script of each key.
    rules: FxHashMap<u32, u16>,
    scripts: Vec<Script>,
}

static SHIPPED: LazyLock<Lemmas> = LazyLock::new(|| {
    let rules = Lemmas::read(include_bytes!("../../../../models/lemmas.bin"));
    rules.expect("models/lemmas.bin is not a file of this version; train it again")
});

impl Lemmas {
    /// The rules built into the program.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads the rules; `None` if the bytes are none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (keys, rest) = rest.split_at_checked(count.checked_mul(4)?)?;
        let (numbers, rest) = rest.split_at_checked(count.checked_mul(2)?)?;
        let keys = keys.as_chunks().0.iter().map(|key| u32::from_le_bytes(*key));
        let numbers = numbers.as_chunks().0.iter().map(|number| u16::from_le_bytes(*number));
        Some(Self { rules: keys.zip(numbers).collect(), scripts: scripts(std::str::from_utf8(rest).ok()?) })
    }

    /// The file of rules (key and number of script, in ascending order) and scripts.
    pub fn write(rules: &[(u32, u16)], scripts: &[Script]) -> Vec<u8> {
        let mut bytes = (rules.len() as u32).to_le_bytes().to_vec();
        bytes.extend(rules.iter().flat_map(|(key, _)| key.to_le_bytes()));
        bytes.extend(rules.iter().flat_map(|(_, number)| number.to_le_bytes()));
        bytes.extend(scripts.iter().flat_map(|script| script.line().into_bytes()));
        bytes
    }

    /// The lemma of a form; `xpos` is the hash of its fine tag ([`tag_hash`]).
    pub fn lemma(&self, form: &str, upos: Upos, xpos: u32) -> SmolStr {
        let number = keys(form, upos, xpos).find_map(|key| self.rules.get(&key));
        match number.and_then(|&number| self.scripts.get(usize::from(number))) {
            Some(script) if script.strip < form.len() || !script.append.is_empty() => script.apply(form),
            _ => SmolStr::new(form),
        }
    }
}
