//! The headquarters' rooms behind the sign-in («ستاد»): each is a page of lists or one thing, and forms that keep what
//! was typed.
//!
//! A room is a file with its pages and handlers. `ROUTES` names for each route the act that it needs; the
//! router lets nobody else in, so a handler finds its officer signed in (`SignedIn`) and asks for its permit.

mod account;
mod acts;
mod carried;
pub(crate) mod columns;
mod decisions;
mod enrol;
pub(crate) mod export;
pub(crate) mod field;
pub(crate) mod form;
pub(crate) mod guard;
mod journal;
mod letters;
mod meetings;
mod morning;
mod organisation;
mod passkeys;
mod people;
mod places;
mod powers;
mod programs;
mod recovery;
pub(crate) mod security;
mod sent;
mod sign_in;
pub(crate) mod staff;
mod told;
pub(crate) mod uploads;
pub mod words;

pub(crate) use guard::SignedIn;

use crate::layout::{Page, Section};
use crate::locale::Lang;
use crate::pages::{Audience, Route};
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use headquarters::permit::Act;
use maud::{Markup, html};
use words::Word as H;

/// Every route behind the sign-in, and the ways to it.
pub(crate) const ROUTES: &[Route] = &[
    public("/{lang}/hq/sign-in", || get(sign_in::ask).post(sign_in::enter)),
    signed_in("/{lang}/hq/sign-in/carried", || post(sign_in::carried)),
    public("/{lang}/hq/sign-in/passkey/begin", || post(passkeys::ask_sign_in)),
    public("/{lang}/hq/sign-in/passkey", || post(passkeys::sign_in)),
    public("/{lang}/enrol/{token}/passkey/begin", || post(passkeys::ask_by_link)),
    public("/{lang}/enrol/{token}/passkey", || post(passkeys::enrol)),
    signed_in("/{lang}/hq/account", || get(account::page)),
    signed_in("/{lang}/hq/account/password", || get(account::ask_password).post(account::change_password)),
    signed_in("/{lang}/hq/account/link", || post(account::draw_link)),
    signed_in("/{lang}/hq/account/sessions/{id}/end", || post(account::end_session)),
    signed_in("/{lang}/hq/account/passkeys/begin", || post(passkeys::ask_more)),
    signed_in("/{lang}/hq/account/passkeys", || post(passkeys::add)),
    signed_in("/{lang}/hq/account/passkeys/{id}/remove", || post(account::remove_key)),
    signed_in("/{lang}/hq/account/programs", || post(programs::draw)),
    signed_in("/{lang}/hq/account/programs/{id}/end", || post(programs::end)),
    public("/{lang}/enrol/{token}", || get(enrol::ask).post(enrol::enrol)),
    public("/{lang}/hq/sign-out", || post(sign_in::leave)),
    officer("/{lang}/hq", Act::ReadDecisions, || get(morning::page)),
    officer("/{lang}/hq/organisation", Act::ReadOrganisation, || get(organisation::page)),
    officer("/{lang}/hq/organisation/form", Act::Organise, || {
        get(organisation::ask_headquarters).post(organisation::form_headquarters)
    }),
    officer("/{lang}/hq/organisation/{place}", Act::Organise, || {
        get(organisation::ask_headquarters_change).post(organisation::change_headquarters)
    }),
    officer("/{lang}/hq/committees/form", Act::Organise, || {
        get(organisation::ask_committee).post(organisation::form_committee)
    }),
    officer("/{lang}/hq/committees/{id}", Act::Organise, || {
        get(organisation::ask_change).post(organisation::change_committee)
    }),
    officer("/{lang}/hq/people", Act::ReadOrganisation, || get(people::page)),
    officer("/{lang}/hq/people/register", Act::RegisterPerson, || get(people::ask).post(people::register)),
    officer("/{lang}/hq/people/{id}", Act::RegisterPerson, || get(people::ask_change).post(people::change)),
    officer("/{lang}/hq/people/{id}/link", Act::RegisterPerson, || post(people::link_again)),
    officer("/{lang}/hq/letters", Act::ReadOrganisation, || get(letters::page)),
    officer("/{lang}/hq/letters.csv", Act::ReadOrganisation, || get(export::letters)),
    officer("/{lang}/hq/letters.xlsx", Act::ReadOrganisation, || get(export::letters)),
    officer("/{lang}/hq/letters.json", Act::ReadOrganisation, || get(export::letters)),
    officer("/{lang}/hq/letters/executive", Act::AppointExecutive, || {
        get(letters::ask_executive).post(letters::issue_executive)
    }),
    officer("/{lang}/hq/letters/supervisory", Act::AppointSupervisor, || {
        get(letters::ask_supervisory).post(letters::issue_supervisory)
    }),
    officer("/{lang}/hq/letters/{number}", Act::ReadOrganisation, || get(letters::one)),
    officer("/{lang}/hq/letters/{number}/confirm", Act::ConfirmLetter, || post(letters::confirm)),
    officer("/{lang}/hq/letters/{number}/decline", Act::ConfirmLetter, || post(letters::decline)),
    officer("/{lang}/hq/letters/{number}/revoke/executive", Act::AppointExecutive, || {
        post(letters::revoke_executive)
    }),
    officer("/{lang}/hq/letters/{number}/revoke/supervisory", Act::AppointSupervisor, || {
        post(letters::revoke_supervisory)
    }),
    officer("/{lang}/hq/letters/{number}/letter.pdf", Act::ReadOrganisation, || get(letters::paper)),
    officer("/{lang}/hq/people/{id}/recover", Act::RecoverAccess, || {
        get(recovery::ask).post(recovery::propose)
    }),
    officer("/{lang}/hq/recoveries", Act::RecoverAccess, || get(recovery::page)),
    officer("/{lang}/hq/recoveries/{number}", Act::RecoverAccess, || post(recovery::confirm)),
    officer("/{lang}/hq/recoveries/{number}/end", Act::RecoverAccess, || post(recovery::end)),
    officer("/{lang}/hq/meetings", Act::ReadDecisions, || get(meetings::page)),
    officer("/{lang}/hq/meetings/call", Act::KeepMinutes, || get(meetings::ask).post(meetings::call)),
    officer("/{lang}/hq/meetings/{id}", Act::ReadDecisions, || get(meetings::one)),
    officer("/{lang}/hq/meetings/{id}/minutes", Act::KeepMinutes, || post(meetings::keep)),
    officer("/{lang}/hq/meetings/{id}/decisions", Act::KeepMinutes, || post(meetings::put_decision)),
    officer("/{lang}/hq/meetings/{id}/minutes.pdf", Act::ReadDecisions, || get(meetings::paper)),
    officer("/{lang}/hq/decisions", Act::ReadDecisions, || get(decisions::page)),
    officer("/{lang}/hq/decisions.csv", Act::ReadDecisions, || get(export::decisions)),
    officer("/{lang}/hq/decisions.xlsx", Act::ReadDecisions, || get(export::decisions)),
    officer("/{lang}/hq/decisions.json", Act::ReadDecisions, || get(export::decisions)),
    officer("/{lang}/hq/decisions/{number}", Act::ReadDecisions, || get(decisions::one)),
    officer("/{lang}/hq/decisions/{number}/report", Act::ReportDecision, || {
        post(decisions::report).layer(DefaultBodyLimit::max(sent::LARGEST))
    }),
    officer("/{lang}/hq/decisions/{number}/judge", Act::VerifyDecision, || {
        post(decisions::judge).layer(DefaultBodyLimit::max(sent::LARGEST))
    }),
    officer("/{lang}/hq/decisions/{number}/files/{hash}", Act::ReadDecisions, || get(decisions::file)),
    officer("/{lang}/hq/decisions/{number}/object", Act::ObjectToDecision, || post(decisions::object)),
    officer("/{lang}/hq/journal", Act::ReadJournal, || get(journal::page)),
    officer("/{lang}/hq/journal.csv", Act::ReadJournal, || get(export::journal)),
    officer("/{lang}/hq/journal.xlsx", Act::ReadJournal, || get(export::journal)),
    officer("/{lang}/hq/journal.json", Act::ReadJournal, || get(export::journal)),
    officer("/{lang}/hq/journal/check", Act::ReadJournal, || get(journal::check)),
    public("/journal-heads", || get(journal::heads)),
    officer("/{lang}/hq/powers", Act::ReadOrganisation, || get(powers::page)),
];

