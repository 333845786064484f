//! Places named in a report and where they lie.

pub mod build;
mod field;
mod focus;
pub mod index;
mod lookup;
mod mapped;
mod mentions;
mod outlet;
mod relative;
mod resolve;
mod trial;
mod walk;
mod weights;
mod words;

pub use mentions::{Mention, MentionKind, mentions};
pub use resolve::distance;
pub use trial::{Asked, Trial};
pub use weights::{SIGNS, Weights};
pub use words::{Division, PlaceType, Region, divisions, regions, type_of};

use crate::layer::Layer;
use crate::layers::Layers;
use crate::lexicon::Fault;
use crate::names::{self, Name, NameKind};
use crate::syntax::Relation;
use field::Field;
use index::{Index, Row};
use lookup::Lookup;
use outlet::Outlet;
use resolve::{Evidence, Request};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// What was found out about the places of a report so far.
#[derive(Default)]
struct Memory {
    /// Rows found, by name in small letters: later mentions need no evidence of their own.
    found: FxHashMap<String, Row>,
    /// What names by themselves, without type word or container, resolve to: always the same in one report.
    plain: FxHashMap<String, Option<Row>>,
}

/// How precisely a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A country.
    Country,
    /// A state, oblast, province.
    Admin1,
    /// A district, county.
    Admin2,
    /// A town or village.
    Settlement,
    /// A part of the world or of a country that is no division: a continent, a sea, an island.
    Region,
    /// In the index under no name, or under several that cannot be told apart.
    Unknown,
    /// As unknown, but the report says in which area it lies: the point is that area's.
    Within,
    /// As unknown, or without a name, but the report says how far from a known place it lies and in which direction.
    Offset,
}

impl Precision {
    /// Every value.
    pub const ALL: [Self; 8] = [
        Self::Country,
        Self::Admin1,
        Self::Admin2,
        Self::Settlement,
        Self::Region,
        Self::Unknown,
        Self::Within,
        Self::Offset,
    ];

    /// Its name in exports and cases.
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Admin1 => "admin1",
            Self::Admin2 => "admin2",
            Self::Settlement => "settlement",
            Self::Region => "region",
            Self::Unknown => "unknown",
            Self::Within => "within",
            Self::Offset => "offset",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.name() == name)
    }
}

/// A point on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Location {
    /// As a unit vector.
    pub(crate) fn on_sphere(self) -> [f64; 3] {
        let (latitude, longitude) = (self.latitude.to_radians(), self.longitude.to_radians());
        [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
    }
}

/// One mention of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Index into [`Layers::names`].
    pub name: usize,
    /// The gazetteer's name for it; as written where it is in none.
    pub canonical: SmolStr,
    /// Where it lies, if known.
    pub location: Option<Location>,
    /// How precisely.
    pub precision: Precision,
    /// ISO 3166-1 alpha-2 code of its country, if known.
    pub country: Option<SmolStr>,
    /// By which place it is found, where the gazetteer does not hold it.
    pub parent: Option<SmolStr>,
    /// Kilometres around the point within which it lies.
    pub radius: Option<f64>,
}

/// Longest distance between a place and the one that holds it, in tokens: "X, a small mountain village in the Y region".
const NEAR: usize = 8;

/// Resolves the names that are places (and groups to their countries); needs names, and words where they are
/// there. Names that act ("Oslo denied it") are left out.
pub fn find(layers: &Layers) -> Layer<Place> {
    resolved(layers, |name| !is_metonym(layers, name))
}

/// As [`find`], with the names that act: where they would lie.
pub fn locate(layers: &Layers) -> Layer<Place> {
    resolved(layers, |_| true)
}

fn resolved(layers: &Layers, is_location: impl Fn(&Name) -> bool) -> Layer<Place> {
    let Some(index) = Index::current() else { return Layer::default() };
    let index = &Lookup::new(index);
    let evidence = evidence_of(layers, index);
    let requests: Vec<Option<Request>> = layers.names.iter().map(|name| wanted(layers, index, name)).collect();
    let asked = requests.iter().flatten().map(|request| (request.clone(), resolve::rows(index, request)));
    let field = Field::of(index, &asked.collect::<Vec<_>>(), &evidence, &Weights::shipped().rank);
    let mut memory = Memory::default();
    let mut places = Vec::new();
    for (at, name) in layers.names.iter().enumerate() {
        let place = match name.kind {
            NameKind::Place if is_location(name) => {
                let request = requests[at].as_ref();
                Some(place_of(layers, index, (&evidence, &field), (at, request), &mut memory))
            }
            NameKind::Group => people_place(index, layers.words_of(name.tokens.clone()), at),
            _ => None,
        };
        places.extend(place);
    }
    relative::place(layers, &mut places, |name| holder(layers, name));
    Layer::new(places)
}

