//! The promises of the headquarters' own records.

use crate::error::Error;
use crate::store::decision::Said;
use crate::store::reach::{cut, lies_in};
use crate::store::{Store, access, decision, journal, letter, meeting, organisation, person, program};
use calendar::Day;
use election::bytes::Digest;
use headquarters::decision::{Decision, Status, Step};
use headquarters::evidence::{Evidence, Kind as Paper};
use headquarters::letter::{Draft, Known, Revoked};
use headquarters::meeting::{Meeting, Topic};
use headquarters::organisation::{Committee, Headquarters, Kind};
use headquarters::permit::{Actor, PersonId, act, permit};
use headquarters::person::Person;
use headquarters::place::Place;
use headquarters::role::Role;

const AT: &str = "2026-04-01T08:00:00Z";

fn place(text: &str) -> Place {
    text.parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn somebody(id: i64) -> Person {
    let (name, latin, login) = ("مریم نوری".into(), "Maryam Nouri".into(), format!("person-{id}"));
    Person { id: PersonId(id), name, latin, login, place: place("tehran/rey"), version: 1 }
}

async fn with_persons(store: &Store, many: i64) {
    let mut tx = store.begin_act().await.unwrap();
    for id in 1..=many {
        assert_eq!(person::next(&mut tx).await.unwrap(), PersonId(id));
        person::put(&mut tx, &somebody(id)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn draft(to: i64) -> Draft {
    Draft {
        person: PersonId(to),
        role: Role::Secretary,
        scope: place("tehran/rey"),
        committee: None,
        from: day("1405/01/10"),
        until: day("1405/03/10"),
        basis: "ماده ۹۰".into(),
        supersedes: None,
    }
}

/// A statement that must be refused.
async fn refused(store: &Store, words: &'static str) {
    let mut tx = store.begin().await.unwrap();
    let answered = crate::store::engine::within!(&mut tx, connection => {
        sqlx::query(words).execute(connection).await.map(drop)
    });
    assert!(answered.is_err(), "{words}");
}

pub(in crate::store::suite) async fn a_letter_is_kept_as_issued_and_never_changed(store: Store) {
    with_persons(&store, 3).await;
    let mut tx = store.begin_act().await.unwrap();
    let number = letter::next(&mut tx).await.unwrap();
    let shown = Known { link_shown_to: Some(PersonId(1)), letters: &[] };
    let mut first =
        draft(2).issue::<act::AppointExecutive>(number, PersonId(1), &shown, day("1405/02/01")).unwrap();
    letter::put(&mut tx, &first, AT).await.unwrap();
    let number = letter::next(&mut tx).await.unwrap();
    let second = draft(2)
        .issue::<act::AppointExecutive>(number, PersonId(1), &Known::default(), day("1405/02/01"))
        .unwrap();
    letter::put(&mut tx, &second, AT).await.unwrap();
    first.supersede(&second, day("1405/02/01")).unwrap();
    letter::settle(&mut tx, &first).await.unwrap();
    let mut ended = second.clone();
    let revoked = Revoked { by: PersonId(1), at: AT.into(), why: "استعفا".into() };
    ended.revoke::<act::AppointExecutive>(revoked, day("1405/02/01")).unwrap();
    letter::settle(&mut tx, &ended).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.letters_to(PersonId(2)).await.unwrap(), [first.clone(), ended.clone()]);
    assert_eq!(store.letters_page("1 = 1", "", i64::MAX, 9).await.unwrap()[0].0, ended, "newest first");
    assert_eq!(store.letters_waiting("1 = 1", day("1405/02/01")).await.unwrap(), [first.clone()]);
    assert_eq!(store.letter(first.number).await.unwrap(), Some((first, AT.to_owned())));
    assert!(store.letters_to(PersonId(3)).await.unwrap().is_empty());
    refused(&store, "UPDATE letter SET role = 'governor'").await;
    refused(&store, "UPDATE letter SET confirmed_by = person").await;
    refused(&store, "UPDATE letter SET takes_two = 0").await;
    refused(&store, "DELETE FROM letter").await;
}

pub(in crate::store::suite) async fn the_second_change_of_one_version_is_told(store: Store) {
    with_persons(&store, 1).await;
    let renamed = Person { name: "مریم نوری‌پور".into(), ..somebody(1) };
    for (changed, expected) in [(&renamed, true), (&somebody(1), false)] {
        let mut tx = store.begin_act().await.unwrap();
        assert_eq!(person::change(&mut tx, changed).await.unwrap(), expected);
        tx.commit().await.unwrap();
    }
    let stands = store.person(PersonId(1)).await.unwrap().unwrap();
    assert_eq!((stands.name, stands.version), (renamed.name, 2));
    let mut tx = store.begin_act().await.unwrap();
    assert!(person::is_taken(&mut tx, "person-1").await.unwrap());
    assert!(!person::is_taken(&mut tx, "person-2").await.unwrap());
    assert!(matches!(person::find(&mut tx, PersonId(9)).await, Err(Error::Unknown(_))));
}

pub(in crate::store::suite) async fn persons_are_listed_page_by_page_and_found_however_they_are_spelt(
    store: Store,
) {
    let mut tx = store.begin_act().await.unwrap();
    for id in 1..=230 {
        let at = if id % 2 == 0 { "tehran/rey" } else { "tehran/reyhan" };
        let name = format!("نام {:03}", 500 - id);
        person::put(&mut tx, &Person { name, place: place(at), ..somebody(id) }).await.unwrap();
    }
    let odd =
        Person {
            name: "گلنار آقاي كريمى‌پور".into(), latin: "Karimi-Pour 100%".into(), ..somebody(231)
        };
    person::put(&mut tx, &odd).await.unwrap();
    tx.commit().await.unwrap();
    let everywhere = lies_in("place", [&place("tehran")]);
    let mut seen = Vec::new();
    let mut after = (String::new(), 0);
    loop {
        let mut page = store.persons_page(&everywhere, "", (&after.0, after.1)).await.unwrap();
        let next = cut(&mut page, |last| (last.name.clone(), last.id.0));
        seen.extend(page.into_iter().map(|one| one.id.0));
        match next {
            Some(next) => after = next,
            None => break,
        }
    }
    assert_eq!(seen.len(), 231);
    assert_eq!(seen[..2], [231, 230], "گ stands before ن, whatever their characters' numbers");
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 231, "everybody, and nobody twice");
    let rey = store.persons_page(&lies_in("place", [&place("tehran/rey")]), "", ("", 0)).await.unwrap();
    assert!(rey.iter().all(|one| one.place == place("tehran/rey")), "no namesake's");
    let found = async |words: &str| -> Vec<i64> {
        let page = store.persons_page(&everywhere, words, ("", 0)).await.unwrap();
        page.into_iter().map(|one| one.id.0).collect()
    };
    // As the search forms fold it: Persian letters, no joiner.
    assert_eq!(found("اقای کریمیپور").await, [231]);
    assert_eq!(found("karimi").await, [231]);
    assert_eq!(found("person-17").await, [179, 178, 177, 176, 175, 174, 173, 172, 171, 170, 17]);
    assert_eq!(found("100%").await, [231]);
    assert_eq!(found("%").await, [231], "a wildcard is a letter like others");
    assert!(found("1_0").await.is_empty());
}

pub(in crate::store::suite) async fn committees_belong_to_headquarters(store: Store) {
    let formed = day("1404/10/01");
    let mut tx = store.begin_act().await.unwrap();
    for (at, name) in [("tehran/rey", "ری"), ("tehran", "تهران"), ("tehran/rey-2", "ری ۲")] {
        let new = Headquarters {
            place: place(at),
            name: name.into(),
            latin: at.into(),
            formed,
            ended: None,
            version: 1,
        };
        organisation::put_headquarters(&mut tx, &new).await.unwrap();
    }
    let id = organisation::next_committee(&mut tx).await.unwrap();
    let (kind, name, ended) = (Kind::Other, "حمل‌ونقل".to_owned(), None);
    let committee = Committee { id, place: place("tehran/rey"), kind, name, formed, ended, version: 1 };
    organisation::put_committee(&mut tx, &committee).await.unwrap();
    assert_eq!(organisation::find_committee(&mut tx, id).await.unwrap(), committee);
    let changed = Committee { ended: Some(day("1405/02/20")), ..committee.clone() };
    assert!(organisation::change_committee(&mut tx, &changed).await.unwrap());
    assert!(!organisation::change_committee(&mut tx, &changed).await.unwrap());
    tx.commit().await.unwrap();
    let all = store.all_headquarters().await.unwrap();
    let places: Vec<&str> = all.iter().map(|one| one.place.as_str()).collect();
    // By bytes on either engine, as the ranges of places need.
    assert_eq!(places, ["tehran", "tehran/rey", "tehran/rey-2"]);
    assert_eq!(store.committees().await.unwrap(), [Committee { version: 2, ..changed }]);
    refused(&store, "INSERT INTO committee VALUES (9, 'qom', 'other', 'x', '2026-01-01', '', 1)").await;
}

pub(in crate::store::suite) async fn a_session_is_known_by_its_hash_and_ends_with_a_new_password(
    store: Store,
) {
    with_persons(&store, 1).await;
    let (token, link) = (Digest::of(b"token"), Digest::of(b"link"));
    let mut tx = store.begin_act().await.unwrap();
    access::put_link(&mut tx, &Digest::of(b"older"), PersonId(1), &[1; 20], 10).await.unwrap();
    access::put_link(&mut tx, &link, PersonId(1), &[2; 20], 10).await.unwrap();
    assert!(access::link(&mut tx, &Digest::of(b"older")).await.unwrap().is_none(), "void");
    access::put(&mut tx, PersonId(1), "hash", &[2; 20], 7).await.unwrap();
    access::begin(&mut tx, &token, PersonId(1), 100, "").await.unwrap();
    access::tried(&mut tx, PersonId(1), Some(8), 3, 200).await.unwrap();
    tx.commit().await.unwrap();
    store.session_used(&token, 150).await.unwrap();
    assert_eq!(store.session(&token).await.unwrap(), Some((PersonId(1), 100, 150)));
    let known = store.credential_of(PersonId(1)).await.unwrap().unwrap();
    assert_eq!((known.last_step, known.wrong, known.locked_until), (Some(8), 3, 200));
    assert_eq!(store.link(&link).await.unwrap().unwrap().person(), PersonId(1));
    let mut tx = store.begin_act().await.unwrap();
    access::put(&mut tx, PersonId(1), "new", &[3; 20], 9).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(store.session(&token).await.unwrap(), None);
    let known = store.credential_of(PersonId(1)).await.unwrap().unwrap();
    assert_eq!((known.password.as_str(), known.wrong, known.locked_until), ("new", 0, 0));
}

pub(in crate::store::suite) async fn a_token_of_a_program_is_known_by_its_hash_until_it_is_ended(
    store: Store,
) {
    with_persons(&store, 2).await;
    let [one, two, old] = ["one", "two", "old"].map(|token| Digest::of(token.as_bytes()));
    let (first, last) = (day("2026-05-01"), day("2026-05-30"));
    let mut tx = store.begin_act().await.unwrap();
    program::put(&mut tx, &old, PersonId(1), "قدیم", (first.after(-9), first.after(-1))).await.unwrap();
    program::put(&mut tx, &one, PersonId(1), "نمودار", (first, last)).await.unwrap();
    program::put(&mut tx, &two, PersonId(2), "گزارش", (first, last)).await.unwrap();
    assert_eq!(program::count(&mut tx, PersonId(1)).await.unwrap(), 2);
    program::sweep(&mut tx, PersonId(1), first).await.unwrap();
    assert_eq!(program::count(&mut tx, PersonId(1)).await.unwrap(), 1, "its last day has passed");
    tx.commit().await.unwrap();
    store.program_used(&one, "2026-05-02").await.unwrap();
    let found = store.program(&one).await.unwrap().unwrap();
    assert_eq!((found.person, found.used.as_str()), (1, "2026-05-02"));
    assert_eq!((found.drawn.as_str(), found.until.as_str()), ("2026-05-01", "2026-05-30"));
    assert_eq!(store.programs_of(PersonId(1)).await.unwrap().len(), 1);
    let mut tx = store.begin_act().await.unwrap();
    assert_eq!(program::end(&mut tx, PersonId(2), &one.0).await.unwrap(), None, "another's");
    assert_eq!(program::end(&mut tx, PersonId(1), &one.0).await.unwrap().as_deref(), Some("نمودار"));
    access::forget(&mut tx, PersonId(2)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(store.program(&one).await.unwrap().is_none() && store.program(&two).await.unwrap().is_none());
    refused(
        &store,
        "INSERT INTO program SELECT 'short', id, 'x', '2026-05-01', '2026-05-02', '' FROM person",
    )
    .await;
}

pub(in crate::store::suite) async fn a_decision_keeps_all_that_was_said_of_it(store: Store) {
    with_persons(&store, 2).await;
    let mut tx = store.begin_act().await.unwrap();
    let id = meeting::next(&mut tx).await.unwrap();
    let held = Meeting {
        id,
        place: place("tehran/rey"),
        committee: None,
        topic: Topic::Operators,
        title: "پوشش شعبه‌ها".into(),
        held: day("1405/01/10"),
        hour: None,
        called_by: Some(PersonId(1)),
        invited: vec![PersonId(1)],
        guests: "نماینده‌ی اپراتور".into(),
        present: String::new(),
        agenda: String::new(),
        minutes: String::new(),
        version: 1,
    };
    meeting::put(&mut tx, &held).await.unwrap();
    let noted = Meeting {
        hour: Some("09:30".parse().unwrap()),
        invited: vec![PersonId(2)],
        guests: "دو نماینده".into(),
        minutes: "…".into(),
        ..held.clone()
    };
    assert!(meeting::change(&mut tx, &noted).await.unwrap());
    assert!(!meeting::change(&mut tx, &noted).await.unwrap());
    let number = decision::next(&mut tx).await.unwrap();
    let mut it = Decision {
        number,
        meeting: id,
        place: held.place.clone(),
        text: "خط دوم".into(),
        owner: PersonId(1),
        due: day("1405/01/20"),
        status: Status::Open,
        since: AT.into(),
        settled_by: None,
    };
    decision::put(&mut tx, &it).await.unwrap();
    let mut said = Vec::new();
    let paper = |content: &[u8], name: &str, kind| {
        let (hash, name, size) = (Digest::of(content), name.to_owned(), content.len() as u64);
        (Evidence { hash, name, kind, size }, content.to_vec())
    };
    let papers = vec![
        paper(b"%PDF-1.7", "تحویل.pdf", Paper::Pdf),
        paper(&[0xff, 0xd8, 0x00], "a.jpg", Paper::Picture),
    ];
    for (step, by, note) in [
        (Step::Report, 1, "عکس"),
        (Step::SendBack, 2, "ناقص"),
        (Step::Report, 1, "همه"),
        (Step::Verify, 2, ""),
    ] {
        it.take(step, PersonId(by), note, AT).unwrap();
        // The same paper comes with every report, and twice with none.
        let files = if step == Step::Report { papers.clone() } else { Vec::new() };
        let with = files.iter().map(|(file, _)| file.clone()).collect();
        let one = Said { at: AT.into(), by: PersonId(by), step, note: note.into(), files: with };
        decision::say(&mut tx, &it, &one, &files).await.unwrap();
        said.push(one);
    }
    tx.commit().await.unwrap();
    for (file, content) in &papers {
        let kept = store.evidence(number, &file.hash).await.unwrap();
        assert_eq!(kept, Some((file.clone(), content.clone())));
    }
    assert_eq!(store.evidence(number, &Digest::of(b"another")).await.unwrap(), None);
    assert_eq!(store.evidence(number + 1, &papers[0].0.hash).await.unwrap(), None, "another decision's");
    assert_eq!(store.decisions_page("1 = 1", "", ("", 0), 9).await.unwrap(), [it]);
    let owner = store.person(PersonId(1)).await.unwrap().unwrap().name;
    for (words, found) in
        [("خط دوم", 1), (owner.as_str(), 1), ("نام‌دیگر", 0), ("%", 0), ("\u{200c}\u{200c}", 0)]
    {
        assert_eq!(store.decisions_page("1 = 1", words, ("", 0), 9).await.unwrap().len(), found, "{words}");
    }
    assert_eq!(store.said_of(number).await.unwrap(), said);
    assert_eq!(
        store.meetings_page("1 = 1", ("9999-99-99", 0)).await.unwrap(),
        [Meeting { version: 2, ..noted }]
    );
    let with = async |person, first, last| {
        store.meetings_with(PersonId(person), ("2026-01-01", first, last)).await.unwrap().len()
    };
    let of_person = [with(1, "2026-03-30", "2026-03-30").await, with(2, "2026-03-30", "2026-03-30").await];
    assert_eq!(of_person, [1, 1], "who called it, and who is asked");
    assert_eq!(with(2, "2026-03-31", "2027-01-01").await, 0);
    assert_eq!(store.meetings_by_topic("1 = 1").await.unwrap(), [(Topic::Operators, 1)]);
    refused(&store, "UPDATE decision_step SET note = 'nothing'").await;
    refused(&store, "DELETE FROM decision_step").await;
    refused(&store, "UPDATE decision_file SET name = 'another'").await;
    refused(&store, "DELETE FROM decision_file").await;
    // Of no step; twice with one; of another size than it says.
    for words in [
        "INSERT INTO decision_file SELECT decision, 99, nth, hash, name, kind, size, content FROM decision_file",
        "INSERT INTO decision_file SELECT decision, line, 9, hash, name, kind, size, content FROM decision_file",
        "INSERT INTO decision_file SELECT decision, 2, nth, hash, name, kind, size + 1, content FROM decision_file",
    ] {
        refused(&store, words).await;
    }
}

/// The databases draw from a line whom it is about; so does whoever tells it.
pub(in crate::store::suite) async fn whom_a_line_is_about_is_the_same_to_a_database_and_to_its_reader(
    store: Store,
) {
    let permit = permit::<act::EnrolFirst>(Actor::Operator).unwrap();
    let at = place("tehran/rey");
    let of = |of, which: &str| journal::Change::of(of, which, &at);
    let to = |person: i64| serde_json::json!({ "person": person, "revoked": { "by": 9, "why": "…" } });
    let owned = |owner: i64| serde_json::json!({ "owner": owner, "text": "\"owner\":8," });
    let changes = [
        of("letter", "3").after(&to(7)),
        of("letter", "3").before(&to(7)).after(&to(7)).why("\"person\":8,"),
        of("recovery", "1").after(&serde_json::json!({ "id": 1, "person": 7, "proposed_by": 8 })),
        of("decision", "4").before(&owned(8)).after(&owned(7)),
        of("person", "7").after(&serde_json::json!({ "name": "…" })),
        of("link", "7"),
        of("committee", "7").after(&serde_json::json!({ "person": 7 })),
        of("branch", "7").after(&serde_json::json!({ "owner": "7" })),
    ];
    let mut tx = store.begin_act().await.unwrap();
    journal::witness_each(&mut tx, &permit, changes.into_iter()).await.unwrap();
    // A passkey may have any name.
    for name in ["{\"of\":\"letter\",", "{\"of\":\"laptop", "\"person\":7,"] {
        journal::note(&mut tx, "2026-05-01T00:00:00Z", "person:1", "make a passkey", name).await.unwrap();
    }
    tx.commit().await.unwrap();
    let found = store.acts("about = 7", ["", ""], i64::MAX, 100).await.unwrap();
    let lines: Vec<i64> = found.iter().map(|row| row.0).rev().collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 6]);
    let all = store.acts("1 = 1", ["", ""], i64::MAX, 100).await.unwrap();
    let told = all.into_iter().map(crate::told::told).filter(|told| told.about().is_some_and(|id| id.0 == 7));
    assert_eq!(told.map(|told| told.line).collect::<Vec<_>>(), [6, 5, 4, 3, 2, 1]);
    assert!(store.acts("about = 8 OR about = 9", ["", ""], i64::MAX, 100).await.unwrap().is_empty());
}

pub(in crate::store::suite) async fn an_act_is_witnessed_with_what_it_changed_or_not_kept(store: Store) {
    let permit = permit::<act::EnrolFirst>(Actor::Operator).unwrap();
    let at = place("tehran/rey");
    let change = || journal::Change::of("letter", 7, &at).before(&"a").after(&"b").why("a slip");
    let mut tx = store.begin_act().await.unwrap();
    journal::witness(&mut tx, &permit, &change()).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = store.begin_act().await.unwrap();
    journal::witness(&mut tx, &permit, &change()).await.unwrap();
    drop(tx);
    let any = ["", ""];
    let lines = store.acts("1 = 1", any, i64::MAX, 10).await.unwrap();
    let within = |place: &'static str, said: [&'static str; 2]| {
        let store = &store;
        async move { store.acts(place, said, i64::MAX, 10).await.unwrap().len() }
    };
    assert_eq!(within("place = 'tehran/rey'", any).await, lines.len(), "a line knows its place");
    assert_eq!(within("place = 'tehran'", any).await, 0);
    assert_eq!(within("1 = 1", ["", "a slip"]).await, lines.len());
    assert_eq!(within("1 = 1", ["organise", ""]).await, 0);
    assert_eq!(lines.len(), 1, "what was not kept is not told");
    let (line, _, actor, act, what, _) = &lines[0];
    assert_eq!((*line, actor.as_str(), act.as_str()), (1, "operator", "enrol the first officers"));
    assert_eq!(
        what,
        r#"{"of":"letter","which":"7","in":"tehran/rey","before":"a","after":"b","why":"a slip"}"#
    );
    assert!(store.acts("1 = 1", any, 1, 10).await.unwrap().is_empty());
}
