//! Devices: the list of them, by what somebody looks for, and a device that came.

use super::super::columns::{Column, Takes, both, values};
use super::super::export::{Ending, KINDS, Table, links};
use super::super::form::{Choice, Fields, Typed};
use super::super::{Room, SignedIn, nothing_yet, places, powers, words::Word as H};
use super::words::Word as F;
use super::{device_columns, listed, place_of, said};
use crate::furniture::{Shown, badge, notice, percent_encoded};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::device::{self, Device, Kind, State as Life};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Permit, act};
use maud::{Markup, html};
use office::{Error, Office, Register};
use serde::Deserialize;

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    page: String,
    place: String,
    kind: String,
    state: String,
}

impl Asked {
    /// Which page.
    pub(super) fn page(&self) -> usize {
        latin_digits(&self.page).trim().parse().unwrap_or(1)
    }

    pub(super) fn query(&self, page: usize) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("place", self.place.as_str()),
            ("kind", self.kind.as_str()),
            ("state", self.state.as_str()),
        ];
        listed::query(&pairs, page)
    }
}

const ROWS: usize = 100;

/// Asks for the devices whose seal differs, whatever their state.
const DIFFERS: &str = "seal-differs";
/// Asks for those that are on their way.
const OFFERED: &str = "offered";

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadDevices> = signed.permit()?;
    let register = office.device_register(&permit).await.map_err(|e| signed.failed(e))?;
    let all: Vec<&Device> =
        register.devices().map(|kept| &*kept.file).filter(|device| is_mine(&permit, device)).collect();
    let missing = register
        .polling()
        .map_or(0, |polling| all.iter().filter(|device| device.is_missing(polling, office.today())).count());
    let empty = all.is_empty();
    let found = found(&register, &permit, &asked);
    let count = found.len();
    let shown = Shown { words: &asked.q, page: asked.page(), rows: ROWS };
    let (rows, pages) = shown.cut(found);
    let at = shown.page.clamp(1, pages);
    let title = lang.say(H::Devices);
    let content = html! {
        h1 { (title) }
        @if signed.officer.may(Act::MoveDevice) {
            p.acts {
                a.button href={ "/" (lang.code()) "/hq/devices/receive" } { (lang.say(H::DeviceReceive)) }
                a.button.quiet href={ "/" (lang.code()) "/hq/devices/import" } { (lang.say(F::DeviceImport)) }
                a.button.quiet href={ "/" (lang.code()) "/hq/devices/steps" } { (lang.say(F::ListStep)) }
            }
        } @else { (powers::whose(lang, Act::MoveDevice)) }
        p.ways { a href={ "/" (lang.code()) "/hq/devices/forecast" } { (lang.say(F::Forecast)) } }
        @if missing > 0 { (notice("bad", &lang.fill(H::DeviceMissing, &[&lang.number(missing as u64)]), "")) }
        @if empty { (nothing_yet(&signed, Act::MoveDevice, (lang.say(H::DeviceNone), lang.say(H::DeviceNoneHint)))) } @else {
            (filters(lang, &asked))
            p.hint { (lang.number(count as u64)) " · " (lang.say(H::Devices)) }
            @if rows.is_empty() { (shown.nothing(lang)) } @else {
                (table(lang, &register, &rows))
                (listed::pager(lang, title, (at, pages), |page| asked.query(page)))
                p.ways {
                    a href={ "/" (lang.code()) "/hq/devices/labels" (asked.query(1)) } { (lang.say(F::Labels)) }
                    (links(lang, "/hq/devices", &KINDS, &asked.query(1)))
                }
            }
        }
    };
    Ok(super::super::page(
        &signed,
        Room::Devices,
        title,
        &format!("/hq/devices{}", asked.query(at)),
        &content,
    ))
}

