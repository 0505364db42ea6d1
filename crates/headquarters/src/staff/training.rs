//! Training («آموزش»): what a post has to learn, the sessions in which it is taught, and who may teach.
//!
//! It comes down from level to level: the country's trainers teach the province's, those the counties', and those the
//! branches. Whoever teaches holds the pass of the level above, so that nobody passes on what they were never taught.

use super::member::{Corrected, Member, Signed};
use super::post::Post;
use crate::coded::coded;
use crate::permit::{PersonId, SamePerson, four_eyes};
use crate::place::Place;
use calendar::Day;
use serde::{Deserialize, Serialize};

coded! {
    /// What a pass lets somebody do; later ones stand higher.
    Grade {
        /// Work at the post in a branch.
        Branch = "branch",
        /// Teach branches («مربی شهرستان»).
        CountyTrainer = "county-trainer",
        /// Teach county trainers («مربی استان»).
        ProvinceTrainer = "province-trainer",
        /// Teach province trainers («مربی کشوری»).
        NationalTrainer = "national-trainer",
    }
}

impl Grade {
    /// The grade that whoever teaches this one holds; nobody teaches the highest here.
    #[must_use]
    pub fn taught_by(self) -> Option<Grade> {
        match self {
            Grade::Branch => Some(Grade::CountyTrainer),
            Grade::CountyTrainer => Some(Grade::ProvinceTrainer),
            Grade::ProvinceTrainer => Some(Grade::NationalTrainer),
            Grade::NationalTrainer => None,
        }
    }

    /// Does a certificate of it take two persons, and a letter for the province? Whoever holds one trains trainers.
    #[must_use]
    pub fn takes_two(self) -> bool {
        self >= Grade::ProvinceTrainer
    }
}

coded! {
    /// What a session teaches.
    Lesson {
        /// The law and the duties of the post.
        Duties = "duties",
        /// Opening, voting, closing, minutes.
        Day = "day",
        /// The devices, by hand.
        Devices = "devices",
        /// A cut line, a dead battery, a queue, a quarrel.
        Trouble = "trouble",
        /// Helping voters without seeing or leading their vote.
        Voters = "voters",
        /// How to teach and to assess.
        Teaching = "teaching",
    }
}

/// What has to be learned for a post at a grade («برنامه درسی»).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Curriculum {
    /// What is taught.
    pub lessons: &'static [Lesson],
    /// Hours of a session.
    pub hours: u8,
    /// The score out of a hundred from which it is passed.
    pub pass_mark: u8,
    /// Days for which a pass is good.
    pub valid: i64,
}

/// The curriculum of a post at a grade. Trainers are asked for more; whoever works a device has to have held one.
#[must_use]
pub fn curriculum(post: Post, grade: Grade) -> Curriculum {
    use Lesson::{Day, Devices, Duties, Teaching, Trouble, Voters};
    if grade != Grade::Branch {
        let lessons = &[Duties, Day, Devices, Trouble, Voters, Teaching];
        return Curriculum { lessons, hours: 12, pass_mark: 85, valid: 180 };
    }
    match post {
        Post::Operator | Post::Technician => {
            Curriculum { lessons: &[Duties, Day, Devices, Trouble], hours: 8, pass_mark: 80, valid: 90 }
        }
        Post::BoardMember => {
            Curriculum { lessons: &[Duties, Day, Trouble, Voters], hours: 6, pass_mark: 70, valid: 90 }
        }
        Post::GovernorRepresentative | Post::SupervisorRepresentative | Post::Inspector => {
            Curriculum { lessons: &[Duties, Day, Trouble], hours: 6, pass_mark: 70, valid: 90 }
        }
        Post::Police => {
            Curriculum { lessons: &[Duties, Trouble, Voters], hours: 3, pass_mark: 60, valid: 90 }
        }
    }
}

coded! {
    /// Where somebody stands in a session.
    Presence {
        /// Has a seat.
        Enrolled = "enrolled",
        /// Was there.
        Attended = "attended",
        /// Was not.
        Absent = "absent",
    }
}

/// Somebody's seat in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Whose, by number.
    pub member: i64,
    /// Whether they came.
    pub presence: Presence,
}

/// A session («دوره»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Number.
    pub number: i64,
    /// For which post.
    pub post: Post,
    /// For which grade.
    pub grade: Grade,
    /// For whom: members of this place.
    pub place: Place,
    /// Where it is held.
    pub venue: String,
    /// When.
    pub on: Day,
    /// How many it seats.
    pub capacity: u16,
    /// Who teaches, by number.
    pub trainer: i64,
    /// Who opened it.
    pub opened_by: PersonId,
    /// Why it was written down after its day; empty for one that was announced.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub late: String,
    /// Who kept the attendance list, once it was kept.
    #[serde(default)]
    pub kept_by: Option<PersonId>,
    /// What was put right in that list, in its order.
    #[serde(default)]
    pub corrected: Vec<Corrected>,
    /// Its seats.
    #[serde(default)]
    pub seats: Vec<Seat>,
}

/// The largest session: one room, one trainer.
pub const LARGEST: u16 = 500;

