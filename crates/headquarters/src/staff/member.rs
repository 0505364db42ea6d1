//! A member of staff («نیروی اجرایی شعبه»): one file with all that was declared, taught, passed, served and signed.
//!
//! Nothing is removed from a file, and each fact carries its day. The appointment of Article 90 has no last day of its
//! own: it ends with the election, so that nobody has to remember to end it and a postponement moves it.

use super::eligibility::{Bar, Declaration, bars};
use super::post::Post;
use super::training::{Grade, Session, curriculum};
use crate::branch::Coordinates;
use crate::coded::coded;
use crate::permit::{PersonId, SamePerson, four_eyes};
use crate::place::{Level, Place};
use calendar::Day;
use serde::{Deserialize, Serialize};

/// Days after the polls by which an election's staff go home: objections are decided, devices are returned. The text of
/// Article 90 that we know says «تا پایان انتخابات», until the end of the election.
pub const DAYS_AFTER_POLLING: i64 = 30;

/// The last day of every appointment for a polling day.
#[must_use]
pub fn end_of_election(polling: Day) -> Day {
    polling.after(DAYS_AFTER_POLLING)
}

coded! {
    /// How somebody is assigned.
    Duty {
        /// Serves.
        Serving = "serving",
        /// Waits to be called («ذخیره»).
        Reserve = "reserve",
    }
}
coded! {
    /// Why a service ended.
    Ending {
        /// Sent elsewhere, or home.
        Released = "released",
        /// Did not come («غیبت»).
        NoShow = "no-show",
        /// Was called from the reserve.
        Called = "called",
        /// The appointment ended.
        Left = "left",
        /// A pass was taken back, or a bar came to light: they may not serve there any more.
        Barred = "barred",
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// When.
    pub on: Day,
    /// By whom.
    pub by: PersonId,
}

/// An assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Where.
    pub place: Place,
    /// As what: the post they held then.
    pub post: Post,
    /// To serve or to wait.
    pub duty: Duty,
    /// Assigned.
    pub from: Signed,
    /// Ended, and why.
    #[serde(default)]
    pub ended: Option<(Signed, Ending)>,
}

/// A session's examination, or a certificate from above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examined {
    /// For which post.
    pub post: Post,
    /// For what.
    pub grade: Grade,
    /// When, and who assessed.
    pub signed: Signed,
    /// The session it belongs to; nothing for a certificate from above.
    pub session: Option<i64>,
    /// Out of a hundred.
    pub score: u8,
    /// Until when the pass is good; nothing if it was not passed.
    pub until: Option<Day>,
    /// The number of the certificate from above.
    #[serde(default)]
    pub certificate: String,
    /// Who put the second signature under a certificate that takes two.
    #[serde(default)]
    pub confirmed: Option<Signed>,
    /// Put right since: another stands in its place, and this one counts no more.
    #[serde(default)]
    pub corrected: Option<Corrected>,
}

impl Examined {
    /// Does it wait for a second signature?
    #[must_use]
    pub fn waits(&self) -> bool {
        self.session.is_none() && self.grade.takes_two() && self.confirmed.is_none()
    }

    /// Does it count now?
    #[must_use]
    pub fn counts(&self) -> bool {
        self.corrected.is_none() && !self.waits()
    }

    /// Did it count on a day, as far as anybody knew then?
    fn counted_on(&self, day: Day) -> bool {
        self.counts() || self.corrected.as_ref().is_some_and(|later| day <= later.signed.on)
    }
}

/// What somebody wrote was put right by somebody else («اصلاح»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// When, and by whom.
    pub signed: Signed,
    /// Why.
    pub why: String,
}

/// An appointment that had ended and was taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The end.
    pub left: Left,
    /// Taken back, and why.
    pub back: Corrected,
}

/// A spell at work, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Came.
    pub came: u64,
    /// Went.
    pub went: Option<u64>,
    /// Who wrote the coming down; nobody in files from before that was kept.
    #[serde(default)]
    pub by: Option<PersonId>,
    /// Who wrote the going down.
    #[serde(default)]
    pub went_by: Option<PersonId>,
}

