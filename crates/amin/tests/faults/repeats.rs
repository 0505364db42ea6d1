//! Booths whose generator repeats itself: in one branch, and in two that were made from one image.

use super::stand::{Stand, opened};
use super::town::{Town, inhabitant};
use election::alone::WhenAlone;
use election::bytes::Digest;
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use serde_json::Value;

/// A generator that begins anew with every image of the disk.
fn repeating() -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(1405)
}

async fn cast(
    stand: &mut Stand,
    town: &Town,
    branch: usize,
    rng: &mut ChaCha20Rng,
) -> Result<Value, door::Problem> {
    stand.seal(rng);
    let entry = stand.booth.as_mut().unwrap().cast().unwrap().entry;
    let receipt = stand.send(town, &town.branches[branch].machine.url, "ballots", &entry).await?;
    stand.booth.as_mut().unwrap().was_cast().unwrap();
    Ok(receipt)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booth_that_repeats_its_randomness_gets_no_receipt_and_its_voter_votes_elsewhere() {
    let mut town = Town::found(WhenAlone::Refuse).await;
    let mut stand = opened(&town, 0).await;
    let cards = town.cards(0);
    for n in 0..3 {
        town.check_in(0, &inhabitant(n)).await.unwrap();
    }
    stand.insert(&town, &cards[0]).await.unwrap();
    cast(&mut stand, &town, 0, &mut repeating()).await.unwrap();
    for start_again in [false, true] {
        if start_again {
            town.branches[0].machine.kill();
            town.branches[0].machine.start_again();
            town.wait(0, "open again", |status| status["stage"] == "open").await;
        }
        stand.insert(&town, &cards[1]).await.unwrap();
        let refused = cast(&mut stand, &town, 0, &mut repeating()).await.unwrap_err();
        assert_eq!((refused.status, refused.code.as_str()), (409, "seal.replay"), "{refused}");
        stand.leave(&town).await;
    }
    // What was sealed for a challenge is as used as what was cast.
    stand.insert(&town, &cards[1]).await.unwrap();
    let mut other = ChaCha20Rng::seed_from_u64(7);
    stand.seal(&mut other);
    let challenge = stand.booth.as_mut().unwrap().challenge().unwrap().entry;
    let url = town.branches[0].machine.url.clone();
    stand.send(&town, &url, "challenges", &challenge).await.unwrap();
    stand.send(&town, &url, "challenges", &challenge).await.unwrap();
    stand.booth.as_mut().unwrap().was_challenged().unwrap();
    let refused = cast(&mut stand, &town, 0, &mut ChaCha20Rng::seed_from_u64(7)).await.unwrap_err();
    assert_eq!(refused.code, "seal.replay");
    stand.leave(&town).await;
    for printed in &cards[1..3] {
        stand.vote(&town, printed).await;
    }
    let closing = Town::figures(&town.agree(0, "closing").await);
    assert_eq!((closing.ballots, closing.spoiled, closing.refused, closing.abandoned), (3, 1, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ballot_that_repeats_another_branch_is_named_on_the_record_and_holds_up_no_closing() {
    let town = Town::found(WhenAlone::Refuse).await;
    let (mut here, mut there) = (opened(&town, 0).await, opened(&town, 1).await);
    town.check_in(0, &inhabitant(0)).await.unwrap();
    town.check_in(0, &inhabitant(1)).await.unwrap();
    for n in 2..5 {
        town.check_in(1, &inhabitant(n)).await.unwrap();
    }
    let (mine, theirs) = (town.cards(0), town.cards(1));
    let two = || (repeating(), ChaCha20Rng::seed_from_u64(7));
    let (mut first, mut second) = two();
    here.insert(&town, &mine[0]).await.unwrap();
    cast(&mut here, &town, 0, &mut first).await.unwrap();
    here.insert(&town, &mine[1]).await.unwrap();
    cast(&mut here, &town, 0, &mut second).await.unwrap();
    town.agree(0, "closing").await;

    // The other branch cannot know: it gives receipts. One voter casts, one challenges and then casts.
    let (mut first, mut second) = two();
    there.insert(&town, &theirs[0]).await.unwrap();
    let receipt = cast(&mut there, &town, 1, &mut first).await.unwrap();
    there.insert(&town, &theirs[1]).await.unwrap();
    let challenged = there.seal(&mut second);
    let challenge = there.booth.as_mut().unwrap().challenge().unwrap().entry;
    there.send(&town, &town.branches[1].machine.url, "challenges", &challenge).await.unwrap();
    there.booth.as_mut().unwrap().was_challenged().unwrap();
    let after = cast(&mut there, &town, 1, &mut ChaCha20Rng::from_seed([9; 32])).await.unwrap();
    let (_, good) = there.vote(&town, &theirs[2]).await;

    let closing = Town::figures(&town.agree(1, "closing").await);
    assert_eq!((closing.check_ins, closing.cards), (3, 3));
    assert_eq!((closing.ballots, closing.spoiled, closing.refused, closing.abandoned), (2, 0, 1, 0));
    for (code, kind) in [
        (receipt["code"].as_str().unwrap().parse::<Digest>().unwrap(), "refused"),
        (challenged, "refused"),
        (after["code"].as_str().unwrap().parse().unwrap(), "ballot"),
        (good["code"].as_str().unwrap().parse().unwrap(), "ballot"),
    ] {
        assert_eq!(town.under(&code).await.unwrap()["kind"], kind);
    }
    assert_eq!(town.status(1).await["refused"], 2);
    // The ballot itself stays here, should anybody doubt it, and is on no record.
    let kept = town.branches[1].folder.join(format!("refused/{}.json", receipt["code"].as_str().unwrap()));
    assert!(kept.exists());
}
