//! What the user means by an id.

use anyhow::bail;
use rashomon_store::{Case, Found};

/// The one thing that an id, its beginning or a name stands for.
pub(super) fn one(case: &Case, id: &str) -> anyhow::Result<Found> {
    let mut found = case.find(id.trim())?;
    match found.len() {
        0 => bail!(
            "{}: nothing here is called {id:?}; give an id or its beginning, or a report's name",
            case.path().display()
        ),
        1 => Ok(found.remove(0)),
        _ => {
            let list: Vec<String> = found.iter().take(10).map(name).collect();
            bail!("{id:?} could be any of these; give more of the id:\n  {}", list.join("\n  "))
        }
    }
}

fn name(found: &Found) -> String {
    match found {
        Found::Question(id, _) => format!("question {id}"),
        Found::Claim(id) => format!("claim {id}"),
        Found::Report(id, name) => format!("report {id} ({name})"),
    }
}
