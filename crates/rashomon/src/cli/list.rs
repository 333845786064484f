//! Lists of what a case holds: questions, claims, reports and origins.

use super::arguments::{Format, List, Read};
use super::messages::Messages;
use super::output::Output;
use super::{Done, open};
use crate::export::claim_json;
use crate::present::{self, Answer, Block, OriginLine, ReportLine};
use rashomon_reconcile::{Entry, Origin};
use rashomon_store::{Case, Listed, Standing};
use rashomon_text::{DateInterval, Published};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// `rashomon questions`.
pub(super) fn questions(options: &List, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let case = open(&options.case, messages)?;
    let rows = case.questions(Some(options.most()))?;
    let lines: Vec<_> = rows.into_iter().map(|row| row.question).collect();
    if options.format == Format::Table {
        output.text(&present::questions(&lines, output.page))?;
        return remaining(lines.len(), case.counts()?.questions, "questions", options, output);
    }
    print_rows(options.format, output, &QUESTION_COLUMNS, lines.iter().map(question_json))
}

/// `rashomon reports`.
pub(super) fn reports(options: &List, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let case = open(&options.case, messages)?;
    let rows = case.reports()?;
    let shown = &rows[..rows.len().min(options.most())];
    if options.format == Format::Table {
        let lines: Vec<ReportLine> = shown.iter().map(report_line).collect();
        output.text(&present::reports(&lines, output.page))?;
        return remaining(shown.len(), rows.len(), "reports", options, output);
    }
    print_rows(options.format, output, &REPORT_COLUMNS, shown.iter().map(report_json))
}

/// `rashomon origins`.
pub(super) fn origins(options: &List, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let case = open(&options.case, messages)?;
    let rows = case.origins()?;
    let shown = &rows[..rows.len().min(options.most())];
    if options.format == Format::Table {
        let lines: Vec<OriginLine> = shown.iter().map(origin_line).collect();
        output.text(&present::origins(&lines, output.page))?;
        return remaining(shown.len(), rows.len(), "origins", options, output);
    }
    print_rows(options.format, output, &ORIGIN_COLUMNS, shown.iter().map(origin_json))
}

/// `rashomon claims`.
pub(super) fn claims(options: &List, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let case = open(&options.case, messages)?;
    if options.format != Format::Table {
        print_claims(&case, options.format, options.most(), output)?;
        return Ok(Done::Well);
    }
    let mut lines = Vec::new();
    each_claim(&case, options.most(), |listed, standing| {
        lines.push(answer(listed, standing));
        Ok(())
    })?;
    output.text(&present::claims(&lines, output.page))?;
    remaining(lines.len(), case.counts()?.claims, "claims", options, output)
}

/// The questions of a case as blocks, as `rashomon read` prints them.
pub(super) fn blocks(case: &Case, options: &Read, output: &mut Output) -> anyhow::Result<()> {
    let most = if options.limit == 0 { usize::MAX } else { options.limit };
    let rows = case.questions(Some(most))?;
    let mut last: Option<(i64, Vec<Block>)> = None;
    for row in &rows {
        if last.as_ref().is_none_or(|(block, _)| *block != row.block) {
            last = Some((row.block, load(case, row.block)?));
        }
        let blocks = last.iter().flat_map(|(_, blocks)| blocks);
        for block in blocks.filter(|block| block.question.id == row.question.id) {
            output.text(&present::question(block, output.page))?;
            output.text("\n")?;
        }
    }
    let command = match &options.case {
        Some(path) => format!("rashomon questions {}", path.display()),
        None => "rashomon read --limit 0".to_owned(),
    };
    Ok(output.text(&present::remaining(rows.len(), case.counts()?.questions, &command))?)
}

/// The questions that are settled in one block.
pub(super) fn load(case: &Case, block: i64) -> anyhow::Result<Vec<Block>> {
    let loaded = case.block(block)?;
    let words: BTreeMap<_, _> = loaded.entries.iter().map(|entry| entry.claim.id).zip(&loaded.words).collect();
    let words_of = |entry: &Entry| words.get(&entry.claim.id).map(|words| (*words).clone()).unwrap_or_default();
    Ok(Block::all(&loaded.entries, &loaded.settled, words_of))
}

