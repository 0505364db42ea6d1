//! Figures that must agree, always on the desk's page; where they do not, an alarm in words and a shape of its own.

use super::words::Word as D;
use crate::locale::Lang;
use election::setup::Name;
use maud::{Markup, html};

/// The branch's balance now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balance {
    /// Each device's session.
    pub sessions: Vec<Session>,
    /// Check-ins that stand.
    pub check_ins: u64,
    /// Cards given out.
    pub given: u64,
    /// Ballots in the box, the same for each contest.
    pub cast: u64,
    /// Each contest.
    pub contests: Vec<Name>,
    /// Cards spent on ballots that the record may not take.
    pub spoiled: u64,
    /// Given out, and the voter has left.
    pub abandoned: u64,
    /// In a booth, or in a voter's hand.
    pub under_way: u64,
    /// The last count by hand.
    pub counted: Option<Counted>,
    /// What does not agree.
    pub alarm: Option<Alarm>,
}

/// A device's session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: String,
    /// Its check-ins that stand.
    pub check_ins: u64,
    /// Cards that left the stack in it, as counted by hand.
    pub cards: Option<u64>,
}

/// A count of the stack by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// When, RFC 3339, UTC.
    pub at: String,
    /// Cards that lay in the stack.
    pub left: u64,
    /// So many had been given.
    pub given: u64,
    /// For so many confirmed check-ins that stood then.
    pub check_ins: u64,
}

/// Two figures that should be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarm {
    /// Cards given for check-ins.
    Cards {
        /// Check-ins.
        check_ins: u64,
        /// Cards.
        given: u64,
    },
    /// Cards accounted for, of those given.
    Ballots {
        /// Given.
        given: u64,
        /// Accounted for.
        accounted: u64,
    },
}

pub(super) fn show(lang: Lang, balance: &Balance) -> Markup {
    let n = |figure: u64| lang.number(figure);
    html! {
        section.balance aria-label=(lang.say(D::Balance)) {
            @match balance.alarm {
                Some(alarm) => div.answer.bad role="alert" {
                    span.sign aria-hidden="true" { "▲" }
                    div {
                        p.great { (lang.say(D::Alarm)) }
                        p.lead {
                            @match alarm {
                                Alarm::Cards { check_ins, given } => (lang.fill(D::AlarmCards, &[&n(given), &n(check_ins)])),
                                Alarm::Ballots { given, accounted } => (lang.fill(D::AlarmBallots, &[&n(given), &n(accounted)])),
                            }
                        }
                        p { (lang.say(D::AlarmHint)) }
                    }
                },
                None => p.agrees { span aria-hidden="true" { "✓ " } strong { (lang.say(D::Agrees)) } },
            }
            table.stack {
                caption { (lang.say(D::Balance)) }
                thead { tr {
                    th scope="col" { (lang.say(D::Contest)) }
                    th.number scope="col" { (lang.say(D::CheckIns)) }
                    th.number scope="col" { (lang.say(D::Given)) }
                    th.number scope="col" { (lang.say(D::Cast)) }
                    th.number scope="col" { (lang.say(D::Spoiled)) }
                    th.number scope="col" { (lang.say(D::Abandoned)) }
                    th.number scope="col" { (lang.say(D::UnderWay)) }
                } }
                tbody {
                    @for contest in &balance.contests {
                        tr {
                            th scope="row" { (lang.pick(&contest.fa, &contest.en)) }
                            td.number data-label=(lang.say(D::CheckIns)) { (n(balance.check_ins)) }
                            td.number data-label=(lang.say(D::Given)) { (n(balance.given)) }
                            td.number data-label=(lang.say(D::Cast)) { (n(balance.cast)) }
                            td.number data-label=(lang.say(D::Spoiled)) { (n(balance.spoiled)) }
                            td.number data-label=(lang.say(D::Abandoned)) { (n(balance.abandoned)) }
                            td.number data-label=(lang.say(D::UnderWay)) { (n(balance.under_way)) }
                        }
                    }
                }
            }
            @if balance.sessions.len() > 1 {
                ul.plain {
                    @for session in &balance.sessions {
                        li {
                            (lang.say(D::Session)) " " code dir="ltr" { (session.id.get(..8).unwrap_or(&session.id)) } ": "
                            (n(session.check_ins)) " " (lang.say(D::CheckIns))
                            @if let Some(cards) = session.cards { " · " (lang.fill(D::SessionCards, &[&n(cards)])) }
                        }
                    }
                }
            }
            p.hint {
                @match &balance.counted {
                    Some(Counted { at, left, given, check_ins }) => {
                        (lang.fill(D::CountedAt, &[&lang.hour(at), &n(*left), &n(*given), &n(*check_ins)]))
                    }
                    None => (lang.say(D::CountedNever)),
                }
            }
            details {
                summary { (lang.say(D::Sources)) }
                ul.plain {
                    @for source in [D::SourceCheckIns, D::SourceCast, D::SourceStack] { li { (lang.say(source)) } }
                }
                p.hint { (lang.say(D::SourceComputed)) }
            }
            details {
                summary { (lang.say(D::CountStack)) }
                form.act method="post" action={ "/" (lang.code()) "/stack" } {
                    label for="left" { (lang.say(D::CountStackLeft)) }
                    input #left name="left" inputmode="numeric" autocomplete="off" dir="ltr" required maxlength="6";
                    p { button.quiet { (lang.say(D::CountStackButton)) } }
                    p.hint { (lang.say(D::CountStackHint)) }
                }
            }
        }
    }
}
