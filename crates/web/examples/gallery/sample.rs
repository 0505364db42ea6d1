//! An imagined county: names from the street, figures from a small generator.

use board::branch_day::BranchDay;
use board::entry::{BranchCheckIns, Closing, File, Kind, Opening};
use crypto::signature::PublicKey;
use election::bytes::Digest;
use election::id::{BranchId, Code, ContestId};
use election::outcome::{Remark, Ruling, decide};
use election::setup::{self, Body, Contest, Name};
use election::tally::{Totals, Votes};
use election::unit::{BoxId, UnitId};
use office::{BranchRow, BranchStanding, ContestRow, Inclusion, Overview, Turnout};
use pollbook::contact::State as Contact;
use pollbook::reconcile::Alarm;
use pollbook::report::{Exposed, Exposure, Registry, SignOfLife};
use web::booth::Pick;
use web::public::{Box, Lookup, Result};

const GIVEN: [(&str, &str); 16] = [
    ("زهرا", "Zahra"),
    ("محمد", "Mohammad"),
    ("فاطمه", "Fatemeh"),
    ("علی", "Ali"),
    ("مریم", "Maryam"),
    ("حسین", "Hossein"),
    ("سارا", "Sara"),
    ("رضا", "Reza"),
    ("نرگس", "Narges"),
    ("امیر", "Amir"),
    ("لیلا", "Leila"),
    ("مهدی", "Mahdi"),
    ("پریسا", "Parisa"),
    ("کامران", "Kamran"),
    ("شیرین", "Shirin"),
    ("بهرام", "Bahram"),
];
const FAMILY: [(&str, &str); 17] = [
    ("رستگار", "Rastegar"),
    ("نیک‌پور", "Nikpour"),
    ("بهاری", "Bahari"),
    ("صفوی‌نژاد", "Safavinejad"),
    ("کیانی", "Kiani"),
    ("دهقان", "Dehghan"),
    ("آذرنوش", "Azarnoush"),
    ("مرادخانی", "Moradkhani"),
    ("فرهمند", "Farahmand"),
    ("گلستان", "Golestan"),
    ("شهریاری", "Shahriari"),
    ("پارسا", "Parsa"),
    ("تهرانی‌فر", "Tehranifar"),
    ("یزدانی", "Yazdani"),
    ("جوادیان", "Javadian"),
    ("خسروی", "Khosravi"),
    ("وثوق", "Vosough"),
];
const PLACES: [(&str, &str); 8] = [
    ("دبستان شهید فهمیده", "Shahid Fahmideh primary school"),
    ("مسجد جامع نارمک", "Narmak grand mosque"),
    ("دبیرستان البرز", "Alborz high school"),
    ("فرهنگسرای بهمن", "Bahman cultural centre"),
    ("حسینیه‌ی ارشاد", "Hosseiniyeh Ershad"),
    ("دبیرستان دخترانه‌ی شاهد", "Shahed girls' high school"),
    ("ورزشگاه شهدای هفتم تیر", "Haftom-e Tir sports hall"),
    ("مسجد صاحب‌الزمان", "Saheb-ol-Zaman mosque"),
];
const LISTS: [(&str, &str, u64); 4] = [
    ("فهرست شهر روشن", "Bright City", 7_300_000),
    ("جبهه‌ی آبادگران محله", "Neighbourhood Builders' Front", 5_250_000),
    ("فهرست تهران سبز", "Green Tehran", 3_450_000),
    ("حزب خدمت و نوآوری", "Service and Renewal Party", 2_400_000),
];

pub(crate) fn name((fa, en): (&str, &str)) -> Name {
    Name { fa: fa.into(), en: en.into() }
}

fn person(n: usize) -> Name {
    let (given, family) = (GIVEN[n % GIVEN.len()], FAMILY[(n * 5 + n / 16) % FAMILY.len()]);
    Name { fa: format!("{} {}", given.0, family.0), en: format!("{} {}", given.1, family.1) }
}

fn code(text: impl ToString) -> Code {
    Code::new(&text.to_string()).expect("a code")
}

pub(crate) fn digest(seed: u8) -> Digest {
    let mut bytes = [0; 32];
    let mut state = u32::from(seed) + 1;
    for byte in &mut bytes {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = (state >> 24) as u8;
    }
    Digest(bytes)
}

