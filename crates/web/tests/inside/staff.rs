//! The staff's rooms: from an empty list to a reserve who is called, by the forms alone.

use super::{Site, StatusCode};

const BRANCHES: &str = "place,name,latin,kind,standing,setting,education,at,devices,owner,agreed\n\
    tehran/rey,ری,Rey,,,,,,,,\n\
    tehran/rey/2,منطقه‌ی ۲,District 2,,,,,,,,\n\
    tehran/rey/2/0007,دبستان البرز,Alborz school,school,fixed,urban,ری ۱,\"35.58,51.43\",1,آموزش,1404/12/01";

/// A number that passes the check, of its own for each.
fn national(n: u32) -> String {
    let nine = format!("{:09}", 10_000_000 + n * 137);
    let sum: u32 = nine.bytes().zip((2..=10).rev()).map(|(d, weight)| u32::from(d - b'0') * weight).sum();
    let check = if sum % 11 < 2 { sum % 11 } else { 11 - sum % 11 };
    format!("{nine}{check}")
}

fn seen(page: &str) -> String {
    page.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// A site with a branch, a polling day, a governor, a district head and an inspector.
async fn ready() -> (Site, [String; 3]) {
    let (site, officers, _) = with_chair().await;
    (site, officers)
}

/// The same, with the link of the chair of supervision.
async fn with_chair() -> (Site, [String; 3], String) {
    let site = Site::open().await;
    let links = site.first_links().await;
    let governor = site.enrol(&links[0]).await;
    let shown = site.post(&governor, "/en/hq/branches/import", &[("table", BRANCHES)]).await;
    let fields = [("table", BRANCHES), ("seen", &seen(&shown.page))];
    site.post(&governor, "/en/hq/branches/import", &fields).await;
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", "2096-05-01"), ("confirmed", "2096-05-01"), ("why", "")],
    )
    .await;
    let (head, _) = site.appoint(&governor, "head", "district-head", "tehran/rey/2").await;
    let (inspector, _) = site.appoint(&governor, "inspector", "inspector", "tehran/rey").await;
    (site, [governor, head, inspector], links[1].clone())
}

/// What a recruitment form says; the first of two fields of a name counts.
fn person<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let rest = [
        ("name", "مریم نوری"),
        ("latin", "Maryam Nouri"),
        ("post", "operator"),
        ("home", "tehran/rey/2"),
        ("lives", "35.58,51.43"),
        ("born", "۱۳۷۰/۰۵/۰۱"),
        ("schooling", "degree"),
        ("kin", "none"),
        ("candidate", "no"),
        ("agent", "no"),
        ("supervises", "no"),
        ("offence", "no"),
    ];
    changed.iter().copied().chain(rest).collect()
}

#[tokio::test]
async fn an_empty_list_teaches_and_nobody_is_taken_on_before_the_polling_day_is_fixed() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    assert!(site.get(&governor, "/en/hq/staff").await.page.contains("Nobody has been taken on yet"));
    assert!(site.get(&governor, "/en/hq/training").await.page.contains("No session has been announced yet"));
    let id = national(1);
    let early = site.post(&governor, "/en/hq/staff/recruit", &person(&[("national", &id)])).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.page.contains("No polling day is fixed") && early.page.contains("value=\"مریم نوری\""));
}

