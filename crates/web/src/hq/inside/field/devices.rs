//! Devices: where each is in its life, its label, and the next step.

use super::super::form::{Choice, Fields, Typed};
use super::super::{Room, SignedIn, words::Word as H};
use super::words::Word as F;
use super::{place_of, said};
use crate::furniture::{Shown, badge, notice, percent_encoded, qr};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::pages::{Absent, Answer, origin};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::device::{self, Device, Kind, State as Life, Step};
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
        let pairs = [("q", &self.q), ("place", &self.place), ("kind", &self.kind), ("state", &self.state)];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let said: String = said.map(|(name, value)| format!("{name}={}&", percent_encoded(value))).collect();
        format!("?{said}page={page}")
    }
}

const ROWS: usize = 100;

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
        @if signed.officer.may(Act::MoveDevice) { p.acts { a.button href={ "/" (lang.code()) "/hq/devices/receive" } { (lang.say(H::DeviceReceive)) } } }
        @if missing > 0 { (notice("bad", &lang.fill(H::DeviceMissing, &[&lang.number(missing as u64)]), "")) }
        @if empty { (notice("", lang.say(H::DeviceNone), lang.say(H::DeviceNoneHint))) } @else {
            (filters(lang, &asked))
            p.hint { (lang.number(count as u64)) " · " (lang.say(H::Devices)) }
            @if rows.is_empty() { (shown.nothing(lang)) } @else {
                (table(lang, &register, &rows))
                (pager(lang, title, &asked, at, pages))
                p.ways { a href={ "/" (lang.code()) "/hq/devices/labels" (asked.query(1)) } { (lang.say(F::Labels)) } }
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
            && (asked.q.is_empty() || shown.matches(&[&device.serial]))
    };
    register.devices().map(|kept| &*kept.file).filter(here).collect()
}

