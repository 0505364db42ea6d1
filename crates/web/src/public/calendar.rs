//! The legal calendar: every deadline, on whose word it stands, and what a postponement moves.

use crate::furniture::{badge, notice};
use crate::layout::Page;
use crate::locale::{Lang, Word as W};
use calendar::{Basis, Calendar, Day, Kind, Moved, Provision, Span, Standing, Step};
use icalendar::{Calendar as ICalendar, Component, Event};
use maud::{Markup, html};

/// What a reader asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What is elected.
    pub kind: Option<Kind>,
    /// The polling day as it was typed.
    pub polling: String,
    /// The polling day before a postponement as it was typed.
    pub before: String,
}

/// The page. Without a readable polling day it asks for one.
pub fn calendar(
    lang: Lang,
    asked: &Asked,
    found: Option<&Calendar>,
    moved: Option<&[Moved]>,
    today: Day,
) -> Markup {
    let title = lang.say(W::Calendar);
    let content = html! {
        h1 { (title) }
        p.lead { (lang.say(W::CalendarLead)) }
        (form(lang, asked))
        @match found {
            None => {
                @if !asked.polling.trim().is_empty() {
                    (notice("bad", lang.say(W::CalendarBadDay), lang.say(W::CalendarBadDayHint)))
                }
            }
            Some(calendar) => {
                section {
                    h2 { (lang.say(kind(calendar.kind))) " · " (lang.day(&calendar.polling.to_string())) }
                    (table(lang, calendar, today))
                    p { a.button.quiet href=(format!("/{}/calendar.ics{}", lang.code(), query(asked))) download="calendar.ics" { (lang.say(W::CalendarExport)) } }
                    p.hint { (lang.say(W::CalendarPractice)) }
                }
                @if let Some(moved) = moved { (postponed(lang, moved)) }
            }
        }
    };
    let path = format!("/calendar{}", query(asked));
    Page { lang, title, section: None, path: &path, every: None }.show(content)
}

fn form(lang: Lang, asked: &Asked) -> Markup {
    html! {
        form.card.asking method="get" {
            div.fields {
                label { (lang.say(W::CalendarKind))
                    select name="kind" {
                        @for (code, of) in KINDS {
                            option value=(code) selected[asked.kind.unwrap_or(Kind::City) == of] { (lang.say(kind(of))) }
                        }
                    }
                }
                label { (lang.say(W::PollingDay))
                    input name="polling" value=(typed(lang, &asked.polling)) required inputmode="numeric" autocomplete="off" dir="ltr" placeholder=(typed(lang, "2026-05-01"));
                }
                label { (lang.say(W::CalendarBefore))
                    input name="before" value=(typed(lang, &asked.before)) inputmode="numeric" autocomplete="off" dir="ltr";
                }
            }
            button { (lang.say(W::CalendarCompute)) }
        }
    }
}

/// Every step, where it lies and where it stands.
pub(crate) fn table(lang: Lang, calendar: &Calendar, today: Day) -> Markup {
    let (Some(start), Some(end)) =
        (calendar.spans.iter().map(|s| s.first).min(), calendar.spans.iter().map(|s| s.last).max())
    else {
        return html! {};
    };
    let whole = end.days_since(start).max(1) + 1;
    html! {
        table.stack.calendar {
            thead {
                tr {
                    th scope="col" { (lang.say(W::CalendarStep)) }
                    th scope="col" { (lang.say(W::CalendarFrom)) }
                    th scope="col" { (lang.say(W::CalendarUntil)) }
                    th scope="col" { (lang.say(W::CalendarBasis)) }
                    th scope="col" { (lang.say(W::Standing)) }
                }
            }
            tbody {
                @for span in &calendar.spans {
                    tr {
                        th scope="row" {
                            (lang.say(step(span.step)))
                            (stripe(span.first.days_since(start), span.last.days_since(span.first) + 1, today.days_since(start), whole))
                        }
                        td data-label=(lang.say(W::CalendarFrom)) { (day(lang, span.first)) }
                        td data-label=(lang.say(W::CalendarUntil)) {
                            (day(lang, span.last))
                            (closed(lang, span))
                        }
                        td data-label=(lang.say(W::CalendarBasis)) { (lang.say(basis(span.basis))) }
                        td data-label=(lang.say(W::Standing)) { (standing(lang, span, today)) }
                    }
                }
            }
        }
    }
}

/// Where offices are closed on the last day of a deadline, by which day it is met.
pub(crate) fn closed(lang: Lang, span: &Span) -> Markup {
    let Some(working) = span.working else { return html! {} };
    let said = if working < span.last { W::CalendarHolidayBefore } else { W::CalendarHoliday };
    html! { " " span.hint { (lang.fill(said, &[&lang.day(&working.to_string())])) } }
}

