//! Power cuts of a branch machine, at the desk and at the box: nothing lost, nothing twice.

use super::line::{Line, Mood};
use super::stand::opened;
use super::town::{Town, inhabitant};
use door::Problem;
use election::alone::WhenAlone;
use serde_json::Value;
use std::time::Duration;

/// What a voter who stands at the desk until something is answered goes away with.
async fn patiently(town: &Town, national_id: &str) -> Value {
    loop {
        match town.check_in(0, national_id).await {
            Ok(admission) if admission["decision"] == "not-reached" => {}
            Ok(admission) => return admission,
            Err(Problem { status: 502 | 423, .. }) => {}
            Err(other) => panic!("{other}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_in_the_middle_of_check_ins_it_counts_each_voter_once_as_the_ledger_does() {
    let mut town = Town::found(WhenAlone::Pending { most: 10 }).await;
    let mut stand = opened(&town, 0).await;
    let moments = [0, 1, 2, 4, 8, 16, 32];
    for (n, moment) in (0..).zip(moments) {
        let voter = inhabitant(n);
        let url = format!("{}/api/v1/check-ins", town.branches[0].machine.url);
        let request = town.client.post(url).bearer_auth(town.token(0));
        let typed = serde_json::json!({ "national_id": voter });
        let first = tokio::spawn(async move { request.json(&typed).send().await.is_ok() });
        tokio::time::sleep(Duration::from_millis(moment)).await;
        town.branches[0].machine.kill();
        let _ = first.await;
        town.branches[0].machine.start_again();
        let admission = patiently(&town, &voter).await;
        let receipt = match admission["decision"].as_str().unwrap() {
            "checked-in" => admission["receipt"].as_u64().unwrap(),
            // The log had the check-in before the power went: the officers look under its receipt number.
            "already-voted" => {
                assert_eq!(admission["earlier"]["branch"], "0001");
                admission["earlier"]["claim"]["counter"].as_u64().unwrap()
            }
            other => panic!("voter {n} heard {other}"),
        };
        town.get(&town.branches[0].machine.url, &format!("check-ins/{receipt}")).await.unwrap();
    }
    assert_eq!(town.status(0).await["check_ins"], moments.len());
    for printed in &town.cards(0)[..moments.len()] {
        stand.vote(&town, printed).await;
    }
    stand.insert(&town, &town.cards(0)[moments.len()]).await.unwrap_err();
    let closing = Town::figures(&town.agree(0, "closing").await);
    assert_eq!((closing.check_ins, closing.ballots, closing.abandoned), (7, 7, 0));
    let ledger = town.get(&town.headquarters.url, "overview").await.unwrap();
    assert_eq!(ledger["turnout"]["check_ins"], 7, "{ledger}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_its_disk_and_its_answer_it_has_the_ballot_and_gives_the_same_receipt() {
    let mut town = Town::found(WhenAlone::Refuse).await;
    let mut stand = opened(&town, 0).await;
    for n in 0..4 {
        town.check_in(0, &inhabitant(n)).await.unwrap();
    }
    // The booth's own line: the ballot arrives and is kept, and the power goes before the answer does.
    let booth = Line::lay(&town.branches[0].machine.url).await;
    for (n, printed) in town.cards(0)[..4].iter().enumerate() {
        stand.insert(&town, printed).await.unwrap();
        let code = stand.seal(&mut rand::rng());
        let entry = stand.booth.as_mut().unwrap().cast().unwrap().entry;
        if n < 2 {
            booth.is(Mood::Loses("{\"entry\""));
            stand.send(&town, &booth.url, "ballots", &entry).await.unwrap_err();
            booth.has_met().await;
            town.branches[0].machine.kill();
            booth.is(Mood::Carries);
        } else {
            // And at any other moment.
            let to = town.branches[0].machine.url.clone();
            let (_, ()) = tokio::join!(stand.send(&town, &to, "ballots", &entry), async {
                tokio::time::sleep(Duration::from_millis(n as u64 * 3)).await;
            });
            town.branches[0].machine.kill();
        }
        town.branches[0].machine.start_again();
        town.wait(0, "open again", |status| status["stage"] == "open").await;
        let url = town.branches[0].machine.url.clone();
        let receipt = stand.send(&town, &url, "ballots", &entry).await.unwrap();
        assert_eq!(receipt["code"], code.to_string());
        assert_eq!(stand.send(&town, &url, "ballots", &entry).await.unwrap(), receipt, "and again");
        stand.booth.as_mut().unwrap().was_cast().unwrap();
        assert_eq!(town.status(0).await["ballots"], n + 1);
    }
    let closing = Town::figures(&town.agree(0, "closing").await);
    assert_eq!((closing.cards, closing.ballots, closing.abandoned), (4, 4, 0));
}
