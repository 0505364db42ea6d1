//! One device: where it is in its life, its label, and the next step.

use super::super::form::{Fields, Typed};
use super::super::{Room, SignedIn, places, words::Word as H};
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
use headquarters::place::{Level, Place};
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
type Tried<'a> = (&'a Typed, &'a [Mistake], Option<&'a str>);

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
    let names = office.signatures(&permit, device.life.iter().map(|lived| lived.by)).await;
    let names = names.map_err(|e| signed.failed(e))?;
    let fields = Fields { lang, typed, mistakes };
    let part = percent_encoded(serial);
    let address = format!("{}/{}/hq/devices/{part}", origin(headers), lang.code());
    // Whoever is to read the seal off the device is not told first what stands there.
    let reads =
        |(by, to): (_, &Place)| by != signed.officer.person && signed.officer.reaches(Act::MoveDevice, to);
    let blind = device.seal().is_some() && device.offer().is_some_and(reads);
    let shown = |step: &Step| match step {
        Step::Seal { .. } if blind => html! { (lang.say(H::StepSeal)) },
        Step::Take { .. } if blind => html! { (lang.say(H::StepTake)) },
        step => told(lang, &register, step),
    };
    let content = html! {
        h1 { (said::code(serial)) " " (life(lang, device)) }
        p.lead { (lang.say(said::device_kind(device.kind))) " · " (said::place(lang, &register, device.place())) }
        (fields.refused())
        @if let Some(rule) = rule { (notice("bad", rule, "")) }
        @if let Some((_, to)) = device.offer() { (notice("now", &lang.fill(H::DeviceOffered, &[&said::place(lang, &register, to)]), "")) }
        @if let Some(dispute) = device.dispute().filter(|_| !blind) { (disputed(lang, device, dispute)) }
        div.halves {
            section.card {
                h2 { (lang.say(H::DeviceLife)) }
                ol.plain { @for lived in &device.life { li { (said::signed(lang, &names, (lived.on, lived.at, lived.by))) (shown(&lived.step)) } } }
            }
            section.card {
                h2 { (lang.say(H::DeviceLabel)) }
                div.ticket {
                    div { strong dir="ltr" { (serial) } p.hint { (lang.say(said::device_kind(device.kind))) } @if let Some(seal) = device.seal().filter(|_| !blind) { p.hint { (lang.say(H::DeviceSeal)) ": " (said::code(seal)) } } }
                    @if let Some(picture) = qr(serial, &address) { (picture) }
                }
            }
        }
        @if signed.officer.may(Act::MoveDevice) { (Steps { signed, fields: &fields, part: &part, device, register: &register, refused: rule.is_some() }.show()) }
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
    let numbers = [device.seal().unwrap_or("–"), dispute.read].map(|seal| said::code_within(lang, seal));
    let next = if dispute.explained.is_some() { F::SealSettleHint } else { F::SealExplainHint };
    notice("bad", &lang.fill(F::SealDiffers, &[&numbers[0], &numbers[1]]), lang.say(next))
}

fn told(lang: Lang, register: &Register, step: &Step) -> Markup {
    let (word, more) = match step {
        Step::Receive => (lang.say(H::DeviceReceived), html! {}),
        Step::Accept { passed: true } => (lang.say(H::StepAccept), html! {}),
        Step::Accept { passed: false } => (lang.say(H::StepRefuse), html! {}),
        Step::Configure { version } if version.is_empty() => (lang.say(H::StepConfigure), html! {}),
        Step::Configure { version } => (lang.say(H::StepConfigure), said::code(version)),
        Step::Test { passed: true } => (lang.say(H::StepTestPassed), html! {}),
        Step::Test { passed: false } => (lang.say(H::StepTestFailed), html! {}),
        Step::Seal { number } => (lang.say(H::StepSeal), said::code(number)),
        Step::Offer { to } => (lang.say(H::StepOffer), html! { (said::place(lang, register, to)) }),
        Step::Take { seal } if seal.is_empty() => (lang.say(H::StepTake), html! {}),
        Step::Take { seal } => (lang.say(H::StepTake), said::code(seal)),
        Step::Recall { why } => (lang.say(F::StepRecall), html! { (why) }),
        Step::Use => (lang.say(H::StepUse), html! {}),
        Step::Fail { what } => (lang.say(F::StepBroke), html! { (what) }),
        Step::Explain { note } => (lang.say(F::StepExplain), html! { (note) }),
        Step::Settle => (lang.say(F::StepSettle), html! {}),
        Step::Uphold => (lang.say(F::StepUphold), html! {}),
        Step::Reconcile { note } => (lang.say(H::StepReconcile), html! { (note) }),
        Step::Correct { why } => (lang.say(F::StepCorrect), html! { (why) }),
    };
    html! { (word) @if !more.0.is_empty() { ": " (more) } }
}

