//! Scores tokens and sentences of raw text against treebanks, as the shared tasks of CoNLL did.

use super::conll::{Segments, same, same_words};
use super::treebank::Document;
use anyhow::Context;
use rashomon_text::tokens::model::Model;
use rashomon_text::tokens::{self, Token};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;
use std::path::PathBuf;

/// What to score.
#[derive(clap::Args)]
pub struct Texts {
    /// Treebank files in CoNLL-U.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Other weights of sentence ends than those built in.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Where to write what is missed and what is too much.
    #[arg(long)]
    errors: Option<PathBuf>,
}

/// Scores each file.
pub fn run(options: &Texts) -> anyhow::Result<()> {
    let mut errors = String::new();
    let bytes = options.model.as_ref().map(std::fs::read).transpose()?;
    let model = match &bytes {
        Some(bytes) => Model::read(bytes).context("the model is no file of this version")?,
        None => Model::shipped(),
    };
    for file in &options.files {
        let gold = Document::read(file, &[])?;
        let found = segments(&gold.text, &model);
        println!("{}", file.display());
        anyhow::ensure!(found.characters == gold.segments.characters, "the text has other characters than the words");
        score(&gold.segments, &found);
        list(&mut errors, &gold, &found)?;
    }
    Ok(options.errors.as_ref().map_or(Ok(()), |path| std::fs::write(path, errors))?)
}

fn score(gold: &Segments, found: &Segments) {
    print("tokens", same(&gold.tokens, &found.tokens), found.tokens.len(), gold.tokens.len());
    print("words", same_words(&gold.words, &found.words), found.words.len(), gold.words.len());
    print("sentences", same(&gold.sentences, &found.sentences), found.sentences.len(), gold.sentences.len());
}

fn print(name: &str, right: usize, found: usize, gold: usize) {
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    println!(
        "  {name:10} F1 {:.2}  P {:.2}  R {:.2}  ({right} right, {found} found, {gold} gold)",
        share(2 * right, found + gold),
        share(right, found),
        share(right, gold),
    );
}

/// What the tokeniser makes of a text.
fn segments(text: &str, model: &Model) -> Segments {
    let (tokens, sentences) = tokens::split_by(text, |_, features| model.ends(features));
    let form = |token: &Token| &text[token.range.start()..token.range.end()];
    let mut segments = Segments::default();
    for sentence in sentences.iter() {
        let tokens = &tokens[sentence.tokens.clone()];
        for parts in tokens.chunk_by(|one, two| hangs_on(form(one), form(two), two.space_before)) {
            let words: Vec<&str> = parts.iter().map(form).collect();
            segments.token(&words.concat(), &words);
        }
        segments.end_sentence();
    }
    segments
}

/// Whether two words are written as one: "do" and "n't", "Vell" and "'s", "can" and "not", "sailors" and "'"; not "5"
/// and "km".
fn hangs_on(host: &str, clitic: &str, space: bool) -> bool {
    if matches!(clitic, "'" | "’") {
        return !space && host.len() > 2 && host.ends_with('s');
    }
    let apostrophe = clitic.starts_with(['\'', '’', '‘', '`']) && clitic.ends_with(char::is_alphabetic);
    let letter = |character: char| character.is_alphabetic();
    !space
        && (apostrophe && host.ends_with(|last: char| last.is_alphanumeric() || last == '.')
            || (host.ends_with(letter) && clitic.starts_with(letter)))
}

/// Lists ends of sentences and tokens that only one of both has, with their surroundings.
fn list(errors: &mut String, gold: &Document, found: &Segments) -> std::fmt::Result {
    let visible = |&(_, character): &(usize, char)| !tokens::is_blank(character);
    let starts: Vec<usize> = gold.text.char_indices().filter(visible).map(|(at, _)| at).collect();
    let around = |at: usize| {
        let before = &gold.text[starts[at.saturating_sub(50)]..starts[at]];
        let behind = &gold.text[starts[at]..starts.get(at + 50).copied().unwrap_or(gold.text.len())];
        format!("{before} ¦ {behind}").replace('\n', "¶")
    };
    for (mark, start) in differences(&gold.segments.sentences, &found.sentences, |span| span.start) {
        writeln!(errors, "sentence {mark} {}", around(start))?;
    }
    for (mark, (start, end)) in differences(&gold.segments.tokens, &found.tokens, |span| (span.start, span.end)) {
        let token: String = gold.text[starts[start]..].chars().take(end - start).collect();
        writeln!(errors, "token {mark} {token} in {}", around(start))?;
    }
    Ok(())
}

/// What only one of both has: `-` is missed, `+` is too much.
fn differences<K: Ord + Clone>(
    gold: &[Range<usize>],
    found: &[Range<usize>],
    key: impl Fn(&Range<usize>) -> K,
) -> Vec<(char, K)> {
    let (gold, found): (BTreeSet<K>, BTreeSet<K>) = (gold.iter().map(&key).collect(), found.iter().map(&key).collect());
    let missed = gold.difference(&found).map(|key| ('-', key.clone()));
    let mut all: Vec<(char, K)> = missed.chain(found.difference(&gold).map(|key| ('+', key.clone()))).collect();
    all.sort_by(|one, two| one.1.cmp(&two.1));
    all
}
