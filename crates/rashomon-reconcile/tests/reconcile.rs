//! Small stories made by hand, and what they must come to.

mod common;

use common::{Made, claim, exactly};
use proptest::prelude::*;
use rashomon_claims::Stance;
use rashomon_reconcile::{Entry, Settled, block_key, reconcile};
use rashomon_text::Interval;
use rashomon_text::places::Precision;

/// What a block comes to, as text: each question with its claims, then each relation.
/// `[c]2` is claim 2 of report c; claims in one bracket have one origin.
fn settled(made: &[Made]) -> String {
    let entries: Vec<Entry> = made.iter().map(|made| made.0.clone()).collect();
    written(&entries, &reconcile(&entries))
}

fn written(entries: &[Entry], settled: &Settled) -> String {
    let name = |at: usize| format!("{}{}", entries[at].report_name, entries[at].claim.id.0[15]);
    let mut lines = Vec::new();
    for (number, question) in settled.questions.iter().enumerate() {
        let mut origins: Vec<Vec<String>> = vec![Vec::new(); settled.origins.len()];
        for at in (0..entries.len()).filter(|&at| settled.question_of[at] == number) {
            origins[settled.origin_of[at]].push(name(at));
        }
        origins.iter_mut().for_each(|names| names.sort());
        let mut origins: Vec<String> = origins
            .into_iter()
            .filter(|names| !names.is_empty())
            .map(|names| format!("[{}]", names.join(" ")))
            .collect();
        origins.sort();
        lines.push(format!("{} / {} disputed: {}", question.title, question.disputed, origins.join(" ")));
    }
    let relation = |relation: &rashomon_reconcile::Relation| {
        format!("{} {} {}", name(relation.from), relation.kind.name(), name(relation.to))
    };
    let mut relations: Vec<String> = settled.relations.iter().map(relation).collect();
    lines.sort();
    relations.sort();
    lines.extend(relations);
    lines.join("\n")
}

fn check(made: &[Made], expected: &[&str]) {
    assert_eq!(settled(made), expected.join("\n"));
    let backwards: Vec<Made> = made.iter().rev().cloned().collect();
    assert_eq!(settled(&backwards), expected.join("\n"), "in the other order");
}

#[test]
fn two_speakers_at_one_time_conflict() {
    check(
        &[
            exactly("a", 1, 41.0).town("Averin").on("2031-05-09").by("Coastguard"),
            exactly("b", 1, 29.0).town("Averin").on("2031-05-09").by("Ministry of Shipping"),
        ],
        &["People killed in Averin, May 2031 / 2 disputed: [a1] [b1]", "b1 conflicts a1"],
    );
}

#[test]
fn one_speaker_in_several_outlets_is_one_origin() {
    check(
        &[
            exactly("a", 1, 4100.0).town("Averin").on("2031-05-09").by("Ayla Marinova").via("Averin Press"),
            exactly("b", 1, 4100.0).town("Averin").on("2031-05-10").by("Marinova"),
            exactly("c", 1, 4100.0).town("Averin").on("2031-05-11").about().by("Ayla Marynova"),
        ],
        &["People killed in Averin, May 2031 / 0 disputed: [a1 b1 c1]", "a1 refines c1", "b1 repeats a1"],
    );
}

#[test]
fn a_growing_count_is_updated_and_taken_back() {
    check(
        &[
            exactly("a", 1, 12.0).town("Averin").on("2031-05-09").by("Coastguard"),
            exactly("b", 1, 41.0).town("Averin").on("2031-05-11").by("Coastguard"),
            exactly("c", 1, 38.0).town("Averin").on("2031-05-13").by("Coastguard"),
        ],
        &["People killed in Averin, May 2031 / 0 disputed: [a1] [b1] [c1]", "b1 updates a1", "c1 corrects b1"],
    );
}

