//! The headquarters' own records for machines: branches, devices, lines, readiness, staff. To read, with the session of an
//! officer who signed in or a program's token of theirs, as far as their letters reach; the same permits as the pages'.

use super::{Shared, actor, probe};
use crate::hq::inside::field::told;
use crate::hq::inside::guard;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use door::Problem;
use headquarters::device::{Kind as DeviceKind, State as Life};
use headquarters::network::{Coverage, Fate};
use headquarters::permit::{Actor, Kind, Permit, act, permit};
use headquarters::place::Place;
use headquarters::readiness::{Area, Colour, Finding};
use office::{ProgramToken, SessionToken, StaffAsked};
use serde::Deserialize;
use serde_json::{Value, json};

/// Things on one page of an answer, unless fewer are asked for.
const MOST: usize = 500;

/// What a list is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Asked {
    /// Within this place.
    place: Option<Place>,
    /// Devices of this kind.
    kind: Option<DeviceKind>,
    /// Devices in this state.
    state: Option<Life>,
    /// Those that come after this one, which `next` named.
    after: Option<String>,
    /// At most so many.
    limit: Option<usize>,
}

impl Asked {
    fn limit(&self) -> usize {
        self.limit.unwrap_or(MOST).clamp(1, MOST)
    }

    fn within(&self, place: &Place) -> bool {
        self.place.as_ref().is_none_or(|within| within.contains(place))
    }
}

/// What a query says, or a problem that names what it does not.
fn asked(query: Result<Query<Asked>, axum::extract::rejection::QueryRejection>) -> Result<Asked, Problem> {
    query.map(|Query(asked)| asked).map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "query", e))
}

type Listed = Result<Query<Asked>, axum::extract::rejection::QueryRejection>;

/// The right of whoever signed in, or of whose program asks, to do `A`, somewhere.
async fn officer<A: Kind>(shared: &Shared, headers: &HeaderMap) -> Result<Permit<A>, Problem> {
    let office = &shared.office;
    let found = match (guard::token(headers), probe::bearer_token(headers)) {
        (Some(session), _) => office.recognise(&session).await.map(|found| found.map(Actor::Officer)),
        (None, Some(shown)) => match ProgramToken::shown(shown) {
            Some(token) => office.recognise_program(&token).await.map(|found| found.map(Actor::Program)),
            None => office.recognise(&SessionToken::new(shown)).await.map(|found| found.map(Actor::Officer)),
        },
        (None, None) => Ok(None),
    };
    let found = found.map_err(actor::problem)?.ok_or_else(|| {
        Problem::new(StatusCode::UNAUTHORIZED, "signed-out", "nobody is signed in").remedy(
            "Send the cookie of a session, or as a bearer its token or a program's, which an officer draws under My account",
        )
    })?;
    permit(found).map_err(|e| {
        Problem::new(StatusCode::FORBIDDEN, "forbidden", e).remedy("Ask whoever issues letters in this place")
    })
}

fn unknown(what: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "unknown", format!("there is no {what}"))
}

/// Cuts a page from a list that is in the order of its names; answers after which name the next one begins.
fn page<T>(all: impl Iterator<Item = (String, T)>, asked: &Asked) -> (Vec<T>, Option<String>) {
    let after = asked.after.as_deref().unwrap_or_default();
    let mut rest = all.filter(|(name, _)| name.as_str() > after).peekable();
    let (mut rows, mut last) = (Vec::new(), None);
    while rows.len() < asked.limit() {
        let Some((name, row)) = rest.next() else { return (rows, None) };
        rows.push(row);
        last = Some(name);
    }
    (rows, last.filter(|_| rest.peek().is_some()))
}

/// A place as one part of an address.
fn place_of(part: &str) -> Result<Place, Problem> {
    part.replace('.', "/").parse().map_err(|e| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "place", e))
}

