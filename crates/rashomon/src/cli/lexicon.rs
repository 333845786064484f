//! `rashomon lexicon check`.

use super::Done;
use super::arguments::Lexicon;
use super::messages::Messages;
use super::output::Output;
use rashomon_text::lexicon::Fault;
use std::io::Write;

/// Every checker of the program's tables.
const CHECKS: &[fn() -> Vec<Fault>] = &[
    rashomon_text::tokens::check,
    rashomon_text::names::check_lexicon,
    rashomon_text::places::check_lexicon,
    rashomon_text::quantities::check_lexicon,
    rashomon_text::times::check_lexicon,
    rashomon_claims::attributions::check_lexicon,
    rashomon_claims::measures::check,
    rashomon_reconcile::check_lexicon,
];

/// Prints what is wrong with the tables, one fault a line.
pub(super) fn run(command: &Lexicon, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let Lexicon::Check = command;
    let faults: Vec<Fault> = CHECKS.iter().flat_map(|check| check()).collect();
    for fault in &faults {
        writeln!(output, "{fault}")?;
    }
    match faults.len() {
        0 => messages.note("every entry fires where it should and nowhere else"),
        1 => messages.note("1 fault"),
        many => messages.note(&format!("{many} faults")),
    }
    Ok(if faults.is_empty() { Done::Well } else { Done::WithFaults })
}
