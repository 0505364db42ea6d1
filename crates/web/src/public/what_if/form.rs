//! The form in which a reader asks.

use super::LISTS;
use super::question::{ASKED, Question, letter, number, offered};
use crate::locale::{Lang, Word as W};
use crate::public::result::tone;
use maud::{Markup, html};

/// Rule, seats, votes, and the readings that may be answered otherwise.
pub(super) fn form(lang: Lang, question: &Question) -> Markup {
    html! {
        form.card method="get" action={ "/" (lang.code()) "/what-if" } {
            div.field {
                label for="rule" { (lang.say(W::WhatIfRule)) }
                select #rule name="rule" {
                    @for rule in ::seats::rules().iter().filter(|rule| offered(rule)) {
                        option value=(rule.name) selected[rule.name == question.rule] { (lang.pick(rule.title_fa, rule.title_en)) }
                    }
                }
            }
            div.field.short {
                label for="seats" { (lang.say(W::Seats)) }
                input #seats name="seats" inputmode="numeric" autocomplete="off" maxlength="4" required
                    value=(lang.digits(&question.seats));
            }
            fieldset {
                legend { (lang.say(W::WhatIfVotes)) }
                @for place in 0..LISTS {
                    @let (name, votes) = question.lists.get(place).cloned().unwrap_or_default();
                    @let n = place + 1;
                    div.pair {
                        span.swatch.(tone(place)) aria-hidden="true" {}
                        input name={ "n" (n) } value=(name) maxlength="60" autocomplete="off"
                            placeholder=(letter(lang, place)) aria-label=(lang.fill(W::WhatIfName, &[letter(lang, place)]));
                        input.number name={ "v" (n) } value=(shown_number(lang, &votes)) inputmode="numeric" maxlength="20"
                            autocomplete="off" placeholder=(lang.number(0_u64)) aria-label=(lang.fill(W::WhatIfVotesOf, &[letter(lang, place)]));
                    }
                }
                div.pair {
                    span.swatch aria-hidden="true" {}
                    label for="independents" { (lang.say(W::Independents)) }
                    input.number #independents name="independents" value=(shown_number(lang, &question.independents))
                        inputmode="numeric" maxlength="20" autocomplete="off" placeholder=(lang.number(0_u64));
                }
            }
            (choices(lang, question))
            button { (lang.say(W::WhatIfWork)) }
            p.hint { (lang.say(W::WhatIfHint)) }
        }
    }
}

/// What was typed, as a number of the language where it is one.
fn shown_number(lang: Lang, typed: &str) -> String {
    match number(typed) {
        Some(n) if !typed.trim().is_empty() => lang.number(n),
        _ => typed.to_owned(),
    }
}

/// The readings of the chosen rule that a reader may answer otherwise.
fn choices(lang: Lang, question: &Question) -> Markup {
    let rule = question.rule();
    let asked: Vec<_> = rule.open.iter().filter(|open| ASKED.contains(&open.key)).collect();
    html! {
        @if !asked.is_empty() {
            details open[!question.readings.is_empty()] {
                summary { (lang.say(W::WhatIfReadings)) }
                @for open in asked {
                    @let chosen = question.readings.iter().find(|(key, _)| key == open.key).map(|(_, answer)| answer.clone())
                        .or_else(|| rule.readings.signed(open.key)).unwrap_or_default();
                    div.field {
                        label for=(open.key) { (lang.pick(open.question_fa, open.question_en)) }
                        select id=(open.key) name=(open.key) {
                            @for option in open.options {
                                option value=(option.name) selected[option.name == chosen] { (lang.pick(option.fa, option.en)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
