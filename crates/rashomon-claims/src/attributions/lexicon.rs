//! The tables of cues: verbs, nouns, set phrases, sources, words of verification.

use crate::claim::{Checked, Stance};
use rashomon_text::Layers;
use rashomon_text::lexicon::load;
use rashomon_text::names::{Denotes, is_role_noun};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What carries the content of a cue.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Frame {
    /// A noun phrase behind a preposition: "warned of a flood".
    About,
    /// An object and what it is called: "branded the vote a farce".
    As,
    /// A clause: "said that it had sunk".
    Clause,
    /// A noun phrase: "denied the claim".
    Object,
    /// An object and a phrase behind a preposition: "accused them of fraud".
    ObjectPrep,
    /// Somebody and an infinitive: "urged them to leave".
    ObjectTo,
    /// Words in quotation marks.
    Quote,
    /// An infinitive: "vowed to fight".
    To,
}

/// A verb or noun that attributes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cue {
    pub lemma: String,
    pub frames: Vec<Frame>,
    #[serde(default)]
    pub prepositions: Vec<SmolStr>,
    /// Irregular forms, should the lemmatiser not know them.
    #[serde(default)]
    forms: Vec<SmolStr>,
    #[serde(default = "asserted")]
    stance: String,
    /// How content behind these prepositions is put, where otherwise: "called on them to leave".
    #[serde(default)]
    stance_with: BTreeMap<SmolStr, String>,
    /// How an infinitive or what will be is put, where otherwise: "agreed to go", "announced that it will go".
    #[serde(default)]
    stance_ahead: Option<String>,
    /// Whether the subject does not say it: it is told ("the court heard"), or spoken of ("the crew seems to have fled").
    #[serde(default)]
    pub silent: bool,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

fn asserted() -> String {
    Stance::Asserted.name().to_owned()
}

impl Cue {
    /// Whether its content may come in that form.
    pub fn takes(&self, frame: Frame) -> bool {
        self.frames.contains(&frame)
    }

    /// A cue that the tables do not know, and that may take anything.
    fn unknown(frames: &[Frame]) -> Self {
        let prepositions = ["about", "against", "by", "for", "in", "of", "on", "over", "to", "with"];
        Self {
            lemma: String::new(),
            frames: frames.to_vec(),
            prepositions: prepositions.iter().map(SmolStr::new).collect(),
            forms: Vec::new(),
            stance: asserted(),
            stance_with: BTreeMap::new(),
            stance_ahead: None,
            silent: false,
            yes: Vec::new(),
            no: Vec::new(),
        }
    }

    /// Its frames and its stance as one number.
    pub fn code(&self) -> u32 {
        let frames = self.frames.iter().fold(0, |all, &frame| all | 1 << frame as u32);
        frames | (self.stance() as u32) << 8
    }

    /// How it puts its content.
    pub fn stance(&self) -> Stance {
        Stance::from_name(&self.stance).unwrap_or_default()
    }

    /// How it puts what stands behind a preposition.
    pub fn stance_with(&self, preposition: &str) -> Option<Stance> {
        self.stance_with.get(preposition).and_then(|name| Stance::from_name(name))
    }

    /// How it puts what is still to come.
    pub fn stance_ahead(&self) -> Option<Stance> {
        self.stance_ahead.as_deref().and_then(Stance::from_name)
    }

    /// Whether its stances are ones there are.
    pub fn has_known_stance(&self) -> bool {
        let mut names = std::iter::once(&self.stance).chain(self.stance_with.values()).chain(&self.stance_ahead);
        names.all(|name| Stance::from_name(name).is_some())
    }

    /// Its first word, by which it is looked up.
    pub fn word(&self) -> &str {
        self.lemma.split(' ').next().unwrap_or_default()
    }

    /// Its second word: "out" of "point out".
    pub fn particle(&self) -> Option<&str> {
        self.lemma.split(' ').nth(1)
    }
}

rashomon_text::entry!(Cue, lemma);

/// A set phrase that attributes the sentence around it to what follows.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phrase {
    words: String,
    #[serde(default)]
    pub relay: bool,
    #[serde(default)]
    needs: String,
    /// The nouns that may follow, where not any may; then somebody's, or what is said must hold a figure.
    #[serde(default)]
    nouns: Vec<SmolStr>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

