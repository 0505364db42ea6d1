//! What is told of a day: throughput, exposure, voting history, and the log in a form that others read.

use crate::book::Book;
use crate::contact::State;
use crate::entry::{Act, Line, Standing, Why};
use crate::log::Log;
use crate::reconcile::Alarm;
use election::bytes::Digest;
use election::id::BranchId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Check-ins of a branch in bins of so many minutes, keyed by the bin's first millisecond.
pub fn throughput(book: &Book, branch: &BranchId, minutes: u64) -> BTreeMap<u64, u64> {
    let width = minutes.max(1) * 60_000;
    let mut bins = BTreeMap::new();
    for claim in book.at(branch) {
        *bins.entry(claim.at.wall / width * width).or_default() += 1;
    }
    bins
}

/// The end-of-day summary of a branch, as it is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Check-ins that the headquarters confirmed.
    pub confirmed: u64,
    /// Check-ins that wait for the rule.
    pub pending: u64,
    /// Second check-ins refused.
    pub repeats: u64,
    /// Persons let in by two officers.
    pub overrides: u64,
}

impl Summary {
    /// Counted.
    pub fn of(book: &Book, branch: &BranchId) -> Self {
        let pending = book.pending(branch);
        Self {
            confirmed: book.at(branch).count() as u64 - pending,
            pending,
            repeats: book.repeats().filter(|repeat| repeat.here.branch == *branch).count() as u64,
            overrides: book.overrides(branch),
        }
    }
}

/// How the civil registry is, as a desk meets it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Registry {
    /// This branch asks none.
    #[default]
    Unasked,
    /// It answers.
    Answers,
    /// It does not, and the desk goes on by the roll.
    Silent,
    /// It denies many, or its answers are forged: it is the suspect, and the desk goes on by the roll.
    Untrue,
}

/// What a branch says of itself every few seconds, beside its log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOfLife {
    /// Figures that do not agree, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Alarm>,
    /// How it meets the civil registry.
    #[serde(default)]
    pub registry: Registry,
    /// SHA-256 of the program that it runs, as it read it from its own disk. A program that lies says what it likes; this
    /// finds the machine that was forgotten when the others were brought up to date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<Digest>,
}

/// The program that most branches run; of two that as many run, the one with the lesser digest.
pub fn usual_program(running: impl IntoIterator<Item = Digest>) -> Option<Digest> {
    let mut by: BTreeMap<Digest, usize> = BTreeMap::new();
    running.into_iter().for_each(|program| *by.entry(program).or_default() += 1);
    by.into_iter().rev().max_by_key(|(_, branches)| *branches).map(|(program, _)| program)
}

/// What the headquarters risks now, in one line: "37 branches alone, 4,120 unconfirmed, perhaps 310 more, expected duplicates 0.3".
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Exposure {
    /// Branches that are alone.
    pub alone: u64,
    /// Branches in which something is missing.
    pub degraded: u64,
    /// Pending check-ins that branches told of.
    pub unconfirmed: u64,
    /// And those that silent branches may have taken since. An estimate, for they cannot tell: their own pace so far.
    pub estimated: u64,
    /// Persons who will turn out to have two check-ins, expected.
    pub expected_duplicates: f64,
}

/// A branch that votes, as it is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposed {
    /// Connected, or alone.
    pub state: State,
    /// Pending check-ins that it told of.
    pub told: u64,
    /// And those that it may have taken since it was heard last.
    pub estimated: u64,
}

impl Exposed {
    /// A branch that took so many in so many seconds and has been silent for so many: if it goes on as before, it takes as
    /// many a second as pending. Under a policy that refuses it takes nobody, so this is the most that is likely.
    pub fn silent(told: u64, check_ins: u64, open: u64, silence: u64) -> Self {
        let pace = check_ins as f64 / open.max(1) as f64;
        // Truncates nothing that matters: a branch takes a few thousand a day.
        Self { state: State::Alone, told, estimated: (pace * silence as f64).round() as u64 }
    }
}

impl Exposure {
    /// `rate` is how many of those checked in try again elsewhere: refused second votes over check-ins, so far today.
    /// Whoever would have been refused may now get a pending ballot (which is struck later).
    pub fn of(branches: impl IntoIterator<Item = Exposed>, check_ins: u64, refused: u64) -> Self {
        let mut exposure = Self::default();
        for branch in branches {
            match branch.state {
                State::Alone => exposure.alone += 1,
                State::Degraded => exposure.degraded += 1,
                State::Connected => {}
            }
            exposure.unconfirmed += branch.told;
            exposure.estimated += branch.estimated;
        }
        // With nothing seen yet, one in a thousand: Laplace would be kinder, officers are not.
        let rate = if check_ins == 0 { 0.001 } else { refused as f64 / (check_ins + refused) as f64 };
        exposure.expected_duplicates = (exposure.unconfirmed + exposure.estimated) as f64 * rate;
        exposure
    }
}

