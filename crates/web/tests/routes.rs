//! The site of a real, empty office.
#![allow(clippy::unwrap_used, missing_docs)]

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use axum::response::IntoResponse;
use board::log::LogSigner;
use crypto::signature::Signer;
use office::{Office, Witness};
use std::pin::Pin;
use std::sync::Arc;
use tower::ServiceExt;
use web::headers::{CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY_WITH_SCRIPT};
use web::hq::planning::County;
use web::pages::{self, Audience};

/// A witness that is never there.
struct Away;
impl Witness for Away {
    fn key(&self) -> String {
        String::new()
    }
    fn cosign(
        &self,
        _request: Vec<u8>,
    ) -> Pin<Box<dyn Future<Output = Result<office::Cosigned, String>> + Send + '_>> {
        Box::pin(async { Err("away".into()) })
    }
}

async fn site() -> (tempfile::TempDir, axum::Router) {
    let folder = tempfile::tempdir().unwrap();
    let log = LogSigner::new("amin/record".parse().unwrap(), &Signer::from_seed(&[1; 32]));
    let office = Office::open(folder.path(), None, log, Arc::new(Away)).await.unwrap();
    // As `amin serve` puts them together: two routes that exclude each other would panic here.
    (folder, pages::router(office.clone(), County::sample()).merge(web::api::router(office, "token")))
}

async fn answer(site: &axum::Router, path: &str) -> (Response<Body>, String) {
    let request = Request::get(path).header(header::HOST, "results.example").body(Body::empty()).unwrap();
    let (head, body) = site.clone().oneshot(request).await.unwrap().into_response().into_parts();
    let body = axum::body::to_bytes(body, 1 << 22).await.unwrap();
    let text = String::from_utf8_lossy(&body).into_owned();
    (Response::from_parts(head, Body::empty()), text)
}

#[tokio::test]
async fn every_page_answers_with_its_status_and_its_policy() {
    let (_folder, site) = site().await;
    let unknown = "0".repeat(64);
    let expected = [
        ("/", 200),
        ("/fa", 200),
        ("/en?every=15", 200),
        ("/fa/branches?q=x&page=7", 200),
        ("/fa/branches?q=%FF&page=seven", 200),
        ("/en/results", 200),
        ("/en/results/council", 404),
        ("/en/results/..%2Fsetup", 404),
        ("/fa/results/council/boxes/0001", 404),
        ("/fa/receipt", 200),
        ("/fa/receipt?code=12", 400),
        (&format!("/fa/receipt?code={unknown}"), 404),
        ("/fa/planning", 200),
        ("/en/planning?devices=1&seconds=%DB%B2%DB%B2%D9%AB%DB%B7", 200),
        ("/en/planning?devices=none", 400),
        ("/en/planning?turnout=1000", 400),
        ("/fa/planning/today", 200),
        ("/fa/planning/branches/0007", 200),
        ("/fa/planning/branches/none", 404),
        ("/fa/verify", 200),
        ("/fa/calendar", 200),
        ("/en/calendar?kind=village&polling=%DB%B1%DB%B4%DB%B0%DB%B5/02/11&before=2026-04-17", 200),
        ("/en/calendar?polling=soon", 200),
        ("/en/calendar.ics?polling=soon", 404),
        ("/fa/verify?size=3&root=00", 200),
        ("/fa/what-if", 200),
        ("/en/what-if?seats=21&v1=5&rule=no-such-rule", 200),
        ("/en/what-if?seats=x&v1=%FF", 200),
        ("/en/results/council/seats.pdf", 404),
        ("/fa/results/council/county.pdf", 404),
        ("/fa/results/council/boxes/0001/minutes.pdf", 404),
        ("/fa/branches/0001", 404),
        ("/en/branches/0001/minutes.pdf", 404),
        ("/de", 404),
        ("/fa/no-such-page", 404),
        ("/wp-login.php", 404),
        ("/api/verify", 404),
    ];
    for (path, status) in expected {
        let (head, page) = answer(&site, path).await;
        assert_eq!(head.status().as_u16(), status, "{path}");
        // A script may run where capacity is planned, and nowhere else.
        let planning = path.contains("/planning") && status != 404;
        let policy = if planning { CONTENT_SECURITY_POLICY_WITH_SCRIPT } else { CONTENT_SECURITY_POLICY };
        assert_eq!(head.headers()[header::CONTENT_SECURITY_POLICY], policy, "{path}");
        assert!(page.contains("<html lang="), "{path} is a page: {page}");
    }
}

