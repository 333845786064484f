//! Verb cues: "the mayor said that …", "…, police said", "were reported to have …".

use super::draft::{Draft, Source};
use super::lexicon::{Cue, Frame, SourceKind, lexicon};
use super::relays::{listener, quoter};
use super::spans::{self, child_by, is_nominal, trim};
use super::subjects::{
    agent, beside, co_cue, finite, inverted, is_passive, joined_subject, nearest_subject, own_subject, subject,
};
use rashomon_text::Layers;
use rashomon_text::syntax::{Relation, Upos};
use std::ops::Range;

/// The attribution that a token makes as a verb, if it makes one.
pub(super) fn find(layers: &Layers, verb: usize) -> Option<Draft> {
    if !can_be_verb(layers, verb) || is_purpose(layers, verb) {
        return None;
    }
    let fits = |cue: &&Cue| cue.particle().is_none_or(|particle| particle_of(layers, verb, particle).is_some());
    cues(layers, verb).filter(fits).find_map(|cue| draft(layers, verb, cue))
}

/// Whether a token is a verb, or was taken for a noun though "that" follows: "the bank anticipates that …".
fn can_be_verb(layers: &Layers, token: usize) -> bool {
    let next = token + 1;
    match layers.upos(token) {
        Upos::Verb => layers.relation(token) != Relation::Amod && !super::checked::is_check(layers, token),
        Upos::Noun | Upos::Propn if !layers.text(token).ends_with('s') => false,
        Upos::Noun | Upos::Propn if next < layers.tokens.len() && layers.text(next) == "that" => {
            lexicon().noun(layers.lemma(token)).is_none() && layers.upos(next) == Upos::Sconj
        }
        Upos::Noun | Upos::Propn => ends_headline(layers, token),
        _ => false,
    }
}

/// "Nine boats sink, ministry reports": the last word of a line without a full stop.
fn ends_headline(layers: &Layers, token: usize) -> bool {
    let sentence = spans::sentence(layers, token);
    let last = token + 1 == sentence.end;
    let from = token.saturating_sub(5).max(sentence.start);
    last && (from..token.saturating_sub(1)).any(|at| layers.text(at) == ",")
}

/// The verbs of the table that a token may be.
pub(super) fn cues(layers: &Layers, verb: usize) -> impl Iterator<Item = &'static Cue> {
    lexicon().verbs_at(layers.lemma(verb), layers.text(verb))
}

/// Whether a verb is an infinitive of purpose: "a way to report profits".
fn is_purpose(layers: &Layers, verb: usize) -> bool {
    matches!(layers.relation(verb), Relation::Acl | Relation::Advcl) && spans::has_mark(layers, verb, "to")
}

/// What a verb says if it is that cue.
pub(super) fn draft(layers: &Layers, verb: usize, cue: &Cue) -> Option<Draft> {
    let passive = is_passive(layers, verb);
    let (source, found) =
        if passive { (agent(layers, verb), passive_content(layers, verb, cue)) } else { active(layers, verb, cue) };
    let takes_quote = cue.takes(Frame::Quote) && !passive;
    if found.pieces.is_empty() && !takes_quote {
        return None;
    }
    let quoter = quoter(layers, verb);
    let source = quoter.as_ref().map_or(source, |(speaker, _)| Some(speaker.clone()));
    let relays = quoter.and_then(|(_, relay)| relay).or_else(|| listener(layers, verb)).into_iter().collect();
    Some(Draft {
        anchor: verb,
        cue: cue_tokens(layers, verb, cue, found.preposition),
        source,
        content: found.pieces,
        stance: cue.stance(),
        relays,
        takes_quote,
        borrows: false,
    })
}

/// Content of a cue and the preposition that joins the two.
#[derive(Default)]
struct Found {
    pieces: Vec<Range<usize>>,
    preposition: Option<usize>,
}

impl Found {
    fn one(layers: &Layers, piece: Range<usize>) -> Self {
        Self { pieces: vec![trim(layers, piece)], preposition: None }
    }
}

