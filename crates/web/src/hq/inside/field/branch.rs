//! One branch: what is not ready, what is known about it, and the forms by which more becomes known.

use super::super::form::{Choice, Fields, Typed, say};
use super::super::{Room, SignedIn, words::Word as H};
use super::branches::Field;
use super::forms::find;
use super::words::Word as F;
use super::{part, photographs, place_of, said, tokens};
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::branch::{
    Branch, Deficiency, DeficiencyRefused, Item, Mark, Refused, State as Lack, Step, typed,
};
use headquarters::form::Mistake;
use headquarters::network::{self, Bearer, Rank};
use headquarters::permit::Act;
use headquarters::readiness::Finding;
use maud::{Markup, html};
use office::{Error, Held, Noted, Office};

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
) -> Result<Response, Absent> {
    answer(&office, &signed, &address, &Typed::default(), &Refusal::None).await
}

/// Why a form on this page was not taken.
enum Refusal {
    None,
    Typed(Vec<Mistake>),
    Rule(H),
    Said(F),
}

async fn answer(
    office: &Office,
    signed: &SignedIn,
    address: &str,
    typed: &Typed,
    refusal: &Refusal,
) -> Result<Response, Absent> {
    let kept = find(office, signed, address).await?;
    let field = Field::read(office, signed).await?;
    let place = &kept.file.site.place;
    let ready = field.ready.as_ref().and_then(|all| {
        let at = all.branches.binary_search_by(|ready| ready.branch.site.place.cmp(place)).ok()?;
        all.branches.get(at)
    });
    let lang = signed.lang;
    let (status, mistakes): (StatusCode, &[Mistake]) = match refusal {
        Refusal::None => (StatusCode::OK, &[]),
        Refusal::Typed(mistakes) => (StatusCode::UNPROCESSABLE_ENTITY, mistakes),
        Refusal::Rule(_) | Refusal::Said(_) => (StatusCode::CONFLICT, &[]),
    };
    let fields = Fields { lang, typed, mistakes };
    let site = &kept.file.site;
    let name = lang.pick(&site.name, &site.latin);
    let to = format!("/{}/hq/branches/{address}", lang.code());
    let page = Sheet { signed, branch: &kept.file, fields, to: &to, today: office.today() };
    let content = html! {
        h1 { (name) " " @if let Some(ready) = ready { (said::lamp(lang, ready.colour)) } }
        p.hint { span.id dir="ltr" { (lang.digits(site.place.as_str())) } }
        (fields.refused())
        @if let Refusal::Rule(why) = refusal { (notice("bad", lang.say(*why), "")) }
        @if let Refusal::Said(why) = refusal { (notice("bad", lang.say(*why), "")) }
        @for mistake in mistakes.iter().filter(|mistake| mistake.field == "photograph") { (notice("bad", say(lang, mistake.why), "")) }
        @if let Some(ready) = ready { (findings(lang, &ready.findings)) }
        div.halves { (page.register(&kept, ready.map(|ready| ready.stock.ready))) (page.survey()) }
        (page.deficiencies())
        (page.risks())
        (page.network())
    };
    let path = format!("/hq/branches/{address}");
    Ok((status, super::super::page(signed, Room::Branches, name, &path, &content)).into_response())
}

fn findings(lang: Lang, findings: &[Finding]) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(H::WhatNext)) }
            @if findings.is_empty() { (notice("good", lang.say(H::NothingToDo), "")) } @else {
                ul.plain {
                    @for one in findings {
                        li {
                            (said::lamp(lang, one.colour)) " " (said::topic(lang, one.topic)) " · " strong { (said::whose(lang, &one.whose)) }
                            " · " (lang.say(H::FieldSince)) " " (lang.day(&one.since.to_string())) " · " (lang.say(H::FieldDue)) " " (lang.day(&one.due.to_string()))
                        }
                    }
                }
            }
        }
    }
}

struct Sheet<'a> {
    signed: &'a SignedIn,
    branch: &'a Branch,
    fields: Fields<'a>,
    to: &'a str,
    today: calendar::Day,
}

