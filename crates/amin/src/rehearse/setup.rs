//! Before polling day: sample, start, keys, freezing, key ceremony.

use super::Args;
use super::chaos::Cable;
use super::machines::{Machines, Struck, command, together};
use super::people::People;
use crate::failure::Failure;
use crate::sample;
use election::alone::WhenAlone;
use election::bytes::Digest;
use election::id::BranchId;
use election::import::draft::{Keys, SignerKey};
use election::import::{self, Draft, Files, Mistake};
use election::setup::{Event, Setup, Trustee};
use election::signatory::Signatory;
use serde_json::Value;
use station::headquarters::{Headquarters, answer};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The headquarters, and what this process knows of it.
pub(crate) struct Hq {
    /// Its address.
    pub(crate) url: String,
    /// The operator's token.
    pub(crate) token: String,
    /// The branches' machines, by branch.
    pub(crate) branches: BTreeMap<BranchId, String>,
    /// The desks' tokens, by branch.
    pub(crate) desks: BTreeMap<BranchId, String>,
    /// The booths, by branch.
    pub(crate) booths: BTreeMap<BranchId, Vec<String>>,
    /// The cables between branches and headquarters, where they can be cut.
    pub(crate) cables: BTreeMap<BranchId, Arc<Cable>>,
    /// The cable to the witness, where it can be cut.
    pub(crate) witness: Option<Arc<Cable>>,
    /// The civil registry and the file of its key, on a rough day.
    pub(crate) registry: Option<(String, String)>,
    /// For the operator's requests.
    pub(crate) client: reqwest::Client,
    /// The authority that everybody believes, where they speak TLS.
    authority: Option<PathBuf>,
}

impl Hq {
    /// An operator's request without a body worth naming.
    pub(crate) async fn operate(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let request = self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.token).json(body);
        Ok(answer(request.send().await).await?)
    }

    /// Its address as a branch knows it.
    fn seen_from(&self, branch: &BranchId) -> &str {
        self.cables.get(branch).map_or(&self.url, |cable| cable.url())
    }

    /// Sends an entry that must be taken.
    pub(crate) async fn append(&self, entry: Vec<u8>) -> Result<u64, Failure> {
        Ok(Headquarters::new(&self.url).append_one(entry).await?)
    }

    /// Waits until the witness has countersigned everything.
    pub(crate) async fn settled(&self) -> Result<(), Failure> {
        let request = self.client.get(format!("{}/api/v1/settled", self.url)).send();
        answer::<Value>(request.await).await?;
        Ok(())
    }
}

/// Writes the county's files.
pub(crate) fn sample(args: &Args, county: &Path) -> Result<(), Failure> {
    let scale = sample::Scale {
        branches: args.branches as u32,
        voters: args.voters,
        candidates: args.candidates,
        seed: args.seed,
    };
    sample::write(&scale, county).map_err(Failure::other)?;
    if args.chaos { allow_pending(args, county) } else { Ok(()) }
}

/// The boards of a rehearsal with chaos sign that branches which are cut off go on.
fn allow_pending(args: &Args, county: &Path) -> Result<(), Failure> {
    let path = county.join("event.json");
    let mut event: Value = serde_json::from_slice(&std::fs::read(&path).map_err(Failure::other)?)
        .map_err(|e| Failure::other(format!("event.json: {e}")))?;
    let most = args.voters.min(WhenAlone::MOST);
    event["when_alone"] = serde_json::to_value(WhenAlone::Pending { most }).map_err(Failure::other)?;
    std::fs::write(&path, event.to_string()).map_err(Failure::other)
}

/// Starts witness and headquarters.
pub(crate) async fn start(args: &Args, machines: &mut Machines) -> Result<Hq, Failure> {
    let out = args.out.display();
    let logs = args.out.join("logs");
    let witness_dir = format!("{out}/witness");
    let witness = machines.start(
        WITNESS,
        &logs.join("witness.log"),
        &args.out.join("ready/witness"),
        &["witness", "--dir", &witness_dir, "--listen", "127.0.0.1:0"],
    )?;
    let cable = if args.chaos { Some(Arc::new(Cable::lay(&witness).await?)) } else { None };
    let witness = cable.as_ref().map_or(witness.as_str(), |cable| cable.url());
    let data = format!("{out}/headquarters");
    let mut words = vec!["serve", "--data", &data, "--listen", "127.0.0.1:0", "--witness", witness];
    words.extend(args.database.iter().flat_map(|url| ["--database", url]));
    let url = machines.start(
        HEADQUARTERS,
        &logs.join("headquarters.log"),
        &args.out.join("ready/headquarters"),
        &words,
    )?;
    let token =
        std::fs::read_to_string(args.out.join("headquarters/operator.token")).map_err(Failure::other)?;
    Ok(Hq {
        url,
        token: token.trim().to_owned(),
        branches: BTreeMap::new(),
        desks: BTreeMap::new(),
        booths: BTreeMap::new(),
        cables: BTreeMap::new(),
        witness: cable,
        registry: None,
        client: station::wire::plain(),
        authority: machines.authority().map(Path::to_owned),
    })
}

