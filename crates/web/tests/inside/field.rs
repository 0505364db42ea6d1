//! The field's rooms: from an empty register to a green branch.

use super::{Answer, Body, Request, Site, StatusCode, header};

const HEADING: &str = "place,name,latin,kind,standing,setting,education,at,devices,owner,agreed";
const ROWS: &str = "tehran/rey,ری,Rey,,,,,,,,\n\
    tehran/rey/2,منطقه‌ی ۲,District 2,,,,,,,,\n\
    tehran/rey/2/0007,دبستان البرز,Alborz school,school,fixed,urban,ری ۱,\"35.58,51.43\",0,آموزش,1404/12/01\n\
    tehran/rey/3/0001,مسجد جامع,Jame mosque,mosque,fixed,village,,\"35.51,51.40\",1,,";

const BRANCH: &str = "/en/hq/branches/tehran.rey.2.0007";

async fn filled() -> (Site, String) {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let table = format!("{HEADING}\n{ROWS}");
    let shown = site.post(&governor, "/en/hq/branches/import", &[("table", &table)]).await;
    assert!(shown.page.contains("4 new rows, 0 changed, 0 the same"), "{}", shown.page);
    let seen =
        shown.page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("table", table.as_str()), ("seen", &seen)];
    let done = site.post(&governor, "/en/hq/branches/import", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.page);
    (site, governor)
}

fn survey(power: &str) -> Vec<(&'static str, String)> {
    let items = ["rooms", "power", "light", "network", "access", "security", "history"];
    let names = [
        "mark-rooms",
        "mark-power",
        "mark-light",
        "mark-network",
        "mark-access",
        "mark-security",
        "mark-history",
    ];
    let marks = names
        .into_iter()
        .zip(items)
        .map(|(name, item)| (name, if item == "power" { power } else { "good" }.to_owned()));
    // A form says how many surveys its reader was shown.
    marks.chain([("surveys", "0".to_owned())]).collect()
}

