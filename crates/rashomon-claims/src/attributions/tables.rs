//! Checks the tables of cues and sources against their own examples.

use super::lexicon::{Cue, lexicon};
use super::{Attribution, descriptions, find_with};
use crate::claim::Checked;
use rashomon_text::lexicon::{Entry, Fault, check_examples, check_form};
use rashomon_text::{Layers, Provenance, Report, TextRange};

/// What is wrong with the tables of this stage: their form, and every example that does not do as it says.
pub fn check_lexicon() -> Vec<Fault> {
    let tables = lexicon();
    let mut faults = cues("verbs.toml", &tables.verbs);
    faults.extend(cues("nouns.toml", &tables.nouns));
    faults.extend(check_form("phrases.toml", &tables.phrases));
    faults.extend(check_examples("phrases.toml", &tables.phrases, |phrase, text| {
        let words: Vec<&str> = phrase.words().collect();
        fires(text, |layers, one| {
            one.cue.is_some_and(|cue| words_of(layers, cue).eq_ignore_ascii_case(&words.join(" ")))
        })
    }));
    faults.extend(check_form("sources.toml", &tables.sources));
    faults.extend(check_examples("sources.toml", &tables.sources, |noun, text| {
        fires(text, |layers, one| one.source.is_some_and(|source| holds(layers, source, &noun.lemma)))
    }));
    faults.extend(check_form("checked.toml", &tables.checks));
    faults.extend(check_examples("checked.toml", &tables.checks, |_, text| {
        fires(text, |_, one| one.checked != Checked::Unsaid)
    }));
    faults.extend(check_form("checked.toml", &tables.check_companions));
    faults.extend(check_examples("checked.toml", &tables.check_companions, |_, text| {
        fires(text, |_, one| one.checked != Checked::Unsaid)
    }));
    faults.extend(check_form("relays.toml", &tables.relays));
    faults.extend(check_examples("relays.toml", &tables.relays, |_, text| fires(text, |_, one| !one.via.is_empty())));
    faults.extend(check_form("verdicts.toml", &tables.verdicts));
    faults.extend(check_examples("verdicts.toml", &tables.verdicts, |verdict, text| {
        fires(text, |_, one| one.stance == verdict.stance())
    }));
    faults.extend(descriptions::check_lexicon());
    faults
}

fn cues(file: &'static str, entries: &[Cue]) -> Vec<Fault> {
    let mut faults = check_form(file, entries);
    faults.extend(entries.iter().filter(|cue| !cue.has_known_stance()).map(|cue| Fault {
        file,
        key: cue.key(),
        what: "has a stance that there is not: see Stance".to_owned(),
    }));
    faults.extend(check_examples(file, entries, |cue, text| {
        fires(text, |layers, one| one.cue.is_some_and(|words| cued(layers, words, cue.word())))
    }));
    faults
}

/// Whether an attribution is found by the rules, which the tables are for; the model goes by more than they say.
fn fires(text: &str, wanted: impl Fn(&Layers, &Attribution) -> bool) -> bool {
    let report = Report::new("example", text, Provenance::default());
    let layers = Layers::of(&report);
    find_with(&layers, None).iter().any(|one| wanted(&layers, one))
}

fn words_of<'r>(layers: &Layers<'r>, range: TextRange) -> &'r str {
    layers.excerpt(range).text()
}

/// Whether a cue's word stands in a range, by its lemma or, the lemmatiser failing, by its form.
fn cued(layers: &Layers, range: TextRange, word: &str) -> bool {
    let verb = |at| lexicon().verbs_at(layers.lemma(at), layers.text(at)).any(|cue| cue.word() == word);
    holds(layers, range, word) || layers.tokens_in(range).any(verb)
}

/// Whether a word with that lemma, or the words of one of several, stand in a range.
fn holds(layers: &Layers, range: TextRange, lemma: &str) -> bool {
    if lemma.contains(' ') {
        return words_of(layers, range).to_lowercase().contains(lemma);
    }
    layers
        .tokens_in(range)
        .any(|at| layers.lemma(at).eq_ignore_ascii_case(lemma) || layers.text(at).eq_ignore_ascii_case(lemma))
}
