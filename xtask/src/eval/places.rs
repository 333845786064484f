//! Scores places: recognition, and resolution where the spans are given.

use super::tally::{Tally, is_in_first_half, pairs, print_share};
use super::toponyms::{Article, NEAR, articles, is_held, name_gold};
use rashomon_text::names::NameKind;
use rashomon_text::places::{self, Asked, Place, Trial, Weights};
use rashomon_text::{Layers, TextRange};
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What to score.
#[derive(clap::Args)]
pub struct Places {
    /// Articles with their places: `<toponym>` with `<gaztag>`, or `<location>`.
    file: PathBuf,
    /// Write what is missed, too much or elsewhere here.
    #[arg(long)]
    errors: Option<PathBuf>,
}

#[derive(Default)]
struct Score {
    strict: Tally,
    overlap: Tally,
    resolution: Resolution,
    /// The halves of the articles: rules are made on the first, the second only reports.
    halves: [Resolution; 2],
}

#[derive(Clone, Copy, Default)]
struct Resolution {
    /// Gold places with a point, and how many the index holds within reach under that name.
    all: usize,
    held: usize,
    /// How many of these get an answer, and the right one.
    answered: usize,
    answered_held: usize,
    right: usize,
    right_held: usize,
}

/// Prints recognition over all places, and resolution over those with a point.
pub fn run(options: &Places) -> anyhow::Result<()> {
    let mut out: Box<dyn Write> = match &options.errors {
        Some(path) => Box::new(std::io::BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(std::io::sink()),
    };
    let articles = articles(&options.file)?;
    let (mut score, mut words, mut spent) = (Score::default(), 0, Duration::ZERO);
    for article in &articles {
        let report = article.report();
        let mut layers = Layers::of(&report);
        let start = Instant::now();
        places::find(&layers);
        spent += start.elapsed();
        words += article.text.split_whitespace().count();
        score.recognise(article, &layers, &mut out)?;
        name_gold(&mut layers, article);
        score.resolve(article, &layers, &mut out)?;
    }
    println!("{} articles, {words} words", articles.len());
    score.print();
    println!("{:.0} words/s given the layers", words as f64 / spent.as_secs_f64());
    Ok(out.flush()?)
}

impl Score {
    fn recognise(&mut self, article: &Article, layers: &Layers, out: &mut impl Write) -> std::io::Result<()> {
        let places = layers.names.iter().filter(|name| name.kind == NameKind::Place);
        let found: Vec<TextRange> = match article.peoples {
            true => places::mentions(layers).iter().map(|mention| mention.range).collect(),
            false => places.map(|name| name.range).collect(),
        };
        let gold: Vec<TextRange> = article.gold.iter().map(|gold| gold.range).collect();
        let pairs = pairs(&gold, &found);
        for tally in [&mut self.strict, &mut self.overlap] {
            tally.gold += gold.len();
            tally.found += found.len();
        }
        self.overlap.right += pairs.len();
        self.strict.right += pairs.iter().filter(|(of, at)| gold[*of] == found[*at]).count();
        for (of, range) in gold.iter().enumerate() {
            match pairs.iter().find(|pair| pair.0 == of) {
                None => write(article, out, "missed", *range, "")?,
                Some((_, at)) if found[*at] != *range => {
                    write(article, out, "span", *range, article.words(found[*at]))?
                }
                Some(_) => {}
            }
        }
        for (at, range) in found.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|pair| pair.1 == *at)) {
            let _ = at;
            write(article, out, "extra", *range, "")?;
        }
        Ok(())
    }

    /// Resolves the places where the gold spans are all names that there are.
    fn resolve(&mut self, article: &Article, layers: &Layers, out: &mut impl Write) -> std::io::Result<()> {
        let found = places::locate(layers);
        let trials = Asked::of(layers).map(|asked| asked.trials(Weights::shipped())).unwrap_or_default();
        for (at, gold) in article.gold.iter().enumerate() {
            let Some(point) = gold.location else { continue };
            let place: Option<&Place> = found.iter().find(|place| place.name == at);
            let answer = place.and_then(|place| place.location);
            let right = answer.is_some_and(|answer| places::distance(answer, point) <= NEAR);
            let held = right || is_held(article.words(gold.range), point);
            let half = &mut self.halves[usize::from(!is_in_first_half(&article.id))];
            for resolution in [half, &mut self.resolution] {
                resolution.add(held, answer.is_some(), right);
            }
            if !right {
                let what = match (held, answer) {
                    (true, Some(_)) => "wrong",
                    (true, None) => "unanswered",
                    (false, Some(_)) => "not held, answered",
                    (false, None) => "not held",
                };
                let answer = place.filter(|place| place.location.is_some()).map_or(String::new(), |place| {
                    let far = answer.map_or(0.0, |answer| places::distance(answer, point));
                    format!(
                        "{} {:?} {} {far:.0} km",
                        place.canonical,
                        place.precision,
                        place.country.as_deref().unwrap_or("-")
                    )
                });
                let believed = trials.iter().find(|trial| trial.name == at).map(believed).unwrap_or_default();
                let gold_point = format!("{answer} <> {:.2},{:.2}\t{believed}", point.latitude, point.longitude);
                write(article, out, what, gold.range, &gold_point)?;
            }
        }
        Ok(())
    }

    fn print(&self) {
        self.strict.print("recognition, exact spans");
        self.overlap.print("recognition, overlap");
        self.resolution.print();
        for (name, half) in ["first half", "second half"].iter().zip(&self.halves) {
            println!("{name}:");
            half.print();
        }
    }
}

impl Resolution {
    fn add(&mut self, held: bool, answered: bool, right: bool) {
        self.all += 1;
        self.held += usize::from(held);
        self.answered += usize::from(answered);
        self.answered_held += usize::from(held && answered);
        self.right += usize::from(right);
        self.right_held += usize::from(right && held);
    }

    fn print(&self) {
        print_share("within 161 km, all", self.right, self.all);
        print_share("held by the index", self.held, self.all);
        print_share("within 161 km, held", self.right_held, self.held);
        print_share("answered, held", self.answered_held, self.held);
        print_share("right where answered, held", self.right_held, self.answered_held);
        print_share("right where answered, all", self.right, self.answered);
    }
}

/// The likeliest candidates of a name.
fn believed(trial: &Trial) -> String {
    let candidate =
        |(at, share): &(places::Location, f64)| format!("{:.1},{:.1} {share:.2}", at.latitude, at.longitude);
    trial.candidates.iter().take(3).map(candidate).collect::<Vec<_>>().join("; ")
}

/// Writes one line on a span.
fn write(article: &Article, out: &mut impl Write, what: &str, range: TextRange, other: &str) -> std::io::Result<()> {
    let border =
        |at: usize| (0..=at.min(article.text.len())).rev().find(|&at| article.text.is_char_boundary(at)).unwrap_or(0);
    let around = &article.text[border(range.start().saturating_sub(50))..border(range.end() + 50)];
    let outlet = article.outlet.as_deref().unwrap_or_default();
    let half = if is_in_first_half(&article.id) { "first" } else { "second" };
    writeln!(out, "{half}\t{what}\t{}\t{other}\t{outlet}\t{}", article.words(range), around.replace('\n', " "))
}
