//! Posts to fill, branch by branch, and the team of one branch.

use super::super::columns::{Column, Takes, Word as C, both, values};
use super::super::export::{Ending, Table, links};
use super::super::field::{part, place_of, said};
use super::super::form::Typed;
use super::super::{Room, SignedIn, words::Word as H};
use super::words::{self, Word};
use super::{list, refused};
use crate::furniture::{Shown, badge, notice, percent_encoded};
use crate::pages::{Absent, Answer, Asked};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Day;
use headquarters::branch::Site;
use headquarters::permit::{Act, Permit, act};
use headquarters::place::{Level, Place};
use headquarters::staff::{Crew, Duty, Gap, Member, Post, gaps, is_attended};
use maud::{Markup, html};
use office::{Error, Office, Register, Staffing};
use std::sync::Arc;

/// Who serves where, to find what is missing.
struct Short {
    register: Register,
    staffing: Arc<Staffing>,
    today: Day,
}

impl Short {
    async fn read(office: &Office, signed: &SignedIn) -> Result<Self, Absent> {
        let register = list::register(office, signed).await?;
        let staffing = office.staffing(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        Ok(Self { register, staffing, today: office.today() })
    }

    /// The branches that the permit reaches and that are short of somebody.
    fn rows(&self, permit: &Permit<act::ReadStaff>) -> impl Iterator<Item = (&Site, Vec<Gap>)> {
        let nobody = Crew::default();
        let here = self.register.branches().map(|kept| &kept.file.site);
        let here = here.filter(move |site| permit.reaches(&site.place));
        let short = here.map(move |site| {
            let crew = self.staffing.at(&site.place).unwrap_or(&nobody);
            (site, gaps(&self.staffing.plan, site, crew, self.today))
        });
        short.filter(|(_, gaps)| !gaps.is_empty())
    }
}

/// The same as a file: a row for each post of a branch that is not filled.
pub(super) async fn files(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let all = Short::read(&office, &signed).await?;
    let permit = signed.permit()?;
    let shown = asked.shown();
    let row = |site: &Site, gap: &Gap| {
        vec![
            site.place.to_string(),
            lang.pick(&site.name, &site.latin).to_owned(),
            gap.post.to_string(),
            gap.takes.to_string(),
            gap.serving.to_string(),
            gap.takes.saturating_sub(gap.serving).to_string(),
        ]
    };
    let here = all.rows(&permit).filter(|(site, _)| is_sought(&shown, site));
    let rows = here.flat_map(|(site, gaps)| gaps.iter().map(|gap| row(site, gap)).collect::<Vec<_>>());
    let heading = vec!["place", "name", "post", "takes", "serving", "missing"];
    let table = Table { name: "staff-gaps", heading, rows: rows.collect() };
    let posts = values(Post::ALL, Post::code, |lang, post| lang.say(words::post(post)));
    let columns = vec![
        Column::new("place", both(C::PlaceCodes), Takes::Place),
        Column::new("name", both(super::super::words::Word::FieldBranch), Takes::Text),
        Column::new("post", both(Word::Post), Takes::OneOf(posts)),
        Column::new("takes", both(Word::Takes), Takes::Number),
        Column::new("serving", both(Word::SumServing), Takes::Number),
        Column::new("missing", both(Word::Gaps), Takes::Number),
    ];
    table.file(lang, columns, ending).await
}

fn is_sought(shown: &Shown<'_>, site: &Site) -> bool {
    shown.matches(&[&site.name, &site.latin, site.place.as_str()])
}

fn missing(lang: crate::locale::Lang, gaps: &[Gap]) -> Markup {
    html! {
        @for gap in gaps {
            span { (badge("red", lang.say(words::post(gap.post)))) " " (lang.fill(Word::Of, &[&lang.number(gap.serving), &lang.number(gap.takes)])) " " }
        }
    }
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let shown = asked.shown();
    let all = Short::read(&office, &signed).await?;
    let (planned, _) = office.staff_plan(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let short: Vec<(&Site, Vec<Gap>)> =
        all.rows(&signed.permit()?).filter(|(site, _)| is_sought(&shown, site)).collect();
    let count = lang.number(short.len() as u64);
    let (rows, pages) = shown.cut(short);
    let title = lang.say(Word::Gaps);
    let content = html! {
        h1 { (title) }
        p.hint { (lang.fill(Word::GapsCount, &[&count])) }
        @if planned == 0 { (notice("now", lang.say(H::PlanUsual), "")) }
        p.ways { (links(lang, "/hq/staff/gaps", &["csv", "xlsx"], &format!("?q={}", percent_encoded(shown.words)))) }
        (shown.search(lang, crate::locale::Word::Search))
        @if rows.is_empty() { (notice("good", lang.say(Word::GapsNone), "")) } @else {
            table.stack {
                thead { tr { th scope="col" { (lang.say(super::super::words::Word::FieldBranch)) } th scope="col" { (lang.say(Word::Gaps)) } } }
                tbody {
                    @for (site, gaps) in &rows {
                        tr {
                            th scope="row" {
                                a href={ "/" (lang.code()) "/hq/staff/gaps/" (part(&site.place)) } { (lang.pick(&site.name, &site.latin)) }
                                " " span.id dir="ltr" { (site.place) }
                            }
                            td data-label=(lang.say(Word::Gaps)) { (missing(lang, gaps)) }
                        }
                    }
                }
            }
            (shown.pager(lang, pages))
        }
    };
    Ok(super::super::page(&signed, Room::Staff, title, &format!("/hq/staff/gaps{}", shown.query()), &content))
}

/// Whoever serves or waits at one place, and what it still takes.
pub(super) async fn team(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
) -> Answer {
    show(&office, &signed, &address, &html! {}).await
}

async fn show(office: &Office, signed: &SignedIn, address: &str, above: &Markup) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let place = place_of(address).filter(|place| place.level() >= Level::County).ok_or(Absent::Page(lang))?;
    let members = office.team(&permit, &place).await.map_err(|e| signed.failed(e))?;
    let register = list::register(office, signed).await?;
    let staffing = office.staffing(&permit).await.map_err(|e| signed.failed(e))?;
    let nobody = Crew::default();
    let crew = staffing.at(&place).unwrap_or(&nobody);
    let short = register
        .branch(&place)
        .map(|kept| gaps(&staffing.plan, &kept.file.site, crew, office.today()))
        .unwrap_or_default();
    let title = format!("{} · {}", lang.say(Word::Team), said::place(lang, &register, &place));
    let content = html! {
        h1 { (title) }
        p.hint { span.id dir="ltr" { (place) } }
        (above)
        @if short.is_empty() { p { (badge("green", lang.say(Word::GapsNone))) } } @else { p { (missing(lang, &short)) } }
        @if members.is_empty() { (notice("", lang.say(Word::TeamNone), lang.say(Word::ProposeHint))) } @else {
            (list::table(lang, &register, members.iter()))
            (attendance(signed, &place, address, &members, (register.polling(), office)))
        }
        @if register.branch(&place).is_some() {
            p.ways { a href={ "/" (lang.code()) "/hq/branches/" (part(&place)) } { (said::place(lang, &register, &place)) } }
        }
    };
    Ok(super::super::page(signed, Room::Staff, &title, &format!("/hq/staff/gaps/{address}"), &content))
}

/// Those who serve here, to tick who came and who went: a whole team at once, around the polling day.
fn attendance(
    signed: &SignedIn,
    place: &Place,
    address: &str,
    members: &[Member],
    (polling, office): (Option<Day>, &Office),
) -> Markup {
    let lang = signed.lang;
    let (now, today) = (office.seconds(), office.today());
    let keeps = signed.officer.reaches(Act::AttendStaff, place);
    let is_day = polling.is_some_and(|polling| is_attended(today, polling));
    let serves = |member: &&Member| member.service().is_some_and(|service| service.duty == Duty::Serving);
    let serving: Vec<&Member> = members.iter().filter(serves).collect();
    html! {
        @if keeps && !serving.is_empty() {
            form.card method="post" action={ "/" (lang.code()) "/hq/staff/gaps/" (address) "/attendance" } {
                h2 { (lang.say(Word::Attendance)) }
                p.hint { (lang.say(Word::AttendWhen)) }
                ul.plain {
                    @for member in &serving {
                        @let (name, word) = match member.there_since() {
                            Some(_) => ("went", Word::WentButton),
                            None => ("came", Word::CameButton),
                        };
                        li {
                            @if is_day || name == "went" {
                                label.check { input type="checkbox" name=(name) value=(member.number); " " (list::name(lang, member)) " · " (lang.say(word)) }
                            } @else { (list::name(lang, member)) }
                            @if let Some(since) = member.there_since() {
                                " " (badge("green", &lang.fill(Word::There, &[&super::super::moment(lang, &super::member::instant(since))])))
                            }
                            @if let Some(worked) = super::member::worked(lang, member, now) { " · " (worked) }
                        }
                    }
                }
                @if is_day || serving.iter().any(|member| member.there_since().is_some()) { button { (lang.say(Word::AttendSave)) } }
            }
        }
    }
}

/// Writes down who came and who went. Each is a fact of its own: what one's file does not allow keeps no other out.
pub(super) async fn attend(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let permit: Permit<act::AttendStaff> = signed.permit()?;
    let place = place_of(&address).ok_or(Absent::Page(lang))?;
    permit.over(&place).map_err(|_| Absent::Forbidden(lang))?;
    let numbers = |name| typed.all(name).filter_map(|number| number.parse::<i64>().ok());
    if numbers("came").chain(numbers("went")).next().is_none() {
        let above = notice("bad", lang.say(Word::AttendNobody), "");
        let page = show(&office, &signed, &address, &above).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let mut refused = Vec::new();
    let acts =
        numbers("came").map(|number| (number, true)).chain(numbers("went").map(|number| (number, false)));
    for (number, came) in acts {
        let done = if came {
            office.member_came(&permit, number).await
        } else {
            office.member_went(&permit, number).await
        };
        match done {
            Ok(()) => {}
            Err(Error::Member(why)) => refused.push((number, refused::member(&why))),
            Err(other) => return Err(signed.failed(other)),
        }
    }
    if refused.is_empty() {
        let to = format!("/{}/hq/staff/gaps/{address}", lang.code());
        return Ok(Redirect::to(&to).into_response());
    }
    let of: Vec<i64> = refused.iter().map(|(number, _)| *number).collect();
    let names = office.members(&signed.permit()?, &of).await.map_err(|e| signed.failed(e))?;
    let name = |number: i64| {
        let found = names.iter().find(|member| member.number == number);
        found.map_or_else(|| lang.number(number.unsigned_abs()), |member| list::name(lang, member).to_owned())
    };
    let above = html! {
        (notice("bad", lang.say(Word::AttendRefused), ""))
        ul.plain { @for (number, why) in &refused { li { (name(*number)) ": " (lang.say(*why)) } } }
    };
    Ok((StatusCode::CONFLICT, show(&office, &signed, &address, &above).await?).into_response())
}
