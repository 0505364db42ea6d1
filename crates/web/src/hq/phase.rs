//! The phases of an event as a line of steps.

use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// The words that `office` uses for phases, in their order.
const PHASES: [(&str, W); 6] = [
    ("preparing", W::PhasePreparing),
    ("ceremony", W::PhaseCeremony),
    ("ready", W::PhaseReady),
    ("polling", W::PhasePolling),
    ("counting", W::PhaseCounting),
    ("decided", W::PhaseDecided),
];

pub(super) fn steps(lang: Lang, phase: &str) -> Markup {
    let here = PHASES.iter().position(|(word, _)| *word == phase);
    let last = PHASES.len() - 1;
    html! {
        ol.steps aria-label=(lang.say(W::Phases)) {
            @for (place, (_, word)) in PHASES.iter().enumerate() {
                // A decided event is done with its last step, too.
                @let state = match here {
                    Some(here) if place < here || here == last => ("done", W::PhaseDone),
                    Some(here) if place == here => ("now", W::PhaseNow),
                    _ => ("later", W::PhaseLater),
                };
                li class=(state.0) aria-current=[(here == Some(place)).then_some("step")] {
                    span.dot aria-hidden="true" { @if state.0 == "done" { "✓" } @else { (lang.number(place as u64 + 1)) } }
                    span.name { (lang.say(*word)) span.unseen { " (" (lang.say(state.1)) ")" } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_step_is_current_in_every_phase() {
        for (phase, _) in PHASES {
            let line = steps(Lang::Fa, phase).into_string();
            assert_eq!(line.matches("aria-current").count(), 1, "{phase}");
        }
    }
}
