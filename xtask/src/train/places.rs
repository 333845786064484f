//! Learns `gazetteer/weights.toml` from the first half of articles with places by hand: first the weights that rank the
//! candidates of a name, by trying each a little larger and smaller, then those that say whether the likeliest is given.

use crate::eval::tally::is_in_first_half;
use crate::eval::toponyms::{Article, NEAR, articles, is_held, name_gold};
use anyhow::{Context, Result, anyhow};
use rashomon_text::Layers;
use rashomon_text::places::{Asked, Location, SIGNS, Trial, Weights, distance};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Parts of its value by which a weight is tried larger and smaller, one after the other.
const STEPS: [f64; 9] = [0.6, 0.6, 0.3, 0.3, 0.3, 0.15, 0.15, 0.15, 0.08];
/// No belief in what is right costs more than this share does.
const FLOOR: f64 = 0.002;
/// How much a weight's moving away from where it started costs.
const STAYING: f64 = 0.002;
/// A weight moves where that gains so much for a name.
const WORTH: f64 = 0.0002;
/// Answers that shall be right, of those whose place the gazetteer holds.
const RIGHT: f64 = 0.985;

/// A report with the points of its names.
struct Lesson {
    asked: Asked<'static>,
    /// Whether it is learned from.
    learned: bool,
    /// By name: its point, how much it counts, and whether the gazetteer holds it.
    gold: BTreeMap<usize, (Location, f64, bool)>,
}

/// Reads the articles and writes the weights.
pub fn run(files: &[PathBuf], output: &Path) -> Result<()> {
    let mut lessons = Vec::new();
    for file in files {
        lessons.extend(articles(file)?.iter().filter_map(lesson));
    }
    let (lessons, rest): (Vec<Lesson>, Vec<Lesson>) = lessons.into_iter().partition(|lesson| lesson.learned);
    println!("{} reports to learn from, {} others", lessons.len(), rest.len());
    let mut lines = Lines::of(include_str!("places.toml"))?;
    rank(&mut lines, &lessons)?;
    answer(&mut lines, &lessons)?;
    score("learned from", &lines, &lessons)?;
    score("others", &lines, &rest)?;
    std::fs::write(output, lines.text()).with_context(|| output.display().to_string())
}

fn lesson(article: &Article) -> Option<Lesson> {
    let report = article.report();
    let mut layers = Layers::of(&report);
    name_gold(&mut layers, article);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    article.gold.iter().for_each(|gold| *counts.entry(article.words(gold.range)).or_default() += 1);
    // What a report says ten times is not ten times as telling as what it says once.
    let worth = |words: &str| (counts[words] as f64).powf(-0.5);
    let gold = article.gold.iter().enumerate().filter_map(|(at, gold)| {
        let words = article.words(gold.range);
        gold.location.map(|point| (at, (point, worth(words), is_held(words, point))))
    });
    let gold = gold.collect();
    Some(Lesson { asked: Asked::of(&layers)?, learned: is_in_first_half(&article.id), gold })
}

/// The weights' file, line by line.
#[derive(Clone)]
struct Lines(Vec<(String, Option<f64>)>);

impl Lines {
    fn of(text: &str) -> Result<Self> {
        let line = |line: &str| match line.split_once(" = ") {
            Some((name, value)) => Ok((name.to_owned(), Some(value.parse().with_context(|| line.to_owned())?))),
            None => Ok((line.to_owned(), None)),
        };
        text.lines().map(line).collect::<Result<Vec<_>>>().map(Self)
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.0 {
            let _ = match value {
                Some(value) => writeln!(text, "{name} = {value:.3}"),
                None => writeln!(text, "{name}"),
            };
        }
        text
    }

    fn weights(&self) -> Result<Weights> {
        Weights::read(&self.text()).map_err(|error| anyhow!(error))
    }

    /// Numbers of the lines of a table.
    fn table(&self, name: &str) -> Vec<usize> {
        let start = self.0.iter().position(|line| line.0 == name).map_or(self.0.len(), |at| at + 1);
        (start..self.0.len())
            .take_while(|&at| !self.0[at].0.starts_with('['))
            .filter(|&at| self.0[at].1.is_some())
            .collect()
    }
}

fn trials<'l>(lessons: &'l [Lesson], weights: &'l Weights) -> impl Iterator<Item = (Trial, (Location, f64, bool))> {
    lessons.iter().flat_map(move |lesson| {
        let trials = lesson.asked.trials(weights).into_iter();
        trials.filter_map(|trial| lesson.gold.get(&trial.name).map(|gold| (trial, *gold)))
    })
}

