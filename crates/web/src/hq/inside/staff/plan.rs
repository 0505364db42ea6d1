//! How many of each post the headquarters plans for.

use super::super::form::{Fields, Typed};
use super::super::{Room, SignedIn, words::Word as H};
use super::words::Word;
use crate::furniture::notice;
use crate::pages::Absent;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::form::Mistake;
use headquarters::permit::{Permit, act};
use headquarters::staff::{Plan, typed};
use maud::{Markup, html};
use office::{Error, Office};

fn label(name: &str) -> Word {
    match name {
        "board-members" => Word::PlanBoard,
        "operators-per-device" => Word::PlanOperators,
        "governor-representatives" => Word::PlanGovernor,
        "supervisor-representatives" => Word::PlanSupervisor,
        "police" => Word::PlanPolice,
        "branches-per-technician" => Word::PlanTechnician,
        "branches-per-inspector" => Word::PlanInspector,
        _ => Word::PlanReserve,
    }
}

async fn stands(office: &Office, signed: &SignedIn) -> Result<(i64, Plan), Absent> {
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    office.staff_plan(&permit).await.map_err(|e| signed.failed(e))
}

pub(super) async fn ask(State(office): State<Office>, signed: SignedIn) -> Result<Response, Absent> {
    let (version, plan) = stands(&office, &signed).await?;
    let fields = typed::write_plan(&plan);
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(form(&signed, &Typed::of(&pairs).with_version(version), &[], &html! {}, StatusCode::OK))
}

pub(super) async fn fix(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let lang = signed.lang;
    let values = typed::PLAN.map(|name| (name, typed.latin(name)));
    let read = typed::plan(|name| values.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v.as_str()));
    let fixed = match read {
        Ok(plan) => {
            let why = typed.get("why").trim();
            office.fix_staff_plan(&signed.permit()?, typed.version(), &plan, why).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    match fixed {
        Ok(()) => Ok(Redirect::to(&format!("/{}/hq/staff/gaps", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(form(&signed, &typed, &mistakes, &html! {}, status))
        }
        Err(Error::Changed) => {
            let (version, now) = stands(&office, &signed).await?;
            let above = html! {
                (notice("now", lang.say(H::ChangedMeanwhile), lang.say(H::ChangedMeanwhileHint)))
                dl.readings { @for (name, value) in typed::write_plan(&now) { dt { (lang.say(label(name))) } dd { (lang.digits(&value)) } } }
            };
            Ok(form(&signed, &typed.with_version(version), &[], &above, StatusCode::CONFLICT))
        }
        Err(other) => Err(signed.failed(other)),
    }
}

fn form(
    signed: &SignedIn,
    typed: &Typed,
    mistakes: &[Mistake],
    above: &Markup,
    status: StatusCode,
) -> Response {
    let lang = signed.lang;
    let fields = Fields { lang, typed, mistakes };
    let content = html! {
        h1 { (lang.say(Word::Plan)) }
        p { (lang.say(Word::PlanLead)) }
        (fields.refused())
        (above)
        form.card.asking method="post" {
            div.fields {
                (fields.version())
                @for name in typed::PLAN { (fields.entry(name, lang.say(label(name)), None, Some("ltr"))) }
                (fields.line("why", H::FieldReason, None))
            }
            button { (lang.say(H::Keep)) }
        }
    };
    (status, super::super::page(signed, Room::Staff, lang.say(Word::Plan), "/hq/staff/plan", &content))
        .into_response()
}
