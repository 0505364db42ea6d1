//! One device: where it is in its life, its label, and the next step.

use super::super::form::{Fields, Typed};
use super::super::{Room, SignedIn, words::Word as H};
use super::devices::{is_mine, life};
use super::said;
use super::words::Word as F;
use crate::furniture::{notice, percent_encoded, qr};
use crate::locale::Lang;
use crate::pages::{Absent, origin};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::device::{self, Device, Refused, State as Life, Step};
use headquarters::form::{Mistake, Why};
use headquarters::permit::{Act, Permit, act};
use maud::{Markup, html};
use office::{Error, Office, Register};

pub(super) async fn one(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, serial)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Absent> {
    answer(&office, &signed, &serial, &headers, (&Typed::default(), &[], None)).await
}

/// What was typed, what is wrong with it, and the rule that it broke.
type Tried<'a> = (&'a Typed, &'a [Mistake], Option<&'static str>);

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
        @if let Some(rule) = rule { (notice("bad", rule, "")) }
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
        Step::Correct { why } => return html! { (lang.say(F::StepCorrect)) ": " (why) },
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
    let mistaken = device.life.last().is_some_and(|last| last.step.can_be_mistaken());
    html! {
        section.card {
            h2 { (lang.say(H::DeviceNext)) }
            div.acts {
                @if device.offer().is_some() {
                    @let seal = if device.seal().is_some() { fields.plain("seal", H::DeviceSeal, None) } else { nothing() };
                    (form("take", H::StepTake, seal))
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
                        Life::Issued if dispute.is_none() => (form("use", H::StepUse, nothing())),
                        Life::Returned if dispute.is_none() => {
                            (form("reconcile", H::StepReconcile, fields.line("note", H::FieldNote, None)))
                            @if !device.was_used() { (form("configure", H::StepConfigure, nothing())) }
                        }
                        Life::Sealed | Life::Issued | Life::InUse | Life::Returned | Life::Rejected | Life::Reconciled => {}
                    }
                    @if !matches!(device.state(), Life::Rejected | Life::Reconciled) {
                        (form("offer", H::StepOffer, fields.plain("to", H::DeviceTo, Some(H::BranchPlaceHint))))
                    }
                }
            }
            // A mistaken step is taken back by somebody else; it has to be found, and not to be pressed in passing.
            @if mistaken {
                details.aside open[!fields.typed.get("mistake").is_empty()] {
                    summary { (lang.say(F::StepMistaken)) }
                    p.hint { (lang.say(F::StepMistakenHint)) }
                    (called("correct", lang.say(F::StepCorrect), &fields.line("mistake", H::FieldReason, None)))
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
            let unread = [Mistake { field: "seal", why: Why::Missing }];
            let mistakes: &[Mistake] = if why == device::Refused::SealUnread { &unread } else { &[] };
            let rule = mistakes.is_empty().then(|| refused(signed.lang, &why, typed.get("step")));
            answer(&office, &signed, &serial, &headers, (&typed, mistakes, rule)).await
        }
        Err(Error::Changed) => {
            let changed = signed.lang.say(H::FieldChanged);
            answer(&office, &signed, &serial, &headers, (&typed, &[], Some(changed))).await
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// Why a device does not take a step, in words.
pub(super) fn refused(lang: Lang, why: &Refused, step: &str) -> &'static str {
    match why {
        Refused::SamePerson(_) if step == "correct" => lang.say(F::StepCorrectOther),
        Refused::SamePerson(_) => lang.say(H::DeviceTwoHands),
        Refused::SealDiffers => lang.say(H::DeviceSealDiffers),
        Refused::SealUnread => lang.say(F::SealUnread),
        Refused::NotFrom(_)
        | Refused::NotOffered
        | Refused::Backwards(_)
        | Refused::NoDispute
        | Refused::NoMistake => lang.say(H::NotNowStep),
    }
}
