//! The morning page: what waits, whose it is, and since when.

use super::{Room, SignedIn, page as shell, words::Word as H};
use crate::furniture::notice;
use crate::pages::Answer;
use axum::extract::State;
use maud::html;
use office::Office;

/// A letter is said to end soon this many days before.
const SOON: i64 = 14;
/// A decision is said to be due soon this many days before.
const DUE_SOON: i64 = 3;

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
    let title = lang.say(H::Morning);
    let content = html! {
        h1 { (title) }
        p.hint { (mine.join(lang.pick("، ", ", "))) }
        @if kinds.iter().all(|(_, some)| some.is_empty()) && waiting.is_empty() && ending.is_empty() { (notice("good", lang.say(H::NothingWaits), "")) }
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