/// What the belief in wrong places costs, for a name.
fn cost(lines: &Lines, start: &Lines, lessons: &[Lesson]) -> Result<f64> {
    let weights = lines.weights()?;
    let (mut cost, mut count) = (0.0, 0.0);
    for (trial, (point, worth, _)) in trials(lessons, &weights) {
        let near = |(place, _): &&(Location, f64)| distance(*place, point) <= NEAR;
        let right: Vec<f64> = trial.candidates.iter().filter(near).map(|candidate| candidate.1).collect();
        if !right.is_empty() {
            cost -= worth * right.iter().sum::<f64>().max(FLOOR).ln();
            count += worth;
        }
    }
    let moved = lines.0.iter().zip(&start.0).filter_map(|(line, start)| line.1.zip(start.1));
    let moved: f64 = moved.map(|(value, start)| ((value - start) / (start.abs() + 0.5)).powi(2)).sum();
    Ok(cost / count + STAYING * moved)
}

fn rank(lines: &mut Lines, lessons: &[Lesson]) -> Result<()> {
    let start = lines.clone();
    let mut best = cost(lines, &start, lessons)?;
    println!("cost {best:.4}");
    for step in STEPS {
        for at in lines.table("[rank]") {
            let Some(value) = lines.0[at].1 else { continue };
            let size = step * value.abs().max(0.25);
            for tried in [value + size, value - size] {
                // The sign of a weight is known.
                let known =
                    if start.0[at].1.is_some_and(|start| start < 0.0) { tried.min(0.0) } else { tried.max(0.0) };
                let mut other = lines.clone();
                other.0[at].1 = Some(known);
                let cost = cost(&other, &start, lessons)?;
                if cost < best - WORTH {
                    (best, *lines) = (cost, other);
                    break;
                }
            }
        }
        println!("step {step}: cost {best:.4}");
    }
    Ok(())
}

/// Logistic regression of whether the likeliest candidate is right, then the odds from which it is given.
fn answer(lines: &mut Lines, lessons: &[Lesson]) -> Result<()> {
    let ranked = lines.weights()?;
    let mut examples = Vec::new();
    for (trial, (point, worth, held)) in trials(lessons, &ranked) {
        let right = trial.answer.map(|answer| distance(answer, point) <= NEAR);
        examples.extend(right.map(|right| (trial.signs, worth, held, right)));
    }
    let mut weights = [0.0; SIGNS.len()];
    let score = |weights: &[f64], signs: &[f64]| -> f64 { weights.iter().zip(signs).map(|(a, b)| a * b).sum() };
    for _ in 0..4000 {
        let mut slope = [0.0; SIGNS.len()];
        let whole: f64 = examples.iter().map(|example| example.1).sum();
        for (signs, worth, _, right) in &examples {
            let error = f64::from(u8::from(*right)) - 1.0 / (1.0 + (-score(&weights, signs)).exp());
            slope.iter_mut().zip(signs).for_each(|(slope, sign)| *slope += worth * error * sign / whole);
        }
        weights.iter_mut().zip(slope).for_each(|(weight, slope)| *weight += 0.3 * (slope - 0.001 * *weight));
    }
    let mut scored: Vec<(f64, bool)> = examples
        .iter()
        .filter(|example| example.2 || example.3)
        .map(|(signs, _, _, right)| (score(&weights, signs), *right))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut all, mut least) = (0.0, 0.0, 0.0);
    for (score, is_right) in scored {
        all += 1.0;
        right += f64::from(u8::from(is_right));
        if right >= RIGHT * all {
            least = score;
        }
    }
    weights[0] -= least;
    for (at, weight) in lines.table("[answer]").into_iter().zip(weights) {
        lines.0[at].1 = Some(weight);
    }
    Ok(())
}

/// How many names whose place the gazetteer holds are placed right by the weights, and how many are placed at all.
fn score(what: &str, lines: &Lines, lessons: &[Lesson]) -> Result<()> {
    let weights = lines.weights()?;
    let held = lessons.iter().flat_map(|lesson| lesson.gold.values()).filter(|gold| gold.2).count() as f64;
    let (mut answered, mut right) = (0.0, 0.0);
    for (trial, (point, _, _)) in trials(lessons, &weights).filter(|(_, gold)| gold.2) {
        let given = trial.answer.filter(|_| trial.famous || weights.gives(&trial.signs));
        answered += f64::from(u8::from(given.is_some()));
        right += f64::from(u8::from(given.is_some_and(|answer| distance(answer, point) <= NEAR)));
    }
    println!(
        "{what}: {:.3} right, {:.3} answered, {:.3} right where answered",
        right / held,
        answered / held,
        right / answered
    );
    Ok(())
}
