//! Decide what becomes of the ballots of voters who could not be confirmed.

use crate::error::Error;
use crate::open::Office;
use board::entry::{self, Decided, Decision, Entry, WhyStruck};
use election::bytes::Digest;
use election::id::BranchId;
use election::signatory::Signatory;
use headquarters::permit::{Permit, act};
use pollbook::VoterKey;
use pollbook::book::Book;
use pollbook::clock::Moment;
use pollbook::entry::{Place, Standing};
use pollbook::log::Log;
use pollbook::resolve::{Central, Resolution, Struck, resolve};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The decision, for the supervisory boards to sign, and for their eyes what lies behind it.
#[derive(Debug)]
pub struct PendingDecided {
    /// Signed by the headquarters.
    pub entry: Entry,
    /// Pending ballots that are mixed.
    pub released: usize,
    /// Pending ballots that are not, each with the reason and both places.
    pub struck: Vec<StruckBallot>,
    /// Cards under which more than one check-in stands: a device that was replaced went on beside its spare.
    pub doubled: Vec<DoubledCard>,
    /// Check-ins that a strip calls confirmed against the ledger's word: they count for nothing, and somebody signed them.
    pub unfounded: Vec<Place>,
}

/// A pending card that two check-ins have, as the boards are shown it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubledCard {
    /// The number of the card.
    pub card: Digest,
    /// Every check-in that has it.
    pub claims: Vec<Place>,
}

/// A pending ballot that is not counted, as the boards are shown it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StruckBallot {
    /// The number of its card.
    pub card: Digest,
    /// Why, with both places.
    #[serde(flatten)]
    pub why: Struck,
}

impl Office {
    /// Every branch accounted for → the decision on every pending ballot, by the stated rule and nobody's discretion.
    pub async fn decide_pending(&self, _permit: &Permit<act::CloseLedger>) -> Result<PendingDecided, Error> {
        let (event, cast, branches) = self.pending().await?;
        if cast.is_empty() {
            return Err(Error::NotNow("no ballot is pending"));
        }
        let book = self.whole_book(&branches).await?;
        let mut rows = self.0.store.confirmed_of_pending().await?;
        let twice: Vec<VoterKey> = book.confirmed_twice().copied().collect();
        rows.extend(self.0.store.check_ins_of(&twice).await?);
        let rows: Vec<(VoterKey, Place)> = rows.into_iter().map(place).collect();
        let mut taken_off = self.0.store.taken_off().await?;
        // Never on the roll is off it from the first moment.
        let never = self.0.store.pending_off_the_roll().await?;
        taken_off.extend(never.into_iter().map(|voter| (voter, Moment::default())));
        let central =
            Central { confirmed: rows.iter().map(|(voter, place)| (*voter, place)).collect(), taken_off };
        let resolved = resolve(&book, &central, &cast)?;
        if !resolved.contradictions.is_empty() {
            return Err(Error::Contradictions(resolved.contradictions.len()));
        }
        let file = self.keep_file(decided(&resolved).to_bytes()).await?;
        let entry = Entry::unsigned(Decision { decision: file });
        let entry = entry.signed(&event, Signatory::Headquarters, &self.0.signer);
        let struck = resolved.struck.into_iter().map(|(card, why)| StruckBallot { card, why }).collect();
        let doubled =
            resolved.doubled.into_iter().map(|(card, claims)| DoubledCard { card, claims }).collect();
        let (released, unfounded) = (resolved.released.len(), resolved.unfounded);
        Ok(PendingDecided { entry, released, struck, doubled, unfounded })
    }

    /// The event, the pending ballots in the boxes, and what the officers of every branch with a box signed.
    async fn pending(&self) -> Result<(Digest, BTreeSet<Digest>, BTreeMap<BranchId, Signed>), Error> {
        let board = self.0.board.read().await;
        let state = &board.state;
        let event = *state.event().ok_or(Error::NotNow("the set-up is not frozen yet"))?;
        if state.unaccounted().is_some() {
            return Err(Error::NotNow("not every branch has closed or been declared to have no box"));
        }
        let cast = state.pending().map(|(_, card)| *card).collect();
        let mut branches = BTreeMap::new();
        for (id, branch) in state.branches() {
            let closing = branch.closing.as_ref().filter(|_| !state.voids().contains_key(id));
            let pending = closing.and_then(|closing| closing.pending).map_or(0, |pending| pending.check_ins);
            let settled = branch.settlement.is_some();
            let confirmed = closing.map(|closing| closing.check_ins).filter(|_| !settled);
            branches.insert(id.clone(), Signed { confirmed, pending });
        }
        Ok((event, cast, branches))
    }

    /// The book of all desks, read session by session; each branch's accounted for: by figures that agree with what its officers signed,
    /// or, where boards settled them or set the branch aside, as never to be known.
    async fn whole_book(&self, branches: &BTreeMap<BranchId, Signed>) -> Result<Book, Error> {
        let mut book = Book::default();
        for session in self.0.store.desk_sessions().await? {
            let mut log = Log::default();
            for bytes in self.0.store.desk_entries(&session, 0).await? {
                let entry = pollbook::entry::Entry::parse(&bytes)?;
                book.take(&entry);
                log.take(entry).map_err(pollbook::ledger::Refused::from)?;
            }
        }
        for (branch, signed) in branches {
            let pending = book.pending(branch);
            let confirmed =
                book.at(branch).filter(|claim| claim.standing == Standing::Confirmed).count() as u64;
            match signed.confirmed {
                None => book.give_up(branch),
                Some(due) if (confirmed, pending) == (due, signed.pending) => book.account_for(branch),
                Some(_) => {
                    return Err(Error::Unsent { branch: branch.clone(), pending, signed: signed.pending });
                }
            }
        }
        Ok(book)
    }
}

/// What the officers of a branch signed.
struct Signed {
    /// Confirmed check-ins; none where the branch has no box or its figures were settled.
    confirmed: Option<u64>,
    /// Pending check-ins.
    pending: u64,
}

/// A row of the ledger as a place. When it was confirmed plays no part in the rule.
fn place((voter, row): (VoterKey, pollbook::CheckIn)) -> (VoterKey, Place) {
    (voter, Place { claim: row.claim, branch: row.branch, at: Moment::default() })
}

fn decided(resolved: &Resolution) -> Decided {
    let struck = |(card, why): (&Digest, &Struck)| {
        let why = match why {
            Struck::Another { .. } => WhyStruck::Another,
            Struck::Undone { .. } => WhyStruck::Undone,
            Struck::Ineligible { .. } => WhyStruck::Ineligible,
            Struck::Unclaimed => WhyStruck::Unclaimed,
        };
        entry::Struck { card: *card, why }
    };
    Decided {
        released: resolved.released.iter().copied().collect(),
        struck: resolved.struck.iter().map(struck).collect(),
    }
}
