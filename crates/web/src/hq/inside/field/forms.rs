//! Put a branch on the register, and correct it there.

use super::super::form::{Choice, Fields, Typed};
use super::super::{Room, SignedIn, words::Word as H};
use super::words::Word as F;
use super::{part, place_of, said};
use crate::furniture::notice;
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::branch::{Branch, Kind, Setting, Site, Standing, typed};
use headquarters::form::Mistake;
use maud::{Markup, html};
use office::{Error, Held, Office};

pub(super) async fn ask_new(signed: SignedIn) -> Response {
    new_form(&signed, &Typed::default(), &[])
}

fn new_form(signed: &SignedIn, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let fields = Fields { lang: signed.lang, typed, mistakes };
    let head = html! { (fields.plain("place", H::BranchPlace, Some(H::BranchPlaceHint))) };
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
        Err(Error::Typed(mistakes)) => Ok(new_form(&signed, &typed, &mistakes)),
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
    Ok(correction(&signed, &kept, &filled(&kept), &[], None))
}

fn filled(kept: &Held<Branch>) -> Typed {
    let fields = typed::write(&kept.file.site);
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Typed::of(&pairs).with_version(kept.version)
}

/// The form; `stands` is what another officer put there meanwhile.
fn correction(
    signed: &SignedIn,
    kept: &Held<Branch>,
    typed: &Typed,
    mistakes: &[Mistake],
    stands: Option<&Site>,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let site = &kept.file.site;
    // Another officer was faster: the fields keep what was typed, and what stands now is shown beside it.
    let above = html! {
        @if stands.is_some() { (notice("now", lang.say(H::FieldChanged), lang.say(H::FieldChangedHint))) }
    };
    let head = html! {
        input type="hidden" name="place" value=(site.place);
        (fields.version())
        p.field { (lang.say(H::BranchPlace)) ": " span.id dir="ltr" { (lang.digits(site.place.as_str())) } }
    };
    let tail = html! {
        (fields.line("why", H::FieldReason, None))
        @if let Some(now) = stands {
            section.whole {
                h2 { (lang.say(H::StandsNow)) }
                dl.readings { @for (name, value) in typed::write(now) { dt { (label(lang, name)) } dd { (lang.digits(&value)) } } }
            }
        }
    };
    let path = format!("/hq/branches/{}/register", part(&site.place));
    form(signed, (H::BranchCorrect, &path), fields, [&above, &head, &tail])
}

pub(super) async fn correct(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let kept = find(&office, &signed, &address).await?;
    let corrected = match read(&typed, kept.file.site.registered) {
        Ok(site) => {
            let site = Site { place: kept.file.site.place.clone(), ..site };
            office.correct_branch(&signed.permit()?, typed.version(), site, typed.get("why").trim()).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match corrected {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/branches/{address}", signed.lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => Ok(correction(&signed, &kept, &typed, &mistakes, None)),
        Err(Error::Changed) => {
            let kept = find(&office, &signed, &address).await?;
            let typed = typed.with_version(kept.version);
            Ok((StatusCode::CONFLICT, correction(&signed, &kept, &typed, &[], Some(&kept.file.site)))
                .into_response())
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// Numbers, days and coordinates are read in whichever digits; names are left as they were typed.
fn read(typed: &Typed, registered: calendar::Day) -> Result<Site, Vec<Mistake>> {
    let values = typed::FIELDS.map(|name| match name {
        "place" | "at" | "devices" | "agreed" | "voters" | "rooms" => {
            (name, typed.latin(name).replace('٫', "."))
        }
        _ => (name, typed.get(name).to_owned()),
    });
    typed::read(
        |name| values.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value),
        registered,
    )
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
        (fields.refused())
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
