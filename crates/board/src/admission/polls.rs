//! Polling day: opening, ballots, challenges, closing, ledger.

use super::state::{BranchState, CastBallot};
use super::{Files, Refusal, State, signatures};
use crate::entry::{
    Ballot, Body, BranchCheckIns, Closing, Entry, Kind, Ledger, Opening, Spoiled, tracking_code,
};
use crate::path;
use crypto::seal::Seal;
use election::bytes::Digest;
use election::id::{BranchId, ContestId};
use election::signatory::Signatory;
use std::collections::{BTreeMap, HashMap, HashSet};

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
    let cards = read_cards(&files.matching(&path::cards(&body.branch), &body.cards)?)
        .ok_or_else(|| Refusal::Cards { branch: body.branch.clone() })?;
    state.branches.insert(
        body.branch.clone(),
        BranchState {
            opening: body.clone(),
            cards,
            booths,
            spent: HashSet::new(),
            challenges: HashMap::new(),
            ballots: Vec::new(),
            spoiled: 0,
            closing: None,
        },
    );
    Ok(())
}

/// Thirty-two bytes a card, strictly ascending: the order tells nothing, and none stands twice.
fn read_cards(bytes: &[u8]) -> Option<HashSet<Digest>> {
    let (cards, []) = bytes.as_chunks::<32>() else { return None };
    if !cards.is_sorted_by(|a, b| a < b) {
        return None;
    }
    Some(cards.iter().map(|card| Digest(*card)).collect())
}

/// A ballot goes into the box and spends its card.
pub(super) fn ballot(state: &mut State, sequence: u64, bytes: &[u8], body: &Ballot) -> Result<(), Refusal> {
    let contests = || body.contests.iter().map(|c| &c.contest);
    sealed(state, Kind::Ballot, &body.branch, body.booth, &body.card, body.attempt, contests())?;
    let fresh = fresh(state, bytes, body)?;
    let branch = sealed(state, Kind::Ballot, &body.branch, body.booth, &body.card, body.attempt, contests())?;
    branch.spent.insert(body.card);
    branch.ballots.push(CastBallot { code: tracking_code(bytes), sequence });
    state.ciphertexts.extend(fresh);
    Ok(())
}

/// `seal.replay`: the first halves of the ballot's ciphertexts, none of which stands in another ballot.
///
/// Somebody else's ciphertext cannot be proven for this ballot; but a booth that repeats its own randomness
/// would show that two ballots hold the same.
fn fresh(state: &State, bytes: &[u8], body: &Ballot) -> Result<Vec<[u8; 32]>, Refusal> {
    let mut fresh = Vec::new();
    for sealed in &body.contests {
        let contest = state.setup.as_ref().and_then(|setup| setup.contest(&sealed.contest));
        let Some(contest) = contest else { continue };
        // What cannot be read is refused by its shape, with the proofs.
        let Ok(seal) = Seal::from_bytes(contest.shape(), &sealed.seal) else { continue };
        for slot in seal.slots() {
            let a = slot.a.to_bytes();
            if state.ciphertexts.contains(&a) || fresh.contains(&a) {
                return Err(Refusal::Seal {
                    check: "seal.replay",
                    ballot: tracking_code(bytes),
                    branch: body.branch.clone(),
                    booth: body.booth,
                    contest: sealed.contest.clone(),
                    what: "it repeats a ciphertext".into(),
                });
            }
            fresh.push(a);
        }
    }
    Ok(fresh)
}

/// A challenged ballot is opened; its card stays good.
pub(super) fn spoiled(state: &mut State, body: &Spoiled) -> Result<(), Refusal> {
    let ballot = challenged(state, body)?;
    let contests = ballot.contests.iter().map(|c| &c.contest);
    let branch =
        sealed(state, Kind::Spoiled, &ballot.branch, ballot.booth, &ballot.card, ballot.attempt, contests)?;
    *branch.challenges.entry(ballot.card).or_default() += 1;
    branch.spoiled += 1;
    Ok(())
}

/// The ballot that was challenged: signed by the same booth, as if it had been cast.
pub(super) fn challenged(state: &State, body: &Spoiled) -> Result<Ballot, Refusal> {
    let wrong = |what: &str| Refusal::Challenged {
        branch: body.branch.clone(),
        booth: body.booth,
        what: what.to_owned(),
    };
    let entry = Entry::parse(&body.ballot).map_err(|e| wrong(&e.to_string()))?;
    signatures::check(state, &entry)?;
    match entry.body {
        Body::Ballot(ballot) if ballot.branch == body.branch && ballot.booth == body.booth => Ok(ballot),
        _ => Err(wrong("it is not a ballot of this booth")),
    }
}

