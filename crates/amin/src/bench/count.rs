//! `amin bench count`: seal, check, mix, open, and the limits under them, in one run.

use crate::failure::Failure;
use clap::Args as ClapArgs;
use crypto::ceremony::{Circle, KeyShare, Plan, conclude, give_verdict, prepare, register};
use crypto::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext, draw};
use crypto::group::{Scalar, g_table};
use crypto::limit;
use crypto::mixnet::{self, Decoded, List, Proof, Step};
use crypto::opening::{Slots, partial};
use crypto::seal::{self, Item, Seal, Selection, Shape};
use rand::CryptoRng;
use rayon::prelude::*;
use serde_json::json;
use std::hint::black_box;
use std::time::Instant;

const CONTEXT: &[u8] = b"bench";
/// Mixers of a box.
const MIXERS: usize = 3;

/// Time the private count on this machine
///
/// Every figure is the best of several rounds, and each round measures the limits beside it, so that another load on the
/// machine meets all alike. The limit of mixing is two fixed-base multiplications a slot, to re-encrypt; that of checking a
/// mix is two decoded points and two terms of a sum with 128-bit weights. A mix is checked as in an election: the
/// chain of three mixes of a box, divided by three.
#[derive(ClapArgs)]
#[command(after_help = "Example:\n  amin bench count --slots 10000 --json")]
pub(crate) struct Args {
    /// Slots in the box
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    slots: u32,
    /// Ballots of 21 picks of 2,294 candidates to seal and check
    #[arg(long, default_value_t = 240, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    ballots: u32,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Measures and prints.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let mut rng = rand::rng();
    let slots = args.slots as usize;
    let scene = Scene::of(slots, &mut rng)?;
    let (seal_ms, ballots) = Ballots::seal(args.ballots as usize, &mut rng)?;
    let rounds = if slots < 50_000 { 5 } else { 2 };
    let mut best = [f64::INFINITY; 6];
    for _ in 0..rounds {
        let took = [
            timed(|| {
                black_box(limit::of_mixing(&scene.key, &scene.randomness));
                Ok(())
            })?,
            timed(|| {
                let mixed = mixnet::shuffle(&scene.key, CONTEXT, &scene.lists[0], &mut rng);
                mixed.map(|mixed| drop(black_box(mixed))).map_err(Failure::other)
            })?,
            timed(|| {
                let sum = limit::of_checking_a_mix(&scene.lists[1], &scene.weights);
                black_box(sum).map(|_| ()).ok_or_else(|| Failure::other("a slot is no point"))
            })?,
            timed(|| scene.check(&mut rng))? / MIXERS as f64,
            timed(|| scene.open(&mut rng))?,
            timed(|| ballots.check(&mut rng))?,
        ];
        for (best, took) in best.iter_mut().zip(took) {
            *best = best.min(took);
        }
    }
    let [mix_limit, mix, check_limit, check, open, batch] = best;
    let (threads, us) = (rayon::current_num_threads(), 1e6 / slots as f64);
    let report = json!({
        "slots": slots,
        "threads": threads,
        "seal_ms_per_ballot": seal_ms,
        "ballot_verify_batch_ms": batch * 1e3 * threads as f64 / f64::from(args.ballots),
        "shuffle_prove_us_per_slot": mix * us,
        "shuffle_verify_us_per_slot": check * us,
        "open_us_per_slot": open * us,
        "floor_verify_us_per_slot": check_limit * us,
        "verify_over_floor": check / check_limit,
        "prove_over_floor": mix / mix_limit,
    });
    if args.json {
        println!("{report}");
    } else {
        for (name, value) in report.as_object().into_iter().flatten() {
            println!("{name:<28} {:>10.3}", value.as_f64().unwrap_or_default());
        }
    }
    Ok(())
}

fn timed(act: impl FnOnce() -> Result<(), Failure>) -> Result<f64, Failure> {
    let begun = Instant::now();
    act()?;
    Ok(begun.elapsed().as_secs_f64())
}

/// A box, what three mixers made of it, and a trustee who opens it.
struct Scene {
    key: ElectionKey,
    randomness: Vec<Scalar>,
    /// Of 128 bits.
    weights: Vec<Scalar>,
    lists: Vec<Vec<EncodedCiphertext>>,
    proofs: Vec<Proof>,
    /// The last list with its points, as whoever has checked its mix holds it.
    last: Decoded,
    share: KeyShare,
}

