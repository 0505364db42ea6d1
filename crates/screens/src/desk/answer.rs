//! What the desk says about a number: readable from two steps away, by word, sign and colour.

use super::words::Word as D;
use crate::locale::{Lang, Word as W};
use election::setup::Name;
use maud::{Markup, html};

/// What the civil registry says against the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// Nobody has this number.
    Unknown,
    /// Has died.
    Died,
    /// Too young.
    Young,
    /// Lives elsewhere.
    Elsewhere,
}

/// What came of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Let the voter draw a card.
    CheckedIn {
        /// The name on the roll, to compare with the identity card.
        name: String,
    },
    /// The headquarters could not be asked; the voter gets this pending card.
    Pending {
        /// Its place in the stack of pending cards, as printed on it.
        card: u64,
    },
    /// This person has voted.
    AlreadyVoted {
        /// Where.
        branch: Name,
        /// When, RFC 3339, UTC.
        at: String,
    },
    /// Nobody of this number is entitled.
    NotOnRoll,
    /// Votes in this constituency.
    Elsewhere(u16),
    /// Both officers must look.
    Officers(Contradiction),
    /// Another desk of this branch is checking this person in.
    AtAnotherDesk,
    /// The number's check digit is wrong.
    BadNumber,
    /// The polls of this branch are not open.
    PollsNotOpen,
    /// The headquarters is not reached, and the policy takes nobody in (or no pending card is left).
    NotReached,
    /// Checked in, and the strip did not print it: no card until it does.
    CardOwed {
        /// The receipt number.
        receipt: u64,
    },
    /// Another device stands in this one's place.
    Replaced,
    /// The disk takes nothing.
    DiskFull,
    /// The log does not hold together.
    LogDamaged,
    /// The roll is another event's.
    RollForeign,
    /// The roll cannot be read.
    RollDamaged,
    /// Something else failed; whether it was recorded is found out by asking again.
    NoAnswer,
}

impl Answer {
    /// Does the voter get a card? Then the clerk hands it before the next number is typed.
    pub fn gives_a_card(&self) -> bool {
        matches!(self, Self::CheckedIn { .. } | Self::Pending { .. })
    }

    /// Tone and sign, in words what came of it, and what to do.
    fn told(&self, lang: Lang) -> (&'static str, &'static str, &'static str, &'static str) {
        let (tone, sign, title, hint) = match self {
            Self::CheckedIn { .. } => ("good", "✓", W::DeskCheckedIn, W::DeskCheckedInHint),
            Self::Pending { .. } => ("now", "◐", W::DeskPending, W::DeskPendingHint),
            Self::NotReached => ("now", "!", W::DeskNotReached, W::DeskNotReachedHint),
            Self::AlreadyVoted { .. } => ("bad", "✕", W::DeskAlreadyVoted, W::DeskAlreadyVotedHint),
            Self::NotOnRoll => ("bad", "✕", W::DeskNotOnRoll, W::DeskNotOnRollHint),
            Self::BadNumber => ("now", "!", W::DeskBadNumber, W::DeskBadNumberHint),
            Self::PollsNotOpen => ("now", "!", W::DeskPollsNotOpen, W::DeskPollsNotOpenHint),
            _ => {
                let (tone, sign, title, hint) = self.told_here();
                return (tone, sign, lang.say(title), lang.say(hint));
            }
        };
        (tone, sign, lang.say(title), lang.say(hint))
    }

    /// The same, of what the desk's own words say.
    fn told_here(&self) -> (&'static str, &'static str, D, D) {
        match self {
            Self::Elsewhere(_) => ("bad", "✕", D::Elsewhere, D::ElsewhereHint),
            Self::Officers(_) => ("now", "⚖", D::RegistryOfficers, D::RegistryOfficersHint),
            Self::AtAnotherDesk => ("now", "!", D::AtAnotherDesk, D::AtAnotherDeskHint),
            Self::CardOwed { .. } => ("now", "▲", D::CardOwed, D::CardOwedHint),
            Self::Replaced => ("bad", "✕", D::Replaced, D::ReplacedHint),
            Self::DiskFull => ("bad", "▲", D::DiskFull, D::DiskFullHint),
            Self::LogDamaged => ("bad", "▲", D::LogDamaged, D::LogDamagedHint),
            Self::RollForeign => ("bad", "▲", D::RollForeign, D::RollForeignHint),
            Self::RollDamaged => ("bad", "▲", D::RollDamaged, D::RollDamagedHint),
            _ => ("now", "!", D::NoAnswer, D::NoAnswerHint),
        }
    }
}

pub(super) fn show(lang: Lang, answer: Option<&Answer>) -> Markup {
    let Some(answer) = answer else {
        return html! { div.answer role="status" { p.great { (lang.say(W::DeskReady)) } } };
    };
    let (tone, sign, title, hint) = answer.told(lang);
    html! {
        div.answer.(tone) role="status" {
            span.sign aria-hidden="true" { (sign) }
            div {
                p.great { (title) }
                @match answer {
                    Answer::CheckedIn { name } => p.lead { (name) }
                    Answer::AlreadyVoted { branch, at } => p.lead {
                        (lang.fill(W::DeskAlreadyVotedWhere, &[lang.pick(&branch.fa, &branch.en), &lang.hour(at)]))
                    }
                    Answer::Pending { card } => p.lead {
                        (lang.fill(W::DeskPendingCard, &[&lang.number(*card)]))
                    }
                    Answer::Elsewhere(constituency) => p.lead {
                        (lang.fill(D::ElsewhereWhere, &[&lang.number(u64::from(*constituency))]))
                    }
                    Answer::CardOwed { receipt } => p.lead { (lang.fill(D::CardOwedReceipt, &[&lang.number(*receipt)])) }
                    Answer::Officers(because) => p.lead {
                        (lang.say(match because {
                            Contradiction::Unknown => D::RegistryUnknown,
                            Contradiction::Died => D::RegistryDied,
                            Contradiction::Young => D::RegistryYoung,
                            Contradiction::Elsewhere => D::RegistryElsewhere,
                        }))
                    }
                    _ => {}
                }
                p { (hint) }
                @if matches!(answer, Answer::Officers(_)) {
                    p { a.button href={ "/" (lang.code()) "/officers" } { (lang.say(D::Override)) } }
                }
                @if answer.gives_a_card() {
                    form method="get" action={ "/" (lang.code()) } { button.main autofocus { (lang.say(D::Handed)) } }
                }
            }
        }
    }
}
