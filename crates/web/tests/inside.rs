//! The headquarters' rooms of a real office: who gets in, who does not, and what a form keeps.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "inside/evidence.rs"]
mod evidence;
#[path = "inside/exports.rs"]
mod exports;
#[path = "inside/field.rs"]
mod field;
#[path = "inside/forms.rs"]
mod forms;
#[path = "inside/matrix.rs"]
mod matrix;
#[path = "inside/passkeys.rs"]
mod passkeys;
#[path = "inside/people.rs"]
mod people;
#[path = "inside/programs.rs"]
mod programs;
#[path = "inside/security.rs"]
mod security;
#[path = "inside/staff.rs"]
mod staff;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use board::log::LogSigner;
use crypto::signature::Signer;
use headquarters::permit::{Actor, Appointment, Officer, PersonId, permit};
use headquarters::role::Role;
use office::{Office, Witness};
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use tower::ServiceExt;
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

const PASSWORD: &str = "four pigeons on a wire";

/// A site, its office, and what it was opened in.
struct Site {
    _folder: tempfile::TempDir,
    office: Office,
    router: axum::Router,
}

/// An answer: its status, where it leads, the cookie it sets, its page.
struct Answer {
    status: StatusCode,
    to: String,
    cookie: Option<String>,
    page: String,
}

impl Site {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = LogSigner::new("amin/record".parse().unwrap(), &Signer::from_seed(&[1; 32]));
        let office = Office::open(folder.path(), None, log, Arc::new(Away)).await.unwrap();
        let router = pages::router(office.clone(), County::sample());
        Self { _folder: folder, office, router }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let said = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (status, to) = (answer.status(), said(header::LOCATION).unwrap_or_default());
        let cookie = said(header::SET_COOKIE).map(|cookie| cookie.split(';').next().unwrap().to_owned());
        let body = axum::body::to_bytes(answer.into_body(), 1 << 22).await.unwrap();
        Answer { status, to, cookie, page: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn get(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::get(path).header(header::HOST, "hq.example").header(header::COOKIE, cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(form(cookie, path, fields).body(encoded(fields)).unwrap()).await
    }

    /// The links of the first governor and the first chair of supervision.
    async fn first_links(&self) -> Vec<String> {
        let permit = permit(Actor::Operator).unwrap();
        let links = self.office.first_links(&permit, &"tehran".parse().unwrap()).await.unwrap();
        assert_eq!(
            links.iter().map(|link| link.role).collect::<Vec<_>>(),
            [Role::Governor, Role::SupervisoryChair]
        );
        links.into_iter().map(|link| link.token).collect()
    }

    /// Follows a link as a person would: reads the secret from the page, shows a code; answers the cookie.
    async fn enrol(&self, token: &str) -> String {
        let path = format!("/fa/enrol/{token}");
        let page = self.get("", &path).await.page;
        let entered = self
            .post("", &path, &[("password", PASSWORD), ("again", PASSWORD), ("code", &code(&page, 0))])
            .await;
        assert_eq!(
            (entered.status, entered.to.as_str()),
            (StatusCode::SEE_OTHER, "/fa/hq"),
            "{}",
            entered.page
        );
        entered.cookie.unwrap()
    }

    /// Registers a person and appoints them; answers their cookie and their number.
    async fn appoint(&self, governor: &str, login: &str, role: &str, scope: &str) -> (String, String) {
        self.appoint_by(governor, "executive", login, role, scope).await
    }

    /// The same, by a letter of either side.
    async fn appoint_by(
        &self,
        governor: &str,
        side: &str,
        login: &str,
        role: &str,
        scope: &str,
    ) -> (String, String) {
        let fields =
            [("name", "مریم نوری"), ("latin", "Maryam Nouri"), ("login", login), ("place", "tehran")];
        let registered = self.post(governor, "/en/hq/people/register", &fields).await;
        assert_eq!(registered.status, StatusCode::OK, "{}", registered.page);
        let token = registered.page.split("/en/enrol/").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let people = self.get(governor, &format!("/en/hq/people?q={login}")).await.page;
        let number = people
            .split("/hq/people/")
            .filter_map(|rest| rest.split_once("/link"))
            .next()
            .unwrap()
            .0
            .to_owned();
        let letter = self.letter_to(governor, &number, role, scope).await;
        let issued = self.post(governor, &format!("/en/hq/letters/{side}"), &borrowed(&letter)).await;
        assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.page);
        // Whoever registered somebody does not appoint them alone: the other side's first officer signs too. A role
        // that appoints others waits, until the test lets somebody sign.
        if !role.parse::<Role>().unwrap().appoints() {
            self.second_signature(side, &issued.to).await;
        }
        (self.enrol(&token).await, number)
    }
}

impl Site {
    /// The form of a letter; where the role heads a committee, one is formed first.
    async fn letter_to(
        &self,
        governor: &str,
        person: &str,
        role: &str,
        scope: &str,
    ) -> Vec<(&'static str, String)> {
        let mut fields: Vec<(&'static str, String)> =
            letter(person, role, scope).iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        // Some places of the tests are on no register.
        fields.push(("sure", scope.to_owned()));
        if let Some(kind) = role.parse::<Role>().unwrap().heads() {
            let formed = self.office.today().to_string();
            let headquarters = [("place", scope), ("name", "ستاد"), ("latin", "Office"), ("formed", &formed)];
            self.post(governor, "/en/hq/organisation/form", &headquarters).await;
            let committee = [("place", scope), ("kind", kind.code()), ("name", person), ("formed", &formed)];
            let made = self.post(governor, "/en/hq/committees/form", &committee).await;
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.page);
            let form = self.get(governor, "/en/hq/letters/executive").await.page;
            let choices = form.split("id=\"committee\"").nth(1).unwrap().split("</select>").next().unwrap();
            // The last one of this place.
            let mut here =
                choices.rsplit("<option value=\"").filter(|one| one.contains(&format!("· {scope}<")));
            fields.push(("committee", here.next().unwrap().split('"').next().unwrap().to_owned()));
        }
        fields
    }

