//! From figures and attributions to claims.
//!
//! A quantity becomes a [`Claim`] in five steps: [`phrase`] finds what it counts and where it hangs in the
//! sentence; [`measuring`] reads off what it measures; [`ledger`] decides whether it belongs in the ledger;
//! [`whose`], [`places`], [`days`] and [`speakers`] say whose, where, as of when and on whose word.

mod days;
mod ledger;
mod lists;
mod measuring;
pub(crate) mod mood;
mod phrase;
mod places;
mod speakers;
#[cfg(test)]
mod tests;
mod together;
mod what;
mod whose;
mod words;

use crate::attributions::Attribution;
use crate::claim::{Checked, Claim, ClaimId, ClaimPlace, Claimant, Figure, Resolution, Resolved, Stance};
use crate::measures::{COUNT, Measure, STATEMENT, table};
use days::Days;
use lists::Entry;
use phrase::Phrase;
use places::Places;
use rashomon_text::quantities::Change;
use rashomon_text::tokens::Sentence;
use rashomon_text::{DateInterval, Layers, TextRange};
use smol_str::SmolStr;
use speakers::Speakers;

/// Longest sentence whose figures are read, in tokens: what is longer is no prose but a table run together.
const LONGEST: usize = 1_000;

/// The claims of one report, in reading order: one for each figure, and one for each attribution
/// that states no figure.
pub fn read(layers: &Layers, attributions: &[Attribution]) -> Vec<Claim> {
    let mut reader = Reader {
        layers,
        attributions,
        speakers: Speakers::new(layers, attributions),
        places: Places::new(layers),
        days: Days::new(layers),
        stated: vec![false; attributions.len()],
        figures: Vec::new(),
        voices: Vec::new(),
        statements: Vec::new(),
    };
    for at in 0..layers.sentences.len() {
        reader.sentence(at);
    }
    reader.finish()
}

/// What is counted in a report, for the checker of the classes.
pub(crate) fn counted_nouns(layers: &Layers) -> Vec<SmolStr> {
    let phrases = layers.quantities.iter().map(|quantity| Phrase::of(layers, quantity));
    phrases.filter_map(|phrase| what::counted(layers, &phrase)).map(|what| what.value).collect()
}

struct Reader<'a> {
    layers: &'a Layers<'a>,
    attributions: &'a [Attribution],
    speakers: Speakers<'a>,
    places: Places<'a>,
    days: Days<'a>,
    /// Which attributions state a figure.
    stated: Vec<bool>,
    figures: Vec<Claim>,
    /// Which attribution states the figure at a range.
    voices: Vec<(TextRange, Option<usize>)>,
    statements: Vec<(usize, Claim)>,
}

