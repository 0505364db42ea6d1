//! Network security: put down segments and what stands in them, hand them over, report incidents and what was done.
//!
//! The files are kept beside the field's and followed with them, so that readiness sees a change at once.

use crate::clock;
use crate::error::Error;
use crate::field::officer;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use calendar::Day;
use headquarters::form::Why;
use headquarters::permit::{Forbidden, Kind, Permit, act};
use headquarters::security::{Certificate, Host, Incident, Line, Segment, Signed, Step};

/// What can be done with a segment.
#[derive(Debug, Clone)]
pub enum OnSegment {
    /// The giver's signature: a body is to answer for it until a day.
    Offer(String, Day),
    /// The taker's signature.
    Take,
    /// A host was put there.
    Add(Host),
    /// A host was taken away, and why.
    Remove(String, String),
    /// A list of certificates.
    Certificates(Vec<Certificate>),
    /// A certificate is withdrawn.
    Revoke(String),
}

fn signed<A: Kind>(permit: &Permit<A>) -> Signed {
    Signed { on: clock::today(), by: officer(permit) }
}

impl Office {
    /// Puts a segment down.
    pub async fn keep_segment(
        &self,
        permit: &Permit<act::RecordSecurity>,
        mut new: Segment,
    ) -> Result<(), Error> {
        permit.over(&new.place)?;
        new.opened = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Segment, &new.code, 0, changed, &new).await? {
            return Err(Error::field("code", Why::Taken));
        }
        witness(&mut tx, permit, &Change::of("segment", &new.code, &new.place).after(&new)).await?;
        tx.commit().await
    }

    /// Does something with a segment.
    pub async fn change_segment(
        &self,
        permit: &Permit<act::RecordSecurity>,
        code: &str,
        what: OnSegment,
    ) -> Result<(), Error> {
        let by = signed(permit);
        let mut tx = self.0.store.begin_act().await?;
        let found: Option<(i64, Segment)> = field::find(&mut tx, Table::Segment, code).await?;
        let (version, before) = found.ok_or_else(|| Error::Unknown(format!("segment {code}")))?;
        permit.over(&before.place)?;
        let mut after = before.clone();
        match what {
            OnSegment::Offer(body, until) => after.offer(body, until, by)?,
            OnSegment::Take => after.take(by)?,
            OnSegment::Add(host) => after.add_host(Host { added: by, ..host })?,
            OnSegment::Remove(name, why) => after.remove_host(&name, why, by)?,
            OnSegment::Certificates(list) => {
                if after.add_certificates(list)? == 0 {
                    // The same list again is no change, and no line of the journal.
                    return Ok(());
                }
            }
            OnSegment::Revoke(serial) => after.revoke(&serial, by)?,
        }
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Segment, code, version, changed, &after).await? {
            return Err(Error::Changed);
        }
        let change = Change::of("segment", code, &before.place).before(&before).after(&after);
        witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }

    /// Reports an incident; answers its number.
    pub async fn report_incident(
        &self,
        permit: &Permit<act::ReportIncident>,
        mut new: Incident,
    ) -> Result<i64, Error> {
        permit.over(&new.place)?;
        new.opened = signed(permit);
        new.at = Some(clock::seconds());
        new.lines.clear();
        let mut tx = self.0.store.begin_act().await?;
        if !new.segment.is_empty() {
            let segment: Option<(i64, Segment)> = field::find(&mut tx, Table::Segment, &new.segment).await?;
            segment.ok_or_else(|| Error::field("segment", Why::Unknown))?;
        }
        new.number = field::count(&mut tx, Table::Incident).await? + 1;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Incident, &new.number.to_string(), 0, changed, &new).await? {
            return Err(Error::Changed);
        }
        witness(&mut tx, permit, &Change::of("incident", new.number, &new.place).after(&new)).await?;
        tx.commit().await?;
        Ok(new.number)
    }

    /// Adds a line to an incident's time line, as far as its step is this officer's.
    pub async fn add_to_incident(
        &self,
        permit: &Permit<act::ReportIncident>,
        number: i64,
        step: Step,
    ) -> Result<(), Error> {
        let line = Line { signed: signed(permit), at: clock::seconds(), step };
        let mut tx = self.0.store.begin_act().await?;
        let id = number.to_string();
        let found: Option<(i64, Incident)> = field::find(&mut tx, Table::Incident, &id).await?;
        let (version, before) = found.ok_or_else(|| Error::Unknown(format!("incident {number}")))?;
        permit.over(&before.place)?;
        let act = line.step.act();
        if !permit.officer().is_some_and(|officer| officer.reaches(act, &before.place)) {
            return Err(Forbidden { act, place: Some(before.place) }.into());
        }
        let mut after = before.clone();
        after.add(line)?;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Incident, &id, version, changed, &after).await? {
            return Err(Error::Changed);
        }
        // The line alone: what stood before is in the lines before.
        let change = Change::of("incident", number, &before.place).after(&after.lines.last());
        witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::field::tests::filled;
    use crate::fixture::{may, place};
    use headquarters::readiness::Topic;
    use headquarters::role::Role;
    use headquarters::security::{IncidentRefused, SegmentRefused, Severity, Zone};

    fn segment(by: Signed) -> Segment {
        let (responsible, offer, hosts, certificates) = (Vec::new(), None, Vec::new(), Vec::new());
        let (code, name) = ("branches-rey".into(), "شعبه‌های ری".into());
        let (place, zone, opened) = (place("tehran/rey"), Zone::Branches, by);
        Segment { code, name, place, zone, opened, responsible, offer, hosts, certificates }
    }

    #[tokio::test]
    async fn a_segment_without_a_body_and_a_grave_incident_keep_branches_from_green() {
        let (_folder, office) = filled().await;
        let governor = may(1, Role::Governor, "tehran");
        let polling = office.today().after(50);
        office.fix_polling_day(&governor, polling, 0, "").await.unwrap();
        let head = |person| may(person, Role::SecurityHead, "tehran/rey");
        let by = signed(&head(2));
        office.keep_segment(&head(2), segment(by)).await.unwrap();
        let twice = office.keep_segment(&head(2), segment(by)).await;
        assert!(matches!(twice, Err(Error::Typed(_))), "a code is given once");
        let topics = async || {
            let ready = office.readiness(&may(9, Role::Supervisor, "tehran")).await.unwrap().unwrap();
            let found = ready.branches[0].findings.iter().map(|finding| finding.topic);
            let ours = [Topic::NoResponsible, Topic::Certificate, Topic::Incident, Topic::Unconfirmed];
            found.filter(|topic| ours.contains(topic)).collect::<Vec<_>>()
        };
        assert_eq!(topics().await, [Topic::NoResponsible]);
        let code = "branches-rey";
        let offer = || OnSegment::Offer("پلیس فتا".into(), polling.after(30));
        office.change_segment(&head(2), code, offer()).await.unwrap();
        let own = office.change_segment(&head(2), code, OnSegment::Take).await;
        assert!(matches!(own, Err(Error::Segment(SegmentRefused::SamePerson(_)))), "{own:?}");
        let stranger = may(3, Role::PoliceHead, "tehran/shemiranat");
        let beyond = office.change_segment(&stranger, code, OnSegment::Take).await;
        assert!(matches!(beyond, Err(Error::Forbidden(_))));
        office.change_segment(&may(3, Role::PoliceHead, "tehran/rey"), code, OnSegment::Take).await.unwrap();
        assert_eq!(topics().await, []);
        let incident = Incident {
            number: 0,
            title: "دستگاهی ناشناس".into(),
            place: place("tehran/rey/2"),
            segment: code.into(),
            reported_as: Severity::High,
            body: "پلیس فتا".into(),
            opened: by,
            at: None,
            lines: Vec::new(),
        };
        let report = |person| may(person, Role::SecurityHead, "tehran/rey");
        let number = office.report_incident(&report(2), incident).await.unwrap();
        assert_eq!(topics().await, [Topic::Unconfirmed], "one person's word about a district");
        let weigh = Step::Weigh { severity: Severity::High, text: "…".into() };
        office.add_to_incident(&report(4), number, weigh).await.unwrap();
        assert_eq!(topics().await, [Topic::Incident]);
        let step = |step: fn(String) -> Step| step("…".into());
        office.add_to_incident(&report(2), number, step(|text| Step::Resolve { text })).await.unwrap();
        let own = office.add_to_incident(&report(2), number, step(|lesson| Step::Close { lesson })).await;
        assert!(matches!(own, Err(Error::Incident(IncidentRefused::SamePerson(_)))), "{own:?}");
        office.add_to_incident(&report(4), number, step(|lesson| Step::Close { lesson })).await.unwrap();
        assert_eq!(topics().await, []);
        let (lines, ..) = office
            .journal(&may(1, Role::Governor, "tehran"), &crate::LinesSought::default(), None, 100)
            .await
            .unwrap();
        assert_eq!(lines.iter().filter(|line| line.what.0 == "incident").count(), 4);
    }
}
