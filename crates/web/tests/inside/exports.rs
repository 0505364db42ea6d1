//! Lists as files: whole, of what the page's filters choose, and of nothing beyond the permit.

use super::*;
use calamine::{Data, Reader as _, Xlsx};
use calendar::Day;
use headquarters::decision::Draft;
use headquarters::permit::{Kind, Permit, act};
use serde_json::Value;

/// More than a page, and more than are read at once.
const MANY: i64 = 1_130;

fn governor<A: Kind>() -> Permit<A> {
    let appointments =
        vec![Appointment { letter: 1, role: Role::Governor, scope: "tehran".parse().unwrap() }];
    permit(Actor::Officer(Officer { person: PersonId(1), name: String::new(), appointments })).unwrap()
}

/// A site with a meeting of the province and one of Rey, decisions of the first, one of the second; the governor's cookie,
/// and that of Rey's secretary.
async fn filled(many: i64) -> (Site, String, String) {
    let site = Site::open().await;
    let cookie = site.enrol(&site.first_links().await[0]).await;
    let rey = [("place", "tehran/rey"), ("name", "ستاد ری"), ("latin", "Rey"), ("formed", "1404/10/01")];
    site.post(&cookie, "/en/hq/organisation/form", &rey).await;
    let (secretary, _) = site.appoint(&cookie, "m.nouri", "secretary", "tehran/rey").await;
    for place in ["tehran", "tehran/rey"] {
        let meeting = [("place", place), ("topic", "media"), ("title", "رسانه"), ("held", "1404/11/01")];
        site.post(&cookie, "/en/hq/meetings/call", &meeting).await;
    }
    let due: Day = "1405/01/20".parse().unwrap();
    for n in 1..=many {
        let draft = Draft { text: format!("کار {n}"), owner: PersonId(1), due: due.after(n % 7) };
        site.office.put_decision(&governor::<act::KeepMinutes>(), 1, draft).await.unwrap();
    }
    let draft = Draft { text: "=خط دوم، \"ری\"".into(), owner: PersonId(3), due };
    site.office.put_decision(&governor::<act::KeepMinutes>(), 2, draft).await.unwrap();
    (site, cookie, secretary)
}

async fn json(site: &Site, cookie: &str, path: &str) -> Value {
    let answer = site.get(cookie, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.page);
    serde_json::from_str(&answer.page).unwrap()
}

/// A CSV file's heading and rows.
async fn csv(site: &Site, cookie: &str, path: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let answer = site.get(cookie, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.page);
    let text = answer.page.strip_prefix('\u{feff}').expect("a mark for spreadsheets").to_owned();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let heading = cells(reader.headers().unwrap());
    (heading, reader.records().map(|record| cells(&record.unwrap())).collect())
}

/// A workbook's rows, the heading among them.
async fn xlsx(site: &Site, cookie: &str, path: &str) -> Vec<Vec<String>> {
    let request = Request::get(path).header(header::HOST, "hq.example").header(header::COOKIE, cookie);
    let answer = site.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 24).await.unwrap().to_vec();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

