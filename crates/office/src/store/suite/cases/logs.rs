//! The desks' logs, and lies in them that carry a good signature and a good chain.

use super::*;
use crate::desk_log::Sent;
use crate::keep_logs::{self, Delivery};
use crate::store::suite::story::{self, EIGHT, Stand, TAKE, people};
use pollbook::desk::Out;
use pollbook::entry::{Act, Entry, Standing, Undo, UndoReason, Why};
use pollbook::fits::Misfit;
use pollbook::ledger::{Answer, Ask, Refused};
use pollbook::log::Fault;

/// A roll of the story's voters.
pub(super) async fn with_story_roll(store: &Store) {
    let rows: Vec<_> = (1..=9).map(|n| (story::voter(n), format!("رأی‌دهنده {n}"))).collect();
    let mut tx = store.begin().await.unwrap();
    roll::replace(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) fn delivery(branch: u8, entries: &[Entry]) -> Delivery {
    let sent = entries.iter().map(|entry| {
        let line = String::from_utf8(entry.to_bytes()).unwrap();
        Sent { entry: entry.clone(), line }
    });
    Delivery { branch: story::branch(branch), sent: sent.collect() }
}

/// Sends entries of a branch, alone in their transaction.
pub(super) async fn send(
    store: &Store,
    chain: &mut Chain,
    branch: u8,
    entries: &[Entry],
) -> Result<(), Error> {
    let batch = [delivery(branch, entries)];
    let mut kept = keep_logs::commit_once(store, chain, &batch).await?.expect("nobody else writes");
    kept.remove(0)
}

fn misfit(sent: Result<(), Error>) -> Misfit {
    match sent {
        Err(Error::Log(Refused::Misfit(misfit))) => misfit,
        other => panic!("{other:?}"),
    }
}

pub(super) fn asks(ask: &Ask) -> Asked {
    Asked { voter: ask.voter, branch: ask.branch.clone(), open: true, request: ask.id.request() }
}

/// A voter at a desk that reaches the database.
pub(super) async fn online(store: &Store, chain: &mut Chain, stand: &mut Stand, who: u8) -> (Decision, Out) {
    let ask = stand.ask(who, EIGHT).expect("not known yet");
    let decision = commit_once(store, chain, &[asks(&ask)]).await.unwrap().remove(0);
    let outs = stand.desk.answered(ask.id, heard(&decision), EIGHT).expect("it waits");
    (decision, stand.done(outs).expect("a card or not"))
}

/// The database's decision as the desk hears it.
pub(super) fn heard(decision: &Decision) -> Answer {
    match decision {
        Decision::CheckedIn { .. } => Answer::Confirmed,
        Decision::AlreadyVoted { earlier } => {
            let at = pollbook::clock::Moment { wall: EIGHT, count: 0 };
            let earlier = pollbook::entry::Place { claim: earlier.claim, branch: earlier.branch.clone(), at };
            Answer::Already { earlier }
        }
        Decision::Superseded => Answer::Superseded,
        Decision::Withdrawn => Answer::Withdrawn,
        Decision::NotOnRoll => Answer::Ineligible,
        other => panic!("{other:?}"),
    }
}

/// The next entry of a stand's session with this act, chained as its machine could chain it.
fn forged(stand: &Stand, act: Act) -> Entry {
    let (id, previous) = stand.desk.log().next(stand.desk.session());
    let at = stand.disk.last().unwrap().at;
    Entry { id, previous, at, branch: story::branch(stand.number), act }
}

pub(crate) async fn what_desks_wrote_is_kept_once_and_a_fault_spoils_nobody_elses(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    let (mut here, mut there) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    online(&store, &mut chain, &mut here, 1).await;
    there.alone(2, EIGHT);
    let (ours, theirs) = (here.disk.clone(), there.disk.clone());
    // Too early, with what is due in the same transaction, and the same twice.
    let batch = [delivery(1, &ours[1..]), delivery(2, &theirs), delivery(2, &theirs)];
    let kept = keep_logs::commit_once(&store, &mut chain, &batch).await.unwrap().unwrap();
    assert!(matches!(kept[0], Err(Error::Log(Refused::Log(Fault::Gap { expected: 0, .. })))), "{kept:?}");
    assert!(kept[1].is_ok() && kept[2].is_ok(), "{kept:?}");
    let versions = store.desk_versions(&story::branch(2)).await.unwrap();
    assert_eq!(versions, BTreeMap::from([(SessionId([2; 16]), theirs.len() as u64)]));
    assert!(store.desk_versions(&story::branch(1)).await.unwrap().is_empty());
    assert_eq!(store.pending_by_branch().await.unwrap(), BTreeMap::from([("0002".into(), 1)]));
    // Of a delivery with a fault, what stands before it is kept.
    let mut forked = ours[1].clone();
    forked.at.count += 1;
    let sent = send(&store, &mut chain, 1, &[ours[0].clone(), forked, ours[2].clone()]).await;
    assert!(matches!(sent, Err(Error::Log(Refused::Log(Fault::Broken { .. })))), "{sent:?}");
    let sent = send(&store, &mut chain, 1, &ours).await;
    assert!(matches!(sent, Err(Error::Log(Refused::Log(Fault::Forked { .. })))), "{sent:?}");
    let lines: Vec<Vec<u8>> = theirs.iter().map(Entry::to_bytes).collect();
    assert_eq!(store.desk_entries(&SessionId([2; 16]), 0).await.unwrap(), lines);
    assert_eq!(store.desk_entries(&SessionId([2; 16]), 1).await.unwrap(), lines[1..]);
    // Known entries change nothing after the closing, and new ones come too late.
    store.close_ledger("2026-05-01T20:00:00Z").await.unwrap();
    assert!(send(&store, &mut chain, 2, &theirs).await.is_ok());
    let late = forged(&there, Act::Reached);
    assert!(matches!(send(&store, &mut chain, 2, &[late]).await, Err(Error::NotNow(_))));
}

pub(crate) async fn a_machine_that_turns_an_admitted_voter_away_frees_nobody(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    let mut stand = Stand::open(1, 1, TAKE);
    assert_eq!(online(&store, &mut chain, &mut stand, 1).await.1, Out::Card(Standing::Confirmed));
    let ask = stand.last();
    let lie =
        forged(&stand, Act::TurnedAway { ask: ask.counter, voter: story::voter(1), why: Why::Interrupted });
    // In the same delivery as the check-in, and in a later one.
    let both = [stand.disk.as_slice(), std::slice::from_ref(&lie)].concat();
    assert_eq!(misfit(send(&store, &mut chain, 1, &both).await), Misfit::Ended { ask });
    assert_eq!(misfit(send(&store, &mut chain, 1, &[lie]).await), Misfit::Ended { ask });
    let standing = Standing::Confirmed;
    let another = forged(&stand, Act::Admitted { ask: ask.counter, voter: story::voter(2), standing });
    assert_eq!(
        misfit(send(&store, &mut chain, 1, std::slice::from_ref(&another)).await),
        Misfit::NotAsked { id: another.id }
    );
    let mut other = Stand::open(2, 2, TAKE);
    let (again, _) = online(&store, &mut chain, &mut other, 1).await;
    assert!(is_refused(&again, "0001"), "{again:?}");
}

pub(crate) async fn no_two_officers_take_back_another_branchs_check_in(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    let (here, mut there) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    online(&store, &mut chain, &mut there, 1).await;
    there.alone(2, EIGHT);
    let claim = there.last();
    send(&store, &mut chain, 1, &here.disk).await.unwrap();
    // Before the headquarters has heard of it, the undo says nothing; afterwards it is refused.
    let undo = |claim| {
        let undo = people(1).agree(Undo { claim, reason: UndoReason::WrongPerson });
        forged(&here, Act::Undone(undo))
    };
    let early = undo(claim);
    send(&store, &mut chain, 1, std::slice::from_ref(&early)).await.unwrap();
    send(&store, &mut chain, 2, &there.disk).await.unwrap();
    assert_eq!(store.pending_by_branch().await.unwrap(), BTreeMap::from([("0002".into(), 1)]));
    let late = Entry {
        id: EntryId { counter: early.id.counter + 1, ..early.id },
        previous: early.digest(),
        ..undo(claim)
    };
    let sent = send(&store, &mut chain, 1, &[late]).await;
    assert_eq!(misfit(sent), Misfit::Anothers { claim, branch: story::branch(2) });
    assert_eq!(store.by_branch().await.unwrap()["0002"], (1, 0));
    // Nor does a branch write in another's session.
    let lie = Entry { branch: story::branch(1), ..forged(&there, Act::Reached) };
    let session = SessionId([2; 16]);
    let sent = send(&store, &mut chain, 1, &[lie]).await;
    assert_eq!(misfit(sent), Misfit::Session { session, branch: story::branch(2) });
}

pub(crate) async fn a_device_that_was_replaced_is_not_answered_any_more(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    let (mut old, mut theirs) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    online(&store, &mut chain, &mut old, 1).await;
    let before = Ask { id: old.last(), branch: story::branch(1), voter: story::voter(1) };
    let spare = Stand::succeed(1, 3, Some(1), TAKE);
    send(&store, &mut chain, 1, &spare.disk).await.unwrap();
    // A hand-over that names another branch's device fences nobody.
    let liar = Stand::succeed(1, 4, Some(2), TAKE);
    send(&store, &mut chain, 1, &liar.disk).await.unwrap();
    assert_eq!(online(&store, &mut chain, &mut old, 2).await.0, Decision::Superseded);
    assert!(matches!(online(&store, &mut chain, &mut theirs, 2).await.0, Decision::CheckedIn { .. }));
    // What was confirmed before stays so, and what the old device wrote down is taken.
    let again = commit_once(&store, &mut chain, &[asks(&before)]).await.unwrap();
    assert!(matches!(again[0], Decision::CheckedIn { .. }), "{again:?}");
    send(&store, &mut chain, 1, &old.disk).await.unwrap();
    assert_eq!(store.by_branch().await.unwrap()["0001"], (1, 0));
}

pub(crate) async fn r3_a_machine_that_claims_a_confirmation_it_was_not_given_is_refused(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    let (mut honest, mut liar) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    online(&store, &mut chain, &mut honest, 1).await;
    let ask = liar.ask(1, EIGHT).expect("not known yet");
    send(&store, &mut chain, 2, &liar.disk).await.unwrap();
    let act = Act::Admitted { ask: ask.id.counter, voter: ask.voter, standing: Standing::Confirmed };
    let lie = forged(&liar, act);
    let refused = send(&store, &mut chain, 2, &[lie]).await;
    assert_eq!(misfit(refused), Misfit::NotConfirmed { claim: ask.id });
    // What it was given it may say, and what was taken back since as well, in whatever order it comes.
    send(&store, &mut chain, 1, &honest.disk[..honest.disk.len() - 1]).await.unwrap();
    let mut spare = Stand::succeed(1, 3, Some(1), TAKE);
    for line in honest.strip.clone() {
        let outs = spare.desk.restore(people(1).agree(line), EIGHT).unwrap();
        spare.done(outs);
    }
    let undo = people(1).agree(Undo { claim: honest.last(), reason: UndoReason::LeftAndReturned });
    let outs = spare.desk.undo(undo, EIGHT).unwrap();
    spare.done(outs);
    send(&store, &mut chain, 1, &spare.disk).await.unwrap();
    assert!(store.by_branch().await.unwrap().is_empty(), "it is taken back");
    send(&store, &mut chain, 1, &honest.disk).await.unwrap();
}

pub(crate) async fn f5_a_person_taken_off_the_roll_is_refused_but_an_earlier_check_in_stands(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    let mut stand = Stand::open(1, 1, TAKE);
    online(&store, &mut chain, &mut stand, 1).await;
    let take_off = async |who: u8| {
        let mut tx = store.begin().await.unwrap();
        let standing = roll::take_off(&mut tx, &story::voter(who), EIGHT, "died").await;
        tx.commit().await.unwrap();
        standing
    };
    let standing = take_off(1).await.unwrap().expect("it is told that they voted");
    assert_eq!((standing.branch.as_str(), standing.claim), ("0001", stand.last()));
    assert_eq!(take_off(2).await.unwrap(), None);
    assert!(matches!(take_off(200).await, Err(Error::Unknown(_))), "nobody of this name is on the roll");
    assert_eq!(online(&store, &mut chain, &mut stand, 2).await.0, Decision::NotOnRoll);
    let mut other = Stand::open(2, 2, TAKE);
    assert!(is_refused(&online(&store, &mut chain, &mut other, 1).await.0, "0001"));
    assert_eq!(store.taken_off().await.unwrap()[&story::voter(2)].wall, EIGHT);
}

pub(crate) async fn f5_nobody_is_taken_off_a_ledger_that_is_closed(store: Store) {
    with_story_roll(&store).await;
    store.close_ledger("2026-05-01T17:00:00Z").await.unwrap();
    let mut tx = store.begin().await.unwrap();
    let refused = roll::take_off(&mut tx, &story::voter(1), EIGHT, "died").await;
    assert!(matches!(refused, Err(Error::NotNow(_))), "{refused:?}");
    tx.commit().await.unwrap();
    assert!(store.taken_off().await.unwrap().is_empty());
}

pub(crate) async fn a_second_vote_is_kept_with_the_first_place(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    let (mut first, mut second) = (Stand::open(1, 1, TAKE), Stand::open(2, 2, TAKE));
    online(&store, &mut chain, &mut first, 1).await;
    online(&store, &mut chain, &mut second, 1).await;
    // One desk refuses by itself.
    first.alone(2, EIGHT);
    assert!(matches!(first.ask(2, EIGHT), Err(Out::TurnAway(Why::Already { .. }))));
    send(&store, &mut chain, 1, &first.disk).await.unwrap();
    send(&store, &mut chain, 2, &second.disk).await.unwrap();
    let repeats = store.repeats(10).await.unwrap();
    let places: Vec<(&str, &str)> =
        repeats.iter().map(|one| (one.branch.as_str(), one.first_branch.as_str())).collect();
    assert_eq!(places.len(), 2, "each once, though the database refused one and its desk told it again");
    assert!(places.contains(&("0002", "0001")) && places.contains(&("0001", "0001")), "{places:?}");
    assert!(repeats.iter().all(|one| !one.first_at.is_empty()));
}
