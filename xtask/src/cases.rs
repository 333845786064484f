//! `cargo xtask cases`: runs or rewrites the Markdown cases.

use anyhow::Context;
use rashomon::cases;
use std::path::{Path, PathBuf};

/// Runs the cases of `folder`, or rewrites their claims blocks with what the program finds.
pub fn run(folder: &Path, update: bool) -> anyhow::Result<()> {
    let mut differing = 0;
    for file in markdown_files(folder)? {
        let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let updated = cases::updated(&text);
        for case in cases::parse(&text).iter().filter(|case| cases::expected(case) != cases::found(case)) {
            differing += 1;
            println!("{}:{} {}", file.display(), case.line, case.name);
            println!("  expected:\n{}  found:\n{}", cases::expected(case), cases::found(case));
        }
        if update && updated != text {
            std::fs::write(&file, updated)?;
        }
    }
    println!("{differing} cases differ{}", if update { "; rewritten: read the diff" } else { "" });
    anyhow::ensure!(update || differing == 0, "some cases differ");
    Ok(())
}

fn markdown_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    Ok(files)
}
