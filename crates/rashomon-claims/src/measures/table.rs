//! The measures and the words that trigger them.

use super::classes::Classes;
use super::{Accumulation, Measure};
use rashomon_text::lexicon;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// File of the measures.
pub(super) const FILE: &str = "measures.toml";

/// How a trigger word and the counted stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// A verb with the counted as object, or as subject of its passive.
    Object,
    /// A verb with the counted as subject.
    Subject,
    /// A verb and preposition before the counted.
    Oblique,
    /// A counted noun that says the measure itself.
    Noun,
    /// A noun for those to whom it happened.
    Bearer,
    /// A noun or adjective that a figure belongs to.
    Of,
    /// A state of the counted.
    State,
}

/// One way to say a measure.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    /// Index of the measure.
    pub(crate) measure: usize,
    /// Words that must follow the first.
    pub(crate) rest: Vec<SmolStr>,
    /// What it may count.
    pub(crate) classes: Classes,
}

/// The measures, sorted by id, and their triggers by role and first word.
pub(crate) struct Table {
    pub(crate) measures: Vec<Measure>,
    pub(super) entries: Vec<Row>,
    triggers: FxHashMap<SmolStr, Vec<(Role, Trigger)>>,
    defaults: Vec<(Classes, usize)>,
    takes: Vec<Classes>,
    pub(super) carriers: Vec<Carrier>,
    pub(super) irregular: Vec<Irregular>,
}

impl Table {
    /// The best trigger of a word in a role: `follows` says whether further words are there. The
    /// longest phrase wins, then the measure that knows most of the classes, then the first.
    pub(crate) fn find(
        &self,
        role: Role,
        word: &str,
        counted: Classes,
        follows: impl Fn(&[SmolStr]) -> bool,
    ) -> Option<usize> {
        let triggers = self.triggers.get(word)?;
        let fits = |trigger: &&Trigger| trigger.classes.shared(counted) > 0 && follows(&trigger.rest);
        let rank = |trigger: &&Trigger| {
            let named = if counted == Classes::ANY { 0 } else { trigger.classes.shared(counted) };
            (trigger.rest.len(), if trigger.classes == Classes::ANY { 1 } else { named }, usize::MAX - trigger.measure)
        };
        let of_role = triggers.iter().filter(|(known, _)| *known == role).map(|(_, trigger)| trigger);
        of_role.filter(fits).max_by_key(rank).map(|trigger| trigger.measure)
    }

    /// Whether a verb only moves a figure that belongs to its subject or object: "the toll rose to 126".
    pub(crate) fn carries(&self, verb: &str) -> bool {
        self.carriers.iter().any(|carrier| carrier.verbs.binary_search_by(|known| known.as_str().cmp(verb)).is_ok())
    }

    /// Whether figures of a measure may count such things.
    pub(crate) fn takes(&self, measure: usize, counted: Classes) -> bool {
        self.takes[measure].shared(counted) > 0
    }

    /// The dictionary form of a verb by its form, where the form tells: "fled", "employs", "killing".
    pub(crate) fn verb_of(&self, form: &str) -> Option<SmolStr> {
        let irregular = self.irregular.iter().find_map(|table| table.forms.get(form));
        irregular.cloned().or_else(|| regular(form).into_iter().flatten().find(|lemma| self.is_verb(lemma)))
    }

    fn is_verb(&self, lemma: &str) -> bool {
        let roles = [Role::Object, Role::Subject];
        self.triggers.get(lemma).is_some_and(|all| all.iter().any(|(role, _)| roles.contains(role)))
    }

    /// What things of these classes are measured as where no word says it.
    pub(crate) fn default(&self, counted: Classes) -> Option<usize> {
        self.defaults.iter().find(|(classes, _)| classes.shared(counted) > 0).map(|&(_, at)| at)
    }
}

/// One measure as the table has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) id: SmolStr,
    label: SmolStr,
    #[serde(default)]
    within: Vec<SmolStr>,
    accumulation: Accumulation,
    #[serde(default)]
    owner: bool,
    #[serde(default)]
    classes: Vec<SmolStr>,
    #[serde(default)]
    object: Vec<SmolStr>,
    #[serde(default)]
    subject: Vec<SmolStr>,
    #[serde(default)]
    oblique: Vec<SmolStr>,
    #[serde(default)]
    nouns: Vec<SmolStr>,
    #[serde(default)]
    bearers: Vec<SmolStr>,
    #[serde(default)]
    of: Vec<SmolStr>,
    #[serde(default)]
    states: Vec<SmolStr>,
    #[serde(default)]
    default: Vec<SmolStr>,
    yes: Vec<String>,
    no: Vec<String>,
}

