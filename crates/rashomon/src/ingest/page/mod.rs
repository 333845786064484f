//! Web pages: the article of a page, and what its metadata say.
//!
//! The library that finds the article stands behind [`Extractor`]; nothing else knows it. It is
//! young and pages are hostile, so the page is measured first ([`nesting`]), and a panic is caught.

mod bare;
mod clutter;
mod library;
mod metadata;
mod nesting;
mod plain;
mod quiet;

use super::codes::{FAILED_PAGE, NO_ARTICLE, TOO_DEEP};
use super::header::Fields;
use crate::diagnostic::Kind;

/// The article of a page.
#[derive(Debug, Default)]
pub(super) struct Article {
    /// From its metadata.
    pub fields: Fields,
    /// Its paragraphs, an empty line between them.
    pub text: String,
}

/// Finds the article of a page; `None` where it holds none.
trait Extractor {
    fn article(&self, html: &str) -> Option<Article>;
}

/// Finds the article of a page, or says why not. Never panics.
pub(super) fn read(html: &str) -> Result<Article, (Kind, String)> {
    read_with(&library::Trafilatura, html)
}

fn read_with(extractor: &(impl Extractor + std::panic::RefUnwindSafe), html: &str) -> Result<Article, (Kind, String)> {
    if let Err(problem) = nesting::measure(html) {
        return Err((TOO_DEEP, problem.into()));
    }
    match quiet::catch(|| extractor.article(html)) {
        Some(Some(article)) if !article.text.trim().is_empty() => Ok(article),
        Some(_) => Err((NO_ARTICLE, "no article is found in this page".into())),
        None => Err((FAILED_PAGE, "taking this page apart failed".into())),
    }
}

/// The encoding that a page declares in its first bytes.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let named = ["charset=", "encoding="].iter().find_map(|key| start.find(key).map(|at| at + key.len()))?;
    let label = start[named..].trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.'));
    Some(label[..end.unwrap_or(label.len())].to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing;

    impl Extractor for Failing {
        fn article(&self, html: &str) -> Option<Article> {
            panic!("{html}")
        }
    }

    #[test]
    fn a_library_that_panics_costs_one_page() {
        assert_eq!(read_with(&Failing, "<p>Hello").unwrap_err().0, FAILED_PAGE);
        assert_eq!(read("").unwrap_err().0, NO_ARTICLE);
        assert_eq!(read(&"<div>".repeat(100_000)).unwrap_err().0, TOO_DEEP);
    }

    #[test]
    fn declared_encodings() {
        let check =
            |html: &str, expected: Option<&str>| assert_eq!(declared_encoding(html.as_bytes()).as_deref(), expected);
        check("<meta charset=\"Windows-1251\">", Some("windows-1251"));
        check("<meta http-equiv=content-type content='text/html; charset=iso-8859-1'>", Some("iso-8859-1"));
        check("<?xml version=\"1.0\" encoding='koi8-r'?>", Some("koi8-r"));
        check("<p>no word of it</p>", None);
    }
}
