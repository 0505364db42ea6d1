//! A small town on polling day: witness, headquarters and two branches, each a process on a folder of its own.

use super::line::Line;
use board::entry::{Body, Closing, Entry};
use crypto::signature::Signer;
use door::Problem;
use election::alone::WhenAlone;
use election::bytes::Digest;
use election::id::{BranchId, ContestId};
use election::import::draft::{Event, EventContest, Keys, SignerKey};
use election::setup::{CountingUnit, Name, Trustee};
use election::signatory::{Side, Signatory};
use pollbook::officers::Side as Seat;
use pollbook::sheet::Sheet;
use serde_json::{Value, json};
use station::headquarters::{Headquarters, answer};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) const AMIN: &str = env!("CARGO_BIN_EXE_amin");
/// The only contest.
pub(crate) const CONTEST: &str = "experts";
/// As long as anything here may take: these are tests of what happens, not of how fast.
const PATIENCE: Duration = Duration::from_secs(90);

/// A machine: a process that can be killed and started again at the same address.
pub(crate) struct Process {
    child: Child,
    /// What runs it, and its own words.
    before: Vec<String>,
    words: Vec<String>,
    ready: PathBuf,
    pub(crate) url: String,
}

impl Process {
    fn start(folder: &Path, name: &str, before: &[String], words: &[&str]) -> Self {
        let ready = folder.join(format!("{name}.ready"));
        let words = words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let log = File::options().create(true).append(true).open(folder.join(format!("{name}.log"))).unwrap();
        let (child, url) = run(before, &words, &ready, &log);
        Self { child, before: before.to_vec(), words, ready, url }
    }

    /// The number by which the system knows it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// As a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// On the folder as the cut left it.
    pub(crate) fn start_again(&mut self) {
        let place = self.words.iter().position(|word| word == "--listen").unwrap();
        self.words[place + 1] = self.url.trim_start_matches("http://").to_owned();
        let log = File::options().append(true).open(self.ready.with_extension("log")).unwrap();
        (self.child, _) = run(&self.before, &self.words, &self.ready, &log);
    }
}

