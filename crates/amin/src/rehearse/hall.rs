//! A branch as its voters meet it: the desk, the cards, the booth.

use crate::failure::Failure;
use door::Problem;
use election::choice::Choice;
use election::id::{BranchId, ContestId};
use serde_json::{Value, json};
use station::branch::Admission;
use station::headquarters::answer;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// A branch on polling day.
pub(super) struct Hall {
    pub(super) id: BranchId,
    /// Its machine.
    branch: String,
    /// Its booth.
    booth: String,
    /// Printed cards, shuffled.
    cards: Mutex<Vec<String>>,
    /// Pending cards by their place.
    pending: Vec<String>,
    /// One voter at a time.
    at_the_booth: Mutex<()>,
    /// Whoever meets a machine that does not answer waits and tries again, instead of giving up.
    rough: bool,
    client: reqwest::Client,
}

/// How long somebody tries again on a rough day.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(250);

/// What a voter who was let in holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) printed: String,
    pub(super) pending: bool,
}

/// What came of coming to the desk.
#[derive(Debug)]
pub(super) enum Came {
    In(Card),
    Refused,
}

impl Hall {
    pub(super) fn open(
        id: &BranchId,
        branch: &str,
        booth: &str,
        folder: &Path,
        rough: bool,
    ) -> Result<Self, Failure> {
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        let mut cards: Vec<String> =
            read("cards.csv").map_err(Failure::other)?.lines().skip(1).map(str::to_owned).collect();
        rand::seq::SliceRandom::shuffle(cards.as_mut_slice(), &mut rand::rng());
        let pending = read("pending.csv").unwrap_or_default();
        let pending = pending.lines().skip(1).filter_map(|line| line.split_once(','));
        Ok(Self {
            id: id.clone(),
            branch: branch.to_owned(),
            booth: booth.to_owned(),
            cards: Mutex::new(cards),
            pending: pending.map(|(_, printed)| printed.to_owned()).collect(),
            at_the_booth: Mutex::default(),
            rough,
            client: reqwest::Client::new(),
        })
    }

    /// Comes to the desk. `during` happens while the question is on its way.
    pub(super) async fn come(
        &self,
        national_id: &str,
        during: impl Future<Output = Result<(), Failure>>,
    ) -> Result<Came, Failure> {
        let person = json!({ "national_id": national_id });
        let ask = || self.post::<Admission>(&self.branch, "check-ins", &person);
        let (first, done) = tokio::join!(ask(), during);
        done?;
        let (begun, mut answered, mut interrupted) = (Instant::now(), first, false);
        loop {
            match answered {
                Ok(Admission::NotReached) if self.rough && begun.elapsed() < PATIENCE => {}
                Ok(Admission::AlreadyVoted { earlier }) if interrupted && earlier.branch == self.id => {
                    // The machine stopped between its log and the card: the officers look, and give it now.
                    let path = format!("check-ins/{}", earlier.claim.counter);
                    let given: Value = self.get(&self.branch, &path).await?;
                    return self.card(given["card"].as_u64()).await.map(Came::In);
                }
                Ok(Admission::AlreadyVoted { .. }) => return Ok(Came::Refused),
                Ok(Admission::CheckedIn { .. }) => return self.card(None).await.map(Came::In),
                Ok(Admission::Pending { card, .. }) => return self.card(Some(card)).await.map(Came::In),
                Ok(other) => {
                    return Err(Failure::other(format!("branch {}: a voter heard {other:?}", self.id)));
                }
                Err(problem) if self.rough && begun.elapsed() < PATIENCE => {
                    interrupted |= problem.code == "unreachable";
                }
                Err(problem) => return Err(problem.into()),
            }
            tokio::time::sleep(PAUSE).await;
            answered = ask().await;
        }
    }

    async fn card(&self, place: Option<u64>) -> Result<Card, Failure> {
        let none = || Failure::other(format!("branch {} ran out of voting cards", self.id));
        let printed = match place {
            None => self.cards.lock().await.pop(),
            Some(place) => {
                let place = usize::try_from(place).ok().and_then(|place| place.checked_sub(1));
                place.and_then(|place| self.pending.get(place)).cloned()
            }
        };
        Ok(Card { printed: printed.ok_or_else(none)?, pending: place.is_some() })
    }

