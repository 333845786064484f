//! The table of time words, `lexicon/times.toml`.

use crate::lexicon::load;
use serde::Deserialize;
use std::sync::OnceLock;

/// What a time word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// A month, by number.
    Month,
    /// A day of the week, Monday = 1.
    Weekday,
    /// A season, by its first month.
    Season,
    /// A day, counted from the report's.
    Day,
    /// A stretch: so many of a unit.
    Span,
    /// A part of a day.
    Part,
    /// An hour with a name.
    Clock,
    /// A feast: month × 100 + day.
    Holiday,
    /// A period whose accounts are told.
    Account,
    /// A feast so many days after Easter Sunday.
    Easter,
    /// A time that was spoken of: "since then".
    Then,
    /// Ten years, by their first, where "the" stands before.
    Decade,
    /// A length that no unit is said of: "a while".
    While,
    /// Something that recurs.
    Set,
    /// The time of the report: "now".
    Present,
    /// A time before it that no day can be told for: "recently".
    Past,
    /// A time after it that no day can be told for: "soon".
    Future,
}

/// What stretches are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SpanUnit {
    Second,
    Day,
    Weekend,
    Month,
}

/// A time word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TimeWord {
    pub word: String,
    pub role: Role,
    #[serde(default)]
    pub value: i32,
    pub unit: Option<SpanUnit>,
    /// Day of the week of a feast, Monday = 1.
    pub weekday: Option<i8>,
    /// Which of its month's such days, the last as 0.
    pub week: Option<i8>,
    /// Days after such a day of the week: a Tuesday after the first Monday.
    #[serde(default)]
    pub after: i8,
    /// One of these names stands in the text around it: whose day it is.
    #[serde(default)]
    pub near: Vec<String>,
    /// TIMEX3 code of a part of a day: "MO".
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub forms: Vec<String>,
    /// Whether it counts only with a capital.
    #[serde(default)]
    pub capital: bool,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

crate::entry!(TimeWord, word);

/// All of them.
pub(crate) fn words() -> &'static [TimeWord] {
    static TABLE: OnceLock<Vec<TimeWord>> = OnceLock::new();
    TABLE.get_or_init(|| load("times.toml", include_str!("../../../../lexicon/times.toml"), "time"))
}
