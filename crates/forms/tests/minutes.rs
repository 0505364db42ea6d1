//! The minutes of a small county, printed in both languages.
#![allow(clippy::unwrap_used)]

use board::entry::{Closing, Opening};
use board::log::{Checkpoint, Hash};
use crypto::signature::PublicKey;
use election::bytes::Digest;
use election::id::{AreaId, BranchId, Code, ContestId};
use election::outcome::{ContestResult, Minutes, Ruling, decide};
use election::setup::{Body, Branch, Candidate, Contest, CountingUnit, List, Name, Setup};
use election::tally::{Totals, Votes};
use election::unit::{BoxId, UnitId};
use forms::minutes::{Polls, Record};
use forms::{Failed, Lang};

const KEY: PublicKey = PublicKey([0; 32]);
const BOTH: [Lang; 2] = [Lang::Fa, Lang::En];

fn name(fa: &str, en: &str) -> Name {
    Name { fa: fa.into(), en: en.into() }
}

fn contest() -> Contest {
    let body = |fa: &str, en: &str| Body { name: name(fa, en), key: KEY };
    let lists = [("11", "شهر روشن", "Bright City"), ("12", "تهران سبز", "Green Tehran")];
    let candidate = |n: usize| Candidate {
        code: Code::new(&(1101 + n).to_string()).unwrap(),
        name: name(&format!("نامزد شماره‌ی {n}"), &format!("Candidate {n}")),
        list: lists.get(n / 12).map(|(code, ..)| Code::new(code).unwrap()),
        veteran: n.is_multiple_of(2),
        degree: (n % 7) as u8,
    };
    Contest {
        id: ContestId::new("council").unwrap(),
        title: name("شورای اسلامی شهر تهران، ری و تجریش", "City Council of Tehran, Rey and Tajrish"),
        rule: "tehran-1404".into(),
        readings: [("over-allocation".to_owned(), "lowest-share".to_owned())].into(),
        seats: 12,
        alternates: 4,
        picks: 12,
        executive: body("هیأت اجرایی شهرستان تهران", "Executive board of Tehran County"),
        supervisory: body("هیأت نظارت شهرستان تهران", "Supervisory board of Tehran County"),
        lists: lists.map(|(code, fa, en)| List { code: Code::new(code).unwrap(), name: name(fa, en) }).into(),
        candidates: (0..30).map(candidate).collect(),
    }
}

fn setup() -> Setup {
    let branch = |n: u16, fa: &str, en: &str| Branch {
        id: BranchId::new(&format!("{n:04}")).unwrap(),
        name: name(fa, en),
        area: AreaId::new("a1").unwrap(),
        machine: KEY,
        executive: KEY,
        supervisory: KEY,
    };
    Setup {
        format: 1,
        title: name("انتخابات شوراها، تهران ۱۴۰۵", "Council election, Tehran 2026"),
        polling_day: "2026-05-01".into(),
        counting_unit: CountingUnit::Branch,
        privacy_floor: 10,
        headquarters: KEY,
        log: String::new(),
        witness: String::new(),
        threshold: 1,
        trustees: Vec::new(),
        contests: vec![contest()],
        branches: vec![
            branch(1, "دبستان شهید فهمیده", "Shahid Fahmideh school"),
            branch(2, "مسجد جامع نارمک", "Narmak grand mosque"),
        ],
    }
}

fn totals(of: u64) -> Totals {
    let votes = contest().candidates.into_iter().zip(0u64..);
    let votes: Vec<Votes> =
        votes.map(|(c, n)| Votes { code: c.code, votes: of * (31 * (n * n * 13 % 91) + 300 + n) }).collect();
    let valid: u64 = votes.iter().map(|v| v.votes).sum();
    let ballots = valid.div_ceil(12);
    Totals { ballots, blank_picks: ballots * 12 - valid, votes }
}

fn minutes() -> Minutes {
    let unit = UnitId::try_from(String::from("0001+1")).unwrap();
    let branches = setup().branches.into_iter().map(|b| b.id).collect();
    Minutes {
        box_id: BoxId { contest: contest().id, unit },
        branches,
        totals: totals(1),
        remarks: Vec::new(),
    }
}

fn polls() -> Vec<Polls> {
    let file = board::entry::File::of(b"");
    let polls = |branch: BranchId| Polls {
        opening: Opening {
            branch: branch.clone(),
            at: "2026-05-01T04:30:00Z".into(),
            booths: Vec::new(),
            cards: file,
            ballots: 0,
        },
        closing: Some(Closing {
            branch,
            at: "2026-05-01T18:31:00Z".into(),
            check_ins: 412,
            cards: 410,
            ballots: 405,
            spoiled: 3,
            abandoned: 5,
        }),
    };
    setup().branches.into_iter().map(|b| polls(b.id)).collect()
}

fn result() -> ContestResult {
    let Ok(Ruling::Decided(result)) = decide(&contest(), totals(1), vec![minutes().box_id.unit], &[]) else {
        panic!("the sample is decided")
    };
    result
}

fn with_record<T>(site: Option<&str>, print: impl Fn(&Record<'_>) -> T) -> T {
    let head = Checkpoint { origin: "amin/record".parse().unwrap(), size: 84_213, root: Hash([7; 32]) };
    let setup = setup();
    print(&Record { setup: &setup, event: Digest([9; 32]), head: &head, site })
}

/// Keeps a paper where somebody can look at it.
fn keep(name: &str, language: Lang, pdf: &[u8]) {
    let code = if language == Lang::Fa { "fa" } else { "en" };
    let path = format!("{}/{name}-{code}.pdf", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(path, pdf).unwrap();
}

#[test]
fn every_paper_is_printed_in_both_languages() {
    with_record(Some("https://results.example"), |record| {
        for language in BOTH {
            let papers = [
                ("box", record.of_box(language, &minutes(), &polls())),
                ("county", record.county(language, &contest(), &[minutes(), minutes()])),
                ("seats", record.seats(language, &contest(), &result(), &[])),
            ];
            for (name, pdf) in papers {
                let pdf = pdf.unwrap();
                assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 10_000, "{name}");
                keep(name, language, &pdf);
            }
        }
    });
}

#[test]
fn the_same_record_gives_the_same_paper() {
    let print = |record: &Record<'_>| record.of_box(Lang::En, &minutes(), &polls()).unwrap();
    assert_eq!(with_record(None, print), with_record(None, print));
}

#[test]
fn a_result_that_its_rule_does_not_give_is_not_printed() {
    let mut false_result = result();
    false_result.elected.swap(0, 1);
    let printed = with_record(None, |record| record.seats(Lang::En, &contest(), &false_result, &[]));
    assert!(matches!(printed, Err(Failed::Layout { form: "seats", .. })), "{printed:?}");
}
