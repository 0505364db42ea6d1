//! The check-in desk's screen, for a browser on the branch's own network.

use super::desk::Admission;
use super::entrance::Who;
use super::figures::{Balance, Due};
use super::ladders;
use super::opening::Opened;
use super::poll_book::PollBook;
use super::{Machine, Stage};
use axum::extract::{self, Form, Path, Query};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router, middleware};
use civil_registry::advice::Contradiction;
use door::Problem;
use election::setup::Name;
use pollbook::contact::State;
use pollbook::entry::{EntryId, Standing};
use pollbook::ladder::{Rules, Rung};
use pollbook::reconcile::Alarm;
use pollbook::report::Registry as Met;
use pollbook::roll::Person;
use pollbook::supplies::Warning;
use screens::desk::{self, Answer, Contact, Found, Last, Trouble, View};
use screens::locale::Lang;
use screens::{assets, headers};
use std::sync::Arc;
use std::sync::atomic::Ordering;

type Shared = extract::State<Arc<Machine>>;

/// What a browser meets before it was paired.
pub(super) fn before_the_desk() -> Router<Arc<Machine>> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/fa") }))
        .merge(super::pairing::router())
        .route("/assets/{edition}/{name}", get(asset))
        .layer(middleware::map_response(headers::guard))
}

/// The pages of the desk.
pub(super) fn router() -> Router<Arc<Machine>> {
    Router::new()
        .route("/{lang}", get(show).post(check_in))
        .route("/{lang}/find", get(find))
        .route("/{lang}/another", post(another))
        .route("/{lang}/paper", post(paper))
        .merge(super::pages::router())
        .merge(super::day::router())
        .layer(middleware::map_response(headers::guard))
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    assets::answer(&name)
}

async fn show(
    extract::State(machine): Shared,
    Path(lang): Path<Lang>,
    Extension(who): Extension<Who>,
) -> Response {
    let rung = machine.ladders.rung(who, super::wall());
    let view = View { rung: rung.map(shown_rung), ..machine.view(None).await };
    desk::screen(lang, &view).into_response()
}

/// Type or scan the number, press enter: the answer stands on the page that comes back, and the field waits for
/// the next. It is not kept: a second desk on this machine has answers of its own, and a reload shows none.
async fn check_in(
    extract::State(machine): Shared,
    Path(lang): Path<Lang>,
    Extension(who): Extension<Who>,
    Form(form): Form<desk::Form>,
) -> Response {
    let answer = match &form.person {
        Some(person) => match machine.chosen(person) {
            Ok(number) => machine.check_in(number.as_str()).await,
            Err(problem) => Err(problem),
        },
        None => machine.check_in(&form.digits()).await,
    };
    let answer = machine.told(answer).await;
    let rung = if ladders::is_failure(&answer) {
        Some(machine.ladders.failed(who, super::wall()))
    } else {
        machine.ladders.ended(who);
        None
    };
    let view = View { rung: rung.map(shown_rung), ..machine.view(Some(answer)).await };
    desk::screen(lang, &view).into_response()
}

/// The voter who was not identified has gone, or was: another comes.
async fn another(
    extract::State(machine): Shared,
    Path(lang): Path<Lang>,
    Extension(who): Extension<Who>,
) -> Redirect {
    machine.ladders.ended(who);
    Redirect::to(&format!("/{}", lang.code()))
}

/// A new roll of paper is in the printer.
async fn paper(extract::State(machine): Shared, Path(lang): Path<Lang>) -> Result<Redirect, Problem> {
    machine.paper_is_new().await?;
    Ok(Redirect::to(&format!("/{}", lang.code())))
}

fn shown_rung(rung: Rung) -> desk::Rung {
    match rung {
        Rung::Card => desk::Rung::Card,
        Rung::Number => desk::Rung::Number,
        Rung::Name => desk::Rung::Name,
        Rung::Officers => desk::Rung::Officers,
    }
}

/// A name, as it was written.
#[derive(serde::Deserialize)]
struct Named {
    #[serde(default)]
    q: String,
}

/// Voters without a card, by name.
async fn find(
    extract::State(machine): Shared,
    Path(lang): Path<Lang>,
    Extension(who): Extension<Who>,
    Query(Named { q }): Query<Named>,
) -> Result<Response, Problem> {
    let named = q.chars().take(80).collect::<String>();
    let found = machine.search(&named)?.unwrap_or_default();
    let found: Vec<Found> = found.iter().map(masked).collect();
    let rung = found.is_empty().then(|| shown_rung(machine.ladders.failed(who, super::wall())));
    let view = View { rung, ..machine.view(None).await };
    Ok(desk::found(lang, &view, &named, &found).into_response())
}

