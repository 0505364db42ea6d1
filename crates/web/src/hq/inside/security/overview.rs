//! The room at a glance: segments and who answers for them, certificates that run out, incidents that go on.

use super::super::field::said;
use super::super::{Room, SignedIn};
use super::words::{self, Word};
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::{Absent, Answer};
use axum::extract::State;
use calendar::Day;
use headquarters::permit::{Act, Permit, act};
use headquarters::security::{Incident, Segment};
use maud::{Markup, html};
use office::{Office, Register};

pub(super) async fn register(office: &Office, signed: &SignedIn) -> Result<Register, Absent> {
    office.security_register(&signed.permit()?).await.map_err(|e| signed.failed(e))
}

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadSecurity> = signed.permit()?;
    let register = register(&office, &signed).await?;
    let today = office.today();
    let segments: Vec<&Segment> =
        register.segments().map(|kept| &*kept.file).filter(|one| permit.reaches(&one.place)).collect();
    let incidents: Vec<&Incident> =
        register.incidents().map(|kept| &*kept.file).filter(|one| permit.reaches(&one.place)).collect();
    let polling = register.polling().unwrap_or(today);
    let certificates = segments.iter().flat_map(|segment| &segment.certificates);
    let lapses = certificates.filter(|one| one.counts_on(today) && one.until < polling).count();
    let title = lang.say(Word::Security);
    let link = |act: Act, path: &str, word: Word| {
        html! { @if signed.officer.may(act) { a.button.quiet href={ "/" (lang.code()) "/hq/security/" (path) } { (lang.say(word)) } } }
    };
    let content = html! {
        h1 { (title) }
        p.acts {
            (link(Act::ReportIncident, "incidents/report", Word::Report))
            (link(Act::RecordSecurity, "segments/keep", Word::SegmentKeep))
        }
        @if lapses > 0 { (notice("bad", &lang.fill(Word::CertificateLapses, &[&lang.number(lapses as u64)]), "")) }
        section {
            h2 { (lang.say(Word::Incidents)) }
            @if incidents.is_empty() { (notice("", lang.say(Word::IncidentNone), lang.say(Word::IncidentNoneHint))) }
            @else { (incidents_table(lang, &register, &incidents)) }
        }
        section {
            h2 { (lang.say(Word::Segments)) }
            @if segments.is_empty() { (notice("", lang.say(Word::SegmentNone), lang.say(Word::SegmentNoneHint))) }
            @else { (segments_table(lang, &register, &segments, today)) }
        }
    };
    Ok(super::super::page(&signed, Room::Security, title, "/hq/security", &content))
}

fn incidents_table(lang: Lang, register: &Register, incidents: &[&Incident]) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(Word::Incident)) } th scope="col" { (lang.say(Word::SeverityIs)) }
                th scope="col" { (lang.say(Word::StepIs)) } th scope="col" { (lang.say(Word::BodyIs)) } th scope="col" { (lang.say(Word::Place)) }
            } }
            tbody {
                @for incident in incidents {
                    @let (tone, severity) = words::severity(incident.severity());
                    @let (colour, state) = words::state(incident.state());
                    tr {
                        th scope="row" { a href={ "/" (lang.code()) "/hq/security/incidents/" (incident.number) } { (lang.number(incident.number.unsigned_abs())) " · " (incident.title) } }
                        td data-label=(lang.say(Word::SeverityIs)) { (badge(tone, lang.say(severity))) }
                        td data-label=(lang.say(Word::StepIs)) { (badge(colour, lang.say(state))) " " (lang.day(&incident.opened.on.to_string())) }
                        td data-label=(lang.say(Word::BodyIs)) { (incident.whose().0) }
                        td data-label=(lang.say(Word::Place)) { (said::place(lang, register, &incident.place)) }
                    }
                }
            }
        }
    }
}

fn segments_table(lang: Lang, register: &Register, segments: &[&Segment], today: Day) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(Word::Segments)) } th scope="col" { (lang.say(Word::ZoneIs)) } th scope="col" { (lang.say(Word::Place)) }
                th scope="col" { (lang.say(Word::Responsible)) } th.number scope="col" { (lang.say(Word::Hosts)) }
            } }
            tbody {
                @for segment in segments {
                    tr {
                        th scope="row" { a href={ "/" (lang.code()) "/hq/security/segments/" (segment.code) } { (segment.name) } " " code dir="ltr" { (segment.code) } }
                        td data-label=(lang.say(Word::ZoneIs)) { (lang.say(words::zone(segment.zone))) }
                        td data-label=(lang.say(Word::Place)) { (said::place(lang, register, &segment.place)) }
                        td data-label=(lang.say(Word::Responsible)) { (responsible(lang, segment, today)) }
                        td.number data-label=(lang.say(Word::Hosts)) { (lang.number(segment.hosts.iter().filter(|host| host.removed.is_none()).count() as u64)) }
                    }
                }
            }
        }
    }
}

/// The body that answers for a segment today, and until when.
pub(super) fn responsible(lang: Lang, segment: &Segment, today: Day) -> Markup {
    html! {
        @match segment.responsible_on(today) {
            Some(body) => { (body.body) " · " (lang.say(Word::Until)) " " (lang.day(&body.until.to_string())) }
            None => (badge("red", lang.say(Word::Nobody))),
        }
    }
}
