//! The shell around every page: head, header with the way to the other language, sections, footer.

use crate::assets;
use crate::locale::{Lang, Word as W};
use maud::{DOCTYPE, Markup, html};

/// The sections of the site, in the order of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The event at a glance.
    Overview,
    /// All branches.
    Branches,
    /// Enough devices and booths.
    Planning,
    /// Results.
    Results,
    /// Looking a receipt up.
    Receipt,
    /// How to verify.
    Verify,
    /// The headquarters' rooms, behind the sign-in.
    Headquarters,
}

impl Section {
    const ALL: [Section; 7] = [
        Section::Overview,
        Section::Branches,
        Section::Planning,
        Section::Results,
        Section::Receipt,
        Section::Verify,
        Section::Headquarters,
    ];

    /// The path after the language.
    pub fn path(self) -> &'static str {
        match self {
            Section::Overview => "",
            Section::Branches => "/branches",
            Section::Planning => "/planning",
            Section::Results => "/results",
            Section::Receipt => "/receipt",
            Section::Verify => "/verify",
            Section::Headquarters => "/hq",
        }
    }

    fn word(self) -> W {
        match self {
            Section::Overview => W::Overview,
            Section::Branches => W::Branches,
            Section::Planning => W::Planning,
            Section::Results => W::Results,
            Section::Receipt => W::Receipt,
            Section::Verify => W::Verify,
            Section::Headquarters => W::Headquarters,
        }
    }
}

/// What the shell must know about a page.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: &'a str,
    /// The section it belongs to, if any.
    pub section: Option<Section>,
    /// Its path and query after the language, so that the other language opens at the same place.
    pub path: &'a str,
    /// Seconds after which the page comes again by itself, for a screen on a wall. A page never does so
    /// unless it was asked to: it would tear a reader away.
    pub every: Option<u16>,
}

impl Page<'_> {
    /// The whole document.
    pub fn show(&self, content: Markup) -> Markup {
        let Self { lang, path, .. } = *self;
        document(
            lang,
            self.title,
            "site",
            self.every.map(|after| Again { after, at: None }),
            html! {
                a.skip href="#content" { (lang.say(W::SkipToContent)) }
                header.top {
                    div.wide {
                        a.brand href={ "/" (lang.code()) } { (mark()) span { (lang.say(W::Amin)) } }
                        nav aria-label=(lang.say(W::Navigation)) {
                            ul {
                                @for section in Section::ALL {
                                    li {
                                        a href={ "/" (lang.code()) (section.path()) }
                                            aria-current=[(self.section == Some(section)).then_some("page")] {
                                            (lang.say(section.word()))
                                        }
                                    }
                                }
                            }
                        }
                        (language_switch(lang, path))
                    }
                }
                main #content.wide tabindex="-1" { (content) }
                footer.bottom {
                    div.wide {
                        // The headquarters' own rooms are not on the record.
                        @if self.section != Some(Section::Headquarters) {
                            p { (lang.say(W::FooterVerify)) " " a href={ "/" (lang.code()) "/verify" } { (lang.say(W::HowToVerify)) } }
                        }
                        p.motto { (lang.say(W::Motto)) }
                    }
                }
            },
        )
    }
}

/// The shell of a device that does one thing: no sections, large type, the way to the other language.
pub fn device(lang: Lang, title: &str, place: &str, class: &str, content: Markup) -> Markup {
    waiting_device(lang, title, place, class, None, content)
}

/// When a page comes again by itself, and where from.
#[derive(Debug, Clone, Copy)]
pub struct Again {
    /// After so many seconds.
    pub after: u16,
    /// Its address, where it is another.
    pub at: Option<&'static str>,
}

/// The same, of a screen that waits for somebody else and looks again by itself.
pub fn waiting_device(
    lang: Lang,
    title: &str,
    place: &str,
    class: &str,
    again: Option<Again>,
    content: Markup,
) -> Markup {
    document(
        lang,
        title,
        class,
        again,
        html! {
            header.top {
                div.wide {
                    span.brand { (mark()) span { (title) } }
                    span.place { (place) }
                    (language_switch(lang, ""))
                }
            }
            main #content.wide { (content) }
        },
    )
}

/// A screen on a wall: large, dark, nothing to click but the other language, and anew after so many seconds.
pub fn wall(lang: Lang, title: &str, path: &str, every: u16, content: Markup) -> Markup {
    let body = html! {
        header.top { div.wide { span.brand { (mark()) span { (title) } } (language_switch(lang, path)) } }
        main #content.wide { (content) }
    };
    document(lang, title, "wall", Some(Again { after: every, at: None }), body)
}

fn document(lang: Lang, title: &str, class: &str, again: Option<Again>, body: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang.code()) dir=(lang.dir()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @match again {
                    Some(Again { after, at: Some(at) }) => meta http-equiv="refresh" content={ (after) "; url=" (at) };
                    Some(Again { after, at: None }) => meta http-equiv="refresh" content=(after);
                    None => {}
                }
                title { (title) " · " (lang.say(W::Amin)) }
                link rel="icon" href=(assets::path("mark.svg")) type="image/svg+xml";
                @if assets::has_typeface() { link rel="stylesheet" href=(assets::path("typeface.css")); }
                link rel="stylesheet" href=(assets::path("style.css"));
            }
            body class=(class) { (body) }
        }
    }
}

fn language_switch(lang: Lang, path: &str) -> Markup {
    let other = lang.other();
    html! {
        a.language href={ "/" (other.code()) (path) } hreflang=(other.code()) lang=(other.code()) dir=(other.dir()) {
            (lang.say(W::OtherLanguage))
        }
    }
}

fn mark() -> Markup {
    html! { img src=(assets::path("mark.svg")) alt="" width="32" height="32"; }
}
