//! Branches whose lines do not both carry them, or hang on one thing.

use super::super::{Room, SignedIn, words::Word as H};
use super::{part, said};
use crate::furniture::{badge, notice};
use crate::locale::Word as W;
use crate::pages::{Answer, Asked};
use axum::extract::{Query, State};
use headquarters::branch::Branch;
use headquarters::network::{Coverage, Fate, Rank};
use headquarters::permit::{Permit, act};
use maud::html;
use office::Office;

pub(super) async fn page(
    State(office): State<Office>,
    signed: SignedIn,
    Query(asked): Query<Asked>,
) -> Answer {
    let lang = signed.lang;
    let permit: Permit<act::ReadNetwork> = signed.permit()?;
    let register = office.network_register(&permit).await.map_err(|e| signed.failed(e))?;
    let (today, reach) = (office.today(), permit.reach());
    let shown = asked.shown();
    let weak: Vec<(&Branch, Coverage, Vec<Fate>)> = register
        .branches()
        .map(|kept| &*kept.file)
        .filter(|branch| reach.iter().any(|scope| scope.contains(&branch.site.place)))
        .map(|branch| (branch, branch.network.coverage_on(today), branch.network.fates_on(today)))
        .filter(|(_, coverage, fates)| *coverage != Coverage::Full || !fates.is_empty())
        .collect();
    let counts = Coverage::ALL.iter().map(|c| (*c, weak.iter().filter(|row| row.1 == *c).count()));
    let counts: Vec<(Coverage, usize)> = counts.filter(|(c, _)| *c != Coverage::Full).collect();
    let none = weak.is_empty();
    let found = weak.into_iter().filter(|(branch, ..)| {
        let line = |rank| branch.network.line_on(rank, today).map_or("", |line| line.operator.as_str());
        let site = &branch.site;
        asked.shown().words.is_empty()
            || shown.matches(&[
                &site.name,
                &site.latin,
                site.place.as_str(),
                line(Rank::Primary),
                line(Rank::Second),
            ])
    });
    let (rows, pages) = shown.cut(found.collect());
    let title = lang.say(H::Network);
    let content = html! {
        h1 { (title) }
        p { (lang.say(H::NetworkLead)) }
        @if none { (notice("good", lang.say(H::NetworkAllGood), "")) } @else {
            ul.standings {
                @for (coverage, count) in counts {
                    @let (tone, word) = said::coverage(coverage);
                    li { (badge(tone, lang.say(word))) " " strong { (lang.number(count as u64)) } }
                }
            }
            (shown.search(lang, W::SearchBranch))
            @if rows.is_empty() { (shown.nothing(lang)) } @else {
                table.stack {
                    thead { tr {
                        th scope="col" { (lang.say(H::FieldBranch)) } th scope="col" { (lang.say(H::Coverage)) }
                        th scope="col" { (lang.say(H::LinePrimary)) } th scope="col" { (lang.say(H::LineSecond)) }
                        th scope="col" { (lang.say(H::SharedFate)) }
                    } }
                    tbody {
                        @for (branch, coverage, fates) in &rows {
                            @let (tone, word) = said::coverage(*coverage);
                            tr {
                                th scope="row" { a href={ "/" (lang.code()) "/hq/branches/" (part(&branch.site.place)) } { (lang.pick(&branch.site.name, &branch.site.latin)) } }
                                td data-label=(lang.say(H::Coverage)) { (badge(tone, lang.say(word))) }
                                @for (rank, label) in [(Rank::Primary, H::LinePrimary), (Rank::Second, H::LineSecond)] {
                                    td data-label=(lang.say(label)) {
                                        @match branch.network.line_on(rank, today) {
                                            Some(line) => { (lang.say(said::bearer(line.bearer))) " · " (line.operator) }
                                            None => (lang.say(H::LineNone)),
                                        }
                                    }
                                }
                                td data-label=(lang.say(H::SharedFate)) { @for fate in fates { (badge("red", lang.say(said::fate(*fate)))) " " } }
                            }
                        }
                    }
                }
                (shown.pager(lang, pages))
            }
        }
    };
    Ok(super::super::page(&signed, Room::Network, title, &format!("/hq/network{}", shown.query()), &content))
}
