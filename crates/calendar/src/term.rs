//! The calendar of one election.

use crate::day::Day;
use crate::holiday::Holidays;
use crate::step::{Anchor, Basis, Kind, Step, registration_before_poll, rows};
use serde::Serialize;

/// What the ministry fixes; the rest follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// What is elected.
    pub kind: Kind,
    /// The polling day.
    pub polling: Day,
    /// The first day of registration, if it is not the customary one.
    pub registration: Option<Day>,
}

/// A step's days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// Which step.
    pub step: Step,
    /// Its first day.
    pub first: Day,
    /// Its last day.
    pub last: Day,
    /// On whose word.
    pub basis: Basis,
    /// What closes the offices on its last day.
    pub holiday: Option<String>,
    /// Where offices are closed on the last day of a deadline, by which working day it is met: the last one before, where the
    /// law counts back to it from the polls or from registration; else the next.
    pub working: Option<Day>,
}

/// Where a step stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "standing", content = "days")]
pub enum Standing {
    /// It begins in so many days.
    Ahead(i64),
    /// It is on, for so many days more.
    Now(i64),
    /// It ended so many days ago.
    Past(i64),
}

/// All steps in the order of their first days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Calendar {
    /// What is elected.
    pub kind: Kind,
    /// The polling day.
    pub polling: Day,
    /// The steps.
    pub spans: Vec<Span>,
}

/// What a postponement («تعویق») does to a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// Which step.
    pub step: Step,
    /// Its last day before.
    pub from: Day,
    /// Its last day now.
    pub to: Day,
    /// By how many days.
    pub days: i64,
}

impl Calendar {
    /// Computes every step.
    #[must_use]
    pub fn of(term: &Term, holidays: &Holidays) -> Self {
        let Term { kind, polling, registration } = *term;
        let registration = registration.unwrap_or_else(|| polling.after(-registration_before_poll(kind)));
        let mut spans: Vec<Span> = Vec::new();
        let mut previous = registration;
        for (step, anchor, basis) in rows(kind) {
            let (first, last) = match *anchor {
                Anchor::Poll(first, last) => (polling.after(first), polling.after(last)),
                Anchor::Registration(first, last) => (registration.after(first), registration.after(last)),
                Anchor::MonthsBeforeRegistration(months) => {
                    (registration.months_before(months), registration.after(6).months_before(months))
                }
                Anchor::Previous(first, last) => (previous.after(first), previous.after(last)),
            };
            previous = last;
            let holiday = holidays.on(last).map(str::to_owned);
            let open = match anchor.counts_back() {
                true => holidays.last_working(last),
                false => holidays.next_working(last),
            };
            let working = Some(open).filter(|open| *open != last && !step.is_a_state());
            spans.push(Span { step: *step, first, last, basis: *basis, holiday, working });
        }
        spans.sort_by_key(|span| (span.first, span.last, span.step));
        Self { kind, polling, spans }
    }

    /// A step's days.
    #[must_use]
    pub fn span(&self, step: Step) -> Option<&Span> {
        self.spans.iter().find(|span| span.step == step)
    }

    /// The same, but for what had ended by another calendar while that one held, from one day (from ever, where that is not
    /// known) until before another: what was done in its time is not to be done again, and stays where it was.
    #[must_use]
    pub fn keeping(mut self, then: &Self, since: Option<Day>, until: Day) -> Self {
        let ended = |span: &&Span| span.last < until && since.is_none_or(|since| span.last >= since);
        for span in &mut self.spans {
            if let Some(done) = then.span(span.step).filter(ended) {
                *span = done.clone();
            }
        }
        self.spans.sort_by_key(|span| (span.first, span.last, span.step));
        self
    }

    /// What is moved when this calendar takes the place of `before`, in this calendar's order.
    #[must_use]
    pub fn moved_from(&self, before: &Self) -> Vec<Moved> {
        let both = self.spans.iter().filter_map(|span| Some((span, before.span(span.step)?)));
        both.map(|(now, then)| Moved {
            step: now.step,
            from: then.last,
            to: now.last,
            days: now.last.days_since(then.last),
        })
        .filter(|moved| moved.days != 0)
        .collect()
    }
}

