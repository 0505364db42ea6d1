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
    office.issue_letter(&governor, draft(to, role, supersedes, days), true).await
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
    let new = issue(&office, 3, Role::StoreKeeper, Some(3), 10).await.unwrap();
    let old = letter(&office, 3).await;
    let today = clock::today();
    assert_eq!(old.standing(today), Standing::InForce, "the other begins in ten days");
    assert_eq!(old.standing(today.after(10)), Standing::Superseded);
    assert_eq!(new.standing(today.after(10)), Standing::InForce, "there is no day without a letter");
    assert_eq!(told_of(&office, 3).await[0], ["superseded.by", "superseded.from"]);
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
    let waits = office.issue_letter(&theirs, draft(3, Role::Governor, None, 0), true).await.unwrap();
    let first: Permit<act::AppointExecutive> = may(1, Role::Governor, "tehran");
    office.revoke_letter(&first, second.number, "برکناری").await.unwrap();
    let refused = office.confirm_letter(&chair, waits.number).await;
    assert!(matches!(refused, Err(Error::Letter(Refused::IssuerGone))), "{refused:?}");
    assert_eq!(letter(&office, waits.number).await.standing(clock::today()), Standing::Proposed);
}

#[tokio::test]
async fn a_letter_that_waits_gives_way_at_once_to_another_and_may_be_declined_with_a_reason() {
    let (_folder, office) = staffed().await;
    let chair: Permit<act::ConfirmLetter> = may(2, Role::SupervisoryChair, "tehran");
    let today = clock::today();
    let mistaken = issue(&office, 3, Role::Governor, None, 0).await.unwrap();
    let meant = issue(&office, 3, Role::DeputyGovernor, Some(mistaken.number), 5).await.unwrap();
    assert_eq!(letter(&office, mistaken.number).await.standing(today), Standing::Superseded);
    let late = office.confirm_letter(&chair, mistaken.number).await;
    assert!(matches!(late, Err(Error::Letter(Refused::Settled))), "{late:?}");
    let waits = office.letters_at_hand(&may(2, Role::SupervisoryChair, "tehran"), 14).await.unwrap().waiting;
    assert_eq!(waits.iter().map(|one| one.number).collect::<Vec<_>>(), [meant.number]);
    assert!(office.decline_letter(&chair, meant.number, " ").await.is_err());
    let own: Permit<act::ConfirmLetter> = may(1, Role::Governor, "tehran");
    let own = office.decline_letter(&own, meant.number, "…").await;
    assert!(matches!(own, Err(Error::Letter(Refused::SamePerson(_)))), "{own:?}");
    let declined = office.decline_letter(&chair, meant.number, "جانشین لازم نیست").await.unwrap();
    assert_eq!(declined.standing(today), Standing::Revoked);
    let again = office.confirm_letter(&chair, meant.number).await;
    assert!(matches!(again, Err(Error::Letter(Refused::Settled))), "{again:?}");
}

#[tokio::test]
async fn a_corrected_letter_ends_what_the_mistaken_one_was_to_end() {
    let (_folder, office) = staffed().await;
    let chair: Permit<act::ConfirmLetter> = may(2, Role::SupervisoryChair, "tehran");
    let today = clock::today();
    // The secretary's letter holds; a governor's is to take its place and is mistaken; a deputy's takes the place of that.
    let mistaken = issue(&office, 3, Role::Governor, Some(3), 0).await.unwrap();
    let meant = issue(&office, 3, Role::DeputyGovernor, Some(mistaken.number), 0).await.unwrap();
    assert_eq!(letter(&office, 3).await.standing(today), Standing::InForce, "until the other is signed");
    office.confirm_letter(&chair, meant.number).await.unwrap();
    assert_eq!(letter(&office, 3).await.standing(today), Standing::Superseded);
    assert_eq!(letter(&office, 3).await.superseded.map(|end| end.by), Some(meant.number));
    assert_eq!(letter(&office, mistaken.number).await.standing(today), Standing::Superseded);
    assert_eq!(letter(&office, meant.number).await.standing(today), Standing::InForce);
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
        (draft(3, Role::Inspector, Some(99), 0), "supersedes"),
    ];
    for (draft, field) in wrong {
        match office.issue_letter(&governor, draft, true).await {
            Err(Error::Typed(mistakes)) => {
                assert_eq!((mistakes[0].field, mistakes[0].why), (field, Why::Unknown))
            }
            other => panic!("{field}: {other:?}"),
        }
    }
    let elsewhere: Place = place("tehran/rey");
    let of_another = Draft { scope: elsewhere, ..draft(3, Role::Inspector, Some(3), 0) };
    let theirs: Permit<act::AppointExecutive> = may(4, Role::Governor, "tehran/rey");
    let refused = office.issue_letter(&theirs, of_another, true).await;
    assert!(
        matches!(refused, Err(Error::Forbidden(_))),
        "it supersedes a letter beyond their reach: {refused:?}"
    );
}

