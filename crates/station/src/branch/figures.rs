//! Continuous reconciliation: check-ins = cards = cast + spoiled + abandoned + under way, at every moment.
//!
//! What one program counts twice agrees always. So the figures come from places that can differ: check-ins from the desk's log,
//! ballots from the box, cards in booths from the booths, and cards given out from the stack that a clerk counts by hand.

use super::poll_book::PollBook;
use super::{Machine, Stage, keep, wall};
use crate::disk::{self, DiskError};
use axum::http::StatusCode;
use door::Problem;
use pollbook::device::SessionId;
use pollbook::reconcile::{Alarm, Cards, Figures, reconcile};
use pollbook::report::{Registry, SignOfLife};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A count of the stack by hand («شمارش دسته‌ی کارت»).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    /// When, in milliseconds since 1970.
    pub(super) at: u64,
    /// In which device's session.
    session: SessionId,
    /// Cards that lay in the stack.
    pub(super) left: u64,
    /// Cards that were not there any more.
    pub(super) given: u64,
    /// Confirmed check-ins that stood at that moment.
    pub(super) check_ins: u64,
    /// How often a card had left the stack or come back by then, as the log tells.
    #[serde(default)]
    moves: u64,
}

/// The counts of the day, in a file `counts.json` of the machine's folder, which a spare device takes over.
#[derive(Debug)]
pub(super) struct Counts {
    path: PathBuf,
    counts: Vec<Count>,
}

/// Why the stack must be counted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// An hour has passed.
    Hour,
    /// Another device stands here since the last count: what left the stack before belongs to the one before it.
    HandOver,
}

/// How often the stack is counted.
const HOUR: u64 = 60 * 60 * 1000;

impl Counts {
    /// As they were left.
    pub(super) fn open(folder: &Path) -> Result<Self, DiskError> {
        let path = folder.join("counts.json");
        let counts = match disk::read(&path)? {
            None => Vec::new(),
            Some(bytes) => {
                serde_json::from_slice(&bytes).map_err(|e| keep::damaged(&path, &e.to_string()))?
            }
        };
        Ok(Self { path, counts })
    }

    fn last(&self) -> Option<Count> {
        self.counts.last().copied()
    }

    fn add(&mut self, count: Count) -> Result<(), DiskError> {
        let mut counts = self.counts.clone();
        counts.push(count);
        disk::write(&self.path, &serde_json::to_vec(&counts).expect("counts are numbers"), true)?;
        self.counts = counts;
        Ok(())
    }

    /// Is a count due? `began` is when this session's first entry was written.
    fn due(&self, session: SessionId, began: u64, now: u64, is_first: bool) -> Option<Due> {
        let counted_here = self.counts.iter().any(|count| count.session == session);
        let since = self.last().filter(|_| counted_here).map_or(began, |count| count.at);
        if !counted_here && !is_first {
            return Some(Due::HandOver);
        }
        (now.saturating_sub(since) >= HOUR).then_some(Due::Hour)
    }

    /// Cards that left the stack while a device stood here, between the count that ended the session before it and the last that was
    /// made in it or ended it.
    fn cards_of(&self, session: SessionId, is_spare: bool) -> Option<u64> {
        let first = self.counts.iter().position(|count| count.session == session)?;
        let last = self.counts.iter().rposition(|count| count.session == session)?;
        // The first count of a spare's session ends the one before it.
        let before = if first == 0 && !is_spare { 0 } else { self.counts[first].given };
        let end = self.counts.get(last + 1).unwrap_or(&self.counts[last]);
        end.given.checked_sub(before)
    }
}

/// The branch's figures now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Balance {
    pub(super) sessions: Vec<(SessionId, Figures, Option<u64>)>,
    pub(super) figures: Figures,
    pub(super) cards: Cards,
    pub(super) alarm: Option<Alarm>,
    /// The last count by hand.
    pub(super) counted: Option<Count>,
}

impl Machine {
    /// Do the figures agree now? Where the branch stands is said by the caller: whoever holds the stage while a voter is asked
    /// about comes here too, and must not wait for it again.
    pub(super) async fn balance(&self, closed: bool) -> Option<Balance> {
        let known = self.known().await.ok()?;
        // The book's lock is held until the box was read: between the two a check-in would look like a card too many.
        let book = self.book.lock().await;
        let sessions = book.as_ref().map(PollBook::sessions)?;
        let (sessions, counted) = {
            let counts = self.counts();
            let own = sessions.last().map(|(id, _)| *id);
            let stands_in = keep::superseded(&self.folder).ok().flatten().is_some();
            let with_cards =
                |(id, of): (SessionId, Figures)| (id, of, counts.cards_of(id, stands_in && Some(id) == own));
            (sessions.into_iter().map(with_cards).collect::<Vec<_>>(), counts.last())
        };
        let branch = self.branch.lock().await;
        let figures = sessions.iter().fold(Figures::default(), |sum, (_, of, _)| Figures {
            confirmed: sum.confirmed + of.confirmed,
            pending: sum.pending + of.pending,
            undone: sum.undone + of.undone,
        });
        let (ballots, pending) = branch.ballots(&known.stack);
        let given = branch.cards() + branch.issued.pending.len() as u64;
        let cast = ballots + pending;
        // Spent, and in the box of a ballot that the record may not take.
        let spoiled = (branch.spent.len() as u64).saturating_sub(cast);
        let left_over = given.saturating_sub(cast + spoiled);
        let in_booths = branch.in_use.len() as u64;
        let cards = Cards {
            given,
            cast,
            spoiled,
            abandoned: if closed { left_over } else { 0 },
            under_way: if closed { in_booths } else { left_over.max(in_booths) },
        };
        // Settled figures are the officers' and boards' word on a difference that was there.
        let by_figures = if branch.settled.is_some() { None } else { reconcile(&figures, &cards).err() };
        let by_hand = counted
            .filter(|count| count.check_ins != count.given)
            .map(|count| Alarm::Cards { check_ins: count.check_ins, given: count.given });
        // A pending card that nobody was given and that lies in the box.
        let strange = branch.spent.keys().filter(|card| known.stack.pending.contains(*card));
        let strange = strange.filter(|card| !branch.issued.pending.contains(*card)).count() as u64;
        let strange = (strange > 0).then_some(Alarm::Ballots { given, accounted: given + strange });
        let too_many = (ballots > branch.cards())
            .then_some(Alarm::Ballots { given: branch.cards(), accounted: ballots });
        let alarm = by_figures.or(strange).or(too_many).or(by_hand);
        Some(Balance { sessions, figures, cards, alarm, counted })
    }

