//! Put a branch on the register, and correct it there.

use super::super::form::{Choice, Fields, Typed, day_typed, overtaken};
use super::super::{Room, SignedIn, places, words::Word as H};
use super::words::Word as F;
use super::{part, place_of, said};
use crate::locale::{Lang, latin_digits};
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::branch::{Branch, Kind, Setting, Site, Standing, typed};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Actor, permit};
use maud::{Markup, html};
use office::{Error, Held, Office, Register};

pub(super) async fn ask_new(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let register = places::register(&office, &signed).await?;
    Ok(new_form(&signed, &register, &Typed::default(), &[]))
}

fn new_form(signed: &SignedIn, register: &Register, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let head = html! {
        (fields.place("place", lang.say(H::BranchPlace), Some(lang.say(H::BranchPlaceHint))))
        (places::offered(signed, register, Act::RegisterBranch, false))
    };
    form(signed, (H::BranchRegister, "/hq/branches/register"), fields, [&html! {}, &head, &html! {}])
}

pub(super) async fn register(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let registered = match read(&typed, office.today()) {
        Ok(site) => {
            let place = site.place.clone();
            office.register_branch(&signed.permit()?, site).await.map(|()| place)
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match registered {
        Ok(place) => {
            Ok(Redirect::to(&format!("/{}/hq/branches/{}", signed.lang.code(), part(&place))).into_response())
        }
        Err(Error::Typed(mistakes)) => {
            let register = places::register(&office, &signed).await?;
            Ok(new_form(&signed, &register, &typed, &mistakes))
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// A branch that the officer may see, or that there is none.
pub(super) async fn find(office: &Office, signed: &SignedIn, address: &str) -> Result<Held<Branch>, Absent> {
    let permit = signed.permit()?;
    let register = office.branch_register(&permit).await.map_err(|e| signed.failed(e))?;
    let place = place_of(address).ok_or(Absent::Page(signed.lang))?;
    permit.over(&place).map_err(|_| Absent::Forbidden(signed.lang))?;
    register.branch(&place).cloned().ok_or(Absent::Page(signed.lang))
}

pub(super) async fn ask_correction(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
) -> Result<Response, Absent> {
    let kept = find(&office, &signed, &address).await?;
    Ok(correction(&signed, &kept, &filled(signed.lang, &kept), &[], None))
}

/// The form as it stands, in the reader's digits and calendar.
fn filled(lang: Lang, kept: &Held<Branch>) -> Typed {
    let site = &kept.file.site;
    let agreed = site.agreement.as_ref().and_then(|agreement| agreement.on);
    let fields = typed::write(site).map(|(name, value)| match name {
        "agreed" => (name, agreed.map_or(String::new(), |day| day_typed(lang, day))),
        "devices" | "voters" | "rooms" => (name, lang.digits(&value)),
        _ => (name, value),
    });
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Typed::standing(&pairs, kept.version)
}

/// A value of the form in the reader's words.
fn said_value(lang: Lang, name: &str, value: &str) -> String {
    let latin = latin_digits(value);
    let word = match name {
        "kind" => value.parse().ok().map(said::kind),
        "standing" => value.parse().ok().map(said::standing),
        "setting" => value.parse().ok().map(said::setting),
        _ => None,
    };
    let said = match name {
        _ if word.is_some() => word.map(|word| lang.say(word).to_owned()),
        "agreed" => latin.parse::<calendar::Day>().ok().map(|day| lang.day(&day.to_string())),
        "at" => latin.parse().ok().map(|at| said::coordinates(lang, at)),
        "devices" | "voters" | "rooms" => latin.parse::<u64>().ok().map(|number| lang.number(number)),
        _ => None,
    };
    said.unwrap_or_else(|| value.to_owned())
}

/// The form; `overtaken` says what another officer put there meanwhile.
fn correction(
    signed: &SignedIn,
    kept: &Held<Branch>,
    typed: &Typed,
    mistakes: &[Mistake],
    overtaken: Option<Markup>,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let site = &kept.file.site;
    let head = html! {
        input type="hidden" name="place" value=(site.place);
        (fields.version())
        p.field { (lang.say(H::BranchPlace)) ": " (said::code(site.place.as_str())) }
    };
    let tail = fields.line("why", H::FieldReason, None);
    let path = format!("/hq/branches/{}/register", part(&site.place));
    form(signed, (H::BranchCorrect, &path), fields, [&overtaken.unwrap_or_default(), &head, &tail])
}

pub(super) async fn correct(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let kept = find(&office, &signed, &address).await?;
    let place = &kept.file.site.place;
    let corrected = match read(&typed, office.today()) {
        Ok(site) => keep(&office, &signed, &kept, &typed, Site { place: place.clone(), ..site }).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match corrected {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/branches/{address}", signed.lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => Ok(correction(&signed, &kept, &typed, &mistakes, None)),
        Err(Error::Changed) => {
            let (kept, lang) = (find(&office, &signed, &address).await?, signed.lang);
            let changes = office.register_changes(&signed.permit()?, place).await;
            let changes = changes.map_err(|e| signed.failed(e))?;
            let now = filled(lang, &kept);
            let said = overtaken(
                lang,
                typed.overtaken(&now),
                |name| label(lang, name).to_owned(),
                |name, value| said_value(lang, name, value),
                |name| changes.of(name).map(|by| said::name(lang, &changes.names, by)),
            );
            let merged = typed.beside(&now);
            Ok((StatusCode::CONFLICT, correction(&signed, &kept, &merged, &[], Some(said))).into_response())
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// Keeps a correction. Whoever touched the branch's file meanwhile, and nothing of its register, is in nobody's way.
async fn keep(
    office: &Office,
    signed: &SignedIn,
    kept: &Held<Branch>,
    typed: &Typed,
    site: Site,
) -> Result<(), Error> {
    let untouched = typed.remembers() && typed.overtaken(&filled(signed.lang, kept)).next().is_none();
    let version = if untouched { kept.version } else { typed.version() };
    let permit = permit(Actor::Officer(signed.officer.clone()))?;
    office.correct_branch(&permit, version, site, typed.get("why").trim()).await
}

/// Numbers, days and coordinates are read in whichever digits; names are left as they were typed.
fn read(typed: &Typed, today: calendar::Day) -> Result<Site, Vec<Mistake>> {
    let values = typed::FIELDS.map(|name| match name {
        "at" => (name, typed.latin(name).replace('٫', ".").replace('،', ",")),
        "place" | "devices" | "agreed" | "voters" | "rooms" => (name, typed.latin(name)),
        _ => (name, typed.get(name).to_owned()),
    });
    typed::read(|name| values.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value), today)
}

/// What a column is called.
pub(super) fn label(lang: Lang, column: &str) -> &'static str {
    lang.say(match column {
        "voters" => return lang.say(F::Voters),
        "rooms" => return lang.say(F::Rooms),
        "place" => H::BranchPlace,
        "name" => H::NameFa,
        "latin" => H::NameEn,
        "kind" => H::BranchKind,
        "standing" => H::BranchStanding,
        "setting" => H::BranchSetting,
        "education" => H::BranchEducation,
        "at" => H::BranchAt,
        "devices" => H::BranchDevices,
        "owner" => H::BranchOwner,
        _ => H::BranchAgreed,
    })
}

fn form(
    signed: &SignedIn,
    (title, path): (H, &str),
    fields: Fields<'_>,
    [above, head, tail]: [&Markup; 3],
) -> Response {
    let lang = signed.lang;
    let choices = |all: Vec<(&str, H)>| -> Vec<Choice> {
        all.into_iter().map(|(code, word)| (code.to_owned(), lang.say(word).to_owned())).collect()
    };
    let kinds = choices(Kind::ALL.iter().map(|k| (k.code(), said::kind(*k))).collect());
    let standings = choices(Standing::ALL.iter().map(|s| (s.code(), said::standing(*s))).collect());
    let settings = choices(Setting::ALL.iter().map(|s| (s.code(), said::setting(*s))).collect());
    let content = html! {
        h1 { (lang.say(title)) }
        (fields.refused_at())
        (above)
        form.card.asking method="post" action={ "/" (lang.code()) (path) } {
            div.fields {
                (head)
                (fields.line("name", H::NameFa, None))
                (fields.line("latin", H::NameEn, None))
                (fields.choose("kind", H::BranchKind, &kinds))
                (fields.choose("standing", H::BranchStanding, &standings))
                (fields.choose("setting", H::BranchSetting, &settings))
                (fields.line("education", H::BranchEducation, None))
                (fields.plain("at", H::BranchAt, Some(H::BranchAtHint)))
                (fields.plain("devices", H::BranchDevices, None))
                (fields.entry("voters", lang.say(F::Voters), Some(lang.say(F::VotersHint)), Some("ltr")))
                (fields.entry("rooms", lang.say(F::Rooms), None, Some("ltr")))
                (fields.line("owner", H::BranchOwner, None))
                (fields.plain("agreed", H::BranchAgreed, Some(H::BranchAgreedHint)))
                (tail)
            }
            button { (lang.say(H::Keep)) }
        }
    };
    let status = if fields.mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, super::super::page(signed, Room::Branches, lang.say(title), path, &content)).into_response()
}
