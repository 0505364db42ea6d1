//! Ballots of voters whom the headquarters could not confirm: each is decided once, before the ledger.
//!
//! Whose a pending ballot is, is nobody's to read here. What anyone can see is that no pending ballot is left out of the
//! decision, none is in it twice, and none that is not on the record is in it; and that a box takes the released ones only,
//! for the box is computed from the record and never read.

use super::{Files, Refusal, State};
use crate::entry::{Closing, Decided, Decision, Kind, Opening};
use crate::path;
use election::bytes::Digest;
use election::id::BranchId;
use election::signatory::Signatory;
use std::collections::{BTreeSet, HashSet};

/// The pending cards that a branch opens with: as many as the signed policy allows, and none of them in its other stack.
pub(super) fn opening(
    state: &State,
    body: &Opening,
    cards: &HashSet<Digest>,
    files: &dyn Files,
) -> Result<HashSet<Digest>, Refusal> {
    let Some(file) = &body.pending else { return Ok(HashSet::new()) };
    let most = state.setup.as_ref().map_or(0, |setup| setup.when_alone.most());
    let differ = |what, stated, found| {
        Err(Refusal::PendingFigures { branch: body.branch.clone(), what, stated, found })
    };
    // By its length first: nobody loads a list that is too long.
    if file.bytes > most * 32 {
        return differ("more pending cards than the policy allows", file.bytes / 32, most);
    }
    let pending = super::polls::read_cards(&files.matching(&path::pending(&body.branch), file)?)
        .ok_or_else(|| Refusal::Cards { branch: body.branch.clone() })?;
    // An empty list would be a second way of saying that there is none.
    if pending.is_empty() {
        return differ("a list of no pending cards", 0, 1);
    }
    let taken = |card: &&Digest| cards.contains(*card) || state.pending_cards.contains(*card);
    match pending.iter().filter(taken).count() as u64 {
        0 => Ok(pending),
        both => differ("pending cards that stand in another stack", both, 0),
    }
}

/// The pending figures of a closing agree with the record and with the cards.
pub(super) fn closing(state: &State, body: &Closing) -> Result<(), Refusal> {
    let Some(branch) = state.branches.get(&body.branch) else { return Ok(()) };
    let differ = |what, stated, found| {
        Err(Refusal::PendingFigures { branch: body.branch.clone(), what, stated, found })
    };
    let (cards, cast) = (branch.pending_cards.len() as u64, branch.pending.len() as u64);
    match &body.pending {
        None if cards > 0 => differ("no figures of its pending cards", 0, cards),
        Some(_) if cards == 0 => differ("figures of pending cards that it has not", 1, 0),
        Some(stated) if stated.ballots != cast => differ("pending ballots", stated.ballots, cast),
        Some(stated) if stated.ballots > stated.check_ins => {
            differ("more pending ballots than pending check-ins", stated.ballots, stated.check_ins)
        }
        Some(stated) if stated.check_ins > cards => {
            differ("more pending check-ins than pending cards", stated.check_ins, cards)
        }
        _ => Ok(()),
    }
}

/// Every branch accounted for → every pending ballot is released or struck.
pub(super) fn decision(state: &mut State, body: &Decision, files: &dyn Files) -> Result<(), Refusal> {
    let (kind, by) = (Kind::Decision, Signatory::Headquarters);
    if state.ledger.is_some() {
        return Err(Refusal::Late { kind, after: "the ledger was closed", by });
    }
    if state.decided.is_some() {
        return Err(Refusal::Again { kind, of: "the event".into(), by });
    }
    if state.unaccounted().is_some() {
        return Err(Refusal::Early { kind, needs: "the closing of every branch" });
    }
    let bytes = files.matching(path::DECISION, &body.decision)?;
    let form = |what: String| Refusal::FileForm { path: path::DECISION.into(), by: by.clone(), what };
    let decided: Decided = serde_json::from_slice(&bytes).map_err(|e| form(e.to_string()))?;
    if bytes != decided.to_bytes() {
        return Err(form("it means a decision, and is not written as one is".into()));
    }
    let struck: Vec<Digest> = decided.struck.iter().map(|struck| struck.card).collect();
    for list in [&decided.released, &struck] {
        if !list.is_sorted_by(|a, b| a < b) {
            return Err(form("its cards do not ascend".into()));
        }
    }
    let signed = state.signatories(&body.clone().into());
    let wrong = |branch: Option<&BranchId>, card: Option<Digest>, what: &str| {
        let (branch, what, by) = (branch.cloned(), what.to_owned(), signed.clone());
        Err(Refusal::Undecided { branch, card, what, by })
    };
    let released: BTreeSet<Digest> = decided.released.iter().copied().collect();
    let struck: BTreeSet<Digest> = struck.into_iter().collect();
    if let Some(card) = released.intersection(&struck).next() {
        return wrong(None, Some(*card), "it is released and struck");
    }
    let due: BTreeSet<Digest> = state.pending().map(|(_, card)| *card).collect();
    if due.is_empty() {
        return wrong(None, None, "nothing is pending");
    }
    if let Some((branch, card)) =
        state.pending().find(|(_, card)| !released.contains(*card) && !struck.contains(*card))
    {
        return wrong(Some(branch), Some(*card), "it is left undecided");
    }
    if let Some(card) = released.union(&struck).find(|card| !due.contains(*card)) {
        return wrong(None, Some(*card), "no pending ballot lies under it");
    }
    state.decided = Some(released);
    Ok(())
}