/// The particle of a verb: "out" of "pointed out", "clear" of "made clear".
fn particle_of(layers: &Layers, verb: usize, particle: &str) -> Option<usize> {
    let end = layers.tokens.len().min(verb + 4);
    (verb + 1..end).find(|&at| layers.text(at) == particle && (at == verb + 1 || layers.head(at) == Some(verb)))
}

/// Whether a verb can report a clause.
pub(super) fn reports(layers: &Layers, verb: usize) -> bool {
    cues(layers, verb).any(|cue| cue.takes(Frame::Clause))
}

/// Where the content of a cue must stop because a second cue is joined to the first.
fn before_second_cue(layers: &Layers, verb: usize, range: Range<usize>) -> usize {
    let second = range.clone().find(|&at| layers.relation(at) == Relation::Conj && co_cue(layers, at) == Some(verb));
    second.map_or(range.end, |second| {
        let joint = (range.start..second).rev().find(|&at| layers.upos(at) == Upos::Cconj && at + 4 > second);
        joint.unwrap_or(second)
    })
}

fn active(layers: &Layers, verb: usize, cue: &Cue) -> (Option<Source>, Found) {
    let source = joined_subject(layers, verb).or_else(|| subject(layers, verb));
    let clausal = cue.takes(Frame::Clause) || cue.takes(Frame::Quote);
    if let Some((source, found)) = clausal.then(|| closing(layers, verb)).flatten() {
        return (Some(source), found);
    }
    if let Some(found) = clausal.then(|| clause(layers, verb)).flatten() {
        return (source.or_else(|| beside(layers, verb)), found);
    }
    if let Some(found) = cue.takes(Frame::Clause).then(|| following(layers, verb)).flatten() {
        return (source.or_else(|| beside(layers, verb)), found);
    }
    if let Some(found) = complement(layers, verb, cue).or_else(|| shown(layers, verb, cue, source.as_ref())) {
        return (source.or_else(|| beside(layers, verb)), found);
    }
    if clausal {
        let source = own_subject(layers, verb).or_else(|| beside(layers, verb)).or(source);
        let found = trailing(layers, verb, source.as_ref()).unwrap_or_default();
        return (source, found);
    }
    (source, Found::default())
}

/// What a document shows: "a poll shows the mayor ahead".
fn shown(layers: &Layers, verb: usize, cue: &Cue, source: Option<&Source>) -> Option<Found> {
    let document =
        source.is_some_and(|source| lexicon().source_kind(layers, source.referent()) == Some(SourceKind::Document));
    let object = child_by(layers, verb, &[Relation::Obj]).filter(|&object| object > verb)?;
    let end = layers.subtree(verb).end.max(layers.subtree(object).end);
    (document && cue.takes(Frame::Clause)).then(|| Found::one(layers, layers.subtree(object).start..end))
}

/// A clause behind the verb that the tree takes for something else: "said that …", "polls show she leads".
fn following(layers: &Layers, verb: usize) -> Option<Found> {
    let sentence = spans::sentence(layers, verb);
    let next = verb + 1;
    let near = next..sentence.end.min(verb + 6);
    let that = near
        .take_while(|&at| layers.upos(at) != Upos::Verb && layers.text(at) != ",")
        .find(|&at| layers.text(at) == "that" && (layers.upos(at) == Upos::Sconj || at == next));
    let opens = |at: usize| sentence.end > at + 2;
    let second = || {
        let behind = layers.children(verb).find(|&child| child > verb && layers.relation(child) == Relation::Nsubj);
        behind.filter(|_| nearest_subject(layers, verb, false) != behind).map(|child| layers.subtree(child).start)
    };
    let start = that
        .or_else(second)
        .or_else(|| opens_clause(layers, next, &sentence).then_some(next))
        .filter(|&at| opens(at))?;
    Some(Found::one(layers, start..clause_end(layers, start, &sentence)))
}

