//! `amin probe`: what a branch's line to the headquarters carries, measured from the branch's own machine.

use crate::failure::Failure;
use crate::listen;
use clap::Args as ClapArgs;
use election::bytes::Digest;
use election::id::BranchId;
use election::signatory::Signatory;
use headquarters::network::probe::{Measured, Which};
use headquarters::place::Place;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Measure the way to the headquarters: latency, loss, throughput; and report it
///
/// The small questions are asked one after another, each on a connection that is kept; whatever is not answered in five
/// seconds counts as lost. Then something large is sent and fetched three times, and the middle one counts. The report is
/// signed by the branch's key, or sent with the token that an officer drew on the branch's page; without either, it is
/// only printed.
#[derive(ClapArgs)]
#[command(
    after_help = "Example:\n  amin probe --headquarters https://hq.example.ir --branch tehran/rey/2/0007 --bearer fibre --token 5c1d… --json"
)]
pub(crate) struct Args {
    /// Address of the headquarters
    #[arg(long)]
    headquarters: String,
    /// The branch, as the headquarters' register calls it
    #[arg(long)]
    branch: Place,
    /// Which line this machine is on now: primary, second, fibre, landline or sim
    #[arg(long)]
    bearer: String,
    /// File of the branch's key, once the set-up is frozen
    #[arg(long, conflicts_with = "token")]
    key: Option<PathBuf>,
    /// The token from the branch's page
    #[arg(long, env = "AMIN_PROBE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Small questions
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    questions: u16,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// After this a question is lost.
const LOST: Duration = Duration::from_secs(5);
/// What is sent to measure the way up.
const UP: usize = 256 << 10;
/// Large ones, of which the middle counts.
const LARGE: usize = 3;
/// A line that takes longer for one of them carries nothing.
const LARGEST: Duration = Duration::from_secs(60);

/// Measures, prints, and reports.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    listen::runtime()?.block_on(probe(args))
}

async fn probe(args: &Args) -> Result<(), Failure> {
    let _: Which = args.bearer.parse().map_err(|()| {
        Failure::new(
            format!("\u{201c}{}\u{201d} is no line", args.bearer),
            "Say primary, second, fibre, landline or sim",
        )
    })?;
    let way = Way::to(&args.headquarters)?;
    let measured = way.measure(args.questions).await?;
    let reported = way.report(args, measured).await?;
    if args.json {
        println!(
            "{}",
            json!({ "branch": args.branch, "bearer": args.bearer, "measured": measured, "reported": reported })
        );
    } else {
        let Measured { latency_ms, lost, upward_kbps, downward_kbps } = measured;
        println!(
            "latency {latency_ms} ms, lost {lost} of 1,000, up {upward_kbps} kbit/s, down {downward_kbps} kbit/s"
        );
        println!("{}", if reported { "reported" } else { "not reported: no --key and no --token" });
    }
    Ok(())
}

/// A line on which time ran out carries nothing, and that is news; anything else is a failure.
fn carried_nothing(asked: Instant, why: impl std::fmt::Display) -> Result<(usize, Duration), Failure> {
    if asked.elapsed() >= LARGEST { Ok((0, LARGEST)) } else { Err(Failure::other(why)) }
}

/// The way to the headquarters.
struct Way {
    client: reqwest::Client,
    url: String,
}

impl Way {
    fn to(url: &str) -> Result<Self, Failure> {
        let client = station::wire::client().timeout(LARGEST).connect_timeout(LOST).build();
        Ok(Self { client: client.map_err(Failure::other)?, url: url.trim_end_matches('/').to_owned() })
    }

    async fn measure(&self, questions: u16) -> Result<Measured, Failure> {
        let small = self.small(questions).await;
        let Some(latency) = middle(&small) else {
            return Err(Failure::new(
                format!("none of {questions} questions was answered by {}", self.url),
                "Check the line and the address; a report needs one that arrives",
            ));
        };
        let lost = usize::from(questions) - small.len();
        let (mut up, mut down) = (Vec::new(), Vec::new());
        for _ in 0..LARGE {
            up.push(self.up().await?);
            down.push(self.down().await?);
        }
        // Each large one waits for one way there and back besides; that is not what it carries.
        let rate = |(bytes, took): (usize, Duration)| {
            let milliseconds = took.saturating_sub(latency).as_secs_f64().max(0.001) * 1_000.0;
            (bytes as f64 * 8.0 / milliseconds) as u32
        };
        let rates = |all: Vec<(usize, Duration)>| {
            let mut rates: Vec<u32> = all.into_iter().map(rate).collect();
            rates.sort_unstable();
            rates[rates.len() / 2]
        };
        Ok(Measured {
            latency_ms: u32::try_from(latency.as_millis()).unwrap_or(u32::MAX),
            lost: u16::try_from(lost * 1_000 / usize::from(questions)).unwrap_or(1_000),
            upward_kbps: rates(up),
            downward_kbps: rates(down),
        })
    }

