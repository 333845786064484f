//! Claims of every shape, made up.

use jiff::civil::{Date, date};
use proptest::option::of;
use proptest::prelude::*;
use rashomon_claims::{
    Checked, Claim, ClaimId, ClaimPlace, Claimant, Figure, Relay, Resolution, Resolved, Speaker, Stance,
};
use rashomon_text::places::{Location, Precision};
use rashomon_text::{DateInterval, Interval, TextRange};
use smol_str::SmolStr;

prop_compose! {
    fn range()(start in any::<u32>(), end in any::<u32>()) -> TextRange {
        TextRange::new(start, end)
    }
}

fn words() -> impl Strategy<Value = SmolStr> {
    "\\PC{0,12}".prop_map(SmolStr::from)
}

fn how() -> impl Strategy<Value = Resolution> {
    use Resolution::{Discourse, Report, Sentence, Stated};
    prop::sample::select(vec![Stated, Sentence, Discourse, Report])
}

fn resolved<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Resolved<T>> {
    (value, of(range()), how()).prop_map(|(value, evidence, how)| Resolved { value, evidence, how })
}

fn day() -> impl Strategy<Value = Date> {
    (-9000_i16..9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

prop_compose! {
    fn days()(from in of(day()), to in of(day())) -> DateInterval {
        DateInterval { from, to }
    }
}

fn number() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    prop_oneof![POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO, (0_u32..100_000).prop_map(f64::from)]
}

prop_compose! {
    fn figure()(range in range(), low in of(number()), high in of(number()), approximate in any::<bool>(),
                unit in words(), part_of in of(range())) -> Figure {
        Figure { range, value: Interval { low, high }, approximate, unit, part_of }
    }
}

prop_compose! {
    fn speaker()(name in words(), mention in range(), how in how()) -> Speaker {
        Speaker { name, mention, how }
    }
}

fn claimant() -> impl Strategy<Value = Claimant> {
    let leaf = prop_oneof![
        Just(Claimant::Narrator),
        speaker().prop_map(Claimant::Named),
        speaker().prop_map(Claimant::Unnamed),
        speaker().prop_map(Claimant::Collective),
        of(range()).prop_map(Claimant::Unresolved),
    ];
    leaf.prop_recursive(4, 16, 2, |inner| {
        (inner.clone(), inner)
            .prop_map(|(source, reporter)| Claimant::Nested { source: Box::new(source), reporter: Box::new(reporter) })
    })
}

fn place() -> impl Strategy<Value = ClaimPlace> {
    let precision = prop::sample::select(Precision::ALL.to_vec());
    let parent = of((words(), of((0..1_000_000_u32).prop_map(|tenths| f64::from(tenths) / 10.0))));
    (words(), of((number(), number())), precision, of(words()), parent).prop_map(
        |(name, at, precision, country, by)| {
            let radius = by.as_ref().and_then(|(_, radius)| *radius);
            let location = at.map(|(latitude, longitude)| Location { latitude, longitude });
            ClaimPlace { name, location, precision, country, parent: by.map(|(parent, _)| parent), radius }
        },
    )
}

prop_compose! {
    fn subject()(what in of(resolved(words())), side in of(resolved(words())), place in of(resolved(place())),
                 as_of in of(resolved(days())), measure in words()) -> Subject {
        Subject { what, side, place, as_of, measure }
    }
}

#[derive(Debug)]
struct Subject {
    what: Option<Resolved<SmolStr>>,
    side: Option<Resolved<SmolStr>>,
    place: Option<Resolved<ClaimPlace>>,
    as_of: Option<Resolved<DateInterval>>,
    measure: SmolStr,
}

fn relay() -> impl Strategy<Value = Relay> {
    (words(), range()).prop_map(|(name, mention)| Relay { name, mention })
}

prop_compose! {
    /// Any claim that the types allow.
    pub fn claim()(id in any::<[u8; 16]>(), sentence in range(), figure in of(figure()), subject in subject(),
                   claimant in claimant(), via in prop::collection::vec(relay(), 0..3),
                   places in (of(range()), of(range()), of(range())),
                   stance in prop::sample::select(Stance::ALL.to_vec()),
                   checked in prop::sample::select(Checked::ALL.to_vec())) -> Claim {
        let Subject { what, side, place, as_of, measure } = subject;
        let (cue, content, checked_by) = places;
        Claim {
            id: ClaimId(id), sentence, figure, measure, what, side, place, as_of, claimant, via, cue, content, stance,
            checked, checked_by,
        }
    }
}

/// A plain claim: the report itself says that `value` were killed.
#[allow(dead_code)]
pub fn plain(number: u8, value: f64) -> Claim {
    let text = |word: &str| Some(Resolved { value: word.into(), evidence: None, how: Resolution::Stated });
    Claim {
        id: ClaimId([number; 16]),
        sentence: TextRange::new(0, 14),
        figure: Some(Figure {
            range: TextRange::new(0, 2),
            value: Interval::exact(value),
            approximate: false,
            unit: "1".into(),
            part_of: None,
        }),
        measure: "killed".into(),
        what: text("miner"),
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
    }
}
