//! Measures a page before anything builds a tree of it. Parsing takes time and memory that grow with
//! the product of tags and open elements, and recursion over a deep tree overflows the stack, which
//! no program can catch.
//!
//! What is counted is never less than what a parser builds (HTML 13.2.6), and on pages as they are it
//! is about the same.

/// Deepest nesting; pages of news sites stay below 60.
const DEEPEST: usize = 400;
/// Greatest sum of open elements over all tags: 10 MB of plain paragraphs reach a tenth.
const MOST_WORK: usize = 8_000_000;
/// Most attributes of one tag.
const MOST_ATTRIBUTES: usize = 1_000;

/// Elements without content.
const VOID: [&str; 16] = [
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "basefont",
];
/// Elements whose content is not markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];
/// Elements that end where the next of their kind begins.
const SELF_ENDING: [&str; 9] = ["p", "li", "dt", "dd", "tr", "td", "th", "tbody", "option"];
/// Elements that are opened again in the next block if they were not closed.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements without a meaning for the tree, which any other end may close.
const PLAIN: [&str; 12] = ["span", "abbr", "label", "cite", "q", "time", "sub", "sup", "ins", "del", "mark", "kbd"];
/// Elements that an end tag of something else does not reach through.
const BARRIERS: [&str; 13] = [
    "table", "td", "th", "caption", "object", "applet", "marquee", "template", "svg", "math", "button", "html",
    "select",
];

/// Says what is wrong with a page that is too much.
pub(super) fn measure(html: &str) -> Result<(), &'static str> {
    let mut open = Open::default();
    let (mut rest, mut work) = (html, 0);
    while let Some((tag, after)) = next_tag(rest) {
        rest = after;
        if tag.attributes > MOST_ATTRIBUTES {
            return Err("a tag of this page has too many attributes");
        }
        if open.take(&tag) {
            rest = after_raw(rest, &tag.name);
        }
        let depth = open.stack.len() + open.lingering.len();
        work += depth + 1;
        if depth > DEEPEST || work > MOST_WORK {
            return Err("the elements of this page are nested too deep");
        }
    }
    Ok(())
}

/// A start or end tag.
struct Tag<'h> {
    name: String,
    /// All of it, without the brackets.
    whole: &'h str,
    attributes: usize,
    ends: bool,
}

/// The next tag, and what follows it.
fn next_tag(html: &str) -> Option<(Tag<'_>, &str)> {
    let mut rest = html;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = after_comment(comment);
            continue;
        }
        let inner = rest.strip_prefix('/').unwrap_or(rest);
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let length = inner.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(inner.len());
        let (attributes, end) = attributes(inner, length);
        let name = inner[..length].chars().take(24).collect::<String>().to_ascii_lowercase();
        let tag = Tag { name, whole: &inner[..end], attributes, ends: inner.len() < rest.len() };
        return Some((tag, inner.get(end + 1..).unwrap_or_default()));
    }
}

fn after_comment(comment: &str) -> &str {
    let ends = ["-->", "--!>"].iter().filter_map(|end| Some(comment.find(end)? + end.len())).min();
    let short = [">", "->"].iter().find(|end| comment.starts_with(**end)).map(|end| end.len());
    &comment[short.or(ends).unwrap_or(comment.len())..]
}

/// How many attributes a tag has from a byte on, and the byte of its closing bracket.
fn attributes(tag: &str, start: usize) -> (usize, usize) {
    let bytes = tag.as_bytes();
    let (mut count, mut at) = (0, start);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' => at += 1,
            _ => {
                count += 1;
                at = after_attribute(bytes, at);
            }
        }
    }
    (count, at)
}

fn after_attribute(bytes: &[u8], start: usize) -> usize {
    let until = |from: usize, stop: &[u8]| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + rest.iter().position(|byte| stop.contains(byte)).unwrap_or(rest.len())
    };
    let spaces = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let name = until(start + 1, b"=>/ \t\n\r\x0C");
    let sign = spaces(name);
    if bytes.get(sign) != Some(&b'=') {
        return name;
    }
    let value = spaces(sign + 1);
    match bytes.get(value) {
        Some(quote @ (b'"' | b'\'')) => (until(value + 1, &[*quote]) + 1).min(bytes.len()),
        _ => until(value, b"> \t\n\r\x0C"),
    }
}

