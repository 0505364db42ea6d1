//! What to try next for a voter who was not identified: nobody is sent away in silence.

use super::words::Word as D;
use crate::locale::Lang;
use maud::{Markup, html};

/// The next way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rung {
    /// The card in the reader.
    Card,
    /// The number, typed.
    Number,
    /// The name, on the roll.
    Name,
    /// Both officers.
    Officers,
}

pub(super) fn show(lang: Lang, rung: Rung) -> Markup {
    let word = match rung {
        Rung::Card => D::LadderCard,
        Rung::Number => D::LadderNumber,
        Rung::Name => D::LadderName,
        Rung::Officers => D::LadderOfficers,
    };
    html! {
        div.answer.now role="status" {
            span.sign aria-hidden="true" { "⇢" }
            div {
                p.lead { (lang.say(D::Ladder)) ": " (lang.say(word)) }
                @if rung == Rung::Officers { p { a.button href={ "/" (lang.code()) "/officers" } { (lang.say(D::Override)) } } }
                form method="post" action={ "/" (lang.code()) "/another" } { button.quiet { (lang.say(D::LadderAnother)) } }
            }
        }
    }
}
