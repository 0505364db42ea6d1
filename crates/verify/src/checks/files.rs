//! Every file is the one that was signed, and no other file is there.

use super::entries::Folded;
use super::log;
use crate::report::Report;
use crate::source::Source;
use board::admission::{Culprit, Refusal};
use board::path;
use std::collections::BTreeSet;

/// `record.files`.
pub fn check(source: &dyn Source, entries: &log::Entries, folded: &Folded, report: &mut Report) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for read in &folded.read {
        let Some(entry) = &read.entry else { continue };
        for (path, file) in path::files(&entry.body) {
            report.tried("record.files", 1);
            // What the fold could not read it has reported already.
            let wrong = match source.read(&path) {
                Err(e) => Some(format!("entry {}: {}", read.sequence, e.what)),
                Ok(None) => Some(Refusal::FileMissing { path: path.clone() }.to_string()),
                Ok(Some(bytes)) if !file.is(&bytes) => {
                    Some(Refusal::FileDiffers { path: path.clone() }.to_string())
                }
                Ok(Some(_)) => None,
            };
            if let Some(what) = wrong {
                report.wrong("record.files", what, &[Culprit::RecordKeeper]);
            }
            known.insert(path);
        }
    }
    match source.list() {
        Err(e) => report.unreadable(e.what),
        Ok(None) => {}
        Ok(Some(paths)) => {
            for path in paths.iter().filter(|p| !known.contains(*p) && !entries.accounts_for(p)) {
                report.wrong(
                    "record.files",
                    format!("nothing on the record speaks of the file {path}"),
                    &[Culprit::RecordKeeper],
                );
            }
        }
    }
}
