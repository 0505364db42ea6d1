//! Capacity of a polling day: arrivals, queues, sizing, spares, placement.
//!
//! In scope: how long voters wait for given devices, how few devices keep a promise about waiting,
//! where spares stand, and what to move while the day runs. Everything is computed from what is
//! handed in; a seed is handed in too, so every answer can be computed again by anyone.
//!
//! Out of scope: where the numbers come from (the office), how they are shown (web, amin), and any
//! clock, disk or network.
//!
//! Words: a *place* is a polling place with its *stages* in order: identity *desks*, then *booths*.
//! A *day* is one simulated polling day. A *wait* excludes the service that ends it.

pub mod advise;
pub mod capacity;
mod error;
pub mod formulas;
pub mod kernel;
pub mod proof;
pub mod size;
pub mod spares;
mod statistics;
pub mod tehran;

pub use error::InputError;
