//! Acts on one device: receive it, and take it from one step of its life, or one hand, to the next.

use super::officer;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
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
        let found: Option<(i64, Device)> = field::find(&mut tx, Table::Device, serial).await?;
        let (version, before) = found.ok_or_else(|| Error::Unknown(format!("device {serial}")))?;
        let at = match (&step, before.offer()) {
            (Step::Take { .. }, Some((_, to))) => to.clone(),
            _ => before.place().clone(),
        };
        permit.over(&at)?;
        let mut after = before.clone();
        after.take(Lived { on: clock::today(), by: officer(permit), step })?;
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Device, serial, version, changed, &after).await? {
            return Err(Error::Changed);
        }
        witness(&mut tx, permit, &Change::of("device", serial, &at).before(&before).after(&after)).await?;
        tx.commit().await
    }
}
