//! Takes out what the library sometimes leaves in: sign-up boxes, and lines that only point to another story.

use trafilatura::dom::{Document, NodeId};

/// Words in the class or id of boxes that are no part of a story.
const BOXES: [&str; 11] = [
    "newsletter",
    "signup",
    "sign-up",
    "subscribe",
    "cookie",
    "consent",
    "most-read",
    "mostread",
    "trending",
    "read-more",
    "also-read",
];
/// Elements that can be such a box.
const HOLDERS: [&str; 8] = ["div", "section", "aside", "form", "ul", "p", "figure", "span"];
/// Most letters of such a box; a longer one is the page itself ("has-newsletter").
const BOX: usize = 600;
/// How lines begin that point to another story.
const POINTERS: [&str; 9] = [
    "also read",
    "read also",
    "read more",
    "read next",
    "see also",
    "related:",
    "watch:",
    "don't miss",
    "more on this",
];

/// Removes the clutter of a page.
pub(super) fn remove(page: &mut Document) {
    let holders = page.iter_descendants(page.root(), &HOLDERS);
    let clutter: Vec<NodeId> =
        holders.into_iter().filter(|node| is_box(page, *node) || is_pointer(page, *node)).collect();
    for node in clutter.into_iter().rev() {
        page.remove(node, true);
    }
}

fn is_box(page: &Document, node: NodeId) -> bool {
    let names = format!("{} {}", page.class_name(node), page.id_attr(node)).to_ascii_lowercase();
    BOXES.iter().any(|word| names.contains(word)) && letters(page, node) <= BOX
}

/// A paragraph that begins so and is mostly a link.
fn is_pointer(page: &Document, node: NodeId) -> bool {
    if page.tag_name(node) != "p" {
        return false;
    }
    let text = page.text_content(node);
    let start: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase().replace('’', "'");
    let linked: usize = page.iter_descendants(node, &["a"]).into_iter().map(|link| letters(page, link)).sum();
    POINTERS.iter().any(|words| start.starts_with(words)) && linked * 2 > letters(page, node)
}

fn letters(page: &Document, node: NodeId) -> usize {
    page.text_content(node).trim().chars().count()
}
