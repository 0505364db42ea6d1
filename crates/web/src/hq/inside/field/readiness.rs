//! The page that a governor opens in the morning: what is not ready, whose it is, and since when.

use super::super::form::{Fields, Typed, day_typed};
use super::super::organisation::changed_meanwhile;
use super::super::{Room, SignedIn, words::Word as H};
use super::{map, part, place_of, said};
use crate::furniture::{figure, notice};
use crate::layout::{Page, Section};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Day;
use headquarters::form::{Mistake, Why};
use headquarters::permit::{Act, Permit, act};
use headquarters::place::{Level, Place};
use headquarters::readiness::{Area, Count, Next};
use maud::{Markup, html};
use office::{Error, Office, Readiness};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    place: String,
    every: Option<String>,
}

/// What is first on the list is what fits on a screen; the rest is one step away.
const NEXT: usize = 12;

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let permit: Permit<act::ReadReadiness> = signed.permit()?;
    let ready = office.readiness(&permit).await.map_err(|e| signed.failed(e))?;
    let lang = signed.lang;
    let Some(ready) = ready else { return Ok(no_day(&signed, &Typed::default(), &[])) };
    let place = match place_of(&asked.place) {
        Some(place) => place,
        None => widest(&permit).ok_or(Absent::Forbidden(lang))?,
    };
    permit.over(&place).map_err(|_| Absent::Forbidden(lang))?;
    let every = asked.every.as_deref().and_then(|every| latin_digits(every).parse().ok());
    let every = every.map(|seconds: u16| seconds.clamp(5, 600));
    let content = content(&signed, &ready, &place);
    let path = format!("/hq/readiness?place={}", part(&place));
    let title = lang.say(H::Readiness);
    if every.is_some() {
        // On a wall nobody clicks: no rooms, and the page comes again by itself.
        return Ok(
            Page { lang, title, section: Some(Section::Headquarters), path: &path, every }.show(content)
        );
    }
    Ok(super::super::page(&signed, Room::Readiness, title, &path, &content))
}

/// The widest place that a permit reaches.
pub(super) fn widest<A: headquarters::permit::Kind>(permit: &Permit<A>) -> Option<Place> {
    permit.reach().into_iter().min_by_key(|place| place.level()).cloned()
}

fn content(signed: &SignedIn, ready: &Readiness, place: &Place) -> Markup {
    let lang = signed.lang;
    let left = ready.polling.days_since(ready.today);
    let polling = lang.day(&ready.polling.to_string());
    let empty = Count::default();
    let area = ready.area(place);
    let count = area.map_or(empty, |area| area.count);
    let points: Vec<map::Point> = ready
        .branches
        .iter()
        .filter(|ready| place.contains(&ready.branch.site.place))
        .map(|ready| {
            let at = ready.branch.site.at;
            ((at.latitude(), at.longitude()), ready.colour)
        })
        .collect();
    html! {
        h1 { (lang.say(H::Readiness)) " · " (said::place(lang, &ready.register, place)) }
        p.lead {
            @if left >= 0 { (lang.fill(H::ReadinessLead, &[&lang.number(left.unsigned_abs()), &polling])) }
            @else { (lang.fill(H::ReadinessOver, &[&polling])) }
            " " (said::lamp(lang, count.colour(left)))
        }
        @if count.all() == 0 {
            (notice("", lang.say(H::BranchesNone), lang.say(H::BranchesNoneHint)))
            p { a href={ "/" (lang.code()) "/hq/branches" } { (lang.say(H::FieldBranches)) } }
        } @else {
            (counts(lang, count))
            div.halves {
                section.card { h2 { (lang.say(H::WhatNext)) } (next(lang, place, area)) }
                section.card { h2 { (lang.say(H::ReadinessMap)) } (map::map(lang, &points)) }
            }
            (below(signed, ready, place))
            (trend(lang, ready))
        }
        p.ways {
            @if let Some(above) = place.above().filter(|above| may_see(signed, above)) {
                a href={ "?place=" (part(&above)) } { (lang.say(H::Above)) }
            }
            a href={ "?place=" (part(place)) "&every=30" } { (lang.say(H::WallScreen)) }
            @for kind in ["csv", "xlsx", "json"] {
                a href={ "/" (lang.code()) "/hq/readiness/" (part(place)) "." (kind) } { (lang.say(H::DownloadAs)) " " (kind.to_uppercase()) }
            }
        }
        @if signed.officer.may(Act::FixPollingDay) { (day_form(lang, ready.register.polling_version(), &Typed::default(), &[])) }
    }
}

