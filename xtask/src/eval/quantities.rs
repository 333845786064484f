//! Scores quantities: values, units, changes and what they are said of, sentence by sentence.

use super::tally::{Tally, print_share};
use anyhow::Context;
use rashomon_text::quantities::{self, Change, Quantity, QuantityKind};
use rashomon_text::syntax::Upos;
use rashomon_text::{Interval, Layers, Provenance, Report};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What to score.
#[derive(clap::Args)]
pub struct Quantities {
    /// A JSON list of {"text", "quantities": [{"value", "change", "unit", "normalized_unit", "referred_concepts"}]}.
    file: PathBuf,
    /// Write what is missed, too much or wrong here.
    #[arg(long)]
    errors: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    quantities: Vec<Gold>,
}

#[derive(Deserialize)]
struct Gold {
    change: String,
    value: String,
    unit: String,
    normalized_unit: String,
    referred_concepts: String,
}

/// A value: one number, or the two ends of a range.
type Ends = (f64, f64);

/// A quantity as the gold standard would write it.
#[derive(Clone)]
struct Found {
    ends: Ends,
    /// Whether it is a vague word ("dozens"), whose interval is a convention.
    vague: bool,
    change: &'static str,
    /// Unit as [`quantities::unit_named`] writes it.
    unit: Option<String>,
    age: bool,
    multiple: bool,
    /// Lemmas of what is counted.
    counted: Vec<String>,
    /// Its last word as written.
    noun: String,
    concepts: BTreeSet<String>,
    words: String,
}

#[derive(Default)]
struct Score {
    value: Tally,
    unit: Tally,
    all_words: Tally,
    change: Tally,
    partial: Tally,
    complete: Tally,
    ranges: (usize, usize),
}

/// Prints F1 of values, and of values together with unit, change and concepts.
pub fn run(options: &Quantities) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&options.file).with_context(|| options.file.display().to_string())?;
    let sentences: Vec<Sentence> = serde_json::from_str(&text).with_context(|| options.file.display().to_string())?;
    let mut out: Box<dyn Write> = match &options.errors {
        Some(path) => Box::new(std::io::BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(std::io::sink()),
    };
    let (mut score, mut words, mut spent) = (Score::default(), 0, Duration::ZERO);
    for sentence in &sentences {
        let report = Report::new("sentence", &sentence.text, Provenance::default());
        let layers = Layers::of(&report);
        let start = Instant::now();
        quantities::find(&layers);
        spent += start.elapsed();
        words += sentence.text.split_whitespace().count();
        score.add(sentence, &found(&layers, &sentence.quantities), &mut out)?;
    }
    println!("{} sentences, {words} words", sentences.len());
    score.print();
    println!("{:.0} words/s given the layers", words as f64 / spent.as_secs_f64());
    Ok(out.flush()?)
}

/// The quantities of a sentence; dates, times of day, ordinals, labels, scores and multiples in one word ("twice") are none
/// here. The two ends of a change are one range where the gold standard has that range, and two numbers where it has not;
/// "8 or 9" are two numbers.
fn found(layers: &Layers, gold: &[Gold]) -> Vec<Found> {
    const NONE: [QuantityKind; 5] =
        [QuantityKind::Date, QuantityKind::Clock, QuantityKind::Ordinal, QuantityKind::Label, QuantityKind::Score];
    let counts = |quantity: &&Quantity| !NONE.contains(&quantity.kind) && !is_one_word_multiple(layers, quantity);
    let all: Vec<&Quantity> = layers.quantities.iter().filter(counts).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&first) = all.get(at) {
        let range = all.get(at + 1).and_then(|second| change_range(first, second, gold));
        let mut one = reading(layers, first);
        one.ends = range.unwrap_or(one.ends);
        found.extend(split_or(&mut one));
        found.push(one);
        found.extend(restated(layers, first));
        at += 1 + usize::from(range.is_some());
    }
    found
}

/// "Twice", "doubled".
fn is_one_word_multiple(layers: &Layers, quantity: &Quantity) -> bool {
    let words = layers.excerpt(quantity.range).text().to_lowercase();
    quantity.kind == QuantityKind::Multiple
        && !words.contains(|letter: char| letter.is_ascii_digit())
        && !["time", "fold"].iter().any(|word| words.contains(word))
}

