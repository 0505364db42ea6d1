//! Whose signatures an entry needs: exactly these, in this order, each once, each true.

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
        Body::Refused(b) => vec![Signatory::Headquarters, Signatory::Branch(b.branch.clone())],
        Body::Closing(b) => machine_and_officers(&b.branch),
        Body::Settlement(b) => officers(&b.branch).into_iter().chain(all_boards()).collect(),
        Body::Void(b) => match b.said_by {
            SaidBy::Officers => officers(&b.branch),
            SaidBy::Boards => all_boards(),
        },
        Body::Decision(_) => {
            let supervisory = |c: &election::setup::Contest| Signatory::Body(c.id.clone(), Side::Supervisory);
            std::iter::once(Signatory::Headquarters).chain(setup.contests.iter().map(supervisory)).collect()
        }
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
    let needed = state.signatories(&entry.body);
    let given = |by: &Signatory| entry.signatures.iter().any(|signed| signed.by == *by);
    if let Some(stranger) = entry.signatures.iter().find(|signed| !needed.contains(&signed.by)) {
        return Err(Refusal::Stranger { kind, by: stranger.by.clone() });
    }
    if let Some(by) = needed.iter().find(|by| !given(by)) {
        return Err(Refusal::Unsigned { kind, by: by.clone() });
    }
    // One order: the same signatures in another would be other bytes, and so another entry.
    if let Some(signed) = entry.signatures.get(needed.len()) {
        return Err(Refusal::Stranger { kind, by: signed.by.clone() });
    }
    for (by, signed) in needed.into_iter().zip(&entry.signatures) {
        if by != signed.by {
            return Err(Refusal::SignatureOrder { kind, by: signed.by.clone() });
        }
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
    Ok(())
}

impl State {
    /// Is it signed by exactly those who must sign it? `entry.signatures`, without the rest of admission: before anybody
    /// works for an entry.
    pub fn is_signed(&self, entry: &Entry) -> Result<(), Refusal> {
        check(self, entry)
    }

    /// Whose signatures an entry with this body needs.
    pub fn signatories(&self, body: &Body) -> Vec<Signatory> {
        self.setup.as_ref().map(|setup| signatories(setup, body)).unwrap_or_default()
    }
}
