//! The headquarters' pages («ستاد انتخابات»): the event at a glance and its branches.

mod branches;
mod contests;
mod overview;
mod phase;

pub use branches::branches;
pub use overview::{SECONDS, overview};
