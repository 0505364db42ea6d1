//! The staff of a made-up province, their training, and who answers for its network: most branches are manned, most
//! passes are good, and some of both are not.

use super::chance;
use super::office::Hand;
use super::person::{NAMES, name};
use super::province::Province;
use crate::failure::Failure;
use calendar::Day;
use election::national_id::NationalId;
use headquarters::permit::PersonId;
use headquarters::place::{Level, Place};
use headquarters::role::Role;
use headquarters::security::{self, Segment, Zone};
use headquarters::staff::typed::{BASIS, NewSession};
use headquarters::staff::{
    Declaration, Duty, Examined, Grade, Kin, Member, Post, Schooling, Service, Signed, curriculum,
};
use office::Office;
use rand::RngExt as _;

/// Who sits in every branch, and how often a post of it is filled.
const CREW: [(Post, u64); 12] = [
    (Post::BoardMember, 99),
    (Post::BoardMember, 98),
    (Post::BoardMember, 97),
    (Post::BoardMember, 93),
    (Post::BoardMember, 90),
    (Post::Operator, 97),
    (Post::Operator, 92),
    (Post::Operator, 80),
    (Post::GovernorRepresentative, 96),
    (Post::Police, 98),
    (Post::Police, 90),
    (Post::Technician, 40),
];
/// Sessions of each county.
const SESSIONS: i64 = 12;
/// Days from an appointment to its examination, and from that to the assignment.
const STEP: i64 = 7;

/// Brings in staff up to the number that was asked for, then sessions and segments of each county.
pub(super) async fn fill(office: &Office, made: &Province, staff: usize, seed: u64) -> Result<(), Failure> {
    let (secretary, today) = (Hand::of(1, Role::Secretary), office.today());
    let days = (today, made.polling());
    let mut files = Vec::with_capacity(staff);
    let mut trainers = Vec::new();
    for county in made.counties() {
        let number = files.len() as i64 + 1;
        let mut trainer = member(seed, number as u64, county, (Post::Operator, true), days)?;
        let (on, by) = (today.after(-60), PersonId(-3));
        let until = Some(made.polling().after(60));
        let (grade, score) = (Grade::CountyTrainer, 100);
        let certificate = format!("T-{number}");
        let signed = Signed { on, by };
        trainer.1.examined.push(Examined {
            post: Post::Operator,
            grade,
            signed,
            session: None,
            score,
            until,
            certificate,
            confirmed: None,
            corrected: None,
        });
        trainer.1.number = number;
        trainers.push((county.clone(), number));
        files.push(trainer);
    }
    let branches: Vec<&Place> = made.places().collect();
    let rounds = staff.div_ceil(branches.len().max(1));
    'all: for round in 0..rounds {
        for place in &branches {
            if files.len() >= staff {
                break 'all;
            }
            let n = files.len() as u64;
            // Beyond its crew a branch's people wait: as reserves, or to be assigned.
            let (post, filled) = CREW[round % CREW.len()];
            let serves = round < CREW.len() && chance::of(seed, "serves", n).random_ratio(filled as u32, 100);
            files.push(member(seed, n + 1, place, (post, serves), days)?);
        }
    }
    office.import_staff_files(&secretary.may()?, files).await?;
    for (county, trainer) in trainers {
        for n in 0..SESSIONS {
            let new = NewSession {
                post: Post::Operator,
                grade: Grade::Branch,
                place: county.clone(),
                venue: "سالن آموزش".into(),
                on: today.after(n * 2),
                capacity: 60,
                trainer,
                late: String::new(),
            };
            let session = office.open_session(&secretary.may()?, new).await?;
            if n < 2 {
                office.enrol_waiting(&secretary.may()?, session).await?;
            }
        }
        segment(office, &county, today).await?;
    }
    Ok(())
}

async fn segment(office: &Office, county: &Place, today: Day) -> Result<(), Failure> {
    let governor = Hand::of(1, Role::Governor);
    let new = Segment {
        code: format!("{}-branches", county.code()),
        name: "شبکه‌ی شعبه‌ها".into(),
        place: county.clone(),
        zone: Zone::Branches,
        opened: security::Signed { on: today, by: PersonId(1) },
        responsible: Vec::new(),
        offer: None,
        hosts: Vec::new(),
        certificates: Vec::new(),
    };
    office.keep_segment(&governor.may()?, new).await.map_err(Failure::from)
}

/// Somebody of a place, with a pass and an assignment where they serve.
fn member(
    seed: u64,
    n: u64,
    place: &Place,
    (post, serves): (Post, bool),
    (today, polling): (Day, Day),
) -> Result<(NationalId, Member), Failure> {
    let mut rng = chance::of(seed, "member", n);
    // One number each: the serial is the number of the member, above those that were never issued.
    let national =
        NationalId::from_serial(100_000_000 + n as u32).ok_or_else(|| Failure::other("no such number"))?;
    let called = name(rng.random_range(0..NAMES));
    let appointed = Signed { on: today.after(-rng.random_range(40..70)), by: PersonId(1) };
    let learned = curriculum(post, Grade::Branch);
    let examined_on = appointed.on.after(STEP);
    let passed = serves || rng.random_ratio(3, 5);
    // A pass is good from its session on; of those who only wait, some will not be good on the day.
    let until = if serves { examined_on.after(learned.valid) } else { today.after(rng.random_range(5..90)) };
    let good = until >= polling;
    let examined = Examined {
        post,
        grade: Grade::Branch,
        signed: Signed { on: examined_on, by: PersonId(-2) },
        session: None,
        score: rng.random_range(learned.pass_mark..=100),
        until: Some(until),
        certificate: String::new(),
        confirmed: None,
        corrected: None,
    };
    let at = if post.level() == Level::District {
        place.above().unwrap_or_else(|| place.clone())
    } else {
        place.clone()
    };
    let service = Service {
        place: at,
        post,
        duty: Duty::Serving,
        from: Signed { on: examined_on.after(STEP), by: PersonId(1) },
        ended: None,
    };
    let serves = serves && good && place.level() == Level::Branch;
    let member = Member {
        number: 0,
        national: String::new(),
        name: called.fa,
        latin: called.en,
        phone: format!("0912{:07}", n),
        home: place.clone(),
        lives: None,
        post,
        declared: Declaration {
            born: today.after(-365 * rng.random_range(22..58)),
            schooling: if rng.random_ratio(1, 2) { Schooling::Degree } else { Schooling::Diploma },
            candidate: false,
            agent: false,
            kin: Kin::Stranger,
            supervises: false,
            offence: false,
        },
        appointed,
        basis: BASIS.into(),
        left: None,
        returned: Vec::new(),
        examined: if passed { vec![examined] } else { Vec::new() },
        services: if serves { vec![service] } else { Vec::new() },
        shifts: Vec::new(),
        mistaken: Vec::new(),
    };
    Ok((national, member))
}
