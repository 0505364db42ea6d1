//! Devices («تجهیزات»), each with a serial number and a life that can be told step by step: received, accepted,
//! configured, tested for logic and accuracy, sealed, issued, in use, returned, reconciled.
//!
//! From hand to hand a device goes by two signatures: one person offers it, another takes it. Until it is taken it
//! is the giver's. Where it goes decides what it becomes: only a branch has it issued; a store on the way keeps it as it is.

pub mod list;
mod seal;
pub mod sheet;
pub mod supply;
pub mod typed;

pub use seal::{Dispute, number as seal_number};

use crate::coded::coded;
use crate::permit::{PersonId, SamePerson, four_eyes};
use crate::place::{Level, Place};
use calendar::Day;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

coded! {
    /// What a device is for.
    Kind {
        /// Checks voters in («دستگاه احراز هویت»).
        Identity = "identity",
        /// Takes ballots («دستگاه رأی»).
        Booth = "booth",
        /// «روتر»
        Router = "router",
        /// Batteries, chargers, readers («قطعه یدکی»).
        Spare = "spare",
    }
}
coded! {
    /// Where it is in its life.
    State {
        /// It came («دریافت‌شده»).
        Received = "received",
        /// It does what was ordered («پذیرش‌شده»).
        Accepted = "accepted",
        /// It does not; it goes back to who sold it («مردود»).
        Rejected = "rejected",
        /// It has this election's files («پیکربندی‌شده»).
        Configured = "configured",
        /// It counted the test ballots right («آزمون منطق و دقت»).
        Tested = "tested",
        /// Nobody can change it unseen («پلمب‌شده»).
        Sealed = "sealed",
        /// The branch has it («تحویل‌شده»).
        Issued = "issued",
        /// It works («در حال کار»).
        InUse = "in-use",
        /// It came back («بازگشته»).
        Returned = "returned",
        /// What it holds agrees with the minutes («تطبیق‌شده»).
        Reconciled = "reconciled",
        /// It does not work any more («خراب»).
        Failed = "failed",
    }
}

impl State {
    /// Can it fail? What was accepted can, until it is reconciled.
    #[must_use]
    pub fn can_fail(self) -> bool {
        !matches!(self, State::Received | State::Rejected | State::Reconciled | State::Failed)
    }
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its serial number, as on its label.
    pub serial: String,
    /// What it is for.
    pub kind: Kind,
    /// The store that it was received at.
    pub home: Place,
    /// Its life; the first step is that it was received.
    pub life: Vec<Lived>,
}

/// A step of a device's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lived {
    /// When.
    pub on: Day,
    /// Whose signature.
    pub by: PersonId,
    /// The moment, in seconds since 1970; files from before hours were kept have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u64>,
    /// What.
    #[serde(flatten)]
    pub step: Step,
}

impl Lived {
    /// A step of which only the day is known.
    #[must_use]
    pub fn of(on: Day, by: PersonId, step: Step) -> Self {
        Self { on, by, at: None, step }
    }
}

/// What can be done with a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "step")]
pub enum Step {
    /// → Received.
    Receive,
    /// Received → Accepted, or Rejected: the acceptance test.
    Accept {
        /// Does it do what was ordered?
        passed: bool,
    },
    /// Accepted, Configured or Tested → Configured; so does what came back without having been used. A new configuration needs a new
    /// test.
    Configure {
        /// Which version of this election's files it was given.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        version: String,
    },
    /// Configured → Tested; one that failed is accepted as before, and has to be configured anew.
    Test {
        /// Were the test ballots counted right?
        passed: bool,
    },
    /// Tested → Sealed.
    Seal {
        /// The seal's number.
        number: String,
    },
    /// The giver's signature. It is where it was until somebody takes it. To a branch goes what is sealed; from store to
    /// store whatever was not refused or reconciled.
    Offer {
        /// To which branch, or back to which store.
        to: Place,
    },
    /// The taker's signature. At a branch: → Issued. At a store: Issued or in use → Returned; otherwise it stays what it
    /// was, for it is only on its way.
    Take {
        /// The seal's number, as the taker reads it; nothing while there is none on it.
        seal: String,
    },
    /// The hand-over does not take place: the giver takes the offer back, or the taker refuses the device. It is where it was, as it
    /// was.
    Recall {
        /// Why.
        why: String,
    },
    /// Issued → In use, under the seal that was set.
    Use,
    /// What was found about a seal that differs: the first of two signatures.
    Explain {
        /// What was found.
        note: String,
    },
    /// Another person agrees: the seal that was read is the device's from now on.
    Settle,
    /// Another person agrees: the seal that was set is the one that is on it, and the taker misread it.
    Uphold,
    /// Returned → Reconciled.
    Reconcile {
        /// What is worth remembering.
        #[serde(default)]
        note: String,
    },
    /// → Failed («خراب»): it does not work any more. It is not counted as ready or there, wherever it is, until it was mended and
    /// accepted again; what was used is reconciled first.
    Fail {
        /// What does not work.
        what: String,
    },
    /// The step before was a mistake, says another person than the one who took it: the device is again as it was. A
    /// hand-over is not taken back so, for two have signed it; it goes back as it came.
    Correct {
        /// What was mistaken.
        why: String,
    },
}

