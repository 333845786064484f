//! The days that a figure speaks of: a time of its own clause, else of its sentence, else of what came
//! before in the paragraph, else the report's date, else the days in which it can have been written.

use super::words;
use crate::claim::{Resolution, Resolved};
use crate::measures::{Accumulation, Measure};
use jiff::ToSpan;
use jiff::civil::Date;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::times::{Anchor, TimeExpression, TimeKind};
use rashomon_text::{DateInterval, Layers, TextRange};
use std::ops::Range;

/// Finds days sentence by sentence, and remembers the last that a paragraph spoke of.
pub(super) struct Days<'a> {
    layers: &'a Layers<'a>,
    last: Option<&'a TimeExpression>,
    /// The day of the news: the report's date, the first of those in which it can have been written, or the latest day
    /// that it names in full.
    news: Option<Date>,
}

impl<'a> Days<'a> {
    /// Before the first sentence.
    pub(super) fn new(layers: &'a Layers<'a>) -> Self {
        let published = layers.report.provenance().published.date();
        let written = layers.written.and_then(|written| written.from);
        let news = published.or(written).or_else(|| latest_day(layers));
        Self { layers, last: None, news }
    }

    /// The days of a figure at a token, whose measure is triggered at another, said with a cue.
    pub(super) fn of(
        &self,
        top: usize,
        trigger: Option<usize>,
        measure: Option<&Measure>,
        cue: Option<TextRange>,
    ) -> Option<Resolved<DateInterval>> {
        let layers = self.layers;
        let sentence = words::sentence(layers, top);
        let clause = words::clause(layers, trigger.unwrap_or(top));
        let cue = cue.map(|cue| layers.tokens_in(cue));
        let rank = |time: &TimeExpression| {
            let head = self.head(time);
            let governor = words::clause(layers, head);
            // "Ten died on 3 May and 25 on 4 May": a number without its verb has the day behind it.
            let behind = time.tokens.start == top + 2 && matches!(layers.text(top + 1), "on" | "in");
            let of_cue = !behind && cue.as_ref().is_some_and(|cue| cue.contains(&governor)) && governor != clause;
            let then =
                trigger.is_some() && words::is_any(layers, self.after(time), &["when"]) && self.is_of_then(top, time);
            let near = behind || then || layers.ancestors(head).take(4).any(|at| at == top);
            let aside = !near && self.is_aside(head, governor);
            let how = if governor == clause || near { Resolution::Stated } else { Resolution::Sentence };
            let far = if behind { 0 } else { head.abs_diff(top) };
            (!aside || how == Resolution::Stated).then_some((aside, of_cue, how, far))
        };
        let told = cue.is_none().then_some(clause);
        let own = self.within(sentence.clone()).filter(|time| {
            let head = self.head(time);
            let apart = words::clause(layers, head) != clause && self.is_apart(top, time);
            !self.is_of_other(top, time) && !self.is_record(top, time) && !apart
        });
        let ranked = own.filter_map(|time| Some((rank(time)?, time)));
        let own = ranked.min_by_key(|(rank, _)| *rank).map(|((.., how, _), time)| (how, time));
        match own {
            Some((how, time)) if self.is_of_then(top, time) => {
                Some(Resolved { value: time.days, ..resolved(time, how) })
            }
            Some((how, time)) => Some(self.since(time, clause, resolved(time, how))),
            None if self.names_unknown_days(sentence) => None,
            None => {
                self.last.map(|time| resolved(time, Resolution::Discourse)).or_else(|| self.published(measure, told))
            }
        }
    }

    /// Whether a figure has a time that is not that of the figure beside it too: "to 41 on Tuesday from 29 ON MONDAY",
    /// "from 29 A DAY EARLIER", "41, up from 29 ON MONDAY"; not "to 41 from 29 on Tuesday".
    pub(super) fn has_own(&self, figure: &Range<usize>) -> bool {
        const BEHIND: usize = 4;
        const EARLIER: &[&str] = &["earlier", "ago", "before", "last", "previous", "previously", "yesterday", "same"];
        let layers = self.layers;
        let sentence = words::sentence(layers, figure.start);
        let all = self.within(sentence.clone()).count();
        let behind =
            |time: &&TimeExpression| time.tokens.start >= figure.end && time.tokens.start <= figure.end + BEHIND;
        self.within(sentence).filter(behind).any(|time| {
            let around = time.tokens.start.saturating_sub(1)..(time.tokens.end + 1).min(layers.tokens.len());
            let up = figure.start.checked_sub(1).is_some_and(|from| is_up(layers, from));
            up || all > 1 || around.into_iter().any(|at| words::is_any(layers, at, EARLIER))
        })
    }

