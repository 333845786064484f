//! Tags: the encoder's, and where it is unsure a second opinion whose errors are not the encoder's.
//!
//! Few words are unsure, so the second opinion may look at much: a linear model over hashed features of the words
//! around, their clusters and first guesses. `cargo xtask train tags` makes its weights.

use super::votes::{MOST_LABELS, Sums, Votes};
use super::{Relation, Upos};
use crate::encoder::matrix::{self, Matrix};
use crate::encoder::model::Model;
use crate::encoder::{Batch, Piece, features};

/// The encoder is unsure where its best score is less than this above another: of parts of speech, and of fine tags, which
/// seldom change a lemma.
pub const UNSURE: [f32; 2] = [1.5, 1.0];

/// Head within the piece, `None` at its root, and relation.
pub type Arc = (Option<usize>, Relation);

/// Chooses the tags of a piece with that tree: part of speech and hash of the fine tag of each word.
pub fn choose(batch: &Batch, piece: &Piece, tree: &[Arc], upos: &Matrix, xpos: &Matrix) -> Vec<(Upos, u32)> {
    let votes = Votes::shipped();
    let sketch = Sketch::of(batch, piece, tree, [upos, xpos], if votes.fits(batch.model) { UNSURE } else { [0.0; 2] });
    let chosen = |at: usize| {
        let guess = sketch.guesses[at];
        let (part, fine) = if guess.unsure { sketch.weighed(at, votes, upos, xpos) } else { (guess.upos, guess.xpos) };
        let part = batch.model.upos_labels.get(part).copied().unwrap_or(Upos::X);
        (part, batch.model.xpos_hashes.get(fine).copied().unwrap_or_default())
    };
    (0..sketch.guesses.len()).map(chosen).collect()
}

/// A word has about so many features.
const MOST_FEATURES: usize = 72;

/// The encoder's first guess.
#[derive(Clone, Copy)]
pub struct Guess {
    /// Its best part of speech, as a number of the output.
    pub upos: usize,
    /// Its best fine tag.
    pub xpos: usize,
    /// Whether another part of speech or fine tag is near.
    pub unsure: bool,
}

/// A piece of a sentence with its tree and the encoder's first guesses.
pub struct Sketch<'a, 'm> {
    batch: &'a Batch<'a, 'm>,
    piece: &'a Piece,
    tree: &'a [Arc],
    /// One for each word.
    pub guesses: Vec<Guess>,
    /// Whether most of it is written in capitals.
    shouted: bool,
}

impl<'a, 'm> Sketch<'a, 'm> {
    /// A piece by the encoder's scores of parts of speech and fine tags; those nearer than the margins make a word unsure.
    pub fn of(
        batch: &'a Batch<'a, 'm>,
        piece: &'a Piece,
        tree: &'a [Arc],
        [upos, xpos]: [&Matrix; 2],
        margins: [f32; 2],
    ) -> Self {
        let rows = piece.row..piece.row + piece.tokens.len();
        let guess = |row: usize| {
            let [upos, xpos] = outputs(batch.model, upos, xpos, row);
            let ((part, one), (fine, two)) = (best(upos, margins[0]), best(xpos, margins[1]));
            Guess { upos: part, xpos: fine, unsure: one || two }
        };
        let guesses: Vec<Guess> = rows.map(guess).collect();
        let any = guesses.iter().any(|guess| guess.unsure);
        let shouted = any && 2 * piece.tokens.clone().filter(|&at| shouts(batch.form(at))).count() > guesses.len();
        Self { batch, piece, tree, guesses, shouted }
    }

    /// Tags of a word by the encoder and the second opinion together.
    fn weighed(&self, at: usize, votes: &Votes, upos: &Matrix, xpos: &Matrix) -> (usize, usize) {
        let mut sums: Sums = [0; MOST_LABELS];
        let mut features = Vec::with_capacity(MOST_FEATURES);
        self.features(at, |feature| features.push(feature));
        votes.add(&features, &mut sums);
        pick(votes, &sums, outputs(self.batch.model, upos, xpos, self.piece.row + at))
    }

