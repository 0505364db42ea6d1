//! Who lies, the dealer or the one who complains? Anybody can tell.

use super::deal::unmask;
use super::equality::Statement;
use super::polynomial::committed_at;
use super::receive::transcript;
use super::{Circle, Complaint, Deal, Fault};
use crate::group::g_table;

/// The one of the two who is proved to have lied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guilty {
    /// The share is off the committed polynomial.
    Dealer(u16),
    /// The share was right, or the proof of the complaint is false.
    Complainer(u16),
}

/// Decides a complaint about a deal that has passed [`super::check_deal`].
pub fn judge(
    circle: &Circle,
    dealer: u16,
    deal: &Deal,
    complainer: u16,
    complaint: &Complaint,
) -> Result<Guilty, Fault> {
    circle.plan().admit(dealer)?;
    circle.plan().admit(complainer)?;
    // (6), then (5) with the share that the complaint lays open.
    let statement =
        Statement { X: circle.transport(complainer).point(), H: &deal.ephemeral, Y: &complaint.key };
    if !complaint.proof.holds(&mut transcript(circle, dealer, complainer), &statement) {
        return Ok(Guilty::Complainer(complainer));
    }
    let share = unmask(circle, dealer, deal, complainer, &complaint.key);
    Ok(if g_table() * &share == committed_at(&deal.commitments, complainer) {
        Guilty::Complainer(complainer)
    } else {
        Guilty::Dealer(dealer)
    })
}
