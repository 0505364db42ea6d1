//! A branch that opens while nobody can be reached: by its officers alone, and the record learns of it before anything that
//! stands on it.

use super::line::Mood;
use super::stand::Stand;
use super::town::{Town, inhabitant};
use election::alone::WhenAlone;
use election::bytes::Digest;
use election::signatory::Side;
use serde_json::Value;

/// On the eve: the machine knows the event, the booth is enrolled, the roll's key is here.
async fn ready(town: &Town) -> Stand {
    let mut stand = Stand::enrol(town, 0).await;
    town.wait(0, "ready", |status| status["stage"] == "ready").await;
    stand.follow(town).await;
    let key = town.branches[0].folder.join("roll.key");
    town.wait(0, "the roll's key", |_| key.exists()).await;
    stand
}

fn opening_is(status: &Value, how: &str) -> bool {
    status["opening"]["is"] == how
}

#[tokio::test(flavor = "multi_thread")]
async fn r1_both_officers_open_a_branch_that_reaches_neither_headquarters_nor_witness() {
    let mut town = Town::found(WhenAlone::Pending { most: 5 }).await;
    let mut stand = ready(&town).await;
    let (printed, pending) = (town.cards(0), town.pending_cards(0));
    town.branches[0].line.is(Mood::Cut);
    town.witness.kill();

    // Judged here by the record's own rules: not by one of them, and not after a booth came.
    let one = town.stated_by(0, "opening", [Side::Executive]).await.unwrap();
    assert_eq!(town.say(0, "opening", one).await.unwrap_err().code, "entry.signatures");
    let opening = town.stated(0, "opening").await.unwrap();
    let altered = String::from_utf8(opening.clone()).unwrap().replace("\"ballots\":0", "\"ballots\":1");
    assert_eq!(town.say(0, "opening", altered.into_bytes()).await.unwrap_err().code, "opening");
    assert_eq!(town.status(0).await["stage"], "ready");

    assert_eq!(town.say(0, "opening", opening.clone()).await.unwrap(), None, "the record has it not");
    let status = town.status(0).await;
    assert_eq!(status["stage"], "open", "{status}");
    // It was heard on the eve, a moment ago.
    assert_ne!(status["contact"]["state"], "connected", "{status}");
    assert!(opening_is(&status, "waits"));
    assert_eq!(town.check_in(0, &inhabitant(0)).await.unwrap()["decision"], "pending");
    let (early, _) = stand.vote(&town, &pending[0]).await;
    assert!(town.page(0, &inhabitant(0)).await.contains("is kept here; the public record does not have it"));

    // The power goes: it is open when it starts again, still alone.
    town.branches[0].machine.kill();
    town.branches[0].machine.start_again();
    let status = town.wait(0, "open again", |status| status["stage"] == "open").await;
    assert!(opening_is(&status, "waits"), "{status}");
    assert_eq!(town.check_in(0, &inhabitant(0)).await.unwrap()["decision"], "already-voted");

    // The line is mended, the witness is not: the headquarters has the opening, and confirms voters.
    town.branches[0].line.is(Mood::Carries);
    town.wait(0, "taken", |status| opening_is(status, "taken")).await;
    town.wait(0, "the log is sent", |status| status["unsent"] == 0).await;
    assert_eq!(town.check_in(0, &inhabitant(1)).await.unwrap()["decision"], "checked-in");
    stand.vote(&town, &printed[0]).await;
    town.witness.start_again();
    town.wait(0, "on the record", |status| opening_is(status, "on-record")).await;
    let closing = Town::figures(&town.agree(0, "closing").await);
    let told = closing.pending.unwrap();
    assert_eq!((closing.check_ins, closing.ballots, told.check_ins, told.ballots), (1, 1, 1, 1));
    let code = board::entry::Entry::parse(&early).unwrap();
    let board::entry::Body::Ballot(ballot) = code.body else { panic!("a ballot") };
    let sequence = |standing: Value| standing["sequence"].as_u64().unwrap();
    let opened = sequence(town.under(&Digest::of(&opening)).await.unwrap());
    let cast = sequence(town.under(&ballot.tracking_code(&town.event)).await.unwrap());
    assert!(opened < cast, "the opening stands before what stands on it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_that_the_record_refuses_lets_nobody_in_any_more() {
    let mut town = Town::found(WhenAlone::Pending { most: 5 }).await;
    let stand = ready(&town).await;
    town.branches[0].line.is(Mood::Cut);
    let alone = town.stated(0, "opening").await.unwrap();
    town.say(0, "opening", alone.clone()).await.unwrap();
    assert_eq!(town.check_in(0, &inhabitant(0)).await.unwrap()["decision"], "pending");

    // Somebody copied the folder, and opened the branch on another machine as well.
    std::fs::remove_file(town.branches[0].folder.join("opening.json")).unwrap();
    let twin = town.twin(0);
    std::fs::write(town.branches[0].folder.join("opening.json"), &alone).unwrap();
    stand.enrol_at(&town, &twin.url).await;
    // An opening says when, to the second: two of one second would be one.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let mine = std::mem::replace(&mut town.branches[0].machine, twin);
    town.wait(0, "ready", |status| status["stage"] == "ready").await;
    town.agree(0, "opening").await;
    let _twin = std::mem::replace(&mut town.branches[0].machine, mine);

    town.branches[0].line.is(Mood::Carries);
    town.wait(0, "refused", |status| opening_is(status, "refused")).await;
    let refused = town.check_in(0, &inhabitant(1)).await.unwrap_err();
    assert_eq!((refused.status, refused.code.as_str()), (409, "opening"), "{refused}");
    assert!(town.page(0, &inhabitant(1)).await.contains("refused the opening of this branch"));
    // Started again while it is cut off, it remembers.
    town.branches[0].line.is(Mood::Cut);
    town.branches[0].machine.kill();
    town.branches[0].machine.start_again();
    town.wait(0, "refused still", |status| opening_is(status, "refused")).await;
    assert_eq!(town.check_in(0, &inhabitant(1)).await.unwrap_err().code, "opening");
}
