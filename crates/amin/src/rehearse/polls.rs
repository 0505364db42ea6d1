//! Polling day, played by this process: officers open and close, voters come, some of them twice.

use super::Args;
use super::machines::Machines;
use super::people::People;
use super::setup::Hq;
use crate::electorate::{self, Again, Electorate, Tally};
use crate::failure::Failure;
use crate::progress::bar;
use door::Problem;
use election::choice::Choice;
use election::id::{BranchId, ContestId};
use election::setup::{Event, Setup};
use election::signatory::{Side, Signatory};
use pollbook::Decision;
use rand::seq::SliceRandom as _;
use serde_json::{Value, json};
use station::headquarters::answer;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What polling day came to.
pub(crate) struct Polled {
    /// Its figures.
    pub(crate) day: Day,
    /// What the voters chose, tallied here and nowhere else.
    pub(crate) tally: Tally,
}

/// The figures of a day, of one branch or of all.
#[derive(Debug, Default)]
pub(crate) struct Day {
    /// Voters checked in.
    pub(crate) check_ins: u64,
    /// Second votes refused.
    pub(crate) refused: u64,
    /// Ballots challenged.
    pub(crate) challenged: u64,
}

/// One branch as its voters meet it.
struct Place {
    branch: String,
    booth: String,
    other_branch: Option<String>,
    /// Printed cards, shuffled.
    cards: Vec<String>,
    client: reqwest::Client,
}

/// One voter of the day.
struct Voter {
    index: u64,
    national_id: String,
}

/// Opens, holds and closes the polls.
pub(crate) async fn hold(
    args: &Args,
    _machines: &mut Machines,
    hq: &Hq,
    event: &Event,
    setup: &Setup,
    people: &People,
) -> Result<Polled, Failure> {
    let branches: Vec<&BranchId> = setup.branches.iter().map(|b| &b.id).collect();
    for branch in &branches {
        ready(hq, branch).await?;
        ceremony(hq, people, event, branch, "opening").await?;
    }
    let voters = voters(args)?;
    let mut queues: BTreeMap<&BranchId, Vec<Voter>> = BTreeMap::new();
    for (index, national_id) in (0..).zip(voters) {
        let place = electorate::branch_of(args.seed, index, branches.len());
        queues.entry(branches[place]).or_default().push(Voter { index, national_id });
    }
    let progress = bar(args.voters, "voters");
    let electorate = Arc::new(Electorate::new(&setup.contests, args.seed));
    let tally = Arc::new(Mutex::new(Tally::new(&setup.contests)));
    let mut tasks = Vec::new();
    for (at, branch) in branches.iter().enumerate() {
        let other = branches[(at + 1) % branches.len()];
        let place = Place {
            branch: hq.branches[*branch].clone(),
            booth: hq.booths[*branch][0].clone(),
            other_branch: (other != *branch).then(|| hq.branches[other].clone()),
            cards: shuffled_cards(args, branch)?,
            client: reqwest::Client::new(),
        };
        let queue = queues.remove(*branch).unwrap_or_default();
        let (seed, electorate, tally, progress) =
            (args.seed, Arc::clone(&electorate), Arc::clone(&tally), progress.clone());
        tasks.push(tokio::spawn(async move {
            branch_day(place, queue, seed, &electorate, &tally, &progress).await
        }));
    }
    let mut day = Day::default();
    for task in tasks {
        let of_branch = task.await.map_err(Failure::other)??;
        day.check_ins += of_branch.check_ins;
        day.refused += of_branch.refused;
        day.challenged += of_branch.challenged;
    }
    progress.finish();
    for branch in &branches {
        ceremony(hq, people, event, branch, "closing").await?;
    }
    hq.operate("/api/v1/ledger", &json!({})).await?;
    hq.settled().await?;
    let tally = tally.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Polled { day, tally })
}

/// The voters of one branch, one after the other, as one booth allows.
async fn branch_day(
    mut place: Place,
    queue: Vec<Voter>,
    seed: u64,
    electorate: &Electorate,
    tally: &Mutex<Tally>,
    progress: &indicatif::ProgressBar,
) -> Result<Day, Failure> {
    let mut day = Day::default();
    for voter in queue {
        match place.check_in(&place.branch, &voter).await? {
            Decision::CheckedIn { .. } => day.check_ins += 1,
            other => {
                return Err(Failure::other(format!("voter {} was not checked in: {other:?}", voter.index)));
            }
        }
        let card = place.cards.pop().ok_or_else(|| Failure::other("the branch ran out of voting cards"))?;
        let choices = electorate.choices(voter.index);
        let challenge = electorate::challenges(seed, voter.index);
        place.vote(&card, &choices, challenge).await?;
        day.challenged += u64::from(challenge);
        tally.lock().unwrap_or_else(PoisonError::into_inner).count(&choices);
        // Some try again, here or elsewhere; each of them must be refused.
        if let Some(again) = electorate::tries_twice(seed, voter.index) {
            let where_to = match (again, &place.other_branch) {
                (Again::OtherBranch, Some(other)) => other.clone(),
                _ => place.branch.clone(),
            };
            match place.check_in(&where_to, &voter).await? {
                Decision::AlreadyVoted { .. } => day.refused += 1,
                other => {
                    return Err(Failure::other(format!(
                        "voter {} came twice and heard {other:?}",
                        voter.index
                    )));
                }
            }
            // The old card is no good either.
            if place
                .post::<Value>(&format!("{}/api/v1/card", place.booth), &json!({ "card": card }))
                .await
                .is_ok()
            {
                return Err(Failure::other(format!("voter {} voted twice with one card", voter.index)));
            }
        }
        progress.inc(1);
    }
    Ok(day)
}

