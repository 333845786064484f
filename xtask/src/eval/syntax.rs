//! Scores tokens, sentences, tags, lemmas and trees against treebanks.

use crate::train::conllu::{self, Sentence};
use anyhow::Context;
use rashomon_text::TextRange;
use rashomon_text::encoder::model::{MODEL, Model};
use rashomon_text::syntax::{Relation, Word, parse_with};
use rashomon_text::tokens::{self, Token};
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Relations that claims are built on, scored apart.
const SHOWN: [Relation; 6] =
    [Relation::Nsubj, Relation::Ccomp, Relation::Appos, Relation::Nummod, Relation::Nmod, Relation::Obl];

/// Scores each file, with another model than the built-in one if asked to.
pub fn run(files: &[PathBuf], model: Option<&Path>) -> anyhow::Result<()> {
    let Some(path) = model else { return files.iter().try_for_each(|file| score(file, &MODEL)) };
    let bytes = std::fs::read(path)?;
    let model = Model::read(&bytes).with_context(|| format!("{} is no model of this version", path.display()))?;
    files.iter().try_for_each(|file| score(file, &model))
}

fn score(file: &Path, model: &Model) -> anyhow::Result<()> {
    let sentences = conllu::read(file)?;
    println!("{}", file.display());
    let gold = Document::of(&sentences);
    let ranges: Vec<_> = gold.sentences.iter().map(|tokens| sentence(&gold, tokens.clone())).collect();
    let start = Instant::now();
    let words = parse_with(model, &gold.text, &gold.tokens, &ranges);
    let seconds = start.elapsed().as_secs_f64();
    Counts::of(&gold, &words).print();
    println!("  {:.0} words/s", words.len() as f64 / seconds);
    raw(&gold, model);
    Ok(())
}

/// A treebank as one text.
struct Document {
    text: String,
    tokens: Vec<Token>,
    sentences: Vec<Range<usize>>,
    words: Vec<Gold>,
}

struct Gold {
    upos: rashomon_text::syntax::Upos,
    lemma: String,
    head: usize,
    relation: Relation,
}

impl Document {
    fn of(sentences: &[Sentence]) -> Self {
        let mut document = Self { text: String::new(), tokens: Vec::new(), sentences: Vec::new(), words: Vec::new() };
        let mut space = false;
        for sentence in sentences {
            if sentence.opens_paragraph && !document.text.is_empty() {
                document.text.push_str("\n\n");
            } else if space {
                document.text.push(' ');
            }
            space = sentence.space_after;
            document.add(sentence);
        }
        document
    }

    fn add(&mut self, sentence: &Sentence) {
        let (first, offset) = (self.tokens.len(), self.text.len());
        for (at, token) in sentence.tokens.iter().enumerate() {
            let range = TextRange::of(offset + token.range.start(), offset + token.range.end());
            self.tokens.push(Token { range, ..*token });
            self.words.push(Gold {
                upos: sentence.upos[at],
                lemma: sentence.lemmas[at].clone(),
                head: first + sentence.heads[at],
                relation: sentence.relations[at],
            });
        }
        self.text.push_str(&sentence.text);
        self.sentences.push(first..self.tokens.len());
    }
}

fn sentence(document: &Document, tokens: Range<usize>) -> tokens::Sentence {
    let range = document.tokens[tokens.start].range.cover(document.tokens[tokens.end - 1].range);
    tokens::Sentence { range, tokens, opens_paragraph: false }
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
    let (mut same, mut labelled) = (0, 0);
    for (word, at) in words.iter().zip(&aligned) {
        let Some(gold) = at.map(|at| &gold.words[at]) else { continue };
        same += 1;
        labelled += usize::from(aligned[word.head] == Some(gold.head) && gold.relation == word.relation);
    }
    let bounds: Vec<TextRange> = gold.sentences.iter().map(|tokens| sentence(gold, tokens.clone()).range).collect();
    let found = sentences.iter().filter(|sentence| bounds.binary_search(&sentence.range).is_ok()).count();
    println!(
        "  raw text: token F1 {:.2}  sentence F1 {:.2}  LAS F1 {:.2}",
        f1(same, gold.tokens.len(), tokens.len()),
        f1(found, bounds.len(), sentences.len()),
        f1(labelled, gold.tokens.len(), tokens.len())
    );
}
