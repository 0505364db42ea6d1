//! Totals and seats of each contest, recomputed from what the boxes hold.

use crate::report::Report;
use crate::share::Boxed;
use crate::source::Source;
use board::admission::{Culprit, State};
use board::path;
use election::outcome::{ContestResult, Minutes, Ruling, decide};
use election::setup::Contest;
use election::signatory::{Side, Signatory};
use election::tally::Totals;
use election::unit::BoxId;
use std::collections::BTreeMap;

/// `result.*`. For boxes that another share of the work counts, their signed minutes stand: that share holds
/// them against the box.
pub fn check(source: &dyn Source, state: &State, checked: &[Boxed], report: &mut Report) {
    let Some(setup) = state.setup() else { return };
    let mut counted: BTreeMap<&BoxId, Option<Totals>> =
        checked.iter().map(|boxed| (&boxed.box_id, boxed.totals.clone())).collect();
    for box_id in state.boxes().keys() {
        let contest = setup.contest(&box_id.contest);
        let stated = || contest.and_then(|contest| stated(source, state, box_id, contest));
        counted.entry(box_id).or_insert_with(stated);
    }
    for contest in &setup.contests {
        contest_result(source, state, &counted, contest, report);
    }
}

/// The totals in the signed minutes of a box, if its ballots can have had them.
fn stated(source: &dyn Source, state: &State, box_id: &BoxId, contest: &Contest) -> Option<Totals> {
    let signed = state.boxes().get(box_id)?.minutes?;
    let bytes = source.read(&path::minutes(box_id)).ok().flatten()?;
    let minutes = signed.is(&bytes).then(|| Minutes::parse(&bytes).ok())??;
    let ballots = state.unit_of(box_id)?.ballots;
    (minutes.box_id == *box_id && minutes.totals.are_of(contest, ballots)).then_some(minutes.totals)
}

fn contest_result(
    source: &dyn Source,
    state: &State,
    counted: &BTreeMap<&BoxId, Option<Totals>>,
    contest: &Contest,
    report: &mut Report,
) {
    let mut signers = vec![Culprit::from(Signatory::Headquarters)];
    signers.extend(Side::BOTH.map(|side| Culprit::from(Signatory::Body(contest.id.clone(), side))));
    report.tried("result.totals", 1);
    report.tried("result.seats", 1);
    if !state.outcomes().contains_key(&contest.id) {
        report.wrong("result.seats", format!("contest {} has no result", contest.id), &signers);
        return;
    }
    let mut totals = Totals::zero(contest);
    let mut units = Vec::new();
    for box_id in state.boxes().keys().filter(|id| id.contest == contest.id) {
        // As counted by this verifier; a box that could not be counted is reported as such.
        match counted.get(box_id).and_then(Option::as_ref) {
            Some(box_totals) => totals.add(box_totals),
            // Otherwise a box that vanished while it was read would be missing from both sides.
            None => report.wrong(
                "count.boxes",
                format!("box {box_id} could not be counted"),
                &[Culprit::RecordKeeper],
            ),
        }
        units.push(box_id.unit.clone());
    }
    let bytes = source.read(&path::result(&contest.id)).ok().flatten().unwrap_or_default();
    let stated: Option<ContestResult> = serde_json::from_slice(&bytes).ok();
    let Some(stated) = stated else {
        report.wrong("result.totals", format!("contest {}: its result cannot be read", contest.id), &signers);
        return;
    };
    if stated.totals != totals || stated.boxes != units {
        let what = format!("contest {}: its totals are not the sum of its boxes", contest.id);
        report.wrong("result.totals", what, &signers);
    }
    let lots: Vec<_> = state.lots(&contest.id).iter().map(|lot| lot.drawn.clone()).collect();
    let due = match decide(contest, totals, units, &lots) {
        Ok(Ruling::Decided(due)) => due,
        Ok(Ruling::LotDue(lot)) => {
            let what = format!("contest {}: a lot was due and is not on the record: {lot}", contest.id);
            report.wrong("result.seats", what, &signers);
            return;
        }
        Err(e) => {
            report.wrong("result.seats", format!("contest {}: {e}", contest.id), &signers);
            return;
        }
    };
    // The bytes, not only what they mean: one result has one spelling.
    if due.to_bytes() != bytes {
        let what = format!("contest {}: rule {} gives other seats than stated", contest.id, contest.rule);
        report.wrong("result.seats", what, &signers);
    }
}
