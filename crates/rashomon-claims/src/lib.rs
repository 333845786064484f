//! Attributions and claims of one report: who says what, in which figure, how sure, on whose word.
//!
//! [`attributions::find`] reads the layers and finds who is said to say what; [`read`] turns the
//! figures and attributions into [`Claim`]s. Nothing here sees a second report.

pub mod attributions;
pub mod claim;
pub mod claims;
pub mod measures;

pub use attributions::{Attribution, Form};
pub use claim::{Checked, Claim, ClaimId, ClaimPlace, Claimant, Figure, Relay, Resolution, Resolved, Speaker, Stance};
pub use claims::read;