fn contest(id: &str, title: (&str, &str), seats: u16, candidates: usize, decided: bool) -> ContestRow {
    let id = ContestId::new(id).expect("an id");
    ContestRow { id, title: name(title), seats, candidates, boxes: 60, mixes: 247, counted: 41, decided }
}

pub(crate) fn nothing_yet() -> Overview {
    let turnout = Turnout { entitled: 0, check_ins: 0, refused: 0 };
    Overview {
        title: None,
        polling_day: None,
        event: None,
        phase: "preparing",
        turnout,
        exposure: None,
        key_holders: 0,
        trustees: 0,
        contests: vec![],
        branches: vec![],
        entries: 0,
        published: 0,
    }
}

pub(crate) fn overview(phase: &'static str) -> Overview {
    let polling = phase == "polling";
    let branches: Vec<BranchRow> = (1..=137_u64)
        .map(|n| {
            let standing = match (polling, n % 11) {
                (true, 0) => BranchStanding::Waiting,
                (true, 1) => BranchStanding::Closed,
                (true, _) => BranchStanding::Open,
                (false, _) => BranchStanding::Closed,
            };
            let waiting = standing == BranchStanding::Waiting;
            let check_ins = if waiting { 0 } else { 180 + n * n * 37 % 911 };
            BranchRow {
                id: BranchId::new(&format!("{n:04}")).expect("an id"),
                name: name(PLACES[n as usize % PLACES.len()]),
                standing,
                check_ins,
                refused: if waiting { 0 } else { n * 7 % 4 },
                ballots: check_ins - if waiting { 0 } else { n % 3 },
                spoiled: if waiting { 0 } else { n % 5 },
                pending: if n % 34 == 7 { n % 13 } else { 0 },
                contact: (standing == BranchStanding::Open).then_some(if n % 34 == 7 {
                    Contact::Alone
                } else {
                    Contact::Connected
                }),
                overrides: n % 3,
                log_refused: polling && n == 53,
                life: SignOfLife {
                    alarm: (standing == BranchStanding::Open && n % 40 == 9)
                        .then_some(Alarm::Cards { check_ins: 412, given: 413 }),
                    registry: if n % 17 == 3 { Registry::Silent } else { Registry::Answers },
                    program: (standing == BranchStanding::Open).then(|| digest(if n == 42 { 2 } else { 1 })),
                },
            }
        })
        .collect();
    let (check_ins, refused) = branches.iter().fold((0, 0), |(c, r), b| (c + b.check_ins, r + b.refused));
    let voting = branches.iter().filter_map(|b| {
        let (state, told) = (b.contact?, b.pending);
        Some(Exposed { state, told, estimated: if state == Contact::Alone { 31 } else { 0 } })
    });
    let exposure = polling.then(|| Exposure::of(voting, check_ins, refused));
    let mut contests = vec![
        contest(
            "council",
            ("انتخابات شورای اسلامی شهر تهران، ری و تجریش", "City Council of Tehran, Rey and Tajrish"),
            21,
            2294,
            false,
        ),
        contest(
            "experts",
            ("انتخابات میان‌دوره‌ای مجلس خبرگان رهبری", "Assembly of Experts by-election"),
            1,
            6,
            true,
        ),
    ];
    if polling {
        for contest in &mut contests {
            (contest.boxes, contest.mixes, contest.counted, contest.decided) = (0, 0, 0, false);
        }
    }
    Overview {
        title: Some(name((
            "انتخابات شوراها و میان‌دوره‌ای خبرگان، تهران ۱۴۰۵",
            "Councils and Experts by-election, Tehran 2026",
        ))),
        polling_day: Some("2026-05-01".into()),
        event: Some(digest(1)),
        phase,
        turnout: Turnout { entitled: 231_480, check_ins, refused },
        exposure,
        key_holders: 5,
        trustees: 5,
        contests,
        branches,
        entries: 84_213,
        published: if polling { 84_020 } else { 84_213 },
    }
}

