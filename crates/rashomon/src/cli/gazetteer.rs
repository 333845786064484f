//! `rashomon gazetteer`, and by which gazetteer reports are read.

use super::Done;
use super::arguments::{Gazetteer, GazetteerImport};
use super::messages::Messages;
use super::output::Output;
use super::read::count;
use crate::gazetteer::{self, BUILT_IN, Event, Import, Imported};
use anyhow::{Context, anyhow};
use rashomon_text::places::index::Index;
use std::io::Write;
use std::path::{Path, PathBuf};

/// So many bad lines are told one by one.
const TOLD: usize = 20;

pub(super) fn run(command: &Gazetteer, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    match command {
        Gazetteer::Import(options) => import(options, messages),
        Gazetteer::Show { file } => show(file.as_deref(), output, messages),
        Gazetteer::Check { file } => check(file.as_deref(), output),
    }
}

fn import(options: &GazetteerImport, messages: &Messages) -> anyhow::Result<Done> {
    let output = options.output.clone().or_else(gazetteer::usual_path);
    let output = output.context("no folder for data of your programs: say where to write with --output FILE")?;
    let what = Import {
        dump: options.dump.clone(),
        alternate_names: options.alternate_names.clone(),
        output,
        only: options.only,
    };
    let mut bar = messages.progress(None);
    let mut told = 0;
    let imported = gazetteer::import(&what, &mut |event| match event {
        Event::Diagnostic(diagnostic) => {
            told += 1;
            if told <= TOLD {
                bar.suspend(|| messages.diagnostic(diagnostic));
            }
        }
        Event::Line(imported) => bar.update(imported.places as u64, || count(imported.places, "place")),
    });
    bar.finish();
    if told > TOLD {
        messages.warn(&format!("{} more like these", count(told - TOLD, "line")));
    }
    let imported = imported?;
    messages.note(&sum_up(&imported, &what, options.output.is_none()));
    Ok(if imported.bad == 0 { Done::Well } else { Done::WithFaults })
}

fn sum_up(imported: &Imported, what: &Import, usual: bool) -> String {
    let mut parts = vec![count(imported.places, "place")];
    if imported.taken_over > 0 {
        parts.push(format!("{} of other countries as built in", count(imported.taken_over, "place")));
    }
    parts.push(format!("{} passed over", count(imported.passed_over, "line")));
    if imported.bad > 0 {
        parts.push(format!("{} left out (see above)", count(imported.bad, "line")));
    }
    let path = what.output.display();
    let use_it = if usual { "every later read uses it".to_owned() } else { format!("use it with --gazetteer {path}") };
    format!("{}: {path}; {use_it}", parts.join(", "))
}

/// Has reports read by the gazetteer that the user names, else by the one last imported, else by the one that is built
/// in. Returns the file.
pub(super) fn choose(named: Option<&Path>, messages: &Messages) -> anyhow::Result<Option<PathBuf>> {
    if let Some(path) = named {
        if path == Path::new(BUILT_IN) {
            return Ok(None);
        }
        gazetteer::choose(path)?;
        return Ok(Some(path.to_owned()));
    }
    let Some(path) = gazetteer::usual_path().filter(|path| path.exists()) else { return Ok(None) };
    match gazetteer::choose(&path) {
        Ok(_) => Ok(Some(path)),
        Err(error) => {
            messages.warn(&format!("{error}; until then places are looked up in the built-in one"));
            Ok(None)
        }
    }
}

fn show(named: Option<&Path>, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let path = choose(named, messages)?;
    let index = Index::current().ok_or_else(|| anyhow!("the built-in gazetteer is broken"))?;
    let name = path.map_or_else(|| BUILT_IN.to_owned(), |path| path.display().to_string());
    writeln!(output, "{name}: {}, fingerprint {}", count(index.len(), "place"), index.fingerprint())?;
    Ok(Done::Well)
}

fn check(named: Option<&Path>, output: &mut Output) -> anyhow::Result<Done> {
    let usual = || gazetteer::usual_path().filter(|path| path.exists());
    let named = named.filter(|path| *path != Path::new(BUILT_IN)).map(Path::to_owned);
    let Some(path) = named.or_else(usual) else {
        anyhow::bail!(
            "no gazetteer was imported: say which one to check, or make one with `rashomon gazetteer import`"
        );
    };
    let index = gazetteer::check(&path)?;
    writeln!(output, "{}: sound, {}", path.display(), count(index.len(), "place"))?;
    Ok(Done::Well)
}