    async fn second_signature(&self, side: &str, to: &str) {
        let (person, role) =
            if side == "executive" { (2, Role::SupervisoryChair) } else { (1, Role::Governor) };
        let scope = "tehran".parse().unwrap();
        let officer = Officer {
            person: PersonId(person),
            name: String::new(),
            appointments: vec![Appointment { letter: person, role, scope }],
        };
        let number = to.rsplit('/').next().unwrap().parse().unwrap();
        self.office.confirm_letter(&permit(Actor::Officer(officer)).unwrap(), number).await.unwrap();
    }
}

/// From yesterday on, for long enough.
static TERM: LazyLock<[String; 2]> = LazyLock::new(|| {
    let today = web::locale::iran(jiff::Timestamp::now()).date();
    [-1, 400].map(|days| today.saturating_add(jiff::Span::new().days(days)).to_string())
});

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn letter<'a>(person: &'a str, role: &'a str, scope: &'a str) -> [(&'static str, &'a str); 6] {
    let [from, until] = TERM.each_ref().map(String::as_str);
    [
        ("person", person),
        ("role", role),
        ("scope", scope),
        ("from", from),
        ("until", until),
        ("basis", "ماده ۹۰"),
    ]
}

fn form(cookie: &str, path: &str, _fields: &[(&str, &str)]) -> axum::http::request::Builder {
    Request::post(path)
        .header(header::HOST, "hq.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::COOKIE, cookie)
}

fn encoded(fields: &[(&str, &str)]) -> Body {
    let pairs =
        fields.iter().map(|(name, value)| format!("{name}={}", web::furniture::percent_encoded(value)));
    Body::from(pairs.collect::<Vec<_>>().join("&"))
}

/// The code that a telephone shows which read the page, so many steps from now.
fn code(page: &str, steps: u64) -> String {
    let secret = page.split("<code class=\"long\" dir=\"ltr\" translate=\"no\">").nth(1).unwrap();
    let secret = totp_rs::Secret::Encoded(secret.split('<').next().unwrap().to_owned()).to_bytes().unwrap();
    let codes = totp_rs::TOTP::new(totp_rs::Algorithm::SHA1, 6, 1, 30, secret).unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    codes.generate(now + 30 * steps)
}

/// The paths of officers' routes, their blanks filled.
fn inside() -> Vec<String> {
    pages::routes()
        .filter(|(_, audience)| matches!(audience, Audience::Officer(_) | Audience::SignedIn))
        .map(|(path, _)| path.replace("{lang}", "en").replace("{id}", "1").replace("{number}", "1"))
        .collect()
}

#[tokio::test]
async fn whoever_has_not_signed_in_is_sent_to_the_sign_in() {
    let site = Site::open().await;
    for path in inside() {
        let asked = site.get("", &path).await;
        let sent = asked.status == StatusCode::SEE_OTHER && asked.to.starts_with("/en/hq/sign-in?then=");
        assert!(
            sent || asked.status == StatusCode::METHOD_NOT_ALLOWED,
            "{path}: {} {}",
            asked.status,
            asked.to
        );
        let posted = site.post("amin-session=no-such-session", &path, &[]).await;
        let asks = posted.status == StatusCode::UNAUTHORIZED && posted.page.contains("name=\"password\"");
        assert!(asks || posted.status == StatusCode::METHOD_NOT_ALLOWED, "{path}: {}", posted.status);
    }
    assert_eq!(site.get("", "/en/hq/letters").await.to, "/en/hq/sign-in?then=%2Fen%2Fhq%2Fletters");
}

#[tokio::test]
async fn the_first_officers_enrol_once_and_one_is_of_each_side() {
    let site = Site::open().await;
    let stale = site.first_links().await;
    let links = site.first_links().await;
    assert_eq!(site.get("", &format!("/en/enrol/{}", stale[0])).await.status, StatusCode::GONE);
    let governor = site.enrol(&links[0]).await;
    assert_eq!(site.get(&governor, "/en/hq").await.status, StatusCode::OK);
    assert_eq!(site.get("", &format!("/en/enrol/{}", links[0])).await.status, StatusCode::GONE, "used up");
    let permit = permit(Actor::Operator).unwrap();
    let later = site.office.first_links(&permit, &"tehran".parse().unwrap()).await.unwrap();
    let [chair] = later.as_slice() else { panic!("a first link for the chair alone, who has not enrolled") };
    assert_eq!(site.get("", &format!("/en/enrol/{}", links[1])).await.status, StatusCode::GONE, "void");
    let chair = site.enrol(&chair.token).await;
    assert!(site.office.first_links(&permit, &"tehran".parse().unwrap()).await.unwrap().is_empty());
    assert_eq!(site.get(&chair, "/en/hq/letters/supervisory").await.status, StatusCode::OK);
    assert_eq!(site.get(&chair, "/en/hq/letters/executive").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(&governor, "/en/hq/letters/supervisory").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_password_alone_does_not_let_anybody_in_and_mistakes_lock() {
    let site = Site::open().await;
    let link = site.first_links().await[0].clone();
    let page = site.get("", &format!("/en/enrol/{link}")).await.page;
    let weak = [("password", "short"), ("again", "short"), ("code", "000000")];
    let refused = site.post("", &format!("/en/enrol/{link}"), &weak).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains("twelve characters") && !refused.page.contains("value=\"short\""));
    let used = code(&page, 0);
    site.enrol(&link).await;
    let enter = async |password: &str, code: &str| {
        let fields =
            [("login", "governor"), ("password", password), ("code", code), ("then", "/en/hq/journal")];
        site.post("", "/en/hq/sign-in", &fields).await
    };
    assert_eq!(enter(PASSWORD, &used).await.status, StatusCode::UNAUTHORIZED, "a code of then, or used");
    let next = code(&page, 1);
    assert_eq!(enter("another password", &next).await.status, StatusCode::UNAUTHORIZED);
    let entered = enter(PASSWORD, &next).await;
    assert_eq!((entered.status, entered.to.as_str()), (StatusCode::SEE_OTHER, "/en/hq/journal"));
    let cookie = entered.cookie.unwrap();
    assert_eq!(site.get(&cookie, "/en/hq/journal").await.status, StatusCode::OK);
    site.post(&cookie, "/en/hq/sign-out", &[]).await;
    assert_eq!(site.get(&cookie, "/en/hq/journal").await.status, StatusCode::SEE_OTHER, "signed out");
}

#[tokio::test]
async fn five_mistakes_lock_a_name_for_whoever_knows_all_of_it() {
    let site = Site::open().await;
    let link = site.first_links().await[0].clone();
    let page = site.get("", &format!("/en/enrol/{link}")).await.page;
    site.enrol(&link).await;
    let enter = async |password: &str, code: &str| {
        let fields = [("login", "governor"), ("password", password), ("code", code), ("then", "")];
        site.post("", "/en/hq/sign-in", &fields).await.status
    };
    for _ in 0..5 {
        assert_eq!(enter("another password", "000000").await, StatusCode::UNAUTHORIZED);
    }
    // The test before this one shows that this password with such a code lets in.
    assert_eq!(enter(PASSWORD, &code(&page, 1)).await, StatusCode::UNAUTHORIZED);
}

/// Whoever draws the link of somebody's enrolment becomes that officer.
#[tokio::test]
async fn the_executive_cannot_enrol_in_the_place_of_supervision() {
    let site = Site::open().await;
    let links = site.first_links().await;
    let governor = site.enrol(&links[0]).await;
    let refused = site.post(&governor, "/en/hq/people/2/link", &[]).await;
    assert!(!refused.page.contains("/enrol/"), "no link is shown");
    site.enrol(&links[1]).await;
}

#[tokio::test]
async fn a_form_that_another_site_posts_is_refused() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    for from in ["cross-site", "same-site"] {
        let fields = [("place", "tehran/rey"), ("name", "ری"), ("latin", "Rey"), ("formed", "2026-01-01")];
        let mut request =
            form(&governor, "/en/hq/organisation/form", &fields).body(encoded(&fields)).unwrap();
        request.headers_mut().insert("sec-fetch-site", from.parse().unwrap());
        assert_eq!(site.ask(request).await.status, StatusCode::FORBIDDEN, "{from}");
    }
    assert!(!site.get(&governor, "/en/hq/organisation").await.page.contains("tehran/rey"));
}

#[tokio::test]
async fn an_officer_acts_in_the_place_of_the_letter_and_nowhere_else() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let rey = [("place", "tehran/rey"), ("name", "ستاد ری"), ("latin", "Rey"), ("formed", "1404/10/01")];
    assert_eq!(site.post(&governor, "/fa/hq/organisation/form", &rey).await.status, StatusCode::SEE_OTHER);
    let (secretary, _) = site.appoint(&governor, "m.nouri", "secretary", "tehran/rey").await;
    let chart = site.get(&secretary, "/en/hq/organisation").await.page;
    assert!(
        chart.contains("tehran/rey") && !chart.contains("Election headquarters"),
        "the province is not in reach"
    );
    let committee = |place| [("place", place), ("kind", "security"), ("formed", "1404/11/01")];
    let form = "/en/hq/committees/form";
    assert_eq!(site.post(&secretary, form, &committee("tehran/rey")).await.status, StatusCode::SEE_OTHER);
    let again = site.post(&secretary, form, &committee("tehran/rey")).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.page.contains("has such a committee"));
    assert_eq!(site.post(&secretary, form, &committee("tehran")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        site.get(&secretary, "/en/hq/letters/1").await.status,
        StatusCode::FORBIDDEN,
        "the governor's letter"
    );
    // A letter that is revoked gives nothing at the next request.
    let revoked = site.post(&governor, "/en/hq/letters/3/revoke/executive", &[("why", "استعفا")]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.page);
    assert_eq!(site.get(&secretary, "/en/hq/organisation").await.status, StatusCode::FORBIDDEN);
    let journal = site.get(&governor, "/en/hq/journal").await.page;
    assert!(journal.contains("appoint for the executive") && journal.contains("استعفا"));
}

