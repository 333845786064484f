//! What people read: question blocks, tables and evidence, as text of a given width.
//!
//! Everything here is a pure function from what the case holds to a `String`; nothing prints, asks
//! the terminal or knows the case file.

mod block;
mod evidence;
mod figures;
mod layout;
mod tables;

use rashomon_reconcile::{Entry, Origin, Question, Relation, Settled};
use rashomon_text::Published;

/// The page that is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Width in terminal columns; at least 40 are used.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
}

/// One claim that answers a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The claim and its report.
    pub entry: Entry,
    /// The words of its figure as written; empty where they are not at hand.
    pub words: String,
    /// What it goes back to.
    pub origin: Origin,
}

/// A question with everything that answers it.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The question.
    pub question: Question,
    /// Its claims.
    pub answers: Vec<Answer>,
    /// How they bear on each other; indices into `answers`.
    pub relations: Vec<Relation>,
}

impl Block {
    /// The blocks of settled entries, in the order of their questions; `words` gives the words of an entry's figure.
    pub fn all(entries: &[Entry], settled: &Settled, words: impl Fn(&Entry) -> String) -> Vec<Self> {
        let mut blocks: Vec<Self> = settled.questions.iter().cloned().map(Self::empty).collect();
        let mut place = Vec::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            let answers = &mut blocks[settled.question_of[at]].answers;
            place.push(answers.len());
            let origin = settled.origins[settled.origin_of[at]].clone();
            answers.push(Answer { words: words(entry), entry: entry.clone(), origin });
        }
        for relation in &settled.relations {
            let (from, to) = (place[relation.from], place[relation.to]);
            let block = &mut blocks[settled.question_of[relation.from]];
            block.relations.push(Relation { from, to, ..relation.clone() });
        }
        blocks
    }

    fn empty(question: Question) -> Self {
        Self { question, answers: Vec::new(), relations: Vec::new() }
    }
}

/// A line of the table of reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportLine {
    /// Its name.
    pub name: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Published,
    /// Number of its claims.
    pub claims: usize,
}

/// A line of the table of origins.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginLine {
    /// The origin.
    pub origin: Origin,
    /// Number of claims that go back to it.
    pub claims: usize,
    /// Names of the reports that hold them.
    pub reports: Vec<String>,
}

/// A sentence of a report with its words marked, as `show` prints it.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The claim and its report.
    pub entry: Entry,
    /// Headline of the report.
    pub title: Option<String>,
    /// The sentence that the claim stands in, or the stretch that holds all its words.
    pub passage: String,
    /// Byte offset of the passage in the report's body: the claim's ranges less this are marked in it.
    pub offset: usize,
}

/// One question as a block: its title, then a row for each claimant and value.
pub fn question(block: &Block, page: Page) -> String {
    block::question(block, page)
}

/// The line after the first `shown` of `total` questions; empty where all are shown. `command` says how to see the rest.
pub fn remaining(shown: usize, total: usize, command: &str) -> String {
    if shown >= total {
        return String::new();
    }
    let left = figures::digits((total - shown) as f64);
    format!(
        "… and {left} more; to see them: {command}
"
    )
}

/// The table of questions.
pub fn questions(lines: &[Question], page: Page) -> String {
    tables::questions(lines, page)
}

/// The table of reports.
pub fn reports(lines: &[ReportLine], page: Page) -> String {
    tables::reports(lines, page)
}

/// The table of origins.
pub fn origins(lines: &[OriginLine], page: Page) -> String {
    tables::origins(lines, page)
}

/// The table of claims.
pub fn claims(lines: &[Answer], page: Page) -> String {
    tables::claims(lines, page)
}

/// One claim: what was read off its report, and the sentence with the words marked.
pub fn evidence(evidence: &Evidence, page: Page) -> String {
    evidence::evidence(evidence, page)
}