impl Phrase {
    /// Whether only a name or a noun of sources.toml may follow.
    pub fn needs_source(&self) -> bool {
        self.needs == "source"
    }

    /// Whether somebody's account or a count of something must follow: "in a poll".
    pub fn needs_count(&self) -> bool {
        !self.nouns.is_empty()
    }

    /// Whether a noun of that dictionary form may follow.
    pub fn takes(&self, lemma: &str) -> bool {
        self.nouns.is_empty() || self.nouns.iter().any(|known| known == lemma)
    }

    /// Its words from left to right.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.split(' ')
    }
}

rashomon_text::entry!(Phrase, words);

/// What sort of source a noun stands for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum SourceKind {
    /// Several: "officials", "police".
    Crowd,
    /// Something read or watched.
    Document,
    /// Speaks as one body.
    Group,
    /// A human being.
    Person,
}

/// Grammatical gender of a person, where it is known.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Gender {
    /// She.
    Feminine,
    /// He.
    Masculine,
}

/// A noun for those who can say something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceNoun {
    pub lemma: String,
    pub kind: SourceKind,
    pub gender: Option<Gender>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

rashomon_text::entry!(SourceNoun, lemma);

/// What a word of verification is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CheckRole {
    /// "Unverified".
    Adjective,
    /// What was not had: "no confirmation".
    Deed,
    /// What others found too: "came to the same conclusion".
    Finding,
    /// Not found out: "could not be established".
    Inquiry,
    /// What is lacking: "no evidence".
    Noun,
    /// Done by what bears it out: "the log backs their account".
    Support,
    /// Done or not: "could not be verified".
    Verb,
}

/// A word with which a report says whether it checked something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckWord {
    pub lemma: String,
    pub role: CheckRole,
    /// It counts only with one of these above it or hanging on it; any will do where there are none.
    #[serde(default)]
    pub with: Vec<SmolStr>,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

rashomon_text::entry!(CheckWord, lemma);

/// What a word does beside a word of verification.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CheckPart {
    /// Denies it: "without", "unable".
    Denial,
    /// Looks into what others say: "analyst".
    Examiner,
    /// Shows how it is: "footage".
    Exhibit,
    /// Tells whether there is evidence for what others say: "found no evidence of that".
    Finding,
    /// Is done with evidence: "provide".
    Giving,
    /// Stands for what was said: "the figure".
    Matter,
    /// Is done by what bears something out: "to back it up".
    Support,
}

/// A word that tells what a word of verification means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckCompanion {
    pub lemma: String,
    pub part: CheckPart,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

rashomon_text::entry!(CheckCompanion, |entry| format!("{} as {:?}", entry.lemma, entry.part));

/// Words behind which stands who passes on what somebody says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Relay {
    words: String,
    /// Whether whoever follows passes it on, be it a medium or not.
    #[serde(default)]
    pub any: bool,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

impl Relay {
    /// Its words from left to right.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.split(' ')
    }
}

rashomon_text::entry!(Relay, words);

/// Words by which what is said denies a claim or leaves it open.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Verdict {
    words: String,
    /// Whether they do so only behind a "not".
    #[serde(default)]
    pub negated: bool,
    stance: String,
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
}

impl Verdict {
    /// Its words from left to right.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.split(' ')
    }

    /// What it says of the claim.
    pub fn stance(&self) -> Stance {
        Stance::from_name(&self.stance).unwrap_or_default()
    }
}

rashomon_text::entry!(Verdict, words);

/// All tables, ready to be asked.
pub(super) struct Lexicon {
    pub verbs: Vec<Cue>,
    pub nouns: Vec<Cue>,
    pub phrases: Vec<Phrase>,
    pub sources: Vec<SourceNoun>,
    pub checks: Vec<CheckWord>,
    pub check_companions: Vec<CheckCompanion>,
    pub relays: Vec<Relay>,
    pub verdicts: Vec<Verdict>,
    verb_index: FxHashMap<SmolStr, Vec<usize>>,
    verb_forms: FxHashMap<SmolStr, SmolStr>,
    noun_index: FxHashMap<SmolStr, Vec<usize>>,
    phrase_index: FxHashMap<SmolStr, Vec<usize>>,
    source_index: FxHashMap<SmolStr, Vec<usize>>,
    check_index: FxHashMap<SmolStr, Vec<usize>>,
    check_companion_index: FxHashMap<SmolStr, Vec<usize>>,
    relay_index: FxHashMap<SmolStr, Vec<usize>>,
    verdict_index: FxHashMap<SmolStr, Vec<usize>>,
}