/// Why something about a session was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The trainer holds no pass of the level above.
    #[error("whoever teaches {grade} for {post} holds a valid pass as {needed}")]
    NoTrainer {
        /// The post.
        post: Post,
        /// What would be taught.
        grade: Grade,
        /// What the trainer needs.
        needed: Grade,
    },
    /// The highest grade is certified from above.
    #[error("national trainers are certified by the country's headquarters, not here")]
    TaughtAbove,
    /// No seat is left.
    #[error("all {0} seats are taken")]
    Full(u16),
    /// Somebody has no seat in it.
    #[error("member {0} has no seat in this session")]
    NoSeat(i64),
    /// Somebody has a seat already.
    #[error("member {0} has a seat already")]
    Seated(i64),
    /// It is for another post.
    #[error("this session is for {0}")]
    OtherPost(Post),
    /// Its trainer cannot sit in it.
    #[error("the trainer of a session is not trained in it")]
    OwnTrainer,
    /// It has not taken place yet.
    #[error("this session is on {0}; what comes of it is written down from that day on")]
    NotYet(Day),
    /// Its attendance list is closed.
    #[error("the attendance of this session is kept")]
    Kept,
    /// An empty list, and nobody said that this is what it is.
    #[error("nobody is ticked; if nobody came, say so")]
    Nobody,
    /// There is no list yet that could be put right.
    #[error("the attendance of this session is not kept yet")]
    NotKept,
    /// Somebody who would become absent was assessed.
    #[error("member {0} was assessed in this session, and whoever was absent cannot have been")]
    Assessed(i64),
    /// A correction without its reason.
    #[error("say why it is put right")]
    NoReason,
    /// Whoever wrote the list puts it right.
    #[error(transparent)]
    SamePerson(#[from] SamePerson),
}

impl Session {
    /// → Open: the trainer holds the trainer's pass of the level above on that day.
    pub fn open(self, trainer: &Member) -> Result<Self, Refused> {
        let needed = self.grade.taught_by().ok_or(Refused::TaughtAbove)?;
        let holds = trainer.number == self.trainer && trainer.serves_on(self.on);
        if !(holds && trainer.trains_on(self.post, needed, self.on)) {
            return Err(Refused::NoTrainer { post: self.post, grade: self.grade, needed });
        }
        Ok(self)
    }

    /// Gives somebody a seat.
    pub fn enrol(&mut self, member: &Member) -> Result<(), Refused> {
        if self.kept_by.is_some() {
            return Err(Refused::Kept);
        }
        if member.number == self.trainer {
            return Err(Refused::OwnTrainer);
        }
        if member.post != self.post {
            return Err(Refused::OtherPost(self.post));
        }
        if self.seats.iter().any(|seat| seat.member == member.number) {
            return Err(Refused::Seated(member.number));
        }
        if self.seats.len() >= usize::from(self.capacity) {
            return Err(Refused::Full(self.capacity));
        }
        self.seats.push(Seat { member: member.number, presence: Presence::Enrolled });
        Ok(())
    }

    /// Keeps the attendance list, once: whoever is named came, the others did not. That nobody came is said, and not
    /// only left open.
    pub fn keep(&mut self, came: &[i64], nobody: bool, on: Day, by: PersonId) -> Result<(), Refused> {
        if on < self.on {
            return Err(Refused::NotYet(self.on));
        }
        if self.kept_by.is_some() {
            return Err(Refused::Kept);
        }
        if came.is_empty() != nobody {
            return Err(Refused::Nobody);
        }
        self.mark(came)?;
        self.kept_by = Some(by);
        Ok(())
    }

    /// Puts a kept list right, by another person than whoever wrote it last, and says why. `assessed` are those who have
    /// a result of this session.
    pub fn correct(
        &mut self,
        came: &[i64],
        assessed: &[i64],
        why: &str,
        signed: Signed,
    ) -> Result<(), Refused> {
        let kept_by = self.kept_by.ok_or(Refused::NotKept)?;
        let last = self.corrected.last().map_or(kept_by, |correction| correction.signed.by);
        four_eyes(last, signed.by)?;
        if why.trim().is_empty() {
            return Err(Refused::NoReason);
        }
        if let Some(member) = assessed.iter().find(|member| !came.contains(member)) {
            return Err(Refused::Assessed(*member));
        }
        self.mark(came)?;
        self.corrected.push(Corrected { signed, why: why.trim().to_owned() });
        Ok(())
    }

    /// Those who came, by number.
    pub fn who_came(&self) -> impl Iterator<Item = i64> {
        self.seats.iter().filter(|seat| seat.presence == Presence::Attended).map(|seat| seat.member)
    }

    /// Did this person write or put right the list?
    #[must_use]
    pub fn is_kept_by(&self, person: PersonId) -> bool {
        self.kept_by == Some(person) || self.corrected.iter().any(|one| one.signed.by == person)
    }

    fn mark(&mut self, came: &[i64]) -> Result<(), Refused> {
        if let Some(stranger) = came.iter().find(|one| !self.seats.iter().any(|s| s.member == **one)) {
            return Err(Refused::NoSeat(*stranger));
        }
        for seat in &mut self.seats {
            let there = came.contains(&seat.member);
            seat.presence = if there { Presence::Attended } else { Presence::Absent };
        }
        Ok(())
    }

    /// Did somebody attend?
    #[must_use]
    pub fn attended(&self, member: i64) -> bool {
        self.seats.iter().any(|seat| seat.member == member && seat.presence == Presence::Attended)
    }
}
