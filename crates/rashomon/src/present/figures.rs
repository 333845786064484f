//! Figures, days and names in words.

use jiff::civil::Date;
use rashomon_claims::{Figure, Resolution, Resolved};
use rashomon_text::{DateInterval, Interval, Published};

/// A figure's value in words, with how the report puts it where that is not plain: "nearly 15,000",
/// "32.2 km (said: 20 miles)".
pub fn figure(figure: &Figure, words: &str) -> String {
    let (scale, mark) = unit(&figure.unit, figure.value);
    let value = interval(figure.value.scaled(scale), figure.approximate, &mark);
    match said(figure, words, &value) {
        Some(words) => format!("{value} (said: {words})"),
        None => value,
    }
}

/// How a unit is shown: the factor from the canonical unit, and what stands before and behind the number.
fn unit(unit: &str, value: Interval) -> (f64, Mark) {
    let size = value.high.or(value.low).unwrap_or(0.0).abs();
    let behind = |factor: f64, behind: &'static str| {
        (factor, Mark { before: String::new(), behind: behind.to_owned(), money: false })
    };
    match unit {
        "1" => behind(1.0, ""),
        "m" if size >= 1000.0 => behind(1e-3, " km"),
        "m2" if size >= 1e5 => behind(1e-6, " km²"),
        "m2" => behind(1.0, " m²"),
        "m3" if size >= 1e9 => behind(1e-9, " km³"),
        "m3" => behind(1.0, " m³"),
        "m3/s" => behind(1.0, " m³/s"),
        "kg" if size >= 1000.0 => behind(1e-3, " t"),
        "m/s" if size < 0.5 => behind(86_400.0, " m a day"),
        "m/s" => behind(3.6, " km/h"),
        "fraction" => behind(100.0, " %"),
        "W" if size >= 1e6 => behind(1e-6, " MW"),
        code if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()) => (1.0, money(code)),
        other => (1.0, Mark { before: String::new(), behind: format!(" {other}"), money: false }),
    }
}

/// What stands around a number.
struct Mark {
    before: String,
    behind: String,
    /// Whether large numbers are said in millions and billions.
    money: bool,
}

fn money(code: &str) -> Mark {
    let sign = match code {
        "USD" => "$",
        "GBP" => "£",
        "EUR" => "€",
        _ => return Mark { before: String::new(), behind: format!(" {code}"), money: true },
    };
    Mark { before: sign.to_owned(), behind: String::new(), money: true }
}

fn interval(value: Interval, approximate: bool, mark: &Mark) -> String {
    let about = if approximate { "about " } else { "" };
    match (value.low, value.high) {
        (Some(low), Some(high)) if low == high => format!("{about}{}", number(low, mark)),
        (Some(low), Some(high)) if mark.money => format!("{about}{} to {}", number(low, mark), number(high, mark)),
        (Some(low), Some(high)) => format!("{about}{}{}–{}{}", mark.before, digits(low), digits(high), mark.behind),
        (Some(low), None) => format!("at least {}", number(low, mark)),
        (None, Some(high)) if approximate => format!("nearly {}", number(high, mark)),
        (None, Some(high)) => format!("up to {}", number(high, mark)),
        (None, None) => "some".to_owned(),
    }
}

fn number(value: f64, mark: &Mark) -> String {
    let (value, word) = match value.abs() {
        size if mark.money && size >= 1e12 => (value / 1e12, " trillion"),
        size if mark.money && size >= 1e9 => (value / 1e9, " billion"),
        size if mark.money && size >= 1e6 => (value / 1e6, " million"),
        _ => (value, ""),
    };
    format!("{}{}{word}{}", mark.before, digits(value), mark.behind)
}

