//! The civil registry («سازمان ثبت احوال») as a desk meets it: another organisation's program, slow, down or wrong at times.
//!
//! - [`interface`]: what is asked and answered over HTTP. The answer is signed, so that a lie can be shown later.
//! - [`population`]: forty million synthetic persons that nobody stores: each is a function of the number.
//! - [`server`]: the program to rehearse with, and its knobs for slowness, failure and lies.
//! - [`command`]: that program's flags.
//! - [`client`], [`breaker`]: asking with a time limit, and not asking one who does not answer.
//! - [`advice`]: what the desk does with the answer.
//!
//! **The roll decides, the registry warns.** The roll was frozen after its time for objections; the registry is a machine far away.
//! So no voter is turned away by it alone, and none waits for it: silence means that the desk goes on by the roll, contradiction
//! that two officers look at the person and the papers (`pollbook::entry::Override`). **Out of scope:** who is entitled.

pub mod advice;
pub mod breaker;
pub mod client;
pub mod command;
pub mod interface;
pub mod population;
pub mod server;
