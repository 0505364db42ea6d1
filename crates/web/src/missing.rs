//! What is said when a page cannot be shown: it does not exist, or the office does not answer.

use crate::furniture::notice;
use crate::hq::inside::words::Word as H;
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// Nothing has this address. The reader's language may be unknown, so both speak.
pub fn no_page(lang: Lang) -> Markup {
    let other = lang.other();
    let title = lang.say(W::NotFound);
    let content = html! {
        h1 { (title) }
        p.lead { (lang.say(W::NotFoundHint)) }
        p { a.button href={ "/" (lang.code()) } { (lang.say(W::Overview)) } }
        section.card lang=(other.code()) dir=(other.dir()) {
            h2 { (other.say(W::NotFound)) }
            p { (other.say(W::NotFoundHint)) " " a href={ "/" (other.code()) } { (other.say(W::Overview)) } }
        }
    };
    Page { lang, title, section: None, path: "", every: None }.show(content)
}

/// The page exists, what it was asked about does not.
pub fn nothing_of_that_name(lang: Lang, what: W) -> Markup {
    let title = lang.say(what);
    let content = html! {
        h1 { (title) }
        p.lead { (lang.say(W::NotFoundHint)) }
        p { a.button href={ "/" (lang.code()) "/results" } { (lang.say(W::Results)) } }
    };
    Page { lang, title, section: None, path: "/results", every: None }.show(content)
}

/// The office could not answer; what went wrong is in the log, not on the page.
pub fn trouble(lang: Lang) -> Markup {
    let title = lang.say(W::Trouble);
    let content = html! { h1 { (title) } (notice("bad", title, lang.say(W::TroubleHint))) };
    Page { lang, title, section: None, path: "", every: None }.show(content)
}

/// Too many are at the door at this moment.
pub fn busy(lang: Lang) -> Markup {
    let title = lang.say(H::DoorBusy);
    let content = html! { h1 { (title) } (notice("now", title, lang.say(H::DoorBusyHint))) };
    Page { lang, title, section: Some(Section::Headquarters), path: "/hq/sign-in", every: None }.show(content)
}

/// The act is another officer's.
pub fn not_yours(lang: Lang) -> Markup {
    let title = lang.say(H::Forbidden);
    let content = html! {
        h1 { (title) }
        (notice("now", lang.say(H::ForbiddenHint), ""))
        p.acts {
            a.button.quiet href={ "/" (lang.code()) "/hq" } { (lang.say(H::Morning)) }
            a.button.quiet href={ "/" (lang.code()) "/hq/sign-in" } { (lang.say(H::SignInButton)) }
        }
    };
    Page { lang, title, section: Some(Section::Headquarters), path: "/hq", every: None }.show(content)
}