/// What cast and challenged ballots have in common.
fn sealed<'s, 'c>(
    state: &'s mut State,
    kind: Kind,
    branch_id: &BranchId,
    booth: u16,
    card: &Digest,
    attempt: u16,
    contests: impl Iterator<Item = &'c ContestId>,
) -> Result<&'s mut BranchState, Refusal> {
    let due = state.setup.iter().flat_map(|s| &s.contests).map(|c| &c.id);
    if !due.eq(contests) {
        return Err(Refusal::Contests { branch: branch_id.clone(), booth });
    }
    let by = Signatory::Booth(branch_id.clone(), booth);
    let Some(branch) = state.branches.get_mut(branch_id) else {
        return Err(Refusal::Early { kind, needs: "the branch's opening" });
    };
    if branch.closing.is_some() {
        return Err(Refusal::Late { kind, after: "the branch was closed", by });
    }
    if !branch.cards.contains(card) {
        return Err(Refusal::UnknownCard { branch: branch_id.clone(), booth, card: *card });
    }
    if branch.spent.contains(card) {
        return Err(Refusal::SpentCard { branch: branch_id.clone(), booth, card: *card });
    }
    let challenges = branch.challenges.get(card).copied().unwrap_or(0);
    let expected = challenges.saturating_add(1);
    if attempt != expected || challenges == u16::MAX {
        let branch = branch_id.clone();
        return Err(Refusal::Attempt { branch, booth, card: *card, attempt, expected });
    }
    Ok(branch)
}

/// Polling → Closed, for one branch: what its officers sign must agree with itself and with the record.
pub(super) fn closing(state: &mut State, body: &Closing) -> Result<(), Refusal> {
    let kind = Kind::Closing;
    let Some(branch) = state.branches.get_mut(&body.branch) else {
        return Err(Refusal::Early { kind, needs: "the branch's opening" });
    };
    if branch.closing.is_some() {
        let by = Signatory::Branch(body.branch.clone());
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
    if body.cards > body.check_ins {
        return differ("more cards than check-ins", body.cards, body.check_ins);
    }
    if body.cards > branch.cards.len() as u64 {
        return differ("more cards than it had", body.cards, branch.cards.len() as u64);
    }
    // Every card given out was either voted with or abandoned.
    if body.ballots.checked_add(body.abandoned) != Some(body.cards) {
        return differ("cards", body.cards, body.ballots.saturating_add(body.abandoned));
    }
    branch.closing = Some(body.clone());
    Ok(())
}

/// All branches closed → Counting: the headquarters publishes what its ledger has for each branch.
pub(super) fn ledger(state: &mut State, body: &Ledger, files: &dyn Files) -> Result<(), Refusal> {
    let by = Signatory::Headquarters;
    if state.ledger.is_some() {
        return Err(Refusal::Again { kind: Kind::Ledger, of: "the event".into(), by });
    }
    if state.branches.is_empty() || state.branches.values().any(|b| b.closing.is_none()) {
        return Err(Refusal::Early { kind: Kind::Ledger, needs: "the closing of every open branch" });
    }
    let bytes = files.matching(path::LEDGER, &body.ledger)?;
    let form = |what: String| Refusal::FileForm { path: path::LEDGER.into(), by: by.clone(), what };
    let rows: Vec<BranchCheckIns> = serde_json::from_slice(&bytes).map_err(|e| form(e.to_string()))?;
    let due = state.setup.iter().flat_map(|s| &s.branches).map(|b| &b.id);
    if !due.eq(rows.iter().map(|row| &row.branch)) {
        return Err(form("it does not list the branches of the set-up in their order".into()));
    }
    for row in &rows {
        let closing =
            state.branches.get(&row.branch).and_then(|b| b.closing.as_ref()).map_or(0, |c| c.check_ins);
        if row.check_ins != closing {
            return Err(Refusal::LedgerDiffers {
                branch: row.branch.clone(),
                ledger: row.check_ins,
                closing,
            });
        }
    }
    state.ledger = Some(rows);
    state.make_boxes();
    Ok(())
}
