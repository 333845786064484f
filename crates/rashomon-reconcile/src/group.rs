//! Which items answer one question: the same thing in compatible places at compatible times.
//!
//! Items become clusters by union-find over few candidate pairs each (neighbours by date in one
//! place, neighbours by value), from the surest pair to the least sure, and a union is refused where
//! two clusters cannot be one question. So a block of any size takes near-linear time, and the
//! result does not depend on the order of the entries.

use crate::item::{Day, Item, accumulation};
use crate::value::Stretch;
use rashomon_claims::measures::Accumulation;
use rashomon_text::ReportId;
use rashomon_text::places::Precision;
use rustc_hash::{FxHashMap, FxHashSet};

/// Reports of one event stand within so many days of each other, whatever they say.
const NEAR_DAYS: Day = 3;
/// A large count may still grow after so many days without a report …
const FAR_DAYS: Day = 45;
/// … and after so many if it is said whose it is: the losses of a party to a war.
const FAR_DAYS_OF_A_SIDE: Day = 120;
/// Small figures tell no event from another: their questions span no more days than this.
const SMALL_STORY_DAYS: Day = 10;
/// From this on a figure tells an event from others.
const TELLING: f64 = 10.0;
/// Two figures of one speaker in one report that differ by more than this factor answer two questions;
/// and figures without a place by which to know their event may not differ by more.
const OTHER_SCOPE: f64 = 3.0;
/// Two measurements of one thing that does not change differ by no more than this factor.
const ONE_THING: f64 = 1.5;
/// Figures of one place and day that differ by more than this factor answer two questions.
const OTHER_MATTER: f64 = 12.0;
/// A count that only grows may come out so much lower in a later report.
const GROWS: f64 = 0.8;
/// A stretch of this many days and more is a long one ("since August"), as against "in the past 24 hours".
const LONG_DAYS: Day = 7;
/// How many neighbours each item is compared with.
const NEIGHBOURS: usize = 24;
/// How many clusters are looked at as the one that an item of unknown place may belong to.
const CANDIDATES: usize = 64;
/// How many different values of a cluster are kept for comparison.
const VALUES: usize = 32;

/// The items of each question, as positions in `items`, each list in ascending order.
pub fn questions(items: &[Item<'_>]) -> Vec<Vec<usize>> {
    let mut grouping = Grouping::new(items);
    grouping.join_same_place();
    grouping.join_agreeing_places();
    grouping.attach(Missing::Side);
    grouping.attach(Missing::Place);
    grouping.into_groups()
}

/// What a cluster lacks that would tie it to an event.
#[derive(Clone, Copy, PartialEq)]
enum Missing {
    Side,
    Place,
}

/// What grouping knows of the items joined so far.
#[derive(Clone, Debug, Default)]
struct Cluster {
    /// Positions of its items.
    members: Vec<usize>,
    /// Place key, if any item has one (the first's).
    place: Option<usize>,
    /// A party, if any item names one.
    side: Option<usize>,
    first_day: Option<Day>,
    last_day: Option<Day>,
    /// First day of the longest stretch that an item speaks of.
    since: Option<Day>,
    /// Whether an item speaks of a short stretch.
    short: bool,
    greatest: f64,
    /// Different values, at most [`VALUES`].
    values: Vec<Stretch>,
    /// Least and greatest value that one voice in one report gives for one day.
    said: FxHashMap<(ReportId, usize, Option<Day>), (f64, f64)>,
    /// Starts of figures that are parts of others, and of wholes, by report.
    parts: FxHashSet<(ReportId, usize)>,
    wholes: FxHashSet<(ReportId, usize)>,
}

/// A candidate pair: the surest first.
struct Pair {
    apart: f64,
    gap: Day,
    one: usize,
    two: usize,
}

struct Grouping<'g, 'e> {
    items: &'g [Item<'e>],
    accumulation: Accumulation,
    parent: Vec<usize>,
    clusters: Vec<Cluster>,
}

