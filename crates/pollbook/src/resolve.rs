//! The stated rule: which of several check-ins of one person counts.
//!
//! It is applied once, when every session is accounted for and before any box is mixed, to the set of all entries. So it does
//! not matter who reconnected first. In this order:
//!
//! 1. A claim that the headquarters *confirmed* before the card was given counts. Its ballot is in the box under a card that nobody can join to a
//!    person, so it could not be struck if one wanted to. The headquarters confirms one live claim a person.
//! 2. Otherwise the earliest claim whose pending ballot is in the box counts (by hybrid clock, then by name). A pending card
//!    that was not voted with takes nobody's vote away.
//! 3. Every other pending ballot is struck, by serial, with the reason, and both places are shown.
//!
//! A serial that two check-ins claim is released only if it is the ballot that counts for both persons; the boards are shown
//! both. Otherwise it is struck: it may be somebody's second ballot.
//!
//! A person taken off the roll counts if the check-in was earlier than the taking-off; otherwise a pending ballot is struck.
//! Which ballots exist is the box's to say: released and struck serials together are exactly the pending ballots cast.

use crate::book::{Book, Claim};
use crate::clock::Moment;
use crate::device::SessionId;
use crate::entry::{EntryId, Place, Standing};
use crate::voter::VoterKey;
use election::bytes::Digest;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of every pending ballot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// The claim that counts for each person.
    pub counted: BTreeMap<VoterKey, EntryId>,
    /// Pending ballots that go to the mix.
    pub released: BTreeSet<Digest>,
    /// Pending ballots that do not, and why.
    pub struck: BTreeMap<Digest, Struck>,
    /// Serials under which more than one live check-in stands, with all of them: a device that was replaced went on beside
    /// its spare. One ballot lies in the box under such a serial, and whose it is nobody can tell.
    pub doubled: BTreeMap<Digest, Vec<Place>>,
    /// Check-ins that a strip calls confirmed although the ledger confirmed another of the same person: the officers who
    /// signed it were mistaken, or lied. They count for nothing, and are shown to the boards.
    pub unfounded: Vec<Place>,
    /// Confirmed twice, and the ledger knows neither: it lost what it promised, and no rule can repair it. Never empty in silence.
    pub contradictions: Vec<Contradiction>,
}

/// Why a pending ballot is not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Struck {
    /// The same person's other check-in counts.
    Another {
        /// This one.
        here: Place,
        /// The one that counts.
        counts: Place,
    },
    /// The check-in was undone: the card should have been back.
    Undone {
        /// The check-in.
        here: Place,
    },
    /// The person had been taken off the roll before.
    Ineligible {
        /// The check-in.
        here: Place,
    },
    /// No check-in has this serial.
    Unclaimed,
}

/// Two confirmed claims of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Who.
    pub voter: VoterKey,
    /// The claims.
    pub claims: Vec<Place>,
}

/// What the headquarters knows beside the entries.
#[derive(Debug, Clone, Default)]
pub struct Central<'a> {
    /// The claim that was confirmed for each person.
    pub confirmed: BTreeMap<VoterKey, &'a Place>,
    /// Persons taken off the roll after it was frozen, and when.
    pub taken_off: BTreeMap<VoterKey, Moment>,
}

/// Not yet: a session may hold check-ins that nobody has heard of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} desk sessions are not accounted for: sync them, read their strips, or declare the strips lost", sessions.len())]
pub struct Unready {
    /// Which.
    pub sessions: Vec<SessionId>,
}

/// Applies the rule. `cast` are the serials of the pending ballots that lie in the boxes.
pub fn resolve(book: &Book, central: &Central<'_>, cast: &BTreeSet<Digest>) -> Result<Resolution, Unready> {
    let sessions: Vec<SessionId> = book.incomplete().copied().collect();
    if !sessions.is_empty() {
        return Err(Unready { sessions });
    }
    let persons: BTreeSet<VoterKey> = book.voters().chain(central.confirmed.keys()).copied().collect();
    // What two persons claim and one of them may not have is nobody's: it counts for neither, and whatever else they have in
    // a box may count in its place. That may make another one nobody's, so it is asked again until nothing changes.
    let mut nobodys: BTreeMap<Digest, Struck> = BTreeMap::new();
    let mut resolution = loop {
        let left = cast.iter().filter(|serial| !nobodys.contains_key(*serial)).copied().collect();
        let mut resolution = Resolution::default();
        for voter in &persons {
            person(book, central, &left, *voter, &mut resolution);
        }
        let more = claimed_twice(book, &left, &mut resolution);
        if more.is_empty() {
            break resolution;
        }
        nobodys.extend(more);
    };
    for (serial, why) in nobodys {
        resolution.doubled.insert(serial, live_under(book, &serial).map(Claim::place).collect());
        resolution.struck.insert(serial, why);
    }
    // What lies in a box and no live claim explains.
    for serial in cast {
        if resolution.released.contains(serial) || resolution.struck.contains_key(serial) {
            continue;
        }
        let why = match book.under(serial) {
            Some(claim) => Struck::Undone { here: claim.place() },
            None => Struck::Unclaimed,
        };
        resolution.struck.insert(*serial, why);
    }
    Ok(resolution)
}

