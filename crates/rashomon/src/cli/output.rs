//! Standard output: results and nothing else.

use super::arguments::{Common, When};
use crate::present::Page;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

/// Columns where nothing says how many there are.
const WIDTH: usize = 80;

/// Where results go.
pub(super) struct Output {
    writer: BufWriter<Stdout>,
    /// How wide it is, and whether colours mean something there.
    pub page: Page,
}

impl Output {
    /// Standard output of this process.
    pub(super) fn new(common: &Common) -> Self {
        let terminal = io::stdout().is_terminal();
        let page = Page { width: width(terminal), colour: is_coloured(common.color, terminal) };
        Self { writer: BufWriter::with_capacity(1 << 16, io::stdout()), page }
    }

    /// Writes a piece of text and ends its line.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_all(text.as_bytes())?;
        if text.ends_with('\n') || text.is_empty() { Ok(()) } else { self.writer.write_all(b"\n") }
    }

    /// Writes out what is still held.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Whether to colour a stream.
pub(super) fn is_coloured(when: When, terminal: bool) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && !dumb && !set("NO_COLOR"),
    }
}

fn width(terminal: bool) -> usize {
    let measured = terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
    let told = || std::env::var("COLUMNS").ok()?.trim().parse().ok();
    measured.or_else(told).filter(|&width| width > 0).unwrap_or(WIDTH)
}