fn pairs<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[tokio::test]
async fn an_empty_register_teaches_and_a_polling_day_makes_the_morning_page() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    assert!(site.get(&governor, "/en/hq/branches").await.page.contains("No branch is registered yet"));
    assert!(site.get(&governor, "/en/hq/devices").await.page.contains("No device is registered"));
    assert!(site.get(&governor, "/en/hq/readiness").await.page.contains("No polling day is fixed yet"));
    let wrong = site.post(&governor, "/en/hq/polling-day", &[("polling", "soon"), ("why", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.page.contains("value=\"soon\""), "the form keeps what was typed");
    let typed = [("polling", "۱۴۹۵/۰۲/۱۱"), ("why", "")];
    let asked = site.post(&governor, "/fa/hq/polling-day", &typed).await;
    assert_eq!(asked.status, StatusCode::OK, "what it does is shown first: {}", asked.page);
    let day: calendar::Day = "1495/02/11".parse().unwrap();
    let day = day.to_string();
    let confirmed = [&typed[..], &[("confirmed", &day)]].concat();
    let fixed = site.post(&governor, "/fa/hq/polling-day", &confirmed).await;
    assert_eq!((fixed.status, fixed.to.as_str()), (StatusCode::SEE_OTHER, "/fa/hq/readiness"));
    assert!(site.get(&governor, "/en/hq/readiness").await.page.contains("No branch is registered yet"));
}

#[tokio::test]
async fn the_polling_day_is_moved_after_what_moves_with_it_was_shown() {
    let (site, governor) = filled().await;
    let past = site.post(&governor, "/en/hq/polling-day", &[("polling", "1305/02/11"), ("why", "")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.page.contains("This day is past") && past.page.contains("1305/02/11"), "{}", past.page);
    let fix = "/en/hq/polling-day";
    site.post(&governor, fix, &[("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("version", "0")])
        .await;
    let move_to = |confirmed: &'static str| {
        [("polling", "2095-05-29"), ("why", "سیل"), ("version", "1"), ("confirmed", confirmed)]
    };
    let looked = site.post(&governor, fix, &[("polling", "2095-05-29"), ("version", "1")]).await;
    assert_eq!(looked.status, StatusCode::OK, "whoever only looks gives no reason");
    let silent = [("polling", "2095-05-29"), ("confirmed", "2095-05-29"), ("why", " "), ("version", "1")];
    let silent = site.post(&governor, fix, &silent).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.page.contains("id=\"why\""), "and is asked for it then: {}", silent.page);
    let shown = site.post(&governor, fix, &move_to("")).await;
    assert_eq!(shown.status, StatusCode::OK);
    for said in ["28 days later", "Nothing is changed yet", "No pass lapses", "Candidates register", "+28"] {
        assert!(shown.page.contains(said), "{said}: {}", shown.page);
    }
    let calendar = site.get(&governor, "/en/hq/calendar").await.page;
    assert!(!calendar.contains("How the polling day was moved"), "{calendar}");
    let other = site.post(&governor, fix, &move_to("2095-06-01")).await;
    assert_eq!(other.status, StatusCode::OK, "another day was confirmed than is asked for");
    let moved = site.post(&governor, fix, &move_to("2095-05-29")).await;
    assert_eq!((moved.status, moved.to.as_str()), (StatusCode::SEE_OTHER, "/en/hq/calendar"));
    let calendar = site.get(&governor, "/en/hq/calendar").await.page;
    assert!(calendar.contains("How the polling day was moved") && calendar.contains("سیل"), "{calendar}");
    let again = site.post(&governor, fix, &move_to("2095-05-29")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "it stands already: {}", again.page);
    let public = site.get("", "/en/calendar.ics?kind=city").await.page;
    assert!(public.contains("DTSTART;VALUE=DATE:20950529") && public.contains("SEQUENCE:1"), "{public}");
    let holiday = [("holiday", "2095-05-30"), ("holiday-name", "عید قربان"), ("version", "0")];
    let kept = site.post(&governor, "/en/hq/calendar/holidays", &holiday).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.page);
    assert!(site.get(&governor, "/en/hq/calendar").await.page.contains("عید قربان"));
    let blind = site.post(&governor, "/en/hq/calendar/holidays", &holiday).await;
    assert_eq!(blind.status, StatusCode::CONFLICT);
    assert!(blind.page.contains("value=\"عید قربان\""), "what was typed stays: {}", blind.page);
}

#[tokio::test]
async fn a_delivery_comes_in_by_a_table_and_takes_its_steps_together() {
    let (site, governor) = filled().await;
    let table = "serial,kind,home\nID-1,identity,tehran/rey\nID-2,identity,tehran/rey\n";
    let path = "/en/hq/devices/import";
    let shown = site.post(&governor, path, &[("table", table)]).await;
    assert!(shown.page.contains("2 new rows, 0 changed, 0 the same"), "{}", shown.page);
    let seen = shown.page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = [("table", table), ("seen", seen)];
    assert_eq!(site.post(&governor, path, &fields).await.to, "/en/hq/devices");
    let stale = site.post(&governor, path, &fields).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.page.contains("0 new rows, 0 changed, 2 the same"), "what it would do now: {}", stale.page);
    let steps = "/en/hq/devices/steps";
    let step =
        async |step: &str, list: &str| site.post(&governor, steps, &[("step", step), ("list", list)]).await;
    let stuck = step("accept", "ID-1\nID-9\nhttps://hq.example/fa/hq/devices/ID-2").await;
    assert_eq!(stuck.status, StatusCode::CONFLICT);
    assert!(stuck.page.contains("1 lines cannot be taken") && stuck.page.contains("ID-9"), "{}", stuck.page);
    let done = step("accept", "ID-1\nhttps://hq.example/fa/hq/devices/ID-2").await;
    assert_eq!(done.to, "/en/hq/devices/steps?done=2&differ=");
    assert!(site.get(&governor, &done.to).await.page.contains("2 devices took the step"));
    let sealed = step("seal", "ID-1").await;
    assert_eq!(sealed.status, StatusCode::UNPROCESSABLE_ENTITY, "no seal number: {}", sealed.page);
    let file = site.get(&governor, "/en/hq/devices.csv?state=accepted").await.page;
    assert!(file.contains("ID-1,identity,tehran/rey,accepted,tehran/rey"), "{file}");
}

#[tokio::test]
async fn a_mistaken_refusal_is_taken_back_by_another_person() {
    let (site, governor) = filled().await;
    let (keeper, _) = site.appoint(&governor, "keeper", "store-keeper", "tehran/rey").await;
    let received = [("serial", "ID-1"), ("kind", "identity"), ("home", "tehran/rey")];
    site.post(&keeper, "/en/hq/devices/receive", &received).await;
    let step = "/en/hq/devices/ID-1/step";
    site.post(&keeper, step, &[("step", "refuse")]).await;
    let correct = [("step", "correct"), ("mistake", "دکمه‌ی کناری")];
    let own = site.post(&keeper, step, &correct).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.page.contains("Somebody else takes a step back"), "{}", own.page);
    let silent = site.post(&governor, step, &[("step", "correct")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.post(&governor, step, &correct).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&keeper, "/en/hq/devices/ID-1").await.page;
    assert!(page.contains("value=\"accept\"") && page.contains("دکمه‌ی کناری"), "{page}");
}

#[tokio::test]
async fn a_table_with_a_wrong_cell_names_it_and_imports_nothing() {
    let (site, governor) = filled().await;
    let table = format!("{HEADING}\ntehran/rey/2/0009,,Iran,church,fixed,urban,,\"35,51\",2,,");
    let refused = site.post(&governor, "/en/hq/branches/import", &[("table", &table)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("2 cells are wrong") && refused.page.contains("tehran/rey/2/0009"));
    assert!(!site.get(&governor, "/en/hq/branches").await.page.contains("Iran"));
}

#[tokio::test]
async fn a_table_in_the_words_of_the_pages_is_taken_and_its_page_says_what_it_takes() {
    let (site, governor) = filled().await;
    let path = "/fa/hq/branches/import";
    let page = site.get(&governor, path).await.page;
    for said in ["مدرسه، مسجد، جای دیگر", "فقط جا و دو نام دارد", "/fa/hq/branches/import/template.xlsx"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let heading = "جای شعبه;نام به فارسی;نام به لاتین;نوع ساختمان;ثابت یا سیار;شهری یا روستایی;\
        منطقه‌ی آموزش و پرورش;مختصات;دستگاه احراز هویت لازم;مالک;روز موافقت مالک";
    let row = "tehran/rey/۳/۰۰۰۲;مدرسه‌ی مهر;Mehr;مدرسه;ثابت;روستايي;;۳۵٫۵۱، ۵۱٫۴۰;۲;آموزش;۱۴۰۴/۱۲/۰۱";
    let shown = site.post(&governor, path, &[("table", &format!("{heading}\n{row}"))]).await;
    assert!(shown.page.contains("۱ سطر تازه، ۰ تغییر، ۰ بی‌تغییر"), "{}", shown.page);
    let wrong = row.replace("مدرسه;", "کلیسا;").replace("rey/۳", "qom/۳");
    let (head, _) = site.appoint(&governor, "head", "district-head", "tehran/rey/3").await;
    let refused = site.post(&head, path, &[("table", &format!("{heading}\n{wrong}"))]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("۲ خانه درست نیست"), "the place beside the kind: {}", refused.page);
    assert!(refused.page.contains("یکی از این‌ها: مدرسه، مسجد، جای دیگر"), "{}", refused.page);
    let own = site.post(&head, path, &[("table", &format!("{heading}\n{row}"))]).await;
    assert!(own.page.contains("۱ سطر تازه"), "within her district: {}", own.page);
    let (other, _) = site.appoint(&governor, "other", "district-head", "tehran/rey/2").await;
    let region = format!("{heading}\ntehran/rey/2;هرچه;X;;;;;;;;");
    let renamed = site.post(&other, path, &[("table", &region)]).await;
    assert!(renamed.page.contains("نامش را ستاد آن عوض می‌کند"), "{}", renamed.page);
    let election = "id,name_fa,name_en,area\n0001,الف,A,d01";
    let other = site.post(&governor, "/en/hq/branches/import", &[("table", election)]).await;
    assert!(
        other.page.contains("These columns are missing: Place of the branch, Name in Persian"),
        "{}",
        other.page
    );
    assert!(other.page.contains("not known: id, name_fa, name_en, area"), "{}", other.page);
    assert!(!other.page.contains("cells are wrong"), "each is told once: {}", other.page);
}

#[tokio::test]
async fn lines_come_in_by_a_table_and_the_same_table_changes_nothing() {
    let (site, governor) = filled().await;
    let table = "place,rank,bearer,operator,tower,route,since\n\
        tehran/rey/2/0007,خط اصلی,fibre,مخابرات,,F-1,1404/11/01\n\
        tehran/rey/2/0007,second,سیم‌کارت,ایرانسل,T-9,,۱۴۰۴/۱۱/۰۱\n\
        tehran/rey/3/0001,primary,sim,ایرانسل,,,";
    let path = "/en/hq/network/import";
    let shown = site.post(&governor, path, &[("table", table)]).await;
    assert!(shown.page.contains("3 new rows, 0 changed, 0 the same"), "{}", shown.page);
    let seen = shown.page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = [("table", table), ("seen", seen)];
    let done = site.post(&governor, path, &fields).await;
    assert_eq!(done.to, "/en/hq/network", "{}", done.page);
    let again = site.post(&governor, path, &[("table", table)]).await;
    assert!(again.page.contains("0 new rows, 0 changed, 3 the same"), "{}", again.page);
    assert_eq!(
        site.post(&governor, path, &fields).await.status,
        StatusCode::CONFLICT,
        "seen before it was done"
    );
    let network = site.get(&governor, "/en/hq/network.csv?coverage=all").await.page;
    assert!(network.contains("fibre,مخابرات") && network.contains("sim,ایرانسل"), "{network}");
    let lines = site.get(&governor, "/en/hq/network/lines.csv?coverage=all").await.page;
    let same = site.post(&governor, path, &[("table", &lines)]).await;
    assert!(same.page.contains("0 new rows, 0 changed, 3 the same"), "{lines}: {}", same.page);
    let earlier = table.replace("F-1,1404/11/01", "F-2,1404/10/01").replace("rey/3/0001", "rey/3/0009");
    let refused = site.post(&governor, path, &[("table", &earlier)]).await;
    assert!(refused.page.contains("2 cells are wrong"), "a day before, and no such branch: {}", refused.page);
    let measured =
        [("noted", "signal"), ("measured", "primary"), ("latency", "40"), ("lost", "0"), ("upward", "900")];
    site.post(&governor, &format!("{BRANCH}/network"), &measured).await;
    let inherits = table.replace("F-1,1404/11/01", "F-2,1404/11/02");
    let refused = site.post(&governor, path, &[("table", &inherits)]).await;
    assert!(refused.page.contains("The line was measured after this day"), "{}", refused.page);
    let changed = table.replace("F-1,1404/11/01", "F-2,");
    let shown = site.post(&governor, path, &[("table", &changed)]).await;
    assert!(shown.page.contains("0 new rows, 1 changed, 2 the same"), "{}", shown.page);
    assert!(shown.page.contains("F-1") && shown.page.contains("F-2"), "from what to what: {}", shown.page);
    let (keeper, _) = site.appoint(&governor, "keeper", "store-keeper", "tehran/rey").await;
    assert_eq!(site.get(&keeper, path).await.status, StatusCode::FORBIDDEN);
    let (head, _) = site.appoint(&governor, "head", "district-head", "tehran/rey/2").await;
    let beyond = site.post(&head, path, &[("table", table)]).await;
    assert!(beyond.page.contains("1 cells are wrong"), "{}", beyond.page);
}

#[tokio::test]
async fn lists_go_out_in_codes_for_programs_and_in_words_for_people() {
    let (site, governor) = filled().await;
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("why", "")],
    )
    .await;
    let file = site.get(&governor, "/fa/hq/branches.csv").await.page;
    assert!(file.contains("school,fixed,urban") && file.contains("2026-02-20"), "{file}");
    let same = site.post(&governor, "/en/hq/branches/import", &[("table", &file)]).await;
    assert!(same.page.contains("0 new rows, 0 changed, 2 the same"), "{}", same.page);
    let ready = site.get(&governor, "/fa/hq/readiness/tehran.rey.3.csv").await.page;
    let rows: Vec<&str> = ready.lines().skip(1).filter(|row| row.starts_with("tehran/rey/3,")).collect();
    assert!(rows.len() > 1, "a row for each thing that is not ready: {ready}");
    assert!(rows.iter().any(|row| row.contains(",no-survey,")), "by its code: {ready}");
    for path in
        ["branches.xlsx", "devices.xlsx", "readiness/tehran.rey.3.xlsx", "devices/import/template.xlsx"]
    {
        let file = site.get(&governor, &format!("/fa/hq/{path}")).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        assert!(file.page.starts_with("PK"), "{path}");
    }
}

#[tokio::test]
async fn a_branch_goes_from_red_to_green_by_its_forms() {
    let (site, governor) = filled().await;
    let day = [("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("why", "")];
    site.post(&governor, "/en/hq/polling-day", &day).await;
    let half = site
        .post(&governor, &format!("{BRANCH}/survey"), &[("mark-power", "poor"), ("note-power", "کابل")])
        .await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(half.page.contains("value=\"کابل\""), "the form keeps what was typed");
    let done = site.post(&governor, &format!("{BRANCH}/survey"), &pairs(&survey("missing"))).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.page);
    let page = site.get(&governor, BRANCH).await.page;
    assert!(page.contains("Cannot be used") && page.contains("decides alone"), "{page}");
    let lack = format!("{BRANCH}/deficiencies/1");
    let (inspector, _) = site.appoint(&governor, "inspector", "inspector", "tehran/rey/2").await;
    let assign =
        [("lack", "1"), ("steps", "1"), ("step", "assign"), ("owner", "شرکت برق"), ("due", "2095-01-01")];
    assert_eq!(site.post(&governor, &lack, &assign).await.status, StatusCode::SEE_OTHER);
    let report = [("lack", "1"), ("steps", "2"), ("step", "report"), ("note", "کابل نو")];
    assert_eq!(site.post(&inspector, &lack, &report).await.status, StatusCode::SEE_OTHER);
    let verify = [("lack", "1"), ("steps", "3"), ("step", "verify")];
    let own = site.post(&inspector, &lack, &verify).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.page.contains("Whoever reported it done cannot verify it"));
    assert!(!own.page.contains("value=\"verify\""), "and is not offered it: {}", own.page);
    assert!(site.get(&governor, BRANCH).await.page.contains("value=\"verify\""));
    assert_eq!(site.post(&governor, &lack, &verify).await.status, StatusCode::SEE_OTHER);
    let good = survey("good");
    let again = [&pairs(&good)[..7], &[("surveys", "1")]].concat();
    assert_eq!(site.post(&governor, &format!("{BRANCH}/survey"), &again).await.status, StatusCode::SEE_OTHER);
    for (rank, operator) in [("primary", "A"), ("second", "B")] {
        let network = format!("{BRANCH}/network");
        let line = [("noted", "line"), ("rank", rank), ("bearer", "fibre"), ("operator", operator)];
        assert_eq!(site.post(&governor, &network, &line).await.status, StatusCode::SEE_OTHER);
        let signal =
            [("noted", "signal"), ("measured", rank), ("latency", "۴۰"), ("lost", "0"), ("upward", "9000")];
        assert_eq!(site.post(&governor, &network, &signal).await.status, StatusCode::SEE_OTHER);
    }
    let rehearsal = [("noted", "rehearsal"), ("rehearsed", "passed")];
    site.post(&governor, &format!("{BRANCH}/network"), &rehearsal).await;
    let page = site.get(&governor, BRANCH).await.page;
    assert!(page.contains("Nobody has set how many people it takes"), "nothing is said of staff: {page}");
    let plan = headquarters::staff::typed::PLAN;
    let plan = plan.map(|name| (name, "0")).into_iter().chain([("version", "0"), ("why", "")]);
    let planned = site.post(&governor, "/en/hq/staff/plan", &plan.collect::<Vec<_>>()).await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.page);
    let (head, _) = site.appoint(&governor, "head", "district-head", "tehran/rey/2").await;
    // Somebody has to check voters in, take their ballots and reach the headquarters.
    let kinds = ["identity", "booth", "router"];
    for (n, kind) in kinds.into_iter().enumerate() {
        let page = site.get(&governor, BRANCH).await.page;
        assert!(!page.contains("Everything is ready"), "without a {kind}: {page}");
        let serial = format!("D-{n}");
        let received = [("serial", serial.as_str()), ("kind", kind), ("home", "tehran/rey")];
        let came = site.post(&governor, "/en/hq/devices/receive", &received).await;
        assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.page);
        let step = format!("/en/hq/devices/{serial}/step");
        let (seal, at) = (format!("S-{n}"), BRANCH.rsplit('/').next().unwrap().replace('.', "/"));
        for fields in [
            vec![("step", "accept")],
            vec![("step", "configure"), ("configuration", "1")],
            vec![("step", "passed")],
            vec![("step", "seal"), ("number", seal.as_str())],
            vec![("step", "offer"), ("to", at.as_str())],
        ] {
            let taken = site.post(&governor, &step, &fields).await;
            assert_eq!(taken.status, StatusCode::SEE_OTHER, "{fields:?}: {}", taken.page);
        }
        let taken = site.post(&head, &step, &[("step", "take"), ("seal", &seal)]).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.page);
    }
    assert!(site.get(&governor, BRANCH).await.page.contains("Everything is ready"));
    // A hand-over is called off by either end, with the reason.
    let step = "/en/hq/devices/D-2/step";
    let back = [("step", "offer"), ("to", "tehran/rey")];
    for who in [&head, &governor] {
        let offered = site.post(&head, step, &back).await;
        assert_eq!(offered.status, StatusCode::SEE_OTHER, "{}", offered.page);
        let page = site.get(&governor, BRANCH).await.page;
        assert!(!page.contains("Everything is ready"), "what leaves is not there: {page}");
        let list = site.get(&governor, "/en/hq/devices.csv?state=offered").await.page;
        assert!(list.contains("D-2,router") && !list.contains("D-1") && !list.contains("S-2"), "{list}");
        let silent = site.post(who, step, &[("step", "recall"), ("recalled", "")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        let off = site.post(who, step, &[("step", "recall"), ("recalled", "اشتباه")]).await;
        assert_eq!(off.status, StatusCode::SEE_OTHER, "{}", off.page);
    }
    assert!(site.get(&governor, BRANCH).await.page.contains("Everything is ready"));
    // A device that fails is wanting at once, and is mended in the store.
    let step = "/en/hq/devices/D-1/step";
    let silent = site.post(&head, step, &[("step", "broke"), ("broken", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let broke = site.post(&head, step, &[("step", "broke"), ("broken", "صفحه")]).await;
    assert_eq!(broke.status, StatusCode::SEE_OTHER, "{}", broke.page);
    let page = site.get(&governor, BRANCH).await.page;
    assert!(!page.contains("Everything is ready") && page.contains("0 ready of 1 needed"), "{page}");
    let page = site.get(&head, "/en/hq/devices/D-1").await.page;
    assert!(page.contains("Failed") && page.contains("صفحه") && page.contains("value=\"offer\""), "{page}");
    let ready = site.get(&governor, "/en/hq/readiness?place=tehran.rey").await.page;
    assert!(ready.contains("District 2") && ready.contains("2 branches:"), "{ready}");
    let file = site.get(&governor, "/en/hq/readiness/tehran.json").await.page;
    assert!(file.contains("\"topic\":\"no-survey\""), "the other branch: {file}");
}

#[tokio::test]
async fn of_two_who_correct_a_branch_the_second_sees_what_stands_and_loses_nothing() {
    let (site, governor) = filled().await;
    let path = format!("{BRANCH}/register");
    let fields = |name| {
        [
            ("place", "tehran/rey/2/0007"),
            ("name", name),
            ("latin", "Alborz"),
            ("kind", "school"),
            ("standing", "fixed"),
            ("setting", "urban"),
            ("education", ""),
            ("at", "۳۵٫۵۸,51.43"),
            ("devices", "۲"),
            ("owner", ""),
            ("agreed", ""),
            ("why", "اندازه‌گیری"),
            ("version", "1"),
        ]
    };
    assert_eq!(site.post(&governor, &path, &fields("البرز یک")).await.status, StatusCode::SEE_OTHER);
    let second = site.post(&governor, &path, &fields("البرز دو")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(
        second.page.contains("value=\"البرز دو\"") && second.page.contains("البرز یک"),
        "{}",
        second.page
    );
}

/// The fields of the first form of a page that goes to this address, as a browser would send them.
fn opened(page: &str, to: &str) -> Vec<(String, String)> {
    let form = page.split(&format!("action=\"{to}\"")).nth(1).unwrap().split("</form>").next().unwrap();
    let mut fields = Vec::new();
    for tag in form.split('<').skip(1) {
        let attribute = |name: &str| {
            let rest = tag.split(&format!("{name}=\"")).nth(1)?;
            Some(rest.split('"').next().unwrap().to_owned())
        };
        match (tag.split(' ').next().unwrap(), attribute("name")) {
            ("input", Some(name)) => fields.push((name, attribute(" value").unwrap_or_default())),
            ("select", Some(name)) => fields.push((name, String::new())),
            _ => {
                if tag.starts_with("option") && tag.contains(" selected") {
                    fields.last_mut().unwrap().1 = attribute(" value").unwrap_or_default();
                }
            }
        }
    }
    fields
}

/// The same with other values in some of the fields.
fn typed<'a>(fields: &'a [(String, String)], other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let value = |name: &str, stands: &'a str| {
        other.iter().find(|(field, _)| *field == name).map_or(stands, |(_, value)| *value)
    };
    fields.iter().map(|(name, stands)| (name.as_str(), value(name, stands))).collect()
}

/// Bug: the second officer was told, and their form still held what the first had changed: saved as the page invited, it
/// took the first one's work away.
#[tokio::test]
async fn what_an_officer_did_not_touch_is_what_the_other_wrote() {
    let (site, governor) = filled().await;
    let (head, _) = site.appoint(&governor, "district", "district-head", "tehran/rey/2").await;
    let path = format!("{}/register", BRANCH.replace("/en", "/fa"));
    let form = opened(&site.get(&head, &path).await.page, &path);
    let value = |name: &str| form.iter().find(|(field, _)| field == name).unwrap().1.as_str();
    assert_eq!((value("agreed"), value("kind")), ("۱۴۰۴/۱۲/۰۱", "school"), "days as letters are filled");
    let first = typed(&form, &[("voters", "777"), ("kind", "mosque"), ("why", "شمارش")]);
    assert_eq!(site.post(&head, &path, &first).await.status, StatusCode::SEE_OTHER);
    let second = typed(&form, &[("rooms", "۵"), ("kind", "other"), ("name", "البرز دو")]);
    let told = site.post(&governor, &path, &second).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    for said in ["رأی‌دهندگان: از «هیچ» به «۷۷۷»", "از «مدرسه» به «مسجد»", "نوشته‌ی مریم نوری"]
    {
        assert!(told.page.contains(said), "{said}: {}", told.page);
    }
    assert_eq!(told.page.matches("شما چیز دیگری نوشته‌اید").count(), 1, "the kind alone: {}", told.page);
    let merged = opened(&told.page, &path);
    assert_eq!(site.post(&governor, &path, &typed(&merged, &[])).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&governor, BRANCH).await.page;
    for said in ["777", "Other", "<dd>5</dd>"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(site.get(&governor, &BRANCH.replace("/en", "/fa")).await.page.contains("البرز دو"));
    // A survey meanwhile is in nobody's way.
    let form = opened(&site.get(&head, &path).await.page, &path);
    site.post(&governor, &format!("{BRANCH}/survey"), &pairs(&survey("good"))).await;
    let kept = site.post(&head, &path, &typed(&form, &[("voters", "800")])).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.page);
}

#[tokio::test]
async fn an_owner_who_was_asked_is_not_forgotten_and_nobody_agrees_tomorrow() {
    let (site, governor) = filled().await;
    let path = "/en/hq/branches/tehran.rey.3.0001/register";
    let form = opened(&site.get(&governor, path).await.page, path);
    let asked = typed(&form, &[("owner", "هیأت امنا"), ("why", "…")]);
    assert_eq!(site.post(&governor, path, &asked).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&governor, "/en/hq/branches/tehran.rey.3.0001").await.page;
    assert!(page.contains("هیأت امنا") && page.contains("has not agreed yet"), "{page}");
    let file = site.get(&governor, "/en/hq/branches.csv?q=Jame").await.page;
    assert!(file.contains("هیأت امنا"), "the table keeps them: {file}");
    let form = opened(&site.get(&governor, path).await.page, path);
    let ahead =
        site.post(&governor, path, &typed(&form, &[("agreed", "2095-01-01"), ("devices", "1000")])).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["This day must not be after", "Write a whole number from 0 to 99."] {
        assert!(ahead.page.contains(said), "{said}: {}", ahead.page);
    }
}

#[tokio::test]
async fn every_survey_stays_on_the_page_with_who_made_it_and_its_photographs() {
    let (site, governor) = filled().await;
    let (inspector, _) = site.appoint(&governor, "inspector", "inspector", "tehran/rey/2").await;
    let path = format!("{BRANCH}/survey");
    let first = survey("missing");
    assert_eq!(site.post(&inspector, &path, &pairs(&first)).await.status, StatusCode::SEE_OTHER);
    let picture = hex::decode(PICTURE).unwrap();
    upload(&site, &inspector, &format!("{BRANCH}/photographs?surveys=1"), "photograph", &picture).await;
    // The other one's form was opened before the first was saved.
    let late = site.post(&governor, &path, &pairs(&survey("good"))).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.page.contains("Somebody saved a survey meanwhile"), "{}", late.page);
    assert!(late.page.contains("Maryam Nouri saved one on"), "who and when: {}", late.page);
    let again = opened(&late.page, &path);
    let value = |name: &str| again.iter().find(|(field, _)| field == name).unwrap().1.as_str();
    assert_eq!((value("surveys"), value("mark-power")), ("1", "good"), "what was typed is kept");
    assert_eq!(site.post(&governor, &path, &typed(&again, &[])).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&governor, BRANCH).await.page;
    let (last, earlier) = page.split_once("Earlier surveys").unwrap();
    assert!(last.contains("Score 100 of 100") && !last.contains("/photographs/"), "{page}");
    assert!(earlier.contains("Score 80 of 100") && earlier.contains("Maryam Nouri"), "{earlier}");
    assert!(earlier.contains("Cannot be used") || earlier.contains("Unfit"), "{earlier}");
    assert!(earlier.contains("/photographs/"), "its photograph is still its own: {earlier}");
    assert!(page.contains("Power · 20 of 100 · without it the branch cannot be used"), "{page}");
}

#[tokio::test]
async fn a_second_assignment_is_told_of_the_first_and_says_why() {
    let (site, governor) = filled().await;
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("why", "")],
    )
    .await;
    site.post(&governor, &format!("{BRANCH}/survey"), &pairs(&survey("missing"))).await;
    let page = site.get(&governor, BRANCH).await.page;
    assert!(page.contains("Something is wanting: Power"), "it says what: {page}");
    let to = format!("{BRANCH}/deficiencies/1");
    let form = opened(&page, &to);
    let assign = |owner: &'static str| typed(&form, &[("owner", owner), ("due", "2095-01-01")]);
    assert_eq!(site.post(&governor, &to, &assign("شرکت برق")).await.status, StatusCode::SEE_OTHER);
    let (head, _) = site.appoint(&governor, "district", "district-head", "tehran/rey/2").await;
    let second = site.post(&head, &to, &assign("شهرداری")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.page.contains("took this deficiency further meanwhile"), "{}", second.page);
    assert!(second.page.contains("شرکت برق") && second.page.contains("value=\"شهرداری\""), "{}", second.page);
    let again = |why: &'static str| {
        [
            ("lack", "1"),
            ("steps", "2"),
            ("step", "reassign"),
            ("owner", "شهرداری"),
            ("due", "2095-02-01"),
            ("why", why),
        ]
    };
    assert_eq!(site.post(&head, &to, &again(" ")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.post(&head, &to, &again("کار برق نیست")).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&governor, BRANCH).await.page;
    for said in ["شرکت برق", "شهرداری", "کار برق نیست", "Maryam Nouri"] {
        assert!(page.contains(said), "both stand in its history: {said}: {page}");
    }
}