impl<'g, 'e> Grouping<'g, 'e> {
    fn new(items: &'g [Item<'e>]) -> Self {
        let accumulation = items.first().map_or(Accumulation::Stock, |item| accumulation(&item.entry.claim));
        let places = numbered(items.iter().map(|item| item.spot.as_ref().map(|spot| spot.key.clone())));
        let sides = numbered(items.iter().map(|item| item.side.clone()));
        let voices = numbered(items.iter().map(|item| Some(item.voice.clone())));
        let clusters = (0..items.len())
            .map(|at| Cluster::of(at, &items[at], places[at], sides[at], voices[at].unwrap_or_default()))
            .collect();
        Self { items, accumulation, parent: (0..items.len()).collect(), clusters }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Joins the clusters of two items unless they cannot be one question.
    fn join(&mut self, one: usize, two: usize) -> bool {
        let (one, two) = (self.root(one), self.root(two));
        if one == two || !self.clusters[one].can_join(&self.clusters[two], self.accumulation) {
            return false;
        }
        let larger_first = self.clusters[one].members.len() >= self.clusters[two].members.len();
        let (keep, drop) = if larger_first { (one, two) } else { (two, one) };
        let dropped = std::mem::take(&mut self.clusters[drop]);
        self.clusters[keep].take(dropped);
        self.parent[drop] = keep;
        true
    }

    fn join_pairs(&mut self, mut pairs: Vec<Pair>) {
        pairs.sort_by(|a, b| a.apart.total_cmp(&b.apart).then((a.gap, a.one, a.two).cmp(&(b.gap, b.one, b.two))));
        for pair in pairs {
            self.join(pair.one, pair.two);
        }
    }

    /// Joins neighbours by date among the items of one place and side.
    fn join_same_place(&mut self) {
        let mut lists: FxHashMap<(Option<usize>, Option<usize>), Vec<usize>> = FxHashMap::default();
        for (at, cluster) in self.clusters.iter().enumerate() {
            lists.entry((cluster.place, cluster.side)).or_default().push(at);
        }
        let settings = numbered(self.items.iter().map(|item| item.setting.clone().filter(|_| item.spot.is_none())));
        let mut by_setting: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (at, setting) in settings.iter().enumerate() {
            setting.iter().for_each(|setting| by_setting.entry(*setting).or_default().push(at));
        }
        let mut pairs = Vec::new();
        for list in lists.values().chain(by_setting.values()) {
            for (position, &two) in list.iter().enumerate() {
                let near = &list[position.saturating_sub(NEIGHBOURS)..position];
                pairs.extend(near.iter().filter_map(|&one| self.pair(one, two)));
            }
        }
        self.join_pairs(pairs);
    }

    /// Joins items of places that lie near or in each other, where they give the same value on the same days.
    fn join_agreeing_places(&mut self) {
        let mut lists: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
        for (at, item) in self.items.iter().enumerate().filter(|(_, item)| item.spot.is_some()) {
            for bucket in [item.stretch.bucket(), item.stretch.bucket() + 1] {
                lists.entry(bucket).or_default().push(at);
            }
        }
        let mut pairs = Vec::new();
        for list in lists.values() {
            for (position, &two) in list.iter().enumerate() {
                let near = &list[position.saturating_sub(NEIGHBOURS)..position];
                pairs.extend(near.iter().filter_map(|&one| self.agreeing_pair(one, two)));
            }
        }
        self.join_pairs(pairs);
    }

    fn agreeing_pair(&self, one: usize, two: usize) -> Option<Pair> {
        let (first, second) = (&self.items[one], &self.items[two]);
        let gap = gap(first.day, second.day);
        let reach = if first.side.is_some() && second.side.is_some() { SMALL_STORY_DAYS } else { NEAR_DAYS };
        if gap > reach || !first.stretch.overlaps(second.stretch) {
            return None;
        }
        let (here, there) = (first.spot.as_ref()?, second.spot.as_ref()?);
        let places_fit = here.same(there) || here.holds(there) || there.holds(here);
        let sides_fit = first.side.is_none() || second.side.is_none() || first.side == second.side;
        (places_fit && sides_fit).then_some(Pair { apart: 0.0, gap, one, two })
    }

    /// Whether two items of one place (or both of none) and one side (or both of none) may answer one question.
    fn pair(&self, one: usize, two: usize) -> Option<Pair> {
        let (first, second) = (&self.items[one], &self.items[two]);
        let gap = gap(first.day, second.day);
        if gap > FAR_DAYS_OF_A_SIDE && self.accumulation != Accumulation::Fixed {
            return None;
        }
        let agree = first.stretch.overlaps(second.stretch);
        let ratio = first.stretch.ratio(second.stretch);
        let telling = first.stretch.point.min(second.stretch.point) >= TELLING;
        let known = agree || is_same_speaker(first, second) || telling && ratio <= OTHER_SCOPE;
        let one_setting = first.setting.is_some() && first.setting == second.setting;
        let may_go_on = known || ratio <= OTHER_MATTER && (one_setting || is_tied_to_an_event(first));
        let near = gap <= NEAR_DAYS && may_go_on;
        let fits = match self.accumulation {
            Accumulation::Fixed => agree || first.spot.is_some() && ratio <= ONE_THING,
            Accumulation::Flow => near && days_overlap(first, second),
            Accumulation::Cumulative => near || gap <= far(first, telling) && may_go_on && grows(first, second),
            Accumulation::Stock => {
                near || gap <= far(first, telling) && may_go_on && ratio <= OTHER_SCOPE * OTHER_SCOPE
            }
        };
        fits.then_some(Pair { apart: if agree { 0.0 } else { ratio }, gap, one, two })
    }

    /// Joins each cluster that lacks something to the only one that it can belong to: the only one
    /// that gives its value, or the only one there is.
    fn attach(&mut self, missing: Missing) {
        let roots: Vec<usize> = (0..self.items.len()).filter(|&at| self.parent[at] == at).collect();
        let lacks = |cluster: &Cluster| match missing {
            Missing::Side => cluster.side.is_none() && cluster.place.is_some(),
            Missing::Place => cluster.place.is_none(),
        };
        let mut targets: FxHashMap<Option<usize>, Vec<usize>> = FxHashMap::default();
        for &root in roots.iter().filter(|&&root| !lacks(&self.clusters[root])) {
            let cluster = &self.clusters[root];
            if missing == Missing::Place || cluster.side.is_some() {
                let place = cluster.place.filter(|_| missing == Missing::Side);
                targets.entry(place).or_default().push(root);
            }
        }
        for list in targets.values_mut() {
            list.sort_by_key(|&root| (self.clusters[root].last_day, self.clusters[root].members.iter().min().copied()));
        }
        let mut joins = Vec::new();
        for &root in roots.iter().filter(|&&root| lacks(&self.clusters[root])) {
            let place = self.clusters[root].place.filter(|_| missing == Missing::Side);
            let only = targets.get(&place).and_then(|list| self.only_candidate(root, list));
            joins.extend(only.map(|target| (root, target)));
        }
        for (root, target) in joins {
            self.join(target, root);
        }
    }

    /// The only cluster of a list, sorted by last day, that `root` may belong to.
    fn only_candidate(&self, root: usize, list: &[usize]) -> Option<usize> {
        let lacking = &self.clusters[root];
        let earliest = lacking.first_day.map(|day| day - NEAR_DAYS);
        let start =
            list.partition_point(|&at| self.clusters[at].last_day.is_some() && self.clusters[at].last_day < earliest);
        let undated = list.iter().take_while(|&&at| self.clusters[at].last_day.is_none()).take(CANDIDATES);
        let dated = list[start..].iter().take(CANDIDATES).filter(|&&at| self.clusters[at].last_day.is_some());
        let fitting: Vec<usize> = undated
            .chain(dated)
            .copied()
            .filter(|&at| lacking.gap(&self.clusters[at]) <= NEAR_DAYS)
            .filter(|&at| lacking.can_join(&self.clusters[at], self.accumulation))
            .collect();
        let within = |factor: f64| -> Vec<usize> {
            fitting.iter().copied().filter(|&at| lacking.lies_within(&self.clusters[at], factor)).collect()
        };
        let fixed = self.accumulation == Accumulation::Fixed;
        match (within(1.0).as_slice(), within(OTHER_SCOPE).as_slice()) {
            (&[only], _) => Some(only),
            ([], &[only]) if !fixed && fitting.len() == 1 => Some(only),
            _ => None,
        }
    }

    fn into_groups(self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> =
            self.clusters.into_iter().map(|cluster| cluster.members).filter(|members| !members.is_empty()).collect();
        groups.iter_mut().for_each(|members| members.sort_unstable());
        groups.sort_unstable();
        groups
    }
}

