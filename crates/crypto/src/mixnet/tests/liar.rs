//! Mixers that follow the protocol as far as it helps them, written apart from the prover.
//!
//! A [`Liar`] commits to any places and any fractions it likes and does everything else right. Each test
//! names the one equation that stops it.
#![expect(non_snake_case, reason = "the names are the letters of docs/protocol/mix.md; A_ is A′")]

use super::super::challenge::Challenges;
use super::super::clear;
use super::super::commitment::Bases;
use super::super::decoded::List;
use super::super::fractions::fractions;
use super::super::proof::{Announcement, Answer};
use super::super::statement::Statement;
use super::super::view::View;
use super::*;
use crate::group::vote_base;

pub(super) struct Liar<'a> {
    the: &'a Box,
    pub(super) output: Vec<Ciphertext>,
    /// The places committed to before `z` is known.
    pub(super) a: Vec<Scalar>,
    /// The randomness of each output slot.
    pub(super) r_: Vec<Scalar>,
    bases: Bases,
}

/// What a liar says once `z` is known.
pub(super) struct Story {
    a: Vec<Scalar>,
    b: Vec<Scalar>,
    /// Added to the blinding of `c^a`.
    correction: Scalar,
    /// With which randomness the weighted sums are claimed to differ.
    rho: Scalar,
}

impl<'a> Liar<'a> {
    /// Re-encrypts for each output slot the input slot of `order`, which need not be a permutation.
    pub(super) fn mixing(the: &'a Box, order: &[usize]) -> Self {
        let mut rng = rng(7);
        let r_: Vec<Scalar> = order.iter().map(|_| draw(&mut rng)).collect();
        let reencrypt = |(j, r): (&usize, &Scalar)| the.input[*j].decode().unwrap().reencrypt(&the.key, r);
        Self {
            the,
            output: order.iter().zip(&r_).map(reencrypt).collect(),
            a: order.iter().map(|&j| Scalar::from(j as u64)).collect(),
            r_,
            bases: Bases::of(order.len()),
        }
    }

    pub(super) fn encoded(&self) -> Vec<EncodedCiphertext> {
        self.output.iter().map(Ciphertext::encode).collect()
    }

    /// Tells the story in the protocol's form.
    pub(super) fn prove(&self, story: impl Fn(Scalar, &[Scalar]) -> Story) -> Proof {
        self.prove_binding(story, true)
    }

    /// Tells it where the challenge `x` may leave `T_A` and `T_B` out, and solves (V5) and (V6) for them then.
    pub(super) fn prove_binding(&self, story: impl Fn(Scalar, &[Scalar]) -> Story, binds_T: bool) -> Proof {
        let n = self.a.len();
        let mut rng = rng(8);
        let mut draw_n = |n: usize| -> Vec<Scalar> { (0..n).map(|_| draw(&mut rng)).collect() };
        let (alpha, mut beta) = (draw_n(n), draw_n(n));
        beta[n - 1] = -beta[..n - 1].iter().sum::<Scalar>();
        let single = draw_n(7);
        let [mut r, s, mu, nu, l, q, tau] = single[..] else { panic!("seven were drawn") };
        let commit = |v: &[Scalar], r: &Scalar| self.bases.commit(v, r).compress();

        let encoded = self.encoded();
        let (input, output) = (List::encoded(&self.the.input), List::encoded(&encoded));
        let statement = Statement { key: &self.the.key, context: b"box", input, output };
        let mut challenges = Challenges::new(&statement);
        let c_a = vec![commit(&self.a, &r)];
        let z = challenges.place(&c_a);
        let u = fractions(&z, n).unwrap();
        let Story { a, b, correction, rho } = story(z, &u);
        r += correction;
        let c_b = vec![commit(&b, &s)];
        let lambda = challenges.fold(&c_b);

        let (mut L, mut Q, mut power) = (Scalar::ZERO, Scalar::ZERO, Scalar::ONE);
        for i in 0..n {
            L += power * (b[i] * alpha[i] + beta[i] * (z + a[i]));
            Q += power * alpha[i] * beta[i];
            power *= lambda;
        }
        let sum = |half: fn(&Ciphertext) -> Point| -> Point {
            self.output.iter().zip(&beta).map(|(e, beta)| half(e) * beta).sum()
        };
        let mut announced = Announcement {
            c_alpha: vec![commit(&alpha, &mu)],
            c_beta: vec![commit(&beta, &nu)],
            c_L: commit(&[L], &l),
            c_Q: commit(&[Q], &q),
            T_A: (sum(|e| e.A) - G * tau).compress(),
            T_B: (sum(|e| e.B) - self.the.key.times(&tau)).compress(),
        };
        if !binds_T {
            (announced.T_A, announced.T_B) = Default::default();
        }
        let x = challenges.last(&announced);
        let answer = |v: &[Scalar], mask: &[Scalar]| v.iter().zip(mask).map(|(v, m)| x * v + m).collect();
        let answer = Answer {
            a: answer(&a, &alpha),
            b: answer(&b, &beta),
            r: vec![x * r + mu],
            s: vec![x * s + nu],
            q: x * l + q,
            rho: x * rho + tau,
        };
        if !binds_T {
            let decoded: Vec<Ciphertext> = self.the.input.iter().map(|e| e.decode().unwrap()).collect();
            let weighed = |list: &[Ciphertext], by: &[Scalar], half: fn(&Ciphertext) -> Point| -> Point {
                list.iter().zip(by).map(|(e, s)| half(e) * s).sum()
            };
            let left_over = |half: fn(&Ciphertext) -> Point, base: Point| {
                weighed(&self.output, &answer.b, half) - weighed(&decoded, &u, half) * x - base * answer.rho
            };
            announced.T_A = left_over(|e| e.A, G).compress();
            announced.T_B = left_over(|e| e.B, *self.the.key.point()).compress();
        }
        Proof { c_a, c_b, announced, answer }
    }

