//! Scores attributions against sentences of our own, with relay chain, kind of source, stance and verification.
//!
//! The form is told in `corpora/attribution/README.md`.

use anyhow::{Context, bail, ensure};
use rashomon_claims::{Attribution, Checked, Stance, attributions};
use rashomon_text::{Layers, Provenance, Report, TextRange};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What to score.
#[derive(clap::Args)]
pub struct Speech {
    /// A file, or a folder of `.txt` files.
    #[arg(default_value = "corpora/attribution")]
    gold: PathBuf,
    /// Print every difference.
    #[arg(long)]
    errors: bool,
}

/// A text with the attributions that it holds.
struct Text {
    text: String,
    rows: Vec<Row>,
}

/// One attribution as a careful reader marks it.
struct Row {
    /// Who says it, by the name that the text gives; none where nobody is named.
    who: Option<String>,
    cue: String,
    content: Vec<TextRange>,
    kind: String,
    stance: Stance,
    checked: Checked,
    via: Vec<String>,
}

/// Scores all files and prints a table.
pub fn run(options: &Speech) -> anyhow::Result<()> {
    let mut paths = vec![options.gold.clone()];
    if options.gold.is_dir() {
        paths =
            std::fs::read_dir(&options.gold)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
        paths.sort();
    }
    let mut all = Score::default();
    for path in &paths {
        let mut score = Score::default();
        for text in read(path)? {
            score.add(&text, options.errors);
        }
        println!("{:<36} {}", path.display(), score.line());
        all.join(score);
    }
    println!("{:<36} {}", "all", all.line());
    all.print();
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<Vec<Text>> {
    let file = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut texts: Vec<Text> = Vec::new();
    for (number, line) in file.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        match line.strip_prefix("> ") {
            Some(text) => texts.push(Text { text: text.to_owned(), rows: Vec::new() }),
            None if line.trim().is_empty() || line.starts_with('#') => {}
            None => {
                let text = texts.last_mut().with_context(place)?;
                let row = row(&text.text, line).with_context(place)?;
                text.rows.push(row);
            }
        }
    }
    Ok(texts)
}

fn row(text: &str, line: &str) -> anyhow::Result<Row> {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or_default();
    ensure!(fields.len() >= 5, "a row has source, cue, content, kind and stance");
    let (words, name) = field(0).split_once(" = ").unwrap_or((field(0), field(0)));
    ensure!(text.contains(words) && text.contains(field(1)), "source or cue is not in the text");
    let mut content = Vec::new();
    for piece in field(2).split(" … ") {
        let start = text.find(piece).with_context(|| format!("not in the text: {piece}"))?;
        content.push(TextRange::of(start, start + piece.len()));
    }
    let checked = if field(5).is_empty() { "unsaid" } else { field(5) };
    let Some(stance) = Stance::from_name(field(4)) else { bail!("no stance: {}", field(4)) };
    Ok(Row {
        who: (!name.is_empty() && field(3) != "unresolved").then(|| name.to_owned()),
        cue: field(1).to_owned(),
        content,
        kind: field(3).to_owned(),
        stance,
        checked: Checked::from_name(checked).context("no such verification")?,
        via: field(6).split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    })
}

/// Counts of hits and of what there is.
#[derive(Default)]
struct Score {
    gold: usize,
    found: usize,
    detected: usize,
    with_source: usize,
    wrong_source: usize,
    kind: usize,
    chain: usize,
    chained: [usize; 2],
    checked: [usize; 3],
    /// For each stance: hits, found, gold; over what was detected.
    stances: BTreeMap<&'static str, [usize; 3]>,
}

impl Score {
    fn add(&mut self, text: &Text, tell: bool) {
        let report = Report::new("text", &text.text, Provenance::default());
        let layers = Layers::of(&report);
        let found = attributions::find(&layers);
        let pairs = align(&layers, &text.rows, &found);
        self.gold += text.rows.len();
        self.found += found.len();
        self.checked[1] += found.iter().filter(|one| one.checked != Checked::Unsaid).count();
        self.checked[2] += text.rows.iter().filter(|row| row.checked != Checked::Unsaid).count();
        let mut faults = Vec::new();
        for (row, found) in text.rows.iter().zip(&pairs) {
            match found {
                Some(found) => self.compare(row, found, &mut faults),
                None => faults.push(format!("missed: {} | {}", row.who.as_deref().unwrap_or("-"), row.cue)),
            }
        }
        let taken = |one: &&Attribution| !pairs.iter().flatten().any(|pair| std::ptr::eq(*pair, *one));
        faults.extend(found.iter().filter(taken).map(|one| {
            let words = |range: TextRange| layers.excerpt(range).text();
            let name = one.claimant.speaker().map_or("-", |speaker| speaker.name.as_str());
            let content = words(one.content[0]);
            format!("too much: {name} | {} | {content} | {}", one.cue.map_or("", words), one.checked.name())
        }));
        if tell && !faults.is_empty() {
            println!("{}\n  {}", text.text, faults.join("\n  "));
        }
    }

