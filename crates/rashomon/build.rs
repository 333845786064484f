//! Tells the program what it reads by: see `READER`.

include!("../../build/fingerprint.rs");

fn main() {
    let crates = ["rashomon", "rashomon-claims", "rashomon-text"].map(|name| format!("crates/{name}/src"));
    let mut folders: Vec<&str> = crates.iter().map(String::as_str).collect();
    folders.extend(["gazetteer", "lexicon", "models"]);
    fingerprint("RASHOMON_READER", &folders);
}
