//! Dictionary forms: the longest known ending of a word, with its tag, says what to strip and what to append.

use super::Upos;
use super::atoms::{SEED, normal};
use super::hash::{mix, small};
use super::model::{Model, Table};
use smol_str::{SmolStr, SmolStrBuilder};

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

/// The keys of a word's endings, the whole word first, then from the longest to the empty one.
pub fn keys(form: &str, upos: Upos) -> impl Iterator<Item = u32> {
    let tag = small(upos as u32);
    let whole = form.chars().fold(SEED, |hash, character| mix(hash, normal(character)));
    let mut endings = [0; LONGEST + 1];
    let mut count = 0;
    let mut hash = tag ^ 0x1e3a;
    endings[0] = hash;
    for character in form.chars().rev().take(LONGEST) {
        hash = mix(hash, normal(character));
        count += 1;
        endings[count] = hash;
    }
    std::iter::once(mix(whole, tag)).chain((0..=count).rev().map(move |at| endings[at])).map(|key| key | 1)
}

/// The lemma of a form.
pub fn lemma(model: &Model, form: &str, upos: Upos) -> SmolStr {
    match script(&model.rules, form, upos).and_then(|number| model.scripts.get(number as usize)) {
        Some(script) if script.strip < form.len() || !script.append.is_empty() => script.apply(form),
        _ => SmolStr::new(form),
    }
}

/// Number of the script for a form.
pub fn script(rules: &Table, form: &str, upos: Upos) -> Option<u32> {
    keys(form, upos).find_map(|key| rules.get(key))
}