impl Cluster {
    fn of(at: usize, item: &Item<'_>, place: Option<usize>, side: Option<usize>, voice: usize) -> Self {
        let report = item.entry.report;
        let length = item.since.zip(item.day).map(|(since, day)| day - since);
        let point = item.stretch.point;
        Self {
            members: vec![at],
            place,
            side,
            first_day: item.day,
            last_day: item.day,
            since: item.since.filter(|_| length.is_some_and(|length| length >= LONG_DAYS)),
            short: length.is_some_and(|length| length < LONG_DAYS),
            greatest: point,
            values: vec![item.stretch],
            said: std::iter::once(((report, voice, item.day), (point, point))).collect(),
            parts: item.figure.part_of.iter().map(|range| (report, range.start())).collect(),
            wholes: std::iter::once((report, item.figure.range.start())).collect(),
        }
    }

    /// Whether the two can be one question, places aside.
    fn can_join(&self, other: &Self, accumulation: Accumulation) -> bool {
        let sides = self.side.is_none() || other.side.is_none() || self.side == other.side;
        let stretches = !(self.since.is_some() && other.short || other.since.is_some() && self.short);
        sides
            && stretches
            && self.is_one_story(other, accumulation)
            && !self.is_other_scope(other)
            && !self.is_part(other)
    }

