//! The desk and the voting device, screen by screen.

use crate::sample::{digest, lists, name, picks};
use election::id::BranchId;
use maud::Markup;
use web::booth::{self, CardTrouble, Choosing, Match, Reviewed, Trouble};
use web::desk::{self, Answer, Standing};
use web::locale::Lang;

pub(crate) const SCREENS: [&str; 35] = [
    "desk/ready",
    "desk/checked-in",
    "desk/already",
    "desk/not-on-roll",
    "desk/bad-number",
    "desk/closed",
    "desk/cut-off",
    "desk/alone",
    "desk/unsteady",
    "desk/elsewhere",
    "desk/owed",
    "desk/pair",
    "desk/locked",
    "desk/disk",
    "desk/found",
    "desk/found-nobody",
    "desk/officers-needed",
    "desk/alarm",
    "desk/spare",
    "desk/officers",
    "desk/officers-spare",
    "desk/undo",
    "desk/overridden",
    "desk/voted",
    "booth/waiting",
    "booth/refused",
    "booth/out",
    "booth/code",
    "booth/code-empty",
    "booth/few",
    "booth/review",
    "booth/sealed",
    "booth/unanswered",
    "booth/cast",
    "booth/challenged",
];

const COUNCIL: (&str, &str) =
    ("شورای اسلامی شهر تهران، ری و تجریش", "City Council of Tehran, Rey and Tajrish");
const EXPERTS: (&str, &str) = ("میان‌دوره‌ای مجلس خبرگان رهبری", "Assembly of Experts by-election");

pub(crate) fn desk(lang: Lang, what: &str) -> Option<Markup> {
    let branch = name(("مسجد جامع نارمک", "Narmak grand mosque"));
    let answer = match what {
        "ready" | "closed" | "found" | "found-nobody" | "alarm" | "spare" => None,
        "officers" | "officers-spare" | "undo" | "overridden" | "voted" | "pair" | "locked" => None,
        "officers-needed" => Some(Answer::Officers(desk::Contradiction::Died)),
        "elsewhere" => Some(Answer::Elsewhere(2)),
        "checked-in" => Some(Answer::CheckedIn { name: "مریم نیک‌پور".into() }),
        "already" => Some(Answer::AlreadyVoted {
            branch: name(("دبیرستان البرز", "Alborz high school")),
            at: "2026-05-01T07:12:00Z".into(),
        }),
        "not-on-roll" => Some(Answer::NotOnRoll),
        "bad-number" => Some(Answer::BadNumber),
        "cut-off" => Some(Answer::NotReached),
        "alone" => Some(Answer::Pending { card: 27 }),
        "unsteady" => Some(Answer::NoAnswer),
        "owed" => Some(Answer::CardOwed { receipt: 2_431 }),
        "disk" => Some(Answer::DiskFull),
        _ => return None,
    };
    let view = desk::View {
        branch: BranchId::new("0042").expect("an id"),
        name: branch,
        standing: match what {
            "closed" => Standing::Closed,
            "spare" | "officers-spare" => Standing::Spare,
            _ => Standing::Open,
        },
        contact: match what {
            "cut-off" => desk::Contact::Alone { left: None },
            "alone" => desk::Contact::Alone { left: Some(173) },
            "unsteady" => desk::Contact::Degraded,
            _ => desk::Contact::Connected,
        },
        pending: (what == "alone").then_some(27),
        last: Some(desk::Last { receipt: 2_431, card: (what == "alone").then_some(27) }),
        check_ins: 1_204,
        refused: 3,
        ballots: 1_187,
        spoiled: 6,
        waiting: if what == "cut-off" { 214 } else { 0 },
        balance: Some(balance(what == "alarm")),
        registry: match what {
            "officers-needed" => desk::Registry::Well,
            "unsteady" => desk::Registry::Silent,
            "alarm" => desk::Registry::Untrue,
            _ => desk::Registry::Well,
        },
        troubles: match what {
            "owed" => vec![desk::Trouble::CardsOwed(vec![2_431]), desk::Trouble::UndoingsOwed(vec![2_420])],
            "alone" => vec![desk::Trouble::OpeningWaits, desk::Trouble::CountDue],
            _ => Vec::new(),
        },
        lock: 600,
        rung: (what == "bad-number").then_some(desk::Rung::Number),
        ladder: 90,
        roll: true,
        answer,
    };
    Some(match what {
        "pair" => desk::pair(lang, "0042", None),
        "locked" => desk::locked(lang, "0042", Some(desk::Refusal::WrongCode)),
        "found" => desk::found(lang, &view, "nikpour", &found()),
        "found-nobody" => desk::found(lang, &view, "نیکپور", &[]),
        "officers" | "officers-spare" => desk::officers(lang, &view, &officers(what == "officers-spare")),
        "undo" => desk::asked(
            lang,
            &view,
            &asked(desk::Act::Undo { receipt: 2_431, reason: "wrong-person".into() }, None),
        ),
        "overridden" => {
            let act = desk::Act::Override {
                name: Some("مریم نیک\u{200c}پور".into()),
                digits: "23".into(),
                reason: "card-unreadable".into(),
            };
            let came = desk::Came::Answer(Answer::CheckedIn { name: "مریم نیک\u{200c}پور".into() });
            desk::asked(lang, &view, &asked(act, Some(came)))
        }
        "voted" => desk::voted(lang, &view, "2026-05-01T09:00:00Z", &voted()),
        _ => desk::screen(lang, &view),
    })
}

