//! What a survey found lacking («کاستی»), and the steps until another has seen that it is there.

use super::super::super::form::{Typed, say};
use super::super::super::{SignedIn, words::Word as H};
use super::super::said;
use super::super::words::Word as F;
use super::{Sheet, at, done};
use crate::furniture::badge;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::response::Response;
use headquarters::branch::{Deficiency, State as Lack, Step, typed};
use headquarters::permit::Act;
use maud::{Markup, html};
use office::Office;

impl Sheet<'_> {
    pub(super) fn deficiencies(&self) -> Markup {
        let lang = self.lang();
        let open = self.branch.deficiencies.iter().filter(|lack| lack.state() != Lack::Verified).count();
        html! {
            section.card {
                h2 { (lang.say(H::Deficiencies)) }
                @if open == 0 { p { (lang.say(H::DeficiencyNone)) } }
                @for lack in &self.branch.deficiencies {
                    div.lack id={ "lack-" (lack.number) } {
                        h3 {
                            (lang.say(said::item(lack.item))) " · " (lang.say(said::state(lack.state())))
                            @if lack.decisive { " " (badge("red", lang.say(H::SurveyDecisive))) }
                        }
                        @if !lack.note.is_empty() { p { (lack.note) } }
                        @if let Some((owner, due)) = lack.assigned() { p { (lang.say(H::FieldWhose)) ": " strong { (owner) } " · " (lang.say(H::FieldDue)) " " (lang.day(&due.to_string())) } }
                        ol.steps-taken { @for taken in &lack.steps { li { (said::signed(lang, self.names, (taken.on, taken.at, taken.by))) (lang.say(step_word(&taken.step))) (step_note(&taken.step)) } } }
                        @if self.may(Act::SurveyBranch) { (self.next_steps(lack)) }
                    }
                }
            }
        }
    }

    /// The forms that this lack's state allows.
    fn next_steps(&self, lack: &Deficiency) -> Markup {
        let lang = self.lang();
        let to = format!("{}/deficiencies/{}", self.to, lack.number);
        // Names of fields are said once on a page; of several lacks, only the one that was refused is filled again.
        let mine = self.fields.typed.get("lack") == lack.number.to_string();
        // Words that were typed for one step say something else under another.
        let typed = self.fields.typed.get("step");
        let of_step = |step: &str| mine && (typed == step || (typed, step) == ("assign", "reassign"));
        let value = |step: &str, name: &str| if of_step(step) { self.fields.typed.get(name) } else { "" };
        let wrong = |step: &str, name: &str| {
            let found = self.fields.mistakes.iter().find(|m| of_step(step) && m.field == name);
            html! { @if let Some(found) = found { p.wrong { (say(lang, found.why)) } } }
        };
        let shown = match self.fields.typed.get("steps") {
            shown if mine && !shown.is_empty() && !self.fields.mistakes.is_empty() => shown.to_owned(),
            _ => lack.steps.len().to_string(),
        };
        let text = |step: &str, name: &str, label: &str, dir: Option<&str>| {
            html! {
                label { (label) input name=(name) value=(value(step, name)) dir=[dir] maxlength="200" autocomplete="off"; }
                (wrong(step, name))
            }
        };
        let form = |step: &str, title: &str, controls: Markup| {
            html! {
                form.step method="post" action=(to) {
                    input type="hidden" name="lack" value=(lack.number);
                    input type="hidden" name="steps" value=(shown);
                    input type="hidden" name="step" value=(step);
                    (controls)
                    button.quiet.small { (title) }
                }
            }
        };
        let own = lack.steps.last().is_some_and(|last| last.by == self.signed.officer.person);
        let note = |step: &str, label: H| text(step, "note", lang.say(label), None);
        let owner = |step: &str| html! { (text(step, "owner", lang.say(H::AssignTo), None)) (text(step, "due", lang.say(H::FieldDue), Some("ltr"))) };
        // A step that somebody else took meanwhile is not offered any more; what was written for it is not lost.
        let taken = matches!(
            (self.fields.typed.get("step"), lack.state()),
            ("report", Lack::Reported | Lack::Verified) | ("reject", Lack::Assigned | Lack::Verified)
        );
        html! {
            @if mine && taken && !self.fields.typed.get("note").is_empty() {
                p.card.spoken { (lang.say(F::YouWrote)) " " (self.fields.typed.get("note")) }
            }
            div.acts {
                @match lack.state() {
                    Lack::Found => (form("assign", lang.say(H::Assign), owner("assign"))),
                    Lack::Assigned => {
                        (form("report", lang.say(H::ReportDone), note("report", H::FieldNote)))
                        details.aside open[!value("reassign", "owner").is_empty()] {
                            summary { (lang.say(F::ReassignTitle)) }
                            (form("reassign", lang.say(F::Reassign), html! { (owner("reassign")) (text("reassign", "why", lang.say(F::ReassignWhy), None)) }))
                        }
                    }
                    Lack::Reported => {
                        // Whoever reported it would be refused.
                        @if own { p.hint { (lang.say(F::VerifyByOther)) } } @else { (form("verify", lang.say(H::VerifyDone), html! {})) }
                        (form("reject", lang.say(H::RejectDone), note("reject", H::FieldReason)))
                    }
                    Lack::Verified => {}
                }
            }
        }
    }
}

fn step_word(step: &Step) -> H {
    match step {
        Step::Find => H::StateFound,
        Step::Assign { .. } => H::StateAssigned,
        Step::Report { .. } => H::StateReported,
        Step::Verify => H::StateVerified,
        Step::Reject { .. } => H::RejectDone,
    }
}

fn step_note(step: &Step) -> Markup {
    let (note, why) = match step {
        Step::Assign { owner, why, .. } => (owner.as_str(), why.as_str()),
        Step::Report { note } | Step::Reject { why: note } => (note.as_str(), ""),
        Step::Find | Step::Verify => ("", ""),
    };
    html! { @if !note.is_empty() { ": " (note) } @if !why.is_empty() { " · " (why) } }
}

pub(in super::super) async fn handle(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address, number)): Path<(String, String, u32)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let place = at(&signed, &address)?;
    let due = typed.latin("due");
    let result = match typed::step(
        |name| if name == "due" { due.as_str() } else { typed.get(name) },
        office.today(),
    ) {
        Ok(step) => {
            let shown = typed.latin("steps").parse().unwrap_or(0);
            office.handle_deficiency(&signed.permit()?, &place, (number, shown), step).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, &address, &typed, result).await
}