/// The devices of somebody's reach that answer the question.
pub(super) fn found<'a>(
    register: &'a Register,
    permit: &Permit<act::ReadDevices>,
    asked: &Asked,
) -> Vec<&'a Device> {
    let within = place_of(&asked.place);
    let (kind, state) = (asked.kind.parse::<Kind>().ok(), asked.state.parse::<Life>().ok());
    let shown = Shown { words: &asked.q, page: 1, rows: ROWS };
    let here = |device: &&Device| {
        is_mine(permit, device)
            && within.as_ref().is_none_or(|place| place.contains(device.place()))
            && kind.is_none_or(|kind| device.kind == kind)
            && state.is_none_or(|state| device.state() == state)
            && (asked.state != DIFFERS || device.dispute().is_some())
            && (asked.state != OFFERED || device.offer().is_some())
            && (asked.q.is_empty() || shown.matches(&[&device.serial]))
    };
    register.devices().map(|kept| &*kept.file).filter(here).collect()
}

fn filters(lang: Lang, asked: &Asked) -> Markup {
    html! {
        form.card.asking method="get" {
            div.fields {
                div.field { label for="q" { (lang.say(H::DeviceSerial)) } input #q name="q" type="search" dir="ltr" value=(asked.q) maxlength="80" autocomplete="off"; }
                div.field {
                    label for="kind" { (lang.say(H::DeviceKind)) }
                    select #kind name="kind" {
                        option value="" { (lang.say(H::FilterAny)) }
                        @for kind in Kind::ALL { option value=(kind.code()) selected[kind.code() == asked.kind] { (lang.say(said::device_kind(*kind))) } }
                    }
                }
                div.field {
                    label for="state" { (lang.say(H::AreaState)) }
                    select #state name="state" {
                        option value="" { (lang.say(H::FilterAny)) }
                        @for state in Life::ALL { option value=(state.code()) selected[state.code() == asked.state] { (lang.say(said::device_state(*state))) } }
                        option value=(OFFERED) selected[asked.state == OFFERED] { (lang.say(F::OnItsWay)) }
                        option value=(DIFFERS) selected[asked.state == DIFFERS] { (lang.say(F::SealsDiffering)) }
                    }
                }
            }
            @if !asked.place.is_empty() { input type="hidden" name="place" value=(asked.place); }
            button { (lang.say(H::FilterShow)) }
        }
    }
}

fn table(lang: Lang, register: &Register, rows: &[&Device]) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(H::Device)) } th scope="col" { (lang.say(H::DeviceKind)) }
                th scope="col" { (lang.say(H::AreaState)) } th scope="col" { (lang.say(H::DeviceWhere)) } th scope="col" { (lang.say(H::FieldSince)) }
            } }
            tbody {
                @for device in rows {
                    tr {
                        th scope="row" { a href={ "/" (lang.code()) "/hq/devices/" (percent_encoded(&device.serial)) } { (said::code(&device.serial)) } }
                        td data-label=(lang.say(H::DeviceKind)) { (lang.say(said::device_kind(device.kind))) }
                        td data-label=(lang.say(H::AreaState)) { (life(lang, device)) }
                        td data-label=(lang.say(H::DeviceWhere)) { (said::place(lang, register, device.place())) }
                        td data-label=(lang.say(H::FieldSince)) { @if let Some(since) = device.since() { (lang.day(&since.to_string())) } }
                    }
                }
            }
        }
    }
}

pub(super) fn life(lang: Lang, device: &Device) -> Markup {
    let state = device.state();
    let tone = match state {
        Life::Rejected | Life::Failed => "red",
        _ if device.dispute().is_some() => "red",
        _ if device.is_ready() => "green",
        Life::Returned | Life::Reconciled => "done",
        _ => "amber",
    };
    html! {
        (badge(tone, lang.say(said::device_state(state))))
        @if device.offer().is_some() { " " (badge("now", lang.say(F::OnItsWay))) }
        @if device.dispute().is_some() { " " (badge("red", lang.say(F::SealBadge))) }
    }
}