/// The first of "8 or 9", which are two numbers; what is left of them is the second.
fn split_or(both: &mut Found) -> Option<Found> {
    let (low, high) = both.ends;
    if both.vague || low == high || !both.words.contains(" or ") {
        return None;
    }
    let first = Found { ends: (low, low), ..both.clone() };
    (both.ends, both.change) = ((high, high), "=");
    Some(first)
}

/// "From A to B", "to B from A", where the gold standard has them as one range.
fn change_range(first: &Quantity, second: &Quantity, gold: &[Gold]) -> Option<Ends> {
    let ends_of_change =
        matches!((first.change, second.change), (Change::From, Change::To) | (Change::To, Change::From));
    let (a, b) = (ends(first.stated).0, ends(second.stated).0);
    let ends = (a.min(b), a.max(b));
    let wanted = gold.iter().any(|gold| same(gold.ends().0, ends.0) && same(gold.ends().1, ends.1));
    (ends_of_change && wanted).then_some(ends)
}

/// The same amount in a second unit counts as a quantity of its own.
fn restated(layers: &Layers, quantity: &Quantity) -> Option<Found> {
    let restated = quantity.restated.as_ref()?;
    let named_only = restated.stated == quantity.stated;
    let ends = ends(restated.stated);
    let unit = Some(restated.stated_unit.to_string());
    (!named_only).then(|| Found { ends, unit, ..reading(layers, quantity) })
}

fn ends(stated: Interval) -> Ends {
    let (low, high) = (stated.low, stated.high);
    let only = low.or(high).unwrap_or_default();
    let (low, high) = (low.unwrap_or(only), high.unwrap_or(only));
    (low.min(high), low.max(high))
}

fn reading(layers: &Layers, quantity: &Quantity) -> Found {
    let counted = quantities::counted(layers, quantity);
    let noun = counted.as_ref().map_or("", |tokens| layers.text(tokens.end.saturating_sub(1))).to_lowercase();
    let lemmas = |tokens: Range<usize>| {
        let content = tokens.filter(|&token| is_content(layers, token));
        content.map(|token| layers.lemma(token).to_lowercase()).collect()
    };
    let concepts = quantities::concepts(layers, quantity);
    let ends = ends(quantity.stated);
    let vague = quantity.approximate && ends.0 != ends.1 && is_vague(layers, quantity);
    Found {
        ends,
        vague,
        change: if vague { "=" } else { change(layers, quantity) },
        unit: (quantity.stated_unit != "1").then(|| quantity.stated_unit.to_string()),
        age: quantity.kind == QuantityKind::Age,
        multiple: quantity.kind == QuantityKind::Multiple,
        counted: counted.map(lemmas).unwrap_or_default(),
        noun,
        concepts: concepts
            .into_iter()
            .map(|token| written_word(layers, token))
            .filter(|word| !word.is_empty())
            .collect(),
        words: layers.excerpt(quantity.range).text().to_owned(),
    }
}

/// The word that a token is part of as white space and slashes bound it: "blue-chip" of "blue".
fn written_word(layers: &Layers, token: usize) -> String {
    let slash = |at: usize| layers.text(at) == "/";
    let joined = |at: usize| {
        let close = layers.tokens.get(at).is_some_and(|token| !token.space_before);
        at > 0 && close && !slash(at) && !slash(at - 1)
    };
    let start = (0..=token).rev().find(|&at| !joined(at)).unwrap_or(token);
    let end = (token + 1..).find(|&at| !joined(at)).unwrap_or(token + 1);
    plain_word(layers.words_of(start..end))
}

/// A word in small letters, without the marks around it, stops of abbreviations and "'s".
fn plain_word(word: &str) -> String {
    let word = word.to_lowercase();
    let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(&word);
    let bare = owner.trim_matches(|sign: char| !sign.is_alphanumeric());
    if bare.contains(|sign: char| sign.is_ascii_digit()) { bare.to_owned() } else { bare.replace('.', "") }
}

fn is_content(layers: &Layers, token: usize) -> bool {
    matches!(layers.upos(token), Upos::Noun | Upos::Propn | Upos::Adj | Upos::Verb | Upos::Num | Upos::X)
}

