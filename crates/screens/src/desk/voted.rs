//! Who has voted here, for the printer: the paper from which a lost machine's check-ins are typed in again, by receipt number.

use super::View;
use super::words::Word as D;
use crate::furniture::code;
use crate::locale::Lang;
use maud::{Markup, html};

/// One who has voted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voted {
    /// The receipt number.
    pub receipt: u64,
    /// The national number, where this machine has the roll.
    pub number: Option<String>,
    /// When, RFC 3339, UTC, to the minute.
    pub at: String,
    /// The pending card's place, if it was one.
    pub card: Option<u64>,
}

/// The list of each session, which is on paper what the log is on the disk.
pub fn voted(lang: Lang, view: &View, at: &str, sessions: &[(String, Vec<Voted>)]) -> Markup {
    super::page(
        lang,
        view,
        html! {
            h1 { (lang.say(D::Voted)) }
            p { (lang.say(D::VotedHint)) }
            p.hint { (lang.fill(D::VotedAt, &[&lang.hour(at)])) }
            @for (session, list) in sessions {
                section {
                    h2 { (lang.say(D::Session)) " " (code(session)) }
                    table {
                        thead { tr {
                            th.number scope="col" { (lang.say(D::ReceiptNumber)) }
                            th scope="col" { (lang.say(D::Number)) }
                            th scope="col" { (lang.say(D::When)) }
                            th.number scope="col" { (lang.say(D::PendingPlace)) }
                        } }
                        tbody {
                            @for one in list {
                                tr {
                                    td.number { (lang.number(one.receipt)) }
                                    td { bdi { (lang.digits(one.number.as_deref().unwrap_or("—"))) } }
                                    td { code dir="ltr" { (one.at) } }
                                    td.number { @if let Some(card) = one.card { (lang.number(card)) } }
                                }
                            }
                        }
                    }
                    p.hint { (lang.fill(D::VotedCount, &[&lang.number(list.len() as u64)])) }
                }
            }
            p.button-row { a.button.quiet href={ "/" (lang.code()) } { (lang.say(D::Back)) } }
        },
    )
}
