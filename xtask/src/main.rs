//! Chores of the project: training, scoring, comparing, measuring. `cargo xtask help` lists them.

mod eval;
mod train;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the project: training, scoring, comparing, measuring.")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Train the models from the corpora and write models/.
    #[command(subcommand)]
    Train(train::Model),
    /// Score a stage against a gold standard.
    #[command(subcommand)]
    Eval(eval::Stage),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Train(model) => train::run(model),
        Chore::Eval(stage) => eval::run(stage),
    }
}