    /// The times of the small questions that were answered. The first opens the connection and does not count.
    async fn small(&self, questions: u16) -> Vec<Duration> {
        let mut answered = Vec::new();
        for n in 0..=questions {
            let asked = Instant::now();
            let answer = self.client.get(format!("{}/api/v1/probe", self.url)).timeout(LOST).send().await;
            let good = answer.is_ok_and(|answer| answer.status().is_success());
            if good && n > 0 {
                answered.push(asked.elapsed());
            }
        }
        answered
    }

    async fn up(&self) -> Result<(usize, Duration), Failure> {
        let mut bytes = vec![0; UP];
        rand::fill(&mut bytes[..]);
        let asked = Instant::now();
        let answer = self.client.post(format!("{}/api/v1/probe/up", self.url)).body(bytes).send().await;
        match answer.and_then(reqwest::Response::error_for_status) {
            Ok(_) => Ok((UP, asked.elapsed())),
            Err(e) => carried_nothing(asked, e),
        }
    }

    async fn down(&self) -> Result<(usize, Duration), Failure> {
        let asked = Instant::now();
        let answer = self.client.get(format!("{}/api/v1/probe/down", self.url)).send().await;
        let answer = match answer.and_then(reqwest::Response::error_for_status) {
            Ok(answer) => answer,
            Err(e) => return carried_nothing(asked, e),
        };
        match station::read::body(answer, 4 << 20).await {
            Ok(bytes) => Ok((bytes.len(), asked.elapsed())),
            Err(e) => carried_nothing(asked, e),
        }
    }

    /// Reports what was measured; answers whether it was, for somebody has to vouch for it.
    async fn report(&self, args: &Args, measured: Measured) -> Result<bool, Failure> {
        const PATH: &str = "/api/v1/probe/reports";
        let at = SystemTime::now().duration_since(UNIX_EPOCH).map_err(Failure::other)?.as_secs();
        let body = json!({ "branch": args.branch, "bearer": args.bearer, "at": at, "measured": measured });
        let body = serde_json::to_vec(&body).expect("numbers and texts");
        let mut request =
            self.client.post(format!("{}{PATH}", self.url)).header("content-type", "application/json");
        match (&args.key, &args.token) {
            (Some(file), _) => {
                if !file.exists() {
                    return Err(Failure::new(
                        format!("{} is not there", file.display()),
                        "Name the key of the branch's machine",
                    ));
                }
                let branch = BranchId::new(args.branch.code()).map_err(Failure::other)?;
                let (event, signer) = (self.event().await?, station::key(file)?);
                for (name, value) in
                    door::signed::headers(&event, &Signatory::Branch(branch), &signer, PATH, &body)
                {
                    request = request.header(name, value);
                }
            }
            (None, Some(token)) => request = request.bearer_auth(token),
            (None, None) => return Ok(false),
        }
        let answer = request.body(body).send().await.map_err(Failure::other)?;
        if answer.status().is_success() {
            return Ok(true);
        }
        let status = answer.status();
        let told: Value = answer.json().await.unwrap_or_default();
        let [title, detail] =
            ["title", "detail"].map(|part| told[part].as_str().unwrap_or_default().to_owned());
        Err(Failure::new(format!("the report was answered with {status}: {title}"), detail))
    }

    /// The event that a signature is for.
    async fn event(&self) -> Result<Digest, Failure> {
        let answer = self.client.get(format!("{}/api/v1/overview", self.url)).send().await;
        let told: Value = answer.map_err(Failure::other)?.json().await.map_err(Failure::other)?;
        let event = told["event"].as_str().and_then(|event| event.parse().ok());
        event.ok_or_else(|| {
            Failure::new(
                "the set-up is not frozen",
                "Until it is, report with a token from the branch's page",
            )
        })
    }
}

/// The middle of some times.
fn middle(times: &[Duration]) -> Option<Duration> {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slow_answer_does_not_speak_for_the_line() {
        let times = [40, 41, 39, 4_000, 42].map(Duration::from_millis);
        assert_eq!(middle(&times), Some(Duration::from_millis(41)));
        assert_eq!(middle(&[]), None);
    }
}