    /// Whether small figures stay within the days that a small story takes.
    fn is_one_story(&self, other: &Self, accumulation: Accumulation) -> bool {
        let fixed = accumulation == Accumulation::Fixed;
        let of_a_side = self.side.is_some() && other.side.is_some();
        let limit = if of_a_side { FAR_DAYS_OF_A_SIDE } else { SMALL_STORY_DAYS };
        fixed || self.greatest.max(other.greatest) >= TELLING || self.span(other) <= limit
    }

    fn span(&self, other: &Self) -> Day {
        let first = self.first_day.into_iter().chain(other.first_day).min();
        let last = self.last_day.max(other.last_day);
        first.zip(last).map_or(0, |(first, last)| last - first)
    }

    /// Whether one voice in one report gives both, for one day, and they are too far apart for one question.
    fn is_other_scope(&self, other: &Self) -> bool {
        let (fewer, more) = if self.said.len() <= other.said.len() { (self, other) } else { (other, self) };
        fewer.said.iter().any(|(key, &(low, high))| {
            more.said
                .get(key)
                .is_some_and(|&(least, greatest)| high > least * OTHER_SCOPE || greatest > low * OTHER_SCOPE)
        })
    }

    fn is_part(&self, other: &Self) -> bool {
        let meets = |one: &FxHashSet<_>, two: &FxHashSet<_>| {
            let (fewer, more) = if one.len() <= two.len() { (one, two) } else { (two, one) };
            fewer.iter().any(|key| more.contains(key))
        };
        meets(&self.parts, &other.wholes) || meets(&other.parts, &self.wholes)
    }