    /// What the second opinion sees of a word, as hashes.
    pub fn features(&self, at: usize, mut see: impl FnMut(u64)) {
        let own = self.look(at, 0);
        let [before, after] = [-1, 1].map(|step| self.look(at, step));
        let [before_that, after_that] = [-2, 2].map(|step| self.look(at, step));
        let shape = join(own.shape, u64::from(self.opens(at)));
        let ends = join(join(before.end(3), own.end(3)), after.end(3));
        let affixes = (1..=4).map(|count| own.start(count)).chain((1..=5).map(|count| own.end(count)));
        let affixes = affixes.zip([1, 2, 3, 4, 1, 2, 3, 4, 5]).map(|(hash, count)| (hash, own.length > count));
        let forms = [
            own.small,
            own.form,
            shape,
            join(own.kind, u64::from(self.shouted)),
            join(own.end(3), join(own.kind, u64::from(self.opens(at)))),
            join(before.small, own.small),
            join(own.small, after.small),
            join(before.small, after.small),
            ends,
            join(before.small, own.end(3)),
            join(own.end(3), after.small),
            join(before_that.small, before.small),
            join(after.small, after_that.small),
            join(before.small, own.shape),
            join(own.shape, after.small),
            join(join(before.shape, own.shape), after.shape),
        ];
        let sides = [before, after].map(|side| [side.small, side.end(3), side.end(2), side.shape]);
        let far = [before_that, after_that].map(|side| [side.small, side.end(2)]);
        let all = forms.into_iter().chain(sides.into_iter().flatten()).chain(far.into_iter().flatten());
        let all = all.map(|hash| (hash, true)).chain(affixes).chain(self.clusters(at, own.end(3)));
        let all = all.chain(self.guessed(at, &own).chain(self.related(at, &own)).map(|hash| (hash, true)));
        for (kind, (hash, _)) in all.enumerate().filter(|(_, (_, there))| *there) {
            see(finish(join(kind as u64, hash)));
        }
    }

    /// Clusters of a word and its neighbours, fine and coarse.
    fn clusters(&self, at: usize, end: u64) -> impl Iterator<Item = (u64, bool)> + use<> {
        let clusters = [-1, 0, 1].map(|step| self.form(at, step).and_then(|form| self.batch.model.clusters(form)));
        let both = clusters.map(|clusters| clusters.map_or([0, 0], |both| both.map(|cluster| u64::from(cluster) + 1)));
        let [before, own, after] = both;
        let around = join(before[1], after[1]);
        let single = [before, own, after].into_iter().flatten().map(|cluster| (cluster, cluster != 0));
        single.chain([(around, true), (join(around, end), true)])
    }

    /// What is guessed of the words around, by itself and with the word.
    fn guessed(&self, at: usize, own: &Look) -> impl Iterator<Item = u64> + use<> {
        let guess = |step: isize| at.checked_add_signed(step).and_then(|at| self.guesses.get(at));
        let fine = |step| guess(step).map_or(0, |guess| guess.xpos as u64 + 1);
        let part = |step| guess(step).map_or(0, |guess| guess.upos as u64 + 1);
        let [far, before, after, beyond] = [-2, -1, 1, 2].map(fine);
        let around = join(before, after);
        let parts = join(part(-1), part(1));
        let alone = [before, after, far, beyond, around, join(far, before), join(after, beyond)];
        let with = [
            join(before, own.small),
            join(own.small, after),
            join(around, own.small),
            join(around, own.end(3)),
            parts,
            join(join(part(-2), parts), part(2)),
        ];
        alone.into_iter().chain(with)
    }

