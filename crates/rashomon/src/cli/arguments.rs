//! Every command and flag. Help, man page and completions are made from these definitions.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  rashomon read reports/                         print what a folder of reports disagrees about
  rashomon read reports/ --case flood.rashomon … and keep it in a case
  rashomon questions flood.rashomon              what the case holds, the most disputed first
  rashomon show flood.rashomon 3f2a              a question, claim or report with its evidence
  rashomon claims flood.rashomon --format jsonl > claims.jsonl

Exit codes: 0 done, 1 done but some input could not be read, 2 wrong usage or failure.";

const READ_EXAMPLES: &str = "\
Examples:
  rashomon read reports/
  rashomon read reports/ archive.jsonl.zst --case flood.rashomon
  curl -s https://example.org/page.html | rashomon read - --case flood.rashomon
  rashomon read reports/ --format jsonl > claims.jsonl

Reads .txt and .md (which may open with title:, date:, outlet:, url: lines and an empty line), .html and
.jsonl (id, title, date, outlet, url, text), each also as .gz or .zst; folders are read with all their
folders. Without --case everything is forgotten once it is printed. Reading a report again changes
nothing. A read that is stopped loses at most the report in hand: run it again to go on.";

/// Reads many reports of one story that disagree and keeps a ledger of who claims what.
///
/// It never decides who is right: it shows who says what, in which figure, on whose word, which
/// reports only repeat one origin, and what contradicts what. Every line points at the exact words
/// it came from.
#[derive(Debug, Parser)]
#[command(name = "rashomon", version, after_help = EXAMPLES, propagate_version = true)]
#[command(subcommand_required = true, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What all commands know.
    #[command(flatten)]
    pub common: Common,
}

/// Flags of every command.
#[derive(Clone, Copy, Debug, Args)]
pub struct Common {
    /// When to colour; NO_COLOR is honoured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// Say nothing but errors beside the result
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// When to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read reports and print what they disagree about
    Read(Read),
    /// List the questions of a case, the most disputed first
    Questions(List),
    /// List the claims of a case, by report and place
    Claims(List),
    /// List the reports of a case, by name
    Reports(List),
    /// List who said what the reports repeat, the most repeated first
    Origins(List),
    /// Show a question, claim or report with its evidence
    Show(Show),
    /// Find words in the claims and reports of a case
    Search(Search),
    /// Use a dump of GeoNames in place of the places that the program knows
    #[command(subcommand)]
    Gazetteer(Gazetteer),
    /// Check the tables of words that the program knows
    #[command(subcommand)]
    Lexicon(Lexicon),
    /// Print the man page
    #[command(after_help = "Example:\n  rashomon man | man -l -")]
    Man,
    /// Print the completions of a shell
    #[command(
        after_help = "Example:\n  rashomon completions bash > ~/.local/share/bash-completion/completions/rashomon"
    )]
    Completions(Completions),
}

/// `rashomon read`.
#[derive(Debug, Args)]
#[command(after_help = READ_EXAMPLES)]
pub struct Read {
    /// Folders and files with reports; - is standard input
    #[arg(required = true, value_name = "FOLDER|FILE", value_hint = clap::ValueHint::AnyPath)]
    pub inputs: Vec<PathBuf>,
    /// Keep the reports and claims in this case, made if it is not there [default: forget them]
    #[arg(long, value_name = "NAME.rashomon", value_hint = clap::ValueHint::FilePath)]
    pub case: Option<PathBuf>,
    /// Threads to use [default: as many as the machine has cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Longest report to read; kB, MB and GB are understood
    #[arg(long, value_name = "SIZE", default_value = "10MB", value_parser = size)]
    pub max_size: u64,
    /// Print at most so many questions; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Print questions as text, or the claims for programs
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
    /// Analyse reports again that are in the case already; other claims than before take their place
    #[arg(long, requires = "case")]
    pub again: bool,
    /// Look places up in this gazetteer; "built-in" for the program's own [default: the one last imported]
    #[arg(long, value_name = "FILE", env = "RASHOMON_GAZETTEER", value_hint = clap::ValueHint::FilePath)]
    pub gazetteer: Option<PathBuf>,
}

/// How to print lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Table,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
}

