//! What the textbook says of the day, beside the day itself.

use super::said::{clock, duration, percent, tenths};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use planning::capacity::Capacity;
use planning::formulas::allen_cunneen;
use planning::kernel::Place;

/// Interval by interval: load, the formula's wait, and the simulated one. `alone` has the simulated wait
/// for check-in by quarter hour of arrival.
pub(super) fn table(lang: Lang, place: &Place, alone: &[f64], booths: &Capacity) -> Markup {
    let desk = &place.stages[0];
    let rows = place.arrivals.intervals().iter().map(|interval| {
        let rate = interval.share * place.voters / ((interval.to_h - interval.from_h) * 3_600.0);
        let load = rate * desk.mean_service() / f64::from(desk.servers);
        let formula = allen_cunneen(desk.servers, rate, desk.mean_service(), desk.service.cv(), 1.0);
        let middles = alone.iter().enumerate().filter(|(quarter, _)| {
            (interval.from_h..interval.to_h).contains(&(*quarter as f64 / 4.0 + 0.125))
        });
        let (count, sum) = middles.fold((0, 0.0), |(count, sum), (_, wait)| (count + 1, sum + wait));
        (interval, load, formula, sum / f64::from(count.max(1)))
    });
    html! {
        section {
            h2 #formulas { (lang.say(W::PlanFormulas)) }
            p { (lang.say(W::PlanFormulasHint)) }
            table.stack aria-labelledby="formulas" {
                thead { tr {
                    th scope="col" { (lang.say(W::PlanInterval2)) }
                    th.number scope="col" { (lang.say(W::PlanLoad)) }
                    th.number scope="col" { (lang.say(W::PlanFormulaWait)) }
                    th.number scope="col" { (lang.say(W::PlanSimulatedWait)) }
                } }
                tbody {
                    @for (interval, load, formula, simulated) in rows {
                        tr.overloaded[formula.is_none()] {
                            th scope="row" { (lang.fill(W::PlanFromTo, &[&clock(lang, interval.from_h), &clock(lang, interval.to_h)])) }
                            td.number data-label=(lang.say(W::PlanLoad)) { (percent(lang, load)) }
                            td.number data-label=(lang.say(W::PlanFormulaWait)) { @if let Some(wait) = formula { (duration(lang, wait)) } @else { strong { (lang.say(W::PlanInfinite)) } } }
                            td.number data-label=(lang.say(W::PlanSimulatedWait)) { (duration(lang, simulated)) }
                        }
                    }
                }
            }
            p.aside { (lang.fill(W::PlanArithmetic, &[
                &tenths(lang, booths.booths),
                &tenths(lang, booths.hours),
                &lang.number(booths.can_serve),
                &lang.number(booths.voters.round() as u64),
                &percent(lang, booths.share),
            ])) }
        }
    }
}
