//! When a report without a date can have been written, told from the other reports of its case: it says how long before an
//! event happened ("earlier this month"), they say on which days. Only where all of them that share its story agree.

use crate::fold::fold;
use crate::item::place_key;
use jiff::ToSpan;
use jiff::civil::Date;
use rashomon_text::times::{Moment, Moments, When};
use rashomon_text::{DateInterval, ReportId};
use std::collections::BTreeMap;

/// What a report of a case tells by which it, or another, can be dated.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The report.
    pub report: ReportId,
    /// Whether it has no date.
    pub undated: bool,
    /// What it tells.
    pub moments: Moments,
}

/// The days in which a report without a date was written, and by what we say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// The days, both ends known.
    pub days: DateInterval,
    /// Why, in plain words.
    pub reason: String,
}

/// Class of an event and folded name of its place.
type EventKey = (String, String);

/// Events whose days are known, of the reports of a case.
#[derive(Debug, Default)]
pub struct Known<'t> {
    events: BTreeMap<EventKey, Vec<(&'t Told, Date, Date)>>,
}

/// Names, the event's place among them, that two reports of one story share at least, where only the month is told; and
/// where days are, as of attacks on one town there may be many.
const SHARED: usize = 3;
/// The same where a day is told.
const SHARED_FOR_DAY: usize = 5;
/// Longest that a date is taken to be written without its year, in days.
const YEARLESS: i32 = 300;

impl<'t> Known<'t> {
    /// Of all reports that know days, in an order that depends on nothing but them.
    pub fn new(reports: &'t [Told]) -> Self {
        let mut sorted: Vec<&Told> = reports.iter().collect();
        sorted.sort_by_key(|told| told.report);
        let mut known = Self::default();
        for told in sorted {
            for moment in &told.moments.told {
                if let When::Days(from, to) = moment.when {
                    known.events.entry(key(moment)).or_default().push((told, from, to));
                }
            }
        }
        known
    }

    /// When a report was written that tells this; nothing where no other report tells, or they do not agree.
    pub fn estimate(&self, report: &Told) -> Option<Estimate> {
        let relative = report.moments.told.iter().filter(|moment| moment.when.days().is_none());
        let found: Vec<(Date, Date, String)> = relative.filter_map(|moment| self.by_event(report, moment)).collect();
        let from = found.iter().map(|(from, ..)| *from).max()?;
        let to = found.iter().map(|(_, to, _)| *to).min()?;
        let fits = from <= to && report.moments.latest.is_none_or(|latest| latest <= to);
        let mut reasons: Vec<String> = found.into_iter().map(|(.., reason)| reason).collect();
        reasons.sort();
        reasons.dedup();
        fits.then(|| Estimate { days: DateInterval::between(from, to), reason: reasons.join("; ") })
    }

    /// The days in which a report can have been written, by one event that it looks back to: in its place, or, where only the
    /// month is told, in any place that it names, as its sentence need not say where.
    fn by_event(&self, report: &Told, moment: &Moment) -> Option<(Date, Date, String)> {
        let by_month = matches!(moment.when, When::MonthsBefore(_));
        let wanted = if by_month { SHARED } else { SHARED_FOR_DAY };
        let named = |place: &str| report.moments.names.iter().any(|name| place_key(name) == place);
        let own = key(moment);
        let there = self.events.iter().filter(|(key, _)| **key == own || (by_month && key.0 == own.0 && named(&key.1)));
        let others = there.flat_map(|(_, others)| others);
        let others = others.filter(|(other, ..)| other.report != report.report && shared(report, other) >= wanted);
        let others: Vec<_> = others.collect();
        let first = others.iter().map(|(_, from, _)| *from).max()?;
        let last = others.iter().map(|(.., to)| *to).min()?;
        let (from, to) = if first <= last { written(moment.when, first, last)? } else { return None };
        let days = if first == last { first.to_string() } else { format!("{first} to {last}") };
        let place = if by_month { String::new() } else { format!(" in {}", moment.place) };
        Some((from, to, format!("others put the {}{place} at {days}", moment.event)))
    }
}

fn key(moment: &Moment) -> EventKey {
    (moment.event.to_string(), place_key(&moment.place))
}

/// How many names two reports share, by their folded forms.
fn shared(one: &Told, other: &Told) -> usize {
    let names: Vec<String> = other.moments.names.iter().map(|name| fold(name)).collect();
    one.moments.names.iter().filter(|name| names.contains(&fold(name))).count()
}

