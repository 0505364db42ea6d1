//! What the day came to so far, for the printer, and files to take along.

use super::View;
use super::words::Word as D;
use crate::furniture::{bar, code, figure};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// Check-ins between one moment and the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bin {
    /// Its first second, RFC 3339, UTC.
    pub from: String,
    /// How many.
    pub check_ins: u64,
}

/// The day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Day {
    /// As of when.
    pub at: String,
    /// Check-ins that the headquarters confirmed.
    pub confirmed: u64,
    /// Check-ins that wait for the rule.
    pub pending: u64,
    /// Second check-ins refused.
    pub repeats: u64,
    /// Persons let in by two officers.
    pub overrides: u64,
    /// Widths of a bin that are offered, in minutes.
    pub widths: Vec<u64>,
    /// The one that is shown.
    pub width: u64,
    /// The bins, first to last.
    pub bins: Vec<Bin>,
    /// Digest of what must be the same at every desk of the event.
    pub configuration: String,
    /// Digest of the program that the machine runs, where it knows.
    pub program: Option<String>,
}

/// The files that are offered, and what each is.
const FILES: [(&str, D); 3] =
    [("throughput.csv", D::DayThroughput), ("history.csv", D::DayHistory), ("events.json", D::DayEvents)];

/// The page.
pub fn day(lang: Lang, view: &View, day: &Day) -> Markup {
    let most = day.bins.iter().map(|bin| bin.check_ins).max().unwrap_or_default();
    super::page(
        lang,
        view,
        html! {
            h1 { (lang.say(D::Day)) }
            p.hint { (lang.fill(D::VotedAt, &[&lang.hour(&day.at)])) }
            dl.figures.tight {
                (figure(&lang.number(day.confirmed), lang.say(D::DayConfirmed), None))
                (figure(&lang.number(day.pending), lang.say(W::DeskPendingCards), None))
                (figure(&lang.number(day.repeats), lang.say(W::SecondVotesRefused), None))
                (figure(&lang.number(day.overrides), lang.say(D::Overrides), None))
            }
            p.more {
                @for width in &day.widths {
                    a.button.quiet href={ "/" (lang.code()) "/day?minutes=" (width) } aria-current=[(*width == day.width).then_some("page")] {
                        (lang.fill(D::DayMinutes, &[&lang.number(*width)]))
                    } " "
                }
            }
            table {
                caption { (lang.say(D::DayThroughput)) }
                thead { tr { th scope="col" { (lang.say(D::When)) } th.number scope="col" { (lang.say(D::CheckIns)) } } }
                tbody {
                    @for bin in &day.bins {
                        tr { td { (lang.hour(&bin.from)) } td.number { (lang.number(bin.check_ins)) " " (bar(bin.check_ins, most, "")) } }
                    }
                }
            }
            section.card {
                h2 { (lang.say(D::DayFiles)) }
                ul.plain {
                    @for (name, what) in FILES {
                        li { a href={ "/api/v1/exports/" (name) } download { (name) } ": " (lang.say(what)) }
                    }
                }
            }
            p.hint { (lang.say(D::DayConfiguration)) " " (code(&day.configuration)) }
            @if let Some(program) = &day.program { p.hint { (lang.say(D::DayProgram)) " " (code(program)) } }
            p.button-row { a.button.quiet href={ "/" (lang.code()) } { (lang.say(D::Back)) } }
        },
    )
}
