//! The case: one SQLite file with reports, an append-only ledger of claims and what they come to.