    fn verdict(&self, proof: &Proof) -> Result<(), Fault> {
        self.the.verdict(&self.encoded(), proof)
    }

    /// The places `a` and the fractions `b`, and otherwise the truth.
    pub(super) fn story(&self, a: Vec<Scalar>, b: Vec<Scalar>) -> Story {
        let rho = b.iter().zip(&self.r_).map(|(b, r)| b * r).sum();
        Story { a, b, correction: Scalar::ZERO, rho }
    }

    /// The story that belongs to the places committed.
    pub(super) fn consistent(&self) -> impl Fn(Scalar, &[Scalar]) -> Story + '_ {
        |z, _| self.story(self.a.clone(), self.a.iter().map(|a| (z + a).invert()).collect())
    }
}

fn fails(equation: Equation) -> Result<(), Fault> {
    Err(Fault::Equation(equation))
}

#[test]
fn the_liar_is_believed_when_it_tells_the_truth() {
    let the = Box::of(5);
    let liar = Liar::mixing(&the, &[4, 2, 0, 3, 1]);
    assert_eq!(liar.verdict(&liar.prove(liar.consistent())), Ok(()));
}

#[test]
fn a_matrix_with_two_ones_in_a_column_does_not_add_up() {
    let the = Box::of(5);
    let liar = Liar::mixing(&the, &[4, 2, 0, 0, 1]);
    assert_eq!(liar.verdict(&liar.prove(liar.consistent())), fails(Equation::Sum));
}

#[test]
fn a_place_outside_the_list_does_not_add_up() {
    let the = Box::of(3);
    let mut liar = Liar::mixing(&the, &[2, 0, 1]);
    liar.a[0] = Scalar::from(3u64);
    assert_eq!(liar.verdict(&liar.prove(liar.consistent())), fails(Equation::Sum));
}

#[test]
fn fractions_that_add_up_but_belong_to_other_places_are_refused() {
    let the = Box::of(5);
    let liar = Liar::mixing(&the, &[4, 2, 0, 0, 1]);
    let permuted = |_: Scalar, u: &[Scalar]| liar.story(liar.a.clone(), u.to_vec());
    assert_eq!(liar.verdict(&liar.prove(permuted)), fails(Equation::Products));

    // The same with the double kept and the last fraction bent until the sum is right.
    let bent = |z: Scalar, u: &[Scalar]| {
        let mut b: Vec<Scalar> = liar.a.iter().map(|a| (z + a).invert()).collect();
        b[4] = u.iter().sum::<Scalar>() - b[..4].iter().sum::<Scalar>();
        liar.story(liar.a.clone(), b)
    };
    assert_eq!(liar.verdict(&liar.prove(bent)), fails(Equation::Products));
}

#[test]
fn places_changed_after_the_challenge_are_not_those_committed() {
    let the = Box::of(5);
    let liar = Liar::mixing(&the, &[4, 2, 0, 0, 1]);
    let changed = |z: Scalar, u: &[Scalar]| {
        let a: Vec<Scalar> = u.iter().map(|u| u.invert() - z).collect();
        liar.story(a, u.to_vec())
    };
    assert_eq!(liar.verdict(&liar.prove(changed)), fails(Equation::Places { row: 0 }));
}