/// Imports the county, starts the branches, gathers every key, freezes.
pub(crate) async fn freeze(
    args: &Args,
    machines: &mut Machines,
    hq: &mut Hq,
    county: &Path,
) -> Result<(Event, Setup, People), Failure> {
    hq.operate("/api/v1/import", &crate::import::county(county)?).await?;
    crate::roll::build(
        &county.join("voters.csv"),
        &args.out.join("headquarters/roll.key"),
        &args.out.join("roll"),
    )?;
    if args.chaos {
        hq.registry = Some(start_registry(args, machines, county)?);
    }
    let trustees = enrol(args)?;
    let draft = draft(county)?;
    let mut people = People::default();
    let mut signers = Vec::new();
    for of in draft.signatories() {
        signers.push(match &of {
            Signatory::Branch(branch) => start_branch(args, machines, hq, branch).await?,
            _ => people.appoint(of),
        });
    }
    let keys = Keys { threshold: args.threshold, trustees, signers };
    let request = hq.client.post(format!("{}/api/v1/setup", hq.url)).bearer_auth(&hq.token).json(&keys);
    let entry: Box<serde_json::value::RawValue> = answer(request.send().await).await?;
    let entry = entry.get().as_bytes();
    let event = match board::entry::Entry::parse(entry).map_err(Failure::other)?.body {
        board::entry::Body::Setup(body) => body.setup.sha256,
        _ => return Err(Failure::other("the headquarters answered another entry than the set-up")),
    };
    let bodies: Vec<Signatory> =
        draft.signatories().into_iter().filter(|of| matches!(of, Signatory::Body(..))).collect();
    hq.append(people.sign(entry, &event, &bodies)?).await?;
    hq.settled().await?;
    let bytes =
        hq.client.get(format!("{}/record/setup.json", hq.url)).send().await.map_err(Failure::other)?;
    let bytes = bytes.bytes().await.map_err(Failure::other)?;
    if Digest::of(&bytes) != event {
        return Err(Failure::other("the published set-up is not the one that was signed"));
    }
    let setup = Setup::parse(&bytes).map_err(Failure::other)?;
    start_booths(args, machines, hq)?;
    Ok((event, setup, people))
}

/// The county as the headquarters will read it.
fn draft(county: &Path) -> Result<Draft, Failure> {
    let read =
        |name: &str| std::fs::read(county.join(name)).map_err(|e| Failure::other(format!("{name}: {e}")));
    let (event, lists, candidates) = (read("event.json")?, read("lists.csv")?, read("candidates.csv")?);
    let (branches, voters) = (read("branches.csv")?, read("voters.csv")?);
    let files =
        Files { event: &event, lists: &lists, candidates: &candidates, branches: &branches, voters: &voters };
    let first = |mistakes: Vec<Mistake>| {
        Failure::other(mistakes.first().map(ToString::to_string).unwrap_or_default())
    };
    Ok(import::read(&files).map_err(first)?.0)
}

/// A civil registry that knows the county, is slow, and lies at times; answers its address and its key.
fn start_registry(args: &Args, machines: &mut Machines, county: &Path) -> Result<(String, String), Failure> {
    let file = args.out.join("registry.key");
    let key = civil_registry::command::public_key(&file).map_err(Failure::other)?;
    let (file, voters) = (file.display().to_string(), county.join("voters.csv").display().to_string());
    let mut words = vec!["civil-registry", "--listen", "127.0.0.1:0", "--key", &file, "--county", &voters];
    words.extend(["--delay", "60", "--fail", "5", "--lie", "3"]);
    let url = machines.start(
        REGISTRY,
        &args.out.join("logs/civil-registry.log"),
        &args.out.join("ready/civil-registry"),
        &words,
    )?;
    Ok((url, key))
}

/// The civil registry's name among the machines.
pub(super) const REGISTRY: &str = "the civil registry";
/// The headquarters' name among the machines.
pub(crate) const HEADQUARTERS: &str = "the headquarters";
/// The witness's name among the machines.
pub(crate) const WITNESS: &str = "the witness";

