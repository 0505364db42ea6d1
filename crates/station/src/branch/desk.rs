//! The desk and the booths' side of the branch.

use super::{Known, Machine, Stage};
use axum::http::{HeaderMap, StatusCode};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use board::admission::proof;
use board::entry::{Ballot, Body, Entry, card_number};
use crypto::signature::PublicKey;
use door::{Problem, signed};
use election::bytes::Digest;
use election::signatory::Signatory;
use pollbook::Decision;
use protocol::branch::Sealing;
use serde::{Deserialize, Serialize};
use std::sync::atomic::Ordering;

/// A voter's receipt («رسید»): that a ballot was taken, never what is in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// The tracking code, to be found on the record.
    pub code: Digest,
    /// The branch.
    pub branch: String,
    /// The branch's signature under the code: evidence, should the ballot never appear.
    pub signature: String,
}

/// What a booth is told of a card.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CardTaken {
    /// Its public number.
    pub number: Digest,
    /// Which sealing on it comes next.
    pub attempt: u16,
}

/// An entry that a booth made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromBooth {
    /// The entry's bytes, Base64.
    #[serde(with = "election::bytes::long")]
    pub entry: Vec<u8>,
}

impl Machine {
    /// A voter stands at the desk.
    ///
    /// The question is on this disk before it is asked, and asked again under the same number until it is
    /// answered: so this count and the ledger's cannot differ, whenever power is cut.
    pub(super) async fn check_in(&self, national_id: &str) -> Result<Decision, Problem> {
        self.must_be(Stage::Open).await?;
        let known = self.known().await?;
        let national_id = national_id.trim();
        let request = self
            .change(|branch| {
                let open =
                    branch.asking.iter().find(|(_, of)| *of == national_id).map(|(request, _)| *request);
                let request = open.unwrap_or_else(|| Digest(rand::random()));
                branch.ask(request, national_id.to_owned());
                Ok(request)
            })
            .await?;
        self.ask(&known, request, national_id).await
    }

    /// Asks again every question whose answer is not counted.
    pub(super) async fn ask_again(&self) -> Result<(), Problem> {
        let asking = self.branch.lock().await.asking.clone();
        if asking.is_empty() || *self.stage.read().await != Stage::Open {
            return Ok(());
        }
        let known = self.known().await?;
        for (request, national_id) in asking {
            self.ask(&known, request, &national_id).await?;
        }
        Ok(())
    }

