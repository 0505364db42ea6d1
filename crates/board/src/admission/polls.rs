//! Polling day: opening, ballots, challenges, closing.

use super::state::{BranchState, CastBallot};
use super::{Files, Refusal, State};
use crate::entry::{Ballot, Closing, Kind, Opening, Spoiled};
use crate::path;
use election::bytes::Digest;
use election::signatory::Signatory;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most voting cards of a branch. Everybody who follows the record holds them, and no hall admits more in a day.
const MOST_CARDS: u64 = 100_000;

/// Ready → Polling, for one branch.
pub(super) fn opening(state: &mut State, body: &Opening, files: &dyn Files) -> Result<(), Refusal> {
    let kind = Kind::Opening;
    let by = Signatory::Branch(body.branch.clone());
    if state.election_key().is_none() {
        return Err(Refusal::Early { kind, needs: "the election key" });
    }
    if state.ledger.is_some() {
        return Err(Refusal::Late { kind, after: "the ledger was closed", by });
    }
    if state.branches.contains_key(&body.branch) {
        return Err(Refusal::Again { kind, of: format!("branch {}", body.branch), by });
    }
    if state.voids.contains_key(&body.branch) {
        return Err(Refusal::Late { kind, after: "the branch was declared to have no box", by });
    }
    // The zero proof: a box that is not empty cannot open.
    if body.ballots != 0 {
        return Err(Refusal::NotEmpty { branch: body.branch.clone(), ballots: body.ballots });
    }
    let mut booths = BTreeMap::new();
    for booth in &body.booths {
        if booths.insert(booth.number, booth.key).is_some() {
            let of = format!("booth {}", booth.number);
            return Err(Refusal::Again { kind, of, by });
        }
    }
    let mut seats: HashMap<[u8; 32], String> = HashMap::new();
    for booth in &body.booths {
        let name = Signatory::Booth(body.branch.clone(), booth.number).to_string();
        let with = state.seats.get(&booth.key.0).cloned().or_else(|| seats.insert(booth.key.0, name));
        if let Some(with) = with {
            return Err(Refusal::BoothKey { branch: body.branch.clone(), booth: booth.number, with });
        }
    }
    if body.cards.bytes > MOST_CARDS * 32 {
        return Err(Refusal::Cards { branch: body.branch.clone() });
    }
    let cards = read_cards(&files.matching(&path::cards(&body.branch), &body.cards)?)
        .ok_or_else(|| Refusal::Cards { branch: body.branch.clone() })?;
    let pending_cards = super::pending::opening(state, body, &cards, files)?;
    state.seats.extend(seats);
    state.pending_cards.extend(&pending_cards);
    state.branches.insert(
        body.branch.clone(),
        BranchState {
            opening: body.clone(),
            cards,
            booths,
            spent: HashMap::new(),
            challenges: HashMap::new(),
            ballots: Vec::new(),
            pending_cards,
            pending: BTreeMap::new(),
            spoiled: 0,
            refused: Vec::new(),
            refused_cards: 0,
            settlement: None,
            closing: None,
        },
    );
    Ok(())
}

/// Thirty-two bytes a card, strictly ascending: the order tells nothing, and none stands twice.
pub(super) fn read_cards(bytes: &[u8]) -> Option<HashSet<Digest>> {
    let (cards, []) = bytes.as_chunks::<32>() else { return None };
    if !cards.is_sorted_by(|a, b| a < b) {
        return None;
    }
    Some(cards.iter().map(|card| Digest(*card)).collect())
}

/// A ballot goes into the box and spends its card.
pub(super) fn ballot(state: &mut State, sequence: u64, body: &Ballot) -> Result<(), Refusal> {
    may_be_sealed(state, Kind::Ballot, body)?;
    let fresh = state.fresh(body)?;
    let code = state.tracking_code(body);
    let branch = may_be_sealed(state, Kind::Ballot, body)?;
    branch.spent.insert(body.card, code);
    let cast = CastBallot { code, sequence };
    if branch.pending_cards.contains(&body.card) {
        branch.pending.insert(body.card, cast);
    } else {
        branch.ballots.push(cast);
    }
    fresh.iter().for_each(|half| state.ciphertexts.insert(half));
    Ok(())
}

