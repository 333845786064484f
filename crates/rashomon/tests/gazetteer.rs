//! Gazetteers that a user imports: what later reads make of them.

mod cli_story;

use assert_cmd::Command;
use cli_story::rashomon;
use std::path::Path;
use std::process::Output;

const DUMP: &str =
    "1\tZarnovik\tZarnovik\tSarnovik\t61.5\t9.5\tP\tPPL\tNO\t\t46\t4601\t\t\t900\t\t1\tEurope/Oslo\t2031-01-01\n";
const REPORT: &str =
    "title: Flood\ndate: 2031-05-04\n\nPolice said that 12 people drowned in Zarnovik in Norway on Friday.\n";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, content) in [("NO.txt", DUMP), ("bad.txt", "1\tno dump\n"), ("report.txt", REPORT)] {
            std::fs::write(desk.path().join(name), content).unwrap();
        }
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// The program, with a folder for data of its own in place of the user's.
    fn program(&self) -> Command {
        let mut command = rashomon();
        command.current_dir(self.path()).env_remove("RASHOMON_GAZETTEER");
        let data = self.path().join("data");
        command.env("XDG_DATA_HOME", &data).env("LOCALAPPDATA", &data).env("HOME", &data);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.program().args(arguments).output().unwrap()
    }

    /// Standard output and standard error of what goes well.
    fn well(&self, arguments: &[&str]) -> (String, String) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    }
}

#[test]
fn an_imported_gazetteer_is_used_from_then_on() {
    let desk = Desk::new();
    let read = ["read", "report.txt", "--format", "jsonl"];
    assert!(!desk.well(&read).0.contains("61.5"));
    let (_, said) = desk.well(&["gazetteer", "import", "NO.txt"]);
    assert!(said.starts_with("1 place, ") && said.contains("every later read uses it"), "{said}");
    assert!(desk.well(&read).0.contains("\"lat\":61.5"), "{:?}", desk.well(&read));
    assert!(!desk.well(&[&read[..], &["--gazetteer", "built-in"]].concat()).0.contains("61.5"));
    assert!(desk.well(&["gazetteer", "show"]).0.contains("places.gazetteer: 2"));
}

#[test]
fn a_gazetteer_can_be_named_and_has_reports_read_anew() {
    let desk = Desk::new();
    desk.well(&["gazetteer", "import", "NO.txt", "--only", "--output", "norway.gazetteer"]);
    let read = ["read", "report.txt", "--case", "flood.rashomon"];
    assert!(desk.well(&read).1.starts_with("1 report read, "));
    let named = [&read[..], &["--gazetteer", "norway.gazetteer"]].concat();
    let (_, said) = desk.well(&named);
    assert!(said.contains("1 read anew"), "{said}");
    let (_, said) = desk.well(&named);
    assert!(said.contains("1 already known"), "{said}");
    let output =
        desk.program().env("RASHOMON_GAZETTEER", "norway.gazetteer").args(["gazetteer", "show"]).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("norway.gazetteer: 1 place, "));
}

#[test]
fn what_is_wrong_is_said() {
    let desk = Desk::new();
    for (arguments, code, expected) in [
        (&["gazetteer", "import", "bad.txt"][..], 2, "bad.txt:1: "),
        (&["gazetteer", "import", "bad.txt"], 2, "is it a dump of GeoNames?"),
        (&["gazetteer", "import", "none.txt"], 2, "none.txt: "),
        (&["read", "report.txt", "--gazetteer", "NO.txt"], 2, "NO.txt: not a gazetteer"),
        (&["gazetteer", "import", "."], 2, ".: "),
        (&["gazetteer", "import", "NO.txt", "--output", "."], 2, ".: "),
        (&["gazetteer", "check"], 2, "no gazetteer was imported"),
        (&["gazetteer", "check", "report.txt"], 2, "report.txt: not a gazetteer: make it with"),
        (&["gazetteer", "import", "--help"], 0, ""),
    ] {
        let output = desk.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.contains(expected)), (Some(code), true), "{arguments:?}: {said}");
    }
}

#[test]
fn damage_and_other_versions_are_told() {
    let desk = Desk::new();
    let import = ["gazetteer", "import", "NO.txt", "--only", "--output", "n.gazetteer"];
    desk.well(&import);
    desk.well(&import);
    assert_eq!(desk.well(&["gazetteer", "check", "n.gazetteer"]).0, "n.gazetteer: sound, 1 place\n");
    let sound = std::fs::read(desk.path().join("n.gazetteer")).unwrap();
    let (mut changed, mut older) = (sound.clone(), sound.clone());
    *changed.last_mut().unwrap() ^= 1;
    older[7] -= 1;
    for (bytes, command, expected) in [
        (&changed[..], "check", "a gazetteer that was changed since it was made"),
        (&older[..], "show", "a gazetteer of another version"),
        (&sound[..sound.len() - 1], "show", "a gazetteer that is damaged or cut off"),
        (&[], "show", "not a gazetteer"),
    ] {
        std::fs::write(desk.path().join("changed"), bytes).unwrap();
        let output = desk.run(&["gazetteer", command, "changed"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.contains(expected)), (Some(2), true), "{expected}: {said}");
    }
    let left: Vec<_> = std::fs::read_dir(desk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{left:?}");
}
