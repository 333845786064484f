//! What a figure measures, read off the words around it: the verb that governs it, what it counts,
//! how the counted are described, and last what such things are measured as.

use super::phrase::Phrase;
use super::words::{self, follow, follow_closely, preposition};
use crate::measures::{Classes, Role, Table, table};
use rashomon_text::Layers;
use rashomon_text::quantities::Quantity;
use rashomon_text::syntax::{Relation, Upos};
use smol_str::SmolStr;

/// A measure and the word that says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Index into the table.
    pub(super) measure: usize,
    /// The token that triggered it.
    pub(super) trigger: usize,
}

/// Looks for the words that say what one figure measures.
pub(super) struct Measuring<'a> {
    layers: &'a Layers<'a>,
    table: &'static Table,
    phrase: &'a Phrase<'a>,
    classes: Classes,
}

impl<'a> Measuring<'a> {
    /// For one phrase.
    pub(super) fn new(layers: &'a Layers<'a>, phrase: &'a Phrase<'a>) -> Self {
        Self { layers, table: table(), phrase, classes: phrase.classes }
    }

    /// What the words say, from the surest to the least sure; none if they say nothing. A number that only
    /// points ("14 of which", "nearly 15,000 of these losses") takes what is said of it next.
    pub(super) fn find(&self) -> Option<Found> {
        if self.phrase.partitive
            && self.phrase.is_anaphoric(self.layers)
            && let Some(found) = self.described().or_else(|| self.after())
        {
            return Some(found);
        }
        if let Some(found) = self.part_of_counted().or_else(|| self.whole_of_part()) {
            return Some(found);
        }
        let counted = self.counted();
        if (!self.phrase.partitive || !self.phrase.counts())
            && let Some(found) = counted
        {
            return Some(found);
        }
        if let Some(found) = self.alone() {
            return Some(found);
        }
        if let Some(found) = self.gapped() {
            return Some(found);
        }
        let governed = self.governed();
        if let Some(found) = governed.filter(|found| !self.is_purpose(found.trigger)) {
            return Some(found);
        }
        let near = || self.described().or(governed).or(counted).or_else(|| self.borne());
        near().or_else(|| self.after()).or_else(|| self.before())
    }

    /// "Seven dead and 50 injured": a number without a noun takes the state right after it, or the verb right before
    /// it ("and wounded 40", whatever the tree makes of the verb).
    fn alone(&self) -> Option<Found> {
        let end = words::sentence(self.layers, self.phrase.top).end;
        let next = self.phrase.tokens.end;
        let more = next < end && words::is_any(self.layers, next, &["more", "others"]);
        let state = next + usize::from(more);
        let fits = self.phrase.counts() && self.phrase.noun.is_none() && state < end;
        let before = || self.phrase.tokens.start.checked_sub(1).filter(|&verb| self.is_past_form(verb));
        if !fits {
            return None;
        }
        self.state(state).or_else(|| self.verb(Role::Object, before()?))
    }

    /// "Shot down 41 OF 56 drones launched": what is said of the whole is not said of the part, but the verb before is.
    fn part_of_counted(&self) -> Option<Found> {
        let noun = self.phrase.noun.filter(|_| self.phrase.partitive && self.phrase.counts())?;
        let number = |at: usize| self.layers.upos(at) == Upos::Num;
        if (self.phrase.quantity.tokens.end..noun).any(number) { self.before() } else { None }
    }

    /// "41 of 56 drones LAUNCHED": what describes the whole is said of it first.
    fn whole_of_part(&self) -> Option<Found> {
        let of = self.phrase.quantity.tokens.start.checked_sub(1)?;
        let part = of.checked_sub(1).filter(|_| words::is(self.layers, of, "of"))?;
        if self.phrase.counts() && self.layers.upos(part) == Upos::Num { self.described() } else { None }
    }

    /// "90 people were evacuated and 40 houses DAMAGED": the participle right after what is counted, not the verb before.
    fn gapped(&self) -> Option<Found> {
        let layers = self.layers;
        let noun = self.phrase.noun.filter(|&noun| self.phrase.counts() && noun + 1 == self.phrase.tokens.end)?;
        let joined =
            self.phrase.tokens.start.checked_sub(1).is_some_and(|at| words::is_any(layers, at, &["and", ",", ";"]));
        let state = noun + 1;
        let end = words::sentence(layers, noun).end;
        let closes = |at: usize| {
            at >= end || matches!(layers.upos(at), Upos::Punct | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Adv)
        };
        let bare = joined && state < end && closes(state + 1) && words::is_past(layers, state);
        if bare { self.verb(Role::Object, state).or_else(|| self.state(state)) } else { None }
    }

