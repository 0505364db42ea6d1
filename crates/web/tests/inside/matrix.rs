//! Every route as every role, through the door: inside the place of the letter and outside of it.

use super::*;
use headquarters::permit::{Act, Holders, holders};
use std::collections::BTreeMap;

/// A province with a headquarters in Rey, and things of the province, each number 1; somebody of every role.
struct Staffed {
    site: Site,
    /// Cookies of those whose letter is for the province, by the role's code.
    province: BTreeMap<&'static str, String>,
    /// Of those whose letter is for another county.
    elsewhere: BTreeMap<&'static str, String>,
}

impl Staffed {
    async fn open() -> Self {
        let site = Site::open().await;
        let links = site.first_links().await;
        let (governor, chair) = (site.enrol(&links[0]).await, site.enrol(&links[1]).await);
        let committee = [("place", "tehran"), ("kind", "security"), ("formed", "1404/11/01")];
        site.post(&governor, "/en/hq/committees/form", &committee).await;
        let meeting = [("place", "tehran"), ("topic", "media"), ("title", "…"), ("held", "1404/11/01")];
        site.post(&governor, "/en/hq/meetings/call", &meeting).await;
        let decision = [("text", "…"), ("owner", "2"), ("due", "1404/11/05")];
        site.post(&governor, "/en/hq/meetings/1/decisions", &decision).await;
        things(&site, &governor).await;
        let (mut province, mut elsewhere) = (BTreeMap::new(), BTreeMap::new());
        for role in Role::ALL {
            for (scope, who) in [("tehran", &mut province), ("tehran/qods", &mut elsewhere)] {
                let login = format!("{role}-{}", scope.len());
                let (by, side) =
                    if role.is_supervisory() { (&chair, "supervisory") } else { (&governor, "executive") };
                let (cookie, number) = site.appoint_by(by, side, &login, role.code(), scope).await;
                // A role that appoints others waits for a second signature, of the other side here.
                let second = if role.is_supervisory() { &governor } else { &chair };
                if role.appoints() {
                    let letter = site.get(by, &format!("/en/hq/letters?person={number}")).await.page;
                    let letter = letter.split("/hq/letters/").find_map(|rest| {
                        rest.split('"').next().and_then(|number| number.parse::<i64>().ok())
                    });
                    let confirm = format!("/en/hq/letters/{}/confirm", letter.unwrap());
                    assert_eq!(site.post(second, &confirm, &[]).await.status, StatusCode::SEE_OTHER);
                }
                who.insert(role.code(), cookie);
            }
        }
        Self { site, province, elsewhere }
    }
}

const TABLE: &str = "place,name,latin,kind,standing,setting,education,at,devices,owner,agreed\n\
    tehran/rey,ری,Rey,,,,,,,,\n\
    tehran/rey/2,منطقه‌ی ۲,District 2,,,,,,,,\n\
    tehran/rey/2/0007,البرز,Alborz,school,fixed,urban,ری ۱,\"35.58,51.43\",1,,";

