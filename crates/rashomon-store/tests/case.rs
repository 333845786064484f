//! The case as its users know it: what goes in comes back, nothing is lost, nothing is added twice.

mod claims;

use claims::{claim, plain};
use proptest::prelude::*;
use rashomon_claims::Claim;
use rashomon_store::{Added, Case, Error, Found, Hit, Standing, Target};
use rashomon_text::{Provenance, Published, Report};
use rusqlite::Connection;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

fn report(name: &str, text: &str) -> Report {
    Report::new(name, text, Provenance::default())
}

fn claims_of(case: &Case, report: &Report) -> Vec<Claim> {
    let listed = case.report(report.id()).unwrap().unwrap();
    assert_eq!(listed.report.text(), report.text());
    listed.claims.into_iter().map(|standing| standing.claim).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn claims_come_back_identical(claims in prop::collection::vec(claim(), 0..6)) {
        let mut case = Case::temporary().unwrap();
        let report = report("a", "Twelve words.");
        case.add(&report, &claims, "1").unwrap();
        prop_assert_eq!(claims_of(&case, &report), claims);
        case.settle(&mut |_| ()).unwrap();
    }

    #[test]
    fn no_words_are_malformed(words in any::<String>(), text in "\\PC{0,40}") {
        let mut case = Case::temporary().unwrap();
        case.add(&report("a", &text), &[], "1").unwrap();
        case.settle(&mut |_| ()).unwrap();
        case.search(&words, 5).unwrap();
        case.find(&words).unwrap();
    }
}

#[test]
fn provenance_comes_back_identical() {
    let given = Provenance {
        title: Some("Flood in Oxbow".into()),
        outlet: Some("The Reed".into()),
        author: Some("A. Writer".into()),
        published: Published::Given("2031-05-04".parse().unwrap()),
        url: Some("https://reed.example/1".into()),
    };
    let stated = Provenance { published: Published::Stated("2031-05-04".parse().unwrap()), ..Provenance::default() };
    let mut case = Case::temporary().unwrap();
    for provenance in [given, stated, Provenance::default()] {
        let report = Report::new("x", "Élan.\u{0}\r\n", provenance);
        case.add(&report, &[], "1").unwrap();
        assert_eq!(case.report(report.id()).unwrap().unwrap().report, report);
    }
}

#[test]
fn reading_again_adds_nothing() {
    let mut case = Case::temporary().unwrap();
    let report = report("a", "40 miners died");
    assert_eq!(case.add(&report, &[plain(1, 40.0)], "1").unwrap(), Added::New);
    assert_eq!(case.add(&report, &[plain(1, 40.0)], "1").unwrap(), Added::Known);
    assert_eq!(case.counts().unwrap().claims, 1);
    assert!(case.known("1").unwrap().contains(&report.id()));
}

#[test]
fn blocks_of_other_rules_are_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rashomon");
    let mut case = Case::create(&path, || ()).unwrap();
    case.add(&report("a", "40 miners died"), &[plain(1, 40.0)], "1").unwrap();
    case.settle(&mut |_| ()).unwrap();
    let questions = case.questions(None).unwrap();
    let other = Connection::open(&path).unwrap();
    let spoil = "UPDATE meta SET value = 'other' WHERE key = 'rules'; UPDATE blocks SET key = 'of the other'";
    other.execute_batch(spoil).unwrap();
    assert!(!case.is_settled().unwrap());
    case.add(&report("b", "41 miners died"), &[plain(2, 40.0)], "1").unwrap();
    case.settle(&mut |_| ()).unwrap();
    let blocks = "SELECT count(*) FROM blocks WHERE key = 'of the other'";
    assert_eq!(other.query_row(blocks, [], |row| row.get::<_, u32>(0)).unwrap(), 0);
    let both = case.questions(None).unwrap();
    assert_eq!((questions.len(), both.len(), both[0].question.claims), (1, 1, 2));
}

#[test]
fn a_newer_reading_takes_the_place_of_an_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rashomon");
    let mut case = Case::create(&path, || ()).unwrap();
    let report = report("a", "40 miners died");
    case.add(&report, &[plain(1, 40.0)], "1").unwrap();
    assert_eq!(case.add(&report, &[plain(1, 40.0)], "2").unwrap(), Added::Known);
    assert!(!case.known("1").unwrap().contains(&report.id()));
    assert_eq!(case.add(&report, &[plain(2, 41.0)], "3").unwrap(), Added::Reread);
    assert_eq!(claims_of(&case, &report), [plain(2, 41.0)]);
    assert_eq!(case.counts().unwrap().claims, 1);
    case.settle(&mut |_| ()).unwrap();

    let ledger = Connection::open(&path).unwrap();
    let held: u32 = ledger.query_row("SELECT count(*) FROM claims", [], |row| row.get(0)).unwrap();
    assert_eq!(held, 2, "the older reading stays in the ledger");
    let standing: f64 = ledger.query_row("SELECT low FROM ledger", [], |row| row.get(0)).unwrap();
    assert_eq!(standing, 41.0);
    for change in ["UPDATE claims SET low = 7", "DELETE FROM claims"] {
        let refused = ledger.execute(change, []).unwrap_err().to_string();
        assert!(refused.contains("never"), "{refused}");
    }
}

