//! The minutes of one branch («صورتجلسه شعبه»): opening, closing, how its figures agree, and what was counted.

use super::Disturbance;
use super::remarks::Told;
use super::{Record, Row, rows, spoken};
use crate::{Failed, Form, Lang};
use board::branch_day::BranchDay;
use election::outcome::Minutes;
use serde::Serialize;

const FORM: Form = Form::new("branch", include_str!("../../templates/branch.typ"));

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Page {
    opening: Vec<(String, String)>,
    closed: String,
    balance: Vec<BalanceRow>,
    remarks: Vec<Told>,
    disturbances: Vec<Disturbance>,
    counts: Vec<CountBlock>,
}

/// A figure of the closing, and what it must agree with.
#[derive(Debug, Serialize)]
pub struct BalanceRow {
    /// Which figure.
    pub what: &'static str,
    /// As the officers signed it.
    pub figure: String,
    /// What the record holds against it.
    pub against: String,
}

/// What one contest's box held.
#[derive(Debug, Serialize)]
struct CountBlock {
    contest: String,
    note: String,
    figures: Vec<(String, String)>,
    votes: Vec<Row>,
    valid: String,
    without: String,
}

pub(super) fn print(
    record: &Record<'_>,
    language: Lang,
    (day, disturbances): (&BranchDay, &[Disturbance]),
    counts: &[Minutes],
) -> Result<Vec<u8>, Failed> {
    let l = language;
    let branch = record.setup.branch(&day.branch).ok_or_else(|| Failed::Layout {
        form: "branch",
        what: format!("the set-up has no branch {}", day.branch),
    })?;
    let hour = |at: Option<&str>| at.map_or_else(String::new, |at| l.hour(at));
    let opening = day.opening.as_ref().map_or_else(Vec::new, |opening| {
        vec![
            (l.pick("ساعت", "Hour").into(), l.hour(&opening.at)),
            (l.pick("دستگاه رأی", "Voting devices").into(), l.number(opening.booths.len() as u64)),
            (l.pick("کارت رأی تحویلی", "Voting cards delivered").into(), l.number(day.cards)),
            (
                l.pick("رأی در صندوق هنگام افتتاح", "Ballots in the box at opening").into(),
                l.number(opening.ballots),
            ),
        ]
    });
    let page = Page {
        opening,
        closed: hour(day.closing.as_ref().map(|closing| closing.at.as_str())),
        balance: balance(l, day),
        remarks: record.told(l, &day.remarks),
        disturbances: disturbances.to_vec(),
        counts: day.boxes.iter().map(|id| count(record, l, day, id, counts)).collect(),
    };
    let about = format!("{} · {}", l.digits(branch.id.as_str()), spoken(l, &branch.name));
    let of = format!("branches/{}", branch.id);
    let head = record
        .head_of(l, l.pick("صورتجلسه‌ی شعبه‌ی اخذ رأی", "Minutes of a branch"), &about, &of)
        .fact(l.pick("شماره‌ی شعبه", "Branch"), l.digits(branch.id.as_str()))
        .fact(l.pick("حوزه‌ی فرعی", "Area"), l.digits(branch.area.as_str()))
        .signed_by(
            l.pick("رئیس شعبه", "Chair of the branch"),
            l.pick("از سوی هیأت اجرایی", "for the executive board"),
        )
        .signed_by(
            l.pick("ناظر شعبه", "Observer of the branch"),
            l.pick("از سوی هیأت نظارت", "for the supervisory board"),
        );
    FORM.pdf(&head, &page)
}

/// The figures that the officers signed, each beside what the record holds against it; nothing before closing.
#[must_use]
pub fn balance(l: Lang, day: &BranchDay) -> Vec<BalanceRow> {
    let Some(closing) = &day.closing else { return Vec::new() };
    let row = |what, figure: u64, against| BalanceRow { what, figure: l.number(figure), against };
    let ledger = day.ledger.as_ref().map_or_else(String::new, |ledger| {
        let told = l.pick(
            "دفتر ستاد: {1}؛ رأی تکراری ردشده: {2}",
            "headquarters' ledger: {1}; second votes refused: {2}",
        );
        told.replace("{1}", &l.number(ledger.check_ins)).replace("{2}", &l.number(ledger.refused))
    });
    let mut sum = format!(
        "{} = {} + {}",
        l.number(closing.cards),
        l.number(closing.ballots),
        l.number(closing.abandoned)
    );
    if closing.refused > 0 {
        sum += &l.pick(" + {} پذیرفته‌نشده", " + {} refused").replace("{}", &l.number(closing.refused));
    }
    let on_record = l.pick("روی تابلو: {}", "on the record: {}").replace("{}", &l.number(day.ballots));
    vec![
        row(l.pick("ثبت حضور", "Voters checked in"), closing.check_ins, ledger),
        row(
            l.pick("کارت تحویل‌شده به رأی‌دهندگان", "Voting cards given out"),
            closing.cards,
            l.pick("رأی‌ها و کارت‌های بی‌رأی: ", "ballots and cards without one: ").to_owned() + &sum,
        ),
        row(l.pick("رأی در صندوق", "Ballots cast"), closing.ballots, on_record),
        row(l.pick("کارت بی‌رأی", "Cards without a ballot"), closing.abandoned, String::new()),
        row(
            l.pick("رأی آزمایشی", "Challenged ballots"),
            closing.spoiled,
            l.pick("گشوده و منتشر شده؛ شمرده نمی‌شود", "opened and published; counted nowhere").into(),
        ),
    ]
}

fn count(
    record: &Record<'_>,
    l: Lang,
    day: &BranchDay,
    id: &election::unit::BoxId,
    counts: &[Minutes],
) -> CountBlock {
    let contest = record.setup.contest(&id.contest);
    let mut block = CountBlock {
        contest: contest
            .map_or_else(|| id.contest.to_string(), |contest| spoken(l, &contest.title).to_owned()),
        note: String::new(),
        figures: Vec::new(),
        votes: Vec::new(),
        valid: String::new(),
        without: String::new(),
    };
    let minutes = counts.iter().find(|minutes| minutes.box_id == *id);
    match (contest, minutes) {
        _ if day.void.is_some() => {
            block.note = l
                .pick("رأی این شعبه در هیچ صندوقی نیست.", "The ballots of this branch are in no box.")
                .into();
        }
        (Some(contest), Some(minutes)) if minutes.branches.len() == 1 => {
            let totals = &minutes.totals;
            (block.votes, block.without) = rows(l, contest, totals);
            block.valid = l.number(totals.valid_votes());
            block.figures = vec![
                (l.pick("برگه‌ی شمرده‌شده", "Ballots counted").into(), l.number(totals.ballots)),
                (l.pick("آرای صحیح مأخوذه", "Valid votes cast").into(), block.valid.clone()),
                (l.pick("انتخاب سفید", "Picks left blank").into(), l.number(totals.blank_picks)),
            ];
        }
        (_, Some(minutes)) => {
            let told = l.pick(
                "رأی‌های این شعبه همراه با {1} شعبه‌ی دیگر، در صندوق {2}، شمرده شده است تا رأی کسی شناخته نشود؛ صورتجلسه‌ی آن صندوق را ببینید.",
                "The ballots of this branch were counted together with those of {1} more, in box {2}, so that nobody's vote can be recognised; see the minutes of that box.",
            );
            block.note = told
                .replace("{1}", &l.number(minutes.branches.len() as u64 - 1))
                .replace("{2}", &l.digits(id.unit.as_str()));
        }
        (_, None) => block.note = l.pick("هنوز شمرده نشده است.", "Not counted yet.").into(),
    }
    block
}