#[tokio::test]
async fn a_stranger_sends_entries_of_a_mebibyte_at_most_and_the_operator_more() {
    let (_folder, site) = site().await;
    let sent = async |entries: usize, token: &str| {
        let entry = format!("\"{}\"", "x".repeat(60_000));
        let body = format!("[{}]", vec![entry; entries].join(","));
        let request =
            Request::post("/api/v1/entries").header(header::AUTHORIZATION, format!("Bearer {token}"));
        let answer = site.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        answer.status().as_u16()
    };
    assert_eq!(sent(1, "").await, 200);
    assert_eq!(sent(17, "").await, 200);
    assert_eq!(sent(18, "").await, 413, "that is more than a mebibyte");
    assert_eq!(sent(18, "token").await, 200, "the operator is known");
    assert_eq!(sent(18, "not the token").await, 413);
}

#[tokio::test]
async fn a_file_of_the_record_arrives_whole_however_long_and_a_folder_is_none() {
    let (folder, site) = site().await;
    let record = folder.path().join("record/mix");
    std::fs::create_dir_all(&record).unwrap();
    let slots: String =
        (0..60_000).map(|n| char::from(b'a' + (n % 23) as u8)).cycle().take(300_001).collect();
    std::fs::write(record.join("1.slots"), &slots).unwrap();
    let (head, body) = answer(&site, "/record/mix/1.slots").await;
    assert_eq!((head.status(), body == slots), (StatusCode::OK, true));
    assert_eq!(head.headers()[header::CONTENT_LENGTH], "300001");
    for path in ["/record/mix", "/record/mix/2.slots", "/record/mix/..%2F..%2Foperator.token", "/record/.x"] {
        assert_eq!(answer(&site, path).await.0.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn an_unknown_address_is_answered_in_both_languages() {
    let (_folder, site) = site().await;
    let (_, page) = answer(&site, "/en/nowhere").await;
    assert!(page.contains("<html lang=\"en\"") && page.contains("There is no such page"));
    assert!(page.contains("این صفحه پیدا نشد"));
}

#[tokio::test]
async fn a_slash_too_many_leads_to_the_page_and_never_to_another_site() {
    let (_folder, site) = site().await;
    let (head, _) = answer(&site, "/en/results/").await;
    assert_eq!(head.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(head.headers()[header::LOCATION], "/en/results");
    let (head, _) = answer(&site, "//evil.example/").await;
    assert_eq!(head.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_page_is_dressed_in_is_kept_for_good() {
    let (_folder, site) = site().await;
    let (_, page) = answer(&site, "/").await;
    let sheet =
        page.split("href=\"").filter_map(|rest| rest.split('"').next()).find(|p| p.ends_with("style.css"));
    let (head, sheet) = answer(&site, sheet.unwrap()).await;
    assert_eq!(head.status(), StatusCode::OK);
    assert_eq!(head.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
    assert_eq!(head.headers()[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
    assert!(sheet.contains("--brand"));
    assert_eq!(answer(&site, "/assets/0/style.exe").await.0.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_host_that_is_no_host_is_not_repeated() {
    let (_folder, site) = site().await;
    let request = Request::get("/en/verify").header(header::HOST, "x\"><b>").body(Body::empty()).unwrap();
    let body = site.oneshot(request).await.unwrap().into_body();
    let page = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    assert!(String::from_utf8_lossy(&page).contains("amin verify http://localhost/record"));
}

/// Walks the routes of the interface: each is there under the method that the description gives, and the
/// description has no other.
#[tokio::test]
async fn the_interface_is_described_as_it_is() {
    let (_folder, site) = site().await;
    let (head, text) = answer(&site, "/api/v1/openapi.json").await;
    assert_eq!(head.status(), StatusCode::OK);
    let description: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(description["openapi"], "3.1.0");
    let mut described = 0;
    for (path, methods) in description["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            described += 1;
            let path = path.split('/').map(|part| if part.starts_with('{') { "0" } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            let ask = |method: &str| {
                Request::builder()
                    .method(method.to_ascii_uppercase().as_str())
                    .uri(&path)
                    .body(Body::empty())
                    .unwrap()
            };
            let there = site.clone().oneshot(ask(method)).await.unwrap().status();
            assert_ne!(there, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            // A path that no route has is a page that does not exist; a route says which method it wants.
            let other = site.clone().oneshot(ask("delete")).await.unwrap().status();
            assert_eq!(other, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        }
    }
    assert_eq!(described, web::api::routes().count());
    // The router is made of the list alone.
    assert_eq!(include_str!("../src/api/mod.rs").matches(".route(").count(), 1);
}

#[test]
fn every_route_says_who_it_is_for() {
    let table: String = pages::routes()
        .map(|(path, audience)| match audience {
            Audience::Public => format!("{path}: public\n"),
            Audience::Permit(act) => format!("{path}: {act}\n"),
            Audience::SignedIn => format!("{path}: whoever signed in\n"),
            Audience::Officer(act) => format!("{path}: officers who may {act}\n"),
        })
        .collect();
    assert_eq!(
        table,
        "/: read the record\n\
         /{lang}: read the record\n\
         /{lang}/branches: read the record\n\
         /{lang}/branches/{branch}: read the record\n\
         /{lang}/branches/{branch}/minutes.pdf: read the record\n\
         /{lang}/results: read the record\n\
         /{lang}/results/{contest}: read the record\n\
         /{lang}/results/{contest}/candidates: read the record\n\
         /{lang}/results/{contest}/seats.pdf: read the record\n\
         /{lang}/results/{contest}/county.pdf: read the record\n\
         /{lang}/results/{contest}/boxes: read the record\n\
         /{lang}/results/{contest}/boxes/{unit}: read the record\n\
         /{lang}/results/{contest}/boxes/{unit}/minutes.pdf: read the record\n\
         /{lang}/planning: public\n\
         /{lang}/planning/county: public\n\
         /{lang}/planning/county.csv: public\n\
         /{lang}/planning/today: read the record\n\
         /{lang}/planning/branches/{id}: public\n\
         /{lang}/planning/branches/{id}/proof.pdf: public\n\
         /{lang}/receipt: read the record\n\
         /{lang}/verify: read the record\n\
         /{lang}/calendar: read the record\n\
         /{lang}/calendar.ics: read the record\n\
         /{lang}/what-if: public\n\
         /assets/{edition}/{name}: public\n\
         /{lang}/hq/sign-in: public\n\
         /{lang}/hq/sign-in/carried: whoever signed in\n\
         /{lang}/hq/sign-in/passkey/begin: public\n\
         /{lang}/hq/sign-in/passkey: public\n\
         /{lang}/enrol/{token}/passkey/begin: public\n\
         /{lang}/enrol/{token}/passkey: public\n\
         /{lang}/hq/account: whoever signed in\n\
         /{lang}/hq/account/password: whoever signed in\n\
         /{lang}/hq/account/link: whoever signed in\n\
         /{lang}/hq/account/sessions/{id}/end: whoever signed in\n\
         /{lang}/hq/account/passkeys/begin: whoever signed in\n\
         /{lang}/hq/account/passkeys: whoever signed in\n\
         /{lang}/hq/account/passkeys/{id}/remove: whoever signed in\n\
         /{lang}/hq/account/programs: whoever signed in\n\
         /{lang}/hq/account/programs/{id}/end: whoever signed in\n\
         /{lang}/enrol/{token}: public\n\
         /{lang}/hq/sign-out: public\n\
         /{lang}/hq: officers who may read decisions\n\
         /{lang}/hq/organisation: officers who may read the organisation\n\
         /{lang}/hq/organisation/form: officers who may organise\n\
         /{lang}/hq/organisation/{place}: officers who may organise\n\
         /{lang}/hq/committees/form: officers who may organise\n\
         /{lang}/hq/committees/{id}: officers who may organise\n\
         /{lang}/hq/people: officers who may read the organisation\n\
         /{lang}/hq/people/register: officers who may register a person\n\
         /{lang}/hq/people/{id}: officers who may register a person\n\
         /{lang}/hq/people/{id}/link: officers who may register a person\n\
         /{lang}/hq/letters: officers who may read the organisation\n\
         /{lang}/hq/letters.csv: officers who may read the organisation\n\
         /{lang}/hq/letters.xlsx: officers who may read the organisation\n\
         /{lang}/hq/letters.json: officers who may read the organisation\n\
         /{lang}/hq/letters/executive: officers who may appoint for the executive\n\
         /{lang}/hq/letters/supervisory: officers who may appoint for supervision\n\
         /{lang}/hq/letters/{number}: officers who may read the organisation\n\
         /{lang}/hq/letters/{number}/confirm: officers who may confirm a letter\n\
         /{lang}/hq/letters/{number}/decline: officers who may confirm a letter\n\
         /{lang}/hq/letters/{number}/revoke/executive: officers who may appoint for the executive\n\
         /{lang}/hq/letters/{number}/revoke/supervisory: officers who may appoint for supervision\n\
         /{lang}/hq/letters/{number}/letter.pdf: officers who may read the organisation\n\
         /{lang}/hq/people/{id}/recover: officers who may recover an officer's access\n\
         /{lang}/hq/recoveries: officers who may recover an officer's access\n\
         /{lang}/hq/recoveries/{number}: officers who may recover an officer's access\n\
         /{lang}/hq/recoveries/{number}/end: officers who may recover an officer's access\n\
         /{lang}/hq/meetings: officers who may read decisions\n\
         /{lang}/hq/meetings/call: officers who may keep minutes\n\
         /{lang}/hq/meetings/{id}: officers who may read decisions\n\
         /{lang}/hq/meetings/{id}/minutes: officers who may keep minutes\n\
         /{lang}/hq/meetings/{id}/decisions: officers who may keep minutes\n\
         /{lang}/hq/meetings/{id}/minutes.pdf: officers who may read decisions\n\
         /{lang}/hq/decisions: officers who may read decisions\n\
         /{lang}/hq/decisions.csv: officers who may read decisions\n\
         /{lang}/hq/decisions.xlsx: officers who may read decisions\n\
         /{lang}/hq/decisions.json: officers who may read decisions\n\
         /{lang}/hq/decisions/{number}: officers who may read decisions\n\
         /{lang}/hq/decisions/{number}/report: officers who may report on a decision\n\
         /{lang}/hq/decisions/{number}/judge: officers who may verify a decision\n\
         /{lang}/hq/decisions/{number}/files/{hash}: officers who may read decisions\n\
         /{lang}/hq/decisions/{number}/object: officers who may object to a decision\n\
         /{lang}/hq/journal: officers who may read the journal\n\
         /{lang}/hq/journal.csv: officers who may read the journal\n\
         /{lang}/hq/journal.xlsx: officers who may read the journal\n\
         /{lang}/hq/journal.json: officers who may read the journal\n\
         /{lang}/hq/journal/check: officers who may read the journal\n\
         /journal-heads: public\n\
         /{lang}/hq/powers: officers who may read the organisation\n\
         /{lang}/hq/readiness: officers who may read readiness\n\
         /{lang}/hq/readiness/{file}: officers who may read readiness\n\
         /{lang}/hq/polling-day: officers who may fix the polling day\n\
         /{lang}/hq/calendar: officers who may read readiness\n\
         /{lang}/hq/calendar/holidays: officers who may organise\n\
         /{lang}/hq/branches: officers who may read branches\n\
         /{lang}/hq/branches.csv: officers who may read branches\n\
         /{lang}/hq/branches.xlsx: officers who may read branches\n\
         /{lang}/hq/branches.json: officers who may read branches\n\
         /{lang}/hq/branches/register: officers who may register a branch\n\
         /{lang}/hq/branches/import: officers who may register a branch\n\
         /{lang}/hq/branches/import/file: officers who may register a branch\n\
         /{lang}/hq/branches/import/template.xlsx: officers who may register a branch\n\
         /{lang}/hq/branches/what-if: officers who may read branches\n\
         /{lang}/hq/branches/risks: officers who may read branches\n\
         /{lang}/hq/branches/risks.csv: officers who may read branches\n\
         /{lang}/hq/branches/risks.xlsx: officers who may read branches\n\
         /{lang}/hq/branches/{place}: officers who may read branches\n\
         /{lang}/hq/branches/{place}/register: officers who may register a branch\n\
         /{lang}/hq/branches/{place}/survey: officers who may survey a branch\n\
         /{lang}/hq/branches/{place}/photographs: officers who may survey a branch\n\
         /{lang}/hq/branches/{place}/photographs/{hash}: officers who may read branches\n\
         /{lang}/hq/branches/{place}/deficiencies/{number}: officers who may survey a branch\n\
         /{lang}/hq/branches/{place}/risks: officers who may survey a branch\n\
         /{lang}/hq/branches/{place}/risks/{number}: officers who may survey a branch\n\
         /{lang}/hq/branches/{place}/risks/{number}/edit: officers who may survey a branch\n\
         /{lang}/hq/branches/{place}/network: officers who may record the network\n\
         /{lang}/hq/branches/{place}/probe-token: officers who may record the network\n\
         /{lang}/hq/network: officers who may read the network\n\
         /{lang}/hq/network.csv: officers who may read the network\n\
         /{lang}/hq/network.xlsx: officers who may read the network\n\
         /{lang}/hq/network/import: officers who may record the network\n\
         /{lang}/hq/network/import/file: officers who may record the network\n\
         /{lang}/hq/network/import/template.xlsx: officers who may record the network\n\
         /{lang}/hq/network/operators: officers who may read the network\n\
         /{lang}/hq/network/lines.csv: officers who may read the network\n\
         /{lang}/hq/network/lines.xlsx: officers who may read the network\n\
         /{lang}/hq/network/operators.csv: officers who may read the network\n\
         /{lang}/hq/network/operators.xlsx: officers who may read the network\n\
         /{lang}/hq/devices: officers who may read devices\n\
         /{lang}/hq/devices/receive: officers who may move a device\n\
         /{lang}/hq/devices/import: officers who may move a device\n\
         /{lang}/hq/devices/import/file: officers who may move a device\n\
         /{lang}/hq/devices/import/template.xlsx: officers who may move a device\n\
         /{lang}/hq/devices/steps: officers who may move a device\n\
         /{lang}/hq/devices/forecast: officers who may read devices\n\
         /{lang}/hq/devices/supply: officers who may move a device\n\
         /{lang}/hq/devices.csv: officers who may read devices\n\
         /{lang}/hq/devices.xlsx: officers who may read devices\n\
         /{lang}/hq/devices.json: officers who may read devices\n\
         /{lang}/hq/devices/labels: officers who may read devices\n\
         /{lang}/hq/devices/{serial}: officers who may read devices\n\
         /{lang}/hq/devices/{serial}/step: officers who may move a device\n\
         /{lang}/hq/staff: officers who may read staff\n\
         /{lang}/hq/staff.csv: officers who may read staff\n\
         /{lang}/hq/staff.xlsx: officers who may read staff\n\
         /{lang}/hq/staff.json: officers who may read staff\n\
         /{lang}/hq/staff/recruit: officers who may recruit staff\n\
         /{lang}/hq/staff/import: officers who may recruit staff\n\
         /{lang}/hq/staff/import/file: officers who may recruit staff\n\
         /{lang}/hq/staff/import/template.xlsx: officers who may recruit staff\n\
         /{lang}/hq/staff/gaps: officers who may read staff\n\
         /{lang}/hq/staff/gaps.csv: officers who may read staff\n\
         /{lang}/hq/staff/gaps.xlsx: officers who may read staff\n\
         /{lang}/hq/staff/gaps/{place}: officers who may read staff\n\
         /{lang}/hq/staff/gaps/{place}/attendance: officers who may record who came\n\
         /{lang}/hq/staff/plan: officers who may organise\n\
         /{lang}/hq/staff/propose: officers who may assign staff\n\
         /{lang}/hq/staff/{id}: officers who may read staff\n\
         /{lang}/hq/staff/{id}/letter.pdf: officers who may read staff\n\
         /{lang}/hq/staff/{id}/correct: officers who may recruit staff\n\
         /{lang}/hq/staff/{id}/leave: officers who may recruit staff\n\
         /{lang}/hq/staff/{id}/certify: officers who may assess staff\n\
         /{lang}/hq/staff/{id}/certificate: officers who may assess staff\n\
         /{lang}/hq/staff/{id}/take-back: officers who may recruit staff\n\
         /{lang}/hq/staff/{id}/assign: officers who may assign staff\n\
         /{lang}/hq/staff/{id}/release: officers who may assign staff\n\
         /{lang}/hq/staff/{id}/replace: officers who may assign staff\n\
         /{lang}/hq/staff/{id}/call: officers who may assign staff\n\
         /{lang}/hq/staff/{id}/absent: officers who may assign staff\n\
         /{lang}/hq/staff/{id}/came: officers who may record who came\n\
         /{lang}/hq/staff/{id}/went: officers who may record who came\n\
         /{lang}/hq/staff/{id}/shift: officers who may record who came\n\
         /{lang}/hq/training: officers who may read staff\n\
         /{lang}/hq/training.csv: officers who may read staff\n\
         /{lang}/hq/training.xlsx: officers who may read staff\n\
         /{lang}/hq/training/open: officers who may train staff\n\
         /{lang}/hq/training/{id}: officers who may read staff\n\
         /{lang}/hq/training/{id}/enrol: officers who may train staff\n\
         /{lang}/hq/training/{id}/attendance: officers who may train staff\n\
         /{lang}/hq/training/{id}/attendance/correct: officers who may train staff\n\
         /{lang}/hq/training/{id}/scores: officers who may assess staff\n\
         /{lang}/hq/training/{id}/scores/correct: officers who may assess staff\n\
         /{lang}/hq/security: officers who may read network security\n\
         /{lang}/hq/security/segments/keep: officers who may record network security\n\
         /{lang}/hq/security/segments/{code}: officers who may read network security\n\
         /{lang}/hq/security/segments/{code}/change: officers who may record network security\n\
         /{lang}/hq/security/incidents/report: officers who may report an incident\n\
         /{lang}/hq/security/incidents/{number}: officers who may read network security\n\
         /{lang}/hq/security/incidents/{number}/line: officers who may report an incident\n"
    );
    // The router is made of the table alone.
    let source = include_str!("../src/pages/mod.rs");
    assert_eq!(source.matches(".route(").count(), 1);
}
