//! What those who annotate news leave unmarked though it is a time, by what they do most.

use super::grammar::{Found, Says};
use crate::quantities::atoms::Atoms;

/// Whether an expression is marked: not "the foreseeable future", "to the future of", "today's youth", "average daily".
pub(super) fn is_marked(atoms: &Atoms, found: &Found) -> bool {
    let (start, end) = (found.start, found.end);
    match found.says {
        Says::Future if atoms.is(end - 1, "future") => {
            let ahead = atoms.after(start, LOOKING_AHEAD) || atoms.is(end, "that");
            !atoms.is(start + 1, "foreseeable") && (!atoms.is(start, "the") || ahead)
        }
        Says::Every(_) => !(atoms.is(start, "daily") && atoms.after(start, &["average"])),
        Says::Current => !atoms.any(start, &["today", "tomorrow", "yesterday"]),
        _ => true,
    }
}

/// What stands before "the future" where it is a time and not what becomes of somebody.
const LOOKING_AHEAD: &[&str] = &["in", "into", "about", "for", "of"];
