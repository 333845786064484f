//! How the claims of one question bear on each other, with the reason in plain words.

use crate::item::{Day, Item, Voice, day_of};
use crate::title::day;
use crate::value::{Comparison, Stretch};
use crate::{Relation, RelationKind};
use rashomon_claims::measures::Accumulation;
use rashomon_text::ReportId;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Two claims so many days apart and less speak of one time, unless the count may have grown meanwhile.
const ONE_TIME_DAYS: Day = 0;
/// A count that another speaker puts this many times higher has not just grown …
const GROWTH: f64 = 2.5;
/// … nor one that may rise and fall, put this many times higher or lower …
const SWING: f64 = 4.0;
/// … within so many days.
const GROWTH_DAYS: Day = 14;
/// Up to so many rows of a question all pairs are related; above, each with its neighbours and the best supported.
const ALL_PAIRS: usize = 64;
/// How many neighbours and best supported rows each is related with in larger questions.
const NEIGHBOURS: usize = 12;

/// The claims of one speaker that give one value: one row of a printed question.
#[derive(Debug)]
struct Row {
    speaker: usize,
    /// Positions among the question's items, the first in order first.
    items: Vec<usize>,
    first: Option<Day>,
    last: Option<Day>,
    /// Day from which the same speaker gives another value.
    superseded: Option<Day>,
}

/// The relations of a question's items, as positions among them.
pub fn relations(
    items: &[&Item<'_>],
    speaker_of: &[usize],
    origin_of: &[usize],
    accumulation: Accumulation,
) -> Vec<Relation> {
    let rows = rows(items, speaker_of, origin_of);
    let mut found = Vec::new();
    rows.iter().for_each(|row| repeats(items, row, &mut found));
    let mut updates = Vec::new();
    let own = own_figures(items);
    for (one, two) in pairs(&rows) {
        let bearing = Bearing { items, accumulation, origin_of, own: &own, earlier: &rows[one], later: &rows[two] };
        match bearing.relation() {
            Some(relation) if is_update(relation.kind) => updates.push(relation),
            other => found.extend(other),
        }
    }
    found.extend(nearest_updates(updates));
    found.sort_by_key(|relation| (relation.from, relation.to, relation.kind));
    found
}

fn own_figures(items: &[&Item<'_>]) -> FxHashMap<ReportId, Vec<Stretch>> {
    let mut own: FxHashMap<ReportId, Vec<Stretch>> = FxHashMap::default();
    for item in items.iter().filter(|item| !item.voice.is_attributed()) {
        let values = own.entry(item.entry.report).or_default();
        if values.len() < ALL_PAIRS {
            values.push(item.stretch);
        }
    }
    own
}

fn is_update(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Updates | RelationKind::Corrects)
}

/// Only the first update of each claim: later ones update the update.
fn nearest_updates(mut updates: Vec<Relation>) -> Vec<Relation> {
    updates.sort_by_key(|relation| (relation.to, relation.from));
    updates.dedup_by_key(|relation| relation.to);
    updates
}

/// The rows by their first item; items of a narrator whose figure goes back to a speaker stand in that speaker's row.
fn rows(items: &[&Item<'_>], speaker_of: &[usize], origin_of: &[usize]) -> Vec<Row> {
    let mut source: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.voice.is_attributed()) {
        let _ = item;
        source.entry(origin_of[at]).or_insert(speaker_of[at]);
    }
    let mut rows: BTreeMap<(usize, u64, u64, bool, bool), Vec<usize>> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        let speaker = if item.voice.is_attributed() {
            speaker_of[at]
        } else {
            *source.get(&origin_of[at]).unwrap_or(&speaker_of[at])
        };
        let (low, high) = (item.stretch.low.to_bits(), item.stretch.high.to_bits());
        let factual = item.entry.claim.stance.is_factual();
        rows.entry((speaker, low, high, item.denies(), factual)).or_default().push(at);
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|((speaker, ..), members)| row(items, speaker, members)).collect();
    rows.sort_by_key(|row| (row.first, row.items[0]));
    supersede(&mut rows);
    rows
}

/// Notes from which day on each row's speaker gives another value; rows come by their first day.
fn supersede(rows: &mut [Row]) {
    let mut next: BTreeMap<usize, Day> = BTreeMap::new();
    for row in rows.iter_mut().rev() {
        row.superseded = next.get(&row.speaker).copied().filter(|&day| row.last.is_some_and(|last| last < day));
        if let Some(first) = row.first {
            next.insert(row.speaker, first);
        }
    }
}

