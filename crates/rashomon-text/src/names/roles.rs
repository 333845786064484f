//! What a report says that a person is: "Foreign Minister X", "X, a spokesman for the navy", "the navy's spokesman, X".

use super::parties::{Form, country_form};
use super::titles::{Denotes, TitleKind, is_role_noun, is_title, title_kind};
use crate::layers::Layers;
use std::ops::Range;

/// Longest title before a name, in tokens.
const LONGEST_TITLE: usize = 8;
/// Longest apposition beside a name, in tokens.
const LONGEST_APPOSITION: usize = 14;

/// The tokens that say what the person named by `name` is, if the text does so beside the name.
pub(super) fn role_of(layers: &Layers, name: &Range<usize>) -> Option<Range<usize>> {
    let sentence = &layers.sentences.get(layers.sentence_at(name.start))?.tokens;
    title_before(layers, name, sentence)
        .or_else(|| apposition_after(layers, name, sentence))
        .or_else(|| apposition_before(layers, name, sentence))
}

fn is_person_role(word: &str) -> bool {
    is_role_noun(word) == Some(Denotes::Person) || title_kind(word) == Some(TitleKind::Rank)
}

fn denotes_person(layers: &Layers, token: usize) -> bool {
    is_person_role(layers.text(token)) || layers.words.get(token).is_some_and(|word| is_person_role(&word.lemma))
}

/// "Norwegian Foreign Minister" before the name.
fn title_before(layers: &Layers, name: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let mut end = name.start;
    while end > sentence.start
        && (layers.text(end - 1) == "." || title_kind(layers.text(end - 1)) == Some(TitleKind::Honorific))
    {
        end -= 1;
    }
    let mut start = end;
    while start > sentence.start && end - start < LONGEST_TITLE {
        // "Secretary of State": a small word joins what stands around it.
        let joins = matches!(layers.text(start - 1), "of" | "for" | "in") && start < end;
        let held = joins && start >= sentence.start + 2 && may_stand_in_title(layers, start - 2);
        match (may_stand_in_title(layers, start - 1), held) {
            (true, _) => start -= 1,
            (_, true) => start -= 2,
            _ => break,
        }
    }
    while start < end && matches!(layers.text(start), "." | "-") {
        start += 1;
    }
    let head = (start..end).any(|at| denotes_person(layers, at)) && may_stand_in_title(layers, end - 1);
    head.then_some(start..name.start.min(end + 1)).map(|range| trim_end(layers, range, end))
}

/// Leaves an honorific between title and name out.
fn trim_end(layers: &Layers, range: Range<usize>, end: usize) -> Range<usize> {
    let dot = range.end > end && layers.text(end) == ".";
    range.start..if dot { end + 1 } else { end }
}

fn may_stand_in_title(layers: &Layers, token: usize) -> bool {
    let word = layers.text(token);
    let country = country_form(word).is_some_and(|(_, form)| form != Form::People || country_form(word).is_some());
    country || is_title(word) || title_kind(word).is_some() || is_role_noun(word).is_some() || word == "-"
}

/// ", a spokesman for the navy," after the name.
fn apposition_after(layers: &Layers, name: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    if name.end + 1 >= sentence.end || layers.text(name.end) != "," {
        return None;
    }
    let mut start = name.end + 1;
    // An age may stand between: "X, 43, a teacher from …".
    if layers.text(start).bytes().all(|byte| byte.is_ascii_digit())
        && start + 2 < sentence.end
        && layers.text(start + 1) == ","
    {
        start += 2;
    }
    let limit = sentence.end.min(start + LONGEST_APPOSITION);
    let end =
        (start..limit).find(|&at| matches!(layers.text(at), "," | ";" | "." | ":" | "(" | "—" | "–" | "\"" | "”"))?;
    let start = skip_article(layers, start);
    let head = (start..end.min(start + 8)).find(|&at| is_boundary(layers.text(at)) || denotes_person(layers, at))?;
    let nominal = denotes_person(layers, head) && !is_clause(layers.text(start));
    nominal.then_some(start..end)
}

/// "The navy's spokesman, X": the words before the comma.
fn apposition_before(layers: &Layers, name: &Range<usize>, sentence: &Range<usize>) -> Option<Range<usize>> {
    if name.start < sentence.start + 2 || layers.text(name.start - 1) != "," {
        return None;
    }
    let end = name.start - 1;
    let first = sentence.start.max(end.saturating_sub(8));
    let head = (first..end).rev().find(|&at| denotes_person(layers, at))?;
    let of_phrase = head + 1 == end || matches!(layers.text(head + 1), "of" | "for" | "at" | "in");
    if !of_phrase || (head + 1..end).any(|at| layers.text(at) == ",") {
        return None;
    }
    let mut start = head;
    while start > first && may_stand_in_title(layers, start - 1) {
        start -= 1;
    }
    Some(start..end)
}

fn skip_article(layers: &Layers, at: usize) -> usize {
    at + matches!(layers.text(at), "a" | "an" | "the" | "The" | "A" | "An") as usize
}

fn is_clause(word: &str) -> bool {
    matches!(
        word,
        "who"
            | "whose"
            | "whom"
            | "which"
            | "and"
            | "but"
            | "he"
            | "she"
            | "they"
            | "said"
            | "says"
            | "as"
            | "while"
            | "when"
            | "where"
    )
}

/// Words that open a phrase of their own: a role noun after them is not the head.
fn is_boundary(word: &str) -> bool {
    is_clause(word) || matches!(word, "of" | "for" | "in" | "at" | "from" | "on" | "with" | "to" | "by" | "that")
}
