//! A branch as its voters meet it: the desk, the cards, the booth.

use super::chaos::Officers;
use crate::failure::Failure;
use door::Problem;
use election::choice::Choice;
use election::id::{BranchId, ContestId};
use pollbook::device::Reason;
use pollbook::entry::UndoReason;
use pollbook::ladder::OverrideReason;
use serde_json::{Value, json};
use station::branch::{Admission, Done, Proposal};
use station::headquarters::answer;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, RwLock};

/// A branch on polling day.
pub(super) struct Hall {
    pub(super) id: BranchId,
    /// Its machine.
    branch: Desk,
    /// Its booth.
    booth: String,
    /// Printed cards, shuffled.
    cards: Mutex<Vec<String>>,
    /// Pending cards by their place.
    pending: Vec<String>,
    /// One voter at a time.
    at_the_booth: Mutex<()>,
    /// The desk: whoever replaces its device waits until nobody is being checked in.
    desk: RwLock<()>,
    /// On a rough day: whoever meets a machine that does not answer waits and tries again, instead of giving up, and the officers
    /// stand for voters whom the civil registry denies.
    officers: Option<Arc<Officers>>,
    client: reqwest::Client,
}

/// The branch's machine, and the token that pairs a desk with it.
pub(crate) struct Desk {
    pub(crate) url: String,
    pub(crate) token: String,
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
    /// The number of the check-in.
    pub(super) receipt: u64,
}

/// What came of coming to the desk.
#[derive(Debug)]
pub(super) enum Came {
    In(Card),
    Refused,
    NotOnRoll,
}

impl Hall {
    pub(super) fn open(
        id: &BranchId,
        branch: Desk,
        booth: &str,
        folder: &Path,
        officers: Option<Arc<Officers>>,
    ) -> Result<Self, Failure> {
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        let mut cards: Vec<String> =
            read("cards.csv").map_err(Failure::other)?.lines().skip(1).map(str::to_owned).collect();
        rand::seq::SliceRandom::shuffle(cards.as_mut_slice(), &mut rand::rng());
        let pending = read("pending.csv").unwrap_or_default();
        let pending = pending.lines().skip(1).filter_map(|line| line.split_once(','));
        Ok(Self {
            id: id.clone(),
            branch,
            booth: booth.to_owned(),
            cards: Mutex::new(cards),
            pending: pending.map(|(_, printed)| printed.to_owned()).collect(),
            at_the_booth: Mutex::default(),
            desk: RwLock::default(),
            officers,
            client: station::wire::plain(),
        })
    }

    /// Comes to the desk. `during` happens while the question is on its way.
    pub(super) async fn come(
        &self,
        national_id: &str,
        during: impl Future<Output = Result<(), Failure>>,
    ) -> Result<Came, Failure> {
        let _nobody_takes_the_machine_away = self.desk.read().await;
        let person = json!({ "national_id": national_id });
        let ask = || self.desk_post::<Admission>("check-ins", &person);
        let (first, done) = tokio::join!(ask(), during);
        done?;
        let (begun, mut answered, mut interrupted) = (Instant::now(), first, false);
        loop {
            match answered {
                Ok(Admission::NotReached) if self.is_rough() && begun.elapsed() < PATIENCE => {}
                Ok(Admission::AlreadyVoted { earlier }) if interrupted && earlier.branch == self.id => {
                    // The machine stopped between its log and the card: the officers look, and give it now.
                    let path = format!("check-ins/{}", earlier.claim.counter);
                    let given: Value = self.desk_get(&path).await?;
                    return self.card(given["card"].as_u64(), earlier.claim.counter).await.map(Came::In);
                }
                Ok(Admission::Officers { .. }) if self.is_rough() => {
                    let admission = self.let_in(national_id, OverrideReason::RegistryContradicts).await?;
                    return self.came(admission).await;
                }
                Ok(Admission::AlreadyVoted { .. }) => return Ok(Came::Refused),
                Ok(other) => return self.came(other).await,
                Err(problem) if self.is_rough() && begun.elapsed() < PATIENCE => {
                    interrupted |= problem.code == "unreachable";
                }
                Err(problem) => return Err(problem.into()),
            }
            tokio::time::sleep(PAUSE).await;
            answered = ask().await;
        }
    }

    async fn came(&self, admission: Admission) -> Result<Came, Failure> {
        match admission {
            Admission::AlreadyVoted { .. } => Ok(Came::Refused),
            Admission::NotOnRoll => Ok(Came::NotOnRoll),
            Admission::CheckedIn { receipt, .. } => self.card(None, receipt).await.map(Came::In),
            Admission::Pending { card, receipt } => self.card(Some(card), receipt).await.map(Came::In),
            other => Err(Failure::other(format!("branch {}: a voter heard {other:?}", self.id))),
        }
    }

    fn is_rough(&self) -> bool {
        self.officers.is_some()
    }