impl Shift {
    /// Who wrote the last of it down.
    #[must_use]
    pub fn last_by(&self) -> Option<PersonId> {
        if self.went.is_some() { self.went_by.or(self.by) } else { self.by }
    }
}

/// A spell as it was written by mistake, and by whom it was put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistaken {
    /// What stood.
    pub shift: Shift,
    /// Put right, and why.
    pub corrected: Corrected,
}

/// The end of an appointment before its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// By whose hand.
    pub signed: Signed,
    /// Why.
    pub why: String,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Number.
    pub number: i64,
    /// The last digits of their national number, the others starred. The number itself is kept as a keyed hash.
    pub national: String,
    /// Name in Persian.
    pub name: String,
    /// Name in Latin letters.
    #[serde(default)]
    pub latin: String,
    /// Telephone.
    #[serde(default)]
    pub phone: String,
    /// Who recruited them there.
    pub home: Place,
    /// Where they live.
    #[serde(default)]
    pub lives: Option<Coordinates>,
    /// What for.
    pub post: Post,
    /// What they declared.
    pub declared: Declaration,
    /// Appointed.
    pub appointed: Signed,
    /// On what article.
    pub basis: String,
    /// Ended before its time.
    #[serde(default)]
    pub left: Option<Left>,
    /// Earlier ends that were taken back, in their order.
    #[serde(default)]
    pub returned: Vec<Returned>,
    /// Examinations, in their order.
    #[serde(default)]
    pub examined: Vec<Examined>,
    /// Assignments, in their order.
    #[serde(default)]
    pub services: Vec<Service>,
    /// Spells at work, in their order.
    #[serde(default)]
    pub shifts: Vec<Shift>,
    /// Spells that were written by mistake, in the order in which they were put right.
    #[serde(default)]
    pub mistaken: Vec<Mistaken>,
}

/// The longest spell at work, in seconds. In Indonesia in 2019 shifts of a day and more cost hundreds of lives.
pub const LONGEST_SHIFT: u64 = 12 * 3600;
/// The shortest rest between two spells.
pub const SHORTEST_REST: u64 = 8 * 3600;

/// Is this a day on which who comes and who does not is written down? Devices are set up on the eve of the polls, and the
/// count goes on into the day after.
#[must_use]
pub fn is_attended(today: Day, polling: Day) -> bool {
    (polling.after(-1)..=polling.after(1)).contains(&today)
}

/// Why something was not put into a member's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The person may not hold the post.
    #[error("may not hold this post: {}", .0.iter().map(|bar| bar.code()).collect::<Vec<_>>().join(", "))]
    Barred(Vec<Bar>),
    /// Appointed by the other side.
    #[error("{0} is recruited and assigned by its own side alone")]
    OtherSide(Post),
    /// The appointment does not stand.
    #[error("this appointment does not stand on {0}")]
    NotAppointed(Day),
    /// No pass is valid on the polling day.
    #[error("no assignment without a pass that is valid on {0}")]
    NoPass(Day),
    /// Somebody is assigned already.
    #[error("is assigned to {0} already; release them first")]
    Assigned(Place),
    /// Nobody is assigned.
    #[error("is not assigned")]
    NotAssigned,
    /// The post is no post of such a place.
    #[error("{0} serve in a {1:?}")]
    NoPostThere(Post, Level),
    /// Did not sit in the session.
    #[error("did not attend session {0}")]
    NotAttended(i64),
    /// Was examined in it already.
    #[error("was assessed for session {0} already")]
    Assessed(i64),
    /// Whoever recruited, or kept the attendance, does not assess.
    #[error("whoever recruited somebody or kept their attendance does not assess them")]
    OwnJudge,
    /// More than a hundred.
    #[error("a score is out of a hundred")]
    Score,
    /// Only trainers are certified from above.
    #[error("a pass for work in a branch comes from a session, not from a certificate")]
    NotCertified,
    /// A day comes before one that it has to follow.
    #[error("{0} is before what it has to follow")]
    Backwards(Day),
    /// Who comes and who does not is written down around the polling day alone.
    #[error("who comes is written down from the eve of {0} to the day after")]
    NotTheDay(Day),
    /// Nothing was written down that could be put right.
    #[error("neither coming nor going is written down")]
    NoMark,
    /// Has come already.
    #[error("has come already")]
    There,
    /// Has not come.
    #[error("has not come")]
    Away,
    /// Has not left.
    #[error("has not left")]
    NotLeft,
    /// No such certificate waits for a second signature.
    #[error("no certificate waits here for a second signature")]
    NoCertificate,
    /// A correction without its reason.
    #[error("say why it is put right")]
    NoReason,
    /// One person did both halves.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
    /// Has not rested.
    #[error("needs {} more minutes of rest", .0 / 60)]
    Tired(u64),
}

