//! Tree, tiles, checkpoint, countersignature, receipt.

use crate::agree::{agree, hex, hostile};
use crate::{signer, text};
use board::log::bundle::read_bundle;
use board::log::tile::tiles;
use board::log::{
    Checkpoint, LogSigner, Note, Policy, Receipt, Tree, WitnessSigner, check_consistency, check_inclusion,
    leaf_hash,
};
use serde_json::{Value, json};

const NOW: u64 = 1_777_600_000;

fn entries() -> Vec<Vec<u8>> {
    ["", "a", "entry 2", "{\"kind\":\"ballot\"}", "رأی", "5", "the seventh"]
        .map(|e| e.as_bytes().to_vec())
        .into()
}

fn tree(entries: &[Vec<u8>]) -> Tree {
    let mut tree = Tree::new();
    entries.iter().for_each(|entry| tree.push(leaf_hash(entry)));
    tree
}

fn keepers() -> (LogSigner, WitnessSigner) {
    let log = LogSigner::new("vectors.example/log".parse().expect("a name"), &signer(1));
    (log, WitnessSigner::new("vectors.example/witness".parse().expect("a name"), &signer(2)))
}

fn policy() -> Policy {
    let (log, witness) = keepers();
    Policy { log: log.key().clone(), witnesses: vec![witness.key().clone()], quorum: 1 }
}

fn cosigned(tree: &Tree) -> Note {
    let (log, witness) = keepers();
    let mut note = log.sign(tree);
    let checkpoint = Checkpoint::of(log.key().name.clone(), tree);
    note.add(witness.cosign(&checkpoint, NOW).expect("a time")).expect("a second line");
    note
}

fn hexes(hashes: &[board::log::Hash]) -> Vec<String> {
    hashes.iter().map(|hash| hex(hash.0)).collect()
}

#[test]
fn honest() {
    let entries = entries();
    let tree = tree(&entries);
    let n = tree.size();
    let mut inclusion = Vec::new();
    let mut consistency = Vec::new();
    for size in 1..=n {
        for index in 0..size {
            let path = tree.inclusion(index, size).expect("in the tree");
            inclusion.push(json!({"index": index, "size": size, "path": hexes(&path)}));
        }
        for old in 1..=size {
            let proof = tree.consistency(old, size).expect("in the tree");
            consistency.push(json!({"old": old, "new": size, "proof": hexes(&proof)}));
        }
    }
    let files: Value = tiles(&tree, 0, &entries)
        .expect("the tree is of these entries")
        .into_iter()
        .map(|(path, bytes)| (path, Value::from(hex(bytes))))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let (log, witness) = keepers();
    let note = cosigned(&tree);
    let receipt = Receipt::of(&tree, 3, n, note.clone()).expect("in the tree");
    receipt.check(&leaf_hash(&entries[3]), &policy()).expect("an honest receipt");
    agree(
        "log.json",
        &json!({
            "entries": entries.iter().map(hex).collect::<Vec<_>>(),
            "leaves": entries.iter().map(|e| hex(leaf_hash(e).0)).collect::<Vec<_>>(),
            "roots": (0..=n).map(|size| hex(tree.root_at(size).expect("in the tree").0)).collect::<Vec<_>>(),
            "inclusion": inclusion, "consistency": consistency, "files": files,
            "log_seed": hex([1; 32]), "log": log.key().to_string(),
            "witness_seed": hex([2; 32]), "witness": witness.key().to_string(), "time": NOW,
            "checkpoint": text(&note.to_bytes()), "receipt": text(&receipt.to_bytes()),
        }),
    );
}

/// A checkpoint, and the entries that are shown with it.
fn shown(checkpoint: &str, entries: &[Vec<u8>]) -> Value {
    let (log, witness) = keepers();
    json!({
        "log": log.key().to_string(), "witness": witness.key().to_string(), "checkpoint": checkpoint,
        "entries": entries.iter().map(hex).collect::<Vec<_>>(),
    })
}

