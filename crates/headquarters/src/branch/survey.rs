//! The survey of a branch («شناسنامه شعبه»): one form for every site, scored, with lacks that decide alone.

use crate::coded::coded;
use crate::permit::PersonId;
use calendar::Day;
use election::bytes::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

coded! {
    /// What the form asks about.
    Item {
        /// Rooms enough for desk, booths and a queue that is out of sight of both («فضا»).
        Rooms = "rooms",
        /// Power that holds for the day, sockets, a second source («برق»).
        Power = "power",
        /// Light until the count is over («روشنایی»).
        Light = "light",
        /// Signal or line in the room itself («ارتباط»).
        Network = "network",
        /// A way in without steps, near transport («دسترسی»).
        Access = "access",
        /// Doors that lock, a separate way in and out, a place for the seals («امنیت»).
        Security = "security",
        /// What earlier elections had to say about it («سابقه»).
        History = "history",
    }
}
coded! {
    /// What the visitor found.
    Mark {
        /// Nothing to do.
        Good = "good",
        /// It can be used, and has to be improved.
        Poor = "poor",
        /// There is none, or none that can be used.
        Missing = "missing",
    }
}
coded! {
    /// What a survey comes to.
    Fitness {
        /// It can be used as it is.
        Fit = "fit",
        /// It can be used once what is wanting has been put right.
        Conditional = "conditional",
        /// It cannot be used: something decisive is missing, or too much is poor.
        Unfit = "unfit",
    }
}

/// The least score that is fit.
pub const FIT: u32 = 75;
/// The least score that can be made fit.
pub const CONDITIONAL: u32 = 50;

impl Item {
    /// Its share of a hundred.
    #[must_use]
    pub fn weight(self) -> u32 {
        match self {
            Item::Rooms | Item::Power | Item::Network => 20,
            Item::Access => 15,
            Item::Light | Item::Security => 10,
            Item::History => 5,
        }
    }

    /// Is a branch without it no branch, whatever its score? A network is not among these: a branch votes on while
    /// it is cut off.
    #[must_use]
    pub fn is_decisive(self) -> bool {
        matches!(self, Item::Rooms | Item::Power | Item::Access | Item::Security)
    }
}

/// One line of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was found.
    pub mark: Mark,
    /// What exactly, where it is not good.
    #[serde(default)]
    pub note: String,
}

/// A visit («بازدید»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// When.
    pub on: Day,
    /// By whom.
    pub by: PersonId,
    /// The moment, in seconds since 1970; files from before hours were kept have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u64>,
    /// What was found; an item that is not here was not looked at.
    pub answers: BTreeMap<Item, Answer>,
    /// Its photographs, by hash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photographs: Vec<Digest>,
}

impl Survey {
    /// Out of a hundred. What was not looked at counts as missing: a form that is half filled in is no pass.
    #[must_use]
    pub fn score(&self) -> u32 {
        Item::ALL.iter().map(|item| item.weight() * self.halves(*item) / 2).sum()
    }

    fn halves(&self, item: Item) -> u32 {
        match self.answers.get(&item).map(|answer| answer.mark) {
            Some(Mark::Good) => 2,
            Some(Mark::Poor) => 1,
            Some(Mark::Missing) | None => 0,
        }
    }

    /// What it comes to.
    #[must_use]
    pub fn fitness(&self) -> Fitness {
        let decided = Item::ALL.iter().any(|item| item.is_decisive() && self.halves(*item) == 0);
        match self.score() {
            _ if decided => Fitness::Unfit,
            FIT.. => Fitness::Fit,
            CONDITIONAL.. => Fitness::Conditional,
            _ => Fitness::Unfit,
        }
    }

    /// What is not good.
    pub fn wanting(&self) -> impl Iterator<Item = (Item, &Answer)> {
        self.answers
            .iter()
            .filter(|(_, answer)| answer.mark != Mark::Good)
            .map(|(item, answer)| (*item, answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn survey(marks: &[Mark]) -> Survey {
        let answers = Item::ALL.iter().zip(marks);
        Survey {
            on: "2026-03-01".parse().expect("a day"),
            by: PersonId(1),
            at: None,
            answers: answers
                .map(|(item, mark)| (*item, Answer { mark: *mark, note: String::new() }))
                .collect(),
            photographs: Vec::new(),
        }
    }

    #[test]
    fn the_weights_are_a_hundred() {
        assert_eq!(Item::ALL.iter().map(|item| item.weight()).sum::<u32>(), 100);
        assert_eq!(survey(&[Mark::Good; 7]).score(), 100);
        // Seven poor halves: 10 + 10 + 5 + 10 + 7 + 5 + 2.
        assert_eq!(survey(&[Mark::Poor; 7]).score(), 49);
        assert_eq!(survey(&[Mark::Poor; 7]).fitness(), Fitness::Unfit);
    }

    #[test]
    fn one_decisive_lack_outweighs_everything_else() {
        use Mark::{Good, Missing};
        let no_power = survey(&[Good, Missing, Good, Good, Good, Good, Good]);
        assert_eq!((no_power.score(), no_power.fitness()), (80, Fitness::Unfit));
        let no_network = survey(&[Good, Good, Good, Missing, Good, Good, Good]);
        assert_eq!((no_network.score(), no_network.fitness()), (80, Fitness::Fit));
    }

    #[test]
    fn a_form_half_filled_in_is_no_pass() {
        assert_eq!(survey(&[Mark::Good; 3]).fitness(), Fitness::Unfit);
    }

    proptest! {
        #[test]
        fn a_better_mark_never_lowers_score_or_fitness(marks in proptest::collection::vec(0..3_usize, 7), at in 0..7_usize) {
            let of = |marks: &[usize]| survey(&marks.iter().map(|m| Mark::ALL[*m]).collect::<Vec<_>>());
            let before = of(&marks);
            let mut better = marks;
            better[at] = better[at].saturating_sub(1);
            let after = of(&better);
            prop_assert!(after.score() >= before.score() && after.score() <= 100);
            prop_assert!(after.fitness() <= before.fitness(), "Fit is the least of the three");
        }
    }
}
