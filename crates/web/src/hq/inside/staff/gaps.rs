//! Posts to fill, branch by branch, and the team of one branch.

use super::super::field::{part, place_of, said};
use super::super::{Room, SignedIn};
use super::list;
use super::words::{self, Word};
use crate::furniture::{badge, notice};
use crate::pages::{Absent, Answer, Asked};
use axum::extract::{Path, Query, State};
use headquarters::branch::Site;
use headquarters::permit::{Permit, act};
use headquarters::place::Level;
use headquarters::staff::{Crew, Gap, gaps};
use maud::{Markup, html};
use office::Office;

fn missing(lang: crate::locale::Lang, gaps: &[Gap]) -> Markup {
    html! {
        @for gap in gaps {
            span { (badge("red", lang.say(words::post(gap.post)))) " " (lang.number(gap.serving)) "/" (lang.number(gap.takes)) " " }
        }
    }
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let register = list::register(&office, &signed).await?;
    let staffing = office.staffing(&permit).await.map_err(|e| signed.failed(e))?;
    let (today, nobody) = (office.today(), Crew::default());
    let shown = asked.shown();
    let short: Vec<(&Site, Vec<Gap>)> = register
        .branches()
        .map(|kept| &kept.file.site)
        .filter(|site| permit.reaches(&site.place))
        .filter(|site| shown.matches(&[&site.name, &site.latin, site.place.as_str()]))
        .map(|site| {
            let crew = staffing.at(&site.place).unwrap_or(&nobody);
            (site, gaps(&staffing.plan, site, crew, today))
        })
        .filter(|(_, gaps)| !gaps.is_empty())
        .collect();
    let count = lang.number(short.len() as u64);
    let (rows, pages) = shown.cut(short);
    let title = lang.say(Word::Gaps);
    let content = html! {
        h1 { (title) }
        p.hint { (lang.fill(Word::GapsCount, &[&count])) }
        (shown.search(lang, crate::locale::Word::Search))
        @if rows.is_empty() { (notice("good", lang.say(Word::GapsNone), "")) } @else {
            table.stack {
                thead { tr { th scope="col" { (lang.say(super::super::words::Word::FieldBranch)) } th scope="col" { (lang.say(Word::Gaps)) } } }
                tbody {
                    @for (site, gaps) in &rows {
                        tr {
                            th scope="row" {
                                a href={ "/" (lang.code()) "/hq/staff/gaps/" (part(&site.place)) } { (lang.pick(&site.name, &site.latin)) }
                                " " span.id dir="ltr" { (lang.digits(site.place.as_str())) }
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
    let lang = signed.lang;
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let place =
        place_of(&address).filter(|place| place.level() >= Level::County).ok_or(Absent::Page(lang))?;
    let members = office.team(&permit, &place).await.map_err(|e| signed.failed(e))?;
    let register = list::register(&office, &signed).await?;
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
        p.hint { span.id dir="ltr" { (lang.digits(place.as_str())) } }
        @if short.is_empty() { p { (badge("green", lang.say(Word::GapsNone))) } } @else { p { (missing(lang, &short)) } }
        @if members.is_empty() { (notice("", lang.say(Word::TeamNone), lang.say(Word::ProposeHint))) } @else {
            (list::table(lang, &register, members.iter()))
        }
        @if register.branch(&place).is_some() {
            p.ways { a href={ "/" (lang.code()) "/hq/branches/" (part(&place)) } { (said::place(lang, &register, &place)) } }
        }
    };
    Ok(super::super::page(&signed, Room::Staff, &title, &format!("/hq/staff/gaps/{address}"), &content))
}
