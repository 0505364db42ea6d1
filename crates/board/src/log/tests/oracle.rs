//! The same questions put to the `tlog_tiles` and `signed_note` crates, which others wrote.

use super::{entry, log_signer, tree};
use crate::log::tile;
use signed_note::{StandardVerifier, VerifierList};
use tlog_tiles as theirs;

fn hash(hash: crate::log::Hash) -> theirs::Hash {
    theirs::Hash(hash.0)
}

#[test]
fn the_other_crate_accepts_our_proofs() {
    let tree = tree(300);
    for new in 1..=300 {
        let root = hash(tree.root_at(new).unwrap());
        for other in 0..new {
            let path = tree.inclusion(other, new).unwrap().into_iter().map(hash).collect();
            let leaf = theirs::record_hash(&entry(other));
            theirs::check_record(&path, new, root, other, leaf).unwrap();
        }
        for old in 1..=new {
            let proof = tree.consistency(old, new).unwrap().into_iter().map(hash).collect();
            theirs::check_tree(&proof, new, root, old, hash(tree.root_at(old).unwrap())).unwrap();
        }
    }
}

#[test]
fn the_other_crate_verifies_our_checkpoint() {
    let signer = log_signer();
    let note = signed_note::Note::from_bytes(&signer.sign(&tree(20)).to_bytes()).unwrap();
    let verifier = StandardVerifier::new(&signer.key().to_string()).unwrap();
    let (verified, unknown) = note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
    assert_eq!((verified.len(), unknown.len()), (1, 0));
    let checkpoint = theirs::Checkpoint::from_bytes(note.text()).unwrap();
    assert_eq!((checkpoint.origin(), checkpoint.size()), ("amin.example/log", 20));
    assert_eq!(*checkpoint.hash(), hash(tree(20).root()));
}

#[test]
fn the_other_crate_has_the_same_tiles() {
    for (old, new) in [(0, 1), (0, 300), (255, 256), (300, 70_000), (65_535, 65_536), (65_536, 65_536)] {
        // It gives only the hashes, writes the height into the path, and says `data` for entries.
        let theirs: Vec<String> = theirs::Tile::new_tiles(8, old, new)
            .iter()
            .map(|tile| tile.path().replacen("tile/8/", "tile/", 1))
            .collect();
        let tree = tree(new);
        let entries = super::entries(tile::first_entry_needed(old)..new);
        let ours = tile::tiles(&tree, old, &entries).unwrap();
        let ours: Vec<String> =
            ours.into_iter().map(|(path, _)| path).filter(|path| !path.contains("entries")).collect();
        assert_eq!(ours, theirs, "{old} to {new}");
    }
}
