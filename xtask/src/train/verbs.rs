//! The bases of regular verbs that the treebanks do not have: "fined" is of "fine" and "jumped" of "jump", as news has
//! these words and not "fin" or "jum" often enough.

use super::lemmas::{Words, majority};
use rashomon::ingest::{Input, Limits, RawReport, reports};
use rashomon_text::syntax::Upos;
use rashomon_text::syntax::lemma::{Lemmas, Script, keys, tag_hash};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Forms and bases that news has less often are not looked at: slips of the pen.
const RARE: u32 = 5;

/// A base must be so many times as frequent as the next possible one.
const CLEARLY: u32 = 3;

/// Whole-word rules for verbs in the past and on -ing whose base the rules known so far get wrong.
pub fn unseen(words: &Words, scripts: &[Script], known: &Lemmas, news: &Path) -> anyhow::Result<BTreeMap<u32, Script>> {
    let counts = counts(news)?;
    let seen = seen(words, scripts);
    let mut rules = BTreeMap::new();
    for (form, _) in counts.iter().filter(|(_, count)| **count >= RARE) {
        let tags: &[&str] = match () {
            () if form.ends_with("ed") => &["VBD", "VBN"],
            () if form.ends_with("ing") => &["VBG"],
            () => continue,
        };
        let count = |word: &str| counts.get(word).copied().unwrap_or(0);
        // A base that news never has is a slip of the treebank's.
        let annotated = seen.get(form.as_str()).filter(|base| count(base) > 0);
        let Some(base) = annotated.cloned().or_else(|| base(form, count)) else { continue };
        for tag in tags.iter().map(|tag| tag_hash(tag)) {
            let gold = annotated.is_some() && words.contains_key(&(form.clone(), Upos::Verb, tag));
            if !gold && known.lemma(form, Upos::Verb, tag) != base {
                let whole = keys(form, Upos::Verb, tag).nth(1).expect("the second key is that of the whole word");
                rules.insert(whole, Script::between(form, &base));
            }
        }
    }
    Ok(rules)
}

/// Bases of the verbs' forms that the treebanks have.
fn seen(words: &Words, scripts: &[Script]) -> HashMap<String, String> {
    let verbs = words.iter().filter(|((_, upos, _), _)| *upos == Upos::Verb);
    verbs.map(|((form, ..), votes)| (form.to_lowercase(), scripts[majority(votes)].apply(form).to_string())).collect()
}

/// The base of a form that is clearly the most frequent of those that spelling allows.
fn base(form: &str, count: impl Fn(&str) -> u32) -> Option<String> {
    let stem = form.strip_suffix("ed").or_else(|| form.strip_suffix("ing"))?;
    let mut possible: Vec<String> = vec![format!("{stem}e")];
    possible.extend((!doubles(stem)).then(|| stem.to_owned()));
    let letters: Vec<char> = stem.chars().collect();
    if let [.., before, last] = letters[..]
        && before == last
    {
        possible.push(letters[..letters.len() - 1].iter().collect());
    }
    possible.extend(form.strip_suffix("ied").map(|stem| format!("{stem}y")));
    let often = |word: &String| count(word) + count(&format!("{word}s"));
    possible.sort_by_key(|word| std::cmp::Reverse(often(word)));
    let (first, second) = (possible.first()?, possible.get(1).map_or(0, often));
    let clear = often(first) >= RARE.max(CLEARLY * second);
    (clear && stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])).then(|| first.clone())
}

/// Whether a stem would double its last letter before the ending: one vowel between consonants, as in "bar".
fn doubles(stem: &str) -> bool {
    let vowel = |letter: char| "aeiou".contains(letter);
    let letters: Vec<char> = stem.chars().collect();
    let vowels = letters.iter().filter(|letter| vowel(**letter)).count();
    let [.., before, last] = letters[..] else { return false };
    vowels == 1 && vowel(before) && !vowel(last) && !"wxy".contains(last)
}

/// How often words in small letters stand in reports.
fn counts(news: &Path) -> anyhow::Result<BTreeMap<String, u32>> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for item in reports(&[Input::from(news.as_os_str())], &Limits::default()) {
        let reading = item.and_then(RawReport::into_report)?;
        for word in reading.report.text().split(|letter: char| !letter.is_alphabetic()) {
            if !word.is_empty() && word.chars().all(char::is_lowercase) {
                match counts.get_mut(word) {
                    Some(count) => *count += 1,
                    None => drop(counts.insert(word.to_owned(), 1)),
                }
            }
        }
    }
    Ok(counts.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn bases_are_those_that_spelling_and_news_allow() {
        let frequent = ["jump", "fine", "fin", "bar", "bare", "plan", "plane", "carry", "free", "fill", "hang", "use"];
        let count = |word: &str| u32::from(frequent.contains(&word)) * 40;
        for (form, expected) in [
            ("jumped", Some("jump")),
            ("fined", Some("fine")),
            ("bared", Some("bare")),
            ("barred", Some("bar")),
            ("planning", Some("plan")),
            ("carried", Some("carry")),
            ("filled", Some("fill")),
            ("hanged", Some("hang")),
            ("zorped", None),
        ] {
            assert_eq!(base(form, count).as_deref(), expected, "{form}");
        }
    }
}
