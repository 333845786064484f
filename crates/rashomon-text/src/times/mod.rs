//! Temporal expressions and the days they mean.

mod accounts;
mod calendar;
mod check;
mod clock;
mod discourse;
mod grammar;
pub(crate) mod lexicon;
mod moments;
mod resolve;
mod stated;
mod tense;
#[cfg(test)]
mod tests;
mod timex;
mod units;
mod wider;
mod written;

pub use check::check_lexicon;
pub use moments::{Moment, Moments, When, moments};
pub use stated::stated_date;
pub use timex::Timex;
pub use written::written;

use discourse::{Discourse, Telling};
use grammar::{Found, Hour, Says, Shift};
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
    /// From the days in which an undated report can have been written: an estimate that holds for all of them.
    Estimated,
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
    let mut reader = Reader { layers, atoms: &atoms, discourse: Discourse::default() };
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
    discourse: Discourse,
}

impl Reader<'_, '_> {
    fn resolve(&mut self, written: &Found) -> TimeExpression {
        let range = self.atoms.range(written.start..written.end);
        let tokens = self.layers.tokens_in(range);
        let sentence = self.layers.sentence_at(tokens.start);
        let published = self.layers.report.provenance().published.date();
        let found = self.discourse.read(written, published);
        let (days, anchor) = self.days(&found, sentence);
        let definite = self.atoms.is(found.start, "the");
        let preposition = resolve::preposition(self.atoms, found.start);
        let background = preposition == resolve::Preposition::Since;
        self.discourse.note(&found, written, days, Telling { anchor, sentence, definite, background, published });
        let now = published.or(self.layers.written.and_then(|written| written.to));
        let at = if found.kind == TimeKind::Time { resolve::Preposition::Other } else { preposition };
        let period = resolve::period(days, at, now);
        TimeExpression { range, tokens, kind: found.kind, days, period, anchor, says: found.says, hour: found.hour }
    }

    /// The days that an expression means. In an undated report a date without a year has that of a full date shortly
    /// before; else what the report's date would decide holds for all days in which it can have been written.
    fn days(&self, found: &Found, sentence: usize) -> (DateInterval, Anchor) {
        let published = self.layers.report.provenance().published.date();
        let (then, spoken) = (self.discourse.day(sentence), self.discourse.spoken(sentence));
        let tense = self.tense(found);
        let on = |published: Option<Date>| resolve::days(found, Origin { published, then, spoken, tense });
        let (days, anchor) = on(published);
        if anchor != Anchor::Unresolved || published.is_some() {
            return (days, anchor);
        }
        if let Says::Written(date, Shift::None) = found.says
            && let Some(days) = self.discourse.carry(date, sentence)
        {
            return (days, Anchor::Discourse);
        }
        let written = self.layers.written.map(|written| on(written.from).0.cover(on(written.to).0));
        written.filter(|days| !days.is_unknown()).map_or((days, anchor), |days| (days, Anchor::Estimated))
    }

    /// The tense around an expression that may be past or to come; "until" and "by" look ahead where no verb looks back.
    fn tense(&self, found: &Found) -> Tense {
        let open = matches!(
            found.says,
            Says::Written(..)
                | Says::WeekOf(_)
                | Says::Feast { .. }
                | Says::Holiday(..)
                | Says::Easter(..)
                | Says::Weekday(..)
                | Says::Season(..)
                | Says::PartOfYear(..)
        );
        if !open {
            return Tense::Open;
        }
        let ahead = resolve::preposition(self.atoms, found.start) == resolve::Preposition::Until;
        let month = matches!(found.says, Says::Written(..));
        match tense::of(self.layers, self.atoms, found) {
            Tense::Open if ahead => Tense::Future,
            Tense::Past if ahead && month => Tense::Open,
            Tense::Past if ahead && tense::is_put_off(self.layers, self.atoms, found) => Tense::Future,
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