rashomon_text::entry!(Row, id);

impl Row {
    /// Its trigger phrases by role.
    fn phrases(&self) -> [(Role, &[SmolStr]); 7] {
        [
            (Role::Object, &self.object),
            (Role::Subject, &self.subject),
            (Role::Oblique, &self.oblique),
            (Role::Noun, &self.nouns),
            (Role::Bearer, &self.bearers),
            (Role::Of, &self.of),
            (Role::State, &self.states),
        ]
    }

    /// Names of classes and measures that it refers to.
    pub(super) fn references(&self) -> (impl Iterator<Item = &SmolStr>, &[SmolStr]) {
        (self.classes.iter().chain(&self.default), &self.within)
    }

    fn classes(&self) -> Classes {
        let named = |sum: Classes, name: &SmolStr| sum.or(Classes::named(name).unwrap_or(Classes::NONE));
        if self.classes.is_empty() { Classes::ANY } else { self.classes.iter().fold(Classes::NONE, named) }
    }

    fn measure(&self) -> Measure {
        Measure {
            id: self.id.clone(),
            label: self.label.clone(),
            within: self.within.clone(),
            accumulation: self.accumulation,
            owner: self.owner,
        }
    }
}

/// Verbs that say nothing of their own about a figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Carrier {
    id: SmolStr,
    verbs: Vec<SmolStr>,
    yes: Vec<String>,
    no: Vec<String>,
}

rashomon_text::entry!(Carrier, id);

/// The dictionary forms that a regular form may have.
fn regular(form: &str) -> [Option<SmolStr>; 3] {
    let endings = [("ies", "y"), ("ied", "y"), ("es", "e"), ("s", ""), ("ed", "e"), ("ing", "e")];
    let found = endings.into_iter().find_map(|(end, stem)| Some((form.strip_suffix(end)?, stem)));
    let Some((stem, letter)) = found else { return [None, None, None] };
    let undoubled = stem.char_indices().next_back().filter(|(at, last)| stem[..*at].ends_with(*last));
    [
        Some(format_smolstr!("{stem}{letter}")),
        Some(SmolStr::new(stem)),
        undoubled.map(|(at, _)| SmolStr::new(&stem[..at])),
    ]
}

/// Forms of verbs that no rule makes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Irregular {
    id: SmolStr,
    forms: BTreeMap<SmolStr, SmolStr>,
    yes: Vec<String>,
    no: Vec<String>,
}

rashomon_text::entry!(Irregular, id);

/// The table of `lexicon/measures.toml`.
pub(crate) fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("../../../../lexicon/measures.toml");
        build(
            lexicon::load(FILE, text, "measure"),
            lexicon::load(FILE, text, "carrier"),
            lexicon::load(FILE, text, "irregular"),
        )
    })
}

fn build(entries: Vec<Row>, mut carriers: Vec<Carrier>, irregular: Vec<Irregular>) -> Table {
    let mut triggers: FxHashMap<SmolStr, Vec<(Role, Trigger)>> = FxHashMap::default();
    let mut defaults = Vec::new();
    for (measure, row) in entries.iter().enumerate() {
        let classes = row.classes();
        for (role, phrases) in row.phrases() {
            for phrase in phrases {
                let (phrase, classes) = match phrase.split_once('@') {
                    Some((phrase, class)) => (phrase, Classes::named(class).unwrap_or(Classes::NONE)),
                    None => (phrase.as_str(), classes),
                };
                let mut words = phrase.split_whitespace().map(SmolStr::new);
                let first = words.next().unwrap_or_default();
                triggers.entry(first).or_default().push((role, Trigger { measure, rest: words.collect(), classes }));
            }
        }
        defaults.extend(row.default.iter().filter_map(|name| Some((Classes::named(name)?, measure))));
    }
    carriers.iter_mut().for_each(|carrier| carrier.verbs.sort());
    let takes = entries.iter().map(Row::classes).collect();
    Table {
        measures: entries.iter().map(Row::measure).collect(),
        entries,
        triggers,
        defaults,
        takes,
        carriers,
        irregular,
    }
}
