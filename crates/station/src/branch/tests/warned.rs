//! The civil registry at the desk: agreeing, contradicting, silent, forged. The table in `docs/pollbook.md`, line by line.

use super::*;
use civil_registry::population::Population;
use civil_registry::server::{Knobs, Registry as Server};
use pollbook::ladder::OverrideReason;
use pollbook::officers::Side;
use pollbook::report::Registry as Met;
use sheets::{Done, Proposal};
use std::time::Duration;

async fn registry(knobs: Knobs) -> RegistryAddress {
    let signer = officer(4);
    let key = signer.public();
    let county = (1..=4).map(|n| (number(n), "کسی".to_owned())).collect();
    let registry = Server { population: Population::new(1).with(county), knobs, signer };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    let router = civil_registry::server::router(Arc::new(registry));
    tokio::spawn(async move { axum::serve(listener, router).await });
    RegistryAddress { url, key }
}

async fn desk(folder: &Path, registry: RegistryAddress) -> Arc<Machine> {
    let outfit = Outfit { registry: Some(registry), ..outfit(folder, NOBODY) };
    open(outfit, WhenAlone::Pending { most: 5 }).await
}

fn takes(admission: &Result<Admission, Problem>) -> bool {
    matches!(admission, Ok(Admission::Pending { .. }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_agrees_is_silent_slow_or_forged_leaves_the_roll_to_decide() {
    let nobody = RegistryAddress { url: NOBODY.to_owned(), key: officer(4).public() };
    let slow = Knobs { delay: Duration::from_secs(3_600), ..Knobs::default() };
    let cases = [
        (registry(Knobs::default()).await, Met::Answers),
        (nobody, Met::Silent),
        (registry(slow).await, Met::Silent),
        (registry(Knobs { fail: 100, ..Knobs::default() }).await, Met::Silent),
        (registry(Knobs { forge: 100, ..Knobs::default() }).await, Met::Untrue),
    ];
    for (address, met) in cases {
        let folder = tempfile::tempdir().expect("a folder");
        let machine = desk(folder.path(), address).await;
        let answer = machine.check_in(number(1).as_str()).await;
        assert!(takes(&answer), "{met:?}: {answer:?}");
        assert_eq!(machine.sign_of_life().await.registry, met);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contradiction_gives_no_card_until_two_officers_stand_for_the_person() {
    let folder = tempfile::tempdir().expect("a folder");
    let machine = desk(folder.path(), registry(Knobs { lie: 100, ..Knobs::default() }).await).await;
    let url = door(&machine).await;
    let shown = post(&format!("{url}/en"), &[("national_id", number(1).as_str())]).await;
    assert!(shown.contains("Both officers must look") && shown.contains("has died"), "{shown}");
    assert_eq!(machine.branch.lock().await.issued.pending.len(), 0);
    assert_eq!(machine.desk_status().await.0, 0, "no question is left open");
    let national_id = number(1).as_str().to_owned();
    let reason = OverrideReason::RegistryContradicts;
    let code = machine.propose(Proposal::Override { national_id, reason }).await.expect("proposed");
    let (sheet, _) = machine.sheet(&code).await.expect("it waits");
    machine.sign(sheet.sign(Side::Executive, &officer(1))).await.expect("signed");
    let stands = machine.sign(sheet.sign(Side::Supervisory, &officer(2))).await.expect("signed");
    assert!(
        matches!(stands.done, Some(Done::Admission { admission: Admission::Pending { card: 1, .. } })),
        "{stands:?}"
    );
    // Who is not on the roll is sent away by the roll, whatever the registry says.
    assert!(matches!(machine.check_in(number(99).as_str()).await, Ok(Admission::NotOnRoll)));
}
