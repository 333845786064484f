//! What the model looks at to give every token around a cue its part: source, cue, content or none.

use super::super::draft::Draft;
use super::super::subjects;
use super::facts::Fact;
use super::hash::{Features, mix};
use super::rules::{Part, Rules};
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// The most tokens around a cue that are looked at.
const WIDEST: usize = 240;

/// The most sentences on either side.
const SENTENCES: usize = 5;

/// How many heads above the cue are told apart.
const HEIGHT: usize = 7;

/// A cue with the tokens around it.
pub struct Window<'a, 'r> {
    layers: &'a Layers<'r>,
    facts: &'a [Fact],
    /// The cue.
    pub anchor: usize,
    /// The tokens that may belong to its attribution.
    pub tokens: Range<usize>,
    sentence: usize,
    draft: Option<Draft>,
    /// For each token the branch it stands in.
    branches: Vec<Branch>,
    /// The subject of the cue, and whether it is its own.
    subject: (u32, Range<usize>),
}

/// Where a token hangs, seen from the cue.
#[derive(Clone, Copy, Default)]
struct Branch {
    /// The uppermost token of the branch.
    top: u32,
    /// How far above the cue the branch is tied: 0 for its own dependents.
    height: u32,
    /// How far below the top the token hangs.
    depth: u32,
    /// Height, relation of the top and its side, as one number.
    role: u32,
}

impl<'a, 'r> Window<'a, 'r> {
    /// The window of a cue.
    pub(super) fn new(layers: &'a Layers<'r>, facts: &'a [Fact], anchor: usize, draft: Option<Draft>) -> Self {
        let sentence = layers.sentence_at(anchor);
        let tokens = reach(layers, facts, sentence);
        let mut window =
            Self { layers, facts, anchor, tokens, sentence, draft, branches: Vec::new(), subject: (0, 0..0) };
        window.subject = window.subject();
        window.branches = window.branches();
        window
    }

    fn subject(&self) -> (u32, Range<usize>) {
        let own = subjects::nearest_subject(self.layers, self.anchor, true);
        let found = subjects::subject(self.layers, self.anchor);
        found.map_or((0, 0..0), |source| (1 + u32::from(own.is_none()), source.tokens))
    }

    fn branches(&self) -> Vec<Branch> {
        let heads: Vec<usize> =
            std::iter::once(self.anchor).chain(self.layers.ancestors(self.anchor).take(HEIGHT - 1)).collect();
        self.tokens.clone().map(|at| self.branch(at, &heads)).collect()
    }

    fn branch(&self, token: usize, heads: &[usize]) -> Branch {
        let sentence = self.layers.sentence_at(token);
        let away = sentence as isize - self.sentence as isize;
        let mut top = token;
        let mut depth = 0;
        let mut height = 15;
        loop {
            if let Some(at) = heads.iter().position(|&head| head == top) {
                height = if depth == 0 { 8 + at as u32 } else { height };
                break;
            }
            let Some(head) = self.layers.head(top) else { break };
            if let Some(at) = heads.iter().position(|&known| known == head) {
                height = at as u32;
                break;
            }
            (top, depth) = (head, depth + 1);
        }
        let away = away.clamp(-3, 3) as u32;
        let side = u32::from(top < self.anchor);
        let role = mix(mix(self.facts[top].relation, height | side << 5), away);
        Branch { top: top as u32, height, depth, role }
    }

    fn near(&self, token: usize, step: isize) -> Option<&Fact> {
        let at = token.checked_add_signed(step)?;
        self.tokens.contains(&at).then(|| &self.facts[at])
    }

    /// Whether the tree makes a token the subject of the cue, its own (1) or one that it shares (2).
    fn is_subject(&self, token: usize) -> u32 {
        if self.subject.1.contains(&token) { self.subject.0 } else { 0 }
    }

    /// What the rules make of the cue.
    pub(super) fn draft(&self) -> Option<&Draft> {
        self.draft.as_ref()
    }

    /// The part that the rules give a token.
    fn ruled(&self, token: usize) -> Part {
        Rules::part(self.draft.as_ref(), token)
    }
}

