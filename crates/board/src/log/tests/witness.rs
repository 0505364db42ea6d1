//! The witness gives one history its word, whatever a log asks.

use super::{leaves, log_signer, name, tree, witness_signer};
use crate::log::checkpoint::{Checkpoint, LogSigner};
use crate::log::hash::Hash;
use crate::log::note::{MOST_NOTE_BYTES, Note};
use crate::log::policy::Policy;
use crate::log::proof::BadProof;
use crate::log::tree::Tree;
use crate::log::witness::{BadRequest, MOST_REQUEST_BYTES, Refusal, Request, Seen, Witness};
use crypto::signature::Signer;

const NOW: u64 = 1_760_000_000;

fn witness() -> Witness {
    Witness::new(witness_signer(1)).watching(log_signer().key().clone(), Seen::default())
}

fn request(tree: &Tree, old: u64) -> Vec<u8> {
    Request::of(tree, old, tree.size(), log_signer().sign(tree)).unwrap().to_bytes()
}

/// A witness that cosigned the first `size` entries.
fn witness_of(size: u64) -> Witness {
    let mut witness = witness();
    witness.add_checkpoint(&request(&tree(size), 0), NOW).unwrap();
    witness
}

fn seen(witness: &Witness) -> Seen {
    witness.seen(&name("amin.example/log")).unwrap()
}

#[test]
fn a_witness_cosigns_a_log_as_it_grows() {
    let mut witness = witness();
    let policy =
        Policy { log: log_signer().key().clone(), witnesses: vec![witness.key().clone()], quorum: 1 };
    let mut old = 0;
    for size in [0, 1, 2, 3, 8, 8, 200, 256, 257, 300] {
        let tree = tree(size);
        let granted = witness.add_checkpoint(&request(&tree, old), NOW + size).unwrap();
        assert_eq!(granted.origin, name("amin.example/log"));
        assert_eq!(granted.seen, Seen { size, root: tree.root() });
        assert_eq!(granted.seen, seen(&witness));
        let mut note = log_signer().sign(&tree);
        note.add(granted.line).unwrap();
        let opened = policy.open(&note.to_bytes()).unwrap();
        assert_eq!(opened.cosigned, [(name("board.example/witness1"), NOW + size)]);
        assert_eq!(policy.check_witnesses(&opened), Ok(()));
        old = size;
    }
}

#[test]
fn a_witness_that_was_restarted_goes_on_where_it_was() {
    let before = seen(&witness_of(100));
    let kept: Seen = serde_json::from_str(&serde_json::to_string(&before).unwrap()).unwrap();
    let mut after = Witness::new(witness_signer(1)).watching(log_signer().key().clone(), kept);
    assert!(after.add_checkpoint(&request(&tree(150), 100), NOW).is_ok());
}

/// The refusal, and that nothing was learnt from what was refused.
fn refused(witness: &mut Witness, request: &[u8]) -> Refusal {
    let before = seen(witness);
    let refusal = witness.add_checkpoint(request, NOW).unwrap_err();
    assert_eq!(seen(witness), before);
    refusal
}

#[test]
fn a_rollback_is_refused() {
    let mut witness = witness_of(100);
    let refusal = refused(&mut witness, &request(&tree(50), 50));
    assert_eq!(refusal, Refusal::Stale { old: 50, seen: 100 });
    assert_eq!((refusal.status(), refusal.conflict()), (409, Some(100)));
    let shorter = Request { old: 100, proof: Vec::new(), checkpoint: log_signer().sign(&tree(50)) };
    let refusal = refused(&mut witness, &shorter.to_bytes());
    assert_eq!((refusal.status(), refusal), (400, Refusal::Shrunk { old: 100, new: 50 }));
}

#[test]
fn a_stale_request_is_refused_and_told_the_size() {
    let refusal = refused(&mut witness_of(100), &request(&tree(120), 99));
    assert_eq!((refusal.status(), refusal.conflict()), (409, Some(100)));
    // So does a log that asks where the witness stands.
    let refusal = refused(&mut witness_of(100), &request(&tree(120), 0));
    assert_eq!(refusal, Refusal::Stale { old: 0, seen: 100 });
}

/// The honest log with one entry rewritten.
fn rewritten(size: u64, entry: usize) -> Tree {
    let mut leaves = leaves(size);
    leaves[entry] = Hash([9; 32]);
    leaves.into_iter().collect()
}

#[test]
fn a_second_root_for_the_same_size_is_refused() {
    let refusal = refused(&mut witness_of(100), &request(&rewritten(100, 42), 100));
    assert_eq!(refusal, Refusal::Fork { origin: name("amin.example/log"), size: 100 });
    assert_eq!((refusal.status(), refusal.conflict()), (409, Some(100)));
}

#[test]
fn a_rewritten_entry_is_refused() {
    let origin = name("amin.example/log");
    for entry in [0, 42, 99] {
        let refusal = refused(&mut witness_of(100), &request(&rewritten(130, entry), 100));
        let expected = Refusal::Inconsistent { origin: origin.clone(), why: BadProof::OldRoot };
        assert_eq!((refusal.status(), refusal), (422, expected));
    }
    // After the old end it is no rewriting.
    assert!(witness_of(100).add_checkpoint(&request(&rewritten(130, 100), 100), NOW).is_ok());
}

