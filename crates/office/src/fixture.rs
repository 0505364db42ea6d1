//! A real, new office for tests, and officers who may do what a test needs.
#![allow(clippy::unwrap_used)]

use crate::{Cosigned, Office, Witness};
use board::log::LogSigner;
use crypto::signature::Signer;
use headquarters::permit::{Actor, Appointment, Kind, Officer, Permit, PersonId, permit};
use headquarters::place::Place;
use headquarters::role::Role;
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
    let log = LogSigner::new("amin/record".parse().unwrap(), &Signer::from_seed(&[1; 32]));
    let office = Office::open(folder.path(), None, log, Arc::new(Away)).await.unwrap();
    (folder, office)
}

pub(crate) fn place(text: &str) -> Place {
    text.parse().unwrap()
}

/// A permit of somebody with a letter for this role there.
pub(crate) fn may<A: Kind>(person: i64, role: Role, scope: &str) -> Permit<A> {
    let appointments = vec![Appointment { letter: 1, role, scope: place(scope) }];
    permit(Actor::Officer(Officer { person: PersonId(person), name: "…".into(), appointments })).unwrap()
}
