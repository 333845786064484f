//! Standard error: messages, progress and the summary line.

use super::arguments::Common;
use super::output::is_coloured;
use crate::diagnostic::{Diagnostic, Severity};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// Nothing moves on the screen for what takes less than this.
const PATIENCE: Duration = Duration::from_secs(1);

/// Says things to the user.
pub(super) struct Messages {
    quiet: bool,
    colour: bool,
    terminal: bool,
}

impl Messages {
    /// The standard error of this process.
    pub(super) fn new(common: &Common) -> Self {
        let terminal = io::stderr().is_terminal();
        Self { quiet: common.quiet, colour: is_coloured(common.color, terminal), terminal }
    }

    /// Why the program failed.
    pub(super) fn error(&self, error: &anyhow::Error) {
        say(&format!("{} {error:#}", self.styled("error:", "1;31")));
    }

    /// Something that the user should know.
    pub(super) fn warn(&self, message: &str) {
        if !self.quiet {
            say(&format!("{} {message}", self.styled("warning:", "1;33")));
        }
    }

    /// What is wrong with the input; only errors if the user wants quiet.
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic) {
        if !self.quiet || diagnostic.severity == Severity::Error {
            let line = diagnostic.to_string();
            let (head, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let colour = if diagnostic.severity == Severity::Error { "1;31" } else { "1;33" };
            say(&format!("{} {rest}", self.styled(head, colour)));
        }
    }

    /// A line that sums up.
    pub(super) fn note(&self, message: &str) {
        if !self.quiet {
            say(message);
        }
    }

    /// A progress bar over so many bytes, or without an end; it shows itself on a terminal only and
    /// after a second.
    pub(super) fn progress(&self, total: Option<u64>) -> Progress {
        let shown = self.terminal && !self.quiet;
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let style = match total {
            Some(_) => "{bar:24} {percent:>3} %  {msg}  {elapsed}, {eta} to go",
            None => "{spinner} {msg}  {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Progress { bar, waiting: shown }
    }

    fn styled(&self, words: &str, code: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
    }
}

/// A progress bar that waits before it shows itself.
pub(super) struct Progress {
    bar: ProgressBar,
    waiting: bool,
}

impl Progress {
    /// How far it is.
    pub(super) fn update(&mut self, position: u64, message: impl FnOnce() -> String) {
        if self.waiting && self.bar.elapsed() > PATIENCE {
            self.waiting = false;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if !self.bar.is_hidden() {
            self.bar.set_position(position);
            self.bar.set_message(message());
        }
    }

    /// Runs `work` with the bar out of the way.
    pub(super) fn suspend(&self, work: impl FnOnce()) {
        self.bar.suspend(work);
    }

    /// Takes the bar off the screen.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Called when another process has kept us from the case for a second.
pub(super) fn waiting() {
    say("waiting for another process that is writing to the case");
}

/// Writes a line to standard error; where that is closed, there is nobody to tell.
fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
