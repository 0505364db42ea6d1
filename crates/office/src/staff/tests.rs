//! Staff of a real, new office, from an empty list to the polling day.
#![allow(clippy::unwrap_used)]

use crate::field::tests::filled;
use crate::fixture::{may, place};
use crate::{Error, Nonetheless, Office, StaffAsked};
use calendar::Day;
use election::bytes::Digest;
use headquarters::form::Why;
use headquarters::permit::{Permit, act};
use headquarters::readiness::Topic;
use headquarters::role::Role;
use headquarters::staff::typed::{self, NewSession};
use headquarters::staff::{Bar, Duty, Ending, Grade, Plan, Post, Refused, SessionRefused, Signed};

/// An office with a county of two branches, a polling day fifty days away, and a plan of one operator a branch.
async fn ready() -> (tempfile::TempDir, Office, Day) {
    let (folder, office) = filled().await;
    let polling = office.today().after(50);
    office.fix_polling_day(&may(1, Role::Governor, "tehran"), polling, 0, "").await.unwrap();
    let governor = may(1, Role::Governor, "tehran");
    let plan = Plan {
        board_members: 0,
        governor_representatives: 0,
        supervisor_representatives: 0,
        police: 0,
        branches_per_technician: 0,
        branches_per_inspector: 0,
        ..Plan::default()
    };
    office.fix_staff_plan(&governor, 0, &plan, "").await.unwrap();
    (folder, office, polling)
}

fn national(n: u32) -> String {
    election::national_id::NationalId::from_serial(10_000_000 + n * 137).unwrap().as_str().to_owned()
}

fn typed(office: &Office, polling: Day, n: u32, changed: &[(&str, &str)]) -> typed::Typed {
    let national = national(n);
    let name = format!("کاربر {n:03}");
    let value = |field: &str| match (changed.iter().find(|(name, _)| *name == field), field) {
        (Some((_, value)), _) => (*value).to_owned(),
        (None, "national") => national.clone(),
        (None, "name") => name.clone(),
        (None, "post") => "operator".into(),
        (None, "home") => "tehran/rey/2".into(),
        (None, "lives") => format!("35.{},51.43", 50 + n % 40),
        (None, "born") => "1370/05/01".into(),
        (None, "schooling") => "degree".into(),
        _ => String::new(),
    };
    let values = typed::FIELDS.map(|field| (field, value(field)));
    let read =
        |field: &str| values.iter().find(|(name, _)| *name == field).map_or("", |(_, value)| value.as_str());
    let signed = Signed { on: office.today(), by: headquarters::permit::PersonId(0) };
    typed::member(read, polling, signed).unwrap()
}

async fn recruited(office: &Office, polling: Day, n: u32) -> i64 {
    let district: Permit<act::RecruitStaff> = may(2, Role::DistrictHead, "tehran/rey/2");
    office.recruit(&district, typed(office, polling, n, &[]), Nonetheless::default()).await.unwrap()
}

/// A trainer of operators, certified by another than who recruited them.
async fn trainer(office: &Office, polling: Day) -> i64 {
    let number = recruited(office, polling, 99).await;
    let secretary = may(4, Role::Secretary, "tehran");
    office.certify_trainer(&secretary, number, Grade::CountyTrainer, "۱۴۰۵/۷", polling).await.unwrap();
    number
}

fn session(office: &Office, trainer: i64) -> NewSession {
    NewSession {
        post: Post::Operator,
        grade: Grade::Branch,
        place: place("tehran/rey/2"),
        venue: "دبستان البرز".into(),
        on: office.today(),
        capacity: 30,
        trainer,
        late: String::new(),
    }
}

/// Teaches and examines: the district head announces and keeps the list, an inspector assesses.
async fn pass(office: &Office, trainer: i64, members: &[i64]) {
    let head: Permit<act::TrainStaff> = may(2, Role::DistrictHead, "tehran/rey/2");
    let number = office.open_session(&head, session(office, trainer)).await.unwrap();
    for member in members {
        office.enrol_member(&head, number, *member).await.unwrap();
    }
    office.keep_attendance(&head, number, members, false).await.unwrap();
    let inspector = may(3, Role::Inspector, "tehran/rey");
    let scores: Vec<(i64, u8)> = members.iter().map(|member| (*member, 91)).collect();
    assert_eq!(office.assess(&inspector, number, &scores).await.unwrap(), members.len());
}