#[tokio::test]
async fn decisions_go_out_whole_as_the_page_narrows_them_and_no_further_than_the_permit() {
    let (site, governor, secretary) = filled(MANY).await;
    let page = site.get(&governor, "/en/hq/decisions?q=%DA%A9%D8%A7%D8%B1").await.page;
    assert!(page.contains("/en/hq/decisions.csv?q=%DA%A9%D8%A7%D8%B1"), "the link keeps the filter: {page}");
    let (heading, rows) = csv(&site, &governor, "/en/hq/decisions.csv").await;
    assert_eq!(heading[..5], ["number", "meeting", "place", "text", "owner"]);
    assert_eq!(rows.len() as i64, MANY + 1);
    let mut numbers: Vec<i64> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=MANY + 1).collect::<Vec<_>>(), "each once");
    let of_rey = rows.iter().find(|row| row[2] == "tehran/rey").unwrap();
    assert_eq!(of_rey[3], "'=خط دوم، \"ری\"", "a spreadsheet computes nothing that was typed");
    assert_eq!([&of_rey[4], &of_rey[6], &of_rey[8]], ["m.nouri", "2026-04-09", "open"]);
    let book = xlsx(&site, &governor, "/fa/hq/decisions.xlsx").await;
    assert_eq!(book.len() as i64, MANY + 2);
    assert_eq!(
        book[0][..4],
        ["مصوبه", "جلسه", "کدهای محل", "چه تصویب شد"],
        "a workbook speaks its reader's language"
    );
    let of_rey = book.iter().find(|row| row[3] == "=خط دوم، \"ری\"").unwrap();
    assert_eq!([&of_rey[6], &of_rey[8]], ["۱۴۰۵/۰۱/۲۰", "باز"]);
    let told = json(&site, &governor, "/en/hq/decisions.json").await;
    assert_eq!(told["decisions"].as_array().unwrap().len() as i64, MANY + 1);
    // Of the secretary of Rey: what lies in Rey.
    let mine = json(&site, &secretary, "/en/hq/decisions.json").await;
    let mine = mine["decisions"].as_array().unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!((&mine[0]["place"], &mine[0]["owner"]["login"]), (&"tehran/rey".into(), &"m.nouri".into()));
    assert_eq!(csv(&site, &secretary, "/en/hq/decisions.csv?all=1").await.1.len(), 1);
    assert_eq!(csv(&site, &governor, "/en/hq/decisions.csv?q=1130").await.1.len(), 1);
    assert!(csv(&site, &governor, "/en/hq/decisions.csv?q=none").await.1.is_empty());
    // What is settled is in the file where it is on the page.
    let withdrawn = [("step", "withdraw"), ("note", "لازم نیست")];
    site.post(&governor, &format!("/en/hq/decisions/{}/judge", MANY + 1), &withdrawn).await;
    assert!(csv(&site, &secretary, "/en/hq/decisions.csv").await.1.is_empty());
    let settled = csv(&site, &secretary, "/en/hq/decisions.csv?all=1").await.1;
    assert_eq!([&settled[0][8], &settled[0][10]], ["withdrawn", "governor"]);
}

#[tokio::test]
async fn letters_go_out_with_what_became_of_them() {
    let (site, governor, secretary) = filled(0).await;
    let why = [("why", "استعفا")];
    let revoked = site.post(&governor, "/en/hq/letters/3/revoke/executive", &why).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER, "{}", revoked.page);
    assert_eq!(site.get(&secretary, "/en/hq/letters.csv").await.status, StatusCode::FORBIDDEN);
    for nothing in ["place=tehran/ray%20x", "person=nobody"] {
        let (_, rows) = csv(&site, &governor, &format!("/en/hq/letters.csv?{nothing}")).await;
        assert!(rows.is_empty(), "{nothing}: what names nothing finds nothing");
    }
    let (heading, rows) = csv(&site, &governor, "/en/hq/letters.csv?place=tehran/rey").await;
    let [letter] = &rows[..] else { panic!("{rows:?}") };
    let at = |name: &str| letter[heading.iter().position(|one| one == name).unwrap()].as_str();
    let expected = [
        ("number", "3"),
        ("person", "m.nouri"),
        ("person-name", "مریم نوری"),
        ("role", "secretary"),
        ("scope", "tehran/rey"),
        ("from", crate::TERM[0].as_str()),
        ("standing", "revoked"),
        ("issued-by", "governor"),
        ("confirmed-by", "supervisory-chair"),
        ("revoked-by", "governor"),
        ("revoked-why", "استعفا"),
        ("supersedes", ""),
    ];
    for (name, value) in expected {
        assert_eq!(at(name), value, "{name}");
    }
    let told = json(&site, &governor, "/en/hq/letters.json").await;
    let letters = told["letters"].as_array().unwrap();
    assert_eq!(letters.iter().map(|one| one["number"].as_i64().unwrap()).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(letters[0]["revoked"]["by"]["login"], "governor");
    assert_eq!((&letters[2]["issued_by"], &letters[2]["standing"]), (&Value::Null, &"in-force".into()));
    let book = xlsx(&site, &governor, "/en/hq/letters.xlsx?person=1").await;
    assert_eq!(
        (book.len(), book[1][3].as_str(), book[1][9].as_str()),
        (2, "Governor, head of the headquarters", "in force")
    );
}