/// The commands that list.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rashomon questions flood.rashomon\n  rashomon claims flood.rashomon --format csv > claims.csv"
)]
pub struct List {
    /// The case
    #[arg(value_name = "CASE", value_hint = clap::ValueHint::FilePath)]
    pub case: PathBuf,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
    /// Print at most so many; 0 for all [default: 100 in a table, else all]
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

impl List {
    /// How many lines to print.
    pub(super) fn most(&self) -> usize {
        let usual = if self.format == Format::Table { 100 } else { usize::MAX };
        match self.limit {
            Some(0) => usize::MAX,
            Some(limit) => limit,
            None => usual,
        }
    }
}

/// `rashomon show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  rashomon show flood.rashomon 3f2a91\n  rashomon show flood.rashomon 000")]
pub struct Show {
    /// The case
    #[arg(value_name = "CASE", value_hint = clap::ValueHint::FilePath)]
    pub case: PathBuf,
    /// Id of a question, claim or report, or its beginning; or a report's name
    #[arg(value_name = "ID")]
    pub id: String,
}

/// `rashomon search`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  rashomon search flood.rashomon bridge collapsed
  rashomon search flood.rashomon '\"water level\" evacuat*'

All words must occur. Words in double quotes are a phrase; a word that ends in * is the beginning of one.
Words that begin with a hyphen stand behind --.")]
pub struct Search {
    /// The case
    #[arg(value_name = "CASE", value_hint = clap::ValueHint::FilePath)]
    pub case: PathBuf,
    /// What to look for
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    /// Print at most so many claims and so many reports
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// `rashomon gazetteer`.
#[derive(Clone, Debug, Subcommand)]
pub enum Gazetteer {
    /// Make a gazetteer of a dump of GeoNames, for every later read
    Import(GazetteerImport),
    /// Print which gazetteer a read would use, and how many places it holds
    #[command(after_help = "Example:\n  rashomon gazetteer show")]
    Show {
        /// The gazetteer to look at [default: the one last imported, else the one that is built in]
        #[arg(value_name = "FILE", env = "RASHOMON_GAZETTEER", value_hint = clap::ValueHint::FilePath)]
        file: Option<PathBuf>,
    },
    /// Read all of a gazetteer and tell whether it is as it was made; a read only looks at its header
    #[command(after_help = "Example:\n  rashomon gazetteer check ukraine.gazetteer")]
    Check {
        /// The gazetteer to check [default: the one last imported]
        #[arg(value_name = "FILE", env = "RASHOMON_GAZETTEER", value_hint = clap::ValueHint::FilePath)]
        file: Option<PathBuf>,
    },
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  rashomon gazetteer import allCountries.zip
  rashomon gazetteer import UA.zip --output ukraine.gazetteer
  rashomon read reports/ --gazetteer ukraine.gazetteer
  rashomon read reports/ --gazetteer built-in

Dumps are at https://download.geonames.org/export/dump/ (Creative Commons Attribution 4.0: name GeoNames as
the source where you publish). Taken are settlements, divisions, countries, regions and islands; a country
that is not in the dump stays as it is built in. Lines that cannot be read are told and left out. A case
remembers which gazetteer it was read by: with another one its reports are read anew.";

/// `rashomon gazetteer import`.
#[derive(Clone, Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub struct GazetteerImport {
    /// allCountries.txt, a country's file, or the .zip, .gz or .zst that it comes in
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub dump: PathBuf,
    /// alternateNamesV2.txt or .zip: adds all English names in use
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub alternate_names: Option<PathBuf>,
    /// Where to write it [default: the folder for data of your programs, from which read takes it]
    #[arg(short, long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Leave out countries that are not in the dump
    #[arg(long)]
    pub only: bool,
}

/// `rashomon lexicon`.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Lexicon {
    /// Run every example of every table
    Check,
}

/// `rashomon completions`.
#[derive(Clone, Copy, Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// A number of bytes: "500kB", "10 MB", "2G", "1000000".
fn size(written: &str) -> Result<u64, String> {
    let written = written.trim();
    let digits = written.find(|c: char| !c.is_ascii_digit()).unwrap_or(written.len());
    let (number, unit) = written.split_at(digits);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err("write a number and kB, MB or GB, such as 10MB".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "write a whole number and kB, MB or GB, such as 10MB".to_owned())?;
    number.checked_mul(factor).ok_or_else(|| "that is more than any report".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_sound() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn sizes() {
        let check = |written, expected: Option<u64>| assert_eq!(size(written).ok(), expected, "{written:?}");
        check("10MB", Some(10_000_000));
        check("500 kB", Some(500_000));
        check("1KiB", Some(1024));
        check("7", Some(7));
        check("-1", None);
        check("10 acres", None);
        check("99999999999999GB", None);
        check("", None);
    }
}
