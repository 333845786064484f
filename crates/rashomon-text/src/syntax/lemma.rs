//! Dictionary forms: the longest known ending of a word, with its tags, says what to strip and what to append.
//!
//! `cargo xtask train lemmas` makes the rules. Layout of the file, little endian: number of rules (u32), the keys of
//! the rules in ascending order (u32 each), their scripts' numbers (u16 each), the scripts, a line each.

use super::Upos;
use rustc_hash::{FxBuildHasher, FxHashMap};
use smol_str::{SmolStr, SmolStrBuilder};
use std::hash::BuildHasher;
use std::sync::LazyLock;

/// No rule looks at a longer ending, but whole words.
pub const LONGEST: usize = 6;

/// Stands for any fine tag, where the word's own never goes with its part of speech.
pub const ANY: u32 = 0;

/// How a form becomes its lemma.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Script {
    /// How to write it first.
    pub case: Case,
    /// Characters to take off the end.
    pub strip: usize,
    /// Characters to put there instead.
    pub append: String,
}

/// How a script begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Case {
    /// In small letters.
    Lower,
    /// With one capital.
    Capital,
    /// As it is.
    Keep,
}

impl Case {
    const ALL: [(Self, char); 3] = [(Self::Lower, 'l'), (Self::Capital, 'c'), (Self::Keep, 'k')];

    /// The form's characters, written so.
    fn write(self, form: &str) -> impl Iterator<Item = char> {
        form.chars().enumerate().flat_map(move |(at, character)| {
            let one = Some(character).filter(|_| self == Self::Keep);
            let upper = self == Self::Capital && at == 0;
            let capital = upper.then(|| character.to_uppercase());
            let small = (one.is_none() && !upper).then(|| character.to_lowercase());
            one.into_iter().chain(capital.into_iter().flatten()).chain(small.into_iter().flatten())
        })
    }
}

impl Script {
    /// The script that makes `lemma` of `form`: the one that changes least.
    pub fn between(form: &str, lemma: &str) -> Self {
        let script = |case: Case| {
            let written: Vec<char> = case.write(form).collect();
            let shared = written.iter().zip(lemma.chars()).take_while(|(a, b)| **a == *b).count();
            Self { case, strip: written.len() - shared, append: lemma.chars().skip(shared).collect() }
        };
        let scripts = Case::ALL.map(|(case, _)| script(case));
        let [lower, capital, keep] = scripts;
        if !lemma.chars().any(char::is_uppercase) {
            return lower;
        }
        if capital.strip <= keep.strip { capital } else { keep }
    }

    /// Applies it.
    pub fn apply(&self, form: &str) -> SmolStr {
        let kept = form.chars().count().saturating_sub(self.strip);
        let mut lemma = SmolStrBuilder::new();
        self.case.write(form).take(kept).for_each(|character| lemma.push(character));
        lemma.push_str(&self.append);
        lemma.finish()
    }

    /// The line that stands for it in the model.
    pub fn line(&self) -> String {
        let mark = Case::ALL.iter().find(|(case, _)| *case == self.case).map_or('k', |(_, mark)| *mark);
        format!("{mark}\t{}\t{}\n", self.strip, self.append)
    }
}

/// Reads the scripts of a model.
pub fn scripts(lines: &str) -> Vec<Script> {
    let script = |line: &str| {
        let mut fields = line.splitn(3, '\t');
        let mark = fields.next().and_then(|mark| mark.chars().next());
        let case = Case::ALL.iter().find(|(_, known)| Some(*known) == mark).map_or(Case::Keep, |(case, _)| *case);
        let strip = fields.next().and_then(|count| count.parse().ok()).unwrap_or(0);
        Script { case, strip, append: fields.next().unwrap_or_default().to_owned() }
    };
    lines.lines().map(script).collect()
}