/// Where a step lies between the first and the last day of the calendar. It repeats what the row says.
fn stripe(offset: i64, days: i64, today: i64, whole: i64) -> Markup {
    let scale = |days: i64| days * 1000 / whole;
    html! {
        svg.stripe viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.track x="0" y="4" width="1000" height="4" {}
            rect.fill x=(scale(offset)) y="1" width=(scale(days).max(8)) height="10" {}
            @if (0..whole).contains(&today) { rect.today x=(scale(today)) y="0" width="4" height="12" {} }
        }
    }
}

fn standing(lang: Lang, span: &Span, today: Day) -> Markup {
    let days = |days: i64| lang.number(days.unsigned_abs());
    match span.standing(today) {
        // That its day has passed is not to say that it was done.
        Standing::Past(_) => badge("", lang.say(W::CalendarPast)),
        Standing::Now(left) => badge("now", &lang.fill(W::CalendarNow, &[&days(left)])),
        Standing::Ahead(left) => badge("ahead", &lang.fill(W::CalendarAhead, &[&days(left)])),
    }
}

fn postponed(lang: Lang, moved: &[Moved]) -> Markup {
    html! { section { h2 { (lang.say(W::CalendarMoved)) } (moves(lang, moved)) } }
}

/// What moves, from which day to which.
fn moves(lang: Lang, moved: &[Moved]) -> Markup {
    html! {
            @if moved.is_empty() { p.hint { (lang.say(W::CalendarNothingMoved)) } } @else {
                table.stack {
                    thead {
                        tr {
                            th scope="col" { (lang.say(W::CalendarStep)) }
                            th scope="col" { (lang.say(W::CalendarWas)) }
                            th scope="col" { (lang.say(W::CalendarIs)) }
                            th.number scope="col" { (lang.say(W::CalendarBy)) }
                        }
                    }
                    tbody {
                        @for row in moved {
                            tr {
                                th scope="row" { (lang.say(step(row.step))) }
                                td data-label=(lang.say(W::CalendarWas)) { (day(lang, row.from)) }
                                td data-label=(lang.say(W::CalendarIs)) { (day(lang, row.to)) }
                                td.number data-label=(lang.say(W::CalendarBy)) {
                                    bdi { (if row.days < 0 { "−" } else { "+" }) (lang.number(row.days.unsigned_abs())) }
                                }
                            }
                        }
                    }
                }
            }
    }
}

/// The calendar as a file for any calendar program (RFC 5545), each step a whole-day event. `sequence` is how often the
/// headquarters' own calendar was changed: a step keeps its name whatever day it moves to, so that a program moves it too
/// and does not show it twice. The calendar of a day that somebody only asks about has none, and names of its own.
pub fn export(lang: Lang, found: &Calendar, sequence: Option<i64>) -> String {
    let mut calendar = ICalendar::new();
    calendar.name(lang.say(W::Calendar));
    calendar.append_property(("METHOD", "PUBLISH"));
    let code = KINDS.iter().find(|(_, of)| *of == found.kind).map_or("city", |(code, _)| code);
    for span in &found.spans {
        let date = |day: Day| day.to_string().replace('-', "");
        let of = serde_json::to_value(span.step).expect("a step is a word");
        let name = format!("{code}-{}", of.as_str().unwrap_or_default());
        let mut event = Event::new();
        event
            .summary(&format!("{} · {}", lang.say(step(span.step)), lang.say(kind(found.kind))))
            .description(lang.say(basis(span.basis)))
            // The end of a whole-day event is the day after it.
            .append_multi_property(whole_day("DTSTART", &date(span.first)))
            .append_multi_property(whole_day("DTEND", &date(span.last.after(1))));
        match sequence {
            Some(sequence) => {
                event.uid(&format!("{name}@amin")).add_property("SEQUENCE", sequence.to_string())
            }
            None => event.uid(&format!("{name}-if-{}@amin", found.polling)),
        };
        calendar.push(event.done());
    }
    calendar.to_string()
}

fn whole_day(name: &str, date: &str) -> icalendar::Property {
    icalendar::Property::new(name, date).append_parameter(icalendar::Parameter::new("VALUE", "DATE")).done()
}

fn day(lang: Lang, day: Day) -> Markup {
    let iso = day.to_string();
    html! { time datetime=(iso) { (lang.day(&iso)) } }
}

/// A day as a reader of this language would type it; what is no day as it was typed.
fn typed(lang: Lang, text: &str) -> String {
    match (text.parse::<Day>(), lang) {
        (Ok(day), Lang::Fa) => {
            let (year, month, day) = day.in_jalali();
            lang.digits(&format!("{year}/{month:02}/{day:02}"))
        }
        (Ok(day), Lang::En) => day.to_string(),
        (Err(_), _) => text.to_owned(),
    }
}

