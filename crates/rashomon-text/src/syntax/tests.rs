use super::{Relation, Upos, Word, parse};
use crate::tokens::split;
use proptest::prelude::*;

/// Every word as `form/TAG/lemma>head:relation`.
fn shown(text: &str) -> String {
    let (tokens, sentences) = split(text);
    let words = parse(text, &tokens, &sentences);
    let form = |at: usize| &text[tokens[at].range.start()..tokens[at].range.end()];
    let show = |(at, word): (usize, &Word)| {
        format!("{}/{}/{}>{}:{}", form(at), word.upos.name(), word.lemma, form(word.head), word.relation.name())
    };
    words.iter().enumerate().map(show).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shown(text), expected, "in {text:?}");
}

#[test]
fn subjects_and_objects() {
    check(
        "The army destroyed three tanks.",
        "The/DET/the>army:det army/NOUN/army>destroyed:nsubj destroyed/VERB/destroy>destroyed:root \
         three/NUM/three>tanks:nummod tanks/NOUN/tank>destroyed:obj ./PUNCT/.>destroyed:punct",
    );
}

#[test]
fn passives_and_clitics() {
    check(
        "They weren't killed.",
        "They/PRON/they>killed:nsubj:pass were/AUX/be>killed:aux:pass n't/PART/not>killed:advmod \
         killed/VERB/kill>killed:root ./PUNCT/.>killed:punct",
    );
}

#[test]
fn reported_speech() {
    check(
        "The minister said that 40 people died.",
        "The/DET/the>minister:det minister/NOUN/minister>said:nsubj said/VERB/say>said:root \
         that/SCONJ/that>died:mark 40/NUM/40>people:nummod people/NOUN/people>died:nsubj \
         died/VERB/die>said:ccomp ./PUNCT/.>said:punct",
    );
}

/// A sentence is read by itself: neither its neighbours in a batch nor what the thread has read before change it.
#[test]
fn neighbours_change_nothing() {
    let sentences =
        ["Two ferries sank.", "Rescuers pulled 14 people from the water.", "No.", "The harbour was closed."];
    let together = shown(&sentences.join(" "));
    let alone = |sentence: &&str| std::thread::scope(|scope| scope.spawn(|| shown(sentence)).join().unwrap());
    let apart: Vec<String> = sentences.iter().map(alone).collect();
    assert_eq!(together, apart.join(" "));
    assert_eq!(shown(&sentences.join(" ")), together);
}

/// What must hold of any tree.
fn check_tree(text: &str) -> Result<(), TestCaseError> {
    let (tokens, sentences) = split(text);
    let words = parse(text, &tokens, &sentences);
    prop_assert_eq!(words.len(), tokens.len());
    for sentence in &sentences {
        let range = sentence.tokens.clone();
        let roots: Vec<usize> = range.clone().filter(|&at| words[at].head == at).collect();
        prop_assert_eq!(roots.len(), 1);
        prop_assert_eq!((words[roots[0]].first, words[roots[0]].last + 1), (range.start, range.end));
        for at in range {
            let (word, head) = (&words[at], &words[words[at].head]);
            prop_assert!(word.first <= at && at <= word.last);
            prop_assert!(head.first <= word.first && word.last <= head.last);
            prop_assert_eq!(word.relation == Relation::Root, word.head == at);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_gets_trees(text in r"([a-zA-Z0-9 .,'’“”$%()\n-]|\PC){0,120}") {
        check_tree(&text)?;
    }
}

#[test]
fn long_sentences_stay_cheap() {
    check_tree(&"the ".repeat(100_000)).unwrap();
    check_tree(&"( a ) ".repeat(20_000)).unwrap();
}

#[test]
fn names_round_trip() {
    for relation in Relation::ALL {
        assert_eq!(Relation::from_name(relation.name()), Some(relation));
    }
    for upos in Upos::ALL {
        assert_eq!(Upos::from_name(upos.name()), Some(upos));
    }
}

/// The relation of one word and the form of its head.
fn arc(text: &str, word: &str) -> String {
    let all = shown(text);
    let found = all.split(' ').find(|shown| shown.starts_with(&format!("{word}/")));
    found.and_then(|shown| shown.split_once('>')).map_or(String::new(), |(_, arc)| arc.to_owned())
}

#[test]
fn news() {
    assert_eq!(arc("“We lost four men,” Captain Hale said on Monday.", "lost"), "said:ccomp");
    assert_eq!(arc("The blast hit a market, killing 11 people and wounding 40.", "killing"), "hit:advcl");
    assert_eq!(arc("The blast hit a market, killing 11 people and wounding 40.", "wounding"), "killing:conj");
    assert_eq!(arc("The mayor, who fled on Sunday, denied the claim.", "fled"), "mayor:acl:relcl");
    assert_eq!(arc("More than 300 soldiers were captured.", "300"), "soldiers:nummod");
    assert_eq!(arc("Mira Hale, the mayor of Vell, resigned.", "mayor"), "Mira:appos");
}
