//! Direct speech: which quotation belongs to which cue, and where one goes on without a cue of its own.

use super::draft::{Draft, Source};
use super::spans::{self, child_by};
use super::subjects;
use crate::claim::Stance;
use rashomon_text::quotes::Quote;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::{Layers, TextRange};

/// An attribution with its content found, its source still to be resolved.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// Cue, source, stance; none where a quotation goes on from an earlier attribution.
    pub draft: Option<Draft>,
    /// Where a quotation stands without a cue: who speaks, if the sentence before it tells.
    pub source: Option<Source>,
    /// The attribution whose speaker goes on.
    pub follows: Option<usize>,
    /// What is said.
    pub content: Vec<TextRange>,
    /// How the cue puts it.
    pub stance: Stance,
    /// Whether a quotation was attached to it as speech.
    pub speech: bool,
}

impl Said {
    fn of(layers: &Layers, draft: Draft) -> Self {
        let content = spans::to_text(layers, &draft.content);
        Self {
            source: draft.source.clone(),
            stance: draft.stance,
            draft: Some(draft),
            follows: None,
            content,
            speech: false,
        }
    }

    /// One past the last byte of cue and content.
    fn end(&self, layers: &Layers) -> usize {
        let cue = self.draft.as_ref().map_or(0, |draft| layers.span(draft.clause()).end());
        self.content.iter().map(|piece| piece.end()).max().unwrap_or(0).max(cue)
    }

    fn add(&mut self, range: TextRange) {
        self.content.push(range);
        self.content = spans::join(std::mem::take(&mut self.content));
    }
}

/// Attaches the quotations of a report to the drafts, and follows those that go on.
pub(super) fn attach(layers: &Layers, drafts: Vec<Draft>) -> Vec<Said> {
    let mut taken = vec![false; layers.quotes.len()];
    let mut said: Vec<Said> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mut one = Said::of(layers, draft);
        own_quotes(layers, &mut one, &mut taken);
        if !one.content.is_empty() {
            said.push(one);
        }
    }
    go_on(layers, &mut said, &mut taken);
    said
}

/// Whether a quotation is long enough to be speech and no scare quote or title.
fn is_speech(layers: &Layers, quote: &Quote) -> bool {
    let opening = || quote.tokens.clone().take(12);
    let words = opening().filter(|&at| layers.upos(at) != Upos::Punct).count();
    words >= 5 || words >= 2 && opening().any(|at| matches!(layers.upos(at), Upos::Verb | Upos::Aux))
}

/// The quotation that a token stands in, if it is speech.
pub(super) fn quote_at<'a>(layers: &'a Layers, token: usize) -> Option<&'a Quote> {
    let at = layers.tokens[token].range;
    let index = layers.quotes.partition_point(|quote| quote.range.end() <= at.start());
    layers.quotes.get(index).filter(|quote| quote.range.contains(at) && is_speech(layers, quote))
}

/// Attaches the quotations of the cue's sentence.
fn own_quotes(layers: &Layers, said: &mut Said, taken: &mut [bool]) {
    let Some(draft) = said.draft.clone() else { return };
    let sentence = layers.sentences[layers.sentence_at(draft.anchor)].range;
    let cue = layers.tokens[draft.anchor].range;
    // "Why?" Jane Doe asked: the quotation ends a sentence of its own.
    let back = if said.content.is_empty() { 4 } else { 0 };
    let first = layers.quotes.partition_point(|quote| quote.range.end() + back <= sentence.start());
    for (quote, taken) in layers.quotes[first..].iter().zip(&mut taken[first..]) {
        let colon = said.content.is_empty() && layers.report.text()[..sentence.end()].ends_with(':');
        if quote.range.start() >= sentence.end() + if colon { 5 } else { 0 } {
            break;
        }
        if quote.range.contains(cue) || *taken {
            continue;
        }
        let touches = said.content.iter().any(|piece| piece.intersects(quote.range));
        if touches || draft.takes_quote && adjoins(layers, &draft, quote) {
            said.speech |= !touches || covers_most(quote, &said.content);
            said.add(uncued(quote.range, layers.span(draft.clause())));
            *taken = true;
        }
    }
}

/// A quotation without the clause that interrupts it, should the marks have been paired around it.
fn uncued(quote: TextRange, clause: TextRange) -> TextRange {
    if !quote.intersects(clause) {
        return quote;
    }
    if clause.start() > quote.start() {
        TextRange::of(quote.start(), clause.start())
    } else {
        TextRange::of(clause.end().min(quote.end()), quote.end())
    }
}

fn covers_most(quote: &Quote, content: &[TextRange]) -> bool {
    let whole: usize = content.iter().map(|piece| piece.len()).sum();
    quote.range.len() * 2 > whole
}

