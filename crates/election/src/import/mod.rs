//! The headquarters' files: `event.json`, `lists.csv`, `candidates.csv`, `branches.csv`, `voters.csv`.
//!
//! All or nothing: a folder is read whole, every mistake is listed with file, line and column, and only a
//! folder without mistakes becomes a [`draft::Draft`] and a roll.

mod branches;
mod candidates;
pub mod draft;
mod row;
mod voters;

pub use draft::Draft;
pub use row::Mistake;
pub use voters::Voter;

/// The files of a county, as bytes.
#[derive(Debug, Default)]
pub struct Files<'a> {
    /// `event.json`
    pub event: &'a [u8],
    /// `lists.csv`
    pub lists: &'a [u8],
    /// `candidates.csv`
    pub candidates: &'a [u8],
    /// `branches.csv`
    pub branches: &'a [u8],
    /// `voters.csv`
    pub voters: &'a [u8],
}

/// Reads all files, or lists what is wrong with them.
pub fn read(files: &Files<'_>) -> Result<(Draft, Vec<Voter>), Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let event = draft::read_event(files.event).map_err(|m| mistakes.push(m)).ok();
    let lists = candidates::read_lists(files.lists, &mut mistakes);
    let candidates = candidates::read_candidates(files.candidates, &mut mistakes);
    let branches = branches::read(files.branches, &mut mistakes);
    let voters = voters::read(files.voters, &mut mistakes);
    let Some(event) = event.filter(|_| mistakes.is_empty()) else { return Err(mistakes) };
    match draft::assemble(event, lists, candidates, branches) {
        Ok(draft) => Ok((draft, voters)),
        Err(mistakes) => Err(mistakes),
    }
}
