//! A segment of the network: who answers for it, what stands in it, and its devices' certificates.

use super::Signed;
use crate::coded::coded;
use crate::permit::{SamePerson, four_eyes};
use crate::place::Place;
use calendar::Day;
use serde::{Deserialize, Serialize};

coded! {
    /// What a segment carries.
    Zone {
        /// The branches' machines.
        Branches = "branches",
        /// The headquarters' servers.
        Headquarters = "headquarters",
        /// The machines that mix and open.
        Count = "count",
        /// What the public reaches.
        Public = "public",
        /// What administers the rest.
        Management = "management",
    }
}
coded! {
    /// What a host is.
    HostKind {
        /// «سرور»
        Server = "server",
        /// Router, switch, firewall.
        Router = "router",
        /// An election device.
        Device = "device",
        /// A person's desk.
        Workstation = "workstation",
    }
}
coded! {
    /// How a certificate stands on a day.
    Validity {
        /// Good beyond the polls.
        Good = "good",
        /// Runs out before the polls are over.
        Short = "short",
        /// Has run out.
        Expired = "expired",
        /// Was withdrawn.
        Revoked = "revoked",
    }
}

/// A body that answers for the segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// Which: the contractor, the cyber police, the governorate.
    pub body: String,
    /// From which day.
    pub from: Day,
    /// Until which, inclusive.
    pub until: Day,
    /// Who offered it.
    pub offered: Signed,
    /// Who took it.
    pub taken: Signed,
}

/// An offer that nobody has taken yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// To which body.
    pub body: String,
    /// Until which day.
    pub until: Day,
    /// Who offered it.
    pub signed: Signed,
}

/// Something that has an address in the segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// What it is.
    pub kind: HostKind,
    /// Put there.
    pub added: Signed,
    /// Taken away.
    #[serde(default)]
    pub removed: Option<Signed>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A device's certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its serial number, in hexadecimal.
    pub serial: String,
    /// The host that it names.
    pub subject: String,
    /// Its first day.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// Withdrawn.
    #[serde(default)]
    pub revoked: Option<Signed>,
    /// Renewed by a later one for the same host, from that day on.
    #[serde(default)]
    pub renewed: Option<Day>,
}

impl Certificate {
    /// Does it have to be good on a day: not withdrawn, and not renewed?
    #[must_use]
    pub fn counts_on(&self, day: Day) -> bool {
        self.revoked.is_none_or(|revoked| day < revoked.on)
            && self.renewed.is_none_or(|renewed| day < renewed)
    }

    /// How it stands on a day before polls on another.
    #[must_use]
    pub fn validity(&self, day: Day, polling: Day) -> Validity {
        match () {
            () if self.revoked.is_some_and(|revoked| revoked.on <= day) => Validity::Revoked,
            () if self.until < day => Validity::Expired,
            () if self.until < polling => Validity::Short,
            () => Validity::Good,
        }
    }
}

/// A segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its code, the same everywhere.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whose branches it serves.
    pub place: Place,
    /// What it carries.
    pub zone: Zone,
    /// Put down.
    pub opened: Signed,
    /// The bodies that answer for it, in their order.
    #[serde(default)]
    pub responsible: Vec<Responsible>,
    /// An offer that waits.
    #[serde(default)]
    pub offer: Option<Offer>,
    /// What stands in it.
    #[serde(default)]
    pub hosts: Vec<Host>,
    /// Its certificates.
    #[serde(default)]
    pub certificates: Vec<Certificate>,
}

/// Why something about a segment was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing is offered.
    #[error("nothing is offered")]
    NoOffer,
    /// The taker offered it.
    #[error("{0}")]
    SamePerson(#[from] SamePerson),
    /// Its term is over before it begins.
    #[error("{0} has passed")]
    Passed(Day),
    /// A host of that name or address stands there.
    #[error("{0} stands there already")]
    Taken(String),
    /// No such host.
    #[error("no {0} stands there")]
    NoHost(String),
    /// No such certificate.
    #[error("there is no certificate {0}")]
    NoCertificate(String),
    /// A certificate of that serial number says something else.
    #[error("certificate {0} is known with other days or another host")]
    Differs(String),
}

