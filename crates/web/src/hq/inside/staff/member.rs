//! One person: their file, what was done, and the forms for what comes next.

use super::super::field::said;
use super::super::form::{Choice, Fields, Typed};
use super::super::{Room, SignedIn, places, powers, words::Word as H};
use super::words::{self, Word};
use super::{list, refused};
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Permit, act};
use headquarters::staff::{Duty, Examined, Grade, Member, Service, bars, is_attended, typed};
use maud::{Markup, html};
use office::{Error, Office, Register};

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    answer(&office, &signed, number, &Typed::default(), &[], &html! {}, StatusCode::OK).await
}

/// The page, with what was typed into one of its forms and what is to be said above.
async fn answer(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    typed: &Typed,
    mistakes: &[Mistake],
    above: &Markup,
    status: StatusCode,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let (version, member) = office.member(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    let register = list::register(office, signed).await?;
    let fields = Fields { lang, typed, mistakes };
    // A form with a mistake keeps the version it was filled from; the page that is opened or refused has the present one.
    let version = if mistakes.is_empty() { version } else { typed.version() };
    let to = format!("/{}/hq/staff/{number}", lang.code());
    let sheet = Sheet { signed, member: &member, register: &register, fields, to: &to, version };
    let name = list::name(lang, &member);
    let content = html! {
        h1 { (name) " " (list::duty_of(lang, &member)) " " (list::pass_of(lang, &member, register.polling())) }
        p.hint { (lang.say(words::post(member.post))) " · " (said::place(lang, &register, member.at())) }
        (fields.refused())
        (above)
        div.halves { (sheet.file()) (sheet.appointment(office)) }
        (sheet.history())
        (sheet.forms(office))
    };
    let path = format!("/hq/staff/{number}");
    Ok((status, super::super::page(signed, Room::Staff, name, &path, &content)).into_response())
}

struct Sheet<'a> {
    signed: &'a SignedIn,
    member: &'a Member,
    register: &'a Register,
    fields: Fields<'a>,
    to: &'a str,
    version: i64,
}

