//! The voting device's screens («دستگاه رأی»), from the card to the receipt.
//!
//! A screen is a function of a [`View`]. Each form posts to the address of the screen itself: what is typed
//! so far in `typed`, and in `press` the button, which [`Press`] reads. So the device has one address, keeps
//! its stage in memory, and leaves nothing in a browser's history that tells one vote from another.

mod choosing;
mod pad;
mod press;
mod reviewing;
mod sealed;
mod waiting;

pub use choosing::{Choosing, Match, Pick, Trouble};
pub use press::{BadPress, Form, Press};
pub use reviewing::Reviewed;
pub use waiting::CardTrouble;

use crate::layout;
use crate::locale::{Lang, Word as W};
use election::bytes::Digest;
use maud::Markup;

/// What the device shows.
#[derive(Debug, Clone)]
pub enum View {
    /// The device cannot be used now.
    OutOfService,
    /// Nobody is voting.
    Waiting {
        /// The card's number as typed so far.
        typed: String,
        /// Why the last card was not taken.
        trouble: Option<CardTrouble>,
    },
    /// One contest is being decided.
    Choosing(Box<Choosing>),
    /// Everything chosen, before sealing.
    Reviewing(Vec<Reviewed>),
    /// The ballot is sealed under this tracking code: cast or challenge.
    Sealed(Digest),
    /// The voter has decided, and the branch has not answered yet: nothing but asking again is possible.
    Unanswered {
        /// The tracking code.
        code: Digest,
        /// Cast, or challenged.
        cast: bool,
    },
    /// The ballot is in the box.
    Cast {
        /// Its tracking code.
        code: Digest,
        /// The branch's signature under it, Base64: whoever has it can prove that the branch took this ballot.
        signature: String,
        /// Where both can be checked, for the picture that a phone reads; nothing if the device does not know.
        address: Option<String>,
    },
    /// A challenged ballot as the device opened it.
    Challenged {
        /// Its tracking code.
        code: Digest,
        /// What had been sealed.
        opened: Vec<Reviewed>,
    },
}

/// The screen. `place` is the name of the branch and the number of the device.
pub fn screen(lang: Lang, place: &str, view: &View) -> Markup {
    let content = match view {
        View::OutOfService => waiting::out_of_service(lang),
        View::Waiting { typed, trouble } => waiting::waiting(lang, typed, *trouble),
        View::Choosing(choosing) => choosing::choosing(lang, choosing),
        View::Reviewing(contests) => reviewing::reviewing(lang, contests),
        View::Sealed(code) => sealed::sealed(lang, code),
        View::Unanswered { code, cast } => sealed::unanswered(lang, code, *cast),
        View::Cast { code, signature, address } => sealed::cast(lang, code, signature, address.as_deref()),
        View::Challenged { code, opened } => sealed::challenged(lang, code, opened),
    };
    layout::device(lang, lang.say(W::Booth), place, "booth", content)
}
