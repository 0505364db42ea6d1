//! What the desk says about a number: readable from two steps away, by word, sign and colour.

use crate::locale::{Lang, Word as W};
use election::setup::Name;
use maud::{Markup, html};

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
    /// The number's check digit is wrong.
    BadNumber,
    /// The polls of this branch are not open.
    PollsNotOpen,
    /// The headquarters is not reached, and the policy takes nobody in (or no pending card is left).
    NotReached,
    /// Something failed here, and nothing was recorded.
    Unreachable,
}

pub(super) fn show(lang: Lang, answer: Option<&Answer>) -> Markup {
    let Some(answer) = answer else {
        return html! { div.answer role="status" { p.great { (lang.say(W::DeskReady)) } } };
    };
    let (tone, sign, title, hint) = match answer {
        Answer::CheckedIn { .. } => ("good", "✓", W::DeskCheckedIn, W::DeskCheckedInHint),
        Answer::Pending { .. } => ("now", "◐", W::DeskPending, W::DeskPendingHint),
        Answer::NotReached => ("now", "!", W::DeskNotReached, W::DeskNotReachedHint),
        Answer::AlreadyVoted { .. } => ("bad", "✕", W::DeskAlreadyVoted, W::DeskAlreadyVotedHint),
        Answer::NotOnRoll => ("bad", "✕", W::DeskNotOnRoll, W::DeskNotOnRollHint),
        Answer::BadNumber => ("now", "!", W::DeskBadNumber, W::DeskBadNumberHint),
        Answer::PollsNotOpen => ("now", "!", W::DeskPollsNotOpen, W::DeskPollsNotOpenHint),
        Answer::Unreachable => ("now", "!", W::DeskUnreachable, W::DeskUnreachableHint),
    };
    html! {
        div.answer.(tone) role="status" {
            span.sign aria-hidden="true" { (sign) }
            div {
                p.great { (lang.say(title)) }
                @match answer {
                    Answer::CheckedIn { name } => p.lead { (name) }
                    Answer::AlreadyVoted { branch, at } => p.lead {
                        (lang.fill(W::DeskAlreadyVotedWhere, &[lang.pick(&branch.fa, &branch.en), &lang.hour(at)]))
                    }
                    Answer::Pending { card } => p.lead {
                        (lang.fill(W::DeskPendingCard, &[&lang.number(*card)]))
                    }
                    _ => {}
                }
                p { (lang.say(hint)) }
            }
        }
    }
}