/// Whether a name is the subject of a verb of speaking or acting.
fn is_metonym(layers: &Layers, name: &Name) -> bool {
    let Some(word) = layers.words.get(name.tokens.end.saturating_sub(1)) else { return false };
    word.relation == Relation::Nsubj && words::is_metonym_verb(layers.lemma(word.head))
}

fn country_place(index: &Lookup, words: &str, name: usize) -> Option<Place> {
    let (country, _) = names::country_form(words)?;
    let wide = |row: &&Row| matches!(row.precision, Precision::Admin1 | Precision::Region);
    let row = country_row(index, &country.name).or_else(|| index.find(&country.name).iter().find(wide).copied())?;
    Some(Place { canonical: SmolStr::from(&country.name), ..found(index, row, name) })
}

/// Where a people lives: of a country, or of a region or division whose people have a name of their own.
fn people_place(index: &Lookup, words: &str, name: usize) -> Option<Place> {
    let of_area = |row: &&Row| matches!(row.precision, Precision::Region | Precision::Admin1);
    country_place(index, words, name)
        .or_else(|| index.find(words).iter().find(of_area).map(|row| found(index, *row, name)))
}

fn found(index: &Lookup, row: Row, name: usize) -> Place {
    Place {
        name,
        canonical: index.name(row.id),
        location: Some(row.location),
        precision: row.precision,
        country: index.code(row.country),
        parent: None,
        radius: Some(row.radius).filter(|&radius| radius > 0.0),
    }
}

/// What a name that may be a place asks of the gazetteer; none where it is a country by its words alone.
fn wanted(layers: &Layers, index: &Lookup, name: &Name) -> Option<Request> {
    (name.kind == NameKind::Place).then(|| request_of(layers, index, name))
}

fn place_of(
    layers: &Layers,
    index: &Lookup,
    (evidence, field): (&Evidence, &Field),
    (at, request): (usize, Option<&Request>),
    memory: &mut Memory,
) -> Place {
    let name = &layers.names[at];
    let words = layers.words_of(name.tokens.clone());
    if let Some(row) = request.and_then(|request| recall(request, (evidence, field), memory)) {
        return found(index, row, at);
    }
    if let Some(place) = country_place(index, words, at) {
        return place;
    }
    Place {
        name: at,
        canonical: SmolStr::from(words),
        location: None,
        precision: Precision::Unknown,
        country: None,
        parent: None,
        radius: None,
    }
}

/// The place that a request means, by itself or because the report was clear about it before.
fn recall(request: &Request, (evidence, field): (&Evidence, &Field), memory: &mut Memory) -> Option<Row> {
    let row = if request.is_plain() {
        let known = memory.plain.get(&request.name).copied();
        known.unwrap_or_else(|| {
            let row = resolve::resolve(request, evidence, field, Weights::shipped());
            memory.plain.insert(request.name.clone(), row);
            row
        })
    } else {
        resolve::resolve(request, evidence, field, Weights::shipped())
    };
    let key = request.name.to_lowercase();
    let row =
        row.or_else(|| memory.found.get(&key).copied().filter(|_| request.wanted.is_none() && !request.inside))?;
    memory.found.entry(key).or_insert(row);
    Some(row)
}

