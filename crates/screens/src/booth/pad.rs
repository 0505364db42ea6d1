//! The field for a code, and the digits to touch.
//!
//! Every digit is a button of the form, so that the pad works without a script; the device answers on its
//! own loopback, faster than a finger.

use super::press::Press;
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// A button that posts a press.
pub(super) fn button(class: &str, press: &Press, label: &str) -> Markup {
    html! { button.(class) name="press" value=(press) { (label) } }
}

/// A form of one button.
pub(super) fn lone(class: &str, press: &Press, label: &str) -> Markup {
    html! { form method="post" { (button(class, press, label)) } }
}

/// The field, its pad, and the button that takes what was typed. Must stand inside a form.
pub(super) fn field(lang: Lang, ask: W, typed: &str, take: &Press, label: &str) -> Markup {
    html! {
        label for="typed" { (lang.say(ask)) }
        // First in the form, so that the enter key takes the code and not a digit.
        button.unseen name="press" value=(take) tabindex="-1" aria-hidden="true" { (label) }
        input #typed name="typed" value=(lang.digits(typed)) inputmode="none" autocomplete="off" dir="ltr" maxlength="64" autofocus;
        // Digits lie as on every telephone, in both languages.
        div.pad dir="ltr" {
            @for digit in '1'..='9' { (key(lang, digit)) }
            button.quiet name="press" value=(Press::Erase) dir="auto" { (lang.say(W::BoothErase)) }
            (key(lang, '0'))
            button name="press" value=(take) dir="auto" { (label) }
        }
    }
}

fn key(lang: Lang, digit: char) -> Markup {
    button("key", &Press::Digit(digit), &lang.digits(&digit.to_string()))
}
