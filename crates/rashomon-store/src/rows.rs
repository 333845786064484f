//! Claims and reports as rows of their tables, and back.

use crate::detail;
use jiff::civil::Date;
use rashomon_claims::{Checked, Claim, ClaimId, ClaimPlace, Figure, Stance};
use rashomon_text::places::{Location, Precision};
use rashomon_text::{DateInterval, Interval, Provenance, Published, Report, ReportId, TextRange};
use rusqlite::types::Type;
use rusqlite::{Row, Statement, named_params};
use smol_str::SmolStr;

/// Adds one claim; `:reading` and `:report` are row numbers.
pub(crate) const INSERT_CLAIM: &str = "INSERT INTO claims (reading, report, id, sentence_start, sentence_end,
    figure_start, figure_end, low, high, approximate, unit, measure, what, side, place, country, place_precision,
    latitude, longitude, as_of_from, as_of_to, claimant_kind, claimant, stance, checked, detail)
    VALUES (:reading, :report, :id, :sentence_start, :sentence_end, :figure_start, :figure_end, :low, :high,
    :approximate, :unit, :measure, :what, :side, :place, :country, :place_precision, :latitude, :longitude,
    :as_of_from, :as_of_to, :claimant_kind, :claimant, :stance, :checked, :detail)";

/// Runs [`INSERT_CLAIM`].
pub(crate) fn insert(statement: &mut Statement<'_>, reading: i64, report: i64, claim: &Claim) -> rusqlite::Result<()> {
    let figure = claim.figure.as_ref();
    let place = claim.place.as_ref().map(|place| &place.value);
    let location = place.and_then(|place| place.location);
    let as_of = claim.as_of.as_ref().map_or(DateInterval::unknown(), |as_of| as_of.value);
    statement.execute(named_params! {
        ":reading": reading,
        ":report": report,
        ":id": claim.id.0,
        ":sentence_start": claim.sentence.start(),
        ":sentence_end": claim.sentence.end(),
        ":figure_start": figure.map(|figure| figure.range.start()),
        ":figure_end": figure.map(|figure| figure.range.end()),
        ":low": figure.and_then(|figure| figure.value.low),
        ":high": figure.and_then(|figure| figure.value.high),
        ":approximate": figure.map(|figure| figure.approximate),
        ":unit": figure.map(|figure| figure.unit.as_str()),
        ":measure": claim.measure.as_str(),
        ":what": claim.what.as_ref().map(|what| what.value.as_str()),
        ":side": claim.side.as_ref().map(|side| side.value.as_str()),
        ":place": place.map(|place| place.name.as_str()),
        ":country": place.and_then(|place| place.country.as_deref()),
        ":place_precision": place.map(|place| precision_name(place.precision)),
        ":latitude": location.map(|location| location.latitude),
        ":longitude": location.map(|location| location.longitude),
        ":as_of_from": as_of.from.map(|date| date.to_string()),
        ":as_of_to": as_of.to.map(|date| date.to_string()),
        ":claimant_kind": claim.claimant.kind(),
        ":claimant": claim.claimant.speaker().map(|speaker| speaker.name.as_str()),
        ":stance": claim.stance.name(),
        ":checked": claim.checked.name(),
        ":detail": detail::write(claim),
    })?;
    Ok(())
}

/// A claim from a row that holds the columns of `claims` by name.
pub(crate) fn claim(row: &Row<'_>) -> rusqlite::Result<Claim> {
    let words: String = row.get("detail")?;
    let detail = detail::read(&words).map_err(|error| bad("detail", error.to_string()))?;
    Ok(Claim {
        id: ClaimId(row.get("id")?),
        sentence: TextRange::new(row.get("sentence_start")?, row.get("sentence_end")?),
        figure: figure(row, detail.part_of())?,
        measure: text(row, "measure")?.unwrap_or_default(),
        what: detail.what(text(row, "what")?),
        side: detail.side(text(row, "side")?),
        place: detail.place(place(row)?),
        as_of: detail.as_of(Some(days(row, "as_of_from", "as_of_to")?)),
        claimant: detail.claimant(),
        via: detail.via(),
        cue: detail.cue(),
        content: detail.content(),
        stance: named(row, "stance", Stance::from_name)?,
        checked: named(row, "checked", Checked::from_name)?,
        checked_by: detail.checked_by(),
    })
}