    /// Goes past a sentence; a new paragraph forgets the days of the one before. Only days of the news itself go
    /// on: what the report looks back to ends with its sentence.
    pub(super) fn pass(&mut self, sentence: Range<usize>, opens_paragraph: bool) {
        let last = self.within(sentence).filter(|time| self.is_recent(time) && !self.is_start(time)).last();
        self.last = last.or(self.last.filter(|_| !opens_paragraph));
    }

    fn is_recent(&self, time: &TimeExpression) -> bool {
        const NEWS: i32 = 14;
        let written = self.layers.written.and_then(|written| written.from);
        let end = self.layers.report.provenance().published.date().or(written);
        let start = self.news.and_then(|day| day.checked_sub(NEWS.days()).ok());
        let recent = start.is_some_and(|start| time.period.from.is_some_and(|from| from >= start));
        recent && end.is_none_or(|day| !is_to_come(time.period, day))
    }

    /// "Reached a peak on Monday, since when they dropped": the news goes on from there.
    fn is_start(&self, time: &TimeExpression) -> bool {
        let next = self.after(time);
        words::is(self.layers, next, "since") && words::is_any(self.layers, next + 1, &["when", "which", "then"])
    }

    /// The token behind a time and its comma.
    fn after(&self, time: &TimeExpression) -> usize {
        time.tokens.end + usize::from(self.layers.text(time.tokens.end) == ",")
    }

    /// The token by which a time hangs in its sentence.
    fn head(&self, time: &TimeExpression) -> usize {
        let outside = |&at: &usize| self.layers.head(at).is_none_or(|head| !time.tokens.contains(&head));
        time.tokens.clone().find(outside).unwrap_or(time.tokens.start)
    }

    /// Whether a time dates what the figure is compared with, and not the figure: "rose to 40 from 29 a year earlier", "40,
    /// compared to 29 a year earlier", "9 per cent more than a year ago at 40".
    fn is_of_other(&self, top: usize, time: &TimeExpression) -> bool {
        const COMPARED: &[&str] = &["compared", "versus", "against", "than"];
        const EARLIER: &[&str] = &["earlier", "ago", "before", "period", "quarter"];
        let layers = self.layers;
        let start = time.tokens.start;
        // "500 came, TWICE as many as last week"; the multiple itself is said of that time.
        let multiple =
            |at: usize| layers.upos(at) == Upos::Num || words::is_any(layers, at, &["twice", "double", "half"]);
        let soon = |at: usize| words::is_any(layers, at, &["early", "late", "soon"]);
        let as_then = start > 1 && layers.text(start - 1) == "as" && !soon(start - 2);
        if as_then && (top + 1..start).any(multiple) {
            return true;
        }
        if top > start {
            return start.checked_sub(1).is_some_and(|than| layers.text(than) == "than");
        }
        let ends = |at: usize| match layers.text(at) {
            "to" => at == 0 || layers.text(at - 1) != "compared",
            word => word == ";",
        };
        let from = EARLIER.contains(&layers.text(time.tokens.end - 1));
        let between = (top + 1..start).rev().take(30).take_while(|&at| !ends(at));
        between.into_iter().any(|at| match layers.text(at) {
            "from" => from || is_up(layers, at),
            word => COMPARED.contains(&word),
        })
    }

    /// Whether a time only says how long a record stood: "the highest level since 1967", and not "since 1967, when 90 died".
    fn is_record(&self, top: usize, time: &TimeExpression) -> bool {
        const FAR: usize = 6;
        const RECORDS: &[&str] = &["best", "first", "least", "lowest", "most", "only", "record", "worst"];
        let layers = self.layers;
        let Some(since) = time.tokens.start.checked_sub(1).filter(|&since| words::is(layers, since, "since")) else {
            return false;
        };
        let superlative = |at: usize| {
            words::is_any(layers, at, RECORDS)
                || layers.upos(at) == Upos::Adj
                    && layers.text(at).ends_with("est")
                    && layers.lemma(at) != layers.text(at)
        };
        let start = words::sentence(layers, since).start.max(since.saturating_sub(FAR));
        !self.is_of_then(top, time) && (start..since).any(superlative)
    }

    /// "Since 1967, when 90 DIED": what is told of that time itself.
    fn is_of_then(&self, top: usize, time: &TimeExpression) -> bool {
        let next = time.tokens.end;
        let end = words::sentence(self.layers, top).end.min(next + 3);
        let clause = self.layers.relation(words::clause(self.layers, top));
        let below = matches!(clause, Relation::Acl | Relation::AclRelcl | Relation::Advcl);
        below && top > next && (next..end).any(|at| words::is_any(self.layers, at, &["when", "which"]))
    }

