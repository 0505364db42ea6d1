//! The promises of the list of staff.

use crate::store::staff::{self, Sought};
use crate::store::{Store, Tx};
use calendar::Day;
use headquarters::permit::PersonId;
use headquarters::place::Place;
use headquarters::staff::{
    Applicant, Bar, Declaration, Duty, Examined, Grade, Kin, Member, Post, Schooling, Service, Signed,
    spelling,
};
use pollbook::VoterKey;

fn place(text: &str) -> Place {
    text.parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn member(number: i64, name: &str, home: &str) -> Member {
    Member {
        number,
        national: "*******289".into(),
        name: name.into(),
        latin: String::new(),
        phone: String::new(),
        home: place(home),
        lives: None,
        post: Post::Operator,
        declared: Declaration {
            born: day("1370/05/01"),
            schooling: Schooling::Degree,
            candidate: false,
            agent: false,
            kin: Kin::Stranger,
            supervises: false,
            offence: false,
        },
        appointed: Signed { on: day("2026-01-01"), by: PersonId(1) },
        basis: "ماده ۹۰".into(),
        left: None,
        returned: Vec::new(),
        examined: Vec::new(),
        services: Vec::new(),
        shifts: Vec::new(),
        mistaken: Vec::new(),
    }
}

fn key(n: u8) -> VoterKey {
    VoterKey([n; 32])
}

/// With a pass, serving in a branch.
fn serving(member: &Member) -> Member {
    let signed = member.appointed;
    let (post, grade, session, score) = (member.post, Grade::Branch, Some(1), 90);
    let (until, certificate) = (Some(day("2026-08-01")), String::new());
    let (confirmed, corrected) = (None, None);
    let pass = Examined { post, grade, signed, session, score, until, certificate, confirmed, corrected };
    let service =
        Service { place: place("tehran/rey/2/0007"), post, duty: Duty::Serving, from: signed, ended: None };
    Member { examined: vec![pass], services: vec![service], ..member.clone() }
}

async fn names(store: &Store, sought: &Sought<'_>) -> Vec<String> {
    let found = store.staff(sought, 10).await.unwrap();
    found.into_iter().map(|(_, _, member)| member.name).collect()
}

pub(in super::super) async fn the_list_of_staff_keeps_each_person_once_and_none_without_a_pass(store: Store) {
    let (rey, all) = (place("tehran/rey"), place("tehran"));
    let one = member(1, "علي", "tehran/rey/2");
    let two = member(2, "مریم", "tehran/rey/3");
    let mut tx = store.begin_act().await.unwrap();
    assert!(staff::put(&mut tx, 1, &[(key(1), &one), (key(2), &two)]).await.unwrap());
    tx.commit().await.unwrap();
    let mut tx = store.begin_act().await.unwrap();
    assert!(
        !staff::put(&mut tx, 2, &[(key(1), &member(3, "دیگری", "tehran"))]).await.unwrap(),
        "a person is there once"
    );
    assert_eq!(staff::of_person(&mut tx, &key(2)).await.unwrap(), Some(2));
    drop(tx);
    // As in a dictionary and not as characters are numbered; also those who were kept before it was so.
    let elsewhere = place("isfahan");
    let dictionary = Sought { reach: vec![&elsewhere, &rey], ..Sought::default() };
    let mut tx = store.begin_act().await.unwrap();
    assert!(
        staff::put(
            &mut tx,
            1,
            &[
                (key(4), &member(4, "پروین", "isfahan")),
                (key(5), &member(5, "احمد", "isfahan")),
                (key(6), &member(6, "آرش", "isfahan"))
            ]
        )
        .await
        .unwrap()
    );
    tx.commit().await.unwrap();
    assert_eq!(names(&store, &dictionary).await, ["آرش", "احمد", "پروین", "علي", "مریم"]);
    let mut tx = store.begin_act().await.unwrap();
    let forgets = "UPDATE staff SET alphabet = ''";
    match &mut tx {
        Tx::Lite(tx) => sqlx::query(forgets).execute(&mut **tx).await.map(drop).unwrap(),
        Tx::Pg(tx) => sqlx::query(forgets).execute(tx.patient()).await.map(drop).unwrap(),
    }
    tx.commit().await.unwrap();
    assert_eq!(names(&store, &dictionary).await, ["علي", "مریم", "پروین", "احمد", "آرش"]);
    store.order_staff().await.unwrap();
    assert_eq!(names(&store, &dictionary).await, ["آرش", "احمد", "پروین", "علي", "مریم"]);
    let sought = Sought { reach: vec![&rey], words: spelling::of("على"), ..Sought::default() };
    assert_eq!(names(&store, &sought).await, ["علي"]);
    let district = place("tehran/rey/3");
    assert_eq!(names(&store, &Sought { reach: vec![&district], ..Sought::default() }).await, ["مریم"]);
    let after = Some((language::alphabet_key(&one.name), 1));
    assert_eq!(names(&store, &Sought { reach: vec![&all], after, ..Sought::default() }).await, ["مریم"]);
    assert!(names(&store, &Sought::default()).await.is_empty(), "a permit that reaches nothing shows nobody");
    let odd = Sought { reach: vec![&all], words: "%".into(), ..Sought::default() };
    assert!(names(&store, &odd).await.is_empty(), "what is searched for is no pattern");
    // The rule is said once more below it: an assignment without a pass is not kept.
    let mut tx = store.begin_act().await.unwrap();
    let forged = Member { examined: Vec::new(), ..serving(&one) };
    assert!(staff::change(&mut tx, 2, &[(1, &forged)]).await.is_err());
    drop(tx);
    let mut tx = store.begin_act().await.unwrap();
    assert_eq!(staff::next_change(&mut tx).await.unwrap(), 2);
    assert!(!staff::change(&mut tx, 2, &[(7, &serving(&one))]).await.unwrap(), "another version");
    assert!(staff::change(&mut tx, 2, &[(1, &serving(&one))]).await.unwrap());
    tx.commit().await.unwrap();
    let served = store.served_since(1, 0, 10).await.unwrap();
    assert_eq!(served.iter().map(|member| member.number).collect::<Vec<_>>(), [1]);
    let sums = store
        .staff_sums(&Sought { reach: vec![&rey], ..Sought::default() }, day("2026-05-01"))
        .await
        .unwrap();
    let sums: Vec<_> = sums.iter().map(|sum| (sum.duty.as_str(), sum.count, sum.with_pass)).collect();
    assert_eq!(sums, [("", 1, 0), ("serving", 1, 1)]);
    let people = store.people_after(0, 10).await.unwrap();
    assert_eq!(
        people.iter().map(|(key, (version, m))| (key.0[0], *version, m.number)).collect::<Vec<_>>(),
        [(1, 2, 1), (2, 1, 2), (4, 1, 4), (5, 1, 5), (6, 1, 6)]
    );
    let mut tx = store.begin_act().await.unwrap();
    let words = "DELETE FROM staff";
    let deleted = match &mut tx {
        Tx::Lite(tx) => sqlx::query(words).execute(&mut **tx).await.map(drop),
        Tx::Pg(tx) => sqlx::query(words).execute(tx.patient()).await.map(drop),
    };
    assert!(deleted.is_err(), "nobody is deleted");
}

pub(in super::super) async fn who_was_refused_is_known_again_and_no_refusal_is_taken_back(store: Store) {
    let signed = member(1, "…", "tehran").appointed;
    let of = |name: &str| Applicant {
        national: "*******289".into(),
        name: name.into(),
        home: place("tehran/rey/2"),
        post: Post::Operator,
        refused: signed,
        bars: vec![Bar::Kin],
    };
    let mut tx = store.begin_act().await.unwrap();
    staff::refuse(&mut tx, &key(1), &of("مریم")).await.unwrap();
    staff::refuse(&mut tx, &key(1), &of("مريم")).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.begin_act().await.unwrap();
    assert_eq!(staff::refused(&mut tx, &key(1)).await.unwrap(), [of("مریم"), of("مريم")]);
    assert_eq!(staff::refused(&mut tx, &key(2)).await.unwrap(), []);
    drop(tx);
    let all = store.refused().await.unwrap();
    assert_eq!((all.len(), all.contains(key(1).0.as_slice())), (1, true));
    for words in ["DELETE FROM refused_applicant", "UPDATE refused_applicant SET file = '{}'"] {
        let mut tx = store.begin_act().await.unwrap();
        let changed = match &mut tx {
            Tx::Lite(tx) => sqlx::query(words).execute(&mut **tx).await.map(drop),
            Tx::Pg(tx) => sqlx::query(words).execute(tx.patient()).await.map(drop),
        };
        assert!(changed.is_err(), "{words}");
    }
}
