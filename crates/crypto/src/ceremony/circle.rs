//! The circle: the trustees of one ceremony, their transport keys proved and distinct.

use super::{Fault, Plan, TransportKey, TransportSecret};
use crate::transcript::Transcript;

/// Everything that is fixed before the first pledge. Having one means that `ceremony.transport` has passed.
#[derive(Debug, Clone)]
pub struct Circle {
    plan: Plan,
    transport: Vec<TransportKey>,
    digest: [u8; 64],
}

impl Circle {
    /// Checks the registrations, `transport[j − 1]` being trustee `j`'s.
    pub fn new(plan: Plan, context: &[u8], transport: Vec<TransportKey>) -> Result<Self, Fault> {
        if transport.len() != usize::from(plan.trustees()) {
            return Err(Fault::Registrations { found: transport.len(), trustees: plan.trustees() });
        }
        for (index, key) in plan.indices().zip(&transport) {
            key.check(context, index)?;
            if let Some(first) =
                transport[..usize::from(index) - 1].iter().position(|k| k.encoded() == key.encoded())
            {
                return Err(Fault::SharedTransport { first: first as u16 + 1, second: index });
            }
        }
        let digest = digest(plan, context, &transport);
        Ok(Self { plan, transport, digest })
    }

    /// Binds every message from here on to the event as well. Transport keys are registered before the event
    /// has a digest, so the context of their proofs cannot name it.
    #[must_use]
    pub fn bound_to(mut self, event: &[u8]) -> Self {
        let mut transcript = Transcript::new("ceremony.event");
        transcript.append("circle", &self.digest);
        transcript.append("event", event);
        self.digest = transcript.challenge_bytes("event");
        self
    }

    /// How many trustees, how many open.
    pub fn plan(&self) -> Plan {
        self.plan
    }

    /// `P_j`; the caller has admitted the index.
    pub(crate) fn transport(&self, index: u16) -> &TransportKey {
        &self.transport[usize::from(index) - 1]
    }

    /// Is this the secret of trustee `index`?
    pub(crate) fn recognise(&self, index: u16, secret: &TransportSecret) -> Result<(), Fault> {
        self.plan.admit(index)?;
        if secret.public() == *self.transport(index).encoded() {
            Ok(())
        } else {
            Err(Fault::ForeignSecret { trustee: index })
        }
    }

    /// Begins a transcript that is bound to the event, the plan, every transport key, and who speaks.
    pub(crate) fn transcript(&self, domain: &str, speaker: u16) -> Transcript {
        let mut transcript = Transcript::new(domain);
        transcript.append("circle", &self.digest);
        transcript.append_u64("trustee", speaker.into());
        transcript
    }
}

fn digest(plan: Plan, context: &[u8], transport: &[TransportKey]) -> [u8; 64] {
    let mut transcript = Transcript::new("ceremony.circle");
    transcript.append("context", context);
    transcript.append_u64("n", plan.trustees().into());
    transcript.append_u64("t", plan.threshold().into());
    for key in transport {
        transcript.append("P", &key.to_bytes());
    }
    transcript.challenge_bytes("circle")
}
