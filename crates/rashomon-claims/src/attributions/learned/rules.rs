//! What the rules found, as the model is told it.

use super::super::draft::Draft;
use super::hash::mix;
use rashomon_text::Layers;
use rashomon_text::syntax::Upos;

/// Part that a token has in an attribution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// None.
    #[default]
    Outside,
    /// It names the source.
    Source,
    /// It is of the cue.
    Cue,
    /// It is said.
    Content,
}

/// How many parts there are.
pub const PARTS: usize = 4;

impl Part {
    /// Every part, in the order of its code.
    pub const ALL: [Self; PARTS] = [Self::Outside, Self::Source, Self::Cue, Self::Content];
}

/// The word of a cue that the others hang on; a verb where there is one, else a noun.
pub fn anchor_of(layers: &Layers, cue: std::ops::Range<usize>) -> Option<usize> {
    let roots = || cue.clone().filter(|&at| layers.head(at).is_none_or(|head| !cue.contains(&head)));
    let verb = roots().find(|&at| layers.upos(at) == Upos::Verb);
    verb.or_else(|| roots().find(|&at| layers.upos(at) == Upos::Noun)).or_else(|| roots().next())
}

/// The drafts of a report, by their anchors.
pub struct Rules<'d> {
    drafts: &'d [Draft],
    by_anchor: Vec<(usize, usize)>,
    /// For each token, the draft with the longest content that covers it, counted from 1.
    covering: Vec<u32>,
}

impl<'d> Rules<'d> {
    /// Looks the drafts of a report of so many tokens up.
    pub(super) fn new(layers: &Layers, drafts: &'d [Draft]) -> Self {
        let tokens = layers.tokens.len();
        let anchor = |draft: &Draft| anchor_of(layers, draft.cue.clone()).unwrap_or(draft.anchor);
        let mut by_anchor: Vec<(usize, usize)> = drafts.iter().enumerate().map(|(at, one)| (anchor(one), at)).collect();
        by_anchor.sort_unstable();
        let mut covering = vec![0; tokens];
        for draft in drafts {
            for piece in &draft.content {
                for slot in &mut covering[piece.start..piece.end.min(tokens)] {
                    *slot = draft.anchor as u32 + 1;
                }
            }
        }
        Self { drafts, by_anchor, covering }
    }

    /// All of them.
    pub(super) fn drafts(&self) -> &'d [Draft] {
        self.drafts
    }

    /// The draft of an anchor.
    pub(super) fn draft(&self, anchor: usize) -> Option<&'d Draft> {
        let at = self.by_anchor.partition_point(|&(known, _)| known < anchor);
        self.by_anchor.get(at).filter(|(known, _)| *known == anchor).map(|&(_, at)| &self.drafts[at])
    }

    /// What sort of draft an anchor has, as a number.
    pub fn kind(&self, anchor: usize) -> u32 {
        self.draft(anchor).map_or(0, |draft| {
            let before = draft.content.first().is_some_and(|piece| piece.start < anchor);
            mix(
                1 + u32::from(draft.source.is_some()),
                draft.content.len().min(3) as u32 * 4 + u32::from(draft.takes_quote) * 2 + u32::from(before),
            )
        })
    }

    /// Whether another draft's content covers a token: 0 no, 1 from the left, 2 from the right.
    pub fn covering(&self, token: usize) -> u32 {
        match self.covering[token] {
            0 => 0,
            anchor if (anchor as usize - 1) < token => 1,
            anchor if (anchor as usize - 1) > token => 2,
            _ => 0,
        }
    }

    /// The part that the rules give a token in the attribution of an anchor.
    pub(super) fn part(draft: Option<&Draft>, token: usize) -> Part {
        let Some(draft) = draft else { return Part::Outside };
        if draft.cue.contains(&token) {
            Part::Cue
        } else if draft.source.as_ref().is_some_and(|source| source.tokens.contains(&token)) {
            Part::Source
        } else if draft.content.iter().any(|piece| piece.contains(&token)) {
            Part::Content
        } else {
            Part::Outside
        }
    }
}
