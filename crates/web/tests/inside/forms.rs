//! What a form keeps: against another officer, against one's own slip, and against a session that ended.

use super::*;

/// A form of a page that two officers may open: where it goes, what is right in it, and one field with what is wrong.
struct Case {
    path: &'static str,
    right: Vec<(&'static str, &'static str)>,
    wrong: (&'static str, &'static str),
}

fn cases() -> Vec<Case> {
    let numbers = headquarters::staff::typed::PLAN;
    vec![
        Case {
            path: "/en/hq/committees/1",
            right: vec![("kind", "police"), ("name", "…"), ("formed", "1404/11/01"), ("why", "…")],
            wrong: ("formed", "soon"),
        },
        Case {
            path: "/en/hq/organisation/tehran",
            right: vec![("name", "ستاد تهران"), ("latin", "Tehran"), ("formed", "1404/11/01"), ("ended", "")],
            wrong: ("ended", "1404/10/01"),
        },
        Case {
            path: "/en/hq/people/1",
            right: vec![("name", "علی کریمی"), ("latin", "Ali Karimi")],
            wrong: ("latin", ""),
        },
        Case {
            path: "/en/hq/meetings/1/minutes",
            right: vec![("title", "رسانه"), ("topic", "media"), ("held", "1404/11/01"), ("minutes", "…")],
            wrong: ("held", "soon"),
        },
        Case {
            path: "/en/hq/branches/tehran.rey.2.0007/register",
            right: vec![
                ("place", "tehran/rey/2/0007"),
                ("name", "دبستان البرز"),
                ("latin", "Alborz"),
                ("kind", "school"),
                ("standing", "fixed"),
                ("setting", "urban"),
                ("education", "ری ۱"),
                ("at", "35.58,51.43"),
                ("devices", "1"),
                ("why", "…"),
            ],
            wrong: ("at", "nowhere"),
        },
        Case {
            path: "/en/hq/staff/plan",
            right: numbers.iter().map(|name| (*name, "1")).chain([("why", "…")]).collect(),
            wrong: ("police", "2000"),
        },
        Case {
            path: "/en/hq/staff/1/correct",
            right: vec![
                ("name", "مریم نوری"),
                ("latin", "Maryam Nouri"),
                ("post", "police"),
                ("home", "tehran/rey"),
                ("born", "1370/05/01"),
                ("schooling", "degree"),
                ("kin", "none"),
                ("why", "…"),
            ],
            wrong: ("born", "soon"),
        },
    ]
}

const BRANCH: &str = "place,name,latin,kind,standing,setting,education,at,devices,owner,agreed\n\
    tehran/rey,ری,Rey,,,,,,,,\n\
    tehran/rey/2,منطقه‌ی ۲,District 2,,,,,,,,\n\
    tehran/rey/2/0007,دبستان البرز,Alborz school,school,fixed,urban,ری ۱,\"35.58,51.43\",1,آموزش,1404/12/01";