/// The days from which one can look so far back to an event of these days.
fn written(when: When, first: Date, last: Date) -> Option<(Date, Date)> {
    let day = (first == last).then_some(first);
    let ahead = |days: i32| day?.checked_add(days.days()).ok();
    match when {
        When::Days(..) => None,
        When::MonthsBefore(months) if first.first_of_month() == last.first_of_month() => {
            let month = first.first_of_month().checked_add(i32::from(months).months()).ok()?;
            Some((month.max(first), month.last_of_month()))
        }
        When::MonthsBefore(_) => None,
        When::DaysBefore(days) => ahead(i32::from(days)).map(|day| (day, day)),
        When::Weekday(weekday) => {
            let same = day?.weekday().to_monday_one_offset() == weekday;
            same.then(|| Some((day?, ahead(6)?))).flatten()
        }
        When::DayOfYear(month, number) => {
            let same = (day?.month(), day?.day()) == (month, number);
            same.then(|| Some((day?, ahead(YEARLESS)?))).flatten()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn told(number: u8, undated: bool, when: When, names: &[&str]) -> Told {
        let moment = Moment { event: "crash".into(), place: "Vessin".into(), when };
        let mut names: Vec<_> = names.iter().map(|name| (*name).into()).collect();
        names.sort();
        Told { report: ReportId([number; 16]), undated, moments: Moments { told: vec![moment], names, latest: None } }
    }

    const STORY: &[&str] = &["vessin", "averin rail", "ada roe", "norland", "tomas reik"];

    fn day(year: i16, month: i8, day: i8) -> When {
        When::Days(date(year, month, day), date(year, month, day))
    }

    fn check(when: When, others: &[When], expected: Option<(&str, &str)>) {
        let others: Vec<Told> =
            others.iter().zip(1..).map(|(&when, number)| told(number, false, when, STORY)).collect();
        let found = Known::new(&others).estimate(&told(0, true, when, STORY));
        let found = found.map(|found| (found.days.from.unwrap().to_string(), found.days.to.unwrap().to_string()));
        let expected = expected.map(|(from, to)| (from.to_owned(), to.to_owned()));
        assert_eq!(found, expected, "{when:?} beside {others:?}");
        let reversed: Vec<Told> = others.iter().rev().cloned().collect();
        let again = Known::new(&reversed).estimate(&told(0, true, when, STORY));
        assert_eq!(again, Known::new(&others).estimate(&told(0, true, when, STORY)));
    }

    #[test]
    fn a_report_without_a_date_is_dated_by_what_others_tell() {
        let month = When::Days(date(2031, 5, 1), date(2031, 5, 31));
        check(When::MonthsBefore(0), &[month], Some(("2031-05-01", "2031-05-31")));
        check(When::MonthsBefore(0), &[month, day(2031, 5, 14)], Some(("2031-05-14", "2031-05-31")));
        check(When::MonthsBefore(1), &[month], Some(("2031-06-01", "2031-06-30")));
        // 14 May 2031 is a Wednesday.
        check(When::Weekday(3), &[day(2031, 5, 14)], Some(("2031-05-14", "2031-05-20")));
        check(When::Weekday(4), &[day(2031, 5, 14)], None);
        check(When::Weekday(3), &[month], None);
        check(When::DaysBefore(1), &[day(2031, 5, 14)], Some(("2031-05-15", "2031-05-15")));
        check(When::DayOfYear(5, 14), &[day(2031, 5, 14)], Some(("2031-05-14", "2032-03-09")));
        check(When::DayOfYear(5, 15), &[day(2031, 5, 14)], None);
    }

    #[test]
    fn nothing_is_made_up() {
        check(When::MonthsBefore(0), &[], None);
        check(When::Weekday(3), &[When::Weekday(3)], None);
        // Two years: which of them is not told.
        check(When::DayOfYear(5, 14), &[day(2031, 5, 14), day(2029, 5, 14)], None);
        let other = told(1, false, day(2031, 5, 14), &["vessin", "ida holm", "norland", "reed line"]);
        let report = told(0, true, When::Weekday(3), STORY);
        assert_eq!(Known::new(std::slice::from_ref(&other)).estimate(&report), None);
        // It names a later day.
        let mut report = told(0, true, When::MonthsBefore(0), STORY);
        report.moments.latest = Some(date(2033, 1, 1));
        let others = [told(1, false, day(2031, 5, 14), STORY)];
        assert_eq!(Known::new(&others).estimate(&report), None);
    }
}
