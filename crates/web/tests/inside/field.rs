//! The field's rooms: from an empty register to a green branch.

use super::{Site, StatusCode};

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
    names
        .into_iter()
        .zip(items)
        .map(|(name, item)| (name, if item == "power" { power } else { "good" }.to_owned()))
        .collect()
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
    let fixed = site.post(&governor, "/fa/hq/polling-day", &[("polling", "۱۴۹۵/۰۲/۱۱"), ("why", "")]).await;
    assert_eq!((fixed.status, fixed.to.as_str()), (StatusCode::SEE_OTHER, "/fa/hq/readiness"));
    assert!(site.get(&governor, "/en/hq/readiness").await.page.contains("No branch is registered yet"));
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
async fn a_branch_goes_from_red_to_green_by_its_forms() {
    let (site, governor) = filled().await;
    let day = [("polling", "2095-05-01"), ("why", "")];
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
    let assign = [("lack", "1"), ("step", "assign"), ("owner", "شرکت برق"), ("due", "2095-01-01")];
    assert_eq!(site.post(&governor, &lack, &assign).await.status, StatusCode::SEE_OTHER);
    let report = [("lack", "1"), ("step", "report"), ("note", "کابل نو")];
    assert_eq!(site.post(&inspector, &lack, &report).await.status, StatusCode::SEE_OTHER);
    let own = site.post(&inspector, &lack, &[("lack", "1"), ("step", "verify")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.page.contains("Whoever reported it done cannot verify it"));
    assert_eq!(
        site.post(&governor, &lack, &[("lack", "1"), ("step", "verify")]).await.status,
        StatusCode::SEE_OTHER
    );
    site.post(&governor, &format!("{BRANCH}/survey"), &pairs(&survey("good"))).await;
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
    assert!(site.get(&governor, BRANCH).await.page.contains("Everything is ready"));
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
    site.post(&governor, "/en/hq/polling-day", &[("polling", "2095-05-01"), ("why", "")]).await;
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
    for name in ["accept", "configure", "passed"] {
        assert_eq!(site.post(&keeper, step, &[("step", name)]).await.status, StatusCode::SEE_OTHER, "{name}");
    }
    let early = site.post(&keeper, step, &[("step", "use")]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "it is not sealed");
    site.post(&keeper, step, &[("step", "seal"), ("number", "A-1")]).await;
    site.post(&keeper, step, &[("step", "offer"), ("to", "tehran/rey/2/0007")]).await;
    let own = site.post(&keeper, step, &[("step", "take"), ("seal", "A-1")]).await;
    assert!(own.page.contains("The taker has to be somebody else"), "{}", own.page);
    let taken = site.post(&governor, step, &[("step", "take"), ("seal", "A-1")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.page);
    let page = site.get(&governor, "/fa/hq/devices/ID-17").await.page;
    assert!(page.contains("دبستان البرز") && page.contains("class=\"qr\""), "{page}");
}
