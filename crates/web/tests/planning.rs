//! The pages about capacity: what they answer, and what they may not do.
#![allow(clippy::unwrap_used, missing_docs)]

use election::id::BranchId;
use election::setup::Name;
use office::{BranchRow, BranchStanding};
use planning::spares;
use planning::tehran::Branch;
use std::collections::HashMap;
use web::furniture::Shown;
use web::hq::planning::{Asked, County, Proven, Simulated, Today, county, one_branch, proof, today};
use web::locale::Lang;

fn asked(pairs: &[(&str, &str)]) -> Asked {
    let pairs: HashMap<String, String> = pairs.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
    Asked::read(&pairs)
}

fn branch(id: &str, eligible: f64, devices: u32, booths: Option<u32>) -> Branch {
    Branch {
        id: id.into(),
        eligible,
        devices,
        name: Some("مسجد جامع نارمک".into()),
        booths,
        district: Some("8".into()),
        position: Some((35.73, 51.5)),
    }
}

/// Three branches; the second is far too small for its voters.
fn list() -> County {
    let branches =
        vec![branch("1", 600.0, 1, None), branch("2", 5_000.0, 1, Some(12)), branch("3", 1_500.0, 3, None)];
    County::of(branches, spares::County::TEHRAN).unwrap()
}

const FIRST: Shown<'static> = Shown { words: "", page: 1, rows: 50 };

fn pages(lang: Lang) -> [String; 3] {
    let (asked, list) = (asked(&[("seconds", "45"), ("turnout", "40")]), list());
    let simulated = Simulated::of(&asked).unwrap();
    let reckoned = list.reckon(&asked).unwrap();
    let proven = Proven::of(&list, "2", &asked).unwrap().unwrap();
    [
        one_branch(lang, &asked, &simulated),
        county(lang, &asked, &list, &reckoned, &FIRST),
        proof(lang, &asked, &proven),
    ]
    .map(maud::PreEscaped::into_string)
}

/// What a reader sees: the text between the tags.
fn text(page: &str) -> String {
    let machine = page
        .replace("<pre", "\0")
        .split('\0')
        .map(|part| part.split_once("</pre>").map_or(part, |(_, rest)| rest))
        .collect::<String>();
    machine.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect()
}

#[test]
fn one_script_of_our_own_and_nothing_inline() {
    for page in Lang::BOTH.into_iter().flat_map(pages) {
        assert_eq!(page.matches("<script").count(), 1);
        let script = page.split("<script").nth(1).unwrap();
        assert!(script.starts_with(" src=\"/assets/") && script.contains("live.js\" defer></script>"));
        for stranger in ["src=\"http", "href=\"http", " style=", " onclick", " oninput", "<style"] {
            assert!(!page.contains(stranger), "{stranger}");
        }
    }
}

#[test]
fn every_number_is_in_the_readers_digits() {
    for page in pages(Lang::Fa) {
        let seen = text(&page);
        let strange: String = seen.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(strange, "", "{seen}");
    }
    for page in pages(Lang::En) {
        assert!(!text(&page).contains(|c| ('۰'..='۹').contains(&c)));
    }
}

#[test]
fn a_picture_says_in_words_what_it_shows() {
    for page in pages(Lang::En) {
        let pictures = page.matches("role=\"img\"").count();
        assert_eq!((pictures, page.matches("<desc").count()), (1, 1));
    }
}

#[test]
fn the_county_names_the_branch_that_waits_and_what_it_lacks() {
    let (asked, list) = (asked(&[("seconds", "45"), ("turnout", "40")]), list());
    let found = list.reckon(&asked).unwrap();
    let needs = &found.case().needs;
    assert_eq!(needs[0], 1);
    assert!(needs[1] > 2 && found.waits[1] > 3_600.0, "{needs:?}");
    assert!(found.waits[2] < 600.0 && needs[2] <= 3);
    let page = county(Lang::En, &asked, &list, &found, &FIRST).into_string();
    assert!(page.contains(&format!("{} more devices", needs[1] - 1)));
    // The longest wait comes first, said in a word beside its colour.
    let table = page.split("id=\"branches\"").nth(1).unwrap();
    assert!(table.find("/planning/branches/2?").unwrap() < table.find("/planning/branches/1?").unwrap());
    assert!(table.contains("class=\"badge bad\">over an hour"));
    // What was asked goes along.
    assert!(table.contains("seconds=45&amp;"));
    let nobody = Shown { words: "nowhere", ..FIRST };
    assert!(county(Lang::En, &asked, &list, &found, &nobody).into_string().contains("Nothing found"));
}