impl Step {
    /// Can another person say that it was a mistake?
    #[must_use]
    pub fn can_be_mistaken(&self) -> bool {
        match self {
            Step::Accept { .. }
            | Step::Configure { .. }
            | Step::Test { .. }
            | Step::Seal { .. }
            | Step::Use
            | Step::Fail { .. }
            | Step::Reconcile { .. } => true,
            Step::Receive
            | Step::Offer { .. }
            | Step::Take { .. }
            | Step::Recall { .. }
            | Step::Explain { .. }
            | Step::Settle
            | Step::Uphold
            | Step::Correct { .. } => false,
        }
    }
}

/// Why a step was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The step does not follow from where the device is.
    #[error("a device that is {0} cannot take this step")]
    NotFrom(State),
    /// Nobody offered it.
    #[error("nobody has offered this device")]
    NotOffered,
    /// The giver cannot also be the taker.
    #[error("{0}")]
    SamePerson(#[from] SamePerson),
    /// The step is dated before the one that it follows.
    #[error("{0} is before the step that this one follows")]
    Backwards(Day),
    /// A taker read another seal, and it has not been settled.
    #[error("the seal is not the one that was set; two persons have to settle that first")]
    SealDiffers,
    /// Nothing about the seal waits for this.
    #[error("nothing about this device's seal waits to be explained or settled")]
    NoDispute,
    /// It is sealed, and the taker did not say what stands on the seal.
    #[error("this device is sealed; read the number on its seal")]
    SealUnread,
    /// It was used, and the polls were held: what it holds is kept.
    #[error("this device was used and the polls were held; what it holds is kept")]
    Kept,
    /// That seal is on another device.
    #[error("seal is on device {0}; a seal is on one device until that is configured again")]
    SealTaken(String),
    /// The branch has what it needs of this kind, or it is on its way there.
    #[error("the branch needs {needs} of these and has {there}, or they are on their way")]
    Enough {
        /// How many it needs.
        needs: u64,
        /// How many are there or offered to it.
        there: u64,
    },
    /// The last step is none that another person can take back.
    #[error("the last step of this device cannot be corrected")]
    NoMistake,
}

impl Device {
    /// A device that came.
    #[must_use]
    pub fn received(serial: String, kind: Kind, home: Place, on: Day, by: PersonId) -> Self {
        Self { serial, kind, home, life: vec![Lived::of(on, by, Step::Receive)] }
    }

    /// Where it is in its life.
    #[must_use]
    pub fn state(&self) -> State {
        state(&self.life)
    }

    /// Where it was in its life on a day; nothing before it came.
    #[must_use]
    pub fn state_on(&self, day: Day) -> Option<State> {
        let lived = self.life.partition_point(|lived| lived.on <= day);
        (lived > 0).then(|| state(&self.life[..lived]))
    }

    /// Where it is: at its store, or where it was last taken to.
    #[must_use]
    pub fn place(&self) -> &Place {
        self.places().last().unwrap_or(&self.home)
    }

    /// Who offers it to whom, while nobody has taken it.
    #[must_use]
    pub fn offer(&self) -> Option<(PersonId, &Place)> {
        match self.life.last() {
            Some(Lived { by, step: Step::Offer { to }, .. }) => Some((*by, to)),
            _ => None,
        }
    }

    /// Since when it is as it is.
    #[must_use]
    pub fn since(&self) -> Option<Day> {
        self.life.last().map(|lived| lived.on)
    }

    /// The seal that is on it.
    #[must_use]
    pub fn seal(&self) -> Option<&str> {
        seal::of(&self.life).0
    }

