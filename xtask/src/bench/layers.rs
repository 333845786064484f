//! `cargo xtask bench --layers`: the text layers by themselves, on one thread.

use super::{processor_time, resident};
use anyhow::Result;
use rashomon::ingest::{Input, Limits, reports};
use rashomon::pipeline::claims_of;
use rashomon_text::{Layers, Provenance, Report, names, places, quantities, quotes, syntax, times, tokens};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

/// Something of everything, so that every model and table is used.
const SAMPLE: &str = "\
At least 40 people were killed in Oslo on Monday when a dam gave way, Governor Tomas Vinn said. “We lost everything,” \
said Mira Hale, 34, who runs the ferry. He put the damage at $5.4bn, about 3% of last year's budget, and the army has \
sent 200-300 soldiers to Norway since May 4, 2031, according to two officers. The claim could not be verified.";

/// So many reports, all held in memory before the clock starts, unless another number is asked for.
const REPORTS: usize = 2_000;

/// Prints what loading takes, then how fast all layers are together and each by itself, in words between white space.
pub fn run(input: &Path, limit: Option<usize>) -> Result<()> {
    let start = resident("RssAnon:");
    let sample = Report::new("sample".to_owned(), SAMPLE.to_owned(), Provenance::default());
    let [cold, warm] = [timed(|| claims_of(&sample)), timed(|| claims_of(&sample))];
    let loaded = resident("RssAnon:");
    println!(
        "models and tables, at first use: {:.1} ms, {} MB",
        millis(cold.saturating_sub(warm)),
        loaded - start.min(loaded)
    );
    let reports = read(input, limit.unwrap_or(REPORTS));
    let words: usize = reports.iter().map(|report| report.text().split_ascii_whitespace().count()).sum();
    println!("reports {}, words {words}", reports.len());
    let before = resident("RssAnon:");
    let all = busy(|| reports.iter().for_each(|report| drop(black_box(Layers::of(report)))))?;
    let after = resident("RssAnon:");
    println!("memory that a thread takes beside: {} MB", after - before.min(after));
    show("all text layers", words, all);
    stages(&reports, words)
}

/// Stage by stage over all reports.
fn stages(reports: &[Report], words: usize) -> Result<()> {
    let mut layers: Vec<Layers> = reports.iter().map(empty).collect();
    let tokens = stage(&mut layers, |at| (at.tokens, at.sentences) = tokens::split(at.report.text()))?;
    let mut readings = Vec::with_capacity(reports.len());
    let syntax = busy(|| {
        for (at, report) in layers.iter_mut().zip(reports) {
            let mut reading = names::Reading::of(report.text(), &at.tokens, &at.sentences);
            at.words = syntax::parse_seen(report.text(), &at.tokens, &at.sentences, |batch| reading.see(batch));
            readings.push(reading);
        }
    })?;
    let quotes = stage(&mut layers, |at| at.quotes = quotes::find(at))?;
    let names = busy(|| {
        for (at, reading) in layers.iter_mut().zip(&readings) {
            (at.names, at.entities) = names::find(at, reading);
        }
    })?;
    let times = stage(&mut layers, |at| {
        at.written = times::written(at);
        at.times = times::find(at);
    })?;
    let quantities = stage(&mut layers, |at| at.quantities = quantities::find(at))?;
    let places = stage(&mut layers, |at| at.places = places::find(at))?;
    show("tokens, tags and trees, names", words, tokens + syntax + names);
    show("  tokens and sentences", words, tokens);
    show("  tags, lemmas and trees", words, syntax);
    show("  names and entities", words, names);
    show("quotes", words, quotes);
    show("times", words, times);
    show("quantities", words, quantities);
    show("places", words, places);
    Ok(())
}

fn empty(report: &Report) -> Layers<'_> {
    Layers {
        report,
        tokens: Default::default(),
        sentences: Default::default(),
        words: Default::default(),
        quotes: Default::default(),
        names: Default::default(),
        entities: Vec::new(),
        written: None,
        times: Default::default(),
        quantities: Default::default(),
        places: Default::default(),
    }
}

fn stage(layers: &mut [Layers], work: impl FnMut(&mut Layers)) -> Result<Duration> {
    busy(|| layers.iter_mut().for_each(work))
}

fn read(input: &Path, limit: usize) -> Vec<Report> {
    let stream = reports(&[Input::from(input.as_os_str())], &Limits::default());
    stream.flatten().filter_map(|raw| Some(raw.into_report().ok()?.report)).take(limit).collect()
}

/// Processor time: others on the machine do not count.
fn busy(work: impl FnOnce()) -> Result<Duration> {
    let start = processor_time()?;
    work();
    Ok(processor_time()?.saturating_sub(start))
}

fn timed<R>(work: impl FnOnce() -> R) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn millis(time: Duration) -> f64 {
    1000.0 * time.as_secs_f64()
}

fn show(what: &str, words: usize, time: Duration) {
    let seconds = time.as_secs_f64();
    // The clock ticks a hundred times a second.
    let speed = if seconds < 0.05 { String::new() } else { format!(", {:.0} words/s", words as f64 / seconds) };
    println!("{what}: {seconds:.2} s{speed}");
}
