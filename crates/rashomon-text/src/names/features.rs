//! What the recogniser looks at: which words may be part of a name, and what their forms tell.

use super::fame::fame;
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

/// How many hashed features a form has.
pub const FEATURES: usize = 13;

/// How many states of [`Prepared::evidence`] there are.
pub const EVIDENCE: usize = 8;

/// What a form tells by itself: the same wherever it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Word, word in small letters, shape, first three letters, last two, three and four, class in the tables, that with
    /// the shape, the last four letters with the shape, fine and coarse cluster of words that stand in like places,
    /// what the gazetteer knows of that name; hashed, 0 for what it has not.
    pub features: [u32; FEATURES],
    /// Where the encoder has its static vector.
    pub vector: Option<usize>,
}

/// What is seen of a word at a glance.
#[derive(Clone, Copy)]
struct Glance {
    exact: u64,
    lower: u64,
    capital: bool,
    number: bool,
    currency: bool,
    hyphen: bool,
    /// A stop.
    stop: bool,
    /// A capital letter.
    initial: bool,
    /// A letter or accent that some splitters of words cut out of a name ("M ā ori").
    splinter: bool,
    /// A word of more than three letters, which articles and most prepositions are not.
    long: bool,
    small_elsewhere: bool,
    capital_elsewhere: bool,
}

/// A document prepared for the recogniser.
pub struct Prepared<'t> {
    /// Of every different word.
    types: Vec<(&'t str, Glance)>,
    /// For every word, where its type stands.
    words: Vec<u32>,
    sentences: Vec<Range<usize>>,
}

/// Words that may hold names, and their sentence.
pub type Stretch = (Range<usize>, Range<usize>);

/// Longest run of small words that a name may hold between two capitalised ones ("of the").
const LONGEST_GAP: usize = 3;

/// Longest stretch that is labelled as one, in words: labels of stretches take memory.
const LONGEST_STRETCH: usize = 200;

/// Longest part of a word that is looked at, in characters: the rest of a monster adds nothing.
const LONGEST_WORD: usize = 40;

impl<'t> Prepared<'t> {
    /// Looks at every different word once.
    pub fn of(document: &Document<'t>) -> Self {
        let mut types = Vec::new();
        let mut known: FxHashMap<&str, u32> = FxHashMap::default();
        let mut type_of = |word: &'t str| {
            *known.entry(word).or_insert_with(|| {
                types.push((word, Glance::of(word)));
                types.len() as u32 - 1
            })
        };
        let words: Vec<u32> = document.words.iter().map(|word| type_of(word)).collect();
        add_evidence(&mut types, &words, &document.sentences);
        Self { types, words, sentences: document.sentences.clone() }
    }

    fn glance(&self, at: usize) -> &Glance {
        &self.types[self.words[at] as usize].1
    }

    /// A word as written, and a hash that stands for it.
    pub fn word(&self, at: usize) -> (&'t str, u64) {
        let (word, glance) = &self.types[self.words[at] as usize];
        (word, glance.exact)
    }

    /// Whether a word has a capital.
    pub fn has_capital(&self, at: usize) -> bool {
        self.glance(at).capital
    }

    /// The stretches of words that may hold names, each within one sentence, in order, and that sentence.
    /// All other words are outside of names. Endless runs of capitalised words are cut.
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        for sentence in &self.sentences {
            let mut open: Option<Range<usize>> = None;
            for at in sentence.clone().filter(|&at| self.anchors(at, sentence)) {
                match &mut open {
                    Some(stretch) if at - stretch.end <= LONGEST_GAP && stretch.len() < LONGEST_STRETCH => {
                        stretch.end = at + 1;
                    }
                    _ => {
                        stretches.extend(open.replace(at..at + 1).map(|stretch| (stretch, sentence.clone())));
                    }
                }
            }
            stretches.extend(open.map(|stretch| (stretch, sentence.clone())));
        }
        self.widen(&mut stretches);
        stretches
    }

    /// Takes in the words on both sides ("northern", "province").
    fn widen(&self, stretches: &mut [Stretch]) {
        let mut before = 0;
        for (stretch, sentence) in stretches {
            if stretch.start > before.max(sentence.start) && self.glance(stretch.start - 1).long {
                stretch.start -= 1;
            }
            if stretch.end < sentence.end && self.glance(stretch.end).long && !self.anchors(stretch.end, sentence) {
                stretch.end += 1;
            }
            before = stretch.end;
        }
    }

    /// Whether a word can begin or end a name, a date or a sum: capitalised, a number or currency, or close behind one,
    /// or tied to a capitalised word by a hyphen; the last stop of "U . S .", a splinter, what follows one.
    fn anchors(&self, at: usize, sentence: &Range<usize>) -> bool {
        let back = |count: usize| (at >= sentence.start + count).then(|| self.glance(at - count));
        let number = |count| back(count).is_some_and(|word| word.number);
        let tied = || back(1).is_some_and(|word| word.hyphen) && back(2).is_some_and(|word| word.capital);
        let initials = || back(1).is_some_and(|word| word.initial) && back(2).is_some_and(|word| word.stop);
        let this = self.glance(at);
        this.capital
            || this.splinter
            || this.stop && initials()
            || back(1).is_some_and(|word| word.splinter)
            || this.number
            || this.currency
            || number(1)
            || tied()
            || number(2) && class_of(self.word(at).0) != 0
    }

    /// Whether the text has a capitalised word in small letters too (1), or capitalised within a sentence (2), and
    /// whether it opens its sentence (4).
    pub fn evidence(&self, at: usize, sentence: &Range<usize>) -> usize {
        let glance = self.glance(at);
        let opens = (at == sentence.start) as usize;
        glance.small_elsewhere as usize + 2 * glance.capital_elsewhere as usize + 4 * opens
    }
}

