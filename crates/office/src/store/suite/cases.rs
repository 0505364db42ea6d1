//! The promises.

mod forgotten;
mod headquarters;
mod logs;
mod overtaken;
mod staff;
mod two_ledgers;

pub(super) use forgotten::*;
pub(super) use headquarters::*;
pub(super) use logs::*;
pub(super) use overtaken::*;
pub(super) use staff::*;
pub(super) use two_ledgers::*;

use crate::check_in::commit_once;
use crate::error::Error;
use crate::store::check_ins::Asked;
use crate::store::cluster::{Lock, hold};
use crate::store::desks;
use crate::store::field::{self, Table};
use crate::store::journal::{self, Chain, Line};
use crate::store::told::{self, Told};
use crate::store::{Lead, Store, Tx, entries, roll};
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::device::SessionId;
use pollbook::entry::EntryId;
use pollbook::{Decision, VoterKey};
use std::collections::BTreeMap;

const VOTERS: u8 = 40;

fn voter(n: u8) -> VoterKey {
    VoterKey(Digest::of(&[n]).0)
}

fn asked(n: u8, branch: &str, request: u64) -> Asked {
    let request = Digest::of(&request.to_le_bytes());
    Asked { voter: voter(n), branch: BranchId::new(branch).unwrap(), open: true, request }
}

fn welcome(n: u8) -> Decision {
    Decision::CheckedIn { name: format!("رأی‌دهنده {n}") }
}

fn is_refused(decision: &Decision, branch: &str) -> bool {
    matches!(decision, Decision::AlreadyVoted { earlier } if earlier.branch.as_str() == branch)
}

