//! One segment: who answers for it, what stands in it, its certificates.

use super::super::columns;
use super::super::field::said;
use super::super::form::{Choice, Fields, Typed, say};
use super::super::{Room, SignedIn, places, words::Word as H};
use super::overview::{register, responsible};
use super::refused;
use super::words::{self, Word};
use crate::furniture::{badge, notice};
use crate::locale::{Lang, latin_digits};
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::security::{HostKind, Segment, Signed, Zone, typed};
use headquarters::table::Wrong;
use maud::{Markup, html};
use office::{Error, Names, Office, OnSegment, Register};

fn by(office: &Office, signed: &SignedIn) -> Signed {
    Signed { on: office.today(), by: signed.officer.person }
}

pub(super) async fn ask(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let register = places::register(&office, &signed).await?;
    let scope = signed.officer.reach(Act::RecordSecurity).first().map(|place| place.to_string());
    let typed = Typed::of(&[("place", scope.as_deref().unwrap_or_default())]);
    Ok(new_form(&signed, &register, &typed, &[]))
}

fn new_form(signed: &SignedIn, register: &Register, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let zones: Vec<Choice> = Zone::ALL
        .iter()
        .map(|zone| (zone.code().to_owned(), lang.say(words::zone(*zone)).to_owned()))
        .collect();
    let content = html! {
        h1 { (lang.say(Word::SegmentKeep)) }
        (fields.refused_at())
        form.card.asking method="post" {
            div.fields {
                (fields.entry("code", lang.say(Word::Code), Some(lang.say(Word::CodeHint)), Some("ltr")))
                (fields.entry("name", lang.say(Word::Name), None, None))
                (fields.place("place", lang.say(Word::Place), Some(lang.say(Word::PlaceHint))))
                (places::offered(signed, register, Act::RecordSecurity, false))
                (fields.pick("zone", lang.say(Word::ZoneIs), &zones))
            }
            button { (lang.say(H::Keep)) }
        }
    };
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = lang.say(Word::SegmentKeep);
    (status, super::super::page(signed, Room::Security, title, "/hq/security/segments/keep", &content))
        .into_response()
}

pub(super) async fn keep(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let register = places::register(&office, &signed).await?;
    let read = places::by_codes(&register, &typed, "place");
    let kept = match typed::segment(|name| read.get(name), by(&office, &signed)) {
        Ok(new) => {
            let code = new.code.clone();
            office.keep_segment(&signed.permit()?, new).await.map(|()| code)
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match kept {
        Ok(code) => {
            Ok(Redirect::to(&format!("/{}/hq/security/segments/{code}", signed.lang.code())).into_response())
        }
        Err(Error::Typed(mistakes)) => Ok(new_form(&signed, &register, &typed, &mistakes)),
        Err(other) => Err(signed.failed(other)),
    }
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, code)): Path<(String, String)>,
) -> Result<Response, Absent> {
    answer(&office, &signed, &code, &Typed::default(), &[], &html! {}, StatusCode::OK).await
}

async fn answer(
    office: &Office,
    signed: &SignedIn,
    code: &str,
    typed: &Typed,
    mistakes: &[Mistake],
    above: &Markup,
    status: StatusCode,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let register = register(office, signed).await?;
    let kept = register.segment(code).ok_or(Absent::Page(lang))?;
    let permit: Permit<act::ReadSecurity> = signed.permit()?;
    permit.over(&kept.file.place).map_err(|_| Absent::Forbidden(lang))?;
    let fields = Fields { lang, typed, mistakes };
    let may = signed.officer.reaches(Act::RecordSecurity, &kept.file.place);
    let (today, polling) = (office.today(), register.polling());
    let segment = &kept.file;
    let bodies = segment.responsible.iter().flat_map(|body| [body.offered.by, body.taken.by]);
    let hosts = segment.hosts.iter().filter_map(|host| host.removed.map(|removed| removed.by));
    let names = office.signatures(&permit, bodies.chain(hosts)).await.map_err(|e| signed.failed(e))?;
    let sheet = Sheet {
        lang,
        segment: &kept.file,
        fields,
        may,
        me: signed.officer.person,
        names: &names,
        to: &format!("/{}/hq/security/segments/{code}/change", lang.code()),
    };
    let content = html! {
        h1 { (kept.file.name) " " code dir="ltr" { (kept.file.code) } }
        p.hint { (lang.say(words::zone(kept.file.zone))) " · " (said::place(lang, &register, &kept.file.place)) }
        (fields.refused())
        (above)
        (sheet.hand_over(today))
        (sheet.hosts())
        (sheet.certificates(today, polling.unwrap_or(today)))
    };
    let path = format!("/hq/security/segments/{code}");
    Ok((status, super::super::page(signed, Room::Security, &kept.file.name, &path, &content)).into_response())
}

