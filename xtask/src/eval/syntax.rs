//! Scores tags, lemmas and trees against treebanks.

use super::relations;
use super::treebank::{Document, Gold};
use anyhow::Context;
use rashomon_text::TextRange;
use rashomon_text::encoder::model::{MODEL, Model};
use rashomon_text::syntax::lemma::{Lemmas, tag_hash};
use rashomon_text::syntax::{Relation, Word, parse_with};
use rashomon_text::tokens;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Relations that claims are built on, scored apart.
const SHOWN: [Relation; 6] =
    [Relation::Nsubj, Relation::Ccomp, Relation::Appos, Relation::Nummod, Relation::Nmod, Relation::Obl];

/// What to score.
#[derive(clap::Args)]
pub struct Syntax {
    /// Treebank files in CoNLL-U.
    files: Vec<PathBuf>,
    /// Score no other sentences than those whose `sent_id` begins so, such as all of a document.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Another model than the one built in.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Print every relation, where labelled attachment is lost, and what the ledger builds on.
    #[arg(long)]
    relations: bool,
    /// Where to write the wrong lemmas.
    #[arg(long)]
    errors: Option<PathBuf>,
}

/// Scores each file, with another model than the built-in one if asked to.
pub fn run(options: &Syntax) -> anyhow::Result<()> {
    let mut errors = String::new();
    let mut score = |model: &Model| options.files.iter().try_for_each(|file| score(file, options, model, &mut errors));
    match &options.model {
        None => score(&MODEL)?,
        Some(path) => {
            let bytes = std::fs::read(path)?;
            let shown = || format!("{} is no model of this version", path.display());
            score(&Model::read(&bytes).with_context(shown)?)?;
        }
    }
    Ok(options.errors.as_ref().map_or(Ok(()), |path| std::fs::write(path, errors))?)
}

fn score(file: &Path, options: &Syntax, model: &Model, errors: &mut String) -> anyhow::Result<()> {
    let gold = Document::read(file, &options.only)?;
    println!("{}", file.display());
    let start = Instant::now();
    let words = parse_with(model, &gold.text, &gold.tokens, &gold.sentences);
    let seconds = start.elapsed().as_secs_f64();
    Counts::of(&gold, &words).print();
    if options.relations {
        relations::print(&gold, &words);
    }
    println!("  {:.0} words/s", words.len() as f64 / seconds);
    raw(&gold, model);
    lemmas(&gold, &words, errors)
}

/// Prints how many lemmas would be right if all tags were, and lists the wrong ones.
fn lemmas(gold: &Document, words: &[Word], errors: &mut String) -> anyhow::Result<()> {
    let mut right = 0;
    for ((token, gold_word), word) in gold.tokens.iter().zip(&gold.words).zip(words) {
        let form = &gold.text[token.range.start()..token.range.end()];
        let by_tags = Lemmas::shipped().lemma(form, gold_word.upos, tag_hash(&gold_word.xpos));
        right += usize::from(by_tags == gold_word.lemma);
        if word.lemma != gold_word.lemma {
            let tags = format!("{} {}, found {}", gold_word.upos.name(), gold_word.xpos, word.upos.name());
            writeln!(errors, "{form}\t{}\tfound {}\tby gold tags {by_tags}\t{tags}", gold_word.lemma, word.lemma)?;
        }
    }
    println!("  lemmas by gold tags: {:.2}", 100.0 * right as f64 / words.len().max(1) as f64);
    Ok(())
}

/// Numbers of right words.
#[derive(Default)]
struct Counts {
    words: usize,
    upos: usize,
    lemma: usize,
    heads: usize,
    labelled: usize,
    universal: usize,
    /// For each shown relation: gold, predicted, right.
    shown: [[usize; 3]; SHOWN.len()],
}

impl Counts {
    fn of(gold: &Document, words: &[Word]) -> Self {
        let mut counts = Self::default();
        for (gold, word) in gold.words.iter().zip(words) {
            counts.add(gold, word);
        }
        counts
    }

    fn add(&mut self, gold: &Gold, word: &Word) {
        let head = gold.head == word.head;
        let right = head && gold.relation == word.relation;
        self.words += 1;
        self.upos += usize::from(gold.upos == word.upos);
        self.lemma += usize::from(gold.lemma == word.lemma);
        self.heads += usize::from(head);
        self.labelled += usize::from(right);
        self.universal += usize::from(head && universal(gold.relation) == universal(word.relation));
        for (relation, counts) in SHOWN.iter().zip(&mut self.shown) {
            counts[0] += usize::from(gold.relation == *relation);
            counts[1] += usize::from(word.relation == *relation);
            counts[2] += usize::from(right && gold.relation == *relation);
        }
    }

    fn print(&self) {
        let share = |right: usize| 100.0 * right as f64 / self.words.max(1) as f64;
        println!(
            "  gold tokens: UPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2}  LAS without subtypes {:.2}  ({} words)",
            share(self.upos),
            share(self.lemma),
            share(self.heads),
            share(self.labelled),
            share(self.universal),
            self.words
        );
        let shown = |(relation, counts): (&Relation, &[usize; 3])| {
            format!("{} {:.1}", relation.name(), f1(counts[2], counts[0], counts[1]))
        };
        println!("  F1 by relation: {}", SHOWN.iter().zip(&self.shown).map(shown).collect::<Vec<_>>().join("  "));
    }
}

fn universal(relation: Relation) -> &'static str {
    relation.name().split(':').next().unwrap_or_default()
}

fn f1(right: usize, gold: usize, predicted: usize) -> f64 {
    200.0 * right as f64 / (gold + predicted).max(1) as f64
}

/// Splits and parses the text as it stands, and aligns words by their place.
fn raw(gold: &Document, model: &Model) {
    let (tokens, sentences) = tokens::split(&gold.text);
    let words = parse_with(model, &gold.text, &tokens, &sentences);
    let places: HashMap<TextRange, usize> = gold.tokens.iter().enumerate().map(|(at, t)| (t.range, at)).collect();
    let aligned: Vec<Option<usize>> = tokens.iter().map(|token| places.get(&token.range).copied()).collect();
    let mut labelled = 0;
    for (word, at) in words.iter().zip(&aligned) {
        let Some(gold) = at.map(|at| &gold.words[at]) else { continue };
        labelled += usize::from(aligned[word.head] == Some(gold.head) && gold.relation == word.relation);
    }
    println!("  raw text: LAS F1 {:.2}", f1(labelled, gold.tokens.len(), tokens.len()));
}
