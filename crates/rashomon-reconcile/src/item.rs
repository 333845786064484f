//! An entry with everything that grouping asks of it, worked out once.

use crate::Entry;
use crate::fold::{fold, name_words};
use crate::title::default_noun;
use crate::value::{Stretch, is_currency};
use crate::wording;
use jiff::civil::{Date, date};
use rashomon_claims::measures::{Accumulation, measure};
use rashomon_claims::{Claim, ClaimPlace, Claimant, Figure, Resolution, Resolved};
use rashomon_text::places::Precision;

/// Days since 1970-01-01.
pub type Day = i32;

/// The day's number.
pub fn day_number(day: Date) -> Day {
    let hours = day.duration_since(date(1970, 1, 1)).as_hours();
    (hours / 24) as Day
}

/// The day of that number.
pub fn day_of(number: Day) -> Date {
    let span = jiff::Span::new().days(i64::from(number));
    date(1970, 1, 1).checked_add(span).unwrap_or(Date::MAX)
}

/// What is counted, as questions tell it apart: the name of its class, or else the folded noun.
pub fn counted(claim: &Claim) -> Option<String> {
    let noun = claim.what.as_ref().map(|what| what.value.as_str());
    let noun = noun.or_else(|| default_noun(wording::ask(&claim.measure)))?;
    Some(wording::class(noun).map_or_else(|| fold(noun), |class| class.name.clone()))
}

/// What can be compared with it: amounts of money of any currency are one sort of thing.
pub fn dimension(unit: &str) -> &str {
    if is_currency(unit) { "money" } else { unit }
}

/// Who says it, as origins tell speakers apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// A named speaker, by the words of the name.
    Named(Vec<String>),
    /// One without a name, by the words of the description.
    Described(Vec<String>),
    /// The report itself, by its address, outlet or, where neither is known, id.
    Report(String),
    /// Somebody in that report of whom nothing is known.
    Nobody(String),
}

impl Voice {
    fn of(entry: &Entry) -> Self {
        match &entry.claim.claimant {
            Claimant::Narrator => Self::Report(document(entry)),
            claimant => match claimant.speaker() {
                Some(speaker) if claimant.kind() == "named" => Self::Named(name_words(&speaker.name)),
                Some(speaker) => Self::Described(name_words(&speaker.name)),
                None => Self::Nobody(document(entry)),
            },
        }
    }

    /// Whether somebody other than the report says it.
    pub fn is_attributed(&self) -> bool {
        !matches!(self, Self::Report(_))
    }
}

/// What a report's own voice goes back to: two copies of one address are one document.
fn document(entry: &Entry) -> String {
    match (&entry.url, &entry.outlet) {
        (Some(url), _) => address(url),
        (None, Some(outlet)) => fold(outlet),
        (None, None) => entry.report.to_string(),
    }
}

/// An address without what does not tell pages apart.
fn address(url: &str) -> String {
    let bare = url.split(['?', '#']).next().unwrap_or_default().to_lowercase();
    let bare = bare.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    bare.trim_end_matches('/').to_owned()
}

/// Folded name of a place without "province", "district" …
pub fn place_key(name: &str) -> String {
    const KINDS: [&str; 10] = [
        "oblast",
        "region",
        "province",
        "governorate",
        "prefecture",
        "district",
        "county",
        "krai",
        "municipality",
        "the",
    ];
    let folded = fold(name);
    let telling: Vec<&str> = folded.split(' ').filter(|word| !KINDS.contains(word)).collect();
    if telling.is_empty() { folded } else { telling.join(" ") }
}

/// Where, as questions tell places apart.
#[derive(Clone, Debug)]
pub struct Spot<'e> {
    /// Folded name without "province", "district" …
    pub key: String,
    /// The place as claimed.
    pub place: &'e ClaimPlace,
}

impl<'e> Spot<'e> {
    fn of(place: &'e ClaimPlace) -> Self {
        Self { key: place_key(&place.name), place }
    }

    /// Whether the two name one place, or towns so near that reports take one for the other.
    pub fn same(&self, other: &Self) -> bool {
        const NEAR_KM: f64 = 25.0;
        let towns = is_town(self.place.precision) && is_town(other.place.precision);
        self.key == other.key || towns && self.kilometres(other).is_some_and(|distance| distance <= NEAR_KM)
    }

    /// Whether the first holds the second, as far as size, country and distance tell.
    pub fn holds(&self, other: &Self) -> bool {
        let reach = match self.place.precision {
            Precision::Country => f64::INFINITY,
            Precision::Admin1 => 300.0,
            Precision::Admin2 => 60.0,
            _ => return false,
        };
        let one_country = self.place.country.is_some() && self.place.country == other.place.country;
        let near = reach.is_infinite() || self.kilometres(other).is_some_and(|distance| distance <= reach);
        other.place.precision > self.place.precision
            && other.place.precision != Precision::Unknown
            && one_country
            && near
    }

