//! Runs every case under `cases/`. `cargo xtask cases --update` rewrites the expectations; read the diff.

use rashomon::cases;
use std::path::Path;

#[test]
fn every_case_finds_what_it_expects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    let (mut run, mut wrong) = (0, Vec::new());
    for file in &files {
        for case in cases::parse(&std::fs::read_to_string(file).unwrap()) {
            run += 1;
            let (expected, found) = (cases::expected(&case), cases::found(&case));
            if expected != found {
                let place = format!("{}:{} {}", file.display(), case.line, case.name);
                wrong.push(format!("{place}\n  expected:\n{expected}  found:\n{found}"));
            }
        }
    }
    assert!(run > 0, "no cases found");
    assert!(wrong.is_empty(), "{} of {run} cases differ:\n{}", wrong.len(), wrong.join("\n"));
}