impl Member {
    /// → Appointed, if nothing bars them from the post on the polling day.
    pub fn appoint(self, polling: Day) -> Result<Self, Refused> {
        let bars = bars(&self.declared, self.post, polling);
        if bars.is_empty() { Ok(self) } else { Err(Refused::Barred(bars)) }
    }

    /// Does the appointment stand on a day, the election's end aside?
    #[must_use]
    pub fn serves_on(&self, day: Day) -> bool {
        self.appointed.on <= day && self.left.as_ref().is_none_or(|left| day < left.signed.on)
    }

    /// Does it stand on a day of the election of this polling day? It ends by itself.
    #[must_use]
    pub fn is_appointed(&self, day: Day, polling: Day) -> bool {
        self.serves_on(day) && day <= end_of_election(polling)
    }

    /// The last day of the appointment.
    #[must_use]
    pub fn until(&self, polling: Day) -> Day {
        let end = end_of_election(polling);
        self.left.as_ref().map_or(end, |left| left.signed.on.after(-1).min(end))
    }

    /// The last day on which a pass of a grade for the post is good.
    #[must_use]
    pub fn pass_until(&self, grade: Grade) -> Option<Day> {
        let of_post = |one: &&Examined| one.counts() && one.grade == grade && one.post == self.post;
        self.examined.iter().filter(of_post).filter_map(|one| one.until).max()
    }

    /// May they teach a post what takes this grade of trainer, on a day? A higher one teaches too, and trainers of the
    /// province and the country teach every post.
    #[must_use]
    pub fn trains_on(&self, post: Post, grade: Grade, day: Day) -> bool {
        self.examined.iter().any(|one| {
            let holds = one.counts() && one.signed.on <= day && one.until.is_some_and(|until| day <= until);
            holds && one.grade >= grade && (one.post == post || one.grade >= Grade::ProvinceTrainer)
        })
    }

    /// Puts the result of a session's examination into the file; passed from the pass mark on.
    pub fn assess(&mut self, session: &Session, score: u8, signed: Signed) -> Result<bool, Refused> {
        if score > 100 {
            return Err(Refused::Score);
        }
        if !session.attended(self.number) || session.post != self.post {
            return Err(Refused::NotAttended(session.number));
        }
        if signed.on < session.on {
            return Err(Refused::Backwards(signed.on));
        }
        if self.result_of(session.number).is_some() {
            return Err(Refused::Assessed(session.number));
        }
        if signed.by == self.appointed.by || session.is_kept_by(signed.by) {
            return Err(Refused::OwnJudge);
        }
        let asked = curriculum(self.post, session.grade);
        let passed = score >= asked.pass_mark;
        self.examined.push(Examined {
            post: self.post,
            grade: session.grade,
            signed,
            session: Some(session.number),
            score,
            until: passed.then(|| session.on.after(asked.valid)),
            certificate: String::new(),
            confirmed: None,
            corrected: None,
        });
        Ok(passed)
    }

