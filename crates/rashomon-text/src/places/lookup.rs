//! The gazetteer as one report asks it: every name is looked up once.

use super::index::{Index, Row};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use std::cell::RefCell;
use std::rc::Rc;

/// The index with what it has answered so far.
pub(super) struct Lookup<'i> {
    index: &'i Index,
    answers: RefCell<FxHashMap<SmolStr, Rc<[Row]>>>,
}

/// Longer names are in no gazetteer, in bytes.
const LONGEST_NAME: usize = 200;

impl<'i> Lookup<'i> {
    pub fn new(index: &'i Index) -> Self {
        Self { index, answers: RefCell::default() }
    }

    /// The places of a name, the most populous first.
    pub fn find(&self, name: &str) -> Rc<[Row]> {
        if name.len() > LONGEST_NAME {
            return Rc::default();
        }
        let mut answers = self.answers.borrow_mut();
        if let Some(rows) = answers.get(name) {
            return rows.clone();
        }
        let rows: Rc<[Row]> = self.index.find(name).into();
        answers.insert(SmolStr::from(name), rows.clone());
        rows
    }

    /// What the gazetteer calls a place.
    pub fn name(&self, id: u32) -> SmolStr {
        self.index.name(id)
    }

    /// The ISO code of a country number.
    pub fn code(&self, country: u8) -> Option<SmolStr> {
        self.index.code(country)
    }

    /// The number of the country of an internet address's ending: "uk".
    pub fn country(&self, ending: &str) -> Option<u8> {
        let code = if ending.eq_ignore_ascii_case("uk") { "GB".to_owned() } else { ending.to_ascii_uppercase() };
        self.index.number(&code)
    }
}
