//! `amin plan size`: devices and booths for a county.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use forms::{Lang, capacity};
use planning::proof::{Proof, prove};
use planning::size::{Costs, Need, Obstacle, Promise, Question, Sizing, size};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::county::{self, Row, Settings};
use super::{Error, print};

/// The least devices and booths of each branch that keep the promise about waiting.
#[derive(Debug, clap::Args)]
#[command(
    allow_negative_numbers = true,
    after_help = format!("{}\n\nExample:\n  printf 'id,voters\\n17,900\\n18,1600\\n' > county.csv\n  \
                          amin plan size county.csv --check-in-seconds 45 --stock 5", county::COLUMNS)
)]
pub(crate) struct Size {
    /// The list of branches.
    file: PathBuf,
    #[command(flatten)]
    settings: Settings,
    /// Nobody waits longer than this, check-in and booth together, in minutes ...
    #[arg(long, default_value_t = 30.0)]
    limit_minutes: f64,
    /// ... on this share of polling days ...
    #[arg(long, default_value_t = 0.95)]
    days_share: f64,
    /// ... with this confidence.
    #[arg(long, default_value_t = 0.95)]
    confidence: f64,
    /// Cost of a device; a branch gets the cheapest mix.
    #[arg(long, default_value_t = 1.0)]
    device_cost: f64,
    /// Cost of a booth.
    #[arg(long, default_value_t = 0.25)]
    booth_cost: f64,
    /// Devices there are; shared so that the longest wait is least. No limit when absent.
    #[arg(long)]
    stock: Option<u64>,
    /// Simulated polling days for each branch.
    #[arg(long, default_value_t = 200)]
    replications: u32,
    /// The seed; the same seed gives the same answer.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Also answer for check-ins a quarter shorter, a quarter and a half longer, and for a tenth and
    /// a quarter more voters.
    #[arg(long)]
    sensitivity: bool,
    /// Print the capacity proof of this branch instead, as a page to be signed.
    #[arg(long, value_name = "ID")]
    proof: Option<String>,
    /// Also print the capacity proof of every branch into this folder, as PDF to be signed.
    #[arg(long, value_name = "DIR")]
    proofs: Option<PathBuf>,
    /// The language of those papers: fa or en.
    #[arg(long, default_value = "fa", value_parser = ["fa", "en"])]
    language: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Size {
    pub(super) fn run(self) -> Result<(), Error> {
        let rows = county::read(&self.file)?;
        let mut branches = self.settings.branches(&rows)?;
        if let Some(id) = &self.proof {
            branches.retain(|branch| branch.id == *id);
            if branches.is_empty() {
                let (field, name) = ("proof".to_owned(), id.clone());
                return Err(planning::InputError::Unknown { field, name }.into());
            }
        }
        let question = Question {
            promise: Promise {
                limit_s: self.limit_minutes * 60.0,
                days_share: self.days_share,
                confidence: self.confidence,
            },
            costs: Costs { device: self.device_cost, booth: self.booth_cost },
            stock: if self.proof.is_some() { None } else { self.stock },
            days: self.replications,
            seed: self.seed,
            branches,
        };
        let sizing = with_progress(question.branches.len(), |done| size(&question, done))?;
        if self.proof.is_some() {
            let (branch, need) = (&question.branches[0], &sizing.needs[0]);
            let proof =
                prove(branch, (need.devices, need.booths), question.promise, question.days, question.seed)?;
            return if self.json { print::json(&json!(proof)) } else { print::lines(&page(&proof)) };
        }
        if let Some(folder) = &self.proofs {
            self.print_proofs(folder, &rows, &question, &sizing)?;
        }
        let cases = if self.sensitivity { sensitivity(&question)? } else { vec![] };
        if self.json {
            let mut value = answer(&question, &sizing);
            value["sensitivity"] = json!(cases);
            return print::json(&value);
        }
        let mut lines = sheet(&question, &sizing);
        if self.sensitivity {
            lines.push(String::new());
            lines.extend(sensitivity_sheet(&sizing, &cases));
        }
        print::lines(&lines)
    }
}

impl Size {
    /// A sheet for each branch, named after it.
    fn print_proofs(
        &self,
        folder: &Path,
        rows: &[Row],
        question: &Question,
        sizing: &Sizing,
    ) -> Result<(), Error> {
        let cannot = |path: &Path, source| Error::WriteFile { path: path.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(|source| cannot(folder, source))?;
        let language = if self.language == "fa" { Lang::Fa } else { Lang::En };
        let list = self.file.display();
        with_progress(sizing.needs.len(), |done| {
            question.branches.par_iter().zip(&sizing.needs).try_for_each(|(branch, need)| {
                let plan = (need.devices, need.booths);
                let proof = prove(branch, plan, question.promise, question.days, question.seed)?;
                let command = format!("amin plan size {list} --proof {} --seed {} …", branch.id, self.seed);
                let name = rows.iter().find(|row| row.id == branch.id).and_then(|row| row.name.as_deref());
                let sheet = capacity::Branch { name, proof: &proof, command: &command };
                let pdf = capacity::print(language, &sheet)?;
                // A name that is no file name must not lead out of the folder.
                let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
                let file: String = branch.id.chars().map(plain).collect();
                let path = folder.join(format!("{file}-{}.pdf", self.language));
                std::fs::write(&path, pdf).map_err(|source| cannot(&path, source))?;
                done();
                Ok(())
            })
        })
    }
}

/// Shows progress on a terminal, and nothing in a pipe.
pub(crate) fn with_progress<T>(steps: usize, work: impl FnOnce(&(dyn Fn() + Sync)) -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work(&|| ());
    }
    let bar = indicatif::ProgressBar::new(steps as u64);
    let answer = work(&|| bar.inc(1));
    bar.finish_and_clear();
    answer
}

/// What the county would need if it turned out otherwise.
#[derive(Debug, serde::Serialize)]
struct Case {
    check_in_times: f64,
    voters_times: f64,
    devices: u64,
    booths: u64,
}

fn sensitivity(question: &Question) -> Result<Vec<Case>, Error> {
    let cases = [(0.75, 1.0), (1.25, 1.0), (1.5, 1.0), (1.0, 1.1), (1.0, 1.25), (1.25, 1.25)];
    cases
        .into_iter()
        .map(|(check_in_times, voters_times)| {
            let mut other = Question { stock: None, ..question.clone() };
            for branch in &mut other.branches {
                branch.place.voters *= voters_times;
                let check_in = &mut branch.place.stages[0].service;
                *check_in = check_in.scaled(check_in_times);
            }
            let sizing = with_progress(other.branches.len(), |done| size(&other, done))?;
            Ok(Case { check_in_times, voters_times, devices: sizing.devices, booths: sizing.booths })
        })
        .collect()
}

fn sensitivity_sheet(sizing: &Sizing, cases: &[Case]) -> Vec<String> {
    let rows: Vec<Vec<String>> = cases
        .iter()
        .map(|case| {
            vec![
                format!("× {}", case.check_in_times),
                format!("× {}", case.voters_times),
                case.devices.to_string(),
                format!("{:+}", case.devices as i64 - sizing.devices as i64),
                case.booths.to_string(),
            ]
        })
        .collect();
    print::table(&["check-in time", "voters", "devices", "difference", "booths"], &rows)
}

fn answer(question: &Question, sizing: &Sizing) -> Value {
    let branches = sizing.needs.iter().enumerate().map(|(i, need)| {
        let mut value = json!(need);
        if let Some(shared) = &sizing.shared {
            value["allotted"] = json!(shared.branches[i].devices);
            value["allotted_longest_wait_s"] = json!(shared.branches[i].longest_wait_s);
            value["allotted_excess_s"] = json!(shared.branches[i].excess_s);
        }
        value
    });
    json!({
        "devices": sizing.devices,
        "booths": sizing.booths,
        "cost": sizing.cost,
        "devices_at_least": sizing.devices_at_least,
        "cost_at_least": sizing.cost_at_least,
        "gap": sizing.cost / sizing.cost_at_least - 1.0,
        "promise": question.promise,
        "stock": question.stock,
        "shared": sizing.shared.as_ref().map(|shared| json!({
            "devices": shared.devices,
            "missing": shared.missing,
            "longest_wait_s": shared.longest_wait_s,
            "devices_for_less": shared.devices_for_less,
        })),
        "replications": question.days,
        "seed": question.seed,
        "branches": branches.collect::<Vec<_>>(),
    })
}

fn sheet(question: &Question, sizing: &Sizing) -> Vec<String> {
    let mut head = vec!["branch", "voters", "devices", "booths", "longest wait", "days broken"];
    if sizing.shared.is_some() {
        head.extend(["allotted", "then waits"]);
    }
    head.push("");
    let rows: Vec<Vec<String>> = sizing
        .needs
        .iter()
        .enumerate()
        .map(|(i, need)| {
            let mut row = vec![
                need.id.clone(),
                format!("{:.0}", need.voters),
                need.devices.to_string(),
                need.booths.to_string(),
                print::duration(need.longest_wait_s),
                format!("{}/{}", need.days_broken, question.days),
            ];
            if let Some(shared) = &sizing.shared {
                row.push(shared.branches[i].devices.to_string());
                row.push(print::duration(shared.branches[i].longest_wait_s));
            }
            row.push(remark(need));
            row
        })
        .collect();
    let mut lines = print::table(&head, &rows);
    let promise = &question.promise;
    lines.push(String::new());
    lines.push(format!(
        "{} devices and {} booths for {} branches; no plan has fewer than {} devices",
        sizing.devices,
        sizing.booths,
        sizing.needs.len(),
        sizing.devices_at_least
    ));
    lines.push(format!(
        "cost {:.2}, at least {:.2} (gap {})",
        sizing.cost,
        sizing.cost_at_least,
        print::percent(sizing.cost / sizing.cost_at_least - 1.0)
    ));
    if let Some(shared) = &sizing.shared {
        lines.push(format!(
            "stock of {}: {} are missing; shared so that the longest wait is {} (any less takes {} devices)",
            shared.devices,
            shared.missing,
            print::duration(shared.longest_wait_s),
            shared.devices_for_less
        ));
    }
    lines.push(format!(
        "longest wait: not exceeded on {} of days, with {} confidence; promised {}",
        print::percent(promise.days_share),
        print::percent(promise.confidence),
        print::duration(promise.limit_s)
    ));
    lines
}

fn remark(need: &Need) -> String {
    match need.obstacle {
        None => String::new(),
        Some(Obstacle::TooFewBooths { needed }) => format!("booths too few: {needed} needed"),
        Some(Obstacle::Unreachable) => "the promise cannot be kept here; split the branch".to_owned(),
    }
}

/// The capacity proof as a page of text.
fn page(proof: &Proof) -> Vec<String> {
    let fewer = |what: &str, broken: Option<u32>| match broken {
        Some(broken) => format!("  with one {what} fewer       {broken} of {} days broken", proof.days),
        None => format!("  with one {what} fewer       there would be none"),
    };
    let textbook = proof.textbook.mean_wait_s.map_or_else(
        || "infinite (its load exceeds its devices); the simulation above is what happens".to_owned(),
        |wait| format!("{}, if that interval lasted for ever", print::duration(wait)),
    );
    let promise = &proof.promise;
    vec![
        format!("# Capacity proof, branch {}", proof.id),
        String::new(),
        format!("Voters expected             {:.0} in {} hours", proof.voters, proof.hours),
        format!("Check-in, voting            {:.1} s, {:.1} s (means)", proof.check_in_s, proof.vote_s),
        format!("Identity devices, booths    {}, {}", proof.devices, proof.booths),
        String::new(),
        format!(
            "Promise                     nobody waits over {}, on {} of days, with {} confidence",
            print::duration(promise.limit_s),
            print::percent(promise.days_share),
            print::percent(promise.confidence)
        ),
        format!(
            "Result                      {}: {} of {} simulated days broken, {} may be",
            if proof.kept { "proven" } else { "NOT proven" },
            proof.days_broken,
            proof.days,
            proof.days_may_break
        ),
        fewer("device", proof.days_broken_with_one_device_fewer),
        fewer("booth ", proof.days_broken_with_one_booth_fewer),
        String::new(),
        format!("Mean wait                   {}", print::estimate(&proof.outcome.total.mean_s)),
        format!("95 % of voters wait within  {}", print::estimate(&proof.outcome.total.p95_s)),
        format!("Longest wait of a day       {}", print::estimate(&proof.outcome.total.longest_s)),
        format!("Last voter out              {} after opening", print::estimate(&proof.outcome.last_out_s)),
        String::new(),
        format!(
            "Arithmetic                  devices can take {} voters ({}), booths {} ({}), without a pause",
            proof.devices_arithmetic.can_serve,
            print::percent(proof.devices_arithmetic.share),
            proof.booths_arithmetic.can_serve,
            print::percent(proof.booths_arithmetic.share)
        ),
        format!(
            "Textbook, busiest interval  {:.2} devices busy; square-root staffing says {}",
            proof.textbook.load, proof.textbook.square_root_devices
        ),
        format!("  its mean wait             {textbook}"),
        String::new(),
        format!(
            "Computed from {} days with seed {}; ± is a 95 % confidence interval",
            proof.days, proof.seed
        ),
        String::new(),
        "Executive board  ____________________    Supervision board  ____________________".to_owned(),
    ]
}
