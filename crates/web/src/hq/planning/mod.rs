//! Capacity («ظرفیت»): enough devices and booths, shown before the day.
//!
//! Four pages, all public, for a capacity proof is worth what others can check of it: [`one_branch()`]
//! (move the numbers, see the day), [`county()`] (how many more devices, and where), [`proof()`] (a branch's
//! capacity proof), [`today()`] (what the check-ins say, and what to move). They work as plain forms; where a
//! script may run, one small file sends the form on each change and puts the answer in its place. The same
//! addresses answer both.

mod answer;
mod asked;
mod chart;
mod county;
mod districts;
mod form;
mod formulas;
mod list;
pub mod map;
mod one_branch;
mod proof;
mod said;
mod today;
mod usual;
mod waits;

pub(crate) use answer::work_out;
pub use answer::{county_page, needs_csv, one_branch_page, proof_page, proof_sheet, today_page};
pub(crate) use asked::MOST_VOTERS;
pub use asked::{Arrivals, Asked, Mistake};
pub use county::county;
pub use list::{County, Reckoned};
pub use one_branch::{Simulated, one_branch};
pub use proof::{Proven, proof};
pub(crate) use said::duration;
pub use today::{Today, today};
pub(crate) use usual::{Usual, usual};

use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// The rooms of this section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    OneBranch,
    County,
    Today,
}

/// The way from one branch to the whole county and back, with what was asked.
fn rooms(lang: Lang, here: Option<Room>, asked: &Asked) -> Markup {
    let to = |path: &str| format!("/{}/planning{path}{}", lang.code(), asked.query());
    html! {
        nav.rooms aria-label=(lang.say(W::Planning)) {
            a href=(to("")) aria-current=[(here == Some(Room::OneBranch)).then_some("page")] { (lang.say(W::PlanOneBranch)) }
            a href=(to("/county")) aria-current=[(here == Some(Room::County)).then_some("page")] { (lang.say(W::PlanTheCounty)) }
            a href=(to("/today")) aria-current=[(here == Some(Room::Today)).then_some("page")] { (lang.say(W::PlanToday)) }
        }
    }
}
