//! Bring in tables of regions and branches, of devices, and of lines: shown first, then all or nothing; the same table again
//! changes nothing. The journal has a line for each row that did something, as if an officer had typed it.
//!
//! A confirmation is compared with the rows that it touches as they stood in the preview, not with the whole field:
//! others work meanwhile, and only who touched the same rows is in the way.

use super::register::Region;
use super::{Held, Register, officer};
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::Tx;
use crate::store::field::{self, Table};
use crate::store::journal::{Change, witness_each};
use election::bytes::Digest;
use headquarters::branch::sheet::{self as branches, Row};
use headquarters::branch::{Branch, Site, typed};
use headquarters::device::Device;
use headquarters::device::sheet::{self as devices, Row as Delivered};
use headquarters::form::Why;
use headquarters::network::Line;
use headquarters::network::sheet::{self as lines, Row as Laid};
use headquarters::permit::{Kind as _, Permit, act};
use headquarters::place::Place;
use headquarters::table::Wrong;
use serde::Serialize;
use std::collections::BTreeMap;

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

/// What stands in a column, and what a table would put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// Which column.
    pub column: &'static str,
    /// What stands.
    pub before: String,
    /// What would.
    pub after: String,
}

/// A row of a table and what it would do.
#[derive(Debug, Clone)]
pub struct PlannedRow<R> {
    /// The row.
    pub row: R,
    /// What it would do.
    pub planned: Planned,
    /// In which columns it says something else.
    pub differs: Vec<Differs>,
    /// How often what stands was changed; 0 if nothing does.
    version: i64,
}

/// What a table would do, row by row.
#[derive(Debug, Clone)]
pub struct Preview<R> {
    /// The rows as they stand; it is given back with the confirmation.
    pub seen: Digest,
    /// The rows of the table.
    pub rows: Vec<PlannedRow<R>>,
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

impl<R> Preview<R> {
    /// The rows, and under which names they stand where.
    fn of(rows: Vec<PlannedRow<R>>, name: impl Fn(&R) -> String) -> Self {
        let mut stands = String::new();
        for row in &rows {
            stands.push_str(&format!("{} {}\n", name(&row.row), row.version));
        }
        Self { seen: Digest::of(stands.as_bytes()), rows }
    }

    /// How many rows do what.
    #[must_use]
    pub fn count(&self) -> Imported {
        let of = |planned| self.rows.iter().filter(|row| row.planned == planned).count();
        Imported { new: of(Planned::New), changed: of(Planned::Changed), same: of(Planned::Same) }
    }

    /// The rows that do something.
    pub fn effects(&self) -> impl Iterator<Item = &PlannedRow<R>> {
        self.rows.iter().filter(|row| row.planned != Planned::Same)
    }
}

impl Office {
    /// What a table of regions and branches would do; nothing is kept. Whoever registers branches brings in regions that are
    /// not there yet; those that are, whoever organises them renames.
    pub async fn preview_branches(
        &self,
        permit: &Permit<act::RegisterBranch>,
        cells: &[Vec<String>],
    ) -> Result<Preview<Row>, Error> {
        let mut read = branches::read(cells, clock::today(), |place| permit.reaches(place));
        let register = self.field().await?;
        let renames =
            |place: &Place| permit.officer().is_none_or(|officer| officer.reaches(act::Organise::ACT, place));
        let mut rows = Vec::with_capacity(read.rows.len());
        for (number, row) in std::mem::take(&mut read.rows) {
            let row = planned(&register, row);
            if let (Row::Region { place, .. }, Planned::Changed) = (&row.row, row.planned)
                && !renames(place)
            {
                read.wrong.push(Wrong { row: number, column: "name", why: Why::Headquarters });
            }
            rows.push(row);
        }
        read.wrong.sort_by_key(|one| one.row);
        read.answer().map_err(Error::Sheet)?;
        Ok(Preview::of(rows, |row| row.place().to_string()))
    }

