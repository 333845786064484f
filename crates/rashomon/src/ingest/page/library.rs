//! Trafilatura behind [`Extractor`].

use super::{Article, Extractor, bare, clutter, metadata, plain};
use crate::ingest::header::Fields;
use trafilatura::dom::Document;
use trafilatura::{Config, HtmlDateMode, Metadata, Options};

/// Letters below which an article is doubted and all text of the page taken instead. The library's own
/// 250 takes the page for each piece of breaking news.
const SHORTEST: usize = 60;

/// Finds articles with the trafilatura crate. Its own search for dates is off: it asks the clock.
pub(super) struct Trafilatura;

impl Extractor for Trafilatura {
    fn article(&self, html: &str) -> Option<Article> {
        let mut page = Document::parse(html);
        let (date, address) = (metadata::published(&page), metadata::address(&page));
        clutter::remove(&mut page);
        bare::wrap(&mut page);
        let options = Options::default()
            .with_config(Config::default().with_min_extracted_size(SHORTEST))
            .with_fallback(true)
            .with_exclude_comments(true)
            .with_html_date_mode(HtmlDateMode::Disabled);
        let found = trafilatura::extract_document(page, &options).ok()?;
        let mut fields = fields(found.metadata, date);
        fields.url = fields.url.or(address);
        let mut paragraphs = plain::paragraphs(&found.content_html);
        if paragraphs.first() == fields.title.as_ref() && !paragraphs.is_empty() {
            paragraphs.remove(0);
        }
        Some(Article { fields, text: paragraphs.join("\n\n") })
    }
}

fn fields(metadata: Metadata, date: Option<String>) -> Fields {
    let kept = |text: &str| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
    Fields {
        title: kept(&metadata.title),
        date,
        outlet: kept(&metadata.sitename).or_else(|| kept(&metadata.hostname)),
        url: kept(&metadata.url),
        author: kept(&metadata.author).map(|names| names.replace("; ", ", ")),
    }
}
