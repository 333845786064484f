//! One question as a block: what is asked, then who says what.

use super::figures::{self, counted, shortened};
use super::layout::{Cell, Column, Ink, clean, paragraph, table};
use super::{Answer, Block, Page};
use rashomon_claims::{Checked, Claim, Claimant, Resolution, Stance};
use rashomon_reconcile::{Relation, RelationKind};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// So many rows of a question are printed; the others are counted.
const MOST_ROWS: usize = 24;
/// So many reasons why claims conflict are printed.
const MOST_REASONS: usize = 2;
/// So many report names are printed for a row.
const MOST_NAMES: usize = 4;

const COLUMNS: [Column; 6] = [
    Column::new("", 10, 10),
    Column::new("", 9, 34),
    Column::new("", 20, 60),
    Column::new("", 11, 26),
    Column::new("", 10, 22),
    Column::new("", 20, 90),
];

/// The claims of one speaker that give one value.
struct Row<'b> {
    answers: Vec<(usize, &'b Answer)>,
}

/// The answers of one speaker by value (the bits of its ends) and stance, with their positions in the block.
type Values<'b> = BTreeMap<(u64, u64, Stance), Vec<(usize, &'b Answer)>>;

/// See [`super::question`].
pub fn question(block: &Block, page: Page) -> String {
    let rows = rows(block);
    let marks = marks(block);
    let mut text = paragraph(&clean(&block.question.title), 0, Ink::Title, page);
    let ink = if block.question.disputed > 0 { Ink::Alarm } else { Ink::Faint };
    text += &paragraph(&summary(block), 2, ink, page);
    let cells: Vec<Vec<Cell>> = rows.iter().take(MOST_ROWS).map(|row| row.cells(&marks)).collect();
    text += &table(&COLUMNS, &cells, 2, page);
    if rows.len() > MOST_ROWS {
        text += &paragraph(&format!("… and {} more rows", rows.len() - MOST_ROWS), 2, Ink::Faint, page);
    }
    text + &reasons(block, &rows, page)
}

fn summary(block: &Block) -> String {
    let question = &block.question;
    let disputed = match question.disputed {
        0 => String::new(),
        1 => "≠ one speaker contradicted · ".to_owned(),
        count => format!("≠ {count} speakers disagree · "),
    };
    let origins = counted(question.origins, "origin");
    format!("{disputed}{} from {origins} · {}", counted(question.reports, "report"), question.id)
}

/// The rows: attributed before the reports' own voice, speakers with most reports first, each speaker's newest first.
fn rows(block: &Block) -> Vec<Row<'_>> {
    let mut speakers: BTreeMap<(bool, &str), Values<'_>> = BTreeMap::new();
    for (at, answer) in block.answers.iter().enumerate() {
        let Some(figure) = &answer.entry.claim.figure else { continue };
        let narrator = answer.origin.kind == "narrator";
        let speaker = if narrator { "" } else { answer.origin.speaker.as_str() };
        let bits = |end: Option<f64>| end.map_or(u64::MAX, f64::to_bits);
        let value = (bits(figure.value.low), bits(figure.value.high), answer.entry.claim.stance);
        speakers.entry((narrator, speaker)).or_default().entry(value).or_default().push((at, answer));
    }
    let mut groups: Vec<(bool, usize, Vec<Row<'_>>)> = speakers
        .into_iter()
        .map(|((narrator, _), values)| {
            let mut rows: Vec<Row<'_>> = values.into_values().map(Row::new).collect();
            rows.sort_by_key(|row| Reverse(row.last_day()));
            let reports = rows.iter().map(|row| row.reports().len()).max().unwrap_or(0);
            (narrator, reports, rows)
        })
        .collect();
    groups.sort_by_key(|(narrator, reports, _)| (*narrator, Reverse(*reports)));
    groups.into_iter().flat_map(|(.., rows)| rows).collect()
}

