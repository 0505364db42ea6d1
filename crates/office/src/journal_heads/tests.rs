//! Whoever owns the database changes the journal, in every way we could think of, and is found.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::fixture::{may, office, place};
use crate::organise::tests::register;
use crate::store::Tx;
use headquarters::permit::Actor;
use headquarters::role::Role;

/// An office with a few lines in its journal, and heads of two days.
async fn kept() -> (tempfile::TempDir, Office) {
    let (folder, office) = office().await;
    let operator = headquarters::permit::permit(Actor::Operator).unwrap();
    office.first_links(&operator, &place("tehran")).await.unwrap();
    let today = clock::today();
    assert!(office.publish_head(today.after(-1)).await.unwrap());
    assert!(!office.publish_head(today.after(-1)).await.unwrap(), "one a day");
    for login in ["one", "two", "three"] {
        register(&office, login, "tehran").await;
    }
    assert!(office.publish_head(today).await.unwrap());
    (folder, office)
}

async fn check(office: &Office) -> Result<Walked, BadHeads> {
    office.check_journal(&may(2, Role::Supervisor, "tehran")).await.unwrap()
}

/// Runs a statement in a transaction of the tests' SQLite; answers whether it was taken.
async fn runs(tx: &mut Tx, words: &'static str) -> bool {
    let Tx::Lite(tx) = tx else { unreachable!("tests open SQLite") };
    sqlx::query(words).execute(&mut **tx).await.is_ok()
}

/// The owner of the database, whom no trigger stops.
async fn tamper(office: &Office, words: &[&'static str]) {
    let mut tx = office.0.store.begin().await.unwrap();
    for words in
        ["DROP TRIGGER journal_is_never_changed", "DROP TRIGGER journal_is_never_deleted"].iter().chain(words)
    {
        assert!(runs(&mut tx, words).await, "{words}");
    }
    tx.commit().await.unwrap();
}

/// Writes the chain anew from a line on, so that it holds together again.
async fn mend_chain(office: &Office) {
    let mut previous = vec![0; 32];
    for row in office.0.store.journal_after(0).await.unwrap() {
        let line = journal::Line { at: &row.at, actor: &row.actor, act: &row.act, what: &row.what };
        let hash = journal::hash(&previous, &line).0.to_vec();
        let mut tx = office.0.store.begin().await.unwrap();
        let Tx::Lite(lite) = &mut tx else { unreachable!("tests open SQLite") };
        sqlx::query("UPDATE journal SET previous = $1, hash = $2 WHERE chain = 'acts' AND line = $3")
            .bind(&previous)
            .bind(&hash)
            .bind(row.line)
            .execute(&mut **lite)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        previous = hash;
    }
}

#[tokio::test]
async fn a_journal_that_nobody_touched_is_whole_and_agrees_with_its_heads() {
    let (folder, office) = kept().await;
    let walked = check(&office).await.unwrap();
    assert_eq!((walked.heads, walked.broken), (2, None));
    assert!(walked.lines >= 6, "{walked:?}");
    // The same from a copy that somebody kept, without the running headquarters.
    let copy = office.journal_heads().await.unwrap();
    assert_eq!(audit_journal(folder.path(), None, Some(&copy)).await.unwrap(), Ok(walked));
}

#[tokio::test]
async fn a_changed_line_is_found() {
    let (_folder, office) = kept().await;
    tamper(&office, &["UPDATE journal SET what = replace(what, 'two', 'ten') WHERE line = 5"]).await;
    assert_eq!(check(&office).await.unwrap().broken, Some(Break::Changed(5)));
}

#[tokio::test]
async fn a_deleted_line_is_found_wherever_it_stood() {
    let (_folder, office) = kept().await;
    let last = check(&office).await.unwrap().lines;
    tamper(
        &office,
        &["DELETE FROM journal WHERE line = (SELECT max(line) FROM journal WHERE chain = 'acts')"],
    )
    .await;
    assert_eq!(check(&office).await.unwrap().broken, Some(Break::Missing(last)), "a head names it");
    let (_folder, office) = kept().await;
    tamper(&office, &["DELETE FROM journal WHERE line = 2"]).await;
    assert_eq!(check(&office).await.unwrap().broken, Some(Break::Missing(2)));
}

#[tokio::test]
async fn a_chain_that_was_written_anew_is_not_the_one_whose_head_was_published() {
    let (_folder, office) = kept().await;
    tamper(&office, &["UPDATE journal SET actor = 'person:2' WHERE line = 2"]).await;
    assert_eq!(check(&office).await.unwrap().broken, Some(Break::Changed(2)));
    mend_chain(&office).await;
    let broken = check(&office).await.unwrap().broken;
    assert!(matches!(broken, Some(Break::Rewritten { .. })), "the chain holds together, and yet: {broken:?}");
}

#[tokio::test]
async fn heads_are_signed_one_on_the_other() {
    let (_folder, office) = kept().await;
    let (text, key) = (office.journal_heads().await.unwrap(), office.key());
    assert_eq!(read(&text, &key).unwrap().len(), 2);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(read(lines[1], &key), Err(BadHeads::Unsigned(1)), "a day was left out");
    assert_eq!(read(&text.replacen("20", "21", 1), &key), Err(BadHeads::Unsigned(1)), "another day");
    assert_eq!(read("nonsense", &key), Err(BadHeads::Unreadable(1)));
    let other = Signer::from_seed(&[9; 32]).public();
    assert_eq!(read(&text, &other), Err(BadHeads::Unsigned(1)));
    let signer = &office.0.signer;
    let head = |day: i64, line| Head { day: clock::today().after(day), line, hash: [1; 32] };
    let first = write(signer, "", &head(0, 7));
    for later in [head(0, 8), head(-1, 8), head(1, 6)] {
        let two = format!("{first}\n{}", write(signer, &first, &later));
        assert_eq!(read(&two, &key), Err(BadHeads::Backwards(2)));
    }
    // What was published is never changed or deleted, while the triggers stand.
    for words in ["UPDATE journal_head SET text = ''", "DELETE FROM journal_head"] {
        let mut tx = office.0.store.begin().await.unwrap();
        assert!(!runs(&mut tx, words).await, "{words}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{1,3} [0-9a-f]{0,70} [0-9a-f]{0,130}\n?){0,3}|.{0,60}") {
        let key = Signer::from_seed(&[9; 32]).public();
        proptest::prop_assert!(read(&text, &key).map_or(true, |heads| heads.is_empty()));
    }
}
