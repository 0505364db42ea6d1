//! The desk's door: whoever is on the hall's network is a stranger until an officer paired the browser or showed the token.

use super::*;
use axum::http::StatusCode;
use crypto::signature::Signer;
use reqwest::{Client, Method, Response, redirect};

/// A browser that follows nobody by itself.
fn browser() -> Client {
    crate::wire::client().redirect(redirect::Policy::none()).build().expect("a client")
}

async fn send(url: &str, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = browser().request(method, format!("{url}{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("a door")
}

async fn form(url: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut request = browser().post(format!("{url}{path}")).body(body.to_owned());
    request = request.header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("a door")
}

fn leads_to(response: &Response) -> &str {
    response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_a_stranger_on_the_halls_network_does_and_reads_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    machine.check_in(number(1).as_str()).await.expect("it works for the clerk");
    let programs = [
        (Method::GET, "/api/v1/status"),
        (Method::POST, "/api/v1/booths/1/release"),
        (Method::GET, "/api/v1/opening"),
        (Method::POST, "/api/v1/opening"),
        (Method::GET, "/api/v1/closing"),
        (Method::POST, "/api/v1/closing"),
        (Method::POST, "/api/v1/check-ins"),
        (Method::GET, "/api/v1/check-ins/1"),
        (Method::GET, "/api/v1/acts"),
        (Method::POST, "/api/v1/acts"),
        (Method::POST, "/api/v1/stack"),
    ];
    for (method, path) in programs {
        for headers in [&[][..], &[("authorization", "Bearer 1")], &[("cookie", "amin-desk=00")]] {
            let answer = send(&url, method.clone(), path, headers).await;
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
        }
    }
    for path in ["/fa", "/en/find?q=Ali", "/fa/voted", "/en/officers", "/en/officers/12345678"] {
        let answer = send(&url, Method::GET, path, &[]).await;
        let lang = &path[..3];
        assert_eq!(
            (answer.status(), leads_to(&answer)),
            (StatusCode::SEE_OTHER, &*format!("{lang}/pair")),
            "{path}"
        );
    }
    for path in ["/fa", "/en/officers", "/en/officers/1/withdraw", "/en/stack"] {
        let answer = form(&url, path, &[], &format!("national_id={}", number(2).as_str())).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
    }
    assert_eq!(machine.branch.lock().await.issued.pending.len(), 1, "nobody was checked in");
    // What a stranger sees names the branch and nothing else.
    let seen = crate::wire::plain()
        .get(format!("{url}/en/pair"))
        .send()
        .await
        .expect("a door")
        .text()
        .await
        .expect("a page");
    assert!(seen.contains("0001") && !seen.contains(TOKEN) && !seen.contains("check-ins"), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_a_browser_is_paired_by_the_token_and_no_other_sites_page_uses_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = open(outfit(folder.path(), NOBODY), WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let refused = form(&url, "/en/pair", &[], "token=1&code=4711").await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert!(refused.headers().get("set-cookie").is_none());
    let paired = form(&url, "/en/pair", &[], &format!("token={TOKEN}&code=4711")).await;
    assert_eq!((paired.status(), leads_to(&paired)), (StatusCode::SEE_OTHER, "/en"));
    let cookie = paired.headers()["set-cookie"].to_str().expect("text").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = cookie.split(';').next().expect("a pair").to_owned();
    let with = |headers: &[(&'static str, &'static str)]| {
        let mut all = vec![("cookie", cookie.as_str())];
        all.extend_from_slice(headers);
        all
    };
    assert_eq!(send(&url, Method::GET, "/en", &with(&[])).await.status(), StatusCode::OK);
    let typed = format!("national_id={}", number(1).as_str());
    for (headers, status) in [
        (with(&[("origin", "http://evil.example")]), StatusCode::FORBIDDEN),
        (with(&[("sec-fetch-site", "cross-site")]), StatusCode::FORBIDDEN),
        (with(&[("host", "evil.example")]), StatusCode::MISDIRECTED_REQUEST),
    ] {
        assert_eq!(form(&url, "/en", &headers, &typed).await.status(), status, "{headers:?}");
    }
    assert_eq!(machine.branch.lock().await.issued.pending.len(), 0);
    let answer = form(&url, "/en", &with(&[]), &typed).await.text().await.expect("a page");
    assert!(answer.contains("Pending card number 1"), "{answer}");
    assert!(
        answer.contains("http-equiv=\"refresh\" content=\"601; url=?idle\""),
        "left alone, it comes again and is locked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_a_page_that_comes_again_by_itself_does_not_keep_the_desk_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let outfit = Outfit { lock_after: Duration::from_secs(2), ..outfit(folder.path(), NOBODY) };
    let url = door(&open(outfit, WhenAlone::Pending { most: 5 }).await).await;
    let paired = form(&url, "/en/pair", &[], &format!("token={TOKEN}&code=4711")).await;
    let cookie = paired.headers()["set-cookie"].to_str().expect("text").to_owned();
    let cookie = [("cookie", cookie.split(';').next().expect("a pair"))];
    let begun = std::time::Instant::now();
    loop {
        let seen = send(&url, Method::GET, "/en?idle", &cookie).await;
        if seen.status() != StatusCode::OK {
            assert_eq!(leads_to(&seen), "/en/locked");
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "it comes again and again, and is never locked");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_an_idle_desk_is_opened_by_its_short_code_and_what_was_typed_meanwhile_is_not_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let outfit = Outfit { lock_after: Duration::ZERO, ..outfit(folder.path(), NOBODY) };
    let machine = open(outfit, WhenAlone::Pending { most: 5 }).await;
    let url = door(&machine).await;
    let paired = form(&url, "/fa/pair", &[], &format!("token={TOKEN}&code=4711")).await;
    let cookie = paired.headers()["set-cookie"].to_str().expect("text").to_owned();
    let cookie = [("cookie", cookie.split(';').next().expect("a pair"))];
    let typed = form(&url, "/fa", &cookie, &format!("national_id={}", number(1).as_str())).await;
    assert_eq!((typed.status(), leads_to(&typed)), (StatusCode::SEE_OTHER, "/fa/locked"));
    assert_eq!(machine.branch.lock().await.issued.pending.len(), 0);
    assert_eq!(form(&url, "/fa/locked", &cookie, "code=0000").await.status(), StatusCode::FORBIDDEN);
    let open = form(&url, "/fa/locked", &cookie, "code=4711").await;
    assert_eq!((open.status(), leads_to(&open)), (StatusCode::SEE_OTHER, "/fa"));
    for _ in 0..4 {
        form(&url, "/fa/locked", &cookie, "code=0000").await;
    }
    let gone = form(&url, "/fa/locked", &cookie, "code=0000").await;
    assert_eq!(leads_to(&gone), "/fa/pair");
}

#[tokio::test(flavor = "multi_thread")]
async fn s4_a_booth_is_enrolled_by_whoever_knows_the_token_and_holds_its_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = Machine::open(outfit(folder.path(), NOBODY)).expect("a folder");
    let url = door(&machine).await;
    let enrol = |enrolment: Enrolment, token: Option<&'static str>| {
        let request = crate::wire::plain().post(format!("{url}/api/v1/booths")).json(&enrolment);
        let request = match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        async move { request.send().await.expect("a door").status() }
    };
    let (mine, yours) = (Signer::from_seed(&[1; 32]), Signer::from_seed(&[2; 32]));
    assert_eq!(enrol(Enrolment::new(1, &mine), None).await, StatusCode::UNAUTHORIZED);
    assert_eq!(enrol(Enrolment::new(1, &mine), Some("1")).await, StatusCode::UNAUTHORIZED);
    let stolen = Enrolment { key: yours.public(), ..Enrolment::new(1, &mine) };
    assert_eq!(enrol(stolen, Some(TOKEN)).await, StatusCode::FORBIDDEN);
    assert_eq!(enrol(Enrolment::new(1, &mine), Some(TOKEN)).await, StatusCode::OK);
    assert_eq!(enrol(Enrolment::new(1, &mine), None).await, StatusCode::OK, "started again, it is known");
    assert_eq!(
        enrol(Enrolment::new(1, &yours), None).await,
        StatusCode::UNAUTHORIZED,
        "nobody takes its number"
    );
    assert_eq!(machine.booths.read().await.get(&1), Some(&mine.public()));
}
