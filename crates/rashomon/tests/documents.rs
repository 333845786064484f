//! Documents that name what is no longer there mislead: every path that ARCHITECTURE.md names must exist.

use std::path::Path;

#[test]
fn paths_named_in_the_architecture_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let inline = text.split('`').skip(1).step_by(2).filter(|word| word.starts_with("crates/"));
    let named: Vec<&str> = rows.chain(inline).collect();
    assert!(named.len() > 10, "the code map is gone");
    let missing: Vec<_> = named.iter().filter(|path| !root.join(path).exists()).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names what does not exist: {missing:?}");
}

#[test]
fn every_dependency_has_its_line() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let listed = std::fs::read_to_string(root.join("docs/dependencies.md")).unwrap();
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let names = section.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.trim());
    let ours = |name: &&str| !name.starts_with("rashomon");
    let missing: Vec<_> = names.filter(ours).filter(|name| !listed.contains(name)).collect();
    assert!(missing.is_empty(), "docs/dependencies.md says nothing of {missing:?}");
}

/// The fenced block of the README that shows what the example prints.
#[test]
fn the_readme_shows_what_the_example_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_rashomon"))
        .args(["read", "examples/ferry_fire", "--limit", "2", "--color", "never"])
        .env("COLUMNS", "100")
        .current_dir(&root)
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let printed = printed.trim_end();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    assert!(printed.lines().count() > 10, "{printed}");
    assert!(readme.contains(&format!("```text\n{printed}\n```")), "README.md shows something else than:\n{printed}");
}
