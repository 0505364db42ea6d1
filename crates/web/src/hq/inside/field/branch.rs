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
    Branch, CONDITIONAL, Deficiency, DeficiencyRefused, FIT, Item, Mark, Refused, State as Lack, Step,
    Survey, typed,
};
use headquarters::form::Mistake;
use headquarters::network::{self, Bearer, Commitment, Rank};
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::readiness::Finding;
use maud::{Markup, html};
use office::{Error, Held, Names, Noted, Office};

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
    /// Somebody else saved a survey first.
    Surveyed,
    /// Somebody else took this deficiency further first.
    Handled(u32),
}

impl Refusal {
    /// What stands above the page.
    fn said(&self, lang: Lang, branch: &Branch, names: &Names) -> Markup {
        match self {
            Refusal::None | Refusal::Typed(_) => html! {},
            Refusal::Rule(why) => notice("bad", lang.say(*why), ""),
            Refusal::Said(why) => notice("bad", lang.say(*why), ""),
            Refusal::Surveyed => {
                let last = branch.surveys.last();
                let by = last.map_or_else(String::new, |survey| said::name(lang, names, survey.by));
                let on = last.map_or_else(String::new, |survey| lang.day(&survey.on.to_string()));
                notice("now", lang.say(F::SurveyChanged), &lang.fill(F::SurveyChangedHint, &[&by, &on]))
            }
            Refusal::Handled(number) => {
                let lack = branch.deficiencies.iter().find(|lack| lack.number == *number);
                let last = lack.and_then(|lack| lack.steps.last());
                let by = last.map_or_else(String::new, |taken| said::name(lang, names, taken.by));
                notice("now", lang.say(F::LackChanged), &lang.fill(F::LackChangedHint, &[&by]))
            }
        }
    }
}

