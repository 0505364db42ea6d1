//! The risk register («دفتر ریسک») of all branches as one list, the heaviest first, and the form that mends a line of it.

use super::super::columns::{Column, Takes, Word as C, both, values};
use super::super::export::{Ending, Table, links};
use super::super::form::{Choice, Fields, Typed, overtaken};
use super::super::{Room, SignedIn, words::Word as H};
use super::forms::find;
use super::words::Word as F;
use super::{listed, part, place_of, said};
use crate::furniture::{Shown, badge, notice};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Day;
use headquarters::branch::{Branch, Risk, RiskLevel, Setting, typed};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Permit, act};
use maud::{Markup, html};
use office::{Error, Held, Office, Register};
use serde::Deserialize;
use std::cmp::Reverse;

/// What is looked for; what is not understood is not looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    page: String,
    place: String,
    level: String,
    setting: String,
}

const ROWS: usize = 100;

impl Asked {
    fn query(&self, page: usize) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("place", self.place.as_str()),
            ("level", self.level.as_str()),
            ("setting", self.setting.as_str()),
        ];
        listed::query(&pairs, page)
    }
}

/// A branch and what could go wrong there.
type Row<'a> = (&'a Branch, &'a Risk);

/// The open risks that are looked for, the heaviest first.
fn found<'a>(
    register: &'a Register,
    permit: &Permit<act::ReadBranches>,
    asked: &Asked,
    today: Day,
) -> Vec<Row<'a>> {
    let within = place_of(&asked.place);
    let (level, setting) = (asked.level.parse::<RiskLevel>().ok(), asked.setting.parse::<Setting>().ok());
    let shown = Shown { words: &asked.q, page: 1, rows: ROWS };
    let here = |branch: &&Branch| {
        let site = &branch.site;
        permit.reaches(&site.place)
            && within.as_ref().is_none_or(|place| place.contains(&site.place))
            && setting.is_none_or(|setting| site.setting == setting)
    };
    let open = |(branch, risk): &Row<'a>| {
        let site = &branch.site;
        risk.is_open_on(today)
            && level.is_none_or(|level| risk.level() == level)
            && shown.matches(&[&site.name, &site.latin, &risk.what, &risk.treatment, &risk.owner])
    };
    let branches = register.branches().map(|kept| &*kept.file).filter(here);
    let risks = branches.flat_map(|branch| branch.risks.iter().map(move |risk| (branch, risk)));
    let mut all: Vec<Row<'a>> = risks.filter(open).collect();
    all.sort_by_key(|(branch, risk)| (Reverse(risk.weight()), risk.raised, branch.site.place.clone()));
    all
}

async fn register(office: &Office, signed: &SignedIn) -> Result<Register, Absent> {
    office.branch_register(&signed.permit()?).await.map_err(|e| signed.failed(e))
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let register = register(&office, &signed).await?;
    let all = found(&register, &signed.permit()?, &asked, office.today());
    let number = latin_digits(&asked.page).trim().parse().unwrap_or(1);
    let shown = Shown { words: &asked.q, page: number, rows: ROWS };
    let counts = RiskLevel::ALL
        .iter()
        .rev()
        .map(|level| (*level, all.iter().filter(|row| row.1.level() == *level).count()));
    let counts: Vec<(RiskLevel, usize)> = counts.collect();
    let (rows, pages) = shown.cut(all);
    let at = number.clamp(1, pages);
    let title = lang.say(F::RiskList);
    let may = signed.officer.may(Act::SurveyBranch);
    let content = html! {
        h1 { (title) }
        p { (lang.say(F::RiskListLead)) }
        ul.standings {
            @for (level, count) in counts { @let (tone, word) = said::risk(level); li { (badge(tone, lang.say(word))) " " strong { (lang.number(count as u64)) } } }
        }
        (filters(lang, &asked))
        @if rows.is_empty() { (notice("good", lang.say(F::RiskListNone), "")) } @else {
            (table(lang, &rows, may))
            (listed::pager(lang, title, (at, pages), |page| asked.query(page)))
            p.ways { (links(lang, "/hq/branches/risks", &["csv", "xlsx"], &asked.query(1))) }
        }
    };
    let path = format!("/hq/branches/risks{}", asked.query(at));
    Ok(super::super::page(&signed, Room::Branches, title, &path, &content))
}

