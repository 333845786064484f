//! Classes of characters.

/// White space, zero-width space, byte order mark.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// Letters, digits and what combines with them.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '_' | '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe0f}')
}

/// Every mark that is written for an apostrophe.
pub(super) fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | '`' | 'ʼ' | '′')
}

/// Marks of which a run is one token ("...", "--", "***").
pub(super) fn runs(character: char) -> bool {
    matches!(character, '.' | '-' | '*' | '_' | '=' | '~' | '+' | '|' | '<' | '>' | '!' | '?' | '—' | '$')
}

/// The character at a byte offset.
pub(super) fn at(text: &str, offset: usize) -> Option<char> {
    text.get(offset..)?.chars().next()
}

/// The character before a byte offset.
pub(super) fn before(text: &str, offset: usize) -> Option<char> {
    text.get(..offset)?.chars().next_back()
}

/// Where a run of characters of one kind that starts at `offset` ends.
pub(super) fn run_end(text: &str, offset: usize, kind: impl Fn(char) -> bool) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    offset + rest.find(|character| !kind(character)).unwrap_or(rest.len())
}

/// Whether it begins with a capital that is not all of a shouted word: "The", "I", not "THE".
pub(super) fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(char::is_lowercase)
}
