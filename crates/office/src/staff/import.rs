//! Bring in tables and files of staff: shown first, then all or nothing; the same table again changes nothing.

use super::{own_side, polling, scope, signed};
use crate::error::Error;
use crate::field::{Imported, Planned};
use crate::open::Office;
use crate::store::journal::{Change, witness, witness_each};
use crate::store::staff;
use election::bytes::Digest;
use election::national_id::NationalId;
use headquarters::form::Why;
use headquarters::permit::{Permit, act};
use headquarters::place::Place;
use headquarters::staff::sheet::{self, Who};
use headquarters::staff::typed::{self, masked};
use headquarters::staff::{Member, bars};
use headquarters::table::{MOST_WRONG, Read, Wrong};
use pollbook::VoterKey;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// A row of a table and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffListed {
    /// Name.
    pub name: String,
    /// The last digits of the national number.
    pub national: String,
    /// Where they are recruited.
    pub home: Place,
    /// What the row would do.
    pub planned: Planned,
    /// Of a file that would change, each field from what to what.
    pub changes: Vec<(&'static str, String, String)>,
}

/// What a table would do.
#[derive(Debug, Clone)]
pub struct StaffPreview {
    /// What this would do, to whom, from which versions; it is given back with the confirmation.
    pub seen: Digest,
    /// How many rows do what.
    pub count: Imported,
    /// The first rows that do something.
    pub listed: Vec<StaffListed>,
}

/// Rows of a preview that are listed; all are counted.
const LISTED: usize = 200;
/// Files that are opened at once for the comparison.
const AT_ONCE: i64 = 5_000;

/// A table, compared with what stands.
struct Compared {
    new: Vec<(VoterKey, Member)>,
    /// The version of each file that would change, what it says, and what it would say.
    changed: Vec<(i64, Member, Member)>,
    same: usize,
}

impl Compared {
    /// Names what would be done. Whoever else is at work changes it only by touching the same rows.
    fn seen(&self) -> Digest {
        let new = self.new.iter().map(|(key, _)| format!("new {}\n", hex::encode(key.0)));
        let changed = self.changed.iter().map(|(version, _, after)| format!("{} {version}\n", after.number));
        Digest::of(new.chain(changed).collect::<String>().as_bytes())
    }

    /// How the journal tells of it: each file that changed, from what to what, where it is; and for each place the new
    /// ones together, bound by the hash of their files, which say themselves who took them on.
    fn told<'a>(&'a self, new: &'a BTreeMap<&'a Place, Taken>) -> impl Iterator<Item = Change<'a>> {
        let changed = self.changed.iter().map(|(_, before, after)| {
            Change::of("member", before.number, before.at()).before(before).after(after)
        });
        changed.chain(new.iter().map(|(home, taken)| Change::of("staff", "import", home).after(taken)))
    }

    /// Those who are new, by the place that takes them on.
    fn taken(&self) -> BTreeMap<&Place, Taken> {
        let mut files: BTreeMap<&Place, (i64, i64, usize, String)> = BTreeMap::new();
        for (_, member) in &self.new {
            let number = member.number;
            let one = files.entry(&member.home).or_insert_with(|| (number, number, 0, String::new()));
            *one = (one.0.min(number), one.1.max(number), one.2 + 1, std::mem::take(&mut one.3));
            one.3.push_str(&serde_json::to_string(member).expect("files hold texts, numbers and days"));
            one.3.push('\n');
        }
        let taken = |(first, last, new, files): (i64, i64, usize, String)| {
            let list = Digest::of(files.as_bytes());
            Taken { new, first, last, list }
        };
        files.into_iter().map(|(home, one)| (home, taken(one))).collect()
    }

    fn count(&self) -> Imported {
        Imported { new: self.new.len(), changed: self.changed.len(), same: self.same }
    }
}

/// What the journal keeps of those whom a table took on in one place.
#[derive(Debug, Serialize)]
struct Taken {
    new: usize,
    /// Their numbers lie between these two.
    first: i64,
    last: i64,
    /// Of their files as they were taken on, a line each, in the order of numbers.
    list: Digest,
}

impl Office {
    /// What a table would do; nothing is kept. The first row is the heading.
    pub async fn preview_staff(
        &self,
        permit: &Permit<act::RecruitStaff>,
        rows: impl Iterator<Item = Vec<String>> + Send + 'static,
    ) -> Result<StaffPreview, Error> {
        let compared = self.compare(permit, rows).await?;
        let listed = |member: &Member, planned, changes| StaffListed {
            name: member.name.clone(),
            national: member.national.clone(),
            home: member.home.clone(),
            planned,
            changes,
        };
        let new = compared.new.iter().map(|(_, member)| listed(member, Planned::New, Vec::new()));
        let changed = compared
            .changed
            .iter()
            .map(|(_, before, after)| listed(after, Planned::Changed, differences(before, after)));
        let rows = changed.chain(new).take(LISTED).collect();
        Ok(StaffPreview { seen: compared.seen(), count: compared.count(), listed: rows })
    }

