//! The page that a governor opens in the morning: what is not ready, whose it is, and since when.

use super::super::form::Typed;
use super::super::{Room, SignedIn, nothing_yet, words::Word as H};
use super::calendar::day_form;
use super::words::Word as F;
use super::{map, next, part, place_of, said, trend, wall};
use crate::furniture::{figure, notice};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use headquarters::permit::{Act, Permit, act};
use headquarters::place::{Level, Place};
use headquarters::readiness::{Area, Count, Topic};
use maud::{Markup, html};
use office::{InForce, Office, Readiness, Ready};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    place: String,
    wall: Option<String>,
    every: Option<String>,
}

/// Seconds after which a wall screen comes again, unless it was asked otherwise.
const EVERY: u16 = 60;

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let permit: Permit<act::ReadReadiness> = signed.permit()?;
    let ready = office.readiness(&permit).await.map_err(|e| signed.failed(e))?;
    let lang = signed.lang;
    let Some(ready) = ready else { return Ok(no_day(&signed)) };
    let place = match place_of(&asked.place) {
        Some(place) => place,
        None => permit.widest().cloned().ok_or(Absent::Forbidden(lang))?,
    };
    permit.over(&place).map_err(|_| Absent::Forbidden(lang))?;
    let holders = office.holders(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let path = format!("/hq/readiness?place={}", part(&place));
    if asked.wall.is_some() {
        let every = asked.every.as_deref().and_then(|every| latin_digits(every).parse().ok());
        let every = every.unwrap_or(EVERY).clamp(5, 600);
        return Ok(wall::page(
            &signed,
            &holders,
            &ready,
            &place,
            &format!("{path}&wall&every={every}"),
            every,
        ));
    }
    let content = content(&signed, &holders, &ready, &place);
    Ok(super::super::page(&signed, Room::Readiness, lang.say(H::Readiness), &path, &content))
}

fn content(signed: &SignedIn, holders: &InForce, ready: &Readiness, place: &Place) -> Markup {
    let lang = signed.lang;
    let left = ready.polling.days_since(ready.today);
    let polling = lang.day(&ready.polling.to_string());
    let (count, next) = ready.together(&[place]);
    let naming = next::Naming::of(signed, holders, &ready.register);
    html! {
        h1 { (lang.say(H::Readiness)) " · " (said::place(lang, &ready.register, place)) }
        p.lead {
            @if left >= 0 { (lang.fill(H::ReadinessLead, &[&lang.number(left.unsigned_abs()), &polling])) }
            @else { (lang.fill(H::ReadinessOver, &[&polling])) }
            @if count.all() > 0 { " " (said::lamp(lang, count.colour(left))) }
        }
        @if count.all() == 0 {
            (nothing_yet(signed, Act::RegisterBranch, (lang.say(H::BranchesNone), lang.say(H::BranchesNoneHint))))
            p { a href={ "/" (lang.code()) "/hq/branches" } { (lang.say(H::FieldBranches)) } }
        } @else {
            (counts(lang, ready.done(place), count))
            div.halves {
                section.card { h2 { (lang.say(H::WhatNext)) } (next::table(lang, Some(place), &next, Topic::ALL.len(), ready.today, naming)) }
                section.card { h2 { (lang.say(H::ReadinessMap)) } (map::map(lang, &points(ready, place))) }
            }
            (below(signed, ready, place))
            (trend::section(lang, &ready.trend(place)))
        }
        p.ways {
            @for other in elsewhere(signed, place) {
                a href={ "?place=" (part(other)) } { (said::place(lang, &ready.register, other)) }
            }
            @if let Some(above) = place.above().filter(|above| may_see(signed, above)) {
                a href={ "?place=" (part(&above)) } { (lang.say(H::Above)) }
            }
            a href={ "?place=" (part(place)) "&wall" } { (lang.say(H::WallScreen)) }
            a href={ "/" (lang.code()) "/hq/calendar" } { (lang.say(H::LegalCalendar)) }
            @for kind in ["csv", "xlsx", "json"] {
                a href={ "/" (lang.code()) "/hq/readiness/" (part(place)) "." (kind) } { (lang.say(H::DownloadAs)) " " (kind.to_uppercase()) }
            }
        }
    }
}

/// The other places of a reader who has several.
fn elsewhere<'a>(signed: &'a SignedIn, place: &Place) -> Vec<&'a Place> {
    let mut places = signed.officer.reach(Act::ReadReadiness);
    places.retain(|other| !other.contains(place));
    places.sort();
    places.dedup();
    places
}

/// The branches of a place on the map.
pub(super) fn points<'a>(ready: &'a Readiness, place: &Place) -> Vec<map::Point<'a>> {
    ready.within(place).map(|ready: &'a Ready| (&ready.branch.site, ready.colour)).collect()
}

fn may_see(signed: &SignedIn, place: &Place) -> bool {
    signed.officer.reaches(Act::ReadReadiness, place)
}

/// How many branches have nothing left to do, and how many have which colour: green still has time.
pub(super) fn counts(lang: Lang, done: u32, count: Count) -> Markup {
    let each = [
        (count.red, H::Red, H::RedHint),
        (count.amber, H::Amber, H::AmberHint),
        (count.green, H::Green, H::GreenHint),
    ];
    html! {
        dl.figures.tight {
            (figure(&lang.number(done), lang.say(F::AllDone), Some(lang.say(F::AllDoneHint))))
            @for (number, word, hint) in each {
                (figure(&lang.number(number), lang.say(word), Some(lang.say(hint))))
            }
        }
        (stripe(count))
    }
}

/// Three colours in one bar; the numbers stand beside it.
pub(super) fn stripe(count: Count) -> Markup {
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

fn no_day(signed: &SignedIn) -> Markup {
    let lang = signed.lang;
    let title = lang.say(H::Readiness);
    let content = html! {
        h1 { (title) }
        (notice("now", lang.say(H::ReadinessNoDay), lang.say(H::ReadinessNoDayHint)))
        @if signed.officer.may(Act::FixPollingDay) { (day_form(lang, 0, &Typed::default(), &[])) }
    };
    super::super::page(signed, Room::Readiness, title, "/hq/readiness", &content)
}
