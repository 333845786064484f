//! What the recogniser looks at: hashed features of each token that may be part of a name.

use super::lexical::class_of;
use crate::encoder::model::MODEL;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A text as the recogniser reads it: its words and which of them form sentences.
#[derive(Clone, Debug, Default)]
pub struct Document<'t> {
    /// Words and punctuation marks.
    pub words: Vec<&'t str>,
    /// Sentences as ranges of words, in order.
    pub sentences: Vec<Range<usize>>,
}

/// What is known of one word before features are combined.
#[derive(Clone, Copy)]
pub struct Facts {
    exact: u64,
    lower: u64,
    shape: u64,
    prefix: u64,
    suffix: [u64; 3],
    class: u64,
    /// Fine and coarse cluster of words that stand in like places; 0 for rare words.
    clusters: [u64; 2],
    capital: bool,
    number: bool,
    currency: bool,
    small_elsewhere: bool,
    capital_elsewhere: bool,
}

/// A document prepared for feature extraction.
pub struct Prepared {
    /// Of every different word.
    facts: Vec<Facts>,
    /// For every word, where its facts stand.
    types: Vec<u32>,
    sentences: Vec<Range<usize>>,
}

/// Longest run of small words that a name may hold between two capitalised ones ("of the").
const LONGEST_GAP: usize = 3;

/// Longest stretch that is labelled as one, in words: labels of stretches take memory.
const LONGEST_STRETCH: usize = 200;

/// Longest part of a word that is looked at, in characters: the rest of a monster adds nothing.
const LONGEST_WORD: usize = 40;

impl Prepared {
    /// Looks at every different word once.
    pub fn of(document: &Document) -> Self {
        let mut facts = Vec::new();
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let mut type_of = |word| {
            *known.entry(word).or_insert_with(|| {
                facts.push(Facts::of(word));
                facts.len() as u32 - 1
            })
        };
        let types: Vec<u32> = document.words.iter().map(|word| type_of(word)).collect();
        add_evidence(&mut facts, &types, &document.sentences);
        Self { facts, types, sentences: document.sentences.clone() }
    }

    fn facts(&self, at: usize) -> &Facts {
        &self.facts[self.types[at] as usize]
    }

    /// The stretches of words that may hold names, each within one sentence, in order, and where that sentence
    /// starts. All other words are outside of names. Endless runs of capitalised words are cut.
    pub fn stretches(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut stretches = Vec::new();
        for sentence in &self.sentences {
            let mut open: Option<Range<usize>> = None;
            for at in sentence.clone().filter(|&at| self.anchors(at, sentence)) {
                open = Some(match open {
                    Some(stretch) if at - stretch.end <= LONGEST_GAP && stretch.len() < LONGEST_STRETCH => {
                        stretch.start..at + 1
                    }
                    Some(stretch) => {
                        stretches.push((stretch, sentence.clone()));
                        at..at + 1
                    }
                    None => at..at + 1,
                });
            }
            stretches.extend(open.map(|stretch| (stretch, sentence.clone())));
        }
        stretches
    }

    /// Whether a word can begin or end a name, a date or a sum: capitalised, a number or currency, or close behind one.
    fn anchors(&self, at: usize, sentence: &Range<usize>) -> bool {
        let number = |back: usize| at >= sentence.start + back && self.facts(at - back).number;
        let this = self.facts(at);
        this.capital || this.number || this.currency || this.class != 0 && (number(1) || number(2)) || number(1)
    }

    /// Hands over all features of a word, in a fixed order.
    pub fn features(&self, at: usize, sentence: &Range<usize>, mut emit: impl FnMut(u64)) {
        for side in Side::ALL {
            side.features(self.near(at, sentence, side.step()), &mut emit);
        }
        self.joint(at, sentence, emit);
    }

    /// A word and its neighbours: what each adds by itself, and a hash that stands for the word.
    pub fn sides(&self, at: usize, sentence: &Range<usize>) -> [(Side, u64, &Facts); 3] {
        Side::ALL.map(|side| {
            let facts = self.near(at, sentence, side.step());
            (side, facts.exact, facts)
        })
    }

