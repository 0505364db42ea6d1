//! Take what the branches' desks wrote down, and give back what they lack.

use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::desks::{self, Told};
use crate::store::{Tx, journal};
use election::bytes::Digest;
use election::id::BranchId;
use headquarters::permit::{Permit, act};
use pollbook::device::SessionId;
use pollbook::entry::{Act, Entry, EntryId, Line, Standing, Why};
use pollbook::ledger::Refused;
use pollbook::log::{Fault, Versions};
use pollbook::officers::Officers;
use pollbook::report::SignOfLife;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Instant;

/// What the headquarters has of a branch's sessions now, and what the sender lacks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// How many entries of each session are kept.
    pub versions: Versions,
    /// Entries that the sender did not say it has, in an order in which they can be taken.
    pub entries: Vec<String>,
}

impl Office {
    /// Takes entries of the branch's sessions; what was taken before changes nothing. `versions` says how much the
    /// sender has. Nothing at all is a sign of life.
    pub async fn take_logs(
        &self,
        permit: &Permit<act::CheckIn>,
        versions: &Versions,
        lines: &[String],
        life: SignOfLife,
    ) -> Result<Kept, Error> {
        let branch = permit.branch().ok_or(Error::NotNow("only a branch has desks"))?;
        let (officers, opening) = self.officers(branch).await?;
        let entries = lines.iter().map(|line| Ok(Entry::parse(line.as_bytes())?));
        let entries: Vec<Entry> = entries.collect::<Result<_, Error>>()?;
        for entry in &entries {
            if entry.branch != *branch {
                return Err(Refused::Branch(entry.branch.clone()).into());
            }
            entry.check(&officers).map_err(Refused::from)?;
            if let Act::OpenedOnRecord { opening: named } = &entry.act
                && Some(*named) != opening
            {
                return Err(Refused::NotOnRecord.into());
            }
        }
        if !entries.is_empty() {
            self.keep_logs(branch, &entries).await?;
        }
        let kept = self.0.store.desk_versions(branch).await?;
        let mut lacking = Vec::new();
        for (session, count) in &kept {
            let has = versions.get(session).copied().unwrap_or(0);
            if has < *count {
                lacking.extend(self.0.store.desk_entries(session, has).await?);
            }
        }
        let heard = &mut *self.0.heard.lock().expect("nobody panics with this lock");
        heard.insert(branch.clone(), (Instant::now(), life));
        let text = |bytes| String::from_utf8(bytes).map_err(|e| Error::Damaged(e.to_string()));
        Ok(Kept { versions: kept, entries: lacking.into_iter().map(text).collect::<Result<_, _>>()? })
    }

    /// Whose consent the branch's acts need, and the digest of its opening on the record.
    async fn officers(&self, branch: &BranchId) -> Result<(Officers, Option<Digest>), Error> {
        let board = self.0.board.read().await;
        let unfrozen = Error::NotNow("the set-up is not frozen yet");
        let (Some(event), Some(setup)) = (board.state.event(), board.state.setup()) else {
            return Err(unfrozen);
        };
        let place = setup.branch(branch).ok_or_else(|| Error::Unknown(format!("branch {branch}")))?;
        let officers = Officers { event: *event, executive: place.executive, supervisory: place.supervisory };
        let opening = board.state.branches().get(branch).map(|opened| opened.opening.digest());
        Ok((officers, opening))
    }

    async fn keep_logs(&self, branch: &BranchId, entries: &[Entry]) -> Result<(), Error> {
        let at = clock::now();
        let mut tx = self.0.store.begin().await?;
        // A confirmation that was given too late is taken away under this lock, and comes no more after it.
        desks::hold_check_ins(&mut tx).await?;
        let mut ends: BTreeMap<SessionId, (u64, Digest)> = BTreeMap::new();
        let mut taken: Vec<&Entry> = Vec::new();
        for entry in entries {
            let session = entry.id.session;
            let (due, previous) = match ends.get(&session) {
                Some(end) => *end,
                None => {
                    let (count, last) = desks::end(&mut tx, &session).await?;
                    (count, last.map_or(Digest([0; 32]), |bytes| Digest::of(&bytes)))
                }
            };
            ends.insert(session, (due, previous));
            if entry.id.counter > due {
                return Err(Refused::Log(Fault::Gap { id: entry.id, expected: due }).into());
            }
            let bytes = entry.to_bytes();
            if entry.id.counter < due {
                known(&mut tx, entry, &bytes).await?;
                continue;
            }
            if entry.previous != previous {
                return Err(Refused::Log(Fault::Broken { id: entry.id }).into());
            }
            desks::put(&mut tx, &entry.id, branch, &bytes).await?;
            ends.insert(session, (due + 1, Digest::of(&bytes)));
            taken.push(entry);
        }
        if taken.is_empty() {
            return Ok(());
        }
        if desks::is_closed(&mut tx).await? {
            return Err(Error::NotNow("the ledger is closed"));
        }
        for entry in &taken {
            tell(&mut tx, branch, entry).await?;
        }
        self.note(&mut tx, branch, &taken, &at).await?;
        tx.commit().await
    }

