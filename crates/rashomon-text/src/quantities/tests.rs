//! What numbers are read from sentences, as `words | low..high | ~ | unit | kind`, one after the other.

use super::{Change, Quantity, check_lexicon};
use crate::layers::Layers;
use crate::report::{Provenance, Report};
use proptest::prelude::*;

fn number(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}

fn show(layers: &Layers, quantity: &Quantity) -> String {
    let end = |value: Option<f64>| value.map(number).unwrap_or_default();
    let value = match quantity.value.is_exact() {
        true => end(quantity.value.low),
        false => format!("{}..{}", end(quantity.value.low), end(quantity.value.high)),
    };
    let mut shown = format!("{} | {value}", layers.excerpt(quantity.range).text());
    if quantity.approximate {
        shown += " ~";
    }
    shown += &format!(" | {} {:?}", quantity.unit, quantity.kind).to_lowercase();
    if let Some(restated) = &quantity.restated {
        shown += &format!(" = {}", end(restated.value.high));
    }
    if quantity.change != Change::None {
        shown += &format!(" {:?}", quantity.change).to_lowercase();
    }
    shown
}

fn check(text: &str, expected: &[&str]) {
    let report = Report::new("test", text, Provenance::default());
    let layers = Layers::of(&report);
    let found: Vec<String> = super::find(&layers).iter().map(|quantity| show(&layers, quantity)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn lexicon_is_sound() {
    let faults: Vec<String> = check_lexicon().iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn reads_digits_and_words() {
    check("The flood ruined 1,376 homes.", &["1,376 | 1376 | 1 count"]);
    check("It ruined two hundred and five homes.", &["two hundred and five | 205 | 1 count"]);
    check("It ruined 2.3 million homes.", &["2.3 million | 2300000 | 1 count"]);
    check(
        "It ruined twenty-five homes and one hundred thousand trees.",
        &["twenty-five | 25 | 1 count", "one hundred thousand | 100000 | 1 count"],
    );
    check("Half a million people fled.", &["Half a million | 500000 | 1 count"]);
    check("A quarter of a million people fled.", &["A quarter of a million | 250000 | 1 count"]);
    check("A dozen and a half goats fled.", &["A dozen and a half | 18 | 1 count"]);
    check(
        "Some 2-1/2 million bricks, and 1 1/2 tons.",
        &["Some 2-1/2 million | 2500000 ~ | 1 count", "1 1/2 tons | 1500 | kg physical"],
    );
    check(
        "A dozen goats and two and a half million bees died.",
        &["A dozen | 12 | 1 count", "two and a half million | 2500000 | 1 count"],
    );
    check("They sold 10k tickets and 300m eggs.", &["10k | 10000 | 1 count", "300m | 300000000 | 1 count"]);
}

#[test]
fn reads_vague_words_as_intervals() {
    check("Dozens of barns burned.", &["Dozens | 24..99 ~ | 1 count"]);
    check("Tens of thousands of eels died.", &["Tens of thousands | 10000..99999 ~ | 1 count"]);
    check("Hundreds of thousands marched.", &["Hundreds of thousands | 100000..999999 ~ | 1 count"]);
    check("Several hundred sheep and a few goats died.", &["Several hundred | 300..900 ~ | 1 count"]);
    check(
        "A couple of vans and a handful of carts came.",
        &["A couple of | 2 ~ | 1 count", "a handful | 3..9 ~ | 1 count"],
    );
}

#[test]
fn applies_bounds() {
    check("Nearly 300 people fled.", &["Nearly 300 | ..300 ~ | 1 count"]);
    check("At least 22 dead, more than 40 hurt.", &["At least 22 | 22.. | 1 count", "more than 40 | 40.. | 1 count"]);
    check("Up to 500 fled, fewer than 20 stayed.", &["Up to 500 | ..500 | 1 count", "fewer than 20 | ..20 | 1 count"]);
    check(
        "About 40 came, 41 at least, 300 or so, 12 or more.",
        &[
            "About 40 | 40 ~ | 1 count",
            "41 at least | 41.. | 1 count",
            "300 or so | 300 ~ | 1 count",
            "12 or more | 12.. | 1 count",
        ],
    );
    check(
        "No fewer than 12 and no more than 30 voted.",
        &["No fewer than 12 | 12.. | 1 count", "no more than 30 | ..30 | 1 count"],
    );
    check("Only 12 voted, exactly 3 spoke.", &["12 | 12 | 1 count", "3 | 3 | 1 count"]);
    check(
        "Up to around 690 may come, at least an estimated 5,000 did.",
        &["Up to around 690 | ..690 ~ | 1 count", "at least an estimated 5,000 | 5000.. ~ | 1 count"],
    );
    check("It will raise its guard up to around 690.", &["around 690 | 690 ~ | 1 count to"]);
}

#[test]
fn reads_ranges() {
    check("They found 200-300 eggs.", &["200-300 | 200..300 | 1 count"]);
    check("They found 200–300 eggs.", &["200–300 | 200..300 | 1 count"]);
    check("Between 5 and 10 vans came.", &["Between 5 and 10 | 5..10 | 1 count"]);
    check("Two or three vans came.", &["Two or three | 2..3 | 1 count"]);
    check("Bake it for 25 – 40 minutes.", &["25 – 40 minutes | 1500..2400 | s duration"]);
    check(
        "Halls from 45 square metres up to 90 square metres.",
        &["45 square metres up to 90 square metres | 45..90 | m2 physical"],
    );
    check("From 5 to 10 per cent stayed.", &["5 to 10 per cent | 0.05..0.1 | fraction share"]);
    check(
        "It cost $5-10 million, or £2 to £3 million.",
        &["$5-10 million | 5000000..10000000 | usd money", "£2 to £3 million | 2000000..3000000 | gbp money"],
    );
}

#[test]
fn converts_units() {
    check("It is a quarter of a mile wide.", &["a quarter of a mile | 402.336 | m physical"]);
    check("It is a metre and a half wide.", &["a metre and a half | 1.5 | m physical"]);
    check("It is some 20 miles south of the port.", &["some 20 miles | 32186.88 ~ | m physical"]);
    check(
        "It burned about 1,376 square kilometres (531 square miles).",
        &["about 1,376 square kilometres (531 square miles) | 1376000000 ~ | m2 physical = 1375283686.588416"],
    );
    check(
        "They move 200-300 meters (yards) a day.",
        &["200-300 meters (yards) a day | 0.002315..0.003472 | m/s rate = 0.003175"],
    );
    check(
        "A depot about 110 km (70 miles) inland burned.",
        &["about 110 km (70 miles) | 110000 ~ | m physical = 112654.08"],
    );
    check("The limit is 12mph (20km/h).", &["12mph (20km/h) | 5.36448 | m/s rate = 5.555556"]);
    check(
        "It weighs 37 tonnes and is 6ft 2in tall.",
        &["37 tonnes | 37000 | kg physical", "6ft 2in | 1.8796 | m physical"],
    );
    check("A five-mile zone and a 10-storey tower.", &["five-mile | 8046.72 | m physical", "10 | 10 | 1 count"]);
    check("A 300m exclusion zone.", &["300m | 300 | m physical"]);
    check(
        "A pipe of 1.5mm, and a 37m (121ft) mast.",
        &["1.5mm | 0.0015 | m physical", "37m (121ft) | 37 | m physical = 36.8808"],
    );
    check(
        "Hundreds of miles and thousands of tonnes.",
        &[
            "Hundreds of miles | 160934.4..1607734.656 ~ | m physical",
            "thousands of tonnes | 1000000..9999000 ~ | kg physical",
        ],
    );
    check(
        "It was minus 12 degrees Celsius, or -3 degrees at sea.",
        &["minus 12 degrees Celsius | 261.15 | k physical", "-3 degrees | -3 | degree physical"],
    );
    check("It was 38C (100F) in the shade.", &["38C (100F) | 311.15 | k physical = 310.927778"]);
}

#[test]
fn reads_money() {
    check("A $1.5 million loan was paid.", &["$1.5 million | 1500000 | usd money"]);
    check("Tests cost 25 pounds.", &["25 pounds | 25 | gbp money"]);
    check("It cost roughly £300 million.", &["roughly £300 million | 300000000 ~ | gbp money"]);
    check(
        "It cost US$5.4bn, A$3m and 5 million euros.",
        &["US$5.4bn | 5400000000 | usd money", "A$3m | 3000000 | aud money", "5 million euros | 5000000 | eur money"],
    );
    check(
        "It cost an estimated $800 billion, or 50p a head.",
        &["an estimated $800 billion | 800000000000 ~ | usd money", "50p a head | 0.5 | gbp/head rate"],
    );
    check(
        "The $3 million project lost 2bn rubles.",
        &["$3 million | 3000000 | usd money", "2bn rubles | 2000000000 | rub money"],
    );
    check(
        "She has 30 million of the 2.1 billion euros.",
        &["30 million | 30000000 | eur money", "2.1 billion euros | 2100000000 | eur money"],
    );
}

#[test]
fn reads_rates_shares_and_multiples() {
    check("The well leaks 5,000 barrels a day.", &["5,000 barrels a day | 0.009201 | m3/s rate"]);
    check("The well leaks 1,000 barrels of crude oil per day.", &["1,000 barrels | 0.00184 | m3/s rate"]);
    check("Some 59 per 1,000 fell ill.", &["Some 59 per 1,000 | 0.059 ~ | fraction rate"]);
    check("They fire 120 shells a day.", &["120 | 120 | 1/day rate"]);
    check("They lost over 40% of it.", &["over 40% | 0.4.. | fraction share"]);
    check(
        "Two-thirds voted, a fifth of the town stayed, nearly half of it slept.",
        &[
            "Two-thirds | 0.666667 | fraction share",
            "a fifth | 0.2 | fraction share",
            "nearly half | ..0.5 ~ | fraction share",
        ],
    );
    check(
        "One in ten voted, five out of six slept.",
        &["One in ten | 0.1 | fraction share", "five out of six | 0.833333 | fraction share"],
    );
    check("One child in three was ill.", &["One child in three | 0.333333 | fraction share"]);
    check("It hit 61 out of every 1,000 homes.", &["61 out of every 1,000 | 0.061 | fraction share"]);
    check("We are a hundred percent sure.", &[]);
    check("It burned 30 hectares in half an hour.", &["30 hectares | 300000 | m2 physical"]);
    check(
        "Three times as many came, twice as many as before; prices doubled.",
        &["Three times | 3 | 1 multiple", "twice | 2 | 1 multiple", "doubled | 2 | 1 multiple"],
    );
}

#[test]
fn reads_changes() {
    check("The toll rose to 126 from 29.", &["126 | 126 | 1 count to", "29 | 29 | 1 count from"]);
    check("The toll rose from 29 to 41.", &["29 | 29 | 1 count from", "41 | 41 | 1 count to"]);
    check(
        "Sales rose from 24.2 to 31 billion euros.",
        &["24.2 | 24200000000 | eur money from", "31 billion euros | 31000000000 | eur money to"],
    );
    check(
        "The index lost 40 points, and the river rose 3 metres.",
        &["40 | 40 | 1 count down", "3 metres | 3 | m physical up"],
    );
    check(
        "Sales fell 12% and prices were up by 3 percent.",
        &["12% | 0.12 | fraction share down", "3 percent | 0.03 | fraction share up"],
    );
    check(
        "It was stretched from up to 140 miles to 190 miles.",
        &["up to 140 miles to 190 miles | 225308.16..305775.36 | m physical"],
    );
    check("It fell by 5 percent to 8 percent.", &["5 percent to 8 percent | 0.05..0.08 | fraction share down"]);
    check("It fell by 2 pence to 11 pence.", &["2 pence | 0.02 | gbp money down", "11 pence | 0.11 | gbp money to"]);
    check(
        "Ore fell from $36 at 9.30am on Monday to $34.",
        &["$36 | 36 | usd money from", "9.30am | 9.3 | 1 clock", "$34 | 34 | usd money to"],
    );
    check("They raised $3m for the mill.", &["$3m | 3000000 | usd money"]);
    check("A further 12 were hurt, and 40 others fled.", &["12 | 12 | 1 count up", "40 | 40 | 1 count"]);
}

fn said_of(text: &str, expected: &[&str]) {
    let report = Report::new("test", text, Provenance::default());
    let layers = Layers::of(&report);
    let words = |quantity| {
        let words: Vec<&str> = super::concepts(&layers, quantity).into_iter().map(|at| layers.text(at)).collect();
        words.join(" ")
    };
    let found: Vec<String> = layers.quantities.iter().map(words).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn finds_what_a_quantity_is_said_of() {
    said_of("Sales of the old mill fell 3 percent.", &["Sales old mill"]);
    said_of("The firm paid a fine of $3m.", &["firm fine"]);
    said_of("The firm closed after a 2 percent rise in its profits.", &["rise profits"]);
    said_of("The flood covered 40 percent of the valley.", &["flood valley"]);
    said_of("They sold vans that cost $900.", &["vans"]);
    said_of("The council cut the fee to $3.", &["council fee"]);
    said_of("They paid $300 for an old boat.", &["old boat"]);
    said_of("Traders expect sales to reach $3m.", &["sales"]);
    said_of("The ridge (300 m) was closed.", &["ridge"]);
    said_of("Twelve goats died, and the flood took four carts.", &["", "flood"]);
    said_of("In five months the mill burned down.", &[""]);
    said_of("One of the mills burned.", &[""]);
}

#[test]
fn keeps_other_numbers_out_of_the_ledger() {
    check(
        "A 43-year-old man and Ada Roe, 52, drowned; a boy aged 7 lived.",
        &["43-year | 43 | 1 age", "52 | 52 | 1 age", "7 | 7 | 1 age"],
    );
    check(
        "It took three hours and two years.",
        &["three hours | 10800 | s duration", "two years | 63113904 | s duration"],
    );
    check("The third man was the 21st.", &["third | 3 | 1 ordinal", "21st | 21 | 1 ordinal"]);
    check(
        "The S-300 and the Pantsir-S1 of the 155th Brigade.",
        &["300 | 300 | 1 label", "1 | 1 | 1 label", "155th | 155 | 1 ordinal"],
    );
    check(
        "A Boeing 737 left Route 66 for Building 7.",
        &["737 | 737 | 1 label", "66 | 66 | 1 label", "7 | 7 | 1 label"],
    );
    check("They won 2-1 and lost 3-6.", &["2-1 | 2 | 1 score", "3-6 | 3 | 1 score"]);
    check("Boys aged 2, 5 and 9 swam.", &["2 | 2 | 1 age", "5 | 5 | 1 age", "9 | 9 | 1 age"]);
    check("Not one stone was thrown in week 51.", &["one | 1 | 1 count", "51 | 51 | 1 label"]);
    check("One of the oldest mills hurt no one; they saw one another one day.", &["One | 1 | 1 member"]);
    check("One person died; at least one tank burned.", &["One | 1 | 1 count", "at least one | 1.. | 1 count"]);
    check("It is an important one, she said.", &[]);
    check("Fares will rise by an average of 1800.", &["1800 | 1800 | 1 count"]);
    check("They played on a PS4 that cost PS3.4m.", &["4 | 4 | 1 label", "PS3.4m | 3400000 | gbp money"]);
    check(
        "Ring 020 7946 0958 or call at 12 Mill Street.",
        &["020 | 20 | 1 label", "7946 | 7946 | 1 count", "0958 | 958 | 1 label", "12 | 12 | 1 label"],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn never_panics(text in "([0-9]{1,4}|[a-z]{1,5}|[$£%(),./-]|one|half|dozen|million|at least|to|and|a|of| |\n|é|½){0,40}") {
        let report = Report::new("test", text, Provenance::default());
        let layers = Layers::of(&report);
        for quantity in super::find(&layers).iter() {
            prop_assert!(quantity.tokens.contains(&quantity.head));
        }
    }

    #[test]
    fn never_panics_on_any_text(text in "\\PC{0,200}") {
        let report = Report::new("test", text, Provenance::default());
        super::find(&Layers::of(&report));
    }
}
