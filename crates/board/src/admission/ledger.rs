//! The end of the polls: the headquarters' ledger against what every branch signed.

use super::{Files, Refusal, State};
use crate::entry::{BranchCheckIns, Kind, Ledger};
use crate::path;
use election::json::objects;
use election::outcome::Void;
use election::signatory::Signatory;

/// Every branch accounted for → Counting: the headquarters publishes what its ledger has for each branch.
///
/// A branch of the set-up has either closed, or those who must have said why it has no box. So the
/// headquarters cannot leave one out as if it had never opened.
pub(super) fn ledger(state: &mut State, body: &Ledger, files: &dyn Files) -> Result<(), Refusal> {
    let by = Signatory::Headquarters;
    if state.ledger.is_some() {
        return Err(Refusal::Again { kind: Kind::Ledger, of: "the event".into(), by });
    }
    if state.branches.is_empty() {
        return Err(Refusal::Early { kind: Kind::Ledger, needs: "the opening of any branch" });
    }
    let accounted = |id| {
        let closed = state.branches.get(id).is_some_and(|b| b.closing.is_some());
        closed || state.voids.contains_key(id)
    };
    let branches = || state.setup.iter().flat_map(|s| &s.branches).map(|b| &b.id);
    if let Some(open) = branches().find(|id| !accounted(*id)) {
        return Err(Refusal::Unaccounted { branch: open.clone() });
    }
    let bytes = files.matching(path::LEDGER, &body.ledger)?;
    let form = |what: String| Refusal::FileForm { path: path::LEDGER.into(), by: by.clone(), what };
    let rows: Vec<BranchCheckIns> = serde_json::from_slice(&bytes).map_err(|e| form(e.to_string()))?;
    if objects(&bytes) != rows.len() {
        return Err(form("a list stands where an object belongs".into()));
    }
    if !branches().eq(rows.iter().map(|row| &row.branch)) {
        return Err(form("it does not list the branches of the set-up in their order".into()));
    }
    for row in &rows {
        let not_opened = state.voids.get(&row.branch).is_some_and(|void| void.why == Void::NotOpened);
        let due =
            if not_opened { Some(0) } else { state.branches.get(&row.branch).and_then(|b| b.check_ins()) };
        // A lost branch signed no figure; its ballots are set aside.
        if let Some(closing) = due.filter(|due| *due != row.check_ins) {
            let branch = row.branch.clone();
            return Err(Refusal::LedgerDiffers { branch, ledger: row.check_ins, closing });
        }
    }
    state.ledger = Some(rows);
    state.make_boxes();
    Ok(())
}