/// The links to the pages before and after.
pub(super) fn pager(lang: Lang, title: &str, asked: &Asked, at: usize, pages: usize) -> Markup {
    html! {
        @if pages > 1 {
            nav.pager aria-label=(title) {
                @if at > 1 { a.button.quiet rel="prev" href=(asked.query(at - 1)) { (lang.say(W::Previous)) } } @else { span {} }
                span { (lang.fill(W::PageOf, &[&lang.number(at as u64), &lang.number(pages as u64)])) }
                @if at < pages { a.button.quiet rel="next" href=(asked.query(at + 1)) { (lang.say(W::Next)) } } @else { span {} }
            }
        }
    }
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
                        th scope="row" { a dir="ltr" href={ "/" (lang.code()) "/hq/devices/" (percent_encoded(&device.serial)) } { (lang.digits(&device.serial)) } }
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

fn life(lang: Lang, device: &Device) -> Markup {
    let state = device.state();
    let tone = match state {
        Life::Rejected => "red",
        _ if device.dispute().is_some() => "red",
        _ if device.is_ready() => "green",
        Life::Returned | Life::Reconciled => "done",
        _ => "amber",
    };
    badge(tone, lang.say(said::device_state(state)))
}

pub(super) async fn ask(signed: SignedIn) -> Result<Response, Absent> {
    let permit: Permit<act::MoveDevice> = signed.permit()?;
    let home = permit.widest().map(|place| place.to_string()).unwrap_or_default();
    Ok(receive_form(&signed, &Typed::of(&[("home", &home)]), &[]))
}

fn receive_form(signed: &SignedIn, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let kinds: Vec<Choice> =
        Kind::ALL.iter().map(|k| (k.code().to_owned(), lang.say(said::device_kind(*k)).to_owned())).collect();
    let title = lang.say(H::DeviceReceive);
    let content = html! {
        h1 { (title) }
        (fields.refused())
        form.card.narrow method="post" {
            (fields.plain("serial", H::DeviceSerial, None))
            (fields.choose("kind", H::DeviceKind, &kinds))
            (fields.plain("home", H::DeviceWhere, None))
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
    let result =
        match device::typed::received(&typed.latin("serial"), typed.get("kind"), &typed.latin("home")) {
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
        Err(Error::Typed(mistakes)) => Ok(receive_form(&signed, &typed, &mistakes)),
        Err(other) => Err(signed.failed(other)),
    }
}

pub(super) async fn one(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, serial)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    answer(&office, &signed, &serial, &headers, (&Typed::default(), &[], None)).await
}

/// What was typed, what is wrong with it, and the rule that it broke.
type Tried<'a> = (&'a Typed, &'a [Mistake], Option<H>);

/// Is the device where this officer's letters reach, at home there, or on its way there?
fn is_mine(permit: &Permit<act::ReadDevices>, device: &Device) -> bool {
    let offered = device.offer().map(|(_, to)| to);
    [Some(device.place()), Some(&device.home), offered]
        .into_iter()
        .flatten()
        .any(|place| permit.reaches(place))
}

async fn answer(
    office: &Office,
    signed: &SignedIn,
    serial: &str,
    headers: &HeaderMap,
    (typed, mistakes, rule): Tried<'_>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::ReadDevices> = signed.permit()?;
    let register = office.device_register(&permit).await.map_err(|e| signed.failed(e))?;
    let device = &register.device(serial).ok_or(Absent::Page(lang))?.file;
    if !is_mine(&permit, device) {
        return Err(Absent::Forbidden(lang));
    }
    let fields = Fields { lang, typed, mistakes };
    let part = percent_encoded(serial);
    let address = format!("{}/{}/hq/devices/{part}", origin(headers), lang.code());
    let content = html! {
        h1 { span dir="ltr" { (lang.digits(serial)) } " " (life(lang, device)) }
        p.lead { (lang.say(said::device_kind(device.kind))) " · " (said::place(lang, &register, device.place())) }
        (fields.refused())
        @if let Some(rule) = rule { (notice("bad", lang.say(rule), "")) }
        @if let Some((_, to)) = device.offer() { (notice("now", &lang.fill(H::DeviceOffered, &[&said::place(lang, &register, to)]), "")) }
        @if let Some(dispute) = device.dispute() { (disputed(lang, device, dispute)) }
        div.halves {
            section.card {
                h2 { (lang.say(H::DeviceLife)) }
                ol.plain { @for lived in &device.life { li { (lang.day(&lived.on.to_string())) " · " (told(lang, &register, &lived.step)) } } }
            }
            section.card {
                h2 { (lang.say(H::DeviceLabel)) }
                div.ticket {
                    div { strong dir="ltr" { (serial) } p.hint { (lang.say(said::device_kind(device.kind))) } @if let Some(seal) = device.seal() { p.hint { (lang.say(H::DeviceSeal)) ": " (lang.digits(seal)) } } }
                    @if let Some(picture) = qr(serial, &address) { (picture) }
                }
            }
        }
        @if signed.officer.may(Act::MoveDevice) { (steps(&fields, &part, device)) }
    };
    let status = match (mistakes.is_empty(), rule) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, Some(_)) => StatusCode::CONFLICT,
        (true, None) => StatusCode::OK,
    };
    let path = format!("/hq/devices/{part}");
    Ok((status, super::super::page(signed, Room::Devices, serial, &path, &content)).into_response())
}

/// Which seal was read, and what is still to be done about it by whom.
fn disputed(lang: Lang, device: &Device, dispute: device::Dispute<'_>) -> Markup {
    let numbers = [lang.digits(device.seal().unwrap_or("–")), lang.digits(dispute.read)];
    let next = if dispute.explained.is_some() { F::SealSettleHint } else { F::SealExplainHint };
    notice("bad", &lang.fill(F::SealDiffers, &[&numbers[0], &numbers[1]]), lang.say(next))
}

