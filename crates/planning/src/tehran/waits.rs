//! How long each branch waits with the devices it has.
//!
//! Branches of nearly one size and with as many devices wait alike, so each kind is simulated once:
//! sizes are rounded up to the next of steps 2 % apart, which errs on the side of waiting.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Branch, Question, place};
use crate::error::InputError;
use crate::kernel::longest_by_day;

/// One step between sizes.
const STEP: f64 = 1.02;

/// What is known of kinds of branches, by size in steps and devices; for one check-in time and one day.
pub type Known = BTreeMap<(i32, u32), f64>;

/// By branch, in the order asked: the wait for check-in that is proven not to be exceeded on the
/// promised share of days, seconds, with the devices there are; infinite where there is none. What is
/// `known` is not simulated again.
pub fn waits(
    question: &Question,
    seconds: f64,
    turnout: f64,
    known: &mut Known,
) -> Result<Vec<f64>, InputError> {
    let may_break =
        super::check(&Question { seconds: vec![seconds], turnouts: vec![turnout], ..question.clone() })?;
    let kind =
        |branch: &Branch| (((branch.eligible * turnout).ln() / STEP.ln()).ceil() as i32, branch.devices);
    let wanted: BTreeSet<(i32, u32)> = question.branches.iter().map(kind).collect();
    let rank = (question.days - 1 - may_break) as usize;
    let found: Known = wanted
        .into_par_iter()
        .filter(|kind| !known.contains_key(kind))
        .map(|(size, devices)| {
            if devices == 0 {
                return Ok(((size, devices), f64::INFINITY));
            }
            let place = place(question, seconds, STEP.powi(size), devices);
            Ok(((size, devices), longest_by_day(&place, question.days, question.seed)?[rank]))
        })
        .collect::<Result<_, InputError>>()?;
    known.extend(found);
    Ok(question.branches.iter().map(|branch| known[&kind(branch)]).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kernel::Profile;
    use crate::size::Promise;
    use crate::spares::County;
    use crate::tehran::tehran;

    #[test]
    fn a_branch_waits_too_long_exactly_where_it_lacks_a_device() {
        let branch = |id: &str, eligible, devices| Branch {
            id: id.into(),
            eligible,
            devices,
            name: None,
            booths: None,
            district: None,
            position: None,
        };
        let question = Question {
            branches: vec![
                branch("a", 900.0, 1),
                branch("b", 2_400.0, 1),
                branch("c", 2_400.0, 3),
                branch("d", 500.0, 0),
            ],
            seconds: vec![45.0],
            cv: 0.8,
            turnouts: vec![0.4],
            voters_cv: 0.1,
            arrivals: Profile::evening_peak(13.0).unwrap(),
            promise: Promise::default(),
            county: County::TEHRAN,
            days: 100,
            seed: 5,
        };
        let mut known = Known::new();
        let waits = super::waits(&question, 45.0, 0.4, &mut known).unwrap();
        assert_eq!(super::waits(&question, 45.0, 0.4, &mut known).unwrap(), waits, "what is known holds");
        let needs = &tehran(&question).unwrap().cases[0].needs;
        for (i, branch) in question.branches.iter().enumerate() {
            assert_eq!(waits[i] > 1_800.0, needs[i] > branch.devices, "{}: {}", branch.id, waits[i]);
        }
        assert_eq!(waits[3], f64::INFINITY);
    }
}
