//! After sealing: cast or challenge, and what the voter takes along.

use super::pad;
use super::press::Press;
use super::reviewing::{Reviewed, ballot};
use crate::furniture::{code, qr};
use crate::locale::{Lang, Word as W};
use election::bytes::Digest;
use maud::{Markup, html};

pub(super) fn sealed(lang: Lang, tracking: &Digest) -> Markup {
    html! {
        h1 { (lang.say(W::BoothSealed)) }
        p.lead { (lang.say(W::BoothSealedHint)) }
        p.ticket { (code(&tracking.to_string())) }
        div.halves {
            section.card.choice {
                (pad::lone("main", &Press::Cast, lang.say(W::BoothCast)))
                p { (lang.say(W::BoothCastHint)) }
            }
            section.card.choice {
                (pad::lone("quiet", &Press::Challenge, lang.say(W::BoothChallenge)))
                p { (lang.say(W::BoothChallengeHint)) }
            }
        }
    }
}

pub(super) fn unanswered(lang: Lang, tracking: &Digest, cast: bool) -> Markup {
    let press = if cast { Press::Cast } else { Press::Challenge };
    html! {
        h1 { (lang.say(W::BoothUnanswered)) }
        p.lead { (lang.say(W::BoothUnansweredHint)) }
        p.ticket { (code(&tracking.to_string())) }
        form.onward method="post" { (pad::button("main", &press, lang.say(W::BoothAskAgain))) }
    }
}

pub(super) fn cast(lang: Lang, tracking: &Digest, signature: &str, address: Option<&str>) -> Markup {
    html! {
        h1 { (lang.say(W::BoothDone)) }
        p.lead { (lang.say(W::BoothDoneHint)) }
        div.ticket {
            div {
                p { strong { (lang.say(W::ReceiptAsk)) } }
                p { (code(&tracking.to_string())) }
                p.hint { (lang.say(W::BoothSignature)) }
                p.hint { (code(signature)) }
            }
            @if let Some(picture) = address.and_then(|address| qr(lang.say(W::BoothScan), address)) {
                figure { (picture) figcaption.hint { (lang.say(W::BoothScanHint)) } }
            }
        }
        p.lead { (lang.say(W::BoothThanks)) }
        form.onward method="post" { (pad::button("main", &Press::Finish, lang.say(W::BoothFinish))) }
    }
}

pub(super) fn challenged(lang: Lang, tracking: &Digest, opened: &[Reviewed]) -> Markup {
    html! {
        h1 { (lang.say(W::BoothChallenged)) }
        p.lead { (lang.say(W::BoothChallengedHint)) }
        p.ticket { (code(&tracking.to_string())) }
        div.halves { @for contest in opened { section.card { (ballot(lang, contest)) } } }
        form.onward method="post" { (pad::button("main", &Press::Finish, lang.say(W::BoothVoteAgain))) }
    }
}
