//! What the name and the address of an outlet say of where it is at home: "karelmark-herald.co.uk".

use super::Precision;
use super::index::{Index, Row};
use super::lookup::Lookup;
use crate::report::Provenance;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Shortest name of a place that is looked for in an address.
const SHORTEST: usize = 5;

/// What stands before the place in an address.
const BEFORE: [&str; 5] = ["the", "thisis", "my", "daily", "news"];

/// With what the rest of an address begins, behind the place after which a newspaper is called.
const AFTER: [&str; 50] = [
    "advertiser",
    "advocate",
    "age",
    "and",
    "argus",
    "banner",
    "beacon",
    "bee",
    "bulletin",
    "chronicle",
    "citizen",
    "city",
    "courier",
    "daily",
    "democrat",
    "dispatch",
    "echo",
    "enquirer",
    "evening",
    "examiner",
    "express",
    "free",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "journal",
    "leader",
    "ledger",
    "local",
    "mail",
    "mercury",
    "mirror",
    "monitor",
    "news",
    "observer",
    "online",
    "post",
    "press",
    "record",
    "register",
    "reporter",
    "review",
    "sentinel",
    "standard",
    "star",
    "sun",
    "times",
    "today",
];
const AFTER_TOO: [&str; 8] = ["telegram", "telegraph", "tribune", "voice", "weekly", "world", "state", "republican"];

/// Countries where most news is in English.
const ENGLISH: [&str; 6] = ["AU", "CA", "GB", "IE", "NZ", "US"];

/// Where an outlet may be at home.
#[derive(Clone, Debug, Default)]
pub(super) struct Outlet {
    /// Small letters of its name and address.
    letters: String,
    /// Number of the country of its address.
    pub country: Option<u8>,
    /// Where it is known to be at home.
    pub home: Option<Row>,
    /// Places after which it may be called, by its address.
    pub homes: Vec<String>,
    /// Numbers of the countries where an outlet in English whose address says no country is at home most likely.
    english: Vec<u8>,
}

impl Outlet {
    pub fn of(provenance: &Provenance, index: &Lookup) -> Self {
        let outlet = provenance.outlet.as_deref().unwrap_or_default();
        let url = provenance.url.as_deref().unwrap_or_default();
        let host = url.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
        let address = if outlet.contains('.') && !outlet.contains(' ') { outlet } else { host };
        let ending = address.rsplit('.').next().filter(|ending| ending.len() == 2);
        let country = ending.and_then(|ending| index.country(ending));
        let english = if country.is_none() { Index::current() } else { None };
        let english = ENGLISH.iter().filter_map(|code| english?.number(code)).collect();
        let name = if outlet.contains(' ') { letters(outlet) } else { String::new() };
        let labels = address.split('.').map(letters).chain([name]);
        let homes = labels.filter_map(|label| home(&label, index)).collect();
        let known = known(outlet, address);
        let home = known.and_then(|known| row(known, index));
        let country = country.or_else(|| index.country(known?.country));
        Self { letters: letters(outlet) + "|" + &letters(host), country, home, homes, english }
    }

    /// Whether the name of a place is part of the outlet's.
    pub fn is_called_after(&self, place: &str) -> bool {
        let letters = letters(place);
        letters.len() >= SHORTEST && self.letters.contains(&letters)
    }

    /// Whether it is known, or its name says, of which town it writes.
    pub fn is_local(&self) -> bool {
        self.home.is_some() || !self.homes.is_empty()
    }

    /// Whether an outlet whose address says no country may well be at home in one.
    pub fn is_at_home_in(&self, country: u8) -> bool {
        self.english.contains(&country)
    }
}

/// An outlet that is known: a line of `gazetteer/outlets.tsv`.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Where it is at home; empty where it writes for a whole country.
    town: &'static str,
    /// The first-level division of that; empty where the town is the country's largest of its name.
    division: &'static str,
    /// ISO 3166-1 alpha-2 code.
    country: &'static str,
}

/// Known outlets by address and by the letters of their names.
static KNOWN: LazyLock<FxHashMap<String, Known>> = LazyLock::new(|| {
    let mut known = FxHashMap::default();
    for line in include_str!("../../../../gazetteer/outlets.tsv").lines().filter(|line| !line.starts_with('#')) {
        if let [address, name, town, division, country] = *line.split('\t').collect::<Vec<_>>() {
            let outlet = Known { town, division, country };
            known.insert(address.to_owned(), outlet);
            known.insert(name_letters(name), outlet);
        }
    }
    known.remove("");
    known
});

/// The small letters of a name, without its article.
fn name_letters(name: &str) -> String {
    let letters = letters(name);
    letters.strip_prefix("the").map(str::to_owned).unwrap_or(letters)
}

fn known(outlet: &str, address: &str) -> Option<Known> {
    let by_name = || KNOWN.get(&name_letters(outlet));
    let ends = address.match_indices('.').map(|(dot, _)| &address[dot + 1..]);
    std::iter::once(address).chain(ends).find_map(|end| KNOWN.get(end)).or_else(by_name).copied()
}

/// The place where an outlet is at home.
fn row(known: Known, index: &Lookup) -> Option<Row> {
    let country = index.country(known.country)?;
    let division = index
        .find(known.division)
        .iter()
        .find(|row| row.precision == Precision::Admin1 && row.country == country)
        .map(|row| row.division);
    let fits = |row: &&Row| {
        row.precision == Precision::Settlement
            && row.country == country
            && (known.division.is_empty() || Some(row.division) == division)
    };
    index.find(known.town).iter().find(fits).copied()
}

/// The place with which a part of an address begins, where the rest of it is a newspaper's.
fn home(label: &str, index: &Lookup) -> Option<String> {
    let starts = std::iter::once(label).chain(BEFORE.iter().filter_map(|word| label.strip_prefix(word)));
    starts.filter(|start| start.len() >= SHORTEST && start.len() < 60).find_map(|start| {
        let ends = (SHORTEST..=start.len()).rev();
        let fits = |end: &usize| {
            let rest = &start[*end..];
            rest.is_empty() && start.len() == label.len()
                || AFTER.iter().chain(&AFTER_TOO).any(|word| rest.starts_with(word))
        };
        ends.filter(fits).map(|end| &start[..end]).find(|name| !index.find(name).is_empty()).map(str::to_owned)
    })
}

/// The small letters of a name.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_outlets_are_at_home_in_the_gazetteer() {
        let lookup = Lookup::new(Index::shipped().expect("built in"));
        let lines = include_str!("../../../../gazetteer/outlets.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut last = "";
        for line in lines {
            let [address, _, town, division, country] = *line.split('\t').collect::<Vec<_>>() else {
                panic!("{line}: not five columns");
            };
            assert!(last < address, "{line}: not in order");
            last = address;
            let known = Known { town, division, country };
            assert_eq!(row(known, &lookup).is_some(), !town.is_empty(), "{line}");
            assert!(lookup.country(country).is_some(), "{line}");
        }
    }

    #[test]
    fn outlets_are_known_by_name_and_by_address() {
        for (name, address, country) in
            [("Boston Globe", "", "US"), ("The Scotsman", "", "GB"), ("", "https://www.thehindu.com/a", "IN")]
        {
            let url = Some(address.to_owned()).filter(|url| !url.is_empty());
            let outlet = Some(name.to_owned()).filter(|name| !name.is_empty());
            let provenance = Provenance { outlet, url, ..Provenance::default() };
            let index = Lookup::new(Index::shipped().expect("built in"));
            assert_eq!(Outlet::of(&provenance, &index).country, index.country(country), "{name}{address}");
        }
    }
}
