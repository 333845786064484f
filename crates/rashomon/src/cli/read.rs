//! `rashomon read`.

use super::arguments::{Format, Read};
use super::messages::{Messages, Progress, waiting};
use super::output::Output;
use super::{Done, gazetteer, list};
use crate::ingest::{Input, Limits, reports};
use crate::pipeline::{self, Event, Options, Summary};
use rashomon_store::{Case, Counts};
use std::time::{Duration, Instant};

/// Reads the reports, prints the questions or claims, and sums up.
pub(super) fn run(options: &Read, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let started = Instant::now();
    gazetteer::choose(options.gazetteer.as_deref(), messages)?;
    let mut case = match &options.case {
        Some(path) => Case::create(path, waiting)?,
        None => Case::temporary()?,
    };
    let summary = take_in(options, &mut case, messages)?;
    match options.format {
        Format::Table => list::blocks(&case, options, output)?,
        format => list::print_claims(&case, format, usize::MAX, output)?,
    }
    output.finish()?;
    messages.note(&sum_up(&summary, &case.counts()?, started.elapsed()));
    Ok(if summary.skipped == 0 { Done::Well } else { Done::WithFaults })
}

fn take_in(options: &Read, case: &mut Case, messages: &Messages) -> anyhow::Result<Summary> {
    let inputs: Vec<Input> = options.inputs.iter().map(|path| Input::from(path.as_os_str())).collect();
    let stream = reports(&inputs, &Limits { report_bytes: options.max_size });
    let far = stream.progress();
    let mut bar = messages.progress(far.total());
    let how = Options { threads: threads(options), again: options.again };
    let summary = pipeline::read(stream, case, how, &mut |event| match event {
        Event::Diagnostic(diagnostic) => bar.suspend(|| messages.diagnostic(diagnostic)),
        Event::Report(summary) => bar.update(far.read(), || count(summary.read + summary.known, "report")),
        Event::Settling(progress) => settling(&mut bar, far.read(), progress),
    })?;
    bar.finish();
    Ok(summary)
}

fn settling(bar: &mut Progress, position: u64, progress: rashomon_store::Progress) {
    bar.update(position, || format!("comparing the claims: {} of {}", progress.done, progress.all));
}

fn threads(options: &Read) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    options.threads.map_or_else(cores, usize::from)
}

/// The last line: what was read, and what the case now holds.
fn sum_up(summary: &Summary, counts: &Counts, time: Duration) -> String {
    let mut parts = vec![format!("{} read", count(summary.read, "report"))];
    let mut also = |number: usize, what: &str| {
        if number > 0 {
            parts.push(format!("{} {what}", grouped(number)));
        }
    };
    also(summary.reread, "read anew");
    also(summary.skipped, "skipped (see above)");
    also(summary.known, "already known");
    parts.push(count(counts.claims, "claim"));
    parts.push(count(counts.questions, "question"));
    parts.push(format!("{} disputed", grouped(counts.disputed)));
    parts.push(format!("{:.1} s", time.as_secs_f64()));
    parts.join(", ")
}

pub(super) fn count(number: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A number with a comma between each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_line() {
        let summary = Summary { read: 1, skipped: 2, known: 1_234, ..Summary::default() };
        let counts = Counts { reports: 1, claims: 1_234_567, questions: 1, disputed: 0, origins: 1 };
        assert_eq!(
            sum_up(&summary, &counts, Duration::from_millis(1250)),
            "1 report read, 2 skipped (see above), 1,234 already known, 1,234,567 claims, 1 question, 0 disputed, 1.2 s"
        );
    }
}
