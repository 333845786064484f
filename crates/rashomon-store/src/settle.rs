//! Bringing the derived tables up to date, block by block and batch by batch.

use crate::add::insert_answer;
use crate::rows::{self, CLAIM_COLUMNS, Cells, REPORT_COLUMNS};
use crate::{Case, Result};
use rashomon_reconcile::{Entry, Origin, Question, RULES, Settled, block_key, reconcile};
use rashomon_text::DateInterval;
use rusqlite::{Connection, params};

/// Reports that go into the full-text index in one transaction.
const INDEX_BATCH: i64 = 256;
/// Claims that are settled in one transaction: few enough that others never wait for long.
const SETTLE_BATCH: usize = 20_000;

/// How far [`Case::settle`] has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Blocks settled.
    pub done: usize,
    /// Blocks to settle.
    pub all: usize,
}

impl Case {
    /// Settles every block that got new claims, and completes the full-text index. A process that was
    /// killed before it came to this leaves the work to the next one.
    pub fn settle(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        while self.index()? {}
        self.write(adopt_rules)?;
        let dirty = self.rows("SELECT block FROM blocks WHERE dirty ORDER BY block", [], |row| row.get::<_, i64>(0))?;
        let (mut done, all) = (0, dirty.len());
        while done < all {
            done += self.settle_some(&dirty[done..])?;
            progress(Progress { done, all });
        }
        Ok(())
    }

    /// Whether [`settle`](Self::settle) has something to do.
    pub fn is_settled(&self) -> Result<bool> {
        let dirty = self.row("SELECT EXISTS (SELECT 1 FROM blocks WHERE dirty)", [], |row| row.get::<_, bool>(0))?;
        Ok(!dirty && self.rules()?.as_deref() == Some(RULES) && self.unindexed()? == 0)
    }

    /// Puts the next batch of reports and their claims into the full-text index; whether a whole batch
    /// was there. Called now and then while reports come in.
    pub fn index(&mut self) -> Result<bool> {
        if self.unindexed()? == 0 {
            return Ok(false);
        }
        self.write(|connection| {
            let from = indexed(connection, "indexed_report")?;
            let to = last_report(connection)?.min(from + INDEX_BATCH);
            index_reports(connection, from, to)?;
            index_claims(connection)?;
            Ok(to == from + INDEX_BATCH)
        })
    }

    fn settle_some(&mut self, blocks: &[i64]) -> Result<usize> {
        let (mut done, mut claims) = (0, 0);
        self.write(|connection| {
            adopt_rules(connection)?;
            for &block in blocks {
                claims += settle_block(connection, block)?;
                done += 1;
                if claims > SETTLE_BATCH {
                    break;
                }
            }
            Ok(done)
        })
    }

    fn rules(&self) -> Result<Option<String>> {
        Ok(self.rows("SELECT value FROM meta WHERE key = 'rules'", [], |row| row.get(0))?.pop())
    }

    /// How many reports wait for [`index`](Self::index).
    fn unindexed(&self) -> Result<i64> {
        let waiting = || Ok(last_report(&self.connection)? - indexed(&self.connection, "indexed_report")?);
        waiting().map_err(|source| self.fail(source))
    }
}

/// Makes the derived tables anew where another version of the program made them; to be called in every transaction that
/// touches them, since another version may be at work on the same case.
pub(crate) fn adopt_rules(connection: &Connection) -> rusqlite::Result<()> {
    let same: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'rules' AND value = ?1)")?
        .query_row([RULES], |row| row.get(0))?;
    if same { Ok(()) } else { rebuild(connection) }
}

fn rebuild(connection: &Connection) -> rusqlite::Result<()> {
    for table in ["relations", "origins", "questions", "answers", "blocks"] {
        connection.execute(&format!("DELETE FROM {table}"), [])?;
    }
    let sql = format!("SELECT {CLAIM_COLUMNS}, claims.claim FROM standing AS claims ORDER BY claims.claim");
    let mut statement = connection.prepare(&sql)?;
    let mut standing = statement.query([])?;
    while let Some(row) = standing.next()? {
        let cells = &mut Cells::of(row);
        if let Some(key) = block_key(&rows::claim(cells)?) {
            insert_answer(connection, cells.take()?, &key)?;
        }
    }
    note_rules(connection)
}

/// Notes that blocks are made by this version's rules.
pub(crate) fn note_rules(connection: &Connection) -> rusqlite::Result<()> {
    remember(connection, "rules", RULES)
}

fn indexed(connection: &Connection, key: &str) -> rusqlite::Result<i64> {
    let mut statement =
        connection.prepare_cached("SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = ?1")?;
    statement.query_row([key], |row| row.get(0))
}

fn last_report(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT coalesce(max(report), 0) FROM reports")?.query_row([], |row| row.get(0))
}

fn index_reports(connection: &Connection, from: i64, to: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO report_search (rowid, title, text)
             SELECT report, title, text FROM reports WHERE report > ?1 AND report <= ?2",
        )?
        .execute([from, to])?;
    remember(connection, "indexed_report", &to.to_string())
}

