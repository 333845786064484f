//! How much may be under way at a time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Most reports under way.
const REPORTS: usize = 512;
/// Most bytes of reports under way; a single larger report still goes through, alone.
const BYTES: usize = 32 << 20;

/// A gate that lets items in while others leave.
#[derive(Default)]
pub(super) struct Window {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    reports: usize,
    bytes: usize,
    closed: bool,
}

impl State {
    fn has_room(&self, bytes: usize) -> bool {
        self.closed || self.reports == 0 || (self.reports < REPORTS && self.bytes + bytes <= BYTES)
    }
}

/// Closes the window when it is dropped, so that nobody waits for a writer that has given up.
pub(super) struct Closing<'w>(&'w Window);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.lock().closed = true;
        self.0.changed.notify_all();
    }
}

impl Window {
    /// Waits for room and takes it; false once the window is closed.
    pub(super) fn enter(&self, bytes: usize) -> bool {
        let waited = self.changed.wait_while(self.lock(), |state| !state.has_room(bytes));
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        state.reports += 1;
        state.bytes += bytes;
        !state.closed
    }

    /// Gives room back.
    pub(super) fn leave(&self, bytes: usize) {
        let mut state = self.lock();
        state.reports -= 1;
        state.bytes -= bytes;
        drop(state);
        self.changed.notify_one();
    }

    /// A guard that closes the window.
    pub(super) fn closing(&self) -> Closing<'_> {
        Closing(self)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES, REPORTS, Window};

    #[test]
    fn room_is_bounded_but_never_too_small_for_one() {
        let window = Window::default();
        assert!(window.enter(BYTES * 2));
        assert!(!window.lock().has_room(1));
        window.leave(BYTES * 2);
        (0..REPORTS).for_each(|_| assert!(window.enter(1)));
        assert!(!window.lock().has_room(1));
        drop(window.closing());
        assert!(!window.enter(1));
    }
}
