//! Where a report plays: the point around which the most of its names make sense together.
//!
//! Every candidate of every name is tried as that point. A point explains a name the better, the likelier the candidates
//! of the name are that lie around it; what it explains of all names is its own likelihood, and the candidates of a name
//! are weighed by all points together. "Paris, Lamar County, Blossom" are in Texas, though Paris alone is in France.

use super::field::{Belief, closeness};
use super::weights::Rank;

/// Names at most, and candidates of all names at most, that are weighed.
const MOST_NAMES: usize = 60;
const MOST_POINTS: usize = 480;

/// Shares of belief in every candidate of every name; `votes` says how much a name counts in finding the point.
pub(super) fn weigh(names: &[Vec<Belief>], votes: &[f64], rank: &Rank) -> Vec<Vec<f64>> {
    let (names, rest) = names.split_at(names.len().min(MOST_NAMES));
    let priors: Vec<Vec<f64>> = names.iter().map(|name| shares(name.iter().map(|belief| belief.prior))).collect();
    let points = points(names);
    let pulls: Vec<Vec<Vec<f64>>> = points.iter().map(|point| pulled(point, names, &priors, rank)).collect();
    let likelihood = |pulled: &Vec<Vec<f64>>| -> f64 {
        let explained = pulled.iter().zip(votes).map(|(name, vote)| vote * name.iter().sum::<f64>().max(1e-12).ln());
        explained.sum::<f64>() - rank.doubt
    };
    let weights = shares(pulls.iter().map(likelihood).chain([0.0]));
    let mut mixed: Vec<Vec<f64>> = priors.iter().map(|prior| scaled(prior, *weights.last().unwrap_or(&1.0))).collect();
    for (pulled, weight) in pulls.iter().zip(&weights).filter(|(_, weight)| **weight > 1e-9) {
        for (mixed, pulled) in mixed.iter_mut().zip(pulled) {
            let sum: f64 = pulled.iter().sum::<f64>().max(1e-12);
            mixed.iter_mut().zip(pulled).for_each(|(mixed, pulled)| *mixed += weight * pulled / sum);
        }
    }
    mixed.extend(rest.iter().map(|name| shares(name.iter().map(|belief| belief.prior))));
    mixed
}

/// The points that are tried: the candidates that are no countries, of the first names, the likeliest of each first.
fn points(names: &[Vec<Belief>]) -> Vec<Belief> {
    let longest = names.iter().map(Vec::len).max().unwrap_or_default();
    let ranked = (0..longest).flat_map(|rank| names.iter().filter_map(move |name| name.get(rank)));
    ranked.filter(|belief| belief.is_local()).take(MOST_POINTS).copied().collect()
}

/// The shares of all candidates, each the larger the nearer it is to a point.
fn pulled(point: &Belief, names: &[Vec<Belief>], priors: &[Vec<f64>], rank: &Rank) -> Vec<Vec<f64>> {
    let pull = |(belief, prior): (&Belief, &f64)| {
        let near = if belief.row.id == point.row.id { 1.0 } else { closeness(point, belief, rank) };
        if near > 0.0 { prior * (rank.pull * near).exp() } else { *prior }
    };
    names.iter().zip(priors).map(|(name, prior)| name.iter().zip(prior).map(pull).collect()).collect()
}

/// Logarithms as shares of one.
fn shares(logarithms: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
    let best = logarithms.clone().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logarithms.clone().map(|logarithm| (logarithm - best).exp()).sum();
    logarithms.map(|logarithm| (logarithm - best).exp() / sum).collect()
}

fn scaled(values: &[f64], factor: f64) -> Vec<f64> {
    values.iter().map(|value| value * factor).collect()
}
