//! `cargo xtask names`: annotated texts as the recogniser of names sees them, for training.

use crate::corpora::{Labelled, read_names};
use anyhow::{Context, Result};
use rashomon_text::encoder::model::MODEL;
use rashomon_text::names::Reading;
use rashomon_text::names::features::Form;
use rashomon_text::names::tagger::{OUTSIDE, label};
use rustc_hash::FxHashMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What to write.
#[derive(clap::Args)]
pub struct Names {
    /// Where to.
    output: PathBuf,
    /// Files with a word and its IOB label on every line.
    files: Vec<PathBuf>,
}

/// Flags of a word: it lies in a stretch that may hold names, it opens its sentence, it has a capital.
const STRETCH: u32 = 1;
const OPENS: u32 = 2;
const CAPITAL: u32 = 4;

/// Writes for each file `NAME.words`, five numbers of 32 bits a word: form, label, flags, evidence, document, and `NAME.rows`, the
/// encoder's rows of the words in stretches; and `forms.features` and `forms.vectors` of all forms.
pub fn run(options: &Names) -> Result<()> {
    std::fs::create_dir_all(&options.output)?;
    let create = |name: &str| -> Result<_> { Ok(BufWriter::new(File::create(options.output.join(name))?)) };
    let mut forms =
        Forms { numbers: FxHashMap::default(), features: create("forms.features")?, vectors: create("forms.vectors")? };
    for file in &options.files {
        let name = file.file_stem().context("a file has a name")?.to_string_lossy();
        let mut words = create(&format!("{name}.words"))?;
        let mut rows = create(&format!("{name}.rows"))?;
        for (number, labelled) in documents(file)?.iter().enumerate() {
            let reading = labelled.reading(|_| ());
            write(labelled, &reading, number as u32, &mut forms, &mut words)?;
            put(&mut rows, &reading.rows().iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>())?;
        }
        words.flush()?;
        rows.flush()?;
    }
    forms.features.flush()?;
    Ok(forms.vectors.flush()?)
}

fn documents(file: &Path) -> Result<Vec<Labelled>> {
    let mut documents = read_names(file)?;
    documents.iter_mut().for_each(Labelled::trim_names);
    Ok(documents)
}

struct Forms {
    numbers: FxHashMap<String, u32>,
    features: BufWriter<File>,
    vectors: BufWriter<File>,
}

impl Forms {
    fn number(&mut self, word: &str) -> Result<u32> {
        if let Some(number) = self.numbers.get(word) {
            return Ok(*number);
        }
        let form = Form::of(word);
        let mut vector = vec![0.0; MODEL.vector_width()];
        if let Some(place) = form.vector {
            MODEL.vector(place, &mut vector);
        }
        put(&mut self.features, form.features.map(u32::to_le_bytes).as_flattened())?;
        vector.iter().try_for_each(|number| put(&mut self.vectors, &number.to_le_bytes()))?;
        let number = self.numbers.len() as u32;
        self.numbers.insert(word.to_owned(), number);
        Ok(number)
    }
}

fn put(file: &mut BufWriter<File>, bytes: &[u8]) -> Result<()> {
    Ok(file.write_all(bytes)?)
}

fn write(
    labelled: &Labelled,
    reading: &Reading,
    number: u32,
    forms: &mut Forms,
    words: &mut BufWriter<File>,
) -> Result<()> {
    let Reading { document, prepared, stretches, .. } = reading;
    let mut rows = vec![[0, OUTSIDE as u32, 0, 0, number]; document.words.len()];
    for name in &labelled.names {
        for at in name.words.clone() {
            rows[at][1] = label(name.kind, at - name.words.start, name.words.len()) as u32;
        }
    }
    for (stretch, _) in stretches {
        stretch.clone().for_each(|at| rows[at][2] |= STRETCH);
    }
    for sentence in &document.sentences {
        rows[sentence.start][2] |= OPENS;
        sentence.clone().for_each(|at| rows[at][3] = prepared.evidence(at, sentence) as u32);
    }
    for (row, word) in rows.iter_mut().zip(&document.words) {
        row[0] = forms.number(word)?;
        row[2] |= if word.contains(char::is_uppercase) { CAPITAL } else { 0 };
        put(words, row.map(u32::to_le_bytes).as_flattened())?;
    }
    Ok(())
}
