//! Chores of the project: training, scoring, comparing, measuring. `cargo xtask help` lists them.

mod bench;
mod cases;
mod compare;
mod corpora;
mod eval;
mod names;
mod sentences;
mod train;

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// As in the program: reports are analysed in many short-lived pieces of memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the project: training, scoring, comparing, measuring.")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Train models from the corpora and write models/: the ends of sentences and lemmas, or one of those below.
    Train {
        /// Which.
        #[command(subcommand)]
        model: Option<train::Model>,
    },
    /// Score a stage against a gold standard.
    #[command(subcommand)]
    Eval(eval::Stage),
    /// Measure speed and memory of reading.
    Bench(bench::Bench),
    /// Run the Markdown cases.
    Cases {
        /// Rewrite the expectations with what the program finds.
        #[arg(long)]
        update: bool,
        /// Where they lie.
        #[arg(default_value = "cases")]
        folder: PathBuf,
    },
    /// Print the sentences of reports, a word a line: what the encoder's training labels and learns from.
    Sentences(sentences::Sentences),
    /// Write what the recogniser of names sees of annotated texts, as numbers: what its training learns from.
    Names(names::Names),
    /// Show what a change gains and loses: two exports of claims, before and after.
    Compare {
        /// Claims before (JSON lines).
        old: PathBuf,
        /// Claims after.
        new: PathBuf,
        /// At most so many lines of each kind.
        #[arg(long, default_value_t = 40)]
        most: usize,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Train { model: Some(model) } => train::run(model),
        Chore::Train { model: None } => train::all(),
        Chore::Eval(stage) => eval::run(stage),
        Chore::Bench(options) => bench::run(&options),
        Chore::Sentences(options) => sentences::run(&options),
        Chore::Cases { update, folder } => cases::run(&folder, update),
        Chore::Names(options) => names::run(&options),
        Chore::Compare { old, new, most } => compare::run(&old, &new, most),
    }
}