fn query(asked: &Asked) -> String {
    let code = KINDS.iter().find(|(_, of)| Some(*of) == asked.kind).map_or("city", |(code, _)| code);
    // What was typed and is no day is not repeated in an address.
    let day = |text: &str| text.trim().parse::<Day>().map_or_else(|_| String::new(), |day| day.to_string());
    match (day(&asked.polling), day(&asked.before)) {
        (polling, _) if polling.is_empty() => String::new(),
        (polling, before) if before.is_empty() => format!("?kind={code}&polling={polling}"),
        (polling, before) => format!("?kind={code}&polling={polling}&before={before}"),
    }
}

/// What a kind is called in an address.
pub const KINDS: [(&str, Kind); 3] =
    [("city", Kind::City), ("village", Kind::Village), ("experts", Kind::Experts)];

pub(crate) fn kind(kind: Kind) -> W {
    match kind {
        Kind::City => W::KindCity,
        Kind::Village => W::KindVillage,
        Kind::Experts => W::KindExperts,
    }
}

pub(crate) fn step(step: Step) -> W {
    match step {
        Step::Resignation => W::StepResignation,
        Step::StartOrder => W::StepStartOrder,
        Step::RegistrationNotice => W::StepRegistrationNotice,
        Step::ExecutiveBoards => W::StepExecutiveBoards,
        Step::Registration => W::StepRegistration,
        Step::ListRepresentatives => W::StepListRepresentatives,
        Step::SupervisoryDecision => W::StepSupervisoryDecision,
        Step::Announcement => W::StepAnnouncement,
        Step::Objections => W::StepObjections,
        Step::ObjectionsDecided => W::StepObjectionsDecided,
        Step::ChangeOfConstituency => W::StepChangeOfConstituency,
        Step::Campaign => W::StepCampaign,
        Step::Silence => W::StepSilence,
        Step::Poll => W::StepPoll,
        Step::TermStart => W::StepTermStart,
    }
}

fn basis(basis: Basis) -> W {
    match basis {
        Basis::Law(Provision::Article41) => W::BasisArticle41,
        Basis::Law(Provision::Article37Note4) => W::BasisArticle37Note4,
        Basis::Law(Provision::ByLaw) => W::BasisByLaw,
        Basis::Law(Provision::Supervision) => W::BasisSupervision,
        Basis::Law(Provision::Campaigning) => W::BasisCampaigning,
        Basis::Practice => W::BasisPractice,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::{Holidays, Term};

    fn of(kind: Kind, polling: &str) -> Calendar {
        let term = Term { kind, polling: polling.parse().expect("a day"), registration: None };
        Calendar::of(&term, &Holidays::with(Vec::new()))
    }

    /// The file with its folded lines unfolded.
    fn file(found: &Calendar, sequence: Option<i64>) -> String {
        export(Lang::Fa, found, sequence).replace("\r\n ", "")
    }

    fn names(file: &str) -> Vec<&str> {
        file.lines().filter_map(|line| line.strip_prefix("UID:")).collect()
    }

    #[test]
    fn a_calendar_program_reads_whole_days_in_the_reader_s_language() {
        let file = file(&of(Kind::City, "1405/02/11"), Some(0));
        assert!(file.starts_with("BEGIN:VCALENDAR") && file.trim_end().ends_with("END:VCALENDAR"), "{file}");
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 15);
        assert!(
            file.contains("DTSTART;VALUE=DATE:20260501") && file.contains("DTEND;VALUE=DATE:20260502"),
            "{file}"
        );
        assert!(file.contains("اخذ رأی"), "{file}");
    }

    /// Bug: the name held the polling day, so a postponed election stood in the programs twice, and two kinds of election
    /// on one day took each other's place.
    #[test]
    fn a_step_keeps_its_name_when_it_moves_and_shares_it_with_no_other() {
        let before = file(&of(Kind::City, "1405/02/11"), Some(0));
        let after = file(&of(Kind::City, "1405/03/08"), Some(1));
        assert_eq!(names(&before), names(&after));
        assert!(before.contains("SEQUENCE:0") && after.contains("SEQUENCE:1"), "{after}");
        let village = file(&of(Kind::Village, "1405/02/11"), Some(0));
        let asked = file(&of(Kind::City, "1405/02/11"), None);
        let all: Vec<&str> = [&before, &village, &asked].into_iter().flat_map(|file| names(file)).collect();
        let distinct: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!((all.len(), distinct.len()), (40, 40), "{all:?}");
        assert!(names(&before).contains(&"city-poll@amin"), "{before}");
    }

    #[test]
    fn an_address_repeats_only_days() {
        let asked =
            |polling: &str| Asked { kind: Some(Kind::Village), polling: polling.into(), before: "".into() };
        assert_eq!(query(&asked("1405/02/11")), "?kind=village&polling=2026-05-01");
        assert_eq!(query(&asked("\"><script>")), "");
    }
}