fn branch(version: i64, file: &headquarters::branch::Branch, ready: Option<(Colour, &[Finding])>) -> Value {
    let (colour, findings) = ready.map_or((None, &[][..]), |(colour, findings)| (Some(colour), findings));
    json!({ "version": version, "file": told(file), "colour": colour, "findings": findings })
}

pub(super) async fn branches(
    State(shared): State<Shared>,
    headers: HeaderMap,
    query: Listed,
) -> Result<Json<Value>, Problem> {
    let asked = asked(query)?;
    let may: Permit<act::ReadBranches> = officer(&shared, &headers).await?;
    let register = shared.office.branch_register(&may).await.map_err(actor::problem)?;
    let ready: Permit<act::ReadReadiness> = officer(&shared, &headers).await?;
    let ready = shared.office.readiness(&ready).await.map_err(actor::problem)?;
    let here = register.branches().filter(|kept| {
        let place = &kept.file.site.place;
        may.reaches(place) && asked.within(place)
    });
    let told = here.map(|kept| {
        let place = &kept.file.site.place;
        let judged = ready.as_ref().and_then(|ready| ready.branch(place));
        let judged = judged.map(|ready| (ready.colour, &ready.findings[..]));
        (place.to_string(), branch(kept.version, &kept.file, judged))
    });
    let (branches, next) = page(told, &asked);
    Ok(Json(json!({ "branches": branches, "next": next })))
}

pub(super) async fn one_branch(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(part): Path<String>,
) -> Result<Json<Value>, Problem> {
    let may: Permit<act::ReadBranches> = officer(&shared, &headers).await?;
    let place = place_of(&part)?;
    may.over(&place).map_err(|e| Problem::new(StatusCode::FORBIDDEN, "forbidden", e))?;
    let register = shared.office.branch_register(&may).await.map_err(actor::problem)?;
    let kept = register.branch(&place).ok_or_else(|| unknown("branch of that name"))?;
    let ready: Permit<act::ReadReadiness> = officer(&shared, &headers).await?;
    let ready = shared.office.readiness(&ready).await.map_err(actor::problem)?;
    let judged = ready.as_ref().and_then(|ready| ready.branch(&place));
    Ok(Json(branch(kept.version, &kept.file, judged.map(|ready| (ready.colour, &ready.findings[..])))))
}

fn device(version: i64, file: &headquarters::device::Device) -> Value {
    let offered = file.offer().map(|(_, to)| to);
    let told = file.told();
    json!({
        "version": version, "file": told, "state": file.state(), "place": file.place(), "offered": offered,
        "seal": told.seal().filter(|seal| !seal.is_empty()), "ready": file.is_ready(),
    })
}

pub(super) async fn devices(
    State(shared): State<Shared>,
    headers: HeaderMap,
    query: Listed,
) -> Result<Json<Value>, Problem> {
    let asked = asked(query)?;
    let may: Permit<act::ReadDevices> = officer(&shared, &headers).await?;
    let register = shared.office.device_register(&may).await.map_err(actor::problem)?;
    let here = register.devices().filter(|kept| {
        let device = &*kept.file;
        crate::hq::inside::field::is_mine(&may, device)
            && asked.within(device.place())
            && asked.kind.is_none_or(|kind| device.kind == kind)
            && asked.state.is_none_or(|state| device.state() == state)
    });
    let (devices, next) =
        page(here.map(|kept| (kept.file.serial.clone(), device(kept.version, &kept.file))), &asked);
    Ok(Json(json!({ "devices": devices, "next": next })))
}

pub(super) async fn one_device(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Path(serial): Path<String>,
) -> Result<Json<Value>, Problem> {
    let may: Permit<act::ReadDevices> = officer(&shared, &headers).await?;
    let register = shared.office.device_register(&may).await.map_err(actor::problem)?;
    let kept = register.device(&serial).ok_or_else(|| unknown("device of that serial number"))?;
    if !crate::hq::inside::field::is_mine(&may, &kept.file) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", "this device is beyond your letters"));
    }
    Ok(Json(device(kept.version, &kept.file)))
}

