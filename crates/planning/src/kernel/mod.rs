//! A polling day as a tandem of stages: who comes when, how long they wait, when the last leaves.
//!
//! [`simulate`] answers for one [`Place`]. Where nothing stops and nobody leaves it runs the plain
//! Kiefer–Wolfowitz recursion; devices that fail, rests, full rooms and limited patience take the
//! fuller road, which gives the same answer, bit for bit, when none of them is present.

mod draw;
mod full;
mod place;
mod plain;
mod profile;
mod service;
mod simulate;
mod tally;

pub(crate) use draw::{Day, mix};
pub(crate) use simulate::{Passage, waits_by_day};

pub use place::{Break, Breakdown, Place, Stage};
pub use profile::{Interval, Profile};
pub use service::{Retry, Service};
pub use simulate::{
    HALF_AN_HOUR_S, Outcome, Run, StageOutcome, Wait, longest_by_day, simulate, simulate_here,
};
pub use tally::Estimate;
