//! Who may do what: the policy itself, printed from the rule that decides and from nothing else.

use super::{Room, SignedIn, acts, page as shell, words, words::Word as H};
use crate::furniture::badge;
use crate::locale::Lang;
use crate::pages::Answer;
use headquarters::permit::{Act, Holders, holders};
use maud::{Markup, html};

pub(super) async fn page(signed: SignedIn) -> Answer {
    let lang = signed.lang;
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
    };
    Ok(shell(&signed, Room::Organisation, title, "/hq/powers", &content))
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
