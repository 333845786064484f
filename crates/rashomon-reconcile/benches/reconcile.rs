//! Time to settle one large block: 20,000 claims of killed people from unrelated reports.

#[path = "../tests/common/mod.rs"]
mod common;

use criterion::{Criterion, criterion_group, criterion_main};
use rashomon_reconcile::{Entry, reconcile};

/// Claims over ten years, of 400 towns and 300 speakers, small and large, a third without a place.
fn entries(count: u32) -> Vec<Entry> {
    (0..count).map(entry).collect()
}

fn entry(number: u32) -> Entry {
    let mixed = number.wrapping_mul(2_654_435_761) >> 7;
    let year = 2021 + mixed % 10;
    let (month, day) = (1 + mixed / 11 % 12, 1 + mixed / 131 % 28);
    let made = common::exactly(&format!("r{number}"), (number % 250) as u8, f64::from(1 + mixed % 97));
    let made = made.on(&format!("{year}-{month:02}-{day:02}")).by(&format!("Office {}", mixed % 300));
    match mixed % 3 {
        0 => made.0,
        _ => made.town(&format!("{}town {}", char::from(b'A' + (mixed % 26) as u8), mixed % 400)).0,
    }
}

fn settle(criterion: &mut Criterion) {
    for count in [2_000, 20_000] {
        let entries = entries(count);
        criterion.bench_function(&format!("reconcile {count} entries"), |bencher| {
            bencher.iter(|| reconcile(&entries));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = settle
}
criterion_main!(benches);
