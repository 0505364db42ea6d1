//! Leaves every record that is judged in a folder, for verifiers that others wrote.
//!
//! `AMIN_RECORDS=FOLDER cargo nextest run -p journey` fills it: `TEST-N/record`, the verdict beside it, and what
//! the test knows the cheat by. Without the variable nothing is written.

use std::cell::RefCell;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use verify::{Folder, Report, Verdict};

/// Of a test that judges hundreds of records, so many are enough.
const MOST: usize = 6;

thread_local! {
    /// Where the record lies that this thread judged last.
    static LAST: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// Keeps a record and the verdict about it.
pub(crate) fn keep(record: &Folder, report: &Report) {
    let Some(folder) = std::env::var_os("AMIN_RECORDS") else { return };
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("nobody").replace("::", "-");
    let mut places = (1..=MOST).map(|n| Path::new(&folder).join(format!("{test}-{n}")));
    let Some(place) = places.find(|place| !place.exists()) else {
        LAST.with(|last| last.replace(None));
        return;
    };
    for (path, bytes) in &record.0 {
        let path = place.join("record").join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder to write in");
        fs::write(path, bytes).expect("a file to write");
    }
    let verdict = match report.verdict() {
        Verdict::True => "TRUE",
        Verdict::False => "FALSE",
        Verdict::Unreadable => "UNREADABLE",
    };
    fs::create_dir_all(&place).expect("a folder to write in");
    fs::write(place.join("verdict"), verdict).expect("a file to write");
    LAST.with(|last| last.replace(Some(place)));
}

/// Keeps what the record that was judged last must be known by.
pub(crate) fn blame(check: &str, culprit: &str) {
    LAST.with(|last| {
        let Some(place) = &*last.borrow() else { return };
        let file = fs::OpenOptions::new().create(true).append(true).open(place.join("blames"));
        writeln!(file.expect("a file to write"), "{check} {culprit}").expect("a line to write");
    });
}
