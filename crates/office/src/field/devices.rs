//! Acts on one device: receive it, and take it from one step of its life, or one hand, to the next.

use super::{Register, officer};
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::Tx;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness, witness_each};
use calendar::Day;
use headquarters::device::list::Move;
use headquarters::device::supply::is_there;
use headquarters::device::{self, Device, Lived, Refused, State, Step, seal_number};
use headquarters::form::Why;
use headquarters::permit::{Permit, act};
use headquarters::place::{Level, Place};
use std::collections::HashMap;

impl Office {
    /// A device came to a store.
    pub async fn receive_device(
        &self,
        permit: &Permit<act::MoveDevice>,
        serial: &str,
        kind: device::Kind,
        home: Place,
    ) -> Result<(), Error> {
        permit.over(&home)?;
        let device = Device::received(serial.to_owned(), kind, home, clock::today(), officer(permit));
        let mut tx = self.0.store.begin_act().await?;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Device, serial, 0, changed, &device).await? {
            return Err(Error::field("serial", Why::Taken));
        }
        witness(&mut tx, permit, &Change::of("device", serial, &device.home).after(&device)).await?;
        tx.commit().await
    }

    /// Takes a device one step on. Whoever takes an offered one needs a permit over the place that it goes to;
    /// everybody else over the place where it is. Whoever is `sure` offers a branch more than it needs.
    pub async fn move_device(
        &self,
        permit: &Permit<act::MoveDevice>,
        serial: &str,
        step: Step,
        sure: bool,
    ) -> Result<(), Error> {
        let mut tx = self.0.store.begin_act().await?;
        let mut others = self.others([&step], sure).await?;
        let moved = decide(&mut tx, permit, serial, step, &mut others).await?;
        let changed = field::next_change(&mut tx).await?;
        moved.keep(&mut tx, changed).await?;
        witness(&mut tx, permit, &moved.told()).await?;
        tx.commit().await
    }

    /// Takes every device of a list one step on, or none of them: then each that cannot take it is named. Answers those
    /// whose taker read another seal.
    pub async fn move_devices(
        &self,
        permit: &Permit<act::MoveDevice>,
        moves: Vec<Move>,
        sure: bool,
    ) -> Result<Vec<String>, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let mut others = self.others(moves.iter().map(|one| &one.step), sure).await?;
        let changed = field::next_change(&mut tx).await?;
        let (mut moved, mut stuck) = (Vec::with_capacity(moves.len()), Vec::new());
        for Move { line, serial, step } in moves {
            match decide(&mut tx, permit, &serial, step, &mut others).await {
                Ok(one) => moved.push(one),
                Err(why @ (Error::Unknown(_) | Error::Forbidden(_) | Error::Device(_))) => {
                    stuck.push(Stuck { line, serial, why });
                }
                Err(other) => return Err(other),
            }
        }
        if !stuck.is_empty() {
            return Err(Error::Stuck(stuck));
        }
        for one in &moved {
            one.keep(&mut tx, changed).await?;
        }
        witness_each(&mut tx, permit, moved.iter().map(Moved::told)).await?;
        tx.commit().await?;
        let differ = |one: &Moved| one.after.dispute().is_some() && one.before.dispute().is_none();
        Ok(moved.into_iter().filter(differ).map(|one| one.after.serial).collect())
    }
}

impl Office {
    /// What steps have to know of other devices. Other acts wait, so it stays true until these steps are kept.
    async fn others<'a>(
        &self,
        steps: impl IntoIterator<Item = &'a Step>,
        sure: bool,
    ) -> Result<Others, Error> {
        let (mut seals, mut offers) = (false, false);
        for step in steps {
            seals |= matches!(step, Step::Seal { .. });
            offers |= !sure && matches!(step, Step::Offer { to } if to.level() == Level::Branch);
        }
        let mut others = Others::default();
        if !seals && !offers {
            return Ok(others);
        }
        let register = self.field().await?;
        for device in register.devices().map(|kept| &kept.file) {
            if let Some(seal) = device.seal().filter(|_| seals) {
                others.sealed.insert(seal_number(seal), device.serial.clone());
            }
            if offers && is_there(device) {
                let to = device.offer().map_or_else(|| device.place(), |(_, to)| to);
                if to.level() == Level::Branch {
                    *others.there.entry((to.clone(), device.kind)).or_default() += 1;
                }
            }
        }
        if offers {
            others.needs = Some(register);
        }
        Ok(others)
    }
}