fn after<'a>(page: &'a str, mark: &str) -> &'a str {
    page.split(mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

/// A site with one thing of each kind, as its first governor sets it up.
async fn filled() -> (Site, String) {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let committee = [("place", "tehran"), ("kind", "police"), ("formed", "1404/11/01")];
    site.post(&governor, "/en/hq/committees/form", &committee).await;
    let meeting = [("place", "tehran"), ("topic", "media"), ("title", "رسانه"), ("held", "1404/11/01")];
    site.post(&governor, "/en/hq/meetings/call", &meeting).await;
    let shown = site.post(&governor, "/en/hq/branches/import", &[("table", BRANCH)]).await.page;
    let seen = after(&shown, "name=\"seen\" value=\"");
    site.post(&governor, "/en/hq/branches/import", &[("table", BRANCH), ("seen", seen)]).await;
    site.post(
        &governor,
        "/en/hq/polling-day",
        &[("polling", "2095-05-01"), ("confirmed", "2095-05-01"), ("why", "")],
    )
    .await;
    let numbers = cases().into_iter().find(|case| case.path.ends_with("/plan")).unwrap().right;
    let plan: Vec<_> = numbers.into_iter().chain([("version", "0")]).collect();
    site.post(&governor, "/en/hq/staff/plan", &plan).await;
    let person = [
        ("national", "0076229289"),
        ("name", "مریم نوری"),
        ("post", "police"),
        ("home", "tehran/rey"),
        ("born", "1370/05/01"),
        ("schooling", "degree"),
        ("kin", "none"),
        ("candidate", "no"),
        ("agent", "no"),
        ("supervises", "no"),
        ("offence", "no"),
    ];
    let taken = site.post(&governor, "/en/hq/staff/recruit", &person).await;
    assert_eq!(taken.to, "/en/hq/staff/1", "{}", taken.page);
    (site, governor)
}

/// One opens a form, another saves it, the first makes a slip, mends it and saves: told that another was first, and not
/// before that able to save over it.
#[tokio::test]
async fn a_slip_does_not_save_over_what_another_wrote_meanwhile() {
    let (site, governor) = filled().await;
    for Case { path, right, wrong } in cases() {
        let opened = right.iter().copied().chain([("version", "1")]).collect::<Vec<_>>();
        let saved = site.post(&governor, path, &opened).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{path}: {}", saved.page);
        // The first of two fields of a name counts.
        let slip: Vec<_> = std::iter::once(wrong).chain(opened.iter().copied()).collect();
        let refused = site.post(&governor, path, &slip).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", refused.page);
        let version = after(&refused.page, "name=\"version\" value=\"").to_owned();
        assert_eq!(version, "1", "{path}: the version that was opened");
        let mended: Vec<_> = right.iter().copied().chain([("version", version.as_str())]).collect();
        let told = site.post(&governor, path, &mended).await;
        assert_eq!(told.status, StatusCode::CONFLICT, "{path}: {}", told.page);
        let version = after(&told.page, "name=\"version\" value=\"").to_owned();
        assert_eq!(version, "2", "{path}: and now what stands is shown");
        let again: Vec<_> = right.iter().copied().chain([("version", version.as_str())]).collect();
        assert_eq!(site.post(&governor, path, &again).await.status, StatusCode::SEE_OTHER, "{path}");
    }
}

/// The sign-in page that answers a form, filled in by somebody whose telephone read this page at their enrolment.
async fn sign_in(site: &Site, asked: &str, enrolled: &str, steps: u64) -> Answer {
    let hidden = asked.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"").unwrap();
        let value = rest.split('"').next().unwrap();
        (name, value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    });
    let hidden: Vec<(&str, String)> = hidden.collect();
    let now = code(enrolled, steps);
    let typed = [("login", "governor"), ("password", PASSWORD), ("code", now.as_str())];
    let fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (*name, value.as_str())).chain(typed).collect();
    site.post("", "/en/hq/sign-in", &fields).await
}

#[tokio::test]
async fn a_form_whose_session_had_ended_is_carried_through_the_sign_in() {
    let site = Site::open().await;
    let link = site.first_links().await[0].clone();
    let enrolled = site.get("", &format!("/en/enrol/{link}")).await.page;
    let governor = site.enrol(&link).await;
    let meeting = [("place", "tehran"), ("topic", "media"), ("title", "رسانه"), ("held", "1404/11/01")];
    site.post(&governor, "/en/hq/meetings/call", &meeting).await;
    let words = "سطر نخست\r\n\"سطر\" <دوم> & سوم";
    let minutes = [
        ("version", "1"),
        ("title", "رسانه"),
        ("topic", "media"),
        ("held", "1404/11/01"),
        ("present", "فرماندار، سه عضو"),
        ("minutes", words),
    ];
    let path = "/en/hq/meetings/1/minutes";
    let asked = site.post("amin-session=ended", path, &minutes).await;
    assert_eq!(asked.status, StatusCode::UNAUTHORIZED);
    assert!(asked.page.contains("What you typed is kept"), "{}", asked.page);
    // A wrong code loses nothing either.
    let slip = sign_in(&site, &asked.page, &enrolled, 40).await;
    assert_eq!(slip.status, StatusCode::UNAUTHORIZED);
    let entered = sign_in(&site, &slip.page, &enrolled, 1).await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.page);
    assert!(entered.page.contains("You are signed in as"), "it says as whom: {}", entered.page);
    assert!(entered.page.contains(&format!("action=\"{path}\"")));
    assert!(entered.page.contains("keep minutes"), "and what it does: {}", entered.page);
    let cookie = entered.cookie.unwrap();
    let nobody = site.get(&cookie, "/en/hq/meetings/1").await.page;
    assert!(!nobody.contains("سطر نخست"), "nothing is done until they say so");
    let hidden: Vec<(&str, String)> = entered
        .page
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"").unwrap();
            let value = rest.split('"').next().unwrap();
            (
                name,
                value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"),
            )
        })
        .collect();
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(fields, minutes, "every field as it was typed, and no other");
    assert_eq!(site.post(&cookie, path, &fields).await.to, "/en/hq/meetings/1");
    assert!(site.get(&cookie, "/en/hq/meetings/1").await.page.contains("سطر نخست"));
}

