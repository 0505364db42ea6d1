//! The journal: who did what, when, from what to what, and why.

use super::export::{KINDS, MOST, links};
use super::form::say;
use super::people::Called;
use super::told::Teller;
use super::{PAGE, Room, SignedIn, acts, moment, page as shell, people, places, words::Word as H};
use crate::furniture::{code, folded, notice, percent_encoded};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use calendar::Day;
use headquarters::form::{Mistake, Reading, Why};
use headquarters::permit::{Act, Permit, act};
use maud::{Markup, html};
use office::{BadHeads, Break, LinesSought, Office, Register, Told};
use serde::Deserialize;

/// Which lines, from the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    below: String,
    act: String,
    by: String,
    place: String,
    q: String,
    /// At most so many lines in a file.
    pub(super) most: String,
    from: String,
    until: String,
}

impl Asked {
    /// Below which line.
    pub(super) fn below(&self) -> Option<i64> {
        latin_digits(&self.below).parse().ok()
    }

    /// The lines that are asked for, or which day is none. Whoever is nobody did nothing, and what is no place has no lines:
    /// showing all of them would look like an answer.
    pub(super) async fn sought(
        &self,
        office: &Office,
        signed: &SignedIn,
        register: &Register,
    ) -> Result<Result<LinesSought, Vec<Mistake>>, Absent> {
        let typed = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let persons = match typed(&self.by) {
            Some(by) => {
                let (Called::Whole(found) | Called::Part(found)) =
                    people::called(office, signed, &by).await?;
                // Some of them would look like all.
                let found = if found.len() > MOST_PERSONS { Vec::new() } else { found };
                Some(found.iter().map(|person| person.id).collect())
            }
            None => None,
        };
        let mut reading = Reading::default();
        let mut day = |field, text: &str| {
            typed(text).and_then(|day| reading.read::<Day>(field, &latin_digits(&day), Why::NoDay))
        };
        let days = (day("from", &self.from), day("until", &self.until));
        if days.0.zip(days.1).is_some_and(|(from, until)| until < from) {
            reading.mistake("until", Why::TooEarly);
        }
        let words = folded(self.q.trim());
        let called = Act::ALL.iter().copied().filter(|act| {
            !words.is_empty() && folded(&acts::done(signed.lang, &act.to_string())).contains(&words)
        });
        let called = called.collect();
        let sought = LinesSought {
            act: self.act.clone(),
            persons,
            places: typed(&self.place).map(|place| places::called(register, &place)),
            days,
            words: self.q.trim().to_owned(),
            called,
        };
        Ok(reading.answer(Some(sought)))
    }

    /// The address of the lines below one, or of the first.
    fn query(&self, below: Option<i64>) -> String {
        let pairs = [
            ("act", &self.act),
            ("by", &self.by),
            ("place", &self.place),
            ("q", &self.q),
            ("from", &self.from),
            ("until", &self.until),
        ];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let said: String = said.map(|(name, value)| format!("{name}={}&", percent_encoded(value))).collect();
        format!("?{said}{}", below.map(|below| format!("below={below}")).unwrap_or_default())
    }
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let register = places::register(&office, &signed).await?;
    let permit: Permit<act::ReadJournal> = signed.permit()?;
    let (found, mistakes) = match asked.sought(&office, &signed, &register).await? {
        Ok(sought) => {
            let found = office.journal(&permit, &sought, asked.below(), PAGE).await;
            (found.map_err(|e| signed.failed(e))?, Vec::new())
        }
        Err(mistakes) => (Default::default(), mistakes),
    };
    let (lines, names, next) = found;
    let teller = Teller { lang, names: &names, register: &register };
    let title = lang.say(H::Journal);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::JournalLead)) }
        p.acts { a.button.quiet href={ "/" (lang.code()) "/hq/journal/check" } { (lang.say(H::JournalCheck)) } }
        (filters(&signed, &register, &asked, &mistakes))
        @if lines.is_empty() && mistakes.is_empty() {
            @let named = !asked.by.trim().is_empty() || !asked.place.trim().is_empty();
            @let said = if asked.query(None) == "?" { H::JournalEmpty } else { H::JournalNone };
            (notice("", lang.say(said), if named { lang.say(H::JournalNamed) } else { "" }))
        }
        @for told in &lines { (line(teller, told)) }
        @if let Some(next) = next {
            p.aside { a.button.quiet rel="next" href=(asked.query(Some(next))) { (lang.say(H::JournalEarlier)) } }
        }
        @if !lines.is_empty() {
            p.ways { (links(lang, "/hq/journal", &KINDS, &asked.query(asked.below()))) }
            p.hint { (lang.fill(H::JournalFiles, &[&lang.number(MOST as u64)])) }
        }
    };
    Ok(shell(&signed, Room::Journal, title, &format!("/hq/journal{}", asked.query(asked.below())), &content))
}

