//! From bytes to text: byte order mark, UTF-8, what the page declares, else a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

/// Bytes looked at for deciding what they are.
const SAMPLE: usize = 1 << 16;

/// Text, and whether bytes were lost on the way.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    /// Some bytes did not belong to the encoding and are U+FFFD now.
    pub damaged: bool,
}

/// Decodes bytes, the byte order mark taken off; `declared` is the label that they give themselves.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let (encoding, mark) = encoding_of(bytes, declared);
    let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
    Decoded { text: text.into_owned(), damaged }
}

/// The encoding and the length of the byte order mark.
fn encoding_of(bytes: &[u8], declared: Option<&str>) -> (&'static Encoding, usize) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (encoding, mark);
    }
    if let Some(wide) = wide_without_mark(bytes) {
        return (wide, 0);
    }
    if is_mostly_utf8(bytes) {
        return (UTF_8, 0);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let trusted = declared.filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding));
    (trusted.unwrap_or_else(|| guess(bytes)), 0)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether the bytes are UTF-8, or were before somebody damaged a few of them.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || bad * 4 < good
}

/// UTF-16 without a mark: in western text every other byte is zero.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes[..bytes.len().min(SAMPLE)].chunks_exact(2);
    let (mut first, mut second, mut count) = (0, 0, 0);
    for pair in pairs {
        first += usize::from(pair[0] == 0 && pair[1] != 0);
        second += usize::from(pair[1] == 0 && pair[0] != 0);
        count += 1;
    }
    match () {
        () if count < 2 => None,
        () if second * 5 > count * 3 => Some(UTF_16LE),
        () if first * 5 > count * 3 => Some(UTF_16BE),
        () => None,
    }
}

/// What a file is by its first bytes, where that is no text.
pub(super) fn known_format(bytes: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 12] = [
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"{\\rtf", "a rich text document"),
        (b"\x89PNG", "an image"),
        (b"\xFF\xD8\xFF", "an image"),
        (b"GIF8", "an image"),
        (b"RIFF", "a sound, a film or an image"),
        (b"SQLite format 3", "a database"),
        (b"\x7FELF", "a program"),
        (b"7z\xBC\xAF", "an archive"),
        (b"BZh", "compressed in a way that is not read here"),
    ];
    STARTS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| *name)
}

/// Where the first character stands that no text has, if there are too many of them to be text:
/// control characters, or what could not be decoded.
pub(super) fn binary_at(text: &str) -> Option<usize> {
    let control =
        |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1B}' | '\u{85}');
    let (mut controls, mut lost, mut all, mut first) = (0, 0, 0, None);
    for (at, c) in text.char_indices().take(SAMPLE) {
        all += 1;
        controls += usize::from(control(c));
        lost += usize::from(c == '\u{FFFD}');
        if first.is_none() && (control(c) || c == '\u{FFFD}') {
            first = Some(at);
        }
    }
    first.filter(|_| controls * 50 > all || lost * 5 > all)
}

/// Line ends of a file as Python's universal newlines read them, and no NUL.
pub(super) fn tidy(text: String) -> String {
    if !text.contains(['\r', '\0']) {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', " ")
}

/// The same for text whose length must stay as it is.
pub(super) fn tidy_in_place(text: String) -> String {
    if !text.contains(['\r', '\0']) {
        return text;
    }
    text.replace("\r\n", " \n").replace('\r', "\n").replace('\0', " ")
}

/// A line of a stream as text.
pub(super) fn line(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode(bytes, None).text),
    }
}

/// A stream of UTF-16 as a stream of UTF-8; any other as it is, since its lines can be decoded one by one.
pub(super) fn narrowed(mut source: Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send> {
    let wide = source.fill_buf().ok().and_then(|start| {
        let marked = Encoding::for_bom(start).map(|(encoding, _)| encoding).filter(|encoding| *encoding != UTF_8);
        marked.or_else(|| wide_without_mark(start))
    });
    match wide {
        Some(encoding) => {
            let decoder = encoding.new_decoder_with_bom_removal();
            Box::new(BufReader::new(Narrowed { source, decoder, ended: false }))
        }
        None => source,
    }
}

struct Narrowed {
    source: Box<dyn BufRead + Send>,
    decoder: Decoder,
    ended: bool,
}

impl Read for Narrowed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.ended {
            let bytes = self.source.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, buffer, last);
            self.source.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found() {
        let check = |bytes: &[u8], declared: Option<&str>, expected: &str| {
            assert_eq!(decode(bytes, declared), Decoded { text: expected.into(), damaged: false });
        };
        let wide = |text: &str, swap: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(swap).collect::<Vec<u8>>();
        check("Ünder “quotes”".as_bytes(), None, "Ünder “quotes”");
        check(b"\xEF\xBB\xBFplain", None, "plain");
        check(&wide("\u{FEFF}Fünf Tote", u16::to_le_bytes), None, "Fünf Tote");
        check(&wide("\u{FEFF}Fünf Tote", u16::to_be_bytes), None, "Fünf Tote");
        check(&wide("Nobody was hurt.", u16::to_le_bytes), None, "Nobody was hurt.");
        check(&wide("Nobody was hurt.", u16::to_be_bytes), None, "Nobody was hurt.");
        check(
            b"The caf\xE9 on the Place de l'\xC9toile was closed.",
            None,
            "The café on the Place de l'Étoile was closed.",
        );
        check(b"\x93We fled,\x94 she said. It\x92s over.", None, "“We fled,” she said. It’s over.");
        check(b"\xCF\xF0\xE8\xE2\xE5\xF2", Some("windows-1251"), "Привет");
        check(b"caf\xE9 and nothing else", Some("utf-8"), "café and nothing else");
        check(b"", None, "");
    }

    #[test]
    fn a_few_bad_bytes_do_not_change_the_encoding() {
        let mut bytes = "“One”, “two”, “three” and “four”".as_bytes().to_vec();
        bytes.push(0x92);
        let decoded = decode(&bytes, None);
        assert!(decoded.damaged && decoded.text.starts_with("“One”") && decoded.text.ends_with('\u{FFFD}'));
    }

    #[test]
    fn line_ends_and_nul() {
        assert_eq!(tidy("a\r\nb\rc\0d".into()), "a\nb\nc d");
        assert_eq!(tidy_in_place("a\r\nb\rc\0d".into()), "a \nb\nc d");
    }
}
