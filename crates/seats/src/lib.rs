//! Seats by the article of the law: exact, with the transcript as the result.
//!
//! Parliament had to interpret the proportional rule because its ambiguities might send political groups to court.
//! This room therefore decides nothing in silence. It takes counts and a [`Rule`], and answers with an
//! [`Outcome`]: either an [`Allocation`], whose [`Step`]s can be redone with a pencil, or a [`Lot`] that somebody has
//! to draw in public. The same input gives the same output, byte for byte, forever.
//!
//! **In scope**: from the votes of lists and persons to seats, members, alternates and margins; the rules of the
//! Tehran council, plurality at large, the classic quota and divisor methods; the seats of a council by population.
//!
//! **Out of scope**: which ballots count, what a list code on a ballot means, drawing the lot, signatures. No clock,
//! no disk, no network, no randomness, no floating point.
//!
//! Words:
//! - a *group* is whatever wins seats as one: a list, or the pooled independents («نامزدهای منفرد»);
//! - a *share* is a group's votes over all valid votes («سهم»); its *entitlement* is share × seats, an exact fraction;
//! - a *leftover* is a seat that the first pass gave to nobody («کرسی باقی‌مانده»);
//! - a *reading* is a named answer to a question that the law leaves open, chosen and signed before polling.
//!
//! ```
//! let input = seats::json::parse(
//!     r#"{"seats": 21, "lists": [
//!         {"code": "A", "votes": 7300000}, {"code": "B", "votes": 5250000}, {"code": "C", "votes": 3450000},
//!         {"code": "D", "votes": 2400000}, {"code": "E", "votes": 2600000}]}"#,
//! ).expect("the example is well formed");
//! let rule = seats::rule("tehran-1404").expect("the rule is registered");
//! let seats::Outcome::Decided(result) = seats::allocate(rule, &input).expect("the example suits the rule") else {
//!     panic!("nothing is tied here")
//! };
//! let seats: Vec<u32> = result.seats.iter().map(|group| group.seats).collect();
//! assert_eq!(seats, [8, 5, 3, 2, 3]); // rounding gives 7-5-3-2-3; the seat left over goes to the highest share
//! ```

mod allocate;
mod explain;
mod fault;
mod input;
mod law;
mod lot;
mod margin;
mod number;
mod reading;
mod rule;
mod step;

pub mod council;
pub mod json;

pub use allocate::{Allocation, GroupSeats, Outcome, allocate, allocate_fast};
pub use explain::Language;
pub use fault::BadInput;
pub use input::{
    Candidate, Code, Draft, DraftList, INDEPENDENTS, Input, LARGEST_COUNT, LARGEST_HOUSE, List, Text,
};
pub use law::{Article, article};
pub use lot::{DrawnLot, Lot, LotFor};
pub use margin::{Exactness, GroupMargin, Margins, PersonMargin, margins};
pub use number::Ratio;
pub use reading::{
    AlternatesBy, Half, IndependentStanding, IndependentsSeated, OpenReading, OverAllocation, PersonTie,
    ReadingOption, Readings, RemainderTie, TieStage,
};
pub use rule::{LeftoverBy, Method, Quota, Rounding, Rule, rule, rules};
pub use step::{Act, Change, Entitlement, FirstPass, Group, House, Standing, Step, Tally};
