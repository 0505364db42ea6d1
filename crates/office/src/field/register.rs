//! The copy of the field that pages are made of.

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::Store;
use crate::store::field::{Table, read};
use calendar::Day;
use headquarters::branch::Branch;
use headquarters::device::Device;
use headquarters::device::supply::Supply;
use headquarters::permit::{Permit, act};
use headquarters::place::Place;
use headquarters::security::{Incident, Segment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// A province, county or district by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Where.
    pub place: Place,
    /// Its name in Persian.
    pub name: String,
    /// Its name in Latin letters.
    pub latin: String,
}

/// A file with its version.
#[derive(Debug, Clone)]
pub struct Held<T> {
    /// How often it was changed; a form says which one it was filled from.
    pub version: i64,
    /// The file.
    pub file: Arc<T>,
}

/// The field as it was at one moment. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub(super) seen: i64,
    regions: Arc<BTreeMap<Place, Held<Region>>>,
    branches: Arc<BTreeMap<Place, Held<Branch>>>,
    devices: Arc<BTreeMap<String, Held<Device>>>,
    segments: Arc<BTreeMap<String, Held<Segment>>>,
    incidents: Arc<BTreeMap<i64, Held<Incident>>>,
    polling: Option<(i64, Day)>,
    supply: Arc<Supply>,
    today: Option<Day>,
}

/// The register in memory, and what was last computed from it.
#[derive(Debug, Default)]
pub(crate) struct Mirror {
    pub(super) register: Mutex<Register>,
    pub(super) readiness: Mutex<Option<Arc<super::Readiness>>>,
}

impl Register {
    /// All branches, in the order of their places.
    pub fn branches(&self) -> impl Iterator<Item = &Held<Branch>> {
        self.branches.values()
    }

    /// A branch.
    pub fn branch(&self, place: &Place) -> Option<&Held<Branch>> {
        self.branches.get(place)
    }

    /// All devices, in the order of their serial numbers.
    pub fn devices(&self) -> impl Iterator<Item = &Held<Device>> {
        self.devices.values()
    }

    /// A device.
    pub fn device(&self, serial: &str) -> Option<&Held<Device>> {
        self.devices.get(serial)
    }

    /// The segments of the network, in the order of their codes.
    pub fn segments(&self) -> impl Iterator<Item = &Held<Segment>> {
        self.segments.values()
    }

    /// A segment.
    pub fn segment(&self, code: &str) -> Option<&Held<Segment>> {
        self.segments.get(code)
    }

    /// The incidents, newest first.
    pub fn incidents(&self) -> impl Iterator<Item = &Held<Incident>> {
        self.incidents.values().rev()
    }

    /// An incident.
    pub fn incident(&self, number: i64) -> Option<&Held<Incident>> {
        self.incidents.get(&number)
    }

    /// A region's names, where it has some.
    pub fn region(&self, place: &Place) -> Option<&Region> {
        self.regions.get(place).map(|kept| &*kept.file)
    }

    /// By how many devices of each kind a branch is judged.
    pub fn supply(&self) -> &Supply {
        &self.supply
    }

    /// How often a region was changed; 0 if it is not there.
    pub(super) fn region_version(&self, place: &Place) -> i64 {
        self.regions.get(place).map_or(0, |kept| kept.version)
    }

    /// The regions.
    pub fn regions(&self) -> impl Iterator<Item = &Held<Region>> {
        let mut regions: Vec<&Held<Region>> = self.regions.values().collect();
        regions.sort_by(|one, other| one.file.place.in_lists().cmp(&other.file.place.in_lists()));
        regions.into_iter()
    }

    /// The smallest place that all branches lie in; nothing while there are none, or they share none.
    pub fn top(&self) -> Option<Place> {
        // In the order of their places, what the first and the last share all share.
        let (first, last) = self.branches.keys().next().zip(self.branches.keys().next_back())?;
        let mut top = Some(first.clone());
        while let Some(place) = top.take_if(|place| !place.contains(last)) {
            top = place.above();
        }
        top
    }