    /// How the tree hangs the word up: its relation, by itself, with the word and with its head's guess.
    fn related(&self, at: usize, own: &Look) -> impl Iterator<Item = u64> + use<> {
        let (head, relation) = self.tree.get(at).copied().unwrap_or((None, Relation::Dep));
        let head = head.and_then(|head| self.guesses.get(head)).map_or(0, |guess| guess.xpos as u64 + 1);
        let relation = relation as u64;
        [relation, join(relation, own.small), join(relation, head), join(relation, own.end(3))].into_iter()
    }

    fn form(&self, at: usize, step: isize) -> Option<&str> {
        let there = at.checked_add_signed(step).filter(|&there| there < self.piece.tokens.len())?;
        Some(features::seen(self.batch.form(self.piece.tokens.start + there)))
    }

    fn look(&self, at: usize, step: isize) -> Look {
        self.form(at, step).map_or(Look::EDGE, Look::of)
    }

    /// Whether a word is the first of its piece, marks left out.
    fn opens(&self, at: usize) -> bool {
        let marks = |form: &str| !form.starts_with(char::is_alphanumeric);
        at == 0 || (at == 1 && self.form(0, 0).is_some_and(marks))
    }
}

/// The best part of speech and fine tag by the scores of the encoder and the sums of the second opinion; fine tags by
/// how they agree with the part of speech, too.
pub fn pick(votes: &Votes, sums: &Sums, [upos, xpos]: [&[f32]; 2]) -> (usize, usize) {
    let mixed = |(score, sum): (&f32, &i32)| score + votes.unit * *sum as f32;
    let part = highest(upos.iter().zip(sums).map(mixed));
    let fine = xpos.iter().zip(&sums[upos.len().min(MOST_LABELS)..]).map(mixed);
    (part, highest(fine.zip(votes.agreement(part)).map(|(score, agreement)| score + agreement)))
}

/// The encoder's scores of a word: of parts of speech and of fine tags. Rows are wider than there are labels.
pub fn outputs<'s>(model: &Model, upos: &'s Matrix, xpos: &'s Matrix, row: usize) -> [&'s [f32]; 2] {
    let (upos, xpos) = (upos.row(row), xpos.row(row));
    [&upos[..model.upos_labels.len().min(upos.len())], &xpos[..model.xpos_hashes.len().min(xpos.len())]]
}

/// Number of the highest score.
fn highest(scores: impl Iterator<Item = f32>) -> usize {
    let (mut best, mut most) = (0, f32::NEG_INFINITY);
    for (at, score) in scores.enumerate() {
        if score > most {
            (best, most) = (at, score);
        }
    }
    best
}

/// Number of the highest score, and whether another is nearer than `margin`.
fn best(scores: &[f32], margin: f32) -> (usize, bool) {
    let most = matrix::highest(scores);
    let near = scores.iter().map(|&score| u32::from(score > most - margin)).sum::<u32>();
    (scores.iter().position(|&score| score == most).unwrap_or(0), near > 1)
}

fn shouts(form: &str) -> bool {
    form.contains(char::is_uppercase) && !form.contains(char::is_lowercase)
}

/// A word as the features see it: hashes of its parts.
struct Look {
    /// As it is written.
    form: u64,
    /// In small letters, digits as zeros.
    small: u64,
    /// Of the first one to four characters.
    starts: [u64; 4],
    /// Of the last one to five characters.
    ends: [u64; 5],
    /// Capitals, small letters, digits and marks; runs are cut at two.
    shape: u64,
    /// The first two of these.
    kind: u64,
    /// In characters.
    length: usize,
}

impl Look {
    /// Stands where there is no word.
    const EDGE: Self = Self { form: 1, small: 1, starts: [1; 4], ends: [1; 5], shape: 1, kind: 1, length: 0 };