    /// Whether a time of long before the news stands in a relative clause that the figure is not in: "the firm, which was
    /// fined in 2028, has paid 400 farmers".
    fn is_apart(&self, top: usize, time: &TimeExpression) -> bool {
        let inside = self.relative(self.head(time));
        let others = |clause: usize| self.relative(top) != Some(clause) && self.layers.head(clause) != Some(top);
        inside.is_some_and(|clause| !self.is_recent(time) && others(clause))
    }

    /// The innermost relative clause that a token stands in, by its verb.
    fn relative(&self, token: usize) -> Option<usize> {
        let up = std::iter::once(token).chain(self.layers.ancestors(token).take(12));
        up.into_iter().find(|&at| self.layers.relation(at) == Relation::AclRelcl)
    }

    /// "214 cases since the outbreak began in May": what is told since then runs to the news.
    fn since(&self, time: &TimeExpression, told: usize, found: Resolved<DateInterval>) -> Resolved<DateInterval> {
        let layers = self.layers;
        let verb = words::clause(layers, self.head(time));
        let marked = verb != told
            && layers.relation(verb) == Relation::Advcl
            && layers.child(verb, Relation::Mark).is_some_and(|mark| words::is(layers, mark, "since"));
        let to = self.news.filter(|&news| marked && found.value.from.is_some_and(|from| from <= news));
        to.map_or(found.clone(), |to| Resolved { value: DateInterval { to: Some(to), ..found.value }, ..found })
    }

    /// Whether a time only dates something that the clause mentions: "since the invasion in 2022".
    fn is_aside(&self, head: usize, governor: usize) -> bool {
        let path = std::iter::once(head).chain(self.layers.ancestors(head)).take_while(|&at| at != governor);
        path.take(6).any(|at| matches!(self.layers.relation(at), Relation::Nmod | Relation::Acl | Relation::NmodPoss))
    }

    /// Whether a sentence of an undated report names days that cannot be known, so that no others are meant.
    fn names_unknown_days(&self, sentence: Range<usize>) -> bool {
        let undated = self.layers.report.provenance().published.date().is_none();
        let times = self.layers.times.iter().filter(|time| sentence.contains(&time.tokens.start));
        undated && times.into_iter().any(TimeExpression::names_unknown_days)
    }

    fn within(&self, sentence: Range<usize>) -> impl Iterator<Item = &'a TimeExpression> + use<'a> {
        let times = &self.layers.times;
        let first = times.partition_point(|time| time.tokens.start < sentence.start);
        times[first..]
            .iter()
            .take_while(move |time| time.tokens.start < sentence.end)
            .filter(|time| time.kind != TimeKind::Set && !time.period.is_unknown())
    }

    /// What holds at a moment holds on the day of the report; what happened without a date is news: it happened, or was
    /// said, on that day or the day before, and so is what held by the clause of the report's own voice that tells it.
    fn published(&self, measure: Option<&Measure>, told: Option<usize>) -> Option<Resolved<DateInterval>> {
        let Some(published) = self.layers.report.provenance().published.date() else {
            return self.layers.written.map(|value| Resolved { value, evidence: None, how: Resolution::Estimated });
        };
        let stock = measure.is_some_and(|measure| measure.accumulation == Accumulation::Stock);
        let was = |at: usize| matches!(self.layers.text(at), "was" | "were");
        let past = told.is_some_and(|clause| self.layers.children(clause).any(was));
        let before = published.checked_sub(1.day()).unwrap_or(published);
        let from = if stock && !past { published } else { before };
        Some(Resolved { value: DateInterval::between(from, published), evidence: None, how: Resolution::Report })
    }
}

/// "Up FROM", "down FROM".
fn is_up(layers: &Layers, from: usize) -> bool {
    layers.text(from) == "from" && from > 0 && matches!(layers.text(from - 1), "up" | "down")
}

/// Whether days begin with one or later and go beyond it.
fn is_to_come(days: DateInterval, day: Date) -> bool {
    days.from.is_some_and(|from| from > day || (from == day && days.to != Some(day)))
}

/// The latest day that a report names in full and that is no limit of a stretch.
fn latest_day(layers: &Layers) -> Option<Date> {
    let days = layers.times.iter().filter(|time| time.anchor == Anchor::Explicit && time.days == time.period);
    days.filter(|time| time.days.from == time.days.to).filter_map(|time| time.days.from).max()
}

fn resolved(time: &TimeExpression, how: Resolution) -> Resolved<DateInterval> {
    let how = if time.anchor == Anchor::Estimated { Resolution::Estimated } else { how };
    Resolved { value: time.period, evidence: Some(time.range), how }
}
