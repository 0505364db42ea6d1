//! What a reader believes, and receipts.

use super::{entry, log_signer, name, tree, witness_signer};
use crate::log::checkpoint::Checkpoint;
use crate::log::key::{Key, Purpose};
use crate::log::note::{FalseSignature, Note};
use crate::log::policy::{NotTheLogs, Opened, Policy, Unwitnessed};
use crate::log::proof::BadProof;
use crate::log::receipt::{BadReceipt, Receipt};
use crate::log::{LogSigner, Tree, leaf_hash};
use crypto::signature::Signer;

fn policy(quorum: usize) -> Policy {
    let witnesses = (1..=3).map(|number| witness_signer(number).key().clone()).collect();
    Policy { log: log_signer().key().clone(), witnesses, quorum }
}

fn cosigned(tree: &Tree, witnesses: &[u8]) -> Note {
    let mut note = log_signer().sign(tree);
    let checkpoint = Checkpoint::of(log_signer().key().name.clone(), tree);
    for number in witnesses {
        note.add(witness_signer(*number).cosign(&checkpoint, 1000 + u64::from(*number)).unwrap()).unwrap();
    }
    note
}

#[test]
fn enough_witnesses_make_a_checkpoint_believed() {
    let tree = tree(10);
    let opened = policy(2).open(&cosigned(&tree, &[3, 1]).to_bytes()).unwrap();
    let expected = Opened {
        checkpoint: Checkpoint { origin: name("amin.example/log"), size: 10, root: tree.root() },
        cosigned: vec![(name("board.example/witness1"), 1001), (name("board.example/witness3"), 1003)],
    };
    assert_eq!(opened, expected);
    assert_eq!(policy(2).check_witnesses(&opened), Ok(()));
    assert_eq!(policy(3).check_witnesses(&opened), Err(Unwitnessed { cosigned: 2, needed: 3 }));
}

#[test]
fn a_strangers_cosignature_does_not_count() {
    let opened = policy(1).open(&cosigned(&tree(10), &[9]).to_bytes()).unwrap();
    assert_eq!(policy(1).check_witnesses(&opened), Err(Unwitnessed { cosigned: 0, needed: 1 }));
}

#[test]
fn a_witness_under_two_names_counts_once() {
    let mut policy = policy(2);
    policy.witnesses.push(Key { name: name("alias.example"), ..policy.witnesses[0].clone() });
    let alias = crate::log::WitnessSigner::new(name("alias.example"), &Signer::from_seed(&[101; 32]));
    let tree = tree(10);
    let mut note = cosigned(&tree, &[1]);
    note.add(alias.cosign(&Checkpoint::of(name("amin.example/log"), &tree), 7).unwrap()).unwrap();
    let opened = policy.open(&note.to_bytes()).unwrap();
    assert_eq!(policy.check_witnesses(&opened), Err(Unwitnessed { cosigned: 1, needed: 2 }));
}

#[test]
fn a_checkpoint_is_believed_only_from_its_log() {
    let tree = tree(10);
    let same_name = LogSigner::new(name("amin.example/log"), &Signer::from_seed(&[2; 32]));
    assert_eq!(policy(0).open(&same_name.sign(&tree).to_bytes()), Err(NotTheLogs::Unsigned));
    let same_key = LogSigner::new(name("other.example/log"), &Signer::from_seed(&[1; 32]));
    let refused = policy(0).open(&same_key.sign(&tree).to_bytes());
    assert_eq!(refused, Err(NotTheLogs::Origin(name("other.example/log"))));
    let witness_as_log = Policy { log: witness_signer(1).key().clone(), ..policy(0) };
    let refused = witness_as_log.open(&cosigned(&tree, &[1]).to_bytes());
    assert_eq!(refused, Err(NotTheLogs::Purpose(name("board.example/witness1"))));
    let as_log = Key { purpose: Purpose::Log, ..witness_signer(1).key().clone() };
    let no_witness = Policy { witnesses: vec![as_log], ..policy(1) };
    let opened = no_witness.open(&cosigned(&tree, &[1]).to_bytes()).unwrap();
    assert!(no_witness.check_witnesses(&opened).is_err());
}

#[test]
fn a_false_cosignature_condemns_the_checkpoint() {
    let (ten, eleven) = (tree(10), tree(11));
    let mut note = log_signer().sign(&eleven);
    note.add(cosigned(&ten, &[1]).lines()[1].clone()).unwrap();
    let refused = policy(0).open(&note.to_bytes());
    assert_eq!(refused, Err(FalseSignature(name("board.example/witness1")).into()));
}

#[test]
fn a_receipt_proves_its_entry_and_no_other() {
    let tree = tree(300);
    for index in [0, 1, 255, 256, 299] {
        let receipt = Receipt::of(&tree, index, 300, cosigned(&tree, &[1, 2])).unwrap();
        let read = Receipt::parse(&receipt.to_bytes()).unwrap();
        assert_eq!(read, receipt);
        let opened = read.check(&leaf_hash(&entry(index)), &policy(2)).unwrap();
        assert_eq!(opened.checkpoint.size, 300);
        let other = read.check(&leaf_hash(b"never cast"), &policy(2));
        assert_eq!(other, Err(BadProof::Root.into()));
        let moved = Receipt { index: index ^ 1, ..read.clone() };
        assert!(moved.check(&leaf_hash(&entry(index)), &policy(2)).is_err());
        let unwitnessed = read.check(&leaf_hash(&entry(index)), &policy(3));
        assert_eq!(unwitnessed, Err(Unwitnessed { cosigned: 2, needed: 3 }.into()));
    }
}

#[test]
fn a_receipt_has_one_spelling() {
    let tree = tree(5);
    let text = Receipt::of(&tree, 3, 5, cosigned(&tree, &[1])).unwrap().to_string();
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nindex 3\n"));
    let refused = |text: String| Receipt::parse(text.as_bytes()).unwrap_err();
    assert_eq!(refused(text.replace("@v1", "@v2")), BadReceipt::Form);
    assert_eq!(refused(text.replace("index 3", "index 03")), BadReceipt::Form);
    assert_eq!(refused(text.replace("index 3", "extra AAAA\nindex 3")), BadReceipt::Form);
    assert!(matches!(refused(text.replace("index 3\n", "index 3\n=\n")), BadReceipt::Path(_)));
    let hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n".repeat(64);
    assert_eq!(refused(text.replace("index 3\n", &format!("index 3\n{hash}"))), BadReceipt::Form);
    assert_eq!(refused(text.replace('\n', "\r\n")), BadReceipt::Form);
}

#[test]
fn a_policy_is_kept_as_text() {
    let json = serde_json::to_string(&policy(2)).unwrap();
    assert!(json.starts_with(r#"{"log":"amin.example/log+"#), "{json}");
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy(2));
}
