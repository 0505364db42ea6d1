//! The table of waits: mean, percentiles, longest, with their intervals.

use super::said::{percent, tenths};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use planning::kernel::{Estimate, Outcome, Wait};

pub(super) fn table(lang: Lang, outcome: &Outcome) -> Markup {
    let rows = [
        (W::PlanCheckIn, &outcome.stages[0].wait),
        (W::PlanBooth, &outcome.stages[1].wait),
        (W::PlanBoth, &outcome.total),
    ];
    let heads = [
        W::PlanMean,
        W::PlanHalf,
        W::PlanNinetyFive,
        W::PlanNinetyNine,
        W::PlanLongestShort,
        W::PlanOverHalfHour,
    ];
    html! {
        section {
            h2 #waits { (lang.say(W::PlanWaits)) }
            p.hint { (lang.say(W::PlanWaitsHint)) }
            table.stack aria-labelledby="waits" {
                thead { tr {
                    th scope="col" { span.unseen { (lang.say(W::PlanWaits)) } }
                    @for head in heads { th.number scope="col" { (lang.say(head)) } }
                } }
                tbody { @for (name, wait) in rows { (row(lang, name, wait)) } }
            }
        }
    }
}

fn row(lang: Lang, name: W, wait: &Wait) -> Markup {
    let minutes = |seconds: f64| tenths(lang, seconds / 60.0);
    html! {
        tr {
            th scope="row" { (lang.say(name)) }
            td.number data-label=(lang.say(W::PlanMean)) { (minutes(wait.mean_s.mean)) (interval(lang, &wait.mean_s, minutes)) }
            td.number data-label=(lang.say(W::PlanHalf)) { (minutes(wait.p50_s)) }
            td.number data-label=(lang.say(W::PlanNinetyFive)) { (minutes(wait.p95_s.mean)) (interval(lang, &wait.p95_s, minutes)) }
            td.number data-label=(lang.say(W::PlanNinetyNine)) { (minutes(wait.p99_s)) }
            td.number data-label=(lang.say(W::PlanLongestShort)) { (minutes(wait.longest_s.mean)) (interval(lang, &wait.longest_s, minutes)) }
            td.number data-label=(lang.say(W::PlanOverHalfHour)) {
                (percent(lang, wait.over_limit_share.mean))
                (interval(lang, &wait.over_limit_share, |share| percent(lang, share)))
            }
        }
    }
}

fn interval(lang: Lang, of: &Estimate, say: impl Fn(f64) -> String) -> Markup {
    html! {
        @if let Some([low, high]) = of.ci95 {
            span.interval title=(lang.say(W::PlanInterval)) { (lang.fill(W::PlanFromTo, &[&say(low), &say(high)])) }
        }
    }
}