impl Span {
    /// Where the step stands on a day.
    #[must_use]
    pub fn standing(&self, today: Day) -> Standing {
        if today < self.first {
            Standing::Ahead(self.first.days_since(today))
        } else if today > self.last {
            Standing::Past(today.days_since(self.last))
        } else {
            Standing::Now(self.last.days_since(today))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().expect(text)
    }

    fn calendar(kind: Kind, polling: &str) -> Calendar {
        let term = Term { kind, polling: day(polling), registration: None };
        Calendar::of(&term, &Holidays::with(Vec::new()))
    }

    fn days(calendar: &Calendar, step: Step) -> (Day, Day) {
        let span = calendar.span(step).expect("the step is in this calendar");
        (span.first, span.last)
    }

    #[test]
    fn the_city_s_calendar_is_the_one_the_ministry_announced_in_1404() {
        let city = calendar(Kind::City, "1405/02/11");
        for (step, first, last) in [
            (Step::Resignation, "1404/07/21", "1404/07/27"),
            (Step::StartOrder, "1404/09/27", "1404/09/27"),
            (Step::RegistrationNotice, "1404/09/28", "1404/09/28"),
            (Step::Registration, "1404/10/21", "1404/10/27"),
            (Step::ListRepresentatives, "1404/10/28", "1404/11/12"),
            (Step::SupervisoryDecision, "1404/12/02", "1404/12/02"),
            (Step::Announcement, "1404/12/03", "1404/12/03"),
            (Step::ChangeOfConstituency, "1405/01/27", "1405/01/27"),
            (Step::Campaign, "1405/02/03", "1405/02/09"),
            (Step::Silence, "1405/02/10", "1405/02/10"),
            (Step::TermStart, "1405/03/28", "1405/03/28"),
        ] {
            assert_eq!(days(&city, step), (day(first), day(last)), "{step:?}");
        }
    }

    #[test]
    fn the_village_s_calendar_is_the_one_the_ministry_announced_in_1404() {
        let village = calendar(Kind::Village, "1405/02/11");
        for (step, first, last) in [
            (Step::Resignation, "1404/08/24", "1404/08/30"),
            (Step::StartOrder, "1404/10/30", "1404/10/30"),
            (Step::Registration, "1404/11/24", "1404/11/30"),
        ] {
            assert_eq!(days(&village, step), (day(first), day(last)), "{step:?}");
        }
        assert_eq!(
            days(&calendar(Kind::Experts, "1405/02/11"), Step::Registration),
            (day("1404/10/19"), day("1404/10/25"))
        );
    }

    #[test]
    fn a_postponement_says_what_moves_and_by_how_much() {
        let moved = calendar(Kind::City, "1405/03/08").moved_from(&calendar(Kind::City, "1405/02/11"));
        assert_eq!(moved.len(), 15);
        let poll = moved.iter().find(|m| m.step == Step::Poll).expect("the poll moves");
        assert_eq!((poll.from, poll.to, poll.days), (day("1405/02/11"), day("1405/03/08"), 28));
        assert!(
            calendar(Kind::City, "1405/02/11").moved_from(&calendar(Kind::City, "1405/02/11")).is_empty()
        );
    }

    #[test]
    fn what_was_done_in_its_time_stays_and_a_slip_of_the_hand_pins_nothing() {
        let (then, now) = (calendar(Kind::City, "1405/02/11"), calendar(Kind::City, "1406/02/11"));
        let kept = |since: Option<&str>, until: &str| {
            let kept = now.clone().keeping(&then, since.map(day), day(until));
            let stays = kept.spans.iter().filter(|span| then.span(span.step) == Some(span)).count();
            (stays, kept.spans.len())
        };
        let past = then.spans.iter().filter(|span| span.last < day("1405/01/15")).count();
        assert!(past > 3, "{past}");
        assert_eq!(kept(None, "1405/01/15"), (past, now.spans.len()));
        assert_eq!(
            kept(Some("1405/01/15"), "1405/01/15"),
            (0, now.spans.len()),
            "moved on the day it was fixed"
        );
        let (since, until) = (then.spans[1].last, "1405/01/15");
        let between = then.spans.iter().filter(|span| span.last >= since && span.last < day(until)).count();
        assert_eq!(kept(Some(&since.to_string()), until).0, between);
    }

    #[test]
    fn a_deadline_on_a_holiday_names_it_and_the_working_day_by_which_it_is_met() {
        // Fifteen days before that Saturday is a Friday: whoever waits until Saturday is a day late.
        let city = calendar(Kind::City, "1406/02/11");
        let of = |step| {
            let span = city.span(step).expect("cities have it");
            (span.last, span.holiday.as_deref(), span.working)
        };
        let change = (day("1406/01/27"), Some("جمعه"), Some(day("1406/01/26")));
        assert_eq!(of(Step::ChangeOfConstituency), change);
        let (_, closed, working) = of(Step::Silence);
        assert_eq!((closed, working), (Some("جمعه"), None), "no office does it");
        // What is counted on from the step before is met on the next.
        let late = (0..30).map(|n| {
            Calendar::of(
                &Term { kind: Kind::City, polling: city.polling.after(n), registration: None },
                &Holidays::with(Vec::new()),
            )
        });
        let objections =
            late.filter_map(|of| of.span(Step::Objections).cloned()).find(|span| span.holiday.is_some());
        let span = objections.expect("one of thirty is a holiday");
        assert!(span.working.is_some_and(|working| working > span.last));
    }

    proptest! {
        #[test]
        fn steps_stay_in_the_order_of_the_law(offset in 0_i64..4000) {
            let polling = day("2026-05-01").after(offset);
            let term = Term { kind: Kind::City, polling, registration: None };
            let city = Calendar::of(&term, &Holidays::with(Vec::new()));
            for span in &city.spans {
                prop_assert!(span.first <= span.last);
                prop_assert!(span.working.is_none_or(|open| span.holiday.is_some() && open != span.last));
            }
            let steps: Vec<Step> = city.spans.iter().map(|span| span.step).collect();
            prop_assert!(steps.is_sorted(), "{steps:?}");
            let resigned = city.span(Step::Resignation).expect("cities have it").last;
            let registered = city.span(Step::Registration).expect("cities have it").last;
            prop_assert!(resigned <= registered.months_before(3));
        }

        #[test]
        fn every_day_is_before_within_or_after_a_step(offset in -300_i64..300) {
            let city = calendar(Kind::City, "1405/02/11");
            let today = city.polling.after(offset);
            for span in &city.spans {
                match span.standing(today) {
                    Standing::Ahead(days) => prop_assert_eq!(today.after(days), span.first),
                    Standing::Now(days) => prop_assert_eq!(today.after(days), span.last),
                    Standing::Past(days) => prop_assert_eq!(span.last.after(days), today),
                }
            }
        }
    }
}
