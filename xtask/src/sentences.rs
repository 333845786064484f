//! `cargo xtask sentences`: the sentences of reports as the tokeniser sees them, for training.

use rashomon::ingest::{Input, Limits, RawReport, reports};
use rashomon_text::tokens;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// What to print.
#[derive(clap::Args)]
pub struct Sentences {
    /// A folder or file of reports.
    input: PathBuf,
    /// Print only every so manieth report.
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// Print `#doc` before each report.
    #[arg(long)]
    documents: bool,
}

/// Prints a word a line and an empty line after each sentence.
pub fn run(options: &Sentences) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let stream = reports(&[Input::from(options.input.as_os_str())], &Limits::default());
    for reading in stream.step_by(options.every.max(1)).filter_map(|item| item.and_then(RawReport::into_report).ok()) {
        let text = reading.report.text();
        let (words, sentences) = tokens::split(text);
        if options.documents {
            writeln!(out, "#doc")?;
        }
        for sentence in sentences.iter() {
            for word in &words[sentence.tokens.clone()] {
                writeln!(out, "{}", &text[word.range.start()..word.range.end()])?;
            }
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}
