//! Spare devices: how many, and where they wait.
//!
//! A reserve that could be anywhere at once is small ([`pool`]); what makes real reserves large is
//! the road. So hubs are chosen first, as few as reach every branch in time, and among those the
//! ones nearest to the branches ([`mod@hubs`]); then each gets the stock that keeps the stated level
//! for the whole county at the least total ([`stock`]).

pub mod hubs;
mod place;
mod pool;
mod stock;

pub use hubs::{Hub, Hubs, hubs};
pub use place::{County, Site, Travel};
pub use pool::{Pool, newsvendor_level, pool};
pub use stock::stock;
