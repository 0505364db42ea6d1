//! The closing of a branch, with whatever can come between its steps.

use super::line::Mood;
use super::stand::opened;
use super::town::{Town, inhabitant};
use election::alone::WhenAlone;
use election::bytes::Digest;

/// What only a closing says.
const CLOSING: &str = "\"kind\":\"closing\"";

#[tokio::test(flavor = "multi_thread")]
async fn while_the_record_is_asked_nobody_is_let_in_and_the_desk_sees_why() {
    let town = Town::found(WhenAlone::Refuse).await;
    let mut stand = opened(&town, 0).await;
    assert_eq!(town.check_in(0, &inhabitant(1)).await.unwrap()["decision"], "checked-in");
    let (entry, receipt) = stand.vote(&town, &town.cards(0)[0]).await;
    let closing = town.stated(0, "closing").await.unwrap();
    let line = &town.branches[0].line;
    line.is(Mood::Holds(CLOSING));
    let ((), closed) = tokio::join!(
        async {
            line.has_met().await;
            assert_eq!(town.status(0).await["stage"], "closing");
            let refused = town.check_in(0, &inhabitant(2)).await.unwrap_err();
            assert_eq!((refused.status, refused.code.as_str()), (423, "stage"));
            // A booth that heard no answer has its receipt all the same.
            let again = stand.send(&town, &town.branches[0].machine.url, "ballots", &entry).await.unwrap();
            assert_eq!(again, receipt);
            line.is(Mood::Carries);
        },
        town.say(0, "closing", closing.clone())
    );
    closed.unwrap();
    assert_eq!(town.status(0).await["stage"], "closed");
    assert_eq!(Town::figures(&closing).check_ins, 1);
    assert_eq!(town.check_in(0, &inhabitant(2)).await.unwrap_err().status, 423);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closing_whose_answer_was_lost_is_sent_again_and_never_another() {
    let mut town = Town::found(WhenAlone::Pending { most: 3 }).await;
    let mut stand = opened(&town, 0).await;
    town.check_in(0, &inhabitant(1)).await.unwrap();
    let (ballot, receipt) = stand.vote(&town, &town.cards(0)[0]).await;
    let first = town.stated(0, "closing").await.unwrap();
    town.branches[0].line.is(Mood::Loses(CLOSING));
    town.say(0, "closing", first.clone()).await.unwrap_err();
    town.branches[0].line.has_met().await;

    // The power goes, and the machine is started while the line is still cut: perhaps the closing stands.
    town.branches[0].machine.kill();
    town.branches[0].machine.start_again();
    town.wait(0, "closing again", |status| status["stage"] == "closing").await;
    let refused = town.check_in(0, &inhabitant(2)).await.unwrap_err();
    assert_eq!((refused.status, refused.code.as_str()), (423, "stage"), "the box stays shut");
    let again = stand.send(&town, &town.branches[0].machine.url, "ballots", &ballot).await.unwrap();
    assert_eq!(again, receipt, "receipts are still answered");

    // The line is mended, and the officers sign another closing, a second later.
    town.branches[0].line.is(Mood::Carries);
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let second = town.agree(0, "closing").await;
    assert_ne!(first, second, "the officers did sign another");
    let standing = town.under(&Digest::of(&first)).await.unwrap();
    assert_eq!(standing["kind"], "closing");
    assert_eq!(town.under(&Digest::of(&second)).await.unwrap_err().status, 404, "the first stands alone");
    assert_eq!(town.status(0).await["stage"], "closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_is_not_the_headquarters_own_does_not_undo_a_closing() {
    let town = Town::found(WhenAlone::Refuse).await;
    let _stand = opened(&town, 0).await;
    let closing = town.stated(0, "closing").await.unwrap();
    // Somebody on the line answers in the headquarters' name.
    let liar = super::liar::refuses(&town.headquarters.url).await;
    town.branches[0].line.leads_to(&liar);
    let told = town.say(0, "closing", closing.clone()).await.unwrap_err();
    assert_eq!(told.status, 502, "{told}");
    assert!(town.branches[0].folder.join("closing.json").exists(), "kept: perhaps it stands");
    assert_eq!(town.status(0).await["stage"], "closing");
    town.branches[0].line.leads_to(&town.headquarters.url);
    town.agree(0, "closing").await;
    assert_eq!(town.status(0).await["stage"], "closed");
}