    /// How many, and when it was alone; not who.
    async fn note(&self, tx: &mut Tx, branch: &BranchId, taken: &[&Entry], at: &str) -> Result<(), Error> {
        let mut what = format!("{} entries", taken.len());
        for entry in taken {
            match &entry.act {
                Act::CutOff { policy, reason } => {
                    what += &format!("; alone from {} ({reason:?}, {policy:?})", clock::at(entry.at.wall));
                }
                Act::Reached => what += &format!("; reached at {}", clock::at(entry.at.wall)),
                _ => {}
            }
        }
        journal::note(tx, at, &format!("branch {branch}"), "send the log of its desks", &what).await
    }
}

/// The entry is the one that was kept under its name; otherwise the device's folder was copied.
async fn known(tx: &mut Tx, entry: &Entry, bytes: &[u8]) -> Result<(), Error> {
    let kept = desks::get(tx, &entry.id).await?;
    let kept = kept.ok_or_else(|| Error::Damaged(format!("entry {} of a desk is missing", entry.id)))?;
    if kept == bytes {
        return Ok(());
    }
    let known = Box::new(Entry::parse(&kept)?);
    Err(Refused::Log(Fault::Forked { known, heard: Box::new(entry.clone()) }).into())
}

/// What both officers signed, and why, for the public: no person and no card is in it. The lines of a strip are told by its end.
fn signed_by_both(act: &Act) -> Option<(&'static str, String)> {
    fn named(reason: &impl Serialize) -> String {
        let json = serde_json::to_value(reason).unwrap_or_default();
        json.as_str().unwrap_or_default().to_owned()
    }
    match act {
        Act::Began(agreed) => Some(("hand-over", named(&agreed.act().reason))),
        Act::Overridden(agreed) => Some(("override", named(&agreed.act().reason))),
        Act::Undone(agreed) => Some(("undo", named(&agreed.act().reason))),
        Act::StripRead(agreed) => Some(match agreed.act().lines {
            Some(lines) => ("strip-read", lines.to_string()),
            None => ("strip-lost", String::new()),
        }),
        _ => None,
    }
}

/// What an entry says of a question that ended without a confirmation.
async fn tell(tx: &mut Tx, branch: &BranchId, entry: &Entry) -> Result<(), Error> {
    let of = |ask: u64| EntryId { session: entry.id.session, counter: ask };
    let at = clock::at(entry.at.wall);
    if let Some((act, reason)) = signed_by_both(&entry.act) {
        desks::officers_act(tx, &entry.id, branch, (act, &reason), &at).await?;
    }
    let told = |question, voter, card| Told { question, voter, branch, at: &at, card };
    match &entry.act {
        Act::Admitted { ask, voter, standing: Standing::Pending { serial } } => {
            desks::tell(tx, &told(of(*ask), *voter, Some(*serial))).await
        }
        Act::TurnedAway { ask, voter, why } => {
            if let Why::Already { .. } = why {
                desks::refuse(tx, &of(*ask), branch, &at).await?;
            }
            desks::tell(tx, &told(of(*ask), *voter, None)).await
        }
        // A lost folder's check-in that waits for the rule; a confirmed one has its row already.
        Act::Restored(agreed) => match agreed.act() {
            Line::CheckedIn { claim, voter, standing: Standing::Pending { serial }, .. } => {
                desks::tell(tx, &told(*claim, *voter, Some(*serial))).await
            }
            Line::CheckedIn { .. } => Ok(()),
            Line::Undone { claim } => desks::untell(tx, claim, branch).await,
        },
        Act::Undone(agreed) => {
            let question = agreed.act().claim;
            let asked = desks::get(tx, &question).await?.map(|bytes| Entry::parse(&bytes)).transpose()?;
            match asked.map(|asked| asked.act) {
                Some(Act::Asked { voter }) => desks::tell(tx, &told(question, voter, None)).await,
                // Of a session that nobody has sent: the rule settles it, with the book.
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}
