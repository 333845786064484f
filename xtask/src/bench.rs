//! `cargo xtask bench`: how fast `rashomon read` is, and what memory it takes.

mod layers;

use anyhow::Context;
use rashomon::ingest::{Input, Limits, reports};
use rashomon::pipeline::{self, Event, Options};
use rashomon_store::Case;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What to read and how.
#[derive(clap::Args)]
pub struct Bench {
    /// A folder or file of reports.
    #[arg(default_value = "../shared/corpora/load/news-sample.jsonl.gz")]
    input: PathBuf,
    /// Read only so many reports.
    #[arg(long)]
    reports: Option<usize>,
    /// Threads that analyse; by default as many as there are cores.
    #[arg(long)]
    threads: Option<usize>,
    /// Measure the text layers alone, on one thread: each, what loading takes, memory.
    #[arg(long)]
    layers: bool,
    /// Keep the case here; by default it is temporary.
    #[arg(long)]
    case: Option<PathBuf>,
}

/// Reads the reports and prints, tab-separated, what that took every 2,000 reports and in all.
pub fn run(options: &Bench) -> anyhow::Result<()> {
    if options.layers {
        return layers::run(&options.input, options.reports);
    }
    let mut case = match &options.case {
        Some(path) => Case::create(path, || eprintln!("waiting for another process"))?,
        None => Case::temporary()?,
    };
    let threads = options.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let stream = reports(&[Input::from(options.input.as_os_str())], &Limits::default());
    let stream = stream.take(options.reports.unwrap_or(usize::MAX));
    let started = Instant::now();
    let mut settling = None;
    println!("reports\tseconds\tresident_MB");
    let how = Options { threads, again: false };
    let summary = pipeline::read(stream, &mut case, how, &mut |event| match event {
        Event::Report(summary) if (summary.read + summary.known).is_multiple_of(2_000) => {
            println!("{}\t{:.1}\t{}", summary.read, started.elapsed().as_secs_f64(), resident("VmRSS:"));
        }
        Event::Settling(_) => {
            settling.get_or_insert_with(|| started.elapsed());
        }
        Event::Diagnostic(diagnostic) => eprintln!("{diagnostic}"),
        Event::Report(_) => {}
    })?;
    let wall = started.elapsed();
    let busy = processor_time()?;
    let counts = case.counts()?;
    println!(
        "reports {}, words {}, claims {}, questions {}",
        summary.read, summary.words, counts.claims, counts.questions
    );
    println!("threads {threads}, wall {:.1} s, processor {:.1} s", wall.as_secs_f64(), busy.as_secs_f64());
    println!("cores in use {:.2}", busy.as_secs_f64() / wall.as_secs_f64());
    println!("words a second of one core's time {:.0}", summary.words as f64 / busy.as_secs_f64());
    println!("words a second of wall time {:.0}", summary.words as f64 / wall.as_secs_f64());
    println!("peak resident {} MB", resident("VmHWM:"));
    if let Some(settling) = settling {
        println!("settling {:.1} s", (wall - settling).as_secs_f64());
    }
    Ok(())
}

/// A line of `/proc/self/status` in megabytes; 0 where there is no such file.
fn resident(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|text| text.strip_prefix(line)?.split_whitespace().next()?.parse().ok());
    kilobytes.unwrap_or(0_u64) / 1024
}

/// Processor time of this process, of all its threads, in user and kernel mode.
fn processor_time() -> anyhow::Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("/proc/self/stat: only Linux counts there")?;
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Ok(Duration::from_millis(ticks * 10))
}