fn told(lang: Lang, register: &Register, step: &Step) -> Markup {
    let (word, more) = match step {
        Step::Receive => (H::DeviceReceived, String::new()),
        Step::Accept { passed: true } => (H::StepAccept, String::new()),
        Step::Accept { passed: false } => (H::StepRefuse, String::new()),
        Step::Configure => (H::StepConfigure, String::new()),
        Step::Test { passed: true } => (H::StepTestPassed, String::new()),
        Step::Test { passed: false } => (H::StepTestFailed, String::new()),
        Step::Seal { number } => (H::StepSeal, lang.digits(number)),
        Step::Offer { to } => (H::StepOffer, said::place(lang, register, to)),
        Step::Take { seal } => (H::StepTake, lang.digits(seal)),
        Step::Use => (H::StepUse, String::new()),
        Step::Explain { note } => return html! { (lang.say(F::StepExplain)) ": " (note) },
        Step::Settle => return html! { (lang.say(F::StepSettle)) },
        Step::Reconcile { note } => (H::StepReconcile, note.clone()),
    };
    html! { (lang.say(word)) @if !more.is_empty() { ": " (more) } }
}

/// The steps that the device's state allows, each a form of its own.
fn steps(fields: &Fields<'_>, part: &str, device: &Device) -> Markup {
    let lang = fields.lang;
    let called = |step: &str, title: &str, controls: &Markup| {
        html! {
            form.step method="post" action={ "/" (lang.code()) "/hq/devices/" (part) "/step" } {
                input type="hidden" name="step" value=(step);
                (controls)
                button.quiet { (title) }
            }
        }
    };
    let form = |step: &str, title: H, controls: Markup| called(step, lang.say(title), &controls);
    let (nothing, dispute) = (|| html! {}, device.dispute());
    let offer = || form("offer", H::StepOffer, fields.plain("to", H::DeviceTo, Some(H::BranchPlaceHint)));
    html! {
        section.card {
            h2 { (lang.say(H::DeviceNext)) }
            div.acts {
                @if device.offer().is_some() {
                    (form("take", H::StepTake, fields.plain("seal", H::DeviceSeal, None)))
                } @else {
                    @if let Some(dispute) = dispute {
                        (called("explain", lang.say(F::StepExplain), &fields.line("note", H::FieldNote, None)))
                        @if dispute.explained.is_some() { (called("settle", lang.say(F::StepSettle), &nothing())) }
                    }
                    @match device.state() {
                        Life::Received => { (form("accept", H::StepAccept, nothing())) (form("refuse", H::StepRefuse, nothing())) }
                        Life::Accepted => (form("configure", H::StepConfigure, nothing())),
                        Life::Configured => { (form("passed", H::StepTestPassed, nothing())) (form("failed", H::StepTestFailed, nothing())) }
                        Life::Tested => { (form("seal", H::StepSeal, fields.plain("number", H::DeviceSeal, None))) (form("configure", H::StepConfigure, nothing())) }
                        Life::Sealed | Life::InUse => (offer()),
                        Life::Issued if dispute.is_some() => (offer()),
                        Life::Issued => { (form("use", H::StepUse, nothing())) (offer()) }
                        Life::Returned if dispute.is_some() => {}
                        Life::Returned => (form("reconcile", H::StepReconcile, fields.line("note", H::FieldNote, None))),
                        Life::Rejected | Life::Reconciled => {}
                    }
                }
            }
        }
    }
}

pub(super) async fn step(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, serial)): Path<(String, String)>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Absent> {
    let to = typed.latin("to");
    let (seal, number) = (typed.latin("seal"), typed.latin("number"));
    let read = device::typed::step(|name| match name {
        "to" => to.as_str(),
        "seal" => seal.as_str(),
        "number" => number.as_str(),
        other => typed.get(other),
    });
    let result = match read {
        Ok(step) => office.move_device(&signed.permit()?, &serial, step).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let part = percent_encoded(&serial);
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/devices/{part}", signed.lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            answer(&office, &signed, &serial, &headers, (&typed, &mistakes, None)).await
        }
        Err(Error::Device(why)) => {
            let rule = match why {
                device::Refused::SamePerson(_) => H::DeviceTwoHands,
                device::Refused::SealDiffers => H::DeviceSealDiffers,
                _ => H::NotNowStep,
            };
            answer(&office, &signed, &serial, &headers, (&typed, &[], Some(rule))).await
        }
        Err(Error::Changed) => {
            answer(&office, &signed, &serial, &headers, (&typed, &[], Some(H::FieldChanged))).await
        }
        Err(other) => Err(signed.failed(other)),
    }
}
