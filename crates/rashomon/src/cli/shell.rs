//! What shells and `man` want to know, made from the definitions of the command line.

use super::Done;
use super::arguments::{Arguments, Completions};
use super::output::Output;
use clap::CommandFactory;
use std::io::Write;

/// `rashomon man`: the page of the program, then one of each command.
pub(super) fn man(output: &mut Output) -> anyhow::Result<Done> {
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(output)?;
    for part in command.get_subcommands().filter(|part| part.get_name() != "help") {
        clap_mangen::Man::new(part.clone()).render(output)?;
    }
    Ok(Done::Well)
}

/// `rashomon completions`.
pub(super) fn completions(options: &Completions, output: &mut Output) -> anyhow::Result<Done> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "rashomon", &mut script);
    output.write_all(&script)?;
    Ok(Done::Well)
}
