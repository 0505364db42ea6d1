//! The field: how ready everything is, branches, their lines, devices.

mod branch;
mod branches;
mod calendar;
mod device;
mod devices;
mod files;
mod forecast;
mod forms;
mod import;
mod labels;
pub(super) mod listed;
mod map;
mod network;
pub(super) mod next;
mod operators;
mod photographs;
mod readiness;
mod risks;
pub(crate) mod said;
mod steps;
mod tokens;
mod trend;
pub(super) mod upload;
mod wall;
mod what_if;
pub(super) mod words;

pub(crate) use devices::is_mine;
pub(crate) use files::told;
pub(crate) use import::{branch_columns, device_columns, line_columns};

use super::officer;
use crate::pages::Route;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use headquarters::permit::Act;
use headquarters::place::Place;
use import::{Branches, Devices, Lines};
use office::LARGEST_PHOTOGRAPH;

/// The field's routes.
pub(crate) const ROUTES: &[Route] = &[
    officer("/{lang}/hq/readiness", Act::ReadReadiness, || get(readiness::page)),
    officer("/{lang}/hq/readiness/{file}", Act::ReadReadiness, || get(files::readiness)),
    officer("/{lang}/hq/polling-day", Act::FixPollingDay, || post(calendar::fix)),
    officer("/{lang}/hq/calendar", Act::ReadReadiness, || get(calendar::page)),
    officer("/{lang}/hq/calendar/holidays", Act::Organise, || post(calendar::keep_holiday)),
    officer("/{lang}/hq/branches", Act::ReadBranches, || get(branches::page)),
    officer("/{lang}/hq/branches.csv", Act::ReadBranches, || get(files::branches_files)),
    officer("/{lang}/hq/branches.xlsx", Act::ReadBranches, || get(files::branches_files)),
    officer("/{lang}/hq/branches.json", Act::ReadBranches, || get(files::branches_files)),
    officer("/{lang}/hq/branches/register", Act::RegisterBranch, || {
        get(forms::ask_new).post(forms::register)
    }),
    officer("/{lang}/hq/branches/import", Act::RegisterBranch, || {
        get(import::ask::<Branches>)
            .post(import::take::<Branches>)
            .layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/branches/import/file", Act::RegisterBranch, || {
        post(import::take_file::<Branches>).layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/branches/import/template.xlsx", Act::RegisterBranch, || {
        get(import::template::<Branches>)
    }),
    officer("/{lang}/hq/branches/what-if", Act::ReadBranches, || get(what_if::page)),
    officer("/{lang}/hq/branches/risks", Act::ReadBranches, || get(risks::page)),
    officer("/{lang}/hq/branches/risks.csv", Act::ReadBranches, || get(risks::files)),
    officer("/{lang}/hq/branches/risks.xlsx", Act::ReadBranches, || get(risks::files)),
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
    officer("/{lang}/hq/branches/{place}/risks/{number}/edit", Act::SurveyBranch, || {
        get(risks::ask).post(risks::amend)
    }),
    officer("/{lang}/hq/branches/{place}/network", Act::RecordNetwork, || post(branch::note)),
    officer("/{lang}/hq/branches/{place}/probe-token", Act::RecordNetwork, || post(tokens::give)),
    officer("/{lang}/hq/network", Act::ReadNetwork, || get(network::page)),
    officer("/{lang}/hq/network.csv", Act::ReadNetwork, || get(network::files)),
    officer("/{lang}/hq/network.xlsx", Act::ReadNetwork, || get(network::files)),
    officer("/{lang}/hq/network/import", Act::RecordNetwork, || {
        get(import::ask::<Lines>).post(import::take::<Lines>).layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/network/import/file", Act::RecordNetwork, || {
        post(import::take_file::<Lines>).layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/network/import/template.xlsx", Act::RecordNetwork, || get(import::template::<Lines>)),
    officer("/{lang}/hq/network/operators", Act::ReadNetwork, || get(operators::page)),
    officer("/{lang}/hq/network/lines.csv", Act::ReadNetwork, || get(network::lines)),
    officer("/{lang}/hq/network/lines.xlsx", Act::ReadNetwork, || get(network::lines)),
    officer("/{lang}/hq/network/operators.csv", Act::ReadNetwork, || get(operators::files)),
    officer("/{lang}/hq/network/operators.xlsx", Act::ReadNetwork, || get(operators::files)),
    officer("/{lang}/hq/devices", Act::ReadDevices, || get(devices::page)),
    officer("/{lang}/hq/devices/receive", Act::MoveDevice, || get(devices::ask).post(devices::receive)),
    officer("/{lang}/hq/devices/import", Act::MoveDevice, || {
        get(import::ask::<Devices>)
            .post(import::take::<Devices>)
            .layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/devices/import/file", Act::MoveDevice, || {
        post(import::take_file::<Devices>).layer(DefaultBodyLimit::max(import::LARGEST))
    }),
    officer("/{lang}/hq/devices/import/template.xlsx", Act::MoveDevice, || get(import::template::<Devices>)),
    officer("/{lang}/hq/devices/steps", Act::MoveDevice, || {
        get(steps::ask).post(steps::take).layer(DefaultBodyLimit::max(steps::LARGEST))
    }),
    officer("/{lang}/hq/devices/forecast", Act::ReadDevices, || get(forecast::page)),
    officer("/{lang}/hq/devices/supply", Act::MoveDevice, || post(forecast::take)),
    officer("/{lang}/hq/devices.csv", Act::ReadDevices, || get(devices::files)),
    officer("/{lang}/hq/devices.xlsx", Act::ReadDevices, || get(devices::files)),
    officer("/{lang}/hq/devices.json", Act::ReadDevices, || get(devices::files)),
    officer("/{lang}/hq/devices/labels", Act::ReadDevices, || get(labels::page)),
    officer("/{lang}/hq/devices/{serial}", Act::ReadDevices, || get(device::one)),
    officer("/{lang}/hq/devices/{serial}/step", Act::MoveDevice, || post(device::step)),
];

/// A place as one part of an address.
pub(crate) fn part(place: &Place) -> String {
    place.as_str().replace('/', ".")
}

/// The place that a part of an address names.
pub(crate) fn place_of(part: &str) -> Option<Place> {
    part.replace('.', "/").parse().ok()
}
