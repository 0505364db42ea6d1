//! What lists share: the address of what was asked, and the ways to their other pages.

use crate::furniture::percent_encoded;
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// The address of a page of a list; what was not asked is not in it.
pub(super) fn query(asked: &[(&str, &str)], page: usize) -> String {
    let said = asked.iter().filter(|(_, value)| !value.is_empty());
    let said: String = said.map(|(name, value)| format!("{name}={}&", percent_encoded(value))).collect();
    format!("?{said}page={page}")
}

/// The ways to the pages before and after.
pub(super) fn pager(
    lang: Lang,
    title: &str,
    (here, pages): (usize, usize),
    to: impl Fn(usize) -> String,
) -> Markup {
    html! {
        @if pages > 1 {
            nav.pager aria-label=(title) {
                @if here > 1 { a.button.quiet rel="prev" href=(to(here - 1)) { (lang.say(W::Previous)) } } @else { span {} }
                span { (lang.fill(W::PageOf, &[&lang.number(here as u64), &lang.number(pages as u64)])) }
                @if here < pages { a.button.quiet rel="next" href=(to(here + 1)) { (lang.say(W::Next)) } } @else { span {} }
            }
        }
    }
}