/// Whether a subject and its verb follow.
fn opens_clause(layers: &Layers, start: usize, sentence: &Range<usize>) -> bool {
    let mut ahead = start..sentence.end.min(start + 14);
    let opener = ["he", "she", "they", "we", "I", "there", "whether", "if", "why", "how"];
    if ahead.len() > 2 && opener.contains(&layers.text(start)) {
        return true;
    }
    let stop =
        |at: usize| matches!(layers.upos(at), Upos::Punct | Upos::Sconj) && !spans::is_quote_mark(layers.text(at));
    let predicate = ahead.find(|&at| stop(at) || matches!(layers.upos(at), Upos::Verb | Upos::Aux));
    predicate.filter(|&at| !stop(at) && at > start).is_some_and(|at| {
        let clause = if layers.upos(at) == Upos::Aux { layers.head(at).unwrap_or(at) } else { at };
        let own = nearest_subject(layers, clause, true).is_some_and(|subject| subject >= start && subject < at);
        own && !matches!(layers.relation(clause), Relation::AclRelcl | Relation::Acl)
    })
}

/// Where a clause ends at the latest: at the end of the sentence or where a comma joins another.
fn clause_end(layers: &Layers, start: usize, sentence: &Range<usize>) -> usize {
    let turns = ["and", "but", "while", "although", "though", "whereas", "as"];
    (start + 3..sentence.end.saturating_sub(1))
        .find(|&at| layers.text(at) == "," && turns.contains(&layers.text(at + 1)))
        .unwrap_or(sentence.end)
}

/// How far content that begins in a dependent of a verb reaches: over what follows it, up to a new clause.
fn reach(layers: &Layers, verb: usize, first: usize) -> usize {
    let mut end = layers.subtree(first).end;
    for child in layers.children(verb).filter(|&child| child > first) {
        let range = layers.subtree(child);
        let comma = range.start > end && layers.text(range.start - 1) == ",";
        match layers.relation(child) {
            Relation::Punct => {}
            Relation::Advcl | Relation::Obl | Relation::Acl | Relation::Xcomp | Relation::Advmod if !comma => {
                end = range.end
            }
            _ => break,
        }
    }
    end
}

/// A clause as content: behind the verb, before it, or around it.
fn clause(layers: &Layers, verb: usize) -> Option<Found> {
    let child = child_by(layers, verb, &[Relation::Ccomp]).or_else(|| {
        layers.children(verb).find(|&child| {
            layers.relation(child) == Relation::Conj && is_afterthought(layers, verb, layers.subtree(child).start)
        })
    });
    if let Some(child) = child {
        let range = trim(layers, layers.subtree(child));
        let end = if child > verb { reach(layers, verb, child) } else { range.end };
        let end = if child > verb { before_second_cue(layers, verb, range.start..end) } else { end };
        if is_afterthought(layers, verb, range.start) {
            return interposed(layers, verb, range.start..end);
        }
        return Some(Found::one(layers, range.start..end));
    }
    let fronted = layers.children(verb).find(|&child| layers.relation(child) == Relation::Parataxis && child < verb);
    if let Some(child) = fronted {
        return Some(Found::one(layers, layers.subtree(child)));
    }
    around(layers, verb)
}

/// Whether a clause behind ", he said" only adds to what stands before it: "…, though …", "…, and will …".
fn is_afterthought(layers: &Layers, verb: usize, start: usize) -> bool {
    let adds = ["though", "although", "while", "and", "but", "as", "after", "before", "with", "or", "adding"];
    start > verb + 1 && layers.text(start - 1) == "," && adds.contains(&layers.text(start))
}

/// "The dam will hold, she said, and will be raised": what stands before the cue, and what is joined to it.
fn interposed(layers: &Layers, verb: usize, rest: Range<usize>) -> Option<Found> {
    let source = nearest_subject(layers, verb, false).map(|head| Source::subject(layers, verb, head));
    let mut found = trailing(layers, verb, source.as_ref())?;
    if matches!(layers.text(rest.start), "and" | "but" | "or") {
        found.pieces.push(trim(layers, rest));
    }
    Some(found)
}

