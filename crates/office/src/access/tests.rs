//! Ways in, tried by those who have none.
#![allow(clippy::unwrap_used)]

use super::proof::MADE;
use crate::error::Error;
use crate::fixture::{may, office, place};
use crate::organise::tests::register;
use crate::store::{Store, access, program};
use crate::{Entered, Office, ProgramToken, SessionToken};
use headquarters::letter::Draft;
use headquarters::permit::{Actor, Officer, Permit, PersonId, act, permit};
use headquarters::program::Draft as Program;
use headquarters::recovery::Refused;
use headquarters::role::Role;
use std::sync::atomic::Ordering::SeqCst;

/// Rows that this office's writer has written since it was opened.
async fn written(office: &Office) -> i64 {
    match &office.0.store {
        Store::Lite { writer, .. } => {
            sqlx::query_scalar("SELECT total_changes()").fetch_one(writer).await.unwrap()
        }
        Store::Pg(_) => unreachable!("tests open SQLite"),
    }
}

#[tokio::test]
async fn a_refusal_costs_the_same_whether_the_name_is_known_or_not() {
    let (_folder, office) = office().await;
    office.first_links(&permit(Actor::Operator).unwrap(), &place("tehran")).await.unwrap();
    register(&office, "m.nouri", "tehran").await;
    let hash = super::proof::hash("four pigeons on a wire".into()).await.unwrap();
    let mut tx = office.0.store.begin_act().await.unwrap();
    access::put(&mut tx, PersonId(1), &hash, &[1; 20], 1).await.unwrap();
    access::put(&mut tx, PersonId(2), &hash, &[1; 20], 1).await.unwrap();
    access::tried(&mut tx, PersonId(2), Some(1), 9, u64::MAX >> 1).await.unwrap();
    tx.commit().await.unwrap();
    // A wrong password; a locked name; one that has not enrolled; one that is nobody's; what is no name at all.
    for name in ["governor", "supervisory-chair", "m.nouri", "nobody", "رئیس"] {
        let (rows, hashes) = (written(&office).await, MADE.load(SeqCst));
        let entered = office.sign_in(name, "another password".into(), "000000").await.unwrap();
        assert!(matches!(entered, Entered::Refused), "{name}");
        let cost = (written(&office).await - rows, MADE.load(SeqCst) - hashes);
        assert_eq!(cost, (1, 1), "{name}: rows written, hashes made");
    }
}

#[tokio::test]
async fn of_a_crowd_at_the_door_the_last_are_asked_to_come_back() {
    let (_folder, office) = office().await;
    let tries = (0..80).map(|_| {
        let office = office.clone();
        tokio::spawn(async move { office.sign_in("nobody", "…".into(), "").await })
    });
    let (mut refused, mut busy) = (0, 0);
    for tried in tries.collect::<Vec<_>>() {
        match tried.await.unwrap() {
            Ok(Entered::Refused) => refused += 1,
            Err(Error::Busy { .. }) => busy += 1,
            other => panic!("{other:?}"),
        }
    }
    assert!(busy > 0 && refused >= 34, "{refused} were judged, {busy} were asked to come back");
    assert!(
        matches!(office.sign_in("nobody", "…".into(), "").await, Ok(Entered::Refused)),
        "and then it is calm"
    );
}