fn filters(lang: Lang, asked: &Asked) -> Markup {
    html! {
        form.card.asking method="get" {
            div.fields {
                div.field { label for="q" { (lang.say(W::Search)) } input #q name="q" type="search" value=(asked.q) maxlength="80" autocomplete="off"; }
                div.field {
                    label for="level" { (lang.say(F::RiskWeight)) }
                    select #level name="level" {
                        option value="" { (lang.say(H::FilterAny)) }
                        @for level in RiskLevel::ALL { option value=(level.code()) selected[level.code() == asked.level] { (lang.say(said::risk(*level).1)) } }
                    }
                }
                div.field {
                    label for="setting" { (lang.say(H::BranchSetting)) }
                    select #setting name="setting" {
                        option value="" { (lang.say(H::FilterAny)) }
                        @for setting in Setting::ALL { option value=(setting.code()) selected[setting.code() == asked.setting] { (lang.say(said::setting(*setting))) } }
                    }
                }
            }
            @if !asked.place.is_empty() { input type="hidden" name="place" value=(asked.place); }
            button { (lang.say(H::FilterShow)) }
        }
    }
}

/// The same as a file.
pub(super) async fn files(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
    ending: Ending,
) -> Result<Response, Absent> {
    let register = register(&office, &signed).await?;
    let row = |(branch, risk): Row<'_>| {
        vec![
            branch.site.place.to_string(),
            branch.site.name.clone(),
            risk.number.to_string(),
            risk.what.clone(),
            risk.likelihood.to_string(),
            risk.impact.to_string(),
            risk.weight().to_string(),
            risk.level().to_string(),
            risk.treatment.clone(),
            risk.owner.clone(),
            risk.raised.to_string(),
        ]
    };
    let all = found(&register, &signed.permit()?, &asked, office.today());
    let columns = columns();
    let heading = columns.iter().map(Column::code).collect();
    let table = Table { name: "risks", heading, rows: all.into_iter().map(row).collect() };
    table.file(signed.lang, columns, ending).await
}

fn columns() -> Vec<Column> {
    let levels = values(RiskLevel::ALL, RiskLevel::code, |lang, level| lang.say(said::risk(level).1));
    vec![
        Column::new("place", both(C::PlaceCodes), Takes::Place),
        Column::new("name", both(H::FieldBranch), Takes::Text),
        Column::new("number", both(C::RiskNumber), Takes::Number),
        Column::new("what", both(H::RiskWhat), Takes::Text),
        Column::new("likelihood", both(H::RiskLikelihood), Takes::Number),
        Column::new("impact", both(H::RiskImpact), Takes::Number),
        Column::new("weight", both(C::RiskProduct), Takes::Number),
        Column::new("level", both(F::RiskWeight), Takes::OneOf(levels)),
        Column::new("treatment", both(H::RiskTreatment), Takes::Text),
        Column::new("owner", both(H::RiskOwner), Takes::Text),
        Column::new("raised", both(H::FieldSince), Takes::Day),
    ]
}

fn table(lang: Lang, rows: &[Row<'_>], may: bool) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(H::FieldBranch)) } th scope="col" { (lang.say(H::RiskWhat)) } th scope="col" { (lang.say(F::RiskWeight)) }
                th scope="col" { (lang.say(H::RiskTreatment)) } th scope="col" { (lang.say(H::FieldWhose)) } th scope="col" { (lang.say(H::FieldSince)) }
            } }
            tbody {
                @for (branch, risk) in rows {
                    @let site = &branch.site;
                    @let (tone, word) = said::risk(risk.level());
                    @let numbers = [risk.likelihood, risk.impact].map(|n| lang.number(n));
                    tr {
                        th scope="row" { a href={ "/" (lang.code()) "/hq/branches/" (part(&site.place)) } { (lang.pick(&site.name, &site.latin)) } }
                        td data-label=(lang.say(H::RiskWhat)) {
                            (risk.what)
                            @if may { " " a href={ "/" (lang.code()) "/hq/branches/" (part(&site.place)) "/risks/" (risk.number) "/edit" } { (lang.say(F::RiskAmend)) } }
                        }
                        td data-label=(lang.say(F::RiskWeight)) { (badge(tone, lang.say(word))) " " (lang.number(risk.weight())) " = " bdi { (numbers[0]) " × " (numbers[1]) } }
                        td data-label=(lang.say(H::RiskTreatment)) { (risk.treatment) }
                        td data-label=(lang.say(H::FieldWhose)) { (risk.owner) }
                        td data-label=(lang.say(H::FieldSince)) { (lang.day(&risk.raised.to_string())) }
                    }
                }
            }
        }
    }
}

