//! Just enough XML to read gold standards: elements, attributes, text, CDATA and the common entities.

/// A piece of a marked-up text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// `<name attributes>`; `<name/>` is followed by its `Close`.
    Open(&'t str, &'t str),
    /// `</name>`
    Close(&'t str),
    /// Text, its entities resolved.
    Text(String),
}

/// The pieces of a marked-up text; comments, declarations and instructions are left out.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        rest = match rest.strip_prefix('<') {
            Some(tag) => markup(tag, &mut pieces),
            None => {
                let end = rest.find('<').unwrap_or(rest.len());
                pieces.push(Piece::Text(unescaped(&rest[..end])));
                &rest[end..]
            }
        };
    }
    pieces
}

/// Takes what stands after a "<" and returns what follows it.
fn markup<'t>(tag: &'t str, pieces: &mut Vec<Piece<'t>>) -> &'t str {
    if let Some(data) = tag.strip_prefix("![CDATA[") {
        let (data, rest) = data.split_once("]]>").unwrap_or((data, ""));
        pieces.push(Piece::Text(data.to_owned()));
        return rest;
    }
    if let Some(comment) = tag.strip_prefix("!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let (inside, rest) = tag.split_once('>').unwrap_or((tag, ""));
    if let Some(name) = inside.strip_prefix('/') {
        pieces.push(Piece::Close(name.trim()));
    } else if !inside.starts_with(['!', '?']) {
        let element = inside.trim_end_matches('/');
        let (name, attributes) = element.split_once(char::is_whitespace).unwrap_or((element, ""));
        pieces.push(Piece::Open(name, attributes));
        if inside.ends_with('/') {
            pieces.push(Piece::Close(name));
        }
    }
    rest
}

/// The value of an attribute.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((key, tail)) = rest.split_once('=') {
        let tail = tail.trim_start();
        let quote = tail.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = tail[1..].split_once(quote)?;
        if key.trim() == name {
            return Some(unescaped(value));
        }
        rest = after;
    }
    None
}

fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        result.push_str(before);
        match after.split_once(';').and_then(|(name, tail)| Some((entity(name)?, tail))) {
            Some((character, tail)) => {
                result.push(character);
                rest = tail;
            }
            None => {
                result.push('&');
                rest = after;
            }
        }
    }
    result + rest
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_elements_text_and_entities() {
        let found = pieces("<?xml?><a b='1' c=\"&lt;2\">x &amp; y<!-- no --><![CDATA[<z>]]></a><e/>");
        let text = |text: &str| Piece::Text(text.to_owned());
        let expected = [
            Piece::Open("a", "b='1' c=\"&lt;2\""),
            text("x & y"),
            text("<z>"),
            Piece::Close("a"),
            Piece::Open("e", ""),
            Piece::Close("e"),
        ];
        assert_eq!(found, expected);
        assert_eq!(attribute("b='1' c=\"&lt;2\"", "c").as_deref(), Some("<2"));
        assert_eq!(attribute("b='1'", "c"), None);
        assert_eq!(pieces("AT&T &#65;"), [text("AT&T A")]);
    }
}