    /// Does what the preview showed, if nobody changed its rows since.
    pub async fn import_branches(
        &self,
        permit: &Permit<act::RegisterBranch>,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> Result<Imported, Error> {
        // Other acts wait from here on, so what the preview reads is what stands until the end.
        let mut tx = self.0.store.begin_act().await?;
        let preview = self.preview_branches(permit, cells).await?;
        if preview.seen != seen {
            return Err(Error::Changed);
        }
        let register = self.field().await?;
        let changed = field::next_change(&mut tx).await?;
        for PlannedRow { row, version, .. } in preview.effects() {
            let name = row.place().as_str();
            match row {
                Row::Region { place, name: fa, latin } => {
                    let region = Region { place: place.clone(), name: fa.clone(), latin: latin.clone() };
                    keep(&mut tx, Table::Region, name, *version, changed, &region).await?;
                }
                Row::Branch(site) => {
                    let branch = match register.branch(&site.place) {
                        Some(known) => Branch { site: kept(site, &known.file.site), ..(*known.file).clone() },
                        None => Branch::new((**site).clone()),
                    };
                    keep(&mut tx, Table::Branch, name, *version, changed, &branch).await?;
                }
            }
        }
        witness_each(&mut tx, permit, preview.effects().map(|row| told(&register, &row.row))).await?;
        let imported = preview.count();
        tx.commit().await?;
        Ok(imported)
    }

    /// What a table of devices that came would do; nothing is kept. A device that is known stays what it is: one that
    /// says another kind or another store is a mistake of the table.
    pub async fn preview_devices(
        &self,
        permit: &Permit<act::MoveDevice>,
        cells: &[Vec<String>],
    ) -> Result<Preview<Delivered>, Error> {
        let mut read = devices::read(cells, |home| permit.reaches(home));
        let register = self.field().await?;
        let mut rows = Vec::with_capacity(read.rows.len());
        for (number, row) in std::mem::take(&mut read.rows) {
            let row = delivered(register.device(&row.serial), row);
            if row.planned == Planned::Changed {
                let taken = row.differs.iter();
                read.wrong.extend(taken.map(|d| Wrong { row: number, column: d.column, why: Why::Taken }));
            }
            rows.push(row);
        }
        read.wrong.sort_by_key(|one| one.row);
        read.answer().map_err(Error::Sheet)?;
        Ok(Preview::of(rows, |row| row.serial.clone()))
    }

    /// Receives what the preview showed, if nobody received any of it since.
    pub async fn import_devices(
        &self,
        permit: &Permit<act::MoveDevice>,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> Result<Imported, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let preview = self.preview_devices(permit, cells).await?;
        if preview.seen != seen {
            return Err(Error::Changed);
        }
        let (changed, by) = (field::next_change(&mut tx).await?, officer(permit));
        let came = preview.effects().map(|PlannedRow { row: Delivered { serial, kind, home }, .. }| {
            Device::received(serial.clone(), *kind, home.clone(), clock::today(), by)
        });
        let came: Vec<Device> = came.collect();
        for device in &came {
            keep(&mut tx, Table::Device, &device.serial, 0, changed, device).await?;
        }
        let told = came.iter().map(|one| Change::of("device", &one.serial, &one.home).after(one));
        witness_each(&mut tx, permit, told).await?;
        let imported = preview.count();
        tx.commit().await?;
        Ok(imported)
    }

    /// What a table of lines would do; nothing is kept. A branch that is not on the register, and a day from which another
    /// line cannot count, are mistakes of the table.
    pub async fn preview_lines(
        &self,
        permit: &Permit<act::RecordNetwork>,
        cells: &[Vec<String>],
    ) -> Result<Preview<Laid>, Error> {
        let mut read = lines::read(cells, clock::today(), |place| permit.reaches(place));
        let register = self.field().await?;
        let mut rows = Vec::with_capacity(read.rows.len());
        for (number, row) in std::mem::take(&mut read.rows) {
            let mut refuse = |column, why| read.wrong.push(Wrong { row: number, column, why });
            let Some(branch) = register.branch(&row.place) else {
                refuse("place", Why::Unknown);
                continue;
            };
            let stands = branch.file.network.last_line(row.line.rank);
            let row = match stands {
                Some(stands) => row.keeping(&read.columns, stands),
                None => row,
            };
            let same = stands.is_some_and(|stands| row.is_as(stands));
            let early = branch.file.network.too_early(row.line.rank, row.line.since);
            if let Some(why) = early.filter(|_| !same) {
                refuse("since", why);
            }
            rows.push(laid(branch.version, stands, row));
        }
        read.wrong.sort_by_key(|one| one.row);
        read.answer().map_err(Error::Sheet)?;
        Ok(Preview::of(rows, Laid::key))
    }

    /// Puts down what the preview showed, if nobody changed its branches since.
    pub async fn import_lines(
        &self,
        permit: &Permit<act::RecordNetwork>,
        cells: &[Vec<String>],
        seen: Digest,
    ) -> Result<Imported, Error> {
        let mut tx = self.0.store.begin_act().await?;
        let preview = self.preview_lines(permit, cells).await?;
        if preview.seen != seen {
            return Err(Error::Changed);
        }
        let register = self.field().await?;
        let changed = field::next_change(&mut tx).await?;
        // Both lines of a branch stand in one file, and are one change of it.
        let mut files: BTreeMap<&Place, (i64, Branch, Branch)> = BTreeMap::new();
        for PlannedRow { row, version, .. } in preview.effects() {
            let Some(known) = register.branch(&row.place) else { return Err(Error::Changed) };
            let file = || (*version, (*known.file).clone(), (*known.file).clone());
            let (_, _, after) = files.entry(&row.place).or_insert_with(file);
            after.network.lines.push(row.line.clone());
        }
        for (place, (version, _, after)) in &files {
            keep(&mut tx, Table::Branch, place.as_str(), *version, changed, after).await?;
        }
        let told = files.iter().map(|(place, (_, before, after))| {
            Change::of("branch", place, place).before(before).after(after)
        });
        witness_each(&mut tx, permit, told).await?;
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
            let after = before.as_ref().map_or_else(|| (**site).clone(), |known| kept(site, known));
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

fn planned(register: &Register, row: Row) -> PlannedRow<Row> {
    let stands = match &row {
        Row::Region { place, name, latin } => register.region(place).map(|known| {
            let each = [("name", &known.name, name), ("latin", &known.latin, latin)];
            let each = each.map(|(column, before, after)| (column, before.clone(), after.clone()));
            (register.region_version(place), each.to_vec())
        }),
        Row::Branch(site) => register.branch(&site.place).map(|known| {
            let before = typed::write(&known.file.site).into_iter();
            let after = typed::write(&kept(site, &known.file.site));
            let each = before.zip(after).map(|((column, before), (_, after))| (column, before, after));
            (known.version, each.collect())
        }),
    };
    compared(row, stands)
}

/// A device of a table beside the one of that serial number.
fn delivered(known: Option<&Held<Device>>, row: Delivered) -> PlannedRow<Delivered> {
    let stands = known.map(|known| {
        let Device { kind, home, .. } = &*known.file;
        let kind = ("kind", kind.to_string(), row.kind.to_string());
        // How often a known device moved on meanwhile is nothing to a table that says that it came.
        (1, vec![kind, ("home", home.to_string(), row.home.to_string())])
    });
    compared(row, stands)
}

/// A line of a table beside the one that stands.
fn laid(version: i64, stands: Option<&Line>, row: Laid) -> PlannedRow<Laid> {
    let Some(stands) = stands else {
        return PlannedRow { row, planned: Planned::New, differs: Vec::new(), version };
    };
    if row.is_as(stands) {
        return PlannedRow { row, planned: Planned::Same, differs: Vec::new(), version };
    }
    let before = lines::write(&row.place, stands).into_iter();
    let both = before.zip(lines::write(&row.place, &row.line));
    let differs = both.filter(|((_, before), (_, after))| before != after);
    let differs = differs.map(|((column, before), (_, after))| Differs { column, before, after }).collect();
    PlannedRow { row, planned: Planned::Changed, differs, version }
}

/// A row beside what stands: its version, and each column as it is and as it would be.
fn compared<R>(row: R, stands: Option<(i64, Vec<(&'static str, String, String)>)>) -> PlannedRow<R> {
    let Some((version, columns)) = stands else {
        return PlannedRow { row, planned: Planned::New, differs: Vec::new(), version: 0 };
    };
    let differs = columns.into_iter().filter(|(_, before, after)| before != after);
    let differs: Vec<Differs> =
        differs.map(|(column, before, after)| Differs { column, before, after }).collect();
    let planned = if differs.is_empty() { Planned::Same } else { Planned::Changed };
    PlannedRow { row, planned, differs, version }
}

/// What a table does not say stays: the day of registration, which is the first one's however often a table is brought in,
/// and what stands already where an optional cell is empty.
fn kept(site: &Site, known: &Site) -> Site {
    let (voters, rooms) = (site.voters.or(known.voters), site.rooms.or(known.rooms));
    let education = if site.education.is_empty() { &known.education } else { &site.education };
    let agreement = match (&site.agreement, &known.agreement) {
        (None, before) => before,
        (Some(new), Some(before)) if new.on.is_none() && new.owner == before.owner => &known.agreement,
        (new, _) => new,
    };
    let (education, agreement) = (education.clone(), agreement.clone());
    Site { registered: known.registered, voters, rooms, education, agreement, ..site.clone() }
}