/// Behind the end of an element whose content is not markup.
fn after_raw<'h>(html: &'h str, name: &str) -> &'h str {
    let mut from = 0;
    while let Some(at) = html[from..].find("</") {
        from += at;
        let end = html.as_bytes().get(from + 2..from + 2 + name.len());
        if end.is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes())) {
            return &html[from..];
        }
        from += 2;
    }
    ""
}

/// The elements that are open.
#[derive(Default)]
struct Open<'h> {
    stack: Vec<(String, &'h str)>,
    /// Formatting that nobody closed before its block ended: opened again in every block that follows.
    lingering: Vec<(String, &'h str)>,
}

impl<'h> Open<'h> {
    /// Whether what follows the tag is not markup.
    fn take(&mut self, tag: &Tag<'h>) -> bool {
        let name = tag.name.as_str();
        let foreign = self.stack.iter().any(|(open, _)| open == "svg" || open == "math");
        match () {
            () if tag.ends => self.end(name),
            () if VOID.contains(&name) || (foreign && tag.whole.ends_with('/')) => {}
            () if RAW.contains(&name) && !foreign => return true,
            () => {
                self.end_same(name);
                self.stack.push((tag.name.clone(), tag.whole));
            }
        }
        false
    }

    fn end(&mut self, name: &str) {
        if FORMATTING.contains(&name) {
            return self.end_formatting(name);
        }
        let reach_all = BARRIERS.contains(&name);
        let through = |open: &str| match PLAIN.contains(&name) || name.contains('-') {
            true => PLAIN.contains(&open) || FORMATTING.contains(&open) || open.contains('-'),
            false => reach_all || !BARRIERS.contains(&open),
        };
        for at in (0..self.stack.len()).rev() {
            if self.stack[at].0 == name {
                return self.cut(at);
            }
            if !through(&self.stack[at].0) {
                return;
            }
        }
    }

    /// Formatting ends alone: the blocks within it stay open.
    fn end_formatting(&mut self, name: &str) {
        for list in [&mut self.stack, &mut self.lingering] {
            if let Some(at) = list.iter().rposition(|(open, _)| open == name) {
                list.remove(at);
                return;
            }
        }
    }

    /// A paragraph ends an open paragraph, unless a block stands between.
    fn end_same(&mut self, name: &str) {
        if !SELF_ENDING.contains(&name) {
            return;
        }
        let between = |open: &str| PLAIN.contains(&open) || FORMATTING.contains(&open);
        let at = self.stack.iter().rposition(|(open, _)| !between(open));
        if let Some(at) = at.filter(|at| self.stack[*at].0 == name) {
            self.cut(at);
        }
    }

    /// Closes everything from `at` on; no more than three alike linger.
    fn cut(&mut self, at: usize) {
        for element in self.stack.drain(at..) {
            let alike = self.lingering.iter().filter(|other| other.1 == element.1).count();
            if FORMATTING.contains(&element.0.as_str()) && alike < 3 {
                self.lingering.push(element);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_as_they_are_pass() {
        let check = |unit: &str| assert_eq!(measure(&unit.repeat(3000)), Ok(()), "{unit:?}");
        check("<p>One paragraph<p>and one with a <b>bold</b> word</p>");
        check("<div><span>never closed</div>");
        check("<p><font size=2>never closed");
        check("<ul><li>one<li>two</ul><table><tr><td>a<td>b<tr><td>c</table>");
        check("<svg><path d='M0'/><path/></svg>");
        check("<script>if (a<b) document.write('<div>');</script><!-- <div> --><br><img src='a>b'>");
        check("</div></p></b>");
        check("<màààààààààààààà></màààààààààààààà>"); // a long name is cut between letters
    }

    #[test]
    fn bombs_do_not() {
        let check = |unit: &str| assert!(measure(&unit.repeat(3000)).is_err(), "{unit:?}");
        check("<div>");
        check("<div></foo>");
        check("<b><div></b>");
        check("<!--><div><!-- -->");
        check("<p><button>");
        check("<a-b><c-d></x>");
        check("<div title='<!--'>");
        let fonts: String = (0..500).map(|size| format!("<p><font size={size}></p>")).collect();
        assert!(measure(&fonts).is_err());
        let attributes: String = (0..2000).map(|number| format!(" a{number}")).collect();
        assert!(measure(&format!("<p{attributes}>")).is_err());
    }
}
