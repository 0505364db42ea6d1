//! Every file is the one that was signed, and no other file is there.

use super::entries::{Folded, Named};
use crate::report::Report;
use crate::source::Source;
use board::admission::{Culprit, Refusal};
use std::collections::BTreeSet;

/// `record.files`, without the files of boxes, each of which is looked at with its box.
pub fn check(source: &dyn Source, folded: &Folded, report: &mut Report) {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for Named { sequence, path, file, with_its_box } in &folded.files {
        known.insert(path);
        if *with_its_box {
            continue;
        }
        report.tried("record.files", 1);
        // What the fold could not read it has reported already.
        let wrong = match source.read(path) {
            Err(e) => Some(format!("entry {sequence}: {}", e.what)),
            Ok(None) => Some(Refusal::FileMissing { path: path.clone() }.to_string()),
            Ok(Some(bytes)) if !file.is(&bytes) => {
                Some(Refusal::FileDiffers { path: path.clone() }.to_string())
            }
            Ok(Some(_)) => None,
        };
        if let Some(what) = wrong {
            report.wrong("record.files", what, &[Culprit::RecordKeeper]);
        }
    }
    match source.list() {
        Err(e) => report.unreadable(e.what),
        Ok(None) => {}
        Ok(Some(paths)) => {
            let stray = |path: &&String| !known.contains(path.as_str()) && !folded.entries.accounts_for(path);
            for path in paths.iter().filter(stray) {
                report.wrong(
                    "record.files",
                    format!("nothing on the record speaks of the file {path}"),
                    &[Culprit::RecordKeeper],
                );
            }
        }
    }
}
