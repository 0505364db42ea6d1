//! What if branches were merged, or one were split? Asked before anybody decides: expected voters, the queue, distances,
//! rooms, devices and sensitivity, as they are and as they would be. Nothing is changed by asking.

use super::super::form::Typed;
use super::super::{Room, SignedIn, places, words::Word as H};
use super::branches::Field;
use super::words::Word as F;
use super::{part, place_of, said};
use crate::furniture::{badge, notice};
use crate::hq::planning::{MOST_VOTERS, Usual, duration, usual, work_out};
use crate::locale::{Lang, latin_digits};
use crate::pages::{Absent, Answer};
use axum::extract::{Query, State};
use headquarters::branch::Branch;
use headquarters::branch::what_if::{Facts, MOST_PARTS, Seen, merged, split};
use headquarters::permit::{Act, Permit, act};
use headquarters::staff::metres;
use maud::{Markup, html};
use office::{Office, Register};

/// Neighbours that are offered for a merger, and the most that are merged.
const NEAR: usize = 10;
/// Where nobody has said how many voters are expected, one device's worth is asked about.
const USUAL_VOTERS: u32 = 670;

/// A place to vote: what it is called, its facts, and what the planning crate reckons.
struct Row {
    name: String,
    facts: Facts,
    reckoned: Option<Usual>,
}

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Vec<(String, String)>>,
) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadBranches> = signed.permit()?;
    let pairs: Vec<(&str, &str)> =
        asked.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let typed = Typed::of(&pairs);
    let field = Field::read(&office, &signed).await?;
    let place = place_of(places::typed(&field.register, typed.get("of")).trim());
    let of =
        place.as_ref().filter(|place| permit.reaches(place)).and_then(|place| field.register.branch(place));
    let title = lang.say(F::WhatIf);
    let Some(of) = of.map(|kept| &*kept.file) else {
        let said = (!typed.get("of").is_empty()).then_some(F::WhatIfNoBranch);
        return Ok(super::super::page(
            &signed,
            Room::Branches,
            title,
            "/hq/branches/what-if",
            &ask(&signed, &field.register, said),
        ));
    };
    let near = near(&field, &permit, of);
    let chosen: Vec<&Branch> = typed
        .all("with")
        .filter_map(place_of)
        .filter_map(|place| {
            near.iter().find(|(branch, _)| branch.site.place == place).map(|(branch, _)| *branch)
        })
        .collect();
    let today = office.today();
    let seen = |branch: &'_ Branch| -> (u32, u16) {
        let name = format!("voters-{}", part(&branch.site.place));
        let voters =
            latin_digits(typed.get(&name)).trim().parse::<u32>().ok().filter(|voters| *voters <= 100_000);
        let voters = voters.or(branch.site.voters).unwrap_or(USUAL_VOTERS);
        let ready = field.ready.as_ref().and_then(|ready| ready.branch(&branch.site.place));
        (
            voters,
            ready
                .map_or(branch.site.devices, |ready| ready.stock.ready(headquarters::device::Kind::Identity)),
        )
    };
    let look =
        |branch: &'_ Branch| (seen(branch), lang.pick(&branch.site.name, &branch.site.latin).to_owned());
    let parts: u8 = latin_digits(typed.get("parts")).trim().parse().unwrap_or(2);
    let question = match typed.get("do") {
        "merge" if chosen.is_empty() => None,
        "merge" => {
            let all: Vec<&Branch> = std::iter::once(of).chain(chosen.iter().copied()).collect();
            let into = place_of(typed.get("into")).and_then(|at| all.iter().position(|b| b.site.place == at));
            let (into, with) = (into.unwrap_or(0), |branch: &'_ Branch| seen(branch));
            let seen: Vec<Seen<'_>> = all
                .iter()
                .map(|&branch| {
                    let (voters, devices) = with(branch);
                    Seen { branch, voters, devices }
                })
                .collect();
            let others: Vec<Seen<'_>> =
                seen.iter().enumerate().filter(|(n, _)| *n != into).map(|(_, seen)| *seen).collect();
            let before = seen.iter().map(|one| (look(one.branch).1, Facts::of(*one, today))).collect();
            let after = vec![(look(all[into]).1, merged(seen[into], &others, today))];
            Some((before, after))
        }
        "split" => {
            let ((voters, devices), name) = look(of);
            let seen = Seen { branch: of, voters, devices };
            let after = split(seen, parts, today);
            let after =
                (1_u64..).zip(after).map(|(n, facts)| (format!("{name} · {}", lang.number(n)), facts));
            Some((vec![(name.clone(), Facts::of(seen, today))], after.collect()))
        }
        _ => None,
    };
    let answer = match question {
        Some((before, after)) => Some((reckon(before).await?, reckon(after).await?)),
        None => None,
    };
    let content = html! {
        h1 { (title) }
        p.lead { (lang.say(F::WhatIfLead)) }
        (form(lang, of, &near, &typed, |branch| seen(branch).0, parts))
        @if typed.get("do") == "merge" && chosen.is_empty() { (notice("now", lang.say(F::WhatIfChoose), "")) }
        @if let Some((before, after)) = &answer {
            section { h2 { (lang.say(F::WhatIfIs)) } (table(lang, before)) }
            section { h2 { (lang.say(F::WhatIfWould)) } (table(lang, after)) }
            p.hint { (lang.say(F::WhatIfReckoned)) }
        }
    };
    let path = format!("/hq/branches/what-if?of={}", part(&of.site.place));
    Ok(super::super::page(&signed, Room::Branches, title, &path, &content))
}

