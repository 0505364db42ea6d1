//! Polling day, played by this process: officers open and close, voters come, some of them twice.

use super::Args;
use super::chaos::{Cable, Chaos, Cut, Officers, Plan, Told};
use super::hall::{Came, Card, Desk, Hall};
use super::machines::Machines;
use super::people::People;
use super::setup::{HEADQUARTERS, Hq, WITNESS};
use crate::electorate::{self, Again, Electorate, Tally};
use crate::failure::Failure;
use crate::progress::bar;
use election::id::BranchId;
use election::setup::{Event, Setup};
use election::signatory::{Side, Signatory};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use station::headquarters::answer;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What polling day came to.
pub(crate) struct Polled {
    /// Its figures.
    pub(crate) day: Day,
    /// What the voters chose, tallied here and nowhere else.
    pub(crate) tally: Tally,
    /// What was disturbed, on a rough day.
    pub(crate) chaos: Option<Told>,
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

/// One voter of the day.
struct Voter {
    index: u64,
    national_id: String,
}

/// Opens, holds and closes the polls.
pub(crate) async fn hold(
    args: &Args,
    machines: &mut Machines,
    hq: &Hq,
    event: &Event,
    setup: &Setup,
    people: &Arc<People>,
) -> Result<Polled, Failure> {
    let branches: Vec<&BranchId> = setup.branches.iter().map(|b| &b.id).collect();
    let mut halls = Vec::new();
    let officers = args.chaos.then(|| Officers::new(people, *event));
    let mut opened_alone = 0;
    for branch in &branches {
        ready(hq, branch).await?;
        // On a rough day the last branch's line is dead at seven: its officers open it alone.
        let dead = hq.cables.get(*branch).filter(|_| branches.last() == Some(branch));
        if let Some(cable) = dead {
            cable.is(Cut::Unplugged);
        }
        let on_record = ceremony(hq, people, event, branch, "opening").await?;
        if let Some(cable) = dead {
            cable.is(Cut::Joined);
            opened_alone += u64::from(on_record.is_none());
        }
        let folder = args.out.join(format!("branches/{branch}"));
        let desk = Desk { url: hq.branches[*branch].clone(), token: hq.desks[*branch].clone() };
        halls.push(Arc::new(Hall::open(branch, desk, &hq.booths[*branch][0], &folder, officers.clone())?));
    }
    let voters = voters(args)?;
    let mut queues: Vec<Vec<Voter>> = branches.iter().map(|_| Vec::new()).collect();
    for (index, national_id) in (0..).zip(voters) {
        queues[electorate::branch_of(args.seed, index, branches.len())].push(Voter { index, national_id });
    }
    let chaos = Chaos::new(std::mem::take(machines), args.seed);
    let polling = Arc::new(Polling {
        seed: args.seed,
        out: args.out.clone(),
        halls,
        cables: branches.iter().filter_map(|branch| hq.cables.get(*branch).cloned()).collect(),
        witness: hq.witness.clone(),
        disturb: args.disturb.clone(),
        chaos: args.chaos.then(|| Arc::clone(&chaos)),
        electorate: Electorate::new(&setup.contests, args.seed),
        tally: Mutex::new(Tally::new(&setup.contests)),
        progress: bar(args.voters, "voters"),
    });
    let tasks: Vec<_> = queues
        .into_iter()
        .enumerate()
        .map(|(at, queue)| tokio::spawn(branch_day(Arc::clone(&polling), at, queue)))
        .collect();
    let mut day = Day::default();
    let mut failed = None;
    for task in tasks {
        match task.await.map_err(Failure::other)? {
            Ok(of_branch) => {
                day.check_ins += of_branch.check_ins;
                day.refused += of_branch.refused;
                day.challenged += of_branch.challenged;
            }
            Err(failure) => failed = failed.or(Some(failure)),
        }
    }
    let mut told;
    (*machines, told) = chaos.end();
    told.opened_alone = opened_alone;
    failed.map_or(Ok(()), Err)?;
    polling.progress.finish();
    for (branch, hall) in branches.iter().zip(&polling.halls) {
        hall.count_stack().await?;
        ceremony(hq, people, event, branch, "closing").await?;
    }
    if args.chaos {
        (told.pending_released, told.pending_struck) = decide_pending(hq, people, event, setup).await?;
        Chaos::must_have_hurt(&told, &hq.cables)?;
    }
    hq.operate("/api/v1/ledger", &json!({})).await?;
    hq.settled().await?;
    let tally = polling.tally.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Polled { day, tally, chaos: args.chaos.then_some(told) })
}

/// What the branches' days share.
struct Polling {
    seed: u64,
    out: PathBuf,
    halls: Vec<Arc<Hall>>,
    /// By branch, on a rough day.
    cables: Vec<Arc<Cable>>,
    /// Between headquarters and witness, on a rough day.
    witness: Option<Arc<Cable>>,
    /// What the operator does in the middle of it, on a rough day.
    disturb: Option<String>,
    chaos: Option<Arc<Chaos>>,
    electorate: Electorate,
    tally: Mutex<Tally>,
    progress: indicatif::ProgressBar,
}

