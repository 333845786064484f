//! Claims of short reports, one line a figure.

use super::read;
use crate::{Claim, attributions};
use proptest::prelude::*;
use rashomon_text::{Layers, Provenance, Published, Report};

/// The figures of a text: words | measure | what | side | place | from..to | claimant | stance.
fn lines(text: &str) -> Vec<String> {
    let published = Published::Given(jiff::civil::date(2031, 5, 14));
    let report = Report::new("test", text, Provenance { published, ..Provenance::default() });
    let layers = Layers::of(&report);
    let claims = read(&layers, &attributions::find(&layers));
    claims.iter().filter(|claim| claim.figure.is_some()).map(|claim| line(&report, claim)).collect()
}

fn line(report: &Report, claim: &Claim) -> String {
    let figure = claim.figure.as_ref().map_or("", |figure| report.excerpt(figure.range).text());
    let what = claim.what.as_ref().map_or("-", |what| &what.value);
    let side = claim.side.as_ref().map_or("-", |side| &side.value);
    format!("{figure} | {} | {what} | {side}", claim.measure)
}

/// Checks the figures of a text and what they measure.
fn check(text: &str, expected: &[&str]) {
    assert_eq!(lines(text), expected, "{text}");
}

#[test]
fn casualties_take_the_verb_or_state_that_governs_them() {
    check("The blast killed 11 people and wounded 40.", &["11 | killed | person | -", "40 | injured | person | -"]);
    check(
        "Three sailors died and nine are still missing.",
        &["Three | killed | sailor | -", "nine | missing | person | -"],
    );
    check("The flood left 2,000 families homeless.", &["2,000 | homeless | family | -"]);
    check("The death toll rose to 126.", &["126 | killed | person | -"]);
    check("Seven dead and 50 injured as ferry sinks", &["Seven | killed | person | -", "50 | injured | person | -"]);
    check("There were eight civilian deaths.", &["eight | killed | civilian death | -"]);
}

#[test]
fn a_list_shares_its_verb() {
    check(
        "Norway lost 400 soldiers, 17 armored vehicles, two howitzers and ten trucks.",
        &[
            "400 | losses | soldier | Norway",
            "17 | losses | armored vehicle | Norway",
            "two | losses | howitzer | Norway",
            "ten | losses | truck | Norway",
        ],
    );
}

#[test]
fn ages_dates_and_idioms_are_no_figures() {
    check("The driver, 42, was one of the most careful on Route 66.", &[]);
    check("On 6 August 2030 the third bridge opened at 11.30am.", &[]);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(?s).{0,300}") {
        lines(&text);
    }

    #[test]
    fn any_heap_of_news_words_is_read(words in prop::collection::vec(
        prop::sample::select(vec![
            "killed", "11", "people", ",", "and", "wounded", "40", "of", "which", "including", "two", "tanks", "(", ")",
            "said", "the", "ministry", "\"", ".", "\n\n", "Norway", "in", "Oslo", "least", "at", "to", "dead", "$3", "billion", "percent",
        ]),
        0..60,
    )) {
        lines(&words.join(" "));
    }
}