/// What the text around a name says of its place.
fn request_of(layers: &Layers, index: &Lookup, name: &Name) -> Request {
    let words = layers.words_of(name.tokens.clone());
    if let Some((town, holder)) = words.split_once(", ") {
        return Request { name: town.to_owned(), containers: holders(index, holder), ..Request::default() };
    }
    let TypeWords { own, after, before, village } = type_words(layers, name);
    let full = match (own, after) {
        (Some(_), _) => Some(words.to_owned()),
        (_, Some(_)) => Some(format!("{words} {}", shared_word(layers, name).unwrap_or(layers.text(name.tokens.end)))),
        _ => None,
    };
    let next = layers.names.partition_point(|other| other.tokens.start < name.tokens.end);
    let listed = is_listed(layers, name);
    let parts = listed || shared_word(layers, name).is_some();
    let containers = if parts { Vec::new() } else { containers(layers, index, name) };
    let inside = !containers.is_empty() && link(layers, name, next) == Link::In;
    Request {
        inside,
        within_area: !containers.is_empty() && is_area_only(layers, index, next),
        listed,
        village,
        name: if own.is_some() { stem(words).unwrap_or_else(|| words.to_owned()) } else { words.to_owned() },
        full,
        wanted: own.or(after).or(before),
        containers,
    }
}

/// Words in, after and before a name that say what sort of place it is.
struct TypeWords {
    own: Option<PlaceType>,
    after: Option<PlaceType>,
    before: Option<PlaceType>,
    /// Whether one of them is "village" or the like.
    village: bool,
}

impl TypeWords {
    /// Whether they say that it is a division.
    fn is_area(&self) -> bool {
        let area = |word| matches!(word, Some(PlaceType::Admin1 | PlaceType::Admin2));
        area(self.own) || area(self.after)
    }
}

fn type_words(layers: &Layers, name: &Name) -> TypeWords {
    let words = layers.words_of(name.tokens.clone());
    TypeWords {
        own: words.rsplit(' ').next().filter(|word| *word != words).and_then(words::type_of),
        after: type_after(layers, name.tokens.end)
            .filter(|kind| !is_of_body(layers, name.tokens.end, *kind))
            .or_else(|| shared_type(layers, name)),
        before: type_before(layers, name.tokens.start),
        village: is_village(layers, name.tokens.start),
    }
}

/// "Sonoma, Napa and Marin counties": the type word that a name shares with those after it.
fn shared_type(layers: &Layers, name: &Name) -> Option<PlaceType> {
    shared_word(layers, name).and_then(words::type_of)
}

/// That word, as of one.
fn shared_word<'l>(layers: &'l Layers, name: &Name) -> Option<&'l str> {
    let mut at = layers.names.partition_point(|other| other.tokens.start < name.tokens.start);
    let mut end = layers.names.get(at)?.tokens.end;
    for number in 0..LONGEST_LIST {
        if let Some(word) = layers.tokens.get(end).and_then(|_| words::of_several(layers.text(end))) {
            return Some(word).filter(|_| number > 0 || shares_before(layers, at));
        }
        at += 1;
        let next = layers.names.get(at)?;
        let between = end..next.tokens.start;
        if !(1..=2).contains(&between.len()) || !between.clone().all(|at| matches!(layers.text(at), "," | "and" | "or"))
        {
            return None;
        }
        end = next.tokens.end;
    }
    None
}

/// Whether a name is the last of a list: "Napa and SONOMA counties", but not "the Sonoma counties".
fn shares_before(layers: &Layers, at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| layers.names[before].tokens.end..layers.names[at].tokens.start);
    before.is_some_and(|mut between| {
        (1..=2).contains(&between.len()) && between.all(|at| matches!(layers.text(at), "," | "and" | "or"))
    })
}

/// Names at most that share one type word.
const LONGEST_LIST: usize = 24;

/// The type word at a token.
fn type_after(layers: &Layers, token: usize) -> Option<PlaceType> {
    layers.tokens.get(token).and_then(|_| words::type_of(layers.text(token)))
}

/// Whether a type word after a name begins or goes on with the name of a body: "the Oslo City Council", "Oslo State
/// University", "the Norway Highway Patrol"; but "the Sonoma County Jail".
fn is_of_body(layers: &Layers, token: usize, kind: PlaceType) -> bool {
    let capital = |token: usize| {
        layers.tokens.get(token).is_some_and(|_| layers.text(token).starts_with(|letter: char| letter.is_uppercase()))
    };
    kind != PlaceType::Admin2 && capital(token) && capital(token + 1)
}

/// "the village of X", "the village X".
fn is_village(layers: &Layers, start: usize) -> bool {
    let word = |back: usize| start.checked_sub(back).is_some_and(|at| words::is_small(layers.text(at)));
    word(1) || word(2) && layers.text(start - 1) == "of"
}