fn may_see(signed: &SignedIn, place: &Place) -> bool {
    signed.officer.reach(Act::ReadReadiness).iter().any(|scope| scope.contains(place))
}

fn counts(lang: Lang, count: Count) -> Markup {
    let each = [
        (count.red, H::Red, H::RedHint),
        (count.amber, H::Amber, H::AmberHint),
        (count.green, H::Green, H::GreenHint),
    ];
    html! {
        dl.figures.tight {
            @for (number, word, hint) in each {
                (figure(&lang.number(number), lang.say(word), Some(lang.say(hint))))
            }
        }
        (stripe(count))
    }
}

/// Three colours in one bar; the numbers stand beside it.
fn stripe(count: Count) -> Markup {
    let all = count.all().max(1);
    let width = |part: u32| u64::from(part) * 1000 / u64::from(all);
    let (red, amber) = (width(count.red), width(count.amber));
    html! {
        svg.bar.stripe viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.green x="0" y="0" width="1000" height="10" {}
            rect.amber x="0" y="0" width=(red + amber) height="10" {}
            rect.red x="0" y="0" width=(red) height="10" {}
        }
    }
}

fn next(lang: Lang, place: &Place, area: Option<&Area>) -> Markup {
    let next: &[Next] = area.map_or(&[], |area| &area.next);
    html! {
        @if next.is_empty() { (notice("good", lang.say(H::NothingToDo), lang.say(H::NothingToDoHint))) } @else {
            table.stack {
                thead { tr {
                    th scope="col" { (lang.say(H::FieldTopic)) } th scope="col" { (lang.say(H::FieldWhose)) }
                    th.number scope="col" { (lang.say(H::InBranches)) }
                    th scope="col" { (lang.say(H::FieldSince)) } th scope="col" { (lang.say(H::FieldDue)) }
                } }
                tbody {
                    @for one in next.iter().take(NEXT) {
                        tr {
                            th scope="row" {
                                (said::lamp(lang, one.colour)) " "
                                a href={ "/" (lang.code()) "/hq/branches?place=" (part(place)) "&topic=" (one.topic.code()) } { (said::topic(lang, one.topic)) }
                            }
                            td data-label=(lang.say(H::FieldWhose)) { (said::whose(lang, &one.whose)) }
                            td.number data-label=(lang.say(H::InBranches)) { (lang.number(one.branches)) }
                            td data-label=(lang.say(H::FieldSince)) { (lang.day(&one.since.to_string())) }
                            td data-label=(lang.say(H::FieldDue)) { (lang.day(&one.due.to_string())) }
                        }
                    }
                }
            }
        }
    }
}