/// The claims of a case for programs, by report name and place.
pub(super) fn print_claims(case: &Case, format: Format, most: usize, output: &mut Output) -> anyhow::Result<()> {
    let mut rows = RowWriter::new(format, &CLAIM_COLUMNS, output)?;
    each_claim(case, most, |listed, standing| rows.write(&claim_line(listed, standing)))?;
    rows.finish()
}

fn each_claim(
    case: &Case,
    most: usize,
    mut each: impl FnMut(&Listed, &Standing) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut left = most;
    case.each_report(|listed| {
        let shown = listed.claims.len().min(left);
        left -= shown;
        listed.claims[..shown].iter().try_for_each(|standing| each(listed, standing))
    })
}

fn remaining(shown: usize, all: usize, what: &str, options: &List, output: &mut Output) -> anyhow::Result<Done> {
    let command = format!("rashomon {what} {} --limit 0", options.case.display());
    output.text(&present::remaining(shown, all, &command))?;
    Ok(Done::Well)
}

/// A claim with its report, as tables show it.
pub(super) fn answer(listed: &Listed, standing: &Standing) -> Answer {
    let entry = entry(listed, standing);
    let figure = standing.claim.figure.as_ref();
    let words = figure.map(|figure| listed.report.excerpt(figure.range).text().to_owned()).unwrap_or_default();
    let speaker = standing.claim.claimant.speaker().map(|speaker| speaker.name.clone());
    let narrator = entry.outlet.clone().unwrap_or_else(|| entry.report_name.clone());
    let origin = Origin {
        id: standing.origin.as_deref().unwrap_or_default().into(),
        speaker: speaker.unwrap_or(narrator),
        kind: standing.claim.claimant.kind(),
        said: DateInterval::unknown(),
    };
    Answer { entry, words, origin }
}

/// A claim with its report's provenance.
pub(super) fn entry(listed: &Listed, standing: &Standing) -> Entry {
    let from = listed.report.provenance();
    Entry {
        report: listed.report.id(),
        report_name: listed.report.name().into(),
        outlet: from.outlet.as_deref().map(Into::into),
        url: from.url.as_deref().map(Into::into),
        published: from.published,
        claim: standing.claim.clone(),
    }
}

/// One line of the export: the claim with its question and origin.
fn claim_line(listed: &Listed, standing: &Standing) -> Value {
    let mut line = claim_json(&listed.report, &standing.claim);
    for (key, id) in [("question", &standing.question), ("origin", &standing.origin)] {
        if let Some(id) = id {
            line[key] = json!(id);
        }
    }
    line
}

fn report_line(row: &rashomon_store::ReportRow) -> ReportLine {
    ReportLine {
        name: row.name.clone(),
        title: row.provenance.title.clone(),
        outlet: row.provenance.outlet.clone(),
        published: row.provenance.published,
        claims: row.claims,
    }
}

fn origin_line(row: &rashomon_store::OriginRow) -> OriginLine {
    OriginLine { origin: row.origin.clone(), claims: row.claims, reports: row.reports.clone() }
}

fn question_json(question: &rashomon_reconcile::Question) -> Value {
    json!({
        "id": question.id.as_str(), "title": question.title, "disputed": question.disputed,
        "origins": question.origins, "reports": question.reports, "claims": question.claims,
        "from": day(question.period.from), "to": day(question.period.to),
    })
}

fn report_json(row: &rashomon_store::ReportRow) -> Value {
    let from = &row.provenance;
    let published_by = match from.published {
        Published::Given(_) => Some("given"),
        Published::Stated(_) => Some("stated"),
        Published::Unknown => None,
    };
    json!({
        "id": row.id.to_string(), "name": row.name, "title": from.title, "outlet": from.outlet, "author": from.author,
        "published": day(from.published.date()), "published_by": published_by, "url": from.url,
        "claims": row.claims, "bytes": row.bytes,
    })
}

