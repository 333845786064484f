//! Whom given words stand for, whether or not an attribution was found for them; for scoring.

use super::draft::Source;
use super::learned::Model;
use super::quotes::Said;
use super::said;
use super::sources::Resolver;
use crate::claim::Claimant;
use rashomon_text::{Layers, TextRange};

/// Whom some words stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Referent {
    /// Who that is, as an attribution to these words would have it.
    pub claimant: Claimant,
    /// The earlier or fuller mention that they were tied to; none where they stand for themselves or for nobody.
    pub antecedent: Option<TextRange>,
}

/// Whom the words of each range stand for as the source of an attribution, in the order of `ranges`.
///
/// The report's own attributions are resolved along with them, in reading order: who has spoken counts.
pub fn referents(layers: &Layers, ranges: &[TextRange]) -> Vec<Referent> {
    let nobody = Referent { claimant: Claimant::Unresolved(None), antecedent: None };
    let mut referents = vec![nobody; ranges.len()];
    if layers.words.len() < layers.tokens.len() {
        return referents;
    }
    let said = said(layers, Model::shipped());
    let (mut sources, asked) = sources(layers, &said, ranges);
    sources.sort_by_key(|(source, _)| source.head);
    let mut resolver = Resolver::new(layers);
    for (source, content) in &sources {
        let referent = resolver.resolve(source, content);
        let own = |&at: &usize| asked[at].as_ref().is_some_and(|asked| asked.head == source.head);
        (0..ranges.len()).filter(own).for_each(|at| referents[at] = referent.clone());
    }
    referents
}

/// A source with what it says.
type Told = (Source, Vec<TextRange>);

/// All sources, those of the report and those asked for, and those asked for alone.
fn sources(layers: &Layers, said: &[Said], ranges: &[TextRange]) -> (Vec<Told>, Vec<Option<Source>>) {
    let found = said.iter().filter_map(|one| one.source.clone().map(|source| (source, one.content.clone())));
    let mut sources: Vec<Told> = found.collect();
    let asked: Vec<Option<Source>> = ranges.iter().map(|&range| source_at(layers, range)).collect();
    for own in asked.iter().flatten() {
        let overlaps = |told: &Told| told.0.tokens.start < own.tokens.end && own.tokens.start < told.0.tokens.end;
        let content = sources.iter().find(|told| overlaps(told)).map(|told| told.1.clone()).unwrap_or_default();
        sources.retain(|told| !overlaps(told));
        sources.push((own.clone(), content));
    }
    (sources, asked)
}

/// The words of a range as a source.
fn source_at(layers: &Layers, range: TextRange) -> Option<Source> {
    let tokens = layers.tokens_in(range);
    let anchor = tokens.end.min(layers.tokens.len().checked_sub(1)?);
    (!tokens.is_empty()).then(|| Source::of_tokens(layers, tokens, anchor, None))
}