/// The areas one level down, each with its worst.
fn below(signed: &SignedIn, ready: &Readiness, place: &Place) -> Markup {
    let lang = signed.lang;
    let left = ready.polling.days_since(ready.today);
    let down = match place.level() {
        Level::Province => Level::County,
        _ => Level::District,
    };
    let areas: Vec<&Area> =
        ready.areas.iter().filter(|area| area.place.level() == down && place.contains(&area.place)).collect();
    html! {
        @if place.level() < Level::District && !areas.is_empty() {
            section {
                table.stack {
                    thead { tr {
                        th scope="col" { (lang.say(H::AreaName)) } th scope="col" { (lang.say(H::AreaState)) }
                        th.number scope="col" { (lang.say(H::Red)) } th.number scope="col" { (lang.say(H::Amber)) }
                        th.number scope="col" { (lang.say(H::Green)) } th scope="col" { (lang.say(H::WhatNext)) }
                    } }
                    tbody {
                        @for area in areas {
                            tr {
                                th scope="row" { a href={ "?place=" (part(&area.place)) } { (said::place(lang, &ready.register, &area.place)) } (stripe(area.count)) }
                                td data-label=(lang.say(H::AreaState)) { (said::lamp(lang, area.count.colour(left))) }
                                td.number data-label=(lang.say(H::Red)) { (lang.number(area.count.red)) }
                                td.number data-label=(lang.say(H::Amber)) { (lang.number(area.count.amber)) }
                                td.number data-label=(lang.say(H::Green)) { (lang.number(area.count.green)) }
                                td data-label=(lang.say(H::WhatNext)) {
                                    @if let Some(first) = area.next.first() {
                                        (said::topic(lang, first.topic)) " · " (said::whose(lang, &first.whose)) " · " (lang.number(first.branches))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        } @else if place.level() >= Level::District {
            p { a.button href={ "/" (lang.code()) "/hq/branches?place=" (part(place)) } { (lang.say(H::FieldBranches)) } }
        }
    }
}

fn trend(lang: Lang, ready: &Readiness) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(H::TrendTitle)) }
            ul.trend {
                @for (day, count) in &ready.trend {
                    @let numbers = [count.green, count.amber, count.red].map(|n| lang.number(n));
                    li { (lang.fill(H::TrendWeek, &[&lang.day(&day.to_string()), &numbers[0], &numbers[1], &numbers[2]])) (stripe(*count)) }
                }
            }
        }
    }
}

fn no_day(signed: &SignedIn, typed: &Typed, mistakes: &[Mistake]) -> Markup {
    let lang = signed.lang;
    let title = lang.say(H::Readiness);
    let content = html! {
        h1 { (title) }
        (notice("now", lang.say(H::ReadinessNoDay), lang.say(H::ReadinessNoDayHint)))
        @if signed.officer.may(Act::FixPollingDay) { (day_form(lang, 0, typed, mistakes)) }
    };
    super::super::page(signed, Room::Readiness, title, "/hq/readiness", &content)
}

fn day_form(lang: Lang, version: i64, typed: &Typed, mistakes: &[Mistake]) -> Markup {
    let fields = Fields { lang, typed, mistakes };
    html! {
        details.aside open[*typed != Typed::default()] {
            summary { (lang.say(H::FixPollingDay)) }
            form.card.narrow method="post" action={ "/" (lang.code()) "/hq/polling-day" } {
                (fields.version(version))
                (fields.day("polling", H::FixPollingDay))
                (fields.line("why", H::FieldReason, None))
                button { (lang.say(H::FixPollingDay)) }
            }
        }
    }
}

pub(super) async fn fix_polling_day(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::FixPollingDay> = signed.permit()?;
    let fixed = match typed.latin("polling").trim().parse::<Day>() {
        Ok(day) => office.fix_polling_day(&permit, day, typed.version(), typed.get("why").trim()).await,
        Err(_) => Err(Error::Typed(vec![Mistake { field: "polling", why: Why::NoDay }])),
    };
    match fixed {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/readiness", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            let said = notice("bad", lang.say(H::FormRefused), lang.say(H::FormRefusedHint));
            let page = day_again(&signed, typed.version(), &typed, &mistakes, &said);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(Error::Changed) => {
            let register = office.branch_register(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
            let now = register.polling().map(|day| day_typed(lang, day)).unwrap_or_default();
            let said = changed_meanwhile(lang, &[(H::FixPollingDay, now)]);
            let page = day_again(&signed, register.polling_version(), &typed, &[], &said);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(other) => Err(signed.failed(other)),
    }
}

fn day_again(signed: &SignedIn, version: i64, typed: &Typed, mistakes: &[Mistake], said: &Markup) -> Markup {
    let lang = signed.lang;
    let title = lang.say(H::FixPollingDay);
    let content = html! { h1 { (title) } (said) (day_form(lang, version, typed, mistakes)) };
    super::super::page(signed, Room::Readiness, title, "/hq/readiness", &content)
}
