//! Reads treebanks in CoNLL-U (<https://universaldependencies.org/format.html>).

use anyhow::Context;
use rashomon_text::TextRange;
use rashomon_text::syntax::{Relation, Upos};
use rashomon_text::tokens::Token;
use std::ops::Range;
use std::path::Path;

/// One sentence with its gold tree.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// As its `# text` comment has it, or its forms with the spaces between them.
    pub text: String,
    pub tokens: Vec<Token>,
    /// The words' own forms; a token that is written otherwise than its words ("du": "de", "le") is the place of them
    /// all.
    pub forms: Vec<String>,
    /// Tokens as they are written, with their words.
    pub written: Vec<Written>,
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

/// A token as it is written.
#[derive(Clone, Debug)]
pub struct Written {
    pub form: String,
    pub words: Range<usize>,
    pub space_after: bool,
}

impl Sentence {
    pub fn form(&self, token: usize) -> &str {
        let range = self.tokens[token].range;
        &self.text[range.start()..range.end()]
    }

    /// Sets text and tokens from what is written and the `# text` comment.
    fn lay_out(&mut self, comment: &str) {
        let (text, places) = match places(comment, &self.written) {
            Some(places) => (comment.trim().to_owned(), places),
            None => joined(&self.written),
        };
        for (written, range) in self.written.iter().zip(places) {
            let space_before = range.start() == 0 || text[..range.start()].ends_with(char::is_whitespace);
            let parts: usize = self.forms[written.words.clone()].iter().map(String::len).sum();
            let mut at = range.start();
            for word in written.words.clone() {
                let end = at + self.forms[word].len();
                let place = if parts == range.len() { TextRange::of(at, end) } else { range };
                let first = word == written.words.start;
                self.tokens.push(Token { range: place, space_before: first && space_before });
                at = end;
            }
        }
        self.space_after = self.written.last().is_none_or(|token| token.space_after);
        self.text = text;
    }
}

/// Where tokens stand in a text, if they are all that stands there.
fn places(text: &str, tokens: &[Written]) -> Option<Vec<TextRange>> {
    let text = text.trim();
    let mut end = 0;
    let mut places = Vec::new();
    for token in tokens {
        let rest = text[end..].trim_start();
        let start = text.len() - rest.len();
        end = start + rest.strip_prefix(token.form.as_str()).map(|_| token.form.len())?;
        places.push(TextRange::of(start, end));
    }
    text[end..].trim().is_empty().then_some(places)
}

/// Tokens with spaces between them, and where they stand.
fn joined(tokens: &[Written]) -> (String, Vec<TextRange>) {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut space = false;
    for token in tokens {
        if space {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(&token.form);
        places.push(TextRange::of(start, text.len()));
        space = token.space_after;
    }
    (text, places)
}

/// The sentences of a file.
pub fn read(path: &Path) -> anyhow::Result<Vec<Sentence>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(sentences(&text))
}

fn sentences(file: &str) -> Vec<Sentence> {
    let mut reader = Reader::default();
    for line in file.lines() {
        reader.line(line);
    }
    reader.line("");
    reader.sentences
}

#[derive(Default)]
struct Reader {
    sentences: Vec<Sentence>,
    now: Sentence,
    /// The `# text` comment.
    text: String,
    /// Number of the last word of the multiword token that is being read.
    last: usize,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment.trim());
        } else if line.is_empty() {
            self.finish();
        } else {
            self.row(&line.split('\t').collect::<Vec<_>>());
        }
    }

    fn comment(&mut self, comment: &str) {
        if let Some(id) = comment.strip_prefix("sent_id = ") {
            id.clone_into(&mut self.now.id);
        } else if let Some(text) = comment.strip_prefix("text = ") {
            text.clone_into(&mut self.text);
        }
        self.now.opens_paragraph |= comment.starts_with("newdoc") || comment.starts_with("newpar");
    }

    fn finish(&mut self) {
        let mut sentence = std::mem::take(&mut self.now);
        if !sentence.forms.is_empty() {
            sentence.lay_out(&self.text);
            self.sentences.push(sentence);
        }
        self.text.clear();
        self.last = 0;
    }

    fn row(&mut self, fields: &[&str]) {
        let [id, form, .., misc] = fields else { return };
        let space_after = !misc.split('|').any(|field| field == "SpaceAfter=No");
        let at = self.now.forms.len();
        let mut write = |words| self.now.written.push(Written { form: (*form).to_owned(), words, space_after });
        if let Some((first, last)) = id.split_once('-') {
            let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else { return };
            write(at..at + (last + 1).saturating_sub(first));
            self.last = last;
            return;
        }
        let Ok(number) = id.parse::<usize>() else { return };
        if number > self.last {
            write(at..at + 1);
        }
        self.word(number, fields);
    }

    fn word(&mut self, number: usize, fields: &[&str]) {
        let [_, form, lemma, upos, xpos, _, head, relation, ..] = fields else { return };
        self.now.forms.push((*form).to_owned());
        self.now.lemmas.push((*lemma).to_owned());
        self.now.xpos.push((*xpos).to_owned());
        self.now.upos.push(Upos::from_name(upos).unwrap_or(Upos::X));
        let head = head.parse::<usize>().unwrap_or(0);
        self.now.heads.push(head.checked_sub(1).unwrap_or(number - 1));
        let universal = || relation.split(':').next().and_then(Relation::from_name);
        self.now.relations.push(Relation::from_name(relation).or_else(universal).unwrap_or(Relation::Dep));
    }
}

#[cfg(test)]
mod tests {
    use super::sentences;

    fn row(id: &str, form: &str, misc: &str) -> String {
        format!("{id}\t{form}\t_\tX\t_\t_\t0\troot\t_\t{misc}\n")
    }

    #[test]
    fn written_tokens_and_their_words() {
        let rows = [("1-2", "du", "_"), ("1", "de", "_"), ("2", "le", "_"), ("3", "vin", "SpaceAfter=No")];
        let rows: String = rows.map(|(id, form, misc)| row(id, form, misc)).concat() + &row("4", ".", "_");
        for comment in ["", "# text = du  vin.\n", "# text = something else\n"] {
            let read = &sentences(&format!("# newpar\n{comment}{rows}\n"))[0];
            assert_eq!(read.text.replace("  ", " "), "du vin.");
            assert_eq!([0, 1, 2, 3].map(|token| read.form(token)), ["du", "du", "vin", "."]);
            assert_eq!([0, 1, 2, 3].map(|token| read.tokens[token].space_before), [true, false, true, false]);
            assert_eq!((read.written.len(), read.written[0].words.clone()), (3, 0..2));
            assert!(read.opens_paragraph && read.space_after);
        }
    }
}
