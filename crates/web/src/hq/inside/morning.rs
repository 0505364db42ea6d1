//! The morning page: what waits, whose it is, and since when.

use super::{Room, SignedIn, page as shell, words::Word as H};
use crate::furniture::notice;
use crate::pages::Answer;
use axum::extract::State;
use headquarters::decision::{Decision, Status};
use headquarters::letter::Standing;
use maud::html;
use office::Office;

/// A letter is said to end soon this many days before.
const SOON: i64 = 14;
/// A decision is said to be due soon this many days before.
const DUE_SOON: i64 = 3;

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let chart = office.chart(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let today = chart.today;
    let table = super::decisions::table_of(&office, &signed).await?;
    let decisions = |keeps: &dyn Fn(&Decision) -> bool| -> Vec<&Decision> {
        table.decisions.iter().filter(|one| keeps(one)).collect()
    };
    let late = decisions(&|one| one.late(table.today).is_some());
    let to_verify = decisions(&|one| one.status == Status::Reported);
    let soon = decisions(&|one| {
        let waits = matches!(one.status, Status::Open | Status::UnderWay);
        waits && (0..=DUE_SOON).contains(&one.due.days_since(table.today))
    });
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
        p.hint { (mine.join(lang.pick("، ", ", "))) }
        @if [&late, &to_verify, &soon].iter().all(|some| some.is_empty()) && waiting.is_empty() && ending.is_empty() { (notice("good", lang.say(H::NothingWaits), "")) }
        @for (heading, some) in [(H::DecisionsLate, &late), (H::DecisionsToVerify, &to_verify), (H::DecisionsSoon, &soon)] {
            @if !some.is_empty() { section { h2 { (lang.say(heading)) } (super::decisions::rows(lang, &table, some)) } }
        }
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