/// A contest in which candidate `n` of `lists` (or an independent) has the votes that `votes` says.
fn decided(
    id: &str,
    title: (&str, &str),
    rule: &str,
    seats: u16,
    ballots: u64,
    candidates: Vec<(Option<usize>, u64)>,
) -> (Contest, Totals, Result) {
    let body = Body { name: name(("هیأت", "Board")), key: PublicKey([0; 32]) };
    let picks = seats;
    let contest = Contest {
        id: ContestId::new(id).expect("an id"),
        title: name(title),
        rule: rule.into(),
        readings: Default::default(),
        seats,
        alternates: if seats > 1 { 11 } else { 0 },
        picks,
        executive: body.clone(),
        supervisory: body,
        lists: match candidates.iter().any(|(list, _)| list.is_some()) {
            false => vec![],
            true => (0..)
                .zip(LISTS)
                .map(|(n, (fa, en, _))| setup::List { code: code(100 + n), name: name((fa, en)) })
                .collect(),
        },
        candidates: (0..)
            .zip(&candidates)
            .map(|(n, (list, _))| setup::Candidate {
                code: code(1000 + n),
                name: person(n),
                list: list.map(|list| code(100 + list)),
                veteran: n % 9 == 0,
                degree: (n % 5) as u8,
            })
            .collect(),
    };
    let votes = contest
        .candidates
        .iter()
        .zip(&candidates)
        .map(|(c, (_, votes))| Votes { code: c.code.clone(), votes: *votes });
    let valid: u64 = candidates.iter().map(|(_, votes)| votes).sum();
    let totals = Totals { ballots, blank_picks: ballots * u64::from(picks) - valid, votes: votes.collect() };
    let boxes = (1..=60).map(|n| UnitId::try_from(format!("{n:04}")).expect("a unit")).collect();
    let Ok(Ruling::Decided(result)) = decide(&contest, totals.clone(), boxes, &[]) else {
        panic!("the sample is decided")
    };
    let shown = Result::of(&contest, &result, &[]);
    (contest, totals, shown)
}

/// V1 of the law's test vectors, at a tenth of its size.
fn council_whole() -> (Contest, Totals, Result) {
    let mut candidates = Vec::new();
    let independents = (None, 260_000);
    let lists = LISTS.iter().enumerate().map(|(at, (_, _, votes))| (Some(at), votes / 10));
    for (list, votes) in lists.chain([independents]) {
        let members = if list.is_some() { 21 } else { 160 };
        let weights: Vec<u64> =
            (0..members).map(|at: u64| 40 + 3 * (members - at) + at * at * 13 % 17).collect();
        let whole: u64 = weights.iter().sum();
        let mut left = votes;
        for (at, weight) in weights.iter().enumerate() {
            let share = if at + 1 == weights.len() { left } else { votes * weight / whole };
            left -= share;
            candidates.push((list, share));
        }
    }
    let title = ("انتخابات شورای اسلامی شهر تهران، ری و تجریش", "City Council of Tehran, Rey and Tajrish");
    decided("council", title, "tehran-1404", 21, 136_412, candidates)
}

pub(crate) fn council() -> Result {
    council_whole().2
}

pub(crate) fn experts() -> Result {
    let votes = [31_204, 22_900, 18_411, 9_007, 4_102, 2_476].map(|votes| (None, votes));
    let title = ("انتخابات میان‌دوره‌ای مجلس خبرگان رهبری", "Assembly of Experts by-election");
    decided("experts", title, "plurality", 1, 136_390, votes.into()).2
}

/// The council's contest with two boxes: one of a branch by itself, one of three branches together.
pub(crate) fn boxes() -> (Contest, Vec<Box>) {
    let (contest, totals, _) = council_whole();
    let made = |unit: &str, branches: &[usize], part: u64| Box {
        unit: unit.into(),
        branches: branches.iter().map(|n| (branch_id(*n), name(PLACES[n % PLACES.len()]))).collect(),
        remarks: branches.iter().skip(1).take(2).enumerate().map(remark).collect(),
        ballots: totals.ballots / part,
        blank_picks: totals.blank_picks / part,
        votes: contest
            .candidates
            .iter()
            .cloned()
            .zip(totals.votes.iter().map(|v| v.votes / part))
            .take(60)
            .collect(),
    };
    let boxes = vec![made("0001", &[1], 140), made("0002+2", &[2, 3, 4], 900)];
    (contest, boxes)
}

fn branch_id(n: usize) -> BranchId {
    BranchId::new(&format!("{n:04}")).expect("a number")
}

/// A branch whose figures were settled, or one that was annulled.
fn remark((at, branch): (usize, &usize)) -> Remark {
    let branch = branch_id(*branch);
    if at == 0 {
        let reason = "یک رأی‌دهنده پس از ثبت حضور و پیش از گرفتن کارت رفت.".into();
        return Remark::Settled { branch, counted: 413, check_ins: 412, cards: 411, reason };
    }
    let reason = "پلمب دستگاه شکسته بود.".into();
    Remark::Void { branch, why: election::outcome::Void::Annulled, set_aside: 211, reason }
}