/// What befalls a branch, and by whom.
type Planned = Option<(Arc<Chaos>, Plan)>;

/// The voters of one branch, one after the other, as one booth allows.
async fn branch_day(polling: Arc<Polling>, at: usize, queue: Vec<Voter>) -> Result<Day, Failure> {
    let hall = &polling.halls[at];
    let other = &polling.halls[(at + 1) % polling.halls.len()];
    let plan: Planned = polling
        .chaos
        .clone()
        .map(|chaos| (chaos, Plan::of(polling.seed, at, polling.halls.len(), queue.len())));
    let mut day = Day::default();
    for (place, voter) in queue.iter().enumerate() {
        if let Some((chaos, plan)) = &plan {
            if place == plan.cut.start {
                polling.cables[at].is(plan.how);
                chaos.tell(|told| told.cables_cut += 1);
            }
            if place == plan.cut.end {
                polling.cables[at].is(Cut::Joined);
            }
            disturb(&polling, chaos, plan, hall, place).await?;
        }
        let is =
            |of: fn(&Plan) -> Option<usize>| plan.as_ref().is_some_and(|(_, plan)| of(plan) == Some(place));
        if let Some((chaos, _)) = plan.as_ref().filter(|_| is(|plan| plan.taken_off)) {
            chaos.take_off(&polling.out, &voter.national_id).await?;
            let Came::NotOnRoll = hall.come(&voter.national_id, async { Ok(()) }).await? else {
                return Err(Failure::other(format!(
                    "voter {} was taken off the roll and let in",
                    voter.index
                )));
            };
            chaos.tell(|told| told.taken_off += 1);
            polling.progress.inc(1);
            continue;
        }
        let come = || hall.come(&voter.national_id, killed_meanwhile(plan.clone(), &hall.id, place));
        let came = if is(|plan| plan.overridden) {
            hall.come_by_override(&voter.national_id).await?
        } else {
            come().await?
        };
        let mut card = in_or(came, voter)?;
        if let Some((chaos, _)) = plan.as_ref().filter(|_| is(|plan| plan.undone)) {
            hall.undo(card).await?;
            chaos.tell(|told| told.check_ins_undone += 1);
            card = in_or(come().await?, voter)?;
        }
        if let Some((chaos, _)) = plan.as_ref().filter(|_| is(|plan| plan.overridden)) {
            chaos.tell(|told| told.voters_overridden += 1);
        }
        day.check_ins += 1;
        let choices = polling.electorate.choices(voter.index);
        let challenge = electorate::challenges(polling.seed, voter.index);
        hall.vote(&card, &choices, challenge, killed_when_sealed(plan.clone(), &hall.id, place)).await?;
        day.challenged += u64::from(challenge);
        // Whichever of a voter's ballots is counted, it holds the same choice, and it must be counted once.
        polling.tally.lock().unwrap_or_else(PoisonError::into_inner).count(&choices);
        if let Some((chaos, _)) = &plan {
            chaos.tell(|told| told.pending_check_ins += u64::from(card.pending));
        }
        // Some try again, here or elsewhere. Where the headquarters can be asked, each of them must be refused.
        let tempted = card.pending && plan.as_ref().is_some_and(|(chaos, _)| chaos.tempts(voter.index));
        let again = electorate::tries_twice(polling.seed, voter.index);
        let again = if tempted { Some(Again::OtherBranch) } else { again };
        if let Some(again) = again {
            let to = if again == Again::OtherBranch { other } else { hall };
            match to.come(&voter.national_id, async { Ok(()) }).await? {
                Came::Refused => day.refused += 1,
                Came::NotOnRoll => return Err(not_let_in(voter)),
                Came::In(second) => {
                    let may = card.pending || second.pending;
                    let Some((chaos, _)) = plan.as_ref().filter(|_| may && to.id != hall.id) else {
                        return Err(Failure::other(format!("voter {} was let in twice", voter.index)));
                    };
                    to.vote(&second, &choices, false, async { Ok(()) }).await?;
                    chaos.tell(|told| {
                        told.voted_in_two_places += 1;
                        told.pending_check_ins += u64::from(second.pending);
                    });
                }
            }
            // The old card is no good either.
            if !hall.refuses(&card).await {
                return Err(Failure::other(format!("voter {} voted twice with one card", voter.index)));
            }
        }
        polling.progress.inc(1);
    }
    if let Some(cable) = polling.cables.get(at) {
        cable.is(Cut::Joined);
    }
    Ok(day)
}

/// Whoever comes first must be let in.
fn in_or(came: Came, voter: &Voter) -> Result<Card, Failure> {
    match came {
        Came::In(card) => Ok(card),
        Came::Refused | Came::NotOnRoll => Err(not_let_in(voter)),
    }
}

fn not_let_in(voter: &Voter) -> Failure {
    Failure::other(format!("voter {} was not checked in", voter.index))
}