    /// The counted bear a name for it: "40 evacuees", "12 wounded".
    fn borne(&self) -> Option<Found> {
        let noun = self.phrase.noun.filter(|_| self.phrase.counts())?;
        let state = || self.state(noun).filter(|_| self.layers.upos(noun) != Upos::Propn);
        self.compound(Role::Bearer, noun).or_else(state)
    }

    /// The counted noun says it ("eight deaths"), or what an amount is of ("$2 billion in damage").
    fn counted(&self) -> Option<Found> {
        if self.phrase.counts() {
            let noun = self.phrase.noun?;
            return self.noun(noun);
        }
        let Quantity { head, ref tokens, .. } = *self.phrase.quantity;
        let after = self.layers.children(head).filter(|&child| child >= tokens.end);
        let nouns = after.filter(|&child| matches!(self.layers.relation(child), Relation::Nmod | Relation::Obl));
        let below = nouns.chain(self.phrase.noun).find_map(|noun| self.of(noun).or_else(|| self.noun(noun)));
        // "caused $2 billion in damage" hangs the damage on the verb.
        let beside = || Some(tokens.end).filter(|&next| words::is(self.layers, next, "in"));
        below.or_else(|| self.compound(Role::Of, self.layers.head(beside()?)?))
    }

    /// A noun or compound that is a measure of its own.
    fn noun(&self, noun: usize) -> Option<Found> {
        self.compound(Role::Noun, noun)
    }

    /// A noun or adjective that figures belong to: "death toll", "worth"; "number of" looks on to what it is of.
    fn of(&self, noun: usize) -> Option<Found> {
        if words::is_any(self.layers, noun, &["number", "numbers", "total", "count", "tally", "figure", "estimate"])
            && let Some(found) = self.numbered(noun)
        {
            return Some(found);
        }
        self.compound(Role::Of, noun)
    }

    /// "the number of DEAD", "the number of people KILLED".
    fn numbered(&self, noun: usize) -> Option<Found> {
        let below = || self.layers.children(noun).filter(|&child| self.layers.relation(child) == Relation::Nmod);
        let named = below().find_map(|child| self.noun(child).or_else(|| self.state(child)));
        named.or_else(|| below().find_map(|child| self.modifiers(child)))
    }

    fn compound(&self, role: Role, noun: usize) -> Option<Found> {
        let lemma = self.layers.lemma(noun);
        let last = |rest: &[SmolStr]| rest.len() == 1 && words::is(self.layers, noun, &rest[0]);
        let pair = noun.checked_sub(1).and_then(|before| {
            let first = words::lower(self.layers, before);
            self.table.find(role, &first, self.classes, last)
        });
        let alone = || self.table.find(role, lemma, self.classes, |rest| rest.is_empty());
        let form = || self.table.find(role, &words::lower(self.layers, noun), self.classes, |rest| rest.is_empty());
        let measure = pair.or_else(form).or_else(alone)?;
        Some(Found { measure, trigger: noun })
    }

    /// A word that says how the counted are: "dead", "in custody".
    fn state(&self, token: usize) -> Option<Found> {
        let word = words::lower(self.layers, token);
        let follows = |rest: &[SmolStr]| follow_closely(self.layers, token, rest);
        let measure = self.table.find(Role::State, &word, self.classes, follows)?;
        Some(Found { measure, trigger: token })
    }

    fn verb(&self, role: Role, verb: usize) -> Option<Found> {
        let follows = |rest: &[SmolStr]| follow(self.layers, verb, rest);
        let by_lemma = self.table.find(role, self.layers.lemma(verb), self.classes, follows);
        let measure = by_lemma.or_else(|| {
            let lemma = self.table.verb_of(&words::lower(self.layers, verb))?;
            self.table.find(role, &lemma, self.classes, follows)
        })?;
        Some(Found { measure, trigger: verb })
    }

    /// Up the tree from the phrase to the word that governs it.
    fn governed(&self) -> Option<Found> {
        let mut at = self.phrase.top;
        for _ in 0..8 {
            if let Some(found) = self.predicated(at) {
                return Some(found);
            }
            let parent = self.layers.head(at)?;
            if let Some(found) = self.step(at, parent) {
                return Some(found);
            }
            if !self.climbs(at) {
                return None;
            }
            at = parent;
        }
        None
    }

