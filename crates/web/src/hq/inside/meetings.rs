//! Meetings: the list with its counts by topic, one meeting with what is carried over to it, and its decisions.

use super::decisions::rows;
use super::form::{Choice, Fields, Typed, day_typed, same};
use super::organisation::{called, changed_meanwhile, form_page, form_status, places as of_headquarters};
use super::{Room, SignedIn, nothing_yet, onward, page as shell, places, words, words::Word as H};
use crate::furniture::figure;
use crate::locale::{Lang, Word as W};
use crate::pages::{Absent, Answer};
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::decision::{Draft, Typed as TypedDecision};
use headquarters::form::{Mistake, Why};
use headquarters::meeting::{Meeting, Topic, Typed as TypedMeeting};
use headquarters::permit::{Act, Permit, PersonId, act};
use maud::{Markup, html};
use office::{Chart, Error, MeetingSheet, Office};
use serde::Deserialize;

/// Which page, from the address: before this day and number.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Before {
    #[serde(default)]
    before: String,
    #[serde(default)]
    id: String,
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(Before { before, id }): Query<Before>,
) -> Answer {
    let lang = signed.lang;
    let before = before.parse().ok().zip(id.parse().ok());
    let list = office.meetings(&signed.permit()?, before).await.map_err(|e| signed.failed(e))?;
    let register = places::register(&office, &signed).await?;
    let title = lang.say(H::Meetings);
    let content = html! {
        h1 { (title) }
        @if signed.officer.may(Act::KeepMinutes) {
            p.acts { a.button href={ "/" (lang.code()) "/hq/meetings/call" } { (lang.say(H::CallMeeting)) } }
        }
        @if list.meetings.is_empty() {
            (nothing_yet(&signed, Act::KeepMinutes, (lang.say(H::NoMeetings), lang.say(H::NoMeetingsHint))))
            @if signed.officer.may(Act::KeepMinutes) { p.hint { (lang.say(H::OnlyMyReach)) } }
        } @else {
            dl.figures.tight {
                @for (topic, count) in &list.by_topic {
                    (figure(&lang.number(*count), lang.say(words::topic(*topic)), None))
                }
            }
            table.stack {
                thead { tr { th { (lang.say(H::Meeting)) } th { (lang.say(H::HeldOn)) } th { (lang.say(H::Topic)) } th { (lang.say(H::Place)) } } }
                tbody {
                    @for meeting in &list.meetings {
                        tr {
                            th scope="row" { a href={ "/" (lang.code()) "/hq/meetings/" (meeting.id) } { (meeting.title) } }
                            td data-label=(lang.say(H::HeldOn)) {
                                time datetime=(meeting.held) { (day_typed(lang, meeting.held)) }
                                @if let Some(hour) = meeting.hour { " · " (lang.digits(&hour.to_string())) }
                            }
                            td data-label=(lang.say(H::Topic)) { (lang.say(words::topic(meeting.topic))) }
                            td data-label=(lang.say(H::Place)) { (places::named(lang, &register, &meeting.place)) }
                        }
                    }
                }
            }
            (onward(lang, before.map(|_| "?".into()), list.next.map(|(day, id)| format!("?before={day}&id={id}"))))
        }
    };
    Ok(shell(&signed, Room::Decisions, title, "/hq/meetings", &content))
}

async fn chart_of(office: &Office, signed: &SignedIn) -> Result<Chart, Absent> {
    let permit: Permit<act::ReadOrganisation> = signed.permit()?;
    office.chart(&permit).await.map_err(|e| signed.failed(e))
}

fn topics(lang: Lang) -> Vec<Choice> {
    let choice = |topic: &Topic| (topic.code().to_owned(), lang.say(words::topic(*topic)).to_owned());
    Topic::ALL.iter().map(choice).collect()
}

/// What was typed of a meeting, and whom it asks to come.
struct Called {
    typed: Typed,
    invited: Result<Vec<PersonId>, Why>,
}

/// Where the form is told which line of it names nobody, or more than one.
const UNCLEAR: &str = "invited.unclear";

