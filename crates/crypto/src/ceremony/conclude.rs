//! The end: one key, computed from the public messages alone.

use super::polynomial::committed_at;
use super::verdict::seen;
use super::{Circle, Deal, Fault, Guilty, Plan, Pledge, Round, Verdict, check_deal, judge};
use crate::elgamal::ElectionKey;
use crate::group::{Point, is_identity};

/// What a ceremony makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointKey {
    /// `h = Σ_i C_{i,0}` over the qualified dealers.
    pub key: ElectionKey,
    /// `X_1 … X_n`: what each trustee's share must fit.
    pub verification: Vec<Point>,
    /// The dealers of whom the key is made, in order.
    pub qualified: Vec<u16>,
    /// The trustees who declare that they hold a share of every qualified dealer, in order.
    pub holders: Vec<u16>,
    /// What went wrong without preventing the key. A board may still prefer to begin again.
    pub faults: Vec<Fault>,
}

impl JointKey {
    /// `X_j`; none if there is no trustee `j`.
    pub fn verification_of(&self, trustee: u16) -> Option<&Point> {
        self.verification.get(usize::from(trustee).checked_sub(1)?)
    }
}

/// `ceremony.verdict` and `ceremony.key`: anyone's way from the record to the key.
///
/// A dealer qualifies with one pledge, one deal that passes its checks, and no complaint upheld. A trustee
/// holds a share when its one verdict is on these same deals and no complaint of it was false; a convicted
/// dealer's word does not count. Required are
///
/// * `t` qualified dealers: among any `t` one at least is outside a coalition smaller than `t`, and
///   that one's secret, which the coalition does not know, is a summand of the key;
/// * `t` holders: otherwise ballots might be sealed with a key that cannot be opened.
///
/// With `n ≥ 2t − 1` fewer than `t` cheats can prevent neither.
pub fn conclude(
    circle: &Circle,
    pledges: &[(u16, Pledge)],
    deals: &[(u16, Deal)],
    verdicts: &[(u16, Verdict)],
) -> Result<JointKey, Fault> {
    let plan = circle.plan();
    let (valid, mut faults) = valid_deals(circle, pledges, deals)?;
    let seen = seen(circle, pledges, deals);

    let mut convicted = vec![];
    let mut holders = vec![];
    for (trustee, verdicts) in by_trustee(plan, verdicts)? {
        let mut believed = verdicts.len() == 1;
        match verdicts.len() {
            0 => faults.push(Fault::Absent { trustee, round: Round::Verdict }),
            1 => {}
            _ => faults.push(Fault::Twice { trustee, round: Round::Verdict }),
        }
        for verdict in verdicts {
            if verdict.seen != seen {
                believed = false;
                faults.push(Fault::OtherDeals { trustee });
            }
            for &(dealer, ref complaint) in &verdict.complaints {
                let judged = match valid.iter().find(|(i, ..)| *i == dealer) {
                    Some((_, _, deal)) => judge(circle, dealer, deal, trustee, complaint)?,
                    // The deal was refused in the open: nobody honest opens an envelope over it.
                    None => Guilty::Complainer(trustee),
                };
                if let Guilty::Dealer(dealer) = judged {
                    convicted.push(dealer);
                    faults.push(Fault::WrongShare { dealer, receiver: trustee });
                } else {
                    believed = false;
                    faults.push(Fault::FalseComplaint { complainer: trustee, dealer });
                }
            }
        }
        if believed {
            holders.push(trustee);
        }
    }
    holders.retain(|trustee| !convicted.contains(trustee));
    let qualified: Vec<(u16, &Deal)> = valid
        .into_iter()
        .filter(|(dealer, ..)| !convicted.contains(dealer))
        .map(|(dealer, _, deal)| (dealer, deal))
        .collect();
    let threshold = plan.threshold();
    if qualified.len() < threshold.into() {
        let qualified = qualified.into_iter().map(|(dealer, _)| dealer).collect();
        return Err(Fault::TooFewDealers { qualified, threshold, faults });
    }
    if holders.len() < threshold.into() {
        return Err(Fault::TooFewHolders { holders, threshold, faults });
    }

    // (7) h = Σ_i C_{i,0}; (8) X_j = Σ_k j^k·(Σ_i C_{i,k})
    let sums: Vec<Point> = (0..usize::from(threshold))
        .map(|k| qualified.iter().map(|(_, deal)| deal.commitments[k]).sum())
        .collect();
    let key = ElectionKey::new(sums[0]).map_err(|_| Fault::NeutralKey)?;
    let verification: Vec<Point> = plan.indices().map(|j| committed_at(&sums, j)).collect();
    if verification.iter().any(is_identity) {
        return Err(Fault::NeutralKey);
    }
    let qualified = qualified.into_iter().map(|(dealer, _)| dealer).collect();
    Ok(JointKey { key, verification, qualified, holders, faults })
}

/// The deals that pass every check the public can make, in order, and why the others do not.
pub(super) fn valid_deals<'a>(
    circle: &Circle,
    pledges: &'a [(u16, Pledge)],
    deals: &'a [(u16, Deal)],
) -> Result<(Vec<(u16, &'a Pledge, &'a Deal)>, Vec<Fault>), Fault> {
    let pledges = by_trustee(circle.plan(), pledges)?;
    let deals = by_trustee(circle.plan(), deals)?;
    let (mut valid, mut faults) = (vec![], vec![]);
    for ((trustee, pledges), (_, deals)) in pledges.into_iter().zip(deals) {
        let checked = (|| {
            let pledge = only(trustee, Round::Pledge, &pledges)?;
            let deal = only(trustee, Round::Deal, &deals)?;
            check_deal(circle, trustee, pledge, deal)?;
            Ok((trustee, pledge, deal))
        })();
        match checked {
            Ok(row) => valid.push(row),
            Err(fault) => faults.push(fault),
        }
    }
    Ok((valid, faults))
}

fn only<'a, T>(trustee: u16, round: Round, messages: &[&'a T]) -> Result<&'a T, Fault> {
    match messages {
        [] => Err(Fault::Absent { trustee, round }),
        [message] => Ok(message),
        _ => Err(Fault::Twice { trustee, round }),
    }
}

/// Every trustee with its messages of a round. An index outside the plan is the record's fault, not a
/// trustee's.
fn by_trustee<T>(plan: Plan, messages: &[(u16, T)]) -> Result<Vec<(u16, Vec<&T>)>, Fault> {
    let mut table: Vec<(u16, Vec<&T>)> = plan.indices().map(|index| (index, vec![])).collect();
    for (index, message) in messages {
        plan.admit(*index)?;
        table[usize::from(*index) - 1].1.push(message);
    }
    Ok(table)
}
