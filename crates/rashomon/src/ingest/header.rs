//! What a report says of itself, and the header of a text file: `key: value` lines from the first line
//! on, then an empty line.

/// What a header, a record or a page says of its report; the values are trimmed and never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub title: Option<String>,
    pub date: Option<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub author: Option<String>,
}

impl Fields {
    fn field(&mut self, key: &str) -> Option<&mut Option<String>> {
        match key.to_ascii_lowercase().as_str() {
            "title" => Some(&mut self.title),
            "date" => Some(&mut self.date),
            "outlet" => Some(&mut self.outlet),
            "url" => Some(&mut self.url),
            "author" => Some(&mut self.author),
            _ => None,
        }
    }
}

/// Longest line of a header, in bytes; what is longer is text.
const LONGEST: usize = 4096;
/// Most lines of a header.
const MOST: usize = 64;

/// The header and the byte at which the body starts; no header and 0 where the text opens without
/// one. Keys that we do not know are passed over, but a block without a known key is text.
pub(super) fn split(text: &str) -> (Fields, usize) {
    let mut header = Fields::default();
    let (mut known, mut at) = (false, 0);
    for line in text.split_inclusive('\n').take(MOST) {
        at += line.len();
        if line.trim().is_empty() {
            return if known { (header, at) } else { Default::default() };
        }
        let Some((key, value)) = key_value(line) else { break };
        if let Some(field) = header.field(key) {
            known = true;
            let value = value.trim();
            if field.is_none() && !value.is_empty() {
                *field = Some(value.into());
            }
        }
    }
    Default::default()
}

fn key_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':').filter(|_| line.len() <= LONGEST)?;
    let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(letters)).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_start_after_the_header() {
        let check = |text: &str, body: &str| assert_eq!(&text[split(text).1..], body, "{text:?}");
        check("title: A\n\nBody.", "Body.");
        check("Title: A\norigin: elsewhere\n  \nBody.\n", "Body.\n");
        check("url: http://example.org/a:b\n\n\nBody.", "\nBody.");
        check("title:\n\nBody.", "Body.");
        check("QARSA: Nobody was hurt.\n\nMore.", "QARSA: Nobody was hurt.\n\nMore.");
        check("title: A\nNo header after all.\n\nMore.", "title: A\nNo header after all.\n\nMore.");
        check("title: A\ndate: B", "title: A\ndate: B");
        check("\ntitle: A\n\nBody.", "\ntitle: A\n\nBody.");
        check("", "");
    }

    #[test]
    fn the_first_of_two_values_counts() {
        let (header, _) = split("title: A\nTITLE: B\nauthor:  C D \noutlet:\n\n");
        assert_eq!(header.title.as_deref(), Some("A"));
        assert_eq!(header.author.as_deref(), Some("C D"));
        assert_eq!(header.outlet, None);
    }
}