/// An interval of days from its two columns.
pub(crate) fn days(row: &Row<'_>, from: &str, to: &str) -> rusqlite::Result<DateInterval> {
    Ok(DateInterval { from: date(row, from)?, to: date(row, to)? })
}

fn figure(row: &Row<'_>, part_of: Option<TextRange>) -> rusqlite::Result<Option<Figure>> {
    let Some(start) = row.get::<_, Option<u32>>("figure_start")? else { return Ok(None) };
    Ok(Some(Figure {
        range: TextRange::new(start, row.get("figure_end")?),
        value: Interval { low: row.get("low")?, high: row.get("high")? },
        approximate: row.get("approximate")?,
        unit: text(row, "unit")?.unwrap_or_default(),
        part_of,
    }))
}

fn place(row: &Row<'_>) -> rusqlite::Result<Option<ClaimPlace>> {
    let Some(name) = text(row, "place")? else { return Ok(None) };
    let location = row.get::<_, Option<f64>>("latitude")?.zip(row.get::<_, Option<f64>>("longitude")?);
    Ok(Some(ClaimPlace {
        name,
        location: location.map(|(latitude, longitude)| Location { latitude, longitude }),
        precision: named(row, "place_precision", precision_of)?,
        country: text(row, "country")?,
    }))
}

/// The columns of a report but its text, in the order that [`provenance`] reads them.
pub(crate) const REPORT_COLUMNS: &str =
    "reports.name, reports.title, reports.outlet, reports.author, reports.url, reports.published, reports.published_by";

/// Name and provenance from a row that starts with [`REPORT_COLUMNS`].
pub(crate) fn provenance(row: &Row<'_>) -> rusqlite::Result<(String, Provenance)> {
    let published = match (date(row, "published")?, row.get::<_, Option<String>>("published_by")?.as_deref()) {
        (Some(date), Some("stated")) => Published::Stated(date),
        (Some(date), _) => Published::Given(date),
        (None, _) => Published::Unknown,
    };
    let provenance = Provenance {
        title: row.get("title")?,
        outlet: row.get("outlet")?,
        author: row.get("author")?,
        published,
        url: row.get("url")?,
    };
    Ok((row.get("name")?, provenance))
}

/// A report from a row with [`REPORT_COLUMNS`] and `text`.
pub(crate) fn report(row: &Row<'_>) -> rusqlite::Result<Report> {
    let (name, provenance) = provenance(row)?;
    Ok(Report::new(name, row.get::<_, String>("text")?, provenance))
}

/// The id of a report from its column.
pub(crate) fn report_id(row: &Row<'_>, column: &str) -> rusqlite::Result<ReportId> {
    row.get(column).map(ReportId)
}

/// How a publication date is known, as its column says it.
pub(crate) fn published_by(published: Published) -> Option<&'static str> {
    match published {
        Published::Given(_) => Some("given"),
        Published::Stated(_) => Some("stated"),
        Published::Unknown => None,
    }
}

const PRECISIONS: [(Precision, &str); 5] = [
    (Precision::Country, "country"),
    (Precision::Admin1, "admin1"),
    (Precision::Admin2, "admin2"),
    (Precision::Settlement, "settlement"),
    (Precision::Unknown, "unknown"),
];

fn precision_name(precision: Precision) -> &'static str {
    PRECISIONS.iter().find(|(value, _)| *value == precision).map_or("unknown", |(_, name)| name)
}

fn precision_of(name: &str) -> Option<Precision> {
    PRECISIONS.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
}

fn text(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<SmolStr>> {
    Ok(row.get_ref(column)?.as_str_or_null()?.map(SmolStr::new))
}

fn date(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Date>> {
    let Some(written) = row.get_ref(column)?.as_str_or_null()? else { return Ok(None) };
    written.parse().map(Some).map_err(|_| bad(column, format!("{written:?} is no date")))
}

fn named<T>(row: &Row<'_>, column: &str, value_of: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let name = row.get_ref(column)?.as_str()?;
    value_of(name).ok_or_else(|| bad(column, format!("{name:?} is no value that this program knows")))
}

fn bad(column: &str, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, format!("column {column}: {what}").into())
}