#[tokio::test]
async fn a_refused_form_says_why_with_its_source_and_keeps_what_was_typed() {
    let (site, [_, head, _]) = ready().await;
    let id = national(1);
    let kin = person(&[("national", &id), ("kin", "spouse"), ("candidate", "yes")]);
    let refused = site.post(&head, "/en/hq/staff/recruit", &kin).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["Article 30 of the Assembly of Experts", "Note 2, Article 32", "value=\"مریم نوری\""]
    {
        assert!(refused.page.contains(said), "{said}: {}", refused.page);
    }
    let elsewhere = person(&[("national", &id), ("home", "tehran/rey/3")]);
    // Nobody is declared free of a bar without having been asked.
    let unasked = person(&[("national", &id), ("offence", ""), ("kin", "")]);
    let unasked = site.post(&head, "/en/hq/staff/recruit", &unasked).await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unasked.page.contains("offence-wrong") && unasked.page.contains("kin-wrong"), "{}", unasked.page);
    assert!(!unasked.page.contains("agent-wrong"), "what was answered stays answered");
    let beyond = site.post(&head, "/en/hq/staff/recruit", &elsewhere).await;
    assert_eq!(beyond.status, StatusCode::UNPROCESSABLE_ENTITY, "another district's");
    let mended = person(&[("national", &id), ("refused", "1"), ("why", "اشتباه نوشته شده بود")]);
    let taken = site.post(&head, "/en/hq/staff/recruit", &mended).await;
    assert_eq!(
        (taken.status, taken.to.as_str()),
        (StatusCode::SEE_OTHER, "/en/hq/staff/1"),
        "{}",
        taken.page
    );
    let again = site.post(&head, "/fa/hq/staff/recruit", &person(&[("national", &id)])).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a person is taken on once");
    for page in ["/en/hq/staff/1", "/en/hq/staff", "/en/hq/staff.csv", "/en/hq/staff.json"] {
        let page = site.get(&head, page).await.page;
        assert!(page.contains("Maryam Nouri") && !page.contains(&id), "the number is shown nowhere");
    }
}