/// A branch, a polling day, two members of staff of whom one teaches, a session, a segment, an incident, a device; all of
/// them in Rey, by the first governor's hand where it may.
async fn things(site: &Site, governor: &str) {
    let shown = site.post(governor, "/en/hq/branches/import", &[("table", TABLE)]).await.page;
    let seen = shown.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    site.post(governor, "/en/hq/branches/import", &[("table", TABLE), ("seen", seen)]).await;
    site.post(
        governor,
        "/en/hq/polling-day",
        &[("polling", "2096-05-01"), ("confirmed", "2096-05-01"), ("why", "")],
    )
    .await;
    let today = site.office.today().to_string();
    for national in ["0076229289", "0012345679"] {
        let person = [
            ("national", national),
            ("name", "مریم نوری"),
            ("post", "police"),
            ("home", "tehran/rey/2"),
            ("born", "1370/05/01"),
            ("schooling", "degree"),
            ("kin", "none"),
            ("candidate", "no"),
            ("agent", "no"),
            ("supervises", "no"),
            ("offence", "no"),
        ];
        assert_eq!(site.post(governor, "/en/hq/staff/recruit", &person).await.status, StatusCode::SEE_OTHER);
    }
    let (secretary, _) = site.appoint(governor, "second", "secretary", "tehran").await;
    let certificate = [("grade", "county-trainer"), ("certificate", "۷"), ("until", "2097-01-01")];
    site.post(&secretary, "/en/hq/staff/1/certify", &certificate).await;
    let session = [
        ("post", "police"),
        ("grade", "branch"),
        ("place", "tehran/rey/2"),
        ("venue", "…"),
        ("on", today.as_str()),
        ("capacity", "9"),
        ("trainer", "1"),
    ];
    assert_eq!(site.post(governor, "/en/hq/training/open", &session).await.to, "/en/hq/training/1");
    let segment = [("code", "rey"), ("name", "ری"), ("place", "tehran/rey"), ("zone", "branches")];
    let kept = site.post(governor, "/en/hq/security/segments/keep", &segment).await;
    assert_eq!(kept.to, "/en/hq/security/segments/rey", "{}", kept.page);
    let incident =
        [("title", "…"), ("severity", "high"), ("place", "tehran/rey/2"), ("segment", "rey"), ("body", "…")];
    let reported = site.post(governor, "/en/hq/security/incidents/report", &incident).await;
    assert_eq!(reported.to, "/en/hq/security/incidents/1", "{}", reported.page);
    let device = [("serial", "ID-1"), ("kind", "identity"), ("home", "tehran/rey")];
    site.post(governor, "/en/hq/devices/receive", &device).await;
}

fn may(role: &str, act: Act) -> bool {
    match holders(act) {
        Holders::Roles(roles) => roles.iter().any(|one| one.code() == role),
        Holders::Everybody => true,
        Holders::Operator | Holders::Branches | Holders::Probers | Holders::Parties => false,
    }
}

/// The routes of officers with the act of each, their blanks filled with the things of the province.
fn routes() -> Vec<(String, Act)> {
    let acts = pages::routes().filter_map(|(path, audience)| match audience {
        Audience::Officer(act) => Some((path, act)),
        _ => None,
    });
    let filled = |path: &str| {
        path.replace("{lang}", "en")
            .replace("{id}", "1")
            .replace("{number}", "1")
            .replace("{place}", if path.contains("/organisation/") { "tehran" } else { "tehran.rey.2.0007" })
            .replace("{serial}", "ID-1")
            .replace("{code}", "rey")
            // A photograph that nobody took, a file that nobody brought.
            .replace("{hash}", &"0".repeat(64))
            .replace("{file}", "tehran.csv")
    };
    let all: Vec<(String, Act)> = acts.map(|(path, act)| (filled(path), act)).collect();
    assert!(all.iter().all(|(path, _)| !path.contains('{')), "a blank that no test fills: {all:?}");
    all
}

/// Things of which there is none to be shown: the answer to whoever may ask is that there is none.
const NOTHING_THERE: [&str; 5] =
    ["/recoveries/1", "/photographs/0", "/files/0", "/risks/1/", "/staff/1/letter.pdf"];

/// The door lets in whom the matrix names and nobody else, whatever the page then says of the thing.
#[tokio::test]
async fn every_route_is_open_to_the_roles_of_its_act_and_to_no_other() {
    let staffed = Staffed::open().await;
    let mut tried = 0;
    for (path, act) in routes() {
        for (role, cookie) in &staffed.province {
            let mut known_at_all = false;
            for (reads, answer) in [
                (true, staffed.site.get(cookie, &path).await),
                (false, staffed.site.post(cookie, &path, &[("step", "none")]).await),
            ] {
                let known = answer.status != StatusCode::METHOD_NOT_ALLOWED;
                let forbidden = answer.status == StatusCode::FORBIDDEN;
                assert!(!known || may(role, act) || forbidden, "{role} came into {path}: {}", answer.status);
                // And whom it names is let in: a letter for the province reaches all of these things. Whose side a form is
                // of, the page says, and a role of the other side is told no there.
                if reads && known && may(role, act) {
                    let there = !NOTHING_THERE.iter().any(|nothing| path.contains(nothing));
                    let shown = answer.status == StatusCode::OK;
                    assert!(
                        shown || !there,
                        "{role} may {act} and is not let into {path}: {}",
                        answer.status
                    );
                }
                known_at_all |= known;
                assert!(!answer.status.is_server_error(), "{role} {path}: {}", answer.status);
                assert!(!answer.to.contains("sign-in"), "{role} {path} was signed out by a route before");
                tried += usize::from(known);
            }
            assert!(known_at_all, "{path} answers nothing");
        }
    }
    assert!(tried > 500, "{tried} routes and roles");
}

