//! Tokens and sentences of raw text, by the conventions of Universal Dependencies for English
//! (clitics apart: "do" "n't", "Kyiv" "'s"), with news punctuation.

mod address;
mod boundary;
mod chars;
mod lines;
mod marks;
pub mod model;
mod scan;
mod sentences;
mod shape;
mod tables;
#[cfg(test)]
mod tests;

use crate::layer::Layer;
use crate::lexicon::{self, Fault};
use crate::range::TextRange;
use std::ops::Range;

/// One syntactic word or punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub range: TextRange,
    /// Whether white space (or the start of the text) stands before it.
    pub space_before: bool,
}

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, without the white space around it.
    pub range: TextRange,
    /// Indices of its tokens.
    pub tokens: Range<usize>,
    /// Whether it opens a paragraph: a blank line stands before it, or a line break after a full stop, or any
    /// line break where the text is not wrapped.
    pub opens_paragraph: bool,
}

/// Splits a text. Every character that is not [blank](is_blank) lies in exactly one token.
pub fn split(text: &str) -> (Layer<Token>, Layer<Sentence>) {
    let tokens = scan::tokens(text);
    let sentences = sentences::of(text, &tokens);
    (Layer::new(tokens), Layer::new(sentences))
}

/// Splits a text into tokens and these where `decide` says so, which is how the model of sentence ends learns: it gets
/// the number of a token that may start a sentence and the keys of what is known of the gap before it.
pub fn split_by(text: &str, decide: impl FnMut(usize, &[u32]) -> bool) -> (Layer<Token>, Layer<Sentence>) {
    let tokens = scan::tokens(text);
    let sentences = sentences::walk(text, &tokens, decide);
    (Layer::new(tokens), Layer::new(sentences))
}

/// White space, and the invisible marks that stand for it on web pages (zero-width space, byte order mark).
pub fn is_blank(character: char) -> bool {
    chars::is_blank(character)
}

/// What is wrong with `lexicon/tokens.toml`.
pub fn check() -> Vec<Fault> {
    let (file, groups) = tables::file();
    let mut faults = lexicon::check_form(file, &groups);
    faults.extend(lexicon::check_examples(file, &groups, shows));
    faults
}

/// Whether a word of the group has its effect in a sentence.
fn shows(group: &tables::Group, text: &str) -> bool {
    let (tokens, sentences) = split(text);
    let words: Vec<&str> = tokens.iter().map(|token| &text[token.range.start()..token.range.end()]).collect();
    let has = |word: &str| group.words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let glued = |at: usize| at > 0 && !tokens[at].space_before;
    let opens = |at: usize| sentences.iter().any(|sentence| at > 0 && sentence.tokens.start == at);
    (0..words.len()).any(|at| match group.name.as_str() {
        "contractions" => glued(at) && has(&format!("{}|{}", words[at - 1], words[at])),
        "domains" => words[at].rsplit_once('.').is_some_and(|(_, last)| has(last)),
        "elisions" => words[at].strip_prefix('\'').is_some_and(has),
        "prefixes" => words[at].split_once('-').is_some_and(|(prefix, _)| has(prefix)),
        "starters" => opens(at) && has(words[at]) && words[at - 1].len() > 1,
        "units" => glued(at) && (has(words[at]) || has(words[at].trim_end_matches('.'))),
        "zones" => at > 0 && !opens(at) && has(words[at]) && words[at - 1].ends_with(".m."),
        _ => has(words[at]) && !words[at + 1..].is_empty(),
    })
}
