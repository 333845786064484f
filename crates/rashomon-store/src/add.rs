//! Recording reports and their claims.

use crate::dating::put_moments;
use crate::settle::adopt_rules;
use crate::{Case, Result, rows};
use rashomon_claims::Claim;
use rashomon_reconcile::block_key;
use rashomon_text::times::Moments;
use rashomon_text::{Report, ReportId};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashSet;

/// What adding a report came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there before.
    New,
    /// It was there with the same claims: nothing was added to the ledger.
    Known,
    /// It was there, but another version of the program reads it differently: its new claims hold
    /// from now on, the old ones stay in the ledger's history.
    Reread,
}

impl Case {
    /// Records a report with its claims, in one transaction. `reader` names the version of the
    /// program that read it.
    pub fn add(&mut self, report: &Report, claims: &[Claim], reader: &str) -> Result<Added> {
        self.add_told(report, claims, None, reader)
    }

    /// The same, with what the report tells of when events happened; `None` leaves what is known of it.
    pub fn add_told(
        &mut self,
        report: &Report,
        claims: &[Claim],
        moments: Option<&Moments>,
        reader: &str,
    ) -> Result<Added> {
        let held = match self.holding(report.id())? {
            Some((_, reading)) => Some(self.claims_of_reading(reading)?),
            None => None,
        };
        let changed = held.as_deref() != Some(claims);
        self.write(|connection| {
            adopt_rules(connection)?;
            let Some((row, reading)) = holding(connection, report.id())? else {
                insert_new(connection, report, claims, reader)?;
                put_moments(connection, report.id(), moments)?;
                return Ok(Added::New);
            };
            insert_name(connection, row, reading, report.name())?;
            put_moments(connection, report.id(), moments)?;
            connection
                .execute("UPDATE reports SET reader = ?2 WHERE report = ?1 AND reader <> ?2", params![row, reader])?;
            if !changed || held.is_none() {
                return Ok(Added::Known);
            }
            supersede(connection, row, reading, claims, reader).map(|()| Added::Reread)
        })
    }

    /// Records that a report is also known by another name; whether the report is in the case.
    pub fn add_name(&mut self, id: ReportId, name: &str) -> Result<bool> {
        let Some((row, _)) = self.holding(id)? else { return Ok(false) };
        let known =
            self.row("SELECT count(*) FROM names WHERE report = ?1 AND name = ?2", params![row, name], count)?;
        if known == 0 {
            self.write(|connection| match holding(connection, id)? {
                Some((row, reading)) => insert_name(connection, row, reading, name),
                None => Ok(()),
            })?;
        }
        Ok(true)
    }

    /// The reports that `reader` has read already: reading them again would find the same.
    pub fn known(&self, reader: &str) -> Result<HashSet<ReportId>> {
        let ids = self.rows("SELECT id FROM reports WHERE reader = ?1", [reader], |row| row.get(0).map(ReportId))?;
        Ok(ids.into_iter().collect())
    }

    fn holding(&self, id: ReportId) -> Result<Option<(i64, i64)>> {
        holding(&self.connection, id).map_err(|source| self.fail(source))
    }
}

fn count(row: &rusqlite::Row<'_>) -> rusqlite::Result<i64> {
    row.get(0)
}

/// Row number of a report and of the reading that holds.
fn holding(connection: &Connection, id: ReportId) -> rusqlite::Result<Option<(i64, i64)>> {
    connection
        .prepare_cached("SELECT report, reading FROM reports WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

fn insert_new(connection: &Connection, report: &Report, claims: &[Claim], reader: &str) -> rusqlite::Result<()> {
    let now = jiff::Timestamp::now().to_string();
    let reading = next_reading(connection)?;
    let from = report.provenance();
    connection
        .prepare_cached(
            "INSERT INTO reports (id, name, title, outlet, author, url, published, published_by, recorded_at, reader,
             reading, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            report.id().0,
            report.name(),
            from.title,
            from.outlet,
            from.author,
            from.url,
            from.published.date().map(|date| date.to_string()),
            rows::published_by(from.published),
            now,
            reader,
            reading,
            report.text(),
        ])?;
    let row = connection.last_insert_rowid();
    connection.prepare_cached("INSERT INTO names VALUES (?1, ?2)")?.execute(params![row, report.name()])?;
    insert_reading(connection, row, reading, claims, reader, &now)
}

fn supersede(connection: &Connection, row: i64, old: i64, claims: &[Claim], reader: &str) -> rusqlite::Result<()> {
    touch_blocks_of(connection, old)?;
    connection.execute("DELETE FROM answers WHERE claim IN (SELECT claim FROM claims WHERE reading = ?1)", [old])?;
    let reading = next_reading(connection)?;
    connection.execute("UPDATE reports SET reading = ?2 WHERE report = ?1", params![row, reading])?;
    insert_reading(connection, row, reading, claims, reader, &jiff::Timestamp::now().to_string())
}

fn next_reading(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT coalesce(max(reading), 0) + 1 FROM readings")?.query_row([], |row| row.get(0))
}

fn insert_reading(
    connection: &Connection,
    report: i64,
    reading: i64,
    claims: &[Claim],
    reader: &str,
    now: &str,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO readings VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![reading, report, reader, now])?;
    let mut statement = connection.prepare_cached(rows::INSERT_CLAIM)?;
    for claim in claims {
        rows::insert(&mut statement, reading, report, claim)?;
        if let Some(key) = block_key(claim) {
            insert_answer(connection, connection.last_insert_rowid(), &key)?;
        }
    }
    Ok(())
}

/// Puts a claim into its block, which has to be settled again.
pub(crate) fn insert_answer(connection: &Connection, claim: i64, key: &str) -> rusqlite::Result<()> {
    let block: i64 = connection
        .prepare_cached(
            "INSERT INTO blocks (key, dirty) VALUES (?1, 1) ON CONFLICT (key) DO UPDATE SET dirty = 1 RETURNING block",
        )?
        .query_row([key], |row| row.get(0))?;
    connection.prepare_cached("INSERT INTO answers (claim, block) VALUES (?1, ?2)")?.execute(params![claim, block])?;
    Ok(())
}

/// Adds a name of a report. The first in the alphabet is the one that exports write, whichever came
/// first, so that the order of reading leaves no trace.
fn insert_name(connection: &Connection, report: i64, reading: i64, name: &str) -> rusqlite::Result<()> {
    connection.execute("INSERT OR IGNORE INTO names VALUES (?1, ?2)", params![report, name])?;
    let renamed =
        connection.execute("UPDATE reports SET name = ?2 WHERE report = ?1 AND name > ?2", params![report, name])?;
    if renamed > 0 {
        touch_blocks_of(connection, reading)?;
    }
    Ok(())
}

fn touch_blocks_of(connection: &Connection, reading: i64) -> rusqlite::Result<()> {
    connection.execute(
        "UPDATE blocks SET dirty = 1 WHERE block IN
         (SELECT block FROM answers JOIN claims USING (claim) WHERE reading = ?1)",
        [reading],
    )?;
    Ok(())
}