/// Of the province's things nobody learns anything, and does nothing to them, with a letter for another county.
#[tokio::test]
async fn a_letter_for_another_county_opens_nothing_of_this_one() {
    let staffed = Staffed::open().await;
    let things = [
        "/letters/1",
        "/meetings/1",
        "/decisions/1",
        "/committees/1",
        "/organisation/tehran",
        "/people/1",
        "/recoveries/1",
        "/branches/tehran.rey.2.0007",
        "/devices/ID-1",
        "/staff/1",
        "/staff/gaps/tehran",
        "/training/1",
        "/security/segments/rey",
        "/security/incidents/1",
    ];
    let of = |thing: &str| routes().into_iter().filter(|(path, _)| path.contains(thing)).collect::<Vec<_>>();
    assert!(things.iter().all(|thing| !of(thing).is_empty()), "a thing without a route");
    let of_things: Vec<(String, Act)> = things.iter().flat_map(|thing| of(thing)).collect();
    assert!(of_things.len() >= 40, "{of_things:?}");
    for (path, act) in of_things {
        for (role, cookie) in &staffed.elsewhere {
            let fields = [("why", "…"), ("step", "verify"), ("name", "x"), ("latin", "x"), ("version", "1")];
            for answer in
                [staffed.site.get(cookie, &path).await, staffed.site.post(cookie, &path, &fields).await]
            {
                // A form for files that brings none is no request at all.
                let closed = matches!(
                    answer.status,
                    StatusCode::FORBIDDEN
                        | StatusCode::NOT_FOUND
                        | StatusCode::METHOD_NOT_ALLOWED
                        | StatusCode::BAD_REQUEST
                );
                assert!(closed, "{role} with {act} in another county: {path}: {}", answer.status);
            }
        }
    }
}

/// The executive cannot hide anything: what any of them may look at, a supervisor of the same place may.
#[tokio::test]
async fn a_supervisor_sees_every_page_that_anybody_of_the_executive_sees() {
    let staffed = Staffed::open().await;
    let mut seen = 0;
    for (path, act) in routes().into_iter().filter(|(_, act)| act.only_reads()) {
        for role in Role::ALL.iter().filter(|role| !role.is_supervisory()) {
            let theirs = staffed.site.get(&staffed.province[role.code()], &path).await.status;
            if theirs == StatusCode::OK {
                seen += 1;
                for side in [Role::SupervisoryChair, Role::Supervisor] {
                    let ours = staffed.site.get(&staffed.province[side.code()], &path).await.status;
                    assert_eq!(ours, StatusCode::OK, "{side} does not see {path}, which {role} sees ({act})");
                }
            }
        }
    }
    assert!(seen > 100, "{seen} pages and roles");
}

#[tokio::test]
async fn the_page_of_powers_says_what_the_rule_says() {
    let site = Site::open().await;
    let governor = site.enrol(&site.first_links().await[0]).await;
    let page = site.get(&governor, "/en/hq/powers").await.page;
    for act in Act::ALL {
        let row = page
            .split("<tr>")
            .find(|row| row.contains(&format!(">{act}")))
            .unwrap_or_else(|| panic!("{act}"));
        let inspectors = row.contains("Inspector of branches");
        let all = row.contains("all roles") || row.contains("everybody");
        assert_eq!(inspectors || all, may("inspector", *act), "{act}: {row}");
    }
}
