//! Before the desk: a browser is paired, and opened again after it was idle.

use super::words::Word as D;
use crate::furniture::notice;
use crate::layout;
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// Why it was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not the token.
    Token,
    /// A short code of too few digits, or too many.
    Code,
    /// Not the short code.
    WrongCode,
    /// The disk took nothing.
    Disk,
}

/// The page that pairs a browser.
pub fn pair(lang: Lang, branch: &str, refusal: Option<Refusal>) -> Markup {
    door(
        lang,
        branch,
        D::Pair,
        D::PairHint,
        refusal,
        html! {
            form.act method="post" action={ "/" (lang.code()) "/pair" } {
                label for="token" { (lang.say(D::Token)) }
                input #token name="token" inputmode="numeric" autocomplete="off" dir="ltr" required autofocus maxlength="40" aria-describedby="token-hint";
                p.hint #token-hint { (lang.say(D::TokenHint)) }
                label for="code" { (lang.say(D::ShortCode)) }
                input #code name="code" type="password" inputmode="numeric" autocomplete="off" dir="ltr" required maxlength="12" aria-describedby="code-hint";
                p.hint #code-hint { (lang.say(D::ShortCodeHint)) }
                p { button.main { (lang.say(D::PairButton)) } }
            }
        },
    )
}

/// The page of a browser that was idle.
pub fn locked(lang: Lang, branch: &str, refusal: Option<Refusal>) -> Markup {
    door(
        lang,
        branch,
        D::Locked,
        D::LockedHint,
        refusal,
        html! {
            form.act method="post" action={ "/" (lang.code()) "/locked" } {
                label for="code" { (lang.say(D::ShortCodeOrToken)) }
                input #code name="code" type="password" inputmode="numeric" autocomplete="off" dir="ltr" required autofocus maxlength="40";
                p { button.main { (lang.say(D::Unlock)) } }
            }
            p { a.button.quiet href={ "/" (lang.code()) "/pair" } { (lang.say(D::Pair)) } }
        },
    )
}

fn door(lang: Lang, branch: &str, title: D, hint: D, refusal: Option<Refusal>, form: Markup) -> Markup {
    layout::device(
        lang,
        lang.say(W::Desk),
        &lang.digits(branch),
        "desk",
        html! {
            h1 { (lang.say(title)) }
            p { (lang.say(hint)) }
            @if let Some(refusal) = refusal {
                div role="alert" {
                    (notice("bad", lang.say(D::NotTaken), lang.say(match refusal {
                        Refusal::Token => D::TokenWrong,
                        Refusal::Code => D::ShortCodeHint,
                        Refusal::WrongCode => D::ShortCodeWrong,
                        Refusal::Disk => D::DiskFull,
                    })))
                }
            }
            (form)
        },
    )
}
