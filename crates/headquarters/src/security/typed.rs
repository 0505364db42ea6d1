//! Segments, hosts, certificates and incidents as they are typed.

use super::segment::{Certificate, Host};
use super::{Incident, Segment, Signed, Step};
use crate::form::{LINE, Mistake, Reading, TEXT, Why};
use crate::table::Wrong;
use calendar::Day;

/// The longest code, name or serial number of a machine.
const CODE: usize = 64;

/// What stands in addresses and tables alike.
fn plain(reading: &mut Reading, field: &'static str, typed: &str) -> String {
    let text = reading.text(field, typed, CODE);
    let taken = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b':' | b'_');
    // A path has dots alone in it where it leads upwards.
    if !text.is_empty() && (!text.bytes().all(taken) || text.starts_with('.')) {
        reading.mistake(field, Why::NoSerial);
    }
    text
}

/// Reads a segment that is put down.
pub fn segment<'a>(field: impl Fn(&'static str) -> &'a str, opened: Signed) -> Result<Segment, Vec<Mistake>> {
    let mut reading = Reading::default();
    let code = plain(&mut reading, "code", field("code"));
    let name = reading.text("name", field("name"), LINE);
    let place = reading.read("place", field("place"), Why::NoPlace);
    let zone = reading.read("zone", field("zone"), Why::Unknown);
    reading.answer(place.zip(zone).map(|(place, zone)| Segment {
        code,
        name,
        place,
        zone,
        opened,
        responsible: Vec::new(),
        offer: None,
        hosts: Vec::new(),
        certificates: Vec::new(),
    }))
}

/// Reads an offer: to which body, until which day.
pub fn offer<'a>(field: impl Fn(&'static str) -> &'a str) -> Result<(String, Day), Vec<Mistake>> {
    let mut reading = Reading::default();
    let body = reading.text("body", field("body"), LINE);
    let until = reading.read("until", field("until"), Why::NoDay);
    reading.answer(until.map(|until| (body, until)))
}

/// Reads a host.
pub fn host<'a>(field: impl Fn(&'static str) -> &'a str, added: Signed) -> Result<Host, Vec<Mistake>> {
    let mut reading = Reading::default();
    let name = plain(&mut reading, "host", field("host"));
    let address: Option<core::net::IpAddr> = reading.read("address", field("address"), Why::NoAddress);
    let kind = reading.read("kind", field("kind"), Why::Unknown);
    reading.answer(address.zip(kind).map(|(address, kind)| Host {
        name,
        address: address.to_string(),
        kind,
        added,
        removed: None,
        why: String::new(),
    }))
}

/// Reads which host is taken away, and why.
pub fn removal<'a>(field: impl Fn(&'static str) -> &'a str) -> Result<(String, String), Vec<Mistake>> {
    let mut reading = Reading::default();
    let why = reading.text("why", field("why"), LINE);
    reading.answer(Some((field("removed").to_owned(), why)))
}

/// The columns of a list of certificates.
pub const CERTIFICATE: [&str; 4] = ["serial", "subject", "from", "until"];

/// Reads a list of certificates: a heading, then the rows. Empty rows are passed over.
pub fn certificates(mut rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<Certificate>, Vec<Wrong>> {
    let heading = rows.next().unwrap_or_default();
    let heading: Vec<&str> = heading.iter().map(|name| name.trim_start_matches('\u{feff}').trim()).collect();
    let at = CERTIFICATE.map(|field| heading.iter().position(|name| *name == field));
    let absent = CERTIFICATE.iter().zip(at).filter(|(_, at)| at.is_none());
    let absent: Vec<Wrong> = absent.map(|(column, _)| Wrong { row: 1, column, why: Why::Missing }).collect();
    if !absent.is_empty() {
        return Err(absent);
    }
    let (mut read, mut wrong) = (Vec::new(), Vec::new());
    for (row, cells) in (2..).zip(rows) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cell = |n: usize| at[n].and_then(|column| cells.get(column)).map_or("", |cell| cell.trim());
        match certificate([cell(0), cell(1), cell(2), cell(3)]) {
            Ok(one) => read.push(one),
            Err(mistakes) => {
                wrong.extend(mistakes.into_iter().map(|m| Wrong { row, column: m.field, why: m.why }))
            }
        }
    }
    if wrong.is_empty() { Ok(read) } else { Err(wrong) }
}

fn certificate([serial, subject, from, until]: [&str; 4]) -> Result<Certificate, Vec<Mistake>> {
    let mut reading = Reading::default();
    let serial = reading.text("serial", &serial.replace(':', "").to_ascii_lowercase(), CODE);
    if !serial.is_empty() && !serial.bytes().all(|b| b.is_ascii_hexdigit()) {
        reading.mistake("serial", Why::NoSerial);
    }
    let subject = plain(&mut reading, "subject", subject);
    let from: Option<Day> = reading.read("from", from, Why::NoDay);
    let until = match from {
        Some(from) => reading.day_from("until", until, from),
        None => reading.read("until", until, Why::NoDay),
    };
    let (revoked, renewed) = (None, None);
    reading.answer(from.zip(until).map(|(from, until)| Certificate {
        serial,
        subject,
        from,
        until,
        revoked,
        renewed,
    }))
}

/// Reads an incident that is reported; its number is given later.
pub fn incident<'a>(
    field: impl Fn(&'static str) -> &'a str,
    opened: Signed,
) -> Result<Incident, Vec<Mistake>> {
    let mut reading = Reading::default();
    let title = reading.text("title", field("title"), LINE);
    let place = reading.read("place", field("place"), Why::NoPlace);
    let segment = match field("segment").trim() {
        "" => String::new(),
        typed => plain(&mut reading, "segment", typed),
    };
    let severity = reading.read("severity", field("severity"), Why::Unknown);
    let body = reading.text("body", field("body"), LINE);
    reading.answer(place.zip(severity).map(|(place, reported_as)| Incident {
        number: 0,
        title,
        place,
        segment,
        reported_as,
        body,
        opened,
        at: None,
        lines: Vec::new(),
    }))
}

/// Reads a line of a time line.
pub fn step<'a>(field: impl Fn(&'static str) -> &'a str) -> Result<Step, Vec<Mistake>> {
    let mut reading = Reading::default();
    if field("step") == "take" {
        // The signature is enough; what else is typed stays with it.
        let text = reading.note("text", field("text"), TEXT);
        return reading.answer(Some(Step::Take { text }));
    }
    let mut text = |name: &'static str| reading.text(name, field(name), TEXT);
    let step = match field("step") {
        "note" => Some(Step::Note { text: text("text") }),
        "contain" => Some(Step::Contain { text: text("text") }),
        "resolve" => Some(Step::Resolve { text: text("text") }),
        "reopen" => Some(Step::Reopen { text: text("text") }),
        "close" => Some(Step::Close { lesson: text("text") }),
        "offer" => Some(Step::Offer { body: text("text") }),
        "weigh" => {
            let text = text("text");
            reading
                .read("severity", field("severity"), Why::Unknown)
                .map(|severity| Step::Weigh { severity, text })
        }
        _ => {
            reading.mistake("step", Why::Unknown);
            None
        }
    };
    reading.answer(step)
}
