//! A booth that runs its own program: it seals what is no ballot, and proves as well as it can.
#![expect(non_snake_case, reason = "the letters are those of docs/protocol/seal.md")]

use super::*;
use crate::elgamal::Ciphertext;
use crate::group::{Point, vote_base};
use crate::seal::generators::generators;
use crate::seal::prover::{Witness, close, evaluate, link};
use crate::seal::statement::{Statement, inner, powers};
use crate::wire::Malformed;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use proptest::prelude::*;

const POLYNOMIAL: Fault = Fault::Set { equation: Equation::Polynomial };
const VECTORS: Fault = Fault::Set { equation: Equation::Vectors };

/// What the liar seals, and the digits it claims the values (2) have.
pub(super) struct Lie {
    pub(super) shape: Shape,
    numbers: Vec<Scalar>,
    values: Vec<Scalar>,
    a_L: Vec<Scalar>,
    a_R: Vec<Scalar>,
    pub(super) randomness: Vec<Scalar>,
    /// What it adds to the randomness in the second halves.
    pub(super) skew: Vec<Scalar>,
    /// Does it name the `t̂` that (9) asks for, instead of the inner product it has?
    bends_t: bool,
}

impl Lie {
    /// Seals the numbers, whatever they are, and takes the low `n` bits of each value (2).
    pub(super) fn about(shape: Shape, numbers: &[i64]) -> Self {
        let mut values = vec![numbers[0]];
        values.extend(numbers.windows(2).map(|pair| pair[1] - pair[0] - 1));
        values.push(i64::from(shape.max()) - numbers[numbers.len() - 1]);
        let bits = values.iter().flat_map(|value| (0..shape.bits()).map(move |t| value >> t & 1));
        let a_L: Vec<_> = bits.map(|bit| Scalar::from(bit as u64)).collect();
        let rng = &mut rng(30);
        Self {
            shape,
            numbers: numbers.iter().map(|&m| scalar(m)).collect(),
            values: values.iter().map(|&v| scalar(v)).collect(),
            a_R: a_L.iter().map(|a| a - Scalar::ONE).collect(),
            a_L,
            randomness: numbers.iter().map(|_| Scalar::random(rng)).collect(),
            skew: vec![Scalar::ZERO; numbers.len()],
            bends_t: false,
        }
    }

    pub(super) fn bending_t(self) -> Self {
        Self { bends_t: true, ..self }
    }

    /// Puts each whole value into its lowest digit, where a bit should be.
    pub(super) fn with_great_digits(mut self) -> Self {
        let n = self.shape.bits();
        self.a_L.fill(Scalar::ZERO);
        for (j, value) in self.values.iter().enumerate() {
            self.a_L[j * n] = *value;
        }
        self.a_R = self.a_L.iter().map(|a| a - Scalar::ONE).collect();
        self
    }

    pub(super) fn seal(&self, key: &ElectionKey) -> Seal {
        let rng = &mut rng(31);
        let slots: Vec<_> = std::iter::zip(&self.numbers, std::iter::zip(&self.randomness, &self.skew))
            .map(|(m, (r, skew))| Ciphertext { A: r * G, B: key.times(&(r + skew)) + m * vote_base() })
            .map(|slot| slot.encode())
            .collect();
        let mut statement = Statement::new(self.shape, key, CONTEXT, &slots);
        let link = link(&mut statement, key, &self.numbers, &self.randomness, rng);
        let (alpha, width) = (Scalar::random(rng), self.shape.width());
        let C_a = key.times(&alpha)
            + Point::vartime_multiscalar_mul(&self.a_L, &generators().Gs[..width])
            + Point::vartime_multiscalar_mul(&self.a_R, &generators().Hs[..width]);
        let witness = Witness { a_L: &self.a_L, a_R: &self.a_R, alpha: &alpha, r: &self.randomness };
        let evaluated = evaluate(&mut statement, self.shape, key, &link, C_a, witness, rng);
        let mut t = inner(&evaluated.l, &evaluated.r);
        if self.bends_t {
            // The liar reads the challenge z in the transcript like everyone.
            let mut statement = Statement::new(self.shape, key, CONTEXT, &slots);
            statement.lambda();
            statement.c(&link.R_A, &link.R_B);
            let (_, z) = statement.y_z(&link, &evaluated.C_a, &evaluated.C_s);
            let n = self.shape.bits();
            let two_powers = powers(&Scalar::from(2_u8), n);
            let z_powers = &powers(&z, self.shape.values() + 2)[2..];
            for ((z_j, value), digits) in z_powers.iter().zip(&self.values).zip(self.a_L.chunks(n)) {
                t += z_j * (value - inner(digits, &two_powers));
            }
        }
        let set = close(&mut statement, self.shape, evaluated, t);
        Seal { slots, link, set }
    }
}

