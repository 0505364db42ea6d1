//! What equipment is wanted, what is there, and what is on order.

use super::Register;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness};
use headquarters::device::supply::{Forecast, Order, Supply, Terms, is_there};
use headquarters::device::{Device, Kind};
use headquarters::permit::{Permit, act};
use headquarters::place::Place;

/// The setting that holds the terms and the orders.
pub(super) const SUPPLY: &str = "supply";

/// Something to put down about the supply.
#[derive(Debug, Clone)]
pub enum Supplied {
    /// By which a kind is reckoned.
    Terms(Kind, Terms),
    /// An order.
    Ordered(Order),
    /// An order came.
    Came(u32),
}

impl Office {
    /// The terms and the orders, with their version.
    pub async fn supply(&self, _permit: &Permit<act::ReadDevices>) -> Result<(i64, Supply), Error> {
        Ok(self.0.store.setting_with_version(SUPPLY).await?.unwrap_or_default())
    }

    /// May whoever holds this permit put something down about the supply?
    pub async fn notes_supply(&self, permit: &Permit<act::MoveDevice>) -> bool {
        self.answers_for_all(permit).await.is_ok()
    }

    /// Puts something down about the supply, if nobody did since version `seen` of it was read. Devices are bought for the
    /// whole event, so whoever does answers for all of it.
    pub async fn note_supply(
        &self,
        permit: &Permit<act::MoveDevice>,
        supplied: Supplied,
        seen: i64,
    ) -> Result<(), Error> {
        let at = self.answers_for_all(permit).await?;
        let mut tx = self.0.store.begin_act().await?;
        let found = field::find(&mut tx, Table::Setting, SUPPLY).await?;
        let (_, before): (i64, Supply) = found.unwrap_or_default();
        let mut after = before.clone();
        match supplied {
            Supplied::Terms(kind, terms) => after.set(kind, terms),
            Supplied::Ordered(order) => after.place(order),
            Supplied::Came(number) => after
                .come(number, clock::today())
                .ok_or_else(|| Error::Unknown(format!("order {number} that is awaited")))?,
        }
        let changed = field::next_change(&mut tx).await?;
        if !field::put(&mut tx, Table::Setting, SUPPLY, seen, changed, &after).await? {
            return Err(Error::Changed);
        }
        witness(
            &mut tx,
            permit,
            &Change::of("supply", after.orders.len(), &at).before(&before).after(&after),
        )
        .await?;
        tx.commit().await
    }
}

impl Register {
    /// What is wanted in a place and what is there, kind by kind; `spares` says how many are held for so many that work,
    /// of which so many in a thousand fail. Orders are the whole event's, so they count where the whole event is asked about.
    pub fn forecast(
        &self,
        place: &Place,
        supply: &Supply,
        spares: impl Fn(u64, u16) -> u64,
    ) -> Vec<Forecast> {
        let today = self.today().unwrap_or_else(clock::today);
        let here = |device: &&Device| place.contains(device.place());
        let own = if self.is_of_all(place) { supply.clone() } else { supply.without_orders() };
        let there = |kind| {
            let devices = self.devices().map(|kept| &*kept.file).filter(here);
            devices.filter(|device| device.kind == kind && is_there(device)).count() as u64
        };
        let of = |kind: &Kind| {
            let terms = supply.terms(*kind);
            let sites =
                self.branches().map(|kept| &kept.file.site).filter(|site| place.contains(&site.place));
            let needed = sites.map(|site| terms.of(*kind, site)).sum();
            let days = (today, self.polling());
            Forecast::of(*kind, &own, (needed, there(*kind)), spares(needed, terms.failing), days)
        };
        Kind::ALL.iter().map(of).collect()
    }
}