/// The keys of a word's endings, the whole word as written first, then in small letters, then from the longest ending
/// to the empty one.
pub fn keys(form: &str, upos: Upos, xpos: u32) -> impl Iterator<Item = u32> {
    let tag = mix(mix(SEED, upos as u32), xpos);
    // Names keep their capitals, or get them where they are written without.
    let cased = if upos == Upos::Propn { mix(tag, capitals(form)) } else { tag };
    let exact = form.chars().fold(tag ^ 1, |hash, character| mix(hash, u32::from(zero(character))));
    let whole = form.chars().fold(cased ^ 2, |hash, character| mix(hash, normal(character)));
    let mut endings = [0; LONGEST + 1];
    let mut count = 0;
    let mut hash = cased ^ 4;
    endings[0] = hash;
    for character in form.chars().rev().take(LONGEST) {
        hash = mix(hash, normal(character));
        count += 1;
        endings[count] = hash;
    }
    [exact, whole].into_iter().chain((0..=count).rev().map(move |at| endings[at])).map(finish)
}

/// No capitals, one at the start, all, or any other way.
fn capitals(form: &str) -> u32 {
    let first = form.chars().next().is_some_and(char::is_uppercase);
    let others = form.chars().skip(1).filter(|character| character.is_uppercase()).count();
    match (first, others) {
        (false, 0) => 1,
        (true, 0) => 2,
        _ if !form.chars().any(char::is_lowercase) => 3,
        _ => 4,
    }
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
        if is_address(form) {
            return SmolStr::new(form);
        }
        if has_thousands(form) {
            return form.chars().filter(|&character| character != ',').collect();
        }
        if let Some(short) = unstretched(form) {
            return self.lemma(&short, upos, xpos);
        }
        if is_run(form) || is_ordinal(form) {
            return SmolStr::new(form);
        }
        let find = |xpos| keys(form, upos, xpos).find_map(|key| self.rules.get(&key));
        let number = find(xpos).or_else(|| find(ANY));
        match number.and_then(|&number| self.scripts.get(usize::from(number))) {
            Some(script) if script.strip < form.len() || !script.append.is_empty() => script.apply(form),
            _ => SmolStr::new(form),
        }
    }
}

/// Lemmas that were found before, each in the one place that its form and tags lead to.
#[derive(Default)]
pub struct Found(Vec<(SmolStr, Upos, u32, SmolStr)>);

impl Found {
    /// So many are kept, half a megabyte: a power of two.
    const PLACES: usize = 8192;
    /// Longer forms are seldom seen again; these need no memory of their own.
    const LONGEST: usize = 20;

    /// The lemma of a form by the rules built into the program.
    pub fn lemma(&mut self, form: &str, upos: Upos, xpos: u32) -> SmolStr {
        if form.len() > Self::LONGEST {
            return Lemmas::shipped().lemma(form, upos, xpos);
        }
        let none = (SmolStr::default(), Upos::X, ANY, SmolStr::default());
        self.0.resize(Self::PLACES, none);
        let hash = FxBuildHasher.hash_one((form, upos, xpos));
        let place = &mut self.0[(hash >> 32) as usize % Self::PLACES];
        if place.0 != form || (place.1, place.2) != (upos, xpos) {
            *place = (SmolStr::new(form), upos, xpos, Lemmas::shipped().lemma(form, upos, xpos));
        }
        place.3.clone()
    }
}

/// Whether it is an internet or mail address, which is its own lemma.
fn is_address(form: &str) -> bool {
    form.contains("://") || form.starts_with("www.") || (form.len() > 3 && form.contains('@'))
}

/// Whether it is a mark several times: "--", "...".
fn is_run(form: &str) -> bool {
    let bytes = form.as_bytes();
    bytes.len() > 1 && bytes[0].is_ascii_punctuation() && bytes.iter().all(|byte| *byte == bytes[0])
}

/// Whether it is an ordinal in digits: "17th".
fn is_ordinal(form: &str) -> bool {
    let ending = form.as_bytes().last_chunk::<2>();
    let digits = form.get(..form.len().saturating_sub(2)).unwrap_or_default();
    form.starts_with(|character: char| character.is_ascii_digit())
        && digits.ends_with(|character: char| character.is_ascii_digit())
        && matches!(ending, Some(b"st" | b"nd" | b"rd" | b"th"))
}

