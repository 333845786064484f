//! The library behind the `rashomon` program: reports in, who-claims-what out.
//!
//! ```text
//! ingest -> report -> layers -> claims -> (questions, origins, relations) -> case file -> table, export
//! ```

pub mod cases;
pub mod cli;
pub mod diagnostic;
pub mod export;
pub mod gazetteer;
pub mod ingest;
pub mod pipeline;
pub mod present;
