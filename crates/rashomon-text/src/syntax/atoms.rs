//! What a token looks like, hashed once: the parts that features are made of.

use super::hash::{mix, small};
use crate::tokens::Token;

/// Hashes of one token's form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Atoms {
    /// The form in lower case, digits as zeros, apostrophes, quotation marks and dashes as one of each.
    pub form: u32,
    /// Its last one to four characters.
    pub suffixes: [u32; 4],
    /// Its first one to three characters.
    pub prefixes: [u32; 3],
    /// Capitals, digits, marks, length, and whether white space stands before a mark.
    pub shape: u32,
    /// Number of characters, at most 255.
    pub length: u8,
}

impl Atoms {
    /// What stands before the first and behind the last token.
    pub fn edge(distance: u32) -> Self {
        let edge = small(0xed6e ^ distance);
        Self { form: edge, suffixes: [edge; 4], prefixes: [edge; 3], shape: edge, length: 0 }
    }

    /// The atoms of one form.
    fn of(form: &str, space_before: bool, case: Case) -> Self {
        let mut traits = Traits::default();
        let mut hash = SEED;
        let mut last = [0; 4];
        let mut prefixes = [0; 3];
        let mut length = 0usize;
        for character in form.chars() {
            traits.see(character, length == 0);
            let normal = normal(character);
            hash = mix(hash, normal);
            last.rotate_right(1);
            last[0] = normal;
            if length < 3 {
                prefixes[length] = hash;
            }
            length += 1;
        }
        let marks = !traits.letter && !traits.digit;
        let hash = if marks { mix(dashes(form, hash), u32::from(space_before)) } else { hash };
        for (at, prefix) in prefixes.iter_mut().enumerate().skip(length) {
            *prefix = mix(hash, at as u32);
        }
        let length = length.min(255) as u8;
        Self { form: hash, suffixes: suffixes(last), prefixes, shape: traits.hash(length, case), length }
    }
}

/// Where the hash of a form starts.
pub const SEED: u32 = 0x51f7_a1ed;

/// Hashes of the last one to four characters, the last first.
fn suffixes(last: [u32; 4]) -> [u32; 4] {
    let mut hash = SEED ^ 0x5fff;
    last.map(|character| {
        hash = mix(hash, character);
        hash
    })
}

/// Two hyphens are a dash.
fn dashes(form: &str, hash: u32) -> u32 {
    let dash = form.len() > 1 && form.bytes().all(|byte| byte == b'-');
    if dash { mix(SEED, u32::from('—')) } else { hash }
}

/// A character as features see it.
#[inline]
pub fn normal(character: char) -> u32 {
    let normal = match character {
        'A'..='Z' => character.to_ascii_lowercase(),
        '0'..='9' => '0',
        _ if character.is_ascii() => {
            if character == '`' {
                '\''
            } else {
                character
            }
        }
        '’' | '‘' | 'ʼ' | '′' => '\'',
        '“' | '”' | '«' | '»' | '„' => '"',
        '–' | '―' => '—',
        _ => character.to_lowercase().next().unwrap_or(character),
    };
    u32::from(normal)
}

/// How a sentence uses capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Usual,
    /// Most words have one: a headline.
    Title,
    /// All letters are.
    Shouted,
}

impl Case {
    fn of<'t>(forms: impl Iterator<Item = &'t str>) -> Self {
        let (mut words, mut capitalised, mut shouted) = (0, 0, 0);
        for form in forms {
            let mut letters = form.chars().filter(|c| c.is_alphabetic());
            let Some(first) = letters.next() else { continue };
            words += 1;
            if first.is_uppercase() {
                capitalised += 1;
                shouted += usize::from(letters.next().is_none_or(char::is_uppercase));
            }
        }
        match words {
            3.. if shouted * 5 > words * 4 => Self::Shouted,
            3.. if capitalised * 3 > words * 2 => Self::Title,
            _ => Self::Usual,
        }
    }
}

/// What is found in a form, character by character.
#[derive(Default)]
struct Traits {
    first_upper: bool,
    upper: bool,
    lower: bool,
    letter: bool,
    digit: bool,
    mark: bool,
    stop: bool,
    hyphen: bool,
}

impl Traits {
    fn see(&mut self, character: char, first: bool) {
        let upper = character.is_uppercase();
        self.first_upper |= first && upper;
        self.upper |= upper && !first;
        self.lower |= character.is_lowercase();
        self.letter |= character.is_alphabetic();
        self.digit |= character.is_numeric();
        self.stop |= character == '.';
        self.hyphen |= character == '-';
        self.mark |= !character.is_alphanumeric();
    }

    fn hash(&self, length: u8, case: Case) -> u32 {
        let capitals = match case {
            Case::Shouted => 0,
            _ => u32::from(self.first_upper) | u32::from(self.upper) << 1 | u32::from(self.lower) << 2,
        };
        let others = [self.letter, self.digit, self.mark, self.stop, self.hyphen];
        let others = others.iter().fold(0, |bits, &bit| bits << 1 | u32::from(bit));
        small(capitals | others << 3 | u32::from(length.min(4)) << 8 | (case as u32) << 12)
    }
}

/// Fills `atoms` with those of a sentence.
pub fn fill(text: &str, tokens: &[Token], atoms: &mut Vec<Atoms>) {
    let form = |token: &Token| &text[token.range.start()..token.range.end()];
    let case = Case::of(tokens.iter().map(form));
    atoms.clear();
    atoms.extend(tokens.iter().map(|token| Atoms::of(form(token), token.space_before, case)));
}
