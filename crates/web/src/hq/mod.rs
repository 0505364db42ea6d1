//! The headquarters' pages («ستاد انتخابات»): the event at a glance, its branches, their capacity.

mod branches;
mod contests;
mod overview;
mod phase;
pub mod planning;

pub use branches::branches;
pub use overview::{SECONDS, overview};
