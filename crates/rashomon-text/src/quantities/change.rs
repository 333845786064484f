//! Numbers that are ends or sizes of a change: "rose to 41 from 29", "up by 12", "12 more".

use super::Change;
use super::atoms::Atoms;
use super::grammar::Draft;
use super::lexicon::{ChangeWord, Direction};
use super::terms::Terms;
use super::{QuantityKind, numbers};

/// How far back a word of change may stand, in atoms.
const REACH: usize = 10;

fn change_word(atoms: &Atoms, at: usize) -> Option<&'static ChangeWord> {
    Terms::get().change(atoms.get(at)?.term)
}

/// Whether a sign ends the clause; the full stops of "U.S." do not.
fn ends_clause(atoms: &Atoms, at: usize) -> bool {
    let inside = (at > 0 && atoms.text(at - 1).len() == 1) || (atoms.glued(at) && atoms.glued(at + 1));
    atoms.any(at, &[";", "!", "?", ":"]) || atoms.is(at, ".") && !inside
}

/// The nearest word of change before an atom, in the same clause.
fn nearest(atoms: &Atoms, at: usize, reach: usize) -> Option<(usize, &'static ChangeWord)> {
    let clause = (at.saturating_sub(reach)..at).rev().take_while(|&back| !ends_clause(atoms, back));
    clause.into_iter().find_map(|back| change_word(atoms, back).map(|word| (back, word)))
}

/// Whether "X to Y" from an atom on are the two ends of a change and no range: "rose from X to Y"; or its size and end,
/// where X has a unit of its own: "fell by two points to 30 %", but not "fell by two to three points".
pub(crate) fn is_from_to(atoms: &Atoms, start: usize, unit: bool) -> bool {
    let from = atoms.after(start, &["from"]);
    let by = unit && atoms.after(start, &["by"]) && nearest(atoms, start - 1, 3).is_some();
    by || from && nearest(atoms, start - 1, REACH).is_some()
        || nearest(atoms, start, 1).is_some_and(|(_, word)| word.direction != Direction::Either)
            && !atoms.after(start, &["by"])
}

/// Where the words of a figure begin after an "up to" that says where a rise ends and is no bound:
/// "raise its forces up to around 690,000".
pub(crate) fn raised_up_to(atoms: &Atoms, start: usize) -> Option<usize> {
    let up_to = |at: usize| at >= 2 && atoms.is(at - 2, "up") && atoms.is(at - 1, "to");
    let at = [start, start.saturating_sub(1)].into_iter().find(|&at| up_to(at))?;
    let (_, word) = nearest(atoms, at - 2, 6)?;
    (word.direction == Direction::Up && word.lemma != "up").then_some(at)
}

/// What part a figure plays in a change.
pub(crate) fn of(atoms: &Atoms, draft: &Draft) -> Change {
    if !draft.kind.is_figure() {
        return Change::None;
    }
    more_or_fewer(atoms, draft)
        .or_else(|| after_preposition(atoms, draft))
        .or_else(|| bare(atoms, draft))
        .unwrap_or_default()
}

/// Whether a figure ends a rise, or is so large, and no fall; none where nothing says so.
pub(crate) fn rises(atoms: &Atoms, draft: &Draft, change: Change) -> Option<bool> {
    match change {
        Change::Up => Some(true),
        Change::Down => Some(false),
        Change::To => {
            let (_, word) = nearest(atoms, draft.start.checked_sub(1)?, REACH)?;
            direction(word).map(|change| change == Change::Up)
        }
        Change::From | Change::None => None,
    }
}

/// "12 more", "another 12", "12 fewer".
fn more_or_fewer(atoms: &Atoms, draft: &Draft) -> Option<Change> {
    let count = draft.kind == QuantityKind::Count;
    let than = atoms.is(draft.end + 1, "than");
    if atoms.any(draft.end, &["more", "additional", "further"]) {
        return Some(Change::Up);
    }
    if atoms.any(draft.end, &["fewer", "less"]) && (than || count) {
        return Some(Change::Down);
    }
    atoms.after(draft.start, &["another", "further", "additional", "extra"]).then_some(Change::Up)
}

fn after_preposition(atoms: &Atoms, draft: &Draft) -> Option<Change> {
    let at = draft.start.checked_sub(1)?;
    let begins = if atoms.is(at, "to") { from_number(atoms, at) } else { None };
    if begins.is_some_and(|from| nearest(atoms, from, REACH).is_some_and(|(word, _)| from - word <= 4)) {
        return Some(Change::To);
    }
    let reach = if atoms.is(at, "by") { 7 } else { REACH };
    let (word_at, word) = nearest(atoms, at, reach)?;
    // "Rose 18 cents to $23.50".
    let money = draft.kind == QuantityKind::Money;
    match atoms.text(at) {
        "from" if at - word_at <= 2 || has_other_end(atoms, word_at, draft) => Some(Change::From),
        "to" if at - word_at <= 7 && (money || !follows_number(atoms, word_at, at)) => Some(Change::To),
        "by" | "of" if at - word_at <= 3 => direction(word),
        // "One was down 2 %, the other by 3 %."
        "by" if draft.unit == "fraction" && (word_at..at).any(|between| atoms.is(between, "%")) => direction(word),
        _ => None,
    }
}

