//! Internet addresses, which are one token whatever they hold.

use super::chars::{self, is_blank};
use super::tables::TABLES;

/// No local part of an e-mail address is longer (RFC 5321); a bound keeps the scan linear.
const LOCAL: usize = 64;

/// Where the address that starts at `start` ends, if one starts there.
pub(super) fn end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    if ["http://", "https://", "ftp://", "www.", "mailto:"].iter().any(|opening| starts_with(rest, opening)) {
        return Some(path_end(text, start));
    }
    mail_end(text, start)
}

fn starts_with(text: &str, opening: &str) -> bool {
    text.as_bytes().get(..opening.len()).is_some_and(|head| head.eq_ignore_ascii_case(opening.as_bytes()))
}

/// The end of an address that may hold anything but blanks, brackets and quotation marks; closing punctuation is
/// not part of it.
pub(super) fn path_end(text: &str, start: usize) -> usize {
    let end = chars::run_end(text, start, |c| !is_blank(c) && !matches!(c, '<' | '>' | '"' | '“' | '”' | '’' | '‘'));
    let address = &text[start..end];
    let open = address.contains('(');
    let closing = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '}') || (c == ')' && !open);
    let trimmed = address.trim_end_matches(closing);
    start + if trimmed.is_empty() { address.len() } else { trimmed.len() }
}

fn mail_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(start..)?;
    let local = bytes.iter().take(LOCAL + 1).position(|byte| !is_local(*byte))?;
    if local == 0 || bytes[local] != b'@' {
        return None;
    }
    let domain = start + local + 1;
    let end = chars::run_end(text, domain, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let length = text[domain..end].trim_end_matches(['.', '-', '_']).len();
    (length > 0).then_some(domain + length)
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-')
}

/// Where the host and path end whose first part ends at `dot`: "vellnews.com/today". None if no known last part is
/// found.
pub(super) fn host_end(text: &str, dot: usize) -> Option<usize> {
    let mut dot = dot;
    for _ in 0..5 {
        let end = chars::run_end(text, dot + 1, |c| c.is_ascii_alphanumeric() || c == '-');
        let part = &text[dot + 1..end];
        let one_case = part.chars().all(|c| !c.is_uppercase()) || part.chars().all(|c| !c.is_lowercase());
        let next = chars::at(text, end);
        let goes_on = next == Some('.') && chars::at(text, end + 1).is_some_and(|c| c.is_ascii_alphanumeric());
        if part.is_empty() {
            return None;
        }
        if !goes_on {
            let host = one_case && TABLES.is_domain(part);
            let path = next == Some('/') && chars::at(text, end + 1).is_some_and(char::is_alphanumeric);
            return host.then(|| if path { path_end(text, end) } else { end });
        }
        dot = end;
    }
    None
}

/// Where the name of a discussion group ends that starts at `start` and has its first dot at `dot`: three or more parts in
/// small letters, "rec.boats.sail".
pub(super) fn group_end(text: &str, start: usize, dot: usize) -> Option<usize> {
    let small = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let (mut end, mut parts) = (dot, 1);
    while at_dot(text, end) && parts < 8 {
        let next = chars::run_end(text, end + 1, chars::is_word);
        if !small(&text[end + 1..next]) {
            break;
        }
        (end, parts) = (next, parts + 1);
    }
    (parts > 2 && dot > start + 1 && small(&text[start..dot])).then_some(end)
}

fn at_dot(text: &str, offset: usize) -> bool {
    chars::at(text, offset) == Some('.')
}
