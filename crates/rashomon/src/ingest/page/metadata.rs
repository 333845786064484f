//! The day and the address that a page gives itself, where the library does not ask.

use crate::ingest::dates;
use serde_json::Value;
use std::collections::VecDeque;
use std::iter::successors;
use trafilatura::dom::Document;

/// Where pages say when they were published, the most telling first: a selector and the attribute to
/// read, "" for the text of the element. JSON-LD is asked after the first three.
const PLACES: [(&str, &str); 22] = [
    (r#"meta[property="article:published_time" i]"#, "content"),
    (r#"meta[name="article:published_time" i]"#, "content"),
    (r#"meta[property="og:article:published_time" i]"#, "content"),
    (r#"meta[itemprop="datePublished" i]"#, "content"),
    (r#"time[itemprop="datePublished" i]"#, "datetime"),
    (r#"[itemprop="datePublished" i]"#, "content"),
    (r#"[itemprop="datePublished" i]"#, ""),
    (r#"meta[name="parsely-pub-date" i]"#, "content"),
    (r#"meta[name="sailthru.date" i]"#, "content"),
    (r#"meta[name="pubdate" i]"#, "content"),
    (r#"meta[name="publishdate" i]"#, "content"),
    (r#"meta[name="publish-date" i]"#, "content"),
    (r#"meta[name="publication_date" i]"#, "content"),
    (r#"meta[name="originalpublicationdate" i]"#, "content"),
    (r#"meta[name="dcterms.created" i]"#, "content"),
    (r#"meta[name="dc.date.issued" i]"#, "content"),
    (r#"meta[name="dc.date" i]"#, "content"),
    (r#"meta[name="citation_publication_date" i]"#, "content"),
    (r#"meta[name="date" i]"#, "content"),
    ("time[pubdate]", "datetime"),
    ("article time[datetime]", "datetime"),
    ("time[datetime]", "datetime"),
];

/// Elements that show the date to the reader, where no metadata hold it.
const SHOWN: [&str; 6] = [
    r#"[class*="publish" i]"#,
    r#"[class*="date" i]"#,
    r#"[id*="date" i]"#,
    r#"[class*="byline" i]"#,
    r#"[class*="meta" i]"#,
    "time",
];
/// Longest text, in bytes, of an element that shows a date.
const SHOWN_BYTES: usize = 120;
/// Elements around the story, with dates of other stories.
const AROUND: [&str; 3] = ["aside", "nav", "footer"];

/// The first date that can be read; where none can, the first as written; `None` where there is none.
pub(super) fn published(page: &Document) -> Option<String> {
    let (sure, rest) = PLACES.split_at(3);
    let read = |places: &'static [(&str, &str)]| places.iter().filter_map(|place| at(page, place));
    let mut first = None;
    for date in read(sure).chain(linked(page, "datePublished")).chain(read(rest)) {
        if dates::parse(&date).is_some() {
            return Some(date);
        }
        first = first.or(Some(date));
    }
    shown(page).or(first)
}

/// The first date that an element of the story shows.
fn shown(page: &Document) -> Option<String> {
    let around =
        |node| successors(Some(node), |node| page.parent(*node)).any(|node| AROUND.contains(&page.tag_name(node)));
    let elements =
        SHOWN.iter().flat_map(|selector| page.query_selector_all(page.root(), selector).into_iter().take(10));
    let texts = elements.filter(|node| !around(*node)).map(|node| page.text_content(node));
    texts.filter(|text| text.len() <= SHOWN_BYTES).find(|text| dates::parse(text).is_some())
}

fn at(page: &Document, (selector, attribute): &(&str, &str)) -> Option<String> {
    let element = page.query_selector(page.root(), selector)?;
    let text = match *attribute {
        "" => page.text_content(element),
        name => page.get_attribute(element, name)?,
    };
    Some(text.trim().to_string()).filter(|text| !text.is_empty())
}

/// The address in the page's JSON-LD.
pub(super) fn address(page: &Document) -> Option<String> {
    outermost(&blocks(page), "url", true).filter(|url| url.starts_with("http"))
}

/// A field of the outermost article in the page's JSON-LD, else of the outermost anything.
fn linked(page: &Document, key: &str) -> Option<String> {
    let blocks = blocks(page);
    [true, false].into_iter().find_map(|articles| outermost(&blocks, key, articles))
}

fn blocks(page: &Document) -> Vec<Value> {
    let scripts = page.scripts_with_type(&["application/ld+json"]);
    scripts.iter().filter_map(|script| serde_json::from_str(page.text_content(*script).trim()).ok()).collect()
}

fn outermost(blocks: &[Value], key: &str, articles: bool) -> Option<String> {
    let mut queue: VecDeque<&Value> = blocks.iter().collect();
    while let Some(value) = queue.pop_front() {
        match value {
            Value::Array(parts) => queue.extend(parts),
            Value::Object(fields) => {
                let found = fields.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
                if let Some(found) = found.filter(|_| !articles || fields.get("@type").is_some_and(is_article)) {
                    return Some(found.to_string());
                }
                queue.extend(fields.values());
            }
            _ => {}
        }
    }
    None
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(name) => ["Article", "Posting", "Report"].iter().any(|end| name.ends_with(end)),
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}
