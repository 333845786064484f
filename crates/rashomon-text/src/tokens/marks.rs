//! Signs that are made of several marks, and short forms with a slash.

use super::chars::{at, before, is_blank, is_word, run_end};

/// So many marks in a row, of whatever kind, are a rule: "-=-=-".
const RULE: usize = 4;

/// Where the sign ends that starts with the mark at `start`: a face, a rule, the code of an index of shares.
pub(super) fn sign_end(text: &str, start: usize, mark: char, space: bool) -> Option<usize> {
    match mark {
        ':' | ';' => face_end(text, start, space),
        '=' => face_end(text, start, space).or_else(|| rule_end(text, start)),
        '-' | '*' | '_' | '~' | '+' => rule_end(text, start),
        '.' => index_end(text, start),
        _ => None,
    }
}

/// ":)", ";-(", ":D": set off by blanks unless there is a nose.
fn face_end(text: &str, start: usize, space: bool) -> Option<usize> {
    let nose = at(text, start + 1) == Some('-');
    let mouth = start + 1 + usize::from(nose);
    let shape = at(text, mouth)?;
    let end = mouth + shape.len_utf8();
    let alone = |free: &[char]| at(text, end).is_none_or(|next| is_blank(next) || free.contains(&next));
    let face = match shape {
        ')' | '(' => (space || nose) && alone(&['.', ',', '!', '?', ')', '(']),
        'D' | 'P' | 'p' | 'O' | 'o' | '/' | '\\' | '|' | ']' | '[' => space && alone(&[]),
        _ => false,
    };
    face.then_some(end)
}

fn rule_end(text: &str, start: usize) -> Option<usize> {
    let end = run_end(text, start, |mark| matches!(mark, '-' | '=' | '*' | '_' | '~' | '+'));
    (end - start >= RULE).then_some(end)
}

/// ".VLX20": behind a blank or bracket a full stop and capitals.
fn index_end(text: &str, start: usize) -> Option<usize> {
    let fresh = before(text, start).is_none_or(|last| is_blank(last) || last == '(');
    let end = run_end(text, start + 1, is_word);
    let code = &text[start + 1..end];
    let capitals = code.bytes().take_while(u8::is_ascii_uppercase).count();
    (fresh && capitals > 1 && code.bytes().skip(capitals).all(|byte| byte.is_ascii_digit())).then_some(end)
}

/// Where a short form with a slash ends whose one letter ends at `slash`: "w/", "b/c", "w/o".
pub(super) fn shortened_end(text: &str, start: usize, slash: usize) -> Option<usize> {
    let letter = text.get(start..slash).filter(|letter| letter.len() == 1)?.chars().next()?;
    if at(text, slash) != Some('/') || !letter.is_ascii_lowercase() {
        return None;
    }
    let end = run_end(text, slash + 1, is_word);
    let rest = &text[slash + 1..end];
    if rest.len() == 1 && rest.bytes().all(|last| last.is_ascii_lowercase()) && at(text, end) != Some('/') {
        return Some(end);
    }
    (letter == 'w' && rest.chars().all(char::is_lowercase)).then_some(slash + 1)
}
