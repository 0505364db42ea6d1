//! What is to be done next, the most urgent first: what, whose it is, since when, and how many days are left.

use super::super::{SignedIn, words::Word as H};
use super::words::Word as F;
use super::{part, said};
use crate::furniture::{folded, notice};
use crate::locale::Lang;
use calendar::Day;
use headquarters::permit::Appointment;
use headquarters::place::Place;
use headquarters::readiness::{Colour, Finding, Next, Topic, Whose};
use headquarters::role::Role;
use maud::{Markup, html};
use office::{InForce, Register};

/// Who holds the roles whose it is, and which of them the reader holds.
#[derive(Clone, Copy)]
pub(crate) struct Naming<'a> {
    pub(crate) holders: &'a InForce,
    pub(crate) mine: &'a [Appointment],
    pub(crate) register: &'a Register,
    /// The reader's own name, by which something may be theirs.
    pub(crate) name: &'a str,
}

impl<'a> Naming<'a> {
    /// As whoever is signed in reads it.
    pub(crate) fn of(signed: &'a SignedIn, holders: &'a InForce, register: &'a Register) -> Self {
        Self { holders, mine: &signed.officer.appointments, register, name: &signed.officer.name }
    }

    /// Is it the reader's?
    pub(crate) fn is_mine(self, next: &Next) -> bool {
        let counts = |scope: &Place| answers(next.topic, self.register, scope) && next.is_within(scope);
        let held = |role: Role| move |one: &Appointment| one.role == role && counts(&one.scope);
        let helps = || next.topic.helped_by().iter().any(|role| self.mine.iter().any(held(*role)));
        match &next.whose {
            Whose::Role(role) => self.mine.iter().any(held(role.0)) || helps(),
            Whose::Named(name) => folded(name) == folded(self.name),
        }
    }
}

/// A table of them, each with the names of those who hold the role whose it is; it leads to the branches that it is about.
pub(crate) fn table(
    lang: Lang,
    place: Option<&Place>,
    next: &[Next],
    most: usize,
    today: Day,
    naming: Naming<'_>,
) -> Markup {
    let within = place.map(|place| format!("place={}&", part(place))).unwrap_or_default();
    html! {
        @if next.is_empty() { (notice("good", lang.say(H::NothingToDo), lang.say(H::NothingToDoHint))) } @else {
            @if next.iter().all(|one| one.colour == Colour::Green) { p.hint { (lang.say(F::NextAllGreen)) } }
            table.stack {
                thead { tr {
                    th scope="col" { (lang.say(H::FieldTopic)) } th scope="col" { (lang.say(H::FieldWhose)) }
                    th.number scope="col" { (lang.say(H::InBranches)) }
                    th scope="col" { (lang.say(H::FieldSince)) } th scope="col" { (lang.say(H::FieldDue)) }
                } }
                tbody { @for one in next.iter().take(most) { (row(lang, &within, one, today, naming)) } }
            }
            @if next.len() > most { p.hint { (lang.fill(F::NextMore, &[&lang.number((next.len() - most) as u64)])) } }
        }
    }
}

/// Can somebody with a letter for this place do anything about it? There is one plan of posts for the whole event.
fn answers(topic: Topic, register: &Register, scope: &Place) -> bool {
    topic != Topic::NoPlan || register.is_of_all(scope)
}

/// The names of those who hold the role whose it is, and in how many branches nobody does.
pub(crate) fn named(lang: Lang, next: &Next, holders: &InForce, register: &Register) -> Option<String> {
    let Whose::Role(role) = &next.whose else { return None };
    let counts = |scope: &Place| answers(next.topic, register, scope);
    let named = super::super::powers::holders_of(lang, holders, role.0, |scope| {
        counts(scope) && next.is_within(scope)
    });
    let held = holders.letters.iter().filter(|letter| letter.role == role.0 && counts(&letter.scope));
    let scopes = held.map(|letter| &letter.scope);
    Some(match (named.is_empty(), next.without(scopes)) {
        (true, _) => lang.say(F::Nobody).to_owned(),
        (false, 0) => named,
        (false, without) => lang.fill(F::NamedAndNobody, &[&named, &lang.number(without)]),
    })
}

/// The names of those who hold the role whose a finding of one place is.
pub(crate) fn holders_at(
    lang: Lang,
    finding: &Finding,
    holders: &InForce,
    (register, place): (&Register, &Place),
) -> Option<String> {
    let Whose::Role(role) = &finding.whose else { return None };
    let at = |scope: &Place| answers(finding.topic, register, scope) && scope.contains(place);
    let named = super::super::powers::holders_of(lang, holders, role.0, at);
    Some(if named.is_empty() { lang.say(F::Nobody).to_owned() } else { named })
}

fn row(lang: Lang, within: &str, one: &Next, today: Day, naming: Naming<'_>) -> Markup {
    html! {
        tr {
            th scope="row" {
                (said::lamp(lang, one.colour)) " "
                a href={ "/" (lang.code()) "/hq/branches?" (within) "topic=" (one.topic.code()) } { (said::topic(lang, one.topic)) }
            }
            td data-label=(lang.say(H::FieldWhose)) {
                @if naming.is_mine(one) { strong { (lang.say(F::Yours)) " · " } }
                (said::whose(lang, &one.whose))
                @if let Some(named) = named(lang, one, naming.holders, naming.register) { ": " (named) }
            }
            td.number data-label=(lang.say(H::InBranches)) { (lang.number(one.branches)) }
            td data-label=(lang.say(H::FieldSince)) { (lang.day(&one.since.to_string())) @if one.since < today { " " span.hint { (age(lang, one.since, today)) } } }
            td data-label=(lang.say(H::FieldDue)) {
                // What is urgent from its first day is not late by so many days: it is open.
                @if one.topic.at_once().is_some() { (lang.say(F::UntilOver)) } @else { (lang.day(&one.due.to_string())) " " (left(lang, one.due, today)) }
            }
        }
    }
}

/// For how many days it has been so.
fn age(lang: Lang, since: Day, today: Day) -> String {
    let days = today.days_since(since);
    lang.fill(F::DaysOld, &[&lang.number(days.max(0).unsigned_abs())])
}

/// How many days are left, or how late it is.
fn left(lang: Lang, due: Day, today: Day) -> Markup {
    let days = due.days_since(today);
    let number = lang.number(days.unsigned_abs());
    html! {
        @if days < 0 { span.late { (lang.fill(H::DaysLate, &[&number])) } } @else { span.hint { (lang.fill(F::DaysLeft, &[&number])) } }
    }
}