/// The "from" of "from 29 on Monday to", with its number.
fn from_number(atoms: &Atoms, to: usize) -> Option<usize> {
    const LONGEST: usize = 14;
    let number = |at: usize| atoms.is_digits(at) || numbers::word(atoms, at).is_some();
    let clause = (to.saturating_sub(LONGEST)..to).rev().take_while(|&at| !ends_clause(atoms, at));
    let from = clause.into_iter().find(|&at| atoms.any(at, &["from", "to"])).filter(|&at| atoms.is(at, "from"))?;
    (from + 1..(from + 4).min(to)).any(number).then_some(from)
}

/// Whether the other end of a change stands before "from" ("rose to 41 from") or after the figure ("to 41").
fn has_other_end(atoms: &Atoms, word_at: usize, draft: &Draft) -> bool {
    let number = |at: usize| atoms.is_digits(at) || numbers::word(atoms, at).is_some();
    let before = (word_at..draft.start.saturating_sub(1)).any(number);
    let stop = |at: usize| atoms.any(at, &[".", ";", ","]) && !(atoms.glued(at) && atoms.glued(at + 1));
    let clause = (draft.end..draft.end + 12).take_while(|&at| !stop(at));
    let after = clause.filter(|&at| atoms.is(at, "to")).any(|at| (at + 1..at + 4).any(number));
    before || after
}

/// Whether a number stands between a word of change and "to": "cut 30 posts to save 5" ends nothing at 5.
fn follows_number(atoms: &Atoms, from: usize, to: usize) -> bool {
    let has_from = (from..to).any(|at| atoms.is(at, "from"));
    let number = |at: usize| atoms.is_digits(at) || numbers::word(atoms, at).is_some();
    !has_from
        && (from..to).any(number)
        && !(from..to).any(|at| atoms.is(at, "%") || atoms.is(at, "percent") || atoms.is(at, "cent"))
}

/// "Rose 12 per cent", "down $3", "a 12 % fall".
fn bare(atoms: &Atoms, draft: &Draft) -> Option<Change> {
    let points = draft.kind == QuantityKind::Count && atoms.any(draft.end, &["point", "points"]);
    let physical = matches!(draft.kind, QuantityKind::Physical | QuantityKind::Rate);
    let sized = matches!(draft.kind, QuantityKind::Share | QuantityKind::Money | QuantityKind::Multiple) || points;
    let reach = if physical { 1 } else { 2 };
    let before = nearest(atoms, draft.start, reach)
        .filter(|_| sized || physical)
        .or_else(|| lost(atoms, draft, points))
        .or_else(|| said_again(atoms, draft));
    let after = change_word(atoms, draft.end).filter(|_| sized);
    let word = before.map(|(_, word)| word).or(after)?;
    // "Raised $3m": who raises money has it; nothing rises by that.
    let collected = word.lemma == "raise" && (draft.kind == QuantityKind::Money || draft.unit.len() == 3);
    direction(word).filter(|_| !collected)
}

/// "Fell 190 points, or 0.6 %": the same change as a share.
fn said_again(atoms: &Atoms, draft: &Draft) -> Option<(usize, &'static ChangeWord)> {
    let or = draft.start.checked_sub(1).filter(|&or| atoms.is(or, "or") && atoms.after(or, &[","]))?;
    let share = draft.unit == "fraction" && (or.saturating_sub(6)..or).any(|at| atoms.is_digits(at));
    nearest(atoms, or, 6).filter(|_| share)
}

/// "Lost 190 points", "lost 1.1 %": a loss of so much, where a thing that has a level loses it.
fn lost(atoms: &Atoms, draft: &Draft, points: bool) -> Option<(usize, &'static ChangeWord)> {
    let at = draft
        .start
        .checked_sub(1)
        .filter(|&at| atoms.any(at, &["lost", "lose", "loses", "losing", "shed", "sheds"]))?;
    let down = super::lexicon::changes().iter().find(|word| word.lemma == "drop")?;
    (points || draft.unit == "fraction" && !atoms.is(draft.end, "of")).then_some((at, down))
}

fn direction(word: &ChangeWord) -> Option<Change> {
    match word.direction {
        Direction::Up => Some(Change::Up),
        Direction::Down => Some(Change::Down),
        Direction::Either => None,
    }
}