macro_rules! table {
    ($file:literal, $name:literal) => {
        load($file, include_str!(concat!("../../../../lexicon/", $file)), $name)
    };
}

fn index<'a>(words: impl Iterator<Item = &'a str>) -> FxHashMap<SmolStr, Vec<usize>> {
    let mut index: FxHashMap<SmolStr, Vec<usize>> = FxHashMap::default();
    for (at, word) in words.enumerate() {
        index.entry(SmolStr::new(word)).or_default().push(at);
    }
    // The longest entry of a word is tried first: "point out" before "point".
    index.values_mut().for_each(|entries| entries.reverse());
    index
}

/// The inflected forms of a verb with its lemma; a few that do not exist among them, which does no harm.
fn forms(cue: &Cue) -> Vec<(SmolStr, SmolStr)> {
    let word = cue.word();
    let stem = word.strip_suffix('e').unwrap_or(word);
    let mut forms: Vec<SmolStr> = ["ed", "ing"].iter().map(|ending| SmolStr::new(format!("{stem}{ending}"))).collect();
    forms.push(SmolStr::new(format!("{word}s")));
    if let Some(last) = stem.chars().last().filter(|_| stem == word) {
        forms.extend(["ed", "ing"].iter().map(|ending| SmolStr::new(format!("{word}{last}{ending}"))));
    }
    if let Some(stem) = word.strip_suffix('y') {
        forms.extend(["ies", "ied"].iter().map(|ending| SmolStr::new(format!("{stem}{ending}"))));
    }
    forms.extend(cue.forms.iter().cloned());
    forms.into_iter().map(|form| (form, SmolStr::new(word))).collect()
}

impl Lexicon {
    fn load() -> Self {
        let verbs: Vec<Cue> = table!("verbs.toml", "verb");
        let nouns: Vec<Cue> = table!("nouns.toml", "noun");
        let phrases: Vec<Phrase> = table!("phrases.toml", "phrase");
        let sources: Vec<SourceNoun> = table!("sources.toml", "source");
        let checks: Vec<CheckWord> = table!("checked.toml", "word");
        let check_companions: Vec<CheckCompanion> = table!("checked.toml", "companion");
        let relays: Vec<Relay> = table!("relays.toml", "relay");
        let verdicts: Vec<Verdict> = table!("verdicts.toml", "verdict");
        Self {
            verb_index: index(verbs.iter().map(Cue::word)),
            verb_forms: verbs.iter().flat_map(forms).collect(),
            noun_index: index(nouns.iter().map(Cue::word)),
            phrase_index: index(phrases.iter().map(|phrase| phrase.words().next().unwrap_or_default())),
            source_index: index(sources.iter().map(|source| source.lemma.as_str())),
            check_index: index(checks.iter().map(|check| check.lemma.as_str())),
            check_companion_index: index(check_companions.iter().map(|companion| companion.lemma.as_str())),
            relay_index: index(relays.iter().map(|relay| relay.words().next().unwrap_or_default())),
            verdict_index: index(verdicts.iter().map(|verdict| verdict.words().next().unwrap_or_default())),
            verbs,
            nouns,
            phrases,
            sources,
            checks,
            check_companions,
            relays,
            verdicts,
        }
    }