#[tokio::test]
async fn secrets_files_and_what_is_too_long_are_not_carried_and_that_is_said() {
    let site = Site::open().await;
    let secret = [("present", "four pigeons on a wire"), ("password", "five pigeons on a wire")];
    let own = site.post("amin-session=ended", "/en/hq/account/password", &secret).await;
    assert_eq!(own.status, StatusCode::UNAUTHORIZED);
    assert!(!own.page.contains("pigeons") && own.page.contains("not carried"), "{}", own.page);
    let strange = [("password", "five pigeons on a wire"), ("name", "ری")];
    let strange = site.post("amin-session=ended", "/en/hq/organisation/form", &strange).await;
    assert!(!strange.page.contains("pigeons") && strange.page.contains("value=\"ری\""), "{}", strange.page);
    let long = "x".repeat(600 << 10);
    let long = site.post("amin-session=ended", "/en/hq/staff/import", &[("table", &long)]).await;
    assert!(!long.page.contains("xxxxx") && long.page.contains("too long"), "{}", long.page);
    let file = Request::post("/en/hq/staff/import/file")
        .header(header::HOST, "hq.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from("--edge--"));
    let file = site.ask(file.unwrap()).await;
    assert!(file.status == StatusCode::UNAUTHORIZED && file.page.contains("Like passwords"));
    // Another site's page carries nothing through our sign-in.
    let fields = [("why", "…")];
    let mut forged = form("", "/en/hq/letters/1/confirm", &fields).body(encoded(&fields)).unwrap();
    forged.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(site.ask(forged).await.status, StatusCode::FORBIDDEN);
}

/// A governor alone invents an officer, appoints them, and is that officer: every pair of eyes would be one.
#[tokio::test]
async fn nobody_invents_a_second_pair_of_eyes() {
    let site = Site::open().await;
    let links = site.first_links().await;
    let (governor, chair) = (site.enrol(&links[0]).await, site.enrol(&links[1]).await);
    let ghost = [("name", "روح"), ("latin", "Ghost"), ("login", "ghost"), ("place", "tehran")];
    let page = site.post(&governor, "/en/hq/people/register", &ghost).await.page;
    let token = page.split("/en/enrol/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let issued =
        site.post(&governor, "/en/hq/letters/executive", &letter("ghost", "secretary", "tehran")).await;
    assert_eq!(issued.to, "/en/hq/letters/3", "{}", issued.page);
    assert!(
        site.get(&governor, &issued.to).await.page.contains("was shown this person"),
        "it says why it waits"
    );
    let ghost = site.enrol(&token).await;
    // Nor by a link of the ghost's own, which nobody else was shown.
    let own = site.post(&ghost, "/en/hq/account/link", &[]).await;
    assert!(own.to.starts_with("/en/enrol/"), "{}", own.page);
    let again =
        site.post(&governor, "/en/hq/letters/executive", &letter("ghost", "secretary", "tehran")).await;
    assert!(!site.get(&governor, &again.to).await.page.contains("in force"), "{}", again.page);
    assert_eq!(site.get(&ghost, "/en/hq").await.status, StatusCode::FORBIDDEN, "one signature gives nothing");
    let own = site.post(&governor, "/en/hq/letters/3/confirm", &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert_eq!(site.post(&chair, "/en/hq/letters/3/confirm", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&ghost, "/en/hq").await.status, StatusCode::OK, "two have vouched for them");
    // The other way round: somebody whom the secretary registered, appointed by the governor, who then asks for the link.
    let real = [("name", "زهرا"), ("latin", "Zahra"), ("login", "zahra"), ("place", "tehran")];
    assert_eq!(site.post(&ghost, "/en/hq/people/register", &real).await.status, StatusCode::OK);
    let head = site.letter_to(&governor, "zahra", "police-head", "tehran").await;
    let issued = site.post(&governor, "/en/hq/letters/executive", &borrowed(&head)).await;
    assert!(site.get(&governor, &issued.to).await.page.contains("in force"), "two hands made this officer");
    let asked = site.post(&governor, "/en/hq/people/4/link", &[]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(!asked.page.contains("/enrol/") && asked.page.contains("not shown to you"), "{}", asked.page);
}
