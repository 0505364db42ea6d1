//! From totals to seats: the minutes of a box, the result of a contest.

use crate::id::{BranchId, Code, ContestId};
use crate::setup::{Contest, Name};
use crate::tally::Totals;
use crate::unit::{BoxId, UnitId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The minutes of a box («صورتجلسه شمارش»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minutes {
    /// The box.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// The branches of its unit.
    pub branches: Vec<BranchId>,
    /// What must be told of these branches; usually nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// What it held.
    pub totals: Totals,
}

/// What the minutes must tell of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Remark {
    /// Its figures differed from the ledger's and were settled by both officers and both boards.
    Settled {
        /// The branch.
        branch: BranchId,
        /// Check-ins as its machine had counted them.
        counted: u64,
        /// Check-ins as agreed.
        check_ins: u64,
        /// Cards given out, as agreed.
        cards: u64,
        /// Why, in their words.
        reason: String,
    },
    /// It was cut off from the headquarters for a while, and took voters whom nobody could confirm.
    Pending {
        /// The branch.
        branch: BranchId,
        /// Voters who were given a pending card.
        check_ins: u64,
        /// Their ballots that were released and are in the box.
        released: u64,
        /// Their ballots that were struck.
        struck: u64,
    },
    /// Ballots that have a receipt and may not stand on the record, each named there.
    Refused {
        /// The branch.
        branch: BranchId,
        /// Cast: they are in no box.
        cast: u64,
        /// Challenged.
        challenged: u64,
    },
    /// It has no ballots in the box.
    Void {
        /// The branch.
        branch: BranchId,
        /// What became of it.
        why: Void,
        /// Ballots on the record that were set aside and not counted.
        set_aside: u64,
        /// Why, in the words of those who signed.
        reason: String,
    },
}

/// Why a branch has no ballots in any box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Void {
    /// It never opened («تشکیل نشد»).
    NotOpened,
    /// It opened, and cannot close: its machine or its folder is lost.
    Lost,
    /// The boards annulled it («ابطال»).
    Annulled,
}

impl fmt::Display for Void {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOpened => "not opened",
            Self::Lost => "lost",
            Self::Annulled => "annulled",
        })
    }
}

impl Minutes {
    /// Reads the file.
    pub fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The file, in its one spelling.
    pub fn to_bytes(&self) -> Vec<u8> {
        spelled(self)
    }
}

/// The result of a contest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestResult {
    /// The contest.
    pub contest: ContestId,
    /// The rule both boards signed with the set-up.
    pub rule: String,
    /// The boxes that were added up.
    pub boxes: Vec<UnitId>,
    /// Their sum.
    pub totals: Totals,
    /// Votes for candidates.
    pub valid_votes: u64,
    /// Elected candidates, in order.
    pub elected: Vec<Code>,
    /// Alternates, in order.
    pub alternates: Vec<Code>,
    /// Seats of each list, and the way there step by step, as `amin seats` prints it.
    pub seats: serde_json::Value,
}

impl ContestResult {
    /// Reads the file.
    pub fn parse(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The file, in its one spelling.
    pub fn to_bytes(&self) -> Vec<u8> {
        spelled(self)
    }
}

fn spelled(value: &impl Serialize) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(value).expect("only strings, numbers and lists");
    json.push(b'\n');
    json
}

/// The law leaves it to a lot («قرعه»): the question that the seat rule asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LotDue {
    /// What for: a name of the seat rules.
    pub purpose: String,
    /// Between whom.
    pub among: Vec<Code>,
    /// How many of them are drawn.
    pub choose: u32,
}

impl fmt::Display for LotDue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes: Vec<&str> = self.among.iter().map(Code::as_str).collect();
        write!(f, "{}: {} of {}", self.purpose, self.choose, codes.join(", "))
    }
}

/// A lot that was drawn before both boards: the question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// What for: a name of the seat rules.
    pub purpose: String,
    /// Between whom.
    pub among: Vec<Code>,
    /// Who was drawn, in order.
    pub drawn: Vec<Code>,
}

/// What the rule says.
#[derive(Debug, Clone, PartialEq)]
pub enum Ruling {
    /// The seats are decided.
    Decided(ContestResult),
    /// A lot must be drawn first.
    LotDue(LotDue),
}