fn origin_json(row: &rashomon_store::OriginRow) -> Value {
    let origin = &row.origin;
    json!({
        "id": origin.id.as_str(), "speaker": origin.speaker.as_str(), "kind": origin.kind,
        "said_from": day(origin.said.from), "said_to": day(origin.said.to),
        "claims": row.claims, "reports": row.reports,
    })
}

fn day(date: Option<jiff::civil::Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// A column of comma-separated values: its name and where its value stands in the JSON.
type Column = (&'static str, &'static str);

const QUESTION_COLUMNS: [Column; 8] = [
    ("id", "/id"),
    ("title", "/title"),
    ("disputed", "/disputed"),
    ("origins", "/origins"),
    ("reports", "/reports"),
    ("claims", "/claims"),
    ("from", "/from"),
    ("to", "/to"),
];

const REPORT_COLUMNS: [Column; 10] = [
    ("id", "/id"),
    ("name", "/name"),
    ("title", "/title"),
    ("outlet", "/outlet"),
    ("author", "/author"),
    ("published", "/published"),
    ("published_by", "/published_by"),
    ("url", "/url"),
    ("claims", "/claims"),
    ("bytes", "/bytes"),
];

const ORIGIN_COLUMNS: [Column; 7] = [
    ("id", "/id"),
    ("speaker", "/speaker"),
    ("kind", "/kind"),
    ("said_from", "/said_from"),
    ("said_to", "/said_to"),
    ("claims", "/claims"),
    ("reports", "/reports"),
];

const CLAIM_COLUMNS: [Column; 25] = [
    ("id", "/id"),
    ("report", "/report"),
    ("start", "/start"),
    ("end", "/end"),
    ("sentence", "/sentence"),
    ("figure", "/figure/text"),
    ("low", "/figure/low"),
    ("high", "/figure/high"),
    ("approximate", "/figure/approx"),
    ("unit", "/figure/unit"),
    ("measure", "/measure"),
    ("what", "/what"),
    ("side", "/side"),
    ("place", "/place/name"),
    ("latitude", "/place/lat"),
    ("longitude", "/place/lon"),
    ("as_of_from", "/as_of/from"),
    ("as_of_to", "/as_of/to"),
    ("claimant_kind", "/claimant/kind"),
    ("claimant", "/claimant/name"),
    ("via", "/via"),
    ("stance", "/stance"),
    ("checked", "/checked"),
    ("question", "/question"),
    ("origin", "/origin"),
];

fn print_rows(
    format: Format,
    output: &mut Output,
    columns: &[Column],
    lines: impl Iterator<Item = Value>,
) -> anyhow::Result<Done> {
    let mut rows = RowWriter::new(format, columns, output)?;
    for line in lines {
        rows.write(&line)?;
    }
    rows.finish()?;
    Ok(Done::Well)
}

/// Writes JSON objects as lines, or their columns as comma-separated values.
enum RowWriter<'w> {
    Lines(&'w mut Output),
    Values(Box<csv::Writer<&'w mut Output>>, &'w [Column]),
}

impl<'w> RowWriter<'w> {
    fn new(format: Format, columns: &'w [Column], output: &'w mut Output) -> anyhow::Result<Self> {
        if format != Format::Csv {
            return Ok(Self::Lines(output));
        }
        let mut writer = csv::Writer::from_writer(output);
        writer.write_record(columns.iter().map(|(name, _)| name))?;
        Ok(Self::Values(Box::new(writer), columns))
    }

    fn write(&mut self, line: &Value) -> anyhow::Result<()> {
        match self {
            Self::Lines(output) => Ok(writeln!(output, "{line}")?),
            Self::Values(writer, columns) => {
                Ok(writer.write_record(columns.iter().map(|(_, place)| cell(line.pointer(place))))?)
            }
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        if let Self::Values(mut writer, _) = self {
            writer.flush()?;
        }
        Ok(())
    }
}

/// A value as a cell; several are separated by semicolons.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(values)) => values.iter().map(|value| cell(Some(value))).collect::<Vec<_>>().join("; "),
        Some(Value::Object(object)) => cell(object.get("name")),
        Some(other) => other.to_string(),
    }
}
