//! A disk that takes no more: said so, nothing half done, and everything goes on when there is room.
//!
//! The machine's files may not grow beyond a limit that is set on the running process, as an administrator without a spare
//! disk can do: what it writes is refused as on a full disk.

use super::stand::opened;
use super::town::{Town, inhabitant};
use election::alone::WhenAlone;
use std::process::Command;

/// Sets the most bytes of a file of the branch's machine.
fn limit(town: &Town, most: &str) {
    let pid = town.branches[0].machine.id().to_string();
    let set = Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={most}:")]).status();
    assert!(set.is_ok_and(|set| set.success()), "prlimit is part of util-linux");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_gives_neither_card_nor_receipt_and_loses_nothing() {
    let mut town = Town::found(WhenAlone::Refuse).await;
    let mut stand = opened(&town, 0).await;
    for n in 0..2 {
        town.check_in(0, &inhabitant(n)).await.unwrap();
    }
    let cards = town.cards(0);
    stand.vote(&town, &cards[0]).await;
    stand.insert(&town, &cards[1]).await.unwrap();
    let code = stand.seal(&mut rand::rng());
    let entry = stand.booth.as_mut().unwrap().cast().unwrap().entry;

    limit(&town, "1");
    let full = town.check_in(0, &inhabitant(2)).await.unwrap_err();
    assert_eq!((full.status, full.code.as_str()), (507, "disk"), "{full}");
    assert!(full.title.contains("desk.log"), "it says where: {}", full.title);
    let told = town.page(0, &inhabitant(2)).await;
    assert!(told.contains("disk takes nothing") && !told.contains("Checked in"), "the clerk is told as well");
    let url = &town.branches[0].machine.url;
    let full = stand.send(&town, url, "ballots", &entry).await.unwrap_err();
    assert_eq!((full.status, full.code.as_str()), (507, "disk"), "{full}");
    let status = town.status(0).await;
    assert_eq!(
        (&status["check_ins"], &status["ballots"], &status["asking"]),
        (&2.into(), &1.into(), &0.into())
    );

    limit(&town, "unlimited");
    let receipt = stand.send(&town, url, "ballots", &entry).await.unwrap();
    assert_eq!(receipt["code"], code.to_string());
    stand.booth.as_mut().unwrap().was_cast().unwrap();
    assert_eq!(town.check_in(0, &inhabitant(2)).await.unwrap()["decision"], "checked-in");
    stand.vote(&town, &cards[2]).await;
    let closing = Town::figures(&town.agree(0, "closing").await);
    assert_eq!((closing.check_ins, closing.cards, closing.ballots, closing.abandoned), (3, 3, 3, 0));

    // A log that was damaged is not stepped over, and the desk does not call that a branch that is not open.
    town.branches[0].machine.kill();
    let log = town.branches[0].folder.join("desk.log");
    let mut bytes = std::fs::read(&log).unwrap();
    bytes[3] ^= 1;
    std::fs::write(&log, bytes).unwrap();
    town.branches[0].machine.start_again();
    let status = town.wait(0, "stopped", |status| !status["ended"].is_null()).await;
    assert!(status["ended"].as_str().unwrap().contains("line 1"), "{status}");
    assert!(town.page(0, &inhabitant(3)).await.contains("does not go on by itself"));
}