/// So many persons a name means at the most.
const MOST_PERSONS: usize = 50;

fn filters(signed: &SignedIn, register: &Register, asked: &Asked, mistakes: &[Mistake]) -> Markup {
    let lang = signed.lang;
    let field = |name: &str, label: &str, value: &str, hint: Option<H>| {
        let wrong = mistakes.iter().find(|mistake| mistake.field == name);
        let described = [wrong.map(|_| format!("{name}-wrong")), hint.map(|_| format!("{name}-hint"))];
        let described: Vec<String> = described.into_iter().flatten().collect();
        html! {
            div.field {
                label for=(name) { (label) }
                input id=(name) name=(name) type="search" dir="auto" value=(value) maxlength="140" autocomplete="off"
                    list=[(name == "place").then_some(places::LIST)] aria-invalid=[wrong.map(|_| "true")]
                    aria-describedby=[(!described.is_empty()).then(|| described.join(" "))];
                @if let Some(wrong) = wrong { p.wrong id={ (name) "-wrong" } { (say(lang, wrong.why)) } }
                @if let Some(hint) = hint { p.hint id={ (name) "-hint" } { (lang.say(hint)) } }
            }
        }
    };
    let acts = Act::ALL.iter().filter(|act| !act.only_reads()).map(Act::to_string);
    html! {
        form.card.asking method="get" role="search" {
            div.fields {
                div.field {
                    label for="act" { (lang.say(H::JournalAct)) }
                    select #act name="act" {
                        option value="" { (lang.say(H::FilterAny)) }
                        @for act in acts { option value=(act) selected[act == asked.act] { (acts::done(lang, &act)) } }
                    }
                }
                (field("by", lang.say(H::Person), &asked.by, Some(H::JournalPersonHint)))
                (field("place", lang.say(H::Place), &asked.place, Some(H::JournalPlaceHint)))
                (field("from", lang.say(H::JournalFrom), &asked.from, Some(H::DayHint)))
                (field("until", lang.say(H::JournalUntil), &asked.until, None))
                (field("q", lang.say(W::Search), &asked.q, None))
            }
            button { (lang.say(H::FilterShow)) }
            (places::offered(signed, register, Act::ReadJournal, false))
        }
    }
}

fn line(teller: Teller<'_>, told: &Told) -> Markup {
    let lang = teller.lang;
    html! {
        details.card.told {
            summary {
                span.id { (lang.number(told.line)) } " "
                time datetime=(told.at) { (moment(lang, &told.at)) } " · "
                strong { (teller.actor(told)) } " · "
                (teller.done(told))
                @if !told.what.1.is_empty() { " · " (teller.thing(told)) }
                @if let Some(part) = teller.part(told) { " · " (part) }
                @if let Some(place) = &told.place { " · " (places::named(lang, teller.register, place)) }
            }
            @if let Some(way) = teller.way(told) { p.ways { a href=(way) { (teller.thing(told)) } } }
            @if told.what.1.is_empty() && !told.what.0.is_empty() { pre dir="ltr" tabindex="0" { (told.what.0) } }
            @if !told.why.is_empty() { p { (lang.say(H::JournalWhy)) ": " (told.why) } }
            @if !told.changed.is_empty() {
                table.stack {
                    thead { tr { th { (lang.say(H::JournalField)) } th { (lang.say(H::JournalBefore)) } th { (lang.say(H::JournalAfter)) } } }
                    tbody {
                        @for (field, before, after) in &told.changed {
                            tr {
                                th scope="row" { (if field.is_empty() { acts::thing(lang, &told.what.0) } else { teller.field(field) }) }
                                td.spoken data-label=(lang.say(H::JournalBefore)) { bdi { (teller.value(told, field, before)) } }
                                td.spoken data-label=(lang.say(H::JournalAfter)) { bdi { (teller.value(told, field, after)) } }
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
            Err(bad) => (notice("bad", lang.say(H::JournalHeadsBad), &bad_heads(lang, *bad))),
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

fn bad_heads(lang: Lang, bad: BadHeads) -> String {
    let (word, line) = match bad {
        BadHeads::Unreadable(line) => (H::HeadsUnreadable, line),
        BadHeads::Unsigned(line) => (H::HeadsUnsigned, line),
        BadHeads::Backwards(line) => (H::HeadsBackwards, line),
    };
    lang.fill(word, &[&lang.number(line as u64)])
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
