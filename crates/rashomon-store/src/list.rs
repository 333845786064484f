//! Reading a case: its reports, claims, questions and origins, each in a fixed order.

use crate::rows::{self, CLAIM_COLUMNS, Cells, REPORT_COLUMNS};
use crate::settle::{entries, entry};
use crate::{Case, Result};
use rashomon_claims::{Claim, ClaimId};
use rashomon_reconcile::{Entry, Origin, Question, Settled, reconcile};
use rashomon_text::{Provenance, Report, ReportId};
use rusqlite::{OptionalExtension, Row};

/// How much a case holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reports.
    pub reports: usize,
    /// Claims that hold.
    pub claims: usize,
    /// Questions.
    pub questions: usize,
    /// Questions with claimants that conflict.
    pub disputed: usize,
    /// Origins.
    pub origins: usize,
}

/// A report as a listing shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    /// Its id.
    pub id: ReportId,
    /// Its name.
    pub name: String,
    /// Where it came from.
    pub provenance: Provenance,
    /// Claims read off it.
    pub claims: usize,
    /// Length of its text in bytes.
    pub bytes: usize,
}

/// A question as a listing shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionRow {
    /// The question.
    pub question: Question,
    /// The block it is settled in.
    pub block: i64,
}

/// An origin as a listing shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginRow {
    /// The origin.
    pub origin: Origin,
    /// Claims that go back to it.
    pub claims: usize,
    /// Names of the reports that they stand in, sorted.
    pub reports: Vec<String>,
}

/// A claim that holds, with what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The claim.
    pub claim: Claim,
    /// Id of the question that it answers.
    pub question: Option<String>,
    /// Id of its origin.
    pub origin: Option<String>,
}

/// A report and the claims read off it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The report.
    pub report: Report,
    /// Its claims in reading order.
    pub claims: Vec<Standing>,
}

/// Claims that can bear on each other and what they come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The claims, by report name and place.
    pub entries: Vec<Entry>,
    /// The words of each claim's figure; empty where it has none.
    pub words: Vec<String>,
    /// What they come to; its indices point into `entries`.
    pub settled: Settled,
}

impl Case {
    /// How much it holds.
    pub fn counts(&self) -> Result<Counts> {
        let sql = "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM standing),
                   (SELECT count(*) FROM questions), (SELECT count(*) FROM questions WHERE disputed > 0),
                   (SELECT count(*) FROM origins)";
        self.row(sql, [], |row| {
            Ok(Counts {
                reports: row.get(0)?,
                claims: row.get(1)?,
                questions: row.get(2)?,
                disputed: row.get(3)?,
                origins: row.get(4)?,
            })
        })
    }

    /// The reports, by name.
    pub fn reports(&self) -> Result<Vec<ReportRow>> {
        let sql = format!(
            "SELECT {REPORT_COLUMNS}, octet_length(text),
                    (SELECT count(*) FROM claims WHERE claims.reading = reports.reading)
             FROM reports ORDER BY name, id",
        );
        self.rows(&sql, [], |row| {
            let cells = &mut Cells::of(row);
            let (id, name, provenance) = rows::provenance(cells)?;
            let (bytes, claims) = (cells.take()?, cells.take()?);
            Ok(ReportRow { id, name, provenance, claims, bytes })
        })
    }

    /// The questions in the order of [`Question::rank`]; at most `limit`.
    pub fn questions(&self, limit: Option<usize>) -> Result<Vec<QuestionRow>> {
        let sql = "SELECT id, title, disputed, origins, reports, claims, from_day, to_day, block
                   FROM questions ORDER BY disputed DESC, origins DESC, reports DESC, title, id LIMIT ?1";
        self.rows(sql, [limit.map_or(-1, |limit| limit as i64)], |row| {
            let cells = &mut Cells::of(row);
            Ok(QuestionRow { question: question(cells)?, block: cells.take()? })
        })
    }

    /// The origins: those with most claims first, then by speaker, day and id.
    pub fn origins(&self) -> Result<Vec<OriginRow>> {
        // An utterance may know its speaker by a shorter name in one block than in another: SQLite takes
        // the other columns from the row of the greatest `fullest`, the longest name's.
        let sql = "SELECT origins.id, speaker, kind, said_from, said_to, count(*) AS claims,
                          json_group_array(DISTINCT reports.name),
                          max(format('%06d %s %s %s %s', length(speaker), speaker, kind, said_from, said_to)) AS fullest
                   FROM origins JOIN answers USING (origin) JOIN claims USING (claim) JOIN reports USING (report)
                   GROUP BY origins.id ORDER BY claims DESC, speaker, said_from, origins.id";
        self.rows(sql, [], |row| {
            let cells = &mut Cells::of(row);
            let (origin, claims) = (origin(cells)?, cells.take()?);
            let mut reports: Vec<String> = serde_json::from_str(&cells.take::<String>()?).unwrap_or_default();
            reports.sort();
            Ok(OriginRow { origin, claims, reports })
        })
    }

