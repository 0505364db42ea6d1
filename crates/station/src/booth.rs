//! A booth («دستگاه اخذ رأی»): the shell round `protocol::booth`. It knows cards and choices, never names.

mod routes;
mod screen;
mod sitting;

pub use routes::router;

use crate::branch::{CARDS, CardTaken, Enrolment, FromBooth, LEAVE, Receipt};
use crate::headquarters::answer;
use crate::memory::Memory;
use crate::record::{self, Ended};
use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crypto::signature::{Signature, Signer};
use door::Problem;
use door::receipt::Receipt as Shown;
use election::bytes::Digest;
use election::choice::Choice;
use election::id::{BranchId, ContestId};
use election::setup::{Event, Setup};
use election::signatory::Signatory;
use protocol::booth::{Booth, Card, Refused, Review, Screen};
use screens::locale::{Lang, Word};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sitting::Sitting;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::Mutex;

/// The check by which a branch refuses what repeats a ciphertext.
const REPEATED: &str = "seal.replay";

/// A voting device.
#[derive(Debug)]
pub struct Device {
    branch_url: String,
    client: reqwest::Client,
    signer: Signer,
    name: Signatory,
    ready: Mutex<Option<Ready>>,
    /// What the voter does at the screen.
    sitting: Mutex<Sitting>,
    /// Where the public reads: for the picture that a phone takes of a receipt's address.
    public: OnceLock<String>,
}

/// The device once there is an election key.
#[derive(Debug)]
struct Ready {
    event: Event,
    booth: Booth,
}

/// What a voter is shown after a challenge.
#[derive(Debug, Clone, Serialize, serde::Deserialize)]
pub struct Challenged {
    /// The tracking code that was shown; under it the record has the ballot opened for everyone.
    pub code: Digest,
}

impl Device {
    /// Opens the device's folder, enrols with the branch, and answers at once; [`Device::follow`] makes it
    /// ready when the election key exists. The desk's token is needed once: after that the branch knows the device's key.
    pub async fn open(
        folder: &Path,
        branch_url: &str,
        number: u16,
        token: Option<&str>,
    ) -> Result<Arc<Self>, Problem> {
        let signer = crate::key(&folder.join("machine.key"))?;
        let client =
            crate::wire::client().timeout(Duration::from_secs(60)).build().expect(crate::wire::BUILDS);
        let branch_url = branch_url.trim_end_matches('/').to_owned();
        let mut request = client.post(format!("{branch_url}/api/v1/booths"));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let enrolled = request.json(&Enrolment::new(number, &signer)).send().await;
        let enrolled: serde_json::Value = answer(enrolled).await?;
        let branch = enrolled["branch"].as_str().and_then(|id| BranchId::new(id).ok());
        let branch = branch.ok_or_else(|| {
            Problem::new(StatusCode::BAD_GATEWAY, "answer", "the branch did not name itself")
        })?;
        let name = Signatory::Booth(branch, number);
        Ok(Arc::new(Self {
            branch_url,
            client,
            signer,
            name,
            ready: Mutex::default(),
            sitting: Mutex::default(),
            public: OnceLock::new(),
        }))
    }

    /// `booth:BRANCH/NUMBER`.
    pub fn name(&self) -> &Signatory {
        &self.name
    }

