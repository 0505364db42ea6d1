//! The what-if calculator: anybody's votes, the same rules, the same steps.
//!
//! It explains the proportional rule before polling and lets whoever disputes a result see what another reading would
//! have given. A form that is only read: its address holds the whole question, so that a question can be sent on.

mod compare;
mod form;
mod question;

pub use question::Question;
pub(super) use question::address;

use super::seats;
use crate::furniture::notice;
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use ::seats::LARGEST_COUNT;
use maud::{Markup, html};
use question::{Answer, MOST_SEATS, Wrong};

/// Lists that the form has room for.
const LISTS: usize = 8;
/// The readings of article 24, shown side by side.
const SIDE_BY_SIDE: [&str; 3] =
    ["tehran-1404", "tehran-1404-largest-remainder", "tehran-1404-integer-then-share"];

/// The way to the calculator, from other pages.
pub fn door(lang: Lang) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(W::WhatIf)) }
            p { (lang.say(W::WhatIfLead)) }
            p { a.button.quiet href={ "/" (lang.code()) "/what-if" } { (lang.say(W::WhatIfOpen)) } }
        }
    }
}

/// The page.
pub fn page(lang: Lang, question: &Question) -> Markup {
    let title = lang.say(W::WhatIf);
    let answer = question.answer(lang);
    let content = html! {
        h1 { (title) }
        p.lead { (lang.say(W::WhatIfLead)) }
        div.what-if {
            (form::form(lang, question))
            div.answer-side {
                @match &answer {
                    Err(wrong) => (refused(lang, wrong)),
                    Ok(Answer::Lot(lot)) => (notice("now", lang.say(W::WhatIfLot), &lot.explain(forms::rule_language(lang)))),
                    Ok(Answer::Decided(result)) => {
                        section.card #answer {
                            h2 { (lang.say(W::SeatsOfLists)) }
                            div.chamber { (seats::chart(lang, result)) (seats::table(lang, result)) }
                        }
                    }
                }
                @if answer.is_ok() { (compare::side_by_side(lang, question)) }
            }
        }
        @if let Ok(Answer::Decided(result)) = &answer {
            (seats::steps(lang, result))
            (seats::readings(lang, result))
            (seats::margins(lang, result))
        }
    };
    let path = format!("/what-if{}", question.query());
    Page { lang, title, section: Some(Section::Results), path: &path, every: None }.show(content)
}

fn refused(lang: Lang, wrong: &Wrong) -> Markup {
    let (title, hint) = match wrong {
        Wrong::Number { field } => (
            lang.fill(W::WhatIfNotNumber, &[field]),
            lang.fill(W::WhatIfNotNumberHint, &[&lang.number(LARGEST_COUNT)]),
        ),
        Wrong::Seats => (
            lang.say(W::WhatIfNoSeats).to_owned(),
            lang.fill(W::WhatIfNoSeatsHint, &[&lang.number(MOST_SEATS)]),
        ),
        Wrong::NoVotes => (lang.say(W::WhatIfNobody).to_owned(), lang.say(W::WhatIfNobodyHint).to_owned()),
        Wrong::Rules(bad) => (lang.say(W::WhatIfRefused).to_owned(), lang.digits(bad.path())),
    };
    html! { div role="alert" { (notice("bad", &title, &hint)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_typed_is_never_markup() {
        let pairs = [("seats", "3"), ("n1", "<script>"), ("v1", "5")];
        let pairs = pairs.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let page = page(Lang::En, &Question::read(&pairs)).into_string();
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    }
}
