//! Where the files of the record lie, besides the log itself.

use election::id::{BranchId, ContestId};
use election::unit::BoxId;

/// The frozen set-up.
pub const SETUP: &str = "setup.json";
/// What becomes of the pending ballots.
pub const DECISION: &str = "decision.json";
/// The check-in ledger's counts.
pub const LEDGER: &str = "ledger.json";

/// The voting cards of a branch.
pub fn cards(branch: &BranchId) -> String {
    format!("cards/{branch}")
}
/// The pending cards of a branch.
pub fn pending(branch: &BranchId) -> String {
    format!("pending/{branch}")
}
/// The slots a trustee made of a box.
pub fn mix_slots(box_id: &BoxId, trustee: u16) -> String {
    format!("mix/{box_id}/{trustee}.slots")
}
/// The proof of that mix.
pub fn mix_proof(box_id: &BoxId, trustee: u16) -> String {
    format!("mix/{box_id}/{trustee}.proof")
}
/// A trustee's part of the opening of a box.
pub fn partial(box_id: &BoxId, trustee: u16) -> String {
    format!("open/{box_id}/{trustee}.partial")
}
/// The minutes of a box.
pub fn minutes(box_id: &BoxId) -> String {
    format!("minutes/{box_id}.json")
}
/// The result of a contest.
pub fn result(contest: &ContestId) -> String {
    format!("results/{contest}.json")
}

use crate::entry::{Body, File};

/// The files that an entry brings onto the record.
pub fn files(body: &Body) -> Vec<(String, File)> {
    match body {
        Body::Setup(b) => vec![(SETUP.into(), b.setup)],
        Body::Opening(b) => {
            let pending = b.pending.map(|file| (pending(&b.branch), file));
            std::iter::once((cards(&b.branch), b.cards)).chain(pending).collect()
        }
        Body::Decision(b) => vec![(DECISION.into(), b.decision)],
        Body::Ledger(b) => vec![(LEDGER.into(), b.ledger)],
        Body::Mix(b) => {
            vec![(mix_slots(&b.box_id, b.trustee), b.output), (mix_proof(&b.box_id, b.trustee), b.proof)]
        }
        Body::Partial(b) => vec![(partial(&b.box_id, b.trustee), b.partial)],
        Body::Count(b) => vec![(minutes(&b.box_id), b.minutes)],
        Body::Outcome(b) => vec![(result(&b.contest), b.result)],
        Body::Pledge(_)
        | Body::Deal(_)
        | Body::Verdict(_)
        | Body::Key(_)
        | Body::Ballot(_)
        | Body::Spoiled(_)
        | Body::Refused(_)
        | Body::Closing(_)
        | Body::Settlement(_)
        | Body::Void(_)
        | Body::Lot(_) => Vec::new(),
    }
}
