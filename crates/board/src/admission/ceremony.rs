//! The key ceremony, message by message. What each message proves is judged in `crypto::ceremony`.

use super::{Refusal, State};
use crate::entry::{Deal, Key, Kind, Pledge, Verdict};
use crypto::ceremony::{self, Circle};
use election::signatory::Signatory;
use std::sync::Arc;

fn circle(state: &State) -> Arc<Circle> {
    Arc::clone(state.circle.as_ref().expect("a frozen set-up has a circle of trustees"))
}

fn wrong(trustee: u16, check: &'static str, what: impl ToString) -> Refusal {
    Refusal::Ceremony { trustee, check, what: what.to_string() }
}

fn again(kind: Kind, trustee: u16) -> Refusal {
    Refusal::Again { kind, of: format!("trustee {trustee}"), by: Signatory::Trustee(trustee) }
}

/// First round.
pub(super) fn pledge(state: &mut State, body: &Pledge) -> Result<(), Refusal> {
    if state.pledges.contains_key(&body.trustee) {
        return Err(again(Kind::Pledge, body.trustee));
    }
    let pledge =
        ceremony::Pledge::from_bytes(&body.pledge).map_err(|e| wrong(body.trustee, "ceremony.pledge", e))?;
    state.pledges.insert(body.trustee, pledge);
    Ok(())
}

/// Second round: only when all have pledged, so that nobody deals knowing another's deal.
pub(super) fn deal(state: &mut State, body: &Deal) -> Result<(), Refusal> {
    let circle = circle(state);
    if state.pledges.len() < usize::from(circle.plan().trustees()) {
        return Err(Refusal::Early { kind: Kind::Deal, needs: "the pledges of all trustees" });
    }
    if state.deals.contains_key(&body.trustee) {
        return Err(again(Kind::Deal, body.trustee));
    }
    let deal = ceremony::Deal::from_bytes(circle.plan(), &body.deal)
        .map_err(|e| wrong(body.trustee, "ceremony.deal", e))?;
    let pledge = &state.pledges[&body.trustee];
    ceremony::check_deal(&circle, body.trustee, pledge, &deal)
        .map_err(|e| wrong(body.trustee, e.check(), e))?;
    state.deals.insert(body.trustee, deal);
    Ok(())
}

/// Third round: when the last verdict is in, the key is what the messages say it is.
pub(super) fn verdict(state: &mut State, body: &Verdict) -> Result<(), Refusal> {
    let circle = circle(state);
    let all = usize::from(circle.plan().trustees());
    if state.deals.len() < all {
        return Err(Refusal::Early { kind: Kind::Verdict, needs: "the deals of all trustees" });
    }
    if state.verdicts.contains_key(&body.trustee) {
        return Err(again(Kind::Verdict, body.trustee));
    }
    let verdict = ceremony::Verdict::from_bytes(circle.plan(), &body.verdict)
        .map_err(|e| wrong(body.trustee, "ceremony.verdict", e))?;
    state.verdicts.insert(body.trustee, verdict);
    if state.verdicts.len() == all {
        let (pledges, deals, verdicts) = (row(&state.pledges), row(&state.deals), row(&state.verdicts));
        match ceremony::conclude(&circle, &pledges, &deals, &verdicts) {
            Ok(joint) => state.joint = Some(Arc::new(joint)),
            Err(fault) => {
                state.verdicts.remove(&body.trustee);
                let culprit = fault.culprits().first().copied().unwrap_or(body.trustee);
                return Err(wrong(culprit, fault.check(), fault));
            }
        }
    }
    Ok(())
}

/// The messages of a round as `crypto::ceremony` takes them.
fn row<T: Clone>(messages: &std::collections::BTreeMap<u16, T>) -> Vec<(u16, T)> {
    messages.iter().map(|(trustee, message)| (*trustee, message.clone())).collect()
}

impl State {
    /// The pledges and deals so far, as a trustee judges them.
    pub fn dealt(&self) -> (Vec<(u16, ceremony::Pledge)>, Vec<(u16, ceremony::Deal)>) {
        (row(&self.pledges), row(&self.deals))
    }
}

/// A trustee stands by the key.
pub(super) fn key(state: &mut State, body: &Key) -> Result<(), Refusal> {
    let Some(joint) = &state.joint else {
        return Err(Refusal::Early { kind: Kind::Key, needs: "the verdicts of all trustees" });
    };
    if state.confirmed.contains_key(&body.trustee) {
        return Err(again(Kind::Key, body.trustee));
    }
    if body.key.0 != joint.key.encoded().to_bytes() {
        return Err(Refusal::OtherKey { trustee: body.trustee });
    }
    state.confirmed.insert(body.trustee, body.key);
    Ok(())
}