    /// The device as lists tell it: while it is on its way no seal is in them, for whoever takes it reads the number off it.
    #[must_use]
    pub fn told(&self) -> Cow<'_, Self> {
        if self.offer().is_none() {
            return Cow::Borrowed(self);
        }
        let mut told = self.clone();
        for lived in &mut told.life {
            match &mut lived.step {
                Step::Seal { number: seal } | Step::Take { seal } => seal.clear(),
                _ => {}
            }
        }
        Cow::Owned(told)
    }

    /// Another seal that a taker read, while nobody has settled it.
    #[must_use]
    pub fn dispute(&self) -> Option<Dispute<'_>> {
        seal::of(&self.life).1
    }

    /// Since when, seen on a day, its taker read another seal and nobody has settled it.
    #[must_use]
    pub fn disputed_since(&self, day: Day) -> Option<Day> {
        let lived = self.life.partition_point(|lived| lived.on <= day);
        seal::of(&self.life[..lived]).1.map(|dispute| dispute.on)
    }

    /// Must it come back on the evening of the polls («قلم حیاتی»)? It holds ballots or names.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        matches!(self.kind, Kind::Identity | Kind::Booth)
    }

    /// Is it out, though the polls were over before that day, and does it have to come back?
    #[must_use]
    pub fn is_missing(&self, polling: Day, today: Day) -> bool {
        let out = match self.state() {
            State::Issued | State::InUse => true,
            // That it does not work does not bring it back.
            State::Failed => self.is_at_branch(),
            _ => false,
        };
        self.is_critical() && today > polling && out
    }

    /// Could it be made ready once more on a day, though it was reconciled? From the polls on what was used is kept as it is: it is
    /// what a recount goes back to.
    pub fn may_serve_again(&self, polling: Option<Day>, today: Day) -> Result<(), Refused> {
        let held = polling.is_some_and(|polling| today >= polling);
        if held && self.was_used() && self.state() == State::Reconciled { Err(Refused::Kept) } else { Ok(()) }
    }

    fn is_at_branch(&self) -> bool {
        self.place().level() == Level::Branch
    }

    /// Could a branch vote with it tomorrow? It is sealed and stays where it is, and nobody read another seal.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        is_ready(&self.life)
    }

    /// Could one on a day; nothing before it came.
    #[must_use]
    pub fn was_ready(&self, day: Day) -> Option<bool> {
        let lived = self.life.partition_point(|lived| lived.on <= day);
        (lived > 0).then(|| is_ready(&self.life[..lived]))
    }

    /// Takes a step.
    pub fn take(&mut self, lived: Lived) -> Result<(), Refused> {
        if self.life.last().is_some_and(|last| lived.on < last.on) {
            return Err(Refused::Backwards(lived.on));
        }
        let now = self.state();
        match (&lived.step, now) {
            (Step::Accept { .. }, State::Received | State::Rejected)
            | (Step::Configure { .. }, State::Accepted | State::Configured | State::Tested)
            | (Step::Test { .. }, State::Configured)
            | (Step::Seal { .. }, State::Tested)
                if self.offer().is_none() => {}
            // What was reconciled may serve again, says another person than whoever reconciled it: with that what it held is gone.
            (Step::Accept { .. }, State::Reconciled) if self.offer().is_none() => {
                let reconciled = |lived: &&Lived| matches!(lived.step, Step::Reconcile { .. });
                let by = self.life.iter().rev().find(reconciled).map_or(lived.by, |last| last.by);
                four_eyes(by, lived.by)?;
            }
            // What failed is accepted once more when it was mended, in a store: whoever has it at a branch could else open it and set
            // a seal of their own, which nobody reads.
            (Step::Accept { .. }, State::Failed)
                if self.offer().is_none() && !self.was_used() && !self.is_at_branch() =>
            {
                self.undisputed()?;
            }
            (Step::Fail { .. }, now) if now.can_fail() && self.offer().is_none() => {}
            // Whoever used it left something on it, which is reconciled and not written over.
            (Step::Configure { .. }, State::Returned) if self.offer().is_none() && !self.was_used() => {
                self.undisputed()?;
            }
            (Step::Use, State::Issued) if self.offer().is_none() => self.undisputed()?,
            (Step::Offer { .. }, State::Sealed | State::Issued | State::InUse) => {}
            (
                Step::Offer { to },
                State::Received
                | State::Accepted
                | State::Configured
                | State::Tested
                | State::Returned
                | State::Failed
                | State::Rejected,
            ) if to.level() != Level::Branch => {}
            (Step::Take { seal }, _) => {
                let (giver, _) = self.offer().ok_or(Refused::NotOffered)?;
                four_eyes(giver, lived.by)?;
                if seal.trim().is_empty() && self.seal().is_some() {
                    return Err(Refused::SealUnread);
                }
            }
            (Step::Recall { .. }, _) => {
                self.offer().ok_or(Refused::NotOffered)?;
            }
            (Step::Correct { .. }, _) => {
                let mistaken = self.life.last().filter(|last| last.step.can_be_mistaken());
                four_eyes(mistaken.ok_or(Refused::NoMistake)?.by, lived.by)?;
            }
            (Step::Explain { .. }, _) => {
                self.dispute().ok_or(Refused::NoDispute)?;
            }
            (Step::Settle | Step::Uphold, _) => {
                let explained = self.dispute().and_then(|dispute| dispute.explained);
                let (by, _) = explained.ok_or(Refused::NoDispute)?;
                four_eyes(by, lived.by)?;
            }
            (Step::Reconcile { .. }, State::Returned) => self.undisputed()?,
            (Step::Reconcile { .. }, State::Failed) if !self.is_at_branch() => self.undisputed()?,
            _ => return Err(Refused::NotFrom(now)),
        }
        self.life.push(lived);
        Ok(())
    }

    /// Was it ever put to use, and was that no mistake?
    #[must_use]
    pub fn was_used(&self) -> bool {
        let mut life = self.life.windows(2).map(|pair| (&pair[0].step, &pair[1].step));
        let used = |(step, next): (&Step, &Step)| *step == Step::Use && !matches!(next, Step::Correct { .. });
        life.any(used) || self.life.last().is_some_and(|last| last.step == Step::Use)
    }

    fn undisputed(&self) -> Result<(), Refused> {
        if self.dispute().is_some() { Err(Refused::SealDiffers) } else { Ok(()) }
    }

    /// The places that it was taken to.
    fn places(&self) -> impl Iterator<Item = &Place> {
        self.life.windows(2).filter_map(|pair| match (&pair[0].step, &pair[1].step) {
            (Step::Offer { to }, Step::Take { .. }) => Some(to),
            _ => None,
        })
    }
}

