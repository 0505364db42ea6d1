//! A booth («دستگاه اخذ رأی»): the shell round `protocol::booth`. It knows cards and choices, never names.

mod routes;

pub use routes::router;

use crate::branch::{CardTaken, FromBooth, Receipt};
use crate::headquarters::answer;
use crate::record;
use axum::http::StatusCode;
use door::Problem;
use election::bytes::Digest;
use election::choice::Choice;
use election::id::{BranchId, ContestId};
use protocol::booth::{Booth, Card, Refused, Review, Screen};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// A voting device.
#[derive(Debug)]
pub struct Device {
    branch_url: String,
    client: reqwest::Client,
    booth: Mutex<Option<Booth>>,
}

/// What a voter is shown after a challenge.
#[derive(Debug, Clone, Serialize, serde::Deserialize)]
pub struct Challenged {
    /// The tracking code that was shown, now opened for everyone.
    pub code: Digest,
    /// The opened entry's own code on the record.
    pub entry: Digest,
}

impl Device {
    /// Opens the device's folder, enrols with the branch, and answers at once; [`Device::follow`] makes it
    /// ready when the election key exists.
    pub async fn open(
        folder: &Path,
        branch_url: &str,
        number: u16,
    ) -> Result<(Arc<Self>, BranchId, crypto::signature::Signer), Problem> {
        let signer = crate::key(&folder.join("machine.key"))?;
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(60))
            .build()
            .expect("a client without TLS settings can always be built");
        let device =
            Self { branch_url: branch_url.trim_end_matches('/').to_owned(), client, booth: Mutex::default() };
        let enrolment = board::entry::Booth { number, key: signer.public() };
        let answer: serde_json::Value = device.post("/api/v1/booths", &enrolment).await?;
        let branch = answer["branch"].as_str().and_then(|id| BranchId::new(id).ok());
        let branch = branch.ok_or_else(|| {
            Problem::new(StatusCode::BAD_GATEWAY, "answer", "the branch did not name itself")
        })?;
        Ok((Arc::new(device), branch, signer))
    }

    /// Waits for the election key on the record.
    pub async fn follow(
        &self,
        record_url: &str,
        branch: BranchId,
        number: u16,
        signer: crypto::signature::Signer,
    ) -> Result<(), board::reader::Disbelief> {
        let (event, setup, key) = record::wait_for(record_url, None, |follower| {
            let state = follower.state();
            let key = Arc::clone(state.election_key()?);
            Some((*state.event()?, Arc::clone(state.setup()?), key))
        })
        .await?;
        *self.booth.lock().await = Some(Booth::new(event, setup, key, branch, number, signer));
        Ok(())
    }

    /// Where the device stands.
    pub async fn screen(&self) -> Option<Screen> {
        self.booth.lock().await.as_ref().map(Booth::screen)
    }

    async fn insert(&self, printed: &str) -> Result<(), Problem> {
        let mut booth = self.booth.lock().await;
        let booth = ready(&mut booth)?;
        if booth.screen() != Screen::Waiting {
            return Err(refused(Refused::Stage { screen: booth.screen() }));
        }
        let taken: CardTaken = self.post("/api/v1/cards", &serde_json::json!({ "card": printed })).await?;
        booth.insert(Card { number: taken.number, attempt: taken.attempt }).map_err(refused)
    }

    async fn choose(&self, choices: &BTreeMap<ContestId, Choice>) -> Result<Vec<Review>, Problem> {
        ready(&mut *self.booth.lock().await)?.choose(choices).map_err(refused)
    }

    async fn seal(&self) -> Result<Digest, Problem> {
        let mut booth = self.booth.lock().await;
        let booth = ready(&mut booth)?;
        tokio::task::block_in_place(|| booth.seal(&mut rand::rng())).map_err(refused)
    }

    async fn cast(&self) -> Result<Receipt, Problem> {
        let mut booth = self.booth.lock().await;
        let booth = ready(&mut booth)?;
        let entry = booth.sealed().map_err(refused)?.to_vec();
        let receipt = self.post("/api/v1/ballots", &FromBooth { entry }).await?;
        booth.cast().map_err(refused)?;
        Ok(receipt)
    }

    async fn challenge(&self) -> Result<Challenged, Problem> {
        let mut booth = self.booth.lock().await;
        let booth = ready(&mut booth)?;
        let code = Digest::of(booth.sealed().map_err(refused)?);
        let entry = booth.challenge().map_err(refused)?.to_bytes();
        let own = Digest::of(&entry);
        let _: serde_json::Value = self.post("/api/v1/challenges", &FromBooth { entry }).await?;
        booth.challenged().map_err(refused)?;
        Ok(Challenged { code, entry: own })
    }

    async fn leave(&self) -> Result<(), Problem> {
        let mut booth = self.booth.lock().await;
        let booth = ready(&mut booth)?;
        if let Some(card) = booth.leave() {
            let body = serde_json::json!({ "number": card.number });
            let _: serde_json::Value = self.post("/api/v1/cards/leave", &body).await?;
        }
        Ok(())
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Problem> {
        answer(self.client.post(format!("{}{path}", self.branch_url)).json(body).send().await).await
    }
}

fn ready(booth: &mut Option<Booth>) -> Result<&mut Booth, Problem> {
    booth.as_mut().ok_or_else(|| {
        Problem::new(StatusCode::LOCKED, "waiting", "the election key is not made yet")
            .remedy("Wait for the trustees")
    })
}

fn refused(refused: Refused) -> Problem {
    match refused {
        Refused::Stage { .. } => Problem::conflict("stage", refused),
        Refused::Choice { .. } | Refused::UnknownContest(_) => {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "choice", refused)
        }
    }
}
