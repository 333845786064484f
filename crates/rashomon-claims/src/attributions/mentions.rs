//! What a report speaks of: the names and nouns that pronouns and descriptions may stand for, and how salient each is.

use super::quotes::quote_at;
use super::sources::{Nature, is_plural, is_time};
use super::spans::is_nominal;
use rashomon_text::Layers;
use rashomon_text::names::NameKind;
use rashomon_text::syntax::{Relation, Upos};

/// A name, a noun, or several of them joined.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// The token that heads it.
    pub head: usize,
    pub sentence: usize,
    /// Index into the names; none for nouns and for what is joined.
    pub name: Option<usize>,
    pub place: Place,
    pub joined: bool,
}

/// What a mention does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Subject,
    Object,
    Possessor,
    Other,
}

/// The mentions of a report, in reading order of their heads.
pub(super) struct Mentions {
    pub all: Vec<Mention>,
    /// For each sentence, which pronouns are a subject in it, as bits of [`Pronoun`].
    subjects: Vec<u8>,
    /// For each sentence, how many lines without a letter stand before it: what they part are stories of their own.
    parts: Vec<u32>,
}

/// Pronouns by what they stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    He = 1,
    She = 2,
    They = 4,
    It = 8,
}

impl Pronoun {
    /// The pronoun of a word in any case.
    pub fn of(word: &str) -> Option<Self> {
        match word.to_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => Some(Self::He),
            "she" | "her" | "hers" | "herself" => Some(Self::She),
            "they" | "them" | "their" | "themselves" => Some(Self::They),
            "it" | "its" | "itself" => Some(Self::It),
            _ => None,
        }
    }
}

/// Farthest sentence in which a mention still counts.
pub(super) const SENTENCES_BACK: usize = 8;

/// So many mentions before a token are asked at most: it bounds the work on endless sentences.
const MENTIONS_BACK: usize = 160;

/// How much each sentence farther back costs.
const DISTANCE: [i32; SENTENCES_BACK + 1] = [0, 40, 120, 190, 250, 300, 340, 370, 400];

impl Mentions {
    pub fn of(layers: &Layers) -> Self {
        let mut mentions =
            Self { all: Vec::new(), subjects: Vec::new(), parts: Vec::with_capacity(layers.sentences.len()) };
        let mut part = 0;
        for (index, sentence) in layers.sentences.iter().enumerate() {
            let mut subjects = 0;
            let mut lettered = false;
            for token in sentence.tokens.clone() {
                lettered =
                    lettered || layers.upos(token) != Upos::Punct && layers.text(token).contains(char::is_alphabetic);
                subjects |= pronoun_subject(layers, token);
                mentions.note(layers, token, index);
            }
            part += u32::from(!lettered);
            mentions.subjects.push(subjects);
            mentions.parts.push(part);
        }
        mentions
    }

    fn note(&mut self, layers: &Layers, token: usize, sentence: usize) {
        if !matches!(layers.upos(token), Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj) {
            return;
        }
        let at = layers.names.partition_point(|name| name.tokens.end <= token);
        let name = layers.names.get(at).filter(|name| name.tokens.contains(&token));
        let heads = match name {
            Some(name) => layers.head(token).is_none_or(|head| !name.tokens.contains(&head)),
            None => layers.upos(token) == Upos::Noun && heads_phrase(layers, token) && !is_time(layers, token),
        };
        if !heads || self.all.last().is_some_and(|last| name.is_some() && last.name == Some(at) && !last.joined) {
            return;
        }
        let place = place(layers, token);
        self.all.push(Mention { head: token, sentence, name: name.map(|_| at), place, joined: false });
        let joined = layers.relation(token) != Relation::Conj
            && layers
                .children(token)
                .any(|child| child > token && layers.relation(child) == Relation::Conj && is_nominal(layers, child));
        if joined {
            self.all.push(Mention { head: token, sentence, name: None, place, joined });
        }
    }

    /// The mentions that begin before a token, the nearest first, as far back as counts.
    pub fn before(&self, layers: &Layers, token: usize) -> impl Iterator<Item = &Mention> {
        let here = layers.sentence_at(token);
        let end = self.all.partition_point(|mention| mention.head < token);
        let near = move |mention: &&Mention| here - mention.sentence.min(here) <= SENTENCES_BACK;
        self.all[..end].iter().rev().take(MENTIONS_BACK).take_while(near)
    }

