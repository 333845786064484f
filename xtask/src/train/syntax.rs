//! Trains the tagger, the lemmatiser and the parser on the English treebanks.

mod lemma;
mod oracle;
mod parser;
mod tagger;

use super::conllu::{self, Sentence};
use rashomon_text::syntax::Relation;
use rashomon_text::syntax::model::{Header, LABELS, MAGIC, Table, Writer};
use std::path::Path;

/// Genres of GUM whose texts are not free for commercial use.
const UNFREE: [&str; 5] = ["GUM_fiction", "GUM_whow", "GUM_essay", "GUM_letter", "GUM_podcast"];

/// Every so many sentences one is learned again in capitals, and one like a headline.
const SHOUTED: usize = 16;
const TITLED: usize = 32;

/// Passes of the parser for the committed model: more no longer helped on the development parts.
pub const PASSES: usize = 9;

/// Trains everything and writes the model.
pub fn run(corpora: &Path, output: &Path, passes: usize) -> anyhow::Result<()> {
    let mut sentences = Vec::new();
    for file in ["en_ewt-train.conllu", "en_gum-train.conllu"] {
        sentences.extend(conllu::read(&corpora.join(file))?);
    }
    sentences.retain(|sentence| UNFREE.iter().all(|genre| !sentence.id.starts_with(genre)));
    sentences.iter_mut().for_each(oracle::lift);
    let rules = lemma::rules(&sentences);
    let restyled = restyled(&sentences);
    sentences.extend(restyled);
    let bytes = train(&sentences, rules, passes);
    std::fs::write(output, &bytes)?;
    println!("{}: {} bytes from {} sentences", output.display(), bytes.len(), sentences.len());
    Ok(())
}

/// Some sentences once more, in capitals like old wire copy and with capitals like headlines.
fn restyled(sentences: &[Sentence]) -> Vec<Sentence> {
    let plain: Vec<&Sentence> = sentences.iter().filter(|sentence| sentence.text.is_ascii()).collect();
    let shouted = plain.iter().step_by(SHOUTED).map(|&sentence| {
        let mut copy = sentence.clone();
        copy.text.make_ascii_uppercase();
        copy
    });
    shouted.chain(plain.iter().skip(1).step_by(TITLED).map(|&sentence| titled(sentence))).collect()
}

fn titled(sentence: &Sentence) -> Sentence {
    let mut bytes = sentence.text.clone().into_bytes();
    for range in sentence.tokens.iter().map(|token| token.range).filter(|range| range.len() > 3) {
        bytes[range.start()].make_ascii_uppercase();
    }
    Sentence { text: String::from_utf8(bytes).unwrap_or_default(), ..sentence.clone() }
}

fn train(sentences: &[Sentence], (rules, scripts): (Vec<(u32, u32)>, String), passes: usize) -> Vec<u8> {
    let (mut tags, known) = tagger::train(sentences, passes.saturating_sub(2).max(1));
    let predicted = tagger::jackknife(sentences);
    let relations = relations(sentences);
    let (mut moves, mut labels) = parser::train(sentences, &predicted, &relations, passes);
    let (tags, moves, labels) = (tags.quantised(), moves.quantised(), labels.quantised());
    let rules = Table::build(&rules);
    let header = Header {
        magic: MAGIC,
        tag_rows: tags.len() as u32,
        move_rows: moves.len() as u32,
        label_rows: labels.len() as u32,
        known_slots: known.len() as u32,
        rule_slots: rules.len() as u32,
        script_bytes: scripts.len() as u32,
        labels: relations,
    };
    let mut writer = Writer::new(&header);
    writer.section(tags.as_flattened().iter().map(|&q| q as u8).collect::<Vec<_>>().as_slice());
    writer.section(moves.as_flattened().iter().map(|&q| q as u8).collect::<Vec<_>>().as_slice());
    writer.section(labels.as_flattened().iter().map(|&q| q as u8).collect::<Vec<_>>().as_slice());
    writer.section(&known.iter().flatten().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>());
    writer.section(&rules.iter().flatten().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>());
    writer.section(scripts.as_bytes());
    writer.finish()
}

/// The most frequent relations, a column each; the rest 255.
fn relations(sentences: &[Sentence]) -> [u8; LABELS] {
    let mut counts = [0usize; Relation::ALL.len()];
    for relation in sentences.iter().flat_map(|sentence| &sentence.relations) {
        counts[*relation as usize] += 1;
    }
    counts[Relation::Root as usize] = 0;
    let mut codes: Vec<u8> = (0..Relation::ALL.len() as u8).filter(|&code| counts[usize::from(code)] > 0).collect();
    codes.sort_by_key(|&code| (std::cmp::Reverse(counts[usize::from(code)]), code));
    codes.resize(LABELS, u8::MAX);
    codes.try_into().unwrap_or([u8::MAX; LABELS])
}
