//! On whose table a decision lies in the morning.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::fixture::{may, office, place};
use crate::organise::tests::register;
use headquarters::letter::Draft as LetterDraft;
use headquarters::organisation::{Committee, Kind as Of};
use headquarters::permit::{Actor, Appointment, PersonId};
use headquarters::role::Role;

/// A meeting of a committee in Rey, and decisions of it that are so many days late, all of them person 3's.
async fn late_by(days: &[i64]) -> (tempfile::TempDir, Office, i64) {
    let (folder, office) = office().await;
    office
        .first_links(&headquarters::permit::permit(Actor::Operator).unwrap(), &place("tehran"))
        .await
        .unwrap();
    register(&office, "owner", "tehran/rey").await;
    register(&office, "head", "tehran/rey").await;
    let (at, today) = (place("tehran/rey"), clock::today());
    let names = (String::from("ری"), String::from("Rey"));
    let rey = headquarters::organisation::Headquarters {
        place: at.clone(),
        name: names.0,
        latin: names.1,
        formed: today.after(-90),
        ended: None,
        version: 1,
    };
    office.form_headquarters(&may(1, Role::Governor, "tehran"), rey).await.unwrap();
    let (kind, formed) = (Of::Infrastructure, today.after(-90));
    let committee =
        Committee { id: 0, place: at.clone(), kind, name: String::new(), formed, ended: None, version: 1 };
    let committee = office.form_committee(&may(1, Role::Governor, "tehran"), committee).await.unwrap();
    let letter = LetterDraft {
        person: PersonId(4),
        role: Role::InfrastructureHead,
        scope: at.clone(),
        committee: Some(committee),
        from: today,
        until: today.after(90),
        basis: "ماده ۹۰".into(),
        supersedes: None,
    };
    let governor = may::<act::AppointExecutive>(1, Role::Governor, "tehran");
    let letter = office.issue_letter(&governor, letter, true).await.unwrap().number;
    let keeps = may::<act::KeepMinutes>(1, Role::Governor, "tehran");
    let meeting = Meeting {
        id: 0,
        place: at,
        committee: Some(committee),
        topic: Topic::Operators,
        title: "پوشش".into(),
        held: today.after(-60),
        hour: None,
        called_by: None,
        invited: Vec::new(),
        guests: String::new(),
        present: String::new(),
        agenda: String::new(),
        minutes: String::new(),
        version: 1,
    };
    let meeting = office.call_meeting(&keeps, meeting).await.unwrap();
    for late in days {
        let draft = Draft { text: format!("{late}"), owner: PersonId(3), due: today.after(-late) };
        office.put_decision(&keeps, meeting, draft).await.unwrap();
    }
    (folder, office, letter)
}

/// What of it waits for this officer: their own, to verify, on their table.
async fn waits(office: &Office, permit: &Permit<act::ReadDecisions>) -> [Vec<String>; 3] {
    let found = office.decisions_at_hand(permit).await.unwrap();
    let texts = |some: Vec<Decision>| some.into_iter().map(|one| one.text).collect();
    [texts(found.mine), texts(found.to_verify), texts(found.escalated)]
}

#[tokio::test]
async fn what_is_late_climbs_from_table_to_table_and_lies_on_nobody_elses() {
    let (_folder, office, letter) = late_by(&[9, 8, 7, 4, 3, 1, 0, -3, -4]).await;
    let none = Vec::<String>::new;
    let owner = waits(&office, &may(3, Role::Inspector, "tehran/rey/2")).await;
    assert_eq!(
        owner,
        [["9", "8", "7", "4", "3", "1", "0", "-3", "-4"].map(String::from).to_vec(), none(), none()]
    );
    let head = Appointment { letter, role: Role::InfrastructureHead, scope: place("tehran/rey") };
    let head = Officer { person: PersonId(4), name: String::new(), appointments: vec![head] };
    let head = headquarters::permit::permit(Actor::Officer(head)).unwrap();
    let late = ["9", "8", "7", "4", "3", "1"].map(String::from).to_vec();
    assert_eq!(waits(&office, &head).await, [none(), none(), late]);
    let county = waits(&office, &may(5, Role::Secretary, "tehran/rey")).await;
    assert_eq!(county[2], ["9", "8", "7", "4"], "more than three days");
    let province = waits(&office, &may(1, Role::Governor, "tehran")).await;
    assert_eq!(province[2], ["9", "8"], "more than a week");
    for (role, scope) in [
        (Role::PoliceHead, "tehran/rey"),
        (Role::DistrictHead, "tehran/rey/2"),
        (Role::Secretary, "tehran/qods"),
        (Role::Supervisor, "tehran"),
    ] {
        assert_eq!(waits(&office, &may(6, role, scope)).await, [none(), none(), none()], "{role} {scope}");
    }
}

