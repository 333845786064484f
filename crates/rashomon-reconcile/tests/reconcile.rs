//! Small stories made by hand, and what they must come to.

mod common;

use common::{Made, exactly};
use rashomon_reconcile::{Entry, Settled, reconcile};

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
