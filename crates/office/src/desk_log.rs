//! The desks' logs as far as a batch of deliveries needs them, and what the new entries say.

use crate::clock;
use crate::error::Error;
use crate::store::desks::{self, Growth, Row, Session};
use crate::store::told::{self, Happened, Refusal, Superseded, Told};
use crate::store::{Tx, check_ins};
use election::bytes::Digest;
use election::id::BranchId;
use pollbook::VoterKey;
use pollbook::device::SessionId;
use pollbook::entry::{Act, Entry, EntryId, Line, Standing, Why};
use pollbook::fits::{Known, fits};
use pollbook::ledger::Refused;
use pollbook::log::Fault;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An entry, and the line that it was read from: its bytes are what is kept.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) entry: Entry,
    pub(crate) line: String,
}

/// What is known of the sessions that a batch is about.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    sessions: HashMap<SessionId, Session>,
    /// Where each session was that has grown since.
    before: BTreeMap<SessionId, u64>,
    /// Entries that were kept before and are sent again.
    kept: HashMap<EntryId, Vec<u8>>,
    asked: HashMap<EntryId, VoterKey>,
    ended: HashSet<EntryId>,
    /// Of the check-ins that are said to be confirmed, those that were, or were taken back since.
    confirmed: HashSet<(EntryId, VoterKey, BranchId)>,
    withdrawn: HashSet<(EntryId, BranchId)>,
}

impl Heard {
    /// Reads it: in a few statements, however many deliveries there are.
    pub(crate) async fn of<'a>(
        tx: &mut Tx,
        sent: impl Iterator<Item = &'a Sent> + Clone,
    ) -> Result<Self, Error> {
        let own = sent.clone().map(|sent| sent.entry.id.session);
        let of_claims = sent.clone().filter_map(|sent| undone(&sent.entry)).map(|claim| claim.session);
        let named: BTreeSet<SessionId> = own.chain(of_claims).collect();
        let named: Vec<SessionId> = named.into_iter().collect();
        let mut heard = Self { sessions: desks::sessions(tx, &named).await?, ..Self::default() };
        let again = sent.clone().map(|sent| sent.entry.id);
        let asks = sent.clone().filter_map(|sent| sent.entry.ends().map(|(ask, _)| ask));
        let claims = sent.clone().filter_map(|sent| undone(&sent.entry));
        let wanted: BTreeSet<EntryId> =
            again.chain(asks).chain(claims).filter(|id| is_kept(&heard.sessions, id)).collect();
        let wanted: Vec<EntryId> = wanted.into_iter().collect();
        for (id, (bytes, ended)) in desks::entries(tx, &wanted).await? {
            if let Some(voter) = Entry::parse(&bytes)?.asks() {
                heard.asked.insert(id, voter);
            }
            if ended {
                heard.ended.insert(id);
            }
            heard.kept.insert(id, bytes);
        }
        let is_new = |sent: &&Sent| !is_kept(&heard.sessions, &sent.entry.id);
        let said = sent.filter(is_new).filter_map(|sent| {
            let (claim, voter) = sent.entry.confirmed()?;
            Some((claim, voter, sent.entry.branch.clone()))
        });
        let said: HashSet<_> = said.collect();
        heard.confirmed = check_ins::confirmed(tx, &said).await?;
        let others: Vec<EntryId> = said.difference(&heard.confirmed).map(|(claim, _, _)| *claim).collect();
        heard.withdrawn = told::withdrawn(tx, &others).await?;
        Ok(heard)
    }

    /// Takes an entry; false if it was known.
    pub(crate) fn take(&mut self, sent: &Sent) -> Result<bool, Error> {
        let Sent { entry, line } = sent;
        let (id, bytes) = (entry.id, line.as_bytes());
        let known = self.sessions.get(&id.session);
        let (due, previous) = known.map_or((0, Digest([0; 32])), |known| (known.entries, known.last));
        if id.counter > due {
            return Err(Refused::Log(Fault::Gap { id, expected: due }).into());
        }
        if id.counter < due {
            return self.again(entry, bytes).map(|()| false);
        }
        if entry.previous != previous {
            return Err(Refused::Log(Fault::Broken { id }).into());
        }
        fits(entry, self).map_err(Refused::from)?;
        if let Some(voter) = entry.asks() {
            self.asked.insert(id, voter);
        }
        self.ended.extend(entry.ends().map(|(ask, _)| ask));
        self.released(entry);
        self.kept.insert(id, bytes.to_vec());
        self.before.entry(id.session).or_insert(due);
        let grown = Session { branch: entry.branch.clone(), entries: due + 1, last: Digest::of(bytes) };
        self.sessions.insert(id.session, grown);
        Ok(true)
    }

    /// What this entry takes back is not confirmed any more; what both officers took back was it once.
    fn released(&mut self, entry: &Entry) {
        let (claim, is_withdrawn) = match &entry.act {
            Act::Restored(agreed) => match agreed.act() {
                Line::CheckedIn { claim, standing: Standing::Pending { .. }, .. } => (*claim, false),
                Line::CheckedIn { .. } => return,
                Line::Undone { claim } => (*claim, true),
            },
            Act::Undone(agreed) => (agreed.act().claim, true),
            _ => return,
        };
        self.confirmed.retain(|(of, _, branch)| *of != claim || *branch != entry.branch);
        if is_withdrawn {
            self.withdrawn.insert((claim, entry.branch.clone()));
        }
    }

    /// The entry is the one that was kept under its name; otherwise the device's folder was copied.
    fn again(&self, entry: &Entry, bytes: &[u8]) -> Result<(), Error> {
        let kept = self.kept.get(&entry.id);
        let kept = kept.ok_or_else(|| Error::Damaged(format!("entry {} of a desk is missing", entry.id)))?;
        if kept == bytes {
            return Ok(());
        }
        let known = Box::new(Entry::parse(kept)?);
        Err(Refused::Log(Fault::Forked { known, heard: Box::new(entry.clone()) }).into())
    }

    /// Sessions that have grown.
    pub(crate) fn growth(&self) -> Vec<Growth<'_>> {
        let growth = |(session, before): (&SessionId, &u64)| {
            let now = self.sessions.get(session)?;
            Some(Growth { session: *session, branch: &now.branch, before: *before, after: now.entries })
        };
        self.before.iter().filter_map(growth).collect()
    }
}

