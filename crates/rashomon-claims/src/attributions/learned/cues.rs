//! What the model looks at to say whether a token is the cue of an attribution.

use super::facts::{Fact, NOBODY};
use super::hash::{Features, mix};
use super::rules::Rules;
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};

/// Stands for what is not there.
static NONE: Fact = Fact {
    lemma: 1,
    form: 1,
    ending: 1,
    upos: 30,
    relation: 63,
    class: 0,
    kind: 0,
    quote: 0,
    children: 0,
    subject: NOBODY,
    clause: NOBODY,
    object: NOBODY,
    oblique: NOBODY,
    marker: NOBODY,
    auxiliary: NOBODY,
};

/// A token in its report.
pub struct Place<'a, 'r> {
    /// The report.
    pub layers: &'a Layers<'r>,
    /// What is known of its tokens.
    pub facts: &'a [Fact],
    /// What the rules found.
    pub rules: &'a Rules<'a>,
    /// Tokens of the sentence.
    pub sentence: std::ops::Range<usize>,
    /// Index of the sentence.
    pub index: usize,
}

/// Whether a token may be a cue at all.
pub fn is_candidate(layers: &Layers, token: usize) -> bool {
    match layers.upos(token) {
        Upos::Verb | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Adp | Upos::Sconj | Upos::Adv | Upos::X => true,
        Upos::Aux => layers.relation(token) != Relation::Aux && layers.relation(token) != Relation::AuxPass,
        Upos::Punct | Upos::Sym => matches!(layers.text(token), ":" | "-" | "–" | "—" | "--"),
        _ => false,
    }
}

impl Place<'_, '_> {
    fn at(&self, token: u32) -> &Fact {
        self.facts.get(token as usize).unwrap_or(&NONE)
    }

    fn near(&self, token: usize, step: isize) -> &Fact {
        match token.checked_add_signed(step) {
            Some(at) if self.sentence.contains(&at) => &self.facts[at],
            _ => &NONE,
        }
    }

    fn head(&self, token: usize) -> &Fact {
        self.layers.head(token).map_or(&NONE, |head| &self.facts[head])
    }

    /// The subject of a token or, where it has none, of what it is joined to.
    fn subject(&self, token: usize) -> (u32, u32) {
        let mut at = token;
        for step in 0..4 {
            let own = self.facts[at].subject;
            if own != NOBODY {
                return (own, step);
            }
            let shares = matches!(
                self.layers.relation(at),
                Relation::Conj | Relation::Advcl | Relation::Xcomp | Relation::Parataxis
            );
            match self.layers.head(at).filter(|_| shares) {
                Some(head) => at = head,
                None => break,
            }
        }
        (NOBODY, 9)
    }

    /// How quotation marks stand around a token.
    fn quoted(&self, token: usize) -> u32 {
        let own = self.facts[token].quote;
        let before = (1..6).any(|step| own == 0 && self.near(token, -step).quote != 0);
        let after = (1..6).any(|step| own == 0 && self.near(token, step).quote != 0);
        let any = self.facts[self.sentence.clone()].iter().any(|fact| fact.quote != 0);
        u32::from(own != 0) | u32::from(before) << 1 | u32::from(after) << 2 | u32::from(any) << 3
    }

    /// What stands before the cue and its subject: a comma, a quotation mark, the sentence's start.
    fn lead(&self, token: usize, subject: u32) -> u32 {
        let start = if subject == NOBODY || subject as usize > token {
            token
        } else {
            self.layers.subtree(subject as usize).start.min(token)
        };
        let lead = self.near(start, -1);
        let punctuation = if lead.upos == Upos::Punct as u32 { lead.form } else { lead.upos };
        mix(punctuation, u32::from(start == token))
    }

    fn distance(count: usize) -> u32 {
        match count {
            0..=3 => count as u32,
            4..=5 => 4,
            6..=9 => 5,
            10..=19 => 6,
            _ => 7,
        }
    }
}

/// Relations that tell what a verb takes.
const CORE: u64 = 1 << Relation::Nsubj as u32
    | 1 << Relation::NsubjPass as u32
    | 1 << Relation::Obj as u32
    | 1 << Relation::Iobj as u32
    | 1 << Relation::Ccomp as u32
    | 1 << Relation::Xcomp as u32
    | 1 << Relation::Obl as u32
    | 1 << Relation::Parataxis as u32
    | 1 << Relation::Advcl as u32
    | 1 << Relation::AuxPass as u32
    | 1 << Relation::NmodPoss as u32
    | 1 << Relation::Nmod as u32
    | 1 << Relation::Acl as u32
    | 1 << Relation::Csubj as u32;

/// How many stages the features of a cue come in, the most telling first.
pub const STAGES: usize = 3;

/// Adds the features of one stage of a token as a cue.
pub fn features(place: &Place, token: usize, stage: usize, list: &mut Vec<u32>) {
    let mut features = Features::onto(list);
    let own = &place.facts[token];
    let core = (own.children & CORE) as u32 ^ ((own.children & CORE) >> 32) as u32;
    match stage {
        0 => words(place, token, own, core, &mut features),
        1 => arguments(place, token, own, core, &mut features),
        _ => surroundings(place, token, own, core, &mut features),
    }
}

