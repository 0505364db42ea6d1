//! A real, new office for tests, and officers who may do what a test needs.
#![allow(clippy::unwrap_used)]

use crate::{Cosigned, Office, Witness};
use board::log::LogSigner;
use crypto::signature::Signer;
use headquarters::permit::{Actor, Appointment, Kind, Officer, Permit, PersonId, permit};
use headquarters::place::Place;
use headquarters::role::Role;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

/// A witness that is never there.
struct Away;
impl Witness for Away {
    fn key(&self) -> String {
        String::new()
    }
    fn cosign(&self, _: Vec<u8>) -> Pin<Box<dyn Future<Output = Result<Cosigned, String>> + Send + '_>> {
        Box::pin(async { Err("away".into()) })
    }
}

pub(crate) async fn office() -> (tempfile::TempDir, Office) {
    let folder = tempfile::tempdir().unwrap();
    let office = open(folder.path()).await;
    (folder, office)
}

/// The office in a folder, as a process that starts finds it.
pub(crate) async fn open(folder: &Path) -> Office {
    let log = LogSigner::new("amin/record".parse().unwrap(), &Signer::from_seed(&[1; 32]));
    Office::open(folder, None, log, Arc::new(Away)).await.unwrap()
}

pub(crate) fn place(text: &str) -> Place {
    text.parse().unwrap()
}

/// A permit of somebody with a letter for this role there.
pub(crate) fn may<A: Kind>(person: i64, role: Role, scope: &str) -> Permit<A> {
    may_in(person, role, &[scope])
}

/// A permit of somebody with a letter for this role in each of these places.
pub(crate) fn may_in<A: Kind>(person: i64, role: Role, scopes: &[&str]) -> Permit<A> {
    let letter = |scope: &&str| Appointment { letter: 1, role, scope: place(scope) };
    let appointments = scopes.iter().map(letter).collect();
    permit(Actor::Officer(Officer { person: PersonId(person), name: "…".into(), appointments })).unwrap()
}