/// The claims of a serial that stand.
fn live_under<'a>(book: &'a Book, serial: &Digest) -> impl Iterator<Item = &'a Claim> {
    book.all_under(serial).filter(|claim| !book.is_withdrawn(&claim.id, &claim.branch))
}

/// The serials that several persons claim. One that counts for each of them is released; the others are answered, with why
/// they are struck.
fn claimed_twice(book: &Book, cast: &BTreeSet<Digest>, resolution: &mut Resolution) -> Vec<(Digest, Struck)> {
    let mut nobodys = Vec::new();
    for serial in cast {
        let live: Vec<&Claim> = live_under(book, serial).collect();
        if live.len() < 2 {
            continue;
        }
        // It is the ballot that counts for this person: under this claim, or under another of theirs with the same serial.
        let is_one_of_them = |counts: &EntryId| live.iter().any(|claim| claim.id == *counts);
        let counts = |claim: &&Claim| resolution.counted.get(&claim.voter).is_some_and(is_one_of_them);
        if live.iter().all(counts) {
            resolution.struck.remove(serial);
            resolution.doubled.insert(*serial, live.iter().map(|claim| claim.place()).collect());
        } else {
            // One of them has another that counts, or may not vote: that is why.
            let why = resolution.struck.get(serial).cloned();
            let here = || Struck::Ineligible { here: live[0].place() };
            nobodys.push((*serial, why.unwrap_or_else(here)));
        }
    }
    nobodys
}

fn person(
    book: &Book,
    central: &Central<'_>,
    cast: &BTreeSet<Digest>,
    voter: VoterKey,
    resolution: &mut Resolution,
) {
    let in_box = |claim: &Claim| match claim.standing {
        Standing::Pending { serial } if cast.contains(&serial) => Some(serial),
        _ => None,
    };
    let row = central.confirmed.get(&voter);
    let live: Vec<&Claim> = book.live(&voter).collect();
    // A question that was answered too late has a row, but its card is a pending one: whether it was voted with is known,
    // so it is judged as pending.
    let is_confirmed = |claim: &Claim| claim.standing == Standing::Confirmed;

    // (1) Confirmed: the branch heard the headquarters say so and gave a card of the stack.
    let mut confirmed: Vec<Place> =
        live.iter().filter(|c| is_confirmed(c)).map(|claim| claim.place()).collect();
    if let Some(row) = row
        && book.get(&row.claim).is_none()
        && book.is_unknowable(&row.claim.session, &row.branch)
    {
        // A card may have been given, and what could tell is lost: the safe side is that it was.
        confirmed.push((*row).clone());
    }
    // The ledger confirms one claim a person. Who says otherwise is wrong, and stops nobody else's decision.
    if confirmed.len() > 1
        && let Some(row) = row
        && confirmed.iter().any(|place| place.claim == row.claim)
    {
        let wrong = confirmed.extract_if(.., |place| place.claim != row.claim);
        resolution.unfounded.extend(wrong);
    }
    if confirmed.len() > 1 {
        resolution.contradictions.push(Contradiction { voter, claims: confirmed.clone() });
    }

    // (2) Otherwise the earliest whose ballot is in the box, of a person who was still on the roll.
    let off = central.taken_off.get(&voter);
    let eligible = |claim: &Claim| off.is_none_or(|off| claim.at < *off);
    let earliest = live
        .iter()
        .filter(|claim| !is_confirmed(claim) && eligible(claim) && in_box(claim).is_some())
        .min_by_key(|claim| (claim.at, claim.id))
        .map(|claim| claim.place());
    let counts = confirmed.into_iter().min_by_key(|place| (place.at, place.claim)).or(earliest);
    if let Some(counts) = &counts {
        resolution.counted.insert(voter, counts.claim);
    }

    // (3) Every pending ballot of this person is released or struck.
    for claim in live {
        let Some(serial) = in_box(claim) else { continue };
        let here = claim.place();
        match &counts {
            Some(counts) if counts.claim == claim.id => {
                resolution.released.insert(serial);
            }
            Some(counts) => {
                resolution.struck.insert(serial, Struck::Another { here, counts: counts.clone() });
            }
            None => {
                resolution.struck.insert(serial, Struck::Ineligible { here });
            }
        }
    }
}
