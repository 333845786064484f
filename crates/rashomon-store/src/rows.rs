//! Claims and reports as rows of their tables, and back.

use crate::detail;
use jiff::civil::Date;
use rashomon_claims::{Checked, Claim, ClaimId, ClaimPlace, Figure, Stance};
use rashomon_text::places::{Location, Precision};
use rashomon_text::{DateInterval, Interval, Provenance, Published, ReportId, TextRange};
use rusqlite::types::{FromSql, Type};
use rusqlite::{Row, Statement, params};
use smol_str::SmolStr;

/// Adds one claim; row numbers of its reading and report come first, then what [`CLAIM_COLUMNS`] lists, then what only
/// queries look at.
pub(crate) const INSERT_CLAIM: &str = "INSERT INTO claims (reading, report, id, sentence_start, sentence_end,
    figure_start, figure_end, low, high, approximate, unit, measure, what, side, place, country, place_precision,
    latitude, longitude, as_of_from, as_of_to, stance, checked, detail, claimant_kind, claimant)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// Runs [`INSERT_CLAIM`].
pub(crate) fn insert(statement: &mut Statement<'_>, reading: i64, report: i64, claim: &Claim) -> rusqlite::Result<()> {
    let figure = claim.figure.as_ref();
    let place = claim.place.as_ref().map(|place| &place.value);
    let location = place.and_then(|place| place.location);
    let as_of = claim.as_of.as_ref().map_or(DateInterval::unknown(), |as_of| as_of.value);
    statement.execute(params![
        reading,
        report,
        claim.id.0,
        claim.sentence.start(),
        claim.sentence.end(),
        figure.map(|figure| figure.range.start()),
        figure.map(|figure| figure.range.end()),
        figure.and_then(|figure| figure.value.low),
        figure.and_then(|figure| figure.value.high),
        figure.map(|figure| figure.approximate),
        figure.map(|figure| figure.unit.as_str()),
        claim.measure.as_str(),
        claim.what.as_ref().map(|what| what.value.as_str()),
        claim.side.as_ref().map(|side| side.value.as_str()),
        place.map(|place| place.name.as_str()),
        place.and_then(|place| place.country.as_deref()),
        place.map(|place| place.precision.name()),
        location.map(|location| location.latitude),
        location.map(|location| location.longitude),
        as_of.from.map(|date| date.to_string()),
        as_of.to.map(|date| date.to_string()),
        claim.stance.name(),
        claim.checked.name(),
        detail::write(claim),
        claim.claimant.kind(),
        claim.claimant.speaker().map(|speaker| speaker.name.as_str()),
    ])?;
    Ok(())
}

/// The columns of a claim in the order that [`claim`] reads them.
pub(crate) const CLAIM_COLUMNS: &str = "claims.id, sentence_start, sentence_end, figure_start, figure_end, low, high,
    approximate, unit, measure, what, side, place, country, place_precision, latitude, longitude, as_of_from, as_of_to,
    stance, checked, detail";

/// The columns of a report but its text, in the order that [`provenance`] reads them.
pub(crate) const REPORT_COLUMNS: &str = "reports.id, reports.name, reports.title, reports.outlet, reports.author,
    reports.url, reports.published, reports.published_by";

/// Reads the columns of a row in turn: finding each by its name takes longer than all the rest.
pub(crate) struct Cells<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> Cells<'r, 's> {
    /// From the first column on.
    pub fn of(row: &'r Row<'s>) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    pub fn take<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    fn text(&mut self) -> rusqlite::Result<Option<SmolStr>> {
        self.next += 1;
        Ok(self.row.get_ref(self.next - 1)?.as_str_or_null()?.map(SmolStr::new))
    }

    fn date(&mut self) -> rusqlite::Result<Option<Date>> {
        self.next += 1;
        let Some(written) = self.row.get_ref(self.next - 1)?.as_str_or_null()? else { return Ok(None) };
        written.parse().map(Some).map_err(|_| self.bad(format!("{written:?} is no date")))
    }