/// Whether it is a number with commas between its thousands, which its lemma leaves out.
fn has_thousands(form: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = form.split_once('.').map_or(form, |(whole, rest)| if digits(rest) { whole } else { "" });
    let mut parts = whole.split(',');
    let first = parts.next().is_some_and(|part| digits(part) && (1..=3).contains(&part.len()));
    let mut groups = 0;
    first && parts.all(|part| (groups += 1, part.len() == 3 && digits(part)).1) && groups > 0
}

/// A word with a small letter of which three or more stand in a row ("sooooo"), with one of them instead; of just three
/// consonants two are left ("litttle").
fn unstretched(form: &str) -> Option<String> {
    let stretched = |run: &[u8]| run.len() > 2 && run[0].is_ascii_lowercase();
    let bytes = form.as_bytes();
    let long = bytes.chunk_by(|one, two| one == two).find(|run| stretched(run))?;
    if long.len() == form.len() || !bytes.iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    let kept = |run: &[u8]| if run.len() == 3 && !b"aeiou".contains(&run[0]) { 2 } else { 1 };
    let runs = bytes.chunk_by(|one, two| one == two);
    let short = runs.flat_map(|run| if stretched(run) { &run[..kept(run)] } else { run });
    Some(short.map(|&byte| char::from(byte)).collect())
}

#[cfg(test)]
mod tests {
    use super::{Found, Lemmas, Script, Upos, tag_hash};

    #[test]
    fn what_was_found_before_is_the_same() {
        let mut found = Found::default();
        for number in (0..20_000).chain(0..9) {
            let form = format!("walk{number}s");
            let lemma = Lemmas::shipped().lemma(&form, Upos::Verb, tag_hash("VBZ"));
            assert_eq!(found.lemma(&form, Upos::Verb, tag_hash("VBZ")), lemma);
        }
        assert_eq!(found.lemma("saw", Upos::Verb, tag_hash("VBD")), "see");
        assert_eq!(found.lemma("saw", Upos::Noun, tag_hash("NN")), "saw");
        assert_eq!(found.lemma("", Upos::X, super::ANY), "");
    }

    #[track_caller]
    fn check(form: &str, upos: Upos, xpos: &str, lemma: &str) {
        assert_eq!(Lemmas::shipped().lemma(form, upos, tag_hash(xpos)), lemma, "of {form:?}");
    }

    #[test]
    fn scripts_make_what_they_were_made_of() {
        for (form, lemma) in [("Ran", "run"), ("oslo", "Oslo"), ("OSLO", "Oslo"), ("McHales", "McHale"), ("", "x")] {
            assert_eq!(Script::between(form, lemma).apply(form), lemma);
        }
    }

    #[test]
    fn dictionary_forms() {
        check("soldiers", Upos::Noun, "NNS", "soldier");
        check("Children", Upos::Noun, "NNS", "child");
        check("stopped", Upos::Verb, "VBD", "stop");
        check("fined", Upos::Verb, "VBD", "fine");
        check("jumped", Upos::Verb, "VBD", "jump");
        check("freed", Upos::Verb, "VBN", "free");
        check("worse", Upos::Adj, "JJR", "bad");
        check("n't", Upos::Part, "RB", "not");
        check("Vellans", Upos::Propn, "NNPS", "Vellan");
        check("germany", Upos::Propn, "NNP", "Germany");
        check("british", Upos::Adj, "JJ", "British");
        check("12,500.5", Upos::Num, "CD", "12500.5");
        check("17th", Upos::Adj, "JJ", "17th");
        check("sooooo", Upos::Adv, "RB", "so");
        check("litttle", Upos::Adj, "JJ", "little");
        check("--", Upos::Punct, ":", "--");
        check("walked", Upos::Verb, "JJ", "walk");
        check("http://Vell.example/A", Upos::Propn, "ADD", "http://Vell.example/A");
    }
}
