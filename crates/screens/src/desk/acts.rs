//! Acts of two officers: asked for at the desk, signed on their devices, and the desk follows how far they are.

use super::words::Word as D;
use super::{Answer, View, answer};
use crate::furniture::{code, notice, qr};
use crate::layout::{self, Again};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// What the officers sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// A check-in is taken back.
    Undo {
        /// Its receipt number.
        receipt: u64,
        /// The reason's name.
        reason: String,
    },
    /// Both stand for a person.
    Override {
        /// The name on the roll, where this machine has one.
        name: Option<String>,
        /// The last two digits of the number.
        digits: String,
        /// The reason's name.
        reason: String,
    },
    /// A device takes another's place.
    HandOver {
        /// The session before it.
        from: Option<String>,
        /// Its session.
        to: String,
        /// The reason's name.
        reason: String,
    },
    /// A strip was read back.
    Strip {
        /// The session that was lost.
        session: String,
        /// How many lines; nothing if the strip is lost as well.
        lines: Option<u64>,
    },
}

/// How far the officers are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The code, 64 digits.
    pub code: String,
    /// What they sign.
    pub act: Act,
    /// Has the executive officer signed, and the supervisory one?
    pub signed: (bool, bool),
    /// What came of it, once both have.
    pub done: Option<Came>,
    /// Where their devices fetch it.
    pub address: String,
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It is in the log.
    Kept,
    /// It is in the log, and the strip has not printed it yet.
    NotPrinted,
    /// The clerk's answer.
    Answer(Answer),
    /// It could not be done.
    Failed(String),
}

/// The reasons that may be given, by name, in the order in which they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// For an undoing.
    pub undo: Vec<String>,
    /// For an override.
    pub overriding: Vec<String>,
    /// For a hand-over.
    pub hand_over: Vec<String>,
}

/// The page from which officers' acts begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Officers {
    /// The reasons.
    pub reasons: Reasons,
    /// Does this device wait for a hand-over? Then nothing else can be done.
    pub spare: bool,
    /// Overrides so far, and check-ins.
    pub overrides: (u64, u64),
    /// Acts that wait for signatures: their codes.
    pub open: Vec<String>,
    /// Why the last one was not taken.
    pub trouble: Option<String>,
}

/// What the forms post.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ActForm {
    /// Which form.
    pub act: String,
    /// Receipt number.
    pub receipt: String,
    /// The reason's name.
    pub reason: String,
    /// National number.
    pub national_id: String,
    /// Session, 32 digits.
    pub session: String,
    /// Lines of a strip.
    pub lines: String,
}

/// The words of a reason.
fn reason(lang: Lang, name: &str) -> &'static str {
    let word = match name {
        "wrong-person" => D::ReasonWrongPerson,
        "left-and-returned" => D::ReasonLeft,
        "never-given" => D::ReasonNeverGiven,
        "reader-broken" => D::ReasonReader,
        "card-unreadable" => D::ReasonCard,
        "registry-contradicts" => D::ReasonRegistry,
        "papers-changed" => D::ReasonPapers,
        "broken" => D::ReasonBroken,
        "battery" => D::ReasonBattery,
        "folder-lost" => D::ReasonFolder,
        "moved" => D::ReasonMoved,
        "unreachable" => D::ReasonUnreachable,
        "failing" => D::ReasonFailing,
        _ => D::ReasonFirst,
    };
    lang.say(word)
}

/// An act that both officers signed, or the loss of the headquarters, in one line, for the public.
pub fn told_act(lang: Lang, act: &str, why: &str) -> String {
    match act {
        "strip-read" => lang.fill(D::SaysStrip, &[&lang.digits(why)]),
        "strip-lost" => lang.say(D::SaysStripLost).to_owned(),
        "cut-off" => lang.fill(D::SaysCutOff, &[reason(lang, why)]),
        "reached" => lang.say(D::SaysReached).to_owned(),
        "started" => lang.say(D::SaysStarted).to_owned(),
        "hand-over" => format!("{}: {}", lang.say(D::HandOver), reason(lang, why)),
        "undo" => format!("{}: {}", lang.say(D::Undo), reason(lang, why)),
        _ => format!("{}: {}", lang.say(D::Override), reason(lang, why)),
    }
}