/// "the village of X", "the town X": the type word before a name.
fn type_before(layers: &Layers, start: usize) -> Option<PlaceType> {
    let word = |back: usize| start.checked_sub(back).map(|at| layers.text(at));
    let known = |word: Option<&str>| word.and_then(words::type_of);
    if word(1) == Some("of") { known(word(2)) } else { known(word(1)).filter(|_| word(2) != Some("of")) }
}

/// The places that a following name says hold this one: "X, Y" and "X in the Y region".
fn containers(layers: &Layers, index: &Lookup, name: &Name) -> Vec<Row> {
    let next = layers.names.partition_point(|other| other.tokens.start < name.tokens.end);
    match link(layers, name, next) {
        Link::None => Vec::new(),
        _ => holders(index, layers.words_of(layers.names[next].tokens.clone())),
    }
}

/// The name that holds one which the gazetteer does not know, if the report says so.
fn holder(layers: &Layers, name: usize) -> Option<usize> {
    let linked = match link(layers, layers.names.get(name)?, name + 1) {
        Link::None => false,
        Link::In => true,
        Link::Comma => is_wide(layers, name + 1),
    };
    linked.then_some(name + 1)
}

/// Whether a name is a country's or a first-level division's first of all: "Norway", "Texas", "Ala.".
fn is_wide(layers: &Layers, name: usize) -> bool {
    let Some(words) = layers.names.get(name).map(|name| layers.words_of(name.tokens.clone())) else { return false };
    let wide = |row: &Row| matches!(row.precision, Precision::Country | Precision::Admin1);
    names::country_form(words).is_some_and(|(_, form)| form == names::Form::Name)
        || Index::current().is_some_and(|index| index.find(words).first().is_some_and(wide))
}

/// Whether a name stands with countries and divisions beside it in a list, where none holds the one before it:
/// "Norway, Sweden and Denmark".
fn is_listed(layers: &Layers, name: &Name) -> bool {
    let at = layers.names.partition_point(|other| other.tokens.start < name.tokens.start);
    let joined = |left: usize| {
        let (Some(left), Some(right)) = (layers.names.get(left), layers.names.get(left + 1)) else { return false };
        let between = left.tokens.end..right.tokens.start;
        (1..=3).contains(&between.len()) && between.clone().all(|at| matches!(layers.text(at), "," | "and" | "or"))
    };
    let wide = |name: usize| is_wide(layers, name);
    wide(at)
        && joined(at)
        && wide(at + 1)
        && (joined(at + 1) && wide(at + 2) || at.checked_sub(1).is_some_and(|before| joined(before) && wide(before)))
}

/// Whether a name can be nothing but a country or a first-level division, and is no part of a list: not "New York".
fn is_area_only(layers: &Layers, index: &Lookup, name: usize) -> bool {
    let Some(area) = layers.names.get(name) else { return false };
    let city = |row: &Row| row.precision == Precision::Settlement && row.population >= KNOWN_BY_ITSELF;
    let joined =
        layers.tokens.get(area.tokens.end).is_some_and(|_| matches!(layers.text(area.tokens.end), "and" | "or"));
    is_wide(layers, name) && !joined && !index.find(layers.words_of(area.tokens.clone())).iter().any(city)
}

/// How a name is tied to the one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// Not at all.
    None,
    /// "X, Y": Y may hold X, or both stand in a list.
    Comma,
    /// "X in Y", "X, a village in Y", "X, Y District": Y holds X.
    In,
}

fn link(layers: &Layers, name: &Name, next: usize) -> Link {
    let Some(other) = layers.names.get(next).filter(|other| other.tokens.start <= name.tokens.end + NEAR) else {
        return Link::None;
    };
    let between = name.tokens.end..other.tokens.start;
    let same_sentence = layers.sentence_at(name.tokens.start) == layers.sentence_at(other.tokens.start);
    if between.is_empty() || !same_sentence || !matches!(other.kind, NameKind::Place | NameKind::Group) {
        return Link::None;
    }
    let adjective = other.kind == NameKind::Group;
    let word = |at: usize| layers.text(at);
    let plain = between.clone().all(|at| matches!(word(at), "," | "in" | "the" | "of"));
    let described = between.clone().all(|at| word(at) == "in" || relative::is_filler(layers, at));
    let inside = between.clone().any(|at| word(at) == "in");
    match () {
        () if adjective => {
            if plain {
                Link::Comma
            } else {
                Link::None
            }
        }
        () if inside && (plain || described) => Link::In,
        () if plain && type_words(layers, other).is_area() => Link::In,
        () if plain => Link::Comma,
        () => Link::None,
    }
}