pub(super) async fn network(
    State(shared): State<Shared>,
    headers: HeaderMap,
    query: Listed,
) -> Result<Json<Value>, Problem> {
    let asked = asked(query)?;
    let may: Permit<act::ReadNetwork> = officer(&shared, &headers).await?;
    let register = shared.office.network_register(&may).await.map_err(actor::problem)?;
    let today = shared.office.today();
    let here = register.branches().filter(|kept| {
        let place = &kept.file.site.place;
        may.reaches(place) && asked.within(place)
    });
    let told = here.map(|kept| {
        let (place, network) = (&kept.file.site.place, &kept.file.network);
        let (coverage, fates): (Coverage, Vec<Fate>) = (network.coverage_on(today), network.fates_on(today));
        let lines = json!({
            "branch": place, "coverage": coverage, "shared": fates, "lines": network.lines, "signals": network.signals,
            "commitments": network.commitments, "rehearsals": network.rehearsals,
        });
        (place.to_string(), lines)
    });
    let (branches, next) = page(told, &asked);
    Ok(Json(json!({ "network": branches, "next": next })))
}

pub(super) async fn readiness(
    State(shared): State<Shared>,
    headers: HeaderMap,
    query: Listed,
) -> Result<Json<Value>, Problem> {
    let asked = asked(query)?;
    let may: Permit<act::ReadReadiness> = officer(&shared, &headers).await?;
    let ready = shared.office.readiness(&may).await.map_err(actor::problem)?;
    let ready =
        ready.ok_or_else(|| Problem::new(StatusCode::LOCKED, "not-now", "no polling day is fixed"))?;
    let place = asked.place.as_ref().or_else(|| may.widest());
    let place = place.ok_or_else(|| unknown("place where this is yours"))?;
    may.over(place).map_err(|e| Problem::new(StatusCode::FORBIDDEN, "forbidden", e))?;
    let areas: Vec<&Area> = ready.areas.iter().filter(|area| place.contains(&area.place)).collect();
    let trend: Vec<Value> =
        ready.trend(place).into_iter().map(|(day, count)| json!({ "day": day, "count": count })).collect();
    Ok(Json(
        json!({ "place": place, "today": ready.today, "polling": ready.polling, "areas": areas, "trend": trend }),
    ))
}

pub(super) async fn staff(
    State(shared): State<Shared>,
    headers: HeaderMap,
    query: Listed,
) -> Result<Json<Value>, Problem> {
    let asked = asked(query)?;
    let may: Permit<act::ReadStaff> = officer(&shared, &headers).await?;
    let sought = StaffAsked { within: asked.place.clone(), ..StaffAsked::default() };
    // The number, and the spelling by which the list is sorted.
    let after = asked.after.as_deref().and_then(|after| after.split_once(' '));
    let after = after.and_then(|(number, words)| Some((words.to_owned(), number.parse().ok()?)));
    let listed = shared.office.staff(&may, &sought, after, asked.limit()).await.map_err(actor::problem)?;
    let staff: Vec<Value> =
        listed.rows.iter().map(|(version, member)| json!({ "version": version, "file": member })).collect();
    let next = listed.next.map(|(words, number)| format!("{number} {words}"));
    Ok(Json(json!({ "staff": staff, "next": next })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_without_a_gap() {
        let all = || ["a", "b", "c", "d", "e"].map(|name| (name.to_owned(), name)).into_iter();
        let (mut seen, mut asked) = (Vec::new(), Asked { limit: Some(2), ..Asked::default() });
        loop {
            let (rows, next) = page(all(), &asked);
            seen.extend(rows);
            asked.after = next;
            if asked.after.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["a", "b", "c", "d", "e"]);
        assert_eq!(page(all(), &Asked { limit: Some(5), ..Asked::default() }).1, None);
    }
}