/// A machine for a branch; answers its key.
async fn start_branch(
    args: &Args,
    machines: &mut Machines,
    hq: &mut Hq,
    branch: &BranchId,
) -> Result<SignerKey, Failure> {
    // Somewhat more cards than an even share of the voters: nobody knows who goes where.
    let cards = (args.voters as usize / args.branches * 3 + 200).to_string();
    let dir = args.out.join(format!("branches/{branch}")).display().to_string();
    if args.chaos {
        hq.cables.insert(branch.clone(), Arc::new(Cable::lay(&hq.url).await?));
    }
    let headquarters = hq.seen_from(branch).to_owned();
    let roll = args.out.join("roll").display().to_string();
    let roll_key = args.out.join("headquarters/roll.key").display().to_string();
    let mut words = vec!["branch", "--id", branch.as_str(), "--dir", &dir, "--headquarters", &headquarters];
    words.extend(["--cards", &cards, "--roll", &roll, "--roll-key", &roll_key]);
    // Paper and a second disk outlive the folder.
    let strip = args.out.join(format!("strips/{branch}")).display().to_string();
    let second = args.out.join(format!("seconds/{branch}")).display().to_string();
    if let Some((registry, key)) = &hq.registry {
        std::fs::create_dir_all(args.out.join("strips")).map_err(Failure::other)?;
        words.extend([
            "--strip",
            &strip,
            "--second",
            &second,
            "--civil-registry",
            registry,
            "--registry-key",
            key,
        ]);
    }
    let url = machines.start(
        &format!("branch {branch}"),
        &args.out.join(format!("logs/branch-{branch}.log")),
        &args.out.join(format!("ready/branch-{branch}")),
        &words,
    )?;
    let identity = hq.client.get(format!("{url}/api/v1/identity")).send().await;
    let key = answer::<SignerKey>(identity).await?;
    let token = std::fs::read_to_string(args.out.join(format!("branches/{branch}/desk.token")));
    let token = token.map_err(Failure::other)?;
    // Told to the officers, who remember it when the device and its folder are lost.
    station::disk::write(&args.out.join(format!("desks/{branch}.token")), token.as_bytes(), true)?;
    hq.desks.insert(branch.clone(), token);
    hq.branches.insert(branch.clone(), url);
    Ok(key)
}

fn start_booths(args: &Args, machines: &mut Machines, hq: &mut Hq) -> Result<(), Failure> {
    for (branch, url) in &hq.branches {
        let record = format!("{}/record", hq.seen_from(branch));
        let dir = args.out.join(format!("booths/{branch}-1")).display().to_string();
        let token = args.out.join(format!("desks/{branch}.token")).display().to_string();
        let booth = machines.start(
            &format!("booth 1 of branch {branch}"),
            &args.out.join(format!("logs/booth-{branch}-1.log")),
            &args.out.join(format!("ready/booth-{branch}-1")),
            &[
                "booth",
                "--number",
                "1",
                "--dir",
                &dir,
                "--branch",
                url,
                "--desk-token",
                &token,
                "--record",
                &record,
            ],
        )?;
        hq.booths.insert(branch.clone(), vec![booth]);
    }
    Ok(())
}

/// Every trustee draws its secrets in a process of its own.
fn enrol(args: &Args) -> Result<Vec<Trustee>, Failure> {
    let mut jobs = Vec::new();
    for index in 1..=args.trustees {
        let log = args.out.join(format!("logs/trustee-{index}-enrol.log"));
        let dir = args.out.join(format!("trustees/{index}")).display().to_string();
        let number = index.to_string();
        let (fa, en) = (format!("کلیددار {number}"), format!("Trustee {number}"));
        let words =
            ["trustee", "enrol", "--dir", &dir, "--index", &number, "--name-fa", &fa, "--name-en", &en];
        let mut job = command(&log, &words)?;
        job.env("AMIN_PASSPHRASE", passphrase(args, index));
        jobs.push((format!("trustee {index}"), log, job));
    }
    together(jobs, None)?;
    (1..=args.trustees)
        .map(|index| {
            let log = args.out.join(format!("logs/trustee-{index}-enrol.log"));
            let text = std::fs::read_to_string(&log).map_err(Failure::other)?;
            let line = text.lines().find(|line| line.starts_with('{')).unwrap_or_default();
            serde_json::from_str(line).map_err(|e| Failure::other(format!("trustee {index}: {e}")))
        })
        .collect()
}

/// A trustee's passphrase in a rehearsal.
fn passphrase(args: &Args, index: u16) -> String {
    format!("rehearsal {} trustee {index}", args.seed)
}

/// A command for each of these trustees, side by side; answers whether one of them was killed on the way.
pub(crate) fn trustees(
    args: &Args,
    hq: &Hq,
    act: &str,
    indices: impl Iterator<Item = u16>,
    struck: Option<Struck>,
) -> Result<bool, Failure> {
    // In the ceremony a trustee speaks for itself once; boxes are shared by its workers.
    let workers = if act == "ceremony" { 1 } else { args.workers };
    let mut jobs = Vec::new();
    for (index, worker) in indices.flat_map(|index| (1..=workers).map(move |worker| (index, worker))) {
        let name = if worker == 1 { act.to_owned() } else { format!("{act}-{worker}") };
        let log = args.out.join(format!("logs/trustee-{index}-{name}.log"));
        let dir = args.out.join(format!("trustees/{index}")).display().to_string();
        let mut job = command(&log, &["trustee", act, "--dir", &dir, "--record", &hq.url])?;
        job.env("AMIN_PASSPHRASE", passphrase(args, index));
        job.envs(hq.authority.iter().map(|file| ("AMIN_AUTHORITY", file)));
        jobs.push((format!("trustee {index}"), log, job));
    }
    together(jobs, struck)
}

/// The key ceremony.
pub(crate) fn ceremony(args: &Args, _machines: &mut Machines, hq: &Hq) -> Result<(), Failure> {
    trustees(args, hq, "ceremony", 1..=args.trustees, None).map(drop)
}
