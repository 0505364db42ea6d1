//! The mixes of a box judged together: one wrong mix is named, and no other.

use super::*;

/// Three mixers, one after the other.
struct Chain {
    the: Box,
    lists: Vec<Vec<EncodedCiphertext>>,
    proofs: Vec<Proof>,
}

const CONTEXTS: [&[u8]; 3] = [b"mixer 1", b"mixer 2", b"mixer 3"];

impl Chain {
    fn of(n: usize) -> Self {
        let the = Box::of(n);
        let (mut lists, mut proofs) = (vec![the.input.clone()], Vec::new());
        for (seed, context) in (1..).zip(CONTEXTS) {
            let (output, proof) =
                shuffle(&the.key, context, &lists[lists.len() - 1], &mut rng(seed)).unwrap();
            lists.push(output);
            proofs.push(proof);
        }
        Self { the, lists, proofs }
    }

    /// What is said of all together, which must be what is said of each.
    fn verdicts(&self) -> Vec<Result<(), Fault>> {
        let alone: Vec<_> = (0..self.proofs.len())
            .map(|k| {
                let (input, output) = (&self.lists[k], &self.lists[k + 1]);
                check_clear(&self.the.key, CONTEXTS[k], input, output, &self.proofs[k])
            })
            .collect();
        let lists: Vec<List<'_>> = self.lists.iter().map(|list| List::encoded(list)).collect();
        assert_eq!(self.together(&lists), alone);
        if let Ok(last) = Decoded::new(self.lists[self.lists.len() - 1].clone()) {
            let mut lists = lists;
            lists.pop();
            lists.push(List::decoded(&last));
            assert_eq!(self.together(&lists), alone);
        }
        alone
    }

    fn together(&self, lists: &[List<'_>]) -> Vec<Result<(), Fault>> {
        let steps: Vec<Step<'_>> = (0..self.proofs.len())
            .map(|k| Step { context: CONTEXTS[k], output: lists[k + 1], proof: &self.proofs[k] })
            .collect();
        check_chain(&self.the.key, lists[0], &steps, &mut rng(9))
    }
}

#[test]
fn an_honest_chain_is_accepted_whole() {
    for n in [1, 5, commitment::ROW + 3] {
        assert_eq!(Chain::of(n).verdicts(), [Ok(()); 3], "{n} slots");
    }
    let the = Box::of(2);
    assert_eq!(check_chain(&the.key, List::encoded(&the.input), &[], &mut rng(1)), []);
}

#[test]
fn the_one_mixer_who_lies_is_the_one_who_is_named() {
    for liar in 0..3 {
        let mut chain = Chain::of(5);
        chain.proofs[liar].answer.rho += Scalar::ONE;
        let mut expected = [Ok(()); 3];
        expected[liar] = Err(Fault::Equation(Equation::FirstHalves));
        assert_eq!(chain.verdicts(), expected);
    }
}

#[test]
fn two_lies_that_would_cancel_without_weights_are_both_named() {
    let mut chain = Chain::of(5);
    chain.proofs[0].answer.rho += Scalar::ONE;
    chain.proofs[1].answer.rho -= Scalar::ONE;
    let wrong = Err(Fault::Equation(Equation::FirstHalves));
    assert_eq!(chain.verdicts(), [wrong, wrong, Ok(())]);
}

#[test]
fn a_slot_changed_between_two_mixers_is_found_on_both_sides() {
    let mut chain = Chain::of(5);
    let other = Ciphertext::seal(&chain.the.key, 3, &draw(&mut rng(4))).encode();
    chain.lists[1][2] = other;
    let verdicts = chain.verdicts();
    assert_eq!(verdicts[0].unwrap_err().check(), "mix.proof");
    assert_eq!(verdicts[1].unwrap_err().check(), "mix.proof");
    assert_eq!(verdicts[2], Ok(()));

    chain.lists[1][2].a = crate::group::Encoded([0xff; 32]);
    let verdicts = chain.verdicts();
    assert_eq!(verdicts[0].unwrap_err().check(), "mix.points");
    assert_eq!(verdicts[1].unwrap_err().check(), "mix.points");
}

#[test]
fn lists_of_other_lengths_in_a_chain_are_refused() {
    let mut chain = Chain::of(5);
    chain.lists[2].pop();
    let shapes = chain.verdicts();
    assert_eq!(shapes[0], Ok(()));
    assert_eq!(shapes[1], Err(Fault::LengthsDiffer { input: 5, output: 4 }));
    assert_eq!(shapes[2], Err(Fault::LengthsDiffer { input: 4, output: 5 }));
}
