//! The field of a real, new office.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::fixture::{self, may, may_in, office, place};
use crate::{Error, Noted, Planned};
use headquarters::branch::{Answer, Item, Mark, State, Step};
use headquarters::device;
use headquarters::form::Why;
use headquarters::network::Commitment;
use headquarters::permit::Kind;
use headquarters::readiness::Topic;
use headquarters::role::Role;
use headquarters::table::Wrong;
fn governor<A: Kind>() -> Permit<A> {
    may(1, Role::Governor, "tehran")
}

const HEADING: &str = "place;name;latin;kind;standing;setting;education;at;devices;owner;agreed";
const ROWS: [&str; 3] = [
    "tehran/rey;ری;Rey",
    "tehran/rey/2/0007;البرز;Alborz;school;fixed;urban;ری ۱;35.58,51.43;1;آموزش و پرورش;1404/12/01",
    "tehran/rey/2/0008;جامع;Jame;mosque;fixed;village;;35.59,51.44;1;;",
];

fn table(rows: &[&str]) -> Vec<Vec<String>> {
    let all = std::iter::once(&HEADING).chain(rows);
    all.map(|row| row.split(';').map(str::to_owned).collect()).collect()
}

pub(crate) async fn filled() -> (tempfile::TempDir, Office) {
    let (folder, office) = office().await;
    let permit = may(1, Role::Governor, "tehran");
    let seen = office.preview_branches(&permit, &table(&ROWS)).await.unwrap().seen;
    office.import_branches(&permit, &table(&ROWS), seen).await.unwrap();
    (folder, office)
}

async fn branch(office: &Office) -> Held<headquarters::branch::Branch> {
    let register = office.branch_register(&may(1, Role::Governor, "tehran")).await.unwrap();
    register.branch(&place("tehran/rey/2/0007")).unwrap().clone()
}

fn answers(power: Mark) -> std::collections::BTreeMap<Item, Answer> {
    let mark = |item: &Item| if *item == Item::Power { power } else { Mark::Good };
    Item::ALL.iter().map(|item| (*item, Answer { mark: mark(item), note: String::new() })).collect()
}

#[tokio::test]
async fn the_same_table_again_changes_nothing() {
    let (_folder, office) = filled().await;
    let permit = may(1, Role::Governor, "tehran");
    let again = office.preview_branches(&permit, &table(&ROWS)).await.unwrap();
    assert!(again.rows.iter().all(|row| row.planned == Planned::Same));
    office.import_branches(&permit, &table(&ROWS), again.seen).await.unwrap();
    assert_eq!(branch(&office).await.version, 1);
    let moved = ROWS.map(|row| row.replace("35.58", "35.60"));
    let moved = table(&moved.each_ref().map(String::as_str));
    let preview = office.preview_branches(&permit, &moved).await.unwrap();
    assert_eq!((preview.count().changed, preview.count().same), (1, 2));
    let differs = preview.effects().flat_map(|row| &row.differs);
    let differs: Vec<_> = differs.map(|d| (d.column, d.before.as_str(), d.after.as_str())).collect();
    assert_eq!(differs, [("at", "35.580000,51.430000", "35.600000,51.430000")]);
    office.import_branches(&permit, &moved, preview.seen).await.unwrap();
    assert_eq!(branch(&office).await.version, 2);
}

#[tokio::test]
async fn an_import_is_held_up_by_who_touched_its_rows_and_by_nobody_else() {
    let (_folder, office) = filled().await;
    let moved = ROWS.map(|row| row.replace("35.58", "35.60"));
    let moved = table(&moved.each_ref().map(String::as_str));
    let preview = office.preview_branches(&governor(), &moved).await.unwrap();
    let elsewhere = ["tehran/rey/3/0001;جامع;Jame;mosque;fixed;village;;35.59,51.44;1;;"];
    let other = office.preview_branches(&governor(), &table(&elsewhere)).await.unwrap();
    office.import_branches(&governor(), &table(&elsewhere), other.seen).await.unwrap();
    office.receive_device(&governor(), "ID-1", device::Kind::Identity, place("tehran/rey")).await.unwrap();
    let inspector = may(2, Role::Inspector, "tehran");
    office.survey_branch(&inspector, &place("tehran/rey/2/0008"), 0, answers(Mark::Good)).await.unwrap();
    let stale = office.import_branches(&governor(), &moved, preview.seen).await;
    assert!(matches!(stale, Err(Error::Changed)), "a row of the table was surveyed: {stale:?}");
    assert_eq!(branch(&office).await.version, 1, "nothing was kept");
    let again = office.preview_branches(&governor(), &moved).await.unwrap();
    office.receive_device(&governor(), "ID-2", device::Kind::Identity, place("tehran/rey")).await.unwrap();
    office.survey_branch(&inspector, &place("tehran/rey/3/0001"), 0, answers(Mark::Good)).await.unwrap();
    assert_eq!(office.import_branches(&governor(), &moved, again.seen).await.unwrap().changed, 1);
}

