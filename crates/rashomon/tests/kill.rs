//! Killing `rashomon read` at any moment loses at most the report in hand and never leaves a
//! half-written one.
#![cfg(unix)]

mod cli_story;

use cli_story::{Numbers, exports, folder, rashomon};
use rashomon_claims::Claim;
use rashomon_store::Case;
use rashomon_text::ReportId;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a read is killed before it may finish.
const KILLS: usize = 12;

/// The claims of each report in a case.
fn ledger(case: &Case) -> BTreeMap<ReportId, Vec<Claim>> {
    let mut ledger = BTreeMap::new();
    case.each_report::<rashomon_store::Error>(|listed| {
        let claims = listed.claims.iter().map(|standing| standing.claim.clone()).collect();
        ledger.insert(listed.report.id(), claims);
        Ok(())
    })
    .unwrap();
    ledger
}

fn start(folder: &Path, case: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("rashomon"));
    command.arg("read").arg(folder).arg("--case").arg(case).args(["--threads", "2", "--quiet", "--limit", "1"]);
    command.stdout(Stdio::null());
    command
}

/// Reads, and kills the reading after a while.
fn read_for(time: Duration, folder: &Path, case: &Path) {
    let mut child = start(folder, case).spawn().unwrap();
    std::thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_killed_read_leaves_whole_reports_and_can_go_on() {
    let place = tempfile::tempdir().unwrap();
    let (reports, clean, killed) =
        (place.path().join("reports"), place.path().join("clean.rashomon"), place.path().join("killed.rashomon"));
    std::fs::create_dir(&reports).unwrap();
    folder(&reports, 300, 21);
    let started = Instant::now();
    assert!(start(&reports, &clean).status().unwrap().success());
    let whole = started.elapsed();
    let expected = ledger(&Case::open(&clean, || ()).unwrap());
    assert_eq!(expected.len(), 300);

    let mut numbers = Numbers(99);
    let mut seen = 0;
    for kill in 0..KILLS {
        // The moments are drawn from a whole run each time the case is still empty, and else from a
        // short stretch of one, so that kills strike while reports are being written.
        let share = if seen == 0 { 1_000 } else { 400 };
        read_for(whole.mul_f64(numbers.below(share) as f64 / 1_000.0), &reports, &killed);
        seen = check(&killed, &expected, seen).unwrap_or(0);
        assert!(kill < KILLS);
    }
    assert!(start(&reports, &killed).status().unwrap().success());
    assert_eq!(check(&killed, &expected, seen), Some(300));
    assert!(exports(&killed) == exports(&clean), "the finished case differs from one that was never killed");
}

/// Checks a case after a kill and returns how many reports it holds; none where not even an empty case
/// had been made.
fn check(path: &Path, expected: &BTreeMap<ReportId, Vec<Claim>>, before: usize) -> Option<usize> {
    let case = match Case::open(path, || ()) {
        Ok(case) => case,
        Err(error) => {
            let size = path.metadata().map_or(0, |metadata| metadata.len());
            assert!(before == 0 && size == 0, "{error}");
            return None;
        }
    };
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
    let held = ledger(&case);
    for (id, claims) in &held {
        assert_eq!(Some(claims), expected.get(id), "report {id} is not whole");
    }
    assert!(held.len() >= before, "reports were lost: {before} before, {} now", held.len());
    Some(held.len())
}

#[test]
fn two_processes_may_read_into_one_case() {
    let place = tempfile::tempdir().unwrap();
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let (apart, together) = (place.path().join("apart.rashomon"), place.path().join("together.rashomon"));
    for (folder_path, seed) in [(&one, 31), (&two, 32)] {
        std::fs::create_dir(folder_path).unwrap();
        folder(folder_path, 60, seed);
        assert!(start(folder_path, &apart).status().unwrap().success());
    }
    let mut children = [start(&one, &together).spawn().unwrap(), start(&two, &together).spawn().unwrap()];
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    rashomon().arg("questions").arg(&together).assert().success();
    assert!(exports(&together) == exports(&apart), "reading at the same time gives another ledger");
}
