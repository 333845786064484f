//! Entries made by hand, in few words.

use jiff::civil::Date;
use rashomon_claims::{
    Checked, Claim, ClaimId, ClaimPlace, Claimant, Figure, Relay, Resolution, Resolved, Speaker, Stance,
};
use rashomon_reconcile::Entry;
use rashomon_text::places::{Location, Precision};
use rashomon_text::{DateInterval, Interval, Published, ReportId, TextRange};

/// An entry under construction; starts as "so many people killed", in a report's own voice, with nothing else known.
#[derive(Clone, Debug)]
#[must_use]
pub struct Made(pub Entry);

fn nowhere() -> TextRange {
    TextRange::new(0, 0)
}

fn stated<T>(value: T) -> Option<Resolved<T>> {
    Some(Resolved { value, evidence: None, how: Resolution::Stated })
}

/// "2031-05-09".
pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// `number` tells claims of one report apart; reports are known by their name.
pub fn claim(report: &str, number: u8, value: Interval) -> Made {
    let mut report_id = [0; 16];
    report.bytes().zip(&mut report_id).for_each(|(from, to)| *to = from);
    let mut id = report_id;
    id[15] = number;
    let range = TextRange::new(u32::from(number) * 10, u32::from(number) * 10 + 5);
    let figure = Figure { range, value, approximate: false, unit: "1".into(), part_of: None };
    let claim = Claim {
        id: ClaimId(id),
        sentence: range,
        figure: Some(figure),
        measure: "killed".into(),
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
    let report_name = report.into();
    let published = Published::Unknown;
    Made(Entry { report: ReportId(report_id), report_name, outlet: None, url: None, published, claim })
}

/// "So many killed".
pub fn exactly(report: &str, number: u8, value: f64) -> Made {
    claim(report, number, Interval::exact(value))
}

#[allow(dead_code)] // the benchmark needs but a few of them
impl Made {
    /// Published on that day.
    pub fn on(mut self, day: &str) -> Self {
        self.0.published = Published::Given(date(day));
        self
    }

    /// As of those days.
    pub fn dated(mut self, from: &str, to: &str) -> Self {
        self.0.claim.as_of = stated(DateInterval::between(date(from), date(to)));
        self
    }

    /// In a town of that name; all towns of one first letter lie within a few kilometres.
    pub fn town(self, name: &str) -> Self {
        let letter = f64::from(name.bytes().next().unwrap_or(b'A'));
        self.place(name, Precision::Settlement, Some((letter / 2.0, 10.0)))
    }

    /// In that country.
    pub fn country(self, name: &str) -> Self {
        self.place(name, Precision::Country, None)
    }

    /// In a place; all places lie in one country.
    pub fn place(mut self, name: &str, precision: Precision, at: Option<(f64, f64)>) -> Self {
        let location = at.map(|(latitude, longitude)| Location { latitude, longitude });
        self.0.claim.place = stated(ClaimPlace {
            name: name.into(),
            location,
            precision,
            country: Some("XX".into()),
            parent: None,
            radius: None,
        });
        self
    }

    /// Said by a named speaker.
    pub fn by(mut self, name: &str) -> Self {
        self.0.claim.claimant =
            Claimant::Named(Speaker { name: name.into(), mention: nowhere(), how: Resolution::Stated });
        self
    }

    /// Said by somebody without a name.
    pub fn by_nameless(mut self, name: &str) -> Self {
        self.0.claim.claimant =
            Claimant::Unnamed(Speaker { name: name.into(), mention: nowhere(), how: Resolution::Stated });
        self
    }

    /// Passed on by.
    pub fn via(mut self, name: &str) -> Self {
        self.0.claim.via.push(Relay { name: name.into(), mention: nowhere() });
        self
    }

    /// What it measures.
    pub fn measure(mut self, id: &str) -> Self {
        self.0.claim.measure = id.into();
        self
    }

    /// What is counted.
    pub fn what(mut self, noun: &str) -> Self {
        self.0.claim.what = stated(noun.into());
        self
    }

    /// Whose.
    pub fn side(mut self, party: &str) -> Self {
        self.0.claim.side = stated(party.into());
        self
    }

    /// Marked as approximate.
    pub fn about(mut self) -> Self {
        self.0.claim.figure.as_mut().expect("a figure").approximate = true;
        self
    }

    /// In that canonical unit.
    pub fn unit(mut self, unit: &str) -> Self {
        self.0.claim.figure.as_mut().expect("a figure").unit = unit.into();
        self
    }

    /// A part of the figure of that number in the same report.
    pub fn part_of(mut self, number: u8) -> Self {
        let whole = TextRange::new(u32::from(number) * 10, u32::from(number) * 10 + 5);
        self.0.claim.figure.as_mut().expect("a figure").part_of = Some(whole);
        self
    }

    /// How it is put.
    pub fn stance(mut self, stance: Stance) -> Self {
        self.0.claim.stance = stance;
        self
    }

    /// At that address.
    pub fn url(mut self, url: &str) -> Self {
        self.0.url = Some(url.into());
        self
    }

    /// Published by.
    pub fn outlet(mut self, outlet: &str) -> Self {
        self.0.outlet = Some(outlet.into());
        self
    }
}