#[tokio::test]
async fn a_way_in_is_opened_by_two_who_answer_for_all_letters_and_still_do_when_it_is_confirmed() {
    let (_folder, office) = office().await;
    office.first_links(&permit(Actor::Operator).unwrap(), &place("tehran")).await.unwrap();
    // A county's officers, and one registered in the county who serves the province.
    for login in ["rey.governor", "rey.secretary", "province.secretary"] {
        register(&office, login, "tehran/rey").await;
    }
    let governor: Permit<act::AppointExecutive> = may(1, Role::Governor, "tehran");
    let today = crate::clock::today();
    for (person, role, scope) in [
        (3, Role::Secretary, "tehran/rey"),
        (4, Role::Secretary, "tehran/rey"),
        (5, Role::Secretary, "tehran"),
    ] {
        let (from, until, basis) = (today, today.after(9), "ماده ۹۰".into());
        let (person, scope) = (PersonId(person), place(scope));
        let draft = Draft { person, role, scope, committee: None, from, until, basis, supersedes: None };
        office.issue_letter(&governor, draft, true).await.unwrap();
    }
    let county: Permit<act::RecoverAccess> = may(3, Role::Secretary, "tehran/rey");
    let beyond = office.propose_recovery(&county, PersonId(5), "تلفن").await;
    assert!(matches!(beyond, Err(Error::Recovery(Refused::Beyond))), "{beyond:?}");
    let link: Permit<act::RegisterPerson> = may(3, Role::Secretary, "tehran/rey");
    let drawn = office.link_again(&link, PersonId(5)).await;
    assert!(matches!(drawn, Err(Error::Forbidden(_))), "nor by a fresh link: {drawn:?}");
    // Within the county they propose; the proposer is dismissed before it is confirmed.
    office.propose_recovery(&county, PersonId(4), "تلفن").await.unwrap();
    office.revoke_letter(&governor, 3, "برکناری").await.unwrap();
    let chair: Permit<act::RecoverAccess> = may(2, Role::SupervisoryChair, "tehran");
    let gone = office.confirm_recovery(&chair, 1).await;
    assert!(matches!(gone, Err(Error::Recovery(Refused::ProposerGone))), "{gone:?}");
    assert_eq!(office.recoveries(&chair).await.unwrap().0.len(), 1, "it waits for another proposer");
}

/// A session of the first governor that began so many seconds ago.
async fn begun(office: &Office, ago: u64) -> (Officer, SessionToken) {
    let session = SessionToken::new(&format!("begun {ago}"));
    let mut tx = office.0.store.begin_act().await.unwrap();
    access::begin(&mut tx, &session.digest(), PersonId(1), crate::clock::seconds() - ago, "").await.unwrap();
    tx.commit().await.unwrap();
    (office.recognise(&session).await.unwrap().unwrap(), session)
}

#[tokio::test]
async fn a_token_is_drawn_right_after_signing_in_and_is_good_until_its_last_day() {
    let (_folder, office) = office().await;
    office.first_links(&permit(Actor::Operator).unwrap(), &place("tehran")).await.unwrap();
    let draft = Program { name: "نمودار".into(), days: 1 };
    let (governor, stale) = begun(&office, 16 * 60).await;
    let refused = office.draw_program_token(&governor, &stale, &draft).await;
    assert!(matches!(refused, Err(Error::SignInAgain)), "{refused:?}");
    let (governor, fresh) = begun(&office, 10).await;
    let token = office.draw_program_token(&governor, &fresh, &draft).await.unwrap();
    assert_eq!(ProgramToken::shown(token.as_str()), Some(token.clone()));
    assert!(!format!("{token:?}").contains(&token.as_str()[20..]), "no log tells it");
    let known = office.recognise_program(&token).await.unwrap();
    assert_eq!(known, Some(governor), "good on its last day, with the letters of its officer");
    // One of which yesterday was the last day.
    let over = ProgramToken::shown("amin-program-over").unwrap();
    let today = crate::clock::today();
    let mut tx = office.0.store.begin_act().await.unwrap();
    let days = (today.after(-30), today.after(-1));
    program::put(&mut tx, &over.digest(), PersonId(1), "قدیم", days).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.recognise_program(&over).await.unwrap(), None);
    let listed = office.account(PersonId(1), &fresh).await.unwrap().programs;
    assert_eq!(listed.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["نمودار"]);
    assert_eq!(listed[0].used, today.to_string(), "the day of its last use is seen");
}

#[tokio::test]
async fn whoever_tries_an_officers_password_stops_no_program_of_theirs() {
    let (_folder, office) = office().await;
    office.first_links(&permit(Actor::Operator).unwrap(), &place("tehran")).await.unwrap();
    let (governor, fresh) = begun(&office, 0).await;
    let draft = Program { name: "نمودار".into(), days: 90 };
    let token = office.draw_program_token(&governor, &fresh, &draft).await.unwrap();
    let mut tx = office.0.store.begin_act().await.unwrap();
    access::put(&mut tx, PersonId(1), "hash", &[1; 20], 1).await.unwrap();
    access::tried(&mut tx, PersonId(1), Some(1), 5, crate::clock::seconds() + 30).await.unwrap();
    tx.commit().await.unwrap();
    assert!(office.recognise_program(&token).await.unwrap().is_some(), "the lock is the password's");
}