/// Asks for the branch that the question is about.
fn ask(signed: &SignedIn, register: &Register, said: Option<F>) -> Markup {
    let lang = signed.lang;
    html! {
        h1 { (lang.say(F::WhatIf)) }
        p.lead { (lang.say(F::WhatIfLead)) }
        @if let Some(said) = said { (notice("bad", lang.say(said), "")) }
        form.card.narrow method="get" {
            label for="of" { (lang.say(H::BranchPlace)) }
            input #of name="of" dir="auto" list=(places::LIST) maxlength="140" autocomplete="off" required;
            (places::offered(signed, register, Act::ReadBranches, true))
            p.hint { (lang.say(H::SentToHint)) }
            button { (lang.say(F::WhatIfAsk)) }
        }
    }
}

/// The nearest branches of the same county, nearest first.
fn near<'a>(field: &'a Field, permit: &Permit<act::ReadBranches>, of: &Branch) -> Vec<(&'a Branch, u32)> {
    let county = of.site.place.above().and_then(|district| district.above());
    let others = field.register.branches().map(|kept| &*kept.file).filter(|branch| {
        let place = &branch.site.place;
        *place != of.site.place
            && permit.reaches(place)
            && county.as_ref().is_none_or(|county| county.contains(place))
    });
    let mut others: Vec<(&Branch, u32)> =
        others.map(|branch| (branch, metres(branch.site.at, of.site.at))).collect();
    others.sort_by_key(|(branch, way)| (*way, branch.site.place.clone()));
    others.truncate(NEAR);
    others
}

/// Reckons each place in its turn with the planning pages' questions. A place of more voters than their dial has is not
/// reckoned.
async fn reckon(places: Vec<(String, Facts)>) -> Result<Vec<Row>, Absent> {
    let row = |(n, (name, facts)): (usize, (String, Facts))| {
        let reckoned = match facts.voters <= MOST_VOTERS {
            true => Some(usual(&format!("what-if-{n}"), facts.voters, facts.devices)?),
            false => None,
        };
        Ok(Row { name, facts, reckoned })
    };
    work_out(move || places.into_iter().enumerate().map(row).collect()).await
}