#[test]
fn fractions_other_than_those_committed_are_refused() {
    let the = Box::of(5);
    let liar = Liar::mixing(&the, &[4, 2, 0, 3, 1]);
    let mut proof = liar.prove(liar.consistent());
    // Two answers moved against each other, so that the sum stays.
    proof.answer.b[0] += Scalar::ONE;
    proof.answer.b[1] -= Scalar::ONE;
    assert_eq!(liar.verdict(&proof), fails(Equation::Fractions { row: 0 }));
}

#[test]
fn a_vote_added_to_a_slot_is_seen_in_the_second_halves() {
    let the = Box::of(5);
    let mut liar = Liar::mixing(&the, &[4, 2, 0, 3, 1]);
    liar.output[2].B += vote_base();
    assert_eq!(liar.verdict(&liar.prove(liar.consistent())), fails(Equation::SecondHalves));
}

#[test]
fn a_vote_moved_from_one_slot_to_another_is_seen_in_the_second_halves() {
    let the = Box::of(5);
    let mut liar = Liar::mixing(&the, &[4, 2, 0, 3, 1]);
    liar.output[2].B += vote_base();
    liar.output[3].B -= vote_base();
    assert_eq!(liar.verdict(&liar.prove(liar.consistent())), fails(Equation::SecondHalves));
}

#[test]
fn a_fresh_encryption_in_place_of_a_slot_is_seen_in_the_first_halves() {
    let the = Box::of(5);
    let mut liar = Liar::mixing(&the, &[4, 2, 0, 3, 1]);
    liar.output[0] = Ciphertext::seal(&the.key, 4, &liar.r_[0]);
    assert_eq!(liar.verdict(&liar.prove(liar.consistent())), fails(Equation::FirstHalves));
}

#[test]
fn a_challenge_that_leaves_out_the_masks_could_be_met_and_is_not_ours() {
    let the = Box::of(5);
    let mut liar = Liar::mixing(&the, &[4, 2, 0, 3, 1]);
    liar.output[2].B += vote_base();
    assert_eq!(liar.verdict(&liar.prove_binding(liar.consistent(), false)), fails(Equation::Sum));
}

/// Slot 0 is dropped and slot 1 doubled. This liar knows every vote, the randomness under which it was
/// sealed, and the logarithms of its own bases.
pub(super) fn forgery(the: &Box, t: &[Scalar]) -> (Vec<EncodedCiphertext>, Proof) {
    let n = t.len();
    let from = [1, 1, 2, 3, 4];
    let mut liar = Liar::mixing(the, &from);
    liar.bases = Bases::chosen(t.iter().map(|t| G * t).collect());

    // Once it knows z, it bends the fractions until both their sum and the weighted sum of the votes are
    // right, invents the places that belong to them, and opens its commitment to those.
    let forged = liar.prove(|z, u| {
        let number = |j: usize| Scalar::from(j as u64);
        let mut b = u.to_vec();
        let missing: Scalar = (0..n).map(|i| u[i] * (number(i) - number(from[i]))).sum();
        b[2] += missing;
        b[1] -= missing;
        let a: Vec<Scalar> = b.iter().map(|b| b.invert() - z).collect();
        let correction = (0..n).map(|l| t[l] * (liar.a[l] - a[l])).sum();
        let rho = (0..n).map(|i| b[i] * (the.r[from[i]] + liar.r_[i]) - u[i] * the.r[i]).sum();
        Story { a, b, correction, rho }
    });
    (liar.encoded(), forged)
}

#[test]
fn who_chooses_the_bases_can_forge_and_is_refused_because_they_are_derived() {
    let the = Box::of(5);
    let t: Vec<Scalar> = (11..16u64).map(Scalar::from).collect();
    let (encoded, forged) = forgery(&the, &t);
    let (input, output) = (List::encoded(&the.input), List::encoded(&encoded));
    let statement = Statement { key: &the.key, context: b"box", input, output };
    let mut view = View::of(&statement, &forged).unwrap();
    let sums = |list: &[EncodedCiphertext], by: &[Scalar]| {
        let weigh = |half: fn(&Ciphertext) -> Point| -> Point {
            list.iter().zip(by).map(|(e, s)| half(&e.decode().unwrap()) * s).sum()
        };
        (weigh(|e| e.A), weigh(|e| e.B))
    };
    let halves = (sums(&the.input, &view.u), sums(&encoded, &forged.answer.b));
    view.bases = Bases::chosen(t.iter().map(|t| G * t).collect());
    assert_eq!(clear::sum(&view), Ok(()));
    assert_eq!(clear::rows(&view), Ok(()));
    assert_eq!(clear::halves(&the.key, &view, halves.0, halves.1), Ok(()));
    assert_ne!(the.opened(&encoded), the.opened(&the.input));

    assert_eq!(the.verdict(&encoded, &forged), fails(Equation::Places { row: 0 }));
}
