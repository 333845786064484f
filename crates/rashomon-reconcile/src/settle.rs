//! Puts groups, speakers, origins and relations of one block together.

use crate::item::{self, Day, Item, day_number, day_of};
use crate::origins::origins;
use crate::relations::relations;
use crate::speakers::speakers;
use crate::{Entry, Origin, Question, Relation, RelationKind, Settled, group, short_hash, title};
use jiff::civil::Date;
use rashomon_claims::measures::Accumulation;
use rashomon_text::DateInterval;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Settles one block: entries that share a [`crate::block_key`].
///
/// Entries without a figure answer no question; should a block hold some, they get question and origin 0.
pub fn reconcile(block: &[Entry]) -> Settled {
    let items = item::items(block);
    let mut answers: Vec<Answered<'_, '_>> =
        group::questions(&items).iter().map(|group| Answered::of(&items, group)).collect();
    tell_apart(&mut answers);
    answers.sort_by(|one, two| one.question.id.cmp(&two.question.id));
    collect(block.len(), answers)
}

/// One question with its items, origins and relations (positions among its items).
struct Answered<'i, 'e> {
    question: Question,
    items: Vec<&'i Item<'e>>,
    origins: Vec<Origin>,
    origin_of: Vec<usize>,
    relations: Vec<Relation>,
}

impl<'i, 'e> Answered<'i, 'e> {
    fn of(items: &'i [Item<'e>], group: &[usize]) -> Self {
        let items: Vec<&Item<'e>> = group.iter().map(|&at| &items[at]).collect();
        let accumulation = item::accumulation(&items[0].entry.claim);
        let (speakers, speaker_of) = speakers(&items);
        let (origins, origin_of) = origins(&items, &speakers, &speaker_of);
        let relations = relations(&items, &speaker_of, &origin_of, accumulation);
        let asked = Asked::of(&items, accumulation);
        let question = Question {
            id: asked.id(),
            title: asked.title(),
            disputed: disputed(&relations, &speaker_of),
            origins: origins.iter().map(|origin| &origin.id).collect::<BTreeSet<_>>().len(),
            reports: items.iter().map(|item| item.entry.report).collect::<BTreeSet<_>>().len(),
            claims: items.len(),
            period: asked.period,
        };
        Self { question, items, origins, origin_of, relations }
    }
}

/// Number of speakers that contradict another, or are contradicted.
fn disputed(relations: &[Relation], speaker_of: &[usize]) -> usize {
    let contradicts = |kind| matches!(kind, RelationKind::Conflicts | RelationKind::Denies);
    let disputes = relations.iter().filter(|relation| contradicts(relation.kind));
    disputes.flat_map(|relation| [speaker_of[relation.from], speaker_of[relation.to]]).collect::<BTreeSet<_>>().len()
}

/// What a question asks.
struct Asked {
    measure: SmolStr,
    accumulation: Accumulation,
    counted: String,
    noun: Option<SmolStr>,
    side: Option<SmolStr>,
    place: Option<SmolStr>,
    unit: SmolStr,
    since: Option<Date>,
    period: DateInterval,
}

