use super::{check, is_blank, split};
use proptest::prelude::*;

/// Tokens parted by a space, sentences by a bar.
fn shown(text: &str) -> String {
    let (tokens, sentences) = split(text);
    let word = |at: usize| &text[tokens[at].range.start()..tokens[at].range.end()];
    let sentence = |range: std::ops::Range<usize>| range.map(word).collect::<Vec<_>>().join(" ");
    sentences.iter().map(|s| sentence(s.tokens.clone())).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn check_split(text: &str, expected: &str) {
    assert_eq!(shown(text), expected, "in {text:?}");
}

#[test]
fn words_and_clitics() {
    check_split("They don't know, she'll say.", "They do n't know , she 'll say .");
    check_split("Vell’s mayor can’t go.", "Vell ’s mayor ca n’t go .");
    check_split("Vell ‘s Navy left.", "Vell ‘s Navy left .");
    check_split("the sailors' union", "the sailors ' union");
    check_split("We cannot; y'all gonna?", "We can not ; y' all gon na ?");
    check_split("O'Hale of d’Arrin at ten o'clock", "O'Hale of d’Arrin at ten o'clock");
    check_split("in the 1990s, the 1980's and the '60s", "in the 1990s , the 1980's and the '60s");
    check_split("They wouldn't've.", "They would n't 've .");
}

#[test]
fn hyphens_and_slashes() {
    check_split("a well-known anti-war song", "a well - known anti-war song");
    check_split("200-300 people, 2-1/2 miles, a 14-year-old", "200 - 300 people , 2 - 1/2 miles , a 14 - year - old");
    check_split("him and/or her on 9/11", "him and / or her on 9/11");
    check_split("call 020-555-0143", "call 020-555-0143");
    check_split("It fell -- hard - in May—or June.", "It fell -- hard - in May — or June .");
}

#[test]
fn money_and_units() {
    check_split("$5.4bn, £300 million, US$4.5m", "$ 5.4 bn , £ 300 million , US$ 4.5 m");
    check_split("40% of 1,500 at 11.30am", "40 % of 1,500 at 11.30 am");
    check_split("at 5p.m. on 3km²", "at 5 p.m. on 3 km²");
    check_split("the 4th and 21st, 2½ tons", "the 4th and 21st , 2½ tons");
    check_split("in 1999,2000 and 1,50,000", "in 1999 , 2000 and 1,50,000");
}

#[test]
fn abbreviations() {
    check_split("Gov. Hale of the U.S. Army met Mr. J. R. Vinn.", "Gov. Hale of the U.S. Army met Mr. J. R. Vinn .");
    check_split("It is in the U.S. The sea is far.", "It is in the U.S. | The sea is far .");
    check_split("Reactor No. 5 said no. It failed.", "Reactor No. 5 said no . | It failed .");
    check_split("At 8 p.m. Tuesday. At 9 a.m. Police came.", "At 8 p.m. Tuesday . | At 9 a.m. | Police came .");
    check_split("He works at Orrin Inc. in Vell.", "He works at Orrin Inc. in Vell .");
    check_split("U.S.-led, Ph.D. holders", "U.S. - led , Ph.D. holders");
    check_split("Vell Power (9501.T) and Orrin VP.N fell.", "Vell Power ( 9501.T ) and Orrin VP.N fell .");
}

#[test]
fn signs() {
    check_split("Fine :-) and so on :) She left.", "Fine :-) and so on :) | She left .");
    check_split("(as follows:) one", "( as follows : ) one");
    check_split("It is cold b/c of the sea, w/o heat, w/him", "It is cold b/c of the sea , w/o heat , w/ him");
    check_split("at 10:30 PM or 9 AM, 110 F", "at 10:30 PM or 9 AM , 110 F");
    check_split("north/south, 9/11, and/or", "north / south , 9/11 , and / or");
    check_split("-=-=-=- All for $$$", "-=-=-=- | All for $$$");
    check_split("Write to rec.boats.sail today", "Write to rec.boats.sail today");
    check_split(
        "The index (.VLX20) and .VLPX fell; Vell (VLP.PA) rose.",
        "The index ( .VLX20 ) and .VLPX fell ; Vell ( VLP.PA ) rose .",
    );
    check_split("call (020) 555-0143, 555-0143 or 500-1000", "call ( 020 ) 555-0143 , 555-0143 or 500 - 1000");
    check_split("He left Orrin Inc.. Then", "He left Orrin Inc. . | Then");
}

#[test]
fn addresses() {
    check_split("See https://vell.example/a?b=1. Then go.", "See https://vell.example/a?b=1 . | Then go .");
    check_split("Write to a.hale@vell.example, or vell.com.", "Write to a.hale@vell.example , or vell.com .");
    check_split("(www.vell.example/x)", "( www.vell.example/x )");
    check_split("It was over.Nobody knew.", "It was over . | Nobody knew .");
}

#[test]
fn sentences() {
    check_split("“Go.” She left. “Why?” he asked.", "“ Go . ” | She left . | “ Why ? ” he asked .");
    check_split("\"Go.\" \"Stay!\" he said.", "\" Go . \" | \" Stay ! \" he said .");
    check_split("‘We won.’ Hale wept.", "‘ We won . ’ | Hale wept .");
    check_split("He paused ... and went. Then... She", "He paused ... and went . | Then ... | She");
    check_split("VELL (Orrin News) - The mayor fled.", "VELL ( Orrin News ) - The mayor fled .");
    check_split("PORT VELL (Orrin) - Former mayor Hale fled.", "PORT VELL ( Orrin ) - Former mayor Hale fled .");
    check_split("It cost $3. £4 was paid. 30 died.", "It cost $ 3 . | £ 4 was paid . | 30 died .");
    check_split("1. Open the door.", "1 . Open the door .");
    check_split("Really?! Yes.", "Really ?! | Yes .");
}

#[test]
fn lines() {
    check_split(
        "Mayor flees town\nThe mayor of Vell fled.\nHe is 60.",
        "Mayor flees town | The mayor of Vell fled . | He is 60 .",
    );
    check_split("A headline\n\nA body goes\non here.", "A headline | A body goes on here .");
    let wrapped = "MAYOR FLEES\nVELL, May 4 (Orrin) - The mayor of Vell fled\non Monday after the old dam above the town of\nVell broke, two officers of the guard of the\nTown Hall said. The dam is old.\n";
    assert_eq!(shown(wrapped).matches('|').count(), 2, "{}", shown(wrapped));
    let shouted = wrapped.to_uppercase();
    assert_eq!(shown(&shouted).matches('|').count(), 2, "{}", shown(&shouted));
}

#[test]
fn sentences_without_full_stops() {
    check_split("He left. she stayed. they wept", "He left . | she stayed . | they wept");
    check_split(
        "The dam held for a week. RAIN GOES ON The port of Vell was shut on Monday.",
        "The dam held for a week . | RAIN GOES ON | The port of Vell was shut on Monday .",
    );
    check_split("The mayor of Vell Port Mira Hale left.", "The mayor of Vell Port Mira Hale left .");
}

#[test]
fn wrapped_lines_among_long_ones() {
    let lines = "The mayor of the old town of Vell fled on Monday, said\nMira Hale of the guard, and nobody knew where he had gone\nOn Tuesday. ";
    let text = format!(
        "{}{}",
        "A paragraph in one long line that holds a good many words more than the others do, and goes on for quite a while until it ends in a stop at last.\n",
        lines.repeat(6)
    );
    assert!(!shown(&text).contains("said |"), "{}", shown(&text));
}

#[test]
fn paragraphs() {
    let (_, sentences) = split("One went. Two came.\n\nThree\n\nFour left.\nFive stayed.");
    let opening: Vec<bool> = sentences.iter().map(|sentence| sentence.opens_paragraph).collect();
    assert_eq!(opening, [true, false, true, true, true]);
}

#[test]
fn garbage_stays_linear() {
    let (tokens, _) = split(&"(".repeat(1_000_000));
    assert_eq!(tokens.len(), 1);
    let (tokens, _) = split(&"a".repeat(1_000_000));
    assert_eq!(tokens.len(), 1);
    assert_eq!(split(&"a-".repeat(100_000)).0.len(), 200_000);
    assert_eq!(split(&"a.".repeat(100_000)).0.len(), 1);
    assert_eq!(split("").0.len(), 0);
}

#[test]
fn tables_show_their_effect() {
    assert_eq!(check(), []);
}

proptest! {
    #[test]
    fn every_character_lies_in_one_token(text in r"([a-zA-Z0-9 .,'’‘“”$%@/:?!()\n-]|\PC|\s){0,80}") {
        let (tokens, sentences) = split(&text);
        let mut covered = 0;
        for token in &tokens {
            let (start, end) = (token.range.start(), token.range.end());
            prop_assert!(covered <= start && start < end && end <= text.len());
            prop_assert!(text[covered..start].chars().all(is_blank));
            prop_assert_eq!(token.space_before, start == 0 || start > covered);
            covered = end;
        }
        prop_assert!(text[covered..].chars().all(is_blank));
        let mut next = 0;
        for sentence in &sentences {
            prop_assert!(sentence.tokens.start == next && sentence.tokens.end > next);
            next = sentence.tokens.end;
        }
        prop_assert_eq!(next, tokens.len());
    }
}