/// The countries and divisions of a name.
fn holders(index: &Lookup, words: &str) -> Vec<Row> {
    let country = names::country_form(words).map(|(country, _)| country.name.as_str());
    let mut rows = index.find(country.unwrap_or(words)).to_vec();
    rows.retain(|row| match country {
        Some(_) => matches!(row.precision, Precision::Country | Precision::Admin1),
        None => row.precision != Precision::Settlement,
    });
    rows
}

/// Which countries and divisions a report speaks of.
fn evidence_of(layers: &Layers, index: &Lookup) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.outlet = Outlet::of(layers.report.provenance(), index);
    for mention in mentions(layers) {
        let words = layers.excerpt(mention.range).text();
        if mention.kind == MentionKind::Street || rivals(index, words).next().is_some() {
            continue;
        }
        let country = names::country_form(words).and_then(|(country, _)| country_row(index, &country.name));
        if let Some(place) = country {
            evidence.add(words, place.country, None, 2.0);
            continue;
        }
        let rows = index.find(words);
        let large = |row: &&Row| row.population >= KNOWN_BY_ITSELF && row.precision != Precision::Country;
        if let Some(row) = rows.first().filter(large) {
            evidence.add(words, row.country, Some(row.division), 1.0);
        }
    }
    evidence
}

/// From so many people on a place tells which country a report speaks of.
const KNOWN_BY_ITSELF: f64 = 400_000.0;

/// Large divisions of other countries that share their name with a country.
fn rivals(index: &Lookup, words: &str) -> impl Iterator<Item = Row> {
    let rows = index.find(words);
    let country = rows.iter().find(|row| row.precision == Precision::Country).map(|row| row.country);
    let large = |row: &Row| row.precision == Precision::Admin1 && row.population >= KNOWN_BY_ITSELF;
    let count = if country.is_some() { rows.len() } else { 0 };
    (0..count).map(move |at| rows[at]).filter(move |row| large(row) && country != Some(row.country))
}

fn country_row(index: &Lookup, name: &str) -> Option<Row> {
    index.find(name).iter().find(|row| row.precision == Precision::Country).copied()
}

/// A name without the word that says what sort of place it is: "Velmora Oblast" → "Velmora". Also used when
/// the gazetteer is made, so that both sides agree.
pub fn stem(name: &str) -> Option<String> {
    let (head, last) = name.rsplit_once(' ')?;
    if words::type_of(last).is_some() {
        return Some(head.to_owned());
    }
    let (first, tail) = name.split_once(' ')?;
    words::type_of(first)?;
    Some(tail.strip_prefix("of ").unwrap_or(tail).to_owned())
}

/// Whether a word of a report says of a place beside it that it is of a type.
fn states_type(layers: &Layers, word: &str, wanted: PlaceType) -> bool {
    let states = |name: &Name| {
        let around = name.tokens.start.saturating_sub(2)..(name.tokens.end + 1).min(layers.tokens.len());
        let found = type_words(layers, name);
        around.clone().any(|token| layers.text(token).eq_ignore_ascii_case(word))
            && found.own.or(found.after).or(found.before) == Some(wanted)
    };
    layers.names.iter().filter(|name| name.kind == NameKind::Place).any(states)
}

/// Whether a report has a place name that acts, as the subject of a verb.
fn acts(layers: &Layers, lemma: &str) -> bool {
    let acts = |name: &Name| is_metonym(layers, name) && layers.lemma(verb_of(layers, name)) == lemma;
    layers.names.iter().filter(|name| name.kind == NameKind::Place).any(acts)
}

fn verb_of(layers: &Layers, name: &Name) -> usize {
    layers.words[name.tokens.end.saturating_sub(1)].head
}

/// What is wrong with the tables of this stage.
pub fn check_lexicon() -> Vec<Fault> {
    words::check_lexicon(states_type, acts)
}

#[cfg(test)]
mod tests;