/// A number with commas, and of a broken one the first three places.
pub fn digits(value: f64) -> String {
    let size = value.abs();
    let places = if size >= 100.0 || size == size.round() {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 0.1 {
        2
    } else {
        4
    };
    let written = format!("{size:.places$}");
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", grouped(whole))
}

fn grouped(whole: &str) -> String {
    let mut text = String::with_capacity(whole.len() * 4 / 3 + 1);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The report's own words, where our number does not stand in them.
fn said(figure: &Figure, words: &str, value: &str) -> Option<String> {
    const LONGEST: usize = 36;
    let words = super::layout::clean(words);
    let plain = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let counted =
        figure.unit == "1" && (figure.value.is_exact() || words.contains(|letter: char| letter.is_ascii_digit()));
    let open = figure.unit == "1" && (figure.value.low.is_none() || figure.value.high.is_none());
    let shown = !plain(value).is_empty() && plain(&words).contains(&plain(value));
    if words.is_empty() || counted || open || shown || figure.unit == "fraction" && words.contains('%') {
        return None;
    }
    Some(shortened(&words, LONGEST))
}

/// At most so many characters, with a sign that something is left out.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// "9 May 2031".
pub fn day(date: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::from(date.month().unsigned_abs()).saturating_sub(1) % 12;
    format!("{} {} {}", date.day(), MONTHS[month], date.year())
}

/// A stretch of days: "9 May 2031", "6–9 May 2031", "6 Aug 2030 – 9 May 2031"; empty where nothing is known.
pub fn days(days: DateInterval) -> String {
    match (days.from, days.to) {
        (Some(from), Some(to)) if from == to => day(from),
        (Some(from), Some(to)) if from.first_of_month() == to.first_of_month() => format!("{}–{}", from.day(), day(to)),
        (Some(from), Some(to)) => format!("{} – {}", day(from), day(to)),
        (Some(from), None) => format!("since {}", day(from)),
        (None, Some(to)) => format!("by {}", day(to)),
        (None, None) => String::new(),
    }
}

/// The days as of which a claim holds, and whether they are only estimated.
pub fn as_of(days_of: &Resolved<DateInterval>) -> String {
    let text = days(days_of.value);
    let estimated = days_of.how == Resolution::Estimated && !text.is_empty();
    if estimated { format!("{text} (estimated)") } else { text }
}

/// The day of a report, and a question mark behind one that only its text states.
pub fn published(published: Published) -> String {
    match published {
        Published::Given(date) => day(date),
        Published::Stated(date) => format!("{} (from its text)", day(date)),
        Published::Unknown => String::new(),
    }
}

/// "1 report", "3 reports".
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(&count.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rashomon_text::TextRange;

    #[test]
    fn figures_are_put_in_words() {
        let check = |low: Option<f64>, high: Option<f64>, approximate, unit: &str, words, expected| {
            let value = Interval { low, high };
            let range = TextRange::new(0, 0);
            let made = Figure { range, value, approximate, unit: unit.into(), part_of: None };
            assert_eq!(figure(&made, words), expected);
        };
        check(Some(41.0), Some(41.0), false, "1", "forty-one", "41");
        check(Some(22.0), None, false, "1", "at least 22", "at least 22");
        check(None, Some(15e3), true, "1", "nearly 15,000", "nearly 15,000");
        check(Some(200.0), Some(300.0), false, "1", "200-300", "200–300");
        check(Some(24.0), Some(99.0), true, "1", "dozens", "about 24–99 (said: dozens)");
        check(Some(3e8), Some(3e8), true, "GBP", "roughly £300 million", "about £300 million");
        check(Some(1_376e6), Some(1_376e6), true, "m2", "about 1,376 square kilometres", "about 1,376 km²");
        check(Some(32_186.88), Some(32_186.88), true, "m", "some 20 miles", "about 32.2 km (said: some 20 miles)");
        check(Some(0.4), None, false, "fraction", "over 40%", "at least 40 %");
        check(Some(5.5e9), Some(5.5e9), false, "NOK", "5.5 billion kroner", "5.5 billion NOK");
        check(None, None, false, "1", "", "some");
    }

    #[test]
    fn days_are_short() {
        let date = jiff::civil::date;
        let check = |from, to, expected| assert_eq!(days(DateInterval { from, to }), expected);
        check(Some(date(2031, 5, 6)), Some(date(2031, 5, 9)), "6–9 May 2031");
        check(Some(date(2030, 8, 6)), Some(date(2031, 5, 9)), "6 Aug 2030 – 9 May 2031");
        check(Some(date(2031, 5, 6)), None, "since 6 May 2031");
        check(None, None, "");
    }
}