/// In milliseconds.
const HOUR: u64 = 3_600_000;

/// Voting history («سابقه حضور») as CSV: who by key, where, when to the hour, how sure. Sorted by key, and hours instead of
/// moments: the order of check-ins must not lie beside the order of ballots. `time` comes from the caller, who has a calendar.
pub fn history(book: &Book, time: impl Fn(u64) -> String) -> String {
    let mut csv = String::from("voter,branch,hour,standing\n");
    for voter in book.voters() {
        for claim in book.live(voter) {
            let standing = match claim.standing {
                Standing::Confirmed => "confirmed",
                Standing::Pending { .. } => "pending",
            };
            let hour = time(claim.at.wall / HOUR * HOUR);
            writeln!(csv, "{},{},{hour},{standing}", hex::encode(voter.0), claim.branch)
                .expect("a text takes all");
        }
    }
    csv
}

/// The log in the form of NIST SP 1500-101 (Election Event Logging, version 1.0), without a voter's key. `generated` and
/// `time` come from the caller, who has a calendar.
pub fn event_log(log: &Log, election: &str, generated: &str, time: impl Fn(u64) -> String) -> Value {
    let mut devices: BTreeMap<_, Vec<Value>> = BTreeMap::new();
    for entry in log.entries() {
        let (kind, disposition, description) = told(&entry.act);
        devices.entry(entry.id.session).or_default().push(json!({
            "@type": "EventLogging.Event",
            "Id": entry.id.to_string(),
            "Sequence": entry.id.counter.to_string(),
            "TimeStamp": time(entry.at.wall),
            "Type": kind,
            "Disposition": disposition,
            "Description": description,
            "Details": format!("branch {}", entry.branch),
            "Hash": entry.digest().to_string(),
        }));
    }
    let devices: Vec<Value> = devices
        .into_iter()
        .map(|(session, events)| {
            json!({
                "@type": "EventLogging.Device",
                "Id": session.to_string(),
                "Type": "electronic-poll-book",
                "Event": events,
            })
        })
        .collect();
    json!({
        "@type": "EventLogging.ElectionEventLog",
        "ElectionId": election,
        "GeneratedTime": generated,
        "Details": "Hash: SHA-256 of the entry; each entry holds the hash of the one before it in its session",
        "Device": devices,
    })
}

fn told(act: &Act) -> (&'static str, &'static str, String) {
    match act {
        Act::Began(agreed) => {
            let link = agreed.act();
            let from = link.from.map_or_else(String::new, |from| format!(", supersedes {from}"));
            ("session-begun", "success", format!("desk {}{from}", link.station.desk))
        }
        Act::Opened(agreed) => {
            ("polls-opened", "success", format!("configuration {}", agreed.act().configuration))
        }
        Act::OpenedOnRecord { opening } => ("polls-opened", "success", format!("by the record's {opening}")),
        Act::Started { program } => ("program-started", "success", format!("SHA-256 {program}")),
        Act::Overridden(agreed) => {
            ("identification-overridden", "other", format!("{:?}", agreed.act().reason))
        }
        Act::Asked { .. } => ("check-in-asked", "na", String::new()),
        Act::Admitted { standing: Standing::Confirmed, .. } => ("check-in", "success", "confirmed".into()),
        Act::Admitted { standing: Standing::Pending { serial }, .. } => {
            ("check-in", "success", format!("pending under {serial}"))
        }
        Act::TurnedAway { why, .. } => ("check-in", "failure", refusal(why)),
        Act::Undone(agreed) => {
            let undo = agreed.act();
            ("check-in-undone", "success", format!("{} ({:?})", undo.claim, undo.reason))
        }
        Act::CutOff { policy, reason } => ("headquarters-lost", "failure", format!("{reason:?}, {policy:?}")),
        Act::Reached => ("headquarters-reached", "success", String::new()),
        Act::Restored(agreed) => match agreed.act() {
            Line::CheckedIn { claim, .. } => ("check-in-restored", "success", claim.to_string()),
            Line::Undone { claim } => ("undoing-restored", "success", claim.to_string()),
        },
        Act::StripRead(agreed) => ("strip-read", "success", agreed.act().session.to_string()),
        Act::Closed(agreed) => {
            ("polls-closed", "success", format!("{} check-ins", agreed.act().figures.check_ins()))
        }
    }
}

fn refusal(why: &Why) -> String {
    match why {
        Why::Already { earlier } => {
            format!("second check-in; the first is {} at branch {}", earlier.claim, earlier.branch)
        }
        Why::Ineligible => "taken off the roll".into(),
        Why::NotReached => "the headquarters is not reached".into(),
        Why::Interrupted => "the machine stopped before a card was given".into(),
    }
}
