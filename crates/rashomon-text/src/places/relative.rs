//! Places that the gazetteer does not hold, by what the report says of them: "the village of X in the Y district",
//! "X, 5 km north of Z", and places without a name, "5 km north of Z".

use super::words::{self, PlaceType};
use super::{Location, Place, Precision};
use crate::layers::Layers;
use crate::quantities::{Quantity, QuantityKind};
use crate::syntax::Upos;
use smol_str::SmolStr;

/// Kilometres around the place beside which something is only said to be near.
const NEAR: f64 = 20.0;
/// Of a distance, how far its direction may be off.
const SLACK: f64 = 0.25;
/// Metres beyond which a distance does not say where something is.
const FARTHEST: f64 = 300_000.0;
/// Words at most between a name and what says where it lies.
const REACH: usize = 8;

/// What stands between a name and the place by which it is found.
const COMPASS: [(&str, [f64; 2]); 8] = [
    ("north", [0.0, 1.0]),
    ("east", [1.0, 0.0]),
    ("south", [0.0, -1.0]),
    ("west", [-1.0, 0.0]),
    ("northeast", [1.0, 1.0]),
    ("southeast", [1.0, -1.0]),
    ("southwest", [-1.0, -1.0]),
    ("northwest", [-1.0, 1.0]),
];

/// How far away, and in which direction as degrees east and north of it.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// First token of the words that say so.
    start: usize,
    kilometres: f64,
    direction: Option<[f64; 2]>,
}

/// Gives what is unknown a parent and a radius, the last first: one may lie in the next. `holder` says which name of
/// the report holds another, by their numbers.
pub(super) fn place(layers: &Layers, places: &mut [Place], holder: impl Fn(usize) -> Option<usize>) {
    for at in (0..places.len()).rev() {
        let known = places[at].location.is_some();
        if let Some(way) = known.then(|| way_before(layers, places[at].name)).flatten() {
            offset(layers, places, at, way);
        }
        let place = &places[at];
        if place.location.is_none() && place.precision == Precision::Unknown {
            let parent = holder(place.name).and_then(|name| places.get(at + 1).filter(|next| next.name == name));
            let parent = parent.filter(|parent| parent.location.is_some());
            let within = parent.map(|parent| Place {
                location: parent.location,
                precision: Precision::Within,
                country: parent.country.clone(),
                parent: Some(parent.parent.clone().unwrap_or_else(|| parent.canonical.clone())),
                radius: parent.radius,
                ..place.clone()
            });
            places[at] = within.unwrap_or_else(|| place.clone());
        }
    }
}

/// Puts the unknown name before the words of distance there; without one, what is there has no name.
fn offset(layers: &Layers, places: &mut [Place], at: usize, way: Way) {
    let base = places[at].clone();
    let towns = matches!(base.precision, Precision::Settlement | Precision::Admin2);
    let Some(from) = base.location.filter(|_| towns) else { return };
    let reach = base.radius.unwrap_or_default();
    let (location, radius) = match way.direction {
        Some(direction) => (moved(from, direction, way.kilometres), reach + SLACK * way.kilometres),
        None => (from, reach + way.kilometres),
    };
    let found = |place: &Place, canonical: SmolStr| Place {
        name: place.name,
        canonical,
        location: Some(location),
        precision: Precision::Offset,
        country: base.country.clone(),
        parent: Some(base.canonical.clone()),
        radius: Some(radius.max(1.0)),
    };
    match at.checked_sub(1).filter(|&before| leads_to(layers, places[before].name, way.start)) {
        Some(before) if places[before].location.is_none() => {
            places[before] = found(&places[before], places[before].canonical.clone());
        }
        Some(_) => {}
        // Near a town is as good as in it.
        None if layers.text(way.start) == "near" => {}
        None => {
            let end = layers.names.get(base.name).map_or(way.start, |name| name.tokens.end);
            places[at] = found(&base, SmolStr::from(layers.words_of(way.start..end)));
        }
    }
}