    /// A clerk counted the cards that lie in the stack.
    pub(super) async fn stack_counted(&self, left: u64) -> Result<(), Problem> {
        let stack = self.cards.len() as u64;
        let Some(given) = stack.checked_sub(left) else {
            let what = format!("the stack had {stack} cards in the morning");
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "cards", what));
        };
        let (session, moves) = self.read_book(|book| (book.session(), book.moves())).await?;
        let check_ins = self.branch.lock().await.cards();
        self.counts().add(Count { at: wall(), session, left, given, check_ins, moves })?;
        self.follow_on_second()?;
        Ok(())
    }

    /// Is a count of the stack due now?
    pub(super) async fn count_due(&self) -> Option<Due> {
        let session = self.read_book(|book| Some((book.session(), book.began()?))).await.ok().flatten();
        let (session, began) = session?;
        if *self.stage.read().await != Stage::Open {
            return None;
        }
        let is_first = keep::superseded(&self.folder).ok().flatten().is_none();
        self.counts().due(session, began, wall(), is_first)
    }

    /// Was the stack counted since a card left it or came back last?
    pub(super) async fn is_counted(&self) -> bool {
        let Ok(moves) = self.read_book(PollBook::moves).await else { return false };
        let now = (self.branch.lock().await.cards(), moves);
        now == (0, 0) || self.counts().last().is_some_and(|count| (count.check_ins, count.moves) == now)
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, Counts> {
        self.counts.lock().expect("nobody panics with this lock")
    }

    /// What the headquarters is told of this branch every few seconds.
    pub(super) async fn sign_of_life(&self) -> SignOfLife {
        let alarm = self.balance(false).await.and_then(|balance| balance.alarm);
        let registry = self.registry.as_ref().map_or(Registry::Unasked, super::registry::Registry::told);
        SignOfLife { alarm, registry, program: self.program }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(n: u8) -> SessionId {
        SessionId([n; 16])
    }

    fn counts(of: &[(u8, u64, u64)]) -> Counts {
        let count = |(session, at, given): &(u8, u64, u64)| Count {
            at: *at,
            session: SessionId([*session; 16]),
            left: 100 - given,
            given: *given,
            check_ins: *given,
            moves: *given,
        };
        Counts { path: PathBuf::new(), counts: of.iter().map(count).collect() }
    }

    #[test]
    fn the_stack_is_counted_every_hour_and_when_a_device_took_anothers_place() {
        let none = counts(&[]);
        assert_eq!(none.due(session(1), 0, HOUR - 1, true), None);
        assert_eq!(none.due(session(1), 0, HOUR, true), Some(Due::Hour));
        let once = counts(&[(1, HOUR, 10)]);
        assert_eq!(once.due(session(1), 0, 2 * HOUR - 1, true), None);
        assert_eq!(once.due(session(1), 0, 2 * HOUR, true), Some(Due::Hour));
        assert_eq!(once.due(session(2), HOUR, HOUR + 1, false), Some(Due::HandOver));
        assert_eq!(counts(&[(1, HOUR, 10), (2, HOUR, 12)]).due(session(2), HOUR, HOUR + 1, false), None);
    }

    #[test]
    fn what_left_the_stack_before_a_spares_first_count_is_not_the_spares() {
        let never_counted_before = counts(&[(2, 3, 31), (2, 4, 50)]);
        assert_eq!(never_counted_before.cards_of(session(2), true), Some(19));
    }

    #[test]
    fn cards_belong_to_the_device_that_stood_there_when_they_left_the_stack() {
        // Counted at ten and eleven; at a quarter past the device was replaced, and the stack counted at once.
        let counts = counts(&[(1, 1, 10), (1, 2, 25), (2, 3, 31), (2, 4, 50)]);
        assert_eq!(counts.cards_of(session(1), false), Some(31));
        assert_eq!(counts.cards_of(session(2), true), Some(19));
        assert_eq!(counts.cards_of(session(3), false), None, "never counted");
    }
}
