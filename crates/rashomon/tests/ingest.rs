//! Reading reports: every kind of file, and everything that can be wrong with one.

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use rashomon::diagnostic::{Diagnostic, Place, Severity};
use rashomon::ingest::{Input, Limits, RawReport, Reading, reports};
use rashomon_text::Published;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

const BODY: &str = "The bridge at Osk is closed.\n\nNobody was hurt, the mayor said.\n";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn read(inputs: &[Input], limit: u64) -> Vec<Result<Reading, Diagnostic>> {
    let limits = Limits { report_bytes: limit };
    reports(inputs, &limits).map(|item| item.and_then(RawReport::into_report)).collect()
}

fn read_folder(path: &Path) -> Vec<Result<Reading, Diagnostic>> {
    read(&[Input::from(path)], 100_000)
}

/// One line an item: name and start of the body, or code, path below the folder and line.
fn summary(root: &Path, items: &[Result<Reading, Diagnostic>]) -> Vec<String> {
    let line = |item: &Result<Reading, Diagnostic>| match item {
        Ok(reading) => {
            let start: String = reading.report.text().chars().take(10).collect();
            format!("{}: {}", reading.report.name(), start.trim())
        }
        Err(wrong) => {
            let path = wrong.path.strip_prefix(root).unwrap_or(&wrong.path).display().to_string();
            match wrong.place {
                Place::Line(line) => format!("{} {path}:{line}", wrong.code),
                _ => format!("{} {path}", wrong.code),
            }
        }
    };
    items.iter().map(line).collect()
}

fn check(files: &[(&str, &[u8])], expected: &[&str]) {
    let folder = folder(files);
    let found = summary(folder.path(), &read_folder(folder.path()));
    assert_eq!(found, expected);
}

/// The one report of one file.
fn only(name: &str, content: &[u8]) -> Reading {
    let folder = folder(&[(name, content)]);
    let mut items = read_folder(folder.path());
    assert_eq!(items.len(), 1, "{items:?}");
    items.remove(0).unwrap()
}

fn gz(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zst(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 3).unwrap()
}

fn record(id: usize) -> String {
    format!("{{\"id\":\"r{id}\",\"text\":\"Report number {id} says little.\"}}\n")
}

#[test]
fn folders_are_read_in_order_with_names_of_their_own() {
    check(
        &[
            ("b.txt", b"Second."),
            ("a.md", b"First."),
            (".hidden.txt", b"Never."),
            (".git/c.txt", b"Never."),
            ("deep/er/000.txt", b"Third."),
            ("deep/000.txt", b"Fourth."),
            ("deep/000.html", b"<article><p>Fifth paragraph of a very short page.</p></article>"),
            ("photo.jpg", b"\xFF\xD8\xFF"),
            ("README", b"No ending."),
        ],
        &[
            "I030 README",
            "a: First.",
            "b: Second.",
            "deep/000.html: Fifth para",
            "deep/000.txt: Fourth.",
            "deep/er/000.txt: Third.",
            "I030 photo.jpg",
        ],
    );
}

#[test]
fn several_inputs_are_read_in_their_order_and_once() {
    let folder = folder(&[("a.txt", b"First."), ("b.txt", b"Second."), ("other.log", b"Third.")]);
    let path = |name: &str| Input::from(&folder.path().join(name));
    let items = read(&[path("other.log"), path("b.txt"), Input::from(folder.path())], 1000);
    assert_eq!(summary(folder.path(), &items), ["other: Third.", "b: Second.", "a: First.", "I030 other.log"]);
}

#[test]
fn headers_become_provenance() {
    let text = "Title: Bridge closed\r\norigin: desk 4\r\nDATE: 2031-05-04T07:56-04:00\r\noutlet: Osk Post\r\n\
        author: A. Lind\r\nurl: https://osk.example/1\r\n\r\nThe bridge is closed.\r\nMore.";
    let reading = only("a.txt", text.as_bytes());
    let provenance = reading.report.provenance();
    assert_eq!(reading.report.text(), "The bridge is closed.\nMore.");
    assert_eq!(provenance.title.as_deref(), Some("Bridge closed"));
    assert_eq!(provenance.outlet.as_deref(), Some("Osk Post"));
    assert_eq!(provenance.author.as_deref(), Some("A. Lind"));
    assert_eq!(provenance.url.as_deref(), Some("https://osk.example/1"));
    assert_eq!(provenance.published, Published::Given("2031-05-04".parse().unwrap()));
}

#[test]
fn a_date_that_could_be_two_days_is_none() {
    let reading = only("a.txt", b"date: 03/04/2031\n\nThe bridge is closed.");
    assert_eq!(reading.report.provenance().published, Published::Unknown);
    assert_eq!(reading.notes[0].code, "I020");
    assert_eq!(reading.notes[0].severity, Severity::Warning);
}

