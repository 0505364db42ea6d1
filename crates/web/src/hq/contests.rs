//! The contests of the day and how far their count has come.

use crate::furniture::{badge, progress};
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use office::ContestRow;

pub(super) fn table(lang: Lang, contests: &[ContestRow], trustees: usize) -> Markup {
    html! {
        @if contests.is_empty() { p.hint { (lang.say(W::NoContests)) } } @else {
            table.stack {
                thead {
                    tr {
                        th scope="col" { (lang.say(W::Contest)) }
                        th.number scope="col" { (lang.say(W::Seats)) }
                        th.number scope="col" { (lang.say(W::Candidates)) }
                        th scope="col" { (lang.say(W::BoxesMixed)) }
                        th scope="col" { (lang.say(W::BoxesCounted)) }
                        th scope="col" { (lang.say(W::Standing)) }
                    }
                }
                tbody { @for contest in contests { (row(lang, contest, trustees)) } }
            }
        }
    }
}

fn row(lang: Lang, contest: &ContestRow, trustees: usize) -> Markup {
    let boxes = contest.boxes as u64;
    html! {
        tr {
            th scope="row" { (lang.pick(&contest.title.fa, &contest.title.en)) }
            td.number data-label=(lang.say(W::Seats)) { (lang.number(contest.seats)) }
            td.number data-label=(lang.say(W::Candidates)) { (lang.number(contest.candidates as u64)) }
            // Every trustee mixes every box.
            td data-label=(lang.say(W::BoxesMixed)) {
                @if boxes == 0 { span.hint { "–" } } @else { (progress(lang, contest.mixes as u64, boxes * trustees as u64)) }
            }
            td data-label=(lang.say(W::BoxesCounted)) {
                @if boxes == 0 { span.hint { "–" } } @else { (progress(lang, contest.counted as u64, boxes)) }
            }
            td data-label=(lang.say(W::Standing)) {
                @if contest.decided {
                    a href={ "/" (lang.code()) "/results/" (contest.id) } { (lang.say(W::SeeResult)) }
                } @else if boxes > 0 {
                    (badge("now", lang.say(W::ResultCounting)))
                } @else {
                    span.hint { (lang.say(W::ResultNotYet)) }
                }
            }
        }
    }
}