fn words(place: &Place, token: usize, own: &Fact, core: u32, features: &mut Features) {
    features.group(1);
    let (before, after) = (place.near(token, -1), place.near(token, 1));
    let (second_before, second_after) = (place.near(token, -2), place.near(token, 2));
    features.add(&[own.lemma]);
    features.add(&[own.lemma, own.upos]);
    features.add(&[own.form]);
    features.add(&[own.upos, own.relation]);
    features.add(&[own.lemma, own.relation]);
    features.add(&[own.class]);
    features.add(&[own.class, own.relation]);
    features.add(&[own.ending, own.upos]);
    features.add(&[core, own.upos]);
    features.add(&[core, own.lemma]);
    features.add(&[core, own.class]);
    features.add(&[own.lemma, after.form]);
    features.add(&[own.lemma, before.form]);
    features.add(&[own.lemma, after.upos]);
    features.add(&[own.lemma, before.upos]);
    features.add(&[before.form, after.form]);
    features.add(&[own.class, after.form]);
    features.add(&[own.class, before.form]);
    features.add(&[own.upos, after.upos, second_after.upos]);
    features.add(&[own.upos, before.upos, second_before.upos]);
    features.add(&[own.lemma, after.form, second_after.form]);
    features.add(&[own.upos, after.form]);
    features.add(&[own.upos, before.form]);
    features.add(&[own.form, second_after.upos, after.upos]);
    features.add(&[own.lemma, second_before.form, before.form]);
}

fn arguments(place: &Place, token: usize, own: &Fact, core: u32, features: &mut Features) {
    features.group(2);
    let (subject_at, shared) = place.subject(token);
    let subject = place.at(subject_at);
    let clause = place.at(own.clause);
    let clause_mark = place.at(clause.marker).form;
    let side = u32::from(own.clause != NOBODY && (own.clause as usize) < token);
    let object = place.at(own.object);
    let oblique = place.at(own.oblique);
    let preposition = place.at(oblique.marker).form;
    let auxiliary = place.at(own.auxiliary);
    features.add(&[subject.lemma, own.class]);
    features.add(&[subject.kind, shared]);
    features.add(&[subject.kind, own.lemma]);
    features.add(&[subject.kind, own.class, core]);
    features.add(&[subject.upos, own.upos, own.relation, shared]);
    features.add(&[clause.relation, clause_mark, side]);
    features.add(&[clause.relation, clause_mark, side, own.lemma]);
    features.add(&[clause.relation, clause_mark, side, own.class, subject.kind]);
    features.add(&[clause.upos, clause.relation, own.class]);
    features.add(&[clause.lemma, own.lemma]);
    features.add(&[object.lemma, own.lemma]);
    features.add(&[object.kind, own.lemma]);
    features.add(&[object.kind, own.class]);
    features.add(&[preposition, own.lemma]);
    features.add(&[preposition, own.class]);
    features.add(&[preposition, own.lemma, oblique.kind]);
    features.add(&[auxiliary.form, own.lemma]);
    features.add(&[auxiliary.form, own.class, own.relation]);
    features.add(&[place.at(own.marker).form, own.lemma]);
    features.add(&[place.at(own.marker).form, own.class, own.relation]);
    features.add(&[place.at(clause.subject).kind, own.lemma]);
}

fn surroundings(place: &Place, token: usize, own: &Fact, core: u32, features: &mut Features) {
    features.group(3);
    let (subject_at, _) = place.subject(token);
    let subject = place.at(subject_at);
    let quoted = place.quoted(token);
    let lead = place.lead(token, subject_at);
    let head = place.head(token);
    let upper = place.layers.head(token).map_or(&NONE, |head| place.head(head));
    let rule = place.rules.kind(token);
    let left = Place::distance(token - place.sentence.start);
    let right = Place::distance(place.sentence.end - token);
    let opens = u32::from(place.layers.sentences[place.index].opens_paragraph) | u32::from(place.index == 0) << 1;
    features.add(&[quoted, own.lemma]);
    features.add(&[quoted, own.class]);
    features.add(&[quoted, subject.kind]);
    features.add(&[quoted, lead, own.class]);
    features.add(&[lead, own.class]);
    features.add(&[lead, own.lemma]);
    features.add(&[lead, own.class, subject.kind]);
    features.add(&[head.lemma, own.relation]);
    features.add(&[head.class, own.relation]);
    features.add(&[head.class, own.relation, own.class]);
    features.add(&[head.lemma, own.relation, own.lemma]);
    features.add(&[head.relation, own.relation, upper.class]);
    features.add(&[head.upos, own.relation, own.lemma]);
    features.add(&[left, right, own.class]);
    features.add(&[left, own.lemma]);
    features.add(&[right, own.lemma]);
    features.add(&[opens, own.class]);
    features.add(&[opens, place.index.min(3) as u32, own.lemma]);
    features.add(&[rule]);
    features.add(&[rule, own.lemma]);
    features.add(&[rule, own.class, own.relation]);
    features.add(&[rule, core]);
    features.add(&[rule, quoted, lead]);
    let cues = |range: std::ops::Range<usize>| {
        place.facts[range].iter().filter(|fact| fact.class != 0 && fact.upos == Upos::Verb as u32).count().min(3)
    };
    let others = [cues(place.sentence.start..token) as u32, cues(token + 1..place.sentence.end) as u32];
    features.add(&[others[0], others[1], own.class]);
    features.add(&[others[0], own.lemma]);
    features.add(&[others[1], own.lemma]);
    let covered = place.rules.covering(token);
    features.add(&[covered, own.class]);
    features.add(&[covered, rule]);
    features.add(&[covered, own.lemma]);
}