    /// The verbs that a token may be: by its lemma, else by its form; the longest first.
    pub fn verbs_at(&self, lemma: &str, form: &str) -> impl Iterator<Item = &Cue> + use<'_> {
        let by_form = || self.verb_forms.get(form).and_then(|lemma| self.verb_index.get(lemma));
        let found = self.verb_index.get(lemma).or_else(by_form);
        found.into_iter().flatten().map(|&at| &self.verbs[at])
    }

    /// The noun of that lemma.
    pub fn noun(&self, lemma: &str) -> Option<&Cue> {
        self.noun_index.get(lemma).map(|at| &self.nouns[at[0]])
    }

    /// The phrases that begin with that word, in lower case.
    pub fn phrases(&self, word: &str) -> impl Iterator<Item = &Phrase> {
        self.phrase_index.get(word).into_iter().flatten().map(|&at| &self.phrases[at])
    }

    /// The words of passing on that begin with that word, in lower case.
    pub fn relays(&self, word: &str) -> impl Iterator<Item = &Relay> {
        self.relay_index.get(word).into_iter().flatten().map(|&at| &self.relays[at])
    }

    /// The words of denial and of leaving open that begin with that lemma.
    pub fn verdicts(&self, lemma: &str) -> impl Iterator<Item = &Verdict> {
        self.verdict_index.get(lemma).into_iter().flatten().map(|&at| &self.verdicts[at])
    }

    /// The source noun of that lemma, in lower case.
    pub fn source(&self, lemma: &str) -> Option<&SourceNoun> {
        self.source_index.get(lemma).map(|at| &self.sources[at[0]])
    }

    /// What sort of source a noun stands for, in whatever case it is written.
    pub fn source_kind(&self, layers: &Layers, token: usize) -> Option<SourceKind> {
        let lemma = layers.lemma(token);
        let own = self.source(lemma).or_else(|| {
            let capital = lemma.starts_with(char::is_uppercase);
            capital.then(|| self.source(&lemma.to_lowercase())).flatten()
        });
        own.map(|noun| noun.kind).or_else(|| {
            is_role_noun(lemma).map(|denotes| match denotes {
                Denotes::Person => SourceKind::Person,
                Denotes::Body => SourceKind::Group,
                Denotes::Collective => SourceKind::Crowd,
            })
        })
    }

    /// What sort of source a noun stands for together with the word before it: "the general staff".
    pub fn phrase_kind(&self, layers: &Layers, head: usize) -> Option<SourceKind> {
        let before = head.checked_sub(1).filter(|&at| layers.head(at) == Some(head));
        let both = before.map(|at| format!("{} {}", layers.text(at), layers.lemma(head)).to_lowercase());
        let known = both.and_then(|words| self.source(&words)).map(|noun| noun.kind);
        known.or_else(|| self.source_kind(layers, head))
    }

    /// The word of verification of that lemma or, the lemmatiser failing, of that form.
    pub fn check(&self, lemma: &str, form: &str) -> Option<&CheckWord> {
        self.check_index.get(lemma).or_else(|| self.check_index.get(form)).map(|at| &self.checks[at[0]])
    }

    /// Whether a word does that beside a word of verification.
    pub fn is_check_part(&self, layers: &Layers, at: usize, part: CheckPart) -> bool {
        let found = self.check_companion_index.get(layers.lemma(at));
        let found = found.or_else(|| self.check_companion_index.get(layers.text(at)));
        found.is_some_and(|all| all.iter().any(|&one| self.check_companions[one].part == part))
    }

    /// Whether a lemma in lower case is one for those who look into what others say.
    pub fn is_examiner(&self, lemma: &str) -> bool {
        let found = self.check_companion_index.get(lemma);
        found.is_some_and(|all| all.iter().any(|&one| self.check_companions[one].part == CheckPart::Examiner))
    }
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

static VERB: LazyLock<Cue> = LazyLock::new(|| {
    Cue::unknown(&[Frame::Clause, Frame::Quote, Frame::To, Frame::ObjectTo, Frame::About, Frame::Object])
});

static NOUN: LazyLock<Cue> = LazyLock::new(|| Cue::unknown(&[Frame::Clause, Frame::To, Frame::About]));

/// What stands for a verb that the tables do not know.
pub(super) fn unknown_verb() -> &'static Cue {
    &VERB
}

/// What stands for a noun that the tables do not know.
pub(super) fn unknown_noun() -> &'static Cue {
    &NOUN
}

/// The tables built into the program.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// What the status of a claim becomes when a word of that role says so.
pub(super) fn checked_by(role: CheckRole, denied: bool) -> Option<Checked> {
    match (role, denied) {
        (CheckRole::Adjective, _) | (CheckRole::Verb | CheckRole::Deed | CheckRole::Inquiry, true) => {
            Some(Checked::Unverified)
        }
        (CheckRole::Verb | CheckRole::Support | CheckRole::Finding, false) => Some(Checked::Verified),
        (CheckRole::Noun, true) => Some(Checked::NoEvidence),
        (CheckRole::Noun | CheckRole::Deed | CheckRole::Inquiry, false)
        | (CheckRole::Support | CheckRole::Finding, true) => None,
    }
}
