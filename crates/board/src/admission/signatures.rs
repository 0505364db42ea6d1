//! Whose signatures an entry needs: exactly these, each once, each true.

use super::{Refusal, State};
use crate::entry::{Body, Entry, SaidBy, Spoiled};
use election::id::BranchId;
use election::setup::Setup;
use election::signatory::{Side, Signatory};

/// Everyone who must sign an entry, and nobody else may.
pub fn signatories(setup: &Setup, body: &Body) -> Vec<Signatory> {
    let officers =
        |branch: &BranchId| Side::BOTH.map(|side| Signatory::Officer(branch.clone(), side)).to_vec();
    let machine_and_officers = |branch: &BranchId| {
        let mut all = vec![Signatory::Branch(branch.clone())];
        all.extend(officers(branch));
        all
    };
    let all_boards = || setup.bodies().collect::<Vec<_>>();
    let boards = |contest: &election::id::ContestId| {
        Side::BOTH.map(|side| Signatory::Body(contest.clone(), side)).to_vec()
    };
    match body {
        Body::Setup(_) => {
            let mut all = vec![Signatory::Headquarters];
            all.extend(all_boards());
            all
        }
        Body::Pledge(b) => vec![Signatory::Trustee(b.trustee)],
        Body::Deal(b) => vec![Signatory::Trustee(b.trustee)],
        Body::Verdict(b) => vec![Signatory::Trustee(b.trustee)],
        Body::Key(b) => vec![Signatory::Trustee(b.trustee)],
        Body::Opening(b) => machine_and_officers(&b.branch),
        Body::Ballot(ballot) | Body::Spoiled(Spoiled { ballot, .. }) => {
            vec![
                Signatory::Booth(ballot.branch.clone(), ballot.booth),
                Signatory::Branch(ballot.branch.clone()),
            ]
        }
        Body::Closing(b) => machine_and_officers(&b.branch),
        Body::Settlement(b) => officers(&b.branch).into_iter().chain(all_boards()).collect(),
        Body::Void(b) => match b.said_by {
            SaidBy::Officers => officers(&b.branch),
            SaidBy::Boards => all_boards(),
        },
        Body::Ledger(_) | Body::Count(_) => vec![Signatory::Headquarters],
        Body::Mix(b) => vec![Signatory::Trustee(b.trustee)],
        Body::Partial(b) => vec![Signatory::Trustee(b.trustee)],
        Body::Lot(b) => boards(&b.contest),
        Body::Outcome(b) => {
            let mut all = vec![Signatory::Headquarters];
            all.extend(boards(&b.contest));
            all
        }
    }
}

pub(super) fn check(state: &State, entry: &Entry) -> Result<(), Refusal> {
    let kind = entry.kind();
    let event = state.event.as_ref().ok_or(Refusal::Early { kind, needs: "a frozen set-up" })?;
    let mut needed = state.signatories(&entry.body);
    for signed in &entry.signatures {
        let Some(place) = needed.iter().position(|by| *by == signed.by) else {
            return Err(Refusal::Stranger { kind, by: signed.by.clone() });
        };
        let by = needed.remove(place);
        let Some(key) = state.key_of(&by) else {
            return Err(match by {
                Signatory::Booth(branch, booth) if state.branches.contains_key(&branch) => {
                    Refusal::UnknownBooth { branch, booth }
                }
                Signatory::Booth(..) => Refusal::Early { kind, needs: "the branch's opening" },
                by => Refusal::Unknown { what: by.to_string(), by },
            });
        };
        if !entry.is_signed_by(event, signed, &key) {
            return Err(Refusal::FalseSignature { kind, by });
        }
    }
    match needed.into_iter().next() {
        Some(by) => Err(Refusal::Unsigned { kind, by }),
        None => Ok(()),
    }
}

impl State {
    /// Whose signatures an entry with this body needs.
    pub fn signatories(&self, body: &Body) -> Vec<Signatory> {
        self.setup.as_ref().map(|setup| signatories(setup, body)).unwrap_or_default()
    }
}