const DELIVERY: [&str; 3] = ["serial;kind;home", "ID-1;identity;tehran/rey", "R-1;router;tehran/rey"];

fn delivery(rows: &[&str]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.split(';').map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn a_delivery_is_received_whole_and_once() {
    let (_folder, office) = filled().await;
    let keeper = || may(1, Role::StoreKeeper, "tehran/rey");
    let preview = office.preview_devices(&keeper(), &delivery(&DELIVERY)).await.unwrap();
    assert_eq!(preview.count().new, 2);
    office.import_devices(&keeper(), &delivery(&DELIVERY), preview.seen).await.unwrap();
    let accept = device::Step::Accept { passed: true };
    office.move_device(&keeper(), "ID-1", accept, false).await.unwrap();
    let again = office.preview_devices(&keeper(), &delivery(&DELIVERY)).await.unwrap();
    assert_eq!(again.count().same, 2, "what it has become since is nothing to the table");
    let imported = office.import_devices(&keeper(), &delivery(&DELIVERY), again.seen).await.unwrap();
    assert_eq!((imported.new, imported.same), (0, 2));
    let stale = office.import_devices(&keeper(), &delivery(&DELIVERY), preview.seen).await;
    assert!(matches!(stale, Err(Error::Changed)), "they are there now: {stale:?}");
    let other = [DELIVERY[0], "ID-9;identity;tehran/rey", "ID-1;booth;tehran/rey"];
    let refused = office.preview_devices(&keeper(), &delivery(&other)).await;
    assert!(
        matches!(&refused, Err(Error::Sheet(wrong)) if (wrong[0].row, wrong[0].column) == (3, "kind")),
        "{refused:?}"
    );
    let beyond = [DELIVERY[0], "ID-9;identity;tehran/qods"];
    let refused = office.preview_devices(&keeper(), &delivery(&beyond)).await;
    assert!(
        matches!(&refused, Err(Error::Sheet(wrong)) if (wrong[0].row, wrong[0].column) == (2, "home")),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_list_of_devices_takes_a_step_whole_or_not_at_all() {
    use headquarters::device::{Step, list};
    let (_folder, office) = filled().await;
    let keeper = || may(1, Role::StoreKeeper, "tehran/rey");
    let preview = office.preview_devices(&keeper(), &delivery(&DELIVERY)).await.unwrap();
    office.import_devices(&keeper(), &delivery(&DELIVERY), preview.seen).await.unwrap();
    let of = |text: &str, step: &str, to: &str| {
        list::read(text, |name| match name {
            "step" => step,
            "to" => to,
            "configuration" => "1405-2",
            _ => "",
        })
        .unwrap()
    };
    let all = |step| of("ID-1\nR-1", step, "");
    let stuck = office.move_devices(&keeper(), of("ID-1\nID-7\nR-1", "accept", ""), false).await;
    let Err(Error::Stuck(stuck)) = stuck else { panic!("{stuck:?}") };
    assert_eq!(stuck.iter().map(|one| (one.line, one.serial.as_str())).collect::<Vec<_>>(), [(2, "ID-7")]);
    office.move_devices(&keeper(), all("accept"), false).await.unwrap();
    let twice = office.move_devices(&keeper(), all("accept"), false).await;
    assert!(matches!(&twice, Err(Error::Stuck(stuck)) if stuck.len() == 2), "{twice:?}");
    office.move_devices(&keeper(), all("configure"), false).await.unwrap();
    office.move_devices(&keeper(), all("passed"), false).await.unwrap();
    office.move_devices(&keeper(), of("ID-1 A-1\nR-1 A-2", "seal", ""), false).await.unwrap();
    office.move_devices(&keeper(), of("ID-1\nR-1", "offer", "tehran/rey/2/0007"), false).await.unwrap();
    let taker = may(2, Role::DistrictHead, "tehran/rey/2");
    let differ = office.move_devices(&taker, of("ID-1 A-1\nR-1 B-9", "take", ""), false).await.unwrap();
    assert_eq!(differ, ["R-1"], "each taker's reading is kept, and the one that differs is named");
    let (lines, _, _) = office
        .journal(&may(1, Role::Governor, "tehran"), &crate::LinesSought::default(), None, 100)
        .await
        .unwrap();
    assert_eq!(
        lines.iter().filter(|line| line.what.0 == "device").count(),
        14,
        "a line for each device and step"
    );
    let step = Step::Correct { why: "…".into() };
    let taken = office.move_device(&may(3, Role::Governor, "tehran"), "ID-1", step, false).await;
    assert!(matches!(taken, Err(Error::Device(device::Refused::NoMistake))), "{taken:?}");
}

#[tokio::test]
async fn the_journal_tells_of_each_row_what_it_was_and_what_it_is() {
    let (_folder, office) = filled().await;
    // Somebody with two letters: a line stands where the row is, not where the first letter is.
    let permit = may_in(7, Role::Secretary, &["tehran/shemiranat", "tehran/rey"]);
    let moved = ROWS.map(|row| row.replace("35.58", "35.60").replace("Rey", "Ray"));
    let moved = table(&moved.each_ref().map(String::as_str));
    let preview = office.preview_branches(&permit, &moved).await.unwrap();
    office.import_branches(&permit, &moved, preview.seen).await.unwrap();
    let (lines, _, _) = office
        .journal(&may(1, Role::Governor, "tehran"), &crate::LinesSought::default(), None, 100)
        .await
        .unwrap();
    let of = |kind: &str| {
        let mut found = lines.iter().filter(|line| line.actor == "person:7" && line.what.0 == kind);
        (found.next().unwrap(), found.count())
    };
    let (of_branch, more) = of("branch");
    assert_eq!(more, 0, "the other branch is the same and has no line");
    assert_eq!(of_branch.place, Some(place("tehran/rey/2/0007")));
    let changed: Vec<&str> = of_branch.changed.iter().map(|(field, _, _)| field.as_str()).collect();
    assert_eq!(changed, ["at"], "{of_branch:?}");
    let (of_region, _) = of("region");
    assert_eq!(of_region.place, Some(place("tehran/rey")));
    assert_eq!(of_region.changed, [("latin".into(), "Rey".into(), "Ray".into())]);
}

#[tokio::test]
async fn the_trend_of_a_place_counts_its_own_branches_alone() {
    let (_folder, office) = filled().await;
    office.fix_polling_day(&governor(), office.today().after(60), 0, "").await.unwrap();
    let more = ["tehran/rey/3/0001;جامع;Jame;mosque;fixed;village;;35.59,51.44;1;;"];
    let seen = office.preview_branches(&governor(), &table(&more)).await.unwrap().seen;
    office.import_branches(&governor(), &table(&more), seen).await.unwrap();
    let ready = office.readiness(&governor()).await.unwrap().unwrap();
    let on_last = |at: &str| ready.trend(&place(at)).last().map(|(day, count)| (*day, count.all()));
    let today = office.today();
    assert_eq!(on_last("tehran/rey/2"), Some((today, 2)));
    assert_eq!(on_last("tehran/rey/3"), Some((today, 1)));
    assert_eq!(on_last("tehran"), Some((today, 3)));
    let first = ready.trend(&place("tehran"))[0];
    assert_eq!(first.1.all(), 0, "four weeks ago no branch was on the register");
    // What one officer's letters reach, taken together, is what its parts have.
    let parts = [place("tehran/rey/2/0007"), place("tehran/rey/3")];
    assert_eq!(ready.together(&parts.each_ref()).0.all(), 2);
}

#[tokio::test]
async fn what_is_judged_again_after_a_change_is_what_would_be_judged_anew() {
    let (folder, office) = filled().await;
    office.fix_polling_day(&governor(), office.today().after(60), 0, "").await.unwrap();
    office.readiness(&governor()).await.unwrap();
    let at = place("tehran/rey/2/0007");
    office.survey_branch(&may(2, Role::Inspector, "tehran"), &at, 0, answers(Mark::Poor)).await.unwrap();
    office
        .receive_device(&may(3, Role::StoreKeeper, "tehran"), "ID-1", device::Kind::Identity, at)
        .await
        .unwrap();
    let told = async |office: &Office| {
        let ready = office.readiness(&governor()).await.unwrap().unwrap();
        let each = ready.branches.iter().map(|one| (one.findings.to_vec(), one.stock, one.colour));
        (each.collect::<Vec<_>>(), ready.areas.clone(), ready.trend(&place("tehran")))
    };
    let anew = fixture::open(folder.path()).await;
    assert_eq!(told(&office).await, told(&anew).await);
}

#[tokio::test]
async fn a_table_reaches_no_further_than_the_letter() {
    let (_folder, office) = office().await;
    let elsewhere = may(1, Role::Governor, "tehran/shemiranat");
    let beyond = office.preview_branches(&elsewhere, &table(&ROWS)).await;
    let told =
        |wrong: &[Wrong]| wrong.iter().all(|wrong| (wrong.column, wrong.why) == ("place", Why::Unknown));
    assert!(
        matches!(&beyond, Err(Error::Sheet(wrong)) if wrong.len() == ROWS.len() && told(wrong)),
        "{beyond:?}"
    );
    let wrong = [ROWS[0], "tehran/rey/2/0007;;Alborz;school;fixed;urban;;35,51;1;;"];
    let refused = office.preview_branches(&may(1, Role::Governor, "tehran"), &table(&wrong)).await;
    assert!(matches!(refused, Err(Error::Sheet(wrong)) if wrong.len() == 1 && wrong[0].row == 3));
}

#[tokio::test]
async fn a_lack_goes_from_survey_to_verified_and_the_journal_tells() {
    let (_folder, office) = filled().await;
    let at = place("tehran/rey/2/0007");
    let inspector = |person| may(person, Role::Inspector, "tehran/rey/2");
    office.survey_branch(&inspector(2), &at, 0, answers(Mark::Missing)).await.unwrap();
    let due = branch(&office).await.file.surveys[0].on.after(5);
    let step = Step::Assign { owner: "شرکت برق".into(), due, why: String::new() };
    office.handle_deficiency(&inspector(2), &at, (1, 1), step).await.unwrap();
    office.handle_deficiency(&inspector(3), &at, (1, 2), Step::Report { note: "شد".into() }).await.unwrap();
    let own = office.handle_deficiency(&inspector(3), &at, (1, 3), Step::Verify).await;
    assert!(matches!(own, Err(Error::Branch(_))), "{own:?}");
    office.handle_deficiency(&inspector(4), &at, (1, 3), Step::Verify).await.unwrap();
    let kept = branch(&office).await;
    assert_eq!((kept.version, kept.file.deficiencies[0].state()), (5, State::Verified));
    let (lines, _, _) = office
        .journal(&may(1, Role::Governor, "tehran"), &crate::LinesSought::default(), None, 100)
        .await
        .unwrap();
    let about = lines.iter().filter(|l| l.what.0 == "branch").map(|l| l.actor.as_str());
    let about: Vec<&str> = about.filter(|actor| *actor != "person:1").collect();
    assert_eq!(about, ["person:4", "person:3", "person:2", "person:2"], "what was refused is no line");
    let stranger = may(5, Role::Inspector, "tehran/rey/3");
    let refused = office.survey_branch(&stranger, &at, 0, answers(Mark::Good)).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn of_two_officers_the_second_is_told() {
    let (_folder, office) = filled().await;
    let permit = may(1, Role::DistrictHead, "tehran/rey/2");
    let read = branch(&office).await;
    let site = |devices| headquarters::branch::Site { devices, ..read.file.site.clone() };
    office.correct_branch(&permit, read.version, site(3), "اندازه‌گیری دوباره").await.unwrap();
    let second = office.correct_branch(&permit, read.version, site(4), "").await;
    assert!(matches!(second, Err(Error::Changed)));
    assert_eq!(branch(&office).await.file.site.devices, 3);
}

#[tokio::test]
async fn readiness_follows_every_act() {
    let (_folder, office) = filled().await;
    let read = may(1, Role::Supervisor, "tehran");
    assert!(office.readiness(&read).await.unwrap().is_none(), "no polling day is fixed");
    let governor = may(1, Role::Governor, "tehran");
    let polling = branch(&office).await.file.site.registered.after(90);
    office.fix_polling_day(&governor, polling, 0, "").await.unwrap();
    let topics = async || {
        let ready = office.readiness(&read).await.unwrap().unwrap();
        let at = place("tehran/rey/2/0007");
        let one = ready.branches.iter().find(|ready| ready.branch.site.place == at).unwrap();
        one.findings.iter().map(|finding| finding.topic).collect::<Vec<_>>()
    };
    assert_eq!(
        topics().await,
        [Topic::NoSurvey, Topic::NoLines, Topic::NoPlan, Topic::NoRehearsal, Topic::Devices]
    );
    let at = place("tehran/rey/2/0007");
    office.survey_branch(&may(2, Role::Inspector, "tehran"), &at, 0, answers(Mark::Good)).await.unwrap();
    assert_eq!(topics().await, [Topic::NoLines, Topic::NoPlan, Topic::NoRehearsal, Topic::Devices]);
    let [operator, what] = ["A", "فیبر"].map(str::to_owned);
    let promise = Commitment::made(operator, what, polling.after(-90), polling.after(-85));
    let network = may(3, Role::InfrastructureHead, "tehran");
    office.note_network(&network, &at, Noted::Promise(promise)).await.unwrap();
    assert_eq!(topics().await[0], Topic::Commitment, "what is due first comes first");
    office.note_network(&network, &at, Noted::Kept(1, "سنجش".into())).await.unwrap();
    assert!(matches!(
        office.note_network(&network, &at, Noted::Kept(9, "…".into())).await,
        Err(Error::Branch(_))
    ));
    assert_eq!(topics().await[0], Topic::NoLines);
}

#[tokio::test]
async fn a_second_officer_is_told_of_a_survey_and_of_an_assignment() {
    let (_folder, office) = filled().await;
    let at = place("tehran/rey/2/0007");
    let inspector = |person| may(person, Role::Inspector, "tehran/rey/2");
    office.survey_branch(&inspector(2), &at, 0, answers(Mark::Missing)).await.unwrap();
    let second = office.survey_branch(&inspector(3), &at, 0, answers(Mark::Good)).await;
    assert!(matches!(second, Err(Error::Changed)), "the first was not shown to them: {second:?}");
    let assign = |owner: &str, why: &str| Step::Assign {
        owner: owner.into(),
        due: office.today().after(5),
        why: why.into(),
    };
    // What is nothing to the deficiency is in nobody's way.
    let network = may(3, Role::InfrastructureHead, "tehran");
    let promise = Commitment::made("A".into(), "فیبر".into(), office.today(), office.today());
    office.note_network(&network, &at, Noted::Promise(promise)).await.unwrap();
    office.handle_deficiency(&inspector(2), &at, (1, 1), assign("برق", "")).await.unwrap();
    let second = office.handle_deficiency(&inspector(3), &at, (1, 1), assign("آب", "")).await;
    assert!(matches!(second, Err(Error::Changed)), "{second:?}");
    let silent = office.handle_deficiency(&inspector(3), &at, (1, 2), assign("آب", " ")).await;
    assert!(matches!(silent, Err(Error::Branch(_))), "{silent:?}");
    office.handle_deficiency(&inspector(3), &at, (1, 2), assign("آب", "کار برق نیست")).await.unwrap();
    let kept = branch(&office).await;
    assert_eq!(kept.file.deficiencies[0].steps.len(), 3);
    assert!(kept.file.deficiencies[0].steps.iter().all(|taken| taken.at.is_some()), "each has its hour");
    let unknown = office.handle_deficiency(&inspector(3), &at, (9, 0), Step::Verify).await;
    assert!(matches!(unknown, Err(Error::Branch(_))), "{unknown:?}");
}

#[tokio::test]
async fn who_changed_which_field_is_told_field_by_field() {
    let (_folder, office) = filled().await;
    let read = branch(&office).await;
    let head = |person| may(person, Role::DistrictHead, "tehran/rey/2");
    let site = headquarters::branch::Site { voters: Some(777), ..read.file.site.clone() };
    office.correct_branch(&head(5), 1, site.clone(), "شمارش").await.unwrap();
    let site = headquarters::branch::Site { rooms: Some(4), ..site };
    office.correct_branch(&head(6), 2, site, "بازدید").await.unwrap();
    let at = place("tehran/rey/2/0007");
    let changes = office.register_changes(&head(7), &at).await.unwrap();
    let of = |field| changes.of(field).map(|person| person.0);
    assert_eq!((of("voters"), of("rooms"), of("kind")), (Some(5), Some(6), None));
    let stranger = office.register_changes(&may(8, Role::DistrictHead, "tehran/rey/3"), &at).await;
    assert!(matches!(stranger, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_seal_is_on_one_device_and_a_branch_gets_no_more_than_it_needs_unasked() {
    use headquarters::device::{Refused, Step, list};
    let (_folder, office) = filled().await;
    let keeper = || may(1, Role::StoreKeeper, "tehran/rey");
    let list = |text: &str, step: &str| {
        let of = |name: &str| match name {
            "step" => step.to_owned(),
            "to" => "tehran/rey/2/0007".to_owned(),
            _ => "1".to_owned(),
        };
        let fields: Vec<(String, String)> =
            ["step", "to", "configuration"].map(|name| (name.to_owned(), of(name))).to_vec();
        list::read(text, |name| fields.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)).unwrap()
    };
    for serial in ["ID-1", "ID-2", "ID-3"] {
        office.receive_device(&keeper(), serial, device::Kind::Identity, place("tehran/rey")).await.unwrap();
    }
    for step in ["accept", "configure", "passed"] {
        office.move_devices(&keeper(), list("ID-1\nID-2\nID-3", step), false).await.unwrap();
    }
    let twice = office.move_devices(&keeper(), list("ID-1 P102\nID-2 p102", "seal"), false).await;
    let Err(Error::Stuck(stuck)) = twice else { panic!("{twice:?}") };
    assert!(
        matches!(&stuck[..], [one] if one.serial == "ID-2" && matches!(&one.why, Error::Device(Refused::SealTaken(other)) if other == "ID-1")),
        "{stuck:?}"
    );
    office.move_devices(&keeper(), list("ID-1 P102\nID-2 P103\nID-3 P104", "seal"), false).await.unwrap();
    office
        .move_device(&may(2, Role::Governor, "tehran"), "ID-3", Step::Correct { why: "…".into() }, false)
        .await
        .unwrap();
    let other = office.move_device(&keeper(), "ID-3", Step::Seal { number: " P 102".into() }, false).await;
    assert!(matches!(other, Err(Error::Device(Refused::SealTaken(_)))), "{other:?}");
    office.move_device(&keeper(), "ID-3", Step::Seal { number: "P104".into() }, false).await.unwrap();
    let many = office.move_devices(&keeper(), list("ID-1\nID-2", "offer"), false).await;
    let Err(Error::Stuck(stuck)) = many else { panic!("{many:?}") };
    assert!(
        matches!(&stuck[..], [one] if matches!(one.why, Error::Device(Refused::Enough { needs: 1, there: 1 }))),
        "{stuck:?}"
    );
    let offer = || Step::Offer { to: place("tehran/rey/2/0007") };
    office.move_device(&keeper(), "ID-1", offer(), false).await.unwrap();
    office.move_device(&keeper(), "ID-1", offer(), false).await.unwrap();
    let one_more = office.move_device(&keeper(), "ID-2", offer(), false).await;
    assert!(matches!(one_more, Err(Error::Device(Refused::Enough { .. }))), "{one_more:?}");
    office.move_device(&keeper(), "ID-2", offer(), true).await.unwrap();
}

#[tokio::test]
async fn a_seal_that_differs_is_red_where_the_device_is_and_a_plan_asks_about_posts() {
    use headquarters::device::Step;
    use headquarters::readiness::Colour;
    use headquarters::staff::Plan;
    let (_folder, office) = filled().await;
    office.fix_polling_day(&governor(), office.today().after(120), 0, "").await.unwrap();
    let at = place("tehran/rey/2/0007");
    let found = async |topic: Topic| {
        let ready = office.readiness(&governor()).await.unwrap().unwrap();
        let found = ready.branch(&at).unwrap().findings.iter().find(|one| one.topic == topic).cloned();
        found.map(|one| one.colour)
    };
    let keeper = may(1, Role::StoreKeeper, "tehran/rey");
    // A voting device, of which readiness counts none.
    office.receive_device(&keeper, "B-1", device::Kind::Booth, place("tehran/rey")).await.unwrap();
    let steps = [
        Step::Accept { passed: true },
        Step::Configure { version: "1".into() },
        Step::Test { passed: true },
        Step::Seal { number: "A-1".into() },
        Step::Offer { to: at.clone() },
    ];
    for step in steps {
        office.move_device(&keeper, "B-1", step, false).await.unwrap();
    }
    assert_eq!(found(Topic::Seal).await, None);
    let head = may(2, Role::DistrictHead, "tehran/rey/2");
    office.move_device(&head, "B-1", Step::Take { seal: "B-9".into() }, false).await.unwrap();
    assert_eq!(found(Topic::Seal).await, Some(Colour::Red));
    assert_eq!(found(Topic::NoStaff).await, None, "nobody planned any posts");
    office.fix_staff_plan(&governor(), 0, &Plan::default(), "").await.unwrap();
    assert_eq!(found(Topic::NoStaff).await, Some(Colour::Green), "nobody is taken on, and there is time");
}

#[tokio::test]
async fn the_polling_day_is_moved_by_whoever_answers_for_all_of_it_and_saw_what_stands() {
    let (_folder, office) = filled().await;
    let governor = |scope| may(1, Role::Governor, scope);
    let day = branch(&office).await.file.site.registered.after(90);
    for scope in ["tehran/rey/2", "tehran/shemiranat", "qom"] {
        let partial = office.fix_polling_day(&governor(scope), day, 0, "").await;
        assert!(matches!(partial, Err(Error::Forbidden(_))), "{scope}: {partial:?}");
    }
    office.fix_polling_day(&governor("tehran"), day, 0, "").await.unwrap();
    let later = day.after(14);
    let silent = office.fix_polling_day(&governor("tehran"), later, 1, " ").await;
    assert!(matches!(silent, Err(Error::Typed(_))), "{silent:?}");
    let unseen = office.fix_polling_day(&governor("tehran"), later, 0, "سیل").await;
    assert!(matches!(unseen, Err(Error::Changed)), "{unseen:?}");
    office.fix_polling_day(&governor("tehran"), later, 1, "سیل").await.unwrap();
    let register = office.branch_register(&may(1, Role::Governor, "tehran")).await.unwrap();
    assert_eq!((register.polling(), register.polling_version()), (Some(later), 2));
}

#[tokio::test]
async fn a_device_is_ready_where_it_was_taken_to() {
    let (_folder, office) = filled().await;
    let keeper = |person| may(person, Role::StoreKeeper, "tehran/rey");
    let home = place("tehran/rey");
    office.receive_device(&keeper(1), "ID-1", device::Kind::Identity, home.clone()).await.unwrap();
    let twice = office.receive_device(&keeper(1), "ID-1", device::Kind::Booth, home).await;
    assert!(matches!(twice, Err(Error::Typed(_))), "a serial number is given once");
    let to = place("tehran/rey/2/0007");
    let seal = String::from("A-1");
    let steps = [
        device::Step::Accept { passed: true },
        device::Step::Configure { version: "1".into() },
        device::Step::Test { passed: true },
        device::Step::Seal { number: seal.clone() },
        device::Step::Offer { to: to.clone() },
    ];
    for step in steps {
        office.move_device(&keeper(1), "ID-1", step, false).await.unwrap();
    }
    let take = || device::Step::Take { seal: seal.clone() };
    let own = office.move_device(&keeper(1), "ID-1", take(), false).await;
    assert!(matches!(own, Err(Error::Device(_))), "{own:?}");
    let stranger = may(2, Role::DistrictHead, "tehran/rey/3");
    assert!(matches!(office.move_device(&stranger, "ID-1", take(), false).await, Err(Error::Forbidden(_))));
    office.move_device(&may(2, Role::DistrictHead, "tehran/rey/2"), "ID-1", take(), false).await.unwrap();
    let register = office.device_register(&may(1, Role::Governor, "tehran")).await.unwrap();
    assert_eq!(register.device("ID-1").unwrap().file.place(), &to);
}
