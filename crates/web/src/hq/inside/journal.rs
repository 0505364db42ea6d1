//! The journal: who did what, when, from what to what, and why.

use super::{Room, SignedIn, acts, moment, page as shell, words::Word as H};
use crate::furniture::{code, notice};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use headquarters::permit::{Permit, act};
use maud::{Markup, html};
use office::{Break, Names, Office, Told};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    below: Option<String>,
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(From { below }): Query<From>,
) -> Answer {
    let lang = signed.lang;
    let below = below.and_then(|below| latin_digits(&below).parse().ok());
    let permit: Permit<act::ReadJournal> = signed.permit()?;
    let (lines, names, next) = office.journal(&permit, below).await.map_err(|e| signed.failed(e))?;
    let title = lang.say(H::Journal);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::JournalLead)) }
        p.acts { a.button.quiet href={ "/" (lang.code()) "/hq/journal/check" } { (lang.say(H::JournalCheck)) } }
        @if lines.is_empty() { (notice("", lang.say(H::JournalEmpty), "")) }
        @for told in &lines { (line(lang, &names, told)) }
        @if let Some(next) = next {
            p.aside { a.button.quiet href={ "?below=" (next) } { (lang.say(H::JournalEarlier)) } }
        }
    };
    Ok(shell(&signed, Room::Journal, title, "/hq/journal", &content))
}

fn line(lang: Lang, names: &Names, told: &Told) -> Markup {
    let name = told.person().and_then(|id| names.of(id)).map(|person| lang.pick(&person.name, &person.latin));
    html! {
        details.card.told {
            summary {
                span.id { (lang.number(told.line)) } " "
                time datetime=(told.at) { (moment(lang, &told.at)) } " · "
                strong { (name.unwrap_or(&told.actor)) } " · "
                (acts::done(lang, &told.act))
                @if !told.what.1.is_empty() { " · " (acts::thing(lang, &told.what.0)) " " span.id dir="ltr" { (told.what.1) } }
                @if let Some(place) = &told.place { " · " span.id dir="ltr" { (place) } }
            }
            @if told.what.1.is_empty() && !told.what.0.is_empty() { pre dir="ltr" tabindex="0" { (told.what.0) } }
            @if !told.why.is_empty() { p { (lang.say(H::JournalWhy)) ": " (told.why) } }
            @if !told.changed.is_empty() {
                table.stack {
                    thead { tr { th { (lang.say(H::JournalField)) } th { (lang.say(H::JournalBefore)) } th { (lang.say(H::JournalAfter)) } } }
                    tbody {
                        @for (field, before, after) in &told.changed {
                            tr {
                                th scope="row" { (acts::field(lang, field)) }
                                td.spoken data-label=(lang.say(H::JournalBefore)) { bdi { (before) } }
                                td.spoken data-label=(lang.say(H::JournalAfter)) { bdi { (after) } }
                            }
                        }
                    }
                }
            }
            p.hint { (lang.say(H::JournalHash)) ": " (code(&told.hash)) }
        }
    }
}

/// Walks along the journal and says where it breaks, if it does.
pub(super) async fn check(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let checked = office.check_journal(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let title = lang.say(H::JournalCheck);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::JournalCheckLead)) }
        @match &checked {
            Err(bad) => (notice("bad", lang.say(H::JournalHeadsBad), &bad.to_string())),
            Ok(walked) => {
                @match walked.broken {
                    None => (notice("good", lang.say(H::JournalWhole), "")),
                    Some(broken) => (notice("bad", &lang.fill(H::JournalBroken, &[&lang.number(line_of(broken))]), &said(lang, broken))),
                }
                p { (lang.fill(H::JournalWalked, &[&lang.number(walked.lines), &lang.number(walked.heads as u64)])) }
                p.hint { (lang.say(H::JournalHash)) ": " (code(&hex::encode(walked.head))) }
            }
        }
        p { a href="/journal-heads" { (lang.say(H::JournalHeads)) } }
    };
    Ok(shell(&signed, Room::Journal, title, "/hq/journal/check", &content))
}

fn line_of(broken: Break) -> i64 {
    match broken {
        Break::Missing(line) | Break::Torn(line) | Break::Changed(line) | Break::Rewritten { line, .. } => {
            line
        }
    }
}

fn said(lang: Lang, broken: Break) -> String {
    match broken {
        Break::Missing(_) => lang.say(H::JournalMissing).to_owned(),
        Break::Torn(_) => lang.say(H::JournalTorn).to_owned(),
        Break::Changed(_) => lang.say(H::JournalChanged).to_owned(),
        Break::Rewritten { day, .. } => lang.fill(H::JournalRewritten, &[&lang.day(&day.to_string())]),
    }
}

/// The published heads, for whoever wants to keep a copy.
pub(super) async fn heads(State(office): State<Office>) -> Result<Response, Absent> {
    let heads = office.journal_heads().await.map_err(|e| Absent::failed(Lang::En, e))?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], heads).into_response())
}