/// The steps that the device's state allows this officer, each a form of its own.
struct Steps<'a> {
    signed: &'a SignedIn,
    fields: &'a Fields<'a>,
    part: &'a str,
    device: &'a Device,
    register: &'a Register,
    /// Was the last try refused by a rule?
    refused: bool,
}

impl Steps<'_> {
    fn form(&self, step: &str, title: &str, controls: &Markup) -> Markup {
        html! {
            form.step method="post" action={ "/" (self.fields.lang.code()) "/hq/devices/" (self.part) "/step" } {
                input type="hidden" name="step" value=(step);
                (controls)
                button.quiet { (title) }
            }
        }
    }

    /// Does the officer's letter reach this place? What it does not reach is not offered, for it would be refused.
    fn reaches(&self, place: &Place) -> bool {
        self.signed.officer.reaches(Act::MoveDevice, place)
    }

    fn show(&self) -> Markup {
        let (lang, device, me) = (self.fields.lang, self.device, self.signed.officer.person);
        let here = self.reaches(device.place());
        let offer = device.offer();
        let mistaken = device.life.last().filter(|last| here && last.step.can_be_mistaken());
        html! {
            section.card {
                h2 { (lang.say(H::DeviceNext)) }
                div.acts {
                    @match offer {
                        Some((by, _)) if by == me => p.hint { (lang.say(F::TakeNotOwn)) },
                        Some((_, to)) if self.reaches(to) => {
                            @let seal = if device.seal().is_some() { self.fields.plain("seal", H::DeviceSeal, None) } else { html! {} };
                            (self.form("take", lang.say(H::StepTake), &seal))
                            @if device.seal().is_some() { p.hint { (lang.say(F::SealBlind)) } }
                        }
                        None if here => (self.next()),
                        _ => {}
                    }
                }
                @if offer.is_some_and(|(_, to)| here || self.reaches(to)) {
                    details.aside open[!self.fields.typed.get("recalled").is_empty()] {
                        summary { (lang.say(F::StepRecall)) }
                        p.hint { (lang.say(F::StepRecallHint)) }
                        (self.form("recall", lang.say(F::StepRecall), &self.fields.entry("recalled", lang.say(H::FieldReason), None, None)))
                    }
                }
                @if here && offer.is_none() && device.state().can_fail() {
                    details.aside open[!self.fields.typed.get("broken").is_empty()] {
                        summary { (lang.say(F::StepBroke)) }
                        p.hint { (lang.say(F::StepBrokeHint)) }
                        (self.form("broke", lang.say(F::StepBroke), &self.fields.entry("broken", lang.say(F::BrokenWhat), None, None)))
                    }
                }
                // A mistaken step is taken back by somebody else; it has to be found, and not to be pressed in passing.
                @match mistaken {
                    Some(last) if last.by == me => p.hint { (lang.say(F::StepNotOwn)) },
                    Some(_) => {
                        details.aside open[!self.fields.typed.get("mistake").is_empty()] {
                            summary { (lang.say(F::StepMistaken)) }
                            p.hint { (lang.say(F::StepMistakenHint)) }
                            (self.form("correct", lang.say(F::StepCorrect), &self.fields.line("mistake", H::FieldReason, None)))
                        }
                    }
                    None => {}
                }
            }
        }
    }

    /// The steps of a device that is where this officer's letter reaches, and that nobody has offered.
    fn next(&self) -> Markup {
        let (lang, fields, device) = (self.fields.lang, self.fields, self.device);
        let form = |step: &str, title: H, controls: Markup| self.form(step, lang.say(title), &controls);
        let (nothing, dispute) = (|| html! {}, device.dispute());
        let version = || {
            let hint = Some(lang.say(F::ConfigurationHint));
            fields.entry("configuration", lang.say(F::Configuration), hint, Some("ltr"))
        };
        html! {
            @if let Some(dispute) = dispute {
                (self.form("explain", lang.say(F::StepExplain), &fields.line("note", H::FieldNote, None)))
                @match dispute.explained {
                    Some((by, _)) if by == self.signed.officer.person => p.hint { (lang.say(F::SettleNotOwn)) },
                    Some(_) => {
                        @if let Some(set) = device.seal() {
                            (self.form("uphold", &lang.fill(F::UpholdBy, &[&said::code_within(lang, set)]), &nothing()))
                        }
                        @if !dispute.read.is_empty() {
                            (self.form("settle", &lang.fill(F::SettleBy, &[&said::code_within(lang, dispute.read)]), &nothing()))
                        }
                    }
                    None => {}
                }
            }
            @match device.state() {
                Life::Received | Life::Rejected => { (form("accept", H::StepAccept, nothing())) (form("refuse", H::StepRefuse, nothing())) }
                Life::Accepted => (form("configure", H::StepConfigure, version())),
                Life::Configured => { (form("passed", H::StepTestPassed, nothing())) (form("failed", H::StepTestFailed, nothing())) }
                Life::Tested => { (form("seal", H::StepSeal, fields.plain("number", H::DeviceSeal, None))) (form("configure", H::StepConfigure, version())) }
                Life::Issued if dispute.is_none() => (form("use", H::StepUse, nothing())),
                Life::Returned if dispute.is_none() => {
                    (form("reconcile", H::StepReconcile, fields.line("note", H::FieldNote, None)))
                    @if !device.was_used() { (form("configure", H::StepConfigure, version())) }
                }
                // What failed at a branch first goes back to a store.
                Life::Failed if device.place().level() == Level::Branch => {}
                Life::Failed if device.was_used() => (form("reconcile", H::StepReconcile, fields.line("note", H::FieldNote, None))),
                Life::Failed => (form("accept", H::StepAccept, nothing())),
                Life::Reconciled => (self.form("accept", lang.say(F::StepAcceptAgain), &nothing())),
                Life::Sealed | Life::Issued | Life::InUse | Life::Returned => {}
            }
            @if device.state() != Life::Reconciled { (form("offer", H::StepOffer, self.offer())) }
        }
    }

    fn offer(&self) -> Markup {
        let lang = self.fields.lang;
        let again = self.refused && self.fields.typed.get("step") == "offer";
        html! {
            (self.fields.place("to", lang.say(H::DeviceTo), Some(lang.say(H::SentToHint))))
            (places::offered(self.signed, self.register, Act::MoveDevice, true))
            @if again { (sure(self.fields)) }
        }
    }
}

