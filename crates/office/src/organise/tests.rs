//! Setting up an organisation.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::fixture::{may, place};
use headquarters::role::Role;

/// Registers a person under a name to sign in with; answers their number.
pub(crate) async fn register(office: &Office, login: &str, at: &str) -> PersonId {
    // By the chair, so that the governor may appoint them alone.
    let permit: Permit<act::RegisterPerson> = may(2, Role::SupervisoryChair, "tehran");
    let (name, latin) = ("مریم نوری".to_owned(), "Maryam Nouri".to_owned());
    let new = Person { id: PersonId(0), name, latin, login: login.to_owned(), place: place(at), version: 1 };
    office.register_person(&permit, new).await.unwrap().0
}
