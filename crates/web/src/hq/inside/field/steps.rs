//! One step of many devices at once: a list of serial numbers, pasted or scanned; all of them take it, or none.

use super::super::form::{Choice, Fields, Typed, say};
use super::super::{Room, SignedIn, places, words::Word as H};
use super::device::{refused, sure};
use super::said;
use super::words::Word as F;
use crate::furniture::{notice, percent_encoded};
use crate::locale::{Lang, latin_digits};
use crate::pages::Absent;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::device::list::{self, Unreadable};
use headquarters::permit::{Permit, act};
use maud::{Markup, html};
use office::{Error, Office, Stuck};
use serde::Deserialize;

/// The largest list: each line an address with a serial number and a seal.
pub(super) const LARGEST: usize = 4 << 20;
/// Lines that are listed when they cannot be taken; all are counted.
const LISTED: usize = 200;

/// The steps of a list, in the order of a device's life. What is found out about one device is written on its own page.
const STEPS: [(&str, H); 11] = [
    ("accept", H::StepAccept),
    ("refuse", H::StepRefuse),
    ("configure", H::StepConfigure),
    ("passed", H::StepTestPassed),
    ("failed", H::StepTestFailed),
    ("seal", H::StepSeal),
    ("offer", H::StepOffer),
    ("take", H::StepTake),
    ("use", H::StepUse),
    ("reconcile", H::StepReconcile),
    ("correct", H::Change),
];

/// What was done a moment ago.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
    differ: String,
}

pub(super) async fn ask(signed: SignedIn, Query(done): Query<Done>) -> Response {
    let lang = signed.lang;
    let said = match latin_digits(&done.done).parse::<u64>() {
        Ok(count) => html! {
            (notice("good", &lang.fill(F::ListDone, &[&lang.number(count)]), ""))
            @if !done.differ.is_empty() {
                (notice("bad", lang.say(H::DeviceSealDiffers), lang.say(F::SealExplainHint)))
                ul.plain { @for serial in done.differ.split(',').take(LISTED) { li { (device(lang, serial)) } } }
            }
        },
        Err(_) => html! {},
    };
    page(&signed, StatusCode::OK, &Typed::default(), &[], &said)
}

/// A device's serial number as the way to its page.
fn device(lang: Lang, serial: &str) -> Markup {
    html! { a href={ "/" (lang.code()) "/hq/devices/" (percent_encoded(serial)) } { (said::code(serial)) } }
}

pub(super) async fn take(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::MoveDevice> = signed.permit()?;
    let mut latin = ["list", "to", "number", "seal", "configuration"].map(|name| (name, typed.latin(name)));
    latin[1].1 = places::typed(&places::register(&office, &signed).await?, typed.get("to"));
    let moves = list::read(&latin[0].1, |name| {
        latin.iter().find(|(one, _)| *one == name).map_or_else(|| typed.get(name), |(_, value)| value)
    });
    let moves = match moves {
        Ok(moves) => moves,
        Err(Unreadable::Fields(mistakes)) => {
            return Ok(page(&signed, StatusCode::UNPROCESSABLE_ENTITY, &typed, &mistakes, &html! {}));
        }
        Err(Unreadable::Lines(wrong)) => {
            let rows = wrong.iter().map(|one| (one.row, String::new(), say(lang, one.why)));
            let said = table(lang, wrong.len(), rows);
            return Ok(page(&signed, StatusCode::UNPROCESSABLE_ENTITY, &typed, &[], &said));
        }
    };
    let count = moves.len();
    match office.move_devices(&permit, moves, typed.get("sure") == "yes").await {
        Ok(differ) => {
            // What an address holds; the list of devices shows the others too.
            let differ = differ.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(",");
            let to = format!("/{}/hq/devices/steps?done={count}&differ={differ}", lang.code());
            Ok(Redirect::to(&to).into_response())
        }
        Err(Error::Stuck(stuck)) => {
            let why = |one: &Stuck| match &one.why {
                Error::Device(why) => refused(lang, why, typed.get("step")),
                Error::Forbidden(_) => lang.say(H::Forbidden).to_owned(),
                _ => lang.say(F::ListUnknown).to_owned(),
            };
            let rows = stuck.iter().map(|one| (one.line, one.serial.clone(), why(one)));
            let said = table(lang, stuck.len(), rows);
            Ok(page(&signed, StatusCode::CONFLICT, &typed, &[], &said))
        }
        Err(Error::Changed) => {
            let said = notice("now", lang.say(H::FieldChanged), "");
            Ok(page(&signed, StatusCode::CONFLICT, &typed, &[], &said))
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// The lines that hold the list up, with why.
fn table(lang: Lang, all: usize, rows: impl Iterator<Item = (usize, String, String)>) -> Markup {
    html! {
        (notice("bad", &lang.fill(F::ListStuck, &[&lang.number(all as u64)]), lang.say(F::ListStuckHint)))
        table.stack {
            thead { tr { th scope="col" { (lang.say(F::ListLine)) } th scope="col" { (lang.say(H::Device)) } th scope="col" { (lang.say(H::FieldReason)) } } }
            tbody {
                @for (line, serial, why) in rows.take(LISTED) {
                    tr {
                        td data-label=(lang.say(F::ListLine)) { (lang.number(line as u64)) }
                        td data-label=(lang.say(H::Device)) { @if serial.is_empty() { "–" } @else { (device(lang, &serial)) } }
                        td data-label=(lang.say(H::FieldReason)) { (why) }
                    }
                }
            }
        }
    }
}

fn page(
    signed: &SignedIn,
    status: StatusCode,
    typed: &Typed,
    mistakes: &[headquarters::form::Mistake],
    said: &Markup,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let title = lang.say(F::ListStep);
    let called = |(code, word): (&str, H)| {
        let word = if code == "correct" { lang.say(F::StepCorrect) } else { lang.say(word) };
        (code.to_owned(), word.to_owned())
    };
    let steps: Vec<Choice> = STEPS.into_iter().map(called).collect();
    let content = html! {
        h1 { (title) }
        p { (lang.say(F::ListLead)) }
        (said)
        (fields.refused_at())
        form.card method="post" action={ "/" (lang.code()) "/hq/devices/steps" } {
            (fields.choose("step", H::DeviceNext, &steps))
            (fields.area("list", lang.say(F::List), lang.say(F::ListHint)))
            (fields.entry("to", lang.say(H::DeviceTo), Some(lang.say(F::ListToHint)), Some("ltr")))
            @if !fields.typed.get("to").is_empty() { (sure(&fields)) }
            (fields.entry("configuration", lang.say(F::Configuration), Some(lang.say(F::ListConfigurationHint)), Some("ltr")))
            (fields.entry("note", lang.say(H::FieldNote), Some(lang.say(F::ListNoteHint)), None))
            (fields.entry("mistake", lang.say(F::StepMistaken), Some(lang.say(F::ListMistakeHint)), None))
            button { (title) }
        }
    };
    (status, super::super::page(signed, Room::Devices, title, "/hq/devices/steps", &content)).into_response()
}