/// Whether a quantity is written without a digit or a number word of one value: "dozens".
fn is_vague(layers: &Layers, quantity: &Quantity) -> bool {
    let words = layers.excerpt(quantity.range).text();
    !words.contains(|letter: char| letter.is_ascii_digit()) && words.split(' ').any(|word| word.ends_with('s'))
}

/// The sign for bound and change. A change that a noun names ("a 3 % fall", "a fall of 3 %") has none; what a price or a
/// measure rises or falls to has it, if not told with what it was before.
fn change(layers: &Layers, quantity: &Quantity) -> &'static str {
    let tokens = quantity.tokens.clone();
    let of = tokens.start > 0 && layers.text(tokens.start - 1) == "of";
    let compared = matches!(layers.text(tokens.end), "more" | "less" | "fewer" | "higher" | "lower");
    let noun = of || compared || layers.upos(tokens.end) == Upos::Noun && layers.text(tokens.end) != "points";
    let measured = matches!(quantity.kind, QuantityKind::Money | QuantityKind::Physical);
    let alone = || !layers.quantities.iter().any(|other| other.change == Change::From);
    let ends = quantity.change == Change::To && measured && alone();
    let sized = matches!(quantity.change, Change::Up | Change::Down) && !noun;
    let under = ["under", "below"].iter().any(|word| layers.excerpt(quantity.range).text().contains(word));
    match (quantity.rises, quantity.stated.low, quantity.stated.high) {
        (Some(true), ..) if sized || ends => "up",
        (Some(false), ..) if sized || ends => "down",
        (_, None, Some(_)) if under => "<",
        _ if quantity.approximate => "~",
        (_, Some(_), None) => ">",
        (_, None, Some(_)) => "<",
        _ => "=",
    }
}

impl Gold {
    fn ends(&self) -> Ends {
        let value = self.value.trim();
        if let Ok(value) = value.parse() {
            return (value, value);
        }
        // A range "a-b"; a minus sign may stand before either end, and after an "E".
        let dash = value.char_indices().skip(1).find(|(at, sign)| *sign == '-' && !value[..*at].ends_with(['E', 'e']));
        let end = |part: &str| part.trim().parse::<f64>().ok();
        let ends = dash.and_then(|(at, _)| end(&value[..at]).zip(end(&value[at + 1..])));
        let (low, high) = ends.unwrap_or((f64::NAN, f64::NAN));
        (low.min(high), low.max(high))
    }

    fn is_range(&self) -> bool {
        let (low, high) = self.ends();
        low != high
    }

    fn concepts(&self) -> BTreeSet<String> {
        self.referred_concepts.split([',', ' ', '/']).map(plain_word).filter(|word| !word.is_empty()).collect()
    }

    /// Whether a found quantity is in this unit, and whether it counts the same in all words.
    fn unit_is(&self, found: &Found) -> (bool, bool) {
        let name = self.normalized_unit.trim().to_lowercase();
        let sign = self.unit.trim();
        let known = quantities::unit_named(&name).or_else(|| quantities::unit_named(sign)).map(String::from);
        let same = match name.as_str() {
            "-" | "" => Some(found.unit.is_none() && found.counted.is_empty()),
            "year of age" | "age" => Some(found.age),
            per if per.starts_with("count per ") => Some(found.unit == Some(per.replacen("count per ", "1/", 1))),
            "count" => Some(found.multiple || found.unit.is_none()),
            _ => known.map(|known| found.unit.as_ref() == Some(&known)),
        };
        if let Some(same) = same {
            return (same, same);
        }
        let words: Vec<&str> = name.trim_start_matches(['%', ' ']).split_whitespace().collect();
        if matches!(words.as_slice(), [] | ["-"]) {
            return (true, true);
        }
        let counted: Vec<&str> = found.counted.iter().map(String::as_str).collect();
        let noun = found.noun.as_str();
        let head = words.iter().any(|word| Some(word) == counted.last() || *word == noun);
        let plural = counted.split_last().is_some_and(|(_, before)| words == [before, &[noun]].concat());
        (head, counted == words || plural)
    }
}

fn same(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-8 + 1e-5 * right.abs()
}

/// Whether a found value is the gold one: the same ends, or the interval of a vague word that meets the gold one.
fn value_is(gold: Ends, found: &Found) -> bool {
    let exact = same(gold.0, found.ends.0) && same(gold.1, found.ends.1);
    exact || (found.vague && gold.0 <= found.ends.1 && found.ends.0 <= gold.1.max(gold.0 * 2.0))
}

