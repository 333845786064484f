//! Tables of sentences with the attributions that they hold.

use super::*;
use proptest::prelude::*;
use rashomon_text::{Provenance, Report};

/// One line for each attribution: "source | cue | content … content | stance | kind Name".
fn lines(text: &str) -> Vec<String> {
    let report = Report::new("example", text, Provenance::default());
    let layers = Layers::of(&report);
    let words = |range: TextRange| layers.excerpt(range).text();
    let line = |one: &Attribution| {
        let content: Vec<&str> = one.content.iter().map(|&piece| words(piece)).collect();
        let name = one.claimant.speaker().map_or("", |speaker| speaker.name.as_str());
        format!(
            "{} | {} | {} | {} | {} {}",
            one.source.map_or("", words),
            one.cue.map_or("", words),
            content.join(" … "),
            one.stance.name(),
            one.claimant.kind(),
            name
        )
        .trim_end()
        .to_owned()
    };
    find(&layers).iter().map(line).collect()
}

/// Checks the attributions of a text; all differences of a table are told at once.
fn check(table: &[(&str, &[&str])]) {
    let mut faults = Vec::new();
    for (text, expected) in table {
        let found = lines(text);
        if found != *expected {
            faults.push(format!("{text}\n  expected {expected:#?}\n  found {found:#?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Who passes each attribution of a text on, the nearest to the reader first.
fn relays_of(text: &str) -> Vec<Vec<String>> {
    let report = Report::new("example", text, Provenance::default());
    let layers = Layers::of(&report);
    find(&layers).iter().map(|one| one.via.iter().map(|relay| relay.name.to_string()).collect()).collect()
}

#[test]
fn relay_chains() {
    let cases: &[(&str, &[&[&str]])] = &[
        ("The mayor told the Harbour Post that the pier was safe.", &[&["Harbour Post"]]),
        ("In an interview with Radio Marn, the mayor said that the pier was safe.", &[&["Radio Marn"]]),
        ("A memo seen by the Harbour Post says that the pier is unsafe.", &[&["Harbour Post"]]),
        ("The agency Verra quoted a guard as saying that nine men had died.", &[&["agency Verra"]]),
        ("Nine men had died, the agency Verra reported, citing the coastguard.", &[&["agency Verra"]]),
        ("The mayor told reporters that the pier was safe.", &[&[]]),
        ("The union rejected the mayor's claim that the pier was safe.", &[&[], &[]]),
        ("The clerk said the mayor had told him that the pier was safe.", &[&[], &["clerk"]]),
    ];
    for (text, expected) in cases {
        assert_eq!(relays_of(text), *expected, "{text}");
    }
}

#[test]
fn kinds_of_sources() {
    let cases = [
        ("The Ministry said that the pier was safe.", "unnamed Ministry"),
        ("The coastguard of Marn said that the pier was safe.", "unnamed coastguard of Marn"),
        ("Court documents say that the pier was safe.", "collective Court documents"),
        ("One of the guards said that the pier was safe.", "unnamed One of the guards"),
        ("Neither side said that the pier was safe.", "collective Neither side"),
        ("A guard who asked not to be named said that the pier was safe.", "unnamed guard"),
        ("The ferry's operator, Blue Line Ltd, said that the pier was safe.", "named Blue Line Ltd"),
        ("The inquiry heard that the pier was safe.", "unresolved"),
        ("Lisbon-based Aster Holdings said that the pier was safe.", "named Aster Holdings"),
        ("Aster's said that the pier was safe.", "named Aster's"),
        ("MARN (Verra) - Aster Holdings Inc. said that the pier was safe.", "named Aster Holdings Inc."),
    ];
    for (text, expected) in cases {
        let found = lines(text);
        let wanted = |line: &String| line.contains("the pier was safe") && line.ends_with(&format!("| {expected}"));
        assert!(found.iter().any(wanted), "{text} {expected}: {found:#?}");
    }
}

#[test]
fn stances() {
    let cases = [
        ("The mayor called on drivers to stay at home.", "demanded"),
        ("The judge asked that the files be sealed.", "demanded"),
        ("“Stay at home,” the mayor told drivers.", "demanded"),
        ("“This is an invention,” the mayor said.", "denied"),
        ("The mayor described the allegations as baseless.", "denied"),
        ("Nobody in the village believes that the boy drowned.", "denied"),
        ("The police said they could not confirm the names.", "questioned"),
        ("Doctors said they could not save the boy.", "asserted"),
        ("Doctors said the boy could lose his sight.", "estimated"),
        ("The two sides agreed to exchange 50 prisoners.", "planned"),
        ("It was announced that the port will reopen in July.", "planned"),
        ("Rescue workers fear that 20 more are under the mud.", "estimated"),
        ("“Who will pay for the pier?” the mayor asked.", "questioned"),
    ];
    for (text, expected) in cases {
        let found = lines(text);
        assert!(found.iter().any(|line| line.contains(&format!("| {expected} |"))), "{text} {expected}: {found:#?}");
    }
}

#[test]
fn what_was_checked() {
    let report = |text: &str| {
        let report = Report::new("example", text, Provenance::default());
        let layers = Layers::of(&report);
        let found = find(&layers);
        found.iter().map(|one| one.checked).find(|&checked| checked != Checked::Unsaid).unwrap_or_default()
    };
    let cases = [
        ("Rebels said they had sunk a frigate. Neither claim could be checked.", Checked::Unverified),
        ("Rebels said they had sunk a frigate. There was no independent confirmation of that.", Checked::Unverified),
        ("Rebels said they had sunk a frigate. Satellite images confirm the attack.", Checked::Verified),
        ("Rebels said they had sunk a frigate, but offered no proof.", Checked::NoEvidence),
        ("Rebels said they had sunk a frigate. Two experts independently confirmed the claim.", Checked::Verified),
        ("Rebels said they had sunk a frigate; these claims have not been confirmed by others.", Checked::Unverified),
        ("Rebels said they had sunk a frigate. They have offered nothing to back that up.", Checked::NoEvidence),
        ("The governor said, citing no source, that the fire had been laid.", Checked::NoEvidence),
        ("The doctor said there was no evidence of poison.", Checked::Unsaid),
        ("The police said that the name of the victim had not been confirmed.", Checked::Unsaid),
        ("Rebels said they had sunk a frigate. The paper could not confirm the name of the ship.", Checked::Unsaid),
        ("The owners said that buyers must have the papers verified by a notary.", Checked::Unsaid),
        ("Critics said the yard was let down by an unproven design.", Checked::Unsaid),
        ("The judge said the witness had produced no proof.", Checked::Unsaid),
        ("The police said they could not confirm the man's name.", Checked::Unsaid),
        ("The ministry neither confirmed nor denied that a frigate had sunk.", Checked::Unsaid),
    ];
    for (text, expected) in cases {
        assert_eq!(report(text), expected, "{text}");
    }
}

#[test]
fn tables_are_sound() {
    let faults = check_lexicon();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", told.join("\n"));
}

#[test]
fn indirect_speech() {
    check(&[
        (
            "The harbour office said that nine boats had sunk.",
            &["The harbour office | said | that nine boats had sunk | asserted | unnamed harbour office"],
        ),
        (
            "Nine boats had sunk, officials said.",
            &["officials | said | Nine boats had sunk | asserted | collective officials"],
        ),
        (
            "According to the coast guard, nine boats sank in the storm.",
            &["the coast guard | According to | nine boats sank in the storm | asserted | unnamed coast guard"],
        ),
        (
            "Nine boats sank in the storm, according to a senior source at the harbour office.",
            &[
                "a senior source at the harbour office | according to | Nine boats sank in the storm | asserted | unnamed senior source at the harbour office",
            ],
        ),
        (
            "The army denied that it had shelled the school.",
            &["The army | denied | that it had shelled the school | denied | unnamed army"],
        ),
        (
            "Nine boats were reported to have sunk.",
            &[" | were reported | Nine boats … to have sunk | asserted | unresolved"],
        ),
    ]);
}

#[test]
fn direct_speech() {
    check(&[
        (
            "“Nine boats sank in the storm,” a spokesman said.",
            &["a spokesman | said | “Nine boats sank in the storm,” | asserted | unnamed spokesman"],
        ),
        (
            "“Nine boats sank,” a spokesman said. “We are still looking for the crews.”",
            &[
                "a spokesman | said | “Nine boats sank,” … “We are still looking for the crews.” | asserted | unnamed spokesman",
            ],
        ),
        (
            "“Nine boats sank in the storm.” — Orla Venn, fisherwoman",
            // FIXME: her role belongs to the source; the tree has no apposition here.
            &["Orla Venn | — | “Nine boats sank in the storm.” | asserted | named Orla Venn"],
        ),
        ("The so-called “storm of the century” took nine boats.", &[]),
    ]);
}

#[test]
fn speakers_spoken_of_again() {
    check(&[
        (
            "Nine boats sank, Orla Venn said. She added that two crews were missing.",
            &[
                "Orla Venn | said | Nine boats sank | asserted | named Orla Venn",
                "She | added | that two crews were missing | asserted | named Orla Venn",
            ],
        ),
        (
            "The Norland Defence Ministry said that nine boats had sunk. The ministry added that two crews were missing.",
            &[
                "The Norland Defence Ministry | said | that nine boats had sunk | asserted | named Norland Defence Ministry",
                "The ministry | added | that two crews were missing | asserted | named Norland Defence Ministry",
            ],
        ),
        (
            "Officials, residents and fishermen said that nine boats had sunk.",
            &[
                "Officials, residents and fishermen | said | that nine boats had sunk | asserted | collective Officials, residents and fishermen",
            ],
        ),
        (
            "“Nine boats sank,” Orla Venn said.\n\n“We are still looking for the crews.”",
            &[
                "Orla Venn | said | “Nine boats sank,” … “We are still looking for the crews.” | asserted | named Orla Venn",
            ],
        ),
    ]);
}

/// Checks whom words stand for: the mention that each is tied to, "-" for none.
fn check_referents(table: &[(&str, &str, &str)]) {
    let mut faults = Vec::new();
    for (text, words, expected) in table {
        let report = Report::new("example", *text, Provenance::default());
        let layers = Layers::of(&report);
        let apart = |at: usize| !text[..at].ends_with(char::is_alphabetic);
        let start = text.rmatch_indices(words).map(|(at, _)| at).find(|&at| apart(at)).expect("the words stand there");
        let found = &referents(&layers, &[TextRange::of(start, start + words.len())])[0];
        let found = found.antecedent.map_or("-", |range| layers.excerpt(range).text());
        if found != *expected {
            faults.push(format!("{text}\n  {words}: expected {expected}, found {found}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn words_are_tied_to_whom_they_stand_for() {
    check_referents(&[
        ("Orla Venn lives by the harbour. Two crews were missing, she said.", "she", "Orla Venn"),
        ("Orla Venn owns nine boats. Two crews were missing, she said.", "she", "Orla Venn"),
        ("Nine boats had sunk, she said.", "she", "-"),
        ("Orla Venn met Tomas Reik in Kestra. Nine boats had sunk, he said.", "he", "Tomas Reik"),
        ("Mr. Reik met Mrs. Venn in Kestra. Nine boats had sunk, she said.", "she", "Venn"),
        ("“Orla Venn is wrong,” Anna Maren said. “Nine boats have sunk,” she added.", "she", "Anna Maren"),
        ("Fishermen met Orla Venn in Kestra. Nine boats had sunk, they said.", "they", "Fishermen"),
        ("As he left the port, Tomas Reik said that nine boats had sunk.", "he", "Tomas Reik"),
        ("Orla Venn spoke to Tomas Reik, who said that nine boats had sunk.", "who", "Tomas Reik"),
        ("A spokesman for Averin Bank met the press. Orla Venn was late, it said.", "it", "Averin Bank"),
        (
            "Foreign Minister Orla Venn came to Kestra. Nine boats had sunk, the minister said.",
            "the minister",
            "Orla Venn",
        ),
        ("Gov. Tomas Reik came to Kestra. Nine boats had sunk, the governor said.", "the governor", "Tomas Reik"),
        ("Vice President Orla Venn came to Kestra. Nine boats had sunk, the president said.", "the president", "-"),
        ("Tomas Reik, 43, left the port. Nine boats had sunk, the 43-year-old said.", "the 43-year-old", "Tomas Reik"),
        (
            "A survey by the Averin Institute came out. Nine boats had sunk, the study said.",
            "the study",
            "A survey by the Averin Institute",
        ),
        (
            "The Averin Institute issued a statement on Monday. The statement said that nine boats had sunk.",
            "The statement",
            "Averin Institute",
        ),
        ("Averin Fishers’ Union members met. Nine boats had sunk, the ministry said.", "the ministry", "-"),
        ("Nine boats had sunk, experts said.", "experts", "-"),
    ]);
}

#[test]
fn those_who_pass_it_on() {
    let text = "A senior source on the general staff told Reuters that nine boats had sunk.";
    let report = Report::new("example", text, Provenance::default());
    let found = find(&Layers::of(&report));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].claimant.speaker().map(|speaker| speaker.name.as_str()),
        Some("senior source on the general staff")
    );
    assert_eq!(found[0].via.iter().map(|relay| relay.name.as_str()).collect::<Vec<_>>(), ["Reuters"]);
}

#[test]
fn accounts_go_on_until_the_text_turns() {
    let text = "The navy said that nine boats had sunk. It also lost two crews. Meanwhile, the harbour reopened.";
    let report = Report::new("example", text, Provenance::default());
    let layers = Layers::of(&report);
    assert_eq!(carried(&layers, &find(&layers)), [None, Some(0), None]);
}

#[test]
fn verification_is_noted() {
    let status = |text: &str| {
        let report = Report::new("example", text, Provenance::default());
        find(&Layers::of(&report)).iter().map(|one| one.checked).collect::<Vec<_>>()
    };
    let doubt = "The navy said that nine boats had sunk, but the figures could not be independently verified.";
    assert_eq!(status(doubt), [Checked::Unverified]);
    let later = "The navy said that nine boats had sunk. Reuters could not verify the figures.";
    assert_eq!(status(later), [Checked::Unverified]);
    assert_eq!(status("The navy said that nine boats had sunk, without giving evidence."), [Checked::NoEvidence]);
    assert_eq!(status("The navy said that nine boats had sunk."), [Checked::Unsaid]);
}

#[test]
fn what_somebody_is_called_may_be_cut_off() {
    for text in ["They dubbed it", "Police described him", "He called her"] {
        let report = Report::new("example", text, Provenance::default());
        let contents: Vec<_> = find(&Layers::of(&report)).iter().flat_map(|one| one.content.clone()).collect();
        assert!(contents.iter().all(|range| range.end() <= text.len()), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "[ a-zA-Z0-9\"“”‘’',.:;()\\n-]{0,200}|\\PC{0,200}") {
        let report = Report::new("any", text, Provenance::default());
        let layers = Layers::of(&report);
        let all = TextRange::of(0, report.text().len());
        prop_assert!(referents(&layers, &[all]).len() == 1);
        let found = find(&layers);
        prop_assert!(carried(&layers, &found).len() == layers.sentences.len());
        prop_assert!(found.iter().all(|one| !one.content.is_empty()));
    }
}

#[test]
fn who_is_spoken_of_does_not_speak() {
    check(&[
        (
            "The crew seems to have lost 20 boats.",
            &[" | seems | The crew … to have lost 20 boats | estimated | unresolved"],
        ),
        (
            "In a Marn Post poll, 52 percent of the voters chose the mayor.",
            &["a Marn Post poll | In | 52 percent of the voters chose the mayor | asserted | unnamed Marn Post poll"],
        ),
        (
            "By one estimate, 300 acres of forest burned down.",
            &["one estimate | By | 300 acres of forest burned down | asserted | unnamed one estimate"],
        ),
        ("By his own account, the guard was asleep.", &["his | By | the guard was asleep | asserted | unresolved"]),
        (
            "A 2014 study by law professor Jane Doe found 31 cases of fraud.",
            &["A 2014 study by law professor Jane Doe | found | 31 cases of fraud | asserted | named Jane Doe"],
        ),
        (
            "The hall was a mess, as one sailor put it.",
            &["one sailor | put it | The hall was a mess | asserted | unnamed one sailor"],
        ),
        (
            "The mayor defended her decision to jump-start the pump in May.",
            &["The mayor | defended | her decision to jump-start the pump in May | asserted | unnamed mayor"],
        ),
        (
            "“We like the boats,” Jane Doe said on Monday.\n\n“It changes. John Roe said that nine sank.”",
            &[
                "Jane Doe | said | “We like the boats,” … “It changes. John Roe said that nine sank.” | asserted | named Jane Doe",
                "John Roe | said | that nine sank.” | asserted | named John Roe",
            ],
        ),
    ]);
}