impl Scene {
    fn of(slots: usize, rng: &mut impl CryptoRng) -> Result<Self, Failure> {
        let key = ElectionKey::new(g_table() * &draw(rng)).map_err(Failure::other)?;
        let randomness: Vec<Scalar> = (0..slots).map(|_| draw(rng)).collect();
        let weights = randomness.iter().map(limit::short).collect();
        let slot = |(m, r): (usize, &Scalar)| Ciphertext::seal(&key, m as u64 % 2315, r).encode();
        let mut lists = vec![randomness.par_iter().enumerate().map(slot).collect::<Vec<_>>()];
        let mut proofs = Vec::new();
        for mixer in 0..MIXERS {
            let (output, proof) =
                mixnet::shuffle(&key, CONTEXT, &lists[mixer], rng).map_err(Failure::other)?;
            lists.push(output);
            proofs.push(proof);
        }
        let last = Decoded::new(lists[MIXERS].clone());
        let last = last.map_err(|(slot, why)| Failure::other(format!("slot {slot}: {why}")))?;
        Ok(Self { key, randomness, weights, lists, proofs, last, share: share(rng)? })
    }

    fn check(&self, rng: &mut impl CryptoRng) -> Result<(), Failure> {
        let steps: Vec<Step<'_>> = self.lists[1..]
            .iter()
            .zip(&self.proofs)
            .map(|(output, proof)| Step { context: CONTEXT, output: List::encoded(output), proof })
            .collect();
        let verdicts = mixnet::check_chain(&self.key, List::encoded(&self.lists[0]), &steps, rng);
        verdicts.into_iter().collect::<Result<(), _>>().map_err(Failure::other)
    }

    fn open(&self, rng: &mut impl CryptoRng) -> Result<(), Failure> {
        let slots = Slots::of(&self.last).map_err(Failure::other)?;
        let opened = partial(CONTEXT, &self.share, &self.share.verification(), &slots, rng);
        opened.map(|opened| drop(black_box(opened))).map_err(Failure::other)
    }
}

/// The share of a trustee who makes a key alone.
fn share(rng: &mut impl CryptoRng) -> Result<KeyShare, Failure> {
    let plan = Plan::new(1, 1).map_err(Failure::other)?;
    let (secret, public) = register(CONTEXT, 1, rng);
    let circle = Circle::new(plan, CONTEXT, vec![public]).map_err(Failure::other)?;
    let (deal, pledge) = prepare(&circle, 1, rng).map_err(Failure::other)?;
    let (pledges, deals) = ([(1, pledge)], [(1, deal)]);
    let (verdict, shares) =
        give_verdict(&circle, 1, &secret, &pledges, &deals, rng).map_err(Failure::other)?;
    let joint = conclude(&circle, &pledges, &deals, &[(1, verdict)]).map_err(Failure::other)?;
    KeyShare::combine(&joint, 1, &shares).map_err(Failure::other)
}

/// Ballots of the council of Tehran.
struct Ballots {
    key: ElectionKey,
    shape: Shape,
    contexts: Vec<[u8; 8]>,
    seals: Vec<Seal>,
}

impl Ballots {
    /// Seals them one after the other, as a booth does; answers the milliseconds of the one in the middle.
    fn seal(ballots: usize, rng: &mut impl CryptoRng) -> Result<(f64, Self), Failure> {
        let key = ElectionKey::new(g_table() * &draw(rng)).map_err(Failure::other)?;
        let shape = Shape::new(21, 2294).map_err(Failure::other)?;
        let chosen: Vec<u16> = (0..21).map(|n| n * 97).collect();
        let selection = Selection::new(shape, &chosen).map_err(Failure::other)?;
        // The first seal of a booth's day also derives the generators.
        seal::seal(shape, &key, CONTEXT, &selection, rng);
        let contexts: Vec<[u8; 8]> = (0..ballots).map(usize::to_le_bytes).collect();
        let (mut seals, mut took) = (Vec::with_capacity(ballots), Vec::with_capacity(ballots));
        for context in &contexts {
            let begun = Instant::now();
            seals.push(seal::seal(shape, &key, context, &selection, rng).0);
            took.push(begun.elapsed().as_secs_f64() * 1e3);
        }
        took.sort_by(f64::total_cmp);
        Ok((took[ballots / 2], Self { key, shape, contexts, seals }))
    }

    fn check(&self, rng: &mut impl CryptoRng) -> Result<(), Failure> {
        let items: Vec<Item<'_>> = self
            .contexts
            .iter()
            .zip(&self.seals)
            .map(|(context, seal)| Item { shape: self.shape, context, seal })
            .collect();
        seal::check_batch(&items, &self.key, rng).map_err(|_| Failure::other("an honest seal was refused"))
    }
}
