//! A ballot that its branch took, with a receipt, and that the record may not take: named here instead of dropped.

use super::{Refusal, State};
use crate::entry::{Kind, Refused, Was};
use election::signatory::Signatory;
use std::collections::hash_map::Entry::Vacant;

/// The most letters of a check's name.
const MOST_NAME: usize = 40;

/// Polling → Polling: the headquarters and the branch name a ballot that may not stand, each once.
///
/// Its card is spent and its attempt is used up, as if it stood: the next ballot of the same voter finds the record as the
/// booth left it, and nobody else votes on the card.
pub(super) fn refused(state: &mut State, body: &Refused) -> Result<(), Refusal> {
    let kind = Kind::Refused;
    let by = Signatory::Branch(body.branch.clone());
    if state.voids.contains_key(&body.branch) {
        return Err(Refusal::Late { kind, after: "the branch was declared to have no box", by });
    }
    let Some(branch) = state.branches.get_mut(&body.branch) else {
        return Err(Refusal::Early { kind, needs: "the branch's opening" });
    };
    if branch.closing.is_some() {
        return Err(Refusal::Late { kind, after: "the branch was closed", by });
    }
    let wrong = |what| Err(Refusal::Refused { branch: body.branch.clone(), code: body.code, what });
    let named = (1..=MOST_NAME).contains(&body.check.len())
        && body.check.bytes().all(|letter| letter.is_ascii_lowercase() || letter == b'.');
    if !named {
        return wrong("it names no check");
    }
    let shuffled = branch.cards.contains(&body.card);
    if !shuffled && !branch.pending_cards.contains(&body.card) {
        return wrong("its card is none of this branch's");
    }
    if branch.refused.iter().any(|earlier| earlier.code == body.code) {
        return wrong("it was named before");
    }
    let challenged = branch.challenges.values().flatten();
    if branch.spent.values().chain(challenged).any(|code| *code == body.code) {
        return wrong("it stands on the record");
    }
    if let Vacant(unspent) = branch.spent.entry(body.card) {
        match body.was {
            Was::Cast => {
                unspent.insert(body.code);
                branch.refused_cards += u64::from(shuffled);
            }
            Was::Challenged => {
                let challenges = branch.challenges.entry(body.card).or_default();
                if challenges.len() + 1 == usize::from(body.attempt) {
                    challenges.push(body.code);
                }
            }
        }
    }
    branch.refused.push(body.clone());
    Ok(())
}
