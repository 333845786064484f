//! The class that a word has by itself in the tables: country, adjective of one, title, month …

use super::features::hash;
use super::heads::class_of_head;
use super::parties::{Form, GroupKind, capital_of, country_form, group_of};
use super::titles::{Denotes, TitleKind, is_role_noun, title_kind};

const DAYS_AND_MONTHS: [&str; 19] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// "March", not "march".
pub(super) fn is_month(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && DAYS_AND_MONTHS[..12].iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// "Sunday", "March".
pub(super) fn is_day_or_month(word: &str) -> bool {
    DAYS_AND_MONTHS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// A number for the class of a word, 0 for none.
pub(super) fn class_of(word: &str) -> u64 {
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    let class = if capital { class_of_capitalised(word) } else { class_of_role(word) };
    class.map_or(0, |class| hash(&[class, capital as u8]))
}

fn class_of_capitalised(word: &str) -> Option<u8> {
    if let Some((_, form)) = country_form(word) {
        return Some(match form {
            Form::Name => 1,
            Form::Adjective => 2,
            Form::People => 3,
        });
    }
    if let Some((_, kind)) = group_of(word) {
        return Some(match kind {
            GroupKind::Party => 4,
            GroupKind::People => 5,
            GroupKind::Religion => 6,
            GroupKind::Politics => 7,
        });
    }
    if capital_of(word).is_some() {
        return Some(8);
    }
    if is_day_or_month(word) {
        return Some(9);
    }
    class_of_role(word).or_else(|| class_of_head(word))
}

fn class_of_role(word: &str) -> Option<u8> {
    match (title_kind(word), is_role_noun(word)) {
        (Some(TitleKind::Honorific), _) => Some(10),
        (Some(TitleKind::Rank), _) => Some(11),
        (_, Some(Denotes::Person)) => Some(12),
        (_, Some(Denotes::Body)) => Some(13),
        (_, Some(Denotes::Collective)) => Some(14),
        (Some(TitleKind::Modifier), _) => Some(15),
        _ => None,
    }
}