#[tokio::test]
async fn a_second_governor_takes_two_persons() {
    let site = Site::open().await;
    let links = site.first_links().await;
    let (governor, chair) = (site.enrol(&links[0]).await, site.enrol(&links[1]).await);
    let (deputy, number) = site.appoint(&governor, "m.nouri", "governor", "tehran").await;
    assert_eq!(site.get(&deputy, "/en/hq").await.status, StatusCode::FORBIDDEN, "it only waits");
    assert_eq!(number, "3");
    let confirm = "/en/hq/letters/3/confirm";
    let own = site.post(&governor, confirm, &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(own.page.contains("a second person is needed"));
    assert_eq!(site.post(&chair, confirm, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&deputy, "/en/hq").await.status, StatusCode::OK);
    // And the executive does not remove the chair.
    let removed = site.post(&governor, "/en/hq/letters/2/revoke/executive", &[("why", "…")]).await;
    assert_eq!(removed.status, StatusCode::CONFLICT);
    assert_eq!(site.get(&chair, "/en/hq").await.status, StatusCode::OK);
}

#[tokio::test]
async fn of_two_officers_who_change_one_committee_the_second_is_shown_and_loses_nothing() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let committee = [("place", "tehran"), ("kind", "other"), ("name", "حمل‌ونقل"), ("formed", "1404/11/01")];
    site.post(&governor, "/fa/hq/committees/form", &committee).await;
    let change = |name: &'static str| {
        [
            ("kind", "other"),
            ("name", name),
            ("formed", "1404/11/01"),
            ("ended", ""),
            ("why", ""),
            ("version", "1"),
        ]
    };
    let path = "/fa/hq/committees/1";
    assert_eq!(site.post(&governor, path, &change("ترابری")).await.status, StatusCode::SEE_OTHER);
    let second = site.post(&governor, path, &change("حمل و نقل شهری")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.page.contains("<strong class=\"spoken\">ترابری</strong>"), "what stands now");
    assert!(second.page.contains("value=\"حمل و نقل شهری\""), "what was typed");
    assert!(second.page.contains("name=\"version\" value=\"2\""), "and saving again is possible");
}

