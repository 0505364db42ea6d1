//! The aggregation of a contest over all its boxes («صورتجلسه تجمیع»).

use super::disturbance::{self, Disturbances, Everywhere};
use super::remarks::Told;
use super::{Record, Row, rows, spoken};
use crate::{Failed, Form, Lang};
use election::id::Code;
use election::outcome::{Minutes, Remark};
use election::setup::Contest;
use election::tally::Totals;
use serde::Serialize;

const FORM: Form = Form::new("county", include_str!("../../templates/county.typ"));

#[derive(Debug, Serialize)]
struct Page {
    figures: Vec<(String, String)>,
    lists: Vec<ListRow>,
    boxes: Vec<BoxRow>,
    remarks: Vec<Told>,
    disturbances: Vec<Everywhere>,
    votes: Vec<Row>,
    ballots: String,
    valid: String,
    blank: String,
    without: String,
}

#[derive(Debug, Serialize)]
struct ListRow {
    code: String,
    name: String,
    votes: String,
    share: String,
}

#[derive(Debug, Serialize)]
struct BoxRow {
    unit: String,
    branches: String,
    ballots: String,
    valid: String,
    blank: String,
}

pub(super) fn print(
    record: &Record<'_>,
    language: Lang,
    contest: &Contest,
    boxes: &[Minutes],
    (remarks, happened): (&[Remark], &Disturbances),
) -> Result<Vec<u8>, Failed> {
    let l = language;
    let mut totals = Totals::zero(contest);
    boxes.iter().for_each(|minutes| totals.add(&minutes.totals));
    let branches: Vec<_> = boxes.iter().flat_map(|minutes| minutes.branches.iter().cloned()).collect();
    let (ballots, blank) = (l.number(totals.ballots), l.number(totals.blank_picks));
    let valid = l.number(totals.valid_votes());
    let (votes, without) = rows(l, contest, &totals);
    let page = Page {
        figures: vec![
            (l.pick("صندوق", "Boxes").into(), l.number(boxes.len() as u64)),
            (l.pick("برگه‌ی شمرده‌شده", "Ballots counted").into(), ballots.clone()),
            (l.pick("آرای صحیح مأخوذه", "Valid votes cast").into(), valid.clone()),
            (l.pick("انتخاب سفید", "Picks left blank").into(), blank.clone()),
        ],
        lists: lists(l, contest, &totals),
        boxes: boxes.iter().map(|minutes| row(record, l, minutes)).collect(),
        remarks: record.told(l, remarks),
        disturbances: disturbance::summed(l, &branches, happened),
        votes,
        ballots,
        valid,
        blank,
        without,
    };
    let title = l.pick("صورتجلسه‌ی تجمیع آرا", "Minutes of the aggregation");
    let head = record
        .letterhead(l, title, contest, &format!("results/{}/boxes", contest.id))
        .fact(l.pick("کرسی", "Seats"), l.number(contest.seats))
        .fact(l.pick("نامزد", "Candidates"), l.number(contest.candidates.len() as u64));
    FORM.pdf(&head, &page)
}

fn lists(l: Lang, contest: &Contest, totals: &Totals) -> Vec<ListRow> {
    if contest.lists.is_empty() {
        return Vec::new();
    }
    let of = |list: Option<&Code>| -> u64 {
        let voted = contest.candidates.iter().zip(&totals.votes);
        voted.filter(|(candidate, _)| candidate.list.as_ref() == list).map(|(_, total)| total.votes).sum()
    };
    let row = |code: String, name: &str, votes: u64| ListRow {
        code,
        name: name.to_owned(),
        votes: l.number(votes),
        share: l.percent(votes, totals.valid_votes()),
    };
    let named = contest
        .lists
        .iter()
        .map(|list| row(l.digits(list.code.as_str()), spoken(l, &list.name), of(Some(&list.code))));
    let independents = contest.candidates.iter().any(|candidate| candidate.list.is_none());
    let pooled = independents.then(|| row(String::new(), l.pick("نامزدهای منفرد", "Independents"), of(None)));
    named.chain(pooled).collect()
}

fn row(record: &Record<'_>, l: Lang, minutes: &Minutes) -> BoxRow {
    let name = |id| {
        let branch = record.setup.branch(id);
        branch.map_or_else(|| l.digits(id.as_str()), |branch| spoken(l, &branch.name).to_owned())
    };
    let branches: Vec<String> = minutes.branches.iter().map(name).collect();
    BoxRow {
        unit: l.digits(minutes.box_id.unit.as_str()),
        branches: branches.join(l.pick("، ", ", ")),
        ballots: l.number(minutes.totals.ballots),
        valid: l.number(minutes.totals.valid_votes()),
        blank: l.number(minutes.totals.blank_picks),
    }
}
