//! A made-up story in as many reports as a test wants, and the program to read them with.
#![allow(dead_code)]

use assert_cmd::Command;
use std::path::{Path, PathBuf};

/// A generator of numbers that is the same in every run (xorshift).
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }

    /// Puts a list out of order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}

const OUTLETS: [&str; 4] = ["The Reed", "Oxbow Courier", "Harbour Post", "Valley Radio"];
const SPEAKERS: [&str; 5] = ["the mayor", "the interior ministry", "police", "Dr. Ilse Brandvold", "a rescue worker"];

/// One report as a text file with a header.
pub fn report(numbers: &mut Numbers) -> String {
    let mut pick = |end: usize| numbers.below(end as u64) as usize;
    let (outlet, day) = (OUTLETS[pick(4)], 1 + pick(28));
    let mut text = format!("title: Flood in Oxbow\ndate: 2031-05-{day:02}\noutlet: {outlet}\n\n");
    for _ in 0..1 + pick(4) {
        let (dead, hurt, houses) = (10 + pick(30), 40 + pick(60), 100 * (1 + pick(9)));
        let (first, second) = (SPEAKERS[pick(5)], SPEAKERS[pick(5)]);
        text += &format!("At least {dead} people were killed in Oxbow, {first} said. ");
        text +=
            &format!("According to {second}, {hurt} residents were injured and nearly {houses} houses were damaged. ");
        text += "The water fell slowly on Tuesday, and the road to the harbour was open again.\n\n";
    }
    text
}

/// A folder with `count` reports; their paths.
pub fn folder(at: &Path, count: usize, seed: u64) -> Vec<PathBuf> {
    let mut numbers = Numbers(seed);
    (0..count)
        .map(|number| {
            let path = at.join(format!("{number:03}.txt"));
            std::fs::write(&path, report(&mut numbers)).unwrap();
            path
        })
        .collect()
}

/// The program, in surroundings that say nothing about a terminal.
pub fn rashomon() -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("rashomon"));
    command.env("RASHOMON_GAZETTEER", "built-in"); // whatever the user of this machine has imported
    command.env_remove("NO_COLOR").env_remove("COLUMNS").env_remove("CLICOLOR_FORCE");
    command
}

/// Everything that a case exports, one text after the other.
pub fn exports(case: &Path) -> String {
    let mut all = String::new();
    for list in ["questions", "claims", "reports", "origins"] {
        for format in ["jsonl", "csv", "table"] {
            let output = rashomon().arg(list).arg(case).args(["--format", format, "--limit", "0"]).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            all += &String::from_utf8(output.stdout).unwrap();
        }
    }
    all
}