    fn compare(&mut self, row: &Row, found: &Attribution, faults: &mut Vec<String>) {
        self.detected += 1;
        let name = found.claimant.speaker().map(|speaker| speaker.name.as_str());
        let right = match (&row.who, name) {
            (Some(who), Some(name)) => likeness(who, name) >= 0.5 || holds(name, who),
            (None, None) => true,
            _ => false,
        };
        self.with_source += usize::from(right);
        self.wrong_source += usize::from(!right && name.is_some());
        if !right {
            faults.push(format!("source: {} for {}", name.unwrap_or("-"), row.who.as_deref().unwrap_or("-")));
        }
        self.kind += usize::from(found.claimant.kind() == row.kind);
        if found.claimant.kind() != row.kind {
            faults.push(format!("kind: {} for {} ({})", found.claimant.kind(), row.kind, name.unwrap_or("-")));
        }
        let via: Vec<&str> = found.via.iter().map(|relay| relay.name.as_str()).collect();
        let same = via.len() == row.via.len() && via.iter().zip(&row.via).all(|(a, b)| likeness(a, b) >= 0.5);
        self.chain += usize::from(same);
        self.chained[0] += usize::from(same && !row.via.is_empty());
        self.chained[1] += usize::from(!row.via.is_empty());
        if !same {
            faults.push(format!("chain: {via:?} for {:?}", row.via));
        }
        self.count_stance(row.stance, found.stance, faults);
        self.checked[0] += usize::from(row.checked == found.checked && row.checked != Checked::Unsaid);
        if row.checked != found.checked {
            faults.push(format!("checked: {} for {}", found.checked.name(), row.checked.name()));
        }
    }

    fn count_stance(&mut self, gold: Stance, found: Stance, faults: &mut Vec<String>) {
        self.stances.entry(gold.name()).or_default()[2] += 1;
        self.stances.entry(found.name()).or_default()[1] += 1;
        if gold == found {
            self.stances.entry(gold.name()).or_default()[0] += 1;
        } else {
            faults.push(format!("stance: {} for {}", found.name(), gold.name()));
        }
    }

    fn join(&mut self, other: Self) {
        self.gold += other.gold;
        self.found += other.found;
        self.detected += other.detected;
        self.with_source += other.with_source;
        self.wrong_source += other.wrong_source;
        self.kind += other.kind;
        self.chain += other.chain;
        (0..2).for_each(|at| self.chained[at] += other.chained[at]);
        (0..3).for_each(|at| self.checked[at] += other.checked[at]);
        for (stance, counts) in other.stances {
            let own = self.stances.entry(stance).or_default();
            (0..3).for_each(|at| own[at] += counts[at]);
        }
    }

    fn line(&self) -> String {
        format!(
            "{:>4} attributions, detected P {:.3} R {:.3} F1 {:.3}, source and content F1 {:.3}",
            self.gold,
            part(self.detected, self.found),
            part(self.detected, self.gold),
            f1(self.detected, self.found, self.gold),
            f1(self.with_source, self.found, self.gold)
        )
    }

    fn print(&self) {
        println!("of those detected:");
        println!("  wrong source        {:.3}", part(self.wrong_source, self.detected));
        println!("  kind of source      {:.3}", part(self.kind, self.detected));
        println!("  relay chain exact   {:.3}", part(self.chain, self.detected));
        println!("  … where there is one {:.3} of {}", part(self.chained[0], self.chained[1]), self.chained[1]);
        let counts = self.stances.values().filter(|counts| counts[2] > 0);
        let (sum, number) =
            counts.fold((0.0, 0), |(sum, number), [hits, found, gold]| (sum + f1(*hits, *found, *gold), number + 1));
        println!("  stance macro-F1     {:.3}", sum / f64::from(number.max(1)));
        for (stance, [hits, found, gold]) in &self.stances {
            println!("    {stance:<14} P {:.3} R {:.3} of {gold}", part(*hits, *found), part(*hits, *gold));
        }
        let [hits, found, gold] = self.checked;
        println!("checked: P {:.3} R {:.3} of {gold}", part(hits, found), part(hits, gold));
    }
}

fn part(hits: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { hits as f64 / of as f64 }
}

fn f1(hits: usize, found: usize, gold: usize) -> f64 {
    part(2 * hits, found + gold)
}

/// For each row the attribution whose content is most like its own, at least half; each is taken once.
fn align<'f>(layers: &Layers, rows: &[Row], found: &'f [Attribution]) -> Vec<Option<&'f Attribution>> {
    let mut scores = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (place, one) in found.iter().enumerate() {
            let cue = one.cue.map_or("", |cue| layers.excerpt(cue).text());
            let bonus = if cue.contains(&row.cue) || row.cue.contains(cue) { 0.5 } else { 0.0 };
            let alike = overlap(layers, &row.content, &one.content);
            if alike >= 0.5 {
                scores.push((alike + bonus, at, place));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut pairs = vec![None; rows.len()];
    let mut taken = vec![false; found.len()];
    for (_, row, place) in scores {
        if pairs[row].is_none() && !taken[place] {
            (pairs[row], taken[place]) = (Some(&found[place]), true);
        }
    }
    pairs
}

/// F1 of the words of two lists of ranges.
fn overlap(layers: &Layers, gold: &[TextRange], found: &[TextRange]) -> f64 {
    let within = |ranges: &[TextRange], range: TextRange| ranges.iter().any(|one| one.contains(range));
    let words = layers
        .tokens
        .iter()
        .filter(|token| layers.report.text()[token.range.start()..].starts_with(char::is_alphanumeric));
    let (mut shared, mut sizes) = (0, [0; 2]);
    for token in words {
        let (a, b) = (within(gold, token.range), within(found, token.range));
        shared += usize::from(a && b);
        sizes[0] += usize::from(a);
        sizes[1] += usize::from(b);
    }
    f1(shared, sizes[0], sizes[1])
}

/// F1 of the words of two names, articles and possessives left out.
fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (name_words(one), name_words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    f1(shared, one.len(), other.len())
}

/// Whether a name holds all words of another.
fn holds(name: &str, part: &str) -> bool {
    let name = name_words(name);
    name_words(part).iter().all(|word| name.contains(word))
}

fn name_words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace("'s", "").replace("’s", "");
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !matches!(*word, "the" | "a" | "an" | "of")).map(str::to_owned).collect()
}