    /// Card in, choose, seal; perhaps challenge and begin again; cast. `sealed` happens when the first ballot is sealed.
    pub(super) async fn vote(
        &self,
        card: &Card,
        choices: &BTreeMap<ContestId, Choice>,
        challenge: bool,
        sealed: impl Future<Output = Result<(), Failure>> + Send,
    ) -> Result<(), Failure> {
        let mut sealed = std::pin::pin!(sealed);
        let _alone = self.at_the_booth.lock().await;
        let begun = Instant::now();
        let mut voter = Voting { challenge, code: Value::Null, tried: false, disturbed: false };
        let mut screen = "waiting".to_owned();
        loop {
            match self.step(&screen, card, choices, &mut voter).await {
                Ok(None) => return Ok(()),
                Ok(Some(next)) => screen = next.to_owned(),
                Err(problem) if problem.code == "card.spent" && voter.tried => return Ok(()),
                Err(problem) if self.rough && begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(PAUSE).await;
                    let now: Result<Value, Problem> = self.get(&self.booth, "screen").await;
                    let Ok(now) = now else { continue };
                    match now["screen"].as_str() {
                        Some(now) if now != screen => screen = now.to_owned(),
                        // It stands where it stood, and refuses: from the beginning.
                        Some(_) if problem.code == "stage" => {
                            let _ = self.post::<Value>(&self.booth, "leave", &json!({})).await;
                            screen = "waiting".to_owned();
                        }
                        _ => {}
                    }
                }
                Err(problem) => return Err(problem.into()),
            }
            if screen == "sealed" && !voter.disturbed {
                voter.disturbed = true;
                sealed.as_mut().await?;
            }
        }
    }

    /// One press of the voter; answers where the booth stands then, or nothing when the ballot is cast.
    async fn step(
        &self,
        screen: &str,
        card: &Card,
        choices: &BTreeMap<ContestId, Choice>,
        voter: &mut Voting,
    ) -> Result<Option<&'static str>, Problem> {
        let booth = |path, body: Value| async move { self.post::<Value>(&self.booth, path, &body).await };
        match screen {
            "waiting" => {
                booth("card", json!({ "card": card.printed })).await?;
                Ok(Some("choosing"))
            }
            "choosing" => {
                booth("choices", json!(choices)).await?;
                Ok(Some("reviewing"))
            }
            "reviewing" => {
                voter.code = booth("seal", json!({})).await?["code"].clone();
                Ok(Some("sealed"))
            }
            "challenging" => {
                booth("challenge", json!({})).await?;
                voter.challenge = false;
                Ok(Some("choosing"))
            }
            "sealed" if voter.challenge => {
                let opened = booth("challenge", json!({})).await?;
                voter.challenge = false;
                voter.is(&opened["code"])?;
                Ok(Some("choosing"))
            }
            _ => {
                voter.tried = true;
                let receipt = booth("cast", json!({})).await?;
                voter.is(&receipt["code"])?;
                Ok(None)
            }
        }
    }

    /// The booth takes no card that was voted with.
    pub(super) async fn refuses(&self, card: &Card) -> bool {
        let _alone = self.at_the_booth.lock().await;
        self.post::<Value>(&self.booth, "card", &json!({ "card": card.printed })).await.is_err()
    }

    async fn post<T: serde::de::DeserializeOwned>(
        &self,
        machine: &str,
        path: &str,
        body: &impl serde::Serialize,
    ) -> Result<T, Problem> {
        answer(self.client.post(format!("{machine}/api/v1/{path}")).json(body).send().await).await
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, machine: &str, path: &str) -> Result<T, Problem> {
        answer(self.client.get(format!("{machine}/api/v1/{path}")).send().await).await
    }
}

/// A voter at the booth.
struct Voting {
    /// Still wants to challenge.
    challenge: bool,
    /// The code that the booth showed.
    code: Value,
    /// Has pressed *cast*.
    tried: bool,
    /// Has been disturbed once.
    disturbed: bool,
}

impl Voting {
    fn is(&self, code: &Value) -> Result<(), Problem> {
        if *code == self.code {
            return Ok(());
        }
        Err(Problem::conflict("code", "what the booth answers is not of the ballot that it sealed"))
    }
}
