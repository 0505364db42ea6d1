//! The morning page: what is not ready or waits, whose it is, and since when.

use super::field::{next, said::lamp, words::Word as F};
use super::{Room, SignedIn, page as shell, words::Word as H};
use crate::furniture::notice;
use crate::pages::{Absent, Answer};
use axum::extract::State;
use headquarters::permit::{Act, Permit, act};
use headquarters::place::Place;
use maud::{Markup, html};
use office::Office;

/// A letter is said to end soon this many days before.
const SOON: i64 = 14;
/// A decision is said to be due soon this many days before.
const DUE_SOON: i64 = 3;
/// Of what is not ready, the worst.
const WORST: usize = 8;

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let register = super::places::register(&office, &signed).await?;
    let letters = office.letters_at_hand(&signed.permit()?, SOON).await.map_err(|e| signed.failed(e))?;
    let decisions =
        office.decisions_at_hand(&signed.permit()?, DUE_SOON).await.map_err(|e| signed.failed(e))?;
    let kinds = [
        (H::DecisionsMine, &decisions.mine),
        (H::DecisionsToVerify, &decisions.to_verify),
        (H::DecisionsEscalated, &decisions.escalated),
    ];
    let (waiting, ending) = (&letters.waiting, &letters.ending);
    let to_take = to_take(&office, &signed).await?;
    let mine: Vec<String> = signed
        .officer
        .appointments
        .iter()
        .map(|held| {
            let place = super::field::said::place(lang, &register, &held.scope);
            format!("{} · {place}", lang.say(super::words::role(held.role)))
        })
        .collect();
    let unready = unready(&office, &signed).await?;
    let title = lang.say(H::Morning);
    let content = html! {
        h1 { (title) }
        p.hint { (mine.join(lang.pick("، ", ", "))) }
        @if kinds.iter().all(|(_, some)| some.is_empty()) && waiting.is_empty() && ending.is_empty() && to_take.is_empty() && unready.is_none() { (notice("good", lang.say(H::NothingWaits), "")) }
        @if !to_take.is_empty() {
            section.card {
                h2 { (lang.say(H::MorningToTake)) }
                ul.plain { @for (path, said) in &to_take { li { a href={ "/" (lang.code()) "/hq" (path) } { (said) } } } }
            }
        }
        @for (heading, some) in kinds {
            @if !some.is_empty() {
                section { h2 { (lang.say(heading)) } (super::decisions::rows(lang, &decisions.names, decisions.today, some)) }
            }
        }
        @if !waiting.is_empty() {
            section.card {
                h2 { (lang.say(H::LettersWaiting)) }
                ul.plain { @for letter in waiting { li { (super::letters::line(lang, &letters.names, &register, letter)) } } }
            }
        }
        @if !ending.is_empty() {
            section.card {
                h2 { (lang.say(H::LettersEnding)) }
                ul.plain {
                    @for letter in ending {
                        li { (super::letters::line(lang, &letters.names, &register, letter)) " · " (lang.say(H::Until)) " " (lang.day(&letter.until.to_string())) }
                    }
                }
            }
        }
        @if let Some(unready) = &unready { (unready) }
    };
    Ok(shell(&signed, Room::Morning, title, "/hq", &content))
}

/// What waits for the officer's hand beside letters and decisions: where it is, and in words.
async fn to_take(office: &Office, signed: &SignedIn) -> Result<Vec<(String, String)>, Absent> {
    let (lang, me) = (signed.lang, signed.officer.person);
    let mut found = Vec::new();
    if signed.officer.may(Act::RecoverAccess) {
        let (waiting, _) = office.recoveries(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        let theirs = waiting.iter().filter(|one| one.proposed_by != me && one.person != me).count();
        if theirs > 0 {
            let said = lang.fill(H::RecoveriesToConfirm, &[&lang.number(theirs as u64)]);
            found.push(("/recoveries".to_owned(), said));
        }
    }
    if signed.officer.may(Act::RecordSecurity) {
        let register = office.security_register(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        let reach = signed.officer.reach(Act::RecordSecurity);
        let mine = |place: &Place| reach.iter().any(|scope| scope.contains(place));
        for segment in register.segments().map(|kept| &*kept.file).filter(|one| mine(&one.place)) {
            if let Some(offer) = segment.offer.as_ref().filter(|offer| offer.signed.by != me) {
                let said = lang.fill(H::SegmentOffered, &[&segment.name, &offer.body]);
                found.push((format!("/security/segments/{}", segment.code), said));
            }
        }
    }
    if signed.officer.may(Act::MoveDevice) {
        let register = office.branch_register(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        let reach = signed.officer.reach(Act::MoveDevice);
        let mine = |place: &Place| reach.iter().any(|scope| scope.contains(place));
        let today = office.today();
        let (mut offered, mut disputed, mut missing) = (0_u64, 0_u64, 0_u64);
        for device in register.devices().map(|kept| &*kept.file) {
            offered += u64::from(device.offer().is_some_and(|(by, to)| by != me && mine(to)));
            let here = mine(device.place());
            disputed += u64::from(here && device.dispute().is_some());
            missing += u64::from(
                here && register.polling().is_some_and(|polling| device.is_missing(polling, today)),
            );
        }
        for (count, said) in
            [(offered, H::DevicesOffered), (disputed, H::SealsDisputed), (missing, H::DevicesUnreturned)]
        {
            if count > 0 {
                found.push(("/devices".to_owned(), lang.fill(said, &[&lang.number(count)])));
            }
        }
    }
    Ok(found)
}

/// What is not ready where the officer's letters reach, the worst first; nothing if all is, or no polling day is fixed.
async fn unready(office: &Office, signed: &SignedIn) -> Result<Option<Markup>, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::ReadReadiness> = signed.permit()?;
    let ready = office.readiness(&permit).await.map_err(|e| signed.failed(e))?;
    let Some(ready) = ready else { return Ok(None) };
    let reach = permit.reach();
    let (count, next) = ready.together(&reach);
    if next.is_empty() {
        return Ok(None);
    }
    let left = ready.polling.days_since(ready.today);
    let number = lang.number(left.max(0).unsigned_abs());
    let only = if let [place] = reach[..] { Some(place) } else { None };
    Ok(Some(html! {
        section.card {
            h2 { (lang.say(F::MorningReadiness)) }
            p.lead { (lang.fill(F::DaysToPolls, &[&number])) " " (lamp(lang, count.colour(left))) }
            (next::table(lang, only, &next, WORST, ready.today))
            p { a href={ "/" (lang.code()) "/hq/readiness" } { (lang.say(F::MorningAll)) } }
        }
    }))
}
