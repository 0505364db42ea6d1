//! What is wrong at this desk now, on each of its pages until it is mended: what stands and what does not, and what to do.

use super::words::Word as D;
use crate::locale::Lang;
use maud::{Markup, html};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Checked in, and the strip did not print it: these receipts are owed a card.
    CardsOwed(Vec<u64>),
    /// Undone, and the strip did not print it: these receipts.
    UndoingsOwed(Vec<u64>),
    /// The last line before the power went is not on the strip: this receipt.
    LineOwed(u64),
    /// Another device stands in this one's place.
    Replaced,
    /// The opening is kept here, and the record does not have it yet.
    OpeningWaits,
    /// The record refused the opening.
    OpeningRefused(String),
    /// The roll on this machine is another event's.
    RollForeign,
    /// The strip has no paper.
    PaperOut,
    /// Its paper ends soon.
    PaperEnding,
    /// The battery has less than a fifth.
    BatteryLow,
    /// The battery has less than a half.
    BatteryHalf,
    /// The stack was not counted for an hour.
    CountDue,
    /// This device took another's place, and the stack was not counted since.
    CountAfterHandOver,
    /// The machine does not go on by itself.
    Stopped(String),
}

impl Trouble {
    /// Is the branch's work at stake, or only to be known?
    fn is_grave(&self) -> bool {
        !matches!(
            self,
            Self::OpeningWaits
                | Self::PaperEnding
                | Self::BatteryHalf
                | Self::CountDue
                | Self::CountAfterHandOver
        )
    }

    fn words(&self) -> (D, D) {
        match self {
            Self::CardsOwed(_) => (D::CardsOwed, D::CardsOwedHint),
            Self::UndoingsOwed(_) => (D::UndoingsOwed, D::UndoingsOwedHint),
            Self::LineOwed(_) => (D::LineOwed, D::LineOwedHint),
            Self::Replaced => (D::Replaced, D::ReplacedHint),
            Self::OpeningWaits => (D::OpeningWaits, D::OpeningWaitsHint),
            Self::OpeningRefused(_) => (D::OpeningRefused, D::OpeningRefusedHint),
            Self::RollForeign => (D::RollForeign, D::RollForeignHint),
            Self::PaperOut => (D::PaperOut, D::PaperHint),
            Self::PaperEnding => (D::PaperEnding, D::PaperHint),
            Self::BatteryLow => (D::BatteryLow, D::BatteryLowHint),
            Self::BatteryHalf => (D::BatteryHalf, D::BatteryHalfHint),
            Self::CountDue => (D::CountDue, D::CountDueHint),
            Self::CountAfterHandOver => (D::CountAfterHandOver, D::CountDueHint),
            Self::Stopped(_) => (D::Stopped, D::StoppedHint),
        }
    }
}

/// All of it, the receipts in words of their own.
pub(super) fn show(lang: Lang, troubles: &[Trouble]) -> Markup {
    html! {
        @for trouble in troubles {
            @let (title, hint) = trouble.words();
            @let (tone, sign) = if trouble.is_grave() { ("bad", "▲") } else { ("now", "◐") };
            div.answer.(tone) role=(if trouble.is_grave() { "alert" } else { "status" }) {
                span.sign aria-hidden="true" { (sign) }
                div {
                    p.lead { (lang.say(title)) }
                    @match trouble {
                        Trouble::CardsOwed(receipts) | Trouble::UndoingsOwed(receipts) => p {
                            (lang.say(D::ReceiptNumber)) ": "
                            @for (place, receipt) in receipts.iter().enumerate() {
                                @if place > 0 { (lang.pick("، ", ", ")) }
                                strong { (lang.number(*receipt)) }
                            }
                        }
                        Trouble::LineOwed(receipt) => p { (lang.say(D::ReceiptNumber)) ": " strong { (lang.number(*receipt)) } },
                        Trouble::OpeningRefused(why) | Trouble::Stopped(why) => p dir="ltr" lang="en" { (why) },
                        Trouble::PaperOut | Trouble::PaperEnding => form method="post" action={ "/" (lang.code()) "/paper" } {
                            button.quiet { (lang.say(D::PaperNew)) }
                        },
                        _ => {}
                    }
                    p { (lang.say(hint)) }
                }
            }
        }
    }
}
