//! What a report has spoken of so far, as far as later words go back to it: "two days later", "that year",
//! "the quarter", "a year earlier".

use super::calendar::WrittenDate;
use super::grammar::{Found, Says, Shift, Stretch};
use super::lexicon::SpanUnit;
use super::{Anchor, TimeKind};
use crate::interval::DateInterval;
use jiff::civil::Date;

/// How many sentences after a quarter "a year earlier" still means the one before it.
const LASTING: usize = 40;

/// How far from a full date a date that has its year may lie, in days.
const NEAR: i32 = 92;

/// The days and periods that were spoken of last, each with its sentence.
#[derive(Default)]
pub(super) struct Discourse {
    /// The one day that an expression meant for certain.
    day: Option<(Date, usize)>,
    /// What an expression meant, of any length.
    spoken: Option<(DateInterval, usize)>,
    /// The period whose accounts are told, and where it was spoken of last.
    account: Option<(Account, usize)>,
    /// The first day of the quarter that was named last.
    quarter: Option<Date>,
    /// The last dates that were written with their year, the latest last.
    full: [Option<(Date, usize)>; 4],
}

/// A period of account.
#[derive(Clone, Copy)]
enum Account {
    /// A quarter of a year, by its first day.
    Quarter(Date),
    /// Half a year and more.
    Longer,
}

/// How and where an expression was told.
pub(super) struct Telling {
    /// How its days were found.
    pub anchor: Anchor,
    /// Its sentence.
    pub sentence: usize,
    /// Whether it begins with "the".
    pub definite: bool,
    /// Whether it only says since when: "since August 2024".
    pub background: bool,
    /// The report's date.
    pub published: Option<Date>,
}

impl Discourse {
    /// The day spoken of in a sentence or the one before.
    pub fn day(&self, sentence: usize) -> Option<Date> {
        self.day.filter(|&(_, at)| sentence <= at + 1).map(|(day, _)| day)
    }

    /// The day spoken of last, not long ago.
    pub fn last_day(&self, sentence: usize) -> Option<Date> {
        self.day.filter(|&(_, at)| sentence <= at + 8).map(|(day, _)| day)
    }

    /// The days spoken of in a sentence or the few before.
    pub fn spoken(&self, sentence: usize) -> Option<DateInterval> {
        self.spoken.filter(|&(_, at)| sentence <= at + 3).map(|(days, _)| days)
    }

    /// The days of a date without a year, in the year of the full date shortly before it, where that leaves no doubt:
    /// it lies within three months of that date, and of no other full date in another year.
    pub fn carry(&self, date: WrittenDate, sentence: usize) -> Option<DateInterval> {
        let nearest = |&(full, _): &(Date, usize)| {
            let years = [full.year() - 1, full.year(), full.year() + 1];
            let days = years.map(|year| WrittenDate { year: Some(year), ..date }.days());
            let away = |days: &DateInterval| days.from.map_or(i32::MAX, |from| (from - full).get_days().abs());
            days.into_iter().flatten().min_by_key(away).filter(|days| away(days) <= NEAR)
        };
        let known = || self.full.iter().flatten();
        let last = known().last().filter(|(_, at)| sentence <= at + 3)?;
        let days = nearest(last)?;
        known().filter_map(nearest).all(|other| other == days).then_some(days)
    }

    /// An expression with the period that it goes back to: "the quarter" is the one whose accounts are told, "a year
    /// earlier" then the same quarter of the year before.
    pub fn read(&self, found: &Found, compared: bool, sentence: usize, published: Option<Date>) -> Found {
        let year = |stretch: Stretch| stretch.count == 1.0 && is_year(stretch);
        let says = match found.says {
            Says::Account { quarter, back, year } => self.account(quarter, back, year, published),
            Says::Ago(stretch) | Says::FromThen(stretch) if year(stretch) => self.year_before(found.says, sentence),
            Says::That(Stretch { unit: SpanUnit::Month, each: 3, .. }) => {
                self.quarter.map_or(found.says, |from| quarter(from, from.year()))
            }
            Says::Unit(stretch, Shift::Last) if compared && year(stretch) => self.year_before(found.says, sentence),
            says => says,
        };
        Found { says, ..*found }
    }

