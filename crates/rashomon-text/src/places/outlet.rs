//! What the name and the address of an outlet say of where it is at home: "karelmark-herald.co.uk".

use super::index::Index;
use super::lookup::Lookup;
use crate::report::Provenance;

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
        Self { letters: letters(outlet) + "|" + &letters(host), country, homes, english }
    }

    /// Whether the name of a place is part of the outlet's.
    pub fn is_called_after(&self, place: &str) -> bool {
        let letters = letters(place);
        letters.len() >= SHORTEST && self.letters.contains(&letters)
    }

    /// Whether an outlet whose address says no country may well be at home in one.
    pub fn is_at_home_in(&self, country: u8) -> bool {
        self.english.contains(&country)
    }
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
