//! Real faults in a real branch: cut lines, lost answers, killed machines, full disks, broken generators.
//!
//! Every machine is a process of its own with a folder of its own; this process plays the people and one booth, and holds
//! the line between branch and headquarters.
#![allow(clippy::unwrap_used)]

mod closing;
mod deck;
mod disk;
mod liar;
mod line;
mod opening;
mod power;
mod repeats;
mod stand;
mod town;