#[tokio::test]
async fn the_journal_goes_out_line_by_line_and_says_where_it_was_cut() {
    let (site, governor, secretary) = filled(MANY).await;
    let lines = |told: &Value| -> Vec<i64> {
        told["journal"].as_array().unwrap().iter().map(|one| one["line"].as_i64().unwrap()).collect()
    };
    let whole = json(&site, &governor, "/en/hq/journal.json").await;
    let all = lines(&whole);
    let newest = all[0];
    assert_eq!(all, (1..=newest).rev().collect::<Vec<_>>(), "each once, newest first");
    assert!(newest > MANY && whole["below"].is_null());
    let (heading, rows) = csv(&site, &governor, "/en/hq/journal.csv").await;
    assert_eq!((heading[0].as_str(), heading[11].as_str(), rows.len()), ("line", "hash", all.len()));
    let put = rows.iter().find(|row| row[6] == "decision" && row[7] == "1").unwrap();
    assert_eq!([&put[3], &put[5], &put[8]], ["governor", "keep minutes", "tehran"]);
    let changed: Value = serde_json::from_str(&put[9]).unwrap();
    assert!(
        changed.as_array().unwrap().iter().any(|one| one["field"] == "text" && one["after"] == "کار 1"),
        "{changed}"
    );
    assert_eq!(xlsx(&site, &governor, "/en/hq/journal.xlsx").await.len(), all.len() + 1);
    // In parts that follow each other without a gap.
    let (mut below, mut seen) = (String::new(), Vec::new());
    loop {
        let part = json(&site, &governor, &format!("/en/hq/journal.json?most=500&below={below}")).await;
        assert!(lines(&part).len() <= 500);
        seen.extend(lines(&part));
        match part["below"].as_i64() {
            Some(next) => below = next.to_string(),
            None => break,
        }
    }
    assert_eq!(seen, all);
    let (_, cut) = csv(&site, &governor, "/en/hq/journal.csv?most=5").await;
    assert_eq!((cut.len(), cut[5][0].as_str()), (6, "cut"));
    assert_eq!(cut[5][1], format!("below={}", newest - 4));
    assert_eq!(xlsx(&site, &governor, "/en/hq/journal.xlsx?most=5").await[6][0], "cut");
    // By the page's filters, and no further than the letter.
    let organised = json(&site, &governor, "/en/hq/journal.json?act=organise&place=tehran/rey").await;
    assert_eq!(organised["journal"].as_array().unwrap().len(), 1);
    for nowhere in ["journal.json?place=No%20Where", "journal.json?by=nobody"] {
        assert!(lines(&json(&site, &governor, &format!("/en/hq/{nowhere}")).await).is_empty(), "{nowhere}");
    }
    let of_rey = json(&site, &secretary, "/en/hq/journal.json?act=keep%20minutes").await;
    let places = of_rey["journal"].as_array().unwrap().iter().map(|one| one["place"].as_str().unwrap());
    assert_eq!(places.collect::<Vec<_>>(), ["tehran/rey", "tehran/rey"]);
    let (inspector, _) = site.appoint(&governor, "inspector", "inspector", "tehran").await;
    for ending in ["csv", "xlsx", "json"] {
        let refused = site.get(&inspector, &format!("/en/hq/journal.{ending}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{ending}");
    }
}
