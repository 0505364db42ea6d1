//! Nobody is voting: the device asks for a card.

use super::pad;
use super::press::Press;
use crate::furniture::notice;
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// Why a card is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardTrouble {
    /// Not from the stack of this branch.
    Unknown,
    /// It has cast its ballot.
    Used,
    /// It is in another device.
    InUse,
    /// As many cards are in use or used as voters have checked in.
    NoneDue,
}

pub(super) fn waiting(lang: Lang, typed: &str, trouble: Option<CardTrouble>) -> Markup {
    html! {
        div.hall {
            div {
                h1 { (lang.say(W::BoothInsert)) }
                p.lead { (lang.say(W::BoothInsertHint)) }
                @if let Some(trouble) = trouble {
                    div role="alert" { (notice("bad", lang.say(word(trouble)), lang.say(W::BoothCardHint))) }
                }
            }
            form.ask method="post" { (pad::field(lang, W::BoothCardNumber, typed, &Press::Insert, lang.say(W::BoothStart))) }
        }
    }
}

pub(super) fn out_of_service(lang: Lang) -> Markup {
    html! {
        h1 { (lang.say(W::BoothOutOfService)) }
        p.lead { (lang.say(W::BoothOutOfServiceHint)) }
    }
}

fn word(trouble: CardTrouble) -> W {
    match trouble {
        CardTrouble::Unknown => W::BoothCardUnknown,
        CardTrouble::Used => W::BoothCardUsed,
        CardTrouble::InUse => W::BoothCardInUse,
        CardTrouble::NoneDue => W::BoothCardNoneDue,
    }
}