    /// What came of a session for them, as it stands.
    #[must_use]
    pub fn result_of(&self, session: i64) -> Option<&Examined> {
        self.examined.iter().find(|one| one.session == Some(session) && one.corrected.is_none())
    }

    /// Puts a score right, by another person than whoever wrote it, and says why. The old one stays in the file. Whoever
    /// has no pass by the new one is released.
    pub fn correct_score(
        &mut self,
        session: &Session,
        score: u8,
        why: &str,
        polling: Day,
        signed: Signed,
    ) -> Result<bool, Refused> {
        let why = why.trim().to_owned();
        let mut after = self.clone();
        let stands = |one: &&mut Examined| one.session == Some(session.number) && one.corrected.is_none();
        let before = after.examined.iter_mut().find(stands).ok_or(Refused::NotAttended(session.number))?;
        four_eyes(before.signed.by, signed.by)?;
        if why.is_empty() {
            return Err(Refused::NoReason);
        }
        if signed.on < before.signed.on {
            return Err(Refused::Backwards(signed.on));
        }
        before.corrected = Some(Corrected { signed, why });
        let passed = after.assess(session, score, signed)?;
        if after.service().is_some()
            && after.may_hold(after.post, polling, signed.on, Examined::counts).is_err()
        {
            after.release(Ending::Barred, signed)?;
        }
        *self = after;
        Ok(passed)
    }

    /// Puts a trainer's certificate from the headquarters above into the file.
    pub fn certify(
        &mut self,
        grade: Grade,
        number: String,
        until: Day,
        signed: Signed,
    ) -> Result<(), Refused> {
        if grade == Grade::Branch {
            return Err(Refused::NotCertified);
        }
        if until < signed.on {
            return Err(Refused::Backwards(until));
        }
        let (post, session, score, until) = (self.post, None, 100, Some(until));
        let (confirmed, corrected) = (None, None);
        self.examined.push(Examined {
            post,
            grade,
            signed,
            session,
            score,
            until,
            certificate: number,
            confirmed,
            corrected,
        });
        Ok(())
    }

    /// The assignment that stands.
    #[must_use]
    pub fn service(&self) -> Option<&Service> {
        self.services.last().filter(|service| service.ended.is_none())
    }

    /// Where whoever is responsible for them is: where they are assigned, or else where they were recruited.
    #[must_use]
    pub fn at(&self) -> &Place {
        self.service().map_or(&self.home, |service| &service.place)
    }

    /// Appointed → assigned, to serve or to wait: with a pass that is good on the polling day, and with nothing that bars
    /// them. There is no other way to an assignment.
    pub fn assign(&mut self, place: Place, duty: Duty, polling: Day, from: Signed) -> Result<(), Refused> {
        if let Some(service) = self.service() {
            return Err(Refused::Assigned(service.place.clone()));
        }
        self.may_serve(self.post, &place, duty, polling, from.on, Examined::counts)?;
        self.services.push(Service { place, post: self.post, duty, from, ended: None });
        Ok(())
    }

    /// Could they be assigned on a day, if there is a place?
    #[must_use]
    pub fn is_free(&self, polling: Day, on: Day) -> bool {
        self.service().is_none() && self.may_hold(self.post, polling, on, Examined::counts).is_ok()
    }

    /// Did an officer last release them from a place? Whoever did had a reason, and they are assigned again by hand, not by a proposal.
    #[must_use]
    pub fn was_released(&self) -> bool {
        let last = self.services.last().and_then(|service| service.ended);
        last.is_some_and(|(_, ending)| ending == Ending::Released)
    }

    fn may_serve(
        &self,
        post: Post,
        place: &Place,
        duty: Duty,
        polling: Day,
        on: Day,
        counts: impl Fn(&Examined) -> bool,
    ) -> Result<(), Refused> {
        self.may_hold(post, polling, on, counts)?;
        let level = post.level();
        let fits = match duty {
            Duty::Serving => place.level() == level,
            Duty::Reserve => (Level::County..=level).contains(&place.level()),
        };
        if fits { Ok(()) } else { Err(Refused::NoPostThere(post, level)) }
    }

