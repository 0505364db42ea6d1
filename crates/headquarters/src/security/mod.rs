//! Network security («امنیت شبکه»): which body answers for which segment until when, what stands in it, its devices'
//! certificates, and incidents with their time line.
//!
//! A body hands a segment or an incident over by two people: one offers, another takes. Until it is taken it is the giver's,
//! so that nothing is ever between two chairs. A time line is only added to.

mod incident;
mod segment;
pub mod typed;

pub use incident::{Incident, Line, Refused as IncidentRefused, Severity, State, Step};
pub use segment::{
    Certificate, Host, HostKind, Offer, Refused as SegmentRefused, Responsible, Segment, Validity, Zone,
};

use crate::permit::PersonId;
use crate::place::Place;
use crate::readiness::Topic;
use calendar::Day;
use serde::{Deserialize, Serialize};

/// Who did something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// When.
    pub on: Day,
    /// By whom.
    pub by: PersonId,
}

/// What is not ready about the security of a branch on a day, and since when: that of every segment and incident whose
/// place the branch lies in, and of its own.
#[must_use]
pub fn findings<'a>(
    branch: &Place,
    segments: impl Iterator<Item = &'a Segment>,
    incidents: impl Iterator<Item = &'a Incident>,
    (day, polling): (Day, Day),
) -> Vec<(Topic, Day)> {
    let mut found = Vec::new();
    for segment in segments.filter(|segment| segment.place.contains(branch) && segment.opened.on <= day) {
        // Somebody answers for it now, and on the polling day still.
        if segment.responsible_on(day).is_none_or(|body| body.until < polling) {
            found.push((Topic::NoResponsible, segment.unanswered_since(day)));
        }
        let lapsed = segment.certificates.iter().filter(|one| one.counts_on(day) && one.until < polling);
        if let Some(first) = lapsed.map(|one| one.until.min(day)).min() {
            found.push((Topic::Certificate, first));
        }
    }
    for incident in incidents.filter(|one| one.place.contains(branch) && one.goes_on(day)) {
        // One person's word about one branch makes it red; about a whole county only once somebody else has looked.
        let topic =
            match (incident.is_grave_on(day), incident.place == *branch || incident.is_confirmed_on(day)) {
                (true, true) => Topic::Incident,
                (true, false) => Topic::Unconfirmed,
                (false, true) => Topic::MinorIncident,
                (false, false) => continue,
            };
        found.push((topic, incident.opened.on));
    }
    found.sort();
    found.dedup_by_key(|one| one.0);
    found
}

#[cfg(test)]
mod tests;
