//! Who makes a claim.

use crate::attributions::{Attribution, Form, carried};
use crate::claim::{Claimant, Resolution, Speaker, Stance};
use rashomon_text::{Layers, TextRange};

/// The attributions of a report by sentence.
pub(super) struct Speakers<'a> {
    layers: &'a Layers<'a>,
    attributions: &'a [Attribution],
    /// By the sentences that their content stands in.
    by_content: Vec<Vec<usize>>,
    /// By the sentence that their cue stands in.
    by_cue: Vec<Vec<usize>>,
    carried: Vec<Option<usize>>,
}

impl<'a> Speakers<'a> {
    /// Sorts attributions into the sentences that they stand in.
    pub(super) fn new(layers: &'a Layers<'a>, attributions: &'a [Attribution]) -> Self {
        let mut by_content = vec![Vec::new(); layers.sentences.len()];
        let mut by_cue = by_content.clone();
        let put = |lists: &mut Vec<Vec<usize>>, at: usize, range: TextRange| {
            let first = layers.sentences.partition_point(|sentence| sentence.range.end() <= range.start());
            let last = layers.sentences.partition_point(|sentence| sentence.range.start() < range.end());
            let fresh = |list: &&mut Vec<usize>| list.last() != Some(&at);
            lists.get_mut(first..last).into_iter().flatten().filter(fresh).for_each(|list| list.push(at));
        };
        for (at, attribution) in attributions.iter().enumerate() {
            attribution.content.iter().for_each(|&piece| put(&mut by_content, at, piece));
            attribution.cue.iter().for_each(|&cue| put(&mut by_cue, at, cue));
        }
        Self { layers, attributions, by_content, by_cue, carried: carried(layers, attributions) }
    }

    /// The innermost attribution whose content holds a figure, one that names somebody before one that does not
    /// ("reportedly"); else one that frames its sentence, else the account that goes on in it.
    pub(super) fn of(&self, figure: TextRange, sentence: usize) -> Option<usize> {
        let here = self.by_content.get(sentence)?.iter().copied();
        let covering = here.filter(|&at| self.attributions[at].covers(figure) && !self.is_beside(at, figure));
        let innermost = covering.min_by_key(|&at| (self.is_nobodys(at), self.size(at, figure), usize::MAX - at));
        innermost.or_else(|| self.framing(figure, sentence)).or_else(|| *self.carried.get(sentence)?)
    }

    /// The claimant of an attribution; a quotation that nobody is said to say goes on with the speaker
    /// quoted just before it.
    pub(super) fn claimant(&self, at: usize) -> Claimant {
        let own = &self.attributions[self.main_clause(at).unwrap_or(at)];
        let open = matches!(own.claimant, Claimant::Unresolved(_)) && own.cue.is_none() && own.source.is_none();
        let before = self.attributions[..at].iter().rev().take(4).find(|other| other.claimant.speaker().is_some());
        let quoted = before.filter(|other| open && own.form == Form::Direct && other.form != Form::Indirect);
        let Some(claimant) = quoted.map(|other| other.claimant.clone()) else { return own.claimant.clone() };
        from_before(claimant)
    }

    /// "The staff announced heavy losses, CLAIMING that …": a participle behind a comma speaks for the subject of its
    /// main clause, not for what was announced.
    fn main_clause(&self, at: usize) -> Option<usize> {
        let own = &self.attributions[at];
        let (source, cue) = own.source.zip(own.cue).filter(|(source, cue)| source.end() <= cue.start())?;
        let participle = self.layers.excerpt(cue).text().ends_with("ing");
        let gap = self.layers.excerpt(TextRange::of(source.end(), cue.start())).text();
        let near = at.saturating_sub(3)..(at + 4).min(self.attributions.len());
        let holds = |other: &Attribution| {
            other.cue.is_some_and(|before| before.end() <= source.start() && source.start() - before.end() < 200)
                && other.content.iter().any(|piece| piece.intersects(source))
        };
        let mut around = near.filter(|&other| other != at);
        if participle && gap.contains(',') { around.find(|&other| holds(&self.attributions[other])) } else { None }
    }

    /// Whether a cue stands without anybody: "reportedly", "is believed".
    fn is_nobodys(&self, at: usize) -> bool {
        self.attributions[at].cue.is_some() && self.attributions[at].claimant.speaker().is_none()
    }