    fn of(form: &str) -> Self {
        let step = |hash: u64, character: char| join(hash, u64::from(u32::from(character)));
        let mut look = Self { form: form.chars().fold(SEED, step), length: form.chars().count(), ..Self::EDGE };
        (look.small, look.starts) = prefixes(form.chars().map(small));
        (_, look.ends) = prefixes(form.chars().rev().map(small).take(5));
        let (mut seen, mut run, mut length) = (SEED, ('\0', 0), 0);
        for kind in form.chars().map(kind) {
            run = if run.0 == kind { (kind, run.1 + 1) } else { (kind, 1) };
            if run.1 <= 2 && length < 10 {
                seen = step(seen, kind);
                length += 1;
                look.kind = if length <= 2 { seen } else { look.kind };
            }
        }
        look.shape = seen;
        look
    }

    fn start(&self, count: usize) -> u64 {
        self.starts[count - 1]
    }

    fn end(&self, count: usize) -> u64 {
        self.ends[count - 1]
    }
}

/// Hash of all characters and of the first one, two … of them; of all where there are fewer.
fn prefixes<const COUNT: usize>(characters: impl Iterator<Item = char>) -> (u64, [u64; COUNT]) {
    let (mut hash, mut first) = (SEED, [SEED; COUNT]);
    for (at, character) in characters.enumerate() {
        hash = join(hash, u64::from(u32::from(character)));
        first.iter_mut().skip(at).take(if at < COUNT { COUNT } else { 0 }).for_each(|first| *first = hash);
    }
    (hash, first)
}

fn small(character: char) -> char {
    if character.is_ascii_digit() { '0' } else { character.to_lowercase().next().unwrap_or(character) }
}

fn kind(character: char) -> char {
    match character {
        '0'..='9' => '0',
        _ if character.is_uppercase() => 'X',
        _ if character.is_alphabetic() => 'x',
        _ => character,
    }
}

/// Where hashes start.
const SEED: u64 = 0x2545_f491_4f6c_dd1d;

fn join(a: u64, b: u64) -> u64 {
    (a.rotate_left(23) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn finish(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::{Look, MOST_LABELS, best, pick};
    use crate::syntax::Upos;
    use crate::syntax::votes::{Head, Votes};

    #[test]
    fn words_alike_share_parts() {
        let [one, two] = ["Walking", "talking"].map(Look::of);
        assert_eq!([1, 2, 3, 4, 5].map(|count| one.end(count) == two.end(count)), [true; 5]);
        assert_ne!(one.start(1), two.start(1));
        assert_eq!(Look::of("Ferry").small, Look::of("ferry").small);
        assert_ne!(Look::of("Ferry").form, Look::of("ferry").form);
        assert_eq!(Look::of("1998").small, Look::of("2031").small);
        let [one, two, three] = ["Vell", "Oslo", "US"].map(Look::of);
        assert_eq!((one.shape, one.kind), (two.shape, two.kind));
        assert_ne!(one.kind, three.kind);
        assert_eq!(Look::of("").length, 0);
    }

    #[test]
    fn unsure_where_another_is_near() {
        assert_eq!(best(&[1.0, 4.0, 3.0], 2.0), (1, true));
        assert_eq!(best(&[1.0, 4.0, 3.0], 0.5), (1, false));
        assert_eq!(best(&[2.0, 2.0], 0.0), (0, false));
        assert_eq!(best(&[], 2.0), (0, false));
    }

    #[test]
    fn fine_tags_go_with_their_part_of_speech() {
        let upos = [Upos::Noun, Upos::Verb];
        let head = Head { upos: &upos, xpos: &[7, 8], agreement: &[16, -16, -16, 16], unit: 0.1, bits: 0 };
        let bytes = Votes::write(&head, &[]);
        let votes = Votes::read(&bytes).expect("just written");
        let mut sums = [0; MOST_LABELS];
        assert_eq!(pick(&votes, &sums, [&[1.0, 0.5], &[0.0, 1.0]]), (0, 0));
        sums[1] = 10;
        assert_eq!(pick(&votes, &sums, [&[1.0, 0.5], &[0.0, 1.0]]), (1, 1));
    }
}