#[tokio::test]
async fn a_seal_on_two_devices_and_more_devices_than_needed_are_said() {
    let (site, governor) = filled().await;
    for serial in ["ID-1", "ID-2"] {
        let received = [("serial", serial), ("kind", "identity"), ("home", "tehran/rey")];
        site.post(&governor, "/en/hq/devices/receive", &received).await;
    }
    let steps = "/en/hq/devices/steps";
    let both = async |step: &str, list: &str, more: &[(&str, &str)]| {
        site.post(&governor, steps, &[&[("step", step), ("list", list)][..], more].concat()).await
    };
    for step in ["accept", "configure", "passed"] {
        let done = both(step, "ID-1\nID-2", &[("configuration", "1405-2")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{step}: {}", done.page);
    }
    let twice = both("seal", "ID-1 P102\nID-2 P102", &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.page.contains("This seal is on device ID-1"), "{}", twice.page);
    assert_eq!(both("seal", "ID-1 P102\nID-2 P103", &[]).await.status, StatusCode::SEE_OTHER);
    let to = ("to", "tehran/rey/2/0007");
    let one = site.post(&governor, "/en/hq/devices/ID-1/step", &[("step", "offer"), to]).await;
    assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.page);
    let two = site.post(&governor, "/en/hq/devices/ID-2/step", &[("step", "offer"), to]).await;
    assert_eq!(two.status, StatusCode::CONFLICT);
    assert!(two.page.contains("This branch needs 1 of this kind, and has 1"), "{}", two.page);
    assert!(two.page.contains("name=\"sure\"") && two.page.contains("value=\"tehran/rey/2/0007\""));
    let list = both("offer", "ID-2", &[to]).await;
    assert!(list.status == StatusCode::CONFLICT && list.page.contains("name=\"sure\""), "{}", list.page);
    assert_eq!(both("offer", "ID-2", &[to, ("sure", "yes")]).await.status, StatusCode::SEE_OTHER);
    let labels = site.get(&governor, "/en/hq/devices/labels").await.page;
    assert_eq!(labels.matches("for Alborz school").count(), 2, "{labels}");
}

#[tokio::test]
async fn what_reaches_the_building_is_known_before_a_line_is_chosen() {
    let (site, governor) = filled().await;
    let network = format!("{BRANCH}/network");
    let nothing = [("noted", "reception"), ("heard", "ایرانسل")];
    let refused = site.post(&governor, &network, &nothing).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("value=\"ایرانسل\""), "what was typed is kept: {}", refused.page);
    for (operator, strength, speed) in [("ایرانسل", "۸۵-", ""), ("همراه اول", "-70", "۹۰۰۰")]
    {
        let heard =
            [("noted", "reception"), ("heard", operator), ("strength", strength), ("heard-down", speed)];
        let kept = site.post(&governor, &network, &heard).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{operator}: {}", kept.page);
    }
    let line = [("noted", "line"), ("rank", "primary"), ("bearer", "sim"), ("operator", "همراه اول")];
    site.post(&governor, &network, &line).await;
    // Passed, and nobody measured the lines.
    site.post(&governor, &network, &[("noted", "rehearsal"), ("rehearsed", "passed")]).await;
    let page = site.get(&governor, BRANCH).await.page;
    let best = page.find("همراه اول</strong>").unwrap();
    assert!(best < page.find("ایرانسل</strong>").unwrap(), "the fastest first: {page}");
    assert!(page.contains("−85 dBm") && page.contains("9,000 kbit/s down"), "{page}");
    assert!(page.contains("this rehearsal does not count"), "{page}");
    let signal = [
        ("noted", "signal"),
        ("measured", "primary"),
        ("latency", "40"),
        ("lost", "0"),
        ("upward", "9000"),
        ("downward", "21000"),
    ];
    site.post(&governor, &network, &signal).await;
    let page = site.get(&governor, &BRANCH.replace("/en", "/fa")).await.page;
    assert!(page.contains("دریافت ۲۱٬۰۰۰ کیلوبیت بر ثانیه"), "{page}");
    assert!(page.contains("۳۵٫۵۸، ۵۱٫۴۳"), "decimals with their mark: {page}");
    assert!(page.contains(">tehran/rey/2/0007</span>"), "codes in Latin digits: {page}");
    assert!(!page.contains("به حساب نمی‌آید"), "{page}");
}