fn is_kept(sessions: &HashMap<SessionId, Session>, id: &EntryId) -> bool {
    sessions.get(&id.session).is_some_and(|session| id.counter < session.entries)
}

impl Known for Heard {
    fn branch_of(&self, session: &SessionId) -> Option<&BranchId> {
        self.sessions.get(session).map(|known| &known.branch)
    }

    fn asked_about(&self, id: &EntryId) -> Option<VoterKey> {
        self.asked.get(id).copied()
    }

    fn is_ended(&self, ask: &EntryId) -> bool {
        self.ended.contains(ask)
    }

    fn was_confirmed(&self, claim: &EntryId, voter: &VoterKey, branch: &BranchId) -> bool {
        self.confirmed.contains(&(*claim, *voter, branch.clone()))
            || self.withdrawn.contains(&(*claim, branch.clone()))
    }
}

/// What the new entries of a batch say, ready to be kept.
#[derive(Debug, Default)]
pub(crate) struct Said<'a> {
    pub(crate) rows: Vec<Row<'a>>,
    told: BTreeMap<(EntryId, &'a BranchId), Told<'a>>,
    pub(crate) refused: Vec<Refusal<'a>>,
    pub(crate) happened: Vec<Happened<'a>>,
    pub(crate) superseded: Vec<Superseded<'a>>,
}

impl<'a> Said<'a> {
    /// Adds what an entry says.
    pub(crate) fn add(&mut self, sent: &'a Sent, heard: &Heard) {
        let Sent { entry, line } = sent;
        let (id, branch) = (entry.id, &entry.branch);
        let at = clock::at(entry.at.wall);
        let ends = entry.ends().map(|(ask, _)| ask);
        self.rows.push(Row { id, branch, ends: ends.map(|ask| ask.counter), bytes: line.as_bytes() });
        if let Some((act, reason)) = published(&entry.act) {
            self.happened.push(Happened { entry: id, branch, act, reason, at: at.clone() });
        }
        if let Some(session) = entry.supersedes() {
            self.superseded.push(Superseded { session, branch, at: at.clone() });
        }
        let told = |question, voter, card, of_strip| Told {
            question,
            branch,
            voter,
            at: at.clone(),
            card,
            of_strip,
        };
        match &entry.act {
            Act::Admitted { ask, voter, standing: Standing::Pending { serial } } => {
                let question = EntryId { session: id.session, counter: *ask };
                self.tell(told(question, Some(*voter), Some(*serial), false));
            }
            Act::TurnedAway { ask, voter, why } => {
                let question = EntryId { session: id.session, counter: *ask };
                if let Why::Already { earlier } = why {
                    let first = (earlier.branch.to_string(), clock::at(earlier.at.wall));
                    self.refused.push(Refusal { question, branch, at: at.clone(), first });
                }
                self.tell(told(question, Some(*voter), None, false));
            }
            // A lost folder's check-in that waits for the rule; a confirmed one has its row already.
            Act::Restored(agreed) => match agreed.act() {
                Line::CheckedIn { claim, voter, standing: Standing::Pending { serial }, .. } => {
                    self.tell(told(*claim, Some(*voter), Some(*serial), true));
                }
                Line::CheckedIn { .. } => {}
                Line::Undone { claim } => self.tell(told(*claim, heard.asked_about(claim), None, true)),
            },
            Act::Undone(agreed) => {
                let claim = agreed.act().claim;
                self.tell(told(claim, heard.asked_about(&claim), None, false));
            }
            _ => {}
        }
    }

    fn tell(&mut self, told: Told<'a>) {
        let key = (told.question, told.branch);
        match self.told.get(&key) {
            Some(before) if !before.gives_way(&told) => {}
            before => {
                let voter = told.voter.or(before.and_then(|before| before.voter));
                self.told.insert(key, Told { voter, ..told });
            }
        }
    }

    /// Each question once.
    pub(crate) fn told(&self) -> Vec<Told<'a>> {
        self.told.values().cloned().collect()
    }
}

/// The check-in that an entry takes back.
fn undone(entry: &Entry) -> Option<EntryId> {
    match &entry.act {
        Act::Undone(agreed) => Some(agreed.act().claim),
        Act::Restored(agreed) => match agreed.act() {
            Line::Undone { claim } => Some(*claim),
            Line::CheckedIn { .. } => None,
        },
        _ => None,
    }
}

/// What is published with the branch, and why: no person and no card is in it. The lines of a strip are told by its end.
fn published(act: &Act) -> Option<(&'static str, String)> {
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
        Act::CutOff { reason, .. } => Some(("cut-off", named(reason))),
        Act::Reached => Some(("reached", String::new())),
        Act::Started { program } => Some(("started", program.to_string())),
        _ => None,
    }
}
