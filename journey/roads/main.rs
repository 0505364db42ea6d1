//! The straight road, and what the documents promise of it.

mod checks;
mod memory;
mod shares;
mod straight;
mod walls;
