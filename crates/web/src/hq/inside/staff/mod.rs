//! Staff: who is taken on, taught, assessed, assigned, and who came.

mod export;
mod forms;
mod gaps;
mod import;
mod list;
mod member;
mod plan;
mod propose;
mod refused;
mod session;
pub(crate) mod words;

pub(crate) use import::staff_columns;

use super::{SignedIn, officer};
use crate::pages::Route;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use headquarters::permit::{Act, Holders, holders};
use headquarters::place::Place;
use headquarters::staff::Post;

/// The staff's routes.
pub(crate) const ROUTES: &[Route] = &[
    officer("/{lang}/hq/staff", Act::ReadStaff, || get(list::page)),
    officer("/{lang}/hq/staff.csv", Act::ReadStaff, || get(export::files)),
    officer("/{lang}/hq/staff.xlsx", Act::ReadStaff, || get(export::files)),
    officer("/{lang}/hq/staff.json", Act::ReadStaff, || get(export::files)),
    officer("/{lang}/hq/staff/recruit", Act::RecruitStaff, || get(forms::ask).post(forms::recruit)),
    officer("/{lang}/hq/staff/import", Act::RecruitStaff, || {
        get(import::ask).post(import::take).layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/staff/import/file", Act::RecruitStaff, || {
        post(import::take_file).layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/staff/import/template.xlsx", Act::RecruitStaff, || get(import::template)),
    officer("/{lang}/hq/staff/gaps", Act::ReadStaff, || get(gaps::page)),
    officer("/{lang}/hq/staff/gaps.csv", Act::ReadStaff, || get(gaps::files)),
    officer("/{lang}/hq/staff/gaps.xlsx", Act::ReadStaff, || get(gaps::files)),
    officer("/{lang}/hq/staff/gaps/{place}", Act::ReadStaff, || get(gaps::team)),
    officer("/{lang}/hq/staff/gaps/{place}/attendance", Act::AttendStaff, || post(gaps::attend)),
    officer("/{lang}/hq/staff/plan", Act::Organise, || get(plan::ask).post(plan::fix)),
    officer("/{lang}/hq/staff/propose", Act::AssignStaff, || get(propose::ask).post(propose::accept)),
    officer("/{lang}/hq/staff/{id}", Act::ReadStaff, || get(member::page)),
    officer("/{lang}/hq/staff/{id}/letter.pdf", Act::ReadStaff, || get(member::letter)),
    officer("/{lang}/hq/staff/{id}/correct", Act::RecruitStaff, || {
        get(forms::ask_correction).post(forms::correct)
    }),
    officer("/{lang}/hq/staff/{id}/leave", Act::RecruitStaff, || post(member::leave)),
    officer("/{lang}/hq/staff/{id}/certify", Act::AssessStaff, || post(member::certify)),
    officer("/{lang}/hq/staff/{id}/certificate", Act::AssessStaff, || post(member::confirm_certificate)),
    officer("/{lang}/hq/staff/{id}/take-back", Act::RecruitStaff, || post(member::take_back)),
    officer("/{lang}/hq/staff/{id}/assign", Act::AssignStaff, || post(member::assign)),
    officer("/{lang}/hq/staff/{id}/release", Act::AssignStaff, || post(member::release)),
    officer("/{lang}/hq/staff/{id}/replace", Act::AssignStaff, || post(member::replace)),
    officer("/{lang}/hq/staff/{id}/call", Act::AssignStaff, || post(member::call)),
    officer("/{lang}/hq/staff/{id}/absent", Act::AssignStaff, || post(member::absent)),
    officer("/{lang}/hq/staff/{id}/came", Act::AttendStaff, || post(member::came)),
    officer("/{lang}/hq/staff/{id}/went", Act::AttendStaff, || post(member::went)),
    officer("/{lang}/hq/staff/{id}/shift", Act::AttendStaff, || post(member::correct_shift)),
    officer("/{lang}/hq/training", Act::ReadStaff, || get(session::list)),
    officer("/{lang}/hq/training.csv", Act::ReadStaff, || get(session::files)),
    officer("/{lang}/hq/training.xlsx", Act::ReadStaff, || get(session::files)),
    officer("/{lang}/hq/training/open", Act::TrainStaff, || get(session::ask).post(session::open)),
    officer("/{lang}/hq/training/{id}", Act::ReadStaff, || get(session::page)),
    officer("/{lang}/hq/training/{id}/enrol", Act::TrainStaff, || post(session::enrol)),
    officer("/{lang}/hq/training/{id}/attendance", Act::TrainStaff, || post(session::keep)),
    officer("/{lang}/hq/training/{id}/attendance/correct", Act::TrainStaff, || post(session::correct_list)),
    officer("/{lang}/hq/training/{id}/scores", Act::AssessStaff, || post(session::assess)),
    officer("/{lang}/hq/training/{id}/scores/correct", Act::AssessStaff, || post(session::correct_score)),
];

/// May the officer do this for a post in a place by a letter of the post's own side? What would be refused is not offered.
pub(super) fn on_own_side(signed: &SignedIn, act: Act, post: Post, place: &Place) -> bool {
    let Holders::Roles(roles) = holders(act) else { return false };
    let mut held = signed.officer.appointments.iter();
    held.any(|one| {
        roles.contains(&one.role)
            && one.role.is_supervisory() == post.is_supervisory()
            && one.scope.contains(place)
    })
}