    /// Calls `each` with every report and its claims, by report name; one report at a time is in memory.
    pub fn each_report<E: From<crate::Error>>(
        &self,
        mut each: impl FnMut(&Listed) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        for id in self.rows("SELECT id FROM reports ORDER BY name, id", [], |row| row.get(0).map(ReportId))? {
            if let Some(listed) = self.report(id)? {
                each(&listed)?;
            }
        }
        Ok(())
    }

    /// A report with its claims.
    pub fn report(&self, id: ReportId) -> Result<Option<Listed>> {
        let sql = format!("SELECT {REPORT_COLUMNS}, reading, text FROM reports WHERE id = ?1");
        let read = |row: &Row<'_>| {
            let cells = &mut Cells::of(row);
            let (_, name, provenance) = rows::provenance(cells)?;
            let reading: i64 = cells.take()?;
            Ok((Report::new(name, cells.take::<String>()?, provenance), reading))
        };
        let found = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| statement.query_row([id.0], read).optional())
            .map_err(|source| self.fail(source))?;
        let Some((report, reading)) = found else { return Ok(None) };
        Ok(Some(Listed { report, claims: self.standing(reading)? }))
    }

    /// A block with what it comes to.
    pub fn block(&self, block: i64) -> Result<Block> {
        let entries = entries(&self.connection, block).map_err(|source| self.fail(source))?;
        let (claims, entries): (Vec<i64>, Vec<Entry>) = entries.into_iter().unzip();
        let words = claims.into_iter().map(|claim| self.figure_words(claim)).collect::<Result<_>>()?;
        let settled = reconcile(&entries);
        Ok(Block { entries, words, settled })
    }

    fn figure_words(&self, claim: i64) -> Result<String> {
        let sql = "SELECT CAST(substr(CAST(text AS BLOB), figure_start + 1, figure_end - figure_start) AS TEXT)
                   FROM claims JOIN reports USING (report) WHERE claim = ?1";
        Ok(self.row(sql, [claim], |row| row.get::<_, Option<String>>(0))?.unwrap_or_default())
    }

    /// A claim with its report's provenance.
    pub fn entry(&self, id: ClaimId) -> Result<Option<Entry>> {
        let sql = format!(
            "SELECT {CLAIM_COLUMNS}, {REPORT_COLUMNS}
             FROM claims JOIN reports USING (report) WHERE claims.id = ?1 ORDER BY claim DESC LIMIT 1"
        );
        Ok(self.rows(&sql, [id.0], |row| entry(&mut Cells::of(row)))?.pop())
    }

    pub(crate) fn claims_of_reading(&self, reading: i64) -> Result<Vec<Claim>> {
        let sql = format!("SELECT {CLAIM_COLUMNS} FROM claims WHERE reading = ?1 ORDER BY claim");
        self.rows(&sql, [reading], |row| rows::claim(&mut Cells::of(row)))
    }

    fn standing(&self, reading: i64) -> Result<Vec<Standing>> {
        let sql = format!(
            "SELECT {CLAIM_COLUMNS}, questions.id, origins.id
             FROM claims LEFT JOIN answers USING (claim) LEFT JOIN questions USING (question)
             LEFT JOIN origins USING (origin)
             WHERE claims.reading = ?1 ORDER BY claims.claim"
        );
        self.rows(&sql, [reading], |row| {
            let cells = &mut Cells::of(row);
            Ok(Standing { claim: rows::claim(cells)?, question: cells.take()?, origin: cells.take()? })
        })
    }
}

fn question(cells: &mut Cells<'_, '_>) -> rusqlite::Result<Question> {
    Ok(Question {
        id: cells.take::<String>()?.into(),
        title: cells.take()?,
        disputed: cells.take()?,
        origins: cells.take()?,
        reports: cells.take()?,
        claims: cells.take()?,
        period: cells.days()?,
    })
}

fn origin(cells: &mut Cells<'_, '_>) -> rusqlite::Result<Origin> {
    let (id, speaker, kind): (String, String, String) = (cells.take()?, cells.take()?, cells.take()?);
    let known = ["named", "unnamed", "collective", "narrator"].into_iter().find(|known| *known == kind);
    let kind = known.unwrap_or("unresolved");
    Ok(Origin { id: id.into(), speaker: speaker.into(), kind, said: cells.days()? })
}