#[tokio::test]
async fn a_person_is_renamed_and_of_two_who_do_it_the_second_is_shown() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    // The first governor is called by the office until somebody says who it is.
    let page = site.get(&governor, "/en/hq/people/1").await.page;
    assert!(page.contains("value=\"Governor\""), "{page}");
    let name = |name: &'static str| [("name", name), ("latin", "Ali Karimi"), ("version", "1")];
    let path = "/fa/hq/people/1";
    let empty = site.post(&governor, path, &[("name", ""), ("version", "1")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.post(&governor, path, &name("علی کریمی")).await.status, StatusCode::SEE_OTHER);
    let second = site.post(&governor, path, &name("علی کریمی‌پور")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.page.contains("<strong class=\"spoken\">علی کریمی</strong>"), "what stands now");
    assert!(second.page.contains("value=\"علی کریمی‌پور\"") && second.page.contains("value=\"2\""));
    // However it is spelt.
    let spelt = web::furniture::percent_encoded("علي كريمي");
    let found = site.get(&governor, &format!("/fa/hq/people?q={spelt}")).await;
    assert!(found.page.contains("علی کریمی"), "{}", found.page);
}

#[tokio::test]
async fn a_letter_names_a_person_by_what_they_sign_in_with() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    site.appoint(&governor, "m.nouri", "secretary", "tehran").await;
    let form = "/fa/hq/letters/executive";
    let filled = site.get(&governor, &format!("{form}?person=m.nouri")).await.page;
    assert!(filled.contains("value=\"مریم نوری · m.nouri\""), "{filled}");
    let issued = site.post(&governor, form, &letter("m.nouri", "inspector", "tehran/rey")).await;
    assert_eq!((issued.status, issued.to.as_str()), (StatusCode::SEE_OTHER, "/fa/hq/letters/4"));
    let nobody = site.post(&governor, form, &letter("m.nour", "inspector", "tehran")).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    // By person, and by place.
    let lists = async |query: &str, number: u8| {
        let page = site.get(&governor, &format!("/fa/hq/letters?{query}")).await.page;
        page.contains(&format!("/hq/letters/{number}\""))
    };
    assert!(lists("person=3", 3).await && lists("person=3", 4).await && !lists("person=3", 1).await);
    assert!(lists("place=tehran/rey", 4).await && !lists("place=tehran/rey", 3).await);
}

