//! The tree against the recursive definitions of RFC 6962, section 2.1, read aloud.

use super::{leaves, tree};
use crate::log::hash::{Hash, empty_root, leaf_hash, node_hash};
use crate::log::tree::{OutOfTree, Tree};

/// Every size up to which everything is compared: past a tile's width, so that the second level begins.
const SIZES: u64 = 300;

/// MTH.
fn mth(d: &[Hash]) -> Hash {
    match d {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => node_hash(&mth(&d[..k(d)]), &mth(&d[k(d)..])),
    }
}

/// PATH(m, D).
fn path(m: usize, d: &[Hash]) -> Vec<Hash> {
    if d.len() == 1 {
        return Vec::new();
    }
    let k = k(d);
    if m < k {
        [path(m, &d[..k]), vec![mth(&d[k..])]].concat()
    } else {
        [path(m - k, &d[k..]), vec![mth(&d[..k])]].concat()
    }
}

/// SUBPROOF(m, D, b).
fn subproof(m: usize, d: &[Hash], whole: bool) -> Vec<Hash> {
    if m == d.len() {
        return if whole { Vec::new() } else { vec![mth(d)] };
    }
    let k = k(d);
    if m <= k {
        [subproof(m, &d[..k], whole), vec![mth(&d[k..])]].concat()
    } else {
        [subproof(m - k, &d[k..], false), vec![mth(&d[..k])]].concat()
    }
}

/// The largest power of two below the number of leaves, found by counting up.
fn k(d: &[Hash]) -> usize {
    let mut k = 1;
    while k * 2 < d.len() {
        k *= 2;
    }
    k
}

#[test]
fn the_root_of_every_size_is_rfc_6962s() {
    let leaves = leaves(SIZES);
    let whole = tree(SIZES);
    let mut growing = Tree::new();
    for size in 0..=SIZES as usize {
        let root = mth(&leaves[..size]);
        assert_eq!(growing.root(), root, "size {size}");
        assert_eq!(whole.root_at(size as u64), Ok(root), "size {size}");
        growing.extend(leaves.get(size).copied());
    }
}

#[test]
fn every_inclusion_proof_is_rfc_6962s() {
    let leaves = leaves(SIZES);
    let tree = tree(SIZES);
    for size in 1..=SIZES as usize {
        for index in 0..size {
            let expected = path(index, &leaves[..size]);
            assert_eq!(tree.inclusion(index as u64, size as u64), Ok(expected), "{index} of {size}");
        }
    }
}

#[test]
fn every_consistency_proof_is_rfc_6962s() {
    let leaves = leaves(SIZES);
    let tree = tree(SIZES);
    for new in 1..=SIZES as usize {
        for old in 1..=new {
            let expected = subproof(old, &leaves[..new], true);
            assert_eq!(tree.consistency(old as u64, new as u64), Ok(expected), "{old} to {new}");
        }
    }
}

/// The test vectors of the Certificate Transparency project, which every implementation repeats.
#[test]
fn known_roots() {
    let inputs: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let tree: Tree = inputs.iter().map(|input| leaf_hash(input)).collect();
    let root = |size| hex::encode(tree.root_at(size).unwrap().0);
    assert_eq!(root(0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(root(1), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_eq!(root(8), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

#[test]
fn questions_beyond_the_tree_are_refused() {
    let tree = tree(5);
    assert_eq!(tree.root_at(6), Err(OutOfTree { wanted: 6, size: 5 }));
    assert_eq!(tree.inclusion(0, u64::MAX), Err(OutOfTree { wanted: u64::MAX, size: 5 }));
    assert_eq!(tree.inclusion(3, 3), Err(OutOfTree { wanted: 4, size: 3 }));
    assert_eq!(tree.inclusion(u64::MAX, 5), Err(OutOfTree { wanted: u64::MAX, size: 5 }));
    assert_eq!(tree.inclusion(0, 0), Err(OutOfTree { wanted: 1, size: 0 }));
    assert_eq!(tree.consistency(4, 3), Err(OutOfTree { wanted: 4, size: 3 }));
    assert_eq!(tree.consistency(4, 6), Err(OutOfTree { wanted: 6, size: 5 }));
    assert_eq!(tree.leaf(5), None);
}