pub(super) async fn ask(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address, number)): Path<(String, String, u32)>,
) -> Result<Response, Absent> {
    let kept = find(&office, &signed, &address).await?;
    let typed = filled(&kept, number).ok_or(Absent::Page(signed.lang))?;
    Ok(form(&signed, &kept, number, &typed, &[], &html! {}))
}

/// The form as it stands, of its version.
fn filled(kept: &Held<Branch>, number: u32) -> Option<Typed> {
    let risk = kept.file.risks.iter().find(|risk| risk.number == number)?;
    let [likelihood, impact] = [risk.likelihood, risk.impact].map(|n| n.to_string());
    let fields = [
        ("what", risk.what.as_str()),
        ("likelihood", &likelihood),
        ("impact", &impact),
        ("treatment", &risk.treatment),
        ("risk-owner", &risk.owner),
    ];
    Some(Typed::standing(&fields, kept.version))
}

fn form(
    signed: &SignedIn,
    kept: &Held<Branch>,
    number: u32,
    typed: &Typed,
    mistakes: &[Mistake],
    said: &Markup,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let scale: Vec<Choice> = (1..=5).map(|n: u64| (n.to_string(), lang.number(n))).collect();
    let site = &kept.file.site;
    let path = format!("/hq/branches/{}/risks/{number}/edit", part(&site.place));
    let title = lang.say(F::RiskAmend);
    let content = html! {
        h1 { (title) " · " (lang.pick(&site.name, &site.latin)) }
        (said)
        (fields.refused())
        form.card.asking method="post" action={ "/" (lang.code()) (path) } {
            div.fields {
                (fields.version())
                (fields.line("what", H::RiskWhat, None))
                (fields.choose("likelihood", H::RiskLikelihood, &scale))
                (fields.choose("impact", H::RiskImpact, &scale))
                (fields.line("treatment", H::RiskTreatment, None))
                (fields.line("risk-owner", H::RiskOwner, None))
                (fields.line("why", H::FieldReason, None))
            }
            button { (lang.say(H::Keep)) }
        }
    };
    let status = if mistakes.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, super::super::page(signed, Room::Branches, title, &path, &content)).into_response()
}

fn label(name: &str) -> H {
    match name {
        "what" => H::RiskWhat,
        "likelihood" => H::RiskLikelihood,
        "impact" => H::RiskImpact,
        "treatment" => H::RiskTreatment,
        _ => H::RiskOwner,
    }
}

pub(super) async fn amend(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address, number)): Path<(String, String, u32)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let kept = find(&office, &signed, &address).await?;
    let place = kept.file.site.place.clone();
    let read = typed::risk(|name| typed.get(name), office.today());
    let amended = match read {
        Ok(risk) => {
            let now = filled(&kept, number).ok_or(Absent::Page(signed.lang))?;
            // Whoever touched something else of the branch meanwhile is in nobody's way.
            let untouched = typed.remembers() && typed.overtaken(&now).next().is_none();
            let of = (number, if untouched { kept.version } else { typed.version() });
            office.amend_risk(&signed.permit()?, &place, of, risk, typed.get("why").trim()).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match amended {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/branches/{address}", signed.lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => Ok(form(&signed, &kept, number, &typed, &mistakes, &html! {})),
        Err(Error::Branch(_)) => Err(Absent::Page(signed.lang)),
        Err(Error::Changed) => {
            let kept = find(&office, &signed, &address).await?;
            let now = filled(&kept, number).ok_or(Absent::Page(signed.lang))?;
            let (lang, nobody) = (signed.lang, |_: &str| None);
            let label = |name: &str| lang.say(label(name)).to_owned();
            let said = overtaken(lang, typed.overtaken(&now), label, |_, value| lang.digits(value), nobody);
            let again = typed.beside(&now);
            Ok((StatusCode::CONFLICT, form(&signed, &kept, number, &again, &[], &said)).into_response())
        }
        Err(other) => Err(signed.failed(other)),
    }
}
