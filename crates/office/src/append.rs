//! Append entries to the record.

use crate::clock;
use crate::error::Error;
use crate::open::{Board, Inner, Office, catch_up, reload};
use crate::store::{Tx, entries, journal};
use board::admission::{Files as _, Refusal, proof};
use board::entry::{self, BadEntry, Body, Entry};
use board::log::leaf_hash;
use board::path;
use crypto::elgamal::{EncodedCiphertext, decode_list, encode_list};
use crypto::opening::Slots;
use crypto::seal;
use election::bytes::Digest;
use election::setup::Setup;
use election::signatory::Signatory;
use election::unit::BoxId;
use headquarters::permit::{Permit, act};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Appended {
    /// Its number in the log.
    pub sequence: u64,
    /// Its tracking code.
    pub code: Digest,
}

/// Why an entry does not stand on the record.
#[derive(Debug, thiserror::Error)]
pub enum Rejected {
    /// Its bytes are no entry.
    #[error("{0}")]
    Bad(#[from] BadEntry),
    /// It may not stand there.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// A ballot, signed by booth and branch, that may not stand there.
    #[error("{refusal}")]
    Ballot {
        /// Why.
        refusal: Refusal,
        /// The entry that names it instead, signed by the headquarters: whoever holds a receipt for the ballot must find
        /// something on the record. The branch signs it too and sends it, or keeps the ballot for another try.
        named: Box<Entry>,
    },
    /// A set-up of another headquarters.
    #[error("the set-up names another headquarters, log or witness than this one")]
    Foreign,
}

impl Office {
    /// Takes a batch of entries; each is taken or rejected by itself, and what is taken is durable when this
    /// answers. An entry that stands on the record already is answered with its number.
    pub async fn append(
        &self,
        _permit: &Permit<act::AppendEntry>,
        batch: Vec<Vec<u8>>,
    ) -> Result<Vec<Result<Appended, Rejected>>, Error> {
        let mut answers: Vec<Option<Result<Appended, Rejected>>> = Vec::new();
        let mut fresh: Vec<(usize, Vec<u8>, Entry)> = Vec::new();
        if self.0.store.is_shared() {
            // Judged by what other headquarters took too: what came in time there is not too early here.
            let mut board = self.0.board.write().await;
            catch_up(&mut board, &self.0.store, &self.0.folders).await?;
            self.polls_changed(&mut board);
        }
        let event = self.event().await.ok();
        for (place, bytes) in batch.into_iter().enumerate() {
            answers.push(match Entry::parse(&bytes) {
                Err(bad) => Some(Err(bad.into())),
                Ok(entry) => match self.standing(&code(event.as_ref(), &entry, &bytes), &bytes).await? {
                    Some(appended) => Some(Ok(appended)),
                    // Nobody works for what nobody signed. What is signed too early to be told is refused by admission.
                    None => match self.signed(&entry).await {
                        Err(refusal) => Some(Err(refusal.into())),
                        Ok(()) => {
                            fresh.push((place, bytes, entry));
                            None
                        }
                    },
                },
            });
        }
        let mut boxes = HashMap::new();
        for (_, _, entry) in &fresh {
            if let Body::Mix(mix) = &entry.body
                && !boxes.contains_key(&mix.box_id)
            {
                boxes.insert(mix.box_id.clone(), self.box_input(&mix.box_id).await?);
            }
        }
        // Proofs first, on all cores and without holding up anybody else.
        let inner = Arc::clone(&self.0);
        let fresh = tokio::task::spawn_blocking(move || judge(&inner, fresh, &boxes))
            .await
            .expect("judging proofs does not panic");
        let mut proven = Vec::new();
        for (place, bytes, entry, judged) in fresh {
            match judged {
                Ok(()) => proven.push((place, bytes, entry)),
                Err(refusal) => answers[place] = Some(Err(self.rejected(event.as_ref(), &entry, refusal))),
            }
        }
        // In a task of its own: a client that goes away must not leave the state ahead of what is kept.
        let office = self.clone();
        let answers = tokio::spawn(async move {
            office.keep(proven, &mut answers).await?;
            Ok::<_, Error>(answers)
        })
        .await
        .expect("keeping entries does not panic")?;
        Ok(answers.into_iter().map(|answer| answer.expect("every entry was answered")).collect())
    }

    /// Does it carry a proof, and not the signatures of those who may hand it in?
    async fn signed(&self, entry: &Entry) -> Result<(), Refusal> {
        match entry.body {
            Body::Ballot(_) | Body::Spoiled(_) | Body::Mix(_) | Body::Partial(_) => {
                self.0.board.read().await.state.is_signed(entry)
            }
            _ => Ok(()),
        }
    }

