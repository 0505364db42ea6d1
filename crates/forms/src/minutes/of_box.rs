//! The minutes of one box («صورتجلسه شمارش»).

use super::disturbance::{self, AtBranch, Disturbances};
use super::remarks::Told;
use super::{Record, Row, rows, spoken};
use crate::{Failed, Form, Lang};
use board::branch_day::BranchDay;
use board::entry::Closing;
use election::outcome::Minutes;
use serde::Serialize;

const FORM: Form = Form::new("box", include_str!("../../templates/box.typ"));

#[derive(Debug, Serialize)]
struct Page {
    joined: bool,
    branches: Vec<BranchRow>,
    sum: Figures,
    remarks: Vec<Told>,
    disturbances: Vec<AtBranch>,
    figures: Vec<(String, String)>,
    votes: Vec<Row>,
    valid: String,
    without: String,
}

#[derive(Debug, Serialize)]
struct BranchRow {
    id: String,
    name: String,
    opened: String,
    closed: String,
    #[serde(flatten)]
    figures: Figures,
}

/// What a branch counted of itself when it closed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Figures {
    check_ins: String,
    cards: String,
    ballots: String,
    challenged: String,
    unused: String,
}

impl Figures {
    fn of(l: Lang, closings: &[&Closing]) -> Self {
        let sum = |figure: fn(&Closing) -> u64| l.number(closings.iter().map(|c| figure(c)).sum::<u64>());
        Self {
            check_ins: sum(|c| c.check_ins),
            cards: sum(|c| c.cards),
            ballots: sum(|c| c.ballots),
            challenged: sum(|c| c.spoiled),
            unused: sum(|c| c.abandoned),
        }
    }
}

pub(super) fn print(
    record: &Record<'_>,
    language: Lang,
    minutes: &Minutes,
    (days, happened): (&[BranchDay], &Disturbances),
) -> Result<Vec<u8>, Failed> {
    let l = language;
    let missing = |what: &str| Failed::Layout { form: "box", what: format!("the set-up has no {what}") };
    let contest =
        record.setup.contest(&minutes.box_id.contest).ok_or_else(|| missing("contest of that name"))?;
    let of = |id: &election::id::BranchId| days.iter().find(|day| day.branch == *id);
    let branches = minutes.branches.iter().map(|id| {
        let (name, closing) = (record.setup.branch(id), of(id).and_then(|day| day.closing.as_ref()));
        let opening = of(id).and_then(|day| day.opening.as_ref());
        BranchRow {
            id: l.digits(id.as_str()),
            name: name.map_or_else(String::new, |branch| spoken(l, &branch.name).to_owned()),
            opened: opening.map_or_else(String::new, |opening| l.hour(&opening.at)),
            closed: closing.map_or_else(String::new, |closing| l.hour(&closing.at)),
            figures: Figures::of(l, closing.as_slice()),
        }
    });
    let closings: Vec<&Closing> = minutes.branches.iter().filter_map(|id| of(id)?.closing.as_ref()).collect();
    let totals = &minutes.totals;
    let valid = l.number(totals.valid_votes());
    let (votes, without) = rows(l, contest, totals);
    let page = Page {
        joined: minutes.branches.len() > 1,
        branches: branches.collect(),
        sum: Figures::of(l, &closings),
        remarks: record.told(l, &minutes.remarks),
        disturbances: disturbance::listed(l, &minutes.branches, happened),
        figures: vec![
            (l.pick("برگه‌ی شمرده‌شده", "Ballots counted").into(), l.number(totals.ballots)),
            (l.pick("آرای صحیح مأخوذه", "Valid votes cast").into(), valid.clone()),
            (l.pick("انتخاب سفید", "Picks left blank").into(), l.number(totals.blank_picks)),
            (l.pick("انتخاب هر رأی‌دهنده", "Picks of each voter").into(), l.number(contest.picks)),
        ],
        votes,
        valid,
        without,
    };
    let unit = l.digits(minutes.box_id.unit.as_str());
    let of_box = format!("results/{}/boxes/{}", contest.id, minutes.box_id.unit);
    let head = record
        .letterhead(l, l.pick("صورتجلسه‌ی شمارش صندوق", "Minutes of the count of a box"), contest, &of_box)
        .fact(l.pick("صندوق", "Box"), unit)
        .fact(l.pick("تعداد شعبه", "Branches"), l.number(minutes.branches.len() as u64));
    FORM.pdf(&head, &page)
}