async fn version(office: &Office, number: i64) -> i64 {
    office.member(&may(1, Role::Governor, "tehran"), number).await.unwrap().0
}

fn head() -> Permit<act::AssignStaff> {
    may(2, Role::DistrictHead, "tehran/rey/2")
}

#[tokio::test]
async fn no_way_through_the_office_leads_to_an_assignment_without_a_pass() {
    let (_folder, office, polling) = ready().await;
    let number = recruited(&office, polling, 1).await;
    let branch = place("tehran/rey/2/0007");
    for duty in [Duty::Serving, Duty::Reserve] {
        let refused = office.assign_member(&head(), number, 1, branch.clone(), duty).await;
        assert!(matches!(refused, Err(Error::Member(Refused::NoPass(day))) if day == polling), "{refused:?}");
    }
    let proposal = office.propose_staff(&head(), &place("tehran/rey/2"), Post::Operator).await.unwrap();
    assert_eq!((proposal.filled.len(), proposal.without_pass), (0, 1));
    // A file of another headquarters that says so is not believed, and its honest neighbour is not taken either.
    let honest = typed(&office, polling, 5, &[]);
    let mut forged = typed(&office, polling, 6, &[]);
    forged.member.services.push(headquarters::staff::Service {
        place: branch.clone(),
        post: Post::Operator,
        duty: Duty::Serving,
        from: forged.member.appointed,
        ended: None,
    });
    let files = vec![(honest.national, honest.member), (forged.national, forged.member)];
    let refused = office.import_staff_files(&may(1, Role::Governor, "tehran"), files).await;
    assert!(matches!(refused, Err(Error::Member(Refused::NoPass(_)))), "{refused:?}");
    let trainer = trainer(&office, polling).await;
    pass(&office, trainer, &[number]).await;
    let kept = version(&office, number).await;
    office.assign_member(&head(), number, kept, branch.clone(), Duty::Serving).await.unwrap();
    let (_, member) = office.member(&may(9, Role::Supervisor, "tehran"), number).await.unwrap();
    assert_eq!((member.at(), member.until(polling)), (&branch, polling.after(30)));
}

