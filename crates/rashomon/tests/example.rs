//! The example of the README, as it prints.

use assert_cmd::Command;

/// What `rashomon read examples/ferry_fire` prints at a width, less the time that it took.
fn printed(width: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/ferry_fire");
    let mut command = Command::cargo_bin("rashomon").expect("the program is built");
    let output = command.args(["read", "--color", "never", folder]).env("COLUMNS", width).output().expect("it runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_example_prints_as_reviewed() {
    insta::assert_snapshot!("ferry_fire", printed("100"));
}

#[test]
fn no_line_is_wider_than_the_page() {
    for width in [60usize, 80, 120, 200] {
        let printed = printed(&width.to_string());
        let widest =
            printed.lines().max_by_key(|line| unicode_width::UnicodeWidthStr::width(*line)).unwrap_or_default();
        assert!(unicode_width::UnicodeWidthStr::width(widest) <= width, "at {width}: {widest}");
        assert!(printed.contains("People killed"), "at {width}: {printed}");
    }
}
