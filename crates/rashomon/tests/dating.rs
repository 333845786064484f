//! Reports without a date are dated from the others of their case, or not at all, whatever the order they come in.

use rashomon::ingest::RawReport;
use rashomon::pipeline::{Options, read};
use rashomon_claims::Resolution;
use rashomon_store::Case;

const DATED: (&str, &str) = (
    "dated",
    "date: 2031-11-23\n\nNorland began the invasion of Vessin in August, Ada Roe said. The Averin Rail Company said that 40 \
     people had been killed in Vessin. Norland denied it.\n",
);
const OTHER_YEAR: (&str, &str) = (
    "other_year",
    "date: 2029-11-23\n\nNorland began the invasion of Vessin in August, Ada Roe said. The Averin Rail Company said that 30 \
     people had been killed in Vessin. Norland denied it.\n",
);
const UNDATED: (&str, &str) = (
    "undated",
    "Norland began the invasion of Vessin earlier this month, Ada Roe said.\n\nThe Averin Rail Company said that 12 people \
     had been killed in Vessin.\n",
);

/// As-of of the figures of the undated report, after reports were read in some goes.
fn check(goes: &[&[(&str, &str)]], expected: &[&str]) {
    let mut case = Case::temporary().unwrap();
    for go in goes {
        let reports = go.iter().map(|(name, text)| Ok(RawReport::text(name, text)));
        let reports: Vec<_> = reports.collect();
        read(reports.into_iter(), &mut case, Options { threads: 2, again: false }, &mut |_| ()).unwrap();
    }
    let mut found = Vec::new();
    case.each_report::<rashomon_store::Error>(|listed| {
        let undated = listed.report.name() == "undated";
        for standing in listed.claims.iter().filter(|standing| undated && standing.claim.figure.is_some()) {
            let as_of = standing.claim.as_of.as_ref().map(|as_of| {
                assert_eq!(as_of.how, Resolution::Estimated);
                format!("{}..{}", as_of.value.from.unwrap(), as_of.value.to.unwrap())
            });
            found.push(as_of.unwrap_or_default());
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(found, expected, "{goes:?}");
}

#[test]
fn an_undated_report_is_dated_from_the_others_of_its_case() {
    let dated = ["2031-08-01..2031-08-31"];
    check(&[&[UNDATED, DATED]], &dated);
    check(&[&[DATED, UNDATED]], &dated);
    check(&[&[UNDATED], &[DATED]], &dated);
    check(&[&[DATED], &[UNDATED]], &dated);
}

#[test]
fn nothing_is_made_up() {
    check(&[&[UNDATED]], &[""]);
    check(&[&[UNDATED, DATED, OTHER_YEAR]], &[""]);
    check(&[&[UNDATED, DATED], &[OTHER_YEAR]], &[""]);
    check(&[&[OTHER_YEAR], &[UNDATED], &[DATED]], &[""]);
}
