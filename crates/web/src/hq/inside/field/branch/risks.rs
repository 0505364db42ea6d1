//! What may befall a branch («خطر»), as its page shows it.

use super::super::super::form::{Choice, Typed};
use super::super::super::{SignedIn, words::Word as H};
use super::super::said;
use super::super::words::Word as F;
use super::{Sheet, at, done};
use crate::furniture::badge;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::response::Response;
use headquarters::branch::typed;
use headquarters::permit::Act;
use maud::{Markup, html};
use office::Office;

impl Sheet<'_> {
    pub(super) fn risks(&self) -> Markup {
        let lang = self.lang();
        let names = ["what", "likelihood", "impact", "treatment", "risk-owner"];
        let scale: Vec<Choice> = (1..=5).map(|n: u64| (n.to_string(), lang.number(n))).collect();
        let controls = html! {
            (self.fields.line("what", H::RiskWhat, None))
            (self.fields.choose("likelihood", H::RiskLikelihood, &scale))
            (self.fields.choose("impact", H::RiskImpact, &scale))
            (self.fields.line("treatment", H::RiskTreatment, None))
            (self.fields.line("risk-owner", H::RiskOwner, None))
        };
        html! {
            section.card {
                h2 { (lang.say(H::Risks)) }
                @if self.branch.risks.is_empty() { p { (lang.say(H::RiskNone)) } }
                ul.plain {
                    @for risk in &self.branch.risks {
                        @let (tone, word) = said::risk(risk.level());
                        li {
                            @if risk.is_open_on(self.today) { (badge(tone, lang.say(word))) } @else { (badge("later", lang.say(H::RiskOver))) }
                            " " strong { (risk.what) } " · " (lang.number(risk.weight())) " · " (risk.treatment) " · " (risk.owner)
                            @if risk.closed.is_none() && self.may(Act::SurveyBranch) {
                                form.step method="post" action={ (self.to) "/risks/" (risk.number) } { button.quiet.small { (lang.say(H::RiskClose)) } }
                                a.button.quiet.small href={ (self.to) "/risks/" (risk.number) "/edit" } { (lang.say(F::RiskAmend)) }
                            }
                        }
                    }
                }
                @if self.may(Act::SurveyBranch) { (self.folded(H::RiskRaise, &names, "/risks", &controls)) }
            }
        }
    }
}

pub(in super::super) async fn raise(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let place = at(&signed, &address)?;
    let result = match typed::risk(|name| typed.get(name), office.today()) {
        Ok(risk) => office.raise_risk(&signed.permit()?, &place, risk).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, &address, &typed, result).await
}

pub(in super::super) async fn close(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address, number)): Path<(String, String, u32)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let place = at(&signed, &address)?;
    let result = office.close_risk(&signed.permit()?, &place, number, typed.get("why").trim()).await;
    done(&office, &signed, &address, &typed, result).await
}