/// A challenged ballot is opened; its card stays good.
pub(super) fn spoiled(state: &mut State, body: &Spoiled) -> Result<(), Refusal> {
    let ballot = &body.ballot;
    may_be_sealed(state, Kind::Spoiled, ballot)?;
    let fresh = state.fresh(ballot)?;
    let code = state.tracking_code(ballot);
    let branch = may_be_sealed(state, Kind::Spoiled, ballot)?;
    branch.challenges.entry(ballot.card).or_default().push(code);
    branch.spoiled += 1;
    fresh.iter().for_each(|half| state.ciphertexts.insert(half));
    Ok(())
}

/// What cast and challenged ballots have in common: an open branch, its card, the sealing that is due.
fn may_be_sealed<'s>(
    state: &'s mut State,
    kind: Kind,
    ballot: &Ballot,
) -> Result<&'s mut BranchState, Refusal> {
    let Ballot { branch: branch_id, booth, card, attempt, contests } = ballot;
    let (booth, card, attempt) = (*booth, *card, *attempt);
    let due = state.setup.iter().flat_map(|s| &s.contests).map(|c| &c.id);
    if !due.eq(contests.iter().map(|c| &c.contest)) {
        return Err(Refusal::Contests { branch: branch_id.clone(), booth });
    }
    let by = Signatory::Booth(branch_id.clone(), booth);
    if state.voids.contains_key(branch_id) {
        return Err(Refusal::Late { kind, after: "the branch was declared to have no box", by });
    }
    let Some(branch) = state.branches.get_mut(branch_id) else {
        return Err(Refusal::Early { kind, needs: "the branch's opening" });
    };
    if branch.closing.is_some() {
        return Err(Refusal::Late { kind, after: "the branch was closed", by });
    }
    if !branch.cards.contains(&card) && !branch.pending_cards.contains(&card) {
        return Err(Refusal::UnknownCard { branch: branch_id.clone(), booth, card });
    }
    if branch.spent.contains_key(&card) {
        return Err(Refusal::SpentCard { branch: branch_id.clone(), booth, card });
    }
    let challenges = branch.challenges.get(&card).map_or(0, Vec::len);
    let expected = u16::try_from(challenges).unwrap_or(u16::MAX).saturating_add(1);
    if attempt != expected || challenges >= usize::from(u16::MAX) {
        return Err(Refusal::Attempt { branch: branch_id.clone(), booth, card, attempt, expected });
    }
    Ok(branch)
}

/// Polling → Closed, for one branch: what its officers sign must agree with itself and with the record.
pub(super) fn closing(state: &mut State, body: &Closing) -> Result<(), Refusal> {
    let kind = Kind::Closing;
    let by = Signatory::Branch(body.branch.clone());
    if state.voids.contains_key(&body.branch) {
        return Err(Refusal::Late { kind, after: "the branch was declared to have no box", by });
    }
    let Some(branch) = state.branches.get_mut(&body.branch) else {
        return Err(Refusal::Early { kind, needs: "the branch's opening" });
    };
    if branch.closing.is_some() {
        return Err(Refusal::Again { kind, of: format!("branch {}", body.branch), by });
    }
    let differ =
        |what, stated, found| Err(Refusal::Reconcile { branch: body.branch.clone(), what, stated, found });
    let cast = branch.ballots.len() as u64;
    if body.ballots != cast {
        return differ("ballots", body.ballots, cast);
    }
    if body.spoiled != branch.spoiled {
        return differ("challenged ballots", body.spoiled, branch.spoiled);
    }
    // Figures that were settled before are those that the officers close with.
    if let Some(settled) = &branch.settlement {
        if body.check_ins != settled.check_ins {
            return differ("check-ins other than settled", body.check_ins, settled.check_ins);
        }
        if body.cards != settled.cards {
            return differ("cards other than settled", body.cards, settled.cards);
        }
    }
    if body.cards > body.check_ins {
        return differ("more cards than check-ins", body.cards, body.check_ins);
    }
    if body.cards > branch.cards.len() as u64 {
        return differ("more cards than it had", body.cards, branch.cards.len() as u64);
    }
    if body.refused != branch.refused_cards {
        return differ("cards whose ballot was refused", body.refused, branch.refused_cards);
    }
    // Every card given out was either voted with or abandoned.
    let accounted = [body.ballots, body.refused, body.abandoned].into_iter().try_fold(0, u64::checked_add);
    if accounted != Some(body.cards) {
        return differ("cards", body.cards, accounted.unwrap_or(u64::MAX));
    }
    super::pending::closing(state, body)?;
    if let Some(branch) = state.branches.get_mut(&body.branch) {
        branch.closing = Some(body.clone());
    }
    Ok(())
}
