//! Names of persons, organisations, places and other things, and the entities they stand for.

mod dates;
mod entities;
mod fame;
pub mod features;
mod find;
mod heads;
mod lexical;
pub mod model;
mod parties;
mod reading;
mod roles;
pub mod tagger;
mod titles;
pub mod variants;

pub use features::Document;
pub use find::{find, recognise};
pub use reading::Reading;

pub use parties::{Country, Form, GroupKind, capital_of, countries, country_form, country_of, group_of};
pub use titles::{Denotes, TitleKind, full_title, is_role_noun, is_title, title_kind};

use crate::lexicon::Fault;
use crate::range::TextRange;
use smol_str::SmolStr;
use std::ops::Range;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A ministry, company, agency, party, army, outlet …
    Organisation,
    /// A country, region, town, river …
    Place,
    /// A nationality, religion or political group, as noun or adjective ("Norwegian", "Catholics").
    Group,
    /// A building, airport, bridge, road …
    Facility,
    /// A product, vehicle or weapon.
    Product,
    /// A storm, war, festival, operation …
    Event,
    /// A book, film, paper …
    Work,
    /// Anything else written as a name.
    Other,
}

/// One mention by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it stands, without title or article.
    pub range: TextRange,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it names.
    pub kind: NameKind,
    /// Index into [`crate::Layers::entities`].
    pub entity: usize,
}

/// One thing that a report names, over all variants of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its fullest name in the report, as written.
    pub name: SmolStr,
    /// What it is.
    pub kind: NameKind,
    /// Role tied to it: "Foreign Minister", "spokesman for the navy".
    pub role: Option<TextRange>,
}

/// What is wrong with the tables of this stage: countries, groups, titles, roles and
/// telling words of names.
pub fn check_lexicon() -> Vec<Fault> {
    let mut faults = parties::check_lexicon();
    faults.extend(titles::check_lexicon());
    faults.extend(heads::check_lexicon());
    faults
}

#[cfg(test)]
mod tests;
