//! The list of staff: sums by post, searching, and a page of a hundred at a time.

use super::super::export::{KINDS, links};
use super::super::field::{part, place_of, said};
use super::super::form::Choice;
use super::super::{Room, SignedIn, nothing_yet, words::Word as H};
use super::words::{self, Word};
use crate::furniture::{badge, notice, percent_encoded};
use crate::locale::{Lang, Word as W, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use calendar::Day;
use headquarters::permit::{Act, Permit, act};
use headquarters::staff::{Duty, Grade, Member, Post};
use maud::{Markup, html};
use office::{Office, Register, StaffAsked, StaffSum};
use serde::Deserialize;

/// What is looked for; what is not understood is not looked for.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    place: String,
    post: String,
    duty: String,
    lacking: String,
    /// After whom a page begins: the place in the alphabet and the number.
    from: String,
    after: String,
}

impl Asked {
    pub(super) fn read(&self) -> StaffAsked {
        let duty = self.duty.as_str();
        let known = duty == "none" || duty.parse::<Duty>().is_ok();
        StaffAsked {
            words: self.q.clone(),
            within: place_of(&self.place),
            post: self.post.parse().ok(),
            duty: if known { duty.to_owned() } else { String::new() },
            lacking: self.lacking == "yes",
        }
    }

    fn after(&self) -> Option<(String, i64)> {
        latin_digits(&self.after).parse().ok().map(|after| (self.from.clone(), after))
    }

