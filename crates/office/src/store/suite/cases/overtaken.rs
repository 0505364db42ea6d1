//! Two transactions at once, on PostgreSQL: SQLite has one writer.

use super::logs::{asks, delivery, send, with_story_roll};
use super::*;
use crate::keep_logs;
use crate::store::check_ins;
use crate::store::suite::story::{EIGHT, Stand, TAKE};
use pollbook::desk::Out;

/// A desk takes a question back while a batch of check-ins with it is on its way: whoever comes second waits and sees.
pub(crate) async fn a_word_that_overtakes_a_question_is_not_missed(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    for (who, session, card) in [(1, 1, None), (2, 2, Some(7))] {
        let mut stand = Stand::open(session, session, TAKE);
        let ask = stand.ask(who, EIGHT).unwrap();
        let asked = asks(&ask);
        // The word is inserted and not yet committed.
        let at = "2026-05-01T08:00:00Z".to_owned();
        let card = card.map(|n| Digest([n; 32]));
        let told =
            Told { question: ask.id, voter: Some(ask.voter), branch: &ask.branch, at, card, of_strip: false };
        let mut word = store.begin().await.unwrap();
        desks::keep_open(&mut word).await.unwrap();
        told::tell(&mut word, &[told]).await.unwrap();
        let question = tokio::spawn({
            let (store, asked) = (store.clone(), asked.clone());
            async move { commit_once(&store, &mut Chain::new(), &[asked]).await.unwrap() }
        });
        waits(&store, "INSERT INTO check_in%").await;
        word.commit().await.unwrap();
        assert_eq!(question.await.unwrap(), [Decision::Withdrawn]);
        // The other way round: the row is inserted and not yet committed, and the word waits for it.
        let mut other = Stand::open(session, session + 4, TAKE);
        let ask = other.ask(who + 4, EIGHT).unwrap();
        let mut batch = store.begin().await.unwrap();
        assert_eq!(check_ins::keep(&mut batch, &[asks(&ask)], "").await.unwrap().unwrap().0, 1);
        let outs = other.desk.interrupted(ask.id, EIGHT).unwrap();
        assert!(matches!(other.done(outs), Some(Out::TurnAway(_))));
        let word = tokio::spawn({
            let (store, entries) = (store.clone(), other.disk.clone());
            async move { send(&store, &mut Chain::new(), session, &entries).await }
        });
        waits(&store, "INSERT INTO check_in%").await;
        batch.commit().await.unwrap();
        word.await.unwrap().unwrap();
        let again = commit_once(&store, &mut chain, &[asks(&ask)]).await.unwrap();
        assert_eq!(again, [Decision::Withdrawn]);
    }
    assert_eq!(store.by_branch().await.unwrap(), BTreeMap::new());
}

/// An import holds the chain of acts, and a batch of check-ins is on its way: a log is kept meanwhile, and check-ins are kept
/// while a log is.
pub(crate) async fn a_log_waits_for_no_import_and_holds_up_no_check_in(store: Store) {
    with_story_roll(&store).await;
    let mut chain = Chain::new();
    let mut stand = Stand::open(1, 11, TAKE);
    let ask = stand.ask(3, EIGHT).unwrap();
    let import = store.begin_act().await.unwrap();
    let mut batch = store.begin().await.unwrap();
    assert_eq!(check_ins::keep(&mut batch, &[asks(&ask)], "").await.unwrap().unwrap().0, 1);
    // Would wait for ever if it waited for either of them.
    send(&store, &mut chain, 1, &stand.disk).await.unwrap();
    batch.commit().await.unwrap();
    // The answer leaves when it is kept, and never before: what a desk says of it is so.
    let outs = stand.desk.answered(ask.id, pollbook::ledger::Answer::Confirmed, EIGHT).unwrap();
    stand.done(outs);
    send(&store, &mut chain, 1, &stand.disk).await.unwrap();
    drop(import);
    // A log that is being kept, with a voter turned away in it, and another voter's question.
    let mut log = store.begin().await.unwrap();
    desks::keep_open(&mut log).await.unwrap();
    let away = question(4, "0001", 9);
    let at = String::new();
    let told = Told {
        question: EntryId::of_request(&away.request),
        voter: Some(away.voter),
        branch: &away.branch,
        at,
        card: None,
        of_strip: false,
    };
    told::tell(&mut log, &[told]).await.unwrap();
    let mut elsewhere = Stand::open(2, 12, TAKE);
    let ask = elsewhere.ask(5, EIGHT).unwrap();
    let decided = commit_once(&store, &mut chain, &[asks(&ask)]).await.unwrap();
    assert!(matches!(decided[0], Decision::CheckedIn { .. }), "{decided:?}");
    log.commit().await.unwrap();
    // Two headquarters hear the same delivery: one keeps it, and the other reads again and knows it.
    let other = Stand::open(3, 13, TAKE);
    let twice = [delivery(3, &other.disk)];
    let (one, two) = (store.clone(), store.clone());
    let (mut mine, mut theirs) = (Chain::new(), Chain::new());
    let (one, two) = tokio::join!(
        keep_logs::commit_once(&one, &mut mine, &twice),
        keep_logs::commit_once(&two, &mut theirs, &twice)
    );
    let kept = [one.unwrap(), two.unwrap()].into_iter().flatten().flatten();
    assert!(kept.map(|kept| kept.unwrap()).count() >= 1);
    assert_eq!(store.desk_entries(&SessionId([13; 16]), 0).await.unwrap().len(), other.disk.len());
}

/// Until a session waits for another's transaction with such a statement.
async fn waits(store: &Store, like: &'static str) {
    let Store::Pg(cluster) = store else { unreachable!("two at once are tried on PostgreSQL") };
    let waiting = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1";
    loop {
        let serving = cluster.serving();
        let n: i64 = sqlx::query_scalar(waiting).bind(like).fetch_one(serving.patient()).await.unwrap();
        if n > 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}
