//! A branch that is cut off for an hour of its own clock, by the network itself.
//!
//! It needs a network of its own and the right to make one, so it is left out of the other tests: `interop/cut-off/run`
//! makes the network, names it here, and takes it away again.
#![allow(clippy::unwrap_used)]

#[path = "../faults/line.rs"]
#[allow(dead_code, reason = "here the network is the line")]
mod line;
#[path = "../faults/stand.rs"]
#[allow(dead_code, reason = "every ballot is taken here")]
mod stand;
#[path = "../faults/town.rs"]
#[allow(dead_code, reason = "nobody is killed here")]
mod town;

use election::alone::WhenAlone;
use election::signatory::Side;
use serde_json::{Value, json};
use stand::opened;
use std::process::Command;
use town::{CONTEST, Ground, Town, inhabitant};

/// Voters who come while the branch is cut off, five minutes apart.
const VOTERS: u32 = 13;

/// An entry that the headquarters hands out for others to sign, in the bytes in which it spelt it.
#[derive(serde::Deserialize)]
struct Answered {
    entry: Box<serde_json::value::RawValue>,
    #[serde(default)]
    released: u64,
    #[serde(default)]
    struck: Vec<Value>,
}

/// The cable to the headquarters, on this side.
fn cable(state: &str) {
    let set = Command::new("ip").args(["link", "set", "amin-wan", state]).status();
    assert!(set.unwrap().success(), "the script runs this with the right to do so");
}

/// The branch's clock, where it can be set: minutes ahead of ours.
fn clock(minutes: u32) {
    if let Ok(file) = std::env::var("AMIN_CUT_OFF_CLOCK") {
        std::fs::write(file, format!("+{minutes}m")).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs a network of its own: interop/cut-off/run"]
async fn a_branch_cut_off_for_an_hour_goes_on_and_every_voter_counts_once() {
    let namespace = std::env::var("AMIN_CUT_OFF").expect("interop/cut-off/run names the network");
    let mut before = ["ip", "netns", "exec", &namespace].map(str::to_owned).to_vec();
    if let (Ok(library), Ok(file)) =
        (std::env::var("AMIN_CUT_OFF_LIBRARY"), std::env::var("AMIN_CUT_OFF_CLOCK"))
    {
        before.extend(["env".to_owned(), format!("LD_PRELOAD={library}"), "FAKETIME_NO_CACHE=1".to_owned()]);
        before
            .extend(["FAKETIME_DONT_FAKE_MONOTONIC=1".to_owned(), format!("FAKETIME_TIMESTAMP_FILE={file}")]);
    }
    clock(0);
    let ground = Ground { headquarters: "10.77.77.1:0", branch: "10.78.78.2:0", before, directly: true };
    let town = Town::found_on(&ground, WhenAlone::Pending { most: 30 }).await;
    let (mut here, mut there) = (opened(&town, 0).await, opened(&town, 1).await);
    let (cards, elsewhere) = (town.cards(0), town.cards(1));
    let pending = std::fs::read_to_string(town.branches[0].folder.join("pending.csv")).unwrap();
    let pending: Vec<&str> = pending.lines().skip(1).map(|line| line.split_once(',').unwrap().1).collect();

    for n in 0..2 {
        assert_eq!(town.check_in(0, &inhabitant(n)).await.unwrap()["decision"], "checked-in");
        here.vote(&town, &cards[n as usize]).await;
    }
    cable("down");
    for n in 0..VOTERS {
        let voter = inhabitant(10 + n);
        let admission = town.check_in(0, &voter).await.unwrap();
        assert_eq!(admission["decision"], "pending", "{admission}");
        let place = usize::try_from(admission["card"].as_u64().unwrap()).unwrap();
        here.vote(&town, pending[place - 1]).await;
        // Every third goes on to the other branch, which nobody can warn.
        if n % 3 == 0 {
            assert_eq!(town.check_in(1, &voter).await.unwrap()["decision"], "checked-in");
            there.vote(&town, &elsewhere[n as usize / 3]).await;
        }
        clock(5 * (n + 1));
    }
    let alone = town.status(0).await;
    assert_eq!(
        (&alone["contact"]["state"], &alone["pending_check_ins"]),
        (&json!("alone"), &json!(VOTERS)),
        "{alone}"
    );
    cable("up");
    town.wait(0, "heard again", |status| status["unsent"] == 0 && status["contact"]["state"] == "connected")
        .await;
    let twice = town.check_in(0, &inhabitant(10)).await.unwrap();
    assert_eq!(twice["decision"], "already-voted", "{twice}");

    let figures = Town::figures(&town.agree(0, "closing").await);
    town.agree(1, "closing").await;
    let told = figures.pending.unwrap();
    assert_eq!((figures.ballots, told.check_ins, told.ballots), (2, VOTERS.into(), VOTERS.into()));
    let struck = u64::from(VOTERS.div_ceil(3));
    let decided: Answered =
        serde_json::from_str(town.operator.asks("pending", &json!({})).await.get()).unwrap();
    assert_eq!((decided.released, decided.struck.len() as u64), (u64::from(VOTERS) - struck, struck));
    town.boards_sign(decided.entry.get(), [Side::Supervisory]).await;
    town.operator.asks("ledger", &json!({})).await;
    town.get(&town.headquarters.url, "settled").await.unwrap();
    town.trustee("mix");
    town.trustee("open");
    town.operator.asks("count", &json!({})).await;
    let outcome = town.operator.asks(&format!("contests/{CONTEST}/decision"), &json!({})).await;
    let outcome: Answered = serde_json::from_str(outcome.get()).unwrap();
    town.boards_sign(outcome.entry.get(), Side::BOTH).await;
    town.get(&town.headquarters.url, "settled").await.unwrap();
    assert!(town.verified());
    let result = town.get(&town.headquarters.url, &format!("contests/{CONTEST}/result")).await.unwrap();
    assert_eq!(result["totals"]["ballots"], 2 + VOTERS, "everybody once: {result}");
    if std::env::var("AMIN_CUT_OFF_CLOCK").is_ok() {
        let log = std::fs::read_to_string(town.branches[0].folder.join("desk.log")).unwrap();
        let lines = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let walls: Vec<u64> = lines.map(|line| line["at"]["wall"].as_u64().unwrap()).collect();
        let minutes = (walls.last().unwrap() - walls[0]) / 60_000;
        assert!(minutes >= 60, "{minutes} minutes by the branch's clock");
    }
}
