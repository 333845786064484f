//! Tables of questions, reports, origins and claims.

use super::block::checked_words;
use super::figures::{self, shortened};
use super::layout::{Cell, Column, Ink, table};
use super::{Answer, OriginLine, Page, ReportLine};
use rashomon_reconcile::Question;

/// See [`super::questions`].
pub fn questions(lines: &[Question], page: Page) -> String {
    const COLUMNS: [Column; 6] = [
        Column::new("Id", 8, 16),
        Column::new("Question", 24, 120),
        Column::number("Disputed by"),
        Column::number("Origins"),
        Column::number("Reports"),
        Column::number("Claims"),
    ];
    let row = |question: &Question| {
        let disputed = if question.disputed == 0 { String::new() } else { format!("≠ {}", question.disputed) };
        vec![
            Cell::new(question.id.as_str(), Ink::Faint),
            Cell::plain(question.title.as_str()),
            Cell::new(disputed, Ink::Alarm),
            Cell::plain(question.origins.to_string()),
            Cell::plain(question.reports.to_string()),
            Cell::plain(question.claims.to_string()),
        ]
    };
    table(&COLUMNS, &lines.iter().map(row).collect::<Vec<_>>(), 0, page)
}

/// See [`super::reports`].
pub fn reports(lines: &[ReportLine], page: Page) -> String {
    const COLUMNS: [Column; 5] = [
        Column::new("Report", 8, 40),
        Column::new("Title", 20, 100),
        Column::new("Outlet", 8, 30),
        Column::new("Published", 11, 27),
        Column::number("Claims"),
    ];
    let row = |line: &ReportLine| {
        vec![
            Cell::plain(line.name.as_str()),
            Cell::plain(line.title.as_deref().unwrap_or_default()),
            Cell::plain(line.outlet.as_deref().unwrap_or_default()),
            Cell::plain(figures::published(line.published)),
            Cell::plain(line.claims.to_string()),
        ]
    };
    table(&COLUMNS, &lines.iter().map(row).collect::<Vec<_>>(), 0, page)
}

/// See [`super::origins`].
pub fn origins(lines: &[OriginLine], page: Page) -> String {
    const COLUMNS: [Column; 6] = [
        Column::new("Id", 8, 16),
        Column::new("Who", 16, 70),
        Column::new("Kind", 8, 10),
        Column::new("Said", 11, 26),
        Column::number("Claims"),
        Column::new("Reports", 14, 80),
    ];
    let row = |line: &OriginLine| {
        vec![
            Cell::new(line.origin.id.as_str(), Ink::Faint),
            Cell::plain(line.origin.speaker.as_str()),
            Cell::new(line.origin.kind, Ink::Faint),
            Cell::plain(figures::days(line.origin.said)),
            Cell::plain(line.claims.to_string()),
            Cell::plain(shortened(&line.reports.join(", "), 80)),
        ]
    };
    table(&COLUMNS, &lines.iter().map(row).collect::<Vec<_>>(), 0, page)
}

/// See [`super::claims`].
pub fn claims(lines: &[Answer], page: Page) -> String {
    const COLUMNS: [Column; 7] = [
        Column::new("Id", 8, 8),
        Column::new("Report", 8, 24),
        Column::new("Figure", 9, 34),
        Column::new("Measure", 9, 40),
        Column::new("Who", 14, 50),
        Column::new("As of", 11, 26),
        Column::new("How", 8, 24),
    ];
    let row = |answer: &Answer| {
        let claim = &answer.entry.claim;
        let value = claim.figure.as_ref().map_or_else(String::new, |figure| figures::figure(figure, &answer.words));
        let what = claim.what.as_ref().map_or_else(String::new, |what| format!("{} ", what.value));
        let place = claim.place.as_ref().map_or_else(String::new, |place| format!(", {}", place.value.name));
        let who = if answer.origin.kind == "narrator" { "own voice" } else { answer.origin.speaker.as_str() };
        let how = [claim.stance.name(), checked_words(claim.checked)];
        vec![
            Cell::new(claim.id.to_string().chars().take(8).collect::<String>(), Ink::Faint),
            Cell::plain(answer.entry.report_name.as_str()),
            Cell::new(value, Ink::Value),
            Cell::plain(if claim.figure.is_some() {
                format!("{what}{}{place}", claim.measure)
            } else {
                "statement".to_owned()
            }),
            Cell::plain(who),
            Cell::plain(claim.as_of.as_ref().map_or_else(String::new, figures::as_of)),
            Cell::plain(how.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")),
        ]
    };
    table(&COLUMNS, &lines.iter().map(row).collect::<Vec<_>>(), 0, page)
}