fn is_ready(life: &[Lived]) -> bool {
    // What somebody gives away is on its way from there.
    let stays = !matches!(life.last(), Some(Lived { step: Step::Offer { .. }, .. }));
    let works = matches!(state(life), State::Sealed | State::Issued | State::InUse);
    stays && works && seal::of(life).1.is_none()
}

/// Where a life leads.
fn state(life: &[Lived]) -> State {
    let (mut before, mut now) = (State::Received, State::Received);
    let mut offered = None;
    for lived in life {
        let next = match (&lived.step, now) {
            (Step::Receive, _) => State::Received,
            (Step::Accept { passed: true }, _) => State::Accepted,
            (Step::Accept { passed: false }, _) => State::Rejected,
            (Step::Configure { .. }, _) => State::Configured,
            (Step::Test { passed: true }, _) => State::Tested,
            (Step::Test { passed: false }, _) => State::Accepted,
            (Step::Seal { .. }, _) => State::Sealed,
            (Step::Take { .. }, now) => taken(now, offered),
            (Step::Use, _) => State::InUse,
            (Step::Reconcile { .. }, _) => State::Reconciled,
            (Step::Fail { .. }, _) => State::Failed,
            (Step::Correct { .. }, _) => before,
            (
                Step::Offer { .. } | Step::Recall { .. } | Step::Explain { .. } | Step::Settle | Step::Uphold,
                now,
            ) => now,
        };
        offered = if let Step::Offer { to } = &lived.step { Some(to) } else { None };
        (before, now) = (now, next);
    }
    now
}

