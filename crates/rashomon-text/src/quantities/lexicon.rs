//! The tables of numbers, units, currencies, bounds, changes and labels under `lexicon/`.

use crate::entry;
use crate::lexicon::load;
use serde::Deserialize;
use std::sync::OnceLock;

/// How a number word behaves; see `lexicon/numbers.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NumberKind {
    Cardinal,
    Tens,
    Scale,
    Fraction,
    Ordinal,
    Vague,
    Multiple,
}

/// A number word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberWord {
    pub word: String,
    pub kind: NumberKind,
    pub value: f64,
    /// Place in a row, for a fraction that is also an ordinal.
    pub ordinal: Option<f64>,
    #[serde(default)]
    pub low: f64,
    #[serde(default)]
    pub high: f64,
    /// Whether it is a number without a scale after it.
    #[serde(default = "yes")]
    pub alone: bool,
    /// Words of which one must follow.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Words before which it is a pronoun and no number.
    #[serde(default)]
    pub not_before: Vec<String>,
    /// Words after which it is a pronoun and no number.
    #[serde(default)]
    pub not_after: Vec<String>,
    #[serde(default)]
    pub forms: Vec<String>,
    /// Forms that count only right after digits.
    #[serde(default)]
    pub glued: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

fn yes() -> bool {
    true
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Dimension {
    Length,
    Area,
    Volume,
    Mass,
    Time,
    Speed,
    Temperature,
    Angle,
    Power,
    Energy,
    Pressure,
    Voltage,
    Frequency,
    Sound,
    Data,
    Dose,
    Activity,
    Share,
    Charge,
    Current,
    Capacitance,
    Resistance,
    Datarate,
    Torque,
    /// Of earthquakes and stars.
    Magnitude,
    Score,
}

/// A unit of measurement.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unit {
    pub name: String,
    pub dimension: Dimension,
    /// Canonical unit.
    pub unit: String,
    /// Value in the canonical unit = value × factor + offset.
    pub factor: f64,
    #[serde(default)]
    pub offset: f64,
    /// Whether it is already so much in so much time.
    #[serde(default)]
    pub rate: bool,
    /// Whether its singular after a number above one is no unit where a noun follows ("two bar owners").
    #[serde(default)]
    pub modifier: bool,
    #[serde(default)]
    pub forms: Vec<String>,
    /// Forms that count only as written.
    #[serde(default)]
    pub exact: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// A currency.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Currency {
    /// ISO 4217.
    pub code: String,
    #[serde(default)]
    pub prefix: Vec<String>,
    #[serde(default)]
    pub suffix: Vec<String>,
    /// Names of its hundredth.
    #[serde(default)]
    pub minor: Vec<String>,
    /// Whether its suffix counts only after 1,000 and more.
    #[serde(default)]
    pub large: bool,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// What a bound does to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    Low,
    High,
    Nearly,
    About,
    None,
}

/// Where a bound may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    Before,
    After,
    Both,
}

/// Words that bound a number.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bound {
    pub words: String,
    pub place: Place,
    pub effect: Effect,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// Which way a change goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Direction {
    Up,
    Down,
    Either,
}

/// A word of change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeWord {
    pub lemma: String,
    pub direction: Direction,
    #[serde(default)]
    pub forms: Vec<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

/// A noun whose number is a label.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Label {
    pub word: String,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

entry!(NumberWord, word);
entry!(Unit, name);
entry!(Currency, code);
entry!(Bound, words);
entry!(ChangeWord, lemma);
entry!(Label, word);

macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $type:ty, $file:literal, $table:literal) => {
        $(#[$doc])*
        pub(crate) fn $name() -> &'static [$type] {
            static TABLE: OnceLock<Vec<$type>> = OnceLock::new();
            TABLE.get_or_init(|| load($file, include_str!(concat!("../../../../lexicon/", $file)), $table))
        }
    };
}

table!(
    /// `lexicon/numbers.toml`
    numbers, NumberWord, "numbers.toml", "number"
);
table!(
    /// `lexicon/units.toml`
    units, Unit, "units.toml", "unit"
);
table!(
    /// `lexicon/currencies.toml`
    currencies, Currency, "currencies.toml", "currency"
);
table!(
    /// `lexicon/bounds.toml`
    bounds, Bound, "bounds.toml", "bound"
);
table!(
    /// `lexicon/changes.toml`
    changes, ChangeWord, "changes.toml", "change"
);
table!(
    /// `lexicon/labels.toml`
    labels, Label, "labels.toml", "label"
);