/// The distance and direction in front of a name: "5 km north of".
fn way_before(layers: &Layers, name: usize) -> Option<Way> {
    let mut at = layers.names.get(name)?.tokens.start;
    let word = |at: usize| at.checked_sub(1).map_or("", |at| layers.text(at));
    if word(at) == "of" && at >= 3 && words::type_of(layers.text(at - 2)).is_some() && layers.text(at - 3) == "the" {
        at -= 3;
    }
    if word(at) == "near" {
        return Some(Way { start: at - 1, kilometres: NEAR, direction: None });
    }
    if !matches!(word(at), "of" | "from") {
        return None;
    }
    at -= 1;
    let (start, direction) = direction_before(layers, at);
    let away = if matches!(word(start), "away") { start - 1 } else { start };
    let distance = length_before(layers, away)?;
    let metres = distance.value.low.or(distance.value.high)?;
    let kilometres = metres.clamp(0.0, FARTHEST) / 1000.0;
    (metres <= FARTHEST).then_some(Way { start: distance.tokens.start, kilometres, direction })
}

/// Where the words of a direction start that end before a token, and what they come to.
fn direction_before(layers: &Layers, end: usize) -> (usize, Option<[f64; 2]>) {
    let (mut at, mut sum, mut any) = (end, [0.0, 0.0], false);
    while let Some(before) = at.checked_sub(1) {
        let word = layers.text(before).replace('-', "").to_lowercase();
        let known = COMPASS.iter().find(|(name, _)| *name == word);
        match known {
            Some((_, [east, north])) => (sum, any) = ([sum[0] + east, sum[1] + north], true),
            None if any && layers.text(before) == "-" => {}
            None => break,
        }
        at = before;
    }
    let to_the = any && at >= 2 && layers.text(at - 1) == "the" && layers.text(at - 2) == "to";
    (if to_the { at - 2 } else { at }, any.then_some(sum))
}

/// The length whose words end before a token.
fn length_before<'a>(layers: &'a Layers, end: usize) -> Option<&'a Quantity> {
    let next = layers.quantities.partition_point(|quantity| quantity.tokens.start < end);
    let found = layers.quantities.get(next.checked_sub(1)?)?;
    (found.tokens.end == end && found.unit == "m" && found.kind == QuantityKind::Physical).then_some(found)
}

/// Whether nothing but "a village some" stands between a name and a token of its sentence.
fn leads_to(layers: &Layers, name: usize, token: usize) -> bool {
    let Some(end) = layers.names.get(name).map(|name| name.tokens.end) else { return false };
    end <= token
        && token - end <= REACH
        && layers.sentence_at(end.saturating_sub(1)) == layers.sentence_at(token)
        && (end..token).all(|at| is_filler(layers, at))
}

/// Words of a description that say nothing of where it is: ", a small mountain village".
pub(super) fn is_filler(layers: &Layers, token: usize) -> bool {
    matches!(
        layers.text(token),
        "," | "("
            | "a"
            | "an"
            | "the"
            | "about"
            | "some"
            | "just"
            | "roughly"
            | "located"
            | "situated"
            | "lying"
            | "around"
    ) || layers.upos(token) == Upos::Adj
        || words::type_of(layers.text(token)) == Some(PlaceType::Settlement)
}

/// The point so many kilometres away.
fn moved(from: Location, [east, north]: [f64; 2], kilometres: f64) -> Location {
    let length = (east * east + north * north).sqrt();
    if length == 0.0 {
        return from;
    }
    let degrees = kilometres / 111.2 / length;
    let shrink = from.latitude.to_radians().cos().max(0.01);
    let latitude = (from.latitude + north * degrees).clamp(-90.0, 90.0);
    let longitude = (from.longitude + east * degrees / shrink + 540.0).rem_euclid(360.0) - 180.0;
    let round = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
    Location { latitude: round(latitude), longitude: round(longitude) }
}