    /// Does a region or a branch lie at this place, or below it?
    pub fn knows(&self, place: &Place) -> bool {
        let regions = self.regions().map(|kept| &kept.file.place);
        let mut all = regions.chain(self.branches().map(|kept| &kept.file.site.place));
        all.any(|one| place.contains(one))
    }

    /// Does whoever answers for this place answer for every branch on the register?
    pub fn is_of_all(&self, place: &Place) -> bool {
        self.top().is_none_or(|top| place.contains(&top))
    }

    /// Has nothing of the network's security changed since `other`?
    pub(super) fn is_as_secure_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.segments, &other.segments) && Arc::ptr_eq(&self.incidents, &other.incidents)
    }

    /// The polling day, once it is fixed.
    pub fn polling(&self) -> Option<Day> {
        self.polling.map(|(_, day)| day)
    }

    /// How often the polling day was fixed; 0 while it is not.
    pub fn polling_version(&self) -> i64 {
        self.polling.map_or(0, |(version, _)| version)
    }

    /// The day on which this was read.
    pub fn today(&self) -> Option<Day> {
        self.today
    }

    async fn follow(&mut self, store: &Store, last: i64) -> Result<(), Error> {
        let since = self.seen;
        for (id, version, file) in store.changes(Table::Region, since).await? {
            let file: Region = read(Table::Region, &id, &file)?;
            insert(&mut self.regions, file.place.clone(), version, file);
        }
        for (id, version, file) in store.changes(Table::Branch, since).await? {
            let file: Branch = read(Table::Branch, &id, &file)?;
            insert(&mut self.branches, file.site.place.clone(), version, file);
        }
        for (id, version, file) in store.changes(Table::Device, since).await? {
            let file: Device = read(Table::Device, &id, &file)?;
            insert(&mut self.devices, id, version, file);
        }
        for (id, version, file) in store.changes(Table::Segment, since).await? {
            let file: Segment = read(Table::Segment, &id, &file)?;
            insert(&mut self.segments, id, version, file);
        }
        for (id, version, file) in store.changes(Table::Incident, since).await? {
            let file: Incident = read(Table::Incident, &id, &file)?;
            insert(&mut self.incidents, file.number, version, file);
        }
        for (id, version, file) in store.changes(Table::Setting, since).await? {
            if id == super::POLLING {
                self.polling = Some((version, read(Table::Setting, &id, &file)?));
            } else if id == super::SUPPLY {
                self.supply = Arc::new(read(Table::Setting, &id, &file)?);
            }
        }
        self.seen = last;
        Ok(())
    }
}

/// Puts a file into one of the maps. A map that nothing is put into stays shared with whoever reads it.
fn insert<K: Ord + Clone, T>(map: &mut Arc<BTreeMap<K, Held<T>>>, key: K, version: i64, file: T)
where
    Held<T>: Clone,
{
    Arc::make_mut(map).insert(key, Held { version, file: Arc::new(file) });
}

impl Office {
    /// The field, as the database has it now.
    pub(crate) async fn field(&self) -> Result<Register, Error> {
        let last = self.0.store.last_change().await?;
        let mut register = self.0.mirror.register.lock().await;
        if register.seen > last {
            // The database went back: a standby took over, or a back-up was restored.
            *register = Register::default();
        }
        if register.seen < last {
            register.follow(&self.0.store, last).await?;
        }
        let mut register = register.clone();
        register.today = Some(clock::today());
        Ok(register)
    }

    /// The branches, for whoever may see them; whoever shows them asks the permit how far it reaches.
    pub async fn branch_register(&self, _permit: &Permit<act::ReadBranches>) -> Result<Register, Error> {
        self.field().await
    }

    /// The same, for the lines.
    pub async fn network_register(&self, _permit: &Permit<act::ReadNetwork>) -> Result<Register, Error> {
        self.field().await
    }

    /// The same, for the network's security.
    pub async fn security_register(&self, _permit: &Permit<act::ReadSecurity>) -> Result<Register, Error> {
        self.field().await
    }

    /// The same, for the devices.
    pub async fn device_register(&self, _permit: &Permit<act::ReadDevices>) -> Result<Register, Error> {
        self.field().await
    }
}