impl Segment {
    /// The body that answers for it on a day.
    #[must_use]
    pub fn responsible_on(&self, day: Day) -> Option<&Responsible> {
        self.responsible.iter().rev().find(|body| body.from <= day).filter(|body| day <= body.until)
    }

    /// Since when nobody has answered for it, seen on a day.
    #[must_use]
    pub fn unanswered_since(&self, day: Day) -> Day {
        let last = self.responsible.iter().rev().find(|body| body.from <= day);
        last.map_or(self.opened.on, |body| body.until.after(1).min(day))
    }

    /// The giver's signature.
    pub fn offer(&mut self, body: String, until: Day, signed: Signed) -> Result<(), Refused> {
        if until < signed.on {
            return Err(Refused::Passed(until));
        }
        self.offer = Some(Offer { body, until, signed });
        Ok(())
    }

    /// The taker's signature: offered → responsible from that day on.
    pub fn take(&mut self, signed: Signed) -> Result<(), Refused> {
        let offer = self.offer.as_ref().ok_or(Refused::NoOffer)?;
        four_eyes(offer.signed.by, signed.by)?;
        if offer.until < signed.on {
            return Err(Refused::Passed(offer.until));
        }
        let Offer { body, until, signed: offered } = self.offer.take().expect("an offer was there");
        self.responsible.push(Responsible { body, from: signed.on, until, offered, taken: signed });
        Ok(())
    }

    /// Puts a host into the inventory; names and addresses are given once.
    pub fn add_host(&mut self, host: Host) -> Result<(), Refused> {
        let stands =
            |one: &&Host| one.removed.is_none() && (one.name == host.name || one.address == host.address);
        if let Some(known) = self.hosts.iter().find(stands) {
            return Err(Refused::Taken(known.name.clone()));
        }
        self.hosts.push(host);
        Ok(())
    }

    /// Takes a host away; it stays on the list as one that was there.
    pub fn remove_host(&mut self, name: &str, why: String, signed: Signed) -> Result<(), Refused> {
        let host = self.hosts.iter_mut().find(|host| host.removed.is_none() && host.name == name);
        let host = host.ok_or_else(|| Refused::NoHost(name.to_owned()))?;
        (host.removed, host.why) = (Some(signed), why);
        Ok(())
    }

    /// Puts a list of certificates beside those that are known, all or nothing; the same list again changes nothing. A
    /// later one renews an earlier one of the same host. Answers how many were new.
    pub fn add_certificates(&mut self, list: Vec<Certificate>) -> Result<usize, Refused> {
        let mut all = self.certificates.clone();
        for new in list {
            if let Some(known) = all.iter().find(|one| one.serial == new.serial) {
                if (&known.subject, known.from, known.until) != (&new.subject, new.from, new.until) {
                    return Err(Refused::Differs(new.serial));
                }
                continue;
            }
            for earlier in all.iter_mut().filter(|one| one.subject == new.subject && one.until < new.until) {
                let renewed = earlier.renewed.map_or(new.from, |known| known.min(new.from));
                earlier.renewed = Some(renewed);
            }
            all.push(new);
        }
        let new = all.len() - self.certificates.len();
        self.certificates = all;
        Ok(new)
    }

    /// Withdraws a certificate.
    pub fn revoke(&mut self, serial: &str, signed: Signed) -> Result<(), Refused> {
        let found = self.certificates.iter_mut().find(|one| one.serial == serial);
        found.ok_or_else(|| Refused::NoCertificate(serial.to_owned()))?.revoked.get_or_insert(signed);
        Ok(())
    }
}
