//! Propose who serves where, and accept it whole.

use super::super::field::{part, place_of, said};
use super::super::form::Typed;
use super::super::{Room, SignedIn};
use super::words::{self, Word};
use super::{list, refused};
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use election::bytes::Digest;
use headquarters::permit::{Act, Permit, act};
use headquarters::place::{Level, Place};
use headquarters::staff::{Duty, Post};
use maud::{Markup, html};
use office::{Error, Office, Plans, Register};
use serde::Deserialize;

/// For which place and post.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    place: String,
    post: String,
}

/// Rows of a proposal that are listed; all are counted.
const LISTED: usize = 200;

pub(super) async fn ask(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Absent> {
    answer(&office, &signed, &asked, &html! {}, StatusCode::OK).await
}

async fn answer(
    office: &Office,
    signed: &SignedIn,
    asked: &Asked,
    above: &Markup,
    status: StatusCode,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::AssignStaff> = signed.permit()?;
    let register = list::register(office, signed).await?;
    let outcome = match (place_of(&asked.place), asked.post.parse::<Post>()) {
        (Some(place), Ok(post)) => match office.propose_staff(&permit, &place, post).await {
            Ok(plans) => proposal(lang, &register, asked, &plans),
            Err(error) => notice("bad", &refused::say(lang, error).map_err(|e| signed.failed(e))?, ""),
        },
        _ => html! {},
    };
    let title = lang.say(Word::Propose);
    let content = html! {
        h1 { (title) }
        p { (lang.say(Word::ProposeHint)) ". " (lang.say(Word::AssignHint)) "." }
        (form(signed, &register, asked))
        (above)
        (outcome)
    };
    Ok((status, super::super::page(signed, Room::Staff, title, "/hq/staff/propose", &content))
        .into_response())
}

fn form(signed: &SignedIn, register: &Register, asked: &Asked) -> Markup {
    let lang = signed.lang;
    let reach = signed.officer.reach(Act::AssignStaff);
    let within = |place: &Place| reach.iter().any(|scope| scope.contains(place));
    let places = register
        .regions()
        .map(|region| &*region.file)
        .filter(|region| region.place.level() >= Level::County && within(&region.place));
    html! {
        form.card.asking method="get" {
            div.fields {
                div.field {
                    label for="place" { (lang.say(Word::ProposePlace)) }
                    select #place name="place" {
                        @for region in places {
                            @let code = part(&region.place);
                            option value=(code) selected[code == asked.place] { (lang.pick(&region.name, &region.latin)) }
                        }
                    }
                }
                div.field {
                    label for="post" { (lang.say(Word::Post)) }
                    select #post name="post" { @for post in Post::ALL { option value=(post.code()) selected[post.code() == asked.post] { (lang.say(words::post(*post))) } } }
                }
            }
            button { (lang.say(Word::Propose)) }
        }
    }
}

fn proposal(lang: Lang, register: &Register, asked: &Asked, plans: &Plans) -> Markup {
    let waiting = plans.filled.iter().filter(|filled| filled.duty == Duty::Reserve).count();
    let empty: u32 = plans.unfilled.iter().map(|(_, seats)| seats).sum();
    let numbers = [plans.filled.len() - waiting, waiting, empty as usize, plans.without_pass]
        .map(|n| lang.number(n as u64));
    let said = lang.fill(Word::Proposed, &[&numbers[0], &numbers[1], &numbers[2], &numbers[3]]);
    let way = |metres: u32| {
        lang.fill(Word::Kilometres, &[&lang.digits(&format!("{:.1}", f64::from(metres) / 1000.0))])
    };
    html! {
        (notice(if empty > 0 { "now" } else { "good" }, &said, ""))
        @if plans.released > 0 { p.hint { (lang.fill(Word::ReleasedLeftOut, &[&lang.number(plans.released as u64)])) } }
        @if empty > 0 {
            p { a href={ "/" (lang.code()) "/hq/staff?duty=reserve&post=" (asked.post) "&place=" (asked.place) } { (lang.say(Word::ReservesWait)) } " · " span.hint { (lang.say(Word::ReservesWaitHint)) } }
        }
        @if plans.filled.is_empty() { (notice("", lang.say(Word::ProposedNone), lang.say(Word::ProposedNoneHint))) } @else {
            form method="post" {
                input type="hidden" name="place" value=(asked.place);
                input type="hidden" name="post" value=(asked.post);
                input type="hidden" name="seen" value=(plans.seen);
                button { (lang.say(Word::Accept)) }
            }
            table.stack {
                thead { tr {
                    th scope="col" { (lang.say(Word::Member)) } th scope="col" { (lang.say(Word::AssignTo)) }
                    th scope="col" { (lang.say(Word::DutyIs)) } th scope="col" { (lang.say(Word::Way)) }
                } }
                tbody {
                    @for filled in plans.filled.iter().take(LISTED) {
                        tr {
                            th scope="row" { a href={ "/" (lang.code()) "/hq/staff/" (filled.member.number) } { (list::name(lang, &filled.member)) } " " span.id dir="ltr" { (lang.digits(&filled.member.national)) } }
                            td data-label=(lang.say(Word::AssignTo)) { (said::place(lang, register, &filled.place)) }
                            td data-label=(lang.say(Word::DutyIs)) { (badge(if filled.duty == Duty::Serving { "green" } else { "later" }, lang.say(words::duty(filled.duty)))) }
                            td data-label=(lang.say(Word::Way)) { @if let Some(metres) = filled.metres { (way(metres)) } }
                        }
                    }
                }
            }
        }
        @if !plans.unfilled.is_empty() {
            ul.plain { @for (place, seats) in plans.unfilled.iter().take(LISTED) { li { (badge("red", &lang.number(*seats))) " " (said::place(lang, register, place)) } } }
        }
    }
}

pub(super) async fn accept(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let asked = Asked { place: typed.get("place").to_owned(), post: typed.get("post").to_owned() };
    let (Some(place), Ok(post)) = (place_of(&asked.place), asked.post.parse::<Post>()) else {
        return Err(Absent::Page(lang));
    };
    let accepted = match typed.get("seen").trim().parse::<Digest>() {
        Ok(seen) => office.accept_staff(&signed.permit()?, &place, post, seen).await,
        // No proposal of ours: it is shown anew.
        Err(_) => Err(Error::Changed),
    };
    match accepted {
        Ok(_) => Ok(Redirect::to(&format!("/{}/hq/staff?place={}&post={post}", lang.code(), part(&place)))
            .into_response()),
        Err(Error::Changed) => {
            let above = notice("now", lang.say(Word::ChangedStaff), "");
            answer(&office, &signed, &asked, &above, StatusCode::CONFLICT).await
        }
        Err(other) => {
            let why = refused::say(lang, other).map_err(|e| signed.failed(e))?;
            answer(&office, &signed, &asked, &notice("bad", &why, ""), StatusCode::CONFLICT).await
        }
    }
}
