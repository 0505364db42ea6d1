//! The straight road, and what the documents promise of it.

mod checks;
mod straight;
mod walls;
