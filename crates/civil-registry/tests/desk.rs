//! A desk and a registry over real HTTP: agreeing, slow, down, lying, forged.

use civil_registry::advice::{Advice, Contradiction, Law, Tally};
use civil_registry::client::{Client, Silence};
use civil_registry::interface::{BadAnswer, Said};
use civil_registry::population::Population;
use civil_registry::server::{Knobs, Registry, router};
use crypto::signature::Signer;
use election::national_id::NationalId;
use std::sync::Arc;
use std::time::Duration;

const LAW: Law<'_> = Law { age: 18, residence: &[] };
const YEAR: u16 = 1405;

async fn desk(knobs: Knobs) -> Client {
    let signer = Signer::from_seed(&[4; 32]);
    let key = signer.public();
    let registry = Registry { population: Population::new(1), knobs, signer };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move { axum::serve(listener, router(Arc::new(registry))).await });
    Client::patient(http(), &url, key, Duration::from_secs(20))
}

/// Persons who, by the population, may vote.
fn entitled() -> impl Iterator<Item = NationalId> {
    (0..)
        .filter_map(|n| NationalId::from_serial(20_000_000 + n))
        .filter(|number| Population::new(1).person(number, YEAR).is_some_and(|p| p.alive && p.age >= 18))
}

/// A client that believes nobody: the registry of these tests speaks plainly.
fn http() -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().tls_certs_only([])
}

#[tokio::test]
async fn an_honest_registry_agrees_with_the_roll() {
    let (desk, mut tally) = (desk(Knobs::default()).await, Tally::default());
    for number in entitled().take(20) {
        let said = desk.ask(&number, YEAR).await;
        assert_eq!(tally.advise(&said, &LAW), Advice::Agrees);
    }
}

#[tokio::test]
async fn a_contradiction_goes_to_two_officers_and_turns_nobody_away() {
    let (desk, mut tally) = (desk(Knobs::default()).await, Tally::default());
    let all = (0..).filter_map(|n| NationalId::from_serial(20_000_000 + n));
    let mut dead = all.filter(|n| Population::new(1).person(n, YEAR).is_some_and(|p| !p.alive));
    let said = desk.ask(&dead.next().expect("one in a hundred"), YEAR).await;
    assert_eq!(tally.advise(&said, &LAW), Advice::Officers { because: Contradiction::Died });
    let elsewhere = Law { residence: &["nowhere"], ..LAW };
    let said = desk.ask(&entitled().next().expect("many"), YEAR).await;
    assert_eq!(tally.advise(&said, &elsewhere), Advice::Officers { because: Contradiction::Elsewhere });
}

#[tokio::test]
async fn a_registry_that_is_down_is_left_alone_and_the_desk_goes_on() {
    let (desk, mut tally) = (desk(Knobs { fail: 100, ..Knobs::default() }).await, Tally::default());
    let number = entitled().next().expect("many");
    for _ in 0..3 {
        let said = desk.ask(&number, YEAR).await;
        assert!(matches!(said, Err(Silence::Unanswered(_))), "{said:?}");
        assert_eq!(tally.advise(&said, &LAW), Advice::ByTheRoll);
    }
    assert_eq!(desk.ask(&number, YEAR).await, Err(Silence::Resting), "the queue does not pay for it");
}

#[tokio::test]
async fn a_registry_slower_than_the_desk_is_silent() {
    let signer = Signer::from_seed(&[4; 32]);
    let key = signer.public();
    let knobs = Knobs { delay: Duration::from_secs(3_600), ..Knobs::default() };
    let registry = Registry { population: Population::new(1), knobs, signer };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move { axum::serve(listener, router(Arc::new(registry))).await });
    let desk = Client::patient(http(), &url, key, Duration::from_millis(50));
    let said = desk.ask(&entitled().next().expect("many"), YEAR).await;
    assert!(matches!(said, Err(Silence::Unanswered(_))), "{said:?}");
}

#[tokio::test]
async fn a_forged_answer_is_none() {
    let (desk, mut tally) = (desk(Knobs { forge: 100, ..Knobs::default() }).await, Tally::default());
    let said = desk.ask(&entitled().next().expect("many"), YEAR).await;
    assert_eq!(said, Err(Silence::Bad(BadAnswer::Unsigned)));
    assert_eq!(tally.advise(&said, &LAW), Advice::ByTheRollAndTell);
}

#[tokio::test]
async fn a_registry_that_denies_everybody_becomes_the_suspect() {
    let (desk, mut tally) = (desk(Knobs { lie: 100, ..Knobs::default() }).await, Tally::default());
    let mut advice = Vec::new();
    for number in entitled().take(60) {
        let said = desk.ask(&number, YEAR).await;
        assert!(matches!(&said, Ok(Said::Person(person)) if !person.alive), "a signed lie");
        advice.push(tally.advise(&said, &LAW));
    }
    assert_eq!(advice[0], Advice::Officers { because: Contradiction::Died });
    assert_eq!(advice[59], Advice::ByTheRollAndTell, "a whole branch cannot be shut by one machine");
}
