//! Entities of a report that are one person, though the names were read apart: a surname taken for a place, a headline
//! in capitals, an acronym before its words.

use rashomon_text::Layers;
use rashomon_text::names::variants::{abbreviates, is_acronym};
use rashomon_text::names::{Entity, NameKind, capital_of, country_of};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A surname of so many persons or fewer is followed; it bounds the work on endless lists.
const NAMESAKES: usize = 16;

/// So many bodies and acronyms are compared at most.
const BODIES: usize = 200;

/// For each entity the one that it is, mostly itself. `named` holds how often each is named.
pub(super) fn same(layers: &Layers, named: &[u32]) -> Vec<usize> {
    let mut same: Vec<usize> = (0..layers.entities.len()).collect();
    let persons = persons(layers);
    headlines(layers, &persons, &mut same);
    acronyms(layers, &mut same);
    let mut times = vec![0; same.len()];
    for (at, one) in layers.entities.iter().enumerate().filter(|(_, one)| is_full(one)) {
        if same[at] == at {
            same[at] = persons[&one.name];
        }
        times[same[at]] += named[at];
    }
    let mut by_surname: FxHashMap<&str, Vec<(usize, u32)>> = FxHashMap::default();
    for (at, one) in layers.entities.iter().enumerate().filter(|(at, one)| is_full(one) && same[*at] == *at) {
        let known = by_surname.entry(one.name.rsplit(' ').next().unwrap_or_default()).or_default();
        if known.len() < NAMESAKES {
            known.push((at, times[at]));
        }
    }
    let surnames = layers.entities.iter().enumerate().filter(|(_, one)| may_be_surname(one));
    for (at, one) in surnames {
        let person = by_surname.get(one.name.as_str()).and_then(|full| most_named(full));
        let body = one.kind == NameKind::Organisation;
        if let Some(person) = person.filter(|&person| !body || times[person] > 1) {
            same[at] = person;
        }
    }
    same
}

/// Ties "IRA", should it stand before its words, to the one body whose words it abbreviates.
fn acronyms(layers: &Layers, same: &mut [usize]) {
    let bodies: Vec<(usize, Vec<&str>)> = layers
        .entities
        .iter()
        .enumerate()
        .filter(|(_, one)| one.kind == NameKind::Organisation && one.name.contains(' '))
        .map(|(at, one)| (at, one.name.split(' ').collect()))
        .take(BODIES)
        .collect();
    for (at, one) in layers.entities.iter().enumerate().filter(|(_, one)| is_acronym(&one.name)).take(BODIES) {
        let mut full = bodies.iter().filter(|(_, words)| abbreviates(&one.name, words));
        if let (Some((body, _)), None, true) = (full.next(), full.next(), one.kind != NameKind::Person) {
            same[at] = *body;
        }
    }
}

/// Persons named in full, by name.
fn persons<'a>(layers: &'a Layers) -> FxHashMap<&'a SmolStr, usize> {
    let full = layers.entities.iter().enumerate().filter(|(_, one)| is_full(one));
    let mut persons = FxHashMap::default();
    full.for_each(|(at, one)| {
        persons.entry(&one.name).or_insert(at);
    });
    persons
}

fn is_full(entity: &Entity) -> bool {
    entity.kind == NameKind::Person && entity.name.contains(' ')
}

/// Ties "Jane Doe Slams Port", a headline read as a person's name, to the person whose name it opens on.
fn headlines(layers: &Layers, persons: &FxHashMap<&SmolStr, usize>, same: &mut [usize]) {
    for (at, one) in layers.entities.iter().enumerate().filter(|(_, one)| is_full(one)) {
        let mut ends = one.name.match_indices(' ').map(|(end, _)| end).skip(1);
        let opening = ends.find_map(|end| persons.get(&SmolStr::new(&one.name[..end])));
        if let Some(&person) = opening {
            same[at] = person;
        }
    }
}

/// Whether an entity is one word that may be somebody's surname: no country and no capital.
fn may_be_surname(entity: &Entity) -> bool {
    let name = entity.name.as_str();
    let kind = !matches!(entity.kind, NameKind::Group | NameKind::Event);
    kind && !name.contains(' ') && country_of(name).is_none() && capital_of(name).is_none()
}

/// The one of several that is named most, if one is.
fn most_named(full: &[(usize, u32)]) -> Option<usize> {
    let (person, times) = *full.iter().max_by_key(|(at, times)| (*times, std::cmp::Reverse(*at)))?;
    full.iter().all(|(at, other)| *at == person || *other < times).then_some(person)
}