#[test]
fn a_dropped_entry_is_refused() {
    let dropped: Tree =
        leaves(130).into_iter().enumerate().filter(|(index, _)| *index != 7).map(|(_, leaf)| leaf).collect();
    let refusal = refused(&mut witness_of(100), &request(&dropped, 100));
    assert_eq!(refusal.status(), 422);
}

#[test]
fn a_wrong_proof_is_refused() {
    let tree = tree(130);
    let checkpoint = log_signer().sign(&tree);
    let proof = tree.consistency(100, 130).unwrap();
    let ask = |proof: &[Hash]| {
        Request { old: 100, proof: proof.to_vec(), checkpoint: checkpoint.clone() }.to_bytes()
    };
    assert_eq!(refused(&mut witness_of(100), &ask(&proof[1..])).status(), 422);
    assert_eq!(refused(&mut witness_of(100), &ask(&[])).status(), 422);
    let refusal =
        refused(&mut witness(), &Request { old: 0, proof, checkpoint: checkpoint.clone() }.to_bytes());
    assert_eq!(refusal.status(), 422);
}

#[test]
fn an_unknown_log_is_refused() {
    let stranger = LogSigner::new(name("other.example/log"), &Signer::from_seed(&[1; 32]));
    let asked = Request { old: 0, proof: Vec::new(), checkpoint: stranger.sign(&tree(5)) };
    let refusal = refused(&mut witness(), &asked.to_bytes());
    assert_eq!((refusal.status(), refusal), (404, Refusal::UnknownLog(name("other.example/log"))));
}

#[test]
fn a_wrong_signature_is_refused() {
    let unsigned = Refusal::Unsigned(name("amin.example/log"));
    assert_eq!(unsigned.status(), 403);
    let ask = |checkpoint: Note| Request { old: 0, proof: Vec::new(), checkpoint }.to_bytes();
    // Another key under the log's name.
    let impostor = LogSigner::new(name("amin.example/log"), &Signer::from_seed(&[2; 32]));
    assert_eq!(refused(&mut witness(), &ask(impostor.sign(&tree(5)))), unsigned);
    // The log's signature for another tree.
    let honest = log_signer().sign(&tree(5));
    let other = Checkpoint::of(name("amin.example/log"), &tree(6)).to_string();
    let moved = Note::new(other, honest.lines()[0].clone()).unwrap();
    assert_eq!(refused(&mut witness(), &ask(moved)), unsigned);
    // A witness's signature only.
    let line = witness_signer(2).cosign(&honest.text().parse().unwrap(), NOW).unwrap();
    assert_eq!(refused(&mut witness(), &ask(Note::new(honest.text(), line).unwrap())), unsigned);
    // A witness's key where the log's should be watched.
    let mut misled = Witness::new(witness_signer(1)).watching(
        crate::log::WitnessSigner::new(name("amin.example/log"), &Signer::from_seed(&[3; 32])).key().clone(),
        Seen::default(),
    );
    let line = crate::log::WitnessSigner::new(name("amin.example/log"), &Signer::from_seed(&[3; 32]))
        .cosign(&honest.text().parse().unwrap(), NOW)
        .unwrap();
    assert_eq!(refused(&mut misled, &ask(Note::new(honest.text(), line).unwrap())), unsigned);
}

#[test]
fn a_wrong_clock_is_our_own_fault() {
    let mut witness = witness();
    let refusal = witness.add_checkpoint(&request(&tree(5), 0), u64::MAX).unwrap_err();
    assert_eq!((refusal.status(), seen(&witness)), (500, Seen::default()));
}

#[test]
fn a_request_has_one_spelling() {
    let text = String::from_utf8(request(&tree(130), 100)).unwrap();
    assert_eq!(Request::parse(text.as_bytes()).unwrap().to_string(), text);
    let refused = |text: &str| Request::parse(text.as_bytes()).unwrap_err();
    for (from, to) in [("old 100", "old 0100"), ("old 100", "old +100"), ("old ", "new "), ("old ", "old  ")]
    {
        assert_eq!(refused(&text.replacen(from, to, 1)), BadRequest::Form, "{to}");
    }
    assert_eq!(refused(""), BadRequest::Form);
    assert_eq!(refused("old 5\n"), BadRequest::Form);
    assert_eq!(refused("old 5\n\n"), BadRequest::Note(crate::log::note::BadNote::Form));
    assert!(matches!(refused(&text.replacen('=', "", 1)), BadRequest::Hash(_)));
    let line = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let long = text.replacen("old 100\n", &format!("old 100\n{}", line.repeat(64)), 1);
    assert_eq!(refused(&long), BadRequest::Proof);
    assert_eq!(refused(&"x".repeat(MOST_REQUEST_BYTES + 1)), BadRequest::Long(MOST_REQUEST_BYTES + 1));
    const { assert!(MOST_REQUEST_BYTES > MOST_NOTE_BYTES + 64 * 45 + 30) };
}