#[tokio::test]
async fn a_person_goes_from_recruited_to_replaced_by_the_forms() {
    let (site, [governor, head, inspector]) = ready().await;
    let ids: Vec<String> = (1..=3).map(national).collect();
    for (n, id) in ids.iter().enumerate() {
        let latin = format!("Person {}", n + 1);
        let fields = person(&[("national", id), ("latin", &latin)]);
        assert_eq!(site.post(&head, "/en/hq/staff/recruit", &fields).await.status, StatusCode::SEE_OTHER);
    }
    let assign =
        |version: &'static str| [("version", version), ("place", "tehran/rey/2/0007"), ("duty", "serving")];
    let early = site.post(&governor, "/en/hq/staff/1/assign", &assign("1")).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.page.contains("Nobody is assigned without a pass"), "{}", early.page);
    // The third is a trainer, by a certificate that an inspector writes down; the district head recruited them.
    let certificate = [("grade", "county-trainer"), ("certificate", "۷"), ("until", "2097-01-01")];
    let own = site.post(&head, "/en/hq/staff/3/certify", &certificate).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert_eq!(
        site.post(&inspector, "/en/hq/staff/3/certify", &certificate).await.status,
        StatusCode::SEE_OTHER
    );
    let today = site.office.today().to_string();
    let session = |trainer: &'static str| {
        vec![
            ("post", "operator"),
            ("grade", "branch"),
            ("place", "tehran/rey/2"),
            ("venue", "دبستان البرز"),
            ("on", today.as_str()),
            ("capacity", "۳۰"),
            ("trainer", trainer),
        ]
    };
    let unqualified = site.post(&head, "/en/hq/training/open", &session("1")).await;
    assert!(unqualified.page.contains("no pass of the level above"), "{}", unqualified.page);
    let namesakes = site.post(&head, "/en/hq/training/open", &session("Person")).await;
    assert_eq!(namesakes.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(namesakes.page.contains("Who is meant? Write the number"), "{}", namesakes.page);
    let opened = site.post(&head, "/en/hq/training/open", &session("Person 3")).await;
    assert_eq!(opened.to, "/en/hq/training/1", "{}", opened.page);
    let page = site.get(&head, &opened.to).await.page;
    assert!(page.contains(">Person 3</a>"), "who teaches has a name: {page}");
    let early = site.post(&head, "/en/hq/staff/1/came", &[]).await;
    assert!(early.page.contains("from the eve of the polls to the day after"), "{}", early.page);
    let waiting = site.post(&head, "/en/hq/training/1/enrol", &[("waiting", "yes")]).await;
    assert_eq!(waiting.status, StatusCode::SEE_OTHER);
    let waits = async |who: &str, said: &str| site.get(who, "/en/hq").await.page.contains(said);
    assert!(waits(&head, "Attendance of course 1").await && !waits(&inspector, "course 1").await);
    let came = [("came", "1"), ("came", "2")];
    assert_eq!(site.post(&head, "/en/hq/training/1/attendance", &came).await.status, StatusCode::SEE_OTHER);
    assert!(
        waits(&inspector, "Marks of course 1").await && !waits(&head, "course 1").await,
        "who kept the list"
    );
    let scores = [("score-1", "۹۱"), ("score-2", "92")];
    let own = site.post(&head, "/en/hq/training/1/scores", &scores).await;
    assert!(own.page.contains("does not assess them"), "{}", own.page);
    let scores_page = "/en/hq/training/1";
    assert!(!site.get(&head, scores_page).await.page.contains("name=\"score-1\""), "she kept the list");
    let slip =
        site.post(&inspector, "/en/hq/training/1/scores", &[("score-1", "105"), ("score-2", "92")]).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY, "a slip is not left out");
    assert!(slip.page.contains("could not be taken, and nothing was written: Person 1"), "{}", slip.page);
    assert!(slip.page.contains("name=\"score-2\" value=\"92\""), "what was right stays: {}", slip.page);
    assert!(site.get(&inspector, scores_page).await.page.contains("name=\"score-2\" value=\"\""), "not kept");
    assert_eq!(
        site.post(&inspector, "/en/hq/training/1/scores", &scores).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(!waits(&inspector, "course 1").await, "everybody has a mark");
    let letter = async |path: &str| site.get(&governor, path).await.status;
    assert_eq!(letter("/en/hq/staff/1/letter.pdf").await, StatusCode::NOT_FOUND, "nobody is assigned yet");
    // The pass is good for ninety days: the polls come nearer, and this is their eve.
    let near = site.office.today().after(1).to_string();
    let moved = [("polling", near.as_str()), ("why", "جلو افتاد"), ("version", "1"), ("confirmed", &near)];
    site.post(&governor, "/en/hq/polling-day", &moved).await;
    let proposal = site.get(&head, "/en/hq/staff/propose?place=tehran.rey.2&post=operator").await.page;
    assert!(proposal.contains("1 to serve, 1 to wait, 0 places left empty"), "{proposal}");
    let fields = [("place", "tehran.rey.2"), ("post", "operator"), ("seen", &seen(&proposal))];
    let accepted = site.post(&head, "/en/hq/staff/propose", &fields).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.page);
    assert_eq!(site.post(&head, "/en/hq/staff/propose", &fields).await.status, StatusCode::CONFLICT);
    let team = site.get(&head, "/fa/hq/staff/gaps/tehran.rey.2.0007").await.page;
    assert!(team.contains("مریم نوری") && team.contains("در شعبه"), "{team}");
    let serving = if team.contains("/hq/staff/1\"") { "1" } else { "2" };
    let absent = site.post(&head, &format!("/en/hq/staff/{serving}/absent"), &[]).await;
    assert!(absent.page.contains("was called from the reserve"), "{}", absent.page);
    let other = if serving == "1" { "2" } else { "1" };
    let came = site.post(&inspector, &format!("/en/hq/staff/{other}/came"), &[]).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER, "{}", came.page);
    let file = format!("/en/hq/staff/{other}");
    let there = site.get(&governor, &file).await.page;
    assert!(there.contains("At work since") && there.contains("0 hours and 0 minutes at work"), "{there}");
    let shift = format!("{file}/shift");
    let version = there.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let with = |why: &'static str| [("version", version), ("shift-why", why)];
    let own = site.post(&inspector, &shift, &with("اشتباه")).await;
    assert_eq!(own.status, StatusCode::CONFLICT, "{}", own.page);
    assert!(!site.get(&inspector, &file).await.page.contains("Take back the last"), "nor is it offered");
    let silent = site.post(&governor, &shift, &with("")).await;
    assert_eq!(silent.status, StatusCode::CONFLICT, "a reason: {}", silent.page);
    assert_eq!(site.post(&governor, &shift, &with("اشتباه")).await.status, StatusCode::SEE_OTHER);
    let twice = site.post(&governor, &shift, &with("اشتباه")).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "one press, one mark: {}", twice.page);
    let after = site.get(&governor, &file).await.page;
    assert!(!after.contains("At work since") && after.contains("اشتباه"), "what was written stays: {after}");
    let gaps = site.get(&governor, "/en/hq/staff/gaps.csv").await.page;
    assert!(gaps.contains("place,name,post,takes,serving,missing"), "{gaps}");
    let sessions = site.get(&governor, "/en/hq/training.csv").await.page;
    assert!(sessions.contains("operator,branch,tehran/rey/2,دبستان البرز,3,30,2,2"), "{sessions}");
}