/// What is wrong with one field of a letter.
fn wrong(refused: Result<Letter, Error>) -> (&'static str, Why) {
    match refused {
        Err(Error::Typed(mistakes)) => (mistakes[0].field, mistakes[0].why),
        other => panic!("{other:?}"),
    }
}

/// A committee of the police, formed today; answers its number.
async fn police(office: &Office) -> i64 {
    let committee = Committee {
        id: 0,
        place: place("tehran"),
        kind: headquarters::organisation::Kind::Police,
        name: String::new(),
        formed: clock::today(),
        ended: None,
        version: 1,
    };
    office.form_committee(&may(1, Role::Governor, "tehran"), committee).await.unwrap()
}

#[tokio::test]
async fn a_committee_has_one_head_at_a_time_and_other_members_beside() {
    let (_folder, office) = staffed().await;
    let committee = Some(police(&office).await);
    let governor: Permit<act::AppointExecutive> = may(1, Role::Governor, "tehran");
    let head = |to: i64, days: i64, until: i64| {
        let until = clock::today().after(until);
        Draft { committee, until, ..draft(to, Role::PoliceHead, None, days) }
    };
    assert_eq!(
        wrong(office.issue_letter(&governor, draft(4, Role::PoliceHead, None, 0), true).await),
        ("committee", Why::NoCommittee)
    );
    let first = office.issue_letter(&governor, head(3, 0, 9), true).await.unwrap();
    assert_eq!(
        wrong(office.issue_letter(&governor, head(4, 9, 20), true).await),
        ("committee", Why::HasHead)
    );
    office.issue_letter(&governor, head(4, 10, 20), true).await.expect("after the first one's term");
    let member = Draft { committee, ..draft(4, Role::Inspector, None, 0) };
    office.issue_letter(&governor, member, true).await.expect("an inspector heads nothing");
    // The head's own next letter takes the place of the first.
    let next = Draft { supersedes: Some(first.number), ..head(3, 0, 8) };
    office.issue_letter(&governor, next, true).await.expect("it supersedes the other");
}

#[tokio::test]
async fn a_second_signature_looks_again_whether_both_sides_would_have_one_person() {
    let (_folder, office) = staffed().await;
    let waits = issue(&office, 4, Role::Governor, None, 0).await.unwrap();
    let supervise: Permit<act::AppointSupervisor> = may(2, Role::SupervisoryChair, "tehran");
    let refused = office.issue_letter(&supervise, draft(4, Role::Supervisor, None, 0), true).await;
    assert!(matches!(refused, Err(Error::Letter(Refused::BothSides))), "{refused:?}");
    // A letter of the other side that came into the records before the rule did.
    let mut tx = office.0.store.begin_act().await.unwrap();
    let number = letter::next(&mut tx).await.unwrap();
    let other = draft(4, Role::Supervisor, None, 0).issue_first(number);
    letter::put(&mut tx, &other, &clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let confirmed = office.confirm_letter(&may(2, Role::SupervisoryChair, "tehran"), waits.number).await;
    assert!(matches!(confirmed, Err(Error::Letter(Refused::BothSides))), "{confirmed:?}");
}