fn balance(alarm: bool) -> desk::Balance {
    desk::Balance {
        sessions: vec![
            desk::Session { id: "5e".repeat(16), check_ins: 812, cards: Some(812) },
            desk::Session { id: "a1".repeat(16), check_ins: 392, cards: None },
        ],
        check_ins: 1_204,
        given: if alarm { 1_205 } else { 1_204 },
        cast: 1_187,
        contests: vec![name(COUNCIL), name(EXPERTS)],
        spoiled: 0,
        abandoned: 0,
        under_way: if alarm { 18 } else { 17 },
        counted: Some(desk::Counted {
            at: "2026-05-01T09:00:00Z".into(),
            left: 1_796,
            given: 1_204,
            check_ins: 1_204,
        }),
        alarm: alarm.then_some(desk::Alarm::Cards { check_ins: 1_204, given: 1_205 }),
    }
}

fn officers(spare: bool) -> desk::Officers {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    desk::Officers {
        reasons: desk::Reasons {
            undo: names(&["wrong-person", "left-and-returned", "never-given"]),
            overriding: names(&[
                "card-unreadable",
                "reader-broken",
                "registry-contradicts",
                "papers-changed",
            ]),
            hand_over: names(&["broken", "battery", "folder-lost", "moved"]),
        },
        spare,
        overrides: (4, 1_204),
        open: vec![digest(3).to_string()],
        trouble: None,
    }
}

fn asked(act: desk::Act, done: Option<desk::Came>) -> desk::Asked {
    let code = digest(3).to_string();
    let address = format!("http://10.0.0.2/api/v1/acts/{code}");
    desk::Asked { signed: (true, done.is_some()), code, act, done, address }
}

fn voted() -> Vec<(String, Vec<desk::Voted>)> {
    let one = |receipt: u64, card| desk::Voted {
        receipt,
        number: Some("0499370899".into()),
        at: "2026-05-01T04:42Z".into(),
        card,
    };
    vec![("5e".repeat(16), vec![one(3, None), one(6, Some(1)), one(9, None)])]
}

fn found() -> Vec<desk::Found> {
    let found = |name: &str, father: &str, born, digits: &str| desk::Found {
        key: "00".repeat(16),
        name: name.into(),
        father: father.into(),
        born,
        digits: digits.into(),
    };
    vec![
        found("مریم نیک\u{200c}پور", "محمود", 1371, "23"),
        found("مریم نیک\u{200c}پور", "حسن", 1349, "07"),
        found("مریم نیک\u{200c}پور طالقانی", "", 0, "90"),
    ]
}

pub(crate) fn booth(lang: Lang, what: &str) -> Option<Markup> {
    let council = |chosen: usize| Reviewed { title: name(COUNCIL), picks: 21, chosen: picks(3, chosen) };
    let experts = |chosen: usize| Reviewed { title: name(EXPERTS), picks: 1, chosen: picks(90, chosen) };
    let by_code = |chosen: usize| Choosing {
        number: 1,
        of: 2,
        title: name(COUNCIL),
        picks: 21,
        chosen: picks(3, chosen),
        candidates: vec![],
        lists: lists(),
        typed: String::new(),
        found: None,
        trouble: None,
    };
    let view = match what {
        "waiting" => booth::View::Waiting { typed: String::new(), trouble: None },
        "refused" => booth::View::Waiting { typed: "4471".into(), trouble: Some(CardTrouble::Used) },
        "out" => booth::View::OutOfService,
        "code" => booth::View::Choosing(Box::new(Choosing {
            typed: "1030".into(),
            found: picks(30, 1).pop().map(Match::Candidate),
            ..by_code(6)
        })),
        "code-empty" => booth::View::Choosing(Box::new(Choosing {
            trouble: Some(Trouble::UnknownCode("999".into())),
            ..by_code(0)
        })),
        "few" => booth::View::Choosing(Box::new(Choosing {
            number: 2,
            title: name(EXPERTS),
            picks: 1,
            chosen: picks(91, 1),
            candidates: picks(90, 6),
            lists: vec![],
            ..by_code(0)
        })),
        "review" => booth::View::Reviewing(vec![council(6), experts(0)]),
        "sealed" => booth::View::Sealed(digest(3)),
        "unanswered" => booth::View::Unanswered { code: digest(3), cast: true },
        "cast" => booth::View::Cast {
            code: digest(3),
            signature: "A".repeat(86) + "==",
            address: Some(format!(
                "https://results.example/fa/receipt?code={}&branch=0002&signature={}",
                digest(3),
                "A".repeat(86)
            )),
        },
        "challenged" => booth::View::Challenged { code: digest(5), opened: vec![council(21), experts(1)] },
        _ => return None,
    };
    let place = lang.pick("مسجد جامع نارمک · دستگاه ۲", "Narmak grand mosque · device 2");
    Some(booth::screen(lang, place, &view))
}