#[test]
fn a_denial_bears_on_what_it_denies() {
    check(
        &[
            claim("a", 1, Interval::at_least(600.0)).measure("affected").town("Averin").on("2031-05-09").by("Union"),
            claim("b", 1, Interval::at_least(600.0))
                .measure("affected")
                .town("Averin")
                .on("2031-05-10")
                .by("Ministry of Shipping")
                .stance(Stance::Denied),
        ],
        &["People affected in Averin, May 2031 / 2 disputed: [a1] [b1]", "b1 denies a1"],
    );
}

#[test]
fn a_report_s_own_figure_goes_back_to_whom_it_quotes() {
    check(
        &[
            exactly("a", 1, 41.0).town("Averin").on("2031-05-09"),
            exactly("a", 2, 41.0).town("Averin").on("2031-05-09").by("Coastguard"),
            exactly("b", 1, 41.0).town("Averin").on("2031-05-09").by_nameless("an official"),
        ],
        &["People killed in Averin, May 2031 / 0 disputed: [a1 a2] [b1]", "a2 repeats a1", "b1 agrees a1"],
    );
}

#[test]
fn copies_of_one_address_are_one_origin() {
    let url = "https://example.org/fire";
    check(
        &[
            exactly("a", 1, 7.0).town("Averin").on("2031-05-09").outlet("Post").url(url),
            exactly("b", 1, 7.0)
                .town("Averin")
                .on("2031-06-30")
                .outlet("Mirror")
                .url("http://www.example.org/fire/?x=1"),
        ],
        &[
            "People killed in Averin, June 2031 / 0 disputed: [b1]",
            "People killed in Averin, May 2031 / 0 disputed: [a1]", // FIXME copies under false dates need text reuse to be told
        ],
    );
}

#[test]
fn far_events_of_one_town_are_other_questions() {
    check(
        &[
            exactly("a", 1, 3.0).town("Averin").on("2031-05-09"),
            exactly("b", 1, 3.0).town("Averin").on("2031-09-09"),
            exactly("c", 1, 3.0).town("Borden").on("2031-05-09"),
        ],
        &[
            "People killed in Averin, May 2031 / 0 disputed: [a1]",
            "People killed in Averin, September 2031 / 0 disputed: [b1]",
            "People killed in Borden, May 2031 / 0 disputed: [c1]",
        ],
    );
}

#[test]
fn small_figures_of_a_country_or_of_nowhere_stay_apart() {
    check(
        &[
            exactly("a", 1, 3.0).country("Kestria").on("2031-05-09"),
            exactly("b", 1, 5.0).country("Kestria").on("2031-05-09"),
            exactly("c", 1, 8.0).on("2031-05-09"),
            exactly("d", 1, 2.0).on("2031-05-09"),
        ],
        &[
            "People killed in Kestria, May 2031 / 0 disputed: [a1]",
            "People killed in Kestria, May 2031 / 0 disputed: [b1]",
            "People killed, May 2031 / 0 disputed: [c1]",
            "People killed, May 2031 / 0 disputed: [d1]",
        ],
    );
}

#[test]
fn a_part_and_a_day_s_share_are_other_questions_than_the_whole() {
    let losses = |report, number, value| {
        exactly(report, number, value).measure("losses").what("soldier").side("Northland").by("Ministry")
    };
    check(
        &[
            losses("a", 1, 5137.0).on("2031-05-09"),
            losses("a", 2, 400.0).on("2031-05-09"),
            losses("b", 1, 410.0).about().on("2031-05-09"),
            losses("c", 1, 5100.0).about().on("2031-05-10"),
            losses("d", 1, 40.0).side("Southland").on("2031-05-09"),
            losses("d", 2, 30.0).side("Southland").part_of(1).on("2031-05-09"),
        ],
        &[
            "Losses of soldiers of Northland, May 2031 / 0 disputed: [a1 c1]",
            "Losses of soldiers of Northland, May 2031 / 0 disputed: [a2 b1]",
            "Losses of soldiers of Southland, May 2031 / 0 disputed: [d1]",
            "Losses of soldiers of Southland, May 2031 / 0 disputed: [d2]",
            "a1 refines c1",
            "a2 refines b1",
        ],
    );
}

