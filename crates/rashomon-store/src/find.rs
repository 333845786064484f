//! Finding what the beginning of an id, or a report's name, stands for.

use crate::{Case, Result};
use rashomon_claims::ClaimId;
use rashomon_text::ReportId;

/// What an id stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// A question by its id, and the block it is settled in.
    Question(String, i64),
    /// A claim.
    Claim(ClaimId),
    /// A report, and its name.
    Report(ReportId, String),
}

/// As many matches as anybody wants to choose from.
const MOST: i64 = 20;

impl Case {
    /// Everything whose id begins with `start`, and the reports of that name; at most 20 of a kind.
    pub fn find(&self, start: &str) -> Result<Vec<Found>> {
        let mut found = self.rows(
            "SELECT id, reports.name FROM names JOIN reports USING (report) WHERE names.name = ?1 ORDER BY id LIMIT ?2",
            rusqlite::params![start, MOST],
            |row| Ok(Found::Report(ReportId(row.get(0)?), row.get(1)?)),
        )?;
        if found.is_empty() && !start.is_empty() {
            found.extend(self.questions_from(start)?);
            if let Some((low, high)) = bounds(start) {
                found.extend(self.claims_between(low, high)?);
                found.extend(self.reports_between(low, high)?);
            }
        }
        found.sort();
        found.dedup();
        Ok(found)
    }

    fn questions_from(&self, start: &str) -> Result<Vec<Found>> {
        let sql = "SELECT id, block FROM questions WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT ?2";
        self.rows(sql, rusqlite::params![start, MOST], |row| Ok(Found::Question(row.get(0)?, row.get(1)?)))
    }

    fn claims_between(&self, low: [u8; 16], high: [u8; 16]) -> Result<Vec<Found>> {
        let sql = "SELECT id FROM claims WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
        self.rows(sql, rusqlite::params![low, high, MOST], |row| Ok(Found::Claim(ClaimId(row.get(0)?))))
    }

    fn reports_between(&self, low: [u8; 16], high: [u8; 16]) -> Result<Vec<Found>> {
        let sql = "SELECT id, name FROM reports WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
        self.rows(sql, rusqlite::params![low, high, MOST], |row| Ok(Found::Report(ReportId(row.get(0)?), row.get(1)?)))
    }
}

/// The least and greatest 16 bytes whose hexadecimal form begins so.
fn bounds(start: &str) -> Option<([u8; 16], [u8; 16])> {
    let digits: Option<Vec<u8>> = start.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    let digits = digits.filter(|digits| !digits.is_empty() && digits.len() <= 32)?;
    let filled = |rest: u8| {
        let mut bytes = [0; 16];
        for (at, byte) in bytes.iter_mut().enumerate() {
            let digit = |at: usize| digits.get(at).copied().unwrap_or(rest);
            *byte = digit(2 * at) << 4 | digit(2 * at + 1);
        }
        bytes
    };
    Some((filled(0), filled(15)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn bounds_of_the_beginning_of_an_id() {
        let (low, high) = super::bounds("a1F").expect("hexadecimal");
        assert_eq!((low[..2].to_vec(), low[15]), (vec![0xa1, 0xf0], 0));
        assert_eq!((high[..2].to_vec(), high[15]), (vec![0xa1, 0xff], 0xff));
        assert_eq!(super::bounds("q3"), None);
        assert_eq!(super::bounds(""), None);
    }
}
