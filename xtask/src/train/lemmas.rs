//! Learns the lemmatiser's decision list of word endings from the treebanks.

use super::conllu::{self, Sentence};
use rashomon_text::syntax::Upos;
use rashomon_text::syntax::lemma::{Lemmas, Script, keys, tag_hash};
use std::collections::BTreeMap;
use std::path::Path;

/// Genres of GUM whose texts are not free for commercial use.
pub const UNFREE: [&str; 5] = ["GUM_fiction", "GUM_whow", "GUM_essay", "GUM_letter", "GUM_podcast"];

/// Learns and writes the rules.
pub fn run(corpora: &Path, output: &Path) -> anyhow::Result<()> {
    let mut sentences = Vec::new();
    for file in ["en_ewt-train.conllu", "en_gum-train.conllu"] {
        sentences.extend(conllu::read(&corpora.join(file))?);
    }
    sentences.retain(|sentence| UNFREE.iter().all(|genre| !sentence.id.starts_with(genre)));
    let (words, scripts) = words(&sentences);
    let rules: Vec<(u32, u16)> = rules(&words).into_iter().map(|(key, script)| (key, script as u16)).collect();
    std::fs::write(output, Lemmas::write(&rules, &scripts))?;
    println!("{}: {} rules, {} scripts", output.display(), rules.len(), scripts.len());
    Ok(())
}

/// How often each script was seen.
type Votes = BTreeMap<usize, usize>;

/// For each key the script that most words vote for.
fn rules(words: &Words) -> BTreeMap<u32, usize> {
    let mut votes: BTreeMap<u32, Votes> = BTreeMap::new();
    for ((form, upos, xpos), seen) in words {
        let script = majority(seen);
        let weight = seen.values().sum::<usize>().min(3);
        for key in keys(form, *upos, *xpos).skip(WHOLE) {
            *votes.entry(key).or_default().entry(script).or_default() += weight;
        }
    }
    choose(words, &votes)
}

/// The first keys are those of the whole word: as written, and in small letters.
const WHOLE: usize = 2;

/// Form, part of speech, hash of the fine tag.
type Words = BTreeMap<(String, Upos, u32), Votes>;

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
            let word =
                words.entry((form.to_owned(), sentence.upos[token], tag_hash(&sentence.xpos[token]))).or_default();
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
    let mut lower: BTreeMap<u32, Votes> = BTreeMap::new();
    for ((form, upos, xpos), seen) in words {
        let keys: Vec<u32> = keys(form, *upos, *xpos).collect();
        for (&script, &count) in seen {
            *lower.entry(keys[1]).or_default().entry(script).or_default() += count;
        }
        let mut said = None;
        for key in keys[WHOLE..].iter().rev() {
            let Some(votes) = votes.get(key) else { continue };
            let script = majority(votes);
            if said.is_none() || (said != Some(script) && votes.values().sum::<usize>() > 2) {
                rules.insert(*key, script);
                said = Some(script);
            }
        }
    }
    let endings = rules.clone();
    for ((form, upos, xpos), seen) in words {
        let keys: Vec<u32> = keys(form, *upos, *xpos).collect();
        let ending = keys[WHOLE..].iter().find_map(|key| endings.get(key)).copied();
        let whole = lower.get(&keys[1]).map(majority);
        if whole != ending {
            rules.extend(whole.map(|script| (keys[1], script)));
        }
        if Some(majority(seen)) != whole {
            rules.insert(keys[0], majority(seen));
        }
    }
    rules
}
