//! The list of branches, by what somebody looks for.

use super::super::export::{KINDS, links};
use super::super::{Room, SignedIn, nothing_yet, words::Word as H};
use super::words::Word as F;
use super::{listed, part, place_of, said};
use crate::furniture::{Shown, badge};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use headquarters::branch::{Branch, Kind, Setting};
use headquarters::permit::{Act, Actor, Permit, act, permit};
use headquarters::readiness::{Colour, Finding, Topic};
use maud::{Markup, html};
use office::{Office, Readiness, Register};
use serde::Deserialize;
use std::sync::Arc;

/// What is looked for; what is not understood is not looked for.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    page: String,
    place: String,
    kind: String,
    setting: String,
    colour: String,
    topic: String,
}

/// A branch with what is known of its readiness.
pub(super) struct Line<'a> {
    pub(super) branch: &'a Branch,
    pub(super) colour: Option<Colour>,
    pub(super) findings: &'a [Finding],
}

/// The register, and its readiness where a polling day is fixed.
pub(super) struct Field {
    pub(super) register: Register,
    pub(super) ready: Option<Arc<Readiness>>,
}

impl Field {
    pub(super) async fn read(office: &Office, signed: &SignedIn) -> Result<Self, Absent> {
        let register = office.branch_register(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
        // Whoever reads branches reads readiness; the policy may change that, and then the colours are left out.
        let may: Result<Permit<act::ReadReadiness>, _> = permit(Actor::Officer(signed.officer.clone()));
        let ready = match may {
            Ok(may) => office.readiness(&may).await.map_err(|e| signed.failed(e))?,
            Err(_) => None,
        };
        Ok(Self { register, ready })
    }

    /// The branches that a permit reaches and that answer the question, in the order of their places.
    pub(super) fn lines<'a>(&'a self, permit: &Permit<act::ReadBranches>, asked: &Asked) -> Vec<Line<'a>> {
        let within = place_of(&asked.place);
        let (kind, setting) = (asked.kind.parse::<Kind>().ok(), asked.setting.parse::<Setting>().ok());
        let (colour, topic) = (asked.colour.parse::<Colour>().ok(), asked.topic.parse::<Topic>().ok());
        let shown = Shown { words: &asked.q, page: 1, rows: 1 };
        let reach = permit.reach();
        let all: Vec<Line<'a>> = match &self.ready {
            Some(ready) => {
                let each = ready.branches.iter();
                each.map(|r| Line { branch: &r.branch, colour: Some(r.colour), findings: &r.findings })
                    .collect()
            }
            None => {
                let each = self.register.branches();
                each.map(|kept| Line { branch: &kept.file, colour: None, findings: &[] }).collect()
            }
        };
        all.into_iter()
            .filter(|line| {
                let site = &line.branch.site;
                reach.iter().any(|scope| scope.contains(&site.place))
                    && within.as_ref().is_none_or(|place| place.contains(&site.place))
                    && kind.is_none_or(|kind| site.kind == kind)
                    && setting.is_none_or(|setting| site.setting == setting)
                    && colour.is_none_or(|colour| line.colour == Some(colour))
                    && topic.is_none_or(|topic| line.findings.iter().any(|f| f.topic == topic))
                    && (asked.q.is_empty()
                        || shown.matches(&[&site.name, &site.latin, site.place.as_str(), &site.education]))
            })
            .collect()
    }
}

impl Asked {
    fn query(&self, page: usize) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("place", self.place.as_str()),
            ("kind", self.kind.as_str()),
            ("setting", self.setting.as_str()),
            ("colour", self.colour.as_str()),
            ("topic", self.topic.as_str()),
        ];
        listed::query(&pairs, page)
    }
}

/// Rows on one page.
const ROWS: usize = 100;

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let permit = signed.permit()?;
    let field = Field::read(&office, &signed).await?;
    let lines = field.lines(&permit, &asked);
    let found = lines.len();
    let number = latin_digits(&asked.page).trim().parse().unwrap_or(1);
    let shown = Shown { words: "", page: number, rows: ROWS };
    let (rows, pages) = shown.cut(lines);
    let here = number.clamp(1, pages);
    let title = lang.say(H::FieldBranches);
    let empty = field.register.branches().next().is_none();
    let content = html! {
        h1 { (title) }
        p.acts {
            @if signed.officer.may(Act::RegisterBranch) { a.button href={ "/" (lang.code()) "/hq/branches/register" } { (lang.say(H::BranchRegister)) } }
            @if signed.officer.may(Act::RegisterBranch) { a.button.quiet href={ "/" (lang.code()) "/hq/branches/import" } { (lang.say(H::BranchImport)) } }
        }
        p.ways {
            a href={ "/" (lang.code()) "/hq/branches/risks" } { (lang.say(F::RiskList)) }
            a href={ "/" (lang.code()) "/hq/branches/what-if" } { (lang.say(F::WhatIf)) }
        }
        @if empty {
            (nothing_yet(&signed, Act::RegisterBranch, (lang.say(H::BranchesNone), lang.say(H::BranchesNoneHint))))
            @if !signed.officer.may(Act::RegisterBranch) { (super::super::powers::whose(lang, Act::RegisterBranch)) }
        } @else {
            (filters(lang, &asked, &permit, &field.register))
            p.hint { (lang.fill(H::FilterFound, &[&lang.number(found as u64)])) }
            @if rows.is_empty() { (shown.nothing(lang)) } @else {
                (table(lang, &rows))
                (listed::pager(lang, title, (here, pages), |page| asked.query(page)))
            }
            p.ways {
                (links(lang, "/hq/branches", &KINDS, &asked.query(1)))
            }
        }
    };
    Ok(super::super::page(
        &signed,
        Room::Branches,
        title,
        &format!("/hq/branches{}", asked.query(here)),
        &content,
    ))
}