fn form(
    lang: Lang,
    of: &Branch,
    near: &[(&Branch, u32)],
    typed: &Typed,
    voters: impl Fn(&Branch) -> u32,
    parts: u8,
) -> Markup {
    let name = |branch: &Branch| lang.pick(&branch.site.name, &branch.site.latin).to_owned();
    let number = |branch: &Branch| {
        let id = format!("voters-{}", part(&branch.site.place));
        html! {
            input name=(id) inputmode="numeric" dir="ltr" maxlength="7" value=(lang.digits(&voters(branch).to_string()))
                aria-label=(format!("{} · {}", lang.say(F::Voters), name(branch)));
        }
    };
    let is_chosen = |branch: &Branch| typed.all("with").any(|with| with == part(&branch.site.place));
    html! {
        form.card.asking method="get" {
            input type="hidden" name="of" value=(part(&of.site.place));
            table.stack {
                thead { tr { th scope="col" { (lang.say(H::FieldBranch)) } th.number scope="col" { (lang.say(F::Farthest)) } th scope="col" { (lang.say(F::Voters)) } } }
                tbody {
                    tr {
                        th scope="row" { (name(of)) }
                        td.number data-label=(lang.say(F::Farthest)) { "–" }
                        td data-label=(lang.say(F::Voters)) { (number(of)) }
                    }
                    @for (branch, way) in near {
                        tr {
                            th scope="row" {
                                label.check { input type="checkbox" name="with" value=(part(&branch.site.place)) checked[is_chosen(branch)]; " " (name(branch)) }
                            }
                            td.number data-label=(lang.say(F::Farthest)) { (distance(lang, *way)) }
                            td data-label=(lang.say(F::Voters)) { (number(branch)) }
                        }
                    }
                }
            }
            p.hint { @if near.is_empty() { (lang.say(F::WhatIfAlone)) } @else { (lang.say(F::WhatIfNear)) } }
            div.fields {
                div.field {
                    label for="into" { (lang.say(F::WhatIfInto)) }
                    select #into name="into" {
                        @for branch in std::iter::once(&of).chain(near.iter().map(|(branch, _)| branch)) {
                            option value=(part(&branch.site.place)) selected[typed.get("into") == part(&branch.site.place)] { (name(branch)) }
                        }
                    }
                }
                div.field {
                    label for="parts" { (lang.say(F::WhatIfParts)) }
                    select #parts name="parts" { @for n in 2..=MOST_PARTS { option value=(n) selected[n == parts] { (lang.number(u64::from(n))) } } }
                }
            }
            div.acts {
                button name="do" value="merge" { (lang.say(F::WhatIfMerge)) }
                button.quiet name="do" value="split" { (lang.say(F::WhatIfSplit)) }
            }
        }
    }
}

fn distance(lang: Lang, metres: u32) -> String {
    lang.fill(F::Metres, &[&lang.number(metres)])
}

fn table(lang: Lang, rows: &[Row]) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (lang.say(H::FieldBranch)) }
                @for word in [F::Voters, F::Rooms, F::DevicesReady, F::DevicesNeeded, F::BoothsNeeded, F::Wait, F::Farthest] { th.number scope="col" { (lang.say(word)) } }
                th scope="col" { (lang.say(H::Survey)) } th scope="col" { (lang.say(H::Coverage)) } th scope="col" { (lang.say(F::Sensitivity)) }
            } }
            tbody {
                @for Row { name, facts, reckoned } in rows {
                    tr {
                        th scope="row" { (name) }
                        td.number data-label=(lang.say(F::Voters)) { (lang.number(facts.voters)) }
                        td.number data-label=(lang.say(F::Rooms)) { @match facts.rooms { Some(rooms) => (lang.number(rooms)), None => "–" } }
                        td.number data-label=(lang.say(F::DevicesReady)) { (lang.number(facts.devices)) }
                        td.number data-label=(lang.say(F::DevicesNeeded)) {
                            @match reckoned {
                                Some(Usual { need, .. }) if need.obstacle.is_none() => {
                                    (lang.number(need.devices))
                                    @if need.devices > u32::from(facts.devices) { " " (badge("red", &lang.fill(F::Short, &[&lang.number(need.devices - u32::from(facts.devices))]))) }
                                }
                                _ => (badge("red", lang.say(F::NotToBeKept))),
                            }
                        }
                        td.number data-label=(lang.say(F::BoothsNeeded)) { @if let Some(Usual { need, .. }) = reckoned { (lang.number(need.booths)) } @else { "–" } }
                        td.number data-label=(lang.say(F::Wait)) {
                            @match reckoned.as_ref().and_then(|reckoned| reckoned.wait_s) { Some(wait) => (duration(lang, wait)), None => "–" }
                        }
                        td.number data-label=(lang.say(F::Farthest)) { (distance(lang, facts.farthest_m)) }
                        td data-label=(lang.say(H::Survey)) {
                            @match facts.fitness { Some(fitness) => { @let (tone, word) = said::fitness(fitness); (badge(tone, lang.say(word))) } None => (lang.say(H::SurveyNone)) }
                        }
                        td data-label=(lang.say(H::Coverage)) { @let (tone, word) = said::coverage(facts.coverage); (badge(tone, lang.say(word))) }
                        td data-label=(lang.say(F::Sensitivity)) {
                            @if facts.village { (badge("amber", lang.say(H::SettingVillage))) " " }
                            @if facts.risks > 0 { (lang.fill(F::RisksOpen, &[&lang.number(facts.risks as u64), &lang.number(facts.heaviest)])) }
                            @if !facts.village && facts.risks == 0 { (lang.say(F::SensitivityNone)) }
                        }
                    }
                }
            }
        }
    }
}