impl Place {
    async fn post<T: serde::de::DeserializeOwned>(
        &self,
        url: &str,
        body: &impl serde::Serialize,
    ) -> Result<T, Problem> {
        answer(self.client.post(url).json(body).send().await).await
    }

    async fn check_in(&self, branch: &str, voter: &Voter) -> Result<Decision, Failure> {
        let body = json!({ "national_id": voter.national_id });
        Ok(self.post(&format!("{branch}/api/v1/check-ins"), &body).await?)
    }

    /// Card in, choose, seal; perhaps challenge and begin again; cast.
    async fn vote(
        &self,
        card: &str,
        choices: &BTreeMap<ContestId, Choice>,
        challenge: bool,
    ) -> Result<(), Failure> {
        let booth = &self.booth;
        let _: Value = self.post(&format!("{booth}/api/v1/card"), &json!({ "card": card })).await?;
        for again in [challenge, false] {
            let _: Value = self.post(&format!("{booth}/api/v1/choices"), choices).await?;
            let sealed: Value = self.post(&format!("{booth}/api/v1/seal"), &json!({})).await?;
            if again {
                let opened: Value = self.post(&format!("{booth}/api/v1/challenge"), &json!({})).await?;
                if opened["code"] != sealed["code"] {
                    return Err(Failure::other("a challenged ballot is not the one that was sealed"));
                }
                continue;
            }
            let receipt: Value = self.post(&format!("{booth}/api/v1/cast"), &json!({})).await?;
            if receipt["code"] != sealed["code"] {
                return Err(Failure::other("a receipt is not for the ballot that was sealed"));
            }
            break;
        }
        Ok(())
    }
}

/// Waits until a branch and its booth know the election key.
pub(super) async fn ready(hq: &Hq, branch: &BranchId) -> Result<(), Failure> {
    let begun = Instant::now();
    loop {
        let status: Value =
            answer(hq.client.get(format!("{}/api/v1/status", hq.branches[branch])).send().await).await?;
        let screen: Value =
            answer(hq.client.get(format!("{}/api/v1/screen", hq.booths[branch][0])).send().await).await?;
        if status["stage"] == "ready" && screen["screen"] == "waiting" {
            return Ok(());
        }
        if begun.elapsed() > Duration::from_secs(60) {
            return Err(Failure::new(
                format!("branch {branch} does not get ready: {status} {screen}"),
                "Look into its log below --out",
            ));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Opening or closing: the machine states, both officers sign.
pub(super) async fn ceremony(
    hq: &Hq,
    people: &People,
    event: &Event,
    branch: &BranchId,
    act: &str,
) -> Result<(), Failure> {
    let url = format!("{}/api/v1/{act}", hq.branches[branch]);
    let stated: Box<serde_json::value::RawValue> = answer(hq.client.get(&url).send().await).await?;
    let officers = Side::BOTH.map(|side| Signatory::Officer(branch.clone(), side));
    let signed = people.sign(stated.get().as_bytes(), event, &officers)?;
    let _: Value = answer(hq.client.post(&url).body(signed).send().await).await?;
    Ok(())
}

/// The numbers of the roll.
fn voters(args: &Args) -> Result<Vec<String>, Failure> {
    let path = args.out.join("county/voters.csv");
    let text = std::fs::read_to_string(&path).map_err(Failure::other)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut voters = Vec::new();
    for row in reader.records() {
        voters.push(row.map_err(Failure::other)?.get(0).unwrap_or_default().to_owned());
    }
    Ok(voters)
}

/// The stack that voters draw from.
fn shuffled_cards(args: &Args, branch: &BranchId) -> Result<Vec<String>, Failure> {
    let path = args.out.join(format!("branches/{branch}/cards.csv"));
    let text = std::fs::read_to_string(&path).map_err(Failure::other)?;
    let mut cards: Vec<String> = text.lines().skip(1).map(str::to_owned).collect();
    cards.shuffle(&mut rand::rng());
    Ok(cards)
}