#[test]
fn keepers_who_lie() {
    let honest = entries();
    let note = text(&cosigned(&tree(&honest)).to_bytes());
    let refused = |crime: &str, check: &str, checkpoint: &str, entries: &[Vec<u8>]| {
        let found = match policy().open(checkpoint.as_bytes()) {
            Err(_) => "log.checkpoint",
            Ok(opened) if policy().check_witnesses(&opened).is_err() => "log.witness",
            Ok(opened) if opened.checkpoint.root != tree(entries).root() => "log.tree",
            Ok(_) => "nothing",
        };
        assert_eq!(found, check, "{crime}");
        hostile("log", crime, check, shown(checkpoint, entries));
    };
    let mut rewritten = honest.clone();
    rewritten[3][9] ^= 1;
    refused("entry rewritten", "log.tree", &note, &rewritten);
    let mut reordered = honest.clone();
    reordered.swap(1, 5);
    refused("entries reordered", "log.tree", &note, &reordered);
    refused("truncated at the end", "log.tree", &note, &honest[..6]);
    let mut dropped = honest.clone();
    dropped.remove(2);
    refused("entry dropped", "log.tree", &note, &dropped);

    let (log, _) = keepers();
    let alone = text(&log.sign(&tree(&honest)).to_bytes());
    refused("checkpoint without witness", "log.witness", &alone, &honest);
    refused("size changed after signing", "log.checkpoint", &note.replace("\n7\n", "\n8\n"), &honest);
    refused("size with a leading zero", "log.checkpoint", &note.replace("\n7\n", "\n07\n"), &honest);
    let thief = LogSigner::new(log.key().name.clone(), &signer(9));
    refused(
        "signed by another key",
        "log.checkpoint",
        &text(&thief.sign(&tree(&honest)).to_bytes()),
        &honest,
    );
    let other = LogSigner::new("vectors.example/other".parse().expect("a name"), &signer(1));
    refused(
        "checkpoint of another log",
        "log.checkpoint",
        &text(&other.sign(&tree(&honest)).to_bytes()),
        &honest,
    );
    // The witness's line of one checkpoint under another.
    let line = note.lines().next_back().expect("the witness's line");
    let moved = text(&log.sign(&tree(&honest[..6])).to_bytes()) + line + "\n";
    refused("witness line of another checkpoint", "log.checkpoint", &moved, &honest[..6]);
}

#[test]
fn histories_that_do_not_join() {
    let honest = entries();
    let tree = tree(&honest);
    let mut other = honest.clone();
    other[1] = b"another".to_vec();
    let fork = self::tree(&other);
    let view = |old: &Tree, new: &Tree, proof: &[board::log::Hash]| {
        json!({
            "consistency": {
                "old": old.size(), "old_root": hex(old.root().0), "new": new.size(), "new_root": hex(new.root().0),
                "proof": hexes(proof),
            },
        })
    };
    let five = self::tree(&honest[..5]);
    let proof = fork.consistency(5, 7).expect("in the tree");
    assert!(check_consistency(5, &five.root(), 7, &fork.root(), &proof).is_err());
    hostile("log", "split view", "log.witness", view(&five, &fork, &proof));
    assert!(check_consistency(7, &tree.root(), 7, &fork.root(), &[]).is_err());
    hostile("log", "split view of one size", "log.witness", view(&tree, &fork, &[]));
    assert!(check_consistency(7, &tree.root(), 5, &five.root(), &[]).is_err());
    hostile("log", "rollback after a receipt", "log.witness", view(&tree, &five, &[]));
    let path = tree.inclusion(2, 7).expect("in the tree");
    assert!(check_inclusion(&leaf_hash(&honest[3]), 3, 7, &tree.root(), &path).is_err());
    let leaf = hex(leaf_hash(&honest[3]).0);
    let claim =
        json!({"leaf": leaf, "index": 3, "size": 7, "root": hex(tree.root().0), "path": hexes(&path)});
    hostile("log", "path of another entry", "log.tree", json!({ "inclusion": claim }));
    assert!(read_bundle(&[0, 1, b'a', 0], 1).is_err());
    hostile("log", "bundle with a byte too many", "log.entries", json!({"bundle": "00016100", "width": 1}));
}
