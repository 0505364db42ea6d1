//! A hundred thousand simulated polling days on all cores:
//! `cargo run --release -p pollbook --example simulate -- 100000`, or one seed again: `… -- 1 4711`.

#[path = "../tests/simulation/mod.rs"]
mod simulation;

use simulation::{Planted, day};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let (Some(Ok(seeds)), first) = (numbers.next(), numbers.next().unwrap_or(Ok(0))) else {
        eprintln!("simulate SEEDS [FIRST]");
        return ExitCode::from(2);
    };
    let Ok(first) = first else { return ExitCode::from(2) };
    let (next, failed) = (AtomicU64::new(first), AtomicU64::new(0));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + seeds {
                        return;
                    }
                    if let Err(broken) = day(seed, Planted::Nothing) {
                        failed.fetch_add(1, Ordering::Relaxed);
                        eprintln!("{broken}");
                    }
                }
            });
        }
    });
    let failed = failed.into_inner();
    println!("{seeds} days from seed {first}: {failed} broke a promise");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