/// The sentence that an interposed clause stands in: "The dam, she said, will hold".
fn around(layers: &Layers, verb: usize) -> Option<Found> {
    let head = layers.head(verb).filter(|_| layers.relation(verb) == Relation::Parataxis)?;
    own_subject(layers, verb).or_else(|| beside(layers, verb))?;
    let pieces = spans::without(layers, layers.subtree(head), layers.subtree(verb));
    (!pieces.is_empty()).then_some(Found { pieces, preposition: None })
}

/// "…, police said on Monday." and "…, said a spokesman." at the end of a sentence, whatever the tree makes of it.
fn closing(layers: &Layers, verb: usize) -> Option<(Source, Found)> {
    let sentence = spans::sentence(layers, verb);
    let comma = |at: usize| matches!(layers.text(at), "," | "”" | "’" | "\"" | "''");
    let front =
        |end: usize| (end >= sentence.start + 3 && comma(end)).then(|| Found::one(layers, sentence.start..end + 1));
    let turned = verb.checked_sub(1).filter(|&at| comma(at)).and_then(|at| Some((inverted(layers, verb)?, front(at)?)));
    if let Some((source, found)) = turned.filter(|(source, _)| is_last(layers, source.tokens.end, sentence.end)) {
        return Some((source, found));
    }
    let source = finite(layers, verb).filter(|_| is_last(layers, verb + 1, sentence.end))?;
    let before = source.tokens.start.checked_sub(1)?;
    // "…, as one sailor put it."
    let before = if before > sentence.start && layers.text(before) == "as" { before - 1 } else { before };
    let verbal = (sentence.start..before).any(|at| matches!(layers.upos(at), Upos::Verb | Upos::Aux));
    front(before).filter(|_| verbal).map(|found| (source, found))
}

/// Whether nothing but a time, a place or a listener follows up to the end of the sentence.
fn is_last(layers: &Layers, from: usize, end: usize) -> bool {
    let mut rest = from..end;
    let short = rest.len() <= 8;
    short
        && !rest.any(|at| {
            matches!(layers.upos(at), Upos::Verb | Upos::Aux) || matches!(layers.text(at), "," | ":" | "that")
        })
}

/// What stands before ", police said", where the tree does not say so.
fn trailing(layers: &Layers, verb: usize, source: Option<&Source>) -> Option<Found> {
    let start = source.map_or(verb, |source| source.tokens.start.min(verb));
    let sentence = spans::sentence(layers, verb);
    let before = start.checked_sub(1).filter(|&at| at >= sentence.start + 3)?;
    let comma = matches!(layers.text(before), "," | "–" | "—" | "-") || spans::is_quote_mark(layers.text(before));
    let verbal = (sentence.start..before).any(|at| matches!(layers.upos(at), Upos::Verb | Upos::Aux));
    let end = source.map_or(verb + 1, |source| source.tokens.end.max(verb + 1));
    let last = (end..sentence.end).take(9).any(|at| layers.text(at) == ",") || sentence.end.saturating_sub(end) < 9;
    // Some copies of articles have lost their commas: "… in the port a spokesman said."
    let opens = matches!(layers.text(start), "a" | "an" | "the" | "officials" | "police" | "witnesses");
    let bare = opens && sentence.end.saturating_sub(end) <= 1;
    (source.is_some() && (comma || bare) && verbal && last).then(|| Found::one(layers, sentence.start..before + 1))
}

/// Content that is no clause of its own.
fn complement(layers: &Layers, verb: usize, cue: &Cue) -> Option<Found> {
    let object = child_by(layers, verb, &[Relation::Obj, Relation::Iobj]).filter(|&object| object > verb);
    infinitive(layers, verb, cue, object)
        .or_else(|| called(layers, verb, cue, object))
        .or_else(|| prepositional(layers, verb, cue, object))
        .or_else(|| {
            let object = object.filter(|_| cue.takes(Frame::Object))?;
            Some(Found::one(layers, layers.subtree(object).start..reach(layers, verb, object)))
        })
}

