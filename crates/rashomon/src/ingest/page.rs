//! Web pages: the article of a page and what its metadata say.

use super::codes::{FAILED_PAGE, NO_ARTICLE};
use super::header::Fields;
use crate::diagnostic::Kind;
use trafilatura::{HtmlDateMode, Options};

/// The article of a page.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub fields: Fields,
    pub text: String,
}

/// Finds the article of a page.
pub(super) fn read(html: &str) -> Result<Article, (Kind, String)> {
    let attempt = std::panic::catch_unwind(|| extract(html));
    attempt.unwrap_or_else(|_| Err((FAILED_PAGE, "taking the page apart failed".into())))
}

fn extract(html: &str) -> Result<Article, (Kind, String)> {
    let options =
        Options::default().with_fallback(true).with_exclude_comments(true).with_html_date_mode(HtmlDateMode::Disabled);
    let result = trafilatura::extract(html, &options).map_err(|problem| (NO_ARTICLE, problem.to_string()))?;
    let kept = |text: String| Some(text.trim().to_string()).filter(|text| !text.is_empty());
    let fields = Fields {
        title: kept(result.metadata.title),
        outlet: kept(result.metadata.sitename),
        author: kept(result.metadata.author),
        url: kept(result.metadata.url),
        date: None,
    };
    Ok(Article { fields, text: result.content_text })
}

/// The encoding that a page declares in its first bytes.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let label = &start[start.find("charset=")? + 8..];
    let label = label.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.'));
    Some(label[..end.unwrap_or(label.len())].to_string())
}
