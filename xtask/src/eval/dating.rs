//! Hides the date of one report after the other and has it told from the others of the case.

use rashomon::ingest::{Input, Limits, reports};
use rashomon::pipeline::read_written;
use rashomon_reconcile::{Known, Told};
use rashomon_text::{Provenance, Published, Report};
use rayon::prelude::*;
use std::path::PathBuf;

/// What to read.
#[derive(clap::Args)]
pub struct Dating {
    /// Reports or folders of them, read as one case.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// List every estimate: report, date, estimate, why.
    #[arg(long)]
    list: bool,
}

/// Prints how many hidden dates were told, how many of these rightly, and within how many days.
pub fn run(options: &Dating) -> anyhow::Result<()> {
    let inputs: Vec<Input> = options.files.iter().cloned().map(Input::Path).collect();
    let read = reports(&inputs, &Limits::default()).filter_map(|raw| raw.and_then(|raw| raw.into_report()).ok());
    let read: Vec<Report> = read.map(|reading| reading.report).collect();
    let told: Vec<Told> = read.par_iter().map(told_by).collect();
    let known = Known::new(&told);
    let dated: Vec<(usize, jiff::civil::Date)> =
        read.iter().enumerate().filter_map(|(at, report)| Some((at, report.provenance().published.date()?))).collect();
    let estimates = dated.par_iter().map(|&(at, date)| {
        let hidden = Told { report: read[at].id(), ..told_by(&without_date(&read[at])) };
        (at, date, known.estimate(&hidden))
    });
    let (mut estimated, mut right, mut widths) = (0, 0, Vec::new());
    for (at, date, estimate) in estimates.collect::<Vec<_>>() {
        let Some((from, to)) = estimate.as_ref().and_then(|found| found.days.from.zip(found.days.to)) else { continue };
        let fits = from <= date && date <= to;
        (estimated, right) = (estimated + 1, right + usize::from(fits));
        widths.push(from.until(to)?.get_days() + 1);
        if options.list {
            let reason = estimate.map(|found| found.reason).unwrap_or_default();
            println!("{}\t{}\t{date}\t{from}\t{to}\t{reason}", if fits { "+" } else { "-" }, read[at].name());
        }
    }
    widths.sort_unstable();
    let median = widths.get(widths.len() / 2).copied().unwrap_or_default();
    println!("dates hidden {}  estimated {estimated}  right {right}  median days {median}", dated.len());
    Ok(())
}

fn told_by(report: &Report) -> Told {
    let undated = report.provenance().published.date().is_none();
    Told { report: report.id(), undated, moments: read_written(report, None).1 }
}

fn without_date(report: &Report) -> Report {
    let provenance = Provenance { published: Published::Unknown, ..report.provenance().clone() };
    Report::new(report.name(), report.text(), provenance)
}
