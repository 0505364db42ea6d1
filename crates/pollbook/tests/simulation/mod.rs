//! A county's polling day in one thread, from a seed: crashes between any two acts, cut cables, wrong clocks, messages lost,
//! doubled and reordered, devices replaced, folders lost. The poll book is the real one; only the world is invented.
//!
//! A world that breaks a promise says which and tells its story; the same seed tells the same story again.

mod check;
mod device;
mod draw;
mod faults;
mod world;

pub(crate) use world::{Broken, World};

/// A mistake put into the world on purpose, to see that the simulation finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Planted {
    /// None: the world as it should be.
    Nothing,
    /// A desk answers before its disk has the entry.
    NoFlush,
    /// A desk that is alone gives the card without printing the line.
    NoStrip,
    /// The headquarters answers before its disk has the row.
    LedgerForgets,
    /// A replacement goes on under the lost device's session.
    SessionReused,
    /// Pending ballots are released without asking who else voted.
    EverythingReleased,
}

/// One day from its seed.
pub(crate) fn day(seed: u64, planted: Planted) -> Result<(), Broken> {
    // Stories cost time, so a day is told only when it went wrong.
    World::new(seed, planted, false).run().map_err(|_| match World::new(seed, planted, true).run() {
        Err(broken) => broken,
        Ok(()) => unreachable!("a seed tells the same story again"),
    })
}
