//! Arbitrary bytes: no reader panics, and whatever is read is written again as it was.

use super::{entries, tree};
use crate::log::bundle::{read_bundle, write_bundle};
use crate::log::checkpoint::Checkpoint;
use crate::log::hash::Hash;
use crate::log::key::Key;
use crate::log::note::Note;
use crate::log::proof::{check_consistency, check_inclusion};
use crate::log::receipt::Receipt;
use crate::log::tile::{Tile, check_tile, tiles};
use crate::log::witness::{Request, Seen, Witness};
use proptest::prelude::*;

/// Text made of the pieces that the formats are made of, which random bytes hardly ever are.
fn nearly() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec![
        "\n",
        "\n\n",
        "— ",
        " ",
        "amin.example/log",
        "old ",
        "index ",
        "0",
        "7",
        "18446744073709551615",
        "c2sp.org/tlog-proof@v1",
        "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
        "AAAAAAA=",
        "=",
        "+",
        "\t",
        "tile/",
        "entries/",
        "x001/",
        "000",
        ".p/",
        "255",
        "é",
    ]);
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat().into_bytes())
}

fn hostile() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![nearly(), prop::collection::vec(any::<u8>(), 0..400)]
}

fn hashes() -> impl Strategy<Value = Vec<Hash>> {
    prop::collection::vec(any::<[u8; 32]>().prop_map(Hash), 0..70)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_is_read_is_written_as_it_was(bytes in hostile(), count in 0_usize..300) {
        if let Ok(note) = Note::parse(&bytes) {
            prop_assert_eq!(note.to_bytes(), bytes.clone());
        }
        if let Ok(request) = Request::parse(&bytes) {
            prop_assert_eq!(request.to_bytes(), bytes.clone());
        }
        if let Ok(receipt) = Receipt::parse(&bytes) {
            prop_assert_eq!(receipt.to_bytes(), bytes.clone());
        }
        if let Ok(entries) = read_bundle(&bytes, count) {
            prop_assert_eq!(write_bundle(&entries).unwrap(), bytes.clone());
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            if let Ok(tile) = text.parse::<Tile>() {
                prop_assert_eq!(tile.path(), text);
                // Nor does asking about it overflow.
                let _ = check_tile(&tree(3), &tile, &bytes);
                let _ = tile.is_within(u64::MAX);
            }
            if let Ok(checkpoint) = text.parse::<Checkpoint>() {
                prop_assert_eq!(checkpoint.to_string(), text);
            }
            if let Ok(key) = text.parse::<Key>() {
                prop_assert_eq!(key.to_string(), text);
            }
        }
        let mut witness = Witness::new(super::witness_signer(1))
            .watching(super::log_signer().key().clone(), Seen::default());
        prop_assert!(witness.add_checkpoint(&bytes, 5).is_err());
    }

    #[test]
    fn a_damaged_request_is_refused_or_means_the_same(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let tree = tree(40);
        let mut bytes = Request::of(&tree, 0, 40, super::log_signer().sign(&tree)).unwrap().to_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let mut witness = Witness::new(super::witness_signer(1))
            .watching(super::log_signer().key().clone(), Seen::default());
        prop_assert!(witness.add_checkpoint(&bytes, 5).is_err());
    }

    #[test]
    fn no_invented_proof_convinces(
        proof in hashes(), index in any::<u64>(), old in any::<u64>(), new in any::<u64>(),
    ) {
        let (a, b) = (Hash([1; 32]), Hash([2; 32]));
        prop_assert!(check_inclusion(&a, index, new, &b, &proof).is_err());
        prop_assert!(check_consistency(old, &a, new, &b, &proof).is_err());
    }

    #[test]
    fn any_growth_writes_what_the_layout_wants(old in 0_u64..1200, more in 0_u64..1200) {
        let tree = tree(old + more);
        let first = crate::log::tile::first_entry_needed(old);
        let files = tiles(&tree, old, &entries(first..old + more)).unwrap();
        for (path, bytes) in files {
            let tile: Tile = path.parse().unwrap();
            prop_assert!(!tile.is_within(old));
            prop_assert_eq!(check_tile(&tree, &tile, &bytes), Ok(()));
        }
    }
}
