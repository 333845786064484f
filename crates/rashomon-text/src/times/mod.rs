//! Temporal expressions and the days they mean.

mod accounts;
mod calendar;
mod check;
mod clock;
mod discourse;
mod feasts;
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
mod unmarked;
mod wider;
mod written;
mod years;

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
    /// Whether those who annotate news mark it as a time.
    marked: bool,
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
    join_ends(&atoms, &found, &mut resolved, layers.report.provenance().published.date());
    end_quarters(&atoms, &found, &mut resolved);
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
        let marked = unmarked::is_marked(self.atoms, written) && !self.is_soon_after(written);
        let range = self.atoms.range(written.start..written.end);
        let tokens = self.layers.tokens_in(range);
        let sentence = self.layers.sentence_at(tokens.start);
        let published = self.layers.report.provenance().published.date();
        let found = self.discourse.read(written, accounts::is_compared(self.atoms, written.start), sentence, published);
        let (days, anchor) = self.days(&found, sentence);
        let definite = self.atoms.is(found.start, "the");
        let preposition = resolve::preposition(self.atoms, found.start);
        let background = preposition == resolve::Preposition::Since;
        self.discourse.note(&found, written, days, Telling { anchor, sentence, definite, background, published });
        let now = published.or(self.layers.written.and_then(|written| written.to));
        let at = if found.kind == TimeKind::Time { resolve::Preposition::Other } else { preposition };
        let period = resolve::period(days, at, now);
        TimeExpression {
            range,
            tokens,
            kind: found.kind,
            days,
            period,
            anchor,
            says: found.says,
            hour: found.hour,
            marked,
        }
    }

    /// The days that an expression means. In an undated report a date without a year has that of a full date shortly
    /// before; else what the report's date would decide holds for all days in which it can have been written.
    fn days(&self, found: &Found, sentence: usize) -> (DateInterval, Anchor) {
        let published = self.layers.report.provenance().published.date();
        let from_then = matches!(found.says, Says::WeekdayFrom(..));
        let then = if from_then { self.discourse.last_day(sentence) } else { self.discourse.day(sentence) };
        let spoken = self.discourse.spoken(sentence);
        let tense = self.tense(found);
        let on = |published: Option<Date>, estimated: bool| {
            resolve::days(found, Origin { published, then, spoken, estimated, tense })
        };
        let (days, anchor) = on(published, false);
        let over = then.filter(|&then| published.is_none_or(|published| then <= published));
        if let (true, Some(day)) = (self.is_part_of_then(found), over) {
            return (DateInterval::day(day), Anchor::Discourse);
        }
        if anchor != Anchor::Unresolved || published.is_some() {
            return (days, anchor);
        }
        if let Says::Written(date, Shift::None) = found.says
            && let Some(days) = self.discourse.carry(date, sentence)
        {
            return (days, Anchor::Discourse);
        }
        let written = self.layers.written.map(|written| on(written.from, true).0.cover(on(written.to, true).0));
        written.filter(|days| !days.is_unknown()).map_or((days, anchor), |days| (days, Anchor::Estimated))
    }

    /// "Its first-quarter production target".
    fn is_of_forecast(&self, found: &Found) -> bool {
        const FORECASTS: &[&str] = &[
            "target",
            "targets",
            "forecast",
            "forecasts",
            "outlook",
            "guidance",
            "estimate",
            "estimates",
            "plan",
            "plans",
        ];
        (found.end..found.end + 4).take_while(|&at| self.atoms.is_word(at)).any(|at| self.atoms.any(at, FORECASTS))
    }

    /// "After Tuesday's vote" in a report of Wednesday.
    fn is_of_yesterday(&self, found: &Found) -> bool {
        let Says::Weekday(day, Shift::None) = found.says else { return false };
        let yesterday = self.layers.report.provenance().published.date().and_then(|day| day.yesterday().ok());
        let whose = self.atoms.any(found.end, &["'", "’"]) && self.atoms.is(found.end + 1, "s");
        whose && yesterday.is_some_and(|yesterday| yesterday.weekday().to_monday_one_offset() == day)
    }

    /// "It closed on Friday. Crowds came in the morning": a part of the day spoken of.
    fn is_part_of_then(&self, found: &Found) -> bool {
        let part = matches!(found.hour, Hour::Part(_)) && found.says == Says::Nothing;
        part && tense::of(self.layers, self.atoms, found) == Tense::Past
    }

    /// "He was soon released": shortly after what was told, and nothing to come.
    fn is_soon_after(&self, found: &Found) -> bool {
        let soon = found.says == Says::Future && self.atoms.is(found.start, "soon");
        soon && tense::of(self.layers, self.atoms, found) == Tense::Past
    }

    /// The tense around an expression that may be past or to come; "until" and "by" look ahead where no verb looks back.
    fn tense(&self, found: &Found) -> Tense {
        let open = matches!(
            found.says,
            Says::Written(..)
                | Says::YearEnd
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
        let preposition = resolve::preposition(self.atoms, found.start);
        if preposition == resolve::Preposition::Since && matches!(found.says, Says::Written(..) | Says::YearEnd) {
            return Tense::Gone;
        }
        if let (Says::Written(..), true) = (found.says, accounts::is_business_year(self.atoms, found.start)) {
            return Tense::Ending;
        }
        let ahead = preposition == resolve::Preposition::Until;
        let month = matches!(found.says, Says::Written(..));
        if matches!(found.says, Says::PartOfYear(..)) && self.is_of_forecast(found) {
            return Tense::Future;
        }
        if self.is_of_yesterday(found) {
            return Tense::Past;
        }
        let quarter = matches!(found.says, Says::PartOfYear(..));
        match tense::of(self.layers, self.atoms, found) {
            Tense::Future if quarter && tense::is_done_within(self.layers, self.atoms, found) => Tense::Ahead,
            Tense::Open if ahead => Tense::Future,
            Tense::Past if ahead && month => Tense::Open,
            Tense::Past if ahead && tense::is_put_off(self.layers, self.atoms, found) => Tense::Future,
            tense => tense,
        }
    }
}

