//! Proofs: true ones convince, and nothing else does.

use super::tree;
use crate::log::hash::{Hash, empty_root};
use crate::log::proof::{BadProof, check_consistency, check_inclusion};

const SIZES: u64 = 300;

#[test]
fn every_true_proof_convinces() {
    let tree = tree(SIZES);
    for new in 0..=SIZES {
        let root = tree.root_at(new).unwrap();
        for old in 0..=new {
            let proof = tree.consistency(old, new).unwrap();
            let old_root = tree.root_at(old).unwrap();
            assert_eq!(check_consistency(old, &old_root, new, &root, &proof), Ok(()), "{old} to {new}");
        }
        for index in 0..new {
            let proof = tree.inclusion(index, new).unwrap();
            let leaf = tree.leaf(index).unwrap();
            assert_eq!(check_inclusion(&leaf, index, new, &root, &proof), Ok(()), "{index} of {new}");
        }
    }
}

/// Everything that differs from a proof by one bit of one hash, one hash less, or one more anywhere.
fn mutations(proof: &[Hash]) -> impl Iterator<Item = Vec<Hash>> + '_ {
    let flips = (0..proof.len()).map(|at| {
        let mut flipped = proof.to_vec();
        flipped[at].0[at % 32] ^= 1 << (at % 8);
        flipped
    });
    let removals = (0..proof.len()).map(|at| {
        let mut shorter = proof.to_vec();
        shorter.remove(at);
        shorter
    });
    let additions = (0..=proof.len()).flat_map(|at| {
        [Hash([0; 32]), proof.get(at).copied().unwrap_or(empty_root())].map(|hash| {
            let mut longer = proof.to_vec();
            longer.insert(at, hash);
            longer
        })
    });
    let swaps = (1..proof.len()).map(|at| {
        let mut swapped = proof.to_vec();
        swapped.swap(at - 1, at);
        swapped
    });
    flips.chain(removals).chain(additions).chain(swaps)
}

#[test]
fn no_mutated_inclusion_proof_convinces() {
    let tree = tree(70);
    for size in 1..=70 {
        let root = tree.root_at(size).unwrap();
        for index in 0..size {
            let leaf = tree.leaf(index).unwrap();
            let proof = tree.inclusion(index, size).unwrap();
            for mutated in mutations(&proof) {
                assert!(check_inclusion(&leaf, index, size, &root, &mutated).is_err(), "{index} of {size}");
            }
            let stranger = Hash([7; 32]);
            assert_eq!(check_inclusion(&stranger, index, size, &root, &proof), Err(BadProof::Root));
            assert_eq!(check_inclusion(&leaf, index, size, &stranger, &proof), Err(BadProof::Root));
            // Elsewhere, the same path would put another leaf there.
            for other in (0..size).filter(|other| *other != index) {
                assert!(check_inclusion(&leaf, other, size, &root, &proof).is_err(), "{other} for {index}");
            }
        }
    }
}

#[test]
fn no_mutated_consistency_proof_convinces() {
    let tree = tree(70);
    for new in 1..=70 {
        let root = tree.root_at(new).unwrap();
        for old in 1..=new {
            let old_root = tree.root_at(old).unwrap();
            let proof = tree.consistency(old, new).unwrap();
            for mutated in mutations(&proof) {
                let checked = check_consistency(old, &old_root, new, &root, &mutated);
                assert!(checked.is_err(), "{old} to {new}");
            }
            let stranger = Hash([7; 32]);
            assert!(check_consistency(old, &stranger, new, &root, &proof).is_err());
            assert!(check_consistency(old, &old_root, new, &stranger, &proof).is_err());
        }
    }
}

#[test]
fn nothing_leads_from_a_rewritten_history() {
    let honest = tree(100);
    for rewritten in [0, 31, 63, 64, 98] {
        let mut leaves: Vec<Hash> = (0..100).map(|index| honest.leaf(index).unwrap()).collect();
        leaves[rewritten] = Hash([9; 32]);
        let forked: crate::log::Tree = leaves.into_iter().collect();
        let old_root = honest.root_at(99).unwrap();
        let proof = forked.consistency(99, 100).unwrap();
        let checked = check_consistency(99, &old_root, 100, &forked.root(), &proof);
        assert_eq!(checked, Err(BadProof::OldRoot), "entry {rewritten}");
    }
}

#[test]
fn sizes_are_checked_before_hashes() {
    let (root, empty) = (Hash([1; 32]), empty_root());
    assert_eq!(check_inclusion(&root, 0, 0, &empty, &[]), Err(BadProof::Index { index: 0, size: 0 }));
    assert_eq!(
        check_inclusion(&root, u64::MAX, u64::MAX, &root, &[]),
        Err(BadProof::Index { index: u64::MAX, size: u64::MAX })
    );
    assert_eq!(check_consistency(2, &root, 1, &root, &[]), Err(BadProof::Shrunk { old: 2, new: 1 }));
    assert_eq!(check_consistency(0, &root, 1, &root, &[]), Err(BadProof::OldRoot));
    assert_eq!(check_consistency(0, &empty, 1, &root, &[root]), Err(BadProof::Length(1)));
    assert_eq!(check_consistency(3, &root, 3, &empty, &[]), Err(BadProof::Root));
    assert_eq!(check_consistency(0, &empty, 0, &root, &[]), Err(BadProof::Root));
    assert_eq!(check_consistency(3, &root, 4, &root, &[]), Err(BadProof::Length(0)));
    assert_eq!(check_consistency(1, &root, u64::MAX, &root, &[root; 70]), Err(BadProof::Length(70)));
}
