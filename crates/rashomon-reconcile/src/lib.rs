//! Many reports, one ledger: which claims answer the same question, which go back to one origin,
//! and how they bear on each other.
//!
//! Claims that can bear on each other share a [`block_key`]; [`reconcile`] settles one block at a
//! time, so that a new report touches only the blocks of its own claims and memory stays flat. The
//! result never depends on the order of the claims.

mod dating;
mod fold;
mod group;
mod item;
mod origins;
mod relations;
mod settle;
mod speakers;
mod title;
mod value;
mod wording;

pub use dating::{Estimate, Known, Told};
pub use settle::reconcile;
pub use wording::check_lexicon;

use rashomon_claims::Claim;
use rashomon_text::{DateInterval, Published, ReportId};
use smol_str::SmolStr;

/// The version of these rules, a fingerprint of code and tables: blocks of another one have to be made anew.
pub const RULES: &str = env!("RASHOMON_RULES");

/// A claim and what its report's provenance says.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The report.
    pub report: ReportId,
    /// Its name.
    pub report_name: SmolStr,
    /// Its outlet.
    pub outlet: Option<SmolStr>,
    /// Its address.
    pub url: Option<SmolStr>,
    /// Its date.
    pub published: Published,
    /// The claim.
    pub claim: Claim,
}

/// What all claims that can bear on each other share: measure, dimension and what is counted.
/// `None` for a claim that answers no question of figures.
pub fn block_key(claim: &Claim) -> Option<String> {
    let figure = claim.figure.as_ref()?;
    let counted = item::counted(claim).unwrap_or_default();
    Some(format!("{}|{}|{counted}", claim.measure, item::dimension(&figure.unit)))
}

/// A hash of some texts in 16 hexadecimal digits.
fn short_hash(parts: &[&str]) -> SmolStr {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digits: String = hasher.finalize().as_bytes()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    digits.into()
}

/// What a block comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settled {
    /// The questions of the block, by id.
    pub questions: Vec<Question>,
    /// For each entry, in the order given, the question it answers (index).
    pub question_of: Vec<usize>,
    /// The origins, by id.
    pub origins: Vec<Origin>,
    /// For each entry, in the order given, its origin (index).
    pub origin_of: Vec<usize>,
    /// Relations between entries.
    pub relations: Vec<Relation>,
}

/// The thing that several claims answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Hash of what it asks.
    pub id: SmolStr,
    /// In plain English: "Soldiers of Northland killed in Eastmark since August 2024".
    pub title: String,
    /// How disputed: number of claimants that conflict with another or are denied.
    pub disputed: usize,
    /// Number of independent origins of its claims.
    pub origins: usize,
    /// Number of reports that answer it.
    pub reports: usize,
    /// Number of claims that answer it.
    pub claims: usize,
    /// The days that its claims speak of or were published on; open where none is known.
    pub period: DateInterval,
}

impl Question {
    /// What questions are sorted by: the most disputed first, then the one with most origins, most
    /// reports, then by title and id.
    pub fn rank(&self) -> impl Ord + '_ {
        let most = std::cmp::Reverse((self.disputed, self.origins, self.reports));
        (most, self.title.as_str(), self.id.as_str())
    }
}

/// The utterance or document that claims go back to: one speaker on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Hash of who said it and when. The same utterance has the same id in every block.
    pub id: SmolStr,
    /// Fullest name of the speaker; the outlet or report for what a report says in its own voice.
    pub speaker: SmolStr,
    /// Kind of the speaker, as exports name it: "named", "unnamed", "collective", "narrator", "unresolved".
    pub kind: &'static str,
    /// First day it is known to have been said; open where no date is known.
    pub said: DateInterval,
}

/// How one claim bears on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// The same claimant's same claim again.
    Repeats,
    /// Another origin says the same.
    Agrees,
    /// The same, said more precisely.
    Refines,
    /// A later value takes the place of an earlier one.
    Updates,
    /// The same claimant takes back an earlier value of a count that cannot fall.
    Corrects,
    /// The two cannot both be right.
    Conflicts,
    /// The claimant of one denies the other.
    Denies,
    /// The two speak of places, periods or things of which one holds the other.
    DiffersInScope,
}

impl RelationKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Repeats,
        Self::Agrees,
        Self::Refines,
        Self::Updates,
        Self::Corrects,
        Self::Conflicts,
        Self::Denies,
        Self::DiffersInScope,
    ];

    /// Its name in exports and in the case file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Repeats => "repeats",
            Self::Agrees => "agrees",
            Self::Refines => "refines",
            Self::Updates => "updates",
            Self::Corrects => "corrects",
            Self::Conflicts => "conflicts",
            Self::Denies => "denies",
            Self::DiffersInScope => "differs-in-scope",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A relation between two entries of a block, with its reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Index of the entry that bears …
    pub from: usize,
    /// … on this one.
    pub to: usize,
    /// How.
    pub kind: RelationKind,
    /// Why we say so, in plain words.
    pub reason: String,
}