impl Sheet<'_> {
    fn say(&self, word: Word) -> &'static str {
        self.signed.lang.say(word)
    }

    fn day(&self, day: calendar::Day) -> String {
        self.signed.lang.day(&day.to_string())
    }

    fn may(&self, act: Act) -> bool {
        self.signed.officer.reaches(act, self.member.at())
    }

    /// May the officer, by a letter of the post's own side?
    fn may_of_own_side(&self, act: Act) -> bool {
        super::on_own_side(self.signed, act, self.member.post, self.member.at())
    }

    fn file(&self) -> Markup {
        let lang = self.signed.lang;
        let barred =
            self.register.polling().map(|polling| bars(&self.member.declared, self.member.post, polling));
        html! {
            section.card {
                h2 { (self.say(Word::Member)) }
                @for bar in barred.into_iter().flatten() { (notice("bad", lang.say(words::bar(bar)), lang.say(words::source(bar.source())))) }
                dl.readings {
                    @for (name, value) in told(lang, self.register, self.member) { dt { (name) } dd { (value) } }
                }
                @if self.may_of_own_side(Act::RecruitStaff) { p.acts { a.button.quiet href={ (self.to) "/correct" } { (self.say(Word::Correct)) } } }
            }
        }
    }

    fn appointment(&self, office: &Office) -> Markup {
        let lang = self.signed.lang;
        let now = office.seconds();
        html! {
            section.card {
                h2 { (self.say(Word::Letter)) }
                dl.readings {
                    dt { (self.say(Word::AppointedOn)) } dd { (self.day(self.member.appointed.on)) }
                    @if let Some(polling) = self.register.polling() {
                        dt { (self.say(Word::Until)) } dd { (self.day(self.member.until(polling))) " · " (self.say(Word::UntilHint)) }
                    }
                    dt { (self.say(Word::Basis)) } dd { (self.member.basis) }
                }
                @if let Some(left) = &self.member.left { (notice("now", self.say(Word::LeftOn), &format!("{} · {}", self.day(left.signed.on), left.why))) }
                @if let Some(since) = self.member.there_since() {
                    p { (badge("green", &lang.fill(Word::There, &[&super::super::moment(lang, &instant(since))]))) }
                    @if self.member.is_overworked(now) { (notice("bad", self.say(Word::Overworked), "")) }
                }
                @if let Some(worked) = worked(lang, self.member, now) { p { (worked) } }
                @if has_letter(self.member) { p.ways { a href={ (self.to) "/letter.pdf" } { (self.say(Word::Letter)) " PDF" } } }
                @else if self.member.left.is_none() { p.hint { (self.say(Word::LetterOnceAssigned)) } }
            }
        }
    }

    fn history(&self) -> Markup {
        let lang = self.signed.lang;
        let service = |one: &Service| {
            html! {
                li {
                    (self.day(one.from.on)) " · " (lang.say(words::duty(one.duty))) " · " (lang.say(words::post(one.post))) " · " (said::place(lang, self.register, &one.place))
                    @if let Some((signed, ending)) = &one.ended { " · " (self.day(signed.on)) " " (lang.say(words::ending(*ending))) }
                }
            }
        };
        let examined = |one: &Examined| {
            html! {
                li {
                    (self.day(one.signed.on)) " · " (lang.say(words::grade(one.grade))) " · " (lang.say(words::post(one.post))) " · "
                    @match one.session {
                        Some(session) => { a href={ "/" (lang.code()) "/hq/training/" (session) } { (self.say(Word::Session)) " " (lang.number(session.unsigned_abs())) } " · " (lang.number(one.score)) }
                        None => { (self.say(Word::Certificate)) " " (lang.digits(&one.certificate)) }
                    }
                    " "
                    @if one.waits() { (badge("amber", self.say(Word::CertificateWaits))) " " }
                    @if let Some(fix) = &one.corrected { (badge("later", self.say(Word::Corrected))) " " (self.day(fix.signed.on)) ": " (fix.why) " " }
                    @match one.until {
                        Some(until) => (badge("green", &lang.fill(Word::PassUntil, &[&self.day(until)]))),
                        None => (badge("red", self.say(Word::NoPass))),
                    }
                }
            }
        };
        html! {
            section.card {
                h2 { (self.say(Word::History)) }
                @if self.member.examined.is_empty() && self.member.services.is_empty() { p.hint { (self.say(Word::Unassigned)) " · " (self.say(Word::NoPass)) } }
                ol.steps-taken { @for one in &self.member.examined { (examined(one)) } @for one in &self.member.services { (service(one)) }
                    @for shift in &self.member.shifts {
                        li {
                            (self.say(Word::CameButton)) " " (super::super::moment(lang, &instant(shift.came)))
                            @if let Some(went) = shift.went { " · " (self.say(Word::WentButton)) " " (super::super::moment(lang, &instant(went))) }
                        }
                    }
                    @for one in &self.member.mistaken {
                        @let fix = &one.corrected;
                        li { (self.day(fix.signed.on)) " · " (self.say(Word::MistakenShift)) ": " (self.say(if one.shift.went.is_some() { Word::WentButton } else { Word::CameButton })) " " (super::super::moment(lang, &instant(one.shift.went.unwrap_or(one.shift.came)))) " · " (fix.why) }
                    }
                    @for one in &self.member.returned {
                        li { (self.day(one.left.signed.on)) " · " (self.say(Word::LeftOn)) ": " (one.left.why) " · " (self.day(one.back.signed.on)) " " (self.say(Word::TakenBack)) ": " (one.back.why) }
                    }
                }
            }
        }
    }

    /// A form on this page: where it goes, what its button says, and what it asks.
    fn form(&self, act: &str, button: Word, controls: Markup) -> Markup {
        html! {
            form.step method="post" action={ (self.to) "/" (act) } {
                input type="hidden" name="version" value=(self.version);
                (controls)
                button.quiet.small { (self.say(button)) }
            }
        }
    }

    fn forms(&self, office: &Office) -> Markup {
        let lang = self.signed.lang;
        let is_day = self.register.polling().is_some_and(|polling| is_attended(office.today(), polling));
        let me = self.signed.officer.person;
        let assesses = self.may_of_own_side(Act::AssessStaff) && self.member.appointed.by != me;
        let waits = self.member.examined.iter().rev().find(|one| one.waits());
        let last_mark = self.member.shifts.last().map(|shift| shift.last_by());
        let serving = self.member.service().is_some_and(|service| service.duty == Duty::Serving);
        let there = self.member.there_since().is_some();
        let reserve = self.member.service().is_some_and(|service| service.duty == Duty::Reserve);
        let came = !self.member.shifts.is_empty();
        let duties: Vec<Choice> =
            Duty::ALL.iter().map(|d| (d.code().to_owned(), lang.say(words::duty(*d)).to_owned())).collect();
        let grades: Vec<Choice> = Grade::ALL
            .iter()
            .filter(|grade| **grade != Grade::Branch)
            .map(|grade| (grade.code().to_owned(), lang.say(words::grade(*grade)).to_owned()))
            .collect();
        let entry =
            |name: &str, word: Word, dir: Option<&str>| self.fields.entry(name, self.say(word), None, dir);
        if self.member.left.is_some() {
            return html! {
                @if self.may_of_own_side(Act::RecruitStaff) {
                    section.card {
                        h2 { (self.say(Word::TakeBack)) }
                        p.hint { (self.say(Word::CorrectHint)) }
                        (self.form("take-back", Word::TakeBack, entry("why", Word::LeaveWhy, None)))
                    }
                }
            };
        }
        html! {
            @if self.may(Act::AttendStaff) && (there || serving) {
                section.card {
                    h2 { (self.say(Word::Attendance)) }
                    p.hint { (self.say(Word::AttendWhen)) }
                    div.acts { @if there { (self.form("went", Word::WentButton, html! {})) } @else if is_day { (self.form("came", Word::CameButton, html! {})) } }
                    @if last_mark.is_some_and(|by| by != Some(me)) {
                        details {
                            summary { (self.say(Word::CorrectShift)) }
                            p.hint { (self.say(Word::CorrectHint)) }
                            (self.form("shift", Word::CorrectShift, entry("shift-why", Word::LeaveWhy, None)))
                        }
                    }
                }
            }
            @if self.may_of_own_side(Act::AssignStaff) {
                section.card {
                    h2 { (self.say(Word::Assign)) }
                    @if self.member.service().is_none() {
                        p.hint { (self.say(Word::AssignHint)) }
                        (self.form("assign", Word::Assign, html! {
                            (self.fields.place("place", self.say(Word::AssignTo), None))
                            (places::offered(self.signed, self.register, Act::AssignStaff, true))
                            (self.fields.pick("duty", self.say(Word::DutyIs), &duties))
                        }))
                    } @else {
                        @if reserve {
                            (self.form("call", Word::CallButton, html! {
                                (self.fields.place("called-to", self.say(Word::CallTo), Some(lang.say(H::SentToHint))))
                                (places::offered(self.signed, self.register, Act::AssignStaff, true))
                            }))
                        }
                        (self.form("release", Word::Release, entry("release-why", Word::LeaveWhy, None)))
                        @if serving && !there {
                            details open[self.fields.mistakes.iter().any(|mistake| mistake.field == "replace-why")] {
                                summary { (self.say(Word::ReplaceButton)) }
                                p.hint { (self.say(Word::AbsentHint)) }
                                (self.form("replace", Word::ReplaceButton, entry("replace-why", Word::LeaveWhy, None)))
                            }
                        }
                        // Whoever came is not absent; and it has to be meant, for another is called at once.
                        @if serving && is_day && !came {
                            details {
                                summary { (self.say(Word::AbsentButton)) }
                                p.hint { (self.say(Word::AbsentHint)) }
                                (self.form("absent", Word::AbsentButton, html! {}))
                            }
                        }
                    }
                }
            }
            @if assesses {
                @if waits.is_some_and(|one| one.signed.by != me) {
                    section.card { (self.form("certificate", Word::ConfirmCertificate, html! {})) }
                }
                details.card {
                    summary { (self.say(Word::Certify)) }
                    (self.form("certify", Word::Certify, html! {
                        (self.fields.pick("grade", self.say(Word::Grade), &grades))
                        (entry("certificate", Word::Certificate, None))
                        (self.fields.entry("until", self.say(Word::ValidUntil), Some(lang.say(H::DayHint)), Some("ltr")))
                    }))
                }
            } @else {
                // Whoever looks for the form of a trainer's certificate reads why it is not here, and whose it is.
                p.hint { (self.say(Word::CertifyBy)) }
                (powers::whose(lang, Act::AssessStaff))
            }
            @if self.may_of_own_side(Act::RecruitStaff) {
                details.card {
                    summary { (self.say(Word::LeaveButton)) }
                    (self.form("leave", Word::LeaveButton, entry("why", Word::LeaveWhy, None)))
                }
            }
        }
    }
}