#[tokio::test]
async fn whoever_was_refused_is_known_again_and_taken_on_with_a_reason_alone() {
    let (site, [governor, head, _]) = ready().await;
    let id = national(1);
    // With another mistake beside it, too.
    let kin = person(&[("national", &id), ("kin", "spouse"), ("name", "")]);
    let refused = site.post(&head, "/en/hq/staff/recruit", &kin).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let journal = site.get(&governor, "/en/hq/journal").await.page;
    assert!(journal.contains("refused applicant") && !journal.contains(&id), "{journal}");
    let again = site.post(&governor, "/en/hq/staff/recruit", &person(&[("national", &id)])).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "somebody else, another answer");
    for said in ["was refused before", "Article 30", "District 2", "name=\"why\""] {
        assert!(again.page.contains(said), "{said}: {}", again.page);
    }
    let table =
        format!("national,name,post,home,born,schooling\n{id},مریم,operator,tehran/rey/2,1370/05/01,diploma");
    let by_table = site.post(&governor, "/en/hq/staff/import", &[("table", &table)]).await;
    assert!(by_table.page.contains("A table does not take them on"), "{}", by_table.page);
    // Nobody says why without having been shown it; and what was typed stays beside another mistake.
    let unseen =
        site.post(&governor, "/en/hq/staff/recruit", &person(&[("national", &id), ("why", "…")])).await;
    assert_eq!(unseen.status, StatusCode::CONFLICT);
    let half = [("national", id.as_str()), ("refused", "1"), ("why", "طلاق گرفته است"), ("name", "")];
    let half = site.post(&governor, "/en/hq/staff/recruit", &person(&half)).await;
    assert!(half.page.contains("value=\"طلاق گرفته است\""), "{}", half.page);
    let why = person(&[("national", &id), ("refused", "1"), ("why", "طلاق گرفته است")]);
    let taken = site.post(&governor, "/en/hq/staff/recruit", &why).await;
    assert_eq!(taken.to, "/en/hq/staff/1", "{}", taken.page);
    assert!(site.get(&governor, "/en/hq/journal").await.page.contains("طلاق گرفته است"));
}

#[tokio::test]
async fn a_session_that_was_held_already_takes_a_reason() {
    let (site, [_, head, inspector]) = ready().await;
    let id = national(1);
    site.post(&head, "/en/hq/staff/recruit", &person(&[("national", &id)])).await;
    let certificate = [("grade", "county-trainer"), ("certificate", "۷"), ("until", "2097-01-01")];
    site.post(&inspector, "/en/hq/staff/1/certify", &certificate).await;
    let yesterday = site.office.today().after(-1).to_string();
    let session = |late: &'static str| {
        let rest = [("post", "operator"), ("grade", "branch"), ("place", "tehran/rey/2"), ("venue", "البرز")];
        let more = [("capacity", "30"), ("trainer", "1"), ("late", late)];
        rest.into_iter().chain(more).chain([("on", yesterday.as_str())]).collect::<Vec<_>>()
    };
    let silent = site.post(&head, "/en/hq/training/open", &session("")).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.page.contains("id=\"late-wrong\""), "{}", silent.page);
    // What a trainer needs is asked as of that day: the certificate is of today.
    let untaught = site.post(&head, "/en/hq/training/open", &session("برق نبود")).await;
    assert!(untaught.page.contains("no pass of the level above"), "{}", untaught.page);
}