#[test]
fn more_voters_or_slower_checks_never_need_fewer_devices() {
    let list = County::sample();
    let found = list.reckon(&asked(&[("seconds", "30"), ("turnout", "33")])).unwrap();
    assert_eq!((found.seconds.as_slice(), found.turnouts.len()), (&[22.7, 30.0, 45.0, 60.0][..], 9));
    for row in &found.cases {
        assert!(row.iter().map(|case| case.more).is_sorted());
    }
    for turnout in 0..found.turnouts.len() {
        assert!(found.cases.iter().map(|row| row[turnout].more).is_sorted());
    }
    let twice = list.reckon(&asked(&[("seconds", "30"), ("turnout", "33"), ("now", "2")])).unwrap();
    assert!(twice.case().more < found.case().more && twice.case().devices == found.case().devices);
}

#[test]
fn a_proof_says_why_less_is_not_enough() {
    let (asked, list) = (asked(&[]), list());
    let proven = Proven::of(&list, "3", &asked).unwrap().unwrap();
    assert!(proven.proof.kept && proven.need.obstacle.is_none());
    let fewer =
        [proven.proof.days_broken_with_one_device_fewer, proven.proof.days_broken_with_one_booth_fewer];
    assert!(fewer.into_iter().flatten().any(|broken| broken > proven.proof.days_may_break), "{fewer:?}");
    assert!(Proven::of(&list, "4", &asked).unwrap().is_none());
}

#[test]
fn a_crowd_draws_devices_from_where_nobody_waits() {
    let row = |id: &str, check_ins| BranchRow {
        id: BranchId::new(id).unwrap(),
        name: Name { fa: "الف".into(), en: "A".into() },
        standing: BranchStanding::Open,
        check_ins,
        refused: 0,
        ballots: 0,
        spoiled: 0,
        pending: 0,
        contact: None,
        overrides: 0,
        log_refused: false,
        life: Default::default(),
    };
    let asked = asked(&[("open", "6"), ("seconds", "60"), ("turnout", "40"), ("arrivals", "uniform")]);
    // The third has three devices and few voters, the second one device for two thousand.
    let rows = [row("2", 360), row("3", 120), row("unknown", 900)];
    let found = Today::of(&list(), &rows, &asked).unwrap();
    assert_eq!(found.seen, 2);
    let moves = &found.advice.as_ref().unwrap().moves;
    assert_eq!((moves[0].from.as_str(), moves[0].to.as_str()), ("3", "2"));
    let page = today(Lang::Fa, &asked, &found).into_string();
    assert!(page.contains("از شعبه ۳ به شعبه ۲") && page.contains("(۹۰٪: "));
    let nobody = Today::of(&list(), &[row("2", 0)], &asked).unwrap();
    assert!(today(Lang::En, &asked, &nobody).into_string().contains("There are no check-ins yet"));
}

#[test]
fn what_a_list_says_is_never_markup() {
    let mut evil = branch("<b>", 900.0, 1, None);
    evil.name = Some("<script>alert(1)</script>".into());
    evil.district = Some("\"><img src=x>".into());
    let list = County::of(vec![evil], spares::County::TEHRAN).unwrap();
    let asked = asked(&[("turnout", "<img>")]);
    let found = list.reckon(&asked).unwrap();
    let page = county(Lang::Fa, &asked, &list, &found, &FIRST).into_string();
    assert!(!page.contains("<img src=x") && !page.contains("«<img>»"), "what was typed is text");
    assert_eq!(page.matches("<script").count(), 1);
}

#[test]
fn a_list_with_a_fault_is_refused_by_its_line() {
    let refused = |branches| County::of(branches, spares::County::TEHRAN).unwrap_err();
    assert_eq!(refused(vec![branch("a", 0.0, 1, None)]).field(), "branches[0] (a).eligible");
    let mut exchanged = branch("b", 100.0, 1, None);
    exchanged.position = Some((51.5, 35.7));
    assert_eq!(refused(vec![branch("a", 100.0, 1, None), exchanged]).code(), "plan-outside-county");
    assert_eq!(refused(vec![]).code(), "plan-empty");
}
