//! Play a deck at a machine's desk, and compare.

use super::deck::{self, Does, Line};
use crate::failure::Failure;
use crate::listen;
use clap::Args as ClapArgs;
use door::Problem;
use election::bytes::Digest;
use pollbook::entry::UndoReason;
use reqwest::{Client, RequestBuilder};
use serde::Serialize;
use serde_json::{Value, json};
use station::branch::Proposal;
use station::headquarters::answer;
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Which deck, at which machine.
#[derive(ClapArgs)]
pub(crate) struct Args {
    /// The deck
    deck: PathBuf,
    /// Address of the branch's machine, whose polls are open in a rehearsal
    #[arg(long)]
    desk: String,
    /// The rehearsal's event, 64 digits: at a machine of another event nothing is played, for its voters would have voted
    #[arg(long)]
    event: Digest,
    /// File with the desk's token
    #[arg(long)]
    token_file: PathBuf,
    /// Address of the headquarters, for a deck that takes a person off the roll
    #[arg(long, requires = "operator_token")]
    headquarters: Option<String>,
    /// File with the operator's token
    #[arg(long, requires = "headquarters")]
    operator_token: Option<PathBuf>,
    /// Run this command to cut the machine's line; without it a person at the terminal is asked to
    #[arg(long, value_name = "COMMAND", requires = "plug_in")]
    unplug: Option<String>,
    /// Run this command to join it again
    #[arg(long, value_name = "COMMAND", requires = "unplug")]
    plug_in: Option<String>,
    /// Seconds to wait for both officers' signatures, and for the machine to tell that its line is cut or joined
    #[arg(long, default_value_t = 180)]
    patience: u64,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What a line came to.
#[derive(Debug, Serialize)]
struct Played<'a> {
    line: usize,
    does: Does,
    #[serde(skip_serializing_if = "str::is_empty")]
    national_id: &'a str,
    must: &'a str,
    got: String,
    ok: bool,
    why: &'a str,
}

/// Plays, prints, and fails if any answer is another than the deck's.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let lines = deck::read(&args.deck)?;
    let desk = Desk::new(args)?;
    desk.can_play(&lines)?;
    let played = listen::runtime()?.block_on(desk.play(&lines))?;
    let wrong = played.iter().filter(|played| !played.ok).count();
    if args.json {
        println!("{}", json!({ "desk": args.desk, "ok": wrong == 0, "lines": played }));
    } else {
        print(&played);
    }
    if wrong == 0 {
        return Ok(());
    }
    let remedy =
        "This machine is not accepted. Keep it and its folder as they are, and tell the headquarters";
    Err(Failure::new(format!("{wrong} of {} answers are wrong", played.len()), remedy))
}