    /// "The toll is 126."
    fn predicated(&self, at: usize) -> Option<Found> {
        self.layers.child(at, Relation::Cop)?;
        self.of(words::subject(self.layers, at)?)
    }

    fn step(&self, at: usize, parent: usize) -> Option<Found> {
        match self.layers.relation(at) {
            Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter => {
                self.predicate(parent, self.layers.relation(at) == Relation::NsubjPass)
            }
            Relation::Obj | Relation::Iobj | Relation::Xcomp => self.object(parent),
            Relation::Obl | Relation::OblUnmarked => self.oblique(at, parent),
            Relation::OblAgent => None,
            Relation::Conj | Relation::Parataxis if self.is_verb(parent) && !self.is_verb(at) => {
                self.verb(Role::Object, parent).or_else(|| self.verb(Role::Subject, parent))
            }
            Relation::Conj | Relation::Appos | Relation::Acl | Relation::AclRelcl | Relation::Parataxis => None,
            _ if matches!(self.layers.upos(parent), Upos::Verb | Upos::Adj | Upos::Adv | Upos::Adp) => self
                .state(parent)
                .or_else(|| self.compound(Role::Of, parent))
                .or_else(|| self.verb(Role::Object, parent)),
            Relation::Nmod => self.of(parent).or_else(|| self.noun_of(at, parent)).or_else(|| self.loosely_oblique(at)),
            _ => self.of(parent).or_else(|| self.noun_of(at, parent)),
        }
    }

    fn is_verb(&self, token: usize) -> bool {
        matches!(self.layers.upos(token), Upos::Verb | Upos::Aux)
    }

    /// "conducted an assault on the town WITH 12 tanks": what hangs on a noun may belong to its verb.
    fn loosely_oblique(&self, at: usize) -> Option<Found> {
        let case = preposition(self.layers, at)?;
        let verb = words::clause(self.layers, at);
        let ends = matches!(case.as_str(), "to" | "from" | "at");
        if case == "of" || !self.is_verb(verb) {
            // "Sales were up 15 percent TO $40 million".
            return if ends { self.predicated(verb) } else { None };
        }
        self.by_preposition(verb, &case).or_else(|| if ends { self.carried(verb, true) } else { None })
    }

    fn by_preposition(&self, verb: usize, case: &str) -> Option<Found> {
        let follows = |rest: &[SmolStr]| rest.len() == 1 && rest[0] == case;
        let measure = self.table.find(Role::Oblique, self.layers.lemma(verb), self.classes, follows)?;
        Some(Found { measure, trigger: verb })
    }

    /// "the arrest of 14 protesters": a noun that counts by itself may also take what it happens to.
    fn noun_of(&self, at: usize, parent: usize) -> Option<Found> {
        let prepositions = ["of", "to", "among"];
        let fits = preposition(self.layers, at).is_some_and(|word| prepositions.contains(&word.as_str()));
        if fits { self.noun(parent) } else { None }
    }

    /// Whether what governs the parent governs this too.
    fn climbs(&self, at: usize) -> bool {
        const CARRIED: [&str; 10] =
            ["of", "including", "like", "such", "along", "plus", "besides", "alongside", "between", "among"];
        let nominal = self.layers.head(at).is_some_and(|parent| !self.is_verb(parent));
        match self.layers.relation(at) {
            _ if !nominal || self.is_verb(at) => false,
            Relation::Conj | Relation::Appos | Relation::Flat | Relation::List | Relation::Nummod => true,
            Relation::Parataxis => true,
            Relation::Compound | Relation::Amod | Relation::Det | Relation::Dep | Relation::Fixed => true,
            Relation::NmodDesc | Relation::NmodUnmarked | Relation::NmodPoss => true,
            Relation::Nmod | Relation::Obl => {
                preposition(self.layers, at).is_none_or(|word| CARRIED.contains(&word.as_str()))
            }
            _ => false,
        }
    }

    /// The counted are its subject.
    fn predicate(&self, verb: usize, passive: bool) -> Option<Found> {
        let layers = self.layers;
        let passive = passive || layers.child(verb, Relation::AuxPass).is_some();
        let bare = || self.is_past_form(verb) && layers.child(verb, Relation::Obj).is_none();
        let by_verb = if passive {
            self.verb(Role::Object, verb)
        } else {
            self.verb(Role::Subject, verb).or_else(|| self.verb(Role::Object, verb).filter(|_| bare()))
        };
        let of_state = || self.state(verb).or_else(|| self.prepositional(verb));
        by_verb.or_else(of_state).or_else(|| self.complement(verb))
    }