    /// What is said of an entry whose signatures hold and that may not stand. A ballot that only comes at the wrong time is
    /// not named: at another time it may stand, or its branch has ended and nothing of it can.
    fn rejected(&self, event: Option<&Digest>, entry: &Entry, refusal: Refusal) -> Rejected {
        let check = refusal.check();
        let named = event.filter(|_| !matches!(check, "entry.order" | "entry.signatures"));
        let named = named.and_then(|event| Some((event, entry::Refused::of(&entry.body, event, check)?)));
        let Some((event, named)) = named else { return Rejected::Refused(refusal) };
        let named = Entry::unsigned(named).signed(event, Signatory::Headquarters, &self.0.signer);
        Rejected::Ballot { refusal, named: Box::new(named) }
    }

    /// Is this the set-up of this headquarters, its log and its witness? One that names others would be signed by
    /// whoever made it, and would burn this record before its own event is frozen.
    fn is_ours(&self, entry: &Entry) -> Result<(), Rejected> {
        let Body::Setup(body) = &entry.body else { return Ok(()) };
        let bytes = self.0.folders.matching(path::SETUP, &body.setup)?;
        let setup = Setup::parse(&bytes).map_err(Refusal::Setup)?;
        let log = self.0.log.key().to_string();
        if setup.headquarters != self.key() || setup.log != log || setup.witness != self.0.witness.key() {
            return Err(Rejected::Foreign);
        }
        Ok(())
    }

    /// Where an entry stands, if these very bytes stand on the record already.
    async fn standing(&self, code: &Digest, bytes: &[u8]) -> Result<Option<Appended>, Error> {
        let Some(sequence) = self.0.store.sequence(code).await? else { return Ok(None) };
        let same = self.0.store.entry(sequence).await?.is_some_and(|standing| standing == bytes);
        Ok(same.then_some(Appended { sequence, code: *code }))
    }

    /// Takes one entry of the office's own.
    pub(crate) async fn append_own(&self, bytes: Vec<u8>) -> Result<u64, Error> {
        let entry = Entry::parse(&bytes).expect("the office writes entries that it can read");
        let mut answers = vec![None];
        let office = self.clone();
        let mut answers = tokio::spawn(async move {
            office.keep(vec![(0, bytes, entry)], &mut answers).await?;
            Ok::<_, Error>(answers)
        })
        .await
        .expect("keeping an entry does not panic")?;
        match answers.pop().flatten() {
            Some(Ok(appended)) => Ok(appended.sequence),
            Some(Err(Rejected::Refused(refusal) | Rejected::Ballot { refusal, .. })) => Err(refusal.into()),
            Some(Err(other)) => Err(Error::Damaged(other.to_string())),
            None => Err(Error::Damaged("an entry was not answered".into())),
        }
    }

    /// Decides in order, keeps in one transaction, answers.
    async fn keep(
        &self,
        proven: Vec<(usize, Vec<u8>, Entry)>,
        answers: &mut [Option<Result<Appended, Rejected>>],
    ) -> Result<(), Error> {
        if proven.is_empty() {
            return Ok(());
        }
        let mut board = self.0.board.write().await;
        let mut tx = self.0.store.begin().await?;
        if self.0.store.is_shared() {
            // What other headquarters appended stands before ours; until we are done they wait.
            entries::alone(&mut tx).await?;
            catch_up(&mut board, &self.0.store, &self.0.folders).await?;
        }
        let mut taken: Vec<(usize, Vec<u8>, Entry, Appended)> = Vec::new();
        let mut refused = Vec::new();
        for (place, bytes, entry) in proven {
            if let Err(foreign) = self.is_ours(&entry) {
                answers[place] = Some(Err(foreign));
                continue;
            }
            let sequence = board.tree.size() + taken.len() as u64;
            let code = code(board.state.event(), &entry, &bytes);
            if taken.iter().any(|t| t.3.code == code) {
                let by = entry.signatures.first().map(|s| s.by.clone());
                let by = by.unwrap_or(Signatory::Headquarters);
                let refusal = Refusal::Again { kind: entry.kind(), of: "this batch".into(), by };
                answers[place] = Some(Err(refusal.into()));
                continue;
            }
            match board.state.admit(sequence, &entry, &self.0.folders) {
                Ok(()) => {
                    board.changed.by(&entry);
                    taken.push((place, bytes, entry, Appended { sequence, code }));
                }
                Err(refusal) => {
                    let rejected = self.rejected(board.state.event(), &entry, refusal);
                    refused.push((place, bytes, code, rejected));
                }
            }
        }
        if !taken.is_empty()
            && let Err(error) = self.store(tx, &taken).await
        {
            *board = self.fold_again().await;
            self.polls_changed(&mut board);
            return Err(error);
        }
        for (_, bytes, _, _) in &taken {
            board.tree.push(leaf_hash(bytes));
        }
        self.polls_changed(&mut board);
        let grew = !taken.is_empty();
        for (place, _, _, appended) in taken {
            answers[place] = Some(Ok(appended));
        }
        drop(board);
        if grew {
            self.0.grown.notify_one();
        }
        // Only now, when the state is what is kept: the database may fail here. Sent twice at once, it is one entry all
        // the same.
        for (place, bytes, code, rejected) in refused {
            let standing = self.standing(&code, &bytes).await?;
            answers[place] = Some(standing.ok_or(rejected));
        }
        Ok(())
    }