impl Asked {
    fn of(items: &[&Item<'_>], accumulation: Accumulation) -> Self {
        let claim = &items[0].entry.claim;
        let most = |read: &dyn Fn(&Item<'_>) -> Option<SmolStr>| commonest(items.iter().filter_map(|item| read(item)));
        Self {
            measure: claim.measure.clone(),
            accumulation,
            counted: item::counted(claim).unwrap_or_default(),
            noun: most(&|item| item.entry.claim.what.as_ref().map(|what| what.value.clone())),
            side: most(&|item| item.entry.claim.side.as_ref().map(|side| side.value.clone())),
            place: most(&|item| item.spot.as_ref().map(|spot| spot.place.name.clone())).or_else(|| setting(items)),
            unit: most(&|item| Some(item.figure.unit.clone())).unwrap_or_default(),
            since: since(items),
            period: period(items),
        }
    }

    fn title(&self) -> String {
        let heading = title::heading(&self.measure, self.noun.as_deref(), self.side.as_deref(), &self.unit);
        let place = title::place_phrase(&self.measure, self.place.as_deref());
        let time = title::time_phrase(self.accumulation, self.since, self.period);
        format!("{heading}{place}{time}")
    }

    /// The hash of what is asked. The month of the first day tells one event from another in the same place.
    fn id(&self) -> SmolStr {
        let text = |value: &Option<SmolStr>| value.as_ref().map_or_else(String::new, |value| crate::fold::fold(value));
        let first = self.period.from.or(self.period.to);
        let when = match (self.accumulation, first) {
            (Accumulation::Fixed, _) | (_, None) => String::new(),
            (Accumulation::Flow, Some(first)) => first.to_string(),
            (_, Some(first)) => title::month(first),
        };
        let dimension = item::dimension(&self.unit);
        short_hash(&[&self.measure, dimension, &self.counted, &text(&self.side), &text(&self.place), &when])
    }
}

/// The place that most of the items' reports speak of, if more than half of them agree on one.
fn setting(items: &[&Item<'_>]) -> Option<SmolStr> {
    let name = |item: &&Item<'_>| item.entry.claim.place.as_ref().map(|place| place.value.name.clone());
    let commonest = commonest(items.iter().filter_map(name))?;
    let agree = items.iter().filter(|item| name(item).as_ref() == Some(&commonest)).count();
    (2 * agree > items.len()).then_some(commonest)
}

/// The value that most items have; of equally common ones the first in the alphabet.
fn commonest(values: impl Iterator<Item = SmolStr>) -> Option<SmolStr> {
    let mut counts: BTreeMap<SmolStr, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().max_by(|one, two| one.1.cmp(&two.1).then_with(|| two.0.cmp(&one.0))).map(|(value, _)| value)
}

/// The day since when the items count, if one of them speaks of a week or more: the one that most of those name.
fn since(items: &[&Item<'_>]) -> Option<Date> {
    const LEAST_DAYS: Day = 7;
    let long = |item: &&&Item<'_>| item.since.zip(item.day).is_some_and(|(since, day)| day - since >= LEAST_DAYS);
    let starts = items.iter().filter(long).filter_map(|item| item.since);
    commonest(starts.map(|start| SmolStr::from(day_of(start).to_string()))).and_then(|day| day.parse().ok())
}

/// The days that the items speak of.
fn period(items: &[&Item<'_>]) -> DateInterval {
    let days = || items.iter().filter_map(|item| item.day);
    DateInterval { from: days().min().map(day_of), to: days().max().map(day_of) }
}

/// Gives questions that ask the same in words, as for two events of one place and month, ids of their own:
/// the first by date keeps the plain one.
fn tell_apart(answers: &mut [Answered<'_, '_>]) {
    let order = |answered: &Answered<'_, '_>| {
        let question = &answered.question;
        (question.id.clone(), question.period.from, answered.items[0].entry.claim.id, answered.items[0].figure.range)
    };
    answers.sort_by_key(order);
    let mut before: Option<(SmolStr, usize)> = None;
    for answered in answers {
        let plain = answered.question.id.clone();
        let ordinal = before.as_ref().filter(|(id, _)| *id == plain).map_or(0, |(_, ordinal)| ordinal + 1);
        if ordinal > 0 {
            let first = answered.question.period.from.map_or(0, day_number);
            let value = answered.items[0].stretch.point;
            answered.question.id = short_hash(&[&plain, &first.to_string(), &value.to_string(), &ordinal.to_string()]);
        }
        before = Some((plain, ordinal));
    }
}

/// The parts in the order of the block as given.
fn collect(entries: usize, answers: Vec<Answered<'_, '_>>) -> Settled {
    let mut settled = Settled { question_of: vec![0; entries], origin_of: vec![0; entries], ..Settled::default() };
    let mut origins: BTreeMap<SmolStr, Origin> = BTreeMap::new();
    for answered in &answers {
        answered.origins.iter().for_each(|origin| merge(&mut origins, origin));
    }
    let number: BTreeMap<&SmolStr, usize> = origins.keys().enumerate().map(|(at, id)| (id, at)).collect();
    for (at, answered) in answers.iter().enumerate() {
        for (item, &origin) in answered.items.iter().zip(&answered.origin_of) {
            settled.question_of[item.index] = at;
            settled.origin_of[item.index] = number[&answered.origins[origin].id];
        }
        let index = |position: usize| answered.items[position].index;
        let given =
            |relation: &Relation| Relation { from: index(relation.from), to: index(relation.to), ..relation.clone() };
        settled.relations.extend(answered.relations.iter().map(given));
    }
    settled.origins = origins.into_values().collect();
    settled.questions = answers.into_iter().map(|answered| answered.question).collect();
    settled
}

/// Keeps the fullest name of an origin that several questions share.
fn merge(origins: &mut BTreeMap<SmolStr, Origin>, origin: &Origin) {
    let known = origins.entry(origin.id.clone()).or_insert_with(|| origin.clone());
    let rank = |origin: &Origin| (std::cmp::Reverse(origin.speaker.chars().count()), origin.speaker.clone());
    if rank(origin) < rank(known) {
        *known = origin.clone();
    }
}