    /// Both officers sign what the desk asks of them. A machine that is just starting is asked again.
    async fn agree(&self, proposal: &Proposal) -> Result<Done, Failure> {
        let officers = self.officers.as_ref();
        let officers = officers.ok_or_else(|| Failure::other("on a calm day officers sign nothing"))?;
        let begun = Instant::now();
        loop {
            match officers.agree(&self.id, &self.branch, proposal).await {
                Err(_) if begun.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
                done => return done,
            }
        }
    }

    /// The officers stand for a person.
    async fn let_in(&self, national_id: &str, reason: OverrideReason) -> Result<Admission, Failure> {
        let national_id = national_id.to_owned();
        match self.agree(&Proposal::Override { national_id, reason }).await? {
            Done::Admission { admission } => Ok(admission),
            other => Err(Failure::other(format!("an override came to {other:?}"))),
        }
    }

    /// A voter whose card cannot be read: identified by the officers.
    pub(super) async fn come_by_override(&self, national_id: &str) -> Result<Came, Failure> {
        let _nobody_takes_the_machine_away = self.desk.read().await;
        let admission = self.let_in(national_id, OverrideReason::CardUnreadable).await?;
        self.came(admission).await
    }

    /// A voter gives the card back before voting: the check-in is undone.
    pub(super) async fn undo(&self, card: Card) -> Result<(), Failure> {
        let _nobody_takes_the_machine_away = self.desk.read().await;
        let undo = Proposal::Undo { receipt: card.receipt, reason: UndoReason::LeftAndReturned };
        match self.agree(&undo).await? {
            Done::Kept => {}
            other => return Err(Failure::other(format!("an undoing came to {other:?}"))),
        }
        if !card.pending {
            self.cards.lock().await.push(card.printed);
        }
        Ok(())
    }

    /// The device is lost and another takes its place, by `replace`; its strip is read back. Answers how many lines.
    pub(super) async fn hand_over(
        &self,
        reason: Reason,
        strip: &Path,
        replace: impl Future<Output = Result<(), Failure>>,
    ) -> Result<usize, Failure> {
        let _nobody_is_at_the_desk = self.desk.write().await;
        let _nobody_is_at_the_booth = self.at_the_booth.lock().await;
        replace.await?;
        let begun = Instant::now();
        loop {
            let status: Result<Value, Problem> = self.desk_get("status").await;
            match status {
                Ok(status) if status["stage"] == "spare" => break,
                other if begun.elapsed() > PATIENCE => {
                    return Err(Failure::other(format!(
                        "branch {}: no spare stands there: {other:?}",
                        self.id
                    )));
                }
                _ => tokio::time::sleep(PAUSE).await,
            }
        }
        self.agree(&Proposal::HandOver { reason }).await?;
        let lines = std::fs::read_to_string(strip).map_err(Failure::other)?;
        let status: Value = self.desk_get("status").await?;
        let session = status["supersedes"].as_str().unwrap_or_default().to_owned();
        // The paper goes on through the day: of it, the lines of the device that was lost. A machine that was killed while it
        // printed prints the line again: the branch reads it once.
        let mut of_session: Vec<&str> = Vec::new();
        for line in lines.lines().filter(|line| line.contains(&session)) {
            if !of_session.contains(&line) {
                of_session.push(line);
            }
        }
        if !of_session.is_empty() {
            self.agree(&Proposal::Strip { session: None, lines: Some(of_session.join("\n")) }).await?;
        }
        Ok(of_session.len())
    }

    /// Before the closing both officers count the cards that lie in the stack.
    pub(super) async fn count_stack(&self) -> Result<(), Failure> {
        let left = self.cards.lock().await.len();
        let begun = Instant::now();
        let alarm: Value = loop {
            match self.desk_post("stack", &json!({ "left": left })).await {
                Err(_) if self.is_rough() && begun.elapsed() < PATIENCE => tokio::time::sleep(PAUSE).await,
                told => break told?,
            }
        };
        if alarm["alarm"].is_null() {
            return Ok(());
        }
        Err(Failure::other(format!("branch {}: {left} cards are left in the stack: {alarm}", self.id)))
    }

    async fn card(&self, place: Option<u64>, receipt: u64) -> Result<Card, Failure> {
        let none = || Failure::other(format!("branch {} ran out of voting cards", self.id));
        let printed = match place {
            None => self.cards.lock().await.pop(),
            Some(place) => {
                let place = usize::try_from(place).ok().and_then(|place| place.checked_sub(1));
                place.and_then(|place| self.pending.get(place)).cloned()
            }
        };
        Ok(Card { printed: printed.ok_or_else(none)?, pending: place.is_some(), receipt })
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
                Err(problem) if self.is_rough() && begun.elapsed() < PATIENCE => {
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

    async fn desk_post<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        body: &impl serde::Serialize,
    ) -> Result<T, Problem> {
        let request = self.client.post(format!("{}/api/v1/{path}", self.branch.url));
        answer(request.bearer_auth(&self.branch.token).json(body).send().await).await
    }

    async fn desk_get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, Problem> {
        let request = self.client.get(format!("{}/api/v1/{path}", self.branch.url));
        answer(request.bearer_auth(&self.branch.token).send().await).await
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
