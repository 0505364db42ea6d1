//! The legal calendar («تقویم قانونی انتخابات»): every deadline computed from the polling day.
//!
//! **In scope:** days ([`Day`]), which steps an election has, what each is counted from and on whose word
//! ([`Step`], [`Basis`]), holidays ([`Holidays`]), and what a postponement moves ([`Calendar::moved_from`]).
//! **Out of scope:** clocks (a caller says which day it is), storage, languages.
//!
//! Days are counted by `icu_calendar`; months are those of the Jalali calendar, in which the law counts.

mod day;
mod holiday;
mod step;
mod term;

pub use day::{BadDay, Day};
pub use holiday::{Holiday, Holidays};
pub use step::{Anchor, Basis, Kind, Provision, Step};
pub use term::{Calendar, Moved, Span, Standing, Term};
