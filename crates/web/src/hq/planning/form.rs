//! The form: a slider for each number, with its value said beside it.

use super::asked::{Arrivals, Asked, DIALS, Dial};
use crate::furniture::notice;
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// The sliders, the shape of the day, and a button for where no script runs.
pub(super) fn form(lang: Lang, path: &str, asked: &Asked, dials: &[Dial]) -> Markup {
    html! {
        form.dials.card method="get" action={ "/" (lang.code()) (path) } data-live="" {
            h2 { (lang.say(W::PlanSettings)) }
            @for dial in dials {
                (slider(lang, dial, asked.value(dial)))
            }
            div.dial {
                label for="arrivals" { (lang.say(W::PlanArrivals)) }
                select #arrivals name="arrivals" {
                    @for one in Arrivals::ALL {
                        option value=(one.name()) selected[one == asked.arrivals] { (lang.say(one.word())) }
                    }
                }
            }
            // Fields that this page does not show are carried along.
            @for dial in DIALS.iter().filter(|one| dials.iter().all(|shown| shown.name != one.name)) {
                input type="hidden" name=(dial.name) value=(asked.value(dial));
            }
            button { (lang.say(W::PlanRedraw)) }
        }
    }
}

fn slider(lang: Lang, dial: &Dial, value: f64) -> Markup {
    html! {
        div.dial {
            label for=(dial.name) { (lang.say(dial.label)) }
            output id={ (dial.name) "-value" } for=(dial.name) { (dial.say(lang, value)) }
            input id=(dial.name) name=(dial.name) type="range" min=(dial.least) max=(dial.most) step=(dial.step)
                value=(value) aria-describedby={ (dial.name) "-value" };
        }
    }
}

/// What of the address could not be taken.
pub(super) fn mistakes(lang: Lang, asked: &Asked) -> Markup {
    html! {
        @if !asked.mistakes.is_empty() {
            @let all: Vec<String> = asked.mistakes.iter().map(|mistake| mistake.say(lang)).collect();
            (notice("now", lang.say(W::PlanMistakes), &all.join(" ")))
        }
    }
}

/// All that was asked, for a small form that asks one thing more.
pub(super) fn carried(asked: &Asked) -> Markup {
    html! {
        @for dial in &DIALS { input type="hidden" name=(dial.name) value=(asked.value(dial)); }
        input type="hidden" name="arrivals" value=(asked.arrivals.name());
    }
}
