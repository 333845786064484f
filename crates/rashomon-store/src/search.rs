//! Full-text search over reports and claims.

use crate::{Case, Result};
use rashomon_claims::ClaimId;
use rashomon_text::ReportId;
use rusqlite::{Row, params};

/// What a hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A report.
    Report,
    /// A claim.
    Claim(ClaimId),
}

/// A place where the words were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// What was found.
    pub target: Target,
    /// The report that it is or stands in.
    pub report: ReportId,
    /// Its name.
    pub report_name: String,
    /// The report's title, or the claim's claimant, side, place and measure.
    pub heading: String,
    /// A stretch of text around the words, each between [`Hit::OPEN`] and [`Hit::CLOSE`].
    pub snippet: String,
}

impl Hit {
    /// Stands before a word that was searched for.
    pub const OPEN: char = '\u{1}';
    /// Stands after it.
    pub const CLOSE: char = '\u{2}';
}

impl Case {
    /// Claims, then reports, in which all the words occur, best first, at most `limit` of each. Words in
    /// double quotes are a phrase, a word that ends in `*` the beginning of one; nothing else has a
    /// meaning, so that no words are malformed.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<Hit>> {
        let Some(query) = query(words) else { return Ok(Vec::new()) };
        let parameters = params![query, limit as i64];
        let claims = "SELECT reports.id, reports.name, concat_ws(', ', claimant, side, place, measure),
                             snippet(claim_search, -1, char(1), char(2), '…', 40), claims.id
                      FROM claim_search JOIN claims ON claims.claim = claim_search.rowid
                      JOIN reports ON reports.reading = claims.reading
                      WHERE claim_search MATCH ?1
                      ORDER BY claim_search.rank, reports.name, reports.id, claims.claim LIMIT ?2";
        let mut hits = self.rows(claims, parameters, |row| hit(row, Target::Claim(ClaimId(row.get(4)?))))?;
        let reports = "SELECT reports.id, reports.name, coalesce(reports.title, ''),
                              snippet(report_search, -1, char(1), char(2), '…', 30)
                       FROM report_search JOIN reports ON reports.report = report_search.rowid
                       WHERE report_search MATCH ?1
                       ORDER BY report_search.rank, reports.name, reports.id LIMIT ?2";
        hits.extend(self.rows(reports, parameters, |row| hit(row, Target::Report))?);
        Ok(hits)
    }
}

fn hit(row: &Row<'_>, target: Target) -> rusqlite::Result<Hit> {
    Ok(Hit {
        target,
        report: ReportId(row.get(0)?),
        report_name: row.get(1)?,
        heading: row.get(2)?,
        snippet: row.get(3)?,
    })
}

/// The words as an FTS5 query: each a quoted string, all of them wanted. None where no letter or
/// digit is among them.
fn query(words: &str) -> Option<String> {
    let mut terms = Vec::new();
    for (index, part) in words.split('"').enumerate() {
        if index % 2 == 1 {
            terms.extend(term(part));
        } else {
            terms.extend(part.split_whitespace().filter_map(term));
        }
    }
    (!terms.is_empty()).then(|| terms.join(" "))
}

fn term(part: &str) -> Option<String> {
    let wide = if part.ends_with('*') { "*" } else { "" };
    let kept: String = part.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| format!("\"{kept}\"{wide}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn any_words_are_a_query() {
        let check = |words, expected: Option<&str>| assert_eq!(super::query(words).as_deref(), expected, "{words:?}");
        check("killed soldiers", Some("\"killed\" \"soldiers\""));
        check("\"killed soldiers\" Nor*", Some("\"killed soldiers\" \"Nor\"*"));
        check("NEAR(a AND -b) ^c:", Some("\"NEAR a\" \"AND\" \"b\" \"c\""));
        check("\" * ( \0 \"", None);
        check("", None);
    }
}