fn infinitive(layers: &Layers, verb: usize, cue: &Cue, object: Option<usize>) -> Option<Found> {
    let open = [Relation::Xcomp, Relation::Ccomp, Relation::Advcl, Relation::Acl];
    let to =
        |&child: &usize| child > verb && open.contains(&layers.relation(child)) && spans::has_mark(layers, child, "to");
    let inner = object.and_then(|object| layers.children(object).find(to));
    let found = layers.children(verb).find(to).or(inner)?;
    let range = layers.subtree(found);
    match object {
        None if cue.silent && reports(layers, found) => None,
        None if cue.takes(Frame::To) && cue.silent => Some(raised(layers, verb, range)),
        None if cue.takes(Frame::To) => Some(Found::one(layers, range)),
        Some(object) if cue.takes(Frame::ObjectTo) => Some(Found::one(layers, layers.subtree(object).start..range.end)),
        _ => None,
    }
}

/// "The crew seems to have fled": who is spoken of belongs to what is said.
fn raised(layers: &Layers, verb: usize, infinitive: Range<usize>) -> Found {
    let theme = nearest_subject(layers, verb, true).filter(|&theme| theme < verb && layers.upos(theme) != Upos::Pron);
    let pieces = theme.map(|theme| layers.subtree(theme)).into_iter().chain([infinitive]);
    Found { pieces: pieces.map(|piece| trim(layers, piece)).collect(), preposition: None }
}

fn called(layers: &Layers, verb: usize, cue: &Cue, object: Option<usize>) -> Option<Found> {
    let object = object.filter(|_| cue.takes(Frame::As))?;
    let what = layers.children(verb).find(|&child| {
        child > object
            && (layers.relation(child) == Relation::Xcomp
                || spans::has_mark(layers, child, "as")
                || matches!(layers.relation(child), Relation::Obj | Relation::Ccomp))
    });
    let inside = layers.children(object).find(|&child| {
        let named = matches!(layers.relation(child), Relation::NmodUnmarked | Relation::Appos);
        child > object && (named || spans::has_mark(layers, child, "as"))
    });
    let range = layers.subtree(object);
    let end = match what.or(inside) {
        Some(what) => layers.subtree(what).end,
        None => quoted_from(layers, range.end).or_else(|| named_from(layers, range.end))?,
    };
    Some(Found::one(layers, range.start..end))
}

/// The end of the noun phrase that an article or an adjective at a token begins: "dubbed it a folly".
fn named_from(layers: &Layers, token: usize) -> Option<usize> {
    let sentence = spans::sentence(layers, token.checked_sub(1)?);
    if token >= sentence.end {
        return None;
    }
    let opens = matches!(layers.text(token), "a" | "an") || layers.upos(token) == Upos::Adj;
    let head = layers.head(token).filter(|&head| head > token && layers.upos(token) == Upos::Det);
    opens.then(|| head.map_or(token + 1, |head| head + 1))
}

/// The end of the quotation that begins at a token: "called him “a fraud”".
fn quoted_from(layers: &Layers, token: usize) -> Option<usize> {
    let start = layers.tokens.get(token)?.range.start();
    let at = layers.quotes.partition_point(|quote| quote.range.start() < start);
    layers.quotes.get(at).filter(|quote| quote.range.start() == start).map(|quote| layers.tokens_in(quote.range).end)
}

