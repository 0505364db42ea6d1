//! What the challenges bind: whatever of statement or proof is changed, every later challenge changes.

use super::super::challenge::Challenges;
use super::super::statement::Statement;
use super::*;

type Parts = (ElectionKey, Vec<u8>, Vec<EncodedCiphertext>, Vec<EncodedCiphertext>, Proof);

fn challenges((key, context, input, output, proof): &Parts) -> [Scalar; 3] {
    let (input, output) = (List::encoded(input), List::encoded(output));
    let mut challenges = Challenges::new(&Statement { key, context, input, output });
    let z = challenges.place(&proof.c_a);
    let lambda = challenges.fold(&proof.c_b);
    [z, lambda, challenges.last(&proof.announced)]
}

#[test]
fn every_public_value_moves_every_later_challenge() {
    let the = Box::of(3);
    let (output, proof) = the.mix();
    let another = Box::of(2);
    let honest: Parts = (the.key, b"box".to_vec(), the.input, output, proof);
    let other = honest.2[0].a;
    type Change<'a> = (usize, &'a dyn Fn(&mut Parts));
    let moves: &[Change<'_>] = &[
        (0, &|parts| parts.0 = another.key.clone()),
        (0, &|parts| parts.1.push(0)),
        (0, &|parts| parts.1.clear()),
        (0, &|parts| parts.2.swap(0, 1)),
        (0, &|parts| parts.2[1].a = other),
        (0, &|parts| parts.2[2].b = other),
        (0, &|parts| parts.3.swap(1, 2)),
        (0, &|parts| parts.3[0].a = other),
        (0, &|parts| parts.3[1].b = other),
        // A slot moved from the end of one list to the front of the next.
        (0, &|parts| {
            let slot = parts.2.pop().unwrap();
            parts.3.insert(0, slot);
        }),
        (0, &|parts| parts.4.c_a[0] = other),
        (1, &|parts| parts.4.c_b[0] = other),
        (2, &|parts| parts.4.announced.c_alpha[0] = other),
        (2, &|parts| parts.4.announced.c_beta[0] = other),
        (2, &|parts| parts.4.announced.c_L = other),
        (2, &|parts| parts.4.announced.c_Q = other),
        (2, &|parts| parts.4.announced.T_A = other),
        (2, &|parts| parts.4.announced.T_B = other),
    ];
    let drawn = challenges(&honest);
    for (number, (first_moved, change)) in moves.iter().enumerate() {
        let mut parts = honest.clone();
        change(&mut parts);
        for (at, (before, after)) in drawn.iter().zip(challenges(&parts)).enumerate() {
            assert_eq!(*before == after, at < *first_moved, "change {number}, challenge {at}");
        }
    }
}