struct Sheet<'a> {
    lang: Lang,
    segment: &'a Segment,
    fields: Fields<'a>,
    may: bool,
    me: PersonId,
    names: &'a Names,
    to: &'a str,
}

impl Sheet<'_> {
    /// A form on this page.
    fn form(&self, what: &str, button: Word, controls: Markup) -> Markup {
        html! {
            form.step method="post" action=(self.to) {
                input type="hidden" name="what" value=(what);
                (controls)
                button.quiet.small { (self.lang.say(button)) }
            }
        }
    }

    fn entry(&self, name: &str, word: Word, dir: Option<&str>) -> Markup {
        self.fields.entry(name, self.lang.say(word), None, dir)
    }

    fn hand_over(&self, today: calendar::Day) -> Markup {
        let lang = self.lang;
        html! {
            section.card {
                h2 { (lang.say(Word::Responsible)) }
                p { (responsible(lang, self.segment, today)) }
                @if !self.segment.responsible.is_empty() {
                    ol.steps-taken { @for body in &self.segment.responsible { li { (lang.day(&body.from.to_string())) " · " (body.body) " · " (lang.say(Word::Until)) " " (lang.day(&body.until.to_string())) " · " (said::name(lang, self.names, body.offered.by)) " " (lang.pick("←", "→")) " " (said::name(lang, self.names, body.taken.by)) } } }
                }
                @if let Some(offer) = &self.segment.offer { (notice("now", &lang.fill(Word::Offered, &[&offer.body]), lang.say(Word::TakenBy))) }
                @if self.may {
                    div.acts {
                        @match &self.segment.offer {
                            Some(offer) if offer.signed.by == self.me => p.hint { (lang.say(Word::TakeNotOwn)) },
                            Some(_) => (self.form("take", Word::TakeButton, html! {})),
                            None => {}
                        }
                        (self.form("offer", Word::OfferButton, html! {
                            (self.entry("body", Word::OfferTo, None))
                            (self.fields.entry("until", lang.say(Word::Until), Some(lang.say(H::DayHint)), Some("ltr")))
                        }))
                    }
                }
            }
        }
    }

    fn hosts(&self) -> Markup {
        let lang = self.lang;
        let kinds: Vec<Choice> = HostKind::ALL
            .iter()
            .map(|kind| (kind.code().to_owned(), lang.say(words::host(*kind)).to_owned()))
            .collect();
        html! {
            section.card {
                h2 { (lang.say(Word::Hosts)) }
                @if self.segment.hosts.is_empty() { (notice("", lang.say(Word::HostNone), "")) }
                ul.plain {
                    @for host in &self.segment.hosts {
                        li {
                            code dir="ltr" { (host.name) " " (host.address) } " · " (lang.say(words::host(host.kind))) " · " (lang.day(&host.added.on.to_string()))
                            @match &host.removed {
                                Some(removed) => {
                                    " · " (badge("later", lang.say(Word::HostRemove))) " " (said::signed(lang, self.names, (removed.on, None, removed.by))) (host.why)
                                }
                                None => { @if self.may { (self.removal(&host.name)) } }
                            }
                        }
                    }
                }
                @if self.may {
                    (self.form("add", Word::HostAdd, html! {
                        (self.entry("host", Word::Host, Some("ltr")))
                        (self.entry("address", Word::Address, Some("ltr")))
                        (self.fields.pick("kind", lang.say(Word::KindIs), &kinds))
                    }))
                }
            }
        }
    }

    /// Takes a host away, with the reason.
    fn removal(&self, host: &str) -> Markup {
        let (lang, typed) = (self.lang, self.fields.typed);
        let mine = typed.get("what") == "remove" && typed.get("removed") == host;
        let wrong = self.fields.mistakes.iter().find(|mistake| mine && mistake.field == "why");
        self.form(
            "remove",
            Word::HostRemove,
            html! {
                input type="hidden" name="removed" value=(host);
                label { (lang.say(Word::HostRemoveWhy)) input name="why" value=(if mine { typed.get("why") } else { "" }) maxlength="200" autocomplete="off"; }
                @if let Some(wrong) = wrong { p.wrong { (say(lang, wrong.why)) } }
            },
        )
    }

    fn certificates(&self, today: calendar::Day, polling: calendar::Day) -> Markup {
        let lang = self.lang;
        html! {
            section.card {
                h2 { (lang.say(Word::Certificates)) }
                @if self.segment.certificates.is_empty() { (notice("", lang.say(Word::CertificateNone), lang.say(Word::CertificateHint))) } @else {
                    table.stack {
                        thead { tr { th scope="col" { (lang.say(Word::Subject)) } th scope="col" { (lang.say(Word::Serial)) } th scope="col" { (lang.say(Word::ValidUntil)) } th scope="col" { (lang.say(Word::CertificateRevoke)) } } }
                        tbody {
                            @for one in &self.segment.certificates {
                                @let (tone, word) = words::validity(one.validity(today, polling));
                                tr {
                                    th scope="row" { code dir="ltr" { (one.subject) } }
                                    td data-label=(lang.say(Word::Serial)) { code dir="ltr" { (one.serial) } }
                                    td data-label=(lang.say(Word::ValidUntil)) { (badge(tone, lang.say(word))) " " (lang.day(&one.until.to_string())) }
                                    td data-label=(lang.say(Word::CertificateRevoke)) {
                                        @if self.may && one.revoked.is_none() { (self.form("revoke", Word::CertificateRevoke, html! { input type="hidden" name="serial" value=(one.serial); })) }
                                    }
                                }
                            }
                        }
                    }
                }
                @if self.may {
                    details {
                        summary { (lang.say(Word::CertificateImport)) }
                        form method="post" action=(self.to) {
                            input type="hidden" name="what" value="certificates";
                            label for="table" { (lang.say(Word::CertificateHint)) }
                            textarea #table name="table" rows="6" dir="ltr" spellcheck="false" { (self.fields.typed.get("table")) }
                            button { (lang.say(Word::CertificateImport)) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) async fn change(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, code)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let by = by(&office, &signed);
    let latin = ["until", "address"].map(|name| (name, typed.latin(name)));
    let value = |name: &str| {
        latin.iter().find(|(n, _)| *n == name).map_or_else(|| typed.get(name), |(_, v)| v.as_str())
    };
    let read: Result<OnSegment, Error> = match typed.get("what") {
        "offer" => {
            typed::offer(value).map(|(body, until)| OnSegment::Offer(body, until)).map_err(Error::from)
        }
        "take" => Ok(OnSegment::Take),
        "add" => typed::host(value, by).map(OnSegment::Add).map_err(Error::from),
        "remove" => {
            typed::removal(value).map(|(name, why)| OnSegment::Remove(name, why)).map_err(Error::from)
        }
        "revoke" => Ok(OnSegment::Revoke(typed.get("serial").to_owned())),
        "certificates" => {
            typed::certificates(rows(typed.get("table"))).map(OnSegment::Certificates).map_err(Error::Sheet)
        }
        _ => return Err(Absent::Page(lang)),
    };
    let done = match read {
        Ok(what) => office.change_segment(&signed.permit()?, &code, what).await,
        Err(error) => Err(error),
    };
    let nothing = html! {};
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/security/segments/{code}", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            answer(&office, &signed, &code, &typed, &mistakes, &nothing, StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
        Err(Error::Sheet(wrong)) => {
            let said = wrong_cells(lang, &wrong);
            answer(&office, &signed, &code, &typed, &[], &said, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(other) => {
            let why = refused(lang, other).map_err(|e| signed.failed(e))?;
            answer(&office, &signed, &code, &typed, &[], &notice("bad", &why, ""), StatusCode::CONFLICT).await
        }
    }
}

/// The rows of a pasted list, with Latin digits.
fn rows(text: &str) -> impl Iterator<Item = Vec<String>> {
    columns::rows(text.to_owned()).map(|row| row.iter().map(|cell| latin_digits(cell.trim())).collect())
}

fn wrong_cells(lang: Lang, wrong: &[Wrong]) -> Markup {
    html! {
        (notice("bad", &lang.fill(H::ImportWrong, &[&lang.number(wrong.len() as u64)]), ""))
        ul.plain {
            @for one in wrong.iter().take(200) {
                li { (lang.say(H::ImportRow)) " " (lang.number(one.row as u64)) " · " code dir="ltr" { (one.column) } " · " (say(lang, one.why)) }
            }
        }
    }
}