/// The page.
pub fn officers(lang: Lang, view: &View, page: &Officers) -> Markup {
    let (overrides, check_ins) = page.overrides;
    super::page(
        lang,
        view,
        html! {
            h1 { (lang.say(D::Officers)) }
            (super::connection(lang, view))
            p { (lang.say(D::OfficersHint)) }
            @if let Some(trouble) = &page.trouble { (notice("bad", lang.say(D::NotTaken), trouble)) }
            @for open in &page.open {
                p { a.button href={ "/" (lang.code()) "/officers/" (open) } { (lang.say(D::WaitsForSignatures)) } " " (short(open)) }
            }
            @if page.spare {
                section.card {
                    h2 { (lang.say(D::HandOver)) }
                    p { (lang.say(D::HandOverHint)) }
                    (form(lang, "hand-over", html! { (reasons(lang, "hand-over", &page.reasons.hand_over)) }))
                }
            } @else {
                section.card {
                    h2 { (lang.say(D::Override)) }
                    p { (lang.say(D::OverrideHint)) }
                    (form(lang, "override", html! {
                        label for="override-number" { (lang.say(W::DeskAsk)) }
                        input #override-number name="national_id" inputmode="numeric" autocomplete="off" dir="ltr" required maxlength="16";
                        (reasons(lang, "override", &page.reasons.overriding))
                    }))
                    p.hint { (lang.fill(D::OverridesSoFar, &[&lang.number(overrides), &lang.number(check_ins)])) }
                }
                section.card {
                    h2 { (lang.say(D::Undo)) }
                    p { (lang.say(D::UndoHint)) }
                    (form(lang, "undo", html! {
                        label for="undo-receipt" { (lang.say(D::ReceiptNumber)) }
                        input #undo-receipt name="receipt" inputmode="numeric" autocomplete="off" dir="ltr" required maxlength="12";
                        (reasons(lang, "undo", &page.reasons.undo))
                    }))
                }
                section.card {
                    h2 { (lang.say(D::Strip)) }
                    p { (lang.say(D::StripHint)) }
                    (form(lang, "strip", html! {
                        label for="strip-session" { (lang.say(D::Session)) }
                        input #strip-session name="session" autocomplete="off" dir="ltr" maxlength="32" aria-describedby="strip-session-hint";
                        p.hint #strip-session-hint { (lang.say(D::SessionHint)) }
                        label for="strip-lines" { (lang.say(D::StripLines)) }
                        textarea #strip-lines name="lines" rows="6" dir="ltr" spellcheck="false" aria-describedby="strip-lines-hint" {}
                        p.hint #strip-lines-hint { (lang.say(D::StripLinesHint)) }
                    }))
                    details {
                        summary { (lang.say(D::StripLost)) }
                        p { (lang.say(D::StripLostHint)) }
                        (form(lang, "strip-lost", html! {
                            label for="lost-session" { (lang.say(D::Session)) }
                            input #lost-session name="session" autocomplete="off" dir="ltr" maxlength="32";
                        }))
                    }
                }
            }
            p { a.button.quiet href={ "/" (lang.code()) } { (lang.say(D::Back)) } }
        },
    )
}

fn form(lang: Lang, act: &str, fields: Markup) -> Markup {
    html! {
        form.act method="post" action={ "/" (lang.code()) "/officers" } {
            input type="hidden" name="act" value=(act);
            (fields)
            p { button { (lang.say(D::AskOfficers)) } }
        }
    }
}

fn reasons(lang: Lang, act: &str, names: &[String]) -> Markup {
    let id = format!("{act}-reason");
    html! {
        label for=(id) { (lang.say(D::Reason)) }
        select id=(id) name="reason" required {
            option value="" { (lang.say(D::ReasonChoose)) }
            @for name in names { option value=(name) { (reason(lang, name)) } }
        }
    }
}

/// As much of a code as two people compare.
fn short(of: &str) -> Markup {
    code(of.get(..12).unwrap_or(of))
}