fn run(before: &[String], words: &[String], ready: &Path, log: &File) -> (Child, String) {
    let _ = std::fs::remove_file(ready);
    // A file that may not grow is an error for the machine to meet, not a signal that ends it.
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$@\"", "amin"]).args(before);
    command.arg(AMIN).args(words).arg("--ready").arg(ready).stdin(Stdio::null());
    command.stdout(log.try_clone().unwrap()).stderr(log.try_clone().unwrap());
    let mut child = command.spawn().unwrap();
    let begun = Instant::now();
    loop {
        if let Ok(url) = std::fs::read_to_string(ready) {
            return (child, url);
        }
        assert!(child.try_wait().unwrap().is_none(), "a machine stopped at once: {words:?}");
        assert!(begun.elapsed() < PATIENCE, "a machine does not open its door: {words:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A branch: its machine, and the line to the headquarters.
pub(crate) struct Branch {
    pub(crate) id: BranchId,
    pub(crate) folder: PathBuf,
    pub(crate) machine: Process,
    pub(crate) line: Arc<Line>,
}

/// Where machines stand that do not all stand on this machine's own network.
pub(crate) struct Ground {
    /// Where the headquarters listens.
    pub(crate) headquarters: &'static str,
    /// Where the first branch listens.
    pub(crate) branch: &'static str,
    /// What runs the first branch's machine, besides a shell.
    pub(crate) before: Vec<String>,
    /// Does that branch reach the headquarters by itself, and not over a line that this process holds?
    pub(crate) directly: bool,
}

impl Ground {
    /// Everything here.
    fn here() -> Self {
        Self { headquarters: "127.0.0.1:0", branch: "127.0.0.1:0", before: Vec::new(), directly: false }
    }
}

/// The town.
pub(crate) struct Town {
    pub(crate) event: Digest,
    pub(crate) headquarters: Process,
    #[allow(dead_code, reason = "not every story comes to a count")]
    pub(crate) operator: Operator,
    pub(crate) branches: Vec<Branch>,
    people: BTreeMap<Signatory, Signer>,
    pub(crate) client: reqwest::Client,
    #[allow(dead_code, reason = "not every story kills it")]
    pub(crate) witness: Process,
    pub(crate) folder: tempfile::TempDir,
}

/// The national number of the `n`th inhabitant.
pub(crate) fn inhabitant(n: u32) -> String {
    let digits = format!("{:09}", 100_200_300 + n);
    let sum: u32 =
        (2..=10).rev().zip(digits.bytes()).map(|(weight, digit)| weight * u32::from(digit - b'0')).sum();
    let check = if sum % 11 < 2 { sum % 11 } else { 11 - sum % 11 };
    format!("{digits}{check}")
}

fn name(text: &str) -> Name {
    Name { fa: text.into(), en: text.into() }
}

fn county(when_alone: WhenAlone) -> Value {
    let event = Event {
        title: name("town"),
        polling_day: "2026-05-01".into(),
        counting_unit: CountingUnit::Branch,
        privacy_floor: 0,
        when_alone,
        contests: vec![EventContest {
            id: ContestId::new(CONTEST).unwrap(),
            title: name("contest"),
            rule: "plurality".into(),
            readings: BTreeMap::new(),
            seats: 1,
            alternates: 0,
            picks: 1,
            executive: name("board"),
            supervisory: name("board"),
        }],
    };
    let voters: String = (0..40).map(|n| format!("{},voter\n", inhabitant(n))).collect();
    json!({
        "event": serde_json::to_string(&event).unwrap(),
        "lists": "contest,code,name_fa,name_en\n",
        "candidates": format!("contest,code,name_fa,name_en,list,veteran,degree\n{CONTEST},51,a,a,,0,0\n{CONTEST},52,b,b,,0,0\n"),
        "branches": "id,name_fa,name_en,area\n0001,a,a,d01\n0002,b,b,d01\n",
        "voters": format!("national_id,name\n{voters}"),
    })
}

/// Whoever holds the headquarters' token.
pub(crate) struct Operator {
    url: String,
    token: String,
    client: reqwest::Client,
}

impl Operator {
    pub(crate) async fn asks(&self, to: &str, body: &Value) -> Box<serde_json::value::RawValue> {
        let request =
            self.client.post(format!("{}/api/v1/{to}", self.url)).bearer_auth(&self.token).json(body);
        answer(request.send().await).await.unwrap()
    }
}

/// A trustee's act, to its end; answers what it prints.
fn trustee(folder: &Path, words: &[&str]) -> String {
    let mut command = Command::new(AMIN);
    command
        .arg("trustee")
        .args(words)
        .arg("--dir")
        .arg(folder.join("trustee"))
        .env("AMIN_PASSPHRASE", "of a test");
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn signed_by<const N: usize>(
    people: &BTreeMap<Signatory, Signer>,
    event: &Digest,
    entry: Entry,
    by: [Signatory; N],
) -> Entry {
    by.into_iter().fold(entry, |entry, by| {
        let signer = &people[&by];
        entry.signed(event, by, signer)
    })
}

impl Town {
    /// Ready for its polling day: the key is made, the polls are not open.
    pub(crate) async fn found(when_alone: WhenAlone) -> Self {
        Self::found_on(&Ground::here(), when_alone).await
    }

    /// The same, on this ground.
    pub(crate) async fn found_on(ground: &Ground, when_alone: WhenAlone) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        let at = |name: &str| path.join(name).display().to_string();
        let witness = ["witness", "--dir", &at("witness"), "--listen", "127.0.0.1:0"];
        let witness = Process::start(&path, "witness", &[], &witness);
        let serve =
            ["serve", "--data", &at("hq"), "--listen", ground.headquarters, "--witness", &witness.url];
        let headquarters = Process::start(&path, "serve", &[], &serve);
        let (url, client) = (headquarters.url.clone(), station::wire::plain());
        let token = std::fs::read_to_string(path.join("hq/operator.token")).unwrap();
        let operator = Operator { url: url.clone(), token: token.trim().to_owned(), client: client.clone() };
        operator.asks("import", &county(when_alone)).await;
        let (mut people, mut signers, mut branches) = (BTreeMap::new(), Vec::new(), Vec::new());
        let contest = ContestId::new(CONTEST).unwrap();
        let mut names = Side::BOTH.map(|side| Signatory::Body(contest.clone(), side)).to_vec();
        for id in ["0001", "0002"].map(|id| BranchId::new(id).unwrap()) {
            names.extend(Side::BOTH.map(|side| Signatory::Officer(id.clone(), side)));
            let (line, dir) = (Line::lay(&url).await, path.join(format!("branch-{id}")));
            let of = dir.display().to_string();
            let first = branches.is_empty();
            let to = if first && ground.directly { &url } else { &line.url };
            let listen = if first { ground.branch } else { "127.0.0.1:0" };
            let before = if first { ground.before.as_slice() } else { &[] };
            let words = ["branch", "--id", id.as_str(), "--dir", &of, "--headquarters", to];
            let words = [words.as_slice(), &["--cards", "40", "--listen", listen]].concat();
            let machine = Process::start(&path, &format!("branch-{id}"), before, &words);
            let key: SignerKey =
                answer(client.get(format!("{}/api/v1/identity", machine.url)).send().await).await.unwrap();
            signers.push(key);
            branches.push(Branch { id, folder: dir, machine, line });
        }
        for of in names {
            let signer = Signer::generate(&mut rand::rng());
            signers.push(SignerKey { of: of.clone(), key: signer.public() });
            people.insert(of, signer);
        }
        let enrolled = trustee(&path, &["enrol", "--index", "1", "--name-fa", "a", "--name-en", "a"]);
        let line = enrolled.lines().find(|line| line.starts_with('{')).unwrap();
        let trustees: Vec<Trustee> = vec![serde_json::from_str(line).unwrap()];
        let keys = Keys { threshold: 1, trustees, signers };
        let entry = operator.asks("setup", &serde_json::to_value(&keys).unwrap()).await;
        let entry = Entry::parse(entry.get().as_bytes()).unwrap();
        let Body::Setup(body) = &entry.body else { panic!("the set-up's entry") };
        let event = body.setup.sha256;
        let entry =
            signed_by(&people, &event, entry, Side::BOTH.map(|side| Signatory::Body(contest.clone(), side)));
        Headquarters::new(&url).append_one(entry.to_bytes()).await.unwrap();
        trustee(&path, &["ceremony", "--record", &url]);
        Self { event, headquarters, operator, branches, people, client, witness, folder }
    }

    /// The boards of the contest sign an entry and put it on the record.
    #[allow(dead_code, reason = "not every story comes to a count")]
    pub(crate) async fn boards_sign<const N: usize>(&self, entry: &str, sides: [Side; N]) {
        let contest = ContestId::new(CONTEST).unwrap();
        let by = sides.map(|side| Signatory::Body(contest.clone(), side));
        let entry = signed_by(&self.people, &self.event, Entry::parse(entry.as_bytes()).unwrap(), by);
        Headquarters::new(&self.headquarters.url).append_one(entry.to_bytes()).await.unwrap();
    }

    /// The trustee does its part of the count.
    #[allow(dead_code, reason = "not every story comes to a count")]
    pub(crate) fn trustee(&self, act: &str) {
        trustee(self.folder.path(), &[act, "--record", &self.headquarters.url]);
    }

    /// What the verifier says of the record.
    #[allow(dead_code, reason = "not every story comes to a count")]
    pub(crate) fn verified(&self) -> bool {
        let record = self.folder.path().join("hq/record");
        Command::new(AMIN).arg("verify").arg(record).stdout(Stdio::null()).status().unwrap().success()
    }

    /// The token that the officers of a branch were told when its machine was started.
    pub(crate) fn token(&self, branch: usize) -> String {
        std::fs::read_to_string(self.branches[branch].folder.join("desk.token")).unwrap()
    }

    pub(crate) async fn get(&self, at: &str, path: &str) -> Result<Value, Problem> {
        let mut request = self.client.get(format!("{at}/api/v1/{path}"));
        if let Some(desk) = self.branches.iter().position(|branch| branch.machine.url == at) {
            request = request.bearer_auth(self.token(desk));
        }
        answer(request.send().await).await
    }

    pub(crate) async fn status(&self, branch: usize) -> Value {
        self.get(&self.branches[branch].machine.url, "status").await.unwrap()
    }

    /// Asks again until it is so.
    pub(crate) async fn wait(&self, branch: usize, what: &str, so: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        loop {
            let status = self.get(&self.branches[branch].machine.url, "status").await;
            match status {
                Ok(status) if so(&status) => return status,
                other => assert!(begun.elapsed() < PATIENCE, "never {what}: {other:?}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Types a number at the desk.
    pub(crate) async fn check_in(&self, branch: usize, national_id: &str) -> Result<Value, Problem> {
        let url = format!("{}/api/v1/check-ins", self.branches[branch].machine.url);
        let request = self.client.post(url).bearer_auth(self.token(branch));
        answer(request.json(&json!({ "national_id": national_id })).send().await).await
    }

    /// What the machine states, signed by both officers of the branch.
    pub(crate) async fn stated(&self, branch: usize, act: &str) -> Result<Vec<u8>, Problem> {
        if act == "closing" {
            // The officers count the stack, from which each confirmed voter drew a card.
            let drawn = self.status(branch).await["check_ins"].as_u64().unwrap();
            let left = self.cards(branch).len() as u64 - drawn;
            let url = format!("{}/api/v1/stack", self.branches[branch].machine.url);
            let count = self.client.post(url).bearer_auth(self.token(branch)).json(&json!({ "left": left }));
            let _: Value = answer(count.send().await).await?;
        }
        self.stated_by(branch, act, Side::BOTH).await
    }

    /// The same, signed by these.
    pub(crate) async fn stated_by<const N: usize>(
        &self,
        branch: usize,
        act: &str,
        sides: [Side; N],
    ) -> Result<Vec<u8>, Problem> {
        let Branch { id, machine, .. } = &self.branches[branch];
        let stated = self.client.get(format!("{}/api/v1/{act}", machine.url));
        let stated = stated.bearer_auth(self.token(branch)).send().await;
        let stated: Box<serde_json::value::RawValue> = answer(stated).await?;
        let entry = Entry::parse(stated.get().as_bytes()).unwrap();
        let officers = sides.map(|side| Signatory::Officer(id.clone(), side));
        Ok(signed_by(&self.people, &self.event, entry, officers).to_bytes())
    }

    /// Sends what both signed; answers its number, if the record has it.
    pub(crate) async fn say(&self, branch: usize, act: &str, entry: Vec<u8>) -> Result<Option<u64>, Problem> {
        let url = format!("{}/api/v1/{act}", self.branches[branch].machine.url);
        let said: Value =
            answer(self.client.post(url).bearer_auth(self.token(branch)).body(entry).send().await).await?;
        Ok(said["sequence"].as_u64())
    }

    /// The machine states, the officers sign, the record takes it. Asked again while the witness is waited for.
    pub(crate) async fn agree(&self, branch: usize, act: &str) -> Vec<u8> {
        let begun = Instant::now();
        loop {
            let done = async {
                let entry = self.stated(branch, act).await?;
                self.say(branch, act, entry.clone()).await.map(|_| entry)
            };
            match done.await {
                Ok(entry) => return entry,
                Err(problem) => assert!(begun.elapsed() < PATIENCE, "no {act}: {problem}"),
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Both officers of a branch sign what its desk asks, on devices of their own.
    #[allow(dead_code, reason = "not every story has an undoing")]
    pub(crate) async fn officers_sign(&self, branch: usize, code: &str) {
        #[derive(serde::Deserialize)]
        struct Fetched {
            sheet: Sheet,
        }
        let Branch { id, machine, .. } = &self.branches[branch];
        let acts = format!("{}/api/v1/acts/{code}", machine.url);
        for (seat, side) in [(Side::Executive, Seat::Executive), (Side::Supervisory, Seat::Supervisory)] {
            let fetched: Fetched = answer(self.client.get(&acts).send().await).await.unwrap();
            let signer = &self.people[&Signatory::Officer(id.clone(), seat)];
            let signed = fetched.sheet.sign(side, signer);
            let to = format!("{}/api/v1/acts/{}", machine.url, signed.sheet);
            let _: Value = answer(self.client.post(to).json(&signed).send().await).await.unwrap();
        }
    }

    /// The county's files in a folder.
    #[allow(dead_code, reason = "not every story draws a deck")]
    pub(crate) fn write_county(&self, when_alone: WhenAlone, folder: &Path) {
        std::fs::create_dir(folder).unwrap();
        let county = county(when_alone);
        for (name, file) in [("event", "event.json"), ("voters", "voters.csv")] {
            std::fs::write(folder.join(file), county[name].as_str().unwrap()).unwrap();
        }
    }

    /// A machine on a copy of a branch's folder, which reaches the headquarters by itself.
    #[allow(dead_code, reason = "not every story has a twin")]
    pub(crate) fn twin(&self, branch: usize) -> Process {
        let (path, of) = (self.folder.path(), &self.branches[branch]);
        let folder = path.join("twin");
        let copied = Command::new("cp").arg("-r").arg(&of.folder).arg(&folder).status();
        assert!(copied.is_ok_and(|copied| copied.success()));
        let folder = folder.display().to_string();
        let words = ["branch", "--id", of.id.as_str(), "--dir", &folder, "--listen", "127.0.0.1:0"];
        Process::start(
            path,
            "twin",
            &[],
            &[words.as_slice(), &["--headquarters", &self.headquarters.url]].concat(),
        )
    }

    /// The desk's page after a number was typed there.
    #[allow(dead_code, reason = "most stories are told to programs")]
    pub(crate) async fn page(&self, branch: usize, national_id: &str) -> String {
        let request = self.client.post(format!("{}/en", self.branches[branch].machine.url));
        let form = request
            .bearer_auth(self.token(branch))
            .header("content-type", "application/x-www-form-urlencoded");
        form.body(format!("national_id={national_id}")).send().await.unwrap().text().await.unwrap()
    }

    /// The figures of a closing.
    pub(crate) fn figures(entry: &[u8]) -> Closing {
        match Entry::parse(entry).unwrap().body {
            Body::Closing(closing) => closing,
            other => panic!("a closing, not {other:?}"),
        }
    }

    /// What the record holds under a code.
    pub(crate) async fn under(&self, code: &Digest) -> Result<Value, Problem> {
        self.get(&self.headquarters.url, &format!("receipts/{code}")).await
    }

    /// Pending cards of a branch, in their order.
    #[allow(dead_code, reason = "not every story is cut off")]
    pub(crate) fn pending_cards(&self, branch: usize) -> Vec<String> {
        let text = std::fs::read_to_string(self.branches[branch].folder.join("pending.csv")).unwrap();
        text.lines().skip(1).map(|line| line.split_once(',').unwrap().1.to_owned()).collect()
    }

    /// Printed cards of a branch's stack.
    pub(crate) fn cards(&self, branch: usize) -> Vec<String> {
        let text = std::fs::read_to_string(self.branches[branch].folder.join("cards.csv")).unwrap();
        text.lines().skip(1).map(str::to_owned).collect()
    }
}
