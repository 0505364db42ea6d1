//! Every published total against what the voters chose, tallied by the players themselves.

use super::Held;
use crate::failure::Failure;
use election::outcome::ContestResult;
use serde_json::{Value, json};
use std::path::Path;

/// Fails loudly on any difference; answers the contests for the summary.
pub(crate) fn with_what_voters_chose(record: &Path, held: &Held) -> Result<Vec<Value>, Failure> {
    let mut contests = Vec::new();
    for contest in &held.setup.contests {
        let path = record.join(board::path::result(&contest.id));
        let bytes = std::fs::read(&path).map_err(Failure::other)?;
        let published: ContestResult = serde_json::from_slice(&bytes).map_err(Failure::other)?;
        if let Some(difference) = held.polled.tally.differences(&contest.id, &published.totals).first() {
            return Err(Failure::new(
                difference,
                "THE PUBLISHED TOTALS ARE NOT WHAT THE VOTERS CHOSE: keep the folder and report it",
            ));
        }
        let totals = &published.totals;
        contests.push(json!({
            "id": contest.id,
            "ballots": totals.ballots,
            "blank": totals.blank_picks,
            "candidates": totals.votes,
            "elected": published.elected,
        }));
    }
    Ok(contests)
}
