//! The roll beside the desk: who may vote here, asked of no server.
//!
//! While the headquarters answers, it decides. The roll decides when it does not, it finds voters by name, and it says of a
//! person of another constituency where they vote.

use super::{Known, Machine, wall};
use crate::roll::{BadRoll, OnDisk};
use axum::http::StatusCode;
use door::Problem;
use door::session::RollKey;
use election::national_id::NationalId;
use pollbook::VoterKey;
use pollbook::roll::{Damaged, Person, Roll};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Where the roll and its key lie, and of which constituency this branch is.
#[derive(Debug, Clone)]
pub struct RollFiles {
    /// The sealed roll.
    pub roll: PathBuf,
    /// The event's roll key.
    pub key: PathBuf,
    /// The branch's constituency; none where the roll is of one alone.
    pub constituency: Option<u16>,
}

/// The roll, open.
pub(super) struct People {
    roll: Roll<OnDisk>,
    key: RollKey,
    constituency: Option<u16>,
    /// The headquarters names persons by another key: this roll is another event's.
    foreign: AtomicBool,
}

impl std::fmt::Debug for People {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "People({} on roll {})", self.roll.len(), self.roll.identity())
    }
}

/// What the roll says of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OnRoll {
    /// This branch has no roll: nobody can say.
    Unasked,
    /// Votes here.
    Here(Person),
    /// Votes in this constituency.
    Elsewhere(u16),
    /// Nobody of this number is entitled.
    Nobody,
}

/// The most persons that a search shows: who is not among them is searched for by more words.
const MOST: usize = 12;
/// How often a headquarters that was not reached is asked for its key again.
const PAUSE: Duration = Duration::from_secs(5);

impl People {
    pub(super) fn open(files: &RollFiles) -> Result<Self, BadRoll> {
        let key = crate::roll::key(&files.key)?.ok_or_else(|| BadRoll::Key(files.key.clone()))?;
        let roll = crate::roll::open(&files.roll, &key)?;
        Ok(Self { roll, key, constituency: files.constituency, foreign: AtomicBool::new(false) })
    }

    pub(super) fn key(&self) -> RollKey {
        self.key
    }

    /// Part of the configuration that must be the same at every desk.
    pub(super) fn identity(&self) -> election::bytes::Digest {
        self.roll.identity()
    }

    fn of(&self, person: Option<Person>) -> OnRoll {
        match (person, self.constituency) {
            (None, _) => OnRoll::Nobody,
            (Some(person), Some(here)) if ![0, here].contains(&person.constituency) => {
                OnRoll::Elsewhere(person.constituency)
            }
            (Some(person), _) => OnRoll::Here(person),
        }
    }

    /// The headquarters named persons by another key.
    pub(super) fn is_of_another_event(&self) {
        self.foreign.store(true, Ordering::Relaxed);
    }

    /// Is this roll another event's?
    pub(super) fn is_foreign(&self) -> bool {
        self.foreign.load(Ordering::Relaxed)
    }

    fn must_be_ours(&self) -> Result<(), Problem> {
        if !self.is_foreign() {
            return Ok(());
        }
        let what = "the roll on this machine is of another event than the headquarters'";
        Err(Problem::conflict("roll.foreign", what)
            .remedy("Give this machine the roll and the key of this event, and start it again"))
    }
}

impl Machine {
    /// What the roll says of this person.
    pub(super) fn on_roll(&self, voter: &VoterKey) -> Result<OnRoll, Problem> {
        let Some(people) = &self.people else { return Ok(OnRoll::Unasked) };
        people.must_be_ours()?;
        let found = tokio::task::block_in_place(|| people.roll.find(voter)).map_err(damaged)?;
        Ok(people.of(found))
    }

    /// Persons of this name who vote here; none if this branch has no roll.
    pub(super) fn search(&self, name: &str) -> Result<Option<Vec<Person>>, Problem> {
        let Some(people) = &self.people else { return Ok(None) };
        people.must_be_ours()?;
        let found = tokio::task::block_in_place(|| people.roll.search(name, 2 * MOST)).map_err(damaged)?;
        let here =
            found.into_iter().filter(|person| matches!(people.of(Some(person.clone())), OnRoll::Here(_)));
        Ok(Some(here.take(MOST).collect()))
    }

    /// The number of a person who was chosen among those found.
    pub(super) fn chosen(&self, key: &str) -> Result<NationalId, Problem> {
        let nobody = || Problem::new(StatusCode::NOT_FOUND, "person", "nobody on the roll is meant by this");
        let people = self.people.as_ref().ok_or_else(nobody)?;
        let mut half = [0; 16];
        hex::decode_to_slice(key, &mut half).map_err(|_| nobody())?;
        let found = tokio::task::block_in_place(|| people.roll.person(&half)).map_err(damaged)?;
        found.map(|person| person.national_id).ok_or_else(nobody)
    }

    /// Once the headquarters is reached: does it name persons by the key of this machine's roll?
    pub(super) async fn compare_roll(&self, known: &Known) {
        let Some(people) = &self.people else { return };
        loop {
            if let Ok(key) = self.headquarters.hello(&self.caller(known)).await {
                self.contact().heard_headquarters(wall());
                if key.0 != people.key.0 {
                    people.is_of_another_event();
                    say!("amin branch {}: the roll is of another event", self.id);
                }
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

fn damaged(damaged: Damaged) -> Problem {
    Problem::new(StatusCode::INSUFFICIENT_STORAGE, "roll.damaged", damaged)
        .remedy("Copy the roll to this machine again, and start it again")
}
