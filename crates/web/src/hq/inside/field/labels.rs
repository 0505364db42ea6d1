//! Labels of devices, to print and stick on: serial number, what it is for, its home, and a picture that leads to its
//! page.

use super::super::{Room, SignedIn, words::Word as H};
use super::devices::{Asked, found};
use super::said;
use super::words::Word as F;
use crate::furniture::{Shown, notice, percent_encoded, qr};
use crate::pages::{Absent, Answer, origin};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use headquarters::permit::{Permit, act};
use maud::html;
use office::Office;

/// Labels on one page: three columns of eight, as sheets of labels are sold.
const SHEET: usize = 24;

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadDevices> = signed.permit()?;
    let register =
        office.device_register(&permit).await.map_err(|e: office::Error| -> Absent { signed.failed(e) })?;
    let devices = found(&register, &permit, &asked);
    let shown = Shown { words: "", page: asked.page(), rows: SHEET };
    let (sheet, pages) = shown.cut(devices);
    let here = asked.page().clamp(1, pages);
    let title = lang.say(F::Labels);
    let origin = origin(&headers);
    let content = html! {
        h1 { (title) }
        p.hint { (lang.say(F::LabelsHint)) }
        @if sheet.is_empty() { (notice("", lang.say(H::DeviceNone), lang.say(H::DeviceNoneHint))) }
        div.labels {
            @for device in sheet {
                @let address = format!("{origin}/{}/hq/devices/{}", lang.code(), percent_encoded(&device.serial));
                div.label {
                    @if let Some(picture) = qr(&device.serial, &address) { (picture) }
                    div {
                        strong dir="ltr" { (device.serial) }
                        p { (lang.say(said::device_kind(device.kind))) }
                        p { (said::place(lang, &register, &device.home)) }
                        @let to = device.offer().map_or_else(|| device.place(), |(_, to)| to);
                        @if *to != device.home { p { (lang.fill(F::LabelFor, &[&said::place(lang, &register, to)])) " " (said::code(to.as_str())) } }
                    }
                }
            }
        }
        (super::listed::pager(lang, title, (here, pages), |page| asked.query(page)))
    };
    Ok(super::super::page(
        &signed,
        Room::Devices,
        title,
        &format!("/hq/devices/labels{}", asked.query(here)),
        &content,
    ))
}