async fn with_roll(store: &Store) -> Chain {
    let rows: Vec<_> = (0..VOTERS).map(|n| (voter(n), format!("رأی‌دهنده {n}"))).collect();
    let mut tx = store.begin().await.unwrap();
    roll::replace(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
    Chain::new()
}

pub(super) async fn a_voter_is_admitted_once_whichever_branch_asks(store: Store) {
    let mut chain = with_roll(&store).await;
    let both = [asked(1, "0001", 1), asked(1, "0002", 2), asked(2, "0002", 3)];
    let decisions = commit_once(&store, &mut chain, &both).await.unwrap();
    assert_eq!(decisions[0], welcome(1));
    assert!(is_refused(&decisions[1], "0001"), "in the same batch: {:?}", decisions[1]);
    assert_eq!(decisions[2], welcome(2));
    let later = commit_once(&store, &mut chain, &[asked(1, "0001", 4)]).await.unwrap();
    assert!(is_refused(&later[0], "0001"), "at the same branch, later: {later:?}");
    let counts = store.by_branch().await.unwrap();
    assert_eq!(counts, BTreeMap::from([("0001".into(), (1, 1)), ("0002".into(), (1, 1))]));
}

pub(super) async fn a_primary_that_vanishes_is_left_for_another(store: Store, vanish: impl FnOnce()) {
    let mut chain = with_roll(&store).await;
    let mut lead = Lead::default();
    assert!(lead.is_ours(&store).await.unwrap());
    commit_once(&store, &mut chain, &[asked(1, "0001", 1)]).await.unwrap();
    let mut open = store.begin().await.unwrap();
    hold(&mut open, Lock::Record).await.unwrap();
    vanish();
    let unanswered = hold(&mut open, Lock::Record).await.expect_err("nobody answers");
    assert!(unanswered.is_away(), "{unanswered}");
    assert!(open.commit().await.expect_err("nobody answers").is_away());
    // Reading, checking in and publishing go on at the other host.
    assert_eq!(store.entitled().await.unwrap(), u64::from(VOTERS));
    let again = commit_once(&store, &mut chain, &[asked(1, "0001", 1), asked(2, "0001", 2)]).await.unwrap();
    assert_eq!(again, [welcome(1), welcome(2)]);
    // The old connection keeps its lock until the server misses it; we are told so, and do not wait.
    lead.is_ours(&store).await.unwrap();
}

/// What a desk's log tells of a question.
async fn tell(store: &Store, of: &Asked, card: Option<u8>) {
    let question = EntryId::of_request(&of.request);
    let card = card.map(|n| Digest([n; 32]));
    let at = "2026-05-01T08:00:00Z".to_owned();
    let told = Told { question, voter: Some(of.voter), branch: &of.branch, at, card, of_strip: false };
    let mut tx = store.begin().await.unwrap();
    desks::keep_open(&mut tx).await.unwrap();
    told::tell(&mut tx, &[told]).await.unwrap();
    tx.commit().await.unwrap();
}

/// The name of a question as a desk gives it, so that it is read back the same.
fn question(n: u8, branch: &str, counter: u64) -> Asked {
    let name = EntryId { session: SessionId([n; 16]), counter };
    Asked { request: name.request(), ..asked(n, branch, 0) }
}

pub(super) async fn a_question_that_a_desk_took_back_checks_nobody_in(store: Store) {
    let mut chain = with_roll(&store).await;
    // Answered too late: the row is given back, and the person may vote elsewhere.
    let late = question(1, "0001", 1);
    assert_eq!(commit_once(&store, &mut chain, std::slice::from_ref(&late)).await.unwrap(), [welcome(1)]);
    tell(&store, &late, None).await;
    assert_eq!(store.by_branch().await.unwrap(), BTreeMap::new());
    let elsewhere = question(1, "0002", 2);
    assert_eq!(
        commit_once(&store, &mut chain, std::slice::from_ref(&elsewhere)).await.unwrap(),
        [welcome(1)]
    );
    // The late question comes once more, and another before its word that it was taken back.
    let never = question(2, "0001", 3);
    tell(&store, &never, None).await;
    let again = commit_once(&store, &mut chain, &[late, never]).await.unwrap();
    assert_eq!(again, [Decision::Withdrawn, Decision::Withdrawn]);
    assert_eq!(store.by_branch().await.unwrap(), BTreeMap::from([("0002".into(), (1, 0))]));
    // Told again it changes nothing, least of all another's row.
    tell(&store, &question(1, "0001", 1), None).await;
    assert_eq!(store.by_branch().await.unwrap(), BTreeMap::from([("0002".into(), (1, 0))]));
}

pub(super) async fn a_pending_check_in_stands_in_the_way_of_others(store: Store) {
    let mut chain = with_roll(&store).await;
    let alone = question(1, "0001", 1);
    tell(&store, &alone, Some(7)).await;
    tell(&store, &question(1, "0003", 9), Some(8)).await;
    let elsewhere = commit_once(&store, &mut chain, &[question(1, "0002", 2), question(2, "0002", 3)]).await;
    let elsewhere = elsewhere.unwrap();
    assert!(is_refused(&elsewhere[0], "0001") || is_refused(&elsewhere[0], "0003"), "{elsewhere:?}");
    assert_eq!(elsewhere[1], welcome(2));
    assert_eq!(store.by_branch().await.unwrap(), BTreeMap::from([("0002".into(), (1, 1))]));
    let pending = store.pending_by_branch().await.unwrap();
    assert_eq!(pending, BTreeMap::from([("0001".into(), 1), ("0003".into(), 1)]));
    // Somebody who was confirmed and is pending elsewhere too, and somebody who is not on the roll.
    tell(&store, &question(2, "0001", 4), Some(9)).await;
    tell(&store, &question(VOTERS + 1, "0001", 5), Some(10)).await;
    let confirmed = store.confirmed_of_pending().await.unwrap();
    let confirmed: Vec<_> =
        confirmed.iter().map(|(who, row)| (*who, row.branch.as_str(), row.claim)).collect();
    assert_eq!(confirmed, [(voter(2), "0002", EntryId { session: SessionId([2; 16]), counter: 3 })]);
    assert_eq!(store.pending_off_the_roll().await.unwrap(), [voter(VOTERS + 1)]);
}

pub(super) async fn a_request_sent_again_is_answered_the_same_and_counted_once(store: Store) {
    let mut chain = with_roll(&store).await;
    let batch = [asked(1, "0001", 1), asked(1, "0002", 2)];
    let first = commit_once(&store, &mut chain, &batch).await.unwrap();
    let again = commit_once(&store, &mut chain, &batch).await.unwrap();
    assert_eq!(first, again);
    // Twice in one batch, as when a branch does not wait for the answer.
    let twice = [asked(2, "0001", 3), asked(2, "0001", 3)];
    assert_eq!(commit_once(&store, &mut chain, &twice).await.unwrap(), [welcome(2), welcome(2)]);
    // The branch has closed meanwhile: what was kept stays so.
    let closed = Asked { open: false, ..asked(1, "0001", 1) };
    assert_eq!(commit_once(&store, &mut chain, &[closed]).await.unwrap(), [welcome(1)]);
    // Somebody else's request of the same number is not this one.
    let other = commit_once(&store, &mut chain, &[asked(1, "0003", 1)]).await.unwrap();
    assert!(is_refused(&other[0], "0001"));
    assert_eq!(store.by_branch().await.unwrap()["0002"], (0, 1), "one refusal, however often it is sent");
}

pub(super) async fn nobody_is_admitted_off_the_roll_or_out_of_hours(store: Store) {
    let mut chain = with_roll(&store).await;
    let stranger = asked(200, "0001", 1);
    let early = Asked { open: false, ..asked(1, "0001", 2) };
    let decisions = commit_once(&store, &mut chain, &[stranger, early]).await.unwrap();
    assert_eq!(decisions, [Decision::NotOnRoll, Decision::PollsNotOpen]);
    assert!(store.by_branch().await.unwrap().is_empty());
}

pub(super) async fn a_closed_ledger_admits_nobody_but_remembers(store: Store) {
    let mut chain = with_roll(&store).await;
    commit_once(&store, &mut chain, &[asked(1, "0001", 1)]).await.unwrap();
    store.close_ledger("2026-05-01T18:00:00Z").await.unwrap();
    store.close_ledger("2026-05-01T18:00:01Z").await.unwrap();
    let late = [asked(2, "0001", 2), asked(1, "0002", 3)];
    let decisions = commit_once(&store, &mut chain, &late).await.unwrap();
    assert_eq!(decisions[0], Decision::PollsNotOpen);
    assert!(is_refused(&decisions[1], "0001"));
    assert_eq!(store.by_branch().await.unwrap()["0001"], (1, 0));
    store.reopen_ledger().await.unwrap();
    assert_eq!(commit_once(&store, &mut chain, &[asked(2, "0001", 2)]).await.unwrap(), [welcome(2)]);
}

pub(super) async fn a_batch_answers_as_one_after_the_other_would(store: Store) {
    let mut chain = with_roll(&store).await;
    let mut mark = 0x2545_f491_4f6c_dd1d_u64;
    let mut any = |most: u64| {
        mark ^= mark << 13;
        mark ^= mark >> 7;
        mark ^= mark << 17;
        mark % most
    };
    // The rule told simply: the first open branch that asks for somebody on the roll has them.
    let mut ledger: BTreeMap<VoterKey, (BranchId, Digest)> = BTreeMap::new();
    for round in 0..30 {
        let batch: Vec<Asked> = (0..any(24))
            .map(|_| {
                let n = any(u64::from(VOTERS) + 4) as u8;
                let branch = ["0001", "0002", "0003"][any(3) as usize];
                Asked { open: any(5) > 0, ..asked(n, branch, any(400)) }
            })
            .collect();
        let expected: Vec<Decision> = batch
            .iter()
            .map(|a| {
                let on_roll = (0..VOTERS).find(|&n| voter(n) == a.voter);
                let Some(n) = on_roll else { return Decision::NotOnRoll };
                if !ledger.contains_key(&a.voter) && !a.open {
                    return Decision::PollsNotOpen;
                }
                let row = ledger.entry(a.voter).or_insert_with(|| (a.branch.clone(), a.request)).clone();
                if row == (a.branch.clone(), a.request) {
                    return welcome(n);
                }
                Decision::AlreadyVoted {
                    earlier: pollbook::CheckIn {
                        branch: row.0,
                        at: String::new(),
                        claim: pollbook::entry::EntryId::of_request(&row.1),
                    },
                }
            })
            .collect();
        let mut decisions = commit_once(&store, &mut chain, &batch).await.unwrap();
        for decision in &mut decisions {
            if let Decision::AlreadyVoted { earlier } = decision {
                earlier.at.clear();
            }
        }
        // A branch that was not open is told of a row that the same batch inserted after it: it is asked of the
        // ledger as it stands then.
        for ((decision, expected), a) in decisions.iter().zip(&expected).zip(&batch) {
            let overtaken = !a.open && *expected == Decision::PollsNotOpen;
            assert!(
                decision == expected || overtaken,
                "round {round}: {a:?}: {decision:?}, not {expected:?}"
            );
        }
    }
    let rows: u64 = store.by_branch().await.unwrap().values().map(|(ins, _)| ins).sum();
    assert_eq!(rows, ledger.len() as u64);
    assert!(rows > 30, "the rounds reached most of the roll");
}

pub(super) async fn nothing_of_a_broken_transaction_is_kept(store: Store) {
    let mut chain = with_roll(&store).await;
    let mut tx = store.begin().await.unwrap();
    crate::store::check_ins::keep(&mut tx, &[asked(1, "0001", 1)], "2026-05-01T08:00:00Z").await.unwrap();
    let line = Line { at: "2026-05-01T08:00:00Z", actor: "branches", act: "check a voter in", what: "1" };
    chain.note(&mut tx, &line).await.unwrap();
    drop(tx);
    // The chain goes on from what is kept, not from what was tried.
    assert_eq!(commit_once(&store, &mut chain, &[asked(1, "0002", 2)]).await.unwrap(), [welcome(1)]);
    assert_eq!(chain_lines(&store).await, 1);
}

pub(super) async fn the_journal_is_a_chain_that_nobody_rewrites(store: Store) {
    let mut chain = with_roll(&store).await;
    for n in 0..3 {
        let mut tx = store.begin().await.unwrap();
        journal::note(&mut tx, "2026-05-01T08:00:00Z", "operator", "import", &n.to_string()).await.unwrap();
        tx.commit().await.unwrap();
        commit_once(&store, &mut chain, &[asked(n, "0001", u64::from(n))]).await.unwrap();
    }
    assert_eq!(chain_lines(&store).await, 6);
    for words in ["UPDATE journal SET what = 'nothing'", "DELETE FROM journal"] {
        let mut tx = store.begin().await.unwrap();
        let refused = crate::store::engine::within!(&mut tx, connection => {
            sqlx::query(words).execute(connection).await.map(drop)
        });
        assert!(refused.is_err(), "{words}");
    }
}

/// How many lines the journal has; each follows the one before it in its chain.
async fn chain_lines(store: &Store) -> usize {
    type Row = (String, i64, String, String, String, String, Vec<u8>, Vec<u8>);
    let rows: Vec<Row> = crate::store::engine::reading!(store, pool => {
        sqlx::query_as(
            "SELECT chain, line, at, actor, act, what, previous, hash FROM journal ORDER BY chain, line",
        )
        .fetch_all(pool)
        .await
        .unwrap()
    });
    let mut ends: BTreeMap<&str, (i64, &[u8])> = BTreeMap::new();
    for (chain, number, at, actor, act, what, previous, hash) in &rows {
        if let Some((last, end)) = ends.get(chain.as_str()) {
            assert_eq!((*number, previous.as_slice()), (last + 1, *end), "{chain}");
        } else {
            assert_eq!(*number, 1, "{chain} has a first line");
        }
        let line = Line { at, actor, act, what };
        assert_eq!(journal::hash(previous, &line).0.as_slice(), hash.as_slice(), "{chain} {number}");
        ends.insert(chain, (*number, hash));
    }
    rows.len()
}

pub(super) async fn an_entry_stands_once_under_its_number(store: Store) {
    let put = async |number: u64, bytes: &'static [u8]| -> Result<(), Error> {
        let mut tx: Tx = store.begin().await?;
        entries::alone(&mut tx).await?;
        entries::put(&mut tx, number, &Digest::of(bytes), bytes).await?;
        tx.commit().await
    };
    put(0, b"first").await.unwrap();
    put(1, b"second").await.unwrap();
    assert!(put(1, b"another").await.is_err(), "two entries under one number");
    assert!(put(2, b"second").await.is_err(), "one entry under two numbers");
    assert_eq!(store.entries(0, 10).await.unwrap(), [b"first".to_vec(), b"second".to_vec()]);
    assert_eq!(store.entries(1, 1).await.unwrap(), [b"second".to_vec()]);
    assert_eq!(store.sequence(&Digest::of(b"second")).await.unwrap(), Some(1));
    assert_eq!(store.entry(1).await.unwrap().as_deref(), Some(b"second".as_slice()));
    assert_eq!(store.entry(2).await.unwrap(), None);
}

