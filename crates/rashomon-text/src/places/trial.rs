//! What is believed of the places of a report under any weights: by this the weights are learned.

use super::field::Field;
use super::index::{Index, Row};
use super::lookup::Lookup;
use super::resolve::{self, Evidence, Request};
use super::weights::{SIGNS, Weights};
use super::{Location, evidence_of, request_of};
use crate::layers::Layers;
use crate::names::NameKind;

/// What is believed of one name.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Index into [`Layers::names`].
    pub name: usize,
    /// Its candidates with their shares of the belief.
    pub candidates: Vec<(Location, f64)>,
    /// The likeliest, if there are any and nothing rules it out.
    pub answer: Option<Location>,
    /// Whether it is given whatever the signs are.
    pub famous: bool,
    /// What speaks for it, in the order of [`SIGNS`].
    pub signs: [f64; SIGNS.len()],
}

/// The places that a report asks for.
pub struct Asked<'i> {
    index: Lookup<'i>,
    evidence: Evidence,
    requests: Vec<(usize, Request, Vec<Row>)>,
}

impl Asked<'_> {
    /// Of the names of a report; `None` without a gazetteer.
    pub fn of(layers: &Layers) -> Option<Self> {
        let index = Lookup::new(Index::current()?);
        let evidence = evidence_of(layers, &index);
        let names = layers.names.iter().enumerate().filter(|(_, name)| name.kind == NameKind::Place);
        let requests = names.map(|(at, name)| {
            let request = request_of(layers, &index, name);
            let rows = resolve::rows(&index, &request);
            (at, request, rows)
        });
        let requests = requests.collect();
        Some(Self { evidence, requests, index })
    }

    /// What is believed of each name that has candidates.
    pub fn trials(&self, weights: &Weights) -> Vec<Trial> {
        let asked: Vec<(Request, Vec<Row>)> =
            self.requests.iter().map(|(_, request, rows)| (request.clone(), rows.clone())).collect();
        let field = Field::of(&self.index, &asked, &self.evidence, &weights.rank);
        let trial = |(name, request, _): &(usize, Request, Vec<Row>)| {
            let judged = resolve::judge(request, &self.evidence, &field)?;
            let shares = field.about(request).iter().map(|belief| (belief.row.location, belief.weight));
            Some(Trial {
                name: *name,
                candidates: shares.collect(),
                answer: Some(judged.row.location).filter(|_| judged.allowed),
                famous: judged.famous,
                signs: judged.signs,
            })
        };
        self.requests.iter().filter_map(trial).collect()
    }
}