#[tokio::test]
async fn a_half_space_hides_no_branch_from_a_search() {
    let (site, governor) = filled().await;
    for q in ["منطقه ی", "دبستان‌البرز", "دبستانالبرز", "دبستان  البرز"]
    {
        let path = format!("/fa/hq/branches?q={}", web::furniture::percent_encoded(q));
        let page = site.get(&governor, &path).await.page;
        assert_eq!(page.contains("tehran.rey.2.0007"), q != "منطقه ی", "{q}");
    }
}

#[tokio::test]
async fn nobody_reads_or_changes_beyond_their_letter() {
    let (site, governor) = filled().await;
    let (inspector, _) = site.appoint(&governor, "inspector", "inspector", "tehran/rey/3").await;
    assert_eq!(site.get(&inspector, BRANCH).await.status, StatusCode::FORBIDDEN);
    let survey = survey("good");
    let tried = site.post(&inspector, &format!("{BRANCH}/survey"), &pairs(&survey)).await;
    assert_eq!(tried.status, StatusCode::FORBIDDEN);
    for list in ["/en/hq/branches", "/en/hq/branches.csv", "/en/hq/branches.json", "/en/hq/network"] {
        let page = site.get(&inspector, list).await.page;
        assert!(page.contains("Jame mosque") && !page.contains("Alborz"), "{list}");
    }
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("why", "")],
    )
    .await;
    assert_eq!(site.get(&inspector, "/en/hq/readiness/tehran.rey.csv").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(&inspector, "/en/hq/branches/import").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get("", "/en/hq/readiness").await.status, StatusCode::SEE_OTHER, "to the sign-in");
}