#[test]
fn text_is_decoded() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let check = |content: &[u8], expected: &str| assert_eq!(only("a.txt", content).report.text(), expected);
    check(b"\xEF\xBB\xBFtitle: A\n\nBody.", "Body.");
    check(&wide("\u{FEFF}title: A\r\n\r\nÄnne Groß fled."), "Änne Groß fled.");
    check(&wide("Nobody was hurt in Osk."), "Nobody was hurt in Osk.");
    check(b"The caf\xE9 \x96 closed since May \x96 burned.", "The café – closed since May – burned.");
    let damaged = only("a.txt", "“One”, “two”, “three”, “four” and \u{1}".as_bytes().strip_suffix(b"\x01").unwrap());
    assert!(damaged.notes.is_empty());
    let mut bytes = "“One”, “two”, “three” and “four”".as_bytes().to_vec();
    bytes.push(0x92);
    assert_eq!(only("a.txt", &bytes).notes[0].code, "I021");
}

#[test]
fn records_are_read_line_by_line() {
    let lines = concat!(
        "{\"id\": 7, \"title\": \"Bridge\", \"date\": \"9 May 2031\", \"outlet\": \"Osk Post\", \"url\": \"u\",",
        " \"author\": [\"A\", \"B\"], \"text\": \"One\\r\\ntwo.\", \"extra\": {\"a\": [1]}}\n\n",
        "{\"text\": \"No id.\", \"title\": null, \"date\": 1478679664}",
    );
    let folder = folder(&[("many.jsonl", lines.as_bytes())]);
    let items = read_folder(folder.path());
    let reports: Vec<_> = items.iter().map(|item| &item.as_ref().unwrap().report).collect();
    assert_eq!(reports.iter().map(|report| report.name()).collect::<Vec<_>>(), ["7", "many:3"]);
    assert_eq!(reports[0].text(), "One \ntwo."); // its length is kept
    assert_eq!(reports[0].provenance().author.as_deref(), Some("A, B"));
    assert_eq!(reports[0].provenance().published, Published::Given("2031-05-09".parse().unwrap()));
    assert_eq!(reports[1].provenance().published, Published::Given("2016-11-09".parse().unwrap()));
    assert_eq!(reports[1].provenance().title, None);

    let wide: Vec<u8> =
        format!("\u{FEFF}{}{}", record(1), record(2)).encode_utf16().flat_map(u16::to_be_bytes).collect();
    check(&[("wide.jsonl", &wide)], &["r1: Report num", "r2: Report num"]);
}

#[test]
fn good_lines_are_kept_whatever_the_others_are() {
    let lines = format!(
        "{{broken\n{}{}\n{}{{\"text\": 5}}\n{{\"text\": \" \"}}\n{}{{\"text\": \"cut o",
        record(1),
        "x".repeat(200_000),
        record(2),
        record(3)
    );
    check(
        &[("a.jsonl", lines.as_bytes())],
        &[
            "I006 a.jsonl:1",
            "r1: Report num",
            "I004 a.jsonl:3",
            "r2: Report num",
            "I002 a.jsonl:5",
            "I002 a.jsonl:6",
            "r3: Report num",
            "I006 a.jsonl:8",
        ],
    );
}

#[test]
fn a_file_without_a_single_report_gives_one_diagnostic() {
    let other = "{\"figure\": 3}\n".repeat(50);
    let pretty = "{\n \"text\": \"a\"\n}\n";
    check(&[("figures.jsonl", other.as_bytes())], &["I031 figures.jsonl"]);
    check(&[("pretty.jsonl", pretty.as_bytes())], &["I007 pretty.jsonl:1"]);
    check(&[("empty.jsonl", b"\n \n")], &["I002 empty.jsonl"]);
    let folder = folder(&[("figures.jsonl", other.as_bytes())]);
    let items = read(&[Input::from(&folder.path().join("figures.jsonl"))], 1000);
    assert_eq!(summary(folder.path(), &items), ["I007 figures.jsonl:1"]);
}

#[test]
fn compressed_files_are_read_and_cut_off_ones_kept_as_far_as_they_go() {
    let lines: String = (0..20_000).map(record).collect();
    let two = [gz(record(1).as_bytes()), gz(record(2).as_bytes())].concat();
    check(&[("a.jsonl.gz", &two)], &["r1: Report num", "r2: Report num"]);
    check(
        &[("a.txt.gz", &gz(BODY.as_bytes())), ("b.md.zst", &zst(BODY.as_bytes()))],
        &["a: The bridge", "b: The bridge"],
    );
    check(&[("not.txt.gz", BODY.as_bytes())], &["not: The bridge"]);
    for (name, whole) in [("a.jsonl.gz", gz(lines.as_bytes())), ("a.jsonl.zst", zst(lines.as_bytes()))] {
        let folder = folder(&[(name, &whole[..whole.len() * 2 / 3])]);
        let items = read_folder(folder.path());
        let (good, bad): (Vec<_>, Vec<_>) = items.into_iter().partition(Result::is_ok);
        assert!(!good.is_empty() && good.len() < 20_000, "{name}: {}", good.len());
        assert_eq!(bad.len(), 1, "{name}");
        assert_eq!(bad[0].as_ref().unwrap_err().code, "I005", "{name}");
    }
    let text = gz(&lines.as_bytes()[..50_000]);
    check(&[("a.txt.gz", &text[..text.len() / 2])], &["I005 a.txt.gz"]);
}