    /// The state ran ahead of what is kept: folds it again from what is. The office stands still until it can,
    /// for a state that is not on the record must judge nothing.
    async fn fold_again(&self) -> Board {
        let mut failures = 0u32;
        loop {
            match reload(&self.0.store, &self.0.folders).await {
                Ok(board) => return board,
                Err(error) if failures.is_multiple_of(20) => {
                    eprintln!("amin: the record cannot be read again now, trying again: {error}");
                }
                Err(_) => {}
            }
            failures += 1;
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    async fn store(&self, mut tx: Tx, taken: &[(usize, Vec<u8>, Entry, Appended)]) -> Result<(), Error> {
        let files: Vec<_> = taken.iter().flat_map(|(_, _, entry, _)| path::files(&entry.body)).collect();
        for (path, file) in &files {
            self.0.folders.publish(path, file)?;
        }
        for (_, bytes, _, appended) in taken {
            entries::put(&mut tx, appended.sequence, &appended.code, bytes).await?;
        }
        let at = clock::now();
        for (_, _, entry, appended) in taken.iter().filter(|t| !matches!(t.2.body, Body::Ballot(_))) {
            let by: Vec<String> = entry.signatures.iter().map(|s| s.by.to_string()).collect();
            let what = format!("{} {}", entry.kind(), appended.sequence);
            journal::note(&mut tx, &at, &by.join(" "), "append an entry to the record", &what).await?;
        }
        tx.commit().await?;
        for (_, file) in &files {
            self.0.folders.published(file);
        }
        Ok(())
    }

    /// The slots that the next mixer of a box takes.
    pub(crate) async fn box_input(&self, box_id: &BoxId) -> Result<Option<Vec<EncodedCiphertext>>, Error> {
        let (last, unit, contest) = {
            let board = self.0.board.read().await;
            let state = &board.state;
            let (Some(the_box), Some(unit), Some(setup)) =
                (state.boxes().get(box_id), state.unit_of(box_id), state.setup())
            else {
                return Ok(None);
            };
            let contest = setup.contests.iter().position(|c| c.id == box_id.contest);
            let last = the_box.mixes.last().map(|step| step.trustee);
            (last, state.ballots_of(unit), contest)
        };
        if let Some(trustee) = last {
            let bytes = self.0.folders.read(&path::mix_slots(box_id, trustee))?;
            return decode_list(&bytes).map(Some).map_err(|e| Error::Damaged(e.to_string()));
        }
        let Some(contest) = contest else { return Ok(None) };
        let mut slots = Vec::new();
        for ballot in unit {
            let bytes = self.0.store.entry(ballot.sequence).await?.unwrap_or_default();
            let damaged = |what: String| Error::Damaged(format!("entry {}: {what}", ballot.sequence));
            let entry = Entry::parse(&bytes).map_err(|e| damaged(e.to_string()))?;
            let Body::Ballot(body) = &entry.body else { return Err(damaged("no ballot".into())) };
            let board = self.0.board.read().await;
            let mut read =
                proof::read_ballot(&board.state, ballot.code, body).map_err(|e| damaged(e.to_string()))?;
            slots.extend_from_slice(read.seals.swap_remove(contest).2.slots());
        }
        Ok(Some(slots))
    }
}

/// The code of an entry; before there is an event no entry has one of its own kind.
fn code(event: Option<&Digest>, entry: &Entry, bytes: &[u8]) -> Digest {
    event.map_or_else(|| Digest::of(bytes), |event| entry.code(event, bytes))
}

type Judged = (usize, Vec<u8>, Entry, Result<(), Refusal>);

/// Checks the proofs that entries carry. Ballots are checked together, the rest one by one.
fn judge(
    inner: &Inner,
    fresh: Vec<(usize, Vec<u8>, Entry)>,
    boxes: &HashMap<BoxId, Option<Vec<EncodedCiphertext>>>,
) -> Vec<Judged> {
    let state = &inner.board.blocking_read().state.for_proofs();
    let mut rng = rand::rng();
    let mut judged: Vec<Judged> = fresh.into_iter().map(|(p, b, e)| (p, b, e, Ok(()))).collect();
    let Some(joint) = state.election_key() else {
        // What cannot be judged is not admitted either, whatever else stands in its batch or came meanwhile.
        for (_, _, entry, verdict) in &mut judged {
            if matches!(entry.body, Body::Ballot(_) | Body::Spoiled(_) | Body::Mix(_) | Body::Partial(_)) {
                *verdict = Err(Refusal::Early { kind: entry.kind(), needs: "the election key" });
            }
        }
        return judged;
    };
    let mut seals = Vec::new();
    for (at, (_, _, entry, verdict)) in judged.iter_mut().enumerate() {
        let outcome = match &entry.body {
            Body::Ballot(body) => {
                proof::read_ballot(state, state.tracking_code(body), body).map(|read| seals.push((at, read)))
            }
            Body::Spoiled(body) => proof::spoiled(state, &joint.key, body),
            Body::Mix(body) => mix(inner, state, &joint.key, body, boxes, &mut rng),
            Body::Partial(body) => partial(inner, state, joint, body),
            _ => Ok(()),
        };
        *verdict = outcome;
    }
    let items: Vec<seal::Item<'_>> = seals
        .iter()
        .flat_map(|(_, read)| &read.seals)
        .map(|(shape, context, seal)| seal::Item { shape: *shape, context, seal })
        .collect();
    let places: Vec<(usize, usize)> =
        seals.iter().flat_map(|(at, read)| (0..read.seals.len()).map(|place| (*at, place))).collect();
    if let Err(faults) = seal::check_batch(&items, &joint.key, &mut rng) {
        for (item, fault) in faults {
            let (at, place) = places[item];
            let (_, _, entry, verdict) = &mut judged[at];
            if let Body::Ballot(body) = &entry.body {
                *verdict = Err(proof::seal_refusal(state.tracking_code(body), body, place, &fault));
            }
        }
    }
    judged
}

fn mix(
    inner: &Inner,
    state: &board::admission::State,
    key: &crypto::elgamal::ElectionKey,
    body: &board::entry::Mix,
    boxes: &HashMap<BoxId, Option<Vec<EncodedCiphertext>>>,
    rng: &mut impl rand::CryptoRng,
) -> Result<(), Refusal> {
    let by = Signatory::Trustee(body.trustee);
    let unknown = || Refusal::UnknownBox { box_id: body.box_id.clone(), by: by.clone() };
    let event = state.event().ok_or_else(unknown)?;
    let input = boxes.get(&body.box_id).and_then(Option::as_ref).ok_or_else(unknown)?;
    if !body.input.is(&encode_list(input)) {
        let box_id = body.box_id.clone();
        return Err(Refusal::BoxInput { check: "mix.input", box_id, trustee: body.trustee });
    }
    let output = inner.folders.matching(&path::mix_slots(&body.box_id, body.trustee), &body.output)?;
    let proof_bytes = inner.folders.matching(&path::mix_proof(&body.box_id, body.trustee), &body.proof)?;
    let output = decode_list(&output).map_err(|e| Refusal::BoxProof {
        check: "mix.shape",
        box_id: body.box_id.clone(),
        trustee: body.trustee,
        what: e.to_string(),
    })?;
    proof::mix(event, key, body, input, &output, &proof_bytes, rng)
}

fn partial(
    inner: &Inner,
    state: &board::admission::State,
    joint: &crypto::ceremony::JointKey,
    body: &board::entry::Partial,
) -> Result<(), Refusal> {
    let by = Signatory::Trustee(body.trustee);
    let unknown = || Refusal::UnknownBox { box_id: body.box_id.clone(), by: by.clone() };
    let event = state.event().ok_or_else(unknown)?;
    let last = state.boxes().get(&body.box_id).ok_or_else(unknown)?.mixes.last();
    let Some(last) = last.filter(|step| step.output == body.input) else {
        let box_id = body.box_id.clone();
        return Err(Refusal::BoxInput { check: "open.input", box_id, trustee: body.trustee });
    };
    let slots = inner.folders.matching(&path::mix_slots(&body.box_id, last.trustee), &last.output)?;
    let slots = decode_list(&slots).map_err(|_| unknown())?;
    let slots = Slots::decode(&slots).map_err(|_| unknown())?;
    let bytes = inner.folders.matching(&path::partial(&body.box_id, body.trustee), &body.partial)?;
    proof::partial(event, joint, body, &slots, &bytes).map(drop)
}