/// How each answer stands to others, the gravest first.
fn marks(block: &Block) -> BTreeMap<usize, Mark> {
    let mut marks: BTreeMap<usize, Mark> = BTreeMap::new();
    let mut mark = |at: usize, mark: Mark| {
        marks.entry(at).and_modify(|known| *known = (*known).min(mark)).or_insert(mark);
    };
    for relation in &block.relations {
        match relation.kind {
            RelationKind::Conflicts => {
                mark(relation.from, Mark::Disputed);
                mark(relation.to, Mark::Disputed);
            }
            RelationKind::Denies => mark(relation.to, Mark::Denied),
            RelationKind::Corrects => mark(relation.to, Mark::Corrected),
            RelationKind::Updates => mark(relation.to, Mark::Updated),
            RelationKind::DiffersInScope => mark(relation.from, Mark::Scope),
            RelationKind::Repeats | RelationKind::Agrees | RelationKind::Refines => {}
        }
    }
    marks
}

/// How a row stands to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Denied,
    Disputed,
    Corrected,
    Updated,
    Scope,
}

impl Mark {
    fn cell(self) -> Cell {
        match self {
            Self::Denied => Cell::new("✗ denied", Ink::Alarm),
            Self::Disputed => Cell::new("≠ disputed", Ink::Alarm),
            Self::Corrected => Cell::new("↺ taken back", Ink::Change),
            Self::Updated => Cell::new("↑ updated", Ink::Change),
            Self::Scope => Cell::new("⊂ other scope", Ink::Change),
        }
    }
}

impl<'b> Row<'b> {
    fn new(mut answers: Vec<(usize, &'b Answer)>) -> Self {
        answers.sort_by(|(_, one), (_, two)| {
            let key = |answer: &Answer| (answer.entry.published.date(), answer.entry.report, answer.entry.claim.id);
            key(one).cmp(&key(two))
        });
        Self { answers }
    }

    fn first(&self) -> &'b Answer {
        let attributed = self.answers.iter().find(|(_, answer)| answer.entry.claim.claimant != Claimant::Narrator);
        attributed.unwrap_or(&self.answers[0]).1
    }

    fn last_day(&self) -> Option<jiff::civil::Date> {
        let day = |answer: &Answer| {
            let days = answer.entry.claim.as_of.as_ref().filter(|days| days.how != Resolution::Estimated);
            days.map(|days| days.value).and_then(|days| days.to.or(days.from)).or(answer.entry.published.date())
        };
        self.answers.iter().filter_map(|(_, answer)| day(answer)).max()
    }

