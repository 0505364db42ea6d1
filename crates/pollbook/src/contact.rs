//! Whom a desk can reach, as its screen always shows: connected, degraded, or alone.

use election::bytes::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The state that the officer reads. A word and a sign, never a colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// «متصل»: the headquarters answers, and every desk of the branch is in step.
    Connected,
    /// «ناپایدار»: something is missing (the headquarters, a desk, or the same configuration), but not everything.
    Degraded,
    /// «تنها»: nobody is reached. The published policy decides.
    Alone,
}

impl State {
    /// The sign beside the word: different in shape, not only in colour.
    pub fn sign(self) -> char {
        match self {
            Self::Connected => '●',
            Self::Degraded => '◐',
            Self::Alone => '○',
        }
    }

    /// The word, Persian and English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Connected => ("متصل", "connected"),
            Self::Degraded => ("ناپایدار", "degraded"),
            Self::Alone => ("تنها", "alone"),
        }
    }
}

/// When others were last heard, and with which configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Contact {
    configuration: Digest,
    headquarters: Option<u64>,
    /// The headquarters was spoken to last, and did not answer or could not decide.
    missed: bool,
    /// The other desks of this branch: when heard, and their configuration.
    desks: BTreeMap<String, Option<(u64, Digest)>>,
}

/// Silent for longer than this is not reached.
pub const PATIENCE: u64 = 15_000;

impl Contact {
    /// Nobody heard yet. `configuration` is the digest of all that must be the same at every desk: set-up, roll,
    /// policy, program.
    pub fn new(configuration: Digest, desks: impl IntoIterator<Item = String>) -> Self {
        let desks = desks.into_iter().map(|desk| (desk, None)).collect();
        Self { configuration, headquarters: None, missed: false, desks }
    }

    /// The headquarters answered.
    pub fn heard_headquarters(&mut self, wall: u64) {
        self.headquarters = Some(wall);
        self.missed = false;
    }

    /// The headquarters was spoken to, and did not answer or could not decide.
    pub fn missed_headquarters(&mut self) {
        self.missed = true;
    }

    /// Another desk of this branch was heard.
    pub fn heard_desk(&mut self, desk: &str, wall: u64, configuration: Digest) {
        self.desks.insert(desk.to_owned(), Some((wall, configuration)));
    }

    /// Can the headquarters be reached?
    pub fn reaches_headquarters(&self, wall: u64) -> bool {
        self.headquarters.is_some_and(|heard| wall.saturating_sub(heard) <= PATIENCE)
    }

    /// What the screen shows.
    pub fn at(&self, wall: u64) -> Shown {
        let near = |heard: &u64| wall.saturating_sub(*heard) <= PATIENCE;
        let reached: Vec<_> = self.desks.values().flatten().filter(|(heard, _)| near(heard)).collect();
        let same = reached.iter().all(|(_, configuration)| *configuration == self.configuration);
        let headquarters = self.reaches_headquarters(wall);
        let state = match (headquarters, !self.missed && reached.len() == self.desks.len() && same) {
            (true, true) => State::Connected,
            (false, _) if reached.is_empty() => State::Alone,
            _ => State::Degraded,
        };
        Shown { state, headquarters, desks: reached.len(), of: self.desks.len(), same_configuration: same }
    }
}

/// One line for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// In one word.
    pub state: State,
    /// Is the headquarters reached?
    pub headquarters: bool,
    /// Other desks of the branch that are reached.
    pub desks: usize,
    /// Other desks of the branch.
    pub of: usize,
    /// Have all desks that are reached the same configuration?
    pub same_configuration: bool,
}