#[tokio::test]
async fn a_person_is_taken_on_once_and_only_by_their_own_side() {
    let (_folder, office, polling) = ready().await;
    recruited(&office, polling, 1).await;
    let executive: Permit<act::RecruitStaff> = may(1, Role::Governor, "tehran");
    let twice = office
        .recruit(&executive, typed(&office, polling, 1, &[("name", "دیگری")]), Nonetheless::default())
        .await;
    assert!(matches!(twice, Err(Error::Typed(m)) if m[0].field == "national" && m[0].why == Why::Taken));
    let named = [("post", "supervisor-representative"), ("supervises", "yes")];
    let seer = || typed(&office, polling, 2, &named);
    let refused = office.recruit(&executive, seer(), Nonetheless::default()).await;
    assert!(matches!(refused, Err(Error::Member(Refused::OtherSide(_)))), "{refused:?}");
    let chair: Permit<act::RecruitStaff> = may(8, Role::SupervisoryChair, "tehran");
    let operator = office.recruit(&chair, typed(&office, polling, 3, &[]), Nonetheless::default()).await;
    assert!(matches!(operator, Err(Error::Member(Refused::OtherSide(_)))), "{operator:?}");
    let number = office.recruit(&chair, seer(), Nonetheless::default()).await.unwrap();
    let fired = office.end_appointment(&executive, number, "نمی‌خواهیم").await;
    assert!(matches!(fired, Err(Error::Member(Refused::OtherSide(_)))), "the executive removes none of it");
    let stranger: Permit<act::RecruitStaff> = may(2, Role::DistrictHead, "tehran/rey/3");
    let beyond = office.recruit(&stranger, typed(&office, polling, 4, &[]), Nonetheless::default()).await;
    assert!(matches!(beyond, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn nobody_judges_whom_they_recruited_or_kept_on_the_list() {
    let (_folder, office, polling) = ready().await;
    let member = recruited(&office, polling, 1).await;
    let trainer = trainer(&office, polling).await;
    let head: Permit<act::TrainStaff> = may(2, Role::DistrictHead, "tehran/rey/2");
    let number = office.open_session(&head, session(&office, trainer)).await.unwrap();
    assert_eq!(office.enrol_waiting(&head, number).await.unwrap(), 1, "not the trainer");
    let keeper = may(7, Role::CommitteeHead, "tehran/rey");
    office.keep_attendance(&keeper, number, &[member], false).await.unwrap();
    for (person, role) in [(2, Role::DistrictHead), (7, Role::CommitteeHead)] {
        let own = office.assess(&may(person, role, "tehran/rey"), number, &[(member, 91)]).await;
        assert!(matches!(own, Err(Error::Member(Refused::OwnJudge))), "{own:?}");
    }
    let inspector = may(3, Role::Inspector, "tehran/rey");
    assert_eq!(office.assess(&inspector, number, &[(member, 79)]).await.unwrap(), 0, "the pass mark is 80");
    let (_, file) = office.member(&may(1, Role::Governor, "tehran"), member).await.unwrap();
    assert_eq!((file.examined.len(), file.pass_until(Grade::Branch)), (1, None));
    let unqualified = office.open_session(&head, session(&office, member)).await;
    assert!(matches!(unqualified, Err(Error::Session(SessionRefused::NoTrainer { .. }))), "{unqualified:?}");
}

#[tokio::test]
async fn what_is_proposed_is_accepted_once_and_readiness_follows() {
    let (_folder, office, polling) = ready().await;
    let trainer = trainer(&office, polling).await;
    let mut members = Vec::new();
    for n in 1..=4 {
        members.push(recruited(&office, polling, n).await);
    }
    let topics = async || {
        let ready = office.readiness(&may(9, Role::Supervisor, "tehran")).await.unwrap().unwrap();
        let found = ready.branches[0].findings.iter().map(|finding| finding.topic);
        found
            .filter(|topic| matches!(topic, Topic::NoStaff | Topic::NoPass | Topic::NoReserve))
            .collect::<Vec<_>>()
    };
    assert_eq!(topics().await, [Topic::NoStaff]);
    pass(&office, trainer, &members).await;
    let at = place("tehran/rey/2");
    let proposal = office.propose_staff(&head(), &at, Post::Operator).await.unwrap();
    let duties: Vec<Duty> = proposal.filled.iter().map(|filled| filled.duty).collect();
    assert_eq!(
        duties,
        [Duty::Serving, Duty::Serving, Duty::Reserve],
        "a seat a branch, one reserve a district"
    );
    assert_eq!(proposal.unfilled, []);
    let stale = office.accept_staff(&head(), &at, Post::Operator, Digest::of(b"another")).await;
    assert!(matches!(stale, Err(Error::Changed)));
    assert_eq!(office.accept_staff(&head(), &at, Post::Operator, proposal.seen).await.unwrap(), 3);
    assert!(matches!(
        office.accept_staff(&head(), &at, Post::Operator, proposal.seen).await,
        Err(Error::Changed)
    ));
    assert_eq!(topics().await, []);
    let sums = office.staff_sums(&may(1, Role::Governor, "tehran"), Some(&at)).await.unwrap();
    let operators = sums.iter().find(|sum| sum.post == Post::Operator).unwrap();
    assert_eq!((operators.all, operators.with_pass, operators.serving, operators.reserve), (5, 4, 2, 1));
    let governor = may(1, Role::Governor, "tehran");
    office.fix_polling_day(&governor, polling.after(200), 1, "به تعویق افتاد").await.unwrap();
    assert!(topics().await.contains(&Topic::NoPass), "passes run out before the new day");
}

#[tokio::test]
async fn where_somebody_does_not_come_the_nearest_reserve_is_called_and_both_are_written_down() {
    let (_folder, office, polling) = ready().await;
    let trainer = trainer(&office, polling).await;
    let mut members = Vec::new();
    for n in 1..=3 {
        members.push(recruited(&office, polling, n).await);
    }
    pass(&office, trainer, &members).await;
    let [serving, far, near] = members[..] else { panic!() };
    let branch = place("tehran/rey/2/0007");
    for (number, at, duty) in [
        (serving, "tehran/rey/2/0007", Duty::Serving),
        (far, "tehran/rey", Duty::Reserve),
        (near, "tehran/rey/2", Duty::Reserve),
    ] {
        let kept = version(&office, number).await;
        let county: Permit<act::AssignStaff> = may(1, Role::Governor, "tehran");
        office.assign_member(&county, number, kept, place(at), duty).await.unwrap();
    }
    let governor = may(1, Role::Governor, "tehran");
    let early = office.replace_absent(&head(), serving, "نیامد").await;
    assert!(matches!(early, Err(Error::Member(Refused::NotTheDay(_)))), "{early:?}");
    office.fix_polling_day(&governor, office.today().after(1), 1, "…").await.unwrap();
    assert_eq!(office.replace_absent(&head(), serving, "نیامد").await.unwrap(), Some(near));
    let governor = may(1, Role::Governor, "tehran");
    let (_, absent) = office.member(&governor, serving).await.unwrap();
    assert_eq!(absent.services[0].ended.map(|(_, ending)| ending), Some(Ending::NoShow));
    let team = office.team(&governor, &branch).await.unwrap();
    assert_eq!(team.iter().map(|member| member.number).collect::<Vec<_>>(), [near]);
    let came: Permit<act::AttendStaff> = may(3, Role::Inspector, "tehran/rey");
    office.member_came(&came, near).await.unwrap();
    assert!(matches!(office.member_came(&came, near).await, Err(Error::Member(Refused::There))));
    let gone = office.replace_absent(&head(), near, "").await;
    assert!(matches!(gone, Err(Error::Member(Refused::There))), "whoever came is not absent");
    office.member_went(&came, near).await.unwrap();
    let (version, _) = office.member(&governor, near).await.unwrap();
    let own = office.correct_shift(&came, near, version, "…").await;
    assert!(matches!(own, Err(Error::Member(Refused::SamePerson(_)))), "{own:?}");
    let other: Permit<act::AttendStaff> = may(4, Role::Inspector, "tehran/rey");
    let overtaken = office.correct_shift(&other, near, version - 1, "…").await;
    assert!(matches!(overtaken, Err(Error::Changed)), "one press takes back one mark: {overtaken:?}");
    let governor = may(1, Role::Governor, "tehran");
    let (lines, ..) = office.journal(&governor, &crate::LinesSought::default(), None, 100).await.unwrap();
    let about: Vec<&str> = lines.iter().filter(|l| l.what.0 == "member").map(|l| l.act.as_str()).collect();
    assert_eq!(about[..4], ["record who came", "record who came", "assign staff", "assign staff"]);
}

fn rows(all: &[&str]) -> Vec<Vec<String>> {
    let heading = "national;name;post;home;born;schooling;kin";
    let all = std::iter::once(&heading).chain(all);
    all.map(|row| row.split(';').map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn whoever_cannot_serve_is_replaced_before_the_day_and_a_reserve_is_called_by_hand_too() {
    let (_folder, office, polling) = ready().await;
    let mut members = Vec::new();
    for n in 1..=3 {
        members.push(recruited(&office, polling, n).await);
    }
    let trainer = trainer(&office, polling).await;
    pass(&office, trainer, &members).await;
    let (branch, district) = (place("tehran/rey/2/0007"), place("tehran/rey/2"));
    let [ill, near, far] = members[..] else { unreachable!("three were recruited") };
    for (number, at, duty) in
        [(ill, &branch, Duty::Serving), (near, &branch, Duty::Reserve), (far, &district, Duty::Reserve)]
    {
        let kept = version(&office, number).await;
        office.assign_member(&head(), number, kept, at.clone(), duty).await.unwrap();
    }
    let kept = version(&office, ill).await;
    let silent = office.replace_member(&head(), ill, kept, " ").await;
    assert!(matches!(silent, Err(Error::Typed(m)) if m[0].field == "replace-why"));
    let stale = office.replace_member(&head(), ill, kept - 1, "بیمار شد").await;
    assert!(matches!(stale, Err(Error::Changed)), "{stale:?}");
    assert_eq!(office.replace_member(&head(), ill, kept, "بیمار شد").await.unwrap(), Some(near));
    let member = async |number| office.member(&may(9, Role::Supervisor, "tehran"), number).await.unwrap().1;
    assert!(member(ill).await.service().is_none());
    let serves = |one: &headquarters::staff::Member| {
        one.service().map(|service| (service.place.clone(), service.duty))
    };
    assert_eq!(serves(&member(near).await), Some((branch.clone(), Duty::Serving)));
    // The other reserve is called to another place by hand; not to one that is no branch.
    let kept = version(&office, far).await;
    let nowhere = office.call_member(&head(), far, kept, place("tehran/rey/2/0099")).await;
    assert!(matches!(nowhere, Err(Error::Typed(m)) if m[0].field == "called-to"));
    office.call_member(&head(), far, kept, branch.clone()).await.unwrap();
    assert_eq!(serves(&member(far).await), Some((branch.clone(), Duty::Serving)));
    let kept = version(&office, far).await;
    let again = office.call_member(&head(), far, kept, branch).await;
    assert!(matches!(again, Err(Error::Member(Refused::NotAssigned))), "who serves is no reserve: {again:?}");
    let kept = version(&office, near).await;
    assert_eq!(office.replace_member(&head(), near, kept, "سفر").await.unwrap(), None, "nobody is left");
}

#[tokio::test]
async fn a_table_of_staff_is_all_or_nothing_and_safe_to_repeat() {
    let (_folder, office, polling) = ready().await;
    let row = |n: u32, name: &str, post: &str, kin: &str| {
        format!("{};{name};{post};tehran/rey/2;1370/05/01;degree;{kin}", national(n))
    };
    let good = [row(1, "مریم", "operator", ""), row(2, "علی", "police", "further")];
    let good = rows(&good.each_ref().map(String::as_str));
    let permit: Permit<act::RecruitStaff> = may(1, Role::Governor, "tehran");
    let preview = office.preview_staff(&permit, good.clone().into_iter()).await.unwrap();
    assert_eq!((preview.count.new, preview.listed.len()), (2, 2));
    office.import_staff(&permit, good.clone().into_iter(), preview.seen).await.unwrap();
    let again = office.preview_staff(&permit, good.clone().into_iter()).await.unwrap();
    assert_eq!((again.count.new, again.count.changed, again.count.same), (0, 0, 2));
    let stale = office.import_staff(&permit, good.into_iter(), preview.seen).await;
    assert!(matches!(stale, Err(Error::Changed)));
    let bad = [
        row(3, "رضا", "police", ""),
        row(4, "سارا", "police", "spouse"),
        row(5, "نرگس", "supervisor-representative", ""),
    ];
    let bad = rows(&bad.each_ref().map(String::as_str));
    let refused = office.preview_staff(&permit, bad.into_iter()).await;
    let Err(Error::Sheet(wrong)) = refused else { panic!("{refused:?}") };
    let said: Vec<_> = wrong.iter().map(|one| (one.row, one.column, one.why)).collect();
    let expected = [(3, "kin", Why::Barred(Bar::Kin)), (4, "supervises", Why::Barred(Bar::NotNamed))];
    assert_eq!(said, expected);
    let named = rows(&[&row(1, "مریم نوری", "operator", "")]);
    let renamed = office.preview_staff(&permit, named.clone().into_iter()).await.unwrap();
    assert_eq!(renamed.count.changed, 1);
    office.import_staff(&permit, named.into_iter(), renamed.seen).await.unwrap();
    let asked = StaffAsked { words: "مريم نوري".into(), ..StaffAsked::default() };
    let found = office.staff(&may(1, Role::Governor, "tehran"), &asked, None, 10).await.unwrap();
    assert_eq!(found.rows.iter().map(|(_, m)| m.name.as_str()).collect::<Vec<_>>(), ["مریم نوری"]);
    let whole = serde_json::to_string(&found.rows[0].1).unwrap();
    assert!(!whole.contains(&national(1)), "the number is kept nowhere in the clear");
    assert_eq!(found.rows[0].1.until(polling), polling.after(30));
}

#[tokio::test]
async fn a_session_of_an_earlier_day_is_written_down_with_its_reason_by_what_was_true_then() {
    let (_folder, office, polling) = ready().await;
    let today = office.today();
    let earlier = Signed { on: today.after(-40), by: headquarters::permit::PersonId(9) };
    let [mut teacher, mut pupil] = [1, 2].map(|n| typed(&office, polling, n, &[]));
    for one in [&mut teacher, &mut pupil] {
        one.member.appointed = earlier;
    }
    let grade = Grade::CountyTrainer;
    teacher.member.certify(grade, "۷".into(), polling, Signed { on: today.after(-30), ..earlier }).unwrap();
    let files = [teacher, pupil].map(|one| (one.national, one.member)).to_vec();
    office.import_staff_files(&may(1, Role::Governor, "tehran"), files).await.unwrap();
    let head: Permit<act::TrainStaff> = may(2, Role::DistrictHead, "tehran/rey/2");
    let held =
        |on: i64| NewSession { on: today.after(on), late: "برق نبود".into(), ..session(&office, 1) };
    let untaught = office.open_session(&head, held(-31)).await;
    assert!(matches!(untaught, Err(Error::Session(SessionRefused::NoTrainer { .. }))), "{untaught:?}");
    let number = office.open_session(&head, held(-10)).await.unwrap();
    office.enrol_member(&head, number, 2).await.unwrap();
    office.keep_attendance(&head, number, &[2], false).await.unwrap();
    let inspector: Permit<act::AssessStaff> = may(3, Role::Inspector, "tehran/rey/2");
    assert_eq!(office.assess(&inspector, number, &[(2, 90)]).await.unwrap(), 1);
    let (_, member) = office.member(&may(1, Role::Governor, "tehran"), 2).await.unwrap();
    assert_eq!(member.pass_until(Grade::Branch), Some(today.after(80)), "ninety days from its own day");
    let governor = may(1, Role::Governor, "tehran");
    let (lines, ..) = office.journal(&governor, &crate::LinesSought::default(), None, 100).await.unwrap();
    let opened = lines.iter().rev().find(|line| line.what.0 == "training session").unwrap();
    assert_eq!(opened.why, "برق نبود");
}

#[tokio::test]
async fn a_table_takes_the_supervisory_bodys_people_from_its_chair_alone() {
    let (_folder, office, _) = ready().await;
    let row = format!("{};ناظر;supervisor-representative;tehran/rey/2;1370/05/01;degree;", national(1));
    let mut table = rows(&[&row]);
    table[0].push("supervises".into());
    table[1].push("yes".into());
    let executive: Permit<act::RecruitStaff> = may(1, Role::Governor, "tehran");
    let refused = office.preview_staff(&executive, table.clone().into_iter()).await;
    let Err(Error::Sheet(wrong)) = refused else { panic!("{refused:?}") };
    assert_eq!((wrong[0].column, wrong[0].why), ("post", Why::OtherSide));
    let chair: Permit<act::RecruitStaff> = may(8, Role::SupervisoryChair, "tehran");
    let seen = office.preview_staff(&chair, table.clone().into_iter()).await.unwrap().seen;
    assert_eq!(office.import_staff(&chair, table.into_iter(), seen).await.unwrap().new, 1);
}

#[tokio::test]
async fn a_table_that_does_not_ask_washes_no_declaration_away() {
    let (_folder, office, polling) = ready().await;
    let number = recruited(&office, polling, 1).await;
    let recruit: Permit<act::RecruitStaff> = may(2, Role::DistrictHead, "tehran/rey/2");
    let mut file = typed(&office, polling, 1, &[]).member;
    file.declared.agent = true;
    office.correct_member(&recruit, number, 1, file, "خود گفت").await.unwrap();
    let row = format!("{};نام تازه;operator;tehran/rey/2;1370/05/01;degree;", national(1));
    let permit: Permit<act::RecruitStaff> = may(1, Role::Governor, "tehran");
    let seen = office.preview_staff(&permit, rows(&[&row]).into_iter()).await.unwrap().seen;
    office.import_staff(&permit, rows(&[&row]).into_iter(), seen).await.unwrap();
    let (_, kept) = office.member(&may(1, Role::Governor, "tehran"), number).await.unwrap();
    assert_eq!((kept.name.as_str(), kept.declared.agent), ("نام تازه", true));
    assert!(!kept.is_free(polling, office.today()));
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page_and_reaches_no_further_than_the_letter() {
    let (_folder, office, polling) = ready().await;
    for n in 1..=7 {
        let home = if n == 4 { "tehran/rey/3" } else { "tehran/rey/2" };
        let permit: Permit<act::RecruitStaff> = may(1, Role::Governor, "tehran");
        office
            .recruit(&permit, typed(&office, polling, n, &[("home", home)]), Nonetheless::default())
            .await
            .unwrap();
    }
    let permit: Permit<act::ReadStaff> = may(2, Role::DistrictHead, "tehran/rey/2");
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = office.staff(&permit, &StaffAsked::default(), after, 4).await.unwrap();
        seen.extend(page.rows.iter().map(|(_, member)| member.name.clone()));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [1, 2, 3, 5, 6, 7].map(|n| format!("کاربر {n:03}")));
    assert!(matches!(office.member(&permit, 4).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn of_two_officers_who_correct_one_file_the_second_is_told() {
    let (_folder, office, polling) = ready().await;
    let number = recruited(&office, polling, 1).await;
    let permit: Permit<act::RecruitStaff> = may(2, Role::DistrictHead, "tehran/rey/2");
    let new = |name| typed(&office, polling, 1, &[("name", name)]).member;
    office.correct_member(&permit, number, 1, new("مریم یک"), "").await.unwrap();
    let second = office.correct_member(&permit, number, 1, new("مریم دو"), "").await;
    assert!(matches!(second, Err(Error::Changed)));
}

/// Without a pass nobody is assigned, so whoever trains and assesses could decide who supervises.
#[tokio::test]
async fn supervision_trains_and_assesses_its_own_and_nobody_of_the_others() {
    let (_folder, office, polling) = ready().await;
    let named = [("post", "supervisor-representative"), ("supervises", "yes")];
    let chair: Permit<act::RecruitStaff> = may(8, Role::SupervisoryChair, "tehran");
    let [teacher, seer] = [
        office.recruit(&chair, typed(&office, polling, 1, &named), Nonetheless::default()).await.unwrap(),
        { office.recruit(&chair, typed(&office, polling, 2, &named), Nonetheless::default()).await.unwrap() },
    ];
    let other_side = |answer: &Result<(), Error>| matches!(answer, Err(Error::Member(Refused::OtherSide(_))));
    let certify = async |by: Permit<act::AssessStaff>| {
        office.certify_trainer(&by, teacher, Grade::CountyTrainer, "۷", polling).await
    };
    assert!(
        other_side(&certify(may(4, Role::Secretary, "tehran")).await),
        "the executive certifies none of it"
    );
    assert!(matches!(
        certify(may(8, Role::SupervisoryChair, "tehran")).await,
        Err(Error::Member(Refused::OwnJudge))
    ));
    certify(may(9, Role::Supervisor, "tehran")).await.unwrap();
    let new = NewSession { post: Post::SupervisorRepresentative, ..session(&office, teacher) };
    let executive: Permit<act::TrainStaff> = may(1, Role::Governor, "tehran");
    assert!(other_side(&office.open_session(&executive, new.clone()).await.map(drop)));
    let ours: Permit<act::TrainStaff> = may(8, Role::SupervisoryChair, "tehran");
    let number = office.open_session(&ours, new).await.unwrap();
    assert!(other_side(&office.enrol_member(&executive, number, seer).await));
    office.enrol_member(&ours, number, seer).await.unwrap();
    assert!(other_side(&office.keep_attendance(&executive, number, &[], true).await));
    office.keep_attendance(&ours, number, &[seer], false).await.unwrap();
    let inspector: Permit<act::AssessStaff> = may(3, Role::Inspector, "tehran");
    assert!(other_side(&office.assess(&inspector, number, &[(seer, 20)]).await.map(drop)));
    let supervisor: Permit<act::AssessStaff> = may(9, Role::Supervisor, "tehran");
    assert_eq!(office.assess(&supervisor, number, &[(seer, 90)]).await.unwrap(), 1);
    // And supervision keeps its hands off the executive's.
    let operators = office.open_session(&ours, session(&office, teacher)).await.map(drop);
    assert!(other_side(&operators), "{operators:?}");
}

#[tokio::test]
async fn whoever_trains_trainers_is_certified_by_two_officers_of_the_province() {
    let (_folder, office, polling) = ready().await;
    let number = recruited(&office, polling, 1).await;
    let certify = async |by: Permit<act::AssessStaff>| {
        office.certify_trainer(&by, number, Grade::NationalTrainer, "۷", polling).await
    };
    let district = certify(may(3, Role::Inspector, "tehran/rey")).await;
    assert!(matches!(district, Err(Error::Forbidden(_))), "{district:?}");
    certify(may(4, Role::Secretary, "tehran")).await.unwrap();
    let confirm = async |by: Permit<act::AssessStaff>| office.confirm_certificate(&by, number).await;
    assert!(matches!(
        confirm(may(4, Role::Secretary, "tehran")).await,
        Err(Error::Member(Refused::SamePerson(_)))
    ));
    assert!(matches!(confirm(may(5, Role::Inspector, "tehran/rey")).await, Err(Error::Forbidden(_))));
    confirm(may(5, Role::Inspector, "tehran")).await.unwrap();
}

#[tokio::test]
async fn a_table_clears_no_bar_and_every_file_that_it_changes_is_told_of() {
    let (_folder, office, polling) = ready().await;
    let number = recruited(&office, polling, 1).await;
    let recruit: Permit<act::RecruitStaff> = may(2, Role::DistrictHead, "tehran/rey/2");
    let mut file = typed(&office, polling, 1, &[]).member;
    file.declared.kin = headquarters::staff::Kin::Child;
    office.correct_member(&recruit, number, 1, file, "خود گفت").await.unwrap();
    let permit: Permit<act::RecruitStaff> = may(1, Role::Governor, "tehran");
    let row =
        |n: u32, kin: &str| format!("{};نام {n};operator;tehran/rey/2;1370/05/01;degree;{kin}", national(n));
    // A blank cell, and one that says another thing: neither makes the relative a stranger.
    for kin in ["", "none", "further"] {
        let refused = office.preview_staff(&permit, rows(&[&row(1, kin)]).into_iter()).await;
        let Err(Error::Sheet(wrong)) = refused else { panic!("{kin}: {refused:?}") };
        assert_eq!((wrong[0].row, wrong[0].column, wrong[0].why), (2, "kin", Why::TakesBack), "{kin}");
    }
    let (second, third) = (recruited(&office, polling, 2).await, row(3, ""));
    let table = [row(2, "further"), third];
    let table = rows(&table.each_ref().map(String::as_str));
    let seen = office.preview_staff(&permit, table.clone().into_iter()).await.unwrap().seen;
    office.import_staff(&permit, table.into_iter(), seen).await.unwrap();
    let supervisor = may(9, Role::Supervisor, "tehran/rey/2");
    let sought = crate::LinesSought { act: "recruit staff".into(), ..Default::default() };
    let (lines, ..) = office.journal(&supervisor, &sought, None, 100).await.unwrap();
    let told: Vec<_> = lines.iter().take(2).map(|line| line.what.0.as_str()).collect();
    assert_eq!(told, ["staff", "member"], "a supervisor of the district reads of both");
    let second = lines.iter().find(|line| line.what.1 == second.to_string()).unwrap();
    let declared = second.changed.iter().find(|(field, ..)| field == "declared.kin").unwrap();
    assert!(declared.1.contains("none") && declared.2.contains("further"), "{declared:?}");
}
