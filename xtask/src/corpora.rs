//! Reads the corpora of names into documents with labelled words.

use anyhow::{Context, Result};
use rashomon_text::encoder::{self, Batch, model::MODEL};
use rashomon_text::names::tagger::{DATE, Found, KINDS, MONEY};
use rashomon_text::names::{Document, NameKind, Reading, country_of, group_of, is_title, title_kind};
use rashomon_text::range::TextRange;
use rashomon_text::tokens::{Sentence, Token};
use std::ops::Range;
use std::path::Path;

/// A document with its names by hand.
#[derive(Default)]
pub struct Labelled {
    words: Vec<String>,
    sentences: Vec<Range<usize>>,
    /// The names, in order.
    pub names: Vec<Found>,
}

impl Labelled {
    /// As the recogniser reads it.
    pub fn document(&self) -> Document<'_> {
        Document { words: self.words.iter().map(String::as_str).collect(), sentences: self.sentences.clone() }
    }

    /// As the recogniser reads it once it has seen the encoder's rows; `see` is shown them too.
    pub fn reading(&self, mut see: impl FnMut(&Batch)) -> Reading<'_> {
        let mut reading = Reading::of_document(self.document());
        let text = self.words.join(" ");
        let mut end = 0;
        let place = |word: &String| {
            let start = end;
            end += word.len() as u32 + 1;
            Token { range: TextRange::new(start, end - 1), space_before: true }
        };
        let tokens: Vec<Token> = self.words.iter().map(place).collect();
        let span = |words: &Range<usize>| tokens[words.start].range.cover(tokens[words.end - 1].range);
        let sentence =
            |words: &Range<usize>| Sentence { range: span(words), tokens: words.clone(), opens_paragraph: false };
        let sentences: Vec<Sentence> = self.sentences.iter().map(sentence).collect();
        encoder::read(&MODEL, &text, &tokens, &sentences, |batch| {
            reading.see(batch);
            see(batch);
        });
        reading
    }

    fn close_sentence(&mut self) {
        let start = self.sentences.last().map_or(0, |sentence| sentence.end);
        if start < self.words.len() {
            self.sentences.push(start..self.words.len());
        }
    }

    /// Articles in small letters and titles are no part of a name, and what has no capital is none: one corpus marks both.
    pub fn trim_names(&mut self) {
        let Self { words, names, .. } = self;
        for name in names.iter_mut() {
            let person = KINDS.get(name.kind) == Some(&NameKind::Person);
            let outside = |word: &str| {
                matches!(word, "the" | "a" | "an")
                    || person && (is_title(word) || title_kind(word).is_some() || country_of(word).is_some())
            };
            while name.words.len() > 1 && outside(&words[name.words.start]) {
                name.words.start += 1;
            }
        }
        let capital = |name: &Found| words[name.words.clone()].iter().any(|word| word.contains(char::is_uppercase));
        names.retain(|name| name.kind >= KINDS.len() || capital(name));
    }
}

/// Reads a file with a word and its IOB label on every line, blank lines between sentences and `#doc` or
/// `-DOCSTART-` before documents. A file without such marks is cut every 20 sentences.
pub fn read_names(path: &Path) -> Result<Vec<Labelled>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let marked = text.contains("#doc") || text.contains("-DOCSTART-");
    let mut documents = vec![Labelled::default()];
    let mut before = "O";
    for line in text.lines() {
        let document = documents.last_mut().context("never empty")?;
        let mut fields = line.split_whitespace();
        match (fields.next(), fields.next_back()) {
            (Some("#doc" | "-DOCSTART-"), _) => {
                document.close_sentence();
                documents.push(Labelled::default());
            }
            (Some(word), Some(label)) => {
                add(document, word, label, before);
                before = label;
                continue;
            }
            _ => document.close_sentence(),
        }
        before = "O";
        let full = !marked && documents.last().is_some_and(|document| document.sentences.len() >= 20);
        documents.extend(full.then(Labelled::default));
    }
    documents.iter_mut().for_each(Labelled::close_sentence);
    Ok(documents)
}

fn add(document: &mut Labelled, word: &str, label: &str, before: &str) {
    let at = document.words.len();
    document.words.push(word.to_owned());
    let Some((part, kind)) = label.split_once('-') else { return };
    let goes_on = part == "I" && before.ends_with(kind) && before != "O";
    match kind_of(kind, word) {
        Some(_) if goes_on && document.names.last().is_some_and(|name| name.words.end == at) => {
            if let Some(name) = document.names.last_mut() {
                name.words.end = at + 1;
            }
        }
        Some(kind) => document.names.push(Found { words: at..at + 1, kind }),
        None => {}
    }
}

/// The class that the corpora call so; `None` for what the recogniser does not look for.
fn kind_of(label: &str, word: &str) -> Option<usize> {
    let kind = match label {
        "Person" | "PER" => NameKind::Person,
        "Organization" | "Organisation" | "ORG" => NameKind::Organisation,
        "Location" | "LOC" => NameKind::Place,
        "NORP" | "Nationality" => NameKind::Group,
        "MISC" if country_of(word).is_some() || group_of(word).is_some() => NameKind::Group,
        "Facility" => NameKind::Facility,
        "Product" | "MilitaryPlatform" | "Weapon" => NameKind::Product,
        "Misc" | "MISC" => NameKind::Other,
        "Date" => return Some(DATE),
        "Money" => return Some(MONEY),
        _ => return None,
    };
    KINDS.iter().position(|&known| known == kind)
}