fn prepositional(layers: &Layers, verb: usize, cue: &Cue, object: Option<usize>) -> Option<Found> {
    let joined = |child: usize| {
        let word = layers
            .children(child)
            .find(|&at| at < child && matches!(layers.relation(at), Relation::Case | Relation::Mark))?;
        cue.prepositions.iter().any(|known| known == layers.text(word)).then_some(word)
    };
    if let Some(object) = object.filter(|_| cue.takes(Frame::ObjectPrep)) {
        let behind = |&child: &usize| child > object && joined(child).is_some();
        let inner = layers.children(object).find(behind);
        // "Put the number of displaced at 70,000": the figure hangs on the participle.
        let deep = || layers.subtree(object).filter(|&at| layers.upos(at) == Upos::Num).find(behind);
        let phrase = layers.children(verb).find(behind).or(inner).or_else(deep)?;
        return Some(Found::one(layers, layers.subtree(object).start..layers.subtree(phrase).end));
    }
    let phrase = layers
        .children(verb)
        .filter(|&child| child > verb && cue.takes(Frame::About))
        .find(|&child| joined(child).is_some_and(|word| word == layers.subtree(child).start))?;
    let word = joined(phrase)?;
    Some(Found { preposition: Some(word), ..Found::one(layers, word + 1..layers.subtree(phrase).end) })
}

fn passive_content(layers: &Layers, verb: usize, cue: &Cue) -> Found {
    if cue.word() == "quote" {
        return Found::default();
    }
    let clausal = cue.takes(Frame::Clause);
    if let Some(child) =
        child_by(layers, verb, &[Relation::Ccomp, Relation::Csubj, Relation::CsubjPass]).filter(|_| clausal)
    {
        return Found::one(layers, layers.subtree(child));
    }
    let theme = child_by(layers, verb, &[Relation::NsubjPass, Relation::Nsubj])
        .filter(|&theme| !matches!(layers.text(theme), "who" | "that" | "which"));
    let as_what = |&child: &usize| cue.takes(Frame::As) && spans::has_mark(layers, child, "as");
    let open = child_by(layers, verb, &[Relation::Xcomp]).or_else(|| layers.children(verb).find(as_what));
    let open = open.filter(|&child| child > verb);
    // "Was found dead" tells what was seen; "was found to be safe" and "was reported dead" what somebody says.
    let bare = |open: usize| layers.upos(open) == Upos::Adj && !spans::has_mark(layers, open, "to");
    let seen = !cue.takes(Frame::Object) && open.is_some_and(bare);
    let raises = clausal && !seen || cue.takes(Frame::To) || cue.takes(Frame::ObjectTo) || cue.takes(Frame::As);
    match (theme, open) {
        (Some(theme), Some(open)) if raises => {
            let pieces = [layers.subtree(theme), layers.subtree(open)];
            Found { pieces: pieces.into_iter().map(|piece| trim(layers, piece)).collect(), preposition: None }
        }
        (Some(theme), None) if cue.takes(Frame::Object) => Found::one(layers, layers.subtree(theme)),
        (None, _) if cue.takes(Frame::Object) => reduced(layers, verb),
        _ => Found::default(),
    }
}

/// "Losses reported by the army": what the participle hangs on, where an agent is named.
fn reduced(layers: &Layers, verb: usize) -> Found {
    let head = layers.head(verb).filter(|&head| layers.relation(verb) == Relation::Acl && is_nominal(layers, head));
    match (head, agent(layers, verb)) {
        (Some(head), Some(_)) => Found::one(layers, layers.subtree(head).start..layers.subtree(verb).start),
        _ => Found::default(),
    }
}

/// The verb with what stands close around it: auxiliaries, negation, particle, preposition.
fn cue_tokens(layers: &Layers, verb: usize, cue: &Cue, preposition: Option<usize>) -> Range<usize> {
    let mut start = verb;
    while start > 0 && belongs(layers, start - 1, verb) {
        start -= 1;
    }
    let particle = cue.particle().and_then(|particle| particle_of(layers, verb, particle));
    let mut end = particle.map_or(verb, |at| at.max(verb)) + 1;
    if preposition == Some(end) {
        end += 1;
    }
    start..end
}

fn belongs(layers: &Layers, token: usize, verb: usize) -> bool {
    let close = [Relation::Aux, Relation::AuxPass, Relation::Advmod, Relation::Mark];
    layers.head(token) == Some(verb)
        && close.contains(&layers.relation(token))
        && matches!(layers.upos(token), Upos::Aux | Upos::Adv | Upos::Part)
}