    /// The counted are its object.
    fn object(&self, verb: usize) -> Option<Found> {
        self.verb(Role::Object, verb)
            .or_else(|| self.state(verb))
            .or_else(|| self.compound(Role::Of, verb))
            .or_else(|| self.complement(verb))
            .or_else(|| self.carried(verb, false))
    }

    /// A past form by the tree or by its letters: "were shot" may be read as a noun.
    fn is_past_form(&self, verb: usize) -> bool {
        let form = words::lower(self.layers, verb);
        let by_form = || !form.ends_with("ing") && self.table.verb_of(&form).is_some_and(|lemma| lemma != form);
        words::is_past(self.layers, verb) || by_form()
    }

    fn oblique(&self, at: usize, parent: usize) -> Option<Found> {
        let Some(case) = preposition(self.layers, at).or_else(|| self.stray_preposition(at)) else {
            return self.state(parent).or_else(|| self.object(parent));
        };
        // "Revenue fell to $40 million": whose figure is moved says more than the verb; "by 5 percent" is the move.
        let carried = self.carried(parent, true);
        let end = carried.filter(|_| case != "by");
        end.or_else(|| self.by_preposition(parent, &case)).or_else(|| self.compound(Role::Of, parent)).or(carried)
    }

    /// "ALONG at least three axes": a preposition that the tree took for an adverb.
    fn stray_preposition(&self, at: usize) -> Option<SmolStr> {
        let before = self.phrase.tokens.start.checked_sub(1).filter(|_| at == self.phrase.top)?;
        let fits = matches!(self.layers.upos(before), Upos::Adp | Upos::Adv | Upos::Sconj);
        fits.then(|| words::lower(self.layers, before))
    }

    /// "The toll rose to 126", "it wants to increase its forces to 690,000": the verb only moves a
    /// figure that belongs to its subject or object.
    fn carried(&self, verb: usize, by_object: bool) -> Option<Found> {
        if !self.table.carries(self.layers.lemma(verb)) {
            return None;
        }
        let object = self.layers.child(verb, Relation::Obj).filter(|_| by_object);
        let subject = || words::shared_subject(self.layers, verb);
        let moved = |noun: usize| self.of(noun).or_else(|| self.noun(noun));
        object.and_then(|object| self.of(object)).or_else(|| moved(subject()?))
    }

    /// "left three dead", "are believed to be trapped", "confirmed as having died", "are in custody".
    fn complement(&self, verb: usize) -> Option<Found> {
        self.complement_within(verb, 3)
    }

    fn complement_within(&self, verb: usize, depth: usize) -> Option<Found> {
        let layers = self.layers;
        layers.children(verb).filter(|&child| child > verb).find_map(|child| match layers.relation(child) {
            Relation::Xcomp | Relation::Ccomp | Relation::Advcl if self.shares_subject(child) => self
                .state(child)
                .or_else(|| self.participle(child))
                .or_else(|| if depth > 0 { self.complement_within(child, depth - 1) } else { None }),
            Relation::Advmod | Relation::Obl | Relation::Nmod => {
                self.state(child).or_else(|| self.prepositional(child))
            }
            _ => None,
        })
    }

    /// A clause below a verb speaks of the same counted: without a subject of its own, and no aside.
    fn shares_subject(&self, verb: usize) -> bool {
        let own = words::subject(self.layers, verb).is_some();
        let mark = self.layers.child(verb, Relation::Mark).or_else(|| self.layers.child(verb, Relation::Case));
        let joined = self.layers.relation(verb) != Relation::Advcl
            || mark.is_some_and(|mark| words::is(self.layers, mark, "as"));
        !own && joined
    }

    /// "in custody", "at the scene": a state that opens with its preposition.
    fn prepositional(&self, noun: usize) -> Option<Found> {
        let first = self.layers.child(noun, Relation::Case).filter(|&case| case < noun)?;
        self.state(first)
    }

    /// A verb that describes the counted without a subject: "trapped", "having died", "living".
    fn participle(&self, verb: usize) -> Option<Found> {
        let passive = self.layers.child(verb, Relation::AuxPass).is_some();
        let active = words::is_progressive(self.layers, verb) || self.layers.child(verb, Relation::Aux).is_some();
        let (first, second) =
            if active && !passive { (Role::Subject, Role::Object) } else { (Role::Object, Role::Subject) };
        self.verb(first, verb).or_else(|| if passive || !active { self.verb(second, verb) } else { None })
    }