    fn may_hold(
        &self,
        post: Post,
        polling: Day,
        on: Day,
        counts: impl Fn(&Examined) -> bool,
    ) -> Result<(), Refused> {
        if !self.is_appointed(on, polling) || !self.is_appointed(polling, polling) {
            return Err(Refused::NotAppointed(on));
        }
        let bars = bars(&self.declared, post, polling);
        if !bars.is_empty() {
            return Err(Refused::Barred(bars));
        }
        // Passed by the day of the assignment, and still good on the polling day: not one that is promised.
        let good = |one: &Examined| {
            let of_post = one.grade == Grade::Branch && one.post == post;
            of_post && counts(one) && one.signed.on <= on && one.until.is_some_and(|until| polling <= until)
        };
        if self.examined.iter().any(good) { Ok(()) } else { Err(Refused::NoPass(polling)) }
    }

    /// Assigned → appointed.
    pub fn release(&mut self, ending: Ending, signed: Signed) -> Result<Place, Refused> {
        let open = self.services.last_mut().filter(|service| service.ended.is_none());
        let service = open.ok_or(Refused::NotAssigned)?;
        if signed.on < service.from.on {
            return Err(Refused::Backwards(signed.on));
        }
        service.ended = Some((signed, ending));
        Ok(service.place.clone())
    }

    /// Reserve → serving: called to a place that somebody did not come to.
    pub fn call(&mut self, place: Place, polling: Day, signed: Signed) -> Result<(), Refused> {
        if self.service().is_none_or(|service| service.duty != Duty::Reserve) {
            return Err(Refused::NotAssigned);
        }
        self.may_serve(self.post, &place, Duty::Serving, polling, signed.on, Examined::counts)?;
        self.release(Ending::Called, signed)?;
        self.services.push(Service {
            place,
            post: self.post,
            duty: Duty::Serving,
            from: signed,
            ended: None,
        });
        Ok(())
    }

    /// Any → left: the appointment ends before the election, and the assignment with it.
    pub fn leave(&mut self, why: String, signed: Signed) -> Result<(), Refused> {
        if !self.serves_on(signed.on) {
            return Err(Refused::NotAppointed(signed.on));
        }
        if self.service().is_some() {
            self.release(Ending::Left, signed)?;
        }
        self.left = Some(Left { signed, why });
        Ok(())
    }

    /// Left → appointed again, by another person than whoever let them go. The assignment does not come back by itself.
    pub fn take_back(&mut self, why: &str, polling: Day, signed: Signed) -> Result<(), Refused> {
        let left = self.left.as_ref().ok_or(Refused::NotLeft)?;
        four_eyes(left.signed.by, signed.by)?;
        let why = why.trim().to_owned();
        if why.is_empty() {
            return Err(Refused::NoReason);
        }
        let bars = bars(&self.declared, self.post, polling);
        if !bars.is_empty() {
            return Err(Refused::Barred(bars));
        }
        let left = left.clone();
        self.returned.push(Returned { left, back: Corrected { signed, why } });
        self.left = None;
        Ok(())
    }

    /// Proposed → confirmed: a second person signs the last certificate that takes two.
    pub fn confirm_certificate(&mut self, signed: Signed) -> Result<(), Refused> {
        let waiting = self.examined.iter_mut().rev().find(|one| one.waits());
        let waiting = waiting.ok_or(Refused::NoCertificate)?;
        four_eyes(waiting.signed.by, signed.by)?;
        if signed.by == self.appointed.by {
            return Err(Refused::OwnJudge);
        }
        waiting.confirmed = Some(signed);
        Ok(())
    }