#[tokio::test]
async fn the_journal_speaks_the_language_of_its_reader() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let committee = [("place", "tehran"), ("kind", "police"), ("formed", "1404/11/01")];
    site.post(&governor, "/fa/hq/committees/form", &committee).await;
    let fa = site.get(&governor, "/fa/hq/journal").await.page;
    let en = site.get(&governor, "/en/hq/journal").await.page;
    assert!(
        fa.contains("سازماندهی")
            && fa.contains("کمیته")
            && !fa.contains(">organise<")
            && !fa.contains("· organise"),
        "{fa}"
    );
    assert!(en.contains("organise") && en.contains("committee"), "{en}");
}

#[tokio::test]
async fn a_meeting_is_of_a_committee_of_its_own_place() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let meeting = |of| {
        [("place", "tehran"), ("topic", "media"), ("title", "…"), ("held", "1404/11/01"), ("committee", of)]
    };
    let refused = site.post(&governor, "/fa/hq/meetings/call", &meeting("9")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "no such committee: {}", refused.page);
    let rey = [("place", "tehran/rey"), ("name", "ستاد ری"), ("latin", "Rey"), ("formed", "1404/10/01")];
    site.post(&governor, "/fa/hq/organisation/form", &rey).await;
    let committee = [("place", "tehran/rey"), ("kind", "police"), ("formed", "1404/11/01")];
    site.post(&governor, "/fa/hq/committees/form", &committee).await;
    let refused = site.post(&governor, "/fa/hq/meetings/call", &meeting("1")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "another headquarters' committee");
}

