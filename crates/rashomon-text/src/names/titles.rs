//! Titles and roles: words that say what part a person or body plays.

use super::parties::any_phrase;
use crate::lexicon::{self, Fault};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What a role noun denotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Denotes {
    /// One human being: "minister".
    Person,
    /// A body that acts as one: "ministry".
    Body,
    /// Several without a body of their own: "police", "residents".
    Collective,
}

/// What a word before a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TitleKind {
    /// "Mr", "Dame".
    Honorific,
    /// The abbreviation of a role: "Gen", "Sen".
    Rank,
    /// Part of a longer title: "Deputy", "Foreign".
    Modifier,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    lemma: String,
    denotes: Denotes,
    #[serde(default)]
    title: bool,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
    form: String,
    kind: TitleKind,
    long: String,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

crate::entry!(Role, lemma);

crate::entry!(Title, form);

const ROLES: &str = "roles.toml";
const TITLES: &str = "titles.toml";

struct Tables {
    roles: Vec<Role>,
    titles: Vec<Title>,
    by_lemma: FxHashMap<String, usize>,
    by_form: FxHashMap<String, usize>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let roles: Vec<Role> = lexicon::load(ROLES, include_str!("../../../../lexicon/roles.toml"), "role");
    let titles: Vec<Title> = lexicon::load(TITLES, include_str!("../../../../lexicon/titles.toml"), "title");
    Tables {
        by_lemma: roles.iter().enumerate().map(|(at, role)| (role.lemma.clone(), at)).collect(),
        by_form: titles.iter().enumerate().map(|(at, title)| (title.form.to_lowercase(), at)).collect(),
        roles,
        titles,
    }
});

fn lower(word: &str) -> Cow<'_, str> {
    let word = word.trim_end_matches('.');
    let small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

fn role(lemma: &str) -> Option<&'static Role> {
    let tables = &*TABLES;
    let at = tables.by_lemma.get(lemma).or_else(|| tables.by_lemma.get(lower(lemma).as_ref()))?;
    Some(&tables.roles[*at])
}

/// What a noun denotes, if it says what part somebody plays: "spokesman", "ministry", "police".
pub fn is_role_noun(lemma: &str) -> Option<Denotes> {
    role(lemma).map(|role| role.denotes)
}

/// Whether a word can stand before a person's name without being part of it: "Mr", "Gen.", "minister".
/// Modifiers of titles ("deputy") are [`title_kind`]'s.
pub fn is_title(lemma: &str) -> bool {
    role(lemma).is_some_and(|role| role.title)
        || matches!(title_kind(lemma), Some(TitleKind::Honorific | TitleKind::Rank))
}

/// What part a word plays in a title, where it is listed as such; roles written in full are not.
pub fn title_kind(word: &str) -> Option<TitleKind> {
    title(word).map(|title| title.kind)
}

/// The word in full that an abbreviated title stands for: "Gen." → "general".
pub fn full_title(word: &str) -> Option<&'static str> {
    title(word).map(|title| title.long.as_str())
}

fn title(word: &str) -> Option<&'static Title> {
    let tables = &*TABLES;
    Some(&tables.titles[*tables.by_form.get(lower(word).as_ref())?])
}

/// What is wrong with `lexicon/roles.toml` and `lexicon/titles.toml`.
pub(super) fn check_lexicon() -> Vec<Fault> {
    let tables = &*TABLES;
    let mut faults = lexicon::check_form(ROLES, &tables.roles);
    faults.extend(lexicon::check_examples(ROLES, &tables.roles, |entry, sentence| {
        any_phrase(sentence, |phrase| role(phrase).is_some_and(|role| role.lemma == entry.lemma))
    }));
    faults.extend(lexicon::check_form(TITLES, &tables.titles));
    faults.extend(lexicon::check_examples(TITLES, &tables.titles, |entry, sentence| {
        any_phrase(sentence, |phrase| title(phrase).is_some_and(|title| title.form == entry.form))
    }));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_roles_are_told_apart() {
        for (word, title, denotes) in [
            ("Mr", true, None),
            ("Gen.", true, None),
            ("minister", true, Some(Denotes::Person)),
            ("Minister", true, Some(Denotes::Person)),
            ("official", false, Some(Denotes::Person)),
            ("ministry", false, Some(Denotes::Body)),
            ("police", false, Some(Denotes::Collective)),
            ("deputy", true, Some(Denotes::Person)),
            ("foreign", false, None),
            ("table", false, None),
            ("", false, None),
        ] {
            assert_eq!((is_title(word), is_role_noun(word)), (title, denotes), "{word}");
        }
    }
}