    /// The name or noun that says who the subject of a clause is: in "Mr Doe" the tree may have either head the other.
    pub fn of_subject(&self, layers: &Layers, subject: usize) -> Option<&Mention> {
        let at = self.all.partition_point(|mention| mention.head < subject);
        self.all[at..].iter().take(4).find(|mention| phrase_head(layers, mention.head) == subject)
    }

    /// What it costs that a mention stands some sentences before a token; sentences between them that speak of the
    /// same thing by a pronoun cost nothing.
    pub fn distance(&self, layers: &Layers, from: usize, token: usize, pronoun: Option<Pronoun>) -> i32 {
        let (from, here) = (layers.sentence_at(from), layers.sentence_at(token));
        let carries = |&at: &usize| pronoun.is_some_and(|pronoun| self.subjects[at] & pronoun as u8 != 0);
        let between = from + 1..here.max(from + 1);
        let far = (here - from.min(here)).saturating_sub(between.filter(carries).count());
        let parted = self.parts[here] != self.parts[from.min(here)];
        DISTANCE[far.min(SENTENCES_BACK)] + if parted { 150 } else { 0 }
    }
}

/// The bit of the pronoun that a token is, if it is the subject of a clause outside quotations.
fn pronoun_subject(layers: &Layers, token: usize) -> u8 {
    if layers.upos(token) != Upos::Pron || place(layers, token) != Place::Subject {
        return 0;
    }
    let pronoun = Pronoun::of(layers.text(token)).filter(|_| quote_at(layers, token).is_none());
    pronoun.map_or(0, |pronoun| pronoun as u8)
}

/// Whether a noun heads a phrase of its own.
fn heads_phrase(layers: &Layers, token: usize) -> bool {
    !matches!(
        layers.relation(token),
        Relation::Compound | Relation::Amod | Relation::Flat | Relation::Nummod | Relation::Advmod | Relation::Det
    )
}

/// What the phrase around a token does: an apposition, a title or a joined noun does what the one does that it hangs on.
pub(super) fn place(layers: &Layers, token: usize) -> Place {
    match layers.relation(phrase_head(layers, token)) {
        Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter => Place::Subject,
        Relation::Obj | Relation::Iobj | Relation::OblAgent | Relation::Root => Place::Object,
        Relation::NmodPoss => Place::Possessor,
        _ => Place::Other,
    }
}

fn phrase_head(layers: &Layers, token: usize) -> usize {
    let tied = [Relation::Appos, Relation::Flat, Relation::NmodUnmarked, Relation::List, Relation::Conj];
    let mut at = token;
    for _ in 0..4 {
        match layers.head(at).filter(|&head| tied.contains(&layers.relation(at)) && is_nominal(layers, head)) {
            Some(head) => at = head,
            None => break,
        }
    }
    at
}

/// How salient a place in a sentence makes a mention, seen from a later token.
pub(super) fn salience(layers: &Layers, head: usize, place: Place, token: usize) -> i32 {
    let phrase = phrase_head(layers, head);
    let role = match place {
        Place::Subject => 200,
        Place::Object => 110,
        Place::Possessor => 100,
        Place::Other => 70,
    };
    let clause = layers.head(phrase);
    let rules = place == Place::Subject && clause.is_some_and(|verb| layers.ancestors(token).any(|up| up == verb));
    let told = layers.ancestors(head).take(8).any(|up| layers.relation(up) == Relation::Ccomp);
    role + if rules { 120 } else { 0 } - if told && !rules { 50 } else { 0 }
}

/// What sort of thing a name names.
pub(super) fn nature_of(kind: NameKind) -> Nature {
    match kind {
        NameKind::Person => Nature::Person,
        NameKind::Group => Nature::Crowd,
        NameKind::Work => Nature::Document,
        _ => Nature::Body,
    }
}

/// Whether a common noun is in the plural.
pub(super) fn is_several(layers: &Layers, token: usize) -> bool {
    layers.upos(token) != Upos::Propn && is_plural(layers, token)
}