pub(super) async fn a_secret_is_drawn_once(store: Store) {
    let mut rng = rand::rng();
    let roll = store.secret("roll", &mut rng).await.unwrap();
    assert_eq!(store.secret("roll", &mut rng).await.unwrap(), roll);
    assert_ne!(store.secret("headquarters", &mut rng).await.unwrap(), roll);
}

pub(super) async fn a_new_import_replaces_the_roll(store: Store) {
    with_roll(&store).await;
    assert_eq!(store.entitled().await.unwrap(), u64::from(VOTERS));
    // More than one statement takes.
    let many: Vec<_> = (0..5000u32)
        .map(|n| (VoterKey(Digest::of(&n.to_le_bytes()).0), "نام \"دیگر\" \\ ".to_owned()))
        .collect();
    let mut tx = store.begin().await.unwrap();
    roll::replace(&mut tx, &many).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.entitled().await.unwrap(), 5000);
    let asked = Asked { voter: many[4999].0, ..asked(0, "0001", 1) };
    let decisions = commit_once(&store, &mut Chain::new(), &[asked]).await.unwrap();
    assert_eq!(decisions, [Decision::CheckedIn { name: many[4999].1.clone() }]);
}

/// Two headquarters on one database, asked for the same voters at the same moment.
pub(super) async fn two_headquarters_admit_each_voter_once(one: Store, two: Store) {
    with_roll(&one).await;
    let crowd = async |store: Store, branch: &'static str, first: u64| {
        let mut chain = Chain::new();
        let mut admitted = Vec::new();
        // In one order here and in the other there, and a few at a time, so that their batches cross.
        let voters: Vec<u8> = if first == 0 { (0..VOTERS).collect() } else { (0..VOTERS).rev().collect() };
        for some in voters.chunks(3) {
            let batch: Vec<Asked> = some.iter().map(|&n| asked(n, branch, first + u64::from(n))).collect();
            let decisions = commit_once(&store, &mut chain, &batch).await.unwrap();
            let ins = some.iter().zip(decisions).filter(|(_, d)| matches!(d, Decision::CheckedIn { .. }));
            admitted.extend(ins.map(|(&n, _)| n));
        }
        admitted
    };
    let (here, there) =
        tokio::join!(tokio::spawn(crowd(one.clone(), "0001", 0)), tokio::spawn(crowd(two, "0002", 1000)));
    let mut admitted = [here.unwrap(), there.unwrap()].concat();
    admitted.sort_unstable();
    assert_eq!(admitted, (0..VOTERS).collect::<Vec<_>>(), "each voter once, by whoever came first");
    let counts = one.by_branch().await.unwrap();
    assert_eq!(counts.values().map(|(ins, _)| ins).sum::<u64>(), u64::from(VOTERS));
    assert_eq!(counts.values().map(|(_, refused)| refused).sum::<u64>(), u64::from(VOTERS));
    chain_lines(&one).await;
}

