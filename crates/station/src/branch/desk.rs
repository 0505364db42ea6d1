//! The desk and the booths' side of the branch.

use super::{Machine, Stage};
use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use board::entry::{Body, Entry, card_number, tracking_code};
use crypto::signature::PublicKey;
use door::Problem;
use election::bytes::Digest;
use pollbook::Decision;
use serde::{Deserialize, Serialize};

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
    pub(super) async fn check_in(&self, national_id: &str) -> Result<Decision, Problem> {
        self.must_be(Stage::Open).await?;
        let known = self.known().await?;
        let decision = self.headquarters.check_in(&known.event, &self.id, &self.signer, national_id).await?;
        if let Decision::CheckedIn { .. } = decision {
            self.change(|branch| {
                branch.checked_in();
                Ok(())
            })
            .await?;
        }
        Ok(decision)
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

    /// A booth asks for a card.
    pub(super) async fn insert(&self, printed: &str) -> Result<CardTaken, Problem> {
        self.must_be(Stage::Open).await?;
        let number = card_number(&self.id, printed.trim());
        let attempt = self.change(|branch| branch.insert(&self.stack, number)).await?;
        Ok(CardTaken { number, attempt })
    }

    /// A voter left a booth without casting.
    pub(super) async fn leave(&self, number: &Digest) -> Result<(), Problem> {
        self.change(|branch| {
            branch.leave(number);
            Ok(())
        })
        .await
    }

    /// A ballot goes into the box.
    pub(super) async fn cast(&self, bytes: Vec<u8>) -> Result<Receipt, Problem> {
        self.must_be(Stage::Open).await?;
        let entry = self.own_booths(&bytes).await?;
        let Body::Ballot(ballot) = &entry.body else { return Err(not_a("ballot")) };
        let card = ballot.card;
        let code = tracking_code(&bytes);
        self.change(|branch| branch.cast(card, bytes)).await?;
        // The ballot is safe on this disk; the way to the record may fail now and is tried again later.
        if let Err(problem) = self.carry(false).await {
            eprintln!("amin branch {}: ballots wait for the headquarters: {problem}", self.id);
        }
        let known = self.known().await?;
        let signature = self.signer.sign(&format!("{}/receipt", known.event), code.to_string().as_bytes());
        Ok(Receipt { code, branch: self.id.to_string(), signature: STANDARD.encode(signature.0) })
    }

    /// A challenged ballot is kept for the record.
    pub(super) async fn challenged(&self, bytes: Vec<u8>) -> Result<(), Problem> {
        self.must_be(Stage::Open).await?;
        let entry = self.own_booths(&bytes).await?;
        let Body::Spoiled(spoiled) = &entry.body else { return Err(not_a("challenged ballot")) };
        let Ok(Body::Ballot(ballot)) = Entry::parse(&spoiled.ballot).map(|e| e.body) else {
            return Err(not_a("challenged ballot"));
        };
        self.change(|branch| branch.challenged(ballot.card, bytes)).await
    }

    /// Reads an entry and checks that a booth of this branch signed it.
    async fn own_booths(&self, bytes: &[u8]) -> Result<Entry, Problem> {
        let known = self.known().await?;
        let bad = |what: &dyn std::fmt::Display| Problem::new(StatusCode::BAD_REQUEST, "entry", what);
        let entry = Entry::parse(bytes).map_err(|e| bad(&e))?;
        let booths = self.booths.read().await;
        let signed = entry.signatures.iter().any(|signed| {
            booths.iter().any(|(number, key)| {
                signed.by == election::signatory::Signatory::Booth(self.id.clone(), *number)
                    && entry.is_signed_by(&known.event, signed, key)
            })
        });
        if signed { Ok(entry) } else { Err(bad(&"no booth of this branch signed this")) }
    }
}

fn not_a(what: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "entry", format!("this is not a {what}"))
}
