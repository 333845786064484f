//! One claim with the passage it stands in, the words that say it marked.

use super::block::checked_words;
use super::figures;
use super::layout::{Cell, Column, Ink, clean, paragraph, table};
use super::{Evidence, Page};
use rashomon_claims::{Claim, Claimant, Resolution};
use rashomon_text::TextRange;

/// See `present::evidence`.
pub fn evidence(evidence: &Evidence, page: Page) -> String {
    let entry = &evidence.entry;
    let from = [Some(entry.report_name.as_str()), entry.outlet.as_deref(), evidence.title.as_deref()];
    let published = figures::published(entry.published);
    let mut source: Vec<&str> = from.into_iter().flatten().collect();
    source.extend((!published.is_empty()).then_some(published.as_str()));
    let mut text = paragraph(&clean(&source.join(" · ")), 0, Ink::Title, page);
    text += &paragraph(&clean(&marked(evidence)), 2, Ink::Plain, page);
    text + &table(&[Column::new("", 9, 12), Column::new("", 24, 120)], &facts(evidence), 4, page)
}

/// The passage with its marked words in brackets that say what they are.
fn marked(evidence: &Evidence) -> String {
    let claim = &evidence.entry.claim;
    let figure = claim.figure.as_ref().map(|figure| figure.range);
    let speaker = claim.claimant.speaker().map(|speaker| speaker.mention);
    let named = [(figure, "figure"), (speaker, "who"), (claim.cue, "cue"), (claim.checked_by, "checked")];
    let mut marks: Vec<(usize, usize, &str)> = named
        .into_iter()
        .filter_map(|(range, name)| Some((range?, name)))
        .filter_map(|(range, name)| within(evidence, range, name))
        .collect();
    marks.sort_unstable();
    let (mut text, mut done) = (String::new(), 0);
    for (start, end, name) in marks {
        if start < done {
            continue;
        }
        text.push_str(&evidence.passage[done..start]);
        text.push_str(&format!("[{name}: {}]", &evidence.passage[start..end]));
        done = end;
    }
    text.push_str(&evidence.passage[done..]);
    text
}

/// A range of the report as bytes of the passage, if it lies in it on character boundaries.
fn within<'n>(evidence: &Evidence, range: TextRange, name: &'n str) -> Option<(usize, usize, &'n str)> {
    let start = range.start().checked_sub(evidence.offset)?;
    let end = range.end().checked_sub(evidence.offset)?;
    (start < end && evidence.passage.get(start..end).is_some()).then_some((start, end, name))
}

/// What was read off the passage, and how.
fn facts(evidence: &Evidence) -> Vec<Vec<Cell>> {
    let claim = &evidence.entry.claim;
    let mut facts = Vec::new();
    let mut fact = |name: &str, words: String| {
        if !words.is_empty() {
            facts.push(vec![Cell::new(name, Ink::Faint), Cell::plain(words)]);
        }
    };
    fact("figure", claim.figure.as_ref().map_or_else(String::new, |figure| figures::figure(figure, "")));
    fact("measure", if claim.figure.is_some() { claim.measure.to_string() } else { "statement".to_owned() });
    fact("counted", claim.what.as_ref().map_or_else(String::new, |what| read(&what.value, what.how)));
    fact("whose", claim.side.as_ref().map_or_else(String::new, |side| read(&side.value, side.how)));
    fact("where", claim.place.as_ref().map_or_else(String::new, |place| read(&place.value.name, place.how)));
    fact("as of", claim.as_of.as_ref().map_or_else(String::new, |days| read(&figures::days(days.value), days.how)));
    fact("who", who(claim));
    fact("how", how(claim));
    fact("claim", claim.id.to_string());
    facts
}

fn read(value: &str, how: Resolution) -> String {
    let found = match how {
        Resolution::Stated => "",
        Resolution::Sentence => " (from the sentence)",
        Resolution::Discourse => " (from earlier in the report)",
        Resolution::Report => " (from the report's date)",
        Resolution::Estimated => " (estimated: the report has no date)",
    };
    format!("{value}{found}")
}

fn who(claim: &Claim) -> String {
    let name = match &claim.claimant {
        Claimant::Narrator => "the report's own voice".to_owned(),
        claimant => {
            claimant.speaker().map_or_else(|| "somebody unnamed".to_owned(), |speaker| read(&speaker.name, speaker.how))
        }
    };
    let via = claim.via.iter().rev().map(|relay| format!(" ← {}", relay.name));
    std::iter::once(name).chain(via).collect()
}

fn how(claim: &Claim) -> String {
    let words = [claim.stance.name(), checked_words(claim.checked)];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
}