impl Reader<'_> {
    /// Who states a whole states its parts: "214 cases, including 31 deaths".
    fn speaker_of(&self, whole: TextRange) -> Option<usize> {
        self.voices.iter().rev().take(8).find(|(range, _)| *range == whole)?.1
    }

    fn sentence(&mut self, at: usize) {
        let sentence = &self.layers.sentences[at];
        if sentence.tokens.len() <= LONGEST {
            for entry in lists::entries(self.layers, sentence.tokens.clone()) {
                let claim = self.figure(at, sentence, &entry);
                self.figures.push(claim);
            }
        }
        let opening: Vec<usize> = self.speakers.opening(at, sentence.range).collect();
        for attribution in opening {
            let claim = self.statement(sentence, attribution);
            self.statements.push((attribution, claim));
        }
        self.places.pass(sentence.tokens.clone());
        self.days.pass(sentence.tokens.clone(), sentence.opens_paragraph);
    }

    fn figure(&mut self, at: usize, sentence: &Sentence, entry: &Entry) -> Claim {
        let layers = self.layers;
        let phrase = &entry.phrase;
        let range = phrase.quantity.range;
        let speaker = self.speakers.of(range, at).or_else(|| self.speaker_of(entry.part_of?));
        self.voices.push((range, speaker));
        if let Some(speaker) = speaker {
            self.stated[speaker] = true;
        }
        let attribution = speaker.map(|speaker| &self.attributions[speaker]);
        let trigger = entry.found.map(|found| found.trigger);
        let measure = entry.measure.map(|at| &table().measures[at]);
        let content = attribution.and_then(|said| content_around(said, range));
        let mood = mood::stance(layers, range, trigger.unwrap_or(phrase.top), content);
        let before = self.figures.last().filter(|_| ledger::continues(layers, phrase));
        let (value, words) = together::with_others(layers, phrase);
        let claim = Claim {
            id: ClaimId([0; 16]),
            sentence: sentence.range,
            figure: Some(Figure {
                range: words,
                value,
                approximate: phrase.quantity.approximate,
                unit: phrase.quantity.unit.clone(),
                part_of: entry.part_of,
            }),
            measure: measure.map_or(COUNT.into(), |measure| measure.id.clone()),
            what: self.what(entry, before),
            side: whose::side(layers, phrase, entry.found).or_else(|| again(before?.side.as_ref()?)),
            place: self.place(at, entry, before),
            as_of: self.as_of(phrase, trigger, measure, attribution.and_then(|said| said.cue)),
            claimant: speaker.map_or(Claimant::Narrator, |speaker| self.speakers.claimant(speaker)),
            ..said(attribution, content)
        };
        let framed = attribution.is_some_and(|said| !said.covers(range) && !said.stance.is_factual());
        let own = if framed { Stance::Asserted } else { claim.stance };
        identified(layers, Claim { stance: mood.unwrap_or(own), ..claim })
    }

    /// The days of a figure; what it rose from held before the day that its sentence tells.
    fn as_of(
        &self,
        phrase: &Phrase,
        trigger: Option<usize>,
        measure: Option<&Measure>,
        cue: Option<TextRange>,
    ) -> Option<Resolved<DateInterval>> {
        let days = self.days.of(phrase.top, trigger, measure, cue)?;
        if phrase.quantity.change == Change::From && !self.days.has_own(&phrase.quantity.tokens) {
            return Some(Resolved { value: DateInterval { from: None, to: days.value.to }, ..days });
        }
        Some(days)
    }

    fn what(&self, entry: &Entry, before: Option<&Claim>) -> Option<Resolved<SmolStr>> {
        let person = || Resolved { value: "person".into(), evidence: None, how: Resolution::Discourse };
        let phrase = &entry.phrase;
        let whole = |end: Option<f64>| end.is_none_or(|end| end.fract() == 0.0);
        let alone = phrase.counts()
            && whole(phrase.quantity.value.low)
            && whole(phrase.quantity.value.high)
            && phrase.noun.is_none_or(|noun| {
                lists::is_people_word(self.layers, noun) || entry.found.is_some() && what::is_others(self.layers, noun)
            })
            && (entry.found.is_some() || !ledger::is_of_things(self.layers, phrase));
        what::counted(self.layers, phrase)
            .or_else(|| again(before?.what.as_ref()?))
            .or_else(|| self.level(entry))
            .or_else(|| self.said_before(phrase))
            .or_else(|| alone.then(person))
    }

    /// "Cancelled 340 flights and delayed 1,200 MORE", "three were killed and 40 OTHERS hurt", "120 missiles, OF WHICH 88 were
    /// downed": what the figure before it in the sentence counts.
    fn said_before(&self, phrase: &Phrase) -> Option<Resolved<SmolStr>> {
        let layers = self.layers;
        let (first, more) = (phrase.quantity.tokens.start, phrase.quantity.tokens.end);
        let others = phrase.noun.is_some_and(|noun| what::is_others(layers, noun));
        let which = first.checked_sub(1).is_some_and(|which| words::is_any(layers, which, &["which", "whom"]));
        let alone = phrase.noun.is_none() && more < layers.tokens.len();
        let stands = others || alone && (which || words::is(layers, more, "more"));
        // "100 people, including 15 women, and 300 others": no women.
        let part = |claim: &Claim| claim.figure.as_ref().is_some_and(|figure| figure.part_of.is_some());
        let before = self.figures.last().filter(|&before| stands && !(others && part(before)))?;
        let here = words::sentence(layers, first).contains(&self.layers.tokens_in(before.sentence).start);
        again(before.what.as_ref().filter(|_| here)?)
    }

    /// What a figure at either end of a change counts, where no word for a measure does: "attacks rose to 450".
    fn level(&self, entry: &Entry) -> Option<Resolved<SmolStr>> {
        let unsaid = |&noun: &usize| entry.found.is_none() && !words::is_any(self.layers, noun, &["number", "toll"]);
        let noun = ledger::level(self.layers, &entry.phrase).filter(unsaid)?;
        let token = &self.layers.tokens[noun];
        Some(Resolved { value: self.layers.lemma(noun).into(), evidence: Some(token.range), how: Resolution::Sentence })
    }

    fn place(&self, at: usize, entry: &Entry, before: Option<&Claim>) -> Option<Resolved<ClaimPlace>> {
        let sources = self.speakers.sources(at);
        let own = self.places.of(&entry.phrase, entry.found.map(|found| found.trigger), &sources);
        let inherited = || again(before?.place.as_ref()?);
        match own {
            Some(own) if own.how != Resolution::Discourse => Some(own),
            other => inherited().or(other),
        }
    }

    /// What an attribution says, where it states no figure.
    fn statement(&self, sentence: &Sentence, at: usize) -> Claim {
        let attribution = &self.attributions[at];
        let content = attribution.content.iter().copied().reduce(TextRange::cover);
        let top = content.map_or(sentence.tokens.start, |content| self.layers.tokens_in(content).start);
        let claim = Claim {
            sentence: sentence.range,
            as_of: self.days.of(top, None, None, attribution.cue),
            claimant: self.speakers.claimant(at),
            ..said(Some(attribution), content)
        };
        identified(self.layers, claim)
    }

    fn finish(self) -> Vec<Claim> {
        let stated = self.stated;
        let mut claims = self.figures;
        claims.extend(self.statements.into_iter().filter(|(at, _)| !stated[*at]).map(|(_, claim)| claim));
        claims.sort_by_key(|claim| {
            let start = claim.figure.as_ref().map(|figure| figure.range).or(claim.content);
            (claim.sentence.start(), start, claim.figure.is_none())
        });
        claims
    }
}