    /// Waits for the election key on the record, and tells the branch that no card is in this device.
    pub async fn follow(&self, folder: &Path, record_url: &str, memory: Memory) -> Result<(), Ended> {
        if let Some(public) = record_url.trim_end_matches('/').strip_suffix("/record") {
            self.public.get_or_init(|| public.to_owned());
        }
        let ((event, setup, key), _) = record::wait_for(record_url, folder, memory, |follower| {
            let state = follower.state();
            let key = Arc::clone(state.election_key()?);
            Some((*state.event()?, Arc::clone(state.setup()?), key))
        })
        .await?;
        let Signatory::Booth(branch, number) = self.name.clone() else {
            unreachable!("a device is named as a booth");
        };
        let signer = Signer::from_seed(&self.signer.seed());
        let booth = Booth::new(event, setup, key, branch, number, signer);
        // A device that was started anew has forgotten its voter, who may take the card elsewhere.
        let mut tries = 0;
        while self.post_signed::<serde_json::Value>(&event, LEAVE, &serde_json::json!({})).await.is_err()
            && tries < 50
        {
            tries += 1;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        *self.ready.lock().await = Some(Ready { event, booth });
        Ok(())
    }

    /// Where the device stands.
    pub async fn screen(&self) -> Option<Screen> {
        self.ready.lock().await.as_ref().map(|ready| ready.booth.screen())
    }

    /// The set-up, once the device is ready.
    async fn setup(&self) -> Option<Arc<Setup>> {
        self.ready.lock().await.as_ref().map(|ready| Arc::clone(ready.booth.setup()))
    }

    /// The name of the branch and the number of the device, for the head of its screen.
    async fn place(&self, lang: Lang) -> String {
        let Signatory::Booth(branch, number) = &self.name else { return String::new() };
        let setup = self.setup().await;
        let name = setup.as_deref().and_then(|setup| setup.branch(branch)).map(|branch| &branch.name);
        let name = name.map_or(branch.as_str(), |name| lang.pick(&name.fa, &name.en));
        format!("{name} · {}", lang.fill(Word::BoothNumber, &[&lang.number(u64::from(*number))]))
    }

    async fn insert(&self, printed: &str) -> Result<(), Problem> {
        let mut ready = self.ready.lock().await;
        let Ready { event, booth } = waiting_for_key(&mut ready)?;
        if booth.screen() != Screen::Waiting {
            return Err(refused(Refused::Stage { screen: booth.screen() }));
        }
        let taken: CardTaken =
            self.post_signed(event, CARDS, &serde_json::json!({ "card": printed })).await?;
        booth.insert(Card { number: taken.number, attempt: taken.attempt }).map_err(refused)
    }

    async fn choose(&self, choices: &BTreeMap<ContestId, Choice>) -> Result<Vec<Review>, Problem> {
        waiting_for_key(&mut *self.ready.lock().await)?.booth.choose(choices).map_err(refused)
    }

    async fn seal(&self) -> Result<Digest, Problem> {
        let mut ready = self.ready.lock().await;
        let booth = &mut waiting_for_key(&mut ready)?.booth;
        tokio::task::block_in_place(|| booth.seal(&mut rand::rng())).map_err(refused)
    }

    async fn cast(&self) -> Result<Receipt, Problem> {
        let mut ready = self.ready.lock().await;
        let Ready { event, booth } = waiting_for_key(&mut ready)?;
        let cast = booth.cast().map_err(refused)?;
        let sent = self.post("/api/v1/ballots", &FromBooth { entry: cast.entry }).await;
        let receipt: Receipt = self.unless_repeated(event, booth, sent).await?;
        if receipt.code != cast.code || self.signed(event, booth.setup(), &receipt).is_none() {
            let title = "the branch gave no receipt for this ballot that would hold against it";
            return Err(Problem::new(StatusCode::BAD_GATEWAY, "receipt", title).remedy("Call an officer"));
        }
        booth.was_cast().map_err(refused)?;
        Ok(receipt)
    }

    /// The receipt as its voter takes it along, if the branch of the set-up signed it. One that it could deny is none.
    fn signed(&self, event: &Event, setup: &Setup, receipt: &Receipt) -> Option<Shown> {
        let (Signatory::Branch(id) | Signatory::Booth(id, _)) = &self.name else { return None };
        let signature = Signature(STANDARD.decode(&receipt.signature).ok()?.try_into().ok()?);
        let shown = Shown { code: receipt.code, branch: id.clone(), signature };
        shown.is_signed(event, &setup.branch(id)?.machine).then_some(shown)
    }

    /// Where the public finds a receipt.
    async fn address(&self, lang: Lang, receipt: &Receipt) -> Option<String> {
        let ready = self.ready.lock().await;
        let Ready { event, booth } = ready.as_ref()?;
        let shown = self.signed(event, booth.setup(), receipt)?;
        Some(shown.address(&format!("{}/{}/receipt", self.public.get()?, lang.code())))
    }

    async fn challenge(&self) -> Result<Challenged, Problem> {
        let mut ready = self.ready.lock().await;
        let Ready { event, booth } = waiting_for_key(&mut ready)?;
        let challenged = booth.challenge().map_err(refused)?;
        let sent = self.post("/api/v1/challenges", &FromBooth { entry: challenged.entry }).await;
        let _: serde_json::Value = self.unless_repeated(event, booth, sent).await?;
        booth.was_challenged().map_err(refused)?;
        Ok(Challenged { code: challenged.code })
    }

    /// A device that repeats its randomness can never be rid of what it sealed: it lets the card go, so that its voter can
    /// vote elsewhere, and says that it is out of service.
    async fn unless_repeated<T>(
        &self,
        event: &Event,
        booth: &mut Booth,
        sent: Result<T, Problem>,
    ) -> Result<T, Problem> {
        if sent.as_ref().is_err_and(|problem| problem.code == REPEATED) {
            booth.was_refused().map_err(refused)?;
            let _: serde_json::Value = self.post_signed(event, LEAVE, &serde_json::json!({})).await?;
        }
        sent
    }

    async fn leave(&self) -> Result<(), Problem> {
        let mut ready = self.ready.lock().await;
        let Ready { event, booth } = waiting_for_key(&mut ready)?;
        booth.leave().map_err(refused)?;
        let _: serde_json::Value = self.post_signed(event, LEAVE, &serde_json::json!({})).await?;
        Ok(())
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Problem> {
        answer(self.client.post(format!("{}{path}", self.branch_url)).json(body).send().await).await
    }

    /// A request that only this device can make: a card belongs to the booth that asked for it.
    async fn post_signed<T: DeserializeOwned>(
        &self,
        event: &Event,
        path: &str,
        body: &serde_json::Value,
    ) -> Result<T, Problem> {
        let body = body.to_string().into_bytes();
        let mut request = self.client.post(format!("{}{path}", self.branch_url));
        for (name, value) in door::signed::headers(event, &self.name, &self.signer, path, &body) {
            request = request.header(name, value);
        }
        answer(request.header("content-type", "application/json").body(body).send().await).await
    }
}

fn waiting_for_key(ready: &mut Option<Ready>) -> Result<&mut Ready, Problem> {
    ready.as_mut().ok_or_else(|| {
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
