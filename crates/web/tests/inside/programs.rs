//! Tokens by which programs read: drawn by an officer, good for reading at the interface for machines and for nothing else.

use super::*;

const TABLE: &str = "place,name,latin,kind,standing,setting,education,at,devices,owner,agreed\n\
    tehran/rey/2/0007,البرز,Alborz,school,fixed,urban,ری ۱,\"35.58,51.43\",1,,\n\
    tehran/qods/1/0001,جامع,Jame,mosque,fixed,urban,,\"35.51,51.40\",1,,";

impl Site {
    /// Draws a token as an officer does; answers it as the page shows it.
    async fn draw(&self, cookie: &str, name: &str, days: &str) -> String {
        let drawn = self.post(cookie, "/en/hq/account/programs", &[("name", name), ("days", days)]).await;
        assert_eq!(drawn.status, StatusCode::OK, "{}", drawn.page);
        let token = drawn.page.split(">amin-program-").nth(1).expect("a token is shown");
        format!("amin-program-{}", token.split('<').next().unwrap())
    }

    /// Asks the interface for machines as a program does.
    async fn read(&self, token: &str, path: &str) -> (StatusCode, serde_json::Value) {
        let api = web::api::router(self.office.clone(), "operator");
        let request = Request::get(format!("/api/v1/headquarters/{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let answer = api.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 1 << 22).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }
}

/// A site with a branch of Rey and one of Qods; the governor, and an officer of Rey with their number.
async fn filled() -> (Site, String, String, String) {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let shown = site.post(&governor, "/en/hq/branches/import", &[("table", TABLE)]).await.page;
    let seen = shown.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let done = site.post(&governor, "/en/hq/branches/import", &[("table", TABLE), ("seen", seen)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.page);
    let (officer, number) = site.appoint(&governor, "m.nouri", "infrastructure-head", "tehran/rey").await;
    (site, governor, officer, number)
}

#[tokio::test]
async fn a_program_reads_what_its_officers_letters_let_them_read() {
    let (site, governor, officer, _) = filled().await;
    let token = site.draw(&officer, "نمودار <دیوار>", "۳۰").await;
    let page = site.get(&officer, "/en/hq/account").await.page;
    assert!(page.contains("نمودار &lt;دیوار&gt;") && page.contains("not used yet"), "{page}");
    assert!(!page.contains(&token), "it is shown once");
    let (status, told) = site.read(&token, "branches").await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let places: Vec<&str> = told["branches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["file"]["site"]["place"].as_str().unwrap())
        .collect();
    assert_eq!(places, ["tehran/rey/2/0007"], "what lies in Rey");
    assert_eq!(site.read(&token, "branches/tehran.qods.1.0001").await.0, StatusCode::FORBIDDEN);
    assert_eq!(site.read(&token, "staff").await.0, StatusCode::FORBIDDEN, "not this role's to read");
    assert!(!site.get(&officer, "/en/hq/account").await.page.contains("not used yet"), "its use is seen");
    let journal = site.get(&governor, "/en/hq/journal").await.page;
    assert!(journal.contains("draw a token for a program") && journal.contains("نمودار"), "{journal}");
    assert!(!journal.contains(&token[13..]), "the token is kept nowhere");
    for wrong in ["amin-program-", "amin-program-0000", &token[..token.len() - 1]] {
        assert_eq!(site.read(wrong, "branches").await.0, StatusCode::UNAUTHORIZED, "{wrong}");
    }
    // Whoever reads the interface's description is told of it.
    let api = web::api::router(site.office.clone(), "operator");
    let request = Request::get("/api/v1/openapi.json").body(Body::empty()).unwrap();
    let told = api.oneshot(request).await.unwrap().into_body();
    let told: serde_json::Value =
        serde_json::from_slice(&axum::body::to_bytes(told, 1 << 22).await.unwrap()).unwrap();
    assert_eq!(told["components"]["securitySchemes"]["program"]["scheme"], "bearer");
    let devices = &told["paths"]["/api/v1/headquarters/devices"]["get"]["security"];
    assert!(devices.as_array().unwrap().iter().any(|one| one["program"].is_array()), "{devices}");
}

/// No page and no form takes it, shown as a cookie or as a bearer: it is good for reading by programs alone.
#[tokio::test]
async fn a_programs_token_opens_no_page_and_changes_nothing() {
    let (site, _, officer, _) = filled().await;
    let token = site.draw(&officer, "نمودار", "30").await;
    let cookie = format!("amin-session={token}");
    let rooms = pages::routes().filter(|(_, audience)| *audience != Audience::Public);
    let inside = |audience: &Audience| matches!(audience, Audience::Officer(_) | Audience::SignedIn);
    let mut tried = 0;
    for (path, _) in rooms.filter(|(_, audience)| inside(audience)) {
        let path = path.replace("{lang}", "en").replace(['{', '}'], "");
        for method in ["GET", "POST"] {
            let request = Request::builder()
                .method(method)
                .uri(&path)
                .header(header::HOST, "hq.example")
                .header("sec-fetch-site", "same-origin")
                .header(header::COOKIE, &cookie)
                .header(header::AUTHORIZATION, format!("Bearer {token}"));
            let answer = site.ask(request.body(Body::empty()).unwrap()).await;
            let refused = match answer.status {
                StatusCode::SEE_OTHER => answer.to.contains("/hq/sign-in?then="),
                StatusCode::UNAUTHORIZED | StatusCode::METHOD_NOT_ALLOWED => true,
                _ => false,
            };
            assert!(refused, "{method} {path}: {} {}", answer.status, answer.to);
            tried += 1;
        }
    }
    assert!(tried > 150, "{tried}");
    // Nor does it speak for the operator or for a branch's machine.
    let api = web::api::router(site.office.clone(), "operator");
    for (path, body) in [("/api/v1/import", "{}"), ("/api/v1/ledger", "")] {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json");
        let answer = api.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        assert!(answer.status().is_client_error(), "{path}: {}", answer.status());
        assert_ne!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_token_ends_by_its_owners_hand_with_the_letter_and_with_a_recovery() {
    let (site, governor, officer, number) = filled().await;
    let (first, second) = (site.draw(&officer, "یک", "1").await, site.draw(&officer, "دو", "90").await);
    let page = site.get(&officer, "/en/hq/account").await.page;
    let id = page.split("/account/programs/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let path = format!("/en/hq/account/programs/{id}/end");
    // Another officer's is none of theirs.
    assert_eq!(site.post(&governor, &path, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.read(&first, "branches").await.0, StatusCode::OK);
    assert_eq!(site.post(&officer, &path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.read(&first, "branches").await.0, StatusCode::UNAUTHORIZED, "the one that ends first");
    assert_eq!(site.read(&second, "branches").await.0, StatusCode::OK, "the other stands");
    assert!(site.get(&governor, "/en/hq/journal").await.page.contains("end a token of a program"));
    // With the letter's end its powers end, at the next request.
    let revoked = site.post(&governor, "/en/hq/letters/3/revoke/executive", &[("why", "استعفا")]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.page);
    assert_eq!(site.read(&second, "branches").await.0, StatusCode::FORBIDDEN);
    let none = site.post(&officer, "/en/hq/account/programs", &[("name", "سه"), ("days", "30")]).await;
    assert_eq!(none.status, StatusCode::CONFLICT);
    assert!(none.page.contains("No letter of yours is in force"), "{}", none.page);
    // A recovery takes it away for good.
    let other = letter(&number, "inspector", "tehran/rey");
    let issued = site.post(&governor, "/en/hq/letters/executive", &other).await;
    site.second_signature("executive", &issued.to).await;
    assert_eq!(site.read(&second, "branches").await.0, StatusCode::OK, "another letter");
    site.post(&governor, &format!("/en/hq/people/{number}/recover"), &[("why", "تلفن گم شد")]).await;
    let links = site.first_links_left().await;
    let chair = site.enrol(&links[0]).await;
    let confirmed = site.post(&chair, "/en/hq/recoveries/1", &[]).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.page);
    assert_eq!(site.read(&second, "branches").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_form_for_a_token_keeps_what_was_typed_and_twenty_are_enough() {
    let (site, _, officer, _) = filled().await;
    for days in ["0", "91", "soon", ""] {
        let fields = [("name", "نمودار"), ("days", days)];
        let refused = site.post(&officer, "/en/hq/account/programs", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{days}");
        let kept = refused.page.contains("value=\"نمودار\"") && refused.page.contains("days-wrong");
        assert!(kept && !refused.page.contains("amin-program-"), "{days}: {}", refused.page);
    }
    for n in 0..20 {
        site.draw(&officer, &format!("برنامه {n}"), "30").await;
    }
    let full = site.post(&officer, "/en/hq/account/programs", &[("name", "یکی دیگر"), ("days", "30")]).await;
    assert_eq!(full.status, StatusCode::CONFLICT);
    assert!(full.page.contains("You have twenty tokens"), "{}", full.page);
}

impl Site {
    /// Fresh links of those first officers who have not enrolled.
    async fn first_links_left(&self) -> Vec<String> {
        let permit = permit(Actor::Operator).unwrap();
        let links = self.office.first_links(&permit, &"tehran".parse().unwrap()).await.unwrap();
        links.into_iter().map(|link| link.token).collect()
    }
}
