//! Places named in a report and where they lie.

use crate::layer::Layer;
use crate::layers::Layers;
use smol_str::SmolStr;

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
    /// In the index under no name, or under several that cannot be told apart.
    Unknown,
}

/// A point on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
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
}

/// Resolves the names that are places (and groups to their countries); needs names.
pub fn find(layers: &Layers) -> Layer<Place> {
    let _ = layers;
    Layer::default()
}