fn filters(lang: Lang, asked: &Asked, permit: &Permit<act::ReadBranches>, register: &Register) -> Markup {
    let any = lang.say(H::FilterAny);
    let choice = |name: &str, label: H, chosen: &str, all: Vec<(&str, String)>| {
        html! {
            div.field {
                label for=(name) { (lang.say(label)) }
                select id=(name) name=(name) {
                    option value="" { (any) }
                    @for (code, said) in all { option value=(code) selected[code == chosen] { (said) } }
                }
            }
        }
    };
    let said = |word: H| lang.say(word).to_owned();
    let places = register.regions().filter(|region| permit.reaches(&region.file.place));
    let places: Vec<(String, String)> =
        places.map(|r| (part(&r.file.place), lang.pick(&r.file.name, &r.file.latin).to_owned())).collect();
    let places = places.iter().map(|(code, said)| (code.as_str(), said.clone())).collect();
    html! {
        form.card.asking method="get" {
            div.fields {
                div.field { label for="q" { (lang.say(W::SearchBranch)) } input #q name="q" type="search" value=(asked.q) maxlength="80" autocomplete="off"; }
                (choice("place", H::AreaName, &asked.place, places))
                (choice("colour", H::FilterColour, &asked.colour, Colour::ALL.iter().map(|c| (c.code(), said(said::colour(*c)))).collect()))
                (choice("topic", H::FieldTopic, &asked.topic, Topic::ALL.iter().map(|t| (t.code(), said::topic(lang, *t).to_owned())).collect()))
                (choice("kind", H::BranchKind, &asked.kind, Kind::ALL.iter().map(|k| (k.code(), said(said::kind(*k)))).collect()))
                (choice("setting", H::BranchSetting, &asked.setting, Setting::ALL.iter().map(|s| (s.code(), said(said::setting(*s)))).collect()))
            }
            button { (lang.say(H::FilterShow)) }
        }
    }
}

fn table(lang: Lang, rows: &[Line<'_>]) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(H::FieldBranch)) } th scope="col" { (lang.say(H::AreaState)) }
                th scope="col" { (lang.say(H::BranchKind)) } th scope="col" { (lang.say(H::Survey)) }
                th scope="col" { (lang.say(H::WhatNext)) } th scope="col" { (lang.say(H::FieldWhose)) } th scope="col" { (lang.say(H::FieldSince)) }
            } }
            tbody { @for line in rows { (row(lang, line)) } }
        }
    }
}

fn row(lang: Lang, line: &Line<'_>) -> Markup {
    let site = &line.branch.site;
    let first = line.findings.first();
    html! {
        tr {
            th scope="row" {
                a href={ "/" (lang.code()) "/hq/branches/" (part(&site.place)) } { (lang.pick(&site.name, &site.latin)) }
                " " (said::code(site.place.as_str()))
            }
            td data-label=(lang.say(H::AreaState)) { @if let Some(colour) = line.colour { (said::lamp(lang, colour)) } }
            td data-label=(lang.say(H::BranchKind)) { (lang.say(said::kind(site.kind))) " · " (lang.say(said::setting(site.setting))) }
            td data-label=(lang.say(H::Survey)) {
                @match line.branch.surveys.last() {
                    Some(survey) => { @let (tone, word) = said::fitness(survey.fitness()); (badge(tone, lang.say(word))) " " (lang.number(survey.score())) }
                    None => (lang.say(H::SurveyNone)),
                }
            }
            td data-label=(lang.say(H::WhatNext)) { @if let Some(first) = first { (said::finding(lang, first)) } }
            td data-label=(lang.say(H::FieldWhose)) { @if let Some(first) = first { (said::whose(lang, &first.whose)) } }
            td data-label=(lang.say(H::FieldSince)) { @if let Some(first) = first { (lang.day(&first.since.to_string())) } }
        }
    }
}
