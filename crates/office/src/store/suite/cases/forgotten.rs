//! What is left of the day in the evening.

use super::logs::{online, send, with_story_roll};
use super::*;
use crate::store::suite::story::{self, EIGHT, Stand, TAKE};

const SESSION: u8 = 0xa7;
const CARD: u8 = 0x5c;

/// What would tell the order, or who holds which pending card.
pub(crate) fn traces() -> [Vec<u8>; 3] {
    [vec![SESSION; 16], vec![CARD; 32], hex::encode([CARD; 32]).into_bytes()]
}

pub(crate) async fn the_day_is_forgotten_with_the_ledger(store: &Store) {
    with_story_roll(store).await;
    let mut chain = Chain::new();
    let (mut stand, mut other) = (Stand::open(1, SESSION, TAKE), Stand::open(2, 2, TAKE));
    for who in [3, 1, 2] {
        online(store, &mut chain, &mut stand, who).await;
    }
    online(store, &mut chain, &mut other, 1).await;
    stand.alone_under(4, CARD, EIGHT);
    assert!(stand.ask(4, EIGHT).is_err(), "the desk refuses by itself");
    send(store, &mut chain, 1, &stand.disk).await.unwrap();
    send(store, &mut chain, 2, &other.disk).await.unwrap();
    let counts = store.by_branch().await.unwrap();
    assert_eq!(counts["0001"], (3, 1));
    store.close_ledger("2026-05-01T20:00:00Z").await.unwrap();
    let happened = store.officers_acts(&story::branch(1)).await.unwrap();
    assert!(!store.has_forgotten().await.unwrap());
    store.forget_the_day().await.unwrap();
    assert!(store.has_forgotten().await.unwrap());
    assert!(store.desk_sessions().await.unwrap().is_empty());
    assert_eq!(store.pending_by_branch().await.unwrap(), BTreeMap::new());
    assert_eq!(store.by_branch().await.unwrap(), counts, "how many is still known");
    // Who voted is remembered to the hour, and under which question is not.
    let again = Asked { open: false, ..asked(1, "0003", 1) };
    let again = Asked { voter: story::voter(1), ..again };
    let decided = commit_once(store, &mut chain, &[again]).await.unwrap();
    let Decision::AlreadyVoted { earlier } = &decided[0] else { panic!("{decided:?}") };
    assert_eq!((earlier.branch.as_str(), &earlier.at[13..]), ("0001", ":00:00Z"));
    assert_ne!(earlier.claim.session, SessionId([SESSION; 16]));
    let repeats = store.repeats(10).await.unwrap();
    assert!(repeats.iter().filter(|one| one.branch == "0001").all(|one| one.first_at.ends_with(":00:00Z")));
    // What happened at the desk and is published with its branch stays; its session's name need not.
    let acts = store.officers_acts(&story::branch(1)).await.unwrap();
    assert_eq!((acts.len(), &acts), (2, &happened), "begun, and cut off, in their order");
    assert_eq!(store.officers_acts_by_branch().await.unwrap()[story::branch(1).as_str()], acts);
}