fn scalar(m: i64) -> Scalar {
    if m < 0 { -Scalar::from(m.unsigned_abs()) } else { Scalar::from(m as u64) }
}

pub(super) fn village_lie(numbers: &[i64]) -> Lie {
    Lie::about(village().0, numbers)
}

#[track_caller]
fn caught(lie: &Lie, fault: Fault) {
    let key = key(1);
    refused(lie.shape, &key, CONTEXT, &lie.seal(&key), fault);
}

#[test]
fn the_liars_program_seals_an_honest_ballot_like_the_honest_one() {
    let (shape, key) = (village().0, key(1));
    assert_eq!(check(shape, &key, CONTEXT, &village_lie(&[0, 7, 12]).seal(&key)), Ok(()));
    assert_eq!(check(shape, &key, CONTEXT, &village_lie(&[0, 7, 12]).bending_t().seal(&key)), Ok(()));
}

#[test]
fn one_candidate_twice_is_refused() {
    caught(&village_lie(&[0, 7, 7]), POLYNOMIAL);
    caught(&village_lie(&[7, 7, 7]), POLYNOMIAL);
    caught(&village_lie(&[0, 7, 7]).bending_t(), VECTORS);
    caught(&village_lie(&[0, 7, 7]).with_great_digits(), POLYNOMIAL);
}

#[test]
fn one_blank_twice_is_refused() {
    caught(&village_lie(&[0, 0, 7]), POLYNOMIAL);
}

#[test]
fn numbers_out_of_order_are_refused() {
    caught(&village_lie(&[0, 9, 7]), POLYNOMIAL);
    caught(&village_lie(&[0, 9, 7]).bending_t(), VECTORS);
}

#[test]
fn a_number_outside_the_contest_is_refused() {
    caught(&village_lie(&[0, 7, 13]), POLYNOMIAL);
    caught(&village_lie(&[0, 7, 13]).bending_t(), VECTORS);
    caught(&village_lie(&[0, 7, 13]).with_great_digits(), POLYNOMIAL);
    caught(&village_lie(&[-1, 7, 12]), POLYNOMIAL);
    caught(&village_lie(&[-1, 7, 12]).bending_t(), VECTORS);
    caught(&village_lie(&[0, 7, 1 << 40]), POLYNOMIAL);
}

#[test]
fn a_single_pick_outside_the_contest_is_refused() {
    let shape = Shape::new(1, 60).unwrap();
    caught(&Lie::about(shape, &[61]), POLYNOMIAL);
    caught(&Lie::about(shape, &[61]).bending_t(), VECTORS);
    caught(&Lie::about(shape, &[-1]), POLYNOMIAL);
}

#[test]
fn digits_that_are_no_bits_are_refused() {
    // 7 = 3 + 2·2: the value is right, the digits are not.
    let mut lie = village_lie(&[7, 8, 9]);
    lie.a_L[..4].copy_from_slice(&[3_u8, 2, 0, 0].map(Scalar::from));
    lie.a_R[..4].copy_from_slice(&lie.a_L.clone()[..4].iter().map(|a| a - Scalar::ONE).collect::<Vec<_>>());
    caught(&lie, POLYNOMIAL);
}

#[test]
fn a_slot_that_would_open_to_nothing_is_refused() {
    // B_1 is sealed with other randomness than A_1: the trustees would open a point outside the table.
    let mut lie = village_lie(&[0, 7, 12]);
    lie.skew[1] = Scalar::ONE;
    caught(&lie, Fault::Link { equation: Equation::LinkB });
}

#[test]
fn a_slot_without_randomness_is_refused() {
    let mut lie = village_lie(&[0, 7, 12]);
    lie.randomness[2] = Scalar::ZERO;
    caught(&lie, Fault::Slot { slot: 2, reason: Malformed::Identity });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Three numbers around the contest's 0 … 12: the proof holds exactly when they are a ballot.
    #[test]
    fn the_proof_holds_exactly_for_sets(
        mut numbers in prop::collection::vec(-2_i64..15, 3),
        sorts in prop::bool::weighted(0.75),
        bends_t: bool,
    ) {
        if sorts {
            numbers.sort_unstable();
        }
        let (shape, key) = (village().0, key(1));
        let is_set = numbers.windows(2).all(|pair| pair[0] < pair[1]) && numbers[0] >= 0 && numbers[2] <= 12;
        let lie = Lie { bends_t, ..village_lie(&numbers) };
        let seal = lie.seal(&key);
        prop_assert_eq!(check(shape, &key, CONTEXT, &seal).is_ok(), is_set);
        let item = Item { shape, context: CONTEXT, seal: &seal };
        prop_assert_eq!(check_batch(&[item, item], &key, &mut rng(5)).is_ok(), is_set);
    }
}
