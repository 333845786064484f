//! Expressions as TIMEX3 of TimeML writes them: "1998-08-07", "1998-W32", "P2W", "PRESENT_REF".

use super::grammar::{Hour, Says, Stretch};
use super::lexicon::SpanUnit;
use super::{Anchor, TimeExpression, TimeKind};
use jiff::civil::Date;

/// An expression's type and value by TimeML 1.2.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// DATE, TIME, DURATION or SET.
    pub kind: &'static str,
    /// Its value; X where a digit is not known.
    pub value: String,
}

impl TimeExpression {
    /// Whether it names certain days ("on Monday", "20 August") of which the report does not tell which they are.
    pub fn names_unknown_days(&self) -> bool {
        let named = matches!(
            self.says,
            Says::Written(..)
                | Says::WeekOf(_)
                | Says::Weekday(..)
                | Says::Season(..)
                | Says::InYear(..)
                | Says::Unit(..)
                | Says::Ago(_)
        );
        self.kind == TimeKind::Date && self.anchor == Anchor::Unresolved && named
    }

    /// How TimeML writes it, in a report of a day; `None` for what those who annotate leave unmarked: "since then",
    /// "the day before the vote", "later in the day".
    pub fn timex(&self, published: Option<Date>) -> Option<Timex> {
        let then = self.says == Says::Then && self.days.from.is_none();
        let some_day = self.says == Says::Nothing && self.kind == TimeKind::Date;
        if then || some_day || !self.marked {
            return None;
        }
        let window = matches!(self.says, Says::Window(_)) && !self.is_past_year();
        let kind = match self.kind {
            _ if window || self.is_distance() => "DURATION",
            TimeKind::Date if self.hour != Hour::None => "TIME",
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        };
        Some(Timex { kind, value: self.value(published) })
    }

    /// Whether it is "the past year", which is written as the one before the report's.
    fn is_past_year(&self) -> bool {
        let Says::Window(stretch) = self.says else { return false };
        (stretch.unit, stretch.each, stretch.count) == (SpanUnit::Month, 12, 1.0) && self.tokens.len() == 3
    }

    /// How far something lies from what the report does not date: "three days later", "an hour earlier".
    fn is_distance(&self) -> bool {
        let (Says::FromThen(stretch) | Says::UnitBefore(stretch)) = self.says else { return false };
        self.hour == Hour::None && (self.days.from.is_none() || stretch.unit == SpanUnit::Second)
    }

    fn value(&self, published: Option<Date>) -> String {
        match self.says {
            Says::Present | Says::Current => "PRESENT_REF".to_owned(),
            Says::Past => "PAST_REF".to_owned(),
            Says::Future => "FUTURE_REF".to_owned(),
            Says::While => "PXX".to_owned(),
            Says::YearEnd => year(self.days.from),
            Says::Length(_) if self.kind == TimeKind::Date => format!("{}-WXX", year(published)),
            Says::Window(_) if self.is_past_year() => year(self.days.from),
            Says::FromThen(stretch) | Says::UnitBefore(stretch) if self.is_distance() => length(stretch),
            Says::Length(stretch) | Says::Window(stretch) | Says::Every(stretch) => length(stretch),
            Says::EveryWeekday(day) => with_hour(format!("XXXX-WXX-{day}"), self.hour),
            Says::EveryMonth(month) => format!("XXXX-{month:02}"),
            Says::Nothing => with_hour(day(self.days.from.or(published)), self.hour),
            says => with_hour(self.days_value(says), self.hour),
        }
    }

    /// The days as a date of the granularity that the words have.
    fn days_value(&self, says: Says) -> String {
        let from = self.days.from;
        match says {
            Says::Written(date, _) if from.is_none() => {
                let part = |part: Option<i8>| part.map_or("XX".to_owned(), |part| format!("{part:02}"));
                let end = date.day.map_or(String::new(), |_| format!("-{}", part(date.day)));
                format!("XXXX-{}{end}", part(date.month))
            }
            Says::Written(date, _) | Says::InYear(date, _) if date.day.is_some() => day(from),
            Says::Written(date, _) | Says::InYear(date, _) if date.month.is_some() => unit(from, SpanUnit::Month, 1),
            Says::Written(..) => unit(from, SpanUnit::Month, 12),
            Says::WeekOf(_) => week(from),
            Says::Weekday(weekday, _) if from.is_none() => format!("XXXX-WXX-{weekday}"),
            // Of two days, the likelier.
            Says::Weekday(..) => day(self.days.to),
            Says::Season(month, ..) => format!("{}-{}", year(from), season(month)),
            Says::PartOfYear(month, 3, Some(year)) => format!("{year:04}-Q{}", month / 3 + 1),
            Says::PartOfYear(month, 3, _) | Says::PartInYear(month, 3, _) => {
                format!("{}-Q{}", year(from), month / 3 + 1)
            }
            Says::PartOfYear(month, ..) | Says::PartInYear(month, ..) => format!("{}-H{}", year(from), month / 6 + 1),
            Says::Unit(stretch, _)
            | Says::Ago(stretch)
            | Says::FromThen(stretch)
            | Says::UnitBefore(stretch)
            | Says::That(stretch) => unit(middle(self.days.from, self.days.to, stretch), stretch.unit, stretch.each),
            Says::Years(first, last) if last - first == 99 => format!("{:02}", first / 100),
            Says::Years(first, last) if last - first == 9 => (first / 10).to_string(),
            Says::Years(first, _) => first.to_string(),
            Says::Feast { .. } | Says::Easter(..) | Says::Holiday(..) if self.days.to > from => week(from),
            _ => day(from),
        }
    }
}

