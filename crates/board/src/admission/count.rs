//! Mixing, opening, counting.

use super::state::{BoxState, MixStep};
use super::{Refusal, State};
use crate::entry::{Count, Kind, Lot, Mix, Outcome, Partial};
use election::signatory::{Side, Signatory};
use election::unit::BoxId;

fn box_mut<'s>(
    state: &'s mut State,
    kind: Kind,
    id: &BoxId,
    by: Signatory,
) -> Result<&'s mut BoxState, Refusal> {
    if state.ledger.is_none() {
        return Err(Refusal::Early { kind, needs: "the ledger" });
    }
    state.boxes.get_mut(id).ok_or_else(|| Refusal::UnknownBox { box_id: id.clone(), by })
}

/// A box goes through one more mixer. That the first input is the box itself is checked with the proof.
pub(super) fn mix(state: &mut State, body: &Mix) -> Result<(), Refusal> {
    let by = Signatory::Trustee(body.trustee);
    let the_box = box_mut(state, Kind::Mix, &body.box_id, by.clone())?;
    if !the_box.partials.is_empty() {
        return Err(Refusal::Late { kind: Kind::Mix, after: "the box was being opened", by });
    }
    // In any order, so that nobody can block the others by going first; the record fixes who was where.
    if the_box.mixes.iter().any(|step| step.trustee == body.trustee) {
        return Err(Refusal::MixedTwice { box_id: body.box_id.clone(), trustee: body.trustee });
    }
    if let Some(last) = the_box.mixes.last()
        && body.input != last.output
    {
        let box_id = body.box_id.clone();
        return Err(Refusal::BoxInput { check: "mix.input", box_id, trustee: body.trustee });
    }
    let Mix { trustee, input, output, proof, .. } = *body;
    the_box.mixes.push(MixStep { trustee, input, output, proof });
    Ok(())
}

/// A trustee opens its part of a box that enough trustees have mixed.
pub(super) fn partial(state: &mut State, body: &Partial) -> Result<(), Refusal> {
    let needed = state.setup.as_ref().map_or(1, |s| s.threshold);
    let by = Signatory::Trustee(body.trustee);
    let the_box = box_mut(state, Kind::Partial, &body.box_id, by.clone())?;
    if the_box.mixes.len() < usize::from(needed) {
        return Err(Refusal::TooFewMixes {
            box_id: body.box_id.clone(),
            trustee: body.trustee,
            mixes: the_box.mixes.len(),
            needed,
        });
    }
    if the_box.mixes.last().map(|m| m.output) != Some(body.input) {
        let box_id = body.box_id.clone();
        return Err(Refusal::BoxInput { check: "open.input", box_id, trustee: body.trustee });
    }
    if the_box.partials.contains_key(&body.trustee) {
        let of = format!("box {} by trustee {}", body.box_id, body.trustee);
        return Err(Refusal::Again { kind: Kind::Partial, of, by });
    }
    the_box.partials.insert(body.trustee, body.partial);
    Ok(())
}

/// The minutes of a box.
pub(super) fn count(state: &mut State, body: &Count) -> Result<(), Refusal> {
    let needed = state.setup.as_ref().map_or(1, |s| s.threshold);
    let by = Signatory::Headquarters;
    let the_box = box_mut(state, Kind::Count, &body.box_id, by.clone())?;
    let partials = the_box.partials.len();
    if partials < usize::from(needed) {
        return Err(Refusal::TooFewPartials { box_id: body.box_id.clone(), partials, needed });
    }
    if the_box.minutes.is_some() {
        return Err(Refusal::Again { kind: Kind::Count, of: format!("box {}", body.box_id), by });
    }
    the_box.minutes = Some(body.minutes);
    Ok(())
}

/// A lot drawn before the eyes of both boards.
pub(super) fn lot(state: &mut State, body: &Lot) -> Result<(), Refusal> {
    let by = Signatory::Body(body.contest.clone(), Side::Executive);
    counted(state, Kind::Lot, &body.contest)?;
    if state.outcomes.contains_key(&body.contest) {
        return Err(Refusal::Late { kind: Kind::Lot, after: "the result was decided", by });
    }
    state.lots.entry(body.contest.clone()).or_default().push(body.clone());
    Ok(())
}

/// The result of a contest.
pub(super) fn outcome(state: &mut State, body: &Outcome) -> Result<(), Refusal> {
    counted(state, Kind::Outcome, &body.contest)?;
    if state.outcomes.contains_key(&body.contest) {
        let of = format!("contest {}", body.contest);
        return Err(Refusal::Again { kind: Kind::Outcome, of, by: Signatory::Headquarters });
    }
    state.outcomes.insert(body.contest.clone(), body.result);
    Ok(())
}

fn counted(state: &State, kind: Kind, contest: &election::id::ContestId) -> Result<(), Refusal> {
    if state.ledger.is_none() {
        return Err(Refusal::Early { kind, needs: "the ledger" });
    }
    let open = state.boxes.iter().find(|(id, b)| id.contest == *contest && b.minutes.is_none());
    match open {
        Some((id, _)) => Err(Refusal::Uncounted { contest: contest.clone(), box_id: id.clone() }),
        None => Ok(()),
    }
}
