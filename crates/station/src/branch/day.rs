//! What the day came to so far, for reading and for taking along: figures of the day, voting history, the log in a form that others read.

use super::poll_book::PollBook;
use super::{Machine, wall};
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use door::Problem;
use pollbook::report::{Summary, event_log, history, throughput};
use screens::desk::{self, Bin, Day};
use screens::locale::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

type Shared = State<Arc<Machine>>;

/// The widths of a bin that are offered, in minutes.
const WIDTHS: [u64; 3] = [15, 30, 60];

pub(super) fn router() -> Router<Arc<Machine>> {
    Router::new()
        .route("/{lang}/day", get(day))
        .route("/api/v1/exports/throughput.csv", get(throughput_csv))
        .route("/api/v1/exports/history.csv", get(history_csv))
        .route("/api/v1/exports/events.json", get(events))
}

/// How wide the bins are.
#[derive(serde::Deserialize)]
struct Width {
    #[serde(default)]
    minutes: u64,
}

impl Width {
    fn minutes(&self) -> u64 {
        if WIDTHS.contains(&self.minutes) { self.minutes } else { 60 }
    }
}

async fn day(
    State(machine): Shared,
    Path(lang): Path<Lang>,
    Query(width): Query<Width>,
) -> Result<Response, Problem> {
    let (summary, bins) = machine.of_the_day(width.minutes()).await?;
    let bins = bins.into_iter().map(|(from, check_ins)| Bin { from: moment(from), check_ins }).collect();
    let Summary { confirmed, pending, repeats, overrides } = summary;
    let at = moment(wall());
    let configuration = machine.read_book(|book| book.desk().configuration().to_string()).await?;
    let (widths, width) = (WIDTHS.to_vec(), width.minutes());
    let program = machine.program.map(|program| program.to_string());
    let day = Day { at, confirmed, pending, repeats, overrides, widths, width, bins, configuration, program };
    Ok(desk::day(lang, &machine.view(None).await, &day).into_response())
}

async fn throughput_csv(State(machine): Shared, Query(width): Query<Width>) -> Result<Response, Problem> {
    let mut csv = String::from("from,minutes,check_ins\n");
    for (from, check_ins) in machine.of_the_day(width.minutes()).await?.1 {
        writeln!(csv, "{},{},{check_ins}", moment(from), width.minutes()).expect("a text takes all");
    }
    Ok(file("throughput.csv", "text/csv; charset=utf-8", csv))
}

async fn history_csv(State(machine): Shared) -> Result<Response, Problem> {
    let csv = machine.read_book(|book| history(book.desk().book(), moment)).await?;
    Ok(file("history.csv", "text/csv; charset=utf-8", csv))
}

async fn events(State(machine): Shared) -> Result<Response, Problem> {
    let event = machine.known().await?.event.to_string();
    let json =
        machine.read_book(|book| event_log(book.desk().log(), &event, &moment(wall()), moment)).await?;
    Ok(file("events.json", "application/json", json.to_string()))
}

fn file(name: &str, kind: &'static str, body: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body)
        .into_response()
}

/// RFC 3339, UTC, to the second.
pub(super) fn moment(wall: u64) -> String {
    let at = i64::try_from(wall).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    at.map_or_else(String::new, |at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

impl Machine {
    async fn of_the_day(&self, minutes: u64) -> Result<(Summary, BTreeMap<u64, u64>), Problem> {
        let told = |book: &PollBook| {
            let of = book.desk().book();
            (Summary::of(of, &self.id), throughput(of, &self.id, minutes))
        };
        self.read_book(told).await
    }
}