impl Sheet<'_> {
    fn lang(&self) -> Lang {
        self.signed.lang
    }

    fn may(&self, act: Act) -> bool {
        self.signed.officer.reaches(act, &self.branch.site.place)
    }

    fn choices(&self, all: impl IntoIterator<Item = (&'static str, H)>) -> Vec<Choice> {
        all.into_iter().map(|(code, word)| (code.to_owned(), self.lang().say(word).to_owned())).collect()
    }

    /// A form that is folded until it is wanted, or was refused.
    fn folded(&self, title: H, names: &[&str], to: &str, controls: &Markup) -> Markup {
        let refused = self.fields.mistakes.iter().any(|mistake| names.contains(&mistake.field));
        html! {
            details.aside open[refused] {
                summary { (self.lang().say(title)) }
                form.asking method="post" action={ (self.to) (to) } {
                    div.fields { (controls) }
                    button { (self.lang().say(title)) }
                }
            }
        }
    }

    fn register(&self, kept: &Held<Branch>, ready: Option<u16>) -> Markup {
        let (lang, site) = (self.lang(), &kept.file.site);
        let devices =
            ready.map(|ready| lang.fill(H::DevicesHere, &[&lang.number(ready), &lang.number(site.devices)]));
        html! {
            section.card {
                h2 { (lang.say(said::kind(site.kind))) " · " (lang.say(said::standing(site.standing))) " · " (lang.say(said::setting(site.setting))) }
                dl.readings {
                    @if !site.education.is_empty() { dt { (lang.say(H::BranchEducation)) } dd { (site.education) } }
                    @if let Some(voters) = site.voters { dt { (lang.say(F::Voters)) } dd { (lang.number(voters)) } }
                    @if let Some(rooms) = site.rooms { dt { (lang.say(F::Rooms)) } dd { (lang.number(rooms)) } }
                    dt { (lang.say(H::BranchAt)) } dd dir="ltr" { (lang.digits(&site.at.to_string())) }
                    dt { (lang.say(H::BranchOwner)) }
                    dd {
                        @match &site.agreement {
                            Some(agreement) => { (agreement.owner) " · " (lang.day(&agreement.on.to_string())) }
                            None => { (badge("red", lang.say(H::BranchNotAgreed))) }
                        }
                    }
                    dt { (lang.say(H::Devices)) }
                    dd { a href={ "/" (lang.code()) "/hq/devices?place=" (part(&site.place)) } { (devices.unwrap_or_else(|| lang.number(site.devices))) } }
                }
                p.ways { a href={ "/" (lang.code()) "/hq/branches/what-if?of=" (part(&site.place)) } { (lang.say(F::WhatIf)) } }
                @if self.may(Act::RegisterBranch) { p { a.button.quiet.small href={ (self.to) "/register" } { (lang.say(H::BranchCorrect)) } } }
            }
        }
    }

    fn survey(&self) -> Markup {
        let lang = self.lang();
        let marks: Vec<Choice> = {
            let none = [(String::new(), "…".to_owned())].into_iter();
            none.chain(self.choices(Mark::ALL.iter().map(|m| (m.code(), said::mark(*m))))).collect()
        };
        let names: Vec<&str> = Item::ALL.iter().map(|item| typed::names(*item).0).collect();
        let controls = html! {
            @for item in Item::ALL {
                @let (mark, note) = typed::names(*item);
                (self.fields.choose(mark, said::item(*item), &marks))
                (self.fields.line(note, H::FieldNote, None))
            }
        };
        html! {
            section.card {
                h2 { (lang.say(H::Survey)) }
                @match self.branch.surveys.last() {
                    None => p { (lang.say(H::SurveyNone)) },
                    Some(survey) => {
                        @let (tone, word) = said::fitness(survey.fitness());
                        p { (badge(tone, lang.say(word))) " " (lang.fill(H::SurveyScore, &[&lang.number(survey.score())])) " · " (lang.day(&survey.on.to_string())) }
                        ul.plain {
                            @for (item, answer) in &survey.answers {
                                li {
                                    (lang.say(said::item(*item))) ": " (lang.say(said::mark(answer.mark)))
                                    @if item.is_decisive() && answer.mark == Mark::Missing { " " (badge("red", lang.say(H::SurveyDecisive))) }
                                    @if !answer.note.is_empty() { " · " (answer.note) }
                                }
                            }
                        }
                    }
                }
                (photographs::section(lang, self.to, self.branch.surveys.last(), self.may(Act::SurveyBranch)))
                @if self.may(Act::SurveyBranch) { (self.folded(H::SurveyNew, &names, "/survey", &controls)) }
            }
        }
    }

    fn deficiencies(&self) -> Markup {
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
                        ol.steps-taken { @for taken in &lack.steps { li { (lang.day(&taken.on.to_string())) " · " (lang.say(step_word(&taken.step))) (step_note(&taken.step)) } } }
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
        let value = |name: &str| if mine { self.fields.typed.get(name) } else { "" };
        let wrong = |name: &str| {
            let found = self.fields.mistakes.iter().find(|m| mine && m.field == name);
            html! { @if let Some(found) = found { p.wrong { (say(lang, found.why)) } } }
        };
        let text = |name: &str, label: H, dir: Option<&str>| {
            html! {
                label { (lang.say(label)) input name=(name) value=(value(name)) dir=[dir] maxlength="200" autocomplete="off"; }
                (wrong(name))
            }
        };
        let form = |step: &str, title: H, controls: Markup| {
            html! {
                form.step method="post" action=(to) {
                    input type="hidden" name="lack" value=(lack.number);
                    input type="hidden" name="step" value=(step);
                    (controls)
                    button.quiet.small { (lang.say(title)) }
                }
            }
        };
        html! {
            div.acts {
                @match lack.state() {
                    Lack::Found => (form("assign", H::Assign, html! { (text("owner", H::AssignTo, None)) (text("due", H::FieldDue, Some("ltr"))) })),
                    Lack::Assigned => (form("report", H::ReportDone, text("note", H::FieldNote, None))),
                    Lack::Reported => {
                        (form("verify", H::VerifyDone, html! {}))
                        (form("reject", H::RejectDone, text("note", H::FieldReason, None)))
                    }
                    Lack::Verified => {}
                }
            }
        }
    }

    fn risks(&self) -> Markup {
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

    fn network(&self) -> Markup {
        let (lang, network) = (self.lang(), &self.branch.network);
        let (tone, word) = said::coverage(network.coverage_on(self.today));
        html! {
            section.card {
                h2 { (lang.say(H::Network)) " " (badge(tone, lang.say(word))) }
                ul.plain {
                    @for rank in Rank::ALL {
                        li {
                            strong { (lang.say(said::rank(*rank))) } ": "
                            @match network.line_on(*rank, self.today) {
                                None => (lang.say(H::LineNone)),
                                Some(line) => {
                                    (lang.say(said::bearer(line.bearer))) " · " (line.operator)
                                    @if !line.tower.is_empty() { " · " (lang.say(H::LineTower)) " " (line.tower) }
                                    @if !line.route.is_empty() { " · " (lang.say(H::LineRoute)) " " (line.route) }
                                }
                            }
                            @if let Some(signal) = network.signals.iter().rev().find(|s| s.rank == *rank) {
                                " · " (lang.day(&signal.on.to_string())) ": " (lang.fill(F::SignalSaid, &[&lang.number(signal.latency_ms), &lang.number(u64::from(signal.lost)), &lang.number(signal.upward_kbps)]))
                                @if let Some(down) = signal.downward_kbps { " · " (lang.fill(F::SignalDown, &[&lang.number(down)])) }
                                @if signal.by.is_none() { " " (badge("later", lang.say(F::SignalByMachine))) }
                            }
                        }
                    }
                    @for fate in network.fates_on(self.today) { li { (badge("red", lang.say(H::SharedFate))) " " (lang.say(said::fate(fate))) } }
                    @if let Some(rehearsal) = network.rehearsals.last() {
                        li {
                            strong { (lang.say(H::Rehearsal)) } ": "
                            (lang.say(if rehearsal.passed { H::RehearsalPassed } else { H::RehearsalFailed })) " · " (lang.day(&rehearsal.on.to_string())) " " (rehearsal.note)
                        }
                    }
                }
                @if !network.commitments.is_empty() {
                    h3 { (lang.say(H::Promises)) }
                    ul.plain {
                        @for promise in &network.commitments {
                            li {
                                strong { (promise.operator) } ": " (promise.what) " · " (lang.say(H::FieldDue)) " " (lang.day(&promise.due.to_string()))
                                @match promise.kept {
                                    Some(kept) => { " · " (badge("green", lang.say(H::PromiseKept))) " " (lang.day(&kept.to_string())) }
                                    None => {
                                        @if self.may(Act::RecordNetwork) {
                                        form.step method="post" action={ (self.to) "/network" } {
                                            input type="hidden" name="noted" value="kept";
                                            input type="hidden" name="number" value=(promise.number);
                                            button.quiet.small { (lang.say(H::PromiseKept)) }
                                        }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                @if self.may(Act::RecordNetwork) {
                    (self.network_forms())
                    (tokens::form(lang, self.to, network.leave.as_ref()))
                }
            }
        }
    }

    fn network_forms(&self) -> Markup {
        let ranks = self.choices(Rank::ALL.iter().map(|r| (r.code(), said::rank(*r))));
        let bearers = self.choices(Bearer::ALL.iter().map(|b| (b.code(), said::bearer(*b))));
        let results = self.choices([("passed", H::RehearsalPassed), ("failed", H::RehearsalFailed)]);
        let noted = |what: &str| html! { input type="hidden" name="noted" value=(what); };
        let fields = &self.fields;
        let line = html! {
            (noted("line"))
            (fields.choose("rank", H::LineRank, &ranks))
            (fields.choose("bearer", H::LineBearer, &bearers))
            (fields.line("operator", H::LineOperator, None))
            (fields.line("tower", H::LineTower, None))
            (fields.line("route", H::LineRoute, None))
        };
        let signal = html! {
            (noted("signal"))
            (fields.choose("measured", H::LineRank, &ranks))
            (fields.plain("latency", H::SignalLatency, None))
            (fields.plain("lost", H::SignalLost, None))
            (fields.plain("upward", H::SignalUp, None))
        };
        let promise = html! {
            (noted("promise"))
            (fields.line("promised-by", H::LineOperator, None))
            (fields.line("promised", H::PromiseWhat, None))
            (fields.day("promised-for", H::FieldDue))
        };
        let rehearsal = html! {
            (noted("rehearsal"))
            (fields.choose("rehearsed", H::Rehearsal, &results))
            (fields.line("rehearsal-note", H::FieldNote, None))
        };
        html! {
            (self.folded(H::LineKeep, &["rank", "bearer", "operator"], "/network", &line))
            (self.folded(H::SignalKeep, &["measured", "latency", "lost", "upward"], "/network", &signal))
            (self.folded(H::PromiseKeep, &["promised-by", "promised", "promised-for"], "/network", &promise))
            (self.folded(H::RehearsalKeep, &["rehearsed"], "/network", &rehearsal))
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
    let note = match step {
        Step::Assign { owner: note, .. } | Step::Report { note } | Step::Reject { why: note } => {
            note.as_str()
        }
        Step::Find | Step::Verify => "",
    };
    html! { @if !note.is_empty() { ": " (note) } }
}

/// What to answer when a form on this page was sent.
pub(super) async fn done(
    office: &Office,
    signed: &SignedIn,
    address: &str,
    typed: &Typed,
    result: Result<(), Error>,
) -> Result<Response, Absent> {
    let refusal = match result {
        Ok(()) => {
            return Ok(
                Redirect::to(&format!("/{}/hq/branches/{address}", signed.lang.code())).into_response()
            );
        }
        Err(Error::Typed(mistakes)) => Refusal::Typed(mistakes),
        Err(Error::Branch(Refused::Deficiency(DeficiencyRefused::SamePerson(_)))) => {
            Refusal::Rule(H::NotOwnWork)
        }
        Err(Error::Branch(Refused::TooManyPhotographs)) => Refusal::Said(F::PhotographsFull),
        Err(Error::Branch(_)) => Refusal::Rule(H::NotNowStep),
        Err(Error::Changed) => Refusal::Rule(H::FieldChanged),
        Err(other) => return Err(signed.failed(other)),
    };
    answer(office, signed, address, typed, &refusal).await
}

/// The place that an address names, for an act on it.
fn at(signed: &SignedIn, address: &str) -> Result<headquarters::place::Place, Absent> {
    place_of(address).ok_or(Absent::Page(signed.lang))
}

pub(super) async fn survey(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let place = at(&signed, &address)?;
    let result = match typed::survey(|name| typed.get(name)) {
        Ok(answers) => office.survey_branch(&signed.permit()?, &place, answers).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, &address, &typed, result).await
}

pub(super) async fn handle(
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
        Ok(step) => office.handle_deficiency(&signed.permit()?, &place, number, step).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, &address, &typed, result).await
}

pub(super) async fn raise(
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

pub(super) async fn close(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address, number)): Path<(String, String, u32)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let place = at(&signed, &address)?;
    let result = office.close_risk(&signed.permit()?, &place, number, typed.get("why").trim()).await;
    done(&office, &signed, &address, &typed, result).await
}

pub(super) async fn note(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let place = at(&signed, &address)?;
    let (today, by) = (office.today(), signed.officer.person);
    let numbers = ["latency", "lost", "upward", "promised-for"].map(|name| (name, typed.latin(name)));
    let field = |name: &str| {
        numbers
            .iter()
            .find(|(field, _)| *field == name)
            .map_or_else(|| typed.get(name), |(_, value)| value.as_str())
    };
    let noted = match typed.get("noted") {
        "line" => network::typed::line(field, today).map(Noted::Line),
        "promise" => network::typed::promise(field, today).map(Noted::Promise),
        "signal" => network::typed::signal(field, today, by).map(Noted::Signal),
        "rehearsal" => network::typed::rehearsal(field, today).map(Noted::Rehearsal),
        "kept" => match typed.get("number").parse() {
            Ok(number) => Ok(Noted::Kept(number)),
            Err(_) => return Err(Absent::Page(signed.lang)),
        },
        _ => return Err(Absent::Page(signed.lang)),
    };
    let result = match noted {
        Ok(noted) => office.note_network(&signed.permit()?, &place, noted).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, &address, &typed, result).await
}
