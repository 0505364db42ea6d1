//! A booth that this process plays, so that its ballots can be sent again, and its generator be a bad one.

use super::town::{CONTEST, Town};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crypto::signature::Signer;
use door::Problem;
use election::bytes::Digest;
use election::choice::Choice;
use election::id::{Code, ContestId};
use election::signatory::Signatory;
use protocol::booth::{Booth, Card};
use rand::CryptoRng;
use serde_json::{Value, json};
use station::headquarters::answer;
use station::memory::Memory;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Booth 1 of a branch.
pub(crate) struct Stand {
    branch: usize,
    pub(crate) booth: Option<Booth>,
    key: Signer,
    name: Signatory,
}

impl Stand {
    /// Enrols at a branch that has not opened.
    pub(crate) async fn enrol(town: &Town, branch: usize) -> Self {
        let key = Signer::generate(&mut rand::rng());
        let name = Signatory::Booth(town.branches[branch].id.clone(), 1);
        let stand = Self { branch, booth: None, key, name };
        stand.enrol_at(town, &town.branches[branch].machine.url).await;
        stand
    }

    /// Enrols at a machine of this branch.
    pub(crate) async fn enrol_at(&self, town: &Town, machine: &str) {
        let request =
            town.client.post(format!("{machine}/api/v1/booths")).bearer_auth(town.token(self.branch));
        let enrolment = station::branch::Enrolment::new(1, &self.key);
        let _: Value = answer(request.json(&enrolment).send().await).await.unwrap();
    }

    /// Waits for the election key, on the record.
    pub(crate) async fn follow(&mut self, town: &Town) {
        let folder = town.folder.path().join(format!("stand-{}", self.branch));
        let memory = Memory::open(&folder, Some(town.event)).unwrap();
        let record = format!("{}/record", town.headquarters.url);
        let ((setup, key), _) = station::record::wait_for(&record, &folder, memory, |follower| {
            let state = follower.state();
            Some((Arc::clone(state.setup()?), Arc::clone(state.election_key()?)))
        })
        .await
        .unwrap();
        let id = town.branches[self.branch].id.clone();
        let signer = Signer::from_seed(&self.key.seed());
        self.booth = Some(Booth::new(town.event, setup, key, id, 1, signer));
    }

    fn booth(&mut self) -> &mut Booth {
        self.booth.as_mut().unwrap()
    }

    async fn ask(&self, town: &Town, path: &str, body: &Value) -> Result<Value, Problem> {
        let body = body.to_string().into_bytes();
        let mut request = town.client.post(format!("{}{path}", town.branches[self.branch].machine.url));
        for (name, value) in door::signed::headers(&town.event, &self.name, &self.key, path, &body) {
            request = request.header(name, value);
        }
        answer(request.header("content-type", "application/json").body(body).send().await).await
    }

    /// A voter puts a card in.
    pub(crate) async fn insert(&mut self, town: &Town, printed: &str) -> Result<(), Problem> {
        let taken = self.ask(town, "/api/v1/cards", &json!({ "card": printed })).await?;
        let number: Digest = taken["number"].as_str().unwrap().parse().unwrap();
        let attempt = u16::try_from(taken["attempt"].as_u64().unwrap()).unwrap();
        self.booth().insert(Card { number, attempt }).unwrap();
        Ok(())
    }

    /// The device is empty again, as after a restart.
    pub(crate) async fn leave(&mut self, town: &Town) {
        if self.booth().leave().is_err() {
            self.booth().was_refused().unwrap();
        }
        self.ask(town, "/api/v1/cards/leave", &json!({})).await.unwrap();
    }

    /// Chooses and seals; answers the code.
    pub(crate) fn seal(&mut self, rng: &mut impl CryptoRng) -> Digest {
        let choice = Choice(vec![Code::new("51").unwrap()]);
        let choices = BTreeMap::from([(ContestId::new(CONTEST).unwrap(), choice)]);
        self.booth().choose(&choices).unwrap();
        self.booth().seal(rng).unwrap()
    }

    /// Sends an entry of this booth.
    pub(crate) async fn send(
        &self,
        town: &Town,
        to: &str,
        path: &str,
        entry: &[u8],
    ) -> Result<Value, Problem> {
        let body = json!({ "entry": STANDARD.encode(entry) });
        answer(town.client.post(format!("{to}/api/v1/{path}")).json(&body).send().await).await
    }

    /// A voter who was checked in votes; answers entry and receipt.
    pub(crate) async fn vote(&mut self, town: &Town, printed: &str) -> (Vec<u8>, Value) {
        self.insert(town, printed).await.unwrap();
        self.seal(&mut rand::rng());
        let entry = self.booth().cast().unwrap().entry;
        let to = &town.branches[self.branch].machine.url;
        let receipt = self.send(town, to, "ballots", &entry).await.unwrap();
        self.booth().was_cast().unwrap();
        (entry, receipt)
    }
}

/// A branch open for its voters, with a booth.
pub(crate) async fn opened(town: &Town, branch: usize) -> Stand {
    let mut stand = Stand::enrol(town, branch).await;
    town.wait(branch, "ready", |status| status["stage"] == "ready").await;
    stand.follow(town).await;
    town.agree(branch, "opening").await;
    stand
}