    async fn ask(&self, known: &Known, request: Digest, national_id: &str) -> Result<Decision, Problem> {
        let answer =
            self.headquarters.check_in(&known.event, &self.id, &self.signer, request, national_id).await;
        let unreachable = answer.as_ref().is_err_and(|problem| problem.code == "unreachable");
        self.connected.store(!unreachable, Ordering::Relaxed);
        if let Ok(Decision::AlreadyVoted { .. }) = answer {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        let checked_in = match &answer {
            Ok(decision) => matches!(decision, Decision::CheckedIn { .. }),
            // Refused outright by the headquarters: nothing was kept there. Any other failure may have come after
            // the ledger's decision, so the question stays open.
            Err(problem) if matches!(problem.status, 401 | 403 | 422 | 423) => false,
            Err(problem) => return Err(problem.clone()),
        };
        self.change(|branch| Ok(branch.answered(&request, checked_in))).await?;
        answer
    }

    /// A booth names itself before the branch opens.
    pub(super) async fn enrol(&self, number: u16, key: PublicKey) -> Result<(), Problem> {
        let mut booths = self.booths.write().await;
        if booths.get(&number) == Some(&key) {
            return Ok(());
        }
        if !matches!(*self.stage.read().await, Stage::Waiting | Stage::Ready) {
            return Err(Problem::conflict("stage", "a booth can only be enrolled before the branch opens"));
        }
        booths.insert(number, key);
        Ok(())
    }

    /// Which booth of this branch signed a request.
    pub(super) async fn booth(&self, headers: &HeaderMap, path: &str, body: &[u8]) -> Result<u16, Problem> {
        let known = self.known().await?;
        let booths = self.booths.read().await;
        let key_of = |by: &Signatory| match by {
            Signatory::Booth(branch, number) if *branch == self.id => booths.get(number).copied(),
            _ => None,
        };
        match signed::check(headers, &known.event, key_of, path, body)? {
            Signatory::Booth(_, number) => Ok(number),
            _ => {
                Err(Problem::new(StatusCode::FORBIDDEN, "booth", "only a booth of this branch may ask this"))
            }
        }
    }

    /// A booth asks for a card, and holds it from now on.
    pub(super) async fn insert(&self, booth: u16, printed: &str) -> Result<CardTaken, Problem> {
        self.must_be(Stage::Open).await?;
        let number = card_number(&self.id, printed.trim());
        let attempt = self.change(|branch| branch.insert(&self.stack, number, booth)).await?;
        Ok(CardTaken { number, attempt })
    }

    /// A booth is empty: its voter left without casting, or it was started anew.
    pub(super) async fn leave(&self, booth: u16) -> Result<(), Problem> {
        self.change(|branch| {
            branch.leave(booth);
            Ok(())
        })
        .await
    }

    /// A ballot goes into the box: the branch checks what the booth sealed, signs it, and gives a receipt.
    pub(super) async fn cast(&self, bytes: &[u8]) -> Result<Receipt, Problem> {
        self.must_be(Stage::Open).await?;
        let known = self.known().await?;
        let entry = self.of_booth(&known, bytes).await?;
        let Body::Ballot(ballot) = &entry.body else { return Err(not_a("ballot")) };
        let sealing = sealing(&known, ballot);
        let key = known.state.election_key().ok_or_else(|| not_a("ballot of an event with a key"))?;
        tokio::task::block_in_place(|| proof::ballot(&known.state, &key.key, sealing.code, ballot))
            .map_err(|refusal| Problem::conflict(refusal.check(), refusal))?;
        let both = self.countersigned(&known, entry);
        self.change(|branch| branch.cast(&sealing, both)).await?;
        // The ballot is safe on this disk; the way to the record is not the voter's to wait for.
        self.wake.notify_one();
        let code = sealing.code;
        let signature = self.signer.sign(&format!("{}/receipt", known.event), code.to_string().as_bytes());
        Ok(Receipt { code, branch: self.id.to_string(), signature: STANDARD.encode(signature.0) })
    }

    /// A challenged ballot is checked, signed and kept for the record.
    pub(super) async fn challenged(&self, bytes: &[u8]) -> Result<(), Problem> {
        self.must_be(Stage::Open).await?;
        let known = self.known().await?;
        let entry = self.of_booth(&known, bytes).await?;
        let Body::Spoiled(spoiled) = &entry.body else { return Err(not_a("challenged ballot")) };
        let sealing = sealing(&known, &spoiled.ballot);
        let key = known.state.election_key().ok_or_else(|| not_a("ballot of an event with a key"))?;
        tokio::task::block_in_place(|| proof::spoiled(&known.state, &key.key, spoiled))
            .map_err(|refusal| Problem::conflict(refusal.check(), refusal))?;
        let both = self.countersigned(&known, entry);
        self.change(|branch| branch.challenged(&sealing, both)).await.map(drop)
    }

    /// Reads a ballot, cast or challenged, with exactly the signature of the booth that it names.
    async fn of_booth(&self, known: &Known, bytes: &[u8]) -> Result<Entry, Problem> {
        let bad = |what: &dyn std::fmt::Display| Problem::new(StatusCode::BAD_REQUEST, "entry", what);
        let entry = Entry::parse(bytes).map_err(|e| bad(&e))?;
        let ballot = match &entry.body {
            Body::Ballot(ballot) => ballot,
            Body::Spoiled(spoiled) => &spoiled.ballot,
            _ => return Err(not_a("ballot")),
        };
        let due =
            known.state.setup().into_iter().flat_map(|setup| &setup.contests).map(|contest| &contest.id);
        if ballot.branch != self.id || !due.eq(ballot.contests.iter().map(|sealed| &sealed.contest)) {
            return Err(bad(&"this ballot is not of this branch and its contests"));
        }
        let key = self.booths.read().await.get(&ballot.booth).copied();
        let by = Signatory::Booth(self.id.clone(), ballot.booth);
        let holds = match (key, entry.signatures.as_slice()) {
            (Some(key), [signed]) => signed.by == by && entry.is_signed_by(&known.event, signed, &key),
            _ => false,
        };
        if holds { Ok(entry) } else { Err(bad(&format!("{by} did not sign this, or not alone"))) }
    }

    fn countersigned(&self, known: &Known, entry: Entry) -> Vec<u8> {
        entry.signed(&known.event, Signatory::Branch(self.id.clone()), &self.signer).to_bytes()
    }
}

fn sealing(known: &Known, ballot: &Ballot) -> Sealing {
    let code = ballot.tracking_code(&known.event);
    Sealing { booth: ballot.booth, card: ballot.card, attempt: ballot.attempt, code }
}

fn not_a(what: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "entry", format!("this is not a {what}"))
}