#[test]
fn a_place_within_another_is_another_scope() {
    check(
        &[
            exactly("a", 1, 900.0).place("Eastmark", Precision::Admin1, Some((10.0, 10.0))).on("2031-05-09"),
            exactly("b", 1, 900.0)
                .place("Averin", Precision::Settlement, Some((10.5, 10.0)))
                .on("2031-05-09")
                .by("Mayor"),
            exactly("c", 1, 1200.0)
                .place("Eastmark", Precision::Admin1, Some((10.0, 10.0)))
                .on("2031-05-09")
                .by("Governor"),
        ],
        &[
            "People killed in Eastmark, May 2031 / 2 disputed: [a1] [b1] [c1]",
            "b1 agrees a1",
            "c1 conflicts a1",
            "c1 differs-in-scope b1",
        ],
    );
}

#[test]
fn only_figures_ask_questions() {
    let mut without = exactly("a", 1, 3.0).0;
    assert_eq!(block_key(&without.claim).as_deref(), Some("killed|1|person"));
    without.claim.figure = None;
    assert_eq!(block_key(&without.claim), None);
    assert_eq!(reconcile(&[without]).questions, []);
    assert_eq!(reconcile(&[]), Settled::default());
}

fn any_value() -> impl Strategy<Value = Interval> {
    let end = prop_oneof![
        Just(None),
        (-1e3..1e6f64).prop_map(|value| Some(value.round())),
        Just(Some(0.0)),
        Just(Some(f64::MAX))
    ];
    (end.clone(), end).prop_map(|(low, high)| match (low, high) {
        (Some(low), Some(high)) => Interval::between(low, high),
        (low, high) => Interval { low, high },
    })
}

prop_compose! {
    fn any_entry()(
        report in 0..6u8,
        number in 0..9u8,
        value in any_value(),
        about in any::<bool>(),
        day in prop_oneof![Just(None), (1..28u8).prop_map(Some)],
        place in 0..5u8,
        speaker in 0..5u8,
        denied in any::<bool>(),
        side in 0..3u8,
    ) -> Made {
        let mut made = claim(&format!("r{report}"), number, value);
        if about { made = made.about(); }
        if let Some(day) = day { made = made.on(&format!("2031-05-{day:02}")); }
        made = match place { 0 => made.town("Averin"), 1 => made.town("Borden"), 2 => made.country("Kestria"), _ => made };
        made = match speaker {
            0 => made.by("Ayla Marinova"), 1 => made.by("Marinova"), 2 => made.by_nameless("a source"), 3 => made.outlet("Post"), _ => made,
        };
        if denied { made = made.stance(Stance::Denied); }
        if side == 0 { made.side("Northland") } else { made }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
    #[test]
    fn the_order_of_entries_does_not_matter(
        (made, shuffled) in prop::collection::vec(any_entry(), 0..40).prop_map(|mut made| {
            made.sort_by_key(|made| made.0.claim.id);
            made.dedup_by_key(|made| made.0.claim.id);
            made
        }).prop_flat_map(|made| (Just(made.clone()), Just(made).prop_shuffle()))
    ) {
        let entries = |made: &[Made]| made.iter().map(|made| made.0.clone()).collect::<Vec<_>>();
        let (one, two) = (entries(&made), entries(&shuffled));
        let (settled_one, settled_two) = (reconcile(&one), reconcile(&two));
        prop_assert_eq!(&settled_one.questions, &settled_two.questions);
        prop_assert_eq!(&settled_one.origins, &settled_two.origins);
        prop_assert_eq!(written(&one, &settled_one), written(&two, &settled_two));
    }
}
