//! The minutes of a small county, printed in both languages.
#![allow(clippy::unwrap_used)]

use board::branch_day::BranchDay;
use board::entry::{BranchCheckIns, Closing, Opening};
use board::log::{Checkpoint, Hash};
use crypto::signature::PublicKey;
use election::bytes::Digest;
use election::id::{AreaId, BranchId, Code, ContestId};
use election::outcome::{ContestResult, Minutes, Remark, Ruling, Void, decide};
use election::setup::{Body, Branch, Candidate, Contest, CountingUnit, List, Name, Setup};
use election::tally::{Totals, Votes};
use election::unit::{BoxId, UnitId};
use forms::minutes::remarks::told;
use forms::minutes::{Disturbance, Disturbances, Record};
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
        when_alone: Default::default(),
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

fn unit(name: &str) -> BoxId {
    BoxId { contest: contest().id, unit: UnitId::try_from(String::from(name)).unwrap() }
}

fn branches() -> Vec<BranchId> {
    setup().branches.into_iter().map(|branch| branch.id).collect()
}

fn remarks() -> Vec<Remark> {
    let [first, second]: [BranchId; 2] = branches().try_into().unwrap();
    vec![
        Remark::Settled {
            branch: first,
            counted: 413,
            check_ins: 412,
            cards: 410,
            reason: "یک نفر پیش از گرفتن کارت رفت.".into(),
        },
        Remark::Void {
            branch: second,
            why: Void::Annulled,
            set_aside: 405,
            reason: "پلمب شکسته بود.".into(),
        },
    ]
}

fn minutes() -> Minutes {
    Minutes { box_id: unit("0001+1"), branches: branches(), totals: totals(1), remarks: remarks() }
}

fn day(branch: &BranchId) -> BranchDay {
    let file = board::entry::File::of(b"");
    BranchDay {
        branch: branch.clone(),
        opening: Some(Opening {
            branch: branch.clone(),
            at: "2026-05-01T04:30:00Z".into(),
            booths: Vec::new(),
            cards: file,
            ballots: 0,
            pending: None,
        }),
        cards: 1_200,
        ballots: 405,
        refused: Vec::new(),
        closing: Some(Closing {
            branch: branch.clone(),
            at: "2026-05-01T18:31:00Z".into(),
            check_ins: 412,
            cards: 410,
            ballots: 405,
            spoiled: 3,
            abandoned: 5,
            refused: 0,
            pending: None,
        }),
        settlement: None,
        void: None,
        ledger: Some(BranchCheckIns { branch: branch.clone(), check_ins: 412, refused: 2 }),
        remarks: remarks().into_iter().take(1).collect(),
        boxes: vec![unit("0001")],
    }
}

/// A branch that never opened.
fn closed_all_day() -> BranchDay {
    let silent = BranchDay { opening: None, cards: 0, ballots: 0, closing: None, ..day(&branches()[1]) };
    BranchDay { remarks: remarks().split_off(1), boxes: Vec::new(), ..silent }
}

fn days() -> Vec<BranchDay> {
    branches().iter().map(day).collect()
}

/// A box that holds the first branch alone, and the same box with the second in it.
fn own_box() -> Minutes {
    Minutes { branches: branches()[..1].to_vec(), box_id: unit("0001"), ..minutes() }
}

fn joined() -> Minutes {
    Minutes { box_id: unit("0001"), ..minutes() }
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

fn happened() -> [Disturbance; 2] {
    let one = |hours: &str, what: &str| Disturbance { hours: hours.into(), what: what.into() };
    [one("09:30–10:10", "The headquarters was lost: nothing answered"), one("10:30", "A hand-over")]
}

fn everywhere() -> Disturbances {
    branches().into_iter().map(|branch| (branch, happened().to_vec())).collect()
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
                ("branch", record.of_branch(language, &day(&branches()[0]), &[own_box()], &happened())),
                ("branch-joined", record.of_branch(language, &day(&branches()[0]), &[joined()], &[])),
                ("branch-silent", record.of_branch(language, &closed_all_day(), &[], &[])),
                ("box", record.of_box(language, &minutes(), &days(), &everywhere())),
                (
                    "county",
                    record.county(language, &contest(), &[minutes(), own_box()], &remarks(), &everywhere()),
                ),
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
    let print = |record: &Record<'_>| record.of_box(Lang::En, &minutes(), &days(), &everywhere()).unwrap();
    assert_eq!(with_record(None, print), with_record(None, print));
}

#[test]
fn a_result_that_its_rule_does_not_give_is_not_printed() {
    let mut false_result = result();
    false_result.elected.swap(0, 1);
    let printed = with_record(None, |record| record.seats(Lang::En, &contest(), &false_result, &[]));
    assert!(matches!(printed, Err(Failed::Layout { form: "seats", .. })), "{printed:?}");
}

#[test]
fn a_branch_that_the_set_up_does_not_name_has_no_minutes() {
    let stranger = day(&BranchId::new("0009").unwrap());
    let printed = with_record(None, |record| record.of_branch(Lang::Fa, &stranger, &[], &[]));
    assert!(matches!(printed, Err(Failed::Layout { form: "branch", .. })), "{printed:?}");
}

#[test]
fn remarks_tell_the_figures_and_the_reason_in_its_own_words() {
    let told = told(Lang::En, &remarks(), |id| setup().branch(id).unwrap().name.en.clone());
    assert_eq!(told[0].branch, "Shahid Fahmideh school");
    assert_eq!(
        told[0].what,
        "Settled: the branch's machine had counted 413 check-ins; agreed are 412 check-ins and 410 cards."
    );
    assert_eq!(
        told[1].what,
        "The boards annulled the branch. 405 of its ballots are set aside and in no box."
    );
    assert_eq!(told[1].reason, "پلمب شکسته بود.");
}
