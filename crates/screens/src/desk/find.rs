//! A voter without a card, found by name. What is shown tells persons of one name apart and is no more than that.

use super::View;
use super::words::Word as D;
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};

/// A person who was found, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// By which the form names the person: half a keyed hash.
    pub key: String,
    /// Full name.
    pub name: String,
    /// The father's name, empty if unknown.
    pub father: String,
    /// Year of birth, 0 if unknown.
    pub born: u16,
    /// The last two digits of the national number.
    pub digits: String,
}

/// The search box as it stands on the desk's page.
pub(super) fn form(lang: Lang, words: &str) -> Markup {
    html! {
        form.search method="get" action={ "/" (lang.code()) "/find" } role="search" {
            label for="q" { (lang.say(D::Find)) }
            div.row {
                input #q name="q" type="search" value=(words) maxlength="80" autocomplete="off" required aria-describedby="q-hint"
                    autofocus[!words.is_empty()];
                button.quiet { (lang.say(D::FindButton)) }
            }
            p.hint #q-hint { (lang.say(D::FindHint)) }
        }
    }
}

/// Who was found. Choosing one checks that person in, as their number would.
pub fn found(lang: Lang, view: &View, words: &str, found: &[Found]) -> Markup {
    let year = |born: u16| if born == 0 { "—".to_owned() } else { lang.digits(&born.to_string()) };
    let or_dash = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    super::page(
        lang,
        view,
        html! {
            h1.unseen { (lang.say(W::Desk)) }
            (super::connection(lang, view))
            (form(lang, words))
            @if let Some(rung) = view.rung { (super::ladder::show(lang, rung)) }
            @if found.is_empty() {
                div.answer.now role="status" {
                    span.sign aria-hidden="true" { "!" }
                    div { p.great { (lang.say(D::FoundNone)) } p { (lang.say(D::FoundNoneHint)) } }
                }
            } @else {
                p.lead role="status" { (lang.say(D::FoundCompare)) }
                table.stack {
                    thead { tr {
                        th scope="col" { (lang.say(D::FoundName)) }
                        th scope="col" { (lang.say(D::FoundFather)) }
                        th scope="col" { (lang.say(D::FoundBorn)) }
                        th scope="col" { (lang.say(D::FoundDigits)) }
                        th scope="col" { span.unseen { (lang.say(D::FoundChoose)) } }
                    } }
                    tbody {
                        @for person in found {
                            tr {
                                th scope="row" { bdi { (person.name) } }
                                td data-label=(lang.say(D::FoundFather)) { bdi { (or_dash(&person.father)) } }
                                td data-label=(lang.say(D::FoundBorn)) { (year(person.born)) }
                                td data-label=(lang.say(D::FoundDigits)) { strong { (lang.digits(&person.digits)) } }
                                td {
                                    form method="post" action={ "/" (lang.code()) } {
                                        input type="hidden" name="person" value=(person.key);
                                        button aria-label=(lang.fill(D::FoundChooseWho, &[&person.name, &lang.digits(&person.digits)])) {
                                            (lang.say(D::FoundChoose))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                p.hint { (lang.say(D::FoundMany)) }
            }
            p { a.button.quiet href={ "/" (lang.code()) } { (lang.say(D::Back)) } }
        },
    )
}
