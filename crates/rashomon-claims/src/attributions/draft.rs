//! An attribution in the making: tokens, before anybody asks who the source is.

use super::sources::is_time;
use super::spans;
use crate::claim::Stance;
use rashomon_text::Layers;
use rashomon_text::syntax::Relation;
use std::ops::Range;

/// Words that name a source.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Source {
    /// The token that stands for it.
    pub head: usize,
    /// Its words as written, a relative pronoun included.
    pub tokens: Range<usize>,
    /// The noun that a relative pronoun or a bare participle speaks of.
    pub antecedent: Option<usize>,
}

impl Source {
    /// The noun phrase of a head.
    pub fn phrase(layers: &Layers, head: usize) -> Self {
        Self { head, tokens: spans::noun_phrase(layers, head), antecedent: None }
    }

    /// The noun phrase of a head, up to a token where its clause begins.
    pub fn before(layers: &Layers, head: usize, limit: usize) -> Self {
        let phrase = spans::noun_phrase(layers, head);
        let tokens = spans::trim(layers, phrase.start..phrase.end.min(limit).max(head + 1));
        Self { head, tokens, antecedent: None }
    }

    /// The subject `head` of a clause; a relative pronoun stands for the noun that the clause hangs on.
    pub fn subject(layers: &Layers, clause: usize, head: usize) -> Self {
        let relative = matches!(layers.text(head), "who" | "which" | "that" | "Who" | "Which");
        let hangs = matches!(layers.relation(clause), Relation::AclRelcl | Relation::Acl | Relation::AdvclRelcl);
        let antecedent = if relative && hangs { layers.head(clause) } else { None };
        let mut source = Self { antecedent, ..Self::phrase(layers, head) };
        if antecedent.is_none() && head < clause {
            source.tokens = spans::up_to_verb(layers, source.tokens, clause);
        }
        source
    }

    /// The source in some tokens, headed as the rules have it where they agree; a relative pronoun stands for the
    /// noun that its clause hangs on.
    pub fn of_tokens(layers: &Layers, tokens: Range<usize>, anchor: usize, ruled: Option<&Self>) -> Self {
        let tokens = match spans::trim(layers, tokens.clone()) {
            inner if inner.is_empty() => tokens,
            inner => inner,
        };
        let speaks = |&at: &usize| spans::is_nominal(layers, at) && !is_time(layers, at);
        if let Some(ruled) = ruled.filter(|ruled| tokens.contains(&ruled.head) && !is_time(layers, ruled.head)) {
            return Self { tokens, ..ruled.clone() };
        }
        let roots = || tokens.clone().filter(|&at| layers.head(at).is_none_or(|head| !tokens.contains(&head)));
        let other = || tokens.clone().filter(speaks).find(|&at| layers.relation(at) != Relation::Compound);
        let head = roots().find(speaks).or_else(other).or_else(|| roots().next()).unwrap_or(tokens.start);
        let relative = tokens.len() == 1 && matches!(layers.text(head), "who" | "which" | "that" | "Who" | "Which");
        let clause = layers.head(head).filter(|_| relative).unwrap_or(anchor);
        let hangs = matches!(layers.relation(clause), Relation::AclRelcl | Relation::Acl | Relation::AdvclRelcl);
        let antecedent = if relative && hangs { layers.head(clause) } else { None };
        Self { head, tokens, antecedent }
    }

    /// The token that says who it is.
    pub fn referent(&self) -> usize {
        self.antecedent.unwrap_or(self.head)
    }
}

/// A cue with what hangs on it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The word that makes it an attribution.
    pub anchor: usize,
    /// The words of the cue.
    pub cue: Range<usize>,
    /// Who says it, if anybody does.
    pub source: Option<Source>,
    /// What is said; may be empty while quotations are still to be attached.
    pub content: Vec<Range<usize>>,
    /// How the cue puts it.
    pub stance: Stance,
    /// Who passes it on.
    pub relays: Vec<Source>,
    /// Whether quoted words may be its content.
    pub takes_quote: bool,
    /// Whether it only repeats what another attribution of the sentence holds ("…, citing the navy").
    pub borrows: bool,
}

impl Draft {
    /// Where the clause of the cue begins and ends, content left out.
    pub fn clause(&self) -> Range<usize> {
        let source = self.source.as_ref().map_or(self.cue.clone(), |source| source.tokens.clone());
        source.start.min(self.cue.start)..source.end.max(self.cue.end)
    }
}
