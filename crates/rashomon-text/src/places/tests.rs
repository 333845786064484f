//! The whole stage on sentences of our own.

use super::*;
use crate::report::{Provenance, Report};

/// The places of a text that the gazetteer does not hold, as "canonical precision parent".
fn relative_places(text: &str) -> Vec<String> {
    let report = Report::new("t", text, Provenance::default());
    let places = find(&Layers::of(&report));
    let line = |place: &Place| Some(format!("{} {:?} {}", place.canonical, place.precision, place.parent.as_deref()?));
    places.iter().filter_map(line).collect()
}

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
        // FIXME Georgia after a town of its own is the state; alone, one town is too little to overrule the country.
        ("A mill burned in Rome, Georgia, on Monday.", vec!["Rome Settlement US", "Georgia Country GE"]),
        (
            "Shares fell in London, said a bank in Houston, Texas.",
            vec!["London Settlement GB", "Houston Settlement US", "Texas Admin1 US"],
        ),
        ("Snow fell on Osaka and Tokyo.", vec!["Osaka Settlement JP", "Tokyo Settlement JP"]),
        ("Armenia and Georgia signed it.", vec!["Armenia Country AM", "Georgia Country GE"]),
        ("Palestinian farmers lost their crops.", vec!["Palestine Country PS"]),
    ] {
        assert_eq!(places(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_held_is_never_placed_at_a_namesake() {
    for (text, expected) in [
        ("They fled the village of Springfield in Norway.", vec!["Springfield Within Norway"]),
        ("Shells fell on Zarnovik, a small village in Texas.", vec!["Zarnovik Within Texas"]),
        ("Shells fell on the village of Zarnovik, 40 km north of Trondheim.", vec!["Zarnovik Offset Trondheim"]),
        (
            "Three people died 12 miles south-west of Trondheim in Norway.",
            vec!["12 miles south-west of Trondheim Offset Trondheim"],
        ),
        ("Two died in the village of Zarnovik near Trondheim.", vec!["Zarnovik Offset Trondheim"]),
        ("A train burned near Trondheim in Norway.", vec![]),
    ] {
        assert_eq!(relative_places(text), expected, "{text}");
    }
}

#[test]
fn a_distance_and_a_direction_give_a_point() {
    let report = Report::new("t", "A mine exploded 40 km north of Trondheim on Friday.", Provenance::default());
    let place = find(&Layers::of(&report)).first().cloned().expect("placed");
    let expected = Location { latitude: 63.79, longitude: 10.4 };
    assert!(place.location.is_some_and(|at| distance(at, expected) < 5.0), "{place:?}");
    assert!(place.radius.is_some_and(|radius| (10.0..25.0).contains(&radius)), "{place:?}");
}

#[test]
fn buildings_and_translations_are_no_towns() {
    for text in ["The White House in Washington denied it.", "They spoke at the White House on Monday."] {
        let found: Vec<String> = places(text).into_iter().filter(|place| place.contains("House")).collect();
        assert!(found.iter().all(|place| place == "White House Unknown -"), "{text}: {found:?}");
        assert!(!places(text).iter().any(|place| place.contains("Casablanca")), "{text}");
    }
}

/// The words of a text that name places.
fn mentioned(text: &str) -> Vec<String> {
    let report = Report::new("t", text, Provenance::default());
    let layers = Layers::of(&report);
    mentions(&layers).iter().map(|mention| layers.excerpt(mention.range).text().to_owned()).collect()
}

#[test]
fn places_inside_other_names_are_mentioned() {
    for (text, expected) in [
        ("Rain fell in northern Norway on Monday.", vec!["Norway"]),
        ("She spoke for the Texas Department of Transportation in Austin.", vec!["Texas", "Austin"]),
        ("Rain fell in South Africa on Monday.", vec!["South Africa"]),
    ] {
        assert_eq!(mentioned(text), expected, "{text}");
    }
}
