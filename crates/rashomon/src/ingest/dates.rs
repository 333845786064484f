//! Days as headers, records and pages write them.

use jiff::civil::Date;

/// English months by their first three letters.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that was written, whatever the hour and the offset: `2006-10-21T14:21-04:00`,
/// `9 November 2016`, `Nov 9, 2016`, `Wed, 09 Nov 2016 08:21:04 +0000`, `23.11.2024`, `11/23/2024`.
/// None where it cannot be read or could be two days (`03/04/2024`).
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() > 100 {
        return None;
    }
    iso(text).or_else(|| in_numbers(text)).or_else(|| with_month(text)).or_else(|| from_epoch(text))
}

/// The day (UTC) of seconds (9 or 10 digits) or milliseconds (12 or 13) since 1970.
fn from_epoch(text: &str) -> Option<Date> {
    let value: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        9 | 10 => value,
        12 | 13 => value / 1000,
        _ => return None,
    };
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    Some(instant.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// `2016-11-09`, `2016/11/09` or `20161109`, with or without a time after it.
fn iso(text: &str) -> Option<Date> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        return ends_well(&text[8..]).then(|| date(&text[..4], &text[4..6], &text[6..8])).flatten();
    }
    let (year, rest) = text.split_at_checked(4).filter(|_| digits == 4)?;
    let mark = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
    let (month, rest) = rest[1..].split_once(mark)?;
    let length = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (day, rest) = rest.split_at_checked(length)?;
    ends_well(rest).then(|| date(year, month, day)).flatten()
}

/// Nothing, or what can be a time of day.
fn ends_well(rest: &str) -> bool {
    let mut rest = rest.chars();
    match rest.next() {
        None => true,
        Some('T' | 't' | ' ' | ',' | '_') => true,
        Some('Z' | '+' | '-') => rest.all(|c| c.is_ascii_digit() || c == ':'),
        Some(_) => false,
    }
}

/// `23.11.2024`, `23/11/2024`, `11/23/2024` or `11/23/24`; which is day and which month must be certain.
fn in_numbers(text: &str) -> Option<Date> {
    let text = text.split_whitespace().next()?.trim_end_matches(',');
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '.' | '/' | '-'))?;
    let mut parts = text.split(mark);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let century = match (year.len(), parts.next()) {
        (4, None) => "",
        (2, None) if year < "70" => "20",
        (2, None) => "19",
        _ => return None,
    };
    let year = format!("{century}{year}");
    match (date(&year, second, first), date(&year, first, second)) {
        (Some(day_first), _) if mark == '.' => Some(day_first),
        (Some(day_first), Some(month_first)) => (day_first == month_first).then_some(day_first),
        (day_first, month_first) => day_first.or(month_first),
    }
}

/// A day, the name of a month and a year among other words.
fn with_month(text: &str) -> Option<Date> {
    let (mut day, mut month, mut year) = (None, None, None);
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '/' | '(' | ')' | '|')) {
        let number = word.trim_end_matches('.');
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| number.strip_suffix(end)).unwrap_or(number);
        if number.bytes().all(|byte| byte.is_ascii_digit()) {
            match number.len() {
                1 | 2 => day = day.or(Some(number)),
                4 => year = year.or(Some(number)),
                _ => {}
            }
        } else if month.is_none() {
            month = month_number(number);
        }
    }
    date(year?, &month?.to_string(), day?)
}

fn month_number(word: &str) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    let full = ["ary", "uary", "ch", "il", "e", "y", "ust", "tember", "t", "ober", "ember", ""];
    let (start, end) = word.split_at_checked(3)?;
    full.contains(&end).then(|| MONTHS.iter().position(|month| *month == start)).flatten().map(|at| at + 1)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i16>().ok()).flatten();
    let (month, day) = (i8::try_from(number(month)?).ok()?, i8::try_from(number(day)?).ok()?);
    Date::new(number(year)?, month, day).ok().filter(|date| date.year() >= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_written() {
        let check = |text: &str, expected: &str| {
            assert_eq!(parse(text).map_or("none".into(), |date| date.to_string()), expected, "{text:?}");
        };
        for same in [
            "2016-11-09",
            "2016-11-09T08:21:04",
            "2016-11-09T08:21-04:00",
            "2016-11-09T23:59:59.123Z",
            "2016-11-09 08:21",
            "2016-11-09Z",
            "2016/11/09",
            "20161109",
            "20161109T082104Z",
            "9 November 2016",
            "9th November 2016",
            "November 9, 2016",
            "Nov. 9, 2016 at 8:21 a.m.",
            "Nov 9 2016",
            "Wednesday, 9 November 2016",
            "Wed, 09 Nov 2016 08:21:04 +0000",
            "Wed Nov  9 08:21:04 2016",
            "09-Nov-2016",
            "9.11.2016",
            " 2016-11-9 ",
        ] {
            check(same, "2016-11-09");
        }
        check("23/11/2024", "2024-11-23");
        check("11/23/2024 10:00", "2024-11-23");
        check("7/23/17", "2017-07-23");
        check("04/04/2024", "2024-04-04");
        check("31 May 2024", "2024-05-31");
        check("Sept 3, 2024", "2024-09-03");
        check("1478679664", "2016-11-09");
        check("1478679664000", "2016-11-09");
        for bad in [
            "",
            "yesterday",
            "03/04/2024",
            "9/6/17",
            "2024",
            "2024-13-01",
            "2023-02-29",
            "November 2016",
            "2024-11-233",
            "9 Marchioness 2016",
        ] {
            check(bad, "none");
        }
    }
}