#[test]
fn what_is_no_report_is_said_once_and_the_rest_goes_on() {
    let noise: Vec<u8> = (0..5000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let bomb = gz(&vec![b'a'; 5_000_000]);
    check(
        &[
            ("a.txt", b""),
            ("b.txt", b" \n\t\n"),
            ("c.txt", b"title: Only a header\n\n"),
            ("d.txt", &noise),
            ("e.txt", b"%PDF-1.7 rest of it"),
            ("f.txt", &vec![b'a'; 100_001]),
            ("g.txt.gz", &bomb),
            ("h.jsonl.gz", &bomb),
            ("h2.jsonl", &[&vec![b'a'; 7_000_000], b"\n".as_slice(), record(1).as_bytes()].concat()),
            ("i.html", b"<html><body></body></html>"),
            ("j.txt", BODY.as_bytes()),
        ],
        &[
            "I002 a.txt",
            "I002 b.txt",
            "I002 c.txt",
            "I003 d.txt",
            "I003 e.txt",
            "I004 f.txt",
            "I004 g.txt.gz",
            "I004 h.jsonl.gz:1",
            "I004 h2.jsonl:1",
            "I008 i.html",
            "j: The bridge",
        ],
    );
}

#[test]
fn what_cannot_be_opened_is_said_once() {
    let missing = Path::new("nowhere/to/be/found.txt");
    assert_eq!(summary(Path::new("/"), &read_folder(missing)), ["I001 nowhere/to/be/found.txt"]);
    check(&[], &["I022 "]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_but_not_in_circles() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[("a/x.txt", BODY.as_bytes()), ("z.txt", b"Last.")]);
    let at = |name: &str| folder.path().join(name);
    symlink(at("nowhere.txt"), at("b.txt")).unwrap();
    symlink(at("a"), at("a/back")).unwrap();
    symlink(at("a/x.txt"), at("c.txt")).unwrap();
    let found = summary(folder.path(), &read_folder(folder.path()));
    assert_eq!(found, ["I001 a/back", "x: The bridge", "I001 b.txt", "c: The bridge", "z: Last."]);

    fs::set_permissions(at("z.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(at("z.txt")).is_err() {
        assert_eq!(summary(folder.path(), &read_folder(folder.path()))[4], "I001 z.txt");
    } // else: the superuser may read everything
}

#[test]
fn diagnostics_name_place_and_remedy_in_one_line() {
    let folder = folder(&[("a.jsonl", format!("{}{{\"text\": \"cut", record(1)).as_bytes())]);
    let wrong = read_folder(folder.path()).pop().unwrap().unwrap_err().to_string();
    let (head, hint) = wrong.split_once("; ").unwrap();
    assert!(head.starts_with("error[I006] ") && head.contains("a.jsonl:2: the line is cut off"), "{head}");
    assert!(!hint.is_empty() && !wrong.contains('\n'));
}

#[test]
fn progress_ends_at_the_total() {
    let folder = folder(&[("a.txt", BODY.as_bytes()), ("b.jsonl", "{}\n".repeat(90_000).as_bytes())]);
    let mut stream = reports(&[Input::from(folder.path())], &Limits::default());
    let progress = stream.progress();
    assert_eq!(progress.total(), Some(BODY.len() as u64 + 270_000));
    assert_eq!(stream.by_ref().count(), 2);
    assert_eq!(Some(progress.read()), progress.total());
}

const ENDINGS: [&str; 9] = ["txt", "md", "html", "jsonl", "txt.gz", "jsonl.gz", "html.zst", "jsonl.zst", "without"];

/// Bytes that look like something, cut and glued.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<Vec<u8>> = vec![
        b"title: A\ndate: 2031-13-45\n\n".into(),
        b"<html><meta charset=utf-16><p>One<div>".into(),
        b"<script type=application/ld+json>{\"datePublished\":[]}</script>".into(),
        b"{\"text\":\"a\\ud83d\\ude00\",\"date\":1e400}\n".into(),
        b"\xFF\xFE".into(),
        b"\xEF\xBB\xBF".into(),
        gz(BODY.as_bytes()),
        zst(BODY.as_bytes()),
        b"<table><svg><b><a href='".into(),
        BODY.as_bytes().into(),
    ];
    let piece = prop_oneof![
        (0..pieces.len(), any::<prop::sample::Index>()).prop_map(move |(piece, cut)| {
            let piece = &pieces[piece];
            piece[..piece.len() - cut.index(piece.len()) / 2].to_vec()
        }),
        prop::collection::vec(any::<u8>(), 0..40),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_bytes_give_reports_or_diagnostics(content in bytes(), ending in 0..ENDINGS.len()) {
        let name = format!("a.{}", ENDINGS[ending]);
        let folder = folder(&[(&name, &content)]);
        let items = read(&[Input::from(&folder.path().join(&name))], 300);
        prop_assert!(!items.is_empty());
        for reading in items.iter().flatten() {
            prop_assert!(!reading.report.text().trim().is_empty());
            prop_assert!(!reading.report.text().contains('\0'));
        }
    }
}