/// The sentence of a cue, and the quoted sentences of its paragraph that touch it.
fn reach(layers: &Layers, facts: &[Fact], sentence: usize) -> Range<usize> {
    let quoted = |token: usize| facts[token].quote != 0;
    let of = |at: usize| layers.sentences[at].tokens.clone();
    let mut range = of(sentence);
    for next in (sentence + 1..layers.sentences.len()).take(SENTENCES) {
        let colon = next == sentence + 1 && layers.text(range.end - 1) == ":";
        let apart = layers.sentences[next].opens_paragraph && !colon;
        let tokens = of(next);
        if apart || tokens.is_empty() || !quoted(tokens.start) || tokens.end - range.start > WIDEST {
            break;
        }
        range.end = tokens.end;
    }
    for before in (0..sentence).rev().take(SENTENCES) {
        let tokens = of(before);
        let apart = layers.sentences[before + 1].opens_paragraph;
        if apart || tokens.is_empty() || !quoted(tokens.end - 1) || range.end - tokens.start > WIDEST {
            break;
        }
        range.start = tokens.start;
    }
    range
}

/// What is the same for all tokens of a window.
struct Anchor {
    lemma: u32,
    upos: u32,
    relation: u32,
    class: u32,
    children: u32,
    quote: u32,
    passive: u32,
}

/// A window as the model is shown it: the features of its tokens and of the joints between them.
pub struct Shown<'w, 'a, 'r> {
    window: &'w Window<'a, 'r>,
    anchor: Anchor,
    kind: u32,
    /// Commas, cues and quotation marks from the start of the window up to each token.
    commas: Vec<[u16; 3]>,
}

impl<'w, 'a, 'r> Shown<'w, 'a, 'r> {
    /// Prepares a window.
    pub fn new(window: &'w Window<'a, 'r>, kind: u32) -> Self {
        let own = &window.facts[window.anchor];
        let children = (own.children & TELLING) as u32 ^ ((own.children & TELLING) >> 32) as u32;
        let passive = u32::from(own.children & (1 << Relation::AuxPass as u32 | 1 << Relation::NsubjPass as u32) != 0);
        let anchor = Anchor {
            lemma: own.lemma,
            upos: own.upos,
            relation: own.relation,
            class: own.class,
            children,
            quote: own.quote,
            passive,
        };
        Self { window, anchor, kind, commas: counts(window) }
    }

    fn between(&self, token: usize, what: usize) -> u32 {
        let at = |token: usize| self.commas[token - self.window.tokens.start][what];
        let (anchor, token) = (at(self.window.anchor), at(token));
        u32::from(anchor.abs_diff(token)).min(3)
    }

    /// The features of one token by itself.
    pub fn token(&self, token: usize, list: &mut Vec<u32>) {
        let mut features = Features::new(list);
        let window = self.window;
        let own = &window.facts[token];
        let branch = window.branches[token - window.tokens.start];
        self.places(token, own, branch, &mut features);
        self.words(token, own, branch, &mut features);
        self.rules(token, own, branch, &mut features);
    }

    /// The features that all tokens of a branch have.
    pub fn branch(&self, token: usize, list: &mut Vec<u32>) {
        let mut features = Features::new(list);
        features.group(1);
        let anchor = &self.anchor;
        let branch = self.window.branches[token - self.window.tokens.start];
        let role = branch.role;
        let top = &self.window.facts[branch.top as usize];
        let marker = self.window.facts.get(top.marker as usize).map_or(0, |fact| fact.form);
        let first = self.window.layers.subtree(branch.top as usize).start;
        let opening = self.window.facts[first].form;
        let comma = first.checked_sub(1).map_or(0, |at| u32::from(self.window.layers.text(at) == ","));
        features.add(&[role]);
        features.add(&[role, anchor.lemma]);
        features.add(&[role, anchor.upos, anchor.relation]);
        features.add(&[role, anchor.class]);
        features.add(&[role, anchor.class, anchor.children]);
        features.add(&[role, anchor.children, anchor.passive]);
        features.add(&[role, anchor.lemma, anchor.children]);
        features.add(&[role, top.lemma]);
        features.add(&[role, marker, anchor.lemma]);
        features.add(&[role, marker, anchor.class]);
        features.add(&[role, opening, comma]);
        features.add(&[role, comma, anchor.class, anchor.children]);
        features.add(&[role, top.upos, top.subject.wrapping_add(1).min(1), comma]);
        features.add(&[role, top.kind, anchor.class]);
        features.add(&[role, self.kind]);
        features.add(&[anchor.relation, branch.height, top.relation, self.kind]);
    }

