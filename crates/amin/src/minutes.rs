//! `amin minutes`: the minutes of a counted election as PDF, from its public record.

use crate::failure::Failure;
use crate::verify::Directory;
use ::verify::Source as _;
use board::branch_day::BranchDay;
use board::entry::File;
use board::log::Checkpoint;
use board::log::checkpoint::CHECKPOINT_PATH;
use board::path;
use board::reader::{Follower, policy};
use clap::Parser;
use election::outcome::{ContestResult, Drawn, Minutes, Remark};
use election::setup::{Contest, Setup};
use forms::Lang;
use forms::minutes::{Disturbances, Record};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Print the minutes of a counted election as PDF, from its public record
///
/// `branches/BRANCH-fa.pdf` with the minutes of each branch; then, for each contest, `seats-fa.pdf` with the calculation
/// of the seats, `county-fa.pdf` with the aggregation, and `boxes/UNIT-fa.pdf` with the minutes of each box; `-en` in
/// English. The record's signatures and its witness are checked first; whether it proves its election is what
/// `amin verify` says.
#[derive(Parser)]
#[command(
    after_help = "Examples:\n  amin minutes out/headquarters/record --out minutes\n  amin minutes https://results.example/record --out minutes --language fa"
)]
pub(crate) struct Args {
    /// Folder or address of the record
    record: String,
    /// Folder for the papers
    #[arg(long)]
    out: PathBuf,
    /// Language of the papers; both if left out
    #[arg(long, visible_alias = "lang", value_parser = ["fa", "en"])]
    language: Option<String>,
    /// Only this contest
    #[arg(long)]
    contest: Option<String>,
    /// The site that shows this record, for the code on the papers; that of an address if left out
    #[arg(long)]
    site: Option<String>,
}

/// A record that was followed to its head.
struct Followed<'a> {
    fetch: &'a dyn Fn(&str) -> Result<Option<Vec<u8>>, String>,
    follower: Follower,
    head: Checkpoint,
}

/// Prints.
pub(crate) fn run(args: Args) -> Result<(), Failure> {
    let address = ["http://", "https://"].iter().any(|start| args.record.starts_with(start));
    let remote = address.then(|| station::record::RemoteRecord::new(&args.record));
    let folder = Directory(PathBuf::from(&args.record));
    let fetch = |path: &str| match &remote {
        Some(remote) => remote.fetch(path),
        None => folder.read(path).map_err(|e| e.what),
    };
    let site = match (&args.site, address) {
        (Some(site), _) => Some(site.trim_end_matches('/').to_owned()),
        (None, true) => args.record.trim_end_matches('/').strip_suffix("/record").map(str::to_owned),
        (None, false) => None,
    };
    let record = Followed::to_the_head(&fetch)?;
    let setup = record.setup()?;
    let languages = match args.language.as_deref() {
        Some("fa") => vec![Lang::Fa],
        Some(_) => vec![Lang::En],
        None => vec![Lang::Fa, Lang::En],
    };
    let contests =
        setup.contests.iter().filter(|c| args.contest.as_deref().is_none_or(|id| id == c.id.as_str()));
    let mut papers = 0;
    if args.contest.is_none() {
        for &language in &languages {
            papers += print_branches(&record, &setup, language, site.as_deref(), &args.out)?;
        }
    }
    for contest in contests {
        for &language in &languages {
            papers += print(&record, &setup, contest, language, site.as_deref(), &args.out)?;
        }
    }
    match papers {
        0 => Err(Failure::new(
            "no branch has opened yet",
            "Print the minutes when the polls are open or later",
        )),
        _ => {
            println!("{papers} papers in {}", args.out.display());
            Ok(())
        }
    }
}

/// The minutes of every branch that has a day to tell of, in one language. Returns how many.
fn print_branches(
    record: &Followed<'_>,
    setup: &Setup,
    language: Lang,
    site: Option<&str>,
    out: &Path,
) -> Result<usize, Failure> {
    let (state, paper) = (record.follower.state(), record.paper(setup, site)?);
    let mut papers = 0;
    for branch in &setup.branches {
        let day = BranchDay::of(state, &branch.id);
        if day.opening.is_none() && day.void.is_none() {
            continue;
        }
        let mut counts: Vec<Minutes> = Vec::new();
        for id in &day.boxes {
            let file = state.boxes().get(id).and_then(|standing| standing.minutes);
            counts.extend(file.map(|file| record.file(&path::minutes(id), file)).transpose()?);
        }
        let pdf = paper.of_branch(language, &day, &counts, &[]).map_err(Failure::other)?;
        let name = format!("branches/{}-{}.pdf", branch.id, language.code());
        station::disk::write(&out.join(name), &pdf, false)?;
        papers += 1;
    }
    Ok(papers)
}

