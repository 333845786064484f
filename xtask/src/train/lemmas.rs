//! Learns the lemmatiser's decision list of word endings from the treebanks, and the bases of verbs that these do not have from
//! news.

use super::conllu::{self, Sentence};
use super::verbs;
use rashomon_text::syntax::Upos;
use rashomon_text::syntax::lemma::{ANY, Case, Lemmas, Script, keys, tag_hash};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Genres of GUM whose texts are not free for commercial use.
pub const UNFREE: [&str; 5] = ["GUM_fiction", "GUM_whow", "GUM_essay", "GUM_letter", "GUM_podcast"];

/// What is learned from. Settings were chosen with the development parts left out; then these are learned from too.
pub const FILES: [&str; 4] = ["en_ewt-train.conllu", "en_gum-train.conllu", "en_ewt-dev.conllu", "en_gum-dev.conllu"];

/// Learns and writes the rules; if `held`, from the training parts only, and prints what the development parts score.
pub fn run(corpora: &Path, news: &Path, held: bool, output: &Path) -> anyhow::Result<()> {
    let mut sentences = Vec::new();
    for file in &FILES[..if held { 2 } else { FILES.len() }] {
        sentences.extend(conllu::read(&corpora.join(file))?);
    }
    sentences.retain(|sentence| UNFREE.iter().all(|genre| !sentence.id.starts_with(genre)));
    let (words, mut scripts) = words(&sentences);
    let mut rules = rules(&words, &scripts);
    let known = Lemmas::read(&Lemmas::write(&numbered(&rules), &scripts)).expect("just written");
    let verbs = verbs::unseen(&words, &scripts, &known, news)?;
    println!("{} forms of verbs from news", verbs.len());
    for (key, script) in verbs {
        let number = scripts.iter().position(|known| *known == script).unwrap_or(scripts.len());
        scripts.extend((number == scripts.len()).then_some(script));
        rules.insert(key, number);
    }
    let rules = numbered(&rules);
    let bytes = Lemmas::write(&rules, &scripts);
    std::fs::write(output, &bytes)?;
    println!("{}: {} rules, {} scripts", output.display(), rules.len(), scripts.len());
    for file in FILES[2..].iter().filter(|_| held) {
        let lemmas = Lemmas::read(&bytes).expect("just written");
        println!("{file}: {:.2} right by gold tags", score(&conllu::read(&corpora.join(file))?, &lemmas));
    }
    Ok(())
}

/// Rules as a file holds them.
fn numbered(rules: &BTreeMap<u32, usize>) -> Vec<(u32, u16)> {
    rules.iter().map(|(&key, &script)| (key, script as u16)).collect()
}

/// Share of right lemmas, given the gold tags.
fn score(sentences: &[Sentence], lemmas: &Lemmas) -> f64 {
    let words = || sentences.iter().flat_map(|sentence| (0..sentence.tokens.len()).map(move |at| (sentence, at)));
    let right = |(sentence, at): &(&Sentence, usize)| {
        let found = lemmas.lemma(sentence.form(*at), sentence.upos[*at], tag_hash(&sentence.xpos[*at]));
        found == sentence.lemmas[*at]
    };
    100.0 * words().filter(right).count() as f64 / words().count().max(1) as f64
}

/// How often each script was seen.
pub type Votes = BTreeMap<usize, usize>;

/// For each key the script that most words vote for.
fn rules(words: &Words, scripts: &[Script]) -> BTreeMap<u32, usize> {
    let mut votes: BTreeMap<u32, Votes> = BTreeMap::new();
    let mut types: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for ((form, upos, xpos), seen) in words {
        let script = majority(seen);
        let weight = seen.values().sum::<usize>().min(3);
        for key in keys(form, *upos, *xpos).skip(WHOLE) {
            *votes.entry(key).or_default().entry(script).or_default() += weight;
            types.entry(key).or_default().insert(form.to_lowercase());
        }
    }
    // What only one word shows is no rule if it puts much in place of the ending, but an exception.
    votes.retain(|key, votes| {
        let append = &scripts[majority(votes)].append;
        append.chars().all(char::is_lowercase) && (types[key].len() > 1 || append.len() < 2)
    });
    let mut rules = choose(words, &votes);
    names(words, scripts, &mut rules);
    rules
}

/// Names seen at least so often with one capital are known without it too.
const SEEN: usize = 2;

/// Adds names that are known with a capital as they are written without.
fn names(words: &Words, scripts: &[Script], rules: &mut BTreeMap<u32, usize>) {
    let whole = Script { case: Case::Capital, strip: 0, append: String::new() };
    let Some(capital) = scripts.iter().position(|script| *script == whole) else { return };
    for ((form, upos, xpos), seen) in words.iter().filter(|((_, upos, _), _)| *upos == Upos::Propn) {
        let small = form.to_lowercase();
        let known = words.contains_key(&(small.clone(), *upos, *xpos));
        let often = majority(seen) == capital && seen.values().sum::<usize>() >= SEEN;
        if small == *form || known || !often {
            continue;
        }
        let keys: Vec<u32> = keys(&small, *upos, *xpos).collect();
        if keys.iter().find_map(|key| rules.get(key)) != Some(&capital) {
            rules.insert(keys[1], capital);
        }
    }
}

/// The first keys are those of the whole word: as written, and in small letters.
const WHOLE: usize = 2;

/// Form, part of speech, hash of the fine tag.
pub type Words = BTreeMap<(String, Upos, u32), Votes>;

/// A part of speech and a fine tag that are seldom together are a slip.
const SELDOM: usize = 30;

fn words(sentences: &[Sentence]) -> (Words, Vec<Script>) {
    let mut pairs: BTreeMap<(Upos, u32), usize> = BTreeMap::new();
    let tags = sentences.iter().flat_map(|sentence| sentence.upos.iter().zip(&sentence.xpos));
    tags.for_each(|(&upos, xpos)| *pairs.entry((upos, tag_hash(xpos))).or_default() += 1);
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
            let pair = (sentence.upos[token], tag_hash(&sentence.xpos[token]));
            let tags = if pairs[&pair] < SELDOM { vec![ANY] } else { vec![pair.1, ANY] };
            for tag in tags {
                *words.entry((form.to_owned(), pair.0, tag)).or_default().entry(number).or_default() += 1;
            }
        }
    }
    (words, scripts)
}

/// The script that was seen most.
pub fn majority(votes: &Votes) -> usize {
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
