//! The first entry: the frozen set-up.

use super::{Files, Refusal, State, signatures};
use crate::entry::{self, Entry, Kind};
use crate::path;
use crypto::ceremony::{Circle, Fault, Plan, TransportKey};
use election::setup::Setup;
use election::signatory::Signatory;
use std::sync::Arc;

/// Nothing → a frozen event. The digest of `setup.json` is the event from here on.
pub(super) fn admit(
    state: &mut State,
    entry: &Entry,
    body: &entry::Setup,
    files: &dyn Files,
) -> Result<(), Refusal> {
    if state.event.is_some() {
        let of = "the event".to_owned();
        return Err(Refusal::Again { kind: Kind::Setup, of, by: Signatory::Headquarters });
    }
    let bytes = files.matching(path::SETUP, &body.setup)?;
    let setup = Setup::parse(&bytes).map_err(Refusal::Setup)?;
    let event = body.setup.sha256;
    let plan = Plan::new(setup.trustees.len() as u16, setup.threshold).map_err(|e| wrong(&e))?;
    let mut transport = Vec::new();
    for (trustee, member) in (1..).zip(&setup.trustees) {
        transport.push(TransportKey::from_bytes(&member.transport).map_err(|e| Refusal::Ceremony {
            trustee,
            check: "ceremony.transport",
            what: e.to_string(),
        })?);
    }
    let circle = Circle::new(plan, entry::REGISTRATION, transport)
        .map_err(|e| wrong(&e))?
        .bound_to(&entry::ceremony_context(&event));
    let mut frozen =
        State { event: Some(event), keys: setup.keys(), circle: Some(Arc::new(circle)), ..State::default() };
    frozen.seats = setup.seats().map_err(Refusal::Setup)?.into_iter().collect();
    frozen.setup = Some(Arc::new(setup));
    signatures::check(&frozen, entry)?;
    *state = frozen;
    Ok(())
}

fn wrong(fault: &Fault) -> Refusal {
    let trustee = fault.culprits().first().copied().unwrap_or(0);
    Refusal::Ceremony { trustee, check: fault.check(), what: fault.to_string() }
}
