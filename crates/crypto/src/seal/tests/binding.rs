//! What the challenges of a seal bind: whatever of statement or proof is changed, every later challenge changes
//! and no earlier one does.

use super::super::statement::{Challenges, Statement};
use super::*;
use crate::group::Scalar;

type Parts = (Shape, ElectionKey, Vec<u8>, Seal);

/// `λ, c, y, z, x, w, u_0, …`, and the bytes at the end.
fn challenges((shape, key, context, seal): &Parts) -> (Vec<Scalar>, [u8; 64]) {
    let statement = Statement::new(*shape, key, context, &seal.slots);
    let Challenges { lambda, c, y, z, x, w, u, end } = Challenges::of(statement, &seal.link, &seal.set);
    ([vec![lambda, c, y, z, x, w], u].concat(), end)
}

#[test]
fn every_public_value_moves_every_later_challenge() {
    let (shape, seal) = sealed();
    let other = seal.slots[0].a;
    let honest: Parts = (shape, key(1), b"context".to_vec(), seal);
    let another = key(2);
    type Change<'a> = (usize, &'a dyn Fn(&mut Parts));
    // The first challenge that must move: 0 is λ, 1 c, 2 y, 3 z, 4 x, 5 w, 6 u_0, 7 u_1.
    let moves: &[Change<'_>] = &[
        (0, &|parts| parts.0.picks += 1),
        (0, &|parts| parts.0.candidates += 1),
        (0, &|parts| parts.1 = another.clone()),
        (0, &|parts| parts.2.push(0)),
        (0, &|parts| parts.2.clear()),
        (0, &|parts| parts.3.slots[1].a = other),
        (0, &|parts| parts.3.slots[1].b = other),
        (0, &|parts| parts.3.slots.swap(0, 1)),
        (1, &|parts| parts.3.link.R_A = other),
        (1, &|parts| parts.3.link.R_B = other),
        (2, &|parts| parts.3.link.s_r += Scalar::ONE),
        (2, &|parts| parts.3.link.s_m += Scalar::ONE),
        (2, &|parts| parts.3.set.C_a = other),
        (2, &|parts| parts.3.set.C_s = other),
        (4, &|parts| parts.3.set.T_1 = other),
        (4, &|parts| parts.3.set.T_2 = other),
        (5, &|parts| parts.3.set.t += Scalar::ONE),
        (5, &|parts| parts.3.set.tau += Scalar::ONE),
        (5, &|parts| parts.3.set.mu += Scalar::ONE),
        (6, &|parts| parts.3.set.rounds[0].0 = other),
        (6, &|parts| parts.3.set.rounds[0].1 = other),
        (7, &|parts| parts.3.set.rounds[1].0 = other),
        (7, &|parts| parts.3.set.rounds[1].1 = other),
        // The last scalars come after every challenge; the weights of a batch are drawn from them too.
        (usize::MAX, &|parts| parts.3.set.a[0] += Scalar::ONE),
        (usize::MAX, &|parts| parts.3.set.b[0] += Scalar::ONE),
    ];
    let (drawn, end) = challenges(&honest);
    assert!(drawn.len() >= 8, "the shape has at least two rounds");
    for (number, (first_moved, change)) in moves.iter().enumerate() {
        let mut parts = honest.clone();
        change(&mut parts);
        let (moved, moved_end) = challenges(&parts);
        for (at, (before, after)) in drawn.iter().zip(moved).enumerate() {
            assert_eq!(*before == after, at < *first_moved, "change {number}, challenge {at}");
        }
        assert_ne!(end, moved_end, "change {number}");
    }
}
