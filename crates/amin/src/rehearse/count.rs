//! After the polls: mix, open, count, draw lots, decide.

use super::Args;
use super::chaos::Told;
use super::machines::{Machines, Struck};
use super::people::People;
use super::setup::{HEADQUARTERS, Hq, trustees};
use crate::failure::Failure;
use crate::sample::chance;
use board::entry::{Entry, Lot};
use election::outcome::{Drawn, LotDue};
use election::setup::{Contest, Event, Setup};
use election::signatory::{Side, Signatory};
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use station::headquarters::answer;
use std::time::Duration;

/// All trustees mix. On a rough day one of them is killed on the way, and the headquarters as well.
pub(crate) fn mix(
    args: &Args,
    machines: &mut Machines,
    hq: &Hq,
    told: Option<&mut Told>,
) -> Result<(), Failure> {
    let indices = 1..=args.trustees;
    let Some(told) = told else { return trustees(args, hq, "mix", indices, None).map(drop) };
    let mut rng = chance::of(args.seed, "mix", 0);
    let after = Duration::from_millis(rng.random_range(200..3_000));
    let struck = Struck { job: rng.random_range(0..args.trustees.into()), after };
    told.headquarters_killed += 1;
    let hurt = std::thread::scope(|scope| {
        let headquarters = scope.spawn(move || {
            std::thread::sleep(after / 2);
            machines.cut_off_and_start(HEADQUARTERS)
        });
        let hurt = trustees(args, hq, "mix", indices, Some(struck))?;
        headquarters.join().map_err(|_| Failure::other("the headquarters was not started again"))??;
        Ok::<_, Failure>(hurt)
    })?;
    told.trustees_killed += u64::from(hurt);
    Ok(())
}

/// As many as are needed open: not always the first ones. On a rough day one of them is killed on the way.
pub(crate) fn open(args: &Args, hq: &Hq, mut told: Option<&mut Told>) -> Result<(), Failure> {
    let struck = told.is_some().then(|| {
        let mut rng = chance::of(args.seed, "open", 0);
        let after = Duration::from_millis(rng.random_range(200..3_000));
        Struck { job: rng.random_range(0..args.threshold.into()), after }
    });
    let mut all: Vec<u16> = (1..=args.trustees).collect();
    all.shuffle(&mut ChaCha20Rng::seed_from_u64(args.seed));
    all.truncate(args.threshold.into());
    let hurt = trustees(args, hq, "open", all.into_iter(), struck)?;
    if let Some(told) = &mut told {
        told.trustees_killed += u64::from(hurt);
    }
    Ok(())
}

/// Minutes for every box, then the contests, with a lot where the law asks for one.
pub(crate) async fn count(
    args: &Args,
    hq: &Hq,
    event: &Event,
    setup: &Setup,
    people: &People,
) -> Result<(), Failure> {
    let counted = hq.operate("/api/v1/count", &json!({})).await?;
    if counted["waiting"] != 0 {
        return Err(Failure::other(format!(
            "{} boxes were not opened by enough trustees",
            counted["waiting"]
        )));
    }
    let mut rng = ChaCha20Rng::seed_from_u64(args.seed ^ 0x6c6f74);
    for contest in &setup.contests {
        decide(hq, event, contest, people, &mut rng).await?;
    }
    hq.settled().await
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Decision {
    Entry(Box<RawValue>),
    LotDue(LotDue),
}

async fn decide(
    hq: &Hq,
    event: &Event,
    contest: &Contest,
    people: &People,
    rng: &mut ChaCha20Rng,
) -> Result<(), Failure> {
    let boards = Side::BOTH.map(|side| Signatory::Body(contest.id.clone(), side));
    // Each lot answers one question; a contest of one vote each could ask as often as it has candidates.
    for _ in 0..=2 * contest.candidates.len() {
        let request = hq
            .client
            .post(format!("{}/api/v1/contests/{}/decision", hq.url, contest.id))
            .bearer_auth(&hq.token)
            .json(&json!({}));
        match answer(request.send().await).await? {
            Decision::Entry(entry) => {
                hq.append(people.sign(entry.get().as_bytes(), event, &boards)?).await?;
                return Ok(());
            }
            Decision::LotDue(due) => {
                let mut drawn = due.among.clone();
                drawn.shuffle(rng);
                drawn.truncate(due.choose as usize);
                let drawn = Drawn { purpose: due.purpose, among: due.among, drawn };
                let lot = Entry::unsigned(Lot { contest: contest.id.clone(), drawn }).to_bytes();
                hq.append(people.sign(&lot, event, &boards)?).await?;
            }
        }
    }
    Err(Failure::other(format!("contest {} asks for lots without end", contest.id)))
}
