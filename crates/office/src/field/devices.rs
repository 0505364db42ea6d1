//! Acts on one device: receive it, and take it from one step of its life, or one hand, to the next.

use super::officer;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::Tx;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness, witness_each};
use headquarters::device::list::Move;
use headquarters::device::{self, Device, Lived, Step};
use headquarters::form::Why;
use headquarters::permit::{Permit, act};
use headquarters::place::Place;

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
    /// everybody else over the place where it is.
    pub async fn move_device(
        &self,
        permit: &Permit<act::MoveDevice>,
        serial: &str,
        step: Step,
    ) -> Result<(), Error> {
        let mut tx = self.0.store.begin_act().await?;
        let moved = decide(&mut tx, permit, serial, step).await?;
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
    ) -> Result<Vec<String>, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let changed = field::next_change(&mut tx).await?;
        let (mut moved, mut stuck) = (Vec::with_capacity(moves.len()), Vec::new());
        for Move { line, serial, step } in moves {
            match decide(&mut tx, permit, &serial, step).await {
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
) -> Result<Moved, Error> {
    let found: Option<(i64, Device)> = field::find(tx, Table::Device, serial).await?;
    let (version, before) = found.ok_or_else(|| Error::Unknown(format!("device {serial}")))?;
    let at = match (&step, before.offer()) {
        (Step::Take { .. }, Some((_, to))) => to.clone(),
        _ => before.place().clone(),
    };
    permit.over(&at)?;
    let mut after = before.clone();
    after.take(Lived { on: clock::today(), by: officer(permit), step })?;
    Ok(Moved { version, before, after, at })
}