#[tokio::test]
async fn a_decision_is_followed_until_somebody_else_has_seen_it_done() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let (owner, number) = site.appoint(&governor, "m.nouri", "infrastructure-head", "tehran").await;
    let meeting =
        [("place", "tehran"), ("topic", "operators"), ("title", "پوشش شعبه‌ها"), ("held", "1404/11/01")];
    assert_eq!(site.post(&governor, "/fa/hq/meetings/call", &meeting).await.to, "/fa/hq/meetings/1");
    let early = [("text", "خط دوم برای روستاها"), ("owner", number.as_str()), ("due", "1404/10/01")];
    let refused = site.post(&governor, "/fa/hq/meetings/1/decisions", &early).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.page.contains(">خط دوم برای روستاها</textarea>"), "what was typed");
    let decision = [early[0], early[1], ("due", "1404/11/05")];
    assert_eq!(
        site.post(&governor, "/fa/hq/meetings/1/decisions", &decision).await.status,
        StatusCode::SEE_OTHER
    );
    let morning = site.get(&governor, "/en/hq").await.page;
    assert!(morning.contains("Late, and on my table") && morning.contains("Maryam Nouri"), "{morning}");
    // The next meeting finds it on its table.
    let next = [meeting[0], ("topic", "headquarters"), ("title", "ستاد"), ("held", "1404/11/08")];
    site.post(&governor, "/fa/hq/meetings/call", &next).await;
    assert!(site.get(&governor, "/en/hq/meetings/2").await.page.contains("carried over"));
    let say = async |who: &str, how: &str, step: &str, note: &str| {
        site.post(who, &format!("/en/hq/decisions/1/{how}"), &[("step", step), ("note", note)]).await
    };
    assert_eq!(say(&governor, "report", "report", "…").await.status, StatusCode::CONFLICT, "not the owner");
    assert_eq!(say(&owner, "report", "report", "").await.status, StatusCode::CONFLICT, "no evidence");
    assert_eq!(say(&owner, "report", "report", "عکس و آزمون").await.status, StatusCode::SEE_OTHER);
    let own = say(&owner, "judge", "verify", "خودم دیدم").await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    assert!(
        own.page.contains("somebody else has to see it") && own.page.contains("خودم دیدم"),
        "{}",
        own.page
    );
    assert_eq!(say(&governor, "judge", "send-back", "سه شعبه مانده").await.status, StatusCode::SEE_OTHER);
    assert_eq!(say(&owner, "report", "report", "هر سه").await.status, StatusCode::SEE_OTHER);
    assert_eq!(say(&governor, "judge", "verify", "").await.status, StatusCode::SEE_OTHER);
    let page = site.get(&owner, "/en/hq/decisions/1").await.page;
    assert!(page.contains("سه شعبه مانده") && page.contains("badge done"), "{page}");
    assert!(!site.get(&governor, "/en/hq/meetings/2").await.page.contains("carried over"));
}

