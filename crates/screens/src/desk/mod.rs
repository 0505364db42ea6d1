//! The branch's check-in desk («میز ثبت حضور»): one field, one large answer.
//!
//! Screens are functions of a [`View`]; the branch's machine makes the view and takes the form, which posts `national_id`, or
//! `person` for somebody found by name, to the address of the screen itself.
//!
//! After the number is read a clerk presses Enter twice: once to check in, once when the card is handed. The field, and after
//! it the button, has the focus by itself.

mod acts;
mod answer;
mod day;
mod door;
mod figures;
mod find;
mod ladder;
mod trouble;
mod voted;
pub mod words;

pub use acts::{Act, ActForm, Asked, Came, Officers, Reasons, asked, officers, told_act};
pub use answer::{Answer, Contradiction};
pub use day::{Bin, Day, day};
pub use door::{Refusal, locked, pair};
pub use figures::{Alarm, Balance, Counted, Session};
pub use find::{Found, found};
pub use ladder::Rung;
pub use trouble::Trouble;
pub use voted::{Voted, voted};

use crate::furniture::figure;
use crate::layout::{self, Again};
use crate::locale::{Lang, Word as W};
use election::id::BranchId;
use election::setup::Name;
use maud::{Markup, html};
use words::Word as D;

/// Where the branch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not open yet.
    Waiting,
    /// This device stands in another's place, and waits for the officers.
    Spare,
    /// Voting.
    Open,
    /// Closed.
    Closed,
    /// Declared to have no box.
    Void,
}

/// Whom the desk reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// The headquarters answers.
    Connected,
    /// It answered a moment ago, and now it did not.
    Degraded,
    /// Nobody; the published policy decides.
    Alone {
        /// Pending cards that are left; none where the policy is to refuse.
        left: Option<u64>,
    },
}

/// How the desk meets the civil registry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Registry {
    /// It answers, or is not asked.
    #[default]
    Well,
    /// It does not answer.
    Silent,
    /// It is the suspect.
    Untrue,
}

/// The last check-in at this desk: should the machine have stopped before the card was given, it is given now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Last {
    /// The receipt number.
    pub receipt: u64,
    /// The pending card, if it was one.
    pub card: Option<u64>,
}

/// What the desk shows.
#[derive(Debug, Clone)]
pub struct View {
    /// The branch's number.
    pub branch: BranchId,
    /// Its name.
    pub name: Name,
    /// Waiting, open or closed.
    pub standing: Standing,
    /// Whom it reaches.
    pub contact: Contact,
    /// Voters checked in here.
    pub check_ins: u64,
    /// Voters whom the headquarters could not confirm; none where the policy is to refuse.
    pub pending: Option<u64>,
    /// The last check-in.
    pub last: Option<Last>,
    /// Second votes refused here.
    pub refused: u64,
    /// Ballots in the box.
    pub ballots: u64,
    /// Challenged ballots.
    pub spoiled: u64,
    /// Entries that the record has not acknowledged yet.
    pub waiting: u64,
    /// Figures that must agree.
    pub balance: Option<Balance>,
    /// How it meets the civil registry.
    pub registry: Registry,
    /// What is wrong now.
    pub troubles: Vec<Trouble>,
    /// Seconds of idleness after which the desk is locked.
    pub lock: u16,
    /// What to try next for a voter who was not identified.
    pub rung: Option<Rung>,
    /// Seconds after which the officers decide about a voter who was not identified.
    pub ladder: u64,
    /// Has this machine a roll, so that a voter is found by name?
    pub roll: bool,
    /// What came of the number typed last; nothing after a reload.
    pub answer: Option<Answer>,
}

/// What the form posts.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// As typed.
    #[serde(default)]
    pub national_id: String,
    /// A person who was chosen among those found by name.
    pub person: Option<String>,
}

impl Form {
    /// The digits, whichever keyboard typed them and however they were grouped.
    pub fn digits(&self) -> String {
        crate::locale::latin_digits(&self.national_id).chars().filter(|c| c.is_ascii_digit()).collect()
    }
}

