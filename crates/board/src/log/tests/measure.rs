//! How long things take: `cargo test --release -p board log::tests::measure -- --ignored --nocapture`.

use super::{log_signer, witness_signer};
use crate::log::hash::leaf_hash;
use crate::log::tile::{layout, tiles};
use crate::log::witness::{Request, Seen, Witness};
use crate::log::{Tree, check_inclusion};
use std::hint::black_box;
use std::time::Instant;

#[test]
#[ignore = "it only measures"]
fn a_city_s_log() {
    // Ballots of 21 slots, as many as a large city casts in a morning.
    const ENTRIES: u64 = 1_000_000;
    let entry = |number: u64| [number.to_le_bytes().as_slice(), &[7; 2300]].concat();
    let each = |what: &str, count: u64, start: Instant| {
        println!("{what}: {:.2} µs each", start.elapsed().as_secs_f64() * 1e6 / count as f64);
    };

    let start = Instant::now();
    let mut tree: Tree = (0..ENTRIES).map(|number| leaf_hash(&entry(number))).collect();
    each("hash an entry of 2.3 kB and append it", ENTRIES, start);

    let start = Instant::now();
    for index in 0..100_000 {
        let path = tree.inclusion(index * 7, ENTRIES).unwrap();
        black_box(&path);
    }
    each("prove that an entry is there", 100_000, start);

    let root = tree.root();
    let (leaf, path) = (tree.leaf(77).unwrap(), tree.inclusion(77, ENTRIES).unwrap());
    let start = Instant::now();
    for _ in 0..100_000 {
        check_inclusion(black_box(&leaf), 77, ENTRIES, &root, black_box(&path)).unwrap();
    }
    each("check that an entry is there", 100_000, start);

    let mut witness =
        Witness::new(witness_signer(1)).watching(log_signer().key().clone(), Seen { size: ENTRIES, root });
    let mut writing = std::time::Duration::ZERO;
    let mut signing = std::time::Duration::ZERO;
    let mut witnessing = std::time::Duration::ZERO;
    let mut last: Vec<Vec<u8>> = (ENTRIES / 256 * 256..ENTRIES).map(entry).collect();
    const ROUNDS: u64 = 100;
    for round in 0..ROUNDS {
        // A hundred ballots at a time.
        let old = tree.size();
        let new: Vec<Vec<u8>> = (old..old + 100).map(entry).collect();
        tree.extend(new.iter().map(|entry| leaf_hash(entry)));
        last.extend(new);
        let start = Instant::now();
        black_box(tiles(&tree, old, &last).unwrap());
        writing += start.elapsed();
        let bundle = (tree.size() % 256) as usize;
        last.drain(..last.len() - bundle);
        let start = Instant::now();
        let checkpoint = log_signer().sign(&tree);
        signing += start.elapsed();
        let request = Request::of(&tree, old, tree.size(), checkpoint).unwrap().to_bytes();
        let start = Instant::now();
        witness.add_checkpoint(&request, round).unwrap();
        witnessing += start.elapsed();
    }
    for (what, time) in
        [("tiles of 100 more entries", writing), ("sign", signing), ("witness: check and cosign", witnessing)]
    {
        println!("{what}: {:.0} µs each", time.as_secs_f64() * 1e6 / ROUNDS as f64);
    }
    println!("{} files for {} entries", layout(tree.size()).count(), tree.size());
}
