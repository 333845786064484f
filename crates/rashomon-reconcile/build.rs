//! Tells the program what it reconciles by: see `RULES`.

include!("../../build/fingerprint.rs");

fn main() {
    fingerprint("RASHOMON_RULES", &["crates/rashomon-reconcile/src", "lexicon"]);
}