    /// The same quarter of the year before, where the accounts of a quarter are told.
    fn year_before(&self, says: Says, sentence: usize) -> Says {
        match self.account {
            Some((Account::Quarter(from), at)) if sentence <= at + LASTING => quarter(from, from.year() - 1),
            _ => says,
        }
    }

    fn account(&self, is_quarter: bool, back: i16, year: Option<i16>, published: Option<Date>) -> Says {
        let last = published.and_then(|day| day.first_of_month().checked_sub(jiff::Span::new().months(3)).ok());
        let last = last.map(|day| day.with().month((day.month() - 1) / 3 * 3 + 1).build().unwrap_or(day));
        let known = match self.account {
            Some((Account::Quarter(from), _)) => Some(from),
            _ => last.filter(|_| is_quarter),
        };
        match (known, year.or(published.map(|day| day.year() - back))) {
            (Some(from), _) => quarter(from, year.unwrap_or(from.year() - back)),
            (None, Some(year)) => {
                Says::Written(WrittenDate { year: Some(year), ..WrittenDate::default() }, Shift::None)
            }
            _ => Says::Nothing,
        }
    }

    /// Whether the accounts told may go on to a period: one that is over, and no earlier quarter.
    fn follows(&self, account: Account, published: Option<Date>) -> bool {
        match (self.account, account) {
            (Some((Account::Quarter(known), _)), Account::Quarter(from)) => {
                let ends = |from: Date| from.checked_add(jiff::Span::new().months(3)).ok();
                let over = |from| ends(from).zip(published).is_none_or(|(ends, published)| ends <= published);
                over(from) && (from >= known || !over(known))
            }
            _ => true,
        }
    }

    /// Takes note of an expression, as it was read and as it was written, with the days that it means.
    pub fn note(&mut self, read: &Found, written: &Found, days: DateInterval, how: Telling) {
        let Telling { anchor, sentence, definite, background, published } = how;
        let day = days.from.filter(|_| days.from == days.to && anchor != Anchor::Discourse);
        self.day = day.map(|day| (day, sentence)).or(self.day);
        let full = matches!(read.says, Says::Written(date, _) if date.year.is_some() && date.month.is_some());
        if let (true, Some(from)) = (full && !background, days.from) {
            self.full.rotate_left(1);
            self.full[3] = Some((from, sentence));
        }
        let told = read.kind == TimeKind::Date && days.from.is_some() && !matches!(read.says, Says::Present);
        self.spoken = Some((days, sentence)).filter(|_| told).or(self.spoken);
        if let (Says::PartOfYear(_, 3, _) | Says::PartInYear(_, 3, _), Some(from)) = (read.says, days.from) {
            self.quarter = Some(from);
        }
        let fresh = read.says == written.says || matches!(written.says, Says::Account { back: 0, year: None, .. });
        let begun = published.is_none_or(|today| days.from.is_none_or(|from| from <= today));
        let known = account_of(read, days, definite).filter(|account| begun || matches!(account, Account::Quarter(_)));
        let account = known.filter(|account| fresh && self.follows(*account, published));
        self.account = account.map(|account| (account, sentence)).or(self.account);
    }
}

fn is_year(stretch: Stretch) -> bool {
    (stretch.unit, stretch.each) == (SpanUnit::Month, 12)
}

fn quarter(from: Date, year: i16) -> Says {
    Says::PartOfYear(from.month(), 3, Some(year))
}

/// The period of account that an expression names.
fn account_of(found: &Found, days: DateInterval, definite: bool) -> Option<Account> {
    match found.says {
        Says::PartOfYear(_, 3, _) | Says::PartInYear(_, 3, _) => days.from.map(Account::Quarter),
        Says::PartOfYear(_, 6, _) | Says::PartInYear(_, 6, _) => Some(Account::Longer),
        Says::Length(stretch) => (definite && is_account(stretch)).then_some(Account::Longer),
        Says::Unit(stretch, Shift::This) => (definite && is_year(stretch)).then_some(Account::Longer),
        _ => None,
    }
}

/// Six or nine months, a year.
fn is_account(stretch: Stretch) -> bool {
    let months = (stretch.unit, stretch.each) == (SpanUnit::Month, 1) && matches!(stretch.count as i32, 6 | 9 | 12);
    months || is_year(stretch) && stretch.count == 1.0
}
