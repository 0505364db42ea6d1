//! How many devices are wanted, how many are there and on order, and by when the rest has to be ordered.

use super::super::form::{Choice, Fields, Typed};
use super::super::organisation::changed_meanwhile;
use super::super::{Room, SignedIn, words::Word as H};
use super::said;
use super::words::Word as F;
use crate::furniture::{badge, notice};
use crate::locale::Lang;
use crate::pages::{Absent, Answer};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Day;
use headquarters::device::Kind;
use headquarters::device::supply::{self, Forecast, Supply};
use headquarters::form::Mistake;
use headquarters::permit::{Act, Permit, act};
use maud::{Markup, html};
use office::{Error, Office, Supplied};
use planning::spares::pool;

const PATH: &str = "/hq/devices/forecast";
/// Where orders and terms are put down.
const SUPPLY: &str = "/hq/devices/supply";
/// On so many of the days the spares are enough.
const COVERED: f64 = 0.999;

pub(super) async fn page(State(office): State<Office>, signed: SignedIn) -> Answer {
    room(&office, &signed, &Typed::default(), &[], &html! {}).await
}

/// Spares for so many that work, of which so many in a thousand fail on the day.
fn spares(working: u64, failing: u16) -> u64 {
    if working == 0 || failing == 0 {
        return 0;
    }
    pool(working, f64::from(failing) / 1_000.0, COVERED).map_or(0, |pool| pool.spares)
}

async fn room(
    office: &Office,
    signed: &SignedIn,
    typed: &Typed,
    mistakes: &[Mistake],
    said: &Markup,
) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadDevices> = signed.permit()?;
    let register = office.device_register(&permit).await.map_err(|e| signed.failed(e))?;
    let (version, supply) = office.supply(&permit).await.map_err(|e| signed.failed(e))?;
    // A form that was refused is of the version that it was filled from, not of what stands now.
    let version = if mistakes.is_empty() { version } else { typed.version() };
    let place = permit.widest().ok_or(Absent::Forbidden(lang))?;
    // Orders are the whole event's: whoever answers for a part of it is not asked for one in vain.
    let orders_it = signed.officer.may(Act::MoveDevice) && office.notes_supply(&signed.permit()?).await;
    let forecast = register.forecast(place, &supply, spares);
    let title = lang.say(F::Forecast);
    let fields = Fields { lang, typed, mistakes };
    let content = html! {
        h1 { (title) " · " (said::place(lang, &register, place)) }
        p.lead { (lang.say(F::ForecastLead)) }
        (said)
        (fields.refused())
        @if register.polling().is_none() { (notice("now", lang.say(H::ReadinessNoDay), "")) }
        (table(lang, &forecast, office.today()))
        p.hint { (lang.say(F::ForecastHint)) @if !register.is_of_all(place) { " " (lang.say(F::ForecastPart)) } }
        (orders(lang, &supply, version, orders_it))
        @if orders_it { (forms(&fields, &supply, version)) }
    };
    Ok(super::super::page(signed, Room::Devices, title, PATH, &content))
}

fn table(lang: Lang, forecast: &[Forecast], today: Day) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(H::DeviceKind)) }
                @for word in [F::Needed, F::Spares, F::InStock, F::OnOrder, F::ShortOf] { th.number scope="col" { (lang.say(word)) } }
                th scope="col" { (lang.say(F::OrderBy)) }
            } }
            tbody {
                @for one in forecast {
                    tr {
                        th scope="row" { (lang.say(said::device_kind(one.kind))) }
                        td.number data-label=(lang.say(F::Needed)) { (lang.number(one.needed)) }
                        td.number data-label=(lang.say(F::Spares)) { (lang.number(one.spares)) }
                        td.number data-label=(lang.say(F::InStock)) { (lang.number(one.stock)) }
                        td.number data-label=(lang.say(F::OnOrder)) {
                            (lang.number(one.ordered))
                            @if one.late > 0 { " " (badge("red", &lang.fill(F::OrderLate, &[&lang.number(one.late)]))) }
                        }
                        td.number data-label=(lang.say(F::ShortOf)) { (lang.number(one.short)) }
                        td data-label=(lang.say(F::OrderBy)) {
                            @match one.order_by {
                                Some(day) if day < today => { (badge("red", lang.say(F::OrderTooLate))) " " (lang.day(&day.to_string())) }
                                Some(day) => (lang.day(&day.to_string())),
                                None if one.short > 0 => "–",
                                None => (badge("green", lang.say(F::Enough))),
                            }
                        }
                    }
                }
            }
        }
    }
}

