//! Scores the figures of the ledger: claims of a folder of reports, read as one case, against gold, by an outside scorer.

use anyhow::{Context, bail};
use rashomon::export::claim_json;
use rashomon::ingest::{Input, Limits, reports};
use rashomon::pipeline::{self, Event, Options};
use rashomon_store::Case;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the scorer lies beside a checkout, if nothing else is said.
const SCORER: &str = "../shared/score/figures.py";

/// What to score and with what.
#[derive(clap::Args)]
pub struct Figures {
    /// Gold figures, one JSON object a line.
    gold: PathBuf,
    /// Folder with the reports.
    folder: PathBuf,
    /// The scorer: a Python program that takes gold and claims.
    #[arg(long, env = "RASHOMON_FIGURES_SCORER", default_value = SCORER)]
    scorer: PathBuf,
    /// Keep the claims here.
    #[arg(long)]
    claims: Option<PathBuf>,
    /// Have the scorer write what is missed, wrong or too much here.
    #[arg(long)]
    errors: Option<PathBuf>,
}

/// Reads the reports, writes their claims and prints the scorer's line.
pub fn run(options: &Figures) -> anyhow::Result<()> {
    let claims = options.claims.clone().unwrap_or_else(|| std::env::temp_dir().join("rashomon-figures.jsonl"));
    write_claims(&options.folder, &claims)?;
    if !options.scorer.exists() {
        println!("skipped: no scorer at {} (say where it lies with --scorer)", options.scorer.display());
        return Ok(());
    }
    let mut command = Command::new("python3");
    command.arg(&options.scorer).arg(&options.gold).arg(&claims);
    if let Some(errors) = &options.errors {
        command.arg("--errors").arg(errors);
    }
    let status = command.status().context("cannot run python3")?;
    if !status.success() {
        bail!("the scorer failed: {status}");
    }
    Ok(())
}

fn write_claims(folder: &Path, to: &Path) -> anyhow::Result<()> {
    let mut case = Case::temporary()?;
    let limits = Limits::default();
    let options = Options { threads: 2, again: false };
    pipeline::read(reports(&texts(folder)?, &limits), &mut case, options, &mut |event| {
        if let Event::Diagnostic(diagnostic) = event {
            eprintln!("{diagnostic}");
        }
    })?;
    let mut out = std::io::BufWriter::new(std::fs::File::create(to).with_context(|| to.display().to_string())?);
    case.each_report::<anyhow::Error>(|listed| {
        let mut figures = listed.claims.iter().map(|standing| &standing.claim).filter(|claim| claim.figure.is_some());
        figures.try_for_each(|claim| anyhow::Ok(writeln!(out, "{}", claim_json(&listed.report, claim))?))
    })?;
    Ok(out.flush()?)
}

/// The text files of a folder: gold standards lie beside the reports and are none.
fn texts(folder: &Path) -> anyhow::Result<Vec<Input>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.retain(|path| {
        path.extension().is_some_and(|ending| ["txt", "md", "html"].iter().any(|known| ending == *known))
    });
    paths.sort();
    Ok(paths.into_iter().map(Input::Path).collect())
}