impl Called {
    async fn of(office: &Office, signed: &SignedIn, typed: Typed) -> Result<Self, Absent> {
        Ok(match super::people::all_meant(office, signed, typed.get("invited")).await? {
            Ok(invited) => Self { typed, invited: Ok(invited) },
            Err((line, why)) => Self { typed: typed.with(UNCLEAR, &line), invited: Err(why) },
        })
    }

    fn read(&self, place: &str, committee: &str) -> Result<Meeting, Vec<Mistake>> {
        let Self { typed, invited } = self;
        let read = Meeting::read(&TypedMeeting {
            place,
            committee,
            topic: typed.get("topic"),
            title: typed.get("title"),
            held: &typed.latin("held"),
            hour: &typed.latin("hour"),
            invited: invited.as_deref().unwrap_or_default(),
            guests: typed.get("guests"),
            present: typed.get("present"),
            agenda: typed.get("agenda"),
            minutes: typed.get("minutes"),
        });
        match (read, invited) {
            (read, Ok(_)) => read,
            (read, Err(why)) => {
                let wrong = Mistake { field: "invited", why: *why };
                Err(read.err().into_iter().flatten().chain([wrong]).collect())
            }
        }
    }
}

/// The fields that say when a meeting is, and for whom.
fn when_and_who(fields: Fields<'_>) -> Markup {
    html! {
        (fields.day("held", H::HeldOn))
        (fields.plain("hour", H::Hour, Some(H::HourHint)))
        (fields.persons("invited", H::Invited, H::InvitedHint, fields.typed.get(UNCLEAR)))
        (fields.text("guests", H::Guests, Some(H::GuestsHint)))
    }
}

pub(super) async fn ask(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let chart = chart_of(&office, &signed).await?;
    let today = chart.today.map(|day| day_typed(signed.lang, day)).unwrap_or_default();
    Ok(call_form(&signed, &chart, &Typed::of(&[("held", &today)]), &[]))
}

fn call_form(signed: &SignedIn, chart: &Chart, typed: &Typed, mistakes: &[Mistake]) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let nothing = (String::new(), lang.say(H::None).to_owned());
    let committees = chart
        .committees
        .iter()
        .map(|one| (one.id.to_string(), format!("{} · {}", called(lang, one), one.place)));
    let committees: Vec<Choice> = std::iter::once(nothing).chain(committees).collect();
    let controls = html! {
        (fields.line("title", H::MeetingTitle, None))
        (fields.choose("topic", H::Topic, &topics(lang)))
        (fields.choose("place", H::OfHeadquarters, &of_headquarters(lang, chart)))
        (fields.choose("committee", H::Committee, &committees))
        (when_and_who(fields))
        (fields.text("agenda", H::Agenda, None))
    };
    form_page(
        signed,
        Room::Decisions,
        H::CallMeeting,
        "/hq/meetings/call",
        fields,
        (H::CallMeeting, controls),
    )
}

