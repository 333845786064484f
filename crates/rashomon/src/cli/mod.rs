//! The command line.
//!
//! [`arguments`] defines every command and flag once; help, man page and completions come from
//! there. Results go to standard output, everything else to standard error.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | done, but some input could not be read, or a check found faults |
//! | 2 | wrong usage, or it failed |

pub mod arguments;
mod find;
mod gazetteer;
mod lexicon;
mod list;
mod messages;
mod output;
mod read;
mod search;
mod shell;
mod show;

use arguments::{Arguments, Command};
use clap::Parser;
use messages::Messages;
use output::Output;
use rashomon_store::Case;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Done {
    /// All went well.
    Well,
    /// Some input could not be read, or a check found faults.
    WithFaults,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let messages = Messages::new(&arguments.common);
    match run(&arguments, &messages) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithFaults) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages.error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments, messages: &Messages) -> anyhow::Result<Done> {
    let mut output = Output::new(&arguments.common);
    let done = match &arguments.command {
        Command::Read(options) => read::run(options, &mut output, messages),
        Command::Questions(options) => list::questions(options, &mut output, messages),
        Command::Claims(options) => list::claims(options, &mut output, messages),
        Command::Reports(options) => list::reports(options, &mut output, messages),
        Command::Origins(options) => list::origins(options, &mut output, messages),
        Command::Show(options) => show::run(options, &mut output, messages),
        Command::Search(options) => search::run(options, &mut output, messages),
        Command::Gazetteer(options) => gazetteer::run(options, &mut output, messages),
        Command::Lexicon(options) => lexicon::run(options, &mut output, messages),
        Command::Man => shell::man(&mut output),
        Command::Completions(options) => shell::completions(options, &mut output),
    }?;
    output.finish()?;
    Ok(done)
}

/// Opens a case to look at it, and first settles what a killed process left behind.
fn open(path: &Path, messages: &Messages) -> anyhow::Result<Case> {
    let mut case = Case::open(path, messages::waiting)?;
    if !case.is_settled()? {
        if case.is_writable() {
            case.settle(&mut |_| ())?;
        } else {
            messages.warn("the case cannot be written, so that its newest claims do not show in its questions");
        }
    }
    Ok(case)
}

/// The reader of our output has seen enough ("| head"): no reason to complain.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let of_csv = cause.downcast_ref::<csv::Error>().map(csv::Error::kind);
        cause.downcast_ref::<io::Error>().is_some_and(broken)
            || matches!(of_csv, Some(csv::ErrorKind::Io(error)) if broken(error))
    })
}