#[tokio::test]
async fn what_would_be_refused_is_not_offered() {
    let (site, [governor, head, inspector], link) = with_chair().await;
    let id = national(1);
    site.post(&head, "/en/hq/staff/recruit", &person(&[("national", &id)])).await;
    let page = async |cookie: &str| site.get(cookie, "/en/hq/staff/1").await.page;
    let offers = |page: &str| page.contains("/staff/1/certify\"");
    assert!(offers(&page(&inspector).await));
    assert!(!offers(&page(&head).await), "she took them on");
    let chair = site.enrol(&link).await;
    let seen = page(&chair).await;
    assert!(!offers(&seen) && !seen.contains("Release") && !seen.contains("End the appointment"), "{seen}");
    assert!(page(&governor).await.contains("End the appointment"));
}

#[tokio::test]
async fn an_exported_list_is_brought_in_again_and_changes_what_was_changed_in_it() {
    let (site, [governor, head, _]) = ready().await;
    for n in 1..=2 {
        let id = national(n);
        site.post(&head, "/en/hq/staff/recruit", &person(&[("national", &id)])).await;
    }
    let file = site.get(&head, "/en/hq/staff.csv").await.page;
    let path = "/en/hq/staff/import";
    let same = site.post(&head, path, &[("table", &file)]).await;
    assert!(same.page.contains("0 new rows, 0 changed, 2 the same"), "{}", same.page);
    assert!(same.page.contains("are passed over: at, duty, pass-until, appointed"), "{}", same.page);
    let changed = file.replacen("Maryam Nouri", "Maryam Noori", 1);
    let shown = site.post(&head, path, &[("table", &changed)]).await;
    assert!(shown.page.contains("0 new rows, 1 changed, 1 the same"), "{}", shown.page);
    // Another's digits at a number, and a number that nobody has.
    let digits = file.split("*******").nth(1).unwrap().split(',').next().unwrap();
    let other = file.replacen(&format!("*******{digits}"), "*******xyz", 1).replacen("\n2,", "\n9,", 1);
    let refused = site.post(&head, path, &[("table", &other)]).await;
    assert!(refused.page.contains("2 cells are wrong"), "{}", refused.page);
    // In the words of the pages, with the digits of its language.
    let persian = format!(
        "کد ملی;نام به فارسی;سمت;محل جذب;تاریخ تولد;تحصیل\n{};سارا;عضو شعبه;tehran/rey/۲;۱۳۷۰/۰۵/۰۱;دیپلم",
        national(3)
    );
    let shown = site.post(&governor, path, &[("table", &persian)]).await;
    assert!(shown.page.contains("1 new rows, 0 changed, 0 the same"), "{}", shown.page);
}