#[tokio::test]
async fn of_two_who_write_one_minutes_the_second_is_shown_and_loses_nothing() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let meeting = [("place", "tehran"), ("topic", "media"), ("title", "رسانه"), ("held", "1404/11/01")];
    site.post(&governor, "/fa/hq/meetings/call", &meeting).await;
    let minutes =
        |text: &'static str| [meeting[1], meeting[2], meeting[3], ("minutes", text), ("version", "1")];
    let path = "/fa/hq/meetings/1/minutes";
    assert_eq!(site.post(&governor, path, &minutes("نوشته‌ی نفر اول")).await.status, StatusCode::SEE_OTHER);
    let second = site.post(&governor, path, &minutes("نوشته‌ی نفر دوم")).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.page.contains("<strong class=\"spoken\">نوشته‌ی نفر اول</strong>"));
    assert!(second.page.contains(">نوشته‌ی نفر دوم</textarea>"));
}

#[tokio::test]
async fn a_lost_way_in_takes_two_officers_and_the_old_one_is_gone() {
    let site = Site::open().await;
    let links = site.first_links().await;
    let (governor, chair) = (site.enrol(&links[0]).await, site.enrol(&links[1]).await);
    let (lost, number) = site.appoint(&governor, "m.nouri", "secretary", "tehran").await;
    let ask = format!("/en/hq/people/{number}/recover");
    assert_eq!(site.post(&governor, &ask, &[("why", "")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.post(&governor, &ask, &[("why", "تلفن گم شد")]).await.status, StatusCode::SEE_OTHER);
    let confirm = "/en/hq/recoveries/1";
    assert_eq!(site.post(&governor, confirm, &[]).await.status, StatusCode::CONFLICT, "one person");
    assert_eq!(site.post(&lost, confirm, &[]).await.status, StatusCode::CONFLICT, "their own");
    let link = site.post(&chair, confirm, &[]).await.page;
    assert_eq!(site.get(&lost, "/en/hq").await.status, StatusCode::SEE_OTHER, "the old session is gone");
    let token = link.split("/en/enrol/").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let again = site.enrol(&token).await;
    assert_eq!(site.get(&again, "/en/hq").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_letter_is_printed_in_both_languages() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    for lang in ["fa", "en"] {
        let paper = site.get(&governor, &format!("/{lang}/hq/letters/1/letter.pdf")).await;
        assert_eq!(paper.status, StatusCode::OK);
        assert!(paper.page.starts_with("%PDF-"), "{lang}");
    }
}