#[test]
fn the_first_name_in_the_alphabet_stands_whatever_came_first() {
    let names = |order: [&str; 2]| {
        let mut case = Case::temporary().unwrap();
        for name in order {
            case.add(&report(name, "40 miners died"), &[plain(1, 40.0)], "1").unwrap();
        }
        case.settle(&mut |_| ()).unwrap();
        case.reports().unwrap()
    };
    assert_eq!(names(["a", "b"]), names(["b", "a"]));
    assert_eq!(names(["a", "b"])[0].name, "a");

    let mut case = Case::temporary().unwrap();
    let known = report("b", "x");
    assert!(!case.add_name(known.id(), "a").unwrap());
    case.add(&known, &[], "1").unwrap();
    assert!(case.add_name(known.id(), "a").unwrap());
    assert_eq!(case.reports().unwrap()[0].name, "a");
}

#[test]
fn ids_are_found_by_their_beginning_and_reports_by_name() {
    let mut case = Case::temporary().unwrap();
    let known = report("000", "40 miners died");
    case.add(&known, &[plain(0xab, 40.0), plain(0xac, 41.0)], "1").unwrap();
    let found = |start: &str| case.find(start).unwrap();
    assert_eq!(found("000"), [Found::Report(known.id(), "000".into())]);
    assert_eq!(found(&known.id().to_string()[..9]), [Found::Report(known.id(), "000".into())]);
    assert_eq!(found("ABA"), [Found::Claim(plain(0xab, 0.0).id)]);
    assert_eq!(found("ab"), found("abab"));
    assert_eq!(found("a").iter().filter(|found| matches!(found, Found::Claim(_))).count(), 2);
    assert_eq!(found("nowhere"), []);
    assert_eq!(found(""), []);
}

#[test]
fn search_finds_claims_and_reports_and_marks_the_words() {
    let mut case = Case::temporary().unwrap();
    case.add(&report("a", "40 miners died in Ötvar."), &[plain(1, 40.0)], "1").unwrap();
    case.add(&report("b", "Nobody was hurt."), &[], "1").unwrap();
    case.settle(&mut |_| ()).unwrap();
    let hits = case.search("MINERS", 9).unwrap();
    assert_eq!(hits.len(), 2);
    assert_eq!((hits[0].target, hits[1].target), (Target::Claim(plain(1, 0.0).id), Target::Report));
    let marked = format!("{}miners{}", Hit::OPEN, Hit::CLOSE);
    assert!(hits.iter().all(|hit| hit.snippet.contains(&marked)), "{hits:?}");
    let found = |words: &str| case.search(words, 9).unwrap().len();
    assert_eq!(found("otvar"), 1, "without the diaeresis");
    assert_eq!(found("min* died"), 2);
    assert_eq!(found("\"died miners\""), 0);
    assert_eq!(found("miners nobody"), 0);
}

#[test]
fn every_file_that_is_no_case_has_its_own_message() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let refused = |path: &Path| Case::open(path, || ()).map(drop).unwrap_err().to_string();
    assert!(refused(&path("none")).contains("there is no such case"));
    assert!(refused(folder.path()).contains("it is a folder"));
    std::fs::write(path("empty"), "").unwrap();
    assert!(refused(&path("empty")).contains("it is empty"));
    std::fs::write(path("text"), "Once upon a time ".repeat(500)).unwrap();
    assert!(refused(&path("text")).contains("no SQLite file"));
    Connection::open(path("other")).unwrap().execute("CREATE TABLE t (x)", []).unwrap();
    assert!(refused(&path("other")).contains("another program's"));
    assert!(matches!(Case::create(&path("no/such/folder"), || ()).unwrap_err(), Error::CannotOpen(_)));
}

#[test]
fn a_case_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rashomon");
    drop(Case::create(&path, || ()).unwrap());
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    for error in [Case::open(&path, || ()).unwrap_err(), Case::create(&path, || ()).unwrap_err()] {
        assert!(matches!(error, Error::Newer { found: 99, known: rashomon_store::VERSION, .. }), "{error}");
        assert!(error.to_string().contains("update rashomon"));
    }
}

