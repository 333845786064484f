//! Speed of splitting and parsing, in words, over a text in the manner of a news report.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rashomon_text::{syntax, tokens};
use std::hint::black_box;

/// One report of an invented town; the benches repeat it.
const REPORT: &str = "\
Dam above Vell breaks, at least 40 dead

VELL, May 4 (Orrin News) - At least 40 people were killed and more than 1,200 driven from their homes when a dam above \
the town of Vell gave way early on Monday, the governor's office said, killing 11 workers at a mill and wounding 27 others.

“We heard a sound like thunder,” said Mira Hale, 34, who runs the ferry. “Then the whole valley was full of water. I \
don't know how anyone got out.”

Gov. Tomas Vinn, who flew over the valley at 11.30am, put the damage at $5.4bn - about 3% of what the country earns in a \
year - and said that the number of dead was likely to rise. The builders' union, which had warned of cracks in the wall \
since 2019, called for an inquiry; the company that runs the dam, Orrin Power Inc., did not answer calls.

The army has sent 200-300 soldiers, 14 helicopters and a field hospital, according to two officers who spoke on condition \
of anonymity because they were not allowed to talk to reporters. Their account could not be independently verified.
";

fn speed(criterion: &mut Criterion) {
    let text = REPORT.repeat(50);
    let (words, sentences) = tokens::split(&text);
    let mut group = criterion.benchmark_group("syntax");
    group.throughput(Throughput::Elements(words.len() as u64)).sample_size(20);
    group.bench_function("split", |bencher| bencher.iter(|| tokens::split(black_box(&text))));
    group.bench_function("parse", |bencher| bencher.iter(|| syntax::parse(black_box(&text), &words, &sentences)));
    group.finish();
}

criterion_group!(benches, speed);
criterion_main!(benches);
