//! One contest: choose by code or by name, leave it blank, go on.

use super::pad;
use super::press::Press;
use crate::furniture::{bar, notice};
use crate::locale::{Lang, Word as W};
use election::id::Code;
use election::setup::Name;
use maud::{Markup, html};

/// A contest with few candidates shows them all, to be touched; one with many is voted by code.
const FEW: usize = 16;

/// What the screen of a contest shows.
#[derive(Debug, Clone)]
pub struct Choosing {
    /// Which contest, counted from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
    /// Its title.
    pub title: Name,
    /// The most candidates that can be chosen.
    pub picks: u16,
    /// Chosen so far, in the order of choosing.
    pub chosen: Vec<Pick>,
    /// Every candidate, if they are few enough to be shown; otherwise none.
    pub candidates: Vec<Pick>,
    /// Every list with the number of its members.
    pub lists: Vec<(Code, Name, usize)>,
    /// The code as typed so far.
    pub typed: String,
    /// Whose code that is.
    pub found: Option<Match>,
    /// Why the last code was not taken.
    pub trouble: Option<Trouble>,
}

/// A candidate on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// The code.
    pub code: Code,
    /// The name.
    pub name: Name,
    /// The list's name; nothing for an independent.
    pub list: Option<Name>,
}

/// Whose code was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// A candidate's.
    Candidate(Pick),
    /// A list's, with the number of its members.
    List(Name, usize),
}

/// Why a choice is not taken; the same words as `election::choice::BadChoice`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// No list or candidate has this code.
    UnknownCode(String),
    /// Chosen already, singly or through a list.
    Twice(Code),
    /// More names than can be chosen.
    TooMany {
        /// As chosen.
        chosen: usize,
        /// As allowed.
        picks: u16,
    },
}

impl Choosing {
    /// Are the candidates of a contest few enough to be shown all at once?
    pub fn shows_all(candidates: usize) -> bool {
        candidates <= FEW
    }
}

pub(super) fn choosing(lang: Lang, c: &Choosing) -> Markup {
    let limit = match c.picks {
        1 => lang.say(W::BoothMayChooseOne).to_owned(),
        picks => lang.fill(W::BoothMayChoose, &[&lang.number(picks)]),
    };
    html! {
        p.above { (lang.fill(W::BoothStepOf, &[&lang.number(c.number as u64), &lang.number(c.of as u64)])) }
        h1 { (lang.pick(&c.title.fa, &c.title.en)) }
        p.lead { (limit) }
        @if let Some(trouble) = &c.trouble { div role="alert" { (notice("bad", &sentence(lang, trouble), "")) } }
        div.hall {
            div { @if c.candidates.is_empty() { (by_code(lang, c)) } @else { (by_name(lang, c)) } }
            (chosen(lang, c))
        }
        (onward(lang, c))
    }
}

fn by_code(lang: Lang, c: &Choosing) -> Markup {
    html! {
        form.ask method="post" { (pad::field(lang, W::BoothTypeCode, &c.typed, &Press::Add, lang.say(W::BoothAdd))) }
        p.found role="status" {
            @match &c.found {
                Some(Match::Candidate(pick)) => (lang.fill(W::BoothThisIs, &[lang.pick(&pick.name.fa, &pick.name.en)])),
                Some(Match::List(name, members)) =>
                    (lang.fill(W::BoothThisIsList, &[lang.pick(&name.fa, &name.en), &lang.number(*members as u64)])),
                None => {}
            }
        }
        @if !c.lists.is_empty() {
            details {
                summary { (lang.say(W::BoothLists)) }
                form.options method="post" {
                    @for (code, name, members) in &c.lists {
                        button.quiet.option name="press" value=(Press::Choose(code.clone())) {
                            span.id { (lang.digits(code.as_str())) }
                            strong { (lang.pick(&name.fa, &name.en)) }
                            span.hint { (lang.fill(W::BoothListMembers, &[&lang.number(*members as u64)])) }
                        }
                    }
                }
            }
        }
    }
}

fn by_name(lang: Lang, c: &Choosing) -> Markup {
    html! {
        form.options method="post" {
            @for candidate in &c.candidates {
                @let is_chosen = c.chosen.iter().any(|p| p.code == candidate.code);
                @let press = if is_chosen { Press::Remove(candidate.code.clone()) } else { Press::Choose(candidate.code.clone()) };
                button.quiet.option name="press" value=(press) aria-pressed=(is_chosen) {
                    span.tick aria-hidden="true" { @if is_chosen { "✓" } }
                    strong { (lang.pick(&candidate.name.fa, &candidate.name.en)) }
                    span.id { (lang.digits(candidate.code.as_str())) }
                    @if let Some(list) = &candidate.list { span.hint { (lang.pick(&list.fa, &list.en)) } }
                }
            }
        }
    }
}

fn chosen(lang: Lang, c: &Choosing) -> Markup {
    html! {
        section.card.chosen aria-live="polite" {
            h2 { (lang.say(W::BoothChosen)) }
            p { (lang.fill(W::BoothReviewCount, &[&lang.number(c.chosen.len() as u64), &lang.number(c.picks)])) }
            (bar(c.chosen.len() as u64, c.picks.into(), "thick"))
            @if c.chosen.is_empty() { p.hint { (lang.say(W::BoothChosenNone)) } } @else {
                form method="post" {
                    ul {
                        @for pick in &c.chosen {
                            @let name = lang.pick(&pick.name.fa, &pick.name.en);
                            li {
                                span { strong { (name) } " " span.id { (lang.digits(pick.code.as_str())) } }
                                button.quiet name="press" value=(Press::Remove(pick.code.clone()))
                                    aria-label=(lang.fill(W::BoothRemoveWho, &[name])) { (lang.say(W::BoothRemove)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn onward(lang: Lang, c: &Choosing) -> Markup {
    let way_back = match c.number {
        1 => pad::button("quiet", &Press::Leave, lang.say(W::BoothLeave)),
        _ => pad::button("quiet", &Press::Back, lang.say(W::BoothBack)),
    };
    html! {
        form.onward method="post" {
            (way_back)
            button.quiet name="press" value=(Press::Blank) title=(lang.say(W::BoothBlankHint)) { (lang.say(W::BoothBlank)) }
            // Going on with nobody chosen would be a blank vote by accident, so only the blank button does it.
            @if !c.chosen.is_empty() { (pad::button("main", &Press::Next, lang.say(W::BoothNext))) }
        }
    }
}

fn sentence(lang: Lang, trouble: &Trouble) -> String {
    match trouble {
        Trouble::UnknownCode(code) => lang.fill(W::BoothUnknownCode, &[&lang.digits(code)]),
        Trouble::Twice(code) => lang.fill(W::BoothTwice, &[&lang.digits(code.as_str())]),
        Trouble::TooMany { chosen, picks } => {
            lang.fill(W::BoothTooMany, &[&lang.number(*chosen as u64), &lang.number(*picks)])
        }
    }
}
