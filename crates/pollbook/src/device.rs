//! Devices come and go: a station's chain of sessions.
//!
//! Afghanistan 2019 put 137,630 votes into quarantine because an operator had replaced a broken device and the server saw
//! two result sheets for one station. Here a station *is* a chain of sessions; a replacement is a link that two
//! officers sign, and both sessions count.

use crate::officers::Agreed;
use election::id::BranchId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// One device's life at a desk. Drawn anew whenever a device starts on an empty folder, so that a counter is never
/// used twice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub [u8; 16]);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", &hex::encode(&self.0[..4]))
    }
}
impl Serialize for SessionId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for SessionId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let mut bytes = [0; 16];
        hex::decode_to_slice(&text, &mut bytes).map_err(serde::de::Error::custom)?;
        // One spelling for one value.
        if hex::encode(bytes) != text {
            return Err(serde::de::Error::custom("expected 32 lower-case hexadecimal digits"));
        }
        Ok(Self(bytes))
    }
}

/// A desk of a branch («ایستگاه»), whatever device stands on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// The branch.
    pub branch: BranchId,
    /// The desk's number within the branch.
    pub desk: u16,
}

/// A session begins at a station, perhaps in the place of another («تحویل دستگاه»).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// Where.
    pub station: Station,
    /// The session that begins.
    pub to: SessionId,
    /// The session that it supersedes.
    pub from: Option<SessionId>,
    /// Why.
    pub reason: Reason,
}

/// Why a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The first of the day.
    First,
    /// The device broke.
    Broken,
    /// Its battery ran out.
    Battery,
    /// Its folder was lost.
    FolderLost,
    /// It is needed elsewhere.
    Moved,
}

impl Reason {
    /// Why a device takes another's place, in the order in which a form shows it.
    pub const ALL: [Self; 4] = [Self::Broken, Self::Battery, Self::FolderLost, Self::Moved];
}

/// What makes a hand-over invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BrokenChain {
    /// A second successor of one session.
    #[error("session {from} of {station:?} was superseded by {first} already")]
    Twice {
        /// The station.
        station: Station,
        /// The session superseded.
        from: SessionId,
        /// Its first successor.
        first: SessionId,
    },
    /// A session that stands at another station already.
    #[error("session {session} began at {station:?} already: start the device on an empty folder")]
    Elsewhere {
        /// The session.
        session: SessionId,
        /// Where it began.
        station: Station,
    },
}

/// Every station's chain of sessions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chains {
    began: BTreeMap<SessionId, HandOver>,
    superseded: BTreeMap<SessionId, SessionId>,
}

impl Chains {
    /// Adds a link that two officers agreed to. The same link twice is one link.
    pub fn hand_over(&mut self, agreed: &Agreed<HandOver>) -> Result<(), BrokenChain> {
        let link = agreed.act();
        if let Some(known) = self.began.get(&link.to) {
            if known == link {
                return Ok(());
            }
            return Err(BrokenChain::Elsewhere { session: link.to, station: known.station.clone() });
        }
        if let Some(from) = link.from {
            if let Some(first) = self.superseded.get(&from) {
                return Err(BrokenChain::Twice { station: link.station.clone(), from, first: *first });
            }
            self.superseded.insert(from, link.to);
        }
        self.began.insert(link.to, link.clone());
        Ok(())
    }

    /// The session's station.
    pub fn station(&self, session: &SessionId) -> Option<&Station> {
        self.began.get(session).map(|link| &link.station)
    }

    /// What supersedes a session.
    pub fn superseded_by(&self, session: &SessionId) -> Option<SessionId> {
        self.superseded.get(session).copied()
    }

    /// A station's sessions, first to last.
    pub fn chain(&self, station: &Station) -> Vec<SessionId> {
        let of_station = self.began.values().filter(|link| link.station == *station);
        let mut chain = Vec::new();
        let mut heads: Vec<SessionId> =
            of_station.clone().filter(|link| link.from.is_none()).map(|link| link.to).collect();
        // A first session whose hand-over names one that never began here starts a chain as well.
        heads.extend(
            of_station.filter(|l| l.from.is_some_and(|f| !self.began.contains_key(&f))).map(|l| l.to),
        );
        for head in heads {
            let mut next = Some(head);
            while let Some(session) = next {
                if chain.contains(&session) {
                    break;
                }
                chain.push(session);
                next = self.superseded_by(&session);
            }
        }
        chain
    }
}