#[test]
fn a_damaged_case_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rashomon");
    let mut case = Case::create(&path, || ()).unwrap();
    case.add(&report("a", &"40 miners died. ".repeat(2_000)), &[plain(1, 40.0)], "1").unwrap();
    drop(case);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4096..].fill(0xff);
    std::fs::write(&path, bytes).unwrap();
    let read = Case::open(&path, || ()).and_then(|case| case.reports());
    assert!(matches!(read.unwrap_err(), Error::Damaged { .. }));
}

#[test]
fn a_second_process_waits_and_says_so() {
    static TOLD: AtomicU32 = AtomicU32::new(0);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rashomon");
    let mut case = Case::create(&path, || _ = TOLD.fetch_add(1, Ordering::SeqCst)).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let holding = std::thread::spawn(move || {
        while TOLD.load(Ordering::SeqCst) == 0 {
            std::thread::sleep(Duration::from_millis(10));
        }
        other.execute_batch("COMMIT").unwrap();
    });
    assert_eq!(case.add(&report("a", "x"), &[], "1").unwrap(), Added::New);
    assert_eq!(TOLD.load(Ordering::SeqCst), 1);
    holding.join().unwrap();
}

#[test]
fn what_a_killed_process_left_unsettled_is_settled_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rashomon");
    let mut case = Case::create(&path, || ()).unwrap();
    case.add(&report("a", "40 miners died"), &[plain(1, 40.0)], "1").unwrap();
    drop(case);
    let mut case = Case::open(&path, || ()).unwrap();
    assert!(!case.is_settled().unwrap());
    assert_eq!(case.search("miners", 9).unwrap(), []);
    case.settle(&mut |_| ()).unwrap();
    assert!(case.is_settled().unwrap());
    assert_eq!(case.search("miners", 9).unwrap().len(), 2);
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
}

#[test]
fn claims_that_come_later_are_settled_with_the_earlier_ones() {
    let (first, second) = (report("a", "40 miners died"), report("b", "55 miners died"));
    let mut bit_by_bit = Case::temporary().unwrap();
    let mut at_once = Case::temporary().unwrap();
    for (number, report, value) in [(1, &first, 40.0), (2, &second, 55.0)] {
        bit_by_bit.add(report, &[plain(number, value)], "1").unwrap();
        bit_by_bit.settle(&mut |_| ()).unwrap();
        at_once.add(report, &[plain(number, value)], "1").unwrap();
    }
    at_once.settle(&mut |_| ()).unwrap();
    let questions = |case: &Case| case.questions(None).unwrap().into_iter().map(|row| row.question).collect::<Vec<_>>();
    assert_eq!(questions(&bit_by_bit), questions(&at_once));
    assert_eq!(bit_by_bit.origins().unwrap(), at_once.origins().unwrap());
    assert!(at_once.counts().unwrap().questions > 0);
    assert_eq!(bit_by_bit.check().unwrap(), Vec::<String>::new());
}

/// Cases that released versions wrote are kept and have to open for ever. If this fails after a change of the
/// schema, write a step from the old version to the new one; never make the file anew.
#[test]
fn a_case_of_the_first_version_opens_and_can_be_added_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v1.rashomon");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/v1.rashomon"), &path).unwrap();
    let mut case = Case::open(&path, || ()).unwrap();
    case.settle(&mut |_| ()).unwrap();
    let mut lines = Vec::new();
    case.each_report::<Error>(|listed| {
        for Standing { claim, .. } in &listed.claims {
            let figure = claim.figure.as_ref().unwrap();
            let speaker = claim.claimant.speaker().map_or("", |speaker| &speaker.name);
            let words = listed.report.excerpt(figure.range).text();
            lines.push(format!(
                "{} {words}: {speaker} {} {}",
                listed.report.name(),
                claim.stance.name(),
                claim.measure
            ));
        }
        Ok(())
    })
    .unwrap();
    let expected = [
        "courier 14: district governor asserted killed",
        "courier 14: company denied killed",
        "reed At least 12: district governor asserted killed",
        "reed nearly 30: union asserted injured",
    ];
    assert_eq!(lines, expected);
    assert_eq!(case.search("odsberg quarry", 9).unwrap().len(), 2);
    case.add(&report("new", "40 miners died"), &[plain(1, 40.0)], "1").unwrap();
    case.settle(&mut |_| ()).unwrap();
    assert_eq!(case.counts().unwrap().claims, 5);
    assert_eq!(case.check().unwrap(), Vec::<String>::new());
}