/// How often the desk looks whether the officers have signed.
const SECONDS: u16 = 3;

/// The page of one act: what is signed, its code, who has signed, and what came of it.
pub fn asked(lang: Lang, view: &View, asked: &Asked) -> Markup {
    let again = asked.done.is_none().then_some(Again { after: SECONDS, at: None });
    layout::waiting_device(
        lang,
        lang.say(W::Desk),
        &super::place(lang, view),
        "desk",
        again,
        html! {
            h1 { (title(lang, &asked.act)) }
            (super::connection(lang, view))
            (says(lang, &asked.act))
            @match &asked.done {
                Some(Came::Kept) => (notice("good", lang.say(D::Done), lang.say(D::DoneHint))),
                Some(Came::NotPrinted) => (notice("now", lang.say(D::NotPrinted), lang.say(D::UndoingsOwedHint))),
                Some(Came::Failed(why)) => (notice("bad", lang.say(D::Failed), why)),
                Some(Came::Answer(came)) => (answer::show(lang, Some(came))),
                None => {
                    div.ticket {
                        div {
                            p { (lang.say(D::CompareCode)) }
                            p.great { (short(&asked.code)) }
                            ul.plain role="status" {
                                li { (signature(lang, D::Executive, asked.signed.0)) }
                                li { (signature(lang, D::Supervisory, asked.signed.1)) }
                            }
                        }
                        @if let Some(picture) = qr(lang.say(D::Scan), &asked.address) {
                            figure { (picture) figcaption { (lang.say(D::Scan)) } }
                        }
                    }
                    form.act method="post" action={ "/" (lang.code()) "/officers/" (asked.code) "/withdraw" } {
                        p { button.quiet { (lang.say(D::Withdraw)) } }
                    }
                    details {
                        summary { (lang.say(D::Paste)) }
                        form.act method="post" action={ "/" (lang.code()) "/officers/" (asked.code) } {
                            label for="signed" { (lang.say(D::PasteHint)) }
                            textarea #signed name="signed" rows="4" dir="ltr" spellcheck="false" required {}
                            p { button { (lang.say(D::PasteButton)) } }
                        }
                    }
                }
            }
            @if !matches!(&asked.done, Some(Came::Answer(came)) if came.gives_a_card()) {
                p { a.button.quiet href={ "/" (lang.code()) } { (lang.say(D::Back)) } }
            }
        },
    )
}

fn signature(lang: Lang, who: D, signed: bool) -> Markup {
    let (sign, word) = if signed { ("✓", D::HasSigned) } else { ("…", D::StillToSign) };
    html! { span aria-hidden="true" { (sign) " " } strong { (lang.say(who)) } ": " (lang.say(word)) }
}

fn title(lang: Lang, act: &Act) -> &'static str {
    lang.say(match act {
        Act::Undo { .. } => D::Undo,
        Act::Override { .. } => D::Override,
        Act::HandOver { .. } => D::HandOver,
        Act::Strip { .. } => D::Strip,
    })
}

/// What the officers are told in words: the same as their devices say.
fn says(lang: Lang, act: &Act) -> Markup {
    html! {
        @match act {
            Act::Undo { receipt, reason: why } => p.lead {
                (lang.fill(D::SaysUndo, &[&lang.number(*receipt), reason(lang, why)]))
            },
            Act::Override { name, digits, reason: why } => p.lead {
                bdi { (name.as_deref().unwrap_or("—")) } ": "
                (lang.fill(D::SaysOverride, &[&lang.digits(digits), reason(lang, why)]))
            },
            Act::HandOver { from, to, reason: why } => {
                p.lead { (reason(lang, why)) }
                p { (lang.say(D::SaysThisDevice)) " " (code(to)) }
                @if let Some(from) = from { p { (lang.say(D::SaysBefore)) " " (code(from)) } }
            },
            Act::Strip { session, lines } => {
                p.lead {
                    @match lines {
                        Some(lines) => (lang.fill(D::SaysStrip, &[&lang.number(*lines)])),
                        None => (lang.say(D::SaysStripLost)),
                    }
                }
                p { (lang.say(D::Session)) ": " (code(session)) }
            },
        }
    }
}
