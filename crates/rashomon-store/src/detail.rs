//! What of a claim has no column of its own, as compact JSON: ranges and how things were found.

use rashomon_claims::{Claim, ClaimPlace, Claimant, Relay, Resolution, Resolved, Speaker};
use rashomon_text::TextRange;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Start and end in bytes of the report's text.
type Span = (u32, u32);

/// The `detail` column; what is absent is left out.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    part_of: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<Basis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    side: Option<Basis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Basis>,
    /// By which place the place is found, and tenths of kilometres around its point.
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<(SmolStr, Option<u32>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<Basis>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claimant: Vec<Node>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    via: Vec<(SmolStr, Span)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cue: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    checked_by: Option<Span>,
}

/// How something was found, and the words that say it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Basis(How, Option<Span>);

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum How {
    Stated,
    Sentence,
    Discourse,
    Report,
    Estimated,
}

/// One node of a claimant; a nested one is followed by its source and then by its reporter, so that
/// no chain of speakers is too deep for a reader of JSON.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Node {
    Narrator,
    Named(Voice),
    Unnamed(Voice),
    Collective(Voice),
    Nested,
    Unresolved(Option<Span>),
}

/// Name, mention and how it was found.
#[derive(Debug, Serialize, Deserialize)]
struct Voice(SmolStr, Span, How);

/// The `detail` of a claim.
pub(crate) fn write(claim: &Claim) -> String {
    let detail = Detail {
        part_of: claim.figure.as_ref().and_then(|figure| figure.part_of).map(span),
        what: claim.what.as_ref().map(basis),
        side: claim.side.as_ref().map(basis),
        place: claim.place.as_ref().map(basis),
        parent: claim
            .place
            .as_ref()
            .and_then(|place| Some((place.value.parent.clone()?, place.value.radius.map(tenths)))),
        as_of: claim.as_of.as_ref().map(basis),
        claimant: nodes(&claim.claimant),
        via: claim.via.iter().map(|relay| (relay.name.clone(), span(relay.mention))).collect(),
        cue: claim.cue.map(span),
        content: claim.content.map(span),
        checked_by: claim.checked_by.map(span),
    };
    serde_json::to_string(&detail).unwrap_or_default()
}

/// What [`write()`] wrote.
pub(crate) fn read(text: &str) -> serde_json::Result<Detail> {
    serde_json::from_str(text)
}

impl Detail {
    pub(crate) fn part_of(&self) -> Option<TextRange> {
        self.part_of.map(range)
    }

    pub(crate) fn what<T>(&self, value: Option<T>) -> Option<Resolved<T>> {
        resolved(self.what, value)
    }

    pub(crate) fn side<T>(&self, value: Option<T>) -> Option<Resolved<T>> {
        resolved(self.side, value)
    }

    pub(crate) fn place(&self, value: Option<ClaimPlace>) -> Option<Resolved<ClaimPlace>> {
        let (parent, radius) = self.parent.clone().map_or((None, None), |(parent, radius)| (Some(parent), radius));
        let radius = radius.map(|tenths| f64::from(tenths) / 10.0);
        resolved(self.place, value.map(|place| ClaimPlace { parent, radius, ..place }))
    }

    pub(crate) fn as_of<T>(&self, value: Option<T>) -> Option<Resolved<T>> {
        resolved(self.as_of, value)
    }

    pub(crate) fn claimant(&self) -> Claimant {
        claimant(&mut self.claimant.iter())
    }

    pub(crate) fn via(&self) -> Vec<Relay> {
        self.via.iter().map(|(name, at)| Relay { name: name.clone(), mention: range(*at) }).collect()
    }

    pub(crate) fn cue(&self) -> Option<TextRange> {
        self.cue.map(range)
    }

    pub(crate) fn content(&self) -> Option<TextRange> {
        self.content.map(range)
    }

    pub(crate) fn checked_by(&self) -> Option<TextRange> {
        self.checked_by.map(range)
    }
}

fn tenths(kilometres: f64) -> u32 {
    (kilometres * 10.0).round() as u32
}

fn span(range: TextRange) -> Span {
    (range.start() as u32, range.end() as u32)
}

fn range((start, end): Span) -> TextRange {
    TextRange::new(start, end)
}

fn basis<T>(resolved: &Resolved<T>) -> Basis {
    Basis(how(resolved.how), resolved.evidence.map(span))
}

fn resolved<T>(basis: Option<Basis>, value: Option<T>) -> Option<Resolved<T>> {
    let (Basis(how, evidence), value) = basis.zip(value)?;
    Some(Resolved { value, evidence: evidence.map(range), how: resolution(how) })
}

fn how(resolution: Resolution) -> How {
    match resolution {
        Resolution::Stated => How::Stated,
        Resolution::Sentence => How::Sentence,
        Resolution::Discourse => How::Discourse,
        Resolution::Report => How::Report,
        Resolution::Estimated => How::Estimated,
    }
}

fn resolution(how: How) -> Resolution {
    match how {
        How::Stated => Resolution::Stated,
        How::Sentence => Resolution::Sentence,
        How::Discourse => Resolution::Discourse,
        How::Report => Resolution::Report,
        How::Estimated => Resolution::Estimated,
    }
}

/// The nodes of a claimant; none for the report's own voice.
fn nodes(claimant: &Claimant) -> Vec<Node> {
    let mut nodes = Vec::new();
    if *claimant != Claimant::Narrator {
        push(claimant, &mut nodes);
    }
    nodes
}

fn push(claimant: &Claimant, nodes: &mut Vec<Node>) {
    let voice = |speaker: &Speaker| Voice(speaker.name.clone(), span(speaker.mention), how(speaker.how));
    nodes.push(match claimant {
        Claimant::Narrator => Node::Narrator,
        Claimant::Named(speaker) => Node::Named(voice(speaker)),
        Claimant::Unnamed(speaker) => Node::Unnamed(voice(speaker)),
        Claimant::Collective(speaker) => Node::Collective(voice(speaker)),
        Claimant::Nested { .. } => Node::Nested,
        Claimant::Unresolved(words) => Node::Unresolved(words.map(span)),
    });
    if let Claimant::Nested { source, reporter } = claimant {
        push(source, nodes);
        push(reporter, nodes);
    }
}

fn claimant(nodes: &mut std::slice::Iter<'_, Node>) -> Claimant {
    match nodes.next() {
        None | Some(Node::Narrator) => Claimant::Narrator,
        Some(Node::Named(voice)) => Claimant::Named(speaker(voice)),
        Some(Node::Unnamed(voice)) => Claimant::Unnamed(speaker(voice)),
        Some(Node::Collective(voice)) => Claimant::Collective(speaker(voice)),
        Some(Node::Nested) => {
            let source = Box::new(claimant(nodes));
            Claimant::Nested { source, reporter: Box::new(claimant(nodes)) }
        }
        Some(Node::Unresolved(words)) => Claimant::Unresolved(words.map(range)),
    }
}

fn speaker(Voice(name, at, how): &Voice) -> Speaker {
    Speaker { name: name.clone(), mention: range(*at), how: resolution(*how) }
}