    /// Does what the preview showed, if none of those whom it touches was changed since.
    pub async fn import_staff(
        &self,
        permit: &Permit<act::RecruitStaff>,
        rows: impl Iterator<Item = Vec<String>> + Send + 'static,
        seen: Digest,
    ) -> Result<Imported, Error> {
        let mut compared = self.compare(permit, rows).await?;
        if compared.seen() != seen {
            return Err(Error::Changed);
        }
        let mut tx = self.0.store.begin_act().await?;
        // Nobody refuses anybody while an act is going on; somebody may have between the comparison and this one.
        let refused = self.0.store.refused().await?;
        if compared.new.iter().any(|(key, _)| refused.contains(key.0.as_slice())) {
            return Err(Error::Changed);
        }
        let changed = staff::next_change(&mut tx).await?;
        let first = staff::next(&mut tx).await?;
        for (number, (_, member)) in (first..).zip(&mut compared.new) {
            member.number = number;
        }
        let new: Vec<(VoterKey, &Member)> = compared.new.iter().map(|(key, member)| (*key, member)).collect();
        let other: Vec<(i64, &Member)> =
            compared.changed.iter().map(|(version, _, m)| (*version, m)).collect();
        // Whoever was changed or taken on since the comparison is of another version, or not new: nothing is kept then.
        let kept =
            staff::put(&mut tx, changed, &new).await? && staff::change(&mut tx, changed, &other).await?;
        if !kept {
            return Err(Error::Changed);
        }
        let imported = compared.count();
        witness_each(&mut tx, permit, compared.told(&compared.taken())).await?;
        tx.commit().await?;
        Ok(imported)
    }

    /// Reads a table and compares it with what stands, some files at a time.
    async fn compare(
        &self,
        permit: &Permit<act::RecruitStaff>,
        rows: impl Iterator<Item = Vec<String>> + Send + 'static,
    ) -> Result<Compared, Error> {
        let polling = self.field().await?.polling();
        let polling =
            polling.ok_or(Error::NotNow("no polling day is fixed; appointments end with its election"))?;
        let by = signed(permit);
        let secret = self.0.staff_secret;
        let reach: Vec<Place> = permit.reach().into_iter().cloned().collect();
        let read = tokio::task::spawn_blocking(move || {
            let within = |place: &Place| reach.iter().any(|scope| scope.contains(place));
            let Read { columns, rows, wrong } = sheet::read(rows, polling, by, within);
            let (mut new, mut listed) = (HashMap::new(), HashMap::new());
            for (row, sheet::Row { who, file, mut member }) in rows {
                match who {
                    Who::National(national) => {
                        member.national = masked(&national);
                        new.insert(VoterKey::of(&secret, &national), (row, file, member));
                    }
                    Who::File(number) => {
                        listed.insert(number, (row, member));
                    }
                }
            }
            (columns, wrong, new, listed)
        });
        let (columns, mut wrong, mut table, mut listed) = read.await.expect("reading a table does not panic");
        let mut refuse = |row, column, why| wrong.push(Wrong { row, column, why });
        let (mut changed, mut same, mut after) = (Vec::new(), 0, 0);
        loop {
            let some = self.0.store.people_after(after, AT_ONCE).await?;
            let Some((_, (_, last))) = some.last() else { break };
            after = last.number;
            for (key, (version, kept)) in some {
                let by_number = listed.remove(&kept.number);
                let (row, typed) = match (table.remove(&key), by_number) {
                    // Both name the same file: one of the two rows is too much.
                    (Some(_), Some((row, _))) => {
                        refuse(row, "number", Why::Twice);
                        continue;
                    }
                    (_, Some((row, typed))) if typed.national != kept.national => {
                        refuse(row, "national", Why::Unknown);
                        continue;
                    }
                    // The whole number of somebody else stands in the row of this file.
                    (Some((row, Some(file), _)), None) if file != kept.number => {
                        refuse(row, "number", Why::Unknown);
                        continue;
                    }
                    (Some((row, _, typed)), None) | (None, Some((row, typed))) => (row, typed),
                    (None, None) => continue,
                };
                let merged = merged(&kept, typed, &columns);
                let barred = |member: &Member| bars(&member.declared, member.post, polling);
                let (had, bars) = (barred(&kept), barred(&merged));
                let sides = own_side(permit, kept.post, kept.at()).is_ok()
                    && own_side(permit, merged.post, &merged.home).is_ok();
                if !permit.reaches(kept.at()) {
                    refuse(row, "national", Why::Taken);
                } else if merged == kept {
                    same += 1;
                } else if !sides {
                    refuse(row, "post", Why::OtherSide);
                } else if merged.post != kept.post && kept.service().is_some() {
                    refuse(row, "post", Why::Assigned);
                } else if kept.left.is_some() {
                    refuse(row, "national", Why::Taken);
                } else if let Some(column) = kept.declared.taken_back_by(&merged.declared, kept.post, polling)
                {
                    refuse(row, column, Why::TakesBack);
                } else if let Some(bar) = bars.iter().find(|bar| !had.contains(bar)) {
                    refuse(row, bar.field(), Why::Barred(*bar));
                } else {
                    changed.push((version, kept, merged));
                }
            }
        }
        for (row, _) in listed.values() {
            refuse(*row, "number", Why::Unknown);
        }
        let refused = self.0.store.refused().await?;
        for (key, (row, file, member)) in &table {
            if file.is_some() {
                refuse(*row, "number", Why::Unknown);
            }
            if refused.contains(key.0.as_slice()) {
                refuse(*row, "national", Why::RefusedBefore);
            }
            if own_side(permit, member.post, &member.home).is_err() {
                refuse(*row, "post", Why::OtherSide);
            }
        }
        if !wrong.is_empty() {
            wrong.sort_by_key(|one| one.row);
            wrong.truncate(MOST_WRONG);
            return Err(Error::Sheet(wrong));
        }
        // In the order of the table, so that the same table gives the same numbers.
        let mut new: Vec<_> = table.into_iter().map(|(key, (row, _, member))| (row, key, member)).collect();
        new.sort_by_key(|(row, ..)| *row);
        let new = new.into_iter().map(|(_, key, member)| (key, member)).collect();
        Ok(Compared { new, changed, same })
    }