    fn size(&self, at: usize, figure: TextRange) -> usize {
        let pieces = self.attributions[at].content.iter();
        pieces.filter(|piece| piece.contains(figure)).map(|piece| piece.len()).min().unwrap_or(usize::MAX)
    }

    /// Whether a figure stands in what the tree took for speech but only describes the speaker ("the brigade,
    /// WHICH HAS 70 OFFICERS, said …") or comes before a request that is nobody's ("people have been asked to …").
    fn is_beside(&self, at: usize, figure: TextRange) -> bool {
        let attribution = &self.attributions[at];
        let before_cue = attribution.cue.is_some_and(|cue| figure.end() <= cue.start());
        let relative = attribution.source.is_some_and(|source| {
            let next = self.layers.tokens_in(TextRange::of(source.end(), figure.end()));
            source.end() <= figure.start()
                && next.take(3).any(|token| super::words::is_any(self.layers, token, &["which", "who", "whose"]))
        });
        let request =
            attribution.source.is_none() && matches!(attribution.stance, Stance::Demanded | Stance::Questioned);
        before_cue && (relative || request)
    }

    /// "…, the ministry said, and …": a speaker set off by a comma speaks for what comes before; "… said N people
    /// …": for what follows at once.
    fn framing(&self, figure: TextRange, sentence: usize) -> Option<usize> {
        let here = self.by_cue.get(sentence)?.iter().copied();
        let mut speaking = here.filter(|&at| {
            let attribution = &self.attributions[at];
            attribution.claimant.speaker().is_some()
        });
        speaking.find(|&at| self.trails(at, figure) || self.leads(at, figure))
    }

    fn trails(&self, at: usize, figure: TextRange) -> bool {
        let attribution = &self.attributions[at];
        let (Some(source), Some(cue)) = (attribution.source, attribution.cue) else { return false };
        let start = self.layers.tokens_in(source.cover(cue)).start;
        let comma =
            start.checked_sub(1).is_some_and(|before| matches!(self.layers.text(before), "," | "”" | "’" | "\""));
        let adjacent = source.end() <= cue.start() && cue.start() - source.end() <= 60;
        comma && adjacent && figure.end() <= source.start()
    }

    fn leads(&self, at: usize, figure: TextRange) -> bool {
        const NEAR: usize = 6;
        let Some(cue) = self.attributions[at].cue.filter(|cue| cue.end() <= figure.start()) else { return false };
        let between = self.layers.tokens_in(TextRange::of(cue.end(), figure.start()));
        let marks = [",", ";", "“", "”", "\"", ".", ":", "and", "but"];
        between.len() <= NEAR && between.clone().all(|token| !marks.contains(&self.layers.text(token)))
    }

    /// Words of every source in a sentence.
    pub(super) fn sources(&self, sentence: usize) -> Vec<TextRange> {
        let here = self.by_content.get(sentence).into_iter().flatten();
        here.filter_map(|&at| self.attributions[at].source).collect()
    }

    /// Attributions whose content opens in a sentence.
    pub(super) fn opening(&self, sentence: usize, range: TextRange) -> impl Iterator<Item = usize> {
        let here = self.by_content.get(sentence).into_iter().flatten().copied();
        here.filter(move |&at| {
            let first = self.attributions[at].content.first();
            first.is_some_and(|piece| range.start() <= piece.start() && piece.start() < range.end())
        })
    }
}

/// A claimant whose name comes from earlier in the report.
fn from_before(claimant: Claimant) -> Claimant {
    let earlier = |speaker: Speaker| Speaker { how: speaker.how.max(Resolution::Discourse), ..speaker };
    match claimant {
        Claimant::Named(speaker) => Claimant::Named(earlier(speaker)),
        Claimant::Unnamed(speaker) => Claimant::Unnamed(earlier(speaker)),
        Claimant::Collective(speaker) => Claimant::Collective(earlier(speaker)),
        other => other,
    }
}

/// The name that tells one claimant from another.
pub(super) fn name(claimant: &Claimant) -> &str {
    claimant.speaker().map_or(claimant.kind(), |Speaker { name, .. }| name)
}