/// The papers of one contest in one language. Returns how many.
fn print(
    record: &Followed<'_>,
    setup: &Setup,
    contest: &Contest,
    language: Lang,
    site: Option<&str>,
    out: &Path,
) -> Result<usize, Failure> {
    let (state, paper) = (record.follower.state(), record.paper(setup, site)?);
    let code = language.code();
    let folder = out.join(contest.id.as_str());
    let mut boxes: Vec<Minutes> = Vec::new();
    for (id, standing) in state.boxes().iter().filter(|(id, _)| id.contest == contest.id) {
        let Some(file) = standing.minutes else { continue };
        boxes.push(record.file(&path::minutes(id), file)?);
    }
    // What the desks' logs tell is not on the record.
    let nothing = Disturbances::new();
    let mut papers = 0;
    let mut keep = |name: String, pdf: Result<Vec<u8>, forms::Failed>| -> Result<(), Failure> {
        station::disk::write(&folder.join(name), &pdf.map_err(Failure::other)?, false)?;
        papers += 1;
        Ok(())
    };
    for minutes in &boxes {
        let days: Vec<BranchDay> = minutes.branches.iter().map(|id| BranchDay::of(state, id)).collect();
        let name = format!("boxes/{}-{code}.pdf", minutes.box_id.unit);
        keep(name, paper.of_box(language, minutes, &days, &nothing))?;
    }
    if boxes.is_empty() {
        return Ok(0);
    }
    let remarks: Vec<Remark> = setup.branches.iter().flat_map(|branch| state.remarks(&branch.id)).collect();
    keep(format!("county-{code}.pdf"), paper.county(language, contest, &boxes, &remarks, &nothing))?;
    if let Some(file) = state.outcomes().get(&contest.id) {
        let result: ContestResult = record.file(&path::result(&contest.id), *file)?;
        let lots: Vec<Drawn> = state.lots(&contest.id).iter().map(|lot| lot.drawn.clone()).collect();
        if result.valid_votes > 0 {
            keep(format!("seats-{code}.pdf"), paper.seats(language, contest, &result, &lots))?;
        }
    }
    Ok(papers)
}

impl<'a> Followed<'a> {
    /// What every paper of this record says of it.
    fn paper<'p>(&'p self, setup: &'p Setup, site: Option<&'p str>) -> Result<Record<'p>, Failure> {
        let event = self.follower.state().event().ok_or_else(|| Failure::other("the record has no event"))?;
        Ok(Record { setup, event: *event, head: &self.head, site })
    }

    fn to_the_head(fetch: &'a dyn Fn(&str) -> Result<Option<Vec<u8>>, String>) -> Result<Self, Failure> {
        let mut follower = Follower::of(None);
        loop {
            follower.advance(fetch)?;
            let setup = follower.state().setup().cloned().ok_or_else(|| {
                Failure::new("there is no record here", "Give the folder that holds the file `checkpoint`")
            })?;
            let note = fetch(CHECKPOINT_PATH).map_err(Failure::other)?.unwrap_or_default();
            let head = policy(&setup)?.open(&note).map_err(Failure::other)?.checkpoint;
            // A record that grew while it was read is followed once more.
            if head.size == follower.size() {
                return Ok(Self { fetch, follower, head });
            }
        }
    }

    fn setup(&self) -> Result<std::sync::Arc<Setup>, Failure> {
        self.follower.state().setup().cloned().ok_or_else(|| Failure::other("the record has no set-up"))
    }

    /// A file of the record, if it is the one that its entry names.
    fn file<T: DeserializeOwned>(&self, path: &str, named: File) -> Result<T, Failure> {
        let bytes = (self.fetch)(path).map_err(Failure::other)?.unwrap_or_default();
        if !named.is(&bytes) {
            let what = format!("{path} is not the file that the record's entry names");
            return Err(Failure::new(what, "Run `amin verify` on the record for the whole report"));
        }
        serde_json::from_slice(&bytes).map_err(|e| Failure::other(format!("{path}: {e}")))
    }
}