pub(super) async fn ask(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let permit: Permit<act::MoveDevice> = signed.permit()?;
    let home = permit.widest().map(|place| place.to_string()).unwrap_or_default();
    let register = places::register(&office, &signed).await?;
    Ok(receive_form(&signed, &register, &Typed::of(&[("home", &home)]), &[]))
}

fn receive_form(signed: &SignedIn, register: &Register, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let kinds: Vec<Choice> =
        Kind::ALL.iter().map(|k| (k.code().to_owned(), lang.say(said::device_kind(*k)).to_owned())).collect();
    let title = lang.say(H::DeviceReceive);
    let content = html! {
        h1 { (title) }
        (fields.refused_at())
        form.card.narrow method="post" {
            (fields.plain("serial", H::DeviceSerial, None))
            (fields.choose("kind", H::DeviceKind, &kinds))
            (fields.place("home", lang.say(H::DeviceWhere), Some(lang.say(H::PlaceHint))))
            (places::offered(signed, register, Act::MoveDevice, false))
            button { (title) }
        }
    };
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, super::super::page(signed, Room::Devices, title, "/hq/devices/receive", &content))
        .into_response()
}

pub(super) async fn receive(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let home = places::typed(&places::register(&office, &signed).await?, typed.get("home"));
    let result = match device::typed::received(&typed.latin("serial"), typed.get("kind"), &home) {
        Ok((serial, kind, home)) => {
            office.receive_device(&signed.permit()?, &serial, kind, home).await.map(|()| serial)
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match result {
        Ok(serial) => {
            let to = format!("/{}/hq/devices/{}", signed.lang.code(), percent_encoded(&serial));
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Typed(mistakes)) => {
            Ok(receive_form(&signed, &places::register(&office, &signed).await?, &typed, &mistakes))
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// Is the device where this officer's letters reach, at home there, or on its way there?
pub(crate) fn is_mine(permit: &Permit<act::ReadDevices>, device: &Device) -> bool {
    let offered = device.offer().map(|(_, to)| to);
    [Some(device.place()), Some(&device.home), offered]
        .into_iter()
        .flatten()
        .any(|place| permit.reaches(place))
}

/// The devices that were looked for, with the columns of a delivery first, so that the file can be brought in elsewhere.
fn exported(devices: &[&Device]) -> Table {
    let mut heading = headquarters::device::sheet::COLUMNS.to_vec();
    heading.extend(["state", "place", "seal", "since"]);
    let row = |device: &&Device| {
        vec![
            device.serial.clone(),
            device.kind.to_string(),
            device.home.to_string(),
            device.state().to_string(),
            device.place().to_string(),
            device.told().seal().unwrap_or_default().to_owned(),
            device.since().map_or(String::new(), |day| day.to_string()),
        ]
    };
    Table { name: "devices", heading, rows: devices.iter().map(row).collect() }
}

/// Its columns: those of a delivery, and what has become of each.
fn device_list() -> Vec<Column> {
    let states = values(Life::ALL, Life::code, |lang, state| lang.say(said::device_state(state)));
    let known = [
        Column::new("state", both(H::AreaState), Takes::OneOf(states)),
        Column::new("place", both(H::DeviceWhere), Takes::Place),
        Column::new("seal", both(H::DeviceSeal), Takes::Code),
        Column::new("since", both(H::FieldSince), Takes::Day),
    ];
    device_columns().into_iter().chain(known).collect()
}

async fn register(office: &Office, signed: &SignedIn) -> Result<Register, Absent> {
    office.device_register(&signed.permit()?).await.map_err(|e| signed.failed(e))
}

pub(super) async fn files(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let register = register(&office, &signed).await?;
    let devices = found(&register, &signed.permit()?, &asked);
    match ending {
        Ending::Json => {
            let told: Vec<_> = devices.iter().map(|device| device.told()).collect();
            Ok(axum::Json(serde_json::json!({ "devices": told })).into_response())
        }
        ending => exported(&devices).file(signed.lang, device_list(), ending).await,
    }
}