#[tokio::test]
async fn a_device_goes_to_a_branch_by_two_hands() {
    let (site, governor) = filled().await;
    let (keeper, _) = site.appoint(&governor, "keeper", "store-keeper", "tehran/rey").await;
    let new = [("serial", "ID-17"), ("kind", "identity"), ("home", "tehran/rey")];
    assert_eq!(site.post(&keeper, "/en/hq/devices/receive", &new).await.status, StatusCode::SEE_OTHER);
    let again = site.post(&keeper, "/en/hq/devices/receive", &new).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let step = "/en/hq/devices/ID-17/step";
    let bare = site.post(&keeper, step, &[("step", "accept")]).await;
    assert_eq!(bare.status, StatusCode::SEE_OTHER);
    let bare = site.post(&keeper, step, &[("step", "configure")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "which version? {}", bare.page);
    for name in ["configure", "passed"] {
        let fields = [("step", name), ("configuration", "۱۴۰۵-۲")];
        assert_eq!(site.post(&keeper, step, &fields).await.status, StatusCode::SEE_OTHER, "{name}");
    }
    let early = site.post(&keeper, step, &[("step", "use")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "it is not sealed");
    site.post(&keeper, step, &[("step", "seal"), ("number", "A-1")]).await;
    site.post(&keeper, step, &[("step", "offer"), ("to", "tehran/rey/2/0007")]).await;
    let own = site.post(&keeper, step, &[("step", "take"), ("seal", "A-1")]).await;
    assert!(own.page.contains("The taker has to be somebody else"), "{}", own.page);
    assert!(!own.page.contains("value=\"take\""), "and is not offered it: {}", own.page);
    let taken = site.post(&governor, step, &[("step", "take"), ("seal", "A-1")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.page);
    let page = site.get(&governor, "/fa/hq/devices/ID-17").await.page;
    assert!(page.contains("دبستان البرز") && page.contains("class=\"qr\""), "{page}");
    for said in [">1405-2</span>", ">A-1</span>", ">ID-17</span>"] {
        assert!(page.contains(said), "a code stands as it is typed, in Persian too: {said}: {page}");
    }
    let life = page.split("سرگذشت").nth(1).unwrap().split("</ol>").next().unwrap();
    let (offered, taken) = life.split_once("تحویل می‌دهم").unwrap();
    assert!(offered.rsplit("<li>").next().unwrap().contains("مریم نوری"), "who gave it: {life}");
    assert!(taken.contains("فرماندار"), "and who took it: {life}");
    // Only the moment has a comma: the day, and the hour after it.
    let hour = |text: &str| text.contains("، ");
    // The first line is the day on which it came.
    assert!(life.split("<li>").skip(2).all(hour), "and at which hour: {life}");
}

#[tokio::test]
async fn a_seal_that_differs_stops_a_device_until_two_persons_settle_it() {
    let (site, governor) = filled().await;
    let (head, _) = site.appoint(&governor, "district", "district-head", "tehran/rey/2").await;
    let received = [("serial", "ID-1"), ("kind", "identity"), ("home", "tehran/rey")];
    site.post(&governor, "/en/hq/devices/receive", &received).await;
    let step = "/en/hq/devices/ID-1/step";
    for fields in [
        &[("step", "accept")][..],
        &[("step", "configure"), ("configuration", "1")],
        &[("step", "passed")],
        &[("step", "seal"), ("number", "A-1")],
        &[("step", "offer"), ("to", "tehran/rey/2/0007")],
    ] {
        assert_eq!(site.post(&governor, step, fields).await.status, StatusCode::SEE_OTHER, "{fields:?}");
    }
    let offered = site.get(&head, "/en/hq/devices/ID-1").await.page;
    assert!(!offered.contains("A-1") && offered.contains("reads the seal off the device"), "{offered}");
    site.post(&head, step, &[("step", "take"), ("seal", "B-9")]).await;
    let page = site.get(&head, "/en/hq/devices/ID-1").await.page;
    assert!(page.contains("The seal on file is A-1, and the taker read B-9"), "{page}");
    assert!(!page.contains("value=\"use\"") && page.contains("value=\"explain\""), "{page}");
    for list in ["/en/hq/devices", "/en/hq/devices?state=seal-differs"] {
        let list = site.get(&head, list).await.page;
        assert!(list.contains("seal differs") && list.contains("ID-1"), "{list}");
    }
    let refused = site.post(&head, step, &[("step", "use")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let silent = site.post(&head, step, &[("step", "explain"), ("note", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    site.post(&head, step, &[("step", "explain"), ("note", "پلمب در راه عوض شد")]).await;
    assert_eq!(site.post(&head, step, &[("step", "settle")]).await.status, StatusCode::CONFLICT);
    let choice = site.get(&governor, "/en/hq/devices/ID-1").await.page;
    for said in [
        "The seal on the device is A-1, as it was set",
        "The seal on the device is B-9, as the taker read it",
    ] {
        assert!(choice.contains(said), "{choice}");
    }
    assert_eq!(site.post(&governor, step, &[("step", "settle")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post(&head, step, &[("step", "use")]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_morning_page_and_the_wall_say_whose_it_is_and_how_long() {
    let (site, governor) = filled().await;
    let morning = site.get(&governor, "/en/hq").await.page;
    assert!(!morning.contains("What is left to do"), "no polling day is fixed");
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("why", "")],
    )
    .await;
    let morning = site.get(&governor, "/en/hq").await.page;
    assert!(morning.contains("What is left to do") && morning.contains("topic=no-survey"), "{morning}");
    assert!(!morning.contains("0 days ago") && morning.contains("days left"), "{morning}");
    let wall = site.get(&governor, "/fa/hq/readiness?place=tehran&wall&every=20").await.page;
    assert!(wall.contains("<meta http-equiv=\"refresh\" content=\"20\">") && wall.contains("class=\"wall\""));
    assert!(!wall.contains("<form"), "nobody types on a wall");
    // Somebody with two places sees both, and nothing of a third.
    let (head, number) = site.appoint(&governor, "head", "logistics-head", "tehran/rey/3").await;
    let second = site.letter_to(&governor, &number, "logistics-head", "tehran/shemiranat").await;
    site.post(&governor, "/en/hq/letters/executive", &super::borrowed(&second)).await;
    let hers = site.get(&head, "/en/hq/readiness").await.page;
    assert!(hers.contains("?place=tehran.rey.3") || hers.contains("?place=tehran.shemiranat"), "{hers}");
    let file = site.get(&head, "/en/hq/readiness/tehran.rey.3.json").await.page;
    assert!(file.contains("\"green\":1") && !file.contains("\"green\":2"), "the trend of her place: {file}");
    assert_eq!(site.get(&head, "/en/hq/readiness/tehran.json").await.status, StatusCode::FORBIDDEN);
}

/// A form with one file in it, as browsers send it.
async fn upload(site: &Site, cookie: &str, path: &str, field: &str, file: &[u8]) -> Answer {
    let head = format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"f\"\r\n\r\n");
    let body = [head.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
    let request = Request::post(path)
        .header(header::HOST, "hq.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header(header::COOKIE, cookie);
    site.ask(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_workbook_is_shown_as_the_pasted_table_would_be_and_then_confirmed_as_that() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [HEADING, "tehran/rey/2/0007,البرز,Alborz,school,fixed,urban,ری ۱,35.58;51.43,1,,"];
    for (row, cells) in (0..).zip(rows) {
        let cells = cells.split(',').map(|cell| cell.replace(';', ","));
        sheet.write_row(row, 0, cells).unwrap();
    }
    let path = "/en/hq/branches/import/file";
    let shown = upload(&site, &governor, path, "file", &book.save_to_buffer().unwrap()).await;
    assert!(shown.page.contains("1 new rows, 0 changed, 0 the same"), "{}", shown.page);
    assert!(shown.page.contains("tehran/rey/2/0007,البرز,Alborz"), "it is confirmed as text: {}", shown.page);
    let refused = upload(&site, &governor, path, "file", b"PK but no workbook").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("This file is no table"), "{}", refused.page);
}

#[tokio::test]
async fn a_photograph_is_seen_by_whoever_may_see_the_branch() {
    let (site, governor) = filled().await;
    let (all, path) = (format!("{BRANCH}/photographs"), format!("{BRANCH}/photographs?surveys=1"));
    let picture = hex::decode(PICTURE).unwrap();
    let early = upload(&site, &governor, &format!("{all}?surveys=0"), "photograph", &picture).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "no survey yet: {}", early.page);
    site.post(&governor, &format!("{BRANCH}/survey"), &pairs(&survey("good"))).await;
    let drawn = upload(&site, &governor, &path, "photograph", b"<svg/>").await;
    assert_eq!(drawn.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(drawn.page.contains("no JPEG, PNG or WebP picture"), "{}", drawn.page);
    let other = upload(&site, &governor, &format!("{all}?surveys=0"), "photograph", &picture).await;
    assert_eq!(other.status, StatusCode::CONFLICT, "it would show another survey than the one that was seen");
    let added = upload(&site, &governor, &path, "photograph", &picture).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.page);
    let page = site.get(&governor, BRANCH).await.page;
    let hash = page.split("/photographs/").nth(1).unwrap().split('"').next().unwrap();
    let seen = site.get(&governor, &format!("{all}/{hash}")).await;
    assert_eq!(seen.status, StatusCode::OK);
    let (stranger, _) = site.appoint(&governor, "stranger", "district-head", "tehran/rey/3").await;
    let refused = site.get(&stranger, &format!("{all}/{hash}")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let elsewhere = format!("/en/hq/branches/tehran.rey.3.0001/photographs/{hash}");
    assert_eq!(
        site.get(&stranger, &elsewhere).await.status,
        StatusCode::NOT_FOUND,
        "it is of another branch"
    );
}

/// One pixel, as PNG.
const PICTURE: &str = "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6364f8cf500f00038601805a347d6b0000000049454e44ae426082";

#[tokio::test]
async fn labels_are_printed_for_the_devices_that_were_looked_for() {
    let (site, governor) = filled().await;
    for (serial, kind) in [("ID-1", "identity"), ("ID-2", "identity"), ("R-1", "router")] {
        let received = [("serial", serial), ("kind", kind), ("home", "tehran/rey")];
        site.post(&governor, "/en/hq/devices/receive", &received).await;
    }
    let page = site.get(&governor, "/en/hq/devices/labels?kind=identity").await.page;
    assert_eq!(page.matches("class=\"label\"").count(), 2, "{page}");
    assert!(page.contains("aria-label=\"ID-2\"") && !page.contains("R-1"), "{page}");
}

/// Asks the interface for machines.
async fn machine(
    site: &Site,
    request: axum::http::request::Builder,
    body: &str,
) -> (StatusCode, serde_json::Value) {
    let api = web::api::router(site.office.clone(), "operator");
    let answer =
        tower::ServiceExt::oneshot(api, request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
    let status = answer.status();
    let body = axum::body::to_bytes(answer.into_body(), 1 << 22).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn machines_read_what_their_officer_may_and_nothing_beyond() {
    let (site, governor) = filled().await;
    let (inspector, _) = site.appoint(&governor, "inspector", "inspector", "tehran/rey/3").await;
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("version", "0")],
    )
    .await;
    for serial in ["ID-1", "ID-2"] {
        let received = [("serial", serial), ("kind", "identity"), ("home", "tehran/rey/2")];
        site.post(&governor, "/en/hq/devices/receive", &received).await;
    }
    let ask = async |cookie: &str, path: &str| {
        let request = Request::get(format!("/api/v1/headquarters/{path}")).header(header::COOKIE, cookie);
        machine(&site, request, "").await
    };
    let places = |told: &serde_json::Value| -> Vec<String> {
        let all = told["branches"].as_array().unwrap().iter();
        all.map(|one| one["file"]["site"]["place"].as_str().unwrap().to_owned()).collect()
    };
    let (status, all) = ask(&governor, "branches").await;
    assert_eq!(
        (status, places(&all)),
        (StatusCode::OK, vec!["tehran/rey/2/0007".into(), "tehran/rey/3/0001".into()])
    );
    assert_eq!(all["branches"][0]["findings"][0]["topic"], "no-survey");
    let (_, first) = ask(&governor, "branches?limit=1").await;
    let (_, second) =
        ask(&governor, &format!("branches?limit=1&after={}", first["next"].as_str().unwrap())).await;
    assert_eq!(
        (places(&second), &second["next"]),
        (vec!["tehran/rey/3/0001".into()], &serde_json::Value::Null)
    );
    assert_eq!(places(&ask(&inspector, "branches").await.1), ["tehran/rey/3/0001"]);
    assert_eq!(ask(&inspector, "branches/tehran.rey.2.0007").await.0, StatusCode::FORBIDDEN);
    assert_eq!(
        ask(&governor, "branches/tehran.rey.2.0007").await.1["file"]["site"]["latin"],
        "Alborz school"
    );
    assert_eq!(ask(&governor, "devices?state=received").await.1["devices"].as_array().unwrap().len(), 2);
    assert!(ask(&inspector, "devices").await.1["devices"].as_array().unwrap().is_empty());
    assert_eq!(ask(&inspector, "devices/ID-1").await.0, StatusCode::FORBIDDEN);
    assert_eq!(ask(&governor, "devices/ID-9").await.0, StatusCode::NOT_FOUND);
    assert_eq!(ask(&governor, "network").await.1["network"][0]["coverage"], "none");
    let (_, ready) = ask(&inspector, "readiness").await;
    assert_eq!((&ready["place"], &ready["areas"][0]["count"]["green"]), (&"tehran/rey/3".into(), &1.into()));
    assert_eq!(ask(&inspector, "readiness?place=tehran").await.0, StatusCode::FORBIDDEN);
    assert!(ask(&governor, "staff").await.1["staff"].as_array().unwrap().is_empty());
    for path in
        ["branches", "devices", "network", "readiness", "staff", "branches/tehran.rey.2.0007", "devices/ID-1"]
    {
        assert_eq!(ask("", path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
    assert_eq!(ask(&governor, "devices?colour=red").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let token = governor.split_once('=').unwrap().1;
    let bearer = Request::get("/api/v1/headquarters/branches")
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    assert_eq!(machine(&site, bearer, "").await.0, StatusCode::OK, "the session's token is its bearer's");
    let operator =
        Request::get("/api/v1/headquarters/branches").header(header::AUTHORIZATION, "Bearer operator");
    assert_eq!(machine(&site, operator, "").await.0, StatusCode::UNAUTHORIZED, "the operator is no officer");
}

#[tokio::test]
async fn a_probe_is_taken_with_the_token_of_its_branch_and_while_it_is_fresh() {
    let (site, governor) = filled().await;
    let line = [("noted", "line"), ("rank", "primary"), ("bearer", "fibre"), ("operator", "A")];
    site.post(&governor, &format!("{BRANCH}/network"), &line).await;
    let drawn = site.post(&governor, &format!("{BRANCH}/probe-token"), &[]).await;
    let token = drawn.page.split("--token ").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let report = async |token: &str, branch: &str, at: u64| {
        let measured = r#"{"latency_ms":41,"lost":3,"upward_kbps":8000,"downward_kbps":21000}"#;
        let body = format!(r#"{{"branch":"{branch}","bearer":"fibre","at":{at},"measured":{measured}}}"#);
        let request =
            Request::post("/api/v1/probe/reports").header(header::AUTHORIZATION, format!("Bearer {token}"));
        machine(&site, request, &body).await.0
    };
    let now = site.office.seconds();
    assert_eq!(report("guessed", "tehran/rey/2/0007", now).await, StatusCode::FORBIDDEN);
    assert_eq!(report(&token, "tehran/rey/3/0001", now).await, StatusCode::FORBIDDEN, "another branch's");
    assert_eq!(
        report(&token, "tehran/rey/2/0007", now - 3_600).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "recorded"
    );
    assert_eq!(report(&token, "tehran/rey/2/0007", now).await, StatusCode::NO_CONTENT);
    let unsigned = Request::post("/api/v1/probe/reports");
    let body = format!(
        r#"{{"branch":"tehran/rey/2/0007","bearer":"fibre","at":{now},"measured":{{"latency_ms":1,"lost":0,"upward_kbps":1,"downward_kbps":1}}}}"#
    );
    assert_eq!(machine(&site, unsigned, &body).await.0, StatusCode::UNAUTHORIZED);
    let page = site.get(&governor, BRANCH).await.page;
    assert!(
        page.contains("41 ms, 3 of 1,000 lost, 8,000 kbit/s up") && page.contains("the branch's machine"),
        "{page}"
    );
    assert!(!page.contains(&token), "it was shown once");
    let sent = machine(&site, Request::post("/api/v1/probe/up"), "12345").await;
    assert_eq!((sent.0, &sent.1["bytes"]), (StatusCode::OK, &5.into()));
}

#[tokio::test]
async fn what_a_merger_or_a_split_would_make_is_shown_and_nothing_is_changed() {
    let (site, governor) = filled().await;
    let (inspector, _) = site.appoint(&governor, "inspector", "inspector", "tehran/rey/3").await;
    let before = lines(&site).await;
    let path = "/en/hq/branches/what-if?of=tehran.rey.2.0007";
    let asked = site.get(&governor, path).await.page;
    assert!(
        asked.contains("Jame mosque") && asked.contains(" m</td>"),
        "the neighbour and how far it is: {asked}"
    );
    let merged = format!(
        "{path}&with=tehran.rey.3.0001&into=tehran.rey.3.0001&do=merge&voters-tehran.rey.2.0007=900&voters-tehran.rey.3.0001=300"
    );
    let page = site.get(&governor, &merged).await.page;
    let would = page.split("As it would be").nth(1).unwrap();
    assert!(
        would.contains("Jame mosque") && would.contains(">1,200<") && would.contains("Village"),
        "{would}"
    );
    assert!(would.contains("short"), "no device is there: {would}");
    let split =
        site.get(&governor, &format!("{path}&do=split&parts=3&voters-tehran.rey.2.0007=1000")).await.page;
    let would = split.split("As it would be").nth(1).unwrap();
    assert_eq!((would.matches(">334<").count(), would.matches(">333<").count()), (1, 2), "{would}");
    let alone = site.get(&governor, &format!("{path}&do=merge")).await.page;
    assert!(alone.contains("Choose at least one branch nearby"), "{alone}");
    let beyond = site.get(&inspector, path).await.page;
    assert!(beyond.contains("within your reach") && !beyond.contains("Alborz"), "{beyond}");
    assert_eq!(lines(&site).await, before, "asking is no act");
}

/// How many lines the journal has.
async fn lines(site: &Site) -> usize {
    let permit = headquarters::permit::permit(headquarters::permit::Actor::Officer(officer())).unwrap();
    site.office.journal(&permit, &office::LinesSought::default(), None, 100).await.unwrap().0.len()
}

fn officer() -> headquarters::permit::Officer {
    let scope = "tehran".parse().unwrap();
    let appointments =
        vec![headquarters::permit::Appointment { letter: 1, role: super::Role::Governor, scope }];
    headquarters::permit::Officer {
        person: headquarters::permit::PersonId(1),
        name: "…".into(),
        appointments,
    }
}

#[tokio::test]
async fn the_forecast_says_what_is_short_and_by_when_it_is_ordered() {
    let (site, governor) = filled().await;
    let page = "/en/hq/devices/forecast";
    let supply = "/en/hq/devices/supply";
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("version", "0")],
    )
    .await;
    let before = site.get(&governor, page).await.page;
    assert!(before.contains("Order by") && before.contains("10 January 2095"), "{before}");
    let wrong = [
        ("order-kind", "router"),
        ("count", "0"),
        ("supplier", ""),
        ("order-due", "2094-01-01"),
        ("version", "0"),
    ];
    let refused = site.post(&governor, supply, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("value=\"2094-01-01\""), "the form keeps what was typed");
    let order = [
        ("order-kind", "router"),
        ("count", "۹"),
        ("supplier", "شرکت"),
        ("order-due", "2094-01-01"),
        ("version", "0"),
    ];
    assert_eq!(site.post(&governor, supply, &order).await.to, page);
    assert_eq!(site.post(&governor, supply, &order).await.status, StatusCode::CONFLICT, "another was faster");
    let after = site.get(&governor, page).await.page;
    assert!(after.contains("شرکت") && after.contains("enough"), "{after}");
    let came = site.post(&governor, supply, &[("came", "1"), ("version", "1")]).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.page);
    let (keeper, _) = site.appoint(&governor, "keeper", "store-keeper", "tehran/rey").await;
    assert_eq!(
        site.post(&keeper, supply, &order).await.status,
        StatusCode::FORBIDDEN,
        "bought for the whole event"
    );
}

#[tokio::test]
async fn a_letter_for_a_place_that_nothing_knows_is_sent_twice() {
    let (site, governor) = filled().await;
    let person =
        [("name", "زهرا کاظمی"), ("latin", "Zahra Kazemi"), ("login", "z.kazemi"), ("place", "tehran")];
    site.post(&governor, "/en/hq/people/register", &person).await;
    let path = "/en/hq/letters/executive";
    let misspelled = crate::letter("z.kazemi", "inspector", "tehran/reyy");
    let asked = site.post(&governor, path, &misspelled).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.page.contains("name=\"sure\" value=\"tehran/reyy\""), "{}", asked.page);
    let other = [&misspelled[..], &[("sure", "tehran/rey")]].concat();
    assert_eq!(site.post(&governor, path, &other).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let meant = [&misspelled[..], &[("sure", "tehran/reyy")]].concat();
    assert_eq!(site.post(&governor, path, &meant).await.status, StatusCode::SEE_OTHER);
    let known = site.post(&governor, path, &crate::letter("z.kazemi", "inspector", "tehran/rey")).await;
    assert_eq!(known.status, StatusCode::SEE_OTHER, "{}", known.page);
    // Who stands before what is not theirs is told whose it is, among the rooms of the house.
    let (keeper, _) = site.appoint(&governor, "keeper", "store-keeper", "tehran/rey").await;
    let told = site.get(&keeper, "/en/hq/branches/import").await;
    assert_eq!(told.status, StatusCode::FORBIDDEN);
    for said in ["“register a branch” is for:", "/en/hq/powers", "/en/hq/devices"] {
        assert!(told.page.contains(said), "{said}: {}", told.page);
    }
    let nothing = site.get(&keeper, "/en/hq/devices/XYZ-1").await;
    assert!(
        nothing.status == StatusCode::NOT_FOUND && nothing.page.contains("/en/hq/devices\""),
        "{}",
        nothing.page
    );
}

#[tokio::test]
async fn risks_stand_in_one_list_and_are_mended_there() {
    let (site, governor) = filled().await;
    let risk = |what: &'static str, likelihood: &'static str| {
        [
            ("what", what),
            ("likelihood", likelihood),
            ("impact", "5"),
            ("treatment", "ژنراتور"),
            ("risk-owner", "بخشدار"),
        ]
    };
    site.post(&governor, &format!("{BRANCH}/risks"), &risk("سیل", "1")).await;
    site.post(&governor, "/en/hq/branches/tehran.rey.3.0001/risks", &risk("برف", "4")).await;
    let list = site.get(&governor, "/en/hq/branches/risks").await.page;
    assert!(list.find("برف").unwrap() < list.find("سیل").unwrap(), "the heaviest first: {list}");
    let village = site.get(&governor, "/en/hq/branches/risks?setting=village").await.page;
    assert!(village.contains("برف") && !village.contains("سیل"), "{village}");
    let file = site.get(&governor, "/en/hq/branches/risks.csv?setting=village").await.page;
    assert!(file.contains("برف,4,5,20,high,ژنراتور,بخشدار") && !file.contains("سیل"), "{file}");
    let edit = format!("{BRANCH}/risks/1/edit");
    let form = site.get(&governor, &edit).await.page;
    let version =
        form.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let amended = [&risk("سیل بهاری", "3")[..], &[("version", &version), ("why", "بازدید")]].concat();
    assert_eq!(site.post(&governor, &edit, &amended).await.to, BRANCH);
    let second = site.post(&governor, &edit, &amended).await;
    assert_eq!(second.status, StatusCode::CONFLICT, "of two officers the second is told");
    assert!(site.get(&governor, "/en/hq/branches/risks").await.page.contains("سیل بهاری"));
    let (stranger, _) = site.appoint(&governor, "stranger", "inspector", "tehran/rey/3").await;
    assert_eq!(site.post(&stranger, &edit, &amended).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_operators_promises_are_counted_however_its_name_is_typed() {
    let (site, governor) = filled().await;
    for (branch, operator) in [(BRANCH, "همراه اول"), ("/en/hq/branches/tehran.rey.3.0001", "همراه‌اول ")]
    {
        let promise = [
            ("noted", "promise"),
            ("promised-by", operator),
            ("promised", "فیبر"),
            ("promised-for", "2095-01-01"),
        ];
        let kept = site.post(&governor, &format!("{branch}/network"), &promise).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.page);
    }
    let network = format!("{BRANCH}/network");
    let silent = site.post(&governor, &network, &[("noted", "kept"), ("number", "1")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "what shows it? {}", silent.page);
    let kept = [("noted", "kept"), ("number", "1"), ("shown", "سنجش ۱۲ آبان")];
    assert_eq!(site.post(&governor, &network, &kept).await.status, StatusCode::SEE_OTHER);
    let twice = site.post(&governor, &network, &kept).await;
    assert!(twice.page.contains("closed already"), "{}", twice.page);
    assert!(site.get(&governor, BRANCH).await.page.contains("سنجش ۱۲ آبان"));
    let page = site.get(&governor, "/en/hq/network/operators").await.page;
    let rows = page.split("<tbody>").nth(1).unwrap();
    let rows = rows.split("</tbody>").next().unwrap();
    assert_eq!(
        (rows.matches("<tr>").count(), rows.contains(">2<")),
        (1, true),
        "one operator, two promises: {rows}"
    );
    let file = site.get(&governor, "/en/hq/network/operators.csv?open=yes").await.page;
    assert!(file.contains("tehran/rey/3/0001") && !file.contains("tehran/rey/2/0007"), "{file}");
    let network = site.get(&governor, "/en/hq/network?coverage=none").await.page;
    assert!(network.contains("Alborz school"), "{network}");
    let full = site.get(&governor, "/en/hq/network?coverage=full").await.page;
    assert!(!full.contains("Alborz school"), "{full}");
    let lines = site.get(&governor, "/en/hq/network.csv").await.page;
    assert!(lines.contains("tehran/rey/2/0007,") && lines.contains(",none,"), "{lines}");
}
