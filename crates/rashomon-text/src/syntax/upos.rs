//! Universal parts of speech (<https://universaldependencies.org/u/pos/>).

/// A universal part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Upos {
    /// `ADJ`
    Adj,
    /// `ADP`
    Adp,
    /// `ADV`
    Adv,
    /// `AUX`
    Aux,
    /// `CCONJ`
    Cconj,
    /// `DET`
    Det,
    /// `INTJ`
    Intj,
    /// `NOUN`
    Noun,
    /// `NUM`
    Num,
    /// `PART`
    Part,
    /// `PRON`
    Pron,
    /// `PROPN`
    Propn,
    /// `PUNCT`
    Punct,
    /// `SCONJ`
    Sconj,
    /// `SYM`
    Sym,
    /// `VERB`
    Verb,
    /// `X`
    X,
}

impl Upos {
    /// Every value, in the order of its code.
    pub const ALL: [Self; 17] = [
        Self::Adj,
        Self::Adp,
        Self::Adv,
        Self::Aux,
        Self::Cconj,
        Self::Det,
        Self::Intj,
        Self::Noun,
        Self::Num,
        Self::Part,
        Self::Pron,
        Self::Propn,
        Self::Punct,
        Self::Sconj,
        Self::Sym,
        Self::Verb,
        Self::X,
    ];

    const NAMES: [&str; 17] = [
        "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
        "SYM", "VERB", "X",
    ];

    /// Its name in treebanks.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The value of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        let at = Self::NAMES.iter().position(|&known| known == name)?;
        Some(Self::ALL[at])
    }
}
