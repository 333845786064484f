//! What only real reports can show. They lie beside the checkout, in `../shared`; without them these tests say
//! "skipped".

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of `../shared`, if it is there.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

fn rashomon(arguments: &[&str]) -> std::process::Output {
    let output = Command::new(env!("CARGO_BIN_EXE_rashomon")).args(arguments).output().unwrap();
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1)), "{arguments:?}: {code:?} {}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The scorer's figures over the reports of a story.
fn scores(story: &Path, scorer: &Path) -> Option<serde_json::Value> {
    let folder = tempfile::tempdir().unwrap();
    let claims = folder.path().join("claims.jsonl");
    let texts = std::fs::read_dir(story).unwrap().map(|entry| entry.unwrap().path());
    let texts: Vec<PathBuf> = texts.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    let mut arguments = vec!["read", "--format", "jsonl", "--quiet"];
    arguments.extend(texts.iter().map(|path| path.to_str().unwrap()));
    std::fs::write(&claims, rashomon(&arguments).stdout).unwrap();
    let lines = std::fs::read_to_string(&claims).unwrap();
    let figures: String =
        lines.lines().filter(|line| line.contains("\"figure\":")).map(|line| format!("{line}\n")).collect();
    std::fs::write(&claims, figures).unwrap();
    let Ok(output) =
        Command::new("python3").arg(scorer).args([&story.join("figures.jsonl"), &claims]).arg("--json").output()
    else {
        println!("skipped: no python3 to run the scorer");
        return None;
    };
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn at_least(story: &str, floors: &[(&str, f64)]) {
    let (Some(story), Some(scorer)) = (shared(&format!("reports/{story}")), shared("score/figures.py")) else { return };
    let Some(scores) = scores(&story, &scorer) else { return };
    for (name, floor) in floors {
        let score = scores[name].as_f64().unwrap();
        assert!(score >= *floor, "{}: {name} is {score:.3}, below {floor}: {scores}", story.display());
    }
}

#[test]
fn figures_of_the_story_we_started_from() {
    at_least("kursk_2024", &[("found", 0.90), ("precision", 0.85), ("ROW", 0.60)]);
}

#[test]
fn figures_of_one_accident_in_nine_outlets() {
    at_least("croydon_tram_2016", &[("found", 0.92), ("ROW", 0.66)]);
}

#[test]
fn the_other_stories_read_without_a_complaint() {
    let Some(stories) = shared("reports") else { return };
    for story in std::fs::read_dir(stories).unwrap().map(|entry| entry.unwrap().path()) {
        if story.is_dir() && !story.join("figures.jsonl").exists() {
            let output = rashomon(&["read", story.to_str().unwrap()]);
            let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "{}: {complaints}", story.display());
            assert!(!complaints.contains('['), "{}: {complaints}", story.display());
            assert!(!output.stdout.is_empty());
        }
    }
}

/// The first articles of the load corpus, in one JSONL file.
fn articles(folder: &Path, most: usize) -> Option<PathBuf> {
    use std::io::{BufRead, BufReader};
    let archive = shared("corpora/load/news-sample.jsonl.gz")?;
    let lines = BufReader::new(flate2::read::GzDecoder::new(std::fs::File::open(archive).unwrap())).lines();
    let text: String = lines.take(most).map(|line| line.unwrap() + "\n").collect();
    let file = folder.join("articles.jsonl");
    std::fs::write(&file, text).unwrap();
    Some(file)
}

#[test]
fn many_articles_give_the_same_ledger_on_one_thread_and_two_and_in_another_order() {
    let folder = tempfile::tempdir().unwrap();
    let Some(file) = articles(folder.path(), 400) else { return };
    let text = std::fs::read_to_string(&file).unwrap();
    let reversed = folder.path().join("reversed.jsonl");
    std::fs::write(&reversed, text.lines().rev().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    let ledger = |file: &Path, threads: &str| {
        rashomon(&["read", file.to_str().unwrap(), "--format", "jsonl", "--quiet", "--threads", threads]).stdout
    };
    let one = ledger(&file, "1");
    assert!(one.len() > 10_000);
    assert!(one == ledger(&file, "2"), "two threads give another ledger than one");
    assert!(one == ledger(&reversed, "2"), "another order gives another ledger");
}
