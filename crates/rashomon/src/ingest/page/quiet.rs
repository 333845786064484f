//! Catches the panics of a library without its message on the user's terminal.

use std::cell::Cell;
use std::panic::{UnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// What `work` returns; `None` if it panics. Panics elsewhere are reported as before.
pub(super) fn catch<T>(work: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(work);
    QUIET.set(false);
    result.ok()
}