    /// "N dead soldiers", "N people trapped inside", "N who were hurt".
    fn described(&self) -> Option<Found> {
        let number = self.phrase.quantity.head;
        let noun = self.phrase.noun.filter(|&noun| noun != number);
        noun.into_iter().chain([number]).find_map(|base| self.modifiers(base))
    }

    fn modifiers(&self, noun: usize) -> Option<Found> {
        let layers = self.layers;
        layers.children(noun).find_map(|child| match layers.relation(child) {
            Relation::Amod | Relation::Advmod | Relation::Compound => self.state(child).or_else(|| self.past(child)),
            Relation::Acl => self.state(child).or_else(|| self.participle(child)).or_else(|| self.complement(child)),
            Relation::AclRelcl => self.relative(child),
            Relation::Nmod | Relation::Obl => self.prepositional(child),
            _ => None,
        })
    }

    fn past(&self, verb: usize) -> Option<Found> {
        let joined = verb > 0 && self.layers.text(verb - 1) == "-";
        let fits = self.layers.upos(verb) == Upos::Verb && words::is_past(self.layers, verb) && !joined;
        if fits { self.verb(Role::Object, verb) } else { None }
    }

    /// A relative clause of which the counted are subject ("who died") or object ("that he holds").
    fn relative(&self, verb: usize) -> Option<Found> {
        match words::subject(self.layers, verb) {
            Some(subject) if !words::is_any(self.layers, subject, &["who", "which", "that"]) => self.object(verb),
            Some(subject) => self.predicate(verb, self.layers.relation(subject) == Relation::NsubjPass),
            None => self.predicate(verb, false),
        }
    }

    /// Whether a trigger stands in a clause of purpose ("to free five people trapped"): what is wanted has not
    /// come about, so a description of the counted says more.
    fn is_purpose(&self, trigger: usize) -> bool {
        let to = self.layers.child(trigger, Relation::Mark).is_some_and(|mark| words::is(self.layers, mark, "to"));
        to && matches!(self.layers.relation(trigger), Relation::Xcomp | Relation::Advcl | Relation::Acl)
    }

    /// Where the tree says nothing: the words right after it. "Seven dead, 50 injured after crash"
    fn after(&self) -> Option<Found> {
        let layers = self.layers;
        let start = self.past_aside(self.phrase.tokens.end);
        let end = words::sentence(layers, self.phrase.top).end.min(start + 6);
        for at in start..end {
            let active = layers.child(at, Relation::Obj).is_some();
            if let Some(found) = self.state(at).or_else(|| self.past(at).filter(|_| !active)) {
                return Some(found);
            }
            if let Some(found) =
                self.verb(Role::Subject, at).filter(|_| !matches!(layers.upos(at), Upos::Noun | Upos::Propn))
            {
                return Some(found);
            }
            let skipped = matches!(layers.upos(at), Upos::Aux | Upos::Adv | Upos::Adj | Upos::Pron | Upos::Det);
            if !skipped {
                return None;
            }
        }
        None
    }

    /// "five platforms – two of them new – were destroyed": the words after an aside.
    fn past_aside(&self, start: usize) -> usize {
        const ASIDE: usize = 40;
        let layers = self.layers;
        let end = words::sentence(layers, self.phrase.top).end.min(start + ASIDE);
        let close = match layers.tokens.get(start).map(|_| layers.text(start)) {
            Some("–") => "–",
            Some("—") => "—",
            Some("(") => ")",
            _ => return start,
        };
        (start + 1..end).find(|&at| layers.text(at) == close).map_or(start, |at| at + 1)
    }

    /// Where the tree says nothing: the words right before it. "killing at least 11"
    fn before(&self) -> Option<Found> {
        let layers = self.layers;
        let start = words::sentence(layers, self.phrase.top).start.max(self.phrase.tokens.start.saturating_sub(4));
        for at in (start..self.phrase.tokens.start).rev() {
            let word = !matches!(layers.upos(at), Upos::Noun | Upos::Propn | Upos::Verb);
            let described = self.compound(Role::Of, at).or_else(|| self.state(at)).filter(|_| word);
            if described.is_some() {
                return described;
            }
            match layers.upos(at) {
                Upos::Verb => return self.verb(Role::Object, at),
                Upos::Noun if !words::is(layers, at + 1, "of") => {
                    return self.of(at).or_else(|| self.verb(Role::Object, at));
                }
                Upos::Noun => return self.of(at),
                Upos::Det | Upos::Adj | Upos::Adv | Upos::Num | Upos::Adp | Upos::Pron => {}
                Upos::Punct if layers.text(at) == ":" => {}
                _ => return None,
            }
        }
        None
    }
}
