//! Bring in tables of regions and branches: shown first, then all or nothing; the same table again changes nothing.
//! The journal has a line for each row that did something, as if an officer had typed it.

use super::Register;
use super::register::Region;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::Tx;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness_each};
use headquarters::branch::sheet::{self, Row};
use headquarters::branch::{Branch, Site};
use headquarters::device::Device;
use headquarters::permit::{Permit, act};
use serde::Serialize;

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// It is not there yet.
    New,
    /// It is there and says something else.
    Changed,
    /// It is there and says the same.
    Same,
}

/// What a table would do, row by row.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The state of the field that this was compared with; it is given back with the confirmation.
    pub seen: i64,
    /// The rows.
    pub rows: Vec<(Row, Planned)>,
}

/// How many rows did what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Rows that were not there.
    pub new: usize,
    /// Rows that said something else.
    pub changed: usize,
    /// Rows that said the same.
    pub same: usize,
}

impl Preview {
    /// How many rows do what.
    #[must_use]
    pub fn count(&self) -> Imported {
        let of = |planned| self.rows.iter().filter(|row| row.1 == planned).count();
        Imported { new: of(Planned::New), changed: of(Planned::Changed), same: of(Planned::Same) }
    }
}

impl Office {
    /// What a table would do; nothing is kept.
    pub async fn preview_branches(
        &self,
        permit: &Permit<act::Import>,
        cells: &[Vec<String>],
    ) -> Result<Preview, Error> {
        let rows = sheet::read(cells, clock::today()).map_err(Error::Sheet)?;
        for row in &rows {
            permit.over(row.place())?;
        }
        let register = self.field().await?;
        let rows = rows.into_iter().map(|row| (planned(&register, &row), row));
        Ok(Preview { seen: register.seen, rows: rows.map(|(planned, row)| (row, planned)).collect() })
    }

    /// Does what the preview showed, if nothing of the field was changed since.
    pub async fn import_branches(
        &self,
        permit: &Permit<act::Import>,
        cells: &[Vec<String>],
        seen: i64,
    ) -> Result<Imported, Error> {
        let preview = self.preview_branches(permit, cells).await?;
        let mut tx = self.0.store.begin_act().await?;
        let changed = field::next_change(&mut tx).await?;
        if preview.seen != seen || changed != seen + 1 {
            return Err(Error::Changed);
        }
        let register = self.field().await?;
        let does = || preview.rows.iter().map(|(row, planned)| (row, *planned));
        let does = || does().filter(|(_, planned)| *planned != Planned::Same).map(|(row, _)| row);
        for row in does() {
            match row {
                Row::Region { place, name, latin } => {
                    let version = register.region_version(place);
                    let region = Region { place: place.clone(), name: name.clone(), latin: latin.clone() };
                    keep(&mut tx, Table::Region, place.as_str(), version, changed, &region).await?;
                }
                Row::Branch(site) => {
                    let known = register.branch(&site.place);
                    let version = known.map_or(0, |known| known.version);
                    let branch = match known {
                        Some(known) => {
                            Branch { site: kept_day(site, &known.file.site), ..(*known.file).clone() }
                        }
                        None => Branch::new((**site).clone()),
                    };
                    keep(&mut tx, Table::Branch, site.place.as_str(), version, changed, &branch).await?;
                }
            }
        }
        witness_each(&mut tx, permit, does().map(|row| told(&register, row))).await?;
        let imported = preview.count();
        tx.commit().await?;
        Ok(imported)
    }

    /// Brings in whole files of regions, branches and devices that are not there yet, as another headquarters
    /// exported them. All or nothing.
    pub async fn import_files(
        &self,
        permit: &Permit<act::Import>,
        regions: &[Region],
        branches: &[Branch],
        devices: &[Device],
    ) -> Result<(), Error> {
        let places = branches.iter().map(|b| &b.site.place).chain(devices.iter().map(|d| &d.home));
        for place in places.chain(regions.iter().map(|r| &r.place)) {
            permit.over(place)?;
        }
        let mut tx = self.0.store.begin_act().await?;
        let changed = field::next_change(&mut tx).await?;
        for region in regions {
            keep(&mut tx, Table::Region, region.place.as_str(), 0, changed, region).await?;
        }
        for branch in branches {
            keep(&mut tx, Table::Branch, branch.site.place.as_str(), 0, changed, branch).await?;
        }
        for device in devices {
            keep(&mut tx, Table::Device, &device.serial, 0, changed, device).await?;
        }
        let regions = regions.iter().map(|one| Change::of("region", &one.place, &one.place).after(one));
        let sites = branches.iter().map(|one| (&one.site.place, one));
        let sites = sites.map(|(place, one)| Change::of("branch", place, place).after(one));
        let things = devices.iter().map(|one| Change::of("device", &one.serial, &one.home).after(one));
        witness_each(&mut tx, permit, regions.chain(sites).chain(things)).await?;
        tx.commit().await
    }
}

/// A row as the journal tells it: what the register said before, and what it says now.
fn told<'a>(register: &Register, row: &'a Row) -> Change<'a> {
    match row {
        Row::Region { place, name, latin } => {
            let after = Region { place: place.clone(), name: name.clone(), latin: latin.clone() };
            Change::of("region", place, place).before(&register.region(place)).after(&after)
        }
        Row::Branch(site) => {
            let before = register.branch(&site.place).map(|known| known.file.site.clone());
            let after = before.as_ref().map_or_else(|| (**site).clone(), |known| kept_day(site, known));
            Change::of("branch", &site.place, &site.place).before(&before).after(&after)
        }
    }
}

async fn keep<T: Serialize>(
    tx: &mut Tx,
    table: Table,
    id: &str,
    version: i64,
    changed: i64,
    file: &T,
) -> Result<(), Error> {
    if field::put(tx, table, id, version, changed, file).await? { Ok(()) } else { Err(Error::Changed) }
}

fn planned(register: &Register, row: &Row) -> Planned {
    match row {
        Row::Region { place, name, latin } => match register.region(place) {
            None => Planned::New,
            Some(known) if known.name == *name && known.latin == *latin => Planned::Same,
            Some(_) => Planned::Changed,
        },
        Row::Branch(site) => match register.branch(&site.place) {
            None => Planned::New,
            Some(known) if kept_day(site, &known.file.site) == known.file.site => Planned::Same,
            Some(_) => Planned::Changed,
        },
    }
}

/// The day of registration is the first one's, however often a table is brought in.
fn kept_day(site: &Site, known: &Site) -> Site {
    Site { registered: known.registered, ..site.clone() }
}