/// What of a person a clerk needs, and no more.
fn masked(person: &Person) -> Found {
    Found {
        key: hex::encode(person.key),
        name: person.name.clone(),
        father: person.father.clone(),
        born: person.born,
        digits: person.last_digits().to_owned(),
    }
}

impl Machine {
    pub(super) async fn told(&self, answer: Result<Admission, Problem>) -> Answer {
        match answer {
            Ok(Admission::CheckedIn { name, .. }) => Answer::CheckedIn { name },
            Ok(Admission::Pending { card, .. }) => Answer::Pending { card },
            Ok(Admission::AlreadyVoted { earlier }) => {
                let known = self.known().await.ok();
                let setup = known.as_ref().and_then(|known| known.state.setup());
                let branch = setup.and_then(|setup| setup.branch(&earlier.branch)).map(|b| b.name.clone());
                let unnamed = || Name { fa: earlier.branch.to_string(), en: earlier.branch.to_string() };
                Answer::AlreadyVoted { branch: branch.unwrap_or_else(unnamed), at: earlier.at.clone() }
            }
            Ok(Admission::NotOnRoll) => Answer::NotOnRoll,
            Ok(Admission::Elsewhere { constituency }) => Answer::Elsewhere(constituency),
            Ok(Admission::Officers { because }) => Answer::Officers(match because {
                Contradiction::Unknown => desk::Contradiction::Unknown,
                Contradiction::Died => desk::Contradiction::Died,
                Contradiction::Young => desk::Contradiction::Young,
                Contradiction::Elsewhere => desk::Contradiction::Elsewhere,
            }),
            Ok(Admission::PollsNotOpen) => Answer::PollsNotOpen,
            Ok(Admission::NotReached) => Answer::NotReached,
            Ok(Admission::Owed { receipt }) => Answer::CardOwed { receipt },
            Err(problem) => match problem.code.as_str() {
                "national-id" => Answer::BadNumber,
                "at-another-desk" => Answer::AtAnotherDesk,
                "stage" | "waiting" | "opening" => Answer::PollsNotOpen,
                "replaced" => Answer::Replaced,
                "disk" => Answer::DiskFull,
                "log" => Answer::LogDamaged,
                "roll.foreign" => Answer::RollForeign,
                "roll.damaged" => Answer::RollDamaged,
                _ => {
                    say!("amin branch {}: no answer at the desk: {problem}", self.id);
                    Answer::NoAnswer
                }
            },
        }
    }

    /// Open questions, the last check-in, and entries that the headquarters lacks.
    pub(super) async fn desk_status(&self) -> (usize, Option<Last>, usize) {
        let book = self.book.lock().await;
        let Some(book) = book.as_ref() else { return (0, None, 0) };
        let last = book.last().map(|(claim, standing)| given(book, claim, standing));
        (book.desk().unfinished().count(), last, book.unsent(usize::MAX).1.len())
    }

    /// What was given under a receipt number of this desk.
    pub(super) async fn receipt(&self, receipt: u64) -> Option<Last> {
        let book = self.book.lock().await;
        let book = book.as_ref()?;
        let claim = EntryId { session: book.desk().session(), counter: receipt };
        let known = book.desk().book().get(&claim)?;
        Some(given(book, claim, known.standing))
    }

    /// What is wrong now, the gravest first.
    async fn troubles(&self) -> Vec<Trouble> {
        let mut troubles: Vec<Trouble> = self.why_ended().map(Trouble::Stopped).into_iter().collect();
        let opened = self.opened();
        if let Opened::Refused { title } = &opened {
            troubles.push(Trouble::OpeningRefused(title.clone()));
        }
        if self.people.as_ref().is_some_and(super::people::People::is_foreign) {
            troubles.push(Trouble::RollForeign);
        }
        if let Some(book) = self.book.lock().await.as_ref() {
            troubles.extend(book.is_replaced().then_some(Trouble::Replaced));
            troubles.extend(book.line_owed().map(|claim| Trouble::LineOwed(claim.counter)));
            let receipts =
                |claims: &mut dyn Iterator<Item = EntryId>| claims.map(|claim| claim.counter).collect();
            let (cards, undone): (Vec<u64>, Vec<u64>) =
                (receipts(&mut book.cards_owed()), receipts(&mut book.undoings_owed()));
            troubles.extend((!cards.is_empty()).then_some(Trouble::CardsOwed(cards)));
            troubles.extend((!undone.is_empty()).then_some(Trouble::UndoingsOwed(undone)));
        }
        troubles.extend(self.warnings().await.into_iter().map(|warning| match warning {
            Warning::PaperOut => Trouble::PaperOut,
            Warning::PaperEnding => Trouble::PaperEnding,
            Warning::BatteryLow => Trouble::BatteryLow,
            Warning::BatteryHalf => Trouble::BatteryHalf,
        }));
        match self.count_due().await {
            Some(Due::Hour) => troubles.push(Trouble::CountDue),
            Some(Due::HandOver) => troubles.push(Trouble::CountAfterHandOver),
            None => {}
        }
        if matches!(opened, Opened::Waits | Opened::Taken { .. }) {
            troubles.push(Trouble::OpeningWaits);
        }
        troubles
    }