fn row(items: &[&Item<'_>], speaker: usize, members: Vec<usize>) -> Row {
    let days = || members.iter().filter_map(|&at| items[at].day);
    Row { speaker, first: days().min(), last: days().max(), superseded: None, items: members }
}

fn repeats(items: &[&Item<'_>], row: &Row, found: &mut Vec<Relation>) {
    let first = row.items[0];
    for &again in &row.items[1..] {
        let reason = match (&items[again].voice, items[again].entry.report == items[first].entry.report) {
            (_, true) => "the same figure of the same speaker, again in one report",
            (Voice::Report(_), false) => "the same figure in the same outlet or page",
            _ => "the same figure of the same speaker in another report",
        };
        found.push(Relation { from: again, to: first, kind: RelationKind::Repeats, reason: reason.to_owned() });
    }
}

/// The pairs of rows to look at, the earlier first.
fn pairs(rows: &[Row]) -> Vec<(usize, usize)> {
    let count = rows.len();
    if count <= ALL_PAIRS {
        return (0..count).flat_map(|two| (0..two).map(move |one| (one, two))).collect();
    }
    let mut supported: Vec<usize> = (0..count).collect();
    supported.sort_by_key(|&at| (std::cmp::Reverse(rows[at].items.len()), at));
    supported.truncate(NEIGHBOURS);
    let near = |two: usize| (two.saturating_sub(NEIGHBOURS)..two).map(move |one| (one, two));
    let mut pairs: Vec<(usize, usize)> = (0..count).flat_map(near).collect();
    for &best in &supported {
        pairs.extend((0..count).filter(|&at| at != best).map(|at| (at.min(best), at.max(best))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Two rows of one question, the earlier and the later.
struct Bearing<'b, 'e> {
    items: &'b [&'b Item<'e>],
    accumulation: Accumulation,
    origin_of: &'b [usize],
    /// The figures that each report gives in its own voice, at most [`ALL_PAIRS`].
    own: &'b FxHashMap<ReportId, Vec<Stretch>>,
    earlier: &'b Row,
    later: &'b Row,
}

impl Bearing<'_, '_> {
    fn relation(&self) -> Option<Relation> {
        let (one, two) = (self.one(), self.two());
        if one.figure.unit != two.figure.unit {
            return None;
        }
        if one.denies() != two.denies() {
            return self.denial();
        }
        let comparable = one.entry.claim.stance.is_factual() && two.entry.claim.stance.is_factual();
        match one.stretch.compare(two.stretch) {
            Comparison::Apart if comparable && !one.denies() => self.apart(),
            Comparison::Apart => None,
            comparison => Some(self.together(comparison)),
        }
    }

    fn one(&self) -> &Item<'_> {
        self.items[self.earlier.items[0]]
    }

    fn two(&self) -> &Item<'_> {
        self.items[self.later.items[0]]
    }

    fn same_speaker(&self) -> bool {
        self.earlier.speaker == self.later.speaker
    }

    /// Days from the last claim of the earlier row to the first of the later; none where one is undated.
    fn gap(&self) -> Option<Day> {
        self.earlier.last.zip(self.later.first).map(|(last, first)| (first - last).max(0))
    }

    /// Days between their publication: orders claims that speak of one day.
    fn published_later(&self) -> bool {
        let said = |row: &Row| row.items.iter().filter_map(|&at| self.items[at].said).max();
        said(self.earlier)
            .zip(self.later.items.iter().filter_map(|&at| self.items[at].said).min())
            .is_some_and(|(one, two)| two > one)
    }

    fn bears(&self, kind: RelationKind, later_on_earlier: bool, reason: String) -> Relation {
        let (one, two) = (self.earlier.items[0], self.later.items[0]);
        let (from, to) = if later_on_earlier { (two, one) } else { (one, two) };
        Relation { from, to, kind, reason }
    }

    /// One denies what the other says.
    fn denial(&self) -> Option<Relation> {
        let agree = self.one().stretch.overlaps(self.two().stretch);
        let reason = "says that it is not so".to_owned();
        (agree && !self.same_speaker()).then(|| self.bears(RelationKind::Denies, self.two().denies(), reason))
    }

    /// The two can be one value.
    fn together(&self, comparison: Comparison) -> Relation {
        let one_origin = self.origin_of[self.earlier.items[0]] == self.origin_of[self.later.items[0]];
        match comparison {
            Comparison::Same if self.same_speaker() || one_origin => {
                self.bears(RelationKind::Repeats, true, "the same speaker's figure in other words".to_owned())
            }
            Comparison::Wider => {
                self.bears(RelationKind::Refines, true, "leaves less open than the earlier figure".to_owned())
            }
            Comparison::Narrower => {
                self.bears(RelationKind::Refines, false, "leaves less open than the later figure".to_owned())
            }
            _ => self.bears(RelationKind::Agrees, true, "another origin gives a value that can be the same".to_owned()),
        }
    }

    /// The two cannot be one value.
    fn apart(&self) -> Option<Relation> {
        if let Some(reason) = self.scope() {
            return Some(self.bears(RelationKind::DiffersInScope, true, reason));
        }
        if self.same_speaker() {
            return self.apart_by_one_speaker();
        }
        if self.told_together() {
            return None;
        }
        let overtaken = self.earlier.superseded.zip(self.later.first).is_some_and(|(day, first)| day <= first);
        (!overtaken).then(|| self.apart_by_two())
    }

    /// Whether both are reports' own figures, and one of the reports gives both: then it knows them to differ,
    /// as in "five were trapped; two still are".
    fn told_together(&self) -> bool {
        let own = |row: &Row| row.items.iter().all(|&at| !self.items[at].voice.is_attributed());
        let tells = |row: &Row, other: &Row| {
            let value = self.items[other.items[0]].stretch;
            let reports = row.items.iter().map(|&at| self.items[at].entry.report);
            reports
                .into_iter()
                .any(|report| self.own.get(&report).is_some_and(|values| values.iter().any(|one| one.overlaps(value))))
        };
        own(self.earlier) && own(self.later) && (tells(self.earlier, self.later) || tells(self.later, self.earlier))
    }

    /// Why the two may speak of different wholes.
    fn scope(&self) -> Option<String> {
        let (one, two) = (self.one(), self.two());
        let (here, there) = (one.spot.as_ref()?, two.spot.as_ref()?);
        let names = |whole: &Item<'_>, part: &Item<'_>| -> Option<String> {
            let (whole, part) = (whole.spot.as_ref()?, part.spot.as_ref()?);
            Some(format!("{} is part of {}", part.place.name, whole.place.name))
        };
        let (low, high) = (one.stretch.point, two.stretch.point);
        if here.key != there.key && here.holds(there) && low > high {
            names(one, two)
        } else if here.key != there.key && there.holds(here) && high > low {
            names(two, one)
        } else {
            None
        }
    }

    /// One speaker gives two values: in time, or in two reports' tellings.
    fn apart_by_one_speaker(&self) -> Option<Relation> {
        let later = self.gap().is_some_and(|gap| gap > 0) || self.published_later();
        let grew = self.two().stretch.point > self.one().stretch.point;
        let same_report = self.one().entry.report == self.two().entry.report;
        if later && (grew || self.accumulation != Accumulation::Cumulative) {
            Some(self.bears(RelationKind::Updates, true, "the same speaker gives a new value later".to_owned()))
        } else if later {
            Some(self.bears(
                RelationKind::Corrects,
                true,
                "the same speaker later gives less, though the count can only grow".to_owned(),
            ))
        } else {
            let reason = "two reports give different figures for one speaker and time".to_owned();
            (!same_report).then(|| self.bears(RelationKind::Conflicts, true, reason))
        }
    }

    /// Two speakers give two values.
    fn apart_by_two(&self) -> Relation {
        let (before, after) = (self.one().stretch, self.two().stretch);
        let grew = after.point > before.point;
        let Some(gap) = self.gap() else {
            return self.bears(
                RelationKind::Conflicts,
                true,
                "no value fits both, and no date says which is later".to_owned(),
            );
        };
        let cumulative = self.accumulation == Accumulation::Cumulative;
        let moved_on = gap > if cumulative { 0 } else { ONE_TIME_DAYS };
        let reach = if cumulative { GROWTH } else { SWING };
        let in_reach = before.ratio(after) <= reach || gap > GROWTH_DAYS;
        match self.accumulation {
            Accumulation::Cumulative if moved_on && grew && in_reach => self.update(gap),
            Accumulation::Stock if moved_on && in_reach => self.update(gap),
            Accumulation::Cumulative if moved_on && !grew => self.bears(
                RelationKind::Conflicts,
                true,
                format!("lower, though {} later and the count can only grow", days(gap)),
            ),
            _ if gap > ONE_TIME_DAYS => {
                self.bears(RelationKind::Conflicts, true, format!("no value fits both, only {} apart", days(gap)))
            }
            _ => self.bears(RelationKind::Conflicts, true, "no value fits both at one time".to_owned()),
        }
    }

    fn update(&self, gap: Day) -> Relation {
        let since = self.later.first.map_or_else(String::new, |first| format!(", as of {}", day(day_of(first))));
        self.bears(RelationKind::Updates, true, format!("another source gives a new value {} later{since}", days(gap)))
    }
}

fn days(count: Day) -> String {
    if count == 1 { "a day".to_owned() } else { format!("{count} days") }
}