/// "From August to October": both ends stand for the whole.
fn join_ends(atoms: &Atoms, found: &[Found], resolved: &mut [TimeExpression], published: Option<Date>) {
    for at in 1..found.len() {
        if resolve::are_ends(atoms, &found[at - 1], &found[at]) {
            let ends = [(found[at - 1].says, resolved[at - 1].days), (found[at].says, resolved[at].days)];
            if let Some([first, second]) = published.and_then(|day| resolve::months_in_order(ends, day)) {
                (resolved[at - 1].days, resolved[at].days) = (first, second);
                (resolved[at - 1].period, resolved[at].period) = (first, second);
            }
        }
        let (first, second) = (resolved[at - 1].days, resolved[at].days);
        if resolve::are_ends(atoms, &found[at - 1], &found[at]) && first.from <= second.to {
            let whole = DateInterval { from: first.from, to: second.to };
            (resolved[at - 1].period, resolved[at].period) = (whole, whole);
        }
    }
}

/// "Its fourth quarter ended Sept. 30": the three months up to that day, of the year in which they end.
fn end_quarters(atoms: &Atoms, found: &[Found], resolved: &mut [TimeExpression]) {
    for at in 1..found.len() {
        let (Says::PartOfYear(month, 3, _) | Says::PartInYear(month, 3, _)) = resolved[at - 1].says else { continue };
        let Some(last) = resolved[at].days.to else { continue };
        let day = matches!(found[at].says, Says::Written(date, _) | Says::InYear(date, _) if date.day.is_some());
        let first = quarter_before(last);
        let fiscal = matches!(found[at - 1].says, Says::PartOfYear(..) | Says::PartInYear(..));
        if let (true, Some(first)) = (fiscal && day && accounts::is_ended(atoms, &found[at - 1], &found[at]), first) {
            let days = DateInterval::between(first, last);
            (resolved[at - 1].days, resolved[at - 1].period) = (days, days);
            resolved[at - 1].says = Says::PartOfYear(month, 3, Some(last.year()));
        }
    }
}

/// The first day of the three months that end on a day.
fn quarter_before(last: Date) -> Option<Date> {
    let back = |months: i32, day: Date| day.checked_sub(jiff::Span::new().months(months)).ok();
    let whole = last == last.last_of_month();
    if whole { back(2, last.first_of_month()) } else { back(3, last).and_then(|before| before.tomorrow().ok()) }
}

/// Whether a month's name stands at an atom.
pub(crate) fn is_month(atoms: &Atoms, at: usize) -> bool {
    calendar::month(atoms, at).is_some()
}