impl Score {
    fn add(&mut self, sentence: &Sentence, found: &[Found], out: &mut impl Write) -> std::io::Result<()> {
        let gold = &sentence.quantities;
        for tally in self.tallies() {
            tally.gold += gold.len();
            tally.found += found.len();
        }
        self.ranges.1 += gold.iter().filter(|gold| gold.is_range()).count();
        let pairs = pairs(gold, found);
        for &(of, at) in &pairs {
            self.add_pair(&gold[of], &found[at]);
            if !(gold[of].unit_is(&found[at]).0 && gold[of].change == found[at].change) {
                write(out, "differs", Some(&gold[of]), Some(&found[at]), sentence)?;
            }
            if gold[of].concepts() != found[at].concepts {
                write(out, "concept", Some(&gold[of]), Some(&found[at]), sentence)?;
            }
        }
        for (_, missed) in gold.iter().enumerate().filter(|(of, _)| !pairs.iter().any(|pair| pair.0 == *of)) {
            write(out, "missed", Some(missed), None, sentence)?;
        }
        for (_, extra) in found.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|pair| pair.1 == *at)) {
            write(out, "extra", None, Some(extra), sentence)?;
        }
        Ok(())
    }

    fn tallies(&mut self) -> [&mut Tally; 6] {
        let Self { value, unit, all_words, change, partial, complete, .. } = self;
        [value, unit, all_words, change, partial, complete]
    }

    fn add_pair(&mut self, gold: &Gold, found: &Found) {
        let (unit, all_words) = gold.unit_is(found);
        let concepts = gold.concepts();
        let empty = concepts.is_empty() && found.concepts.is_empty();
        self.value.right += 1;
        self.unit.right += usize::from(unit);
        self.all_words.right += usize::from(all_words);
        self.change.right += usize::from(gold.change == found.change);
        self.partial.right += usize::from(empty || !concepts.is_disjoint(&found.concepts));
        self.complete.right += usize::from(concepts == found.concepts);
        self.ranges.0 += usize::from(gold.is_range());
    }

    fn print(&self) {
        self.value.print("value");
        self.unit.print("value and unit");
        self.all_words.print("value and unit in full");
        self.change.print("value and change");
        self.partial.print("value, concept in part");
        self.complete.print("value and concept");
        print_share("ranges found", self.ranges.0, self.ranges.1);
    }
}

/// Gold and found quantities of the same value, each in one pair at most: those that agree in most come first.
fn pairs(gold: &[Gold], found: &[Found]) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize, usize)> = Vec::new();
    for (of, wanted) in gold.iter().enumerate() {
        for (at, found) in found.iter().enumerate().filter(|(_, found)| value_is(wanted.ends(), found)) {
            let agree = [wanted.unit_is(found).0, wanted.change == found.change, wanted.concepts() == found.concepts];
            all.push((agree.iter().filter(|agree| !**agree).count(), of, at));
        }
    }
    all.sort_unstable();
    let (mut taken_gold, mut taken_found) = (vec![false; gold.len()], vec![false; found.len()]);
    let mut pairs = Vec::new();
    for (_, of, at) in all {
        if !taken_gold[of] && !taken_found[at] {
            (taken_gold[of], taken_found[at]) = (true, true);
            pairs.push((of, at));
        }
    }
    pairs
}

fn write(
    out: &mut impl Write,
    what: &str,
    gold: Option<&Gold>,
    found: Option<&Found>,
    sentence: &Sentence,
) -> std::io::Result<()> {
    write!(out, "{what}")?;
    if let Some(gold) = gold {
        let Gold { change, value, unit, normalized_unit, referred_concepts } = gold;
        write!(out, "\t{change} {value} | {unit} | {normalized_unit} | {referred_concepts}")?;
    }
    if let Some(found) = found {
        let Found { ends, change, unit, counted, concepts, words, .. } = found;
        let unit = unit.as_deref().unwrap_or(if found.age { "age" } else { "-" });
        write!(out, "\t{change} {ends:?} {words:?} | {unit} | {} | {concepts:?}", counted.join(" "))?;
    }
    writeln!(out, "\t{}", sentence.text)
}