/// What a device becomes where it was taken to.
fn taken(now: State, to: Option<&Place>) -> State {
    match (to.map(Place::level), now) {
        (None, now) => now,
        (_, State::Failed) => State::Failed,
        (Some(Level::Branch), _) => State::Issued,
        (Some(_), State::Issued | State::InUse) => State::Returned,
        (Some(_), now) => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: i64) -> Day {
        "2026-03-01".parse::<Day>().expect("a day").after(n)
    }

    fn place(text: &str) -> Place {
        text.parse().expect("a place")
    }

    fn device() -> Device {
        Device::received("ID-00017".into(), Kind::Identity, place("tehran/rey"), day(0), PersonId(1))
    }

    fn branch() -> Place {
        place("tehran/rey/2/0007")
    }

    fn lived(on: i64, by: i64, step: Step) -> Lived {
        Lived::of(day(on), PersonId(by), step)
    }

    fn configure() -> Step {
        Step::Configure { version: "1405-2".into() }
    }

    fn seal(number: &str) -> Step {
        Step::Seal { number: number.into() }
    }

    fn read(seal: &str) -> Step {
        Step::Take { seal: seal.into() }
    }

    /// Received, accepted, configured, tested, sealed with A-1, offered to the branch by person 2.
    fn offered() -> Device {
        let mut device = device();
        let steps = [Step::Accept { passed: true }, configure(), Step::Test { passed: true }, seal("A-1")];
        for (n, step) in steps.into_iter().enumerate() {
            device.take(lived(n as i64, 1, step)).expect("in order");
        }
        device.take(lived(5, 2, Step::Offer { to: branch() })).expect("sealed");
        device
    }

    #[test]
    fn a_hand_over_to_the_wrong_place_is_taken_back_or_refused() {
        let mut device = offered();
        let recall = |by: i64| lived(6, by, Step::Recall { why: "شعبه‌ی دیگری بود".into() });
        for by in [2, 3] {
            let mut one = device.clone();
            one.take(recall(by)).expect("the giver, or the taker");
            assert_eq!((one.state(), one.place(), one.offer()), (State::Sealed, &place("tehran/rey"), None));
            assert_eq!(one.seal(), Some("A-1"));
            assert!(one.is_ready(), "it stays");
            assert_eq!(one.take(lived(6, 3, read("A-1"))), Err(Refused::NotOffered));
            one.take(lived(6, 2, Step::Offer { to: branch() })).expect("offered again");
        }
        device.take(lived(6, 3, read("A-1"))).expect("taken");
        assert_eq!(device.take(recall(2)), Err(Refused::NotOffered), "what was taken goes back as it came");
    }

    #[test]
    fn lists_do_not_tell_the_seal_of_what_is_on_its_way() {
        let mut device = offered();
        let lists =
            |device: &Device| serde_json::to_string(&device.told()).expect("a device").contains("A-1");
        assert_eq!((device.told().seal(), lists(&device)), (Some(""), false));
        device.take(lived(5, 3, read("A-1"))).expect("another takes it");
        assert_eq!((device.told().seal(), lists(&device)), (Some("A-1"), true));
        device.take(lived(6, 3, Step::Offer { to: place("tehran/rey") })).expect("back");
        assert!(!lists(&device), "neither what was set nor what was read before");
    }

    #[test]
    fn nobody_hands_a_device_to_themselves() {
        let mut device = offered();
        assert_eq!(device.take(lived(5, 2, read("A-1"))), Err(Refused::SamePerson(SamePerson(PersonId(2)))));
        assert_eq!(
            (device.state(), device.place()),
            (State::Sealed, &place("tehran/rey")),
            "it is still the giver's"
        );
        device.take(lived(5, 3, read("A-1"))).expect("another takes it");
        assert_eq!((device.state(), device.place()), (State::Issued, &branch()));
        assert_eq!(device.take(lived(6, 3, read("A-1"))), Err(Refused::NotOffered));
        assert_eq!(device.state_on(day(4)), Some(State::Sealed));
        assert_eq!(device.state_on(day(-1)), None);
    }

    #[test]
    fn a_device_that_failed_its_test_is_not_sealed() {
        let mut device = device();
        device.take(lived(0, 1, Step::Accept { passed: true })).expect("accepted");
        device.take(lived(0, 1, configure())).expect("configured");
        device.take(lived(0, 1, Step::Test { passed: false })).expect("tried");
        assert_eq!(device.take(lived(0, 1, seal("A-1"))), Err(Refused::NotFrom(State::Accepted)));
        let again = device.take(lived(0, 1, Step::Test { passed: true }));
        assert_eq!(again, Err(Refused::NotFrom(State::Accepted)), "not until it is configured anew");
        device.take(lived(0, 1, configure())).expect("anew");
        device.take(lived(0, 1, Step::Test { passed: true })).expect("tried again");
    }

    #[test]
    fn what_failed_is_nowhere_ready_and_comes_back_by_repair() {
        let fail = || Step::Fail { what: "صفحه روشن نمی‌شود".into() };
        let mut device = offered();
        assert!(!device.is_ready(), "it is on its way");
        assert_eq!(device.take(lived(5, 2, fail())), Err(Refused::NotFrom(State::Sealed)), "nobody has it");
        device.take(lived(5, 3, read("A-1"))).expect("taken");
        assert!(device.is_ready());
        device.take(lived(6, 3, fail())).expect("at the branch");
        assert_eq!(
            (device.state(), device.is_ready(), supply::is_there(&device)),
            (State::Failed, false, false)
        );
        assert_eq!(device.was_ready(day(5)), Some(true), "it was the day before");
        assert_eq!(device.take(lived(6, 3, Step::Use)), Err(Refused::NotFrom(State::Failed)));
        let on = Step::Offer { to: place("tehran/rey/2/0008") };
        assert_eq!(device.take(lived(6, 3, on)), Err(Refused::NotFrom(State::Failed)), "to no other branch");
        let mended = device.take(lived(6, 3, Step::Accept { passed: true }));
        assert_eq!(mended, Err(Refused::NotFrom(State::Failed)), "nobody opens and reseals it at the branch");
        device.take(lived(6, 3, Step::Offer { to: place("tehran/rey") })).expect("back");
        device.take(lived(6, 1, read("A-1"))).expect("at the store");
        assert_eq!((device.state(), device.place()), (State::Failed, &place("tehran/rey")));
        device.take(lived(8, 1, Step::Accept { passed: true })).expect("mended");
        device.take(lived(8, 1, configure())).expect("configured anew");
        assert_eq!((device.state(), device.seal()), (State::Configured, None));
        // What was used holds something: it is reconciled, and not written over.
        let mut used = offered();
        used.take(lived(5, 3, read("A-1"))).expect("taken");
        used.take(lived(6, 3, Step::Use)).expect("used");
        used.take(lived(6, 3, fail())).expect("in use");
        assert!(used.is_missing(day(6), day(7)), "it has to come back all the same");
        let reconcile = || Step::Reconcile { note: String::new() };
        let there = used.take(lived(7, 3, reconcile()));
        assert_eq!(there, Err(Refused::NotFrom(State::Failed)), "not where it failed");
        used.take(lived(7, 3, Step::Offer { to: place("tehran/rey") })).expect("back");
        used.take(lived(7, 1, read("A-1"))).expect("at the store");
        assert!(!used.is_missing(day(6), day(8)));
        let mended = used.take(lived(7, 1, Step::Accept { passed: true }));
        assert_eq!(mended, Err(Refused::NotFrom(State::Failed)), "it holds something");
        used.take(lived(7, 1, reconcile())).expect("reconciled");
        let alone = used.take(lived(8, 1, Step::Accept { passed: true }));
        assert_eq!(
            alone,
            Err(Refused::SamePerson(SamePerson(PersonId(1)))),
            "what it held is gone with that"
        );
        assert_eq!(used.may_serve_again(Some(day(9)), day(8)), Ok(()), "before the polls, after a rehearsal");
        assert_eq!(
            used.may_serve_again(Some(day(8)), day(8)),
            Err(Refused::Kept),
            "what the polls left is kept"
        );
        used.take(lived(8, 2, Step::Accept { passed: true })).expect("mended, says another person");
        used.take(lived(8, 1, configure())).expect("configured anew");
        // Another person says that it was a mistake.
        let mut slip = offered();
        slip.take(lived(5, 3, read("A-1"))).expect("taken");
        slip.take(lived(6, 3, fail())).expect("said");
        slip.take(lived(6, 4, Step::Correct { why: "کابل شل بود".into() })).expect("another person");
        assert_eq!(slip.state(), State::Issued);
    }

    #[test]
    fn a_critical_device_is_missing_until_it_is_back() {
        let mut device = offered();
        device.take(lived(5, 3, read("A-1"))).expect("taken");
        device.take(lived(9, 3, Step::Use)).expect("issued");
        assert!(device.is_missing(day(9), day(10)), "the evening after, it is still out");
        device.take(lived(9, 3, Step::Offer { to: place("tehran/rey") })).expect("in use");
        device.take(lived(9, 2, read(" A-1 "))).expect("another takes it back");
        assert_eq!((device.state(), device.place()), (State::Returned, &place("tehran/rey")));
        assert!(!device.is_missing(day(9), day(10)));
        device.take(lived(10, 2, Step::Reconcile { note: String::new() })).expect("the seal is the one");
    }

    #[test]
    fn nobody_votes_with_a_device_whose_seal_differs_until_two_persons_settle_it() {
        let explain = || Step::Explain {
            note: "پلمب در راه پاره شد و مأمور پلمب تازه زد".into()
        };
        let mut device = offered();
        assert_eq!(device.take(lived(5, 3, explain())), Err(Refused::NoDispute));
        device.take(lived(5, 3, read("B-9"))).expect("another takes it, and writes down what it reads");
        assert_eq!((device.state(), device.is_ready()), (State::Issued, false));
        assert_eq!(device.was_ready(day(4)), Some(true), "the day before, it was sealed");
        assert_eq!([4, 5, 9].map(|n| device.disputed_since(day(n))), [None, Some(day(5)), Some(day(5))]);
        assert_eq!(device.take(lived(6, 3, Step::Use)), Err(Refused::SealDiffers));
        assert_eq!(device.take(lived(6, 3, Step::Settle)), Err(Refused::NoDispute), "nothing is explained");
        device.take(lived(6, 3, explain())).expect("the first signature");
        let own = device.take(lived(6, 3, Step::Settle));
        assert_eq!(own, Err(Refused::SamePerson(SamePerson(PersonId(3)))));
        device.take(lived(6, 4, Step::Settle)).expect("the second");
        assert_eq!((device.seal(), device.is_ready()), (Some("B-9"), true));
        device.take(lived(7, 3, Step::Use)).expect("settled");
    }

    #[test]
    fn one_seal_may_be_written_in_two_ways() {
        let mut device = offered();
        device.take(lived(5, 3, read(" a -1 "))).expect("taken");
        assert_eq!((device.seal(), device.dispute(), device.is_ready()), (Some("A-1"), None, true));
    }

    /// Bug: a taker who left out the prefix of the number made what they had typed into the seal.
    #[test]
    fn a_seal_that_was_misread_stays_the_one_that_was_set() {
        let mut device = offered();
        device.take(lived(5, 3, read("1"))).expect("misread");
        device.take(lived(6, 3, Step::Explain { note: "پیشوند جا افتاد".into() })).expect("one");
        let own = device.take(lived(6, 3, Step::Uphold));
        assert_eq!(own, Err(Refused::SamePerson(SamePerson(PersonId(3)))));
        device.take(lived(6, 4, Step::Uphold)).expect("two");
        assert_eq!((device.seal(), device.is_ready()), (Some("A-1"), true));
        assert_eq!(device.take(lived(6, 4, Step::Uphold)), Err(Refused::NoDispute));
    }

    #[test]
    fn a_seal_that_differs_is_not_forgotten_on_the_way_back() {
        let mut device = offered();
        device.take(lived(5, 3, read("B-9"))).expect("taken");
        device.take(lived(6, 3, Step::Offer { to: place("tehran/rey") })).expect("it goes back");
        device.take(lived(6, 2, read("A-1"))).expect("the store reads the seal that it had set");
        let silent = device.take(lived(7, 2, Step::Reconcile { note: "همان است".into() }));
        assert_eq!(silent, Err(Refused::SealDiffers), "who was wrong, the branch or the store?");
        device.take(lived(7, 2, Step::Explain { note: "شعبه اشتباه خواند".into() })).expect("one");
        device.take(lived(7, 3, Step::Settle)).expect("two");
        device.take(lived(7, 2, Step::Reconcile { note: String::new() })).expect("settled");
    }

    /// Bug: a county's store made what came sealed from the province's into what a branch has, and the branch that took it
    /// into what had come back; on the evening of the polls the store's own stock was missing.
    #[test]
    fn a_store_on_the_way_keeps_a_device_as_it_is() {
        let store = |to: &str| Step::Offer { to: place(to) };
        let mut device =
            Device::received("ID-1".into(), Kind::Identity, place("tehran"), day(0), PersonId(1));
        device.take(lived(0, 1, store("tehran/rey"))).expect("before anybody has tried it");
        assert_eq!(
            device.take(lived(0, 1, Step::Accept { passed: true })),
            Err(Refused::NotFrom(State::Received))
        );
        device.take(lived(0, 2, read(""))).expect("there is no seal to read");
        for step in [Step::Accept { passed: true }, configure(), Step::Test { passed: true }] {
            assert_eq!(
                device.take(lived(1, 2, Step::Offer { to: branch() })),
                Err(Refused::NotFrom(device.state()))
            );
            device.take(lived(1, 2, step)).expect("in order");
        }
        device.take(lived(1, 2, seal("A-1"))).expect("tested");
        device.take(lived(2, 2, store("tehran/rey/2"))).expect("to the district's store");
        assert_eq!(device.take(lived(2, 3, read(" "))), Err(Refused::SealUnread));
        device.take(lived(2, 3, read("A-1"))).expect("another takes it");
        assert_eq!((device.state(), device.is_ready()), (State::Sealed, true));
        assert!(!device.is_missing(day(3), day(4)), "it never left the stores");
        device.take(lived(3, 3, Step::Offer { to: branch() })).expect("to the branch");
        device.take(lived(3, 4, read("A-1"))).expect("the branch takes it");
        assert_eq!(device.state(), State::Issued);
        let next = Step::Offer { to: place("tehran/rey/2/0008") };
        device.take(lived(3, 4, next)).expect("the branch next door needs it more");
        device.take(lived(3, 5, read("A-1"))).expect("taken");
        assert_eq!(device.state(), State::Issued, "a branch has it");
        for (by, to) in [(5, "tehran/rey/2"), (6, "tehran/rey"), (7, "tehran")] {
            device.take(lived(4, by, store(to))).expect(to);
            device.take(lived(4, by + 1, read("A-1"))).expect(to);
            assert_eq!((device.state(), device.place()), (State::Returned, &place(to)));
        }
        assert_eq!(
            device.take(lived(4, 8, Step::Offer { to: branch() })),
            Err(Refused::NotFrom(State::Returned))
        );
        device.take(lived(5, 8, configure())).expect("nobody used it; it can be made ready again");
        assert_eq!(
            (device.state(), device.seal()),
            (State::Configured, None),
            "its seal was broken for that"
        );
    }

    #[test]
    fn a_step_taken_by_mistake_is_taken_back_by_somebody_else() {
        let correct = || Step::Correct { why: "دکمه‌ی کناری زده شد".into() };
        let mut device = device();
        assert_eq!(device.take(lived(0, 2, correct())), Err(Refused::NoMistake), "it did come");
        device.take(lived(0, 1, Step::Accept { passed: false })).expect("the wrong button");
        let alone = device.take(lived(0, 1, correct()));
        assert_eq!(alone, Err(Refused::SamePerson(SamePerson(PersonId(1)))));
        device.take(lived(1, 2, correct())).expect("another person says so");
        assert_eq!(device.state(), State::Received);
        assert_eq!(device.state_on(day(0)), Some(State::Rejected), "nothing is forgotten");
        assert_eq!(device.take(lived(1, 3, correct())), Err(Refused::NoMistake), "once");
        device.take(lived(1, 1, Step::Accept { passed: true })).expect("as it should have been");
        device.take(lived(1, 1, configure())).expect("accepted");
        device.take(lived(1, 1, Step::Test { passed: true })).expect("configured");
        device.take(lived(1, 1, seal("A-11"))).expect("a slip of the finger");
        device.take(lived(1, 2, correct())).expect("it says A-1");
        assert_eq!((device.state(), device.seal()), (State::Tested, None));
        device.take(lived(1, 1, seal("A-1"))).expect("tested");
        device.take(lived(2, 1, Step::Offer { to: branch() })).expect("sealed");
        device.take(lived(2, 2, read("A-1"))).expect("taken");
        assert_eq!(device.take(lived(2, 3, correct())), Err(Refused::NoMistake), "two have signed");
    }

    fn any_step(n: u8) -> Step {
        match n {
            13 => Step::Offer { to: place("tehran/rey/2") },
            14 => Step::Correct { why: "…".into() },
            15 => read(""),
            16 => Step::Accept { passed: false },
            0 => Step::Receive,
            1 => Step::Accept { passed: true },
            2 => configure(),
            3 => Step::Test { passed: true },
            4 => seal("A-1"),
            5 => Step::Offer { to: branch() },
            6 => read("A-1"),
            7 => Step::Use,
            8 => Step::Reconcile { note: String::new() },
            9 => read("B-9"),
            10 => Step::Explain { note: "…".into() },
            11 => Step::Settle,
            12 => Step::Uphold,
            _ => Step::Test { passed: false },
        }
    }

    proptest! {
        /// Whatever is tried: what is issued was accepted, tested after its last configuration and sealed after
        /// that, and went from one person to another.
        #[test]
        fn no_device_reaches_a_branch_untested_unsealed_or_unsigned(tries in proptest::collection::vec((0..18_u8, 1..3_i64), 0..80)) {
            let mut device = device();
            for (n, by) in tries {
                let _ = device.take(lived(1, by, any_step(n)));
            }
            // What another person took back did not happen.
            let stands = |n: &usize| !matches!(device.life.get(n + 1).map(|next| &next.step), Some(Step::Correct { .. }));
            let at = |find: fn(&Step) -> bool| {
                (0..device.life.len()).rev().find(|n| find(&device.life[*n].step) && stands(n))
            };
            if matches!(device.state(), State::Issued | State::InUse) {
                let configured = at(|s| matches!(s, Step::Configure { .. }));
                let tested = at(|s| matches!(s, Step::Test { passed: true }));
                let sealed = at(|s| matches!(s, Step::Seal { .. }));
                let taken = at(|s| matches!(s, Step::Take { .. }));
                prop_assert!(configured < tested && tested < sealed && sealed < taken);
                prop_assert_eq!(device.place().level(), Level::Branch);
            }
            for pair in device.life.windows(2).filter(|pair| matches!(pair[1].step, Step::Take { .. })) {
                let offered = matches!(pair[0].step, Step::Offer { .. });
                prop_assert!(offered);
                prop_assert_ne!(pair[0].by, pair[1].by);
            }
            // What works has a seal that was read as it was set, or that two persons settled.
            for (n, _) in device.life.iter().enumerate().filter(|(_, lived)| lived.step == Step::Use) {
                prop_assert_eq!(seal::of(&device.life[..n]).1, None);
            }
            for (n, lived) in device.life.iter().enumerate().filter(|(_, lived)| matches!(lived.step, Step::Settle | Step::Uphold)) {
                let explained = seal::of(&device.life[..n]).1.and_then(|dispute| dispute.explained);
                prop_assert!(explained.is_some_and(|(by, _)| by != lived.by));
            }
            let text = serde_json::to_string(&device).expect("text");
            prop_assert_eq!(serde_json::from_str::<Device>(&text).expect("the same"), device);
        }
    }
}
