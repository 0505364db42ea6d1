//! The whole ballot, before it is sealed.

use super::choosing::Pick;
use super::pad;
use super::press::Press;
use crate::furniture::badge;
use crate::locale::{Lang, Word as W};
use election::setup::Name;
use maud::{Markup, html};

/// A contest as it will be, or was, sealed.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// The contest's title.
    pub title: Name,
    /// The most candidates that can be chosen.
    pub picks: u16,
    /// The chosen; none is a blank vote.
    pub chosen: Vec<Pick>,
}

pub(super) fn reviewing(lang: Lang, contests: &[Reviewed]) -> Markup {
    html! {
        h1 { (lang.say(W::BoothReview)) }
        p.lead { (lang.say(W::BoothReviewHint)) }
        div.halves {
            @for (place, contest) in contests.iter().enumerate() {
                section.card {
                    (ballot(lang, contest))
                    (pad::lone("quiet", &Press::Change(place), lang.say(W::BoothChange)))
                }
            }
        }
        form.onward method="post" {
            (pad::button("quiet", &Press::Leave, lang.say(W::BoothLeave)))
            (pad::button("main", &Press::Seal, lang.say(W::BoothSeal)))
        }
    }
}

/// The names of one contest. A blank vote and unused choices are said in words, never left to be noticed.
pub(super) fn ballot(lang: Lang, contest: &Reviewed) -> Markup {
    let unused = usize::from(contest.picks).saturating_sub(contest.chosen.len()) as u64;
    html! {
        h2 { (lang.pick(&contest.title.fa, &contest.title.en)) }
        @if contest.chosen.is_empty() { p.emphatic { (badge("now", lang.say(W::BoothReviewBlank))) } } @else {
            ol.people {
                @for pick in &contest.chosen {
                    li {
                        strong { (lang.pick(&pick.name.fa, &pick.name.en)) }
                        span.votes { (lang.digits(pick.code.as_str())) }
                    }
                }
            }
            @if unused > 0 { p.hint { (lang.fill(W::BoothReviewUnused, &[&lang.number(unused)])) } }
        }
    }
}