/// The day that stands for a stretch of days: "two weeks ago" is a week around the day that it hits.
fn middle(from: Option<Date>, to: Option<Date>, stretch: Stretch) -> Option<Date> {
    let (first, last) = (from?, to?);
    let weeks = stretch.unit == SpanUnit::Day && stretch.each > 1;
    let half = (last - first).get_days() / 2;
    Some(if weeks { first.checked_add(jiff::Span::new().days(half)).unwrap_or(first) } else { first })
}

fn day(date: Option<Date>) -> String {
    date.map_or("XXXX-XX-XX".to_owned(), |date| date.to_string())
}

fn year(date: Option<Date>) -> String {
    date.map_or("XXXX".to_owned(), |date| format!("{:04}", date.year()))
}

/// The calendar unit that a day lies in.
fn unit(date: Option<Date>, unit: SpanUnit, each: i32) -> String {
    match (unit, each) {
        (SpanUnit::Second, _) | (SpanUnit::Day, 1) => day(date),
        (SpanUnit::Day, _) => week(date),
        (SpanUnit::Weekend, _) => format!("{}-WE", week(date)),
        (SpanUnit::Month, 3) => {
            format!("{}-Q{}", year(date), date.map_or("X".to_owned(), |date| ((date.month() + 2) / 3).to_string()))
        }
        (SpanUnit::Month, 12) => year(date),
        (SpanUnit::Month, 120) => year(date)[..3].to_owned(),
        (SpanUnit::Month, 1200) => year(date)[..2].to_owned(),
        (SpanUnit::Month, _) => {
            format!("{}-{}", year(date), date.map_or("XX".to_owned(), |date| format!("{:02}", date.month())))
        }
    }
}

fn week(date: Option<Date>) -> String {
    date.map_or("XXXX-WXX".to_owned(), |date| {
        let week = date.iso_week_date();
        format!("{:04}-W{:02}", week.year(), week.week())
    })
}

/// Seasons by their first month.
fn season(month: i8) -> &'static str {
    match month {
        3 => "SP",
        6 => "SU",
        9 => "FA",
        _ => "WI",
    }
}

fn with_hour(day: String, hour: Hour) -> String {
    match hour {
        Hour::None => day,
        Hour::Clock(hour, Some(minute)) => format!("{day}T{hour:02}:{minute:02}"),
        Hour::Clock(hour, None) => format!("{day}T{hour:02}:00"),
        Hour::Part(part) => format!("{day}T{part}"),
    }
}

/// "P3M", "PT5H30M", "PXY" where the count is not said.
fn length(stretch: Stretch) -> String {
    let (letter, clock, each) = match (stretch.unit, stretch.each) {
        (SpanUnit::Second, 60) => ('M', true, 1.0),
        (SpanUnit::Second, 3600) => ('H', true, 1.0),
        (SpanUnit::Second, _) => ('S', true, 1.0),
        (SpanUnit::Day, 1) => ('D', false, 1.0),
        (SpanUnit::Day, days) => ('W', false, f64::from(days) / 7.0),
        (SpanUnit::Weekend, _) => ('D', false, 2.0),
        (SpanUnit::Month, 3) => ('Q', false, 1.0),
        (SpanUnit::Month, 1200) if stretch.count == 0.0 => ('C', false, 1.0),
        (SpanUnit::Month, 12) if stretch.count >= 1000.0 && stretch.count % 1000.0 == 0.0 => ('L', false, 0.001),
        (SpanUnit::Month, months) if months % 12 == 0 => ('Y', false, f64::from(months) / 12.0),
        (SpanUnit::Month, months) => ('M', false, f64::from(months)),
    };
    let mark = if clock { "PT" } else { "P" };
    let count = stretch.count.abs() * each;
    if count == 0.0 {
        return format!("{mark}X{letter}");
    }
    let (whole, rest) = (count.trunc(), count.fract());
    match (letter, clock) {
        ('Y', _) if rest > 0.0 => format!("P{whole}Y{}M", (rest * 12.0).round()),
        ('H', true) if rest > 0.0 => format!("PT{whole}H{}M", (rest * 60.0).round()),
        ('M', true) if rest > 0.0 => format!("PT{whole}M{}S", (rest * 60.0).round()),
        _ => format!("{mark}{count}{letter}"),
    }
}