    /// Distance on the globe, where both lie somewhere.
    fn kilometres(&self, other: &Self) -> Option<f64> {
        let (one, two) = (self.place.location?, other.place.location?);
        let (lat1, lat2) = (one.latitude.to_radians(), two.latitude.to_radians());
        let (dlat, dlon) = (lat2 - lat1, (two.longitude - one.longitude).to_radians());
        let chord = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
        Some(2.0 * 6371.0 * chord.clamp(0.0, 1.0).sqrt().asin())
    }
}

fn is_town(precision: Precision) -> bool {
    matches!(precision, Precision::Settlement | Precision::Admin2)
}

/// An entry as grouping sees it.
#[derive(Clone, Debug)]
pub struct Item<'e> {
    /// The entry.
    pub entry: &'e Entry,
    /// Its position in the block as given.
    pub index: usize,
    /// Its figure.
    pub figure: &'e Figure,
    /// What the figure may stand for.
    pub stretch: Stretch,
    /// Who says it.
    pub voice: Voice,
    /// Whose, folded.
    pub side: Option<String>,
    /// Where, if the sentence says so.
    pub spot: Option<Spot<'e>>,
    /// Folded name of the place, smaller than a country, that only the report as a whole speaks of.
    pub setting: Option<String>,
    /// First day of the period it speaks of, where that is not one day.
    pub since: Option<Day>,
    /// The day as of which it holds; else the report's.
    pub day: Option<Day>,
    /// The day it was published; else the day as of which it holds.
    pub said: Option<Day>,
}

impl<'e> Item<'e> {
    fn of(index: usize, entry: &'e Entry) -> Option<Self> {
        let claim = &entry.claim;
        let figure = claim.figure.as_ref()?;
        let days = claim.as_of.as_ref().filter(|days| days.how != Resolution::Estimated).map(|days| days.value);
        let published = entry.published.date();
        let as_of = days.and_then(|days| days.to.or(days.from));
        Some(Self {
            entry,
            index,
            figure,
            stretch: Stretch::of(figure),
            voice: Voice::of(entry),
            side: said_there(claim.side.as_ref()).map(|side| fold(side)).filter(|side| !side.is_empty()),
            spot: said_there(claim.place.as_ref()).map(Spot::of),
            setting: setting(claim),
            since: days.filter(|days| days.from != days.to).and_then(|days| days.from).map(day_number),
            day: as_of.or(published).map(day_number),
            said: published.or(as_of).map(day_number),
        })
    }

    /// Whether it says that something is not so.
    pub fn denies(&self) -> bool {
        self.entry.claim.stance == rashomon_claims::Stance::Denied
    }
}

fn setting(claim: &Claim) -> Option<String> {
    let place = claim.place.as_ref().filter(|place| place.how > Resolution::Sentence)?;
    (place.value.precision != Precision::Country).then(|| Spot::of(&place.value).key)
}

/// What the sentence itself says; what was taken over from earlier in the report may belong to something else.
fn said_there<T>(resolved: Option<&Resolved<T>>) -> Option<&T> {
    resolved.filter(|resolved| resolved.how <= Resolution::Sentence).map(|resolved| &resolved.value)
}

/// The items of a block in an order that depends on nothing but them: by day, report and claim.
pub fn items(block: &[Entry]) -> Vec<Item<'_>> {
    let mut items: Vec<Item<'_>> =
        block.iter().enumerate().filter_map(|(index, entry)| Item::of(index, entry)).collect();
    items.sort_by(|one, two| {
        let key = |item: &Item<'_>| (item.day, item.entry.report, item.entry.claim.id);
        key(one).cmp(&key(two)).then_with(|| one.entry.report_name.cmp(&two.entry.report_name))
    });
    items
}

/// How the value of the items' measure goes on in time.
pub fn accumulation(claim: &Claim) -> Accumulation {
    measure(&claim.measure).map_or(Accumulation::Stock, |measure| measure.accumulation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_numbers() {
        let check = |day: Date, number| {
            assert_eq!(day_number(day), number);
            assert_eq!(day_of(number), day);
        };
        check(date(1970, 1, 1), 0);
        check(date(1970, 1, 2), 1);
        check(date(1969, 12, 31), -1);
        check(date(2031, 5, 9), 22408);
    }

    #[test]
    fn addresses_lose_what_tells_nothing() {
        assert_eq!(address("https://www.example.org/a/?utm=1#top"), "example.org/a");
        assert_eq!(address(""), "");
    }
}
