//! The extracted article, which is clean and well-formed HTML, as paragraphs of plain text.

/// Elements that go on in the line that they stand in; every other one starts and ends a paragraph.
const INLINE: [&str; 34] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "hi", "i", "ins", "kbd",
    "mark", "q", "ref", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr", "graphic",
];

/// Stands between the cells of a row, which make one paragraph.
const CELL: &str = " | ";

/// Paragraphs, an empty line between them, white space within them made single.
pub(super) fn paragraphs(html: &str) -> Vec<String> {
    let mut list = vec![String::new()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut list, &rest[..at]);
        let tag = &rest[at + 1..];
        let end = tag.find('>').unwrap_or(tag.len());
        match &tag[..end] {
            "td" | "th" => push_text(&mut list, CELL),
            "/td" | "/th" => {}
            tag if breaks(tag) => list.push(String::new()),
            _ => {}
        }
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    push_text(&mut list, rest);
    list.iter().map(|text| text.trim_matches([' ', '|']).to_string()).filter(|text| !text.is_empty()).collect()
}

fn breaks(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    !INLINE.contains(&name)
}

/// Adds text to the last paragraph, its entities resolved and its white space made single.
fn push_text(list: &mut [String], text: &str) {
    let Some(paragraph) = list.last_mut() else { return };
    let text = ["&nbsp;", "&lt;", "&gt;", "&quot;", "&amp;"]
        .iter()
        .zip([" ", "<", ">", "\"", "&"])
        .fold(text.to_string(), |text, (entity, c)| if text.contains('&') { text.replace(entity, c) } else { text });
    for c in text.chars() {
        match c.is_whitespace() {
            true if paragraph.ends_with(' ') => {}
            true => paragraph.push(' '),
            false => paragraph.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_paragraphs() {
        let check = |html: &str, expected: &[&str]| assert_eq!(paragraphs(html), expected, "{html:?}");
        check("<h2>One</h2><p>Two <b>and</b> a\n half</p>", &["One", "Two and a half"]);
        check("a<br>b<ul><li>c</li><li>d</li></ul>", &["a", "b", "c", "d"]);
        check("Smith &amp; Co &lt;here&gt;&nbsp;&amp;lt;", &["Smith & Co <here> &lt;"]);
        check(
            "<table><tr><th>Town</th><th>Dead</th></tr><tr><td>Osk</td><td>4</td></tr></table>",
            &["Town | Dead", "Osk | 4"],
        );
        check("<p></p> <p> </p>", &[]);
        check("a < b", &["a"]);
    }
}
