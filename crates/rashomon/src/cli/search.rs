//! `rashomon search`.

use super::arguments::Search;
use super::messages::Messages;
use super::output::Output;
use super::{Done, open};
use rashomon_store::{Hit, Target};
use std::io::Write;

/// Prints the claims and reports in which the words occur.
pub(super) fn run(options: &Search, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let case = open(&options.case, messages)?;
    let hits = case.search(&options.words.join(" "), options.limit)?;
    if hits.is_empty() {
        messages.note("nothing found; all the words must occur: try fewer, or the beginning of one with a *");
    }
    for hit in &hits {
        print(hit, output)?;
    }
    Ok(Done::Well)
}

fn print(hit: &Hit, output: &mut Output) -> anyhow::Result<()> {
    let (kind, id) = match hit.target {
        Target::Report => ("report", hit.report.to_string()),
        Target::Claim(id) => ("claim", id.to_string()),
    };
    let heading = hit.heading.split_whitespace().collect::<Vec<_>>().join(" ");
    writeln!(output, "{kind} {}  {}  {heading}", id.get(..12).unwrap_or(&id), hit.report_name)?;
    let snippet = hit.snippet.split_whitespace().collect::<Vec<_>>().join(" ");
    let (open, close) = if output.page.colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("[", "]") };
    let snippet = snippet.replace(Hit::OPEN, "\u{e000}").replace(Hit::CLOSE, "\u{e001}");
    let indent = textwrap::Options::new(output.page.width.max(40)).initial_indent("  ").subsequent_indent("  ");
    let wrapped = textwrap::fill(&snippet, indent);
    Ok(output.text(&format!("{}\n\n", wrapped.replace('\u{e000}', open).replace('\u{e001}', close)))?)
}