/// A branch that closed, and one that never opened.
pub(crate) fn branch(lang: web::locale::Lang, opened: bool) -> maud::Markup {
    let about = setup::Branch {
        id: branch_id(2),
        name: name(PLACES[2]),
        area: election::id::AreaId::new("tehran-7").expect("a short name"),
        machine: PublicKey([0; 32]),
        executive: PublicKey([0; 32]),
        supervisory: PublicKey([0; 32]),
    };
    let unit = || UnitId::try_from(String::from("0002+2")).expect("the name of a unit");
    let contest = council_whole().0;
    let box_id = BoxId { contest: contest.id.clone(), unit: unit() };
    let opening = Opening {
        branch: branch_id(2),
        at: "2026-05-01T04:31:00Z".into(),
        booths: Vec::new(),
        cards: File::of(b""),
        ballots: 0,
        pending: None,
    };
    let closing = Closing {
        branch: branch_id(2),
        at: "2026-05-01T18:44:00Z".into(),
        check_ins: 412,
        cards: 411,
        ballots: 405,
        spoiled: 3,
        abandoned: 6,
        refused: 0,
        pending: None,
    };
    let day = BranchDay {
        branch: branch_id(2),
        opening: opened.then_some(opening),
        cards: if opened { 1_200 } else { 0 },
        ballots: if opened { 405 } else { 0 },
        refused: Vec::new(),
        closing: opened.then_some(closing),
        settlement: None,
        void: None,
        ledger: Some(BranchCheckIns { branch: branch_id(2), check_ins: 412, refused: 2 }),
        remarks: if opened { vec![remark((0, &2))] } else { Vec::new() },
        boxes: if opened { vec![box_id] } else { Vec::new() },
    };
    let act = |at: &str, act: &str, reason: &str| office::OfficersAct {
        at: at.into(),
        act: act.into(),
        reason: reason.into(),
    };
    let acts = [
        act("2026-05-01T06:10:00Z", "override", "card-unreadable"),
        act("2026-05-01T09:31:00Z", "hand-over", "folder-lost"),
        act("2026-05-01T09:35:00Z", "strip-read", "212"),
    ];
    let rate = pollbook::ladder::OverrideRate { overrides: 4, check_ins: 412 };
    web::public::branch(lang, std::slice::from_ref(&contest), &about, &day, rate, &acts)
}

/// Candidates of the council as the voting device shows them.
pub(crate) fn picks(from: usize, n: usize) -> Vec<Pick> {
    let (contest, ..) = council_whole();
    let pick = |c: &setup::Candidate| Pick {
        code: c.code.clone(),
        name: c.name.clone(),
        list: c
            .list
            .as_ref()
            .and_then(|code| contest.lists.iter().find(|l| l.code == *code))
            .map(|l| l.name.clone()),
    };
    contest.candidates.iter().skip(from).take(n).map(pick).collect()
}

pub(crate) fn lists() -> Vec<(Code, Name, usize)> {
    council_whole().0.lists.into_iter().map(|list| (list.code, list.name, 21)).collect()
}

pub(crate) fn lookup(code: Option<String>) -> Lookup {
    let Some(typed) = code else { return Lookup::Nothing };
    match Lookup::read(&typed) {
        Err(lookup) => lookup,
        Ok(code) if code == digest(3) => Lookup::Found(Inclusion {
            code,
            sequence: 40_117,
            kind: Kind::Ballot,
            tree_size: Some(84_213),
            proof: (10..27).map(digest).collect(),
        }),
        Ok(code) => Lookup::Missing(code),
    }
}

/// A calendar that was postponed once.
pub(crate) fn calendar(lang: web::locale::Lang) -> maud::Markup {
    let of = |polling: &str| {
        let term = calendar::Term {
            kind: calendar::Kind::City,
            polling: polling.parse().expect("a day"),
            registration: None,
        };
        calendar::Calendar::of(&term, &calendar::Holidays::with(Vec::new()))
    };
    let (now, then) = (of("1405/03/08"), of("1405/02/11"));
    let asked = web::public::AskedCalendar { polling: "2026-05-29".into(), ..Default::default() };
    web::public::calendar(
        lang,
        &asked,
        Some(&now),
        Some(&now.moved_from(&then)),
        "1405/01/15".parse().expect("a day"),
    )
}
