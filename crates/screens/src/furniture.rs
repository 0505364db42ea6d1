//! Pieces that stand in many rooms: a bar, a figure, a hint, a pager, a search.

use crate::locale::{Lang, Word as W};
use election::spelling::closed;
use maud::{Markup, html};
use qrcode::{Color, QrCode};

pub use election::spelling::of as folded;

/// A bar of `part` in `whole`. It repeats a number that stands beside it, so screen readers pass it by.
pub fn bar(part: u64, whole: u64, tone: &str) -> Markup {
    // Tenths of a percent: no floating point decides how long a candidate's bar is.
    let width = (u128::from(part.min(whole)) * 1000).checked_div(u128::from(whole)).unwrap_or(0);
    html! {
        svg.bar.(tone) viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.track x="0" y="0" width="1000" height="10" {}
            rect.fill x="0" y="0" width=(width) height="10" {}
        }
    }
}

/// `3 of 5` with its bar.
pub fn progress(lang: Lang, part: u64, whole: u64) -> Markup {
    html! {
        span.progress { (lang.fill(W::Of, &[&lang.number(part), &lang.number(whole)])) (bar(part, whole, "")) }
    }
}

/// One large number and what it is.
pub fn figure(number: &str, what: &str, hint: Option<&str>) -> Markup {
    html! {
        div.figure {
            dt { (what) }
            dd { strong { (number) } @if let Some(hint) = hint { span.hint { (hint) } } }
        }
    }
}

/// A fingerprint or a tracking code in groups of four, as a machine wrote it.
pub fn code(text: &str) -> Markup {
    let groups: Vec<&str> =
        (0..text.len()).step_by(4).filter_map(|at| text.get(at..text.len().min(at + 4))).collect();
    html! {
        code.long dir="ltr" translate="no" { @for group in groups { span { (group) } wbr; } }
    }
}

/// An address as a picture that a phone reads; nothing if it is too long for one.
pub fn qr(label: &str, address: &str) -> Option<Markup> {
    let qr = QrCode::new(address).ok()?;
    let width = qr.width();
    // The dark runs of each row, as one path.
    let mut path = String::new();
    for (y, row) in qr.to_colors().chunks(width).enumerate() {
        for (x, color) in row.iter().enumerate() {
            if *color == Color::Dark {
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
    }
    let edge = width + 8;
    Some(html! {
        svg.qr role="img" aria-label=(label) viewBox=(format!("-4 -4 {edge} {edge}")) shape-rendering="crispEdges" {
            rect x="-4" y="-4" width=(edge) height=(edge) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}

/// A coloured word for a state. The word carries the meaning; the colour repeats it.
pub fn badge(tone: &str, text: &str) -> Markup {
    html! { span.badge.(tone) { (text) } }
}

/// A message in its own box.
pub fn notice(tone: &str, title: &str, hint: &str) -> Markup {
    html! { div.notice.(tone) { p.lead { (title) } @if !hint.is_empty() { p { (hint) } } } }
}

/// What part of a long table is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'a> {
    /// What was searched for.
    pub words: &'a str,
    /// Which page, from 1.
    pub page: usize,
    /// How many rows a page has.
    pub rows: usize,
}

impl Shown<'_> {
    /// The rows of this page, and the number of pages.
    pub fn cut<T>(&self, all: Vec<T>) -> (Vec<T>, usize) {
        let pages = all.len().div_ceil(self.rows).max(1);
        let first = self.page.clamp(1, pages) - 1;
        (all.into_iter().skip(first * self.rows).take(self.rows).collect(), pages)
    }

    /// Does a row with these texts answer the query? Digits and letter case of either script are the same, and so are a
    /// blank and a joiner.
    pub fn matches(&self, texts: &[&str]) -> bool {
        let query = closed(self.words);
        query.is_empty() || texts.iter().any(|text| closed(text).contains(&query))
    }

    /// The query that shows the same again.
    pub fn query(&self) -> String {
        match (self.words, self.page) {
            ("", 0 | 1) => String::from("?"),
            (words, page) => format!("?q={}&page={page}", percent_encoded(words)),
        }
    }

    /// The links to the pages before and after.
    pub fn pager(&self, lang: Lang, pages: usize) -> Markup {
        let here = self.page.clamp(1, pages);
        let to = |page: usize| Shown { page, ..self.clone() }.query();
        html! {
            @if pages > 1 {
                nav.pager aria-label=(lang.fill(W::PageOf, &[&lang.number(here as u64), &lang.number(pages as u64)])) {
                    @if here > 1 { a.button.quiet rel="prev" href=(to(here - 1)) { (lang.say(W::Previous)) } } @else { span {} }
                    span { (lang.fill(W::PageOf, &[&lang.number(here as u64), &lang.number(pages as u64)])) }
                    @if here < pages { a.button.quiet rel="next" href=(to(here + 1)) { (lang.say(W::Next)) } } @else { span {} }
                }
            }
        }
    }

    /// The search form above the table.
    pub fn search(&self, lang: Lang, ask: W) -> Markup {
        self.search_among(lang, ask, None)
    }

    /// The same, among the rows that this field of the address chose before.
    pub fn search_among(&self, lang: Lang, ask: W, chosen: Option<(&str, &str)>) -> Markup {
        html! {
            form.search method="get" role="search" {
                @if let Some((name, value)) = chosen { input type="hidden" name=(name) value=(value); }
                label for="q" { (lang.say(ask)) }
                div.row {
                    input #q name="q" type="search" value=(self.words) maxlength="80" autocomplete="off";
                    button { (lang.say(W::Search)) }
                }
            }
        }
    }

    /// Said when no row answers the query.
    pub fn nothing(&self, lang: Lang) -> Markup {
        html! {
            (notice("", lang.say(W::Nothing), lang.say(W::NothingHint)))
            p { a href="?" { (lang.say(W::ClearSearch)) } }
        }
    }
}

/// Text as part of an address.
pub fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_does_not_care_which_keyboard_was_used() {
        let shown = Shown { words: " علي ۱۲", page: 1, rows: 10 };
        assert!(shown.matches(&["دبستان علی 12"]));
        assert!(!shown.matches(&["دبستان علی 13"]));
        assert!(Shown { words: "", ..shown }.matches(&["x"]));
    }

    #[test]
    fn an_address_becomes_a_picture_and_a_novel_does_not() {
        assert!(qr("", "https://example.ir/fa/receipt?code=00").is_some());
        assert!(qr("", &"x".repeat(5000)).is_none());
    }

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        let shown = Shown { words: "", page: 99, rows: 2 };
        assert_eq!(shown.cut(vec![1, 2, 3]), (vec![3], 2));
        assert_eq!(shown.cut(Vec::<u8>::new()), (vec![], 1));
    }

    #[test]
    fn a_bar_is_never_longer_than_its_track() {
        assert!(bar(7, 5, "").into_string().contains("width=\"1000\" height=\"10\"></rect></svg>"));
        assert!(bar(0, 0, "").into_string().contains("width=\"0\""));
    }
}
