//! The civil registry at the desk: asked beside the headquarters, for 0.8 s at most. The roll decides, the registry warns.

use super::{Known, Machine};
use civil_registry::advice::{Advice, Contradiction, Law, Tally};
use civil_registry::breaker::Circuit;
use civil_registry::client::Client;
use crypto::signature::PublicKey;
use election::national_id::NationalId;
use pollbook::report::Registry as Told;
use std::sync::Mutex;

/// Where it is, and whose signature its answers bear.
#[derive(Debug, Clone)]
pub struct RegistryAddress {
    /// Its address.
    pub url: String,
    /// Its key.
    pub key: PublicKey,
}

/// The desk's side of it.
#[derive(Debug)]
pub(super) struct Registry {
    client: Client,
    tally: Mutex<Tally>,
    /// Answers that were none: unsigned, or about another person.
    forged: Mutex<u64>,
}

/// The least age of a voter on polling day. Who is younger is on no roll; the registry may know better.
const AGE: u16 = 18;

impl Registry {
    pub(super) fn new(address: &RegistryAddress) -> Self {
        Self {
            client: Client::new(crate::wire::client(), &address.url, address.key),
            tally: Mutex::default(),
            forged: Mutex::default(),
        }
    }

    /// What it says against a person, if two officers must look. Silence, slowness and lies leave the roll to decide.
    pub(super) async fn warns(&self, person: &NationalId, year: u16) -> Option<Contradiction> {
        let said = self.client.ask(person, year).await;
        let mut tally = self.tally.lock().expect("nobody panics with this lock");
        match tally.advise(&said, &Law { age: AGE, residence: &[] }) {
            Advice::Officers { because } => Some(because),
            Advice::Agrees | Advice::ByTheRoll => None,
            Advice::ByTheRollAndTell => {
                if said.is_err() {
                    *self.forged.lock().expect("nobody panics with this lock") += 1;
                }
                None
            }
        }
    }

    /// How it is, for the desk's page and for the headquarters.
    pub(super) fn told(&self) -> Told {
        let suspect = self.tally.lock().expect("nobody panics with this lock").is_suspect();
        let forged = *self.forged.lock().expect("nobody panics with this lock");
        match self.client.circuit() {
            _ if suspect || forged > 0 => Told::Untrue,
            Circuit::Closed { failures: 0 } => Told::Answers,
            _ => Told::Silent,
        }
    }
}

impl Machine {
    /// The registry's warning about a person, where this branch has one to ask and a set-up that says when polling day is.
    pub(super) async fn registry_warns(&self, known: &Known, person: &NationalId) -> Option<Contradiction> {
        let registry = self.registry.as_ref()?;
        registry.warns(person, known.year?).await
    }
}
