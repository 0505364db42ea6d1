//! The field: how ready everything is, branches, their lines, devices.

mod branch;
mod branches;
mod devices;
mod export;
mod forms;
mod import;
mod labels;
mod map;
mod network;
pub(super) mod next;
mod photographs;
mod readiness;
pub(crate) mod said;
mod trend;
mod upload;
mod wall;
pub(super) mod words;

pub(crate) use export::Table;

use super::officer;
use crate::pages::Route;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use headquarters::permit::Act;
use headquarters::place::Place;
use office::LARGEST_PHOTOGRAPH;

/// The field's routes.
pub(crate) const ROUTES: &[Route] = &[
    officer("/{lang}/hq/readiness", Act::ReadReadiness, || get(readiness::page)),
    officer("/{lang}/hq/readiness/{file}", Act::ReadReadiness, || get(export::readiness)),
    officer("/{lang}/hq/polling-day", Act::FixPollingDay, || post(readiness::fix_polling_day)),
    officer("/{lang}/hq/branches", Act::ReadBranches, || get(branches::page)),
    officer("/{lang}/hq/branches.csv", Act::ReadBranches, || get(export::branches_csv)),
    officer("/{lang}/hq/branches.xlsx", Act::ReadBranches, || get(export::branches_xlsx)),
    officer("/{lang}/hq/branches.json", Act::ReadBranches, || get(export::branches_json)),
    officer("/{lang}/hq/branches/register", Act::RegisterBranch, || {
        get(forms::ask_new).post(forms::register)
    }),
    officer("/{lang}/hq/branches/import", Act::Import, || {
        get(import::ask).post(import::take).layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/branches/import/file", Act::Import, || {
        post(import::take_file).layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/branches/{place}", Act::ReadBranches, || get(branch::page)),
    officer("/{lang}/hq/branches/{place}/register", Act::RegisterBranch, || {
        get(forms::ask_correction).post(forms::correct)
    }),
    officer("/{lang}/hq/branches/{place}/survey", Act::SurveyBranch, || post(branch::survey)),
    officer("/{lang}/hq/branches/{place}/photographs", Act::SurveyBranch, || {
        // What surrounds the file in the form is small.
        post(photographs::add).layer(DefaultBodyLimit::max(LARGEST_PHOTOGRAPH + 4_096))
    }),
    officer("/{lang}/hq/branches/{place}/photographs/{hash}", Act::ReadBranches, || get(photographs::one)),
    officer("/{lang}/hq/branches/{place}/deficiencies/{number}", Act::SurveyBranch, || post(branch::handle)),
    officer("/{lang}/hq/branches/{place}/risks", Act::SurveyBranch, || post(branch::raise)),
    officer("/{lang}/hq/branches/{place}/risks/{number}", Act::SurveyBranch, || post(branch::close)),
    officer("/{lang}/hq/branches/{place}/network", Act::RecordNetwork, || post(branch::note)),
    officer("/{lang}/hq/network", Act::ReadNetwork, || get(network::page)),
    officer("/{lang}/hq/devices", Act::ReadDevices, || get(devices::page)),
    officer("/{lang}/hq/devices/receive", Act::MoveDevice, || get(devices::ask).post(devices::receive)),
    officer("/{lang}/hq/devices/labels", Act::ReadDevices, || get(labels::page)),
    officer("/{lang}/hq/devices/{serial}", Act::ReadDevices, || get(devices::one)),
    officer("/{lang}/hq/devices/{serial}/step", Act::MoveDevice, || post(devices::step)),
];

/// A place as one part of an address.
pub(crate) fn part(place: &Place) -> String {
    place.as_str().replace('/', ".")
}

/// The place that a part of an address names.
pub(crate) fn place_of(part: &str) -> Option<Place> {
    part.replace('.', "/").parse().ok()
}
