//! Learns the lemmatiser's decision list of word endings.

use super::Sentence;
use rashomon_text::syntax::Upos;
use rashomon_text::syntax::lemma::{Script, keys};
use std::collections::BTreeMap;

/// How often each script was seen.
type Votes = BTreeMap<usize, usize>;

/// The rules (key and number of script) and the scripts, a line each.
pub fn rules(sentences: &[Sentence]) -> (Vec<(u32, u32)>, String) {
    let (words, scripts) = words(sentences);
    let mut votes: BTreeMap<u32, Votes> = BTreeMap::new();
    for ((form, upos), seen) in &words {
        let script = majority(seen);
        let weight = seen.values().sum::<usize>().min(3);
        for key in keys(form, *upos).skip(1) {
            *votes.entry(key).or_default().entry(script).or_default() += weight;
        }
    }
    let rules = choose(&words, &votes);
    let lines = scripts.iter().map(Script::line).collect();
    (rules.into_iter().map(|(key, script)| (key, script as u32)).collect(), lines)
}

type Words = BTreeMap<(String, Upos), Votes>;

fn words(sentences: &[Sentence]) -> (Words, Vec<Script>) {
    let mut numbers = BTreeMap::new();
    let mut scripts = Vec::new();
    let mut words = Words::new();
    for sentence in sentences {
        for token in 0..sentence.tokens.len() {
            let form = sentence.form(token);
            let script = Script::between(form, &sentence.lemmas[token]);
            let number = *numbers.entry(script.clone()).or_insert_with(|| {
                scripts.push(script);
                scripts.len() - 1
            });
            let word = words.entry((form.to_owned(), sentence.upos[token])).or_default();
            *word.entry(number).or_default() += 1;
        }
    }
    (words, scripts)
}

fn majority(votes: &Votes) -> usize {
    votes.iter().max_by_key(|&(&script, &count)| (count, std::cmp::Reverse(script))).map_or(0, |(&script, _)| script)
}

/// Keeps an ending only where it says something else than the next shorter one, a word where it is an exception.
fn choose(words: &Words, votes: &BTreeMap<u32, Votes>) -> BTreeMap<u32, usize> {
    let mut rules = BTreeMap::new();
    for ((form, upos), seen) in words {
        let keys: Vec<u32> = keys(form, *upos).collect();
        let mut said = None;
        for key in keys.iter().skip(1).rev() {
            let Some(votes) = votes.get(key) else { continue };
            let script = majority(votes);
            if said.is_none() || (said != Some(script) && votes.values().sum::<usize>() > 2) {
                rules.insert(*key, script);
                said = Some(script);
            }
        }
        if said != Some(majority(seen)) {
            rules.insert(keys[0], majority(seen));
        }
    }
    rules
}
