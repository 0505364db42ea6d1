//! Letters that take each other's place, as an office keeps and journals them.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::fixture::{may, office, place};
use crate::organise::tests::register;
use headquarters::permit::Actor;

/// An office with its first two officers and one person more, who holds the letter of a secretary; a second governor,
/// whom the chair confirmed, is the fourth.
async fn staffed() -> (tempfile::TempDir, Office) {
    let (folder, office) = office().await;
    let operator = headquarters::permit::permit(Actor::Operator).unwrap();
    office.first_links(&operator, &place("tehran")).await.unwrap();
    register(&office, "m.nouri", "tehran").await;
    register(&office, "a.karimi", "tehran").await;
    issue(&office, 3, Role::Secretary, None, 0).await.unwrap();
    (folder, office)
}

fn draft(to: i64, role: Role, supersedes: Option<i64>, days: i64) -> Draft {
    let today = clock::today();
    Draft {
        person: PersonId(to),
        role,
        scope: place("tehran"),
        committee: None,
        from: today.after(days),
        until: today.after(90),
        basis: "ماده ۹۰".into(),
        supersedes,
    }
}

async fn issue(
    office: &Office,
    to: i64,
    role: Role,
    supersedes: Option<i64>,
    days: i64,
) -> Result<Letter, Error> {
    let governor: Permit<act::AppointExecutive> = may(1, Role::Governor, "tehran");
    office.issue_letter(&governor, draft(to, role, supersedes, days)).await
}

async fn letter(office: &Office, number: i64) -> Letter {
    let permit = may(1, Role::Governor, "tehran");
    office.letter(&permit, number).await.unwrap().letter
}

/// What the journal says of this letter, the latest first: the fields that changed.
async fn told_of(office: &Office, number: i64) -> Vec<Vec<String>> {
    let permit = may(1, Role::Governor, "tehran");
    let (lines, _, _) = office.journal(&permit, &crate::LinesSought::default(), None, 100).await.unwrap();
    let of = lines.into_iter().filter(|told| told.what == ("letter".to_owned(), number.to_string()));
    of.map(|told| told.changed.into_iter().map(|(field, _, _)| field).collect()).collect()
}

#[tokio::test]
async fn a_superseded_letter_holds_until_the_other_does_and_the_journal_tells_of_both() {
    let (_folder, office) = staffed().await;
    let new = issue(&office, 3, Role::LogisticsHead, Some(3), 10).await.unwrap();
    let old = letter(&office, 3).await;
    let today = clock::today();
    assert_eq!(old.standing(today), Standing::InForce, "the other begins in ten days");
    assert_eq!(old.standing(today.after(10)), Standing::Superseded);
    assert_eq!(new.standing(today.after(10)), Standing::InForce, "there is no day without a letter");
    assert_eq!(told_of(&office, 3).await[0], ["superseded"]);
    assert_eq!(told_of(&office, new.number).await.len(), 1);
    // The other is revoked before its first day: this one holds on, and the journal says so.
    let governor: Permit<act::AppointExecutive> = may(1, Role::Governor, "tehran");
    office.revoke_letter(&governor, new.number, "نپذیرفت").await.unwrap();
    assert_eq!(letter(&office, 3).await.standing(today.after(10)), Standing::InForce);
    assert_eq!(told_of(&office, 3).await.len(), 3);
}

#[tokio::test]
async fn a_letter_that_waits_for_its_second_signature_takes_nobodys_place_until_it_has_it() {
    let (_folder, office) = staffed().await;
    let new = issue(&office, 3, Role::Governor, Some(3), 0).await.unwrap();
    let today = clock::today();
    assert_eq!(letter(&office, 3).await.standing(today), Standing::InForce);
    let chair: Permit<act::ConfirmLetter> = may(2, Role::SupervisoryChair, "tehran");
    office.confirm_letter(&chair, new.number).await.unwrap();
    assert_eq!(letter(&office, 3).await.standing(today), Standing::Superseded);
    assert_eq!(letter(&office, new.number).await.standing(today), Standing::InForce);
    assert_eq!((told_of(&office, 3).await.len(), told_of(&office, new.number).await.len()), (2, 2));
}

#[tokio::test]
async fn a_second_signature_is_worth_nothing_under_a_letter_whose_issuer_is_gone() {
    let (_folder, office) = staffed().await;
    // A second governor, who issues a letter and is dismissed before anybody confirms it.
    let second = issue(&office, 4, Role::Governor, None, 0).await.unwrap();
    let chair: Permit<act::ConfirmLetter> = may(2, Role::SupervisoryChair, "tehran");
    office.confirm_letter(&chair, second.number).await.unwrap();
    let theirs: Permit<act::AppointExecutive> = may(4, Role::Governor, "tehran");
    let waits = office.issue_letter(&theirs, draft(3, Role::Governor, None, 0)).await.unwrap();
    let first: Permit<act::AppointExecutive> = may(1, Role::Governor, "tehran");
    office.revoke_letter(&first, second.number, "برکناری").await.unwrap();
    let refused = office.confirm_letter(&chair, waits.number).await;
    assert!(matches!(refused, Err(Error::Letter(Refused::IssuerGone))), "{refused:?}");
    assert_eq!(letter(&office, waits.number).await.standing(clock::today()), Standing::Proposed);
}

#[test]
fn the_roles_of_supervision_are_those_of_the_rule() {
    assert!(Role::ALL.iter().all(|role| role.is_supervisory() == SUPERVISORY.contains(role)));
}

#[tokio::test]
async fn what_a_letter_names_has_to_be_there() {
    let (_folder, office) = staffed().await;
    let governor: Permit<act::AppointExecutive> = may(1, Role::Governor, "tehran");
    let wrong = [
        (Draft { committee: Some(99), ..draft(3, Role::PoliceHead, None, 0) }, "committee"),
        (draft(99, Role::PoliceHead, None, 0), "person"),
        (draft(3, Role::PoliceHead, Some(99), 0), "supersedes"),
    ];
    for (draft, field) in wrong {
        match office.issue_letter(&governor, draft).await {
            Err(Error::Typed(mistakes)) => {
                assert_eq!((mistakes[0].field, mistakes[0].why), (field, Why::Unknown))
            }
            other => panic!("{field}: {other:?}"),
        }
    }
    let elsewhere: Place = place("tehran/rey");
    let of_another = Draft { scope: elsewhere, ..draft(3, Role::PoliceHead, Some(3), 0) };
    let theirs: Permit<act::AppointExecutive> = may(4, Role::Governor, "tehran/rey");
    let refused = office.issue_letter(&theirs, of_another).await;
    assert!(
        matches!(refused, Err(Error::Forbidden(_))),
        "it supersedes a letter beyond their reach: {refused:?}"
    );
}
