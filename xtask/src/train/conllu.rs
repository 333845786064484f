//! Reads treebanks in CoNLL-U (<https://universaldependencies.org/format.html>).

use anyhow::Context;
use rashomon_text::TextRange;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::tokens::Token;
use std::path::Path;

/// One sentence with its gold tree; the text is its forms with the spaces between them.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    pub text: String,
    pub tokens: Vec<Token>,
    pub upos: Vec<Upos>,
    /// Fine tags.
    pub xpos: Vec<String>,
    pub lemmas: Vec<String>,
    /// Index of the head; its own at the root.
    pub heads: Vec<usize>,
    pub relations: Vec<Relation>,
    /// Its name in the treebank.
    pub id: String,
    pub opens_paragraph: bool,
    pub space_after: bool,
}

impl Sentence {
    pub fn form(&self, token: usize) -> &str {
        let range = self.tokens[token].range;
        &self.text[range.start()..range.end()]
    }

    fn push(&mut self, form: &str, space_before: bool) {
        if space_before && !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(form);
        self.tokens.push(Token { range: TextRange::of(start, self.text.len()), space_before });
    }
}

/// The sentences of a file.
pub fn read(path: &Path) -> anyhow::Result<Vec<Sentence>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.line(line);
    }
    reader.line("");
    Ok(reader.sentences)
}

#[derive(Default)]
struct Reader {
    sentences: Vec<Sentence>,
    now: Sentence,
    /// Last word of the multi-word token that is being read, and whether a space follows it.
    compound: Option<(usize, bool)>,
    space: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment.trim());
        } else if line.is_empty() {
            self.finish();
        } else {
            self.word(&line.split('\t').collect::<Vec<_>>());
        }
    }

    fn comment(&mut self, comment: &str) {
        if let Some(id) = comment.strip_prefix("sent_id = ") {
            self.now.id = id.to_owned();
        }
        self.now.opens_paragraph |= comment.starts_with("newdoc") || comment.starts_with("newpar");
    }

    fn finish(&mut self) {
        if !self.now.tokens.is_empty() {
            self.now.space_after = self.space;
            self.sentences.push(std::mem::take(&mut self.now));
        }
        self.now = Sentence::default();
        self.compound = None;
        self.space = true;
    }

    fn word(&mut self, fields: &[&str]) {
        let [id, form, lemma, upos, xpos, _, head, relation, _, misc] = fields else { return };
        let space_after = !misc.split('|').any(|field| field == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            self.compound = last.parse().ok().map(|last| (last, space_after));
            return;
        }
        let Ok(number) = id.parse::<usize>() else { return };
        self.now.push(form, self.space || number == 1);
        self.space = match self.compound {
            Some((last, space)) if number == last => space,
            Some((last, _)) if number < last => false,
            _ => space_after,
        };
        self.now.lemmas.push((*lemma).to_owned());
        self.now.xpos.push((*xpos).to_owned());
        self.now.upos.push(Upos::from_name(upos).unwrap_or(Upos::X));
        let head = head.parse::<usize>().unwrap_or(0);
        self.now.heads.push(head.checked_sub(1).unwrap_or(number - 1));
        let universal = || relation.split(':').next().and_then(Relation::from_name);
        self.now.relations.push(Relation::from_name(relation).or_else(universal).unwrap_or(Relation::Dep));
    }
}