pub(super) async fn a_full_disk_is_said_and_loses_nothing(store: Store) {
    let mut chain = with_roll(&store).await;
    assert_eq!(commit_once(&store, &mut chain, &[asked(0, "0001", 0)]).await.unwrap(), [welcome(0)]);
    let Store::Lite { writer, .. } = &store else { unreachable!("a full disk is tried on SQLite") };
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(writer).await.unwrap();
    let limit = |pages: i64| {
        let words = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        async move { sqlx::query(words).execute(writer).await.map(drop).unwrap() }
    };
    limit(pages).await;
    let mut tx = store.begin().await.unwrap();
    let full = entries::put(&mut tx, 0, &Digest::of(b"long"), &[7; 65_535]).await.unwrap_err();
    assert!(matches!(full, Error::Full(_)), "{full}");
    drop(tx);
    limit(1_000_000).await;
    let again = [asked(0, "0001", 0), asked(0, "0002", 9), asked(1, "0002", 1)];
    let decisions = commit_once(&store, &mut chain, &again).await.unwrap();
    assert_eq!((&decisions[0], &decisions[2]), (&welcome(0), &welcome(1)));
    assert!(is_refused(&decisions[1], "0001"));
}

pub(super) async fn a_file_is_kept_only_by_whoever_read_its_last_version(store: Store) {
    let put = async |version: i64, file: &str| -> Result<bool, Error> {
        let mut tx = store.begin_act().await?;
        let changed = field::next_change(&mut tx).await?;
        let kept = field::put(&mut tx, Table::Branch, "tehran/rey/2/0007", version, changed, &file).await?;
        tx.commit().await?;
        Ok(kept)
    };
    assert_eq!(store.last_change().await.unwrap(), 0);
    assert!(put(0, "first").await.unwrap());
    assert!(!put(0, "another first").await.unwrap(), "a name is given once");
    assert!(put(1, "second").await.unwrap());
    assert!(!put(1, "late").await.unwrap(), "somebody else was faster");
    assert_eq!(store.last_change().await.unwrap(), 2);
    let rows = store.changes(Table::Branch, 1).await.unwrap();
    assert_eq!(rows, [("tehran/rey/2/0007".to_owned(), 2, "\"second\"".to_owned())]);
    assert!(store.changes(Table::Branch, 2).await.unwrap().is_empty());
    let mut tx = store.begin().await.unwrap();
    let deleted = crate::store::engine::within!(&mut tx, connection => {
        sqlx::query("DELETE FROM branch").execute(connection).await.map(drop)
    });
    assert!(deleted.is_err(), "nothing of the field is deleted");
}
