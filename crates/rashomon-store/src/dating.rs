//! Keeping what reports tell of when events happened, and the days by which reports without a date were read.

use crate::{Case, Result};
use jiff::civil::Date;
use rashomon_reconcile::{Estimate, Known, Told};
use rashomon_text::times::{Moment, Moments, When};
use rashomon_text::{DateInterval, ReportId};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// [`Moments`] as the case writes them: event, place and when.
#[derive(Serialize, Deserialize)]
struct Row {
    told: Vec<(SmolStr, SmolStr, RowWhen)>,
    names: Vec<SmolStr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latest: Option<SmolStr>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum RowWhen {
    Days(SmolStr, SmolStr),
    MonthsBefore(i8),
    DaysBefore(i8),
    Weekday(i8),
    DayOfYear(i8, i8),
}

impl Case {
    /// The days by which reports without a date were read.
    pub fn datings(&self) -> Result<BTreeMap<ReportId, Estimate>> {
        let sql = "SELECT id, from_day, to_day, reason FROM datings JOIN reports USING (report)";
        let read = |row: &rusqlite::Row<'_>| {
            let (from, to): (String, String) = (row.get(1)?, row.get(2)?);
            let days = DateInterval { from: from.parse().ok(), to: to.parse().ok() };
            Ok((ReportId(row.get(0)?), Estimate { days, reason: row.get(3)? }))
        };
        Ok(self.rows(sql, [], read)?.into_iter().collect())
    }

    /// The reports without a date of which the case by now tells otherwise when they were written than it did when they
    /// were read; `None` where it no longer tells. Sorted by id.
    pub fn to_date(&self) -> Result<Vec<(ReportId, Option<Estimate>)>> {
        let told = self.told()?;
        let known = Known::new(&told);
        let (mut held, mut changed) = (self.datings()?, Vec::new());
        for report in told.iter().filter(|told| told.undated) {
            let (now, before) = (known.estimate(report), held.remove(&report.report));
            if now != before {
                changed.push((report.report, now));
            }
        }
        changed.extend(held.into_keys().map(|id| (id, None)));
        changed.sort_by_key(|(id, _)| *id);
        Ok(changed)
    }

    /// Records by which days a report was read.
    pub fn set_dating(&mut self, id: ReportId, estimate: Option<&Estimate>) -> Result<()> {
        self.write(|connection| {
            let of = "(SELECT report FROM reports WHERE id = ?1)";
            connection.execute(&format!("DELETE FROM datings WHERE report = {of}"), [id.0])?;
            let days = estimate.and_then(|found| Some((found, found.days.from?, found.days.to?)));
            if let Some((found, from, to)) = days {
                let values = params![id.0, from.to_string(), to.to_string(), found.reason];
                connection.execute(&format!("INSERT INTO datings VALUES ({of}, ?2, ?3, ?4)"), values)?;
            }
            Ok(())
        })
    }

    fn told(&self) -> Result<Vec<Told>> {
        let sql = "SELECT id, published IS NULL, told FROM moments JOIN reports USING (report) ORDER BY id";
        self.rows(sql, [], |row| {
            let moments = serde_json::from_str(&row.get::<_, String>(2)?).map(moments).unwrap_or_default();
            Ok(Told { report: ReportId(row.get(0)?), undated: row.get(1)?, moments })
        })
    }
}

/// Records what a report tells of when events happened, in place of what was known of it.
pub(crate) fn put_moments(connection: &Connection, id: ReportId, moments: Option<&Moments>) -> rusqlite::Result<()> {
    let Some(moments) = moments else { return Ok(()) };
    let of = "(SELECT report FROM reports WHERE id = ?1)";
    connection.prepare_cached(&format!("DELETE FROM moments WHERE report = {of}"))?.execute([id.0])?;
    if !moments.told.is_empty() {
        let told = serde_json::to_string(&row(moments)).unwrap_or_default();
        connection.prepare_cached(&format!("INSERT INTO moments VALUES ({of}, ?2)"))?.execute(params![id.0, told])?;
    }
    Ok(())
}

fn row(moments: &Moments) -> Row {
    let when = |when: When| match when {
        When::Days(from, to) => RowWhen::Days(from.to_string().into(), to.to_string().into()),
        When::MonthsBefore(months) => RowWhen::MonthsBefore(months),
        When::DaysBefore(days) => RowWhen::DaysBefore(days),
        When::Weekday(day) => RowWhen::Weekday(day),
        When::DayOfYear(month, day) => RowWhen::DayOfYear(month, day),
    };
    let told = moments.told.iter().map(|told| (told.event.clone(), told.place.clone(), when(told.when))).collect();
    Row { told, names: moments.names.clone(), latest: moments.latest.map(|day| day.to_string().into()) }
}

/// What a row says; what cannot be read is left out.
fn moments(row: Row) -> Moments {
    let day = |written: &str| written.parse::<Date>().ok();
    let when = |when: RowWhen| match when {
        RowWhen::Days(from, to) => Some(When::Days(day(&from)?, day(&to)?)),
        RowWhen::MonthsBefore(months) => Some(When::MonthsBefore(months)),
        RowWhen::DaysBefore(days) => Some(When::DaysBefore(days)),
        RowWhen::Weekday(day) => Some(When::Weekday(day)),
        RowWhen::DayOfYear(month, day) => Some(When::DayOfYear(month, day)),
    };
    let told = row.told.into_iter().filter_map(|(event, place, at)| Some(Moment { event, place, when: when(at)? }));
    Moments { told: told.collect(), names: row.names, latest: row.latest.as_deref().and_then(day) }
}
