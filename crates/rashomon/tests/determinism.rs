//! The same reports give the same ledger, byte for byte: whatever the number of threads, the order of
//! the reports, and whether they came at once or bit by bit.

mod cli_story;

use cli_story::{Numbers, exports, folder, rashomon};
use std::path::{Path, PathBuf};

fn read(case: &Path, inputs: &[PathBuf], threads: usize) -> String {
    let output = rashomon()
        .arg("read")
        .args(inputs)
        .arg("--case")
        .arg(case)
        .args(["--limit", "0", "--threads", &threads.to_string()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn one_ledger_whatever_the_threads_and_the_order() {
    let place = tempfile::tempdir().unwrap();
    let mut reports = folder(place.path(), 40, 7);
    std::fs::write(place.path().join("copy.txt"), std::fs::read(&reports[3]).unwrap()).unwrap();
    reports.push(place.path().join("copy.txt"));
    let case = |name: &str| place.path().join(name).with_extension("rashomon");

    let printed = read(&case("one"), &reports, 1);
    let expected = exports(&case("one"));
    assert!(expected.contains("\"measure\":\"killed\""), "there is something to compare");

    for (seed, threads) in [(11, 2), (12, 7), (13, 1)] {
        let name = format!("shuffled-{seed}");
        Numbers(seed).shuffle(&mut reports);
        assert_eq!(read(&case(&name), &reports, threads), printed);
        assert!(exports(&case(&name)) == expected, "other exports with {threads} threads and seed {seed}");
    }

    let (first, second) = reports.split_at(17);
    read(&case("bits"), second, 2);
    assert_eq!(read(&case("bits"), first, 2), printed);
    assert!(exports(&case("bits")) == expected, "other exports when read in two goes");
}

#[test]
fn without_a_case_the_same_is_printed() {
    let place = tempfile::tempdir().unwrap();
    folder(place.path(), 12, 3);
    let printed = |arguments: &[&str]| {
        let output = rashomon().arg("read").arg(place.path()).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let case = tempfile::tempdir().unwrap();
    let path = case.path().join("x.rashomon");
    let kept = ["--limit", "0", "--case", path.to_str().unwrap()];
    assert_eq!(printed(&["--limit", "0"]), printed(&kept));
    assert_eq!(printed(&["--format", "jsonl"]), printed(&["--format", "jsonl", "--threads", "1"]));
}

#[test]
fn reading_again_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let reports = folder(place.path(), 10, 5);
    let case = place.path().join("x.rashomon");
    let printed = read(&case, &reports, 2);
    let held = || std::fs::read(&case).unwrap();
    let (before, exported) = (held(), exports(&case));
    assert_eq!(read(&case, &reports, 1), printed);
    assert!(held() == before, "the file changed");
    assert!(exports(&case) == exported);
}
