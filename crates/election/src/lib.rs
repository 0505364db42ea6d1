//! The field's nouns and the rules between them.
//!
//! **In scope:** what an event is ([`setup`]), who signs what ([`signatory`]), how a voter's choice becomes
//! the numbers of a ballot ([`choice`]), which ballots are counted together ([`mod@unit`]), totals ([`tally`]),
//! seats ([`outcome`]), the check digit of a national identity number ([`national_id`]), reading the
//! headquarters' files ([`import`]), what a cut-off branch does ([`alone`]).
//!
//! **Out of scope:** cryptography (`crypto`), the public record (`board`), who may do what (`headquarters`), storage
//! (`office`). Nothing here
//! reads a clock, a disk, a socket or a random number.

pub mod alone;
pub mod bytes;
pub mod choice;
pub mod id;
pub mod import;
pub mod national_id;
pub mod outcome;
pub mod setup;
pub mod signatory;
pub mod spelling;
pub mod tally;
pub mod unit;