/// Whether only commas, a colon or a few words without a verb stand between cue and quotation.
fn adjoins(layers: &Layers, draft: &Draft, quote: &Quote) -> bool {
    let clause = draft.clause();
    let quoted = layers.tokens_in(quote.range);
    if quoted.end <= clause.start {
        let gap = quoted.end..clause.start;
        let spoken = quote.tokens.end.checked_sub(1).is_some_and(|at| layers.upos(at) == Upos::Punct);
        return is_blank(layers, gap.clone()) || spoken && gap.len() <= 8 && !has_verb(layers, gap);
    }
    if quoted.start < clause.end {
        return false;
    }
    let gap = clause.end..quoted.start;
    let opened = gap.clone().last().is_some_and(|at| matches!(layers.text(at), "," | ":" | "that"));
    is_blank(layers, gap.clone())
        || opened && gap.len() <= 25 && (layers.text(gap.end - 1) == ":" || !has_verb(layers, gap))
}

fn is_blank(layers: &Layers, mut gap: std::ops::Range<usize>) -> bool {
    gap.all(|at| layers.upos(at) == Upos::Punct)
}

fn has_verb(layers: &Layers, mut gap: std::ops::Range<usize>) -> bool {
    gap.any(|at| layers.upos(at) == Upos::Verb)
}

/// Gives quotations that fill their sentences to the speaker who spoke last.
fn go_on(layers: &Layers, said: &mut Vec<Said>, taken: &mut [bool]) {
    mark_covered(layers, said, taken);
    let mut ends: Vec<(usize, usize)> = said.iter().enumerate().map(|(at, one)| (one.end(layers), at)).collect();
    ends.sort_unstable();
    let mut ends = ends.into_iter().peekable();
    let mut last: Option<(usize, usize)> = None;
    for (quote, _) in layers.quotes.iter().zip(taken).filter(|(quote, taken)| !**taken && fills_sentence(layers, quote))
    {
        while let Some(next) = ends.next_if(|&(end, _)| end <= quote.range.start()) {
            last = last.max(Some(next));
        }
        if let Some(speaker) = attach_free(layers, said, quote, last) {
            last = Some((quote.range.end(), speaker));
        }
    }
}

/// Attaches a quotation without a cue; `last` is where the last attribution before it ends, and its index.
fn attach_free(layers: &Layers, said: &mut Vec<Said>, quote: &Quote, last: Option<(usize, usize)>) -> Option<usize> {
    let sentence = layers.sentence_at(layers.tokens_in(quote.range).start);
    let previous = sentence.checked_sub(1)?;
    let near = last.filter(|&(end, _)| end > layers.sentences[previous].range.start());
    match near {
        Some((_, at)) if said[at].speech => {
            said[at].add(quote.range);
            return Some(at);
        }
        Some((_, at)) => said.push(follow(said[at].follows.unwrap_or(at), &said[at], quote.range)),
        None => said.push(introduced(layers, previous, quote.range)?),
    }
    Some(said.len() - 1)
}

/// Takes the quotations whose beginning is said by somebody; who speaks within one does not say the whole of it.
fn mark_covered(layers: &Layers, said: &[Said], taken: &mut [bool]) {
    for piece in said.iter().flat_map(|one| &one.content) {
        let first = layers.quotes.partition_point(|quote| quote.tokens.start < layers.tokens_in(*piece).start);
        let inside = layers.quotes[first..].iter().take_while(|quote| quote.range.start() < piece.end()).count();
        taken[first..first + inside].fill(true);
    }
}

/// Whether a quotation is the whole of the sentences that it stands in.
fn fills_sentence(layers: &Layers, quote: &Quote) -> bool {
    let tokens = layers.tokens_in(quote.range);
    if tokens.is_empty() || !is_speech(layers, quote) {
        return false;
    }
    let first = &layers.sentences[layers.sentence_at(tokens.start)];
    let last = &layers.sentences[layers.sentence_at(tokens.end - 1)];
    let rest = tokens.end..last.tokens.end;
    first.range.start() + 1 >= quote.range.start() && is_blank(layers, rest)
}

fn follow(speaker: usize, of: &Said, range: TextRange) -> Said {
    Said { draft: None, source: None, follows: Some(speaker), content: vec![range], stance: of.stance, speech: true }
}

/// A quotation whose speaker is the subject of the sentence before it.
fn introduced(layers: &Layers, sentence: usize, range: TextRange) -> Option<Said> {
    let root = layers.sentences[sentence].tokens.clone().find(|&at| layers.head(at).is_none())?;
    child_by(layers, root, &[Relation::Nsubj, Relation::NsubjPass])?;
    let source = subjects::subject(layers, root)?;
    super::phrases::names_person(layers, source.head).then(|| Said {
        draft: None,
        source: Some(source),
        follows: None,
        content: vec![range],
        stance: Stance::Asserted,
        speech: true,
    })
}
