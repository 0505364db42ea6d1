//! The network security's room, by its forms.

use super::{Site, StatusCode};

const SEGMENT: &str = "/en/hq/security/segments/branches-rey";

async fn ready() -> (Site, [String; 3]) {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let (head, _) = site.appoint(&governor, "security", "security-head", "tehran/rey").await;
    let (police, _) = site.appoint(&governor, "police", "police-head", "tehran/rey").await;
    assert!(site.get(&head, "/en/hq/security").await.page.contains("No segment of the network"));
    let fields =
        [("code", "branches-rey"), ("name", "شعبه‌های ری"), ("place", "tehran/rey"), ("zone", "branches")];
    let kept = site.post(&head, "/en/hq/security/segments/keep", &fields).await;
    assert_eq!((kept.status, kept.to.as_str()), (StatusCode::SEE_OTHER, SEGMENT), "{}", kept.page);
    (site, [governor, head, police])
}

#[tokio::test]
async fn a_segment_is_handed_over_by_two_and_its_inventory_and_certificates_are_kept() {
    let (site, [governor, head, police]) = ready().await;
    let change = format!("{SEGMENT}/change");
    assert!(site.get(&head, SEGMENT).await.page.contains("nobody"));
    let offer = [("what", "offer"), ("body", "پلیس فتا"), ("until", "۱۴۹۵/۰۲/۱۱")];
    assert_eq!(site.post(&head, &change, &offer).await.status, StatusCode::SEE_OTHER);
    let own = site.post(&head, &change, &[("what", "take")]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.page.contains("somebody else"), "{}", own.page);
    assert!(!own.page.contains("value=\"take\""), "and is not offered it: {}", own.page);
    assert_eq!(site.post(&police, &change, &[("what", "take")]).await.status, StatusCode::SEE_OTHER);
    let host = [("what", "add"), ("host", "hq-1"), ("address", "10.0.0.1"), ("kind", "server")];
    assert_eq!(site.post(&head, &change, &host).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post(&head, &change, &host).await.status, StatusCode::CONFLICT, "a name is given once");
    let spare = [("what", "add"), ("host", "hq-2"), ("address", "10.0.0.2"), ("kind", "router")];
    site.post(&head, &change, &spare).await;
    let silent = site.post(&head, &change, &[("what", "remove"), ("removed", "hq-2")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a host goes with a reason: {}", silent.page);
    let removed = [("what", "remove"), ("removed", "hq-2"), ("why", "برق آن را سوزاند")];
    assert_eq!(site.post(&head, &change, &removed).await.status, StatusCode::SEE_OTHER);
    let list = "serial,subject,from,until\n0a01,hq-1,۱۴۰۴/۱۰/۱۱,2026-02-01";
    let fields = [("what", "certificates"), ("table", list)];
    for _ in 0..2 {
        assert_eq!(site.post(&head, &change, &fields).await.status, StatusCode::SEE_OTHER, "safe to repeat");
    }
    let wrong = [("what", "certificates"), ("table", "serial,subject,from,until\nxyz,hq-1,soon,2026-02-01")];
    let refused = site.post(&head, &change, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("2 cells are wrong") && refused.page.contains("xyz"), "{}", refused.page);
    let page = site.get(&governor, &SEGMENT.replace("/en", "/fa")).await.page;
    for said in ["پلیس فتا", "hq-1", "10.0.0.1", "تمام شده", "برق آن را سوزاند", "مریم نوری ← مریم نوری"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(site.get(&governor, "/en/hq/security").await.page.contains("1 certificates are not good"));
}

#[tokio::test]
async fn an_incident_is_followed_line_by_line_and_closed_by_another_with_its_lesson() {
    let (site, [governor, head, police]) = ready().await;
    let report = [
        ("title", "دستگاهی ناشناس"),
        ("severity", "high"),
        ("place", "tehran/rey/2"),
        ("segment", "branches-rey"),
        ("body", "پیمانکار"),
    ];
    let unknown = report.map(|(name, value)| (name, if name == "segment" { "no-such" } else { value }));
    let refused = site.post(&head, "/en/hq/security/incidents/report", &unknown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("value=\"دستگاهی ناشناس\""), "the form keeps what was typed");
    let reported = site.post(&head, "/en/hq/security/incidents/report", &report).await;
    assert_eq!(reported.to, "/en/hq/security/incidents/1", "{}", reported.page);
    let line = "/en/hq/security/incidents/1/line";
    let say = |step: &'static str| [("step", step), ("text", "پورت بسته شد"), ("severity", "low")];
    let offered = |page: &str| {
        let form = page.split("name=\"step\"").nth(1).unwrap().split("</select>").next().unwrap().to_owned();
        let all =
            form.split("<option value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        all.collect::<Vec<String>>()
    };
    let page = site.get(&head, "/en/hq/security/incidents/1").await.page;
    assert_eq!(offered(&page), ["note", "weigh", "contain", "resolve", "offer"], "what can be done now");
    assert!(page.contains("Maryam Nouri"), "who reported it: {page}");
    // Whoever only reports says what they saw, and signs for nobody; nor does supervision.
    let (secretary, _) = site.appoint(&governor, "secretary", "secretary", "tehran/rey").await;
    let page = site.get(&secretary, "/en/hq/security/incidents/1").await.page;
    assert_eq!(offered(&page), ["note"]);
    assert!(page.contains("record network security"), "whose the rest is: {page}");
    for step in ["weigh", "contain", "offer"] {
        assert_eq!(site.post(&secretary, line, &say(step)).await.status, StatusCode::FORBIDDEN, "{step}");
    }
    assert_eq!(site.post(&secretary, line, &say("note")).await.status, StatusCode::SEE_OTHER);
    for step in ["note", "contain", "resolve"] {
        assert_eq!(site.post(&head, line, &say(step)).await.status, StatusCode::SEE_OTHER, "{step}");
    }
    let own = site.post(&head, line, &say("close")).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(!offered(&own.page).contains(&"close".to_owned()), "and is not offered it: {}", own.page);
    assert!(own.page.contains(">پورت بسته شد</textarea>"), "the form keeps what was typed: {}", own.page);
    let bare = site.post(&police, line, &[("step", "close"), ("text", "")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "a lesson is written");
    let hand_over = [("step", "offer"), ("text", "پلیس فتا"), ("severity", "low")];
    site.post(&head, line, &hand_over).await;
    let taken = [("step", "take"), ("text", "با نامه‌ی شماره‌ی ۱۲"), ("severity", "low")];
    assert_eq!(site.post(&police, line, &taken).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&governor, "/en/hq/security/incidents/1").await.page;
    assert!(page.contains("با نامه‌ی شماره‌ی ۱۲"), "what was typed with a signature stays: {page}");
    assert_eq!(site.post(&police, line, &say("close")).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&governor, "/fa/hq/security/incidents/1").await.page;
    assert!(page.contains("بسته") && page.contains("مهار شد"), "{page}");
    let (keeper, _) = site.appoint(&governor, "keeper", "store-keeper", "tehran/rey").await;
    for path in ["/en/hq/security", SEGMENT, "/en/hq/security/incidents/1"] {
        assert_eq!(site.get(&keeper, path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let (other, _) = site.appoint(&governor, "other", "security-head", "tehran/shemiranat").await;
    assert_eq!(site.get(&other, SEGMENT).await.status, StatusCode::FORBIDDEN);
    assert!(!site.get(&other, "/en/hq/security").await.page.contains("branches-rey"));
}
