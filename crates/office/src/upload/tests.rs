#![allow(clippy::unwrap_used)]

use super::*;
use crate::files::{ENOUGH, Folders};
use crate::fixture::office;
use election::id::BranchId;
use futures_util::stream;
use headquarters::permit::{Forbidden, permit};
use std::time::{Duration, SystemTime};

fn may(actor: Actor) -> Result<Permit<act::HandIn>, Forbidden> {
    permit(actor)
}

fn pieces(bytes: &[u8]) -> impl Stream<Item = Result<Vec<u8>, String>> {
    stream::iter(bytes.chunks(7).map(|piece| Ok(piece.to_vec())).collect::<Vec<_>>())
}

#[tokio::test]
async fn a_file_is_kept_under_its_own_digest_and_no_other() {
    let (folder, office) = office().await;
    let trustee = may(Actor::Signed(Signatory::Trustee(1))).unwrap();
    let digest = Digest::of(b"the slots of a box");
    let file = office.upload(&trustee, &digest, pieces(b"the slots of a box")).await.unwrap();
    assert_eq!(file, File::of(b"the slots of a box"));
    let again = office.upload(&trustee, &digest, pieces(b"")).await.unwrap();
    assert_eq!(again, file, "what is there is not read again");
    let other = office.upload(&trustee, &Digest::of(b"other"), pieces(b"the slots of a box")).await;
    assert!(matches!(other, Err(Error::Misnamed)), "{other:?}");
    let broken = stream::iter([Ok(b"half".to_vec()), Err("the line broke")]);
    let broken = office.upload(&trustee, &Digest::of(b"half"), broken).await;
    assert!(matches!(broken, Err(Error::CutShort)), "{broken:?}");
    let left = std::fs::read_dir(folder.path().join("uploads")).unwrap().count();
    assert_eq!(left, 1, "nothing is left of what did not arrive");
}

#[tokio::test]
async fn a_stranger_hands_in_nothing_and_a_branch_nothing_long() {
    assert!(may(Actor::Public).is_err());
    let (_folder, office) = office().await;
    let branch = may(Actor::Signed(Signatory::Branch(BranchId::new("0001").unwrap()))).unwrap();
    let piece = vec![0_u8; 1 << 20];
    let long = stream::iter((0..17).map(|_| Ok::<_, String>(piece.clone())));
    let long = office.upload(&branch, &Digest([0; 32]), long).await;
    assert!(matches!(long, Err(Error::TooLong { most: MOST_OF_BRANCH })), "{long:?}");
}

#[tokio::test]
async fn a_folder_that_has_enough_takes_no_more_until_what_nobody_named_is_swept() {
    let (folder, office) = office().await;
    let trustee = may(Actor::Signed(Signatory::Trustee(1))).unwrap();
    // A file of many holes: as long as all that may wait together.
    let heap = folder.path().join("uploads").join("0".repeat(64));
    let file = std::fs::File::create(&heap).unwrap();
    file.set_len(ENOUGH).unwrap();
    let digest = Digest::of(b"one more");
    let full = office.upload(&trustee, &digest, pieces(b"one more")).await;
    assert!(matches!(full, Err(Error::NoRoom { .. })), "{full:?}");
    file.set_modified(SystemTime::now() - Duration::from_secs(15 * 24 * 3600)).unwrap();
    office.upload(&trustee, &digest, pieces(b"one more")).await.unwrap();
    assert!(!heap.exists(), "nobody named it for a fortnight");
    assert!(Folders::open(folder.path()).unwrap().uploaded(&digest).unwrap().is_some(), "a fresh one stays");
}

#[tokio::test]
async fn what_arrives_beside_a_long_file_takes_its_room() {
    let (folder, office) = office().await;
    let trustee = may(Actor::Signed(Signatory::Trustee(1))).unwrap();
    let heap = folder.path().join("uploads").join("0".repeat(64));
    let piece = vec![0_u8; 1 << 20];
    // Others fill the folder while it comes.
    let long = stream::iter(0..20).map(|n| {
        if n == 1 {
            std::fs::File::create(&heap).unwrap().set_len(ENOUGH).unwrap();
        }
        Ok::<_, String>(piece.clone())
    });
    let long = office.upload(&trustee, &Digest([0; 32]), long).await;
    assert!(matches!(long, Err(Error::NoRoom { .. })), "{long:?}");
    assert_eq!(std::fs::read_dir(folder.path().join("uploads")).unwrap().count(), 1, "the heap alone");
}
