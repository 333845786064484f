//! The tables of measures and classes test themselves.

use super::classes::{self, Class, Classes};
use super::table::{self, Row};
use super::{COUNT, class_name, measure};
use crate::{Claim, attributions, claims};
use rashomon_text::lexicon::{self, Entry, Fault};
use rashomon_text::{Layers, Provenance, Report};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Everything wrong with `lexicon/measures.toml`, `lexicon/counted.toml` and `lexicon/moods.toml`: their form,
/// references to what is not there, and examples in which an entry fires wrongly or not at all.
pub fn check() -> Vec<Fault> {
    let rows = &table::table().entries;
    let classes = classes::entries();
    let mut faults = lexicon::check_form(table::FILE, rows);
    faults.extend(rows.iter().flat_map(dangling));
    faults.extend(lexicon::check_examples(table::FILE, rows, |row, text| measures_in(text).contains(&row.id)));
    let carriers = &table::table().carriers;
    faults.extend(lexicon::check_form(table::FILE, carriers));
    faults.extend(lexicon::check_examples(table::FILE, carriers, |_, text| {
        !measures_in(text).iter().all(|id| id == COUNT)
    }));
    let irregular = &table::table().irregular;
    faults.extend(lexicon::check_form(table::FILE, irregular));
    faults.extend(lexicon::check_examples(table::FILE, irregular, |_, text| {
        !measures_in(text).iter().all(|id| id == COUNT)
    }));
    faults.extend(lexicon::check_form(classes::FILE, classes));
    faults.extend(twice(classes));
    faults.extend(lexicon::check_examples(classes::FILE, classes, counts));
    faults.extend(claims::mood::check(|text| figures_of(text).map(|claim| claim.stance).collect()));
    faults
}

fn dangling(row: &Row) -> Vec<Fault> {
    let (names, within) = row.references();
    let unknown_class = names.filter(|name| Classes::named(name).is_none());
    let unknown_measure = within.iter().filter(|id| measure(id).is_none());
    unknown_class
        .chain(unknown_measure)
        .map(|name| fault(table::FILE, row, format!("refers to `{name}`, which is in no table")))
        .collect()
}

fn twice(classes: &[Class]) -> Vec<Fault> {
    let mut seen = BTreeMap::new();
    let mut faults = Vec::new();
    for class in classes {
        for noun in class.nouns() {
            if let Some(other) = seen.insert(noun, &class.id) {
                faults.push(fault(classes::FILE, class, format!("`{noun}` stands in `{other}` too: keep one")));
            }
        }
    }
    faults
}

fn fault(file: &'static str, entry: &impl Entry, what: String) -> Fault {
    Fault { file, key: entry.key(), what }
}

fn measures_in(text: &str) -> Vec<SmolStr> {
    figures_of(text).map(|claim| claim.measure).collect()
}

fn figures_of(text: &str) -> impl Iterator<Item = Claim> {
    let report = Report::new("example", text, Provenance::default());
    let layers = Layers::of(&report);
    let claims = claims::read(&layers, &attributions::find(&layers));
    claims.into_iter().filter(|claim| claim.figure.is_some())
}

fn counts(class: &Class, text: &str) -> bool {
    let of_class = |what: &str| {
        std::iter::once(what).chain(what.rsplit(' ').take(1)).any(|noun| class_name(noun) == Some(&class.id))
    };
    let report = Report::new("example", text, Provenance::default());
    let layers = Layers::of(&report);
    claims::counted_nouns(&layers).iter().any(|what| of_class(what))
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_say_what_they_mean() {
        let faults: Vec<String> = super::check().iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