    /// Brings in whole files of staff who are not there yet, as another headquarters exported them: with what they passed
    /// and where they serve, each checked against the rules. All or nothing; whose number is 0 is given one.
    pub async fn import_staff_files(
        &self,
        permit: &Permit<act::Import>,
        files: Vec<(NationalId, Member)>,
    ) -> Result<Imported, Error> {
        let at = scope(permit)?;
        let secret = self.0.staff_secret;
        let mut tx = self.0.store.begin_act().await?;
        let polling = polling(&mut tx).await?;
        for (_, member) in &files {
            permit.over(&member.home)?;
            permit.over(member.at())?;
        }
        let read = tokio::task::spawn_blocking(move || {
            let mut keyed = Vec::with_capacity(files.len());
            for (national, mut member) in files {
                member.is_sound(polling)?;
                member.national = masked(&national);
                keyed.push((VoterKey::of(&secret, &national), member));
            }
            Ok::<_, headquarters::staff::Refused>(keyed)
        });
        let mut keyed = read.await.expect("checking files does not panic")?;
        let first = staff::next(&mut tx)
            .await?
            .max(keyed.iter().map(|(_, member)| member.number + 1).max().unwrap_or(1));
        let unnumbered = keyed.iter_mut().map(|(_, member)| member).filter(|member| member.number == 0);
        for (number, member) in (first..).zip(unnumbered) {
            member.number = number;
        }
        let changed = staff::next_change(&mut tx).await?;
        let rows: Vec<(VoterKey, &Member)> = keyed.iter().map(|(key, member)| (*key, member)).collect();
        if !staff::put(&mut tx, changed, &rows).await? {
            return Err(Error::Changed);
        }
        let imported = Imported { new: keyed.len(), changed: 0, same: 0 };
        witness(&mut tx, permit, &Change::of("staff", "files", &at).after(&imported)).await?;
        tx.commit().await?;
        Ok(imported)
    }
}

/// The fields in which two files differ, each from what to what.
fn differences(before: &Member, after: &Member) -> Vec<(&'static str, String, String)> {
    let both = typed::write(before).into_iter().zip(typed::write(after));
    let differing = both.filter(|((_, before), (_, after))| before != after);
    differing.map(|((field, before), (_, after))| (field, before, after)).collect()
}

/// What a file says once a table's row is put into it: what was taught, passed and served stays, and so does what the
/// table has no column for. A declaration that bars somebody is not washed away by a table that does not ask.
fn merged(kept: &Member, typed: Member, columns: &[&str]) -> Member {
    let has = |column: &str| columns.contains(&column);
    let mut merged = kept.clone();
    merged.name = typed.name;
    merged.post = typed.post;
    merged.home = typed.home;
    merged.declared.born = typed.declared.born;
    merged.declared.schooling = typed.declared.schooling;
    if has("latin") {
        merged.latin = typed.latin;
    }
    if has("phone") {
        merged.phone = typed.phone;
    }
    if has("lives") {
        merged.lives = typed.lives;
    }
    if has("kin") {
        merged.declared.kin = typed.declared.kin;
    }
    for (column, kept, said) in [
        ("candidate", &mut merged.declared.candidate, typed.declared.candidate),
        ("agent", &mut merged.declared.agent, typed.declared.agent),
        ("supervises", &mut merged.declared.supervises, typed.declared.supervises),
        ("offence", &mut merged.declared.offence, typed.declared.offence),
    ] {
        if has(column) {
            *kept = said;
        }
    }
    merged
}
