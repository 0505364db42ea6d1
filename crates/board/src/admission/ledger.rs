//! The end of the polls: the headquarters' ledger against what every branch signed.

use super::{Files, Refusal, State};
use crate::entry::{self, BranchCheckIns, Kind, Ledger};
use crate::path;
use election::id::BranchId;
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
    if let Some(open) = state.unaccounted() {
        return Err(Refusal::Unaccounted { branch: open.clone() });
    }
    let branches = || state.setup.iter().flat_map(|s| &s.branches).map(|b| &b.id);
    if state.decided.is_none()
        && let Some((branch, card)) = state.pending().next()
    {
        let what = "no decision stands before the ledger".to_owned();
        return Err(Refusal::Undecided {
            branch: Some(branch.clone()),
            card: Some(*card),
            what,
            by: vec![by],
        });
    }
    let bytes = files.matching(path::LEDGER, &body.ledger)?;
    let form = |what: String| Refusal::FileForm { path: path::LEDGER.into(), by: by.clone(), what };
    let rows: Vec<BranchCheckIns> = serde_json::from_slice(&bytes).map_err(|e| form(e.to_string()))?;
    if bytes != entry::ledger_file(&rows) {
        return Err(form("it means a ledger, and is not written as one is".into()));
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

impl State {
    /// The first branch of the set-up that has neither closed nor been declared to have no box: until there is none the
    /// ledger stays open.
    pub fn unaccounted(&self) -> Option<&BranchId> {
        let accounted = |id: &BranchId| {
            let closed = self.branches.get(id).is_some_and(|branch| branch.closing.is_some());
            closed || self.voids.contains_key(id)
        };
        let branches = self.setup.iter().flat_map(|setup| &setup.branches);
        branches.map(|branch| &branch.id).find(|id| !accounted(id))
    }
}