const fn public(path: &'static str, handler: crate::pages::Handler) -> Route {
    Route { path, audience: Audience::Public, handler }
}

/// A route for whoever signed in, about themselves.
const fn signed_in(path: &'static str, handler: crate::pages::Handler) -> Route {
    Route { path, audience: Audience::SignedIn, handler }
}

/// A route for officers who may do this somewhere. Whether they may do it to the thing at hand, the use case asks.
pub(crate) const fn officer(path: &'static str, act: Act, handler: crate::pages::Handler) -> Route {
    Route { path, audience: Audience::Officer(act), handler }
}

/// The rooms, in the order of their links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Morning,
    Readiness,
    Calendar,
    Branches,
    Network,
    Devices,
    Staff,
    Training,
    Security,
    Organisation,
    People,
    Letters,
    Decisions,
    Journal,
}

impl Room {
    const ALL: [Room; 14] = [
        Room::Morning,
        Room::Readiness,
        Room::Calendar,
        Room::Branches,
        Room::Network,
        Room::Devices,
        Room::Staff,
        Room::Training,
        Room::Security,
        Room::Decisions,
        Room::Organisation,
        Room::People,
        Room::Letters,
        Room::Journal,
    ];

    fn path(self) -> &'static str {
        match self {
            Room::Morning => "",
            Room::Readiness => "/readiness",
            Room::Calendar => "/calendar",
            Room::Branches => "/branches",
            Room::Network => "/network",
            Room::Devices => "/devices",
            Room::Staff => "/staff",
            Room::Training => "/training",
            Room::Security => "/security",
            Room::Organisation => "/organisation",
            Room::People => "/people",
            Room::Letters => "/letters",
            Room::Decisions => "/decisions",
            Room::Journal => "/journal",
        }
    }

    fn word(self) -> H {
        match self {
            Room::Morning => H::Morning,
            Room::Readiness => H::Readiness,
            Room::Calendar => H::LegalCalendar,
            Room::Branches => H::FieldBranches,
            Room::Network => H::Network,
            Room::Devices => H::Devices,
            Room::Staff => H::Staff,
            Room::Training => H::Training,
            Room::Security => H::NetworkSecurity,
            Room::Organisation => H::Organisation,
            Room::People => H::People,
            Room::Letters => H::Letters,
            Room::Decisions => H::Decisions,
            Room::Journal => H::Journal,
        }
    }

    /// What an officer must be allowed to do, somewhere, to see the room's link.
    fn act(self) -> Act {
        match self {
            Room::Morning | Room::Decisions => Act::ReadDecisions,
            Room::Readiness | Room::Calendar => Act::ReadReadiness,
            Room::Branches => Act::ReadBranches,
            Room::Network => Act::ReadNetwork,
            Room::Devices => Act::ReadDevices,
            Room::Organisation | Room::Letters | Room::People => Act::ReadOrganisation,
            Room::Staff | Room::Training => Act::ReadStaff,
            Room::Security => Act::ReadSecurity,
            Room::Journal => Act::ReadJournal,
        }
    }
}