/// Somebody's file in words, field by field.
pub(super) fn told(lang: Lang, register: &Register, member: &Member) -> Vec<(&'static str, String)> {
    let declared = |name: &str| matches!(name, "candidate" | "agent" | "supervises" | "offence");
    let said = |name: &str, value: &str| match name {
        "post" => lang.say(words::post(member.post)).to_owned(),
        "schooling" => lang.say(words::schooling(member.declared.schooling)).to_owned(),
        "kin" => lang.say(words::kin(member.declared.kin)).to_owned(),
        "born" => lang.day(value),
        "home" => said::place(lang, register, &member.home),
        name if declared(name) => lang.say(if value.is_empty() { Word::No } else { Word::Yes }).to_owned(),
        "national" => masked(lang, value),
        _ => lang.digits(value),
    };
    let fields = typed::write(member).into_iter().filter(|(name, value)| !value.is_empty() || declared(name));
    fields.map(|(name, value)| (lang.say(super::forms::label(name)), said(name, &value))).collect()
}

/// A national number of which only the last digits stand, as it is read: from the left (UAX 9 isolates).
fn masked(lang: Lang, national: &str) -> String {
    format!("\u{2066}{}\u{2069}", lang.digits(national))
}

/// Is there a letter to hand over? Once somebody is assigned, who then has the pass; not to whoever left.
fn has_letter(member: &Member) -> bool {
    member.service().is_some() && member.left.is_none()
}