    /// Whether a token stands in the same branch as the one before it.
    pub fn goes_on(&self, token: usize) -> bool {
        let at = token - self.window.tokens.start;
        at > 0 && self.window.branches[at - 1].top == self.window.branches[at].top
    }

    fn places(&self, token: usize, own: &Fact, branch: Branch, features: &mut Features) {
        features.group(2);
        let anchor = &self.anchor;
        let role = branch.role;
        features.add(&[role, branch.depth.min(3)]);
        features.add(&[role, own.relation, branch.depth.min(2)]);
        features.add(&[role, own.upos]);
        features.add(&[role, own.lemma]);
        features.add(&[role, own.kind]);
        features.add(&[role, u32::from(token < self.window.anchor), anchor.relation, anchor.children]);
    }

    fn words(&self, token: usize, own: &Fact, branch: Branch, features: &mut Features) {
        let anchor = &self.anchor;
        let window = self.window;
        let side = u32::from(token < window.anchor) + 2 * u32::from(token == window.anchor);
        let distance = distance(token, window.anchor);
        let commas = self.between(token, 0);
        let cues = self.between(token, 1);
        let quoted = u32::from(own.quote != 0) + u32::from(own.quote != 0 && own.quote == anchor.quote);
        let any = u32::from(window.facts[window.tokens.clone()].first().is_some_and(|fact| fact.quote != 0));
        let form = |step: isize| window.near(token, step).map_or(2, |fact| fact.form);
        let upos = |step: isize| window.near(token, step).map_or(30, |fact| fact.upos);
        features.group(3);
        features.add(&[side, distance]);
        features.add(&[side, distance, own.upos, anchor.class]);
        features.add(&[side, distance, anchor.lemma]);
        features.add(&[side, commas, cues, quoted]);
        features.add(&[side, commas, anchor.class, anchor.children]);
        features.add(&[side, cues, branch.role]);
        features.add(&[quoted, branch.role]);
        features.add(&[quoted, side, anchor.lemma]);
        features.add(&[quoted, side, anchor.class, any]);
        features.add(&[quoted, side, distance]);
        features.add(&[side, own.form]);
        features.add(&[side, own.form, anchor.class]);
        features.add(&[side, form(-1), own.upos]);
        features.add(&[side, form(1), own.upos]);
        features.add(&[side, upos(-1), own.upos, upos(1)]);
        features.add(&[side, upos(-2), upos(-1), own.upos]);
        features.add(&[side, own.upos, upos(1), upos(2)]);
        features.add(&[side, own.lemma, anchor.lemma]);
        features.add(&[side, form(-1), own.form]);
        features.add(&[side, own.form, form(1)]);
        features.add(&[side, own.kind, distance]);
        features.add(&[side, own.kind, anchor.lemma]);
        features.add(&[side, distance.min(8), own.relation, own.upos]);
    }

    fn rules(&self, token: usize, own: &Fact, branch: Branch, features: &mut Features) {
        let window = self.window;
        let part = |step: isize| {
            let at = token.checked_add_signed(step).filter(|at| window.tokens.contains(at));
            at.map_or(9, |at| window.ruled(at) as u32)
        };
        let own_part = part(0);
        features.group(4);
        features.add(&[own_part, self.kind.min(1)]);
        features.add(&[own_part, self.kind, self.anchor.class]);
        features.add(&[own_part, branch.role]);
        let subject = window.is_subject(token);
        features.add(&[subject, own_part, self.anchor.upos]);
        features.add(&[subject, self.anchor.relation, self.anchor.passive]);
        features.add(&[subject, self.anchor.class, self.anchor.passive]);
        features.add(&[subject, self.anchor.lemma]);
        features.add(&[subject, own.relation, own.upos]);
        features.add(&[own_part, self.anchor.lemma]);
        features.add(&[own_part, part(-1), part(1)]);
        features.add(&[own_part, own.upos, part(-1)]);
        features.add(&[own_part, own.form, part(-1)]);
        features.add(&[own_part, own.form, part(1)]);
        features.add(&[own_part, own.quote.min(1), self.kind]);
        features.add(&[own_part, self.anchor.children, self.anchor.class]);
    }

