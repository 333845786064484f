//! What days expressions mean in a report of Saturday 23 November 2024, as `words | days | anchor`.

use super::{Anchor, TimeKind, check_lexicon, find};
use crate::interval::DateInterval;
use crate::layers::Layers;
use crate::report::{Provenance, Published, Report};
use jiff::civil::date;
use proptest::prelude::*;

fn show(days: DateInterval) -> String {
    let end = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    match (days.from, days.to) {
        (None, None) => "?".to_owned(),
        (from, to) if from == to => end(from),
        (from, to) => format!("{}..{}", end(from), end(to)),
    }
}

fn check_published(published: Published, text: &str, expected: &[&str]) {
    let report = Report::new("test", text, Provenance { published, ..Provenance::default() });
    let layers = Layers::of(&report);
    let found: Vec<String> = find(&layers)
        .iter()
        .map(|time| {
            let words = layers.excerpt(time.range).text();
            let days =
                if time.kind == TimeKind::Date { show(time.days) } else { format!("{:?}", time.kind).to_lowercase() };
            let period = if time.period == time.days { String::new() } else { format!(" | {}", show(time.period)) };
            let anchor = if time.anchor == Anchor::Discourse { " | then" } else { "" };
            format!("{words} | {days}{period}{anchor}")
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

fn check(text: &str, expected: &[&str]) {
    check_published(Published::Given(date(2024, 11, 23)), text, expected);
}

#[test]
fn lexicon_is_sound() {
    let faults: Vec<String> = check_lexicon().iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn reads_explicit_dates() {
    check("It broke on 6 August 2023.", &["6 August 2023 | 2023-08-06"]);
    check(
        "It broke on Aug. 6, 2023, in March 2021 and in 1998.",
        &["Aug. 6, 2023 | 2023-08-06", "March 2021 | 2021-03-01..2021-03-31", "1998 | 1998-01-01..1998-12-31"],
    );
    check(
        "It ran from August to October 2023.",
        &[
            "August | 2023-08-01..2023-08-31 | 2023-08-01..2023-10-31",
            "October 2023 | 2023-10-01..2023-10-31 | 2023-08-01..2023-10-31",
        ],
    );
    check("They met on 6-8 August 2023.", &["6-8 August 2023 | 2023-08-06..2023-08-08"]);
    check(
        "It grew in the third quarter of 2023 and the 1990s.",
        &["the third quarter of 2023 | 2023-07-01..2023-09-30", "the 1990s | 1990-01-01..1999-12-31"],
    );
    check("On 2023-08-06 and in summer 2022.", &["2023-08-06 | 2023-08-06", "summer 2022 | 2022-06-01..2022-08-31"]);
}

#[test]
fn reads_dates_from_the_reports_own() {
    check(
        "It broke yesterday, on Monday, last Friday and last August.",
        &[
            "yesterday | 2024-11-22",
            "Monday | 2024-11-18",
            "last Friday | 2024-11-22",
            "last August | 2024-08-01..2024-08-31",
        ],
    );
    check(
        "It broke last week, earlier this month and last year.",
        &[
            "last week | 2024-11-11..2024-11-17",
            "earlier this month | 2024-11-01..2024-11-30",
            "last year | 2023-01-01..2023-12-31",
        ],
    );
    check(
        "It broke two days ago, and over the past 24 hours more fell.",
        &["two days ago | 2024-11-21", "the past 24 hours | 2024-11-22..2024-11-23"],
    );
    check("Since August it has grown.", &["August | 2024-08-01..2024-08-31 | 2024-08-01..2024-11-23"]);
    check(
        "He said on Nov. 11 that it broke on Sept 6 and in December.",
        &["Nov. 11 | 2024-11-11", "Sept 6 | 2024-09-06", "December | 2023-12-01..2023-12-31"],
    );
    check(
        "They have until Monday, she said last night.",
        &["Monday | 2024-11-25 | ..2024-11-25", "last night | 2024-11-22"],
    );
}

#[test]
fn leaves_what_cannot_be_known() {
    check_published(
        Published::Unknown,
        "It broke on Monday, last August and two days ago.",
        &["Monday | ?", "last August | ?", "two days ago | ?"],
    );
    check_published(
        Published::Unknown,
        "It broke on 6 August 2023. Two days later it was whole.",
        &["6 August 2023 | 2023-08-06", "Two days later | 2023-08-08 | then"],
    );
}

#[test]
fn tells_times_durations_and_sets_apart() {
    check(
        "At 11.30am and 07:55 it rained for three hours every day.",
        &["11.30am | time", "07:55 | time", "three hours | duration", "every day | set"],
    );
    check("In five months of fighting 2000 people and 43-year-old Ada Roe came.", &["five months | duration"]);
    check("It may rain in March, or they march.", &["March | 2024-03-01..2024-03-31"]);
}

/// The TIMEX3 values of a report of Saturday 23 November 2024, as `words | value`.
fn check_values(text: &str, expected: &[&str]) {
    check_values_on(date(2024, 11, 23), text, expected);
}

fn check_values_on(published: jiff::civil::Date, text: &str, expected: &[&str]) {
    let provenance = Provenance { published: Published::Given(published), ..Provenance::default() };
    let report = Report::new("test", text, provenance);
    let layers = Layers::of(&report);
    let show = |time: &super::TimeExpression| {
        let Some(timex) = time.timex(Some(published)) else {
            return format!("{} | unmarked", layers.excerpt(time.range).text());
        };
        format!("{} | {} {}", layers.excerpt(time.range).text(), timex.kind, timex.value)
    };
    let found: Vec<String> = find(&layers).iter().map(show).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn values_follow_the_conventions_of_annotated_news() {
    check_values(
        "Output fell over the past year, as in recent years, and for the week too.",
        &["the past year | DATE 2023", "recent years | DATE PAST_REF", "the week | DATE 2024-WXX"],
    );
    check_values(
        "It was a matter of days, and an hour later they had gone for centuries.",
        &["an hour later | DURATION PT1H", "centuries | DURATION PXC"],
    );
    check_values("Since then it has been dry.", &["then | unmarked"]);
    check_values("They met earlier in the day.", &["the day | unmarked"]);
    check_values(
        "The hearing will be in the week of March 3, the court said at mid-afternoon yesterday.",
        &["the week of March 3 | DATE 2025-W10", "mid-afternoon yesterday | TIME 2024-11-22TAF"],
    );
    check_values("The board postponed the vote on the pier until Tuesday.", &["Tuesday | DATE 2024-11-26"]);
    check_values("The decades-long quarrel ended.", &["decades-long | DURATION PXY"]);
}

#[test]
fn writes_values_as_timex3() {
    check_values(
        "It broke on Friday, at 10 p.m. Thursday and last night.",
        &["Friday | DATE 2024-11-22", "10 p.m. Thursday | TIME 2024-11-21T22:00", "last night | TIME 2024-11-22TNI"],
    );
    check_values(
        "It took nearly two years, the first nine months of them dry, and 2 1/2 hours.",
        &["nearly two years | DURATION P2Y", "the first nine months | DURATION P9M", "2 1/2 hours | DURATION PT2H30M"],
    );
    check_values(
        "Profit rose in the third quarter from $4 million a year earlier.",
        &["the third quarter | DATE 2024-Q3", "a year earlier | DATE 2023-Q3"],
    );
    check_values(
        "It fell in January last year, last week and this year's second quarter.",
        &["January last year | DATE 2023-01", "last week | DATE 2024-W46", "this year's second quarter | DATE 2024-Q2"],
    );
    check_values(
        "Now it rains every day, as in the 20th century, in nineteen ninety-six and in recent months.",
        &[
            "Now | DATE PRESENT_REF",
            "every day | SET P1D",
            "the 20th century | DATE 19",
            "nineteen ninety-six | DATE 1996",
            "recent months | DURATION PXM",
        ],
    );
    check_values(
        "It runs on Mondays, each July, every quarter and 24 hours a day, and opens at 4 in the morning.",
        &[
            "Mondays | SET XXXX-WXX-1",
            "each July | SET XXXX-07",
            "every quarter | SET P1Q",
            "4 in the morning | TIME 2024-11-23T04:00",
        ],
    );
    check_values(
        "It broke at 6 a.m. local time on Friday, a year and a half after Easter 2023, and two more weeks went by.",
        &[
            "6 a.m. | TIME 2024-11-22T06:00",
            "Friday | DATE 2024-11-22",
            "a year and a half | DURATION P1Y6M",
            "Easter 2023 | DATE 2023-04-09",
            "two more weeks | DURATION P2W",
        ],
    );
    check_values(
        "Jan Smit, who runs 60 Minutes, hopes that one day it will rain as soon as possible, and soon.",
        &["one day | DATE FUTURE_REF", "soon | DATE FUTURE_REF"],
    );
    check_values("He finished 328th of 400, in the 400th heat.", &[]);
    check_values("Tickets cost $3 a day, and the fair opens on Thanksgiving.", &["Thanksgiving | DATE 2024-11-28"]);
}

#[test]
fn follows_the_accounts_that_are_told() {
    check_values(
        "Net fell in the second quarter from $4 million in the year-ago period. For the nine months it was $9 million, up \
         from $8 million a year earlier.",
        &[
            "the second quarter | DATE 2024-Q2",
            "the year-ago period | DATE 2023-Q2",
            "the nine months | DURATION P9M",
            "a year earlier | DATE 2023",
        ],
    );
    check_values(
        "Sales rose in the quarter ended Aug. 26. In the same quarter last year they fell, and in the 2022 period too.",
        &[
            "the quarter | DATE 2024-Q3",
            "Aug. 26 | DATE 2024-08-26",
            "the same quarter last year | DATE 2023-Q3",
            "the 2022 period | DATE 2022-Q3",
        ],
    );
    check_values(
        "Sales for the year were low. The mill opened in March 2019 and closed later that year; the current quarter is dry.",
        &[
            "the year | DATE 2024",
            "March 2019 | DATE 2019-03",
            "later that year | DATE 2019",
            "the current quarter | DATE 2024-Q4",
        ],
    );
}

#[test]
fn hears_what_is_to_come() {
    check_values(
        "Talks begin Tuesday. He said that she would speak on Wednesday. The slated visit in December was called off.",
        &["Tuesday | DATE 2024-11-26", "Wednesday | DATE 2024-11-27", "December | DATE 2024-12"],
    );
    check_values("They gave her until mid-January to pay.", &["mid-January | DATE 2025-01"]);
}

#[test]
fn goes_back_to_the_day_spoken_of() {
    check_values(
        "The pier closed on Wednesday, up from the previous Friday. It opened again the next morning.",
        &[
            "Wednesday | DATE 2024-11-20",
            "the previous Friday | DATE 2024-11-15",
            "the next morning | TIME 2024-11-21TMO",
        ],
    );
    check_values(
        "Fees rose to $3 million last year, up from $2 million the year before. It was shut on Friday; they came in the \
         morning.",
        &[
            "last year | DATE 2023",
            "the year before | DATE 2022",
            "Friday | DATE 2024-11-22",
            "morning | TIME 2024-11-22TMO",
        ],
    );
    check_values(
        "The mill burned the day before last Tuesday. It will open the day after Christmas.",
        &["the day before last Tuesday | DATE 2024-11-18", "the day after Christmas | DATE 2024-12-26"],
    );
}

#[test]
fn hears_what_a_noun_or_participle_has_ahead() {
    check_values(
        "She was named for a mission in September. They are planning for the regatta in June, and can take part in planning \
         for the town's fair in May.",
        &["September | DATE 2024-09", "June | DATE 2025-06", "May | DATE 2025-05"],
    );
    check_values(
        "The line will open in spring, closing again on July 6. Shares look set to shake off losses stemming from a \
         slump on Friday.",
        &["spring | DATE 2025-SP", "July 6 | DATE 2025-07-06", "Friday | DATE 2024-11-22"],
    );
    check_values("Output has fallen since December 31.", &["December 31 | DATE 2023-12-31"]);
    check_values("They prayed as Easter week began.", &["Easter week | DATE 2024-W13"]);
    check_values("He was soon released, and the ferry will soon sail.", &["soon | unmarked", "soon | DATE FUTURE_REF"]);
}

#[test]
fn reads_days_and_years_in_other_forms() {
    check_values(
        "The fair is on April 24 and 25. The March opening drew crowds, as did the march on 6 May 2024.",
        &["April 24 | DATE 2024-04-24", "25 | DATE 2024-04-25", "March | DATE 2024-03", "6 May 2024 | DATE 2024-05-06"],
    );
    check("It opened on April 24 and 25 people came.", &["April 24 | 2024-04-24"]);
    check_values(
        "Boats sail on Monday and Tuesday nights, as in the nineties, when temperatures in the nineties were rare.",
        &["Monday | SET XXXX-WXX-1TNI", "Tuesday nights | SET XXXX-WXX-2TNI", "the nineties | DATE 199"],
    );
    check_values(
        "By year's end and for the fiscal year it will pay for five trading days, a month or two, or for some time.",
        &[
            "year's end | DATE 2024",
            "the fiscal year | DATE 2024",
            "five trading days | DURATION P5D",
            "a month or two | DURATION P1M",
            "some time | DURATION PXX",
        ],
    );
    check_values(
        "Republicans wait for Election Day, and for the year two thousand.",
        &["Election Day | DATE 2024-11-05", "the year two thousand | DATE 2000"],
    );
}

#[test]
fn leaves_what_is_no_time_of_its_own() {
    check_values(
        "Today's youth looks to the future of the town, which it fears about the future, she told Vessin Today.",
        &["Today | unmarked", "the future | unmarked", "the future | DATE FUTURE_REF"],
    );
    check_values("Average daily sales fell; they met daily.", &["daily | unmarked", "daily | SET P1D"]);
}

#[test]
fn a_quarter_of_account_ends_when_it_is_said_to() {
    check(
        "Its fourth quarter ended Sept. 30 was good.",
        &["fourth quarter | 2024-07-01..2024-09-30", "Sept. 30 | 2024-09-30"],
    );
    check_values(
        "In the third quarter it earned $4 million, up from a loss of $7 million last year. It was sold last year.",
        &["the third quarter | DATE 2024-Q3", "last year | DATE 2023-Q3", "last year | DATE 2023"],
    );
}

#[test]
fn a_weekday_is_to_come_where_verb_or_noun_says_so() {
    check_values(
        "A verdict could be given on Thursday, but she could not be reached on Friday. Data to be released on Tuesday may help.",
        &["Thursday | DATE 2024-11-28", "Friday | DATE 2024-11-22", "Tuesday | DATE 2024-11-26"],
    );
    check_values(
        "The airline on Wednesday put forth a plan. It will pay $3, above its closing price on Friday. Tomorrow (Sunday) it rests.",
        &[
            "Wednesday | DATE 2024-11-20",
            "Friday | DATE 2024-11-22",
            "Tomorrow | DATE 2024-11-24",
            "Sunday | DATE 2024-11-24",
        ],
    );
    check_values(
        "The bank said on Sunday that it would close, after Friday's vote.",
        &["Sunday | DATE 2024-11-24", "Friday | DATE 2024-11-22"],
    );
}

#[test]
fn a_month_is_to_come_where_verb_or_noun_says_so() {
    check_values(
        "It said in October it expected a rise. Output fell more than expected in October. Prices are expected to have fallen \
         in October.",
        &["October | DATE 2024-10", "October | DATE 2024-10", "October | DATE 2024-10"],
    );
    check_values(
        "The trial was set for February 23. Unrest may worsen in the run-up to the vote in April. It should be done in April or \
         May next year.",
        &[
            "February 23 | DATE 2025-02-23",
            "April | DATE 2025-04",
            "April | DATE 2025-04",
            "May next year | DATE 2025-05",
        ],
    );
    check_values(
        "It left its forecast for the year to March as it was, and agreed to cut output from October.",
        &["the year | DURATION P1Y", "March | DATE 2025-03", "October | DATE 2024-10"],
    );
    check_values("Hotels such as Marrow Inc. MAR.Q and Jan-Otto Roe Ltd. use overnight delivery.", &[]);
}

#[test]
fn a_quarter_is_the_one_that_is_told_or_next() {
    check_values(
        "They will close in the second quarter. It cut its first-quarter forecast after the third quarter.",
        &["the second quarter | DATE 2025-Q2", "first-quarter | DATE 2025-Q1", "the third quarter | DATE 2024-Q3"],
    );
}

#[test]
fn a_quarter_of_the_year_before_has_its_own_name_and_end() {
    check_values(
        "For the same year-ago quarter, the second quarter ended Sept. 30, it lost $2 million. Results for that quarter \
         were poor, as were those of the year-earlier nine months and of the latest fiscal year.",
        &[
            "the same year-ago quarter | DATE 2023-Q2",
            "the second quarter | DATE 2023-Q2",
            "Sept. 30 | DATE 2023-09-30",
            "that quarter | DATE 2023-Q2",
            "the year-earlier nine months | DURATION P9M",
            "the latest fiscal year | DATE 2023",
        ],
    );
    check_values(
        "Ms. Marn, 52 years old, will succeed Otto Roe June 1, soon after he leaves. The first two quarters of 2025 may be poor.",
        &["June 1 | DATE 2025-06-01", "The first two quarters of 2025 | DATE 2025-H1"],
    );
    check_values(
        "It will be at the then current price, at a later date. The deal follows months of talks. Many of today's ships are old.",
        &[
            "then current | DATE PAST_REF",
            "a later date | DATE FUTURE_REF",
            "months | DURATION PXM",
            "today | unmarked",
        ],
    );
}

#[test]
fn what_nobody_plans_is_over_and_votes_are_the_nearest() {
    check_values(
        "The coast was poor after the January earthquake. They hope to win the March election. Figures to be released in February \
         may help.",
        &["January | DATE 2024-01", "March | DATE 2025-03", "February | DATE 2025-02"],
    );
    check_values(
        "The maker on Tuesday forecast that sales would fall. The hearing was originally scheduled for Monday. He has until this \
         Sunday.",
        &["Tuesday | DATE 2024-11-19", "Monday | DATE 2024-11-18", "this Sunday | DATE 2024-11-24"],
    );
    check_values(
        "Output rose in the January-October period, and will rise in January-March. The rules begin in April; guests met at \
         Mar-a-Sol.",
        &[
            "January | DATE 2024-01",
            "October | DATE 2024-10",
            "January | DATE 2025-01",
            "March | DATE 2025-03",
            "April | DATE 2025-04",
        ],
    );
}

#[test]
fn what_looks_ahead_or_back_does_so_in_its_own_clause() {
    // In a report of Saturday 23 November 2024.
    for (text, expected) in [
        ("The winners will be announced on Thursday.", "Thursday | DATE 2024-11-28"),
        ("Results are expected to be reported in June.", "June | DATE 2025-06"),
        ("A verdict could be announced on Friday.", "Friday | DATE 2024-11-29"),
        ("The funeral will be held on Friday followed by a march.", "Friday | DATE 2024-11-29"),
        ("Divers could recover only two bodies on Friday.", "Friday | DATE 2024-11-22"),
        ("The party won ten seats in the August election.", "August | DATE 2024-08"),
        ("The party won ten seats in the March election.", "March | DATE 2024-03"),
        ("Ten people were killed in the April vote.", "April | DATE 2024-04"),
        ("Storms hit the coast in May.", "May | DATE 2024-05"),
        ("Rebels cut the road in April and fled.", "April | DATE 2024-04"),
        ("Ten people died at a clinic run after the March earthquake.", "March | DATE 2024-03"),
        ("Unrest may worsen in the run-up to the vote in March.", "March | DATE 2025-03"),
    ] {
        check_values(text, &[expected]);
    }
    check_values_on(
        date(2024, 2, 10),
        "The firm will close two plants in the fourth quarter. It will report fourth-quarter results on Monday, after losses \
         that were expected to shrink in the fourth quarter.",
        &[
            "the fourth quarter | DATE 2024-Q4",
            "fourth-quarter | DATE 2023-Q4",
            "Monday | DATE 2024-02-12",
            "the fourth quarter | DATE 2023-Q4",
        ],
    );
    check(
        "The feast will begin on Friday. Ten people were hurt in the morning.",
        &["Friday | 2024-11-29", "morning | time"],
    );
}

#[test]
fn a_count_or_an_amount_is_no_date() {
    check(
        "Ten people died on May 3 and 25 on May 4. It was shut on April 24 and 25.",
        &["May 3 | 2024-05-03", "May 4 | 2024-05-04", "April 24 | 2024-04-24", "25 | 2024-04-25"],
    );
    check("The Forties pipeline was shut. Gusts were in the seventies. Prices stood in the nineties.", &[]);
    check("The dam was built in the nineties.", &["the nineties | 1990-01-01..1999-12-31"]);
}

#[test]
fn a_day_that_begins_elsewhere_is_one_of_two() {
    // Sunday is six days ago, and tomorrow further east.
    check("Ten people died on Sunday.", &["Sunday | 2024-11-17..2024-11-24"]);
    check("The bridge will open on Sunday.", &["Sunday | 2024-11-24"]);
}

#[test]
fn a_year_before_goes_with_sums_and_stays_near() {
    check_values(
        "Crashes fell in the third quarter. Deaths rose to twelve from 8 last year.",
        &["the third quarter | DATE 2024-Q3", "last year | DATE 2023"],
    );
    let far = "In the third quarter it earned $4 million. ".to_owned()
        + &"It rained. ".repeat(42)
        + "It lost $7 million a year earlier.";
    check_values(&far, &["the third quarter | DATE 2024-Q3", "a year earlier | DATE 2023"]);
}

#[test]
fn a_day_beside_a_feast_counts_from_it() {
    check("It opened on the day before Black Friday.", &["the day before Black Friday | 2024-11-28"]);
    check(
        "Both Republicans stayed at home on the day after Election Day 2028.",
        &["the day after Election Day 2028 | 2028-11-08"],
    );
    check("In Lima, South America, it was Election Day.", &[]);
}

#[test]
fn a_unit_may_open_the_report() {
    check_values("year:", &[]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn never_panics(text in "([0-9]{1,4}|[a-z]{1,5}|[(),./:'-]|last|next|the|past|two|days|ago|August|Monday|year|since|to|the first|quarters?|ended|of 1990|for|was set|'s|Feb\\. 3|March|before|after|day|Easter|week|end|planning|nights|previous|morning|and 24|\\$3 million|from|today| |\n|é){0,40}") {
        let report = Report::new("test", text, Provenance { published: Published::Given(date(2024, 2, 29)), ..Provenance::default() });
        let layers = Layers::of(&report);
        for time in find(&layers).iter() {
            prop_assert!(!time.tokens.is_empty());
        }
    }
}
