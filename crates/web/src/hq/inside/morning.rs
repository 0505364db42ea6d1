//! The morning page: what waits, whose it is, and since when.

use super::{Room, SignedIn, page as shell, words::Word as H};
use crate::furniture::notice;
use crate::pages::Answer;
use axum::extract::State;
use headquarters::letter::Standing;
use maud::html;
use office::Office;

/// A letter is said to end soon this many days before.
const SOON: i64 = 14;

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let chart = office.chart(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let today = chart.today;
    let waiting: Vec<_> =
        chart.letters.iter().filter(|(_, standing)| *standing == Standing::Proposed).collect();
    let ending: Vec<_> = chart
        .letters
        .iter()
        .filter(|(letter, standing)| {
            let left = today.map(|today| letter.until.days_since(today));
            *standing == Standing::InForce && left.is_some_and(|left| left <= SOON)
        })
        .collect();
    let mine: Vec<String> = signed
        .officer
        .appointments
        .iter()
        .map(|held| format!("{} · {}", lang.say(super::words::role(held.role)), held.scope))
        .collect();
    let title = lang.say(H::Morning);
    let content = html! {
        h1 { (title) }
        p.hint { (mine.join("، ")) }
        @if waiting.is_empty() && ending.is_empty() { (notice("good", lang.say(H::NothingWaits), "")) }
        @if !waiting.is_empty() {
            section.card {
                h2 { (lang.say(H::LettersWaiting)) }
                ul.plain { @for (letter, _) in &waiting { li { (super::letters::line(lang, &chart, letter)) } } }
            }
        }
        @if !ending.is_empty() {
            section.card {
                h2 { (lang.say(H::LettersEnding)) }
                ul.plain {
                    @for (letter, _) in &ending {
                        li { (super::letters::line(lang, &chart, letter)) " · " (lang.say(H::Until)) " " (lang.day(&letter.until.to_string())) }
                    }
                }
            }
        }
    };
    Ok(shell(&signed, Room::Morning, title, "/hq", &content))
}