    fn near(&self, at: usize, sentence: &Range<usize>, offset: isize) -> &Facts {
        let other = at.wrapping_add_signed(offset);
        if sentence.contains(&other) { self.facts(other) } else { &NOTHING }
    }

    /// Hands over the features that join words.
    pub fn joint(&self, at: usize, sentence: &Range<usize>, mut emit: impl FnMut(u64)) {
        let near = |offset| self.near(at, sentence, offset);
        let (this, left, right) = (near(0), near(-1), near(1));
        let (left_two, right_two) = (near(-2), near(2));
        let mut template = JOINT;
        let mut put = |value: u64| {
            template += 1;
            emit(mix(template, value));
        };
        put(left_two.clusters[1]);
        put(right_two.clusters[1]);
        put(mix(left.clusters[1], this.clusters[1]));
        put(mix(this.clusters[1], right.clusters[1]));
        put(mix(left.clusters[1], this.shape));
        put(mix(this.shape, right.clusters[1]));
        put(mix(left.clusters[0], this.shape));
        put(mix(this.shape, right.clusters[0]));
        put(left_two.lower);
        put(right_two.lower);
        put(near(-3).lower);
        put(near(3).lower);
        put(mix(left_two.shape, left.shape));
        put(mix(right.shape, right_two.shape));
        put(mix(left.class, this.clusters[1]));
        put(mix(this.clusters[1], right.class));
        put(mix(left.clusters[0], this.clusters[0]));
        put(mix(this.clusters[0], right.clusters[0]));
        put(mix(left_two.class, left.class));
        put(mix(left.lower, this.lower));
        put(mix(this.lower, right.lower));
        put(mix(left.lower, this.shape));
        put(mix(this.shape, right.lower));
        put(mix(mix(left.shape, this.shape), right.shape));
        put(mix(mix(left.class, this.class), right.class));
        put(mix(this.class, right.suffix[1]));
        put(mix(left_two.lower, left.lower));
        put(mix(right.lower, right_two.lower));
        let pattern =
            [-2, -1, 0, 1, 2].map(|offset| near(offset).capital as u64).iter().fold(1, |sum, bit| sum * 2 + bit);
        let start = (at == sentence.start) as u64;
        put(mix(pattern, start));
        put(mix(start, mix(this.shape, this.evidence())));
        put(mix(start, this.lower));
    }
}

/// Stands for what is not there.
static NOTHING: Facts = Facts {
    exact: 0,
    lower: 0,
    shape: 0,
    prefix: 0,
    suffix: [0; 3],
    class: 0,
    clusters: [0; 2],
    capital: false,
    number: false,
    currency: false,
    small_elsewhere: false,
    capital_elsewhere: false,
};

/// Number of the first template that joins words.
const JOINT: u64 = 64;

/// Where a word stands, seen from the one that is labelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It is that one.
    Own,
    /// It stands before it.
    Left,
    /// It stands behind it.
    Right,
}

impl Side {
    /// All of them, in the order of their codes.
    pub const ALL: [Self; 3] = [Self::Own, Self::Left, Self::Right];

    fn step(self) -> isize {
        [0, -1, 1][self as usize]
    }

    /// Hands over what a word tells there by itself: it depends on nothing but its form.
    pub fn features(self, facts: &Facts, mut emit: impl FnMut(u64)) {
        let mut template = 20 * self as u64;
        let mut put = |value: u64| {
            template += 1;
            emit(mix(template, value));
        };
        if self == Self::Own {
            return word_features(facts, &mut put);
        }
        put(facts.lower);
        put(facts.shape);
        put(facts.suffix[1]);
        put(facts.class);
        put(facts.clusters[0]);
        put(facts.clusters[1]);
    }
}

/// Features of the word by itself.
fn word_features(this: &Facts, put: &mut impl FnMut(u64)) {
    put(0);
    put(this.exact);
    put(this.lower);
    put(this.shape);
    put(this.prefix);
    this.suffix.iter().for_each(|&suffix| put(suffix));
    put(this.class);
    put(mix(this.class, this.shape));
    put(mix(this.suffix[2], this.shape));
    put(this.clusters[0]);
    put(this.clusters[1]);
}

