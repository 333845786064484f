//! Temporal expressions and the days they mean.

mod calendar;
mod check;
mod clock;
mod grammar;
pub(crate) mod lexicon;
mod resolve;
mod stated;
mod tense;
#[cfg(test)]
mod tests;
mod timex;
mod units;
mod wider;

pub use check::check_lexicon;
pub use stated::stated_date;
pub use timex::Timex;

use grammar::{Found, Hour, Says};
use jiff::civil::Date;
use resolve::Origin;
use tense::Tense;

use crate::interval::DateInterval;
use crate::layer::Layer;
use crate::layers::Layers;
use crate::quantities::atoms::Atoms;
use crate::range::TextRange;
use std::ops::Range;

/// TIMEX3 type (TimeML 1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A calendar date of any granularity.
    Date,
    /// A time of day.
    Time,
    /// A stretch of time.
    Duration,
    /// Something that recurs.
    Set,
}

/// How the days of an expression were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// The words say it all: "6 August 2024".
    Explicit,
    /// From the report's date: "on Monday", "yesterday", "last August".
    Published,
    /// From another expression of the report.
    Discourse,
    /// Cannot be known: the report has no date.
    Unresolved,
}

/// One temporal expression.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// Its words, without preposition: "last August", "the past 24 hours".
    pub range: TextRange,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its type.
    pub kind: TimeKind,
    /// The days it means, "since" and "by" not yet applied; unknown where unresolved.
    pub days: DateInterval,
    /// The days it stands for as a period, with its preposition applied: "since August" runs to the
    /// report's date, "until Monday" from the open past.
    pub period: DateInterval,
    /// How they were found.
    pub anchor: Anchor,
    /// What the words say of days.
    says: Says,
    /// What they say of the hour.
    hour: Hour,
}

/// Finds the temporal expressions; needs tokens, and uses words where they are there.
pub fn find(layers: &Layers) -> Layer<TimeExpression> {
    let atoms = Atoms::of_tokens(layers.report.text(), &layers.tokens);
    let found = grammar::expressions(&atoms);
    let mut resolved: Vec<TimeExpression> = Vec::with_capacity(found.len());
    let mut reader = Reader { layers, atoms: &atoms, then: None, quarter: None };
    for expression in &found {
        resolved.push(reader.resolve(expression));
    }
    join_ends(&atoms, &found, &mut resolved);
    Layer::new(resolved)
}

/// Resolves the expressions of a report one after the other.
struct Reader<'a, 'r> {
    layers: &'a Layers<'r>,
    atoms: &'a Atoms<'r>,
    /// The last expression that means one day for certain, and its sentence.
    then: Option<(Date, usize)>,
    /// The last quarter of a year that was spoken of, by its first day, and its sentence.
    quarter: Option<(Date, usize)>,
}

impl Reader<'_, '_> {
    fn resolve(&mut self, found: &Found) -> TimeExpression {
        let range = self.atoms.range(found.start..found.end);
        let tokens = self.layers.tokens_in(range);
        let sentence = self.layers.sentence_at(tokens.start);
        let published = self.layers.report.provenance().published.date();
        let read = &self.of_quarter(found, sentence);
        let compared = read.says != found.says;
        let found = read;
        let near = self.then.filter(|&(_, at)| sentence <= at + 1);
        let open = matches!(
            found.says,
            Says::Written(..) | Says::Feast { .. } | Says::Weekday(..) | Says::Season(..) | Says::PartOfYear(..)
        );
        let tense = if open { self.tense(found) } else { Tense::Open };
        let (days, anchor) = resolve::days(found, Origin { published, then: near.map(|(day, _)| day), tense });
        if let (Some(from), true) = (days.from, days.from == days.to && anchor != Anchor::Discourse) {
            self.then = Some((from, sentence));
        }
        let quarter = matches!(found.says, Says::PartOfYear(_, 3, _) | Says::PartInYear(_, 3, _) | Says::LastQuarter);
        if quarter && !compared {
            self.quarter = days.from.map(|from| (from, sentence));
        }
        let period = resolve::period(days, resolve::preposition(self.atoms, found.start), published);
        TimeExpression { range, tokens, kind: found.kind, days, period, anchor, says: found.says, hour: found.hour }
    }
}

impl Reader<'_, '_> {
    /// "A year earlier" where the report compares quarters: the same quarter of the year before.
    fn of_quarter(&self, found: &Found, sentence: usize) -> Found {
        let year = |stretch: grammar::Stretch| stretch.count == 1.0 && stretch.each == 12;
        let near = self.quarter.filter(|&(_, at)| sentence <= at + 2);
        match (found.says, near) {
            (Says::Ago(stretch) | Says::FromThen(stretch), Some((from, _)))
                if year(stretch) && !self.atoms.text(found.start).starts_with('A') =>
            {
                Found { says: Says::PartOfYear(from.month(), 3, Some(from.year() - 1)), ..*found }
            }
            _ => *found,
        }
    }

    /// The tense around an expression; "until" and "by" look ahead where no verb looks back.
    fn tense(&self, found: &Found) -> Tense {
        let ahead = resolve::preposition(self.atoms, found.start) == resolve::Preposition::Until;
        match tense::of(self.layers, self.atoms, found) {
            Tense::Open if ahead => Tense::Future,
            tense => tense,
        }
    }
}

/// "From August to October": both ends stand for the whole.
fn join_ends(atoms: &Atoms, found: &[Found], resolved: &mut [TimeExpression]) {
    for at in 1..found.len() {
        let (first, second) = (resolved[at - 1].days, resolved[at].days);
        if resolve::are_ends(atoms, &found[at - 1], &found[at]) && first.from <= second.to {
            let whole = DateInterval { from: first.from, to: second.to };
            (resolved[at - 1].period, resolved[at].period) = (whole, whole);
        }
    }
}

/// Whether a month's name stands at an atom.
pub(crate) fn is_month(atoms: &Atoms, at: usize) -> bool {
    calendar::month(atoms, at).is_some()
}
