//! The claim: one line of the ledger.

use rashomon_text::places::{Location, Precision};
use rashomon_text::{DateInterval, Interval, TextRange};
use smol_str::SmolStr;
use std::fmt;

/// One thing that somebody is said to say: a row of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Hash of the report, the place in it and what is claimed; the same in every run.
    pub id: ClaimId,
    /// The sentence it stands in.
    pub sentence: TextRange,
    /// Its figure; none for a claim without one.
    pub figure: Option<Figure>,
    /// What the figure measures: the id of an entry of `lexicon/measures.toml`; "count" where nothing fits.
    pub measure: SmolStr,
    /// What is counted, its head noun in the singular ("soldier", "armored vehicle"); none where unsaid.
    pub what: Option<Resolved<SmolStr>>,
    /// Whose: the party that the counted belong to ("Russia"), by its canonical name.
    pub side: Option<Resolved<SmolStr>>,
    /// Where.
    pub place: Option<Resolved<ClaimPlace>>,
    /// The days that it speaks of.
    pub as_of: Option<Resolved<DateInterval>>,
    /// Who says it.
    pub claimant: Claimant,
    /// Who passes it on, the nearest to the reader first: outlet's agency, then its source.
    pub via: Vec<Relay>,
    /// The words that make it an attribution ("said", "according to"); none in the report's own voice.
    pub cue: Option<TextRange>,
    /// What is said, where somebody says it.
    pub content: Option<TextRange>,
    /// How it is put.
    pub stance: Stance,
    /// What the report says of its verification.
    pub checked: Checked,
    /// The words that say so.
    pub checked_by: Option<TextRange>,
}

/// Identity of a claim: 16 bytes of BLAKE3.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub [u8; 16]);

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClaimId({self})")
    }
}

/// A quantity as a claim states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its words: "nearly 15,000", "1,376 square kilometres (531 square miles)".
    pub range: TextRange,
    /// Its value in the canonical unit.
    pub value: Interval,
    /// Whether the words mark it as approximate.
    pub approximate: bool,
    /// Canonical unit: "1", m, m2, kg, m/s, fraction, an ISO 4217 code …
    pub unit: SmolStr,
    /// The figure that this is a part of ("17 vehicles, including one tank").
    pub part_of: Option<TextRange>,
}

/// Something read off a report, with the words that say it and how they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved<T> {
    /// What was read.
    pub value: T,
    /// The words that say so, where they do.
    pub evidence: Option<TextRange>,
    /// How it was found.
    pub how: Resolution,
}

/// How something was found, from the surest to the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// Attached to the figure by the sentence's structure.
    Stated,
    /// Elsewhere in the sentence.
    Sentence,
    /// Earlier in the report.
    Discourse,
    /// From the report's provenance (its date).
    Report,
    /// Estimated from what the report says: of days, when a report without a date can have been written.
    Estimated,
}

/// Who makes a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Claimant {
    /// The report itself, in its own voice.
    Narrator,
    /// Somebody with a name: a person or an organisation.
    Named(Speaker),
    /// Somebody without one: "a senior military source".
    Unnamed(Speaker),
    /// Several, or a crowd: "officials", "residents", "the navy, the ministry and bloggers".
    Collective(Speaker),
    /// Someone who reports what another says: the innermost source, and who stands around it.
    Nested {
        /// Whose claim it is.
        source: Box<Claimant>,
        /// Who says that they claim it.
        reporter: Box<Claimant>,
    },
    /// Somebody is said to say it, but nobody fits (a pronoun without a referent, a passive without agent).
    Unresolved(Option<TextRange>),
}

impl Claimant {
    /// The speaker whose claim it is, if it has one.
    pub fn speaker(&self) -> Option<&Speaker> {
        match self {
            Self::Named(speaker) | Self::Unnamed(speaker) | Self::Collective(speaker) => Some(speaker),
            Self::Nested { source, .. } => source.speaker(),
            Self::Narrator | Self::Unresolved(_) => None,
        }
    }

    /// Name of its kind in exports.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Narrator => "narrator",
            Self::Named(_) => "named",
            Self::Unnamed(_) => "unnamed",
            Self::Collective(_) => "collective",
            Self::Nested { source, .. } => source.kind(),
            Self::Unresolved(_) => "unresolved",
        }
    }
}

/// A resolved source.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// Canonical name: the entity's fullest name in the report, or the description as written.
    pub name: SmolStr,
    /// The words of this attribution that name it ("he", "the ministry", "Jane Doe").
    pub mention: TextRange,
    /// How the mention was tied to the name.
    pub how: Resolution,
}

/// Somebody or something that passes a claim on.
#[derive(Clone, Debug, PartialEq)]
pub struct Relay {
    /// Name as resolved.
    pub name: SmolStr,
    /// The words.
    pub mention: TextRange,
}

/// How a claim is put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Said as a fact.
    #[default]
    Asserted,
    /// Admitted against the speaker's interest.
    Acknowledged,
    /// Confirmed.
    Confirmed,
    /// Reckoned.
    Estimated,
    /// Denied or rejected.
    Denied,
    /// Announced or intended for the future.
    Planned,
    /// Foretold.
    Predicted,
    /// Asked for.
    Demanded,
    /// Doubted or asked.
    Questioned,
}

impl Stance {
    /// Every stance.
    pub const ALL: [Self; 9] = [
        Self::Asserted,
        Self::Acknowledged,
        Self::Confirmed,
        Self::Estimated,
        Self::Denied,
        Self::Planned,
        Self::Predicted,
        Self::Demanded,
        Self::Questioned,
    ];

    /// Its name in exports and in the lexicon.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Acknowledged => "acknowledged",
            Self::Confirmed => "confirmed",
            Self::Estimated => "estimated",
            Self::Denied => "denied",
            Self::Planned => "planned",
            Self::Predicted => "predicted",
            Self::Demanded => "demanded",
            Self::Questioned => "questioned",
        }
    }

    /// The stance of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.name() == name)
    }

    /// Whether a claim so put says that something is or was so.
    pub fn is_factual(self) -> bool {
        matches!(self, Self::Asserted | Self::Acknowledged | Self::Confirmed | Self::Estimated)
    }
}

/// What a report says of a claim's verification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Checked {
    /// Nothing.
    #[default]
    Unsaid,
    /// "Could not be independently verified", "unverified".
    Unverified,
    /// "Without providing evidence".
    NoEvidence,
    /// "Confirmed by geolocated footage", "verified by".
    Verified,
}

impl Checked {
    /// Every value.
    pub const ALL: [Self; 4] = [Self::Unsaid, Self::Unverified, Self::NoEvidence, Self::Verified];

    /// Its name in exports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsaid => "unsaid",
            Self::Unverified => "unverified",
            Self::NoEvidence => "no-evidence",
            Self::Verified => "verified",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|checked| checked.name() == name)
    }
}

/// A place as a claim knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimPlace {
    /// Canonical name.
    pub name: SmolStr,
    /// Where it lies, if known.
    pub location: Option<Location>,
    /// How precisely.
    pub precision: Precision,
    /// ISO 3166-1 alpha-2 code of its country, if known.
    pub country: Option<SmolStr>,
    /// By which place it is found, where the gazetteer does not hold it: [`Precision::Within`] and [`Precision::Offset`].
    pub parent: Option<SmolStr>,
    /// Kilometres around the point within which such a place lies, to a tenth.
    pub radius: Option<f64>,
}
