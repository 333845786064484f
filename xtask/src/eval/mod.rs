//! `cargo xtask eval`: scores a stage against any file of the form its corpus has.

mod attribution;
mod conll;
mod coref;
mod dating;
mod figures;
mod markup;
mod names;
mod numbers;
mod places;
mod quantities;
mod relations;
mod speech;
mod syntax;
pub mod tally;
mod text;
mod time;
pub mod toponyms;
pub mod treebank;

use std::path::PathBuf;

/// What to score.
#[derive(clap::Subcommand)]
pub enum Stage {
    /// Sources, cues and contents over documents with gold.
    Attribution(attribution::Attributions),
    /// Tokens and sentences of raw text.
    Text(text::Texts),
    /// Tags, lemmas and trees, on gold tokens and on raw text.
    Syntax(syntax::Syntax),
    /// Names, on given tokens.
    Names {
        /// Files with a word and its IOB label on every line.
        files: Vec<PathBuf>,
        /// Another model than the one built in.
        #[arg(long)]
        model: Option<PathBuf>,
    },
    /// The ledger's figures over sentences of our own.
    Numbers(numbers::Numbers),
    /// Values, units, changes and concepts of quantities.
    Quantities(quantities::Quantities),
    /// Spans, types and values of temporal expressions.
    Time(time::Times),
    /// Recognition and resolution of places.
    Places(places::Places),
    /// Attributions over sentences of our own, with relay chain, kind of source, stance and verification.
    Speech(speech::Speech),
    /// Whom pronouns and nominals that speak are tied to.
    Coref(coref::Coreference),
    /// When reports were written, told from the others of their case with their own date hidden.
    Dating(dating::Dating),
    /// The ledger's figures over a folder of reports.
    Figures(figures::Figures),
}

/// Scores it.
pub fn run(stage: Stage) -> anyhow::Result<()> {
    match stage {
        Stage::Attribution(options) => attribution::run(&options),
        Stage::Text(options) => text::run(&options),
        Stage::Syntax(options) => syntax::run(&options),
        Stage::Names { files, model } => names::run(&files, model.as_deref()),
        Stage::Numbers(options) => numbers::run(&options),
        Stage::Quantities(options) => quantities::run(&options),
        Stage::Time(options) => time::run(&options),
        Stage::Places(options) => places::run(&options),
        Stage::Speech(options) => speech::run(&options),
        Stage::Coref(options) => coref::run(&options),
        Stage::Dating(options) => dating::run(&options),
        Stage::Figures(options) => figures::run(&options),
    }
}
