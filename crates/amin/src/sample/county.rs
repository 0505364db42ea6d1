//! The whole county in memory, for tests; [`super::write`] streams the roll into a folder.

use super::{Scale, voter, without_voters};

/// The headquarters' five files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct County {
    /// `event.json`
    pub(crate) event_json: Vec<u8>,
    /// `lists.csv`
    pub(crate) lists_csv: Vec<u8>,
    /// `candidates.csv`
    pub(crate) candidates_csv: Vec<u8>,
    /// `branches.csv`
    pub(crate) branches_csv: Vec<u8>,
    /// `voters.csv`
    pub(crate) voters_csv: Vec<u8>,
}

/// A county of that scale.
pub(crate) fn county(scale: &Scale) -> County {
    let [event_json, lists_csv, candidates_csv, branches_csv] = without_voters(scale).map(|(_, bytes)| bytes);
    let mut voters_csv = Vec::new();
    voter::write(scale, &mut voters_csv, |_| ()).expect("memory takes every byte that is written to it");
    County { event_json, lists_csv, candidates_csv, branches_csv, voters_csv }
}

impl County {
    /// The files as the import takes them.
    pub(crate) fn files(&self) -> election::import::Files<'_> {
        election::import::Files {
            event: &self.event_json,
            lists: &self.lists_csv,
            candidates: &self.candidates_csv,
            branches: &self.branches_csv,
            voters: &self.voters_csv,
        }
    }
}
