//! The desk and the voting device, screen by screen.

use crate::sample::{digest, lists, name, picks};
use election::id::BranchId;
use maud::Markup;
use web::booth::{self, CardTrouble, Choosing, Match, Reviewed, Trouble};
use web::desk::{self, Answer, Standing};
use web::locale::Lang;

pub(crate) const SCREENS: [&str; 20] = [
    "desk/ready",
    "desk/checked-in",
    "desk/already",
    "desk/not-on-roll",
    "desk/bad-number",
    "desk/closed",
    "desk/cut-off",
    "desk/alone",
    "desk/unsteady",
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
        "ready" | "closed" => None,
        "checked-in" => Some(Answer::CheckedIn { name: "مریم نیک‌پور".into() }),
        "already" => Some(Answer::AlreadyVoted {
            branch: name(("دبیرستان البرز", "Alborz high school")),
            at: "2026-05-01T07:12:00Z".into(),
        }),
        "not-on-roll" => Some(Answer::NotOnRoll),
        "bad-number" => Some(Answer::BadNumber),
        "cut-off" => Some(Answer::NotReached),
        "alone" => Some(Answer::Pending { card: 27 }),
        "unsteady" => Some(Answer::Unreachable),
        _ => return None,
    };
    let view = desk::View {
        branch: BranchId::new("0042").expect("an id"),
        name: branch,
        standing: if what == "closed" { Standing::Closed } else { Standing::Open },
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
        answer,
    };
    Some(desk::screen(lang, &view))
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
            address: Some(format!("https://results.example/fa/receipt?code={}", digest(3))),
        },
        "challenged" => booth::View::Challenged { code: digest(5), opened: vec![council(21), experts(1)] },
        _ => return None,
    };
    let place = lang.pick("مسجد جامع نارمک · دستگاه ۲", "Narmak grand mosque · device 2");
    Some(booth::screen(lang, place, &view))
}