/// The screen.
pub fn screen(lang: Lang, view: &View) -> Markup {
    // The card must be handed before the next number is typed.
    let handing = view.answer.as_ref().is_some_and(Answer::gives_a_card);
    page(
        lang,
        view,
        html! {
            h1.unseen { (lang.say(W::Desk)) }
            (connection(lang, view))
            @match view.standing {
                Standing::Open => {
                    form.ask method="post" action={ "/" (lang.code()) } {
                        label for="national-id" { (lang.say(W::DeskAsk)) }
                        div.row {
                            input #national-id name="national_id" inputmode="numeric" autocomplete="off" dir="ltr" autofocus[!handing] required
                                maxlength="16" aria-describedby="national-id-hint";
                            button { (lang.say(W::DeskCheckIn)) }
                        }
                        p.hint #national-id-hint { (lang.say(W::DeskAskHint)) }
                    }
                    (answer::show(lang, view.answer.as_ref()))
                    @if let Some(balance) = &view.balance { (figures::show(lang, balance)) }
                    @if view.roll { (find::form(lang, "")) }
                    @if let Some(rung) = view.rung { (ladder::show(lang, rung)) }
                    p.hint { (lang.fill(D::LadderHint, &[&lang.number(view.ladder)])) }
                    (more(lang))
                }
                Standing::Spare => {
                    div.answer.now role="status" {
                        span.sign aria-hidden="true" { "⇄" }
                        div { p.great { (lang.say(D::HandOver)) } p { (lang.say(D::HandOverHint)) } }
                    }
                    (more(lang))
                }
                Standing::Waiting | Standing::Closed | Standing::Void => (answer::show(lang, Some(&Answer::PollsNotOpen)))
            }
            section aria-label=(lang.say(W::DeskCountersTitle)) {
                @if let Some(last) = view.last { (last_check_in(lang, last)) }
                dl.figures.tight {
                    (figure(&lang.number(view.check_ins), lang.say(W::CheckIns), None))
                    @if let Some(pending) = view.pending { (figure(&lang.number(pending), lang.say(W::DeskPendingCards), None)) }
                    (figure(&lang.number(view.ballots), lang.say(W::Ballots), None))
                    (figure(&lang.number(view.spoiled), lang.say(W::Challenged), None))
                    (figure(&lang.number(view.refused), lang.say(W::SecondVotesRefused), None))
                }
            }
        },
    )
}

/// A page that comes again by itself says so: that nobody did anything must not count as if somebody had.
const IDLE: &str = "?idle";

/// A page of the desk. Left alone for as long as a desk may be idle, it comes again by itself, and is locked then: nothing of a voter
/// stays on a screen that nobody watches.
fn page(lang: Lang, view: &View, content: Markup) -> Markup {
    let again = Again { after: view.lock.saturating_add(1), at: Some(IDLE) };
    layout::waiting_device(lang, lang.say(W::Desk), &place(lang, view), "desk", Some(again), content)
}

/// The ways to what is done less often.
fn more(lang: Lang) -> Markup {
    html! {
        p.more {
            a.button.quiet href={ "/" (lang.code()) "/officers" } { (lang.say(D::OfficersOpen)) } " "
            a.button.quiet href={ "/" (lang.code()) "/voted" } { (lang.say(D::VotedOpen)) } " "
            a.button.quiet href={ "/" (lang.code()) "/day" } { (lang.say(D::DayOpen)) }
        }
    }
}

fn place(lang: Lang, view: &View) -> String {
    format!("{} {}", lang.digits(view.branch.as_str()), lang.pick(&view.name.fa, &view.name.en))
}

fn last_check_in(lang: Lang, last: Last) -> Markup {
    let receipt = lang.number(last.receipt);
    html! {
        p.hint {
            strong { (lang.say(W::DeskLast)) ": " }
            @match last.card {
                Some(card) => (lang.fill(W::DeskLastPending, &[&receipt, &lang.number(card)])),
                None => (lang.fill(W::DeskLastLine, &[&receipt])),
            }
            ". " (lang.say(W::DeskLastHint))
        }
    }
}

/// A word and a sign of its own shape, and only then a colour.
fn connection(lang: Lang, view: &View) -> Markup {
    let (tone, sign, word) = match view.contact {
        Contact::Connected => ("good", "●", W::DeskConnected),
        Contact::Degraded => ("unsteady", "◐", W::DeskDegraded),
        Contact::Alone { .. } => ("bad", "○", W::DeskAlone),
    };
    html! {
        p.connection.(tone) {
            span.sign aria-hidden="true" { (sign) }
            strong { (lang.say(word)) }
            @match view.contact {
                Contact::Alone { left: Some(left) } => span { (lang.fill(W::DeskAloneTakes, &[&lang.number(left)])) },
                Contact::Alone { left: None } => span { (lang.say(W::DeskAloneRefuses)) },
                Contact::Connected | Contact::Degraded => {}
            }
            @if view.contact != Contact::Connected { span { (lang.say(W::DeskCutOffHint)) } }
            @match view.registry {
                Registry::Well => {}
                Registry::Silent => span { (lang.say(D::RegistrySilent)) },
                Registry::Untrue => span { strong { "▲ " } (lang.say(D::RegistryUntrue)) },
            }
            @if view.waiting > 0 { span { (lang.say(W::DeskWaitingEntries)) ": " (lang.number(view.waiting)) } }
        }
        (trouble::show(lang, &view.troubles))
    }
}