    pub(super) async fn view(&self, answer: Option<Answer>) -> View {
        let known = self.known().await.ok();
        let setup = known.as_ref().and_then(|known| known.state.setup());
        let name = setup.and_then(|setup| setup.branch(&self.id)).map(|branch| branch.name.clone());
        let (_, last, _) = self.desk_status().await;
        let contests = setup.iter().flat_map(|setup| &setup.contests).map(|contest| contest.title.clone());
        let closed = *self.stage.read().await == Stage::Closed;
        let balance = self.balance(closed).await.map(|balance| shown(balance, contests.collect()));
        let life = self.registry.as_ref().map_or(Met::Unasked, super::registry::Registry::told);
        let most = setup.map_or(0, |setup| setup.when_alone.most());
        let contact = self.contact().at(super::wall()).state;
        let troubles = self.troubles().await;
        let stage = *self.stage.read().await;
        let branch = self.branch.lock().await;
        let given = branch.issued.pending.len() as u64;
        View {
            branch: self.id.clone(),
            name: name.unwrap_or_else(|| Name { fa: String::new(), en: String::new() }),
            standing: match stage {
                Stage::Waiting | Stage::Ready | Stage::Opening => desk::Standing::Waiting,
                Stage::Spare => desk::Standing::Spare,
                Stage::Open => desk::Standing::Open,
                Stage::Closing | Stage::Closed => desk::Standing::Closed,
                Stage::Void => desk::Standing::Void,
            },
            contact: match contact {
                State::Connected => Contact::Connected,
                State::Degraded => Contact::Degraded,
                State::Alone => Contact::Alone { left: (most > 0).then(|| most.saturating_sub(given)) },
            },
            check_ins: branch.issued.confirmed,
            pending: (most > 0).then_some(given),
            last,
            refused: self.refused.load(Ordering::Relaxed),
            ballots: branch.spent.len() as u64,
            spoiled: branch.spoiled(),
            waiting: branch.waiting.len() as u64,
            balance,
            registry: match life {
                Met::Unasked | Met::Answers => desk::Registry::Well,
                Met::Silent => desk::Registry::Silent,
                Met::Untrue => desk::Registry::Untrue,
            },
            troubles,
            lock: self.entrance.lock_after(),
            ladder: Rules::default().cap / 1000,
            rung: None,
            roll: self.people.is_some(),
            answer,
        }
    }
}

/// The balance as the page shows it; a place without contests yet is shown as one line.
fn shown(balance: Balance, contests: Vec<Name>) -> desk::Balance {
    let Balance { sessions, figures, cards, alarm, counted } = balance;
    let counted = counted.map(|count| desk::Counted {
        at: super::day::moment(count.at),
        left: count.left,
        given: count.given,
        check_ins: count.check_ins,
    });
    let unnamed = Name { fa: "—".into(), en: "—".into() };
    desk::Balance {
        sessions: sessions
            .into_iter()
            .map(|(id, of, cards)| desk::Session { id: id.to_string(), check_ins: of.check_ins(), cards })
            .collect(),
        check_ins: figures.check_ins(),
        given: cards.given,
        cast: cards.cast,
        contests: if contests.is_empty() { vec![unnamed] } else { contests },
        spoiled: cards.spoiled,
        abandoned: cards.abandoned,
        under_way: cards.under_way,
        counted,
        alarm: alarm.map(|alarm| match alarm {
            Alarm::Cards { check_ins, given } => desk::Alarm::Cards { check_ins, given },
            Alarm::Ballots { given, accounted } => desk::Alarm::Ballots { given, accounted },
        }),
    }
}

fn given(book: &PollBook, claim: EntryId, standing: Standing) -> Last {
    let card = match standing {
        Standing::Confirmed => None,
        Standing::Pending { serial } => book.place(&serial),
    };
    Last { receipt: claim.counter, card }
}