    /// Came to work, around the polling day; whoever serves nowhere, or has not rested, does not.
    pub fn come(&mut self, now: u64, polling: Day, signed: Signed) -> Result<(), Refused> {
        if !is_attended(signed.on, polling) {
            return Err(Refused::NotTheDay(polling));
        }
        if self.service().is_none_or(|service| service.duty != Duty::Serving) {
            return Err(Refused::NotAssigned);
        }
        match self.shifts.last() {
            Some(Shift { went: None, .. }) => return Err(Refused::There),
            Some(Shift { went: Some(went), .. }) if now < went + SHORTEST_REST => {
                return Err(Refused::Tired(went + SHORTEST_REST - now));
            }
            _ => {}
        }
        self.shifts.push(Shift { came: now, went: None, by: Some(signed.by), went_by: None });
        Ok(())
    }

    /// Went home. Never refused for being late: what happened is written down.
    pub fn go(&mut self, now: u64, by: PersonId) -> Result<(), Refused> {
        match self.shifts.last_mut() {
            Some(shift @ Shift { went: None, .. }) => {
                shift.went = Some(now.max(shift.came));
                shift.went_by = Some(by);
                Ok(())
            }
            _ => Err(Refused::Away),
        }
    }

    /// Did not come, around the polling day: released, and their place waits for a reserve.
    pub fn miss(&mut self, polling: Day, signed: Signed) -> Result<Place, Refused> {
        if !is_attended(signed.on, polling) {
            return Err(Refused::NotTheDay(polling));
        }
        if self.there_since().is_some() {
            return Err(Refused::There);
        }
        if self.service().is_none_or(|service| service.duty != Duty::Serving) {
            return Err(Refused::NotAssigned);
        }
        self.release(Ending::NoShow, signed)
    }

    /// Takes back the last that was written of coming and going, by another person than whoever wrote it, with a reason:
    /// of whoever went the going, of whoever is there the coming.
    pub fn correct_shift(&mut self, why: &str, signed: Signed) -> Result<(), Refused> {
        let shift = *self.shifts.last().ok_or(Refused::NoMark)?;
        if let Some(by) = shift.last_by() {
            four_eyes(by, signed.by)?;
        }
        let why = why.trim().to_owned();
        if why.is_empty() {
            return Err(Refused::NoReason);
        }
        self.shifts.pop();
        if shift.went.is_some() {
            self.shifts.push(Shift { went: None, went_by: None, ..shift });
        }
        self.mistaken.push(Mistaken { shift, corrected: Corrected { signed, why } });
        Ok(())
    }

    /// Seconds at work, up to now for whoever is there.
    #[must_use]
    pub fn worked(&self, now: u64) -> u64 {
        self.shifts.iter().map(|shift| shift.went.unwrap_or(now).saturating_sub(shift.came)).sum()
    }

    /// Since when they are at work.
    #[must_use]
    pub fn there_since(&self) -> Option<u64> {
        self.shifts.last().filter(|shift| shift.went.is_none()).map(|shift| shift.came)
    }

    /// Are they at work for longer than anybody should be?
    #[must_use]
    pub fn is_overworked(&self, now: u64) -> bool {
        self.there_since().is_some_and(|came| now > came + LONGEST_SHIFT)
    }

    /// Could every assignment in this file have been made by the rules? For files that another headquarters wrote.
    pub fn is_sound(&self, polling: Day) -> Result<(), Refused> {
        let then = Self { left: None, ..self.clone() }.appoint(polling)?;
        for service in &self.services {
            // By what was known then: a score may have been put right since.
            let (post, on) = (service.post, service.from.on);
            let known = |one: &Examined| one.counted_on(on);
            then.may_serve(post, &service.place, service.duty, polling, on, known)?;
            let passes = |one: &Examined| {
                let of_post = one.counts() && one.grade == Grade::Branch && one.post == post;
                of_post && one.until.is_some_and(|until| polling <= until)
            };
            if service.ended.is_none() && !then.examined.iter().any(passes) {
                return Err(Refused::NoPass(polling));
            }
        }
        if self.services.iter().rev().skip(1).any(|service| service.ended.is_none()) {
            return Err(Refused::Assigned(self.at().clone()));
        }
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests;