/// The seals of all devices, and how many of a kind each branch has or is offered; only what the steps ask about.
#[derive(Default)]
struct Others {
    sealed: HashMap<String, String>,
    there: HashMap<(Place, device::Kind), u64>,
    needs: Option<Register>,
}

impl Others {
    /// May a device take this step beside the others? What it changes is known to the next one.
    fn allow(&mut self, before: &Device, step: &Step) -> Result<(), Refused> {
        match step {
            Step::Seal { number } => {
                let number = seal_number(number);
                if let Some(other) = self.sealed.get(&number).filter(|other| **other != before.serial) {
                    return Err(Refused::SealTaken(other.clone()));
                }
                self.sealed.insert(number, before.serial.clone());
            }
            Step::Offer { to } => {
                // A branch that nobody has registered needs nothing that we know of.
                let Some(register) = &self.needs else { return Ok(()) };
                let Some(branch) = register.branch(to) else { return Ok(()) };
                let needs = register.supply().terms(before.kind).of(before.kind, &branch.file.site);
                let there = self.there.entry((to.clone(), before.kind)).or_default();
                let itself = before.offer().map_or_else(|| before.place(), |(_, to)| to) == to;
                if itself {
                    return Ok(());
                }
                if *there >= needs {
                    return Err(Refused::Enough { needs, there: *there });
                }
                *there += 1;
            }
            _ => {}
        }
        Ok(())
    }
}

/// A device of a list that cannot take its step.
#[derive(Debug)]
pub struct Stuck {
    /// The line that it stands in.
    pub line: usize,
    /// Which device.
    pub serial: String,
    /// Why.
    pub why: Error,
}

/// A device that took a step, and where that was.
struct Moved {
    version: i64,
    before: Device,
    after: Device,
    at: Place,
}

impl Moved {
    async fn keep(&self, tx: &mut Tx, changed: i64) -> Result<(), Error> {
        let kept = field::put(tx, Table::Device, &self.after.serial, self.version, changed, &self.after);
        if kept.await? { Ok(()) } else { Err(Error::Changed) }
    }

    fn told(&self) -> Change<'_> {
        let change = Change::of("device", &self.after.serial, &self.at);
        let why = match self.after.life.last().map(|lived| &lived.step) {
            Some(Step::Correct { why }) => why.as_str(),
            _ => "",
        };
        change.before(&self.before).after(&self.after).why(why)
    }
}

/// Load and decide, for one device.
async fn decide(
    tx: &mut Tx,
    permit: &Permit<act::MoveDevice>,
    serial: &str,
    step: Step,
    others: &mut Others,
) -> Result<Moved, Error> {
    let found: Option<(i64, Device)> = field::find(tx, Table::Device, serial).await?;
    let (version, before) = found.ok_or_else(|| Error::Unknown(format!("device {serial}")))?;
    let at = match (&step, before.offer()) {
        (Step::Take { .. }, Some((_, to))) => to.clone(),
        // Either end of the way.
        (Step::Recall { .. }, Some((_, to))) if permit.over(to).is_ok() => to.clone(),
        _ => before.place().clone(),
    };
    permit.over(&at)?;
    if matches!(step, Step::Accept { .. }) && before.state() == State::Reconciled {
        let polling: Option<(i64, Day)> = field::find(tx, Table::Setting, super::POLLING).await?;
        before.may_serve_again(polling.map(|(_, day)| day), clock::today())?;
    }
    let mut after = before.clone();
    let (on, by, at_second) = (clock::today(), officer(permit), Some(clock::seconds()));
    let taken = Lived { on, by, at: at_second, step };
    after.take(taken.clone())?;
    others.allow(&before, &taken.step)?;
    Ok(Moved { version, before, after, at })
}