#[tokio::test]
async fn a_table_is_shown_first_and_a_wrong_cell_imports_nothing() {
    let (site, [governor, head, _]) = ready().await;
    assert_eq!(site.get(&head, "/en/hq/staff/import").await.status, StatusCode::OK, "by table as by form");
    let elsewhere = format!(
        "national,name,post,home,born,schooling\n{},الف,cook,tehran/rey/3,1370/05/01,literate",
        national(7)
    );
    let beyond = site.post(&head, "/en/hq/staff/import", &[("table", &elsewhere)]).await;
    assert!(beyond.page.contains("2 cells are wrong"), "the post and the place together: {}", beyond.page);
    assert!(beyond.page.contains("One of these: Member of the branch"), "{}", beyond.page);
    let heading = "national,name,post,home,born,schooling,kin";
    let row =
        |n: u32, kin: &str| format!("{},نام {n},police,tehran/rey/2,1370/05/01,literate,{kin}", national(n));
    let bad = [heading.to_owned(), row(1, ""), row(2, "child")].join("\n");
    let refused = site.post(&governor, "/en/hq/staff/import", &[("table", &bad)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.page.contains("1 cells are wrong") && refused.page.contains("Article 30"),
        "{}",
        refused.page
    );
    let good = [heading.to_owned(), row(1, ""), row(2, "")].join("\n");
    let shown = site.post(&governor, "/en/hq/staff/import", &[("table", &good)]).await;
    assert!(shown.page.contains("2 new rows, 0 changed, 0 the same"), "{}", shown.page);
    assert!(!shown.page.contains(&good), "the rows stay here");
    let confirm = |page: &str| {
        let token = page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        [("token", token.to_owned()), ("seen", seen(page))]
    };
    let fields = confirm(&shown.page);
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let path = "/en/hq/staff/import";
    // Somebody else is at work: on another, which hinders nobody; then on one of these, and a fresh preview comes.
    let (other, one) = (national(9), national(1));
    let taken = |id: &'static str| person(&[("national", id), ("post", "police")]);
    let (other, one): (&'static str, &'static str) = (other.leak(), one.leak());
    site.post(&head, "/en/hq/staff/recruit", &taken(other)).await;
    site.post(&head, "/en/hq/staff/recruit", &taken(one)).await;
    let changed = site.post(&governor, path, &fields).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert!(changed.page.contains("1 new rows, 1 changed, 0 the same"), "{}", changed.page);
    assert!(changed.page.contains("نام 1"), "from what to what");
    let fields = confirm(&changed.page);
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    site.post(&head, "/en/hq/staff/recruit", &taken(national(8).leak())).await;
    assert_eq!(site.post(&governor, path, &fields).await.status, StatusCode::SEE_OTHER, "others work on");
    let gone = site.post(&governor, path, &fields).await;
    assert!(gone.page.contains("no longer here"), "{}", gone.page);
    let again = site.post(&governor, "/en/hq/staff/import", &[("table", &good)]).await;
    assert!(again.page.contains("0 new rows, 0 changed, 2 the same"), "{}", again.page);
}

#[tokio::test]
async fn of_two_who_correct_a_file_the_second_sees_what_stands_and_loses_nothing() {
    let (site, [_, head, _]) = ready().await;
    let id = national(1);
    site.post(&head, "/en/hq/staff/recruit", &person(&[("national", &id)])).await;
    let correct = |name: &'static str| person(&[("version", "1"), ("name", name)]);
    let path = "/en/hq/staff/1/correct";
    assert_eq!(site.post(&head, path, &correct("مریم یک")).await.status, StatusCode::SEE_OTHER);
    let second = site.post(&head, path, &correct("مریم دو")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.page.contains("value=\"مریم دو\"") && second.page.contains("مریم یک"), "{}", second.page);
    assert!(second.page.contains("name=\"version\" value=\"2\""), "saving again is possible");
}

#[tokio::test]
async fn the_plan_of_posts_is_the_headquarters_and_gaps_follow_it() {
    let (site, [governor, head, _]) = ready().await;
    assert!(site.get(&head, "/en/hq/staff/gaps").await.page.contains("1 branches are short of staff"));
    assert_eq!(site.get(&head, "/en/hq/staff/plan").await.status, StatusCode::FORBIDDEN);
    let numbers = headquarters::staff::typed::PLAN;
    let plan = |number: &'static str| {
        numbers.iter().map(|name| (*name, number)).chain([("version", "0"), ("why", "")]).collect::<Vec<_>>()
    };
    let slip = site.post(&governor, "/en/hq/staff/plan", &plan("2000")).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.post(&governor, "/en/hq/staff/plan", &plan("۰")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post(&governor, "/en/hq/staff/plan", &plan("3")).await.status, StatusCode::CONFLICT);
    assert!(site.get(&head, "/en/hq/staff/gaps").await.page.contains("Every post is filled"));
}
