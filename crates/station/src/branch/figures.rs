//! Continuous reconciliation: check-ins = cards = cast + spoiled + abandoned + under way, at every moment.
//!
//! What one program counts twice agrees always. So the figures come from places that can differ: check-ins from the desk's log,
//! ballots from the box, cards in booths from the booths, and cards given out from the stack that a clerk counts by hand.

use super::Machine;
use super::poll_book::PollBook;
use axum::http::StatusCode;
use door::Problem;
use pollbook::device::SessionId;
use pollbook::reconcile::{Alarm, Cards, Figures, reconcile};
use pollbook::report::{Registry, SignOfLife};

/// A count of the stack by hand («شمارش دسته‌ی کارت»).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// Cards that lay in the stack.
    left: u64,
    /// Confirmed check-ins that stood at that moment.
    check_ins: u64,
}

/// The branch's figures now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Balance {
    pub(super) sessions: Vec<(SessionId, Figures)>,
    pub(super) figures: Figures,
    pub(super) cards: Cards,
    pub(super) alarm: Option<Alarm>,
    /// Cards that lay in the stack when it was counted last.
    pub(super) counted: Option<u64>,
}

impl Machine {
    /// Do the figures agree now? Where the branch stands is said by the caller: whoever holds the stage while a voter is asked
    /// about comes here too, and must not wait for it again.
    pub(super) async fn balance(&self, closed: bool) -> Option<Balance> {
        let known = self.known().await.ok()?;
        let counted = *self.counted.lock().expect("nobody panics with this lock");
        // The book's lock is held until the box was read: between the two a check-in would look like a card too many.
        let book = self.book.lock().await;
        let sessions = book.as_ref().map(PollBook::sessions)?;
        let branch = self.branch.lock().await;
        let figures = sessions.iter().fold(Figures::default(), |sum, (_, of)| Figures {
            confirmed: sum.confirmed + of.confirmed,
            pending: sum.pending + of.pending,
            undone: sum.undone + of.undone,
        });
        let (ballots, pending) = branch.ballots(&known.stack);
        let given = branch.cards() + branch.issued.pending.len() as u64;
        let cast = ballots + pending;
        let left_over = given.saturating_sub(cast);
        let in_booths = branch.in_use.len() as u64;
        let cards = Cards {
            given,
            cast,
            spoiled: 0,
            abandoned: if closed { left_over } else { 0 },
            under_way: if closed { in_booths } else { left_over.max(in_booths) },
        };
        // Settled figures are the officers' and boards' word on a difference that was there.
        let by_figures = if branch.settled.is_some() { None } else { reconcile(&figures, &cards).err() };
        let stack = self.cards.len() as u64;
        let by_hand = counted.filter(|counted| counted.check_ins + counted.left != stack).map(|counted| {
            Alarm::Cards { check_ins: counted.check_ins, given: stack.saturating_sub(counted.left) }
        });
        // A pending card that nobody was given and that lies in the box.
        let strange = branch.spent.keys().filter(|card| known.stack.pending.contains(*card));
        let strange = strange.filter(|card| !branch.issued.pending.contains(*card)).count() as u64;
        let strange = (strange > 0).then_some(Alarm::Ballots { given, accounted: given + strange });
        let too_many = (ballots > branch.cards())
            .then_some(Alarm::Ballots { given: branch.cards(), accounted: ballots });
        let alarm = by_figures.or(strange).or(too_many).or(by_hand);
        Some(Balance { sessions, figures, cards, alarm, counted: counted.map(|counted| counted.left) })
    }

    /// A clerk counted the cards that lie in the stack.
    pub(super) async fn stack_counted(&self, left: u64) -> Result<(), Problem> {
        if left > self.cards.len() as u64 {
            let what = format!("the stack had {} cards in the morning", self.cards.len());
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "cards", what));
        }
        let check_ins = self.branch.lock().await.cards();
        *self.counted.lock().expect("nobody panics with this lock") = Some(Counted { left, check_ins });
        Ok(())
    }

    /// What the headquarters is told of this branch every few seconds.
    pub(super) async fn sign_of_life(&self) -> SignOfLife {
        let alarm = self.balance(false).await.and_then(|balance| balance.alarm);
        let registry = self.registry.as_ref().map_or(Registry::Unasked, super::registry::Registry::told);
        SignOfLife { alarm, registry }
    }
}
