//! Puts text that stands between blocks without an element of its own into paragraphs. Pages written
//! by hand, and old ones, are full of it, and extraction loses what follows a block.

use trafilatura::dom::{Document, NodeId};

/// Elements that hold bare text.
const HOLDERS: [&str; 6] = ["div", "td", "article", "section", "main", "body"];
/// Elements that go on in the line.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "ins", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "tt", "u", "wbr",
];
/// Least letters of bare text that are taken for a paragraph; shorter ones are labels.
const PARAGRAPH: usize = 60;
/// Most holders that are rewritten; the cost of each grows with what it holds.
const MOST: usize = 40;

/// Wraps the bare text of a page.
pub(super) fn wrap(page: &mut Document) {
    let holders = page.iter_descendants(page.root(), &HOLDERS);
    let bare: Vec<NodeId> = holders.into_iter().filter(|holder| needs_wrapping(page, *holder)).take(MOST).collect();
    for holder in bare.into_iter().rev() {
        let html = wrapped(page, holder);
        page.set_inner_html(holder, &html);
    }
}

/// Whether long text stands beside blocks or line breaks.
fn needs_wrapping(page: &Document, holder: NodeId) -> bool {
    let nodes = page.child_nodes(holder);
    let long = |node: &NodeId| page.is_text(*node) && page.text_content(*node).trim().chars().count() >= PARAGRAPH;
    let block = |node: &NodeId| page.is_element(*node) && !is_inline(page, *node);
    nodes.iter().any(long) && nodes.iter().any(block)
}

fn is_inline(page: &Document, node: NodeId) -> bool {
    INLINE.contains(&page.tag_name(node))
}

/// What a holder holds, runs of text and inline elements wrapped; two line breaks end a run.
fn wrapped(page: &Document, holder: NodeId) -> String {
    let mut run = Run::default();
    for node in page.child_nodes(holder) {
        let text = page.text_content(node);
        let letters = text.trim().chars().count();
        if page.is_text(node) {
            run.push(&text.replace('&', "&amp;").replace('<', "&lt;"), letters);
        } else if is_inline(page, node) {
            run.push(&page.outer_html(node), letters);
        } else if page.tag_name(node) == "br" && run.breaks == 0 {
            run.text.push_str("<br>");
            run.breaks = 1;
        } else {
            run.end();
            run.html.push_str(&page.outer_html(node));
        }
    }
    run.end();
    run.html
}

/// Text and inline elements that follow each other, and the finished part before them.
#[derive(Default)]
struct Run {
    html: String,
    text: String,
    letters: usize,
    /// Line breaks since the last word.
    breaks: usize,
}

impl Run {
    fn push(&mut self, html: &str, letters: usize) {
        self.text.push_str(html);
        self.letters += letters;
        if letters > 0 {
            self.breaks = 0;
        }
    }

    fn end(&mut self) {
        let (open, close) = if self.letters >= PARAGRAPH { ("<p>", "</p>") } else { ("", "") };
        self.html.extend([open, &self.text, close]);
        (self.letters, self.breaks) = (0, 0);
        self.text.clear();
    }
}