#[tokio::test]
async fn a_report_waits_for_whoever_may_verify_it_and_not_for_its_owner() {
    let (_folder, office, _) = late_by(&[0]).await;
    let owner: Permit<act::ReportDecision> = may(3, Role::Secretary, "tehran/rey");
    office.say_of_decision(&owner, 1, Step::Report, "عکس", Vec::new()).await.unwrap();
    assert_eq!(waits(&office, &may(5, Role::PoliceHead, "tehran/rey")).await[1], ["0"]);
    assert!(waits(&office, &may(3, Role::Secretary, "tehran/rey")).await.iter().all(Vec::is_empty));
    assert!(waits(&office, &may(5, Role::Inspector, "tehran/rey")).await.iter().all(Vec::is_empty));
    // Verified by mistake: a third person opens it again, and it is carried over once more.
    let judge = |person| may::<act::VerifyDecision>(person, Role::Governor, "tehran");
    office.say_of_decision(&judge(1), 1, Step::Verify, "", Vec::new()).await.unwrap();
    let same = office.say_of_decision(&judge(1), 1, Step::Reopen, "…", Vec::new()).await;
    assert!(matches!(same, Err(Error::Decision(headquarters::decision::Refused::SamePerson))), "{same:?}");
    office.say_of_decision(&judge(2), 1, Step::Reopen, "خط قطع است", Vec::new()).await.unwrap();
    assert_eq!(waits(&office, &may(3, Role::Secretary, "tehran/rey")).await[0], ["0"]);
}

#[tokio::test]
async fn what_is_sent_back_or_objected_to_lies_with_its_owner_and_says_so() {
    let (_folder, office, _) = late_by(&[-10, -20]).await;
    let owner = may::<act::ReadDecisions>(3, Role::Secretary, "tehran/rey");
    let asked = async || office.decisions_at_hand(&owner).await.unwrap().asked;
    let report: Permit<act::ReportDecision> = may(3, Role::Secretary, "tehran/rey");
    let judge: Permit<act::VerifyDecision> = may(1, Role::Governor, "tehran");
    let supervisor: Permit<act::ObjectToDecision> = may(2, Role::Supervisor, "tehran/rey");
    office.say_of_decision(&report, 1, Step::Report, "عکس", Vec::new()).await.unwrap();
    assert!(asked().await.is_empty());
    office.say_of_decision(&judge, 1, Step::SendBack, "سه شعبه مانده", Vec::new()).await.unwrap();
    assert_eq!(asked().await, BTreeMap::from([(1, Step::SendBack)]));
    // A supervisor says what is wrong, judges nothing, and does so in the place of the letter.
    let judged = office.say_of_decision(&supervisor, 1, Step::SendBack, "…", Vec::new()).await;
    assert!(matches!(judged, Err(Error::Decision(headquarters::decision::Refused::NotNow))), "{judged:?}");
    // Nor does its chair take one off the table, who verifies and sends back; whoever owns it reads that somebody did.
    let chair: Permit<act::VerifyDecision> = may(2, Role::SupervisoryChair, "tehran/rey");
    let undone = office.say_of_decision(&chair, 1, Step::Withdraw, "…", Vec::new()).await;
    assert!(
        matches!(undone, Err(Error::Decision(headquarters::decision::Refused::Executives))),
        "{undone:?}"
    );
    let elsewhere: Permit<act::ObjectToDecision> = may(2, Role::Supervisor, "tehran/qods");
    assert!(matches!(
        office.say_of_decision(&elsewhere, 1, Step::Object, "…", Vec::new()).await,
        Err(Error::Forbidden(_))
    ));
    office.say_of_decision(&report, 2, Step::Report, "عکس", Vec::new()).await.unwrap();
    office.say_of_decision(&judge, 2, Step::Verify, "", Vec::new()).await.unwrap();
    office.say_of_decision(&supervisor, 2, Step::Object, "دو شعبه خط دوم ندارد", Vec::new()).await.unwrap();
    assert_eq!(asked().await, BTreeMap::from([(1, Step::SendBack), (2, Step::Object)]), "settled or not");
    office.say_of_decision(&report, 1, Step::Report, "هر سه", Vec::new()).await.unwrap();
    assert_eq!(asked().await, BTreeMap::from([(2, Step::Object)]));
    // Whoever heads the headquarters sees it too, until its owner has answered.
    let objected = async |scope: &str| {
        let found = office.decisions_at_hand(&may(1, Role::Governor, scope)).await.unwrap();
        found.objected.iter().map(|one| one.number).collect::<Vec<i64>>()
    };
    assert_eq!(objected("tehran/rey").await, [2]);
    assert_eq!(objected("tehran").await, Vec::<i64>::new(), "another headquarters'");
    office.say_of_decision(&supervisor, 1, Step::Object, "خط ضعیف است", Vec::new()).await.unwrap();
    assert_eq!(objected("tehran/rey").await, [1, 2]);
    office.say_of_decision(&judge, 1, Step::SendBack, "…", Vec::new()).await.unwrap();
    office.say_of_decision(&report, 1, Step::Progress, "در دست تعویض", Vec::new()).await.unwrap();
    assert_eq!(objected("tehran/rey").await, [1, 2], "what is under way answers nothing yet");
    office.say_of_decision(&report, 1, Step::Report, "عوض شد", Vec::new()).await.unwrap();
    assert_eq!(objected("tehran/rey").await, [2]);
    // What somebody else took off the table is said to its owner and to whoever heads the headquarters.
    office.say_of_decision(&judge, 1, Step::Withdraw, "لازم نیست", Vec::new()).await.unwrap();
    let withdrawn = async |permit: Permit<act::ReadDecisions>| {
        let found = office.decisions_at_hand(&permit).await.unwrap();
        found.withdrawn.iter().map(|one| one.number).collect::<Vec<i64>>()
    };
    assert_eq!(withdrawn(may(3, Role::Secretary, "tehran/rey")).await, [1]);
    assert_eq!(withdrawn(may(7, Role::Governor, "tehran/rey")).await, [1]);
    assert!(withdrawn(may(1, Role::Governor, "tehran/rey")).await.is_empty(), "who did it knows");
}
