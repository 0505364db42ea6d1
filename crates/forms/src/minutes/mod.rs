//! Minutes («صورتجلسه»): of a branch, of a box, of a contest in the whole county, of the seat calculation.
//!
//! Everything in them is read from the public record, so that anybody can print the same paper and compare. One part is
//! not, and says so: what the branch's desk reported to the headquarters, which only a headquarters prints.

mod county;
mod disturbance;
mod of_box;
mod of_branch;
pub mod remarks;
mod seats;

pub use disturbance::{Disturbance, Disturbances};
pub use of_branch::{BalanceRow, balance};
pub use seats::calculation;

use crate::{Failed, Lang, Letterhead, Proof};
use board::branch_day::BranchDay;
use board::log::Checkpoint;
use election::bytes::Digest;
use election::id::Code;
use election::outcome::{ContestResult, Drawn, Minutes, Remark};
use election::setup::{Branch, Contest, Name, Setup};
use serde::Serialize;

/// The public record that papers are printed from.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Its set-up.
    pub setup: &'a Setup,
    /// The fingerprint of the event.
    pub event: Digest,
    /// How far it had come.
    pub head: &'a Checkpoint,
    /// The site that shows it, `https://…`, if there is one.
    pub site: Option<&'a str>,
}

impl Record<'_> {
    /// The minutes of a branch: its day, and what its own boxes held.
    pub fn of_branch(
        &self,
        language: Lang,
        day: &BranchDay,
        counts: &[Minutes],
        disturbances: &[Disturbance],
    ) -> Result<Vec<u8>, Failed> {
        of_branch::print(self, language, (day, disturbances), counts)
    }

    /// The minutes of a box: its branches on polling day, and what was counted.
    pub fn of_box(
        &self,
        language: Lang,
        minutes: &Minutes,
        days: &[BranchDay],
        happened: &Disturbances,
    ) -> Result<Vec<u8>, Failed> {
        of_box::print(self, language, minutes, (days, happened))
    }

    /// The aggregation of a contest over all its boxes. The remarks are those of all branches, for a branch without
    /// a box stands in no box's minutes.
    pub fn county(
        &self,
        language: Lang,
        contest: &Contest,
        boxes: &[Minutes],
        remarks: &[Remark],
        happened: &Disturbances,
    ) -> Result<Vec<u8>, Failed> {
        county::print(self, language, contest, boxes, (remarks, happened))
    }

    /// The calculation of a contest's seats.
    pub fn seats(
        &self,
        language: Lang,
        contest: &Contest,
        result: &ContestResult,
        lots: &[Drawn],
    ) -> Result<Vec<u8>, Failed> {
        seats::print(self, language, contest, result, lots)
    }

    /// The letterhead of a paper about a contest, which both its boards sign. `of` is the page that shows the same.
    fn letterhead(&self, language: Lang, title: &str, contest: &Contest, of: &str) -> Letterhead {
        let l = language;
        let role = l.pick("رئیس هیأت", "Chair of the board");
        self.head_of(l, title, spoken(l, &contest.title), of)
            .signed_by(spoken(l, &contest.executive.name), role)
            .signed_by(spoken(l, &contest.supervisory.name), role)
    }

    /// Remarks with the names that the set-up has for the branches.
    fn told(&self, language: Lang, remarks: &[Remark]) -> Vec<remarks::Told> {
        let name = |branch: &Branch| spoken(language, &branch.name).to_owned();
        remarks::told(language, remarks, |id| self.setup.branch(id).map(name).unwrap_or_default())
    }

    fn head_of(&self, language: Lang, title: &str, about: &str, of: &str) -> Letterhead {
        let l = language;
        Letterhead::new(l, spoken(l, &self.setup.title), title, about)
            .fact(l.pick("روز رأی‌گیری", "Polling day"), l.day(&self.setup.polling_day))
            .proved_by(self.proof(l, of))
    }

    /// The head of the record on paper. The code holds the address of a page that compares the head and leads to the
    /// same figures, or the checkpoint itself.
    fn proof(&self, language: Lang, of: &str) -> Proof {
        let (l, head) = (language, self.head);
        let (check, scan) = match self.site {
            Some(site) => {
                let root = hex::encode(head.root.0);
                let page = format!("{site}/{}/verify", l.pick("fa", "en"));
                (page.clone(), format!("{page}?size={}&root={root}&of={}", head.size, of.replace('+', "%2B")))
            }
            None => (format!("amin verify RECORD --event {}", self.event), head.to_string()),
        };
        let entries = l.number(head.size);
        Proof {
            entries: l.pick("{} برگ", "{} entries").replace("{}", &entries),
            root: head.root.to_string(),
            event: self.event.to_string(),
            check,
            scan,
        }
    }
}

/// A candidate with votes, as a row.
#[derive(Debug, Serialize)]
struct Row {
    rank: String,
    code: String,
    name: String,
    list: String,
    votes: String,
}

/// The candidates with a vote, most first and equals by code, and a sentence about those without.
fn rows(language: Lang, contest: &Contest, totals: &election::tally::Totals) -> (Vec<Row>, String) {
    let l = language;
    let mut voted: Vec<_> =
        contest.candidates.iter().zip(&totals.votes).filter(|(_, total)| total.votes > 0).collect();
    voted.sort_by(|a, b| b.1.votes.cmp(&a.1.votes).then_with(|| a.0.code.as_str().cmp(b.0.code.as_str())));
    let without = contest.candidates.len() - voted.len();
    let rows = (1u64..).zip(voted).map(|(rank, (candidate, total))| Row {
        rank: l.number(rank),
        code: l.digits(candidate.code.as_str()),
        name: spoken(l, &candidate.name).to_owned(),
        list: list_name(l, contest, candidate.list.as_ref()),
        votes: l.number(total.votes),
    });
    let sentence = match without {
        0 => String::new(),
        _ => l
            .pick("{} نامزد دیگر رأیی ندارند.", "{} other candidates have no vote.")
            .replace("{}", &l.number(without as u64)),
    };
    (rows.collect(), sentence)
}

fn list_name(language: Lang, contest: &Contest, code: Option<&Code>) -> String {
    match code.and_then(|code| contest.lists.iter().find(|list| list.code == *code)) {
        Some(list) => spoken(language, &list.name).to_owned(),
        None if contest.lists.is_empty() => String::new(),
        None => language.pick("منفرد", "Independent").to_owned(),
    }
}

fn spoken(language: Lang, name: &Name) -> &str {
    language.pick(&name.fa, &name.en)
}
