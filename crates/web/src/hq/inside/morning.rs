//! The morning page: what is not ready or waits, whose it is, and since when.

use super::field::{next, said::lamp, words::Word as F};
use super::{Room, SignedIn, page as shell, words::Word as H};
use crate::furniture::notice;
use crate::pages::{Absent, Answer};
use axum::extract::State;
use headquarters::permit::{Permit, act};
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
    let letters = office.letters_at_hand(&signed.permit()?, SOON).await.map_err(|e| signed.failed(e))?;
    let decisions =
        office.decisions_at_hand(&signed.permit()?, DUE_SOON).await.map_err(|e| signed.failed(e))?;
    let kinds = [
        (H::DecisionsLate, &decisions.late),
        (H::DecisionsToVerify, &decisions.reported),
        (H::DecisionsSoon, &decisions.soon),
    ];
    let (waiting, ending) = (&letters.waiting, &letters.ending);
    let mine: Vec<String> = signed
        .officer
        .appointments
        .iter()
        .map(|held| format!("{} · {}", lang.say(super::words::role(held.role)), held.scope))
        .collect();
    let unready = unready(&office, &signed).await?;
    let title = lang.say(H::Morning);
    let content = html! {
        h1 { (title) }
        p.hint { (mine.join(lang.pick("، ", ", "))) }
        @if kinds.iter().all(|(_, some)| some.is_empty()) && waiting.is_empty() && ending.is_empty() && unready.is_none() { (notice("good", lang.say(H::NothingWaits), "")) }
        @if let Some(unready) = &unready { (unready) }
        @for (heading, some) in kinds {
            @if !some.is_empty() {
                section { h2 { (lang.say(heading)) } (super::decisions::rows(lang, &decisions.names, decisions.today, some)) }
            }
        }
        @if !waiting.is_empty() {
            section.card {
                h2 { (lang.say(H::LettersWaiting)) }
                ul.plain { @for letter in waiting { li { (super::letters::line(lang, &letters.names, letter)) } } }
            }
        }
        @if !ending.is_empty() {
            section.card {
                h2 { (lang.say(H::LettersEnding)) }
                ul.plain {
                    @for letter in ending {
                        li { (super::letters::line(lang, &letters.names, letter)) " · " (lang.say(H::Until)) " " (lang.day(&letter.until.to_string())) }
                    }
                }
            }
        }
    };
    Ok(shell(&signed, Room::Morning, title, "/hq", &content))
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