    fn query(&self, after: Option<&(String, i64)>) -> String {
        let pairs = [
            ("q", &self.q),
            ("place", &self.place),
            ("post", &self.post),
            ("duty", &self.duty),
            ("lacking", &self.lacking),
        ];
        let said = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let said: String = said.map(|(name, value)| format!("{name}={}&", percent_encoded(value))).collect();
        let after = after.map(|(from, after)| format!("from={}&after={after}", percent_encoded(from)));
        format!("?{said}{}", after.unwrap_or_default())
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
    let permit: Permit<act::ReadStaff> = signed.permit()?;
    let register = register(&office, &signed).await?;
    let sought = asked.read();
    let failed = |e| signed.failed(e);
    let sums = office.staff_sums(&permit, sought.within.as_ref()).await.map_err(failed)?;
    let listed = office.staff(&permit, &sought, asked.after(), ROWS).await.map_err(failed)?;
    let empty = sums.iter().all(|sum| sum.all == 0) && sought.within.is_none();
    let polling = register.polling();
    let title = lang.say(Word::Staff);
    let content = html! {
        h1 { (title) }
        (acts(&signed))
        @if polling.is_none() { (notice("now", lang.say(Word::NoPollingDay), lang.say(Word::NoPollingDayHint))) }
        @if empty { (nothing_yet(&signed, Act::RecruitStaff, (lang.say(Word::StaffNone), lang.say(Word::StaffNoneHint)))) } @else {
            (sums_table(lang, &sums))
            (filters(lang, &asked, &permit, &register))
            @if listed.rows.is_empty() { (notice("", lang.say(W::Nothing), lang.say(W::NothingHint))) } @else {
                (table(lang, &register, listed.rows.iter().map(|(_, member)| member)))
            }
            nav.pager aria-label=(title) {
                @if asked.after().is_some() { a.button.quiet rel="first" href=(asked.query(None)) { (lang.say(Word::FirstPage)) } } @else { span {} }
                @if listed.next.is_some() { a.button.quiet rel="next" href=(asked.query(listed.next.as_ref())) { (lang.say(Word::NextPage)) } } @else { span {} }
            }
            p.ways {
                (links(lang, "/hq/staff", &KINDS, &asked.query(None)))
            }
        }
    };
    let path = format!("/hq/staff{}", asked.query(asked.after().as_ref()));
    Ok(super::super::page(&signed, Room::Staff, title, &path, &content))
}

/// The register of places, for names and the polling day.
pub(super) async fn register(office: &Office, signed: &SignedIn) -> Result<Register, Absent> {
    office.branch_register(&signed.permit()?).await.map_err(|e| signed.failed(e))
}

fn acts(signed: &SignedIn) -> Markup {
    let lang = signed.lang;
    let link = |act: Act, path: &str, word: Word| {
        html! { @if signed.officer.may(act) { a.button.quiet href={ "/" (lang.code()) "/hq/" (path) } { (lang.say(word)) } } }
    };
    html! {
        p.acts {
            (link(Act::RecruitStaff, "staff/recruit", Word::Recruit))
            (link(Act::RecruitStaff, "staff/import", Word::Import))
            (link(Act::ReadStaff, "staff/gaps", Word::Gaps))
            (link(Act::AssignStaff, "staff/propose", Word::Propose))
            (link(Act::ReadStaff, "training", Word::Training))
            (link(Act::Organise, "staff/plan", Word::Plan))
        }
    }
}

fn sums_table(lang: Lang, sums: &[StaffSum]) -> Markup {
    let heads = [Word::SumAll, Word::SumPassed, Word::SumServing, Word::SumReserve];
    html! {
        table.stack {
            thead { tr { th scope="col" { (lang.say(Word::Post)) } @for head in heads { th.number scope="col" { (lang.say(head)) } } } }
            tbody {
                @for sum in sums.iter().filter(|sum| sum.all > 0) {
                    tr {
                        th scope="row" { (lang.say(words::post(sum.post))) }
                        @for (head, count) in heads.into_iter().zip([sum.all, sum.with_pass, sum.serving, sum.reserve]) {
                            td.number data-label=(lang.say(head)) { (lang.number(count.unsigned_abs())) }
                        }
                    }
                }
            }
        }
    }
}

fn filters(lang: Lang, asked: &Asked, permit: &Permit<act::ReadStaff>, register: &Register) -> Markup {
    let choice = |name: &str, label: &str, chosen: &str, all: Vec<Choice>| {
        html! {
            div.field {
                label for=(name) { (label) }
                select id=(name) name=(name) {
                    option value="" { (lang.say(H::FilterAny)) }
                    @for (code, said) in all { option value=(code) selected[code == chosen] { (said) } }
                }
            }
        }
    };
    let said = |word: Word| lang.say(word).to_owned();
    let places: Vec<Choice> = register
        .regions()
        .filter(|region| permit.reaches(&region.file.place))
        .map(|region| (part(&region.file.place), lang.pick(&region.file.name, &region.file.latin).to_owned()))
        .collect();
    let posts = Post::ALL.iter().map(|post| (post.code().to_owned(), said(words::post(*post)))).collect();
    let mut duties: Vec<Choice> =
        Duty::ALL.iter().map(|duty| (duty.code().to_owned(), said(words::duty(*duty)))).collect();
    duties.push(("none".into(), said(Word::Unassigned)));
    html! {
        form.card.asking method="get" role="search" {
            div.fields {
                div.field { label for="q" { (lang.say(W::Search)) } input #q name="q" type="search" value=(asked.q) maxlength="80" autocomplete="off"; }
                (choice("place", lang.say(H::AreaName), &asked.place, places))
                (choice("post", lang.say(Word::Post), &asked.post, posts))
                (choice("duty", lang.say(Word::DutyIs), &asked.duty, duties))
                (choice("lacking", lang.say(Word::Pass), &asked.lacking, vec![("yes".into(), said(Word::Lacking))]))
            }
            button { (lang.say(H::FilterShow)) }
        }
    }
}

/// Members in rows.
pub(super) fn table<'a>(lang: Lang, register: &Register, rows: impl Iterator<Item = &'a Member>) -> Markup {
    let polling = register.polling();
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(Word::Member)) } th scope="col" { (lang.say(Word::Post)) }
                th scope="col" { (lang.say(H::Place)) } th scope="col" { (lang.say(Word::DutyIs)) } th scope="col" { (lang.say(Word::Pass)) }
            } }
            tbody {
                @for member in rows {
                    tr {
                        th scope="row" {
                            a href={ "/" (lang.code()) "/hq/staff/" (member.number) } { (name(lang, member)) }
                            " " span.id dir="ltr" { (lang.digits(&member.national)) }
                        }
                        td data-label=(lang.say(Word::Post)) { (lang.say(words::post(member.post))) }
                        td data-label=(lang.say(H::Place)) { (said::place(lang, register, member.at())) }
                        td data-label=(lang.say(Word::DutyIs)) { (duty_of(lang, member)) }
                        td data-label=(lang.say(Word::Pass)) { (pass_of(lang, member, polling)) }
                    }
                }
            }
        }
    }
}

/// A name in the reader's language, where there is one.
pub(super) fn name(lang: Lang, member: &Member) -> &str {
    if member.latin.is_empty() { &member.name } else { lang.pick(&member.name, &member.latin) }
}

/// Serving, waiting, or nowhere.
pub(super) fn duty_of(lang: Lang, member: &Member) -> Markup {
    match member.service() {
        Some(service) if service.duty == Duty::Serving => badge("green", lang.say(Word::DutyServing)),
        Some(_) => badge("later", lang.say(Word::DutyReserve)),
        None => badge("amber", lang.say(Word::Unassigned)),
    }
}

/// The pass, as it stands for the polling day.
pub(super) fn pass_of(lang: Lang, member: &Member, polling: Option<Day>) -> Markup {
    match member.pass_until(Grade::Branch) {
        Some(until) if polling.is_none_or(|polling| polling <= until) => {
            badge("green", &lang.fill(Word::PassUntil, &[&lang.day(&until.to_string())]))
        }
        _ => badge("red", lang.say(Word::NoPass)),
    }
}
