//! Who may do what: the policy itself, printed from the rule that decides and from nothing else.

use super::{Room, SignedIn, acts, page as shell, words, words::Word as H};
use crate::furniture::badge;
use crate::locale::Lang;
use crate::pages::Answer;
use axum::extract::State;
use headquarters::permit::{Act, Holders, holders};
use headquarters::place::Place;
use headquarters::role::Role;
use maud::{Markup, html};
use office::{InForce, Office, Register};
use std::collections::BTreeSet;

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    let lang = signed.lang;
    let held = office.holders(&signed.permit()?).await.map_err(|e| signed.failed(e))?;
    let register = super::places::register(&office, &signed).await?;
    let title = lang.say(H::Powers);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::PowersLead)) }
        table.stack {
            thead { tr { th { (lang.say(H::PowersAct)) } th { (lang.say(H::PowersWho)) } th { (lang.say(H::PowersMine)) } } }
            tbody {
                @for act in Act::ALL {
                    @let mine = signed.officer.reach(*act);
                    tr {
                        th scope="row" {
                            (lang.say(acts::act(*act)))
                            @if act.takes_two() { " " (badge("now", lang.say(H::PowersTwo))) }
                        }
                        td data-label=(lang.say(H::PowersWho)) { (who(lang, *act)) }
                        td data-label=(lang.say(H::PowersMine)) {
                            @for place in &mine { span.id dir="ltr" { (place) } " " }
                        }
                    }
                }
            }
        }
        section {
            h2 { (lang.say(H::PowersHolders)) }
            p.hint { (lang.say(H::PowersHoldersLead)) }
            table.stack {
                thead { tr { th { (lang.say(H::Role)) } th { (lang.say(H::PowersHolders)) } } }
                tbody { @for role in Role::ALL { (holders_row(&signed, &held, &register, *role)) } }
            }
        }
    };
    Ok(shell(&signed, Room::Organisation, title, "/hq/powers", &content))
}

/// So many holders of a role are named; the letters tell of the others.
const NAMED: usize = 30;

fn holders_row(signed: &SignedIn, held: &InForce, register: &Register, role: Role) -> Markup {
    let lang = signed.lang;
    let reads = |scope: &Place| signed.officer.reaches(Act::ReadOrganisation, scope);
    let letters: Vec<_> = held.letters.iter().filter(|letter| letter.role == role).collect();
    html! {
        tr {
            th scope="row" { (lang.say(words::role(role))) }
            td data-label=(lang.say(H::PowersHolders)) {
                @if letters.is_empty() { span.hint { (lang.say(H::PowersNobody)) } }
                ul.plain {
                    @for letter in letters.iter().take(NAMED) {
                        li {
                            @let name = super::letters::name(lang, &held.names, letter.person);
                            // Those above are named; their letters are not the reader's to open.
                            @if reads(&letter.scope) { a href={ "/" (lang.code()) "/hq/letters/" (letter.number) } { (name) } } @else { (name) }
                            " · " (super::places::named(lang, register, &letter.scope))
                        }
                    }
                    @if let Some(more) = letters.len().checked_sub(NAMED).filter(|more| *more > 0) { li { "+" (lang.number(more as u64)) } }
                }
            }
        }
    }
}

/// The names of those who hold a role for one of these places; of many, the first two and how many more there are.
pub(super) fn holders_of(lang: Lang, held: &InForce, role: Role, at: impl Fn(&Place) -> bool) -> String {
    let of_role = held.letters.iter().filter(|letter| letter.role == role && at(&letter.scope));
    let names: BTreeSet<&str> =
        of_role.map(|letter| super::letters::name(lang, &held.names, letter.person)).collect();
    let more = names.len().saturating_sub(2);
    let mut said = names.into_iter().take(2).collect::<Vec<_>>().join(lang.pick("، ", ", "));
    if more > 0 {
        said.push_str(&format!(" +{}", lang.number(more as u64)));
    }
    said
}

/// Whose act it is, in one line: for whoever stands before what is not theirs to do.
pub(super) fn whose(lang: Lang, act: Act) -> Markup {
    let roles = match holders(act) {
        Holders::Roles(roles) => roles,
        _ => &[],
    };
    let roles: Vec<&str> = roles.iter().map(|role| lang.say(words::role(*role))).collect();
    html! {
        @if !roles.is_empty() {
            p.hint {
                (lang.fill(H::PowersWhose, &[lang.say(acts::act(act)), &roles.join(lang.pick("؛ ", "; "))])) " "
                a href={ "/" (lang.code()) "/hq/powers" } { (lang.say(H::Powers)) }
            }
        }
    }
}

fn who(lang: Lang, act: Act) -> Markup {
    match holders(act) {
        Holders::Everybody => html! { (lang.say(H::PowersEverybody)) },
        Holders::Operator => html! { (lang.say(H::PowersOperator)) },
        Holders::Branches | Holders::Probers => html! { (lang.say(H::PowersBranches)) },
        Holders::Parties => html! { (lang.say(H::PowersParties)) },
        Holders::Roles(roles) if roles.len() == headquarters::role::Role::ALL.len() => {
            html! { (lang.say(H::PowersAllRoles)) }
        }
        Holders::Roles(roles) => html! {
            ul.plain { @for role in roles { li { (lang.say(words::role(*role))) } } }
        },
    }
}