impl Facts {
    fn of(word: &str) -> Self {
        let word = word.char_indices().nth(LONGEST_WORD).map_or(word, |(end, _)| &word[..end]);
        let mut lower = [0u8; 4 * LONGEST_WORD + 8];
        let lower = lower_case(word, &mut lower);
        Self {
            exact: hash(word.as_bytes()),
            lower: hash(lower),
            shape: shape(word),
            prefix: hash(&lower[..lower.len().min(3)]),
            suffix: [2, 3, 4].map(|length| hash(&lower[lower.len().saturating_sub(length)..])),
            class: class_of(word),
            clusters: MODEL.clusters(word).map_or([0; 2], |clusters| clusters.map(|cluster| u64::from(cluster) + 1)),
            capital: word.chars().any(char::is_uppercase),
            number: word.bytes().any(|byte| byte.is_ascii_digit()),
            currency: matches!(word, "$" | "£" | "€" | "¥" | "₹"),
            small_elsewhere: false,
            capital_elsewhere: false,
        }
    }

    fn evidence(&self) -> u64 {
        1 + self.small_elsewhere as u64 + 2 * self.capital_elsewhere as u64
    }
}

/// Notes for each word whether the text has it in small letters, or capitalised within a sentence.
fn add_evidence(facts: &mut [Facts], types: &[u32], sentences: &[Range<usize>]) {
    let mut seen: FxHashMap<u64, u8> = FxHashMap::default();
    let mut looked_at = vec![0u8; facts.len()];
    for sentence in sentences {
        for at in sentence.clone() {
            let id = types[at] as usize;
            let sign = if !facts[id].capital { 1 } else { 2 * (at > sentence.start) as u8 };
            if sign & !looked_at[id] != 0 {
                looked_at[id] |= sign;
                *seen.entry(facts[id].lower).or_default() |= sign;
            }
        }
    }
    for fact in facts.iter_mut().filter(|fact| fact.capital) {
        let seen = seen.get(&fact.lower).copied().unwrap_or_default();
        fact.small_elsewhere = seen & 1 != 0;
        fact.capital_elsewhere = seen & 2 != 0;
    }
}

/// The word in small letters as UTF-8 in a buffer; digits become 0.
fn lower_case<'b>(word: &str, buffer: &'b mut [u8; 4 * LONGEST_WORD + 8]) -> &'b [u8] {
    let mut length = 0;
    for letter in word.chars() {
        let letter = if letter.is_ascii_digit() { '0' } else { letter.to_lowercase().next().unwrap_or(letter) };
        let width = letter.len_utf8();
        if length + width > buffer.len() {
            break;
        }
        letter.encode_utf8(&mut buffer[length..length + width]);
        length += width;
    }
    &buffer[..length]
}

/// "Xx", "X.", "xX-d" …: runs of one class become at most two characters.
fn shape(word: &str) -> u64 {
    let mut sum = SEED;
    let mut run = 0;
    let mut last = 0u8;
    for letter in word.chars() {
        let class = match letter {
            _ if letter.is_uppercase() => b'X',
            _ if letter.is_lowercase() => b'x',
            _ if letter.is_numeric() => b'd',
            _ if letter.is_alphabetic() => b'a',
            '’' => b'\'',
            _ if letter.is_ascii() => letter as u8,
            _ => b'?',
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run <= 2 {
            sum = step(sum, class as u64);
        }
    }
    sum
}

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

fn step(sum: u64, value: u64) -> u64 {
    (sum.rotate_left(5) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A hash that is the same on every machine: the weights depend on it.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let sum = bytes.chunks(8).fold(SEED ^ bytes.len() as u64, |sum, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        step(sum, u64::from_le_bytes(word))
    });
    sum ^ sum >> 29
}

/// Combines two values into one, in order.
pub(super) fn mix(left: u64, right: u64) -> u64 {
    let sum = step(step(SEED, left), right);
    sum ^ sum >> 32
}