fn orders(lang: Lang, supply: &Supply, version: i64, may: bool) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(F::Orders)) }
            @if supply.orders.is_empty() { p { (lang.say(F::OrdersNone)) } }
            ul.plain {
                @for order in &supply.orders {
                    li {
                        (lang.number(order.count)) " " (lang.say(said::device_kind(order.kind))) " · " (order.supplier) " · "
                        (lang.say(H::FieldDue)) " " (lang.day(&order.due.to_string()))
                        @match order.came {
                            Some(came) => { " · " (badge("green", lang.say(F::OrderCame))) " " (lang.day(&came.to_string())) }
                            None => {
                                @if may {
                                    form.step method="post" action={ "/" (lang.code()) (SUPPLY) } {
                                        input type="hidden" name="version" value=(version);
                                        input type="hidden" name="came" value=(order.number);
                                        button.quiet.small { (lang.say(F::OrderCame)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn forms(fields: &Fields<'_>, supply: &Supply, version: i64) -> Markup {
    let lang = fields.lang;
    let kinds: Vec<Choice> = Kind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), lang.say(said::device_kind(*kind)).to_owned()))
        .collect();
    let refused = |names: &[&str]| fields.mistakes.iter().any(|mistake| names.contains(&mistake.field));
    let entry = |name: &str, label: F| fields.entry(name, lang.say(label), None, Some("ltr"));
    let to = format!("/{}{SUPPLY}", lang.code());
    html! {
        details.aside open[refused(&["order-kind", "count", "supplier", "order-due"])] {
            summary { (lang.say(F::OrderPlace)) }
            form.asking method="post" action=(to) {
                (fields.version_of(version))
                div.fields {
                    (fields.pick("order-kind", lang.say(H::DeviceKind), &kinds))
                    (entry("count", F::OrderCount))
                    (fields.entry("supplier", lang.say(F::OrderFrom), None, None))
                    (fields.day("order-due", H::FieldDue))
                }
                button { (lang.say(F::OrderPlace)) }
            }
        }
        details.aside open[refused(&["terms-kind", "per-branch", "voters-each", "failing", "lead"])] {
            summary { (lang.say(F::Terms)) }
            dl.readings {
                @for kind in Kind::ALL {
                    @let terms = supply.terms(*kind);
                    @let numbers = [u64::from(terms.per_branch), terms.voters_each.into(), terms.failing.into(), terms.lead.into()].map(|n| lang.number(n));
                    dt { (lang.say(said::device_kind(*kind))) }
                    dd { (lang.fill(F::TermsSaid, &[&numbers[0], &numbers[1], &numbers[2], &numbers[3]])) }
                }
            }
            form.asking method="post" action=(to) {
                (fields.version_of(version))
                div.fields {
                    (fields.pick("terms-kind", lang.say(H::DeviceKind), &kinds))
                    (entry("per-branch", F::TermsPerBranch))
                    (entry("voters-each", F::TermsVoters))
                    (entry("failing", F::TermsFailing))
                    (entry("lead", F::TermsLead))
                }
                button { (lang.say(F::Terms)) }
            }
        }
    }
}

pub(super) async fn take(
    State(office): State<Office>,
    signed: SignedIn,
    typed: Typed,
) -> Result<Response, Absent> {
    let (lang, permit): (_, Permit<act::MoveDevice>) = (signed.lang, signed.permit()?);
    let numbers = ["count", "order-due", "per-branch", "voters-each", "failing", "lead"];
    let numbers = numbers.map(|name| (name, typed.latin(name)));
    let field = |name: &str| {
        numbers.iter().find(|(one, _)| *one == name).map_or_else(|| typed.get(name), |(_, value)| value)
    };
    let supplied = if !typed.get("came").is_empty() {
        typed.get("came").parse().map(Supplied::Came).map_err(|_| Absent::Page(lang)).map(Ok)?
    } else if !typed.get("order-kind").is_empty() {
        supply::order(field, office.today()).map(Supplied::Ordered)
    } else {
        supply::terms(field).map(|(kind, terms)| Supplied::Terms(kind, terms))
    };
    let kept = match supplied {
        Ok(supplied) => office.note_supply(&permit, supplied, typed.version()).await,
        Err(mistakes) => Err(mistakes.into()),
    };
    let (status, mistakes, said) = match kept {
        Ok(()) => return Ok(Redirect::to(&format!("/{}{PATH}", lang.code())).into_response()),
        Err(Error::Typed(mistakes)) => (StatusCode::UNPROCESSABLE_ENTITY, mistakes, html! {}),
        Err(Error::Changed) => (StatusCode::CONFLICT, Vec::new(), changed_meanwhile(lang, &[])),
        Err(other) => return Err(signed.failed(other)),
    };
    let page = room(&office, &signed, &typed, &mistakes, &said).await?;
    Ok((status, page).into_response())
}
