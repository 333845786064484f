//! Test cases as text: Markdown files under `cases/`, each case a heading, a report and the claims it makes.
//!
//! ````text
//! ## A trailing source
//!
//! ```report
//! date: 2024-05-03
//!
//! Three people were hurt, police said.
//! ```
//!
//! ```claims
//! "Three" 3; injured person; as of 2024-05-02..2024-05-03; police (collective) asserted
//! ```
//! ````
//!
//! One claim too many fails like one too few. Lines that start with `#` in a claims block are comments and
//! stay; a known wrong answer stands there with a `# FIXME` line above it that says what would be right.

use crate::ingest::RawReport;
use rashomon_claims::{Checked, Claim, Claimant, Figure, Resolution, Resolved, attributions, claims};
use rashomon_text::{Interval, Layers, Report};
use std::fmt::Write;

/// One case of a Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its heading.
    pub name: String,
    /// Line of the heading, from 1.
    pub line: usize,
    /// The report, header and body.
    pub report: String,
    /// The claims block as it stands, comments included.
    pub expected: String,
}

/// The cases of a Markdown file, in order; text outside the two kinds of fenced blocks is prose.
pub fn parse(markdown: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<&str> = None;
    for (at, line) in markdown.lines().enumerate() {
        match (fence, line.strip_prefix("```")) {
            (Some(_), Some("")) => fence = None,
            (None, Some(kind)) => fence = Some(kind),
            (Some(kind), _) => {
                let Some(case) = cases.last_mut() else { continue };
                let block = if kind == "report" { &mut case.report } else { &mut case.expected };
                block.push_str(line);
                block.push('\n');
            }
            (None, None) => {
                if let Some(name) = line.strip_prefix("## ") {
                    cases.push(Case {
                        name: name.to_owned(),
                        line: at + 1,
                        report: String::new(),
                        expected: String::new(),
                    });
                }
            }
        }
    }
    cases
}

/// What the program finds in the case's report, one claim a line.
pub fn found(case: &Case) -> String {
    let Ok(reading) = RawReport::text("case", &case.report).into_report() else { return String::new() };
    let report = reading.report;
    let layers = Layers::of(&report);
    let attributions = attributions::find(&layers);
    let lines: Vec<String> = claims::read(&layers, &attributions).iter().map(|claim| line(&report, claim)).collect();
    lines.iter().fold(String::new(), |text, line| text + line + "\n")
}

/// What a case expects, without its comments.
pub fn expected(case: &Case) -> String {
    let claims = case.expected.lines().filter(|line| !line.starts_with('#'));
    claims.fold(String::new(), |text, line| text + line + "\n")
}

/// The file again with every claims block holding what the program finds; a comment stays above the line it
/// stood above where that line is still there, else it moves to the top of its block.
pub fn updated(markdown: &str) -> String {
    let mut cases = parse(markdown).into_iter();
    let mut text = String::new();
    let mut case = None;
    let mut skipping = false;
    for line in markdown.lines() {
        if line.starts_with("## ") {
            case = cases.next();
        }
        if skipping && line == "```" {
            skipping = false;
        }
        if !skipping {
            text.push_str(line);
            text.push('\n');
        }
        if let ("```claims", Some(case)) = (line, &case) {
            text.push_str(&with_comments(case, &found(case)));
            skipping = true;
        }
    }
    text
}

fn with_comments(case: &Case, found: &str) -> String {
    let (mut top, mut above, mut pending) = (String::new(), Vec::new(), String::new());
    for line in case.expected.lines() {
        if line.starts_with('#') {
            pending = pending + line + "\n";
        } else if !pending.is_empty() {
            above.push((line, std::mem::take(&mut pending)));
        }
    }
    let kept = |line: &str| found.lines().any(|other| other == line);
    above.iter().filter(|(line, _)| !kept(line)).for_each(|(_, comment)| top.push_str(comment));
    found.lines().fold(top, |text, line| {
        let comment = above.iter().find(|(other, _)| *other == line).map_or("", |(_, comment)| comment);
        text + comment + line + "\n"
    }) + &pending
}

/// One claim in one line: `"nearly 300" ..300 ~; displaced person; of Norland; in Eastmark; as of …; who (kind) stance`.
pub fn line(report: &Report, claim: &Claim) -> String {
    let mut text = match &claim.figure {
        Some(found) => format!("{}; {}", figure(report, found), claim.measure),
        None => {
            let content = claim.content.map_or("", |range| report.excerpt(range).text());
            format!("{content:?}; {}", claim.measure)
        }
    };
    details(&mut text, claim);
    write!(text, "; {}", who(&claim.claimant)).ok();
    claim.via.iter().for_each(|relay| text.push_str(&format!(" via {}", relay.name)));
    write!(text, " {}", claim.stance.name()).ok();
    if claim.checked != Checked::Unsaid {
        write!(text, ", {}", claim.checked.name()).ok();
    }
    text
}

/// A figure as its claim's line begins: `"nearly 300" ..300 ~`.
pub fn figure(report: &Report, figure: &Figure) -> String {
    let about = if figure.approximate { " ~" } else { "" };
    let unit = if figure.unit == "1" { String::new() } else { format!(" {}", figure.unit) };
    format!("{:?} {}{unit}{about}", report.excerpt(figure.range).text(), interval(figure.value))
}

fn details(text: &mut String, claim: &Claim) {
    if let Some(what) = &claim.what {
        write!(text, " {}", what.value).ok();
    }
    if let Some(side) = &claim.side {
        write!(text, "; of {}", side.value).ok();
    }
    if let Some(place) = &claim.place {
        write!(text, "; in {}", place.value.name).ok();
    }
    if let Some(Resolved { value: days, how, .. }) = &claim.as_of {
        let day = |date: Option<_>| date.map_or(String::new(), |date: jiff::civil::Date| date.to_string());
        let (from, to) = (day(days.from), day(days.to));
        let estimated = if *how == Resolution::Estimated { "estimated " } else { "" };
        write!(text, "; as of {estimated}{}", if from == to { from } else { format!("{from}..{to}") }).ok();
    }
}

/// `300`, `..300`, `300..`, `200..300`.
fn interval(value: Interval) -> String {
    match (value.low, value.high) {
        (Some(low), Some(high)) if low == high => format!("{low}"),
        (low, high) => {
            let end = |end: Option<f64>| end.map_or(String::new(), |value| value.to_string());
            format!("{}..{}", end(low), end(high))
        }
    }
}

fn who(claimant: &Claimant) -> String {
    match claimant.speaker() {
        Some(speaker) => format!("{} ({})", speaker.name, claimant.kind()),
        None => claimant.kind().to_owned(),
    }
}
