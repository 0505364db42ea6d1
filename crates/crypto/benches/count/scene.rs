//! What is measured: a box, mixed three times; ballots of Tehran's council; three trustees of whom two open.

use crypto::ceremony::{Circle, JointKey, KeyShare, Plan, conclude, give_verdict, prepare, register};
use crypto::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext, draw};
use crypto::group::{G, Scalar};
use crypto::limit;
use crypto::mixnet::{self, List, Proof, Step};
use crypto::seal::{self, Item, Seal, Selection, Shape};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use rayon::prelude::*;

pub(crate) const CONTEXT: &[u8] = b"bench";
/// Blanks and candidates.
pub(crate) const NUMBERS: usize = 2_315;

pub(crate) struct Scene {
    pub(crate) rng: ChaCha20Rng,
    pub(crate) key: ElectionKey,
    pub(crate) randomness: Vec<Scalar>,
    /// Of 128 bits.
    pub(crate) weights: Vec<Scalar>,
    /// The box, and what each of three mixers made of it.
    pub(crate) lists: Vec<Vec<EncodedCiphertext>>,
    pub(crate) proofs: Vec<Proof>,
}

impl Scene {
    pub(crate) fn of(slots: usize) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(slots as u64);
        let key = ElectionKey::new(G * draw(&mut rng)).expect("a drawn key is proper");
        let randomness: Vec<Scalar> = (0..slots).map(|_| draw(&mut rng)).collect();
        let weights = randomness.iter().map(limit::short).collect();
        let slot = |(m, r): (usize, &Scalar)| Ciphertext::seal(&key, (m % NUMBERS) as u64, r).encode();
        let mut lists = vec![randomness.par_iter().enumerate().map(slot).collect::<Vec<_>>()];
        let mut proofs = Vec::new();
        for mixer in 0..3 {
            let mixed = mixnet::shuffle(&key, CONTEXT, &lists[mixer], &mut rng);
            let (output, proof) = mixed.expect("an honest list");
            lists.push(output);
            proofs.push(proof);
        }
        Self { rng, key, randomness, weights, lists, proofs }
    }

    /// Verifies the first mixes.
    pub(crate) fn check(&mut self, mixes: usize) {
        let steps: Vec<Step<'_>> = (0..mixes)
            .map(|k| Step {
                context: CONTEXT,
                output: List::encoded(&self.lists[k + 1]),
                proof: &self.proofs[k],
            })
            .collect();
        let verdicts = mixnet::check_chain(&self.key, List::encoded(&self.lists[0]), &steps, &mut self.rng);
        assert!(verdicts.iter().all(Result::is_ok), "honest mixes");
    }
}

pub(crate) struct Ballots {
    rng: ChaCha20Rng,
    pub(crate) key: ElectionKey,
    pub(crate) shape: Shape,
    selection: Selection,
    pub(crate) contexts: Vec<Vec<u8>>,
    pub(crate) seals: Vec<Seal>,
}

impl Ballots {
    pub(crate) fn of(ballots: usize) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(ballots as u64);
        let key = ElectionKey::new(G * draw(&mut rng)).expect("a drawn key is proper");
        let shape = Shape::new(21, 2_294).expect("the council of Tehran");
        let chosen: Vec<u16> = (0..21).map(|n| n * 97).collect();
        let selection = Selection::new(shape, &chosen).expect("candidates of the contest");
        let contexts: Vec<Vec<u8>> = (0..ballots).map(|n| n.to_le_bytes().to_vec()).collect();
        let seals = contexts
            .par_iter()
            .enumerate()
            .map(|(n, context)| {
                let rng = &mut ChaCha20Rng::seed_from_u64(n as u64);
                seal::seal(shape, &key, context, &selection, rng).0
            })
            .collect();
        Self { rng, key, shape, selection, contexts, seals }
    }

    pub(crate) fn seal(&mut self, context: &[u8]) -> Seal {
        seal::seal(self.shape, &self.key, context, &self.selection, &mut self.rng).0
    }

    pub(crate) fn check(&mut self) {
        let items: Vec<Item<'_>> = self
            .contexts
            .iter()
            .zip(&self.seals)
            .map(|(context, seal)| Item { shape: self.shape, context, seal })
            .collect();
        assert_eq!(seal::check_batch(&items, &self.key, &mut self.rng), Ok(()));
    }
}

/// Three trustees, of whom two open. Their key is another than the box's: what a slot opens to takes no time.
pub(crate) fn keys(rng: &mut ChaCha20Rng) -> (Plan, JointKey, Vec<KeyShare>) {
    let plan = Plan::new(3, 2).expect("two of three");
    let (secrets, publics): (Vec<_>, Vec<_>) = (1..=3).map(|index| register(CONTEXT, index, rng)).unzip();
    let circle = Circle::new(plan, CONTEXT, publics).expect("three trustees");
    let (mut pledges, mut deals) = (Vec::new(), Vec::new());
    for index in 1..=3 {
        let (deal, pledge) = prepare(&circle, index, rng).expect("a trustee of the circle");
        pledges.push((index, pledge));
        deals.push((index, deal));
    }
    let (mut verdicts, mut shares) = (Vec::new(), Vec::new());
    for (index, secret) in (1..).zip(&secrets) {
        let spoken = give_verdict(&circle, index, secret, &pledges, &deals, rng).expect("honest deals");
        verdicts.push((index, spoken.0));
        shares.push((index, spoken.1));
    }
    let joint = conclude(&circle, &pledges, &deals, &verdicts).expect("an honest ceremony");
    let shares = shares
        .iter()
        .map(|(index, shares)| KeyShare::combine(&joint, *index, shares).expect("honest shares"));
    let shares = shares.collect();
    (plan, joint, shares)
}
