//! The poll book («دفتر ثبت حضور»): once per person and event, in any branch, even when the branch is cut off.
//!
//! A voter may go to any branch of the constituency, so "has this person voted?" is a question to many machines,
//! some of which cannot be reached. The rooms, in the order in which a voter meets them:
//!
//! - [`roll`]: the entitled persons in one sealed file, found by number or by name.
//! - [`desk`]: what a desk does with a voter, connected or alone, as a machine that is called and never waits.
//! - [`entry`], [`log`]: what the desk wrote down, in sessions that no desk shares, ordered by [`clock`].
//! - [`ledger`]: the headquarters' side: who is confirmed, and what is heard of others.
//! - [`resolve`]: the stated rule: which of several check-ins of one person counts.
//! - [`sheet`]: what two officers are asked to sign, between the desk and their devices.
//! - [`device`], [`officers`], [`ladder`], [`contact`], [`policy`], [`reconcile`], [`report`], [`supplies`]:
//!   spare devices, acts of two people, failed identification, being cut off, figures that must agree.
//! - [`decision`]: the rule of a headquarters that is reached, as its database asks it.
//!
//! **In scope:** every rule, and the forms in which its facts are kept. **Out of scope:** disks, sockets, clocks,
//! randomness (handed in by `station` and `office`), the screen (`web`), and who stands before the desk (people).
//!
//! **Words.** A *claim* is one check-in of one person at one desk. It is *confirmed* when the headquarters answered,
//! *pending* when it could not. A *session* is one device's life at a desk from start to loss or replacement. The
//! *strip* is the paper on which a desk that is alone prints each pending claim.

pub mod book;
pub mod clock;
pub mod contact;
pub mod decision;
pub mod desk;
pub mod device;
pub mod entry;
pub mod fits;
pub mod ladder;
pub mod ledger;
pub mod log;
pub mod officers;
pub mod policy;
pub mod reconcile;
pub mod report;
pub mod resolve;
pub mod roll;
pub mod sheet;
pub mod supplies;
pub mod voter;

pub use decision::{CheckIn, Decision, Facts, decide};
pub use voter::VoterKey;