/// Everybody who signed something that the page shows.
fn signatories(branch: &Branch) -> impl Iterator<Item = PersonId> {
    let surveys = branch.surveys.iter().map(|survey| survey.by);
    let steps = branch.deficiencies.iter().flat_map(|lack| lack.steps.iter().map(|taken| taken.by));
    let network = &branch.network;
    let kept = network.commitments.iter().filter_map(|promise| promise.kept_by);
    surveys.chain(steps).chain(kept).chain(network.receptions.iter().map(|one| one.by))
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
        _ => (StatusCode::CONFLICT, &[]),
    };
    let may: Permit<act::ReadBranches> = signed.permit()?;
    let names = office.signatures(&may, signatories(&kept.file)).await.map_err(|e| signed.failed(e))?;
    let fields = Fields { lang, typed, mistakes };
    let site = &kept.file.site;
    let name = lang.pick(&site.name, &site.latin);
    let to = format!("/{}/hq/branches/{address}", lang.code());
    let page = Sheet { signed, branch: &kept.file, names: &names, fields, to: &to, today: office.today() };
    let content = html! {
        h1 { (name) " " @if let Some(ready) = ready { (said::lamp(lang, ready.colour)) } }
        p.hint { (said::code(site.place.as_str())) }
        (fields.refused())
        (refusal.said(lang, &kept.file, &names))
        @for mistake in mistakes.iter().filter(|mistake| mistake.field == "photograph") { (notice("bad", &say(lang, mistake.why), "")) }
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
                            (said::lamp(lang, one.colour)) " " (said::finding(lang, one)) " · " strong { (said::whose(lang, &one.whose)) }
                            " · " (lang.say(H::FieldSince)) " " (lang.day(&one.since.to_string()))
                            @if one.topic.at_once().is_none() { " · " (lang.say(H::FieldDue)) " " (lang.day(&one.due.to_string())) }
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
    names: &'a Names,
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
        self.opening(self.lang().say(title), names, to, controls)
    }

    fn opening(&self, title: &str, names: &[&str], to: &str, controls: &Markup) -> Markup {
        // Refused for its fields or by a rule: either way it comes back with what was typed.
        let typed = |name: &&&str| !self.fields.typed.get(name).trim().is_empty();
        let refused = self.fields.mistakes.iter().any(|mistake| names.contains(&mistake.field))
            || names.iter().any(|name| typed(&name));
        html! {
            details.aside open[refused] {
                summary { (title) }
                form.asking method="post" action={ (self.to) (to) } {
                    div.fields { (controls) }
                    button { (title) }
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
                    dt { (lang.say(H::BranchAt)) } dd { (said::coordinates(lang, site.at)) }
                    dt { (lang.say(H::BranchOwner)) }
                    dd {
                        @match &site.agreement {
                            Some(agreement) => {
                                (agreement.owner) " · "
                                @match agreement.on {
                                    Some(on) => (lang.day(&on.to_string())),
                                    None => (badge("amber", lang.say(F::OwnerAsked))),
                                }
                            }
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
        let weighs = |item: Item| {
            let word = if item.is_decisive() { F::ItemDecides } else { F::ItemWeighs };
            lang.fill(word, &[lang.say(said::item(item)), &lang.number(item.weight())])
        };
        // A form that was refused says how many surveys its reader was shown; one that another was faster than, how many
        // there are now.
        let shown = match self.fields.typed.get("surveys") {
            shown if !shown.is_empty() && !self.fields.mistakes.is_empty() => shown.to_owned(),
            _ => self.branch.surveys.len().to_string(),
        };
        let controls = html! {
            input type="hidden" name="surveys" value=(shown);
            p.hint.whole { (lang.fill(F::SurveyWeights, &[&lang.number(FIT), &lang.number(CONDITIONAL)])) }
            @for item in Item::ALL {
                @let (mark, note) = typed::names(*item);
                (self.fields.pick(mark, &weighs(*item), &marks))
                (self.fields.line(note, H::FieldNote, None))
            }
        };
        let mut newest = self.branch.surveys.iter().rev();
        let (last, may) = (newest.next(), self.may(Act::SurveyBranch));
        html! {
            section.card {
                h2 { (lang.say(H::Survey)) }
                @match last {
                    None => p { (lang.say(H::SurveyNone)) },
                    Some(survey) => { (self.one_survey(survey)) (self.answers(survey)) }
                }
                @if may && last.is_some() { (photographs::form(lang, self.to)) }
                @if may { (self.folded(H::SurveyNew, &names, "/survey", &controls)) }
                @if self.branch.surveys.len() > 1 {
                    h3 { (lang.say(F::SurveysEarlier)) }
                    ul.plain {
                        @for survey in newest {
                            li {
                                (self.one_survey(survey))
                                details.aside { summary { (lang.say(H::SurveyForm)) } (self.answers(survey)) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// When, who, what it came to, and its photographs.
    fn one_survey(&self, survey: &Survey) -> Markup {
        let (lang, (tone, word)) = (self.lang(), said::fitness(survey.fitness()));
        html! {
            p {
                (said::signed(lang, self.names, (survey.on, survey.at, survey.by)))
                (badge(tone, lang.say(word))) " " (lang.fill(H::SurveyScore, &[&lang.number(survey.score())]))
            }
            (photographs::of(lang, self.to, survey))
        }
    }

    fn answers(&self, survey: &Survey) -> Markup {
        let lang = self.lang();
        html! {
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
        let value = |name: &str| if mine { self.fields.typed.get(name) } else { "" };
        let wrong = |name: &str| {
            let found = self.fields.mistakes.iter().find(|m| mine && m.field == name);
            html! { @if let Some(found) = found { p.wrong { (say(lang, found.why)) } } }
        };
        let shown = match self.fields.typed.get("steps") {
            shown if mine && !shown.is_empty() && !self.fields.mistakes.is_empty() => shown.to_owned(),
            _ => lack.steps.len().to_string(),
        };
        let text = |name: &str, label: &str, dir: Option<&str>| {
            html! {
                label { (label) input name=(name) value=(value(name)) dir=[dir] maxlength="200" autocomplete="off"; }
                (wrong(name))
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
        let [note, reason] = [H::FieldNote, H::FieldReason].map(|label| text("note", lang.say(label), None));
        let owner = || html! { (text("owner", lang.say(H::AssignTo), None)) (text("due", lang.say(H::FieldDue), Some("ltr"))) };
        html! {
            div.acts {
                @match lack.state() {
                    Lack::Found => (form("assign", lang.say(H::Assign), owner())),
                    Lack::Assigned => {
                        (form("report", lang.say(H::ReportDone), note))
                        details.aside open[mine && !value("owner").is_empty()] {
                            summary { (lang.say(F::ReassignTitle)) }
                            (form("reassign", lang.say(F::Reassign), html! { (owner()) (text("why", lang.say(F::ReassignWhy), None)) }))
                        }
                    }
                    Lack::Reported => {
                        // Whoever reported it would be refused.
                        @if own { p.hint { (lang.say(F::VerifyByOther)) } } @else { (form("verify", lang.say(H::VerifyDone), html! {})) }
                        (form("reject", lang.say(H::RejectDone), reason))
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
                                    @if !line.tower.is_empty() { " · " (lang.fill(F::Tower, &[&line.tower])) }
                                    @if !line.route.is_empty() { " · " (lang.fill(F::Route, &[&line.route])) }
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
                            @if rehearsal.passed && !network.is_measured_on(self.today) { " " (badge("amber", lang.say(F::RehearsalUnmeasured))) }
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
                                    Some(kept) => {
                                        " · " (badge("green", lang.say(H::PromiseKept))) " " (lang.day(&kept.to_string()))
                                        @if !promise.shown.is_empty() { " · " (promise.shown) }
                                        @if let Some(by) = promise.kept_by { " · " (said::name(lang, self.names, by)) }
                                    }
                                    None => { @if self.may(Act::RecordNetwork) { (self.keep_form(promise)) } }
                                }
                            }
                        }
                    }
                }
                (self.receptions())
                @if self.may(Act::RecordNetwork) {
                    (self.network_forms())
                    (tokens::form(lang, self.to, network.leave.as_ref()))
                }
            }
        }
    }

    /// Closes a promise, with what shows that it was kept.
    fn keep_form(&self, promise: &Commitment) -> Markup {
        let (lang, typed) = (self.lang(), self.fields.typed);
        let mine = typed.get("noted") == "kept" && typed.latin("number") == promise.number.to_string();
        let wrong = self.fields.mistakes.iter().find(|mistake| mine && mistake.field == "shown");
        html! {
            form.step method="post" action={ (self.to) "/network" } {
                input type="hidden" name="noted" value="kept";
                input type="hidden" name="number" value=(promise.number);
                label { (lang.say(F::PromiseShown)) input name="shown" value=(if mine { typed.get("shown") } else { "" }) maxlength="200" autocomplete="off"; }
                @if let Some(wrong) = wrong { p.wrong { (say(lang, wrong.why)) } }
                button.quiet.small { (lang.say(H::PromiseKept)) }
            }
        }
    }

    /// Which operators reach the building, before anybody chooses a line.
    fn receptions(&self) -> Markup {
        let lang = self.lang();
        let all = self.branch.network.reception();
        html! {
            h3 { (lang.say(F::Receptions)) }
            @if all.is_empty() { p { (lang.say(F::ReceptionsNone)) } }
            ul.plain {
                @for one in all {
                    li {
                        strong { (one.operator) } ": "
                        @if let Some(below) = one.below_dbm { (lang.fill(F::ReceptionDbm, &[&lang.number(below)])) " · " }
                        @if let Some(down) = one.downward_kbps { (lang.fill(F::SignalDown, &[&lang.number(down)])) " · " }
                        (lang.day(&one.on.to_string())) " · " (said::name(lang, self.names, one.by))
                    }
                }
            }
        }
    }

    fn network_forms(&self) -> Markup {
        let lang = self.lang();
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
            (fields.entry("downward", lang.say(F::SignalDownward), Some(lang.say(F::SignalDownwardHint)), Some("ltr")))
        };
        let reception = html! {
            (noted("reception"))
            (fields.entry("heard", lang.say(H::LineOperator), None, None))
            (fields.entry("strength", lang.say(F::ReceptionStrength), Some(lang.say(F::ReceptionStrengthHint)), Some("ltr")))
            (fields.entry("heard-down", lang.say(F::ReceptionSpeed), None, Some("ltr")))
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
            (self.opening(lang.say(F::ReceptionKeep), &["heard", "strength", "heard-down"], "/network", &reception))
            (self.folded(H::LineKeep, &["rank", "bearer", "operator"], "/network", &line))
            (self.folded(H::SignalKeep, &["measured", "latency", "lost", "upward", "downward"], "/network", &signal))
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
    let (note, why) = match step {
        Step::Assign { owner, why, .. } => (owner.as_str(), why.as_str()),
        Step::Report { note } | Step::Reject { why: note } => (note.as_str(), ""),
        Step::Find | Step::Verify => ("", ""),
    };
    html! { @if !note.is_empty() { ": " (note) } @if !why.is_empty() { " · " (why) } }
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
        Err(Error::Branch(Refused::Deficiency(DeficiencyRefused::NoReason))) => {
            Refusal::Said(F::RefusedReason)
        }
        Err(Error::Branch(Refused::TooManyPhotographs)) => Refusal::Said(F::PhotographsFull),
        Err(Error::Branch(Refused::Kept(_))) => Refusal::Said(F::PromiseSettled),
        Err(Error::Branch(_)) => Refusal::Rule(H::NotNowStep),
        Err(Error::Changed) => match typed.get("lack").parse() {
            Ok(number) => Refusal::Handled(number),
            Err(_) if !typed.get("surveys").is_empty() => Refusal::Surveyed,
            Err(_) => Refusal::Rule(H::FieldChanged),
        },
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
        Ok(answers) => {
            let shown = typed.latin("surveys").parse().unwrap_or(0);
            office.survey_branch(&signed.permit()?, &place, shown, answers).await
        }
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
        Ok(step) => {
            let shown = typed.latin("steps").parse().unwrap_or(0);
            office.handle_deficiency(&signed.permit()?, &place, (number, shown), step).await
        }
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
    let numbers =
        ["latency", "lost", "upward", "downward", "promised-for", "strength", "heard-down", "number"];
    let numbers = numbers.map(|name| (name, typed.latin(name)));
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
        "reception" => network::typed::reception(field, today, by).map(Noted::Reception),
        "kept" => network::typed::kept(field).map(|(number, shown)| Noted::Kept(number, shown)),
        _ => return Err(Absent::Page(signed.lang)),
    };
    let result = match noted {
        Ok(noted) => office.note_network(&signed.permit()?, &place, noted).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, &address, &typed, result).await
}