/// Says that a branch gets more than it needs, and is to.
pub(super) fn sure(fields: &Fields<'_>) -> Markup {
    let checked = fields.typed.get("sure") == "yes";
    html! { p { label.check { input type="checkbox" name="sure" value="yes" checked[checked]; " " (fields.lang.say(F::OfferSure)) } } }
}

pub(super) async fn step(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, serial)): Path<(String, String)>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Absent> {
    let to = places::typed(&places::register(&office, &signed).await?, typed.get("to"));
    let [seal, number, configuration] = ["seal", "number", "configuration"].map(|name| typed.latin(name));
    let read = device::typed::step(|name| match name {
        "to" => to.as_str(),
        "seal" => seal.as_str(),
        "number" => number.as_str(),
        "configuration" => configuration.as_str(),
        other => typed.get(other),
    });
    let result = match read {
        Ok(step) => office.move_device(&signed.permit()?, &serial, step, typed.get("sure") == "yes").await,
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
            answer(&office, &signed, &serial, &headers, (&typed, mistakes, rule.as_deref())).await
        }
        Err(Error::Changed) => {
            let changed = signed.lang.say(H::FieldChanged);
            answer(&office, &signed, &serial, &headers, (&typed, &[], Some(changed))).await
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// Why a device does not take a step, in words.
pub(super) fn refused(lang: Lang, why: &Refused, step: &str) -> String {
    let word = match why {
        Refused::SealTaken(other) => return lang.fill(F::SealTaken, &[&said::code_within(lang, other)]),
        Refused::Enough { needs, there } => {
            let said = lang.fill(F::OfferEnough, &[&lang.number(*needs), &lang.number(*there)]);
            return format!("{said}. {}", lang.say(F::OfferEnoughHint));
        }
        Refused::NotFrom(_) if step == "offer" => return lang.say(F::OfferUnsealed).to_owned(),
        Refused::SamePerson(_) if step == "correct" => return lang.say(F::StepCorrectOther).to_owned(),
        Refused::SealUnread => return lang.say(F::SealUnread).to_owned(),
        Refused::SamePerson(_) => H::DeviceTwoHands,
        Refused::SealDiffers => H::DeviceSealDiffers,
        Refused::NotFrom(_)
        | Refused::NotOffered
        | Refused::Backwards(_)
        | Refused::NoDispute
        | Refused::NoMistake => H::NotNowStep,
        Refused::Kept => return lang.say(F::KeptAfterPolls).to_owned(),
    };
    lang.say(word).to_owned()
}
