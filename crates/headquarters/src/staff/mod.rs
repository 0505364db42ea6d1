//! Staff of the branches («نیروهای اجرایی شعب»): posts, temporary appointments under Article 90, eligibility, training,
//! assignment, attendance.
//!
//! A [`Member`] is one file; acts on it are methods that change it or say why not. [`Member::assign`] is the only way to
//! a branch, and it asks for a pass that is good on the polling day: no page and no import goes round it.

mod assignment;
mod crew;
mod eligibility;
mod member;
mod post;
pub mod sheet;
mod source;
pub mod spelling;
mod training;
pub mod typed;

pub use assignment::{Free, Given, Open, Proposal, metres, propose};
pub use crew::{Crew, Gap, Held, findings, gaps};
pub use eligibility::{Applicant, Bar, Declaration, Kin, Schooling, bars};
pub use member::{
    Corrected, DAYS_AFTER_POLLING, Duty, Ending, Examined, LONGEST_SHIFT, Left, Member, Mistaken, Refused,
    Returned, SHORTEST_REST, Service, Shift, Signed, end_of_election, is_attended,
};
pub use post::{MOST, Plan, Post};
pub use source::Source;
pub use training::{
    Curriculum, Grade, LARGEST, Lesson, Presence, Refused as SessionRefused, Seat, Session, curriculum,
};