/// How long somebody was at work, up to now; nothing where they never came.
pub(super) fn worked(lang: Lang, member: &Member, now: u64) -> Option<String> {
    let minutes = member.worked(now) / 60;
    let said = || lang.fill(Word::Worked, &[&lang.number(minutes / 60), &lang.number(minutes % 60)]);
    (!member.shifts.is_empty()).then(said)
}

/// Seconds since 1970 as the journal writes them.
pub(super) fn instant(seconds: u64) -> String {
    let at = i64::try_from(seconds).ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
    at.map_or_else(String::new, |at| at.to_string())
}

/// What to answer when a form on this page was sent.
async fn done(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    typed: &Typed,
    result: Result<(), Error>,
) -> Result<Response, Absent> {
    let nothing = html! {};
    match result {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/staff/{number}", signed.lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            answer(office, signed, number, typed, &mistakes, &nothing, status).await
        }
        Err(other) => {
            let why = refused::say(signed.lang, other).map_err(|e| signed.failed(e))?;
            answer(office, signed, number, typed, &[], &notice("bad", &why, ""), StatusCode::CONFLICT).await
        }
    }
}

pub(super) async fn leave(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let result = office.end_appointment(&signed.permit()?, number, typed.get("why")).await;
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn take_back(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let result = office.take_back(&signed.permit()?, number, typed.get("why")).await;
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn confirm_certificate(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let result = office.confirm_certificate(&signed.permit()?, number).await;
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn certify(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let mut reading = headquarters::form::Reading::default();
    let grade: Option<Grade> = reading.read("grade", typed.get("grade"), headquarters::form::Why::Unknown);
    let until: Option<calendar::Day> =
        reading.read("until", &typed.latin("until"), headquarters::form::Why::NoDay);
    let certificate = reading.text("certificate", typed.get("certificate"), headquarters::form::LINE);
    let result = match reading.answer(grade.zip(until)) {
        Ok((grade, until)) => {
            office.certify_trainer(&signed.permit()?, number, grade, &certificate, until).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn assign(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let register = places::register(&office, &signed).await?;
    let mut reading = headquarters::form::Reading::default();
    let place = reading.read(
        "place",
        &places::typed(&register, typed.get("place")),
        headquarters::form::Why::NoPlace,
    );
    let duty = reading.read("duty", typed.get("duty"), headquarters::form::Why::Unknown);
    let result = match reading.answer(place.zip(duty)) {
        Ok((place, duty)) => {
            let assigned =
                office.assign_member(&signed.permit()?, number, typed.version(), place, duty).await;
            // A place beyond the officer's own letter is a mistake in a field, and what was typed is kept.
            match assigned {
                Err(Error::Forbidden(_)) => {
                    Err(vec![Mistake { field: "place", why: headquarters::form::Why::Unknown }].into())
                }
                other => other,
            }
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn release(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let why = typed.get("release-why").trim();
    let result = office.release_member(&signed.permit()?, number, typed.version(), why).await;
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn call(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let register = places::register(&office, &signed).await?;
    let mut reading = headquarters::form::Reading::default();
    let place = places::typed(&register, typed.get("called-to"));
    let place = reading.read("called-to", &place, headquarters::form::Why::NoPlace);
    let result = match reading.answer(place) {
        Ok(place) => office.call_member(&signed.permit()?, number, typed.version(), place).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn replace(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let why = typed.get("replace-why");
    let called = office.replace_member(&signed.permit()?, number, typed.version(), why).await;
    replaced(&office, &signed, number, &typed, called).await
}

pub(super) async fn absent(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let called = office.replace_absent(&signed.permit()?, number, "").await;
    replaced(&office, &signed, number, &typed, called).await
}

/// Who was called in somebody's place.
async fn replaced(
    office: &Office,
    signed: &SignedIn,
    number: i64,
    typed: &Typed,
    called: Result<Option<i64>, Error>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    match called {
        Ok(called) => {
            let said = match called {
                Some(called) => {
                    let permit: Permit<act::ReadStaff> = signed.permit()?;
                    let found = office.member(&permit, called).await;
                    let name = found.map_or(called.to_string(), |(_, m)| list::name(lang, &m).to_owned());
                    notice("good", &lang.fill(Word::Called, &[&name]), "")
                }
                None => notice("bad", lang.say(Word::NobodyCalled), ""),
            };
            answer(office, signed, number, &Typed::default(), &[], &said, StatusCode::OK).await
        }
        Err(error) => done(office, signed, number, typed, Err(error)).await,
    }
}

pub(super) async fn came(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let result = office.member_came(&signed.permit()?, number).await;
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn went(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let result = office.member_went(&signed.permit()?, number).await;
    done(&office, &signed, number, &typed, result).await
}

pub(super) async fn correct_shift(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let result =
        office.correct_shift(&signed.permit()?, number, typed.version(), typed.get("shift-why")).await;
    done(&office, &signed, number, &typed, result).await
}

/// The letter of temporary appointment, as it is handed over.
pub(super) async fn letter(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let (_, member) = office.member(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    if !has_letter(&member) {
        return Err(Absent::Page(lang));
    }
    let register = list::register(&office, &signed).await?;
    let polling = register.polling().ok_or(Absent::Page(lang))?;
    let until = member.until(polling);
    let ended = office.today() > until;
    let printed = forms::letter::Letter {
        office: said::place(lang, &register, &member.home),
        number,
        issued: member.appointed.on.to_string(),
        person: format!("{} ({})", list::name(lang, &member), masked(lang, &member.national)),
        role: lang.say(words::post(member.post)).to_owned(),
        place: said::place(lang, &register, member.at()),
        committee: None,
        term: (member.appointed.on.to_string(), until.to_string()),
        basis: member.basis.clone(),
        issued_by: lang.say(crate::locale::Word::Headquarters).to_owned(),
        confirmed_by: None,
        standing: ended.then(|| lang.say(Word::LeftOn).to_owned()),
        gives_rights: false,
    };
    let key = format!("staff {number} {} {printed:?}", lang.code());
    let pdf = crate::press::paper(key, move || forms::letter::print(lang, &printed)).await;
    let pdf = pdf.map_err(|e| Absent::Unplanned(e.to_string()))?;
    let name = format!("inline; filename=\"staff-{number}-{}.pdf\"", lang.code());
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, pdf).into_response())
}