/// A page of a room. `path` is what stands after the language.
pub(crate) fn page(signed: &SignedIn, room: Room, title: &str, path: &str, content: &Markup) -> Markup {
    within(signed, Some(room), title, path, content)
}

/// A page about the person who reads it, which is in no room.
fn page_of_one(signed: &SignedIn, title: &str, path: &str, content: &Markup) -> Markup {
    within(signed, None, title, path, content)
}

fn within(signed: &SignedIn, room: Option<Room>, title: &str, path: &str, content: &Markup) -> Markup {
    let lang = signed.lang;
    let rooms = Room::ALL.into_iter().filter(|room| signed.officer.may(room.act()));
    let content = html! {
        div.within {
            nav.rooms aria-label=(lang.say(H::Rooms)) {
                @for one in rooms {
                    a href={ "/" (lang.code()) "/hq" (one.path()) } aria-current=[(Some(one) == room).then_some("page")] {
                        (lang.say(one.word()))
                    }
                }
            }
            form.leave method="post" action={ "/" (lang.code()) "/hq/sign-out" } {
                a href={ "/" (lang.code()) "/hq/account" } title=(lang.say(H::Account)) { (signed.name) }
                button.quiet { (lang.say(H::SignOut)) }
            }
        }
        // Of a district or a branch: what else there is stands on others' pages, and is not to be taken for nothing.
        @let partial = signed.officer.appointments.iter().all(|held| held.scope.level() >= headquarters::place::Level::District);
        @if room.is_some() && partial && !signed.officer.appointments.is_empty() { p.hint { (lang.say(H::OnlyMyPlaces)) } }
        @if signed.kept { (crate::furniture::notice("good", lang.say(H::Saved), "")) }
        (content)
    };
    Page { lang, title, section: Some(Section::Headquarters), path, every: None }.show(content)
}

/// Rows of a list on one page.
const PAGE: usize = 100;

/// The ways to the first page of a list and to its next one.
pub(crate) fn onward(lang: Lang, first: Option<String>, next: Option<String>) -> Markup {
    html! {
        @if first.is_some() || next.is_some() {
            nav.pager {
                @if let Some(first) = first { a.button.quiet href=(first) { (lang.say(H::FirstPage)) } } @else { span {} }
                @if let Some(next) = next {
                    a.button.quiet rel="next" href=(next) { (lang.say(crate::locale::Word::Next)) }
                } @else { span {} }
            }
        }
    }
}

/// Said of an empty list: whoever may fill it reads how; whoever looks on reads that nothing is where their letters reach, which
/// is not to say that there is none elsewhere.
pub(crate) fn nothing_yet(signed: &SignedIn, fills: Act, (none, hint): (&str, &str)) -> Markup {
    let lang = signed.lang;
    if signed.officer.may(fills) {
        crate::furniture::notice("", none, hint)
    } else {
        crate::furniture::notice(
            "",
            lang.say(words::Word::NoneInReach),
            lang.say(words::Word::NoneInReachHint),
        )
    }
}

/// Said where a list is empty, or its search found nothing.
pub(crate) fn nothing_found(lang: Lang) -> Markup {
    crate::furniture::Shown { words: "", page: 1, rows: 1 }.nothing(lang)
}

/// An instant on clocks in Iran, day and hour.
pub(crate) fn moment(lang: Lang, at: &str) -> String {
    let day = at.parse::<jiff::Timestamp>().map(|at| crate::locale::iran(at).date().to_string());
    let day = day.unwrap_or_else(|_| at.to_owned());
    format!("{}{}{}", lang.day(&day), lang.pick("، ", ", "), lang.hour(at))
}

/// A page around the sign-in, where nobody is signed in yet.
fn outside(lang: Lang, title: &str, path: &str, content: Markup) -> Markup {
    Page { lang, title, section: Some(Section::Headquarters), path, every: None }.show(content)
}
