//! Words of a name that tell what it names: "Bridge", "Hurricane", "Ltd".

use super::NameKind;
use super::parties::any_phrase;
use crate::lexicon::{self, Fault};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    First,
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Organisation,
    Place,
    Facility,
    Event,
    Work,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    word: String,
    place: Place,
    kind: Kind,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

crate::entry!(Head, |head| format!("{} {:?}", head.word, head.place));

const HEADS: &str = "name_heads.toml";

struct Table {
    heads: Vec<Head>,
    first: FxHashMap<String, NameKind>,
    last: FxHashMap<String, NameKind>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let heads: Vec<Head> = lexicon::load(HEADS, include_str!("../../../../lexicon/name_heads.toml"), "head");
    let of = |place: Place| {
        let heads = heads.iter().filter(|head| head.place == place);
        heads.map(|head| (head.word.clone(), kind_of(head.kind))).collect()
    };
    Table { first: of(Place::First), last: of(Place::Last), heads }
});

fn kind_of(kind: Kind) -> NameKind {
    match kind {
        Kind::Organisation => NameKind::Organisation,
        Kind::Place => NameKind::Place,
        Kind::Facility => NameKind::Facility,
        Kind::Event => NameKind::Event,
        Kind::Work => NameKind::Work,
    }
}

/// What the words of a name of two or more say that it names, the last word before the first.
pub fn kind_by_head(words: &[&str]) -> Option<NameKind> {
    let [first, .., last] = words else { return None };
    TABLE.last.get(*last).or_else(|| TABLE.first.get(*first)).copied()
}

/// What a single word says as the last of a name; a number for the recogniser's features.
pub(super) fn class_of_head(word: &str) -> Option<u8> {
    TABLE.last.get(word).map(|kind| 16 + *kind as u8)
}

/// What is wrong with `lexicon/name_heads.toml`.
pub(super) fn check_lexicon() -> Vec<Fault> {
    let mut faults = lexicon::check_form(HEADS, &TABLE.heads);
    faults.extend(lexicon::check_examples(HEADS, &TABLE.heads, |head, sentence| {
        any_phrase(sentence, |phrase| {
            let words: Vec<&str> = phrase.split(' ').collect();
            let capitals =
                words.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase) || word.len() < 4);
            capitals && kind_by_head(&words) == Some(kind_of(head.kind)) && words.contains(&head.word.as_str())
        })
    }));
    faults
}
