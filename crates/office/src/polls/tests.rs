//! What the polls are told of the record.
#![allow(clippy::unwrap_used)]

use super::*;
use board::entry::{File, Ledger, Opening, SaidBy, Void};

fn id(text: &str) -> BranchId {
    BranchId::new(text).unwrap()
}

fn opening(branch: &str) -> Entry {
    let (branch, at) = (id(branch), "2026-05-01T04:30:00Z".to_owned());
    Entry::unsigned(Opening {
        branch,
        at,
        booths: Vec::new(),
        cards: File::of(&[]),
        ballots: 0,
        pending: None,
    })
}

#[test]
fn an_entry_changes_its_own_branch_and_the_ledger_all() {
    let mut changed = Changed::default();
    for branch in ["0001", "0007"] {
        changed.by(&opening(branch));
    }
    let (at, why, said_by) = (String::new(), election::outcome::Void::NotOpened, SaidBy::Officers);
    changed.by(&Entry::unsigned(Void { branch: id("0009"), at, why, said_by, reason: String::new() }));
    let each = ["0001", "0007", "0009"].map(id);
    assert_eq!((changed.all, changed.branches.as_slice()), (false, each.as_slice()));
    changed.by(&Entry::unsigned(Ledger { ledger: File::of(&[]) }));
    assert!(changed.all, "nobody is checked in any more");
}

#[test]
fn the_polls_follow_in_their_place_whoever_reads_them() {
    let key = crypto::signature::Signer::from_seed(&[1; 32]).public();
    let branches = ["0001", "0002"].map(|of| (id(of), Branch { key, open: true.into() }));
    let polls = Arc::new(Polls { event: None, setup: None, branches: branches.into() });
    let reader = Arc::clone(&polls);
    // Of a record on which neither has opened.
    polls.follow(&State::default(), &id("0001"));
    polls.follow(&State::default(), &id("0009"));
    assert_eq!((reader.are_open(&id("0001")), reader.are_open(&id("0002"))), (false, true));
}