/// The piece of what is said that holds a figure, else all of it.
fn content_around(said: &Attribution, figure: TextRange) -> Option<TextRange> {
    let piece = said.content.iter().copied().find(|piece| piece.contains(figure));
    piece.or_else(|| said.content.iter().copied().reduce(TextRange::cover))
}

/// A claim with what its attribution says, all else still open.
fn said(attribution: Option<&Attribution>, content: Option<TextRange>) -> Claim {
    Claim {
        id: ClaimId([0; 16]),
        sentence: TextRange::new(0, 0),
        figure: None,
        measure: STATEMENT.into(),
        what: None,
        side: None,
        place: None,
        as_of: None,
        claimant: Claimant::Narrator,
        via: attribution.map(|said| said.via.clone()).unwrap_or_default(),
        cue: attribution.and_then(|said| said.cue),
        content,
        stance: attribution.map_or(Stance::Asserted, |said| said.stance),
        checked: attribution.map_or(Checked::Unsaid, |said| said.checked),
        checked_by: attribution.and_then(|said| said.checked_by),
    }
}

/// What an earlier figure of the same things says, for one that only points at them.
fn again<T: Clone>(earlier: &Resolved<T>) -> Option<Resolved<T>> {
    Some(Resolved { how: earlier.how.max(Resolution::Discourse), ..earlier.clone() })
}

/// A claim with its id: the same for the same words of the same report, in every run.
fn identified(layers: &Layers, claim: Claim) -> Claim {
    let mut hasher = blake3::Hasher::new();
    let mut add = |range: TextRange| {
        hasher.update(&(range.start() as u64).to_le_bytes());
        hasher.update(&(range.end() as u64).to_le_bytes());
    };
    add(claim.sentence);
    add(claim.figure.as_ref().map(|figure| figure.range).or(claim.content).unwrap_or(claim.sentence));
    hasher.update(&layers.report.id().0);
    hasher.update(claim.measure.as_bytes());
    hasher.update(&[0]);
    hasher.update(speakers::name(&claim.claimant).as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Claim { id: ClaimId(id), ..claim }
}
