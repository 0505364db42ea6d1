//! A device: what is in its memory, on its disk, and on its paper.

use pollbook::desk::Desk;
use pollbook::device::{SessionId, Station};
use pollbook::entry::{Entry, EntryId, Line};

/// Who stands at a desk and waits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub(super) voter: usize,
    pub(super) ask: EntryId,
}

#[derive(Debug)]
pub(super) struct Device {
    pub(super) station: Station,
    pub(super) session: SessionId,
    /// `None` when it is down.
    pub(super) desk: Option<Desk>,
    /// What a restart finds.
    pub(super) disk: Vec<Entry>,
    /// Written but not flushed: used by a planted mistake only.
    pub(super) unflushed: usize,
    /// What is on paper, whatever becomes of the device.
    pub(super) strip: Vec<Line>,
    /// Its clock's error in milliseconds.
    pub(super) skew: i64,
    pub(super) waiting: Option<Waiting>,
    /// The last check-in that was kept: was its card given?
    pub(super) doubtful: Option<(EntryId, usize)>,
    /// Its folder is gone for good.
    pub(super) lost: bool,
    /// Another device stands in its place.
    pub(super) superseded: bool,
}

impl Device {
    pub(super) fn wall(&self, now: u64) -> u64 {
        now.saturating_add_signed(self.skew)
    }

    pub(super) fn name(&self) -> String {
        format!("{}/{} ({:?})", self.station.branch, self.station.desk, self.session)
    }
}
