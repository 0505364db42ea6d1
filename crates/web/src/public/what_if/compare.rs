//! The same votes under each reading of article 24.

use super::SIDE_BY_SIDE;
use super::question::Question;
use crate::locale::{Lang, Word as W};
use crate::public::result::tone;
use ::seats::{Outcome, Rule};
use maud::{Markup, html};

/// The same votes under each reading of article 24, and under the rule that was chosen.
pub(super) fn side_by_side(lang: Lang, question: &Question) -> Markup {
    let mut names: Vec<&str> = SIDE_BY_SIDE.into();
    if !names.contains(&question.rule.as_str()) {
        names.push(&question.rule);
    }
    let columns: Vec<(&'static Rule, Option<::seats::Allocation>)> = names
        .into_iter()
        .filter_map(|name| {
            let rule = ::seats::rule(name)?;
            let input = question.contest(lang, rule).ok()?;
            match ::seats::allocate_fast(rule, &input).ok()? {
                Outcome::Decided(allocation) => Some((rule, Some(allocation))),
                Outcome::NeedsLot(_) => Some((rule, None)),
            }
        })
        .collect();
    let Some(input) = columns.first().and_then(|(rule, _)| question.contest(lang, rule).ok()) else {
        return html! {};
    };
    let groups = input.lists().len()
        + usize::from(columns.iter().any(|(_, allocation)| {
            allocation.as_ref().is_some_and(|allocation| allocation.seats.len() > input.lists().len())
        }));
    html! {
        section.card {
            h2 { (lang.say(W::WhatIfCompare)) }
            table.compare {
                thead {
                    tr {
                        th scope="col" { (lang.say(W::List)) }
                        @for n in 1..=columns.len() { th.number scope="col" { (lang.number(n as u64)) } }
                    }
                }
                tbody {
                    @for place in 0..groups {
                        tr {
                            th scope="row" {
                                span.swatch.(tone(place)) aria-hidden="true" {}
                                @match input.lists().get(place).and_then(|list| list.name.as_deref()) {
                                    Some(name) => bdi { (name) },
                                    None => (lang.say(W::Independents)),
                                }
                            }
                            @for (_, allocation) in &columns {
                                td.number {
                                    @match allocation.as_ref().and_then(|allocation| allocation.seats.get(place)) {
                                        Some(entry) => (lang.number(entry.seats)),
                                        None => span title=(lang.say(W::WhatIfLot)) { "–" },
                                    }
                                }
                            }
                        }
                    }
                }
            }
            ol.plain {
                @for (rule, allocation) in &columns {
                    li {
                        (lang.pick(rule.title_fa, rule.title_en))
                        @if allocation.is_none() { " " span.hint { "(" (lang.say(W::WhatIfLot)) ")" } }
                    }
                }
            }
        }
    }
}
