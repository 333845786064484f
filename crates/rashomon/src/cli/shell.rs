//! What shells and `man` want to know, made from the definitions of the command line.

use super::Done;
use super::arguments::{Arguments, Completions};
use super::output::Output;
use clap::CommandFactory;
use std::io::Write;

/// `rashomon man`: one page, with a section for each command.
pub(super) fn man(output: &mut Output) -> anyhow::Result<Done> {
    let mut command = Arguments::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(output)?;
    for part in command.get_subcommands().filter(|part| part.get_name() != "help") {
        output.write_all(section(part)?.as_bytes())?;
    }
    Ok(Done::Well)
}

/// A command as a section of the page: its own sections become parts of it.
fn section(command: &clap::Command) -> anyhow::Result<String> {
    let page = clap_mangen::Man::new(command.clone());
    let mut roff = Vec::new();
    page.render_synopsis_section(&mut roff)?;
    page.render_description_section(&mut roff)?;
    page.render_options_section(&mut roff)?;
    page.render_extra_section(&mut roff)?;
    let roff = String::from_utf8(roff)?.replace(".SH ", ".SS ");
    let title = command.get_bin_name().unwrap_or_default().to_uppercase();
    Ok(format!(".SH {title:?}\n{roff}"))
}

/// `rashomon completions`.
pub(super) fn completions(options: &Completions, output: &mut Output) -> anyhow::Result<Done> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "rashomon", &mut script);
    output.write_all(&script)?;
    Ok(Done::Well)
}
