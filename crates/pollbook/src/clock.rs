//! A hybrid logical clock (Kulkarni et al., 2014): close to the wall clock, and never behind what was heard.
//!
//! Branch machines have cheap clocks that nobody sets at seven in the morning. A moment carries the wall clock's
//! milliseconds and a count that breaks ties, and an answer is always later than the question that it answers.

use serde::{Deserialize, Serialize};

/// When, as far as machines can agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// Milliseconds since 1970, UTC, of the latest wall clock heard.
    pub wall: u64,
    /// Order within that millisecond.
    pub count: u32,
}

/// A clock that heard a moment too far ahead to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a machine's clock is {by} ms ahead of ours: set the clocks of this branch")]
pub struct Ahead {
    /// By how many milliseconds.
    pub by: u64,
}

/// One machine's clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Clock {
    latest: Moment,
}

/// A moment further ahead of our wall clock than this is not followed: one wrong clock would drag a county along.
pub const MOST_AHEAD: u64 = 5 * 60 * 1000;

impl Clock {
    /// A moment later than every other that this clock gave or followed.
    pub fn tick(&mut self, wall: u64) -> Moment {
        self.latest =
            if wall > self.latest.wall { Moment { wall, count: 0 } } else { self.after(self.latest) };
        self.latest
    }

    /// Follows a moment that was heard. Too far ahead it is not followed, which is an alarm and no refusal: what
    /// the other machine wrote stands, only its clock is wrong.
    pub fn hear(&mut self, wall: u64, heard: Moment) -> Result<(), Ahead> {
        let by = heard.wall.saturating_sub(wall);
        if by > MOST_AHEAD {
            return Err(Ahead { by });
        }
        self.latest = self.latest.max(heard);
        Ok(())
    }

    /// Goes on from the last moment of the machine's own log, whatever the wall clock says after a restart.
    pub fn resume(latest: Moment) -> Self {
        Self { latest }
    }

    fn after(self, moment: Moment) -> Moment {
        match moment.count.checked_add(1) {
            Some(count) => Moment { wall: moment.wall, count },
            None => Moment { wall: moment.wall + 1, count: 0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn moments_only_go_forward(
            steps in prop::collection::vec((0_u64..10_000_000, prop::option::of((0_u64..10_000_000, any::<u32>()))), 1..60)
        ) {
            let mut clock = Clock::default();
            let mut last = Moment::default();
            for (wall, heard) in steps {
                let followed = heard.and_then(|(w, count)| {
                    let heard = Moment { wall: w, count };
                    clock.hear(wall, heard).ok().map(|()| heard)
                });
                let now = clock.tick(wall);
                prop_assert!(now > last);
                prop_assert!(followed.is_none_or(|heard| now > heard));
                last = now;
            }
        }
    }

    #[test]
    fn a_clock_far_ahead_drags_nobody_along() {
        let mut clock = Clock::default();
        let heard = Moment { wall: 1_000 + MOST_AHEAD + 1, count: 0 };
        assert_eq!(clock.hear(1_000, heard), Err(Ahead { by: MOST_AHEAD + 1 }));
        assert_eq!(clock.tick(1_000), Moment { wall: 1_000, count: 0 });
    }
}
