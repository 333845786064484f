//! When two names are forms of one: spelling, transliteration, initials, order of words.

use super::parties::country_form;
use unicode_normalization::UnicodeNormalization;

/// Letters in small basic Latin where they have a plain counterpart, without marks and apostrophes.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    if word.is_ascii() {
        folded.extend(word.chars().filter(|letter| *letter != '\'').map(|letter| letter.to_ascii_lowercase()));
        return folded;
    }
    for letter in word.nfkd().flat_map(char::to_lowercase) {
        match letter {
            '\u{300}'..='\u{36f}' | '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | 'ʹ' | 'ʿ' | 'ʾ' | '`' => {}
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            '–' | '‐' | '‑' => folded.push('-'),
            _ => folded.push(letter),
        }
    }
    folded
}

/// Groups of letters that romanisations of one sound differ in, and what stands for all of them, in the
/// order in which they are replaced.
const SOUNDS: [(&str, &str); 24] = [
    ("tsch", "ch"),
    ("tch", "ch"),
    ("sch", "sh"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("zh", "j"),
    ("dj", "j"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ey", "ei"),
    ("ay", "ai"),
    ("iy", "i"),
    ("yi", "i"),
    ("yy", "i"),
    ("ij", "i"),
    ("y", "i"),
    ("-", ""),
];

/// Shortest word in which differing vowels are forgiven: "Muhammad" and "Mohamed", but not "Hall" and "Hell".
const VOWELS_FORGIVEN_FROM: usize = 6;

/// A key that romanisations of one name share: "Orlensky", "Orlenskiy", "Orlenskyy".
pub fn sound(word: &str) -> String {
    let mut key = fold(word);
    for (from, to) in SOUNDS.iter().filter(|_| word.len() <= 60) {
        if key.contains(from) {
            key = key.replace(from, to);
        }
    }
    let forgiving = key.chars().count() >= VOWELS_FORGIVEN_FROM;
    let mut out = String::with_capacity(key.len());
    for letter in key.chars() {
        let letter = match letter {
            'o' if forgiving => 'u',
            'e' if forgiving => 'a',
            _ => letter,
        };
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    if out.len() > 3 && out.ends_with("ii") { out[..out.len() - 1].to_owned() } else { out }
}

/// A word of an organisation's name without the differences between British and American spelling.
fn spelling(word: &str) -> String {
    let word = fold(word);
    if let Some(stem) = word.strip_suffix("ence").filter(|stem| stem.ends_with("ef") || stem.ends_with("ff")) {
        return format!("{stem}ense");
    }
    if let Some(stem) = word.strip_suffix("tre") {
        return format!("{stem}ter");
    }
    let word = if word.len() > 5 { word.replace("our", "or") } else { word };
    word.replace("isation", "ization").replace("programme", "program")
}

const SMALL_WORDS: [&str; 9] = ["the", "of", "for", "and", "&", "in", "on", "to", "'s"];

/// What counts in the name of an organisation: its words in alphabetical order, without small words and
/// without the country, which is handed back apart.
pub fn content(words: &[&str]) -> (Vec<String>, Option<&'static str>) {
    let mut country = None;
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        match country_form(word) {
            Some((found, _)) if words.len() > 1 && country.is_none() => country = Some(found.name.as_str()),
            _ => kept.push(spelling(word)),
        }
    }
    kept.retain(|word| !word.is_empty() && !SMALL_WORDS.contains(&word.as_str()) && word != "’s" && word != "s");
    kept.sort();
    (kept, country)
}

/// Whether all letters of an acronym begin words of the name, in order: "IRA" of "Institute for Rural Affairs".
pub fn abbreviates(acronym: &str, words: &[&str]) -> bool {
    let mut letters = acronym.chars().filter(|letter| letter.is_alphanumeric()).peekable();
    for word in words {
        for part in word.split(['-', '–']) {
            let first = part.chars().next();
            if first.is_some_and(|first| letters.peek().is_some_and(|letter| same_letter(first, *letter))) {
                letters.next();
            }
        }
    }
    letters.peek().is_none()
}

fn same_letter(left: char, right: char) -> bool {
    left.to_lowercase().eq(right.to_lowercase())
}

/// Whether a word looks like an acronym: "IRA", "I.R.A.", "MoD", "G20".
pub fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    let letters = word.chars().filter(|letter| letter.is_alphanumeric()).count();
    (2..=8).contains(&letters) && capitals >= 2 && 2 * capitals > letters
}

/// Whether two first names (or initials), given as they [`sound`] without a full stop, may be one person's: "J."
/// and "John", "Aleksei" and "Alexey".
pub fn given_names_agree(left: &str, right: &str) -> bool {
    let initial = |one: &str, other: &str| one.chars().nth(1).is_none() && !one.is_empty() && other.starts_with(one);
    left == right || initial(left, right) || initial(right, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_share_a_key() {
        for (left, right, same) in [
            ("Zelmensky", "Zelmenskiy", true),
            ("Zelmensky", "Zelmenskyy", true),
            ("Mohammed", "Muhammad", true),
            ("Okhtarov", "Ohtarov", true),
            ("Jürgen", "Jurgen", true),
            ("O’Verrin", "O'Verrin", true),
            ("Abd-Rabbo", "Abdrabbo", true),
            ("Hall", "Hell", false),
            ("Varga", "Vorga", false),
            ("Moravec", "Morandi", false),
        ] {
            assert_eq!(sound(left) == sound(right), same, "{left} {right}");
        }
    }

    #[test]
    fn organisations_share_their_content() {
        let content = |name: &str| content(&name.split(' ').collect::<Vec<_>>());
        assert_eq!(content("Defence Ministry").0, content("Ministry of Defense").0);
        assert_eq!(content("Norwegian Defence Ministry").1, Some("Norway"));
        assert_ne!(content("Ministry of Health").0, content("Ministry of Defense").0);
    }

    #[test]
    fn acronyms_spell_their_words() {
        for (acronym, name, fits) in [
            ("IRA", "Institute for Rural Affairs", true),
            ("I.R.A.", "Institute for Rural Affairs", true),
            ("MoD", "Ministry of Defence", true),
            ("IRB", "Institute for Rural Affairs", false),
        ] {
            assert_eq!(abbreviates(acronym, &name.split(' ').collect::<Vec<_>>()), fits, "{acronym}");
        }
    }
}
