//! Dependency relations (<https://universaldependencies.org/en/dep/>).

/// A dependency relation of UD 2 with the subtypes of the English treebanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Relation {
    /// `root`
    Root,
    /// `nsubj`
    Nsubj,
    /// `nsubj:pass`
    NsubjPass,
    /// `nsubj:outer`
    NsubjOuter,
    /// `obj`
    Obj,
    /// `iobj`
    Iobj,
    /// `csubj`
    Csubj,
    /// `csubj:pass`
    CsubjPass,
    /// `csubj:outer`
    CsubjOuter,
    /// `ccomp`
    Ccomp,
    /// `xcomp`
    Xcomp,
    /// `obl`
    Obl,
    /// `obl:unmarked`
    OblUnmarked,
    /// `obl:agent`
    OblAgent,
    /// `vocative`
    Vocative,
    /// `expl`
    Expl,
    /// `dislocated`
    Dislocated,
    /// `advcl`
    Advcl,
    /// `advcl:relcl`
    AdvclRelcl,
    /// `advmod`
    Advmod,
    /// `discourse`
    Discourse,
    /// `aux`
    Aux,
    /// `aux:pass`
    AuxPass,
    /// `cop`
    Cop,
    /// `mark`
    Mark,
    /// `nmod`
    Nmod,
    /// `nmod:poss`
    NmodPoss,
    /// `nmod:unmarked`
    NmodUnmarked,
    /// `nmod:desc`
    NmodDesc,
    /// `appos`
    Appos,
    /// `nummod`
    Nummod,
    /// `acl`
    Acl,
    /// `acl:relcl`
    AclRelcl,
    /// `amod`
    Amod,
    /// `det`
    Det,
    /// `det:predet`
    DetPredet,
    /// `case`
    Case,
    /// `conj`
    Conj,
    /// `cc`
    Cc,
    /// `cc:preconj`
    CcPreconj,
    /// `fixed`
    Fixed,
    /// `flat`
    Flat,
    /// `compound`
    Compound,
    /// `compound:prt`
    CompoundPrt,
    /// `list`
    List,
    /// `parataxis`
    Parataxis,
    /// `orphan`
    Orphan,
    /// `goeswith`
    Goeswith,
    /// `reparandum`
    Reparandum,
    /// `punct`
    Punct,
    /// `dep`
    Dep,
}

impl Relation {
    /// Every value, in the order of its code.
    pub const ALL: [Self; 51] = [
        Self::Root,
        Self::Nsubj,
        Self::NsubjPass,
        Self::NsubjOuter,
        Self::Obj,
        Self::Iobj,
        Self::Csubj,
        Self::CsubjPass,
        Self::CsubjOuter,
        Self::Ccomp,
        Self::Xcomp,
        Self::Obl,
        Self::OblUnmarked,
        Self::OblAgent,
        Self::Vocative,
        Self::Expl,
        Self::Dislocated,
        Self::Advcl,
        Self::AdvclRelcl,
        Self::Advmod,
        Self::Discourse,
        Self::Aux,
        Self::AuxPass,
        Self::Cop,
        Self::Mark,
        Self::Nmod,
        Self::NmodPoss,
        Self::NmodUnmarked,
        Self::NmodDesc,
        Self::Appos,
        Self::Nummod,
        Self::Acl,
        Self::AclRelcl,
        Self::Amod,
        Self::Det,
        Self::DetPredet,
        Self::Case,
        Self::Conj,
        Self::Cc,
        Self::CcPreconj,
        Self::Fixed,
        Self::Flat,
        Self::Compound,
        Self::CompoundPrt,
        Self::List,
        Self::Parataxis,
        Self::Orphan,
        Self::Goeswith,
        Self::Reparandum,
        Self::Punct,
        Self::Dep,
    ];

    const NAMES: [&str; 51] = [
        "root",
        "nsubj",
        "nsubj:pass",
        "nsubj:outer",
        "obj",
        "iobj",
        "csubj",
        "csubj:pass",
        "csubj:outer",
        "ccomp",
        "xcomp",
        "obl",
        "obl:unmarked",
        "obl:agent",
        "vocative",
        "expl",
        "dislocated",
        "advcl",
        "advcl:relcl",
        "advmod",
        "discourse",
        "aux",
        "aux:pass",
        "cop",
        "mark",
        "nmod",
        "nmod:poss",
        "nmod:unmarked",
        "nmod:desc",
        "appos",
        "nummod",
        "acl",
        "acl:relcl",
        "amod",
        "det",
        "det:predet",
        "case",
        "conj",
        "cc",
        "cc:preconj",
        "fixed",
        "flat",
        "compound",
        "compound:prt",
        "list",
        "parataxis",
        "orphan",
        "goeswith",
        "reparandum",
        "punct",
        "dep",
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
