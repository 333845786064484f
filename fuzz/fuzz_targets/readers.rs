//! Any bytes under any ending: reports or diagnostics, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rashomon::ingest::{Input, Limits, RawReport, reports};

const ENDINGS: [&str; 8] = ["txt", "md", "html", "jsonl", "txt.gz", "jsonl.gz", "jsonl.zst", "unknown"];

// The first byte picks the ending, the rest is the file.
fuzz_target!(|data: &[u8]| {
    let Some((first, content)) = data.split_first() else { return };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    let path = std::env::temp_dir().join(format!("rashomon-fuzz-{}.{ending}", std::process::id()));
    std::fs::write(&path, content).expect("the temporary folder takes files");
    let limits = Limits { report_bytes: 1 << 20 };
    let items: Vec<_> = reports(&[Input::from(&path)], &limits).map(|item| item.and_then(RawReport::into_report)).collect();
    assert!(!items.is_empty(), "neither a report nor a diagnostic");
    for item in items {
        match item {
            Ok(reading) => assert!(!reading.report.text().trim().is_empty()),
            Err(diagnostic) => assert_eq!(diagnostic.to_string().lines().count(), 1),
        }
    }
});