fn print(played: &[Played<'_>]) {
    println!("{:>4}  {:<9} {:<10}  {:<14} {:<14}", "line", "does", "number", "must", "got");
    for Played { line, does, national_id, must, got, ok, why } in played {
        let sign = if *ok { "=" } else { "≠" };
        println!("{line:>4}  {:<9} {national_id:<10}  {must:<14} {got:<14} {sign} {why}", does.to_string());
    }
    println!("{} of {} answers are right", played.iter().filter(|played| played.ok).count(), played.len());
}

/// The desk, and who is at hand.
struct Desk<'a> {
    args: &'a Args,
    url: &'a str,
    token: String,
    /// The headquarters and its operator's token.
    operator: Option<(&'a str, String)>,
    client: Client,
}

impl<'a> Desk<'a> {
    fn new(args: &'a Args) -> Result<Self, Failure> {
        let operator = args.headquarters.as_deref().zip(args.operator_token.as_deref());
        let operator =
            operator.map(|(url, file)| Ok::<_, Failure>((url.trim_end_matches('/'), token(file)?)));
        Ok(Self {
            args,
            url: args.desk.trim_end_matches('/'),
            token: token(&args.token_file)?,
            operator: operator.transpose()?,
            client: station::wire::plain(),
        })
    }

    /// Nothing is played of a deck that cannot be played to its end: its voters come once.
    fn can_play(&self, lines: &[Line]) -> Result<(), Failure> {
        let does = |what| lines.iter().any(|line| line.does == what);
        if does(Does::TakeOff) && self.operator.is_none() {
            return Err(Failure::new(
                "this deck takes a person off the roll",
                "Give --headquarters and --operator-token",
            ));
        }
        if does(Does::Unplug) && self.args.unplug.is_none() && !std::io::stdin().is_terminal() {
            return Err(Failure::new(
                "this deck cuts the machine's line, and nobody is at the terminal",
                "Give --unplug and --plug-in, the commands that do it",
            ));
        }
        Ok(())
    }

    async fn play<'l>(&self, lines: &'l [Line]) -> Result<Vec<Played<'l>>, Failure> {
        let status: Value = answer(self.get("status").send().await).await?;
        if status["event"] != json!(self.args.event) {
            return Err(Failure::new(
                format!("this machine is of event {}, and not of the rehearsal", status["event"]),
                "Never play a deck at a polling day's machine. Give the rehearsal's own event",
            ));
        }
        if status["stage"] != "open" {
            return Err(Failure::new(
                format!("the polls of this machine are not open: {}", status["stage"]),
                "Open them in the rehearsal first, as on polling day",
            ));
        }
        let mut receipts = BTreeMap::new();
        let mut played = Vec::new();
        for (n, Line { does, national_id, must, why }) in lines.iter().enumerate() {
            let got = match does {
                Does::CheckIn => self.check_in(national_id, &mut receipts).await,
                Does::Undo => self.undo(receipts.get(national_id.as_str()).copied()).await,
                Does::TakeOff => self.take_off(national_id).await,
                Does::Unplug => self.line("Unplug", self.args.unplug.as_deref(), must).await,
                Does::PlugIn => self.line("Plug in", self.args.plug_in.as_deref(), must).await,
            };
            // A refusal is an answer: what it says is compared.
            let got = got.unwrap_or_else(|problem| problem.code);
            let ok = got == *must;
            played.push(Played { line: n + 1, does: *does, national_id, must, got, ok, why });
        }
        Ok(played)
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}/api/v1/{path}", self.url)).bearer_auth(&self.token)
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}/api/v1/{path}", self.url)).bearer_auth(&self.token)
    }

    async fn check_in<'l>(
        &self,
        national_id: &'l str,
        receipts: &mut BTreeMap<&'l str, u64>,
    ) -> Result<String, Problem> {
        let request = self.post("check-ins").json(&json!({ "national_id": national_id }));
        let admission: Value = answer(request.send().await).await?;
        if let Some(receipt) = admission["receipt"].as_u64() {
            receipts.insert(national_id, receipt);
        }
        Ok(word(&admission["decision"]))
    }

    async fn undo(&self, receipt: Option<u64>) -> Result<String, Problem> {
        let Some(receipt) = receipt else { return Ok("no-receipt".into()) };
        let undo = Proposal::Undo { receipt, reason: UndoReason::WrongPerson };
        let asked: Value = answer(self.post("acts").json(&undo).send().await).await?;
        let code = word(&asked["code"]);
        eprintln!("both officers sign: amin signer act --branch {} --code {code}", self.url);
        let done = self.wait(&format!("acts/{code}"), |sheet| !sheet["done"].is_null()).await?;
        Ok(done.map_or_else(|| "unsigned".into(), |sheet| word(&sheet["done"]["done"])))
    }

    async fn take_off(&self, national_id: &str) -> Result<String, Problem> {
        let Some((url, token)) = &self.operator else { return Ok("no-operator".into()) };
        let request = self.client.post(format!("{url}/api/v1/taken-off")).bearer_auth(token);
        let request = request.json(&json!({ "national_id": national_id, "reason": "test deck" }));
        let done: Value = answer(request.send().await).await?;
        Ok(if done["standing"].is_null() { "off" } else { "has-voted" }.into())
    }

    /// Cuts the machine's line or joins it, and waits until the machine says so.
    async fn line(&self, act: &str, command: Option<&str>, must: &str) -> Result<String, Problem> {
        match command {
            Some(command) => {
                let done = tokio::process::Command::new("sh").args(["-c", command]).status().await;
                if !done.is_ok_and(|status| status.success()) {
                    return Ok("command-failed".into());
                }
            }
            None => {
                eprintln!("{act} the machine's line to the headquarters, then press Enter");
                let pressed = tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new()));
                let _ = pressed.await;
            }
        }
        let state = |status: &Value| word(&status["contact"]["state"]);
        match self.wait("status", |status| state(status) == must).await? {
            Some(status) => Ok(state(&status)),
            None => Ok(state(&answer(self.get("status").send().await).await?)),
        }
    }

    /// Asks until it is so; nothing if it is not within the patience.
    async fn wait(&self, path: &str, so: impl Fn(&Value) -> bool) -> Result<Option<Value>, Problem> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(self.args.patience) {
            let told: Value = answer(self.get(path).send().await).await?;
            if so(&told) {
                return Ok(Some(told));
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(None)
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn token(file: &Path) -> Result<String, Failure> {
    let token = station::disk::read(file)?.ok_or_else(|| {
        Failure::new(
            format!("{} is missing", file.display()),
            "desk.token is in the folder of the branch's machine",
        )
    })?;
    Ok(String::from_utf8_lossy(&token).trim().to_owned())
}
