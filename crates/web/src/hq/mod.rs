//! The headquarters' pages («ستاد انتخابات»): the event at a glance, its branches, their capacity; behind the sign-in
//! its own rooms ([`inside`]).

mod branches;
mod contests;
pub mod inside;
mod overview;
mod phase;
pub mod planning;

pub use branches::branches;
pub use overview::{SECONDS, overview};
