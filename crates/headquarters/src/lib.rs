//! The election headquarters («ستاد انتخابات»): all that it decides before the polls open and beside the count.
//!
//! **In scope:** who may do what and where ([`permit`], [`role`], [`place`]), letters of appointment ([`letter`]), the
//! organisation ([`organisation`], [`person`]), meetings and their decisions ([`meeting`], [`decision`],
//! [`evidence`]), signing in ([`sign_in`], [`recovery`]), programs that read ([`program`]), branches, network and devices and how ready they are ([`branch`], [`network`],
//! [`device`], [`readiness`]), the branches' staff and their training ([`staff`]), who
//! answers for the network's security ([`security`]), what is wrong with what was typed ([`form`]) or stands in a table
//! ([`table`]).
//!
//! **Out of scope:** the record and its rules (`board`, `election`), storage (`office`), pages (`web`). The verifier
//! links nothing of this: no check of an election rests on who was appointed to what.
//!
//! Clock, randomness and disk are handed in, as everywhere on the ground.

pub mod branch;
mod coded;
pub mod decision;
pub mod device;
pub mod evidence;
pub mod form;
pub mod letter;
pub mod meeting;
pub mod network;
pub mod organisation;
pub mod permit;
pub mod person;
pub mod place;
pub mod program;
pub mod province;
pub mod readiness;
pub mod recovery;
pub mod role;
pub mod security;
pub mod sign_in;
pub mod staff;
pub mod table;
