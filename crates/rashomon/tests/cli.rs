//! The command line as its users meet it: what goes where, exit codes, messages, help.

mod cli_story;

use cli_story::{folder, rashomon};
use std::path::Path;
use std::process::Output;

/// A folder with six reports and a case made of them.
struct Desk {
    place: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir(place.path().join("reports")).unwrap();
        folder(&place.path().join("reports"), 6, 17);
        let desk = Self { place };
        assert!(desk.run(&["read", "reports", "--case", "x.rashomon"]).status.success());
        desk
    }

    fn path(&self) -> &Path {
        self.place.path()
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), content).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        rashomon().current_dir(self.path()).args(arguments).output().unwrap()
    }

    /// Standard output of a command that goes well.
    fn out(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        text(&output.stdout)
    }

    /// Exit code and standard error.
    fn err(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        (output.status.code().unwrap_or(-1), text(&output.stderr))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn help_shows_examples_of_every_command() {
    let desk = Desk::new();
    let all = desk.out(&["--help"]);
    for command in
        ["read", "questions", "claims", "reports", "origins", "show", "search", "lexicon", "man", "completions"]
    {
        assert!(all.contains(&format!("\n  {command} ")), "{command} is not in\n{all}");
        assert!(desk.out(&[command, "--help"]).contains("Usage: rashomon"), "{command}");
    }
    for command in ["read", "claims", "show", "search", "man", "completions"] {
        assert!(desk.out(&[command, "--help"]).contains("Example"), "{command} has no example");
    }
    assert!(desk.out(&["read", "--help"]).contains("Without --case"));
    assert_eq!(desk.out(&["--version"]), format!("rashomon {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn manual_and_completions_know_every_command() {
    let desk = Desk::new();
    let manual = desk.out(&["man"]);
    assert!(manual.contains(".TH rashomon") && manual.contains("max\\-size") && manual.contains("NAME.rashomon"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = desk.out(&["completions", shell]);
        assert!(script.contains("questions") && script.contains("max-size"), "{shell}");
    }
}

#[test]
fn wrong_usage_is_2_and_says_what_to_do() {
    let desk = Desk::new();
    desk.write("text.txt", "Not a case.");
    let check = |arguments: &[&str], expected: &str| {
        let (code, message) = desk.err(arguments);
        assert_eq!(code, 2, "{arguments:?}: {message}");
        assert!(message.contains(expected), "{arguments:?}: {message}");
    };
    check(&[], "Usage");
    check(&["questins", "x.rashomon"], "questions");
    check(&["read"], "<FOLDER|FILE>");
    check(&["read", "reports", "--max-size", "ten"], "10MB");
    check(&["read", "reports", "--threads", "0"], "1..=1024");
    check(&["read", "reports", "--formt", "csv"], "--format");
    check(&["questions", "none.rashomon"], "none.rashomon: there is no such case");
    check(&["questions", "text.txt"], "text.txt: not a case file");
    check(&["claims", "reports"], "it is a folder");
    check(&["read", "reports", "--case", "no/such/folder/x.rashomon"], "its folder exists");
    check(&["show", "x.rashomon", "zz"], "nothing here is called \"zz\"");
}

#[test]
fn rubbish_is_told_and_the_rest_goes_on() {
    let desk = Desk::new();
    desk.write("empty.txt", "");
    desk.write("picture.txt", [0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0]);
    desk.write("lines.jsonl", "{\"id\": \"j\", \"text\": \"Police said 12 people were hurt.\"}\nnot json\n");
    let output = desk.run(&["read", "empty.txt", "picture.txt", "lines.jsonl", "missing.txt", "reports/000.txt"]);
    let message = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    for file in ["empty.txt", "picture.txt", "lines.jsonl:2", "missing.txt"] {
        assert_eq!(message.matches(file).count(), 1, "{file} in\n{message}");
    }
    let last = message.lines().last().unwrap();
    assert!(last.starts_with("2 reports read, 4 skipped (see above), "), "{last}");
    assert!(last.ends_with(" s"), "{last}");

    let quiet = desk.run(&["read", "reports/000.txt", "--quiet"]);
    assert_eq!((quiet.status.code(), text(&quiet.stderr)), (Some(0), String::new()));
    let (code, message) = desk.err(&["read", "reports", "--max-size", "10"]);
    assert_eq!(code, 1);
    assert!(message.contains("6 skipped"), "{message}");
}

#[test]
fn standard_input_is_read() {
    let desk = Desk::new();
    let report = std::fs::read(desk.path().join("reports/000.txt")).unwrap();
    let output = rashomon().args(["read", "-", "--format", "jsonl"]).write_stdin(report).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(text(&output.stdout).lines().count() > 2);
    let nothing = rashomon().args(["read", "-"]).write_stdin("").output().unwrap();
    assert_eq!(nothing.status.code(), Some(1));
}

#[test]
fn claims_are_written_in_the_schema_and_in_order() {
    let desk = Desk::new();
    let lines = desk.out(&["claims", "x.rashomon", "--format", "jsonl"]);
    let mut places = Vec::new();
    for line in lines.lines() {
        let claim: serde_json::Value = serde_json::from_str(line).unwrap();
        for key in
            ["id", "report", "sentence", "start", "end", "measure", "claimant", "via", "stance", "status", "checked"]
        {
            assert!(!claim[key].is_null(), "{key} is not in {line}");
        }
        let report = claim["report"].as_str().unwrap().to_owned();
        let body = std::fs::read_to_string(desk.path().join(format!("reports/{report}.txt"))).unwrap();
        let body: Vec<char> = body.split_once("\n\n").unwrap().1.chars().collect();
        let at = |key: &str| usize::try_from(claim[key].as_u64().unwrap()).unwrap();
        let words: String = body[at("start")..at("end")].iter().collect();
        assert_eq!(words, claim["sentence"].as_str().unwrap());
        places.push((report, at("start")));
    }
    assert!(places.len() > 20, "{}", places.len());
    assert!(places.is_sorted(), "by report, then by place");

    let values = desk.out(&["claims", "x.rashomon", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(values.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().take(3).collect::<Vec<_>>(), ["id", "report", "start"]);
    assert_eq!(reader.records().map(Result::unwrap).count(), places.len());
    assert_eq!(desk.out(&["claims", "x.rashomon", "--format", "jsonl", "--limit", "3"]).lines().count(), 3);
}

#[test]
fn lists_are_written_for_programs_too() {
    let desk = Desk::new();
    for (list, key) in [("questions", "title"), ("reports", "name"), ("origins", "speaker")] {
        let lines = desk.out(&[list, "x.rashomon", "--format", "jsonl"]);
        let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap_or("{}")).unwrap();
        assert!(first[key].is_string(), "{list}: {lines}");
        let values = desk.out(&[list, "x.rashomon", "--format", "csv"]);
        assert!(values.starts_with("id,"), "{list}: {values}");
        assert_eq!(values.lines().count(), lines.lines().count() + 1, "{list}");
    }
}

#[test]
fn show_takes_the_beginning_of_an_id_or_a_name() {
    let desk = Desk::new();
    let claim: serde_json::Value = {
        let lines = desk.out(&["claims", "x.rashomon", "--format", "jsonl"]);
        serde_json::from_str(lines.lines().next().unwrap()).unwrap()
    };
    let id = claim["id"].as_str().unwrap();
    let sentence: String = claim["sentence"].as_str().unwrap().split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    let shown = desk.out(&["show", "x.rashomon", id]);
    assert!(shown.contains(&sentence.replace("At least", "").trim().to_owned()), "{shown}");
    assert_eq!(shown, desk.out(&["show", "x.rashomon", &id[..12]]));
    assert!(desk.out(&["show", "x.rashomon", "003"]).contains("003"));
    let question: serde_json::Value = {
        let lines = desk.out(&["questions", "x.rashomon", "--format", "jsonl"]);
        serde_json::from_str(lines.lines().next().unwrap()).unwrap()
    };
    let shown = desk.out(&["show", "x.rashomon", question["id"].as_str().unwrap()]);
    assert!(shown.contains(question["title"].as_str().unwrap().split(' ').next().unwrap()), "{shown}");
}

#[test]
fn search_finds_and_never_complains_of_words() {
    let desk = Desk::new();
    let found = desk.out(&["search", "x.rashomon", "houses", "damag*"]);
    assert!(found.contains("claim ") && found.contains("report ") && found.contains("[houses]"), "{found}");
    for words in ["\"", "(", "AND", "NEAR(", "-x", "*", "a:b", "'); DROP TABLE claims"] {
        assert!(desk.run(&["search", "x.rashomon", "--", words]).status.success(), "{words}");
    }
    let few = desk.out(&["search", "x.rashomon", "houses", "--limit", "1"]);
    assert_eq!(few.matches("claim ").count(), 1, "options may stand behind the words: {few}");
    assert!(desk.err(&["search", "x.rashomon", "zyzzyva"]).1.contains("nothing found"));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let desk = Desk::new();
    let coloured = |arguments: &[&str], no_color: &str| {
        let output = rashomon().current_dir(desk.path()).env("NO_COLOR", no_color).args(arguments).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    let search = ["search", "x.rashomon", "houses"];
    assert!(!coloured(&search, ""), "no terminal");
    assert!(coloured(&["search", "--color", "always", "x.rashomon", "houses"], ""));
    assert!(coloured(&["--color=always", "search", "x.rashomon", "houses"], "1"), "the flag outdoes the variable");
    assert!(!coloured(&["--color=never", "search", "x.rashomon", "houses"], ""));
}

#[test]
fn nothing_moves_where_there_is_no_terminal() {
    let desk = Desk::new();
    let (_, message) = desk.err(&["read", "reports"]);
    assert_eq!(message.lines().count(), 1, "only the last line: {message}");
    assert!(!message.contains(['\r', '\u{1b}']));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    use std::process::{Command, Stdio};
    let desk = Desk::new();
    for format in ["jsonl", "csv", "table"] {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("rashomon"));
        command.current_dir(desk.path()).args(["claims", "x.rashomon", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{format}");
    }
}
