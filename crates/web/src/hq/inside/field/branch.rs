//! One branch: what is not ready, what is known about it, and the forms by which more becomes known.

mod lacks;
mod lines;
mod risks;
mod survey;

pub(super) use lacks::handle;
pub(super) use lines::note;
pub(super) use risks::{close, raise};
pub(super) use survey::survey;

use super::super::form::{Choice, Fields, Typed, say};
use super::super::{Room, SignedIn, words::Word as H};
use super::branches::Field;
use super::forms::find;
use super::words::Word as F;
use super::{next, part, place_of, said};
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use headquarters::branch::{Branch, DeficiencyRefused, Refused};
use headquarters::device::Kind;
use headquarters::device::supply::Supply;
use headquarters::form::Mistake;
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::place::Place;
use headquarters::readiness::{Finding, Stock, Topic};
use maud::{Markup, html};
use office::{Error, Held, InForce, Names, Office, Register};

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
    Rule(&'static str),
    /// Somebody else saved a survey first; a photograph was of the one before, and is to be chosen again.
    Surveyed {
        photograph: bool,
    },
    /// Somebody else took this deficiency further first.
    Handled(u32),
}

impl Refusal {
    /// What stands above the page.
    fn said(&self, lang: Lang, branch: &Branch, names: &Names) -> Markup {
        match self {
            Refusal::None | Refusal::Typed(_) => html! {},
            Refusal::Rule(why) => notice("bad", why, ""),
            Refusal::Surveyed { photograph: true } => {
                notice("now", lang.say(F::SurveyChanged), lang.say(H::FilesAgain))
            }
            Refusal::Surveyed { photograph: false } => {
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
    let holders = office.holders(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
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
        @if let Some(ready) = ready { (findings(signed, &ready.findings, &holders, (&field.register, &site.place))) }
        div.halves { (page.register(&kept, ready.map(|ready| (ready.stock, field.register.supply())))) (page.survey()) }
        (page.deficiencies())
        (page.risks())
        (page.network())
    };
    let path = format!("/hq/branches/{address}");
    Ok((status, super::super::page(signed, Room::Branches, name, &path, &content)).into_response())
}

fn findings(
    signed: &SignedIn,
    findings: &[Finding],
    holders: &InForce,
    (register, place): (&Register, &Place),
) -> Markup {
    let lang = signed.lang;
    let of_staff = |topic: Topic| {
        let of_staff =
            matches!(topic, Topic::NoStaff | Topic::NoObservers | Topic::NoReserve | Topic::NoPass);
        of_staff && signed.officer.reaches(Act::ReadStaff, place)
    };
    html! {
        section.card {
            h2 { (lang.say(H::WhatNext)) }
            @if findings.is_empty() { (notice("good", lang.say(H::NothingToDo), "")) } @else {
                ul.plain {
                    @for one in findings {
                        li {
                            (said::lamp(lang, one.colour)) " " (said::finding(lang, one)) " · " strong { (said::whose(lang, &one.whose)) }
                            // Which posts these are.
                            @if of_staff(one.topic) { " " a href={ "/" (lang.code()) "/hq/staff/gaps/" (part(place)) } { (lang.say(F::WhichPosts)) } }
                            @if let Some(named) = next::holders_at(lang, one, holders, (register, place)) { ": " (named) }
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

    fn register(&self, kept: &Held<Branch>, ready: Option<(Stock, &Supply)>) -> Markup {
        let (lang, site) = (self.lang(), &kept.file.site);
        // Of each kind what is ready and what it takes.
        let devices = ready.map(|(stock, supply)| {
            let asked = Kind::ALL.iter().copied().filter(|kind| Stock::asks_for(*kind));
            let said = asked.map(|kind| {
                let counts =
                    [u64::from(stock.ready(kind)), supply.terms(kind).of(kind, site)].map(|n| lang.number(n));
                format!(
                    "{}: {}",
                    lang.say(said::device_kind(kind)),
                    lang.fill(H::DevicesHere, &[&counts[0], &counts[1]])
                )
            });
            said.collect::<Vec<_>>().join(lang.pick("؛ ", "; "))
        });
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
            Refusal::Rule(signed.lang.say(H::NotOwnWork))
        }
        Err(Error::Branch(Refused::Deficiency(DeficiencyRefused::NoReason))) => {
            Refusal::Rule(signed.lang.say(F::RefusedReason))
        }
        Err(Error::Branch(Refused::TooManyPhotographs)) => Refusal::Rule(signed.lang.say(F::PhotographsFull)),
        Err(Error::Branch(Refused::Kept(_))) => Refusal::Rule(signed.lang.say(F::PromiseSettled)),
        Err(Error::Branch(_)) => Refusal::Rule(signed.lang.say(H::NotNowStep)),
        Err(Error::Changed) => match typed.get("lack").parse() {
            Ok(number) => Refusal::Handled(number),
            Err(_) if !typed.get("surveys").is_empty() => {
                Refusal::Surveyed { photograph: !typed.get("photograph").is_empty() }
            }
            Err(_) => Refusal::Rule(signed.lang.say(H::FieldChanged)),
        },
        Err(other) => return Err(signed.failed(other)),
    };
    answer(office, signed, address, typed, &refusal).await
}

/// The place that an address names, for an act on it.
fn at(signed: &SignedIn, address: &str) -> Result<Place, Absent> {
    place_of(address).ok_or(Absent::Page(signed.lang))
}