fn index_claims(connection: &Connection) -> rusqlite::Result<()> {
    let from = indexed(connection, "indexed_claim")?;
    let to: i64 =
        connection.prepare_cached("SELECT coalesce(max(claim), 0) FROM claims")?.query_row([], |row| row.get(0))?;
    connection
        .prepare_cached(
            "INSERT INTO claim_search (rowid, subject, sentence)
             SELECT claim, subject, sentence FROM claim_words WHERE claim > ?1 AND claim <= ?2",
        )?
        .execute([from, to])?;
    remember(connection, "indexed_claim", &to.to_string())
}

fn remember(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT OR REPLACE INTO meta VALUES (?1, ?2)")?.execute([key, value])?;
    Ok(())
}

/// Settles one block anew and returns how many claims it holds.
fn settle_block(connection: &Connection, block: i64) -> rusqlite::Result<usize> {
    for table in ["relations", "origins", "questions"] {
        connection.prepare_cached(&format!("DELETE FROM {table} WHERE block = ?1"))?.execute([block])?;
    }
    let (claims, entries): (Vec<i64>, Vec<Entry>) = entries(connection, block)?.into_iter().unzip();
    let settled = reconcile(&entries);
    let questions = write_questions(connection, block, &settled)?;
    let origins = write_origins(connection, block, &settled)?;
    let mut answer = connection.prepare_cached("UPDATE answers SET question = ?2, origin = ?3 WHERE claim = ?1")?;
    for (index, claim) in claims.iter().enumerate() {
        let row = |of: &[usize], rows: &[i64]| of.get(index).and_then(|&at| rows.get(at)).copied();
        answer.execute(params![claim, row(&settled.question_of, &questions), row(&settled.origin_of, &origins)])?;
    }
    write_relations(connection, block, &claims, &settled)?;
    connection.prepare_cached("UPDATE blocks SET dirty = 0 WHERE block = ?1")?.execute([block])?;
    Ok(claims.len())
}

/// The claims of a block in an order that does not depend on when they came in.
pub(crate) fn entries(connection: &Connection, block: i64) -> rusqlite::Result<Vec<(i64, Entry)>> {
    let sql = format!(
        "SELECT {CLAIM_COLUMNS}, {REPORT_COLUMNS}, claims.claim
         FROM answers JOIN claims USING (claim) JOIN reports USING (report)
         WHERE answers.block = ?1
         ORDER BY reports.name, reports.id, claims.claim",
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let read = |row: &rusqlite::Row<'_>| {
        let cells = &mut Cells::of(row);
        let entry = entry(cells)?;
        Ok((cells.take()?, entry))
    };
    statement.query_map([block], read)?.collect()
}

/// An entry from the columns of a claim and of its report.
pub(crate) fn entry(cells: &mut Cells<'_, '_>) -> rusqlite::Result<Entry> {
    let claim = rows::claim(cells)?;
    let (report, name, provenance) = rows::provenance(cells)?;
    Ok(Entry {
        report,
        report_name: name.into(),
        outlet: provenance.outlet.map(Into::into),
        url: provenance.url.map(Into::into),
        published: provenance.published,
        claim,
    })
}

/// Writes the questions of a block and returns their row numbers.
fn write_questions(connection: &Connection, block: i64, settled: &Settled) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO questions (block, id, title, disputed, origins, reports, claims, from_day, to_day)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING question",
    )?;
    let mut write = |question: &Question| {
        let (from, to) = days(question.period);
        let (disputed, origins) = (question.disputed, question.origins);
        let (reports, claims) = (question.reports, question.claims);
        let values = params![block, question.id.as_str(), question.title, disputed, origins, reports, claims, from, to];
        statement.query_row(values, |row| row.get(0))
    };
    settled.questions.iter().map(&mut write).collect()
}

/// Writes the origins of a block and returns their row numbers.
fn write_origins(connection: &Connection, block: i64, settled: &Settled) -> rusqlite::Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO origins (block, id, speaker, kind, said_from, said_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING origin",
    )?;
    let mut write = |origin: &Origin| {
        let (from, to) = days(origin.said);
        let values = params![block, origin.id.as_str(), origin.speaker.as_str(), origin.kind, from, to];
        statement.query_row(values, |row| row.get(0))
    };
    settled.origins.iter().map(&mut write).collect()
}

fn days(interval: DateInterval) -> (Option<String>, Option<String>) {
    (interval.from.map(|date| date.to_string()), interval.to.map(|date| date.to_string()))
}

fn write_relations(connection: &Connection, block: i64, claims: &[i64], settled: &Settled) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("INSERT INTO relations VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for relation in &settled.relations {
        if let (Some(from), Some(to)) = (claims.get(relation.from), claims.get(relation.to)) {
            statement.execute(params![block, from, to, relation.kind.name(), relation.reason])?;
        }
    }
    Ok(())
}