impl Glance {
    fn of(word: &str) -> Self {
        let word = seen(word);
        let mut lower = [0u8; 4 * LONGEST_WORD + 8];
        Self {
            exact: hash(word.as_bytes()),
            lower: hash(lower_case(word, &mut lower)),
            capital: word.chars().any(char::is_uppercase),
            number: word.bytes().any(|byte| byte.is_ascii_digit()),
            currency: matches!(word, "$" | "£" | "€" | "¥" | "₹"),
            hyphen: word == "-",
            stop: word == ".",
            initial: word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase()),
            splinter: is_splinter(word),
            long: word.len() > 3 && word.chars().all(char::is_alphabetic),
            small_elsewhere: false,
            capital_elsewhere: false,
        }
    }
}

/// One letter beyond ASCII, or an accent without its letter.
fn is_splinter(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next().filter(|letter| !letter.is_ascii());
    first.is_some_and(|letter| letter.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&letter))
        && letters.next().is_none()
}

/// Notes for each word whether the text has it in small letters, or capitalised within a sentence.
fn add_evidence(types: &mut [(&str, Glance)], words: &[u32], sentences: &[Range<usize>]) {
    let mut seen: FxHashMap<u64, u8> = FxHashMap::default();
    let mut looked_at = vec![0u8; types.len()];
    for sentence in sentences {
        for at in sentence.clone() {
            let id = words[at] as usize;
            let glance = &types[id].1;
            let sign = if !glance.capital { 1 } else { 2 * (at > sentence.start) as u8 };
            if sign & !looked_at[id] != 0 {
                looked_at[id] |= sign;
                *seen.entry(glance.lower).or_default() |= sign;
            }
        }
    }
    for (_, glance) in types.iter_mut().filter(|(_, glance)| glance.capital) {
        let seen = seen.get(&glance.lower).copied().unwrap_or_default();
        glance.small_elsewhere = seen & 1 != 0;
        glance.capital_elsewhere = seen & 2 != 0;
    }
}

impl Form {
    /// Looks at a form.
    pub fn of(word: &str) -> Self {
        let vector = MODEL.place(word);
        let word = seen(word);
        let mut lower = [0u8; 4 * LONGEST_WORD + 8];
        let lower = lower_case(word, &mut lower);
        let (class, shape) = (class_of(word), shape(word));
        let suffix = |length| hash(&lower[lower.len().saturating_sub(length)..]);
        let clusters = vector.and_then(|place| MODEL.clusters_at(place));
        let clusters = clusters.map_or([0; 2], |clusters| clusters.map(|at| u64::from(at) + 1));
        let values: [u64; FEATURES] = [
            hash(word.as_bytes()),
            hash(lower),
            shape,
            hash(&lower[..lower.len().min(3)]),
            suffix(2),
            suffix(3),
            suffix(4),
            class,
            mix(class, shape),
            mix(suffix(4), shape),
            clusters[0],
            clusters[1],
            fame(word),
        ];
        let mut features = [0; FEATURES];
        for (template, (feature, value)) in features.iter_mut().zip(values).enumerate() {
            *feature = if value == 0 { 0 } else { (mix(template as u64 + 1, value) >> 32) as u32 };
        }
        Self { features, vector }
    }
}

/// The part of a word that is looked at.
fn seen(word: &str) -> &str {
    word.char_indices().nth(LONGEST_WORD).map_or(word, |(end, _)| &word[..end])
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
