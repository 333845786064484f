//! Frozen, sorted stand-off annotations.

use std::ops::Deref;

/// Annotations of one kind over one report, in reading order and never changed once made.
/// Reads as a slice.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer<T>(Box<[T]>);

impl<T> Layer<T> {
    /// Freezes items that already stand in reading order.
    pub fn new(items: Vec<T>) -> Self {
        Self(items.into_boxed_slice())
    }
}

impl<T> Default for Layer<T> {
    fn default() -> Self {
        Self(Box::default())
    }
}

impl<T> Deref for Layer<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a Layer<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
