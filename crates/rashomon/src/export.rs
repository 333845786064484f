//! Claims as JSON, one object a claim: the form that tools score and other programs read.

use rashomon_claims::{Claim, Claimant, Figure, Resolution, Resolved};
use rashomon_text::{DateInterval, Report, TextRange};
use serde_json::{Map, Value, json};

/// A claim of a report as an export line. `start` and `end` count Unicode code points of the report's
/// body; parts that the claim does not have are left out; an open end of a figure is `null`.
/// The store adds `question` and `origin`.
pub fn claim_json(report: &Report, claim: &Claim) -> Value {
    let mut line = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            line.insert(key.to_owned(), value);
        }
    };
    let sentence = report.excerpt(claim.sentence);
    let (start, end) = sentence.code_points();
    put("id", json!(claim.id.to_string()));
    put("report", json!(report.name()));
    put("sentence", json!(sentence.text()));
    put("start", json!(start));
    put("end", json!(end));
    if let Some(figure) = &claim.figure {
        put("figure", figure_json(report, figure));
    }
    put("measure", json!(claim.measure));
    put("what", json!(claim.what.as_ref().map(|what| &what.value)));
    put("side", json!(claim.side.as_ref().map(|side| &side.value)));
    put("place", claim.place.as_ref().map_or(Value::Null, |place| place_json(&place.value)));
    put("as_of", claim.as_of.as_ref().map_or(Value::Null, days_json));
    put("claimant", claimant_json(report, &claim.claimant));
    put("via", claim.via.iter().map(|relay| json!({"name": relay.name})).collect());
    put("cue", claim.cue.map_or(Value::Null, |cue| words_json(report, cue)));
    put("content", claim.content.map_or(Value::Null, |content| span_json(report, content)));
    put("stance", json!(claim.stance.name()));
    put("status", json!(claim.stance.name()));
    put("checked", json!(claim.checked.name()));
    Value::Object(line)
}

fn figure_json(report: &Report, figure: &Figure) -> Value {
    let (start, end) = report.excerpt(figure.range).code_points();
    let mut value = json!({
        "text": report.excerpt(figure.range).text(),
        "low": figure.value.low.map(number),
        "high": figure.value.high.map(number),
        "approx": figure.approximate,
        "unit": figure.unit,
        "start": start,
        "end": end,
    });
    if let Some(whole) = figure.part_of {
        value["part_of"] = words_json(report, whole);
    }
    value
}

/// Whole numbers without a decimal point, as people write them.
fn number(value: f64) -> Value {
    let exact = value.fract() == 0.0 && value.abs() < 9e15;
    if exact { json!(value as i64) } else { json!(value) }
}

fn place_json(place: &rashomon_claims::ClaimPlace) -> Value {
    let mut value = json!({
        "name": place.name,
        "lat": place.location.map(|at| at.latitude),
        "lon": place.location.map(|at| at.longitude),
        "precision": place.precision.name(),
    });
    if let Some(parent) = &place.parent {
        value["parent"] = json!(parent);
        value["radius_km"] = json!(place.radius);
    }
    value
}

fn days_json(days: &Resolved<DateInterval>) -> Value {
    let DateInterval { from, to } = days.value;
    let mut value = json!({"from": from.map(|day| day.to_string()), "to": to.map(|day| day.to_string())});
    if days.how == Resolution::Estimated {
        value["estimated"] = Value::Bool(true);
    }
    value
}

fn claimant_json(report: &Report, claimant: &Claimant) -> Value {
    let speaker = claimant.speaker();
    let mention = match claimant {
        Claimant::Unresolved(mention) => *mention,
        _ => speaker.map(|speaker| speaker.mention),
    };
    let mut value = json!({"kind": claimant.kind(), "name": speaker.map(|speaker| &speaker.name)});
    if let Some(range) = mention {
        let (start, end) = report.excerpt(range).code_points();
        value["start"] = json!(start);
        value["end"] = json!(end);
    }
    value
}

fn words_json(report: &Report, range: TextRange) -> Value {
    let excerpt = report.excerpt(range);
    let (start, end) = excerpt.code_points();
    json!({"text": excerpt.text(), "start": start, "end": end})
}

fn span_json(report: &Report, range: TextRange) -> Value {
    let (start, end) = report.excerpt(range).code_points();
    json!({"start": start, "end": end})
}

#[cfg(test)]
mod tests {
    use super::*;
    use rashomon_claims::{Checked, ClaimId, Stance};
    use rashomon_text::{Interval, Provenance};

    #[test]
    fn offsets_count_code_points_and_open_ends_are_null() {
        let report = Report::new("r1", "Élan: nearly 40 hurt.", Provenance::default());
        let range = |words: &str| {
            let start = report.text().find(words).unwrap();
            TextRange::of(start, start + words.len())
        };
        let claim = Claim {
            id: ClaimId([7; 16]),
            sentence: range(report.text()),
            figure: Some(Figure {
                range: range("nearly 40"),
                value: Interval::at_most(40.0),
                approximate: true,
                unit: "1".into(),
                part_of: None,
            }),
            measure: "injured".into(),
            what: None,
            side: None,
            place: None,
            as_of: None,
            claimant: Claimant::Narrator,
            via: Vec::new(),
            cue: None,
            content: None,
            stance: Stance::Asserted,
            checked: Checked::Unsaid,
            checked_by: None,
        };
        let line = claim_json(&report, &claim);
        assert_eq!(
            line["figure"],
            json!({"text": "nearly 40", "low": null, "high": 40, "approx": true, "unit": "1", "start": 6, "end": 15})
        );
        assert_eq!((&line["start"], &line["end"]), (&json!(0), &json!(21)));
        assert_eq!(line["claimant"], json!({"kind": "narrator", "name": null}));
        assert_eq!(line["status"], line["stance"]);
    }
}
