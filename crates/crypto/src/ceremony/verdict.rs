//! Round 3. What a receiver found.

use super::equality::Equality;
use super::{Circle, Deal, Plan, Pledge};
use crate::group::Point;
use crate::wire::{Malformed, Reader};

/// "I judged exactly these deals; I complain of these dealers, and have my share of all others."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// A hash of the pledges and deals that were judged. With everyone's verdict on the record, nobody can
    /// have been shown other deals than the rest.
    pub(super) seen: [u8; 32],
    /// In the order of the dealers, each once.
    pub(super) complaints: Vec<(u16, Complaint)>,
}

/// Opens the envelope of a dealer to one receiver for everybody: `K = p_j·R_i` with the proof that it is
/// that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Complaint {
    pub(super) key: Point,
    pub(super) proof: Equality,
}

impl Verdict {
    /// The complaints with the dealers they accuse.
    pub fn complaints(&self) -> &[(u16, Complaint)] {
        &self.complaints
    }

    /// `seen`, then 64 bits of which bit `i − 1` accuses dealer `i`, then the complaints.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.seen.to_vec();
        let accused = self.complaints.iter().fold(0, |bits: u64, (i, _)| bits | 1 << (i - 1));
        bytes.extend_from_slice(&accused.to_le_bytes());
        for (_, complaint) in &self.complaints {
            bytes.extend_from_slice(complaint.key.compress().as_bytes());
            complaint.proof.write(&mut bytes);
        }
        bytes
    }

    /// Reads exactly one; nobody outside the plan can be accused.
    pub fn from_bytes(plan: Plan, bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let seen = reader.array()?;
        let accused = u64::from_le_bytes(reader.array()?);
        if accused.checked_shr(plan.trustees().into()).unwrap_or(0) != 0 {
            return Err(Malformed::Length);
        }
        let complaints = plan
            .indices()
            .filter(|i| accused >> (i - 1) & 1 == 1)
            .map(|i| Ok((i, Complaint::read(&mut reader)?)))
            .collect::<Result<_, _>>()?;
        reader.end()?;
        Ok(Self { seen, complaints })
    }
}

impl Complaint {
    /// How many bytes a complaint has.
    pub const LENGTH: usize = 32 + Equality::LENGTH;

    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { key: reader.proper_point()?, proof: Equality::read(reader)? })
    }
}

/// A hash of what lies on the record when the deals are judged, whatever the order it was read in.
pub(super) fn seen(circle: &Circle, pledges: &[(u16, Pledge)], deals: &[(u16, Deal)]) -> [u8; 32] {
    // Nobody speaks here, hence trustee 0.
    let mut transcript = circle.transcript("ceremony.seen", 0);
    let pledges = pledges.iter().map(|(i, pledge)| (*i, pledge.to_bytes()));
    let deals = deals.iter().map(|(i, deal)| (*i, deal.to_bytes()));
    for (label, mut messages) in [("pledge", pledges.collect::<Vec<_>>()), ("deal", deals.collect())] {
        messages.sort_unstable();
        for (index, bytes) in messages {
            transcript.append_u64("trustee", index.into());
            transcript.append(label, &bytes);
        }
    }
    let wide = transcript.challenge_bytes("seen");
    let (head, _) = wide.split_first_chunk().expect("sixty-four bytes begin with thirty-two");
    *head
}