    /// The features of the joint between a token and the one before it.
    pub fn joint(&self, token: usize, list: &mut Vec<u32>) {
        let mut features = Features::new(list);
        let window = self.window;
        let (own, before) = (&window.facts[token], &window.facts[token - 1]);
        let at = token - window.tokens.start;
        let (branch, other) = (window.branches[at], window.branches[at - 1]);
        let same = u32::from(branch.top == other.top);
        let side = u32::from(token <= window.anchor);
        let opens = window.layers.subtree(token).start == token;
        let crossing = crossing(window, token);
        let ruled = window.ruled(token) as u32 * 4 + window.ruled(token - 1) as u32;
        let subject = window.is_subject(token) * 4 + window.is_subject(token - 1);
        features.group(1);
        features.add(&[subject, ruled]);
        features.add(&[subject, own.form]);
        let close = distance(token, window.anchor).min(3);
        let quotes = u32::from(own.quote != 0) * 2 + u32::from(before.quote != 0);
        features.add(&[0]);
        features.add(&[same, side]);
        features.add(&[branch.role, other.role]);
        features.add(&[own.form, side]);
        features.add(&[before.form, side]);
        features.add(&[own.form, before.form]);
        features.add(&[own.upos, before.upos, same, side]);
        features.add(&[own.form, before.upos, same]);
        features.add(&[before.form, own.upos, same]);
        features.add(&[ruled, same]);
        features.add(&[ruled, own.form, before.form]);
        features.add(&[ruled, own.upos, before.upos]);
        features.add(&[u32::from(opens), own.relation, same, branch.depth.min(2)]);
        features.add(&[crossing, side]);
        features.add(&[crossing, own.form, before.form]);
        features.add(&[crossing, self.anchor.class, side]);
        features.add(&[close, side, self.anchor.class]);
        features.add(&[close, side, self.anchor.lemma]);
        features.add(&[quotes, own.form, before.form]);
        features.add(&[quotes, same, side]);
    }
}

/// Which phrase ends or begins at a joint: the relation of the widest one that ends before it or begins behind it.
fn crossing(window: &Window, token: usize) -> u32 {
    let layers = window.layers;
    let mut opened = 63;
    let mut at = token;
    for _ in 0..12 {
        if layers.subtree(at).start != token {
            break;
        }
        opened = window.facts[at].relation;
        match layers.head(at) {
            Some(head) => at = head,
            None => break,
        }
    }
    let mut closed = 63;
    let mut at = token - 1;
    for _ in 0..12 {
        if layers.subtree(at).end != token {
            break;
        }
        closed = window.facts[at].relation;
        match layers.head(at) {
            Some(head) => at = head,
            None => break,
        }
    }
    opened << 8 | closed
}

/// For every token of a window, how many commas, cues and quotation marks stand before it.
fn counts(window: &Window) -> Vec<[u16; 3]> {
    let mut sums = [0u16; 3];
    let count = |at: usize| {
        let fact = &window.facts[at];
        let before = sums;
        sums[0] += u16::from(window.layers.text(at) == ",");
        sums[1] += u16::from(fact.class != 0 && fact.upos == Upos::Verb as u32);
        sums[2] += u16::from(fact.quote != 0);
        before
    };
    window.tokens.clone().map(count).collect()
}

fn distance(token: usize, anchor: usize) -> u32 {
    match token.abs_diff(anchor) {
        far @ 0..=5 => far as u32,
        6..=8 => 6,
        9..=14 => 7,
        15..=24 => 8,
        25..=40 => 9,
        _ => 10,
    }
}

/// Relations of a cue's dependents that tell how its parts lie.
const TELLING: u64 = 1 << Relation::Nsubj as u32
    | 1 << Relation::NsubjPass as u32
    | 1 << Relation::Obj as u32
    | 1 << Relation::Ccomp as u32
    | 1 << Relation::Xcomp as u32
    | 1 << Relation::Obl as u32
    | 1 << Relation::Parataxis as u32
    | 1 << Relation::NmodPoss as u32
    | 1 << Relation::Nmod as u32
    | 1 << Relation::Acl as u32;
