//! Readiness on a wall: large, dark, and anew by itself. Nobody clicks there, so it has no rooms and no forms.

use super::super::{SignedIn, words::Word as H};
use super::readiness::{counts, points, stripe};
use super::words::Word as F;
use super::{map, next, said, trend};
use crate::layout::wall;
use crate::locale::Lang;
use headquarters::place::{Level, Place};
use headquarters::readiness::Area;
use maud::{Markup, html};
use office::{InForce, Readiness};

/// What fits on a wall and is read from across a room.
const NEXT: usize = 6;
const AREAS: usize = 16;

/// The page of a place, which comes again after so many seconds.
pub(super) fn page(
    signed: &SignedIn,
    holders: &InForce,
    ready: &Readiness,
    place: &Place,
    path: &str,
    every: u16,
) -> Markup {
    let lang = signed.lang;
    let left = ready.polling.days_since(ready.today);
    let (count, next) = ready.together(&[place]);
    let naming = next::Naming::of(signed, holders, &ready.register);
    let name = said::place(lang, &ready.register, place);
    let title = lang.say(H::Readiness);
    let content = html! {
        h1 {
            (name) " " (said::lamp(lang, count.colour(left)))
            span.left { (lang.fill(F::DaysToPolls, &[&lang.number(left.max(0).unsigned_abs())])) }
        }
        (counts(lang, ready.done(place), count))
        div.halves {
            section { (map::map(lang, &points(ready, place))) (trend::chart(lang, &ready.trend(place))) }
            section {
                h2 { (lang.say(H::WhatNext)) }
                (next::table(lang, Some(place), &next, NEXT, ready.today, naming))
                (worst(lang, ready, place, left))
            }
        }
    };
    wall(lang, title, path, every, content)
}

/// The areas below, the worst first.
fn worst(lang: Lang, ready: &Readiness, place: &Place, left: i64) -> Markup {
    let down = if place.level() == Level::Province { Level::County } else { Level::District };
    let below = ready.areas.iter().filter(|area| area.place.level() == down && place.contains(&area.place));
    let mut areas: Vec<&Area> = below.filter(|area| area.place != *place).collect();
    let urgency = |area: &Area| (area.count.colour(left), area.count.red, area.count.amber);
    areas.sort_by_key(|area| std::cmp::Reverse(urgency(area)));
    html! {
        @if !areas.is_empty() {
            ul.areas {
                @for area in areas.iter().take(AREAS) {
                    li {
                        span { (said::place(lang, &ready.register, &area.place)) }
                        (said::lamp(lang, area.count.colour(left)))
                        (stripe(area.count))
                    }
                }
            }
        }
    }
}