    /// Whether a value of the one agrees with one of the other, or lies within that factor of it.
    fn lies_within(&self, other: &Self, factor: f64) -> bool {
        let near = |one: &Stretch, two: &Stretch| one.overlaps(*two) || factor > 1.0 && one.ratio(*two) <= factor;
        self.values.iter().any(|one| other.values.iter().any(|two| near(one, two)))
    }

    /// Days between the two; none where one is undated.
    fn gap(&self, other: &Self) -> Day {
        match (self.first_day, self.last_day, other.first_day, other.last_day) {
            (Some(first), Some(last), Some(other_first), Some(other_last)) => {
                (other_first - last).max(first - other_last).max(0)
            }
            _ => 0,
        }
    }

    fn take(&mut self, other: Self) {
        self.members.extend(other.members);
        self.place = self.place.or(other.place);
        self.side = self.side.or(other.side);
        self.first_day = self.first_day.into_iter().chain(other.first_day).min();
        self.last_day = self.last_day.max(other.last_day);
        self.since = self.since.into_iter().chain(other.since).min();
        self.short |= other.short;
        self.greatest = self.greatest.max(other.greatest);
        let fresh = other.values.into_iter().filter(|value| !self.values.contains(value)).collect::<Vec<_>>();
        self.values.extend(fresh);
        self.values.truncate(VALUES);
        for (key, (low, high)) in other.said {
            let ends = self.said.entry(key).or_insert((low, high));
            *ends = (ends.0.min(low), ends.1.max(high));
        }
        self.parts.extend(other.parts);
        self.wholes.extend(other.wholes);
    }
}

/// A number for each different value, the same for equal ones.
fn numbered<K: std::hash::Hash + Eq>(keys: impl Iterator<Item = Option<K>>) -> Vec<Option<usize>> {
    let mut numbers: FxHashMap<K, usize> = FxHashMap::default();
    keys.map(|key| {
        let next = numbers.len();
        key.map(|key| *numbers.entry(key).or_insert(next))
    })
    .collect()
}

/// Days between two items; none if neither is dated, and too many if only one is.
fn gap(one: Option<Day>, two: Option<Day>) -> Day {
    match (one, two) {
        (Some(one), Some(two)) => (one - two).abs(),
        (None, None) => 0,
        _ => NEAR_DAYS,
    }
}

/// Whether an item's place or party is narrow enough to tell its event from others of those days.
fn is_tied_to_an_event(item: &Item<'_>) -> bool {
    let narrow = |precision| !matches!(precision, Precision::Country | Precision::Unknown);
    item.side.is_some() || item.spot.as_ref().is_some_and(|spot| narrow(spot.place.precision))
}

fn is_same_speaker(one: &Item<'_>, two: &Item<'_>) -> bool {
    one.voice.is_attributed() && one.voice == two.voice
}

/// After how many days without a report a count may still be the same one.
fn far(item: &Item<'_>, telling: bool) -> Day {
    match (is_tied_to_an_event(item), telling, item.side.is_some()) {
        (true, true, true) => FAR_DAYS_OF_A_SIDE,
        (true, true, false) => FAR_DAYS,
        (true, false, _) | (false, true, _) => SMALL_STORY_DAYS,
        (false, false, _) => NEAR_DAYS,
    }
}

/// Whether the later of two values is no lower than a growing count can be, and not out of all measure.
fn grows(one: &Item<'_>, two: &Item<'_>) -> bool {
    const AT_MOST: f64 = 20.0;
    let (earlier, later) = if one.day <= two.day { (one, two) } else { (two, one) };
    let (from, to) = (earlier.stretch.point, later.stretch.point);
    to >= from * GROWS && to <= from * AT_MOST
}

/// Whether two stretches of days meet, or lie no more than a day apart.
fn days_overlap(one: &Item<'_>, two: &Item<'_>) -> bool {
    let days = |item: &Item<'_>| item.day.map(|last| (item.since.unwrap_or(last).min(last), last));
    match (days(one), days(two)) {
        (Some((from, to)), Some((other_from, other_to))) => from <= other_to + 1 && other_from <= to + 1,
        _ => true,
    }
}
