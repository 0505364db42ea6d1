//! Bars on a terminal, silence in a pipe.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::HashMap;
use std::io::IsTerminal as _;
use std::sync::Mutex;

/// A bar on standard error; invisible where that is no terminal.
pub(crate) fn bar(all: u64, what: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(all), target());
    let style =
        ProgressStyle::with_template("{msg:>24} {wide_bar} {human_pos}/{human_len} {elapsed} (left {eta})")
            .expect("the template is fixed");
    bar.set_style(style);
    bar.set_message(what.to_owned());
    bar
}

fn target() -> ProgressDrawTarget {
    if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() }
}

/// Says on a terminal on how many cores the work is done.
pub(crate) fn cores(act: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("{act} on {}", of_cores());
    }
}

/// `2 cores`.
pub(crate) fn of_cores() -> String {
    match rayon::current_num_threads() {
        1 => "1 core".into(),
        n => format!("{n} cores"),
    }
}

/// The verifier's progress.
#[derive(Default)]
pub(crate) struct Bars(Mutex<HashMap<String, ProgressBar>>);

impl verify::Progress for Bars {
    fn at(&self, phase: &str, done: u64, all: u64) {
        let mut bars = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let bar = bars.entry(phase.to_owned()).or_insert_with(|| bar(all, phase));
        bar.set_length(all);
        bar.set_position(done);
        if done >= all {
            bar.finish();
        }
    }
}