    fn reports(&self) -> BTreeSet<&'b str> {
        self.answers.iter().map(|(_, answer)| answer.entry.report_name.as_str()).collect()
    }

    fn cells(&self, marks: &BTreeMap<usize, Mark>) -> Vec<Cell> {
        let first = self.first();
        let mark = self.answers.iter().filter_map(|(at, _)| marks.get(at)).min();
        let claim = &first.entry.claim;
        vec![
            mark.map_or_else(Cell::default, |mark| mark.cell()),
            Cell::new(self.value(), Ink::Value),
            Cell::plain(self.who()),
            Cell::plain(self.when()),
            Cell::new(self.how(claim), Ink::Faint),
            Cell::new(self.reported(), Ink::Faint),
        ]
    }

    fn value(&self) -> String {
        let first = self.first();
        first.entry.claim.figure.as_ref().map_or_else(String::new, |figure| figures::figure(figure, &first.words))
    }

    /// The speaker and who passes it on, the speaker first.
    fn who(&self) -> String {
        let first = self.first();
        if first.origin.kind == "narrator" {
            return if self.reports().len() == 1 { "the report's own voice" } else { "the reports' own voice" }
                .to_owned();
        }
        let speaker = match first.origin.kind {
            "unresolved" => "somebody unnamed",
            _ => first.origin.speaker.as_str(),
        };
        let relayed = self.answers.iter().map(|(_, answer)| *answer).find(|answer| !answer.entry.claim.via.is_empty());
        let via = relayed.iter().flat_map(|answer| answer.entry.claim.via.iter().rev());
        let mut chain = vec![speaker.to_owned()];
        chain.extend(via.map(|relay| relay.name.to_string()));
        chain.dedup();
        shortened(&chain.join(" ← "), 120)
    }

    fn when(&self) -> String {
        let as_of = self.answers.iter().find_map(|(_, answer)| answer.entry.claim.as_of.as_ref());
        match as_of.map(figures::as_of).filter(|days| !days.is_empty()) {
            Some(days) => days,
            None => self
                .first()
                .entry
                .published
                .date()
                .map_or_else(String::new, |date| format!("by {}", figures::day(date))),
        }
    }

    /// Stance and verification, where they are not plain assertion.
    fn how(&self, claim: &Claim) -> String {
        let checked = self.answers.iter().map(|(_, answer)| answer.entry.claim.checked).max().unwrap_or_default();
        let stance = if claim.stance == Stance::Asserted { "" } else { claim.stance.name() };
        let words = [stance, checked_words(checked)];
        words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// "3 reports, 1 origin: a, b, c".
    fn reported(&self) -> String {
        let reports = self.reports();
        let origins = self.answers.iter().map(|(_, answer)| &answer.origin.id).collect::<BTreeSet<_>>().len();
        let names: Vec<&str> = reports.iter().take(MOST_NAMES).copied().collect();
        let more = reports.len().saturating_sub(MOST_NAMES);
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        if reports.len() == 1 {
            return names.concat();
        }
        format!("{}, {}: {}{more}", counted(reports.len(), "report"), counted(origins, "origin"), names.join(", "))
    }
}

/// What a report says of verification.
pub fn checked_words(checked: Checked) -> &'static str {
    match checked {
        Checked::Unsaid => "",
        Checked::Unverified => "not verified",
        Checked::NoEvidence => "no evidence given",
        Checked::Verified => "verified",
    }
}

/// Why claims conflict, for a few of them.
fn reasons(block: &Block, rows: &[Row<'_>], page: Page) -> String {
    let graveness = |relation: &Relation| match relation.kind {
        RelationKind::Denies => Some(0),
        RelationKind::Conflicts => Some(1),
        RelationKind::Corrects => Some(2),
        _ => None,
    };
    let mut grave: Vec<(i32, &Relation)> =
        block.relations.iter().filter_map(|relation| Some((graveness(relation)?, relation))).collect();
    let support = |at: usize| {
        rows.iter().find(|row| row.answers.iter().any(|(answer, _)| *answer == at)).map_or(0, |row| row.reports().len())
    };
    grave.sort_by_key(|(grave, relation)| {
        (*grave, Reverse(support(relation.from) + support(relation.to)), relation.from, relation.to)
    });
    let mut text = String::new();
    for (_, relation) in grave.iter().take(MOST_REASONS) {
        text += &paragraph(&reason(block, relation), 4, Ink::Faint, page);
    }
    text
}

/// "Harbour office (41) and ministry (29): no value fits both at one time".
fn reason(block: &Block, relation: &Relation) -> String {
    let said = |at: usize| {
        let answer = &block.answers[at];
        let figure = answer.entry.claim.figure.as_ref().map_or_else(String::new, |figure| figures::figure(figure, ""));
        format!("{} ({figure})", clean(&answer.origin.speaker))
    };
    let (from, to) = (said(relation.from), said(relation.to));
    match relation.kind {
        RelationKind::Denies => format!("✗ {from} against {to}: {}", relation.reason),
        RelationKind::Corrects => format!("↺ {from} after {to}: {}", relation.reason),
        _ => format!("≠ {from} and {to}: {}", relation.reason),
    }
}
