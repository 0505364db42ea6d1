//! What officers and boards say of a branch that could not end as the others: settled figures, or no box at
//! all.

use super::{Refusal, State};
use crate::entry::{Body, Kind, MOST_REASON_BYTES, SaidBy, Settlement, Void};
use election::outcome;
use election::signatory::Signatory;

/// The branch's machine and the ledger differ → figures that both officers and all boards stand by.
///
/// They may come before the closing, which must then state them, or after it. Either way
/// `cast ≤ cards ≤ check-ins` holds afterwards as it must for every branch.
pub(super) fn settlement(state: &mut State, body: &Settlement) -> Result<(), Refusal> {
    let kind = Kind::Settlement;
    let by = state.signatories(&Body::Settlement(body.clone()));
    let first = by.first().cloned().unwrap_or(Signatory::Headquarters);
    before_the_ledger(state, kind, &first)?;
    if state.voids.contains_key(&body.branch) {
        return Err(Refusal::Late { kind, after: "the branch was declared to have no box", by: first });
    }
    let differ = |what, stated, found| {
        Err(Refusal::Settled { branch: body.branch.clone(), what, stated, found, by: by.clone() })
    };
    let Some(branch) = state.branches.get_mut(&body.branch) else {
        return Err(Refusal::Early { kind, needs: "the branch's opening" });
    };
    if branch.settlement.is_some() {
        return Err(Refusal::Again { kind, of: format!("branch {}", body.branch), by: first });
    }
    if !is_a_reason(&body.reason) {
        return differ(
            "a reason that cannot be read aloud",
            body.reason.len() as u64,
            MOST_REASON_BYTES as u64,
        );
    }
    if let Some(closing) = &branch.closing
        && closing.check_ins != body.counted
    {
        return differ("check-ins counted by the branch", body.counted, closing.check_ins);
    }
    let cast = branch.ballots.len() as u64 + branch.refused_cards;
    if body.cards < cast {
        return differ("fewer cards than ballots", body.cards, cast);
    }
    if body.cards > body.check_ins {
        return differ("more cards than check-ins", body.cards, body.check_ins);
    }
    if body.cards > branch.cards.len() as u64 {
        return differ("more cards than it had", body.cards, branch.cards.len() as u64);
    }
    branch.settlement = Some(body.clone());
    Ok(())
}

/// Any stage before the ledger → no box. Nobody alone can make a branch disappear.
pub(super) fn void(state: &mut State, body: &Void) -> Result<(), Refusal> {
    let kind = Kind::Void;
    let by = state.signatories(&Body::Void(body.clone()));
    let first = by.first().cloned().unwrap_or(Signatory::Headquarters);
    before_the_ledger(state, kind, &first)?;
    // A voter's other ballot was perhaps struck because of the one here: setting this aside would leave none.
    if state.decided.is_some() {
        return Err(Refusal::Late { kind, after: "the pending ballots were decided", by: first });
    }
    if state.setup.as_ref().is_none_or(|setup| setup.branch(&body.branch).is_none()) {
        return Err(Refusal::Unknown { what: format!("branch {}", body.branch), by: first });
    }
    if state.voids.contains_key(&body.branch) {
        return Err(Refusal::Again { kind, of: format!("branch {}", body.branch), by: first });
    }
    let wrong = |what| Err(Refusal::Void { branch: body.branch.clone(), what, by: by.clone() });
    if !is_a_reason(&body.reason) {
        return wrong("the reason cannot be read aloud");
    }
    let branch = state.branches.get(&body.branch);
    match (body.why, branch) {
        (outcome::Void::NotOpened, Some(_)) => return wrong("it did open"),
        (outcome::Void::Lost | outcome::Void::Annulled, None) => return wrong("it never opened"),
        (outcome::Void::Lost, Some(b)) if b.closing.is_some() => {
            return wrong("it has closed, so it is not lost");
        }
        // Officers could otherwise throw away votes that displease them.
        (_, Some(_)) if body.said_by == SaidBy::Officers => {
            return wrong("only the boards may set ballots aside");
        }
        _ => {}
    }
    state.voids.insert(body.branch.clone(), body.clone());
    Ok(())
}

fn before_the_ledger(state: &State, kind: Kind, by: &Signatory) -> Result<(), Refusal> {
    match &state.ledger {
        Some(_) => Err(Refusal::Late { kind, after: "the ledger was closed", by: by.clone() }),
        None => Ok(()),
    }
}

/// Something, not too long, on lines of its own making.
fn is_a_reason(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= MOST_REASON_BYTES && !text.contains(char::is_control)
}