/// What happens to a branch before the voter at this place comes: its device is lost, the civil registry goes away or is back.
async fn disturb(
    polling: &Polling,
    chaos: &Arc<Chaos>,
    plan: &Plan,
    hall: &Hall,
    place: usize,
) -> Result<(), Failure> {
    if let Some(away) = &plan.registry_away {
        if place == away.start {
            chaos.registry(true).await?;
            chaos.tell(|told| told.registry_killed += 1);
        }
        if place == away.end {
            chaos.registry(false).await?;
        }
    }
    if let Some(command) = polling.disturb.as_ref().filter(|_| plan.disturbed == Some(place)) {
        Chaos::run(command).await?;
    }
    if let Some(away) = &plan.witness_away {
        if place == away.start {
            polling.witness.iter().for_each(|cable| cable.is(Cut::Silent));
        }
        if place == away.end {
            chaos.kill(WITNESS.into(), 0).await?;
            polling.witness.iter().for_each(|cable| cable.is(Cut::Joined));
            chaos.tell(|told| told.witness_killed += 1);
        }
    }
    if let Some((_, reason)) = plan.lost.filter(|(lost, _)| *lost == place) {
        let folder = polling.out.join(format!("branches/{}", hall.id));
        let strip = polling.out.join(format!("strips/{}", hall.id));
        let lines = hall.hand_over(reason, &strip, chaos.replace_device(&hall.id, &folder)).await?;
        chaos.tell(|told| {
            told.devices_handed_over += 1;
            told.strip_lines_read_back += lines as u64;
        });
    }
    Ok(())
}

/// What is killed while the voter at this place of the queue is checked in.
async fn killed_meanwhile(plan: Planned, branch: &BranchId, place: usize) -> Result<(), Failure> {
    let Some((chaos, plan)) = plan else { return Ok(()) };
    // Somewhere between the first flush and the answer.
    if place == plan.branch_killed {
        chaos.tell(|told| told.branches_killed += 1);
        chaos.kill(format!("branch {branch}"), chaos.moment(place)).await?;
    }
    if Some(place) == plan.headquarters_killed {
        chaos.tell(|told| told.headquarters_killed += 1);
        chaos.kill(HEADQUARTERS.into(), chaos.moment(place)).await?;
    }
    Ok(())
}

/// What is killed while the sealed ballot of the voter at this place is in the booth.
async fn killed_when_sealed(plan: Planned, branch: &BranchId, place: usize) -> Result<(), Failure> {
    match plan {
        Some((chaos, plan)) if plan.booth_killed == place => {
            chaos.tell(|told| told.booths_killed += 1);
            chaos.kill(format!("booth 1 of branch {branch}"), 0).await
        }
        _ => Ok(()),
    }
}

/// The supervisory boards sign what becomes of the pending ballots; answers how many are released and struck.
async fn decide_pending(
    hq: &Hq,
    people: &People,
    event: &Event,
    setup: &Setup,
) -> Result<(u64, u64), Failure> {
    #[derive(serde::Deserialize)]
    struct Decided {
        entry: Box<RawValue>,
        released: u64,
        struck: Vec<Value>,
    }
    let request =
        hq.client.post(format!("{}/api/v1/pending", hq.url)).bearer_auth(&hq.token).json(&json!({}));
    let decided: Decided = answer(request.send().await).await?;
    let boards = setup.contests.iter().map(|c| Signatory::Body(c.id.clone(), Side::Supervisory));
    let entry = people.sign(decided.entry.get().as_bytes(), event, &boards.collect::<Vec<_>>())?;
    hq.append(entry).await?;
    Ok((decided.released, decided.struck.len() as u64))
}

/// Waits until a branch and its booth know the election key.
pub(super) async fn ready(hq: &Hq, branch: &BranchId) -> Result<(), Failure> {
    let begun = Instant::now();
    loop {
        let status = hq.client.get(format!("{}/api/v1/status", hq.branches[branch]));
        let status: Value = answer(status.bearer_auth(&hq.desks[branch]).send().await).await?;
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

/// Opening or closing: the machine states, both officers sign. Answers the entry's number, if the record has it.
pub(super) async fn ceremony(
    hq: &Hq,
    people: &People,
    event: &Event,
    branch: &BranchId,
    act: &str,
) -> Result<Option<u64>, Failure> {
    let url = format!("{}/api/v1/{act}", hq.branches[branch]);
    let begun = Instant::now();
    // After a rough day a branch may still be waiting for the witness, or for a machine that has just started again.
    let stated: Box<RawValue> = loop {
        match answer(hq.client.get(&url).bearer_auth(&hq.desks[branch]).send().await).await {
            Ok(stated) => break stated,
            Err(_) if !hq.cables.is_empty() && begun.elapsed() < Duration::from_secs(90) => {
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            Err(problem) => return Err(problem.into()),
        }
    };
    let officers = Side::BOTH.map(|side| Signatory::Officer(branch.clone(), side));
    let signed = people.sign(stated.get().as_bytes(), event, &officers)?;
    let said: Value =
        answer(hq.client.post(&url).bearer_auth(&hq.desks[branch]).body(signed).send().await).await?;
    Ok(said["sequence"].as_u64())
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
