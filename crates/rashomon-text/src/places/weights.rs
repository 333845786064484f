//! What each sign is worth in telling a place from its namesakes: `gazetteer/weights.toml`, made by `cargo xtask train places`.

use serde::Deserialize;
use std::sync::LazyLock;

/// All weights; the table `[rank]` of the file says what is believed of the candidates of a name, `[answer]` whether
/// the likeliest of them is given.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    pub(super) rank: Rank,
    pub(super) answer: [f64; SIGNS.len()],
}

/// Logarithms of odds unless said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rank {
    /// For each step of the logarithm of a population: in a local outlet, of a town after which the outlet is called.
    pub size: f64,
    pub size_at_home: f64,
    /// A large city, another settlement, and areas, where the report does not say what it means.
    pub metropolis: f64,
    pub settlement: f64,
    pub country: f64,
    pub region: f64,
    pub first_level: f64,
    pub second_level: f64,
    /// Of the type that the report names; an area of another level than that; the large city of which a division is called.
    pub type_meant: f64,
    pub type_near: f64,
    /// A capital; one of a country of which the report speaks the most.
    pub capital: f64,
    pub capital_told: f64,
    /// Known by this name only among others; beside a larger place of that very name; if that is a translation or nickname.
    pub other_name: f64,
    pub other_beside: f64,
    pub translation: f64,
    /// A second-level division without its type word.
    pub stem: f64,
    /// A town that bears a country's name, or a large division's; a country of whose name the outlet's is a part.
    pub called_as_country: f64,
    pub called_as_division: f64,
    pub country_at_home: f64,
    /// In what the report says holds it.
    pub container: f64,
    /// In a country or division of which the report speaks the most.
    pub country_told: f64,
    pub division_told: f64,
    /// In the country of the outlet's address; in one of those of which it may be, and the outlet is called after it.
    pub outlet_country: f64,
    pub outlet_called: f64,
    /// At the outlet's home, less the farther from it.
    pub outlet_home: f64,
    /// How much likelier a candidate is at the very point where the report plays, and how unlikely such a point is.
    pub pull: f64,
    pub doubt: f64,
    /// How much the outlet's home counts in finding that point: as its name says, as is known.
    pub home_vote: f64,
    pub known_home_vote: f64,
    /// What a neighbour is worth, and by how many at most.
    pub neighbour: f64,
    pub most_neighbours: f64,
    /// How near two places are: within 40, 100 and 250 km, in one division, in one country.
    pub within_40: f64,
    pub within_100: f64,
    pub within_250: f64,
    pub same_division: f64,
    pub same_country: f64,
    /// The same for a place and an area: in that division, two divisions of one country, in that country, two countries.
    pub area_division: f64,
    pub area_divisions: f64,
    pub area_country: f64,
    pub area_countries: f64,
}

/// By which it is told whether the likeliest candidate is right, in this order.
pub const SIGNS: [&str; 17] = [
    "always",
    "sure",
    "neighbours",
    "some_neighbour",
    "backed",
    "well_known",
    "outlet_called",
    "outlet_near",
    "population",
    "other_name",
    "typed",
    "contained",
    "elsewhere",
    "namesakes",
    "country",
    "first_level",
    "region",
];

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rank: Rank,
    answer: std::collections::BTreeMap<String, f64>,
}

static SHIPPED: LazyLock<Weights> = LazyLock::new(|| Weights::read(Weights::TEXT).unwrap_or_default());

impl Weights {
    /// The file that is built in.
    pub const TEXT: &'static str = include_str!("../../../../gazetteer/weights.toml");

    /// Those that are built in.
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// If it is no TOML, lacks a weight or has one too many.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        if file.answer.len() != SIGNS.len() {
            return Err(format!("[answer] has {} weights, not {}", file.answer.len(), SIGNS.len()));
        }
        let mut answer = [0.0; SIGNS.len()];
        for (weight, name) in answer.iter_mut().zip(SIGNS) {
            *weight = *file.answer.get(name).ok_or_else(|| format!("[answer] lacks {name}"))?;
        }
        Ok(Self { rank: file.rank, answer })
    }

    /// Whether the likeliest place of a name is given, by its signs.
    pub fn gives(&self, signs: &[f64; SIGNS.len()]) -> bool {
        signs.iter().zip(self.answer).map(|(sign, weight)| sign * weight).sum::<f64>() > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_read() {
        assert_eq!(Weights::read(Weights::TEXT).err(), None);
        assert!(Weights::shipped().rank.size > 0.0);
        assert!(Weights::read("[rank]\n[answer]\n").is_err());
    }
}