pub(super) async fn call(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let new = Called::of(&office, &signed, typed).await?;
    let typed = &new.typed;
    let called = match new.read(&typed.latin("place"), &typed.latin("committee")) {
        Ok(new) => office.call_meeting(&signed.permit()?, new).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    match called {
        Ok(id) => Ok(to_meeting(signed.lang, id)),
        Err(Error::Typed(mistakes)) => {
            let chart = chart_of(&office, &signed).await?;
            Ok(call_form(&signed, &chart, typed, &mistakes))
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// Day and hour.
pub(super) fn when(lang: Lang, meeting: &Meeting) -> String {
    let day = lang.day(&meeting.held.to_string());
    match meeting.hour {
        Some(hour) => format!("{day}{}{}", lang.pick("، ساعت ", ", "), lang.digits(&hour.to_string())),
        None => day,
    }
}

/// Those who are asked to come, by name.
fn invited(lang: Lang, MeetingSheet { meeting, names, .. }: &MeetingSheet) -> String {
    let names: Vec<&str> = meeting.invited.iter().map(|id| super::letters::name(lang, names, *id)).collect();
    names.join(lang.pick("، ", ", "))
}

fn to_meeting(lang: Lang, id: i64) -> Response {
    Redirect::to(&format!("/{}/hq/meetings/{id}", lang.code())).into_response()
}

/// What a form of the meeting's page has to say.
#[derive(Default)]
struct Said<'a> {
    minutes: Option<&'a Typed>,
    decision: Option<&'a Typed>,
    mistakes: &'a [Mistake],
    changed: bool,
}

pub(super) async fn one(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    show(&office, &signed, id, Said::default()).await
}

/// The fields of the minutes, and what they are called.
const OF_MINUTES: [(&str, H); 9] = [
    ("title", H::MeetingTitle),
    ("topic", H::Topic),
    ("held", H::HeldOn),
    ("hour", H::Hour),
    ("invited", H::Invited),
    ("guests", H::Guests),
    ("present", H::Present),
    ("agenda", H::Agenda),
    ("minutes", H::Minutes),
];

/// The minutes as they stand, as a form.
fn filled(lang: Lang, MeetingSheet { meeting, names, .. }: &MeetingSheet) -> Typed {
    let invited = meeting.invited.iter().map(|id| match names.of(*id) {
        Some(person) => super::people::in_field(lang, person),
        None => id.0.to_string(),
    });
    let fields = [
        ("title", meeting.title.as_str()),
        ("topic", meeting.topic.code()),
        ("held", &day_typed(lang, meeting.held)),
        ("hour", &meeting.hour.map(|hour| lang.digits(&hour.to_string())).unwrap_or_default()),
        ("invited", &invited.collect::<Vec<_>>().join("\n")),
        ("guests", &meeting.guests),
        ("present", &meeting.present),
        ("agenda", &meeting.agenda),
        ("minutes", &meeting.minutes),
    ];
    Typed::standing(&fields, meeting.version)
}

async fn show(office: &Office, signed: &SignedIn, id: i64, said: Said<'_>) -> Result<Response, Absent> {
    let lang = signed.lang;
    let sheet = office.meeting(&signed.permit()?, id).await.map_err(|e| signed.failed(e))?;
    let register = places::register(office, signed).await?;
    let MeetingSheet { meeting, committee, decisions: own, carried, names, today } = &sheet;
    let keeps = signed.officer.reaches(Act::KeepMinutes, &meeting.place);
    let stands = filled(lang, &sheet);
    // Whoever is shown what the other wrote may save over it; a form with a mistake may not yet.
    let overtaken = said.minutes.filter(|_| said.changed);
    let differs = overtaken.map(|typed| typed.changes(&stands, &OF_MINUTES)).unwrap_or_default();
    let shown = overtaken.map(|typed| typed.beside(&stands));
    let typed = shown.as_ref().or(said.minutes).unwrap_or(&stands);
    let of_minutes = if said.minutes.is_some() { said.mistakes } else { &[] };
    let fields = Fields { lang, typed, mistakes: of_minutes };
    let nothing = Typed::default();
    let of_decision = if said.decision.is_some() { said.mistakes } else { &[] };
    let decision = Fields { lang, typed: said.decision.unwrap_or(&nothing), mistakes: of_decision };
    let offered = match keeps {
        true => super::people::Offered::of(office, signed, decision.typed.get("owner")).await?,
        false => super::people::Offered::default(),
    };
    let at = format!("/{}/hq/meetings/{id}", lang.code());
    let content = html! {
        h1 { (meeting.title) }
        p.hint {
            (when(lang, meeting)) " · " (lang.say(words::topic(meeting.topic))) " · "
            (places::named(lang, &register, &meeting.place))
            @if let Some(committee) = committee { " · " (called(lang, committee)) }
        }
        @if !meeting.invited.is_empty() { p.hint { (lang.say(H::Invited)) ": " (invited(lang, &sheet)) } }
        @if !meeting.guests.is_empty() { p.hint.spoken { (lang.say(H::Guests)) ": " (meeting.guests) } }
        @if !carried.is_empty() { section { h2 { (lang.say(H::CarriedOver)) } (rows(lang, names, *today, carried)) } }
        section {
            h2 { (lang.say(H::Decisions)) }
            @if own.is_empty() { p.hint { (lang.say(H::NoDecisionsYet)) } } @else { (rows(lang, names, *today, own)) }
        }
        p.acts { a.button.quiet href={ (at) "/minutes.pdf" } { (lang.say(H::MinutesPrint)) } }
        // One form of both: whoever puts a decision down keeps the minutes that they have written by then.
        @if keeps {
            (Fields { mistakes: said.mistakes, ..fields }.refused_at())
            @if said.changed { (changed_meanwhile(lang, &differs)) }
            form.asking method="post" action={ (at) "/minutes" } {
                (fields.version())
                section.card {
                    h2 { (lang.say(H::Minutes)) }
                    div.fields {
                        (fields.line("title", H::MeetingTitle, None))
                        (fields.choose("topic", H::Topic, &topics(lang)))
                        (when_and_who(fields))
                        (fields.line("present", H::Present, None))
                        (fields.text("agenda", H::Agenda, None))
                        (fields.text("minutes", H::Minutes, None))
                    }
                    button { (lang.say(H::Keep)) }
                }
                details.card open[said.decision.is_some()] {
                    summary { (lang.say(H::PutDecision)) }
                    div.fields {
                        (decision.text("text", H::DecisionText, None))
                        (decision.person("owner", H::Owner, &offered))
                        (decision.day("due", H::Due))
                    }
                    p.hint { (lang.say(H::MinutesSavedToo)) }
                    button formaction={ (at) "/decisions" } { (lang.say(H::PutDecision)) }
                }
            }
        } @else {
            section {
                h2 { (lang.say(H::Minutes)) }
                div.card {
                    h3 { (lang.say(H::Present)) } p.spoken { (meeting.present) }
                    h3 { (lang.say(H::Agenda)) } p.spoken { (meeting.agenda) }
                    h3 { (lang.say(H::Minutes)) } p.spoken { (meeting.minutes) }
                }
            }
        }
    };
    let status = form_status(said.changed, said.mistakes);
    let path = format!("/hq/meetings/{id}");
    Ok((status, shell(signed, Room::Decisions, &meeting.title, &path, &content)).into_response())
}

pub(super) async fn keep(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let new = Called::of(&office, &signed, typed).await?;
    let typed = &new.typed;
    let minutes = Some(typed);
    // What was begun of a decision is not lost with the minutes.
    let begun = ["text", "owner", "due"].iter().any(|field| !typed.get(field).trim().is_empty());
    let decision = begun.then_some(typed);
    match keep_minutes(&office, &signed, id, &new).await? {
        Ok(()) if begun => show(&office, &signed, id, Said { decision, ..Said::default() }).await,
        Ok(()) => Ok(to_meeting(signed.lang, id)),
        Err(Error::Typed(mistakes)) => {
            show(&office, &signed, id, Said { minutes, decision, mistakes: &mistakes, ..Said::default() })
                .await
        }
        Err(Error::Changed) => {
            show(&office, &signed, id, Said { minutes, decision, changed: true, ..Said::default() }).await
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// Keeps the minutes as they were typed.
async fn keep_minutes(
    office: &Office,
    signed: &SignedIn,
    id: i64,
    new: &Called,
) -> Result<Result<(), Error>, Absent> {
    let stands = office.meeting(&signed.permit()?, id).await.map_err(|e| signed.failed(e))?.meeting;
    Ok(match new.read(stands.place.as_str(), "") {
        Ok(read) => {
            let changed = Meeting { id, version: new.typed.version(), ..read };
            office.keep_minutes(&signed.permit()?, changed).await
        }
        Err(mistakes) => Err(mistakes.into()),
    })
}

/// Were minutes written in a form that has a decision beside them?
fn are_written(typed: &Typed, stands: &Typed) -> bool {
    if typed.remembers() {
        return OF_MINUTES.iter().any(|(name, _)| typed.is_typed(name));
    }
    let differs = |name| !same(typed.get(name), stands.get(name));
    !typed.get("title").is_empty() && OF_MINUTES.iter().any(|(name, _)| differs(name))
}

/// Puts a decision down, and keeps the minutes that were written beside it: these first, for the decision is one of the
/// meeting as they tell it. Minutes that another officer overtook keep nobody from deciding.
pub(super) async fn put_decision(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let before = office.meeting(&signed.permit()?, id).await.map_err(|e| signed.failed(e))?;
    let written = are_written(&typed, &filled(signed.lang, &before));
    let before = before.meeting;
    let new = Called::of(&office, &signed, typed).await?;
    let typed = &new.typed;
    let minutes = written.then_some(typed);
    let owner = super::people::meant(&office, &signed, typed.get("owner")).await?;
    let due = typed.latin("due");
    let draft_of = |held| {
        super::people::naming("owner", owner, |owner| {
            Draft::read(&TypedDecision { text: typed.get("text"), owner, due: &due }, held)
        })
    };
    let told = if written { new.read(before.place.as_str(), "") } else { Ok(before.clone()) };
    let draft = draft_of(told.as_ref().map_or(before.held, |meeting| meeting.held));
    let mistakes = [told.err(), draft.err()].into_iter().flatten().flatten().collect::<Vec<Mistake>>();
    if !mistakes.is_empty() {
        let said = Said { minutes, decision: Some(typed), mistakes: &mistakes, ..Said::default() };
        return show(&office, &signed, id, said).await;
    }
    let kept = if written { keep_minutes(&office, &signed, id, &new).await? } else { Ok(()) };
    let changed = match kept {
        Ok(()) => false,
        Err(Error::Changed) => true,
        Err(other) => return Err(signed.failed(other)),
    };
    let stands = office.meeting(&signed.permit()?, id).await.map_err(|e| signed.failed(e))?.meeting;
    let put = match draft_of(stands.held) {
        Ok(draft) => office.put_decision(&signed.permit()?, id, draft).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let minutes = minutes.filter(|_| changed);
    match put {
        Ok(_) if changed => show(&office, &signed, id, Said { minutes, changed, ..Said::default() }).await,
        Ok(_) => Ok(to_meeting(signed.lang, id)),
        Err(Error::Typed(mistakes)) => {
            let said = Said { minutes, decision: Some(typed), mistakes: &mistakes, changed };
            show(&office, &signed, id, said).await
        }
        Err(other) => Err(signed.failed(other)),
    }
}

/// The minutes and what was decided as a paper, in the language of the page.
pub(super) async fn paper(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, id)): Path<(String, i64)>,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let sheet = office.meeting(&signed.permit()?, id).await.map_err(|e| signed.failed(e))?;
    let chart = chart_of(&office, &signed).await?;
    let register = places::register(&office, &signed).await?;
    let MeetingSheet { meeting, committee, decisions, names, .. } = &sheet;
    let of = chart.headquarters.iter().find(|one| one.place == meeting.place);
    let decided = decisions.iter().map(|one| forms::meeting::Decision {
        number: one.number,
        text: one.text.clone(),
        owner: super::letters::name(lang, names, one.owner).to_owned(),
        due: one.due.to_string(),
        status: lang.say(super::decisions::status_word(one.status)).to_owned(),
    });
    let printed = forms::meeting::Minutes {
        office: of.map_or(lang.say(W::Headquarters), |one| lang.pick(&one.name, &one.latin)).to_owned(),
        number: id,
        title: meeting.title.clone(),
        topic: lang.say(words::topic(meeting.topic)).to_owned(),
        place: places::in_words(lang, &register, &meeting.place),
        committee: committee.as_ref().map(|one| called(lang, one)),
        held: meeting.held.to_string(),
        hour: meeting.hour.map(|hour| hour.to_string()),
        invited: invited(lang, &sheet),
        guests: meeting.guests.clone(),
        present: meeting.present.clone(),
        agenda: meeting.agenda.clone(),
        minutes: meeting.minutes.clone(),
        decisions: decided.collect(),
    };
    let key = format!("meeting {id} {} {printed:?}", lang.code());
    let pdf = crate::press::paper(key, move || forms::meeting::print(lang, &printed)).await;
    let pdf = pdf.map_err(|e| Absent::Unplanned(e.to_string()))?;
    let name = format!("inline; filename=\"minutes-{id}-{}.pdf\"", lang.code());
    let headers = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, pdf).into_response())
}