    fn named<T>(&mut self, value_of: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
        let name: SmolStr = self.text()?.unwrap_or_default();
        value_of(&name).ok_or_else(|| self.bad(format!("{name:?} is no value that this program knows")))
    }

    /// An interval of days from its two columns.
    pub fn days(&mut self) -> rusqlite::Result<DateInterval> {
        Ok(DateInterval { from: self.date()?, to: self.date()? })
    }

    /// Says what is wrong with the column that was read last.
    fn bad(&self, what: String) -> rusqlite::Error {
        let at = self.next - 1;
        let column = self.row.as_ref().column_name(at).unwrap_or("?").to_owned();
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, format!("column {column}: {what}").into())
    }
}

/// A claim from [`CLAIM_COLUMNS`].
pub(crate) fn claim(cells: &mut Cells<'_, '_>) -> rusqlite::Result<Claim> {
    let id = ClaimId(cells.take()?);
    let sentence = TextRange::new(cells.take()?, cells.take()?);
    let figure = figure(cells)?;
    let measure = cells.text()?.unwrap_or_default();
    let (what, side, place, as_of) = (cells.text()?, cells.text()?, place(cells)?, cells.days()?);
    let stance = cells.named(Stance::from_name)?;
    let checked = cells.named(Checked::from_name)?;
    let words: String = cells.take()?;
    let detail = detail::read(&words).map_err(|error| cells.bad(error.to_string()))?;
    Ok(Claim {
        id,
        sentence,
        figure: figure.map(|figure| Figure { part_of: detail.part_of(), ..figure }),
        measure,
        what: detail.what(what),
        side: detail.side(side),
        place: detail.place(place),
        as_of: detail.as_of(Some(as_of)),
        claimant: detail.claimant(),
        via: detail.via(),
        cue: detail.cue(),
        content: detail.content(),
        stance,
        checked,
        checked_by: detail.checked_by(),
    })
}

fn figure(cells: &mut Cells<'_, '_>) -> rusqlite::Result<Option<Figure>> {
    let ends = cells.take::<Option<u32>>()?.zip(cells.take::<Option<u32>>()?);
    let range = ends.map(|(start, end)| TextRange::new(start, end));
    let value = Interval { low: cells.take()?, high: cells.take()? };
    let approximate = cells.take::<Option<bool>>()?.unwrap_or_default();
    let unit = cells.text()?.unwrap_or_default();
    Ok(range.map(|range| Figure { range, value, approximate, unit, part_of: None }))
}

fn place(cells: &mut Cells<'_, '_>) -> rusqlite::Result<Option<ClaimPlace>> {
    let (name, country, precision) = (cells.text()?, cells.text()?, cells.text()?);
    let location = cells.take::<Option<f64>>()?.zip(cells.take::<Option<f64>>()?);
    Ok(name.map(|name| ClaimPlace {
        name,
        location: location.map(|(latitude, longitude)| Location { latitude, longitude }),
        precision: precision.and_then(|name| Precision::from_name(&name)).unwrap_or(Precision::Unknown),
        country,
        parent: None,
        radius: None,
    }))
}

/// Id, name and provenance of a report from [`REPORT_COLUMNS`].
pub(crate) fn provenance(cells: &mut Cells<'_, '_>) -> rusqlite::Result<(ReportId, String, Provenance)> {
    let (id, name) = (ReportId(cells.take()?), cells.take()?);
    let (title, outlet, author, url) = (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let published = match (cells.date()?, cells.text()?.as_deref()) {
        (Some(date), Some("stated")) => Published::Stated(date),
        (Some(date), _) => Published::Given(date),
        (None, _) => Published::Unknown,
    };
    Ok((id, name, Provenance { title, outlet, author, published, url }))
}

/// How a publication date is known, as its column says it.
pub(crate) fn published_by(published: Published) -> Option<&'static str> {
    match published {
        Published::Given(_) => Some("given"),
        Published::Stated(_) => Some("stated"),
        Published::Unknown => None,
    }
}