/// Why a rule cannot be applied to these totals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undecidable {
    /// A rule that this program does not have.
    #[error("there is no seat rule \u{201c}{0}\u{201d}")]
    UnknownRule(String),
    /// The rule does not take these totals.
    #[error("{0}")]
    Input(#[from] seats::BadInput),
    /// A lot on the record answers no question of the rules.
    #[error("no rule asks for a lot \u{201c}{0}\u{201d}")]
    UnknownLot(String),
}

/// Applies the contest's rule to its totals and the lots drawn so far.
pub fn decide(
    contest: &Contest,
    totals: Totals,
    boxes: Vec<UnitId>,
    lots: &[Drawn],
) -> Result<Ruling, Undecidable> {
    let rule = seats::rule(&contest.rule).ok_or_else(|| Undecidable::UnknownRule(contest.rule.clone()))?;
    // Nobody chose anybody: no rule can share out seats, and that is the result.
    if totals.valid_votes() == 0 {
        return Ok(Ruling::Decided(ContestResult {
            contest: contest.id.clone(),
            rule: contest.rule.clone(),
            boxes,
            valid_votes: 0,
            totals,
            elected: Vec::new(),
            alternates: Vec::new(),
            seats: serde_json::json!({ "rule": rule.name, "version": rule.version, "seats": [], "steps": [] }),
        }));
    }
    let input = input(contest, &totals, lots)?;
    let outcome = seats::allocate(rule, &input)?;
    let allocation = match &outcome {
        seats::Outcome::NeedsLot(lot) => {
            let among = lot.among.iter().map(code).collect();
            let purpose = lot.purpose.name().to_owned();
            return Ok(Ruling::LotDue(LotDue { purpose, among, choose: lot.choose }));
        }
        seats::Outcome::Decided(allocation) => allocation,
    };
    Ok(Ruling::Decided(ContestResult {
        contest: contest.id.clone(),
        rule: contest.rule.clone(),
        boxes,
        valid_votes: totals.valid_votes(),
        totals,
        elected: allocation.elected.iter().map(code).collect(),
        alternates: allocation.alternates.iter().map(code).collect(),
        seats: seats::json::outcome(rule, &outcome),
    }))
}

/// The totals as the seat rules take them.
pub fn input(contest: &Contest, totals: &Totals, lots: &[Drawn]) -> Result<seats::Input, Undecidable> {
    input_named(contest, totals, lots, |name| &name.fa)
}

/// The same, told with other names: the record has the Persian ones, and names decide nothing.
pub fn input_named(
    contest: &Contest,
    totals: &Totals,
    lots: &[Drawn],
    spoken: impl Fn(&Name) -> &str,
) -> Result<seats::Input, Undecidable> {
    let candidate = |place: usize| {
        let about = &contest.candidates[place];
        seats::Candidate {
            code: about.code.as_str().into(),
            name: Some(spoken(&about.name).into()),
            votes: totals.votes[place].votes,
            veteran: Some(about.veteran),
            degree: Some(about.degree),
        }
    };
    let lists = contest.lists.iter().map(|list| seats::DraftList {
        code: list.code.as_str().into(),
        name: Some(spoken(&list.name).into()),
        votes: None,
        candidates: Some(contest.members(&list.code).map(|place| candidate(place.into())).collect()),
        exempt: false,
    });
    let independents = (0..contest.candidates.len())
        .filter(|place| contest.candidates[*place].list.is_none())
        .map(candidate);
    let lots = lots.iter().map(|lot| {
        let purpose =
            seats::LotFor::named(&lot.purpose).ok_or_else(|| Undecidable::UnknownLot(lot.purpose.clone()))?;
        let codes = |codes: &[Code]| codes.iter().map(|c| c.as_str().into()).collect();
        Ok(seats::DrawnLot { purpose, among: codes(&lot.among), drawn: codes(&lot.drawn) })
    });
    let draft = seats::Draft {
        seats: contest.seats.into(),
        lists: lists.collect(),
        independents: independents.collect(),
        independent_votes: None,
        lots: lots.collect::<Result<_, Undecidable>>()?,
        alternates: Some(contest.alternates.into()),
        valid_votes: None,
        readings: contest.readings.clone().into_iter().collect(),
    };
    Ok(draft.check()?)
}

fn code(code: &seats::Code) -> Code {
    Code::new(code.as_str()).expect("the seat rules answer with codes they were given")
}
