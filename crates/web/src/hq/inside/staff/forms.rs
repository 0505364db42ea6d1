//! Take somebody on, and correct their file.

use super::super::field::said;
use super::super::form::{Choice, Fields, Typed, day_typed};
use super::super::{Room, SignedIn, places, words::Word as H};
use super::words::{self, Word};
use super::{list, refused};
use crate::furniture::notice;
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::{Mistake, Why};
use headquarters::permit::{Act, Holders, Permit, act, holders};
use headquarters::staff::{Applicant, Kin, Member, Post, Schooling, Signed, typed};
use maud::{Markup, html};
use office::{Error, Nonetheless, Office, Register};

pub(super) async fn ask(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let register = list::register(&office, &signed).await?;
    let scope = signed.officer.reach(Act::RecruitStaff).first().map(|place| place.to_string());
    let typed = Typed::of(&[("home", scope.as_deref().unwrap_or_default())]);
    let path = (Word::Recruit, "/hq/staff/recruit");
    Ok(form((&signed, &register), path, &typed, &[], &html! {}, StatusCode::OK))
}

/// The fields with numbers, days and coordinates in Latin digits; names are left as they were typed.
fn values(form: &Typed) -> [(&'static str, String); 14] {
    typed::FIELDS.map(|name| match name {
        "national" | "phone" | "home" | "born" => (name, form.latin(name)),
        "lives" => (name, form.latin(name).replace('٫', ".")),
        _ => (name, form.get(name).to_owned()),
    })
}

fn value<'a>(values: &'a [(&'static str, String); 14], name: &str) -> &'a str {
    values.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
}

fn by(office: &Office, signed: &SignedIn) -> Signed {
    Signed { on: office.today(), by: signed.officer.person }
}

pub(super) async fn recruit(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let path = (Word::Recruit, "/hq/staff/recruit");
    let register = list::register(&office, &signed).await?;
    let Some(polling) = register.polling() else {
        let said = notice("bad", lang.say(Word::NoPollingDay), lang.say(Word::NoPollingDayHint));
        return Ok(form((&signed, &register), path, &typed, &[], &said, StatusCode::CONFLICT));
    };
    let values = values(&places::by_codes(&register, &typed, "home"));
    let (value, by) = (|name: &'static str| value(&values, name), by(&office, &signed));
    let permit: Permit<act::RecruitStaff> = signed.permit()?;
    let nonetheless =
        Nonetheless { refusals: typed.latin("refused").parse().unwrap_or(0), why: typed.get("why") };
    let unasked = typed::unasked(value);
    let recruited = match (typed::applicant(value, by), typed::member(value, polling, by)) {
        (Ok(new), _) if unasked.is_empty() => office.recruit(&permit, new, nonetheless).await,
        // What bars them is said beside the other mistakes, and kept whatever these are.
        (applicant, member) => {
            let mistakes = member.err().or(applicant.err()).unwrap_or_default();
            let mistakes: Vec<Mistake> = mistakes.into_iter().chain(unasked).collect();
            let refused = match typed::barred(value, polling, by) {
                Some(barred) => office.refuse_applicant(&permit, barred).await,
                None => Ok(()),
            };
            refused.and(Err(mistakes.into()))
        }
    };
    match recruited {
        Ok(number) => Ok(Redirect::to(&format!("/{}/hq/staff/{number}", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => Ok(form(
            (&signed, &register),
            path,
            &typed,
            &mistakes,
            &html! {},
            StatusCode::UNPROCESSABLE_ENTITY,
        )),
        Err(Error::Forbidden(_)) => {
            let mistakes = [Mistake { field: "home", why: Why::Unknown }];
            Ok(form(
                (&signed, &register),
                path,
                &typed,
                &mistakes,
                &html! {},
                StatusCode::UNPROCESSABLE_ENTITY,
            ))
        }
        Err(Error::RefusedBefore(before)) => {
            let said = refused_before(lang, &register, &before);
            let typed = typed.with("refused", &before.len().to_string());
            Ok(form((&signed, &register), path, &typed, &[], &said, StatusCode::CONFLICT))
        }
        Err(other) => {
            let why = refused::say(lang, other).map_err(|e| signed.failed(e))?;
            Ok(form((&signed, &register), path, &typed, &[], &notice("bad", &why, ""), StatusCode::CONFLICT))
        }
    }
}

/// When, where and why somebody was refused before.
fn refused_before(lang: Lang, register: &Register, before: &[Applicant]) -> Markup {
    let line = |one: &Applicant| {
        let bars: Vec<&str> = one.bars.iter().map(|bar| lang.say(words::bar(*bar))).collect();
        let day = lang.day(&one.refused.on.to_string());
        let place = said::place(lang, register, &one.home);
        lang.fill(Word::RefusedBeforeLine, &[&day, &place, lang.say(words::post(one.post)), &bars.join(" ")])
    };
    html! {
        (notice("now", lang.say(Word::RefusedBefore), lang.say(Word::RefusedBeforeHint)))
        ul.plain { @for one in before { li { (line(one)) } } }
    }
}

pub(super) async fn ask_correction(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    let (version, member) = office.member(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    let register = list::register(&office, &signed).await?;
    let fields = typed::write(&member);
    let lang = signed.lang;
    let as_typed = |(name, value): &(&'static str, String)| match *name {
        "born" => (*name, value.parse().map_or_else(|_| value.clone(), |day| day_typed(lang, day))),
        "phone" => (*name, lang.digits(value)),
        _ => (*name, value.clone()),
    };
    let fields: Vec<(&str, String)> = fields.iter().map(as_typed).collect();
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let typed = Typed::of(&pairs).with_version(version);
    let path = format!("/hq/staff/{number}/correct");
    Ok(form((&signed, &register), (Word::Correct, &path), &typed, &[], &html! {}, StatusCode::OK))
}

pub(super) async fn correct(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, number)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let path = format!("/hq/staff/{number}/correct");
    let path = (Word::Correct, path.as_str());
    // Whose file it is comes before what was typed: to another officer the form says nothing.
    let (_, kept) = office.member(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
    let permit: Permit<act::RecruitStaff> = signed.permit()?;
    permit.over(kept.at()).map_err(|_| Absent::Forbidden(lang))?;
    let register = list::register(&office, &signed).await?;
    let values = values(&places::by_codes(&register, &typed, "home"));
    let done = match typed::file(|name| value(&values, name), by(&office, &signed)) {
        Ok(new) => {
            let why = typed.get("why").trim();
            office.correct_member(&signed.permit()?, number, typed.version(), new, why).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/staff/{number}", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => Ok(form(
            (&signed, &register),
            path,
            &typed,
            &mistakes,
            &html! {},
            StatusCode::UNPROCESSABLE_ENTITY,
        )),
        Err(Error::Changed) => {
            let (version, now) =
                office.member(&signed.permit()?, number).await.map_err(|e| signed.failed(e))?;
            Ok(form(
                (&signed, &register),
                path,
                &typed.with_version(version),
                &[],
                &stands(lang, &register, &now),
                StatusCode::CONFLICT,
            ))
        }
        Err(other) => {
            let why = refused::say(lang, other).map_err(|e| signed.failed(e))?;
            Ok(form((&signed, &register), path, &typed, &[], &notice("bad", &why, ""), StatusCode::CONFLICT))
        }
    }
}

/// What another officer put there meanwhile.
fn stands(lang: Lang, register: &Register, now: &Member) -> Markup {
    html! {
        (notice("now", lang.say(H::ChangedMeanwhile), lang.say(H::ChangedMeanwhileHint)))
        dl.readings { @for (name, value) in super::member::told(lang, register, now) { dt { (name) } dd { (value) } } }
    }
}

/// What a field is called.
pub(super) fn label(field: &str) -> Word {
    match field {
        "national" => Word::National,
        "name" => Word::NamePersian,
        "latin" => Word::NameLatin,
        "phone" => Word::Phone,
        "post" => Word::Post,
        "home" => Word::Home,
        "lives" => Word::Lives,
        "born" => Word::Born,
        "schooling" => Word::Schooling,
        "candidate" => Word::IsCandidate,
        "agent" => Word::IsAgent,
        "kin" => Word::KinTo,
        "supervises" => Word::Supervises,
        _ => Word::Offence,
    }
}

fn form(
    (signed, register): (&SignedIn, &Register),
    (title, path): (Word, &str),
    typed: &Typed,
    mistakes: &[Mistake],
    above: &Markup,
    status: StatusCode,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let offered = places::offered(signed, register, Act::RecruitStaff, false);
    let corrects = typed.version() > 0;
    let line = |name: &str, dir: Option<&str>| fields.entry(name, lang.say(label(name)), None, dir);
    let hinted =
        |name: &str, hint: Word| fields.entry(name, lang.say(label(name)), Some(lang.say(hint)), Some("ltr"));
    let choices = |all: Vec<(&str, Word)>| -> Vec<Choice> {
        all.into_iter().map(|(code, word)| (code.to_owned(), lang.say(word).to_owned())).collect()
    };
    // Each side takes on its own people; of whom a file is of the other side already, it says so.
    let of_side = |post: &&Post| {
        let mut recruits = signed
            .officer
            .appointments
            .iter()
            .filter(|held| held.role.is_supervisory() == post.is_supervisory());
        recruits.any(
            |held| matches!(holders(Act::RecruitStaff), Holders::Roles(roles) if roles.contains(&held.role)),
        ) || typed.get("post") == post.code()
    };
    let posts =
        choices(Post::ALL.iter().filter(of_side).map(|post| (post.code(), words::post(*post))).collect());
    let schoolings = Schooling::ALL.iter().rev().map(|s| (s.code(), words::schooling(*s)));
    let schoolings = match corrects {
        true => choices(schoolings.collect()),
        false => choices(std::iter::once(("", Word::NotAsked)).chain(schoolings).collect()),
    };
    let kin = Kin::ALL.iter().map(|kin| (kin.code(), words::kin(*kin)));
    // In a new file each answer is given by hand; one that is corrected has them.
    let (kin, yes_no) = if corrects {
        (choices(kin.collect()), choices(vec![("", Word::No), ("yes", Word::Yes)]))
    } else {
        let unasked = std::iter::once(("", Word::NotAsked));
        let yes_no = vec![("", Word::NotAsked), ("no", Word::No), ("yes", Word::Yes)];
        (choices(unasked.chain(kin).collect()), choices(yes_no))
    };
    let content = html! {
        h1 { (lang.say(title)) }
        (fields.refused_at())
        (above)
        form.card.asking method="post" action={ "/" (lang.code()) (path) } {
            div.fields {
                @if corrects {
                    (fields.version())
                    input type="hidden" name="national" value=(typed.get("national"));
                    p.field { (lang.say(Word::National)) ": " span.id dir="ltr" { (lang.digits(typed.get("national"))) } }
                } @else { (hinted("national", Word::NationalHint)) }
                (line("name", None))
                (line("latin", Some("ltr")))
                (line("phone", Some("ltr")))
                (fields.pick("post", lang.say(Word::Post), &posts))
                (fields.place("home", lang.say(label("home")), Some(lang.say(Word::HomeHint))))
                (offered)
                (hinted("lives", Word::LivesHint))
                (fields.entry("born", lang.say(Word::Born), Some(lang.say(H::DayHint)), Some("ltr")))
                (fields.pick("schooling", lang.say(Word::Schooling), &schoolings))
                h2.whole { (lang.say(Word::Declares)) }
                @for name in typed::DECLARED.into_iter().filter(|name| *name != "kin") { (fields.pick(name, lang.say(label(name)), &yes_no)) }
                (fields.pick("kin", lang.say(Word::KinTo), &kin))
                @if corrects { (fields.line("why", H::FieldReason, None)) }
                @else if !typed.get("refused").is_empty() {
                    input type="hidden" name="refused" value=(typed.get("refused"));
                    (fields.entry("why", lang.say(Word::WhyNow), None, None))
                }
            }
            button { (lang.say(H::Keep)) }
        }
    };
    (status, super::super::page(signed, Room::Staff, lang.say(title), path, &content)).into_response()
}
