//! The frozen set-up of an event («رویداد انتخاباتی»): one polling day, its contests, branches and keys.
//!
//! What is here is public and is what every later signature refers to: the digest of its bytes *is* the
//! event. Voters are not here; they are the headquarters' private roll.

use crate::alone::WhenAlone;
use crate::bytes::{self, Digest};
use crate::id::{AreaId, BranchId, Code, ContestId};
use crate::signatory::{Side, Signatory};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crypto::seal::Shape;
use crypto::signature::PublicKey;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A name in both languages of the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Persian.
    pub fa: String,
    /// English.
    pub en: String,
}

/// The whole set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// Version of this shape: 1.
    pub format: u16,
    /// Title of the event.
    pub title: Name,
    /// Polling day, Gregorian, `2026-05-01`. Dates are shown in the Jalali calendar by the doors.
    pub polling_day: String,
    /// Ballots are counted together per branch, area or constituency.
    pub counting_unit: CountingUnit,
    /// Fewer ballots than this are never counted alone.
    pub privacy_floor: u32,
    /// What a branch does that is cut off from the headquarters; it refuses where nothing is written.
    #[serde(default, skip_serializing_if = "WhenAlone::refuses")]
    pub when_alone: WhenAlone,
    /// The headquarters' key.
    #[serde(with = "bytes::key")]
    pub headquarters: PublicKey,
    /// The log's name and key, as a note verifier key.
    pub log: String,
    /// The supervisory witness' name and key, as a note verifier key.
    pub witness: String,
    /// How many trustees must open.
    pub threshold: u16,
    /// The trustees («کلیدداران»), numbered from 1 in this order.
    pub trustees: Vec<Trustee>,
    /// The contests of the day.
    pub contests: Vec<Contest>,
    /// The branches of the day; every contest is held in every branch.
    pub branches: Vec<Branch>,
}

/// Which ballots make one box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CountingUnit {
    /// Each branch by itself, as the law's minutes per branch ask.
    Branch,
    /// All branches of an area together.
    Area,
    /// The whole constituency as one box: the strongest privacy.
    Constituency,
}

/// A holder of a share of the election key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trustee {
    /// Name or office.
    pub name: Name,
    /// Signs the trustee's entries.
    #[serde(with = "bytes::key")]
    pub key: PublicKey,
    /// Receives shares: `crypto::ceremony::TransportKey` with its proof of knowledge, Base64.
    #[serde(with = "bytes::long")]
    pub transport: Vec<u8>,
}

/// One contest («انتخابات»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contest {
    /// Short name, used in paths.
    pub id: ContestId,
    /// Full name.
    pub title: Name,
    /// Name of the seat rule both boards signed, as in `amin seats --list`.
    pub rule: String,
    /// Readings of that rule that the boards signed in place of its own answers: question and answer by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub readings: BTreeMap<String, String>,
    /// Seats to fill.
    pub seats: u16,
    /// Alternates («علی‌البدل») to name.
    pub alternates: u16,
    /// The most candidates one voter may choose.
    pub picks: u16,
    /// The executive board's name and key.
    pub executive: Body,
    /// The supervisory board's name and key.
    pub supervisory: Body,
    /// Lists of parties and fronts.
    pub lists: Vec<List>,
    /// Candidates in the order of their numbers on the ballot.
    pub candidates: Vec<Candidate>,
}

/// A board that signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its name.
    pub name: Name,
    /// Its key.
    #[serde(with = "bytes::key")]
    pub key: PublicKey,
}

/// An electoral list («فهرست انتخاباتی»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: Name,
}

/// A candidate («نامزد»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The code a voter types.
    pub code: Code,
    /// The name on the screen.
    pub name: Name,
    /// The list's code, or nothing for an independent («نامزد منفرد»).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Code>,
    /// War-service priority in a tie («ایثارگر»).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub veteran: bool,
    /// Rank of the academic degree, for a tie: higher first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub degree: u8,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(n: &u8) -> bool {
    *n == 0
}

/// A polling branch («شعبه اخذ رأی»).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Short name, used in paths.
    pub id: BranchId,
    /// Name of the place.
    pub name: Name,
    /// The area it belongs to.
    pub area: AreaId,
    /// The key of the branch's machine.
    #[serde(with = "bytes::key")]
    pub machine: PublicKey,
    /// The executive officer's key.
    #[serde(with = "bytes::key")]
    pub executive: PublicKey,
    /// The supervisory officer's key.
    #[serde(with = "bytes::key")]
    pub supervisory: PublicKey,
}

/// What is wrong with a set-up, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSetup {
    /// Not the JSON of a set-up.
    #[error("line {line}, column {column}: {what}")]
    Json {
        /// Line of the file.
        line: usize,
        /// Column of the file.
        column: usize,
        /// What the parser says.
        what: String,
    },
    /// A version this program does not know.
    #[error("format {0} is not known; this program reads format 1")]
    Format(u16),
    /// Something that must exist is missing.
    #[error("there are no {0}")]
    Empty(&'static str),
    /// A name used twice.
    #[error("{what} {code} appears twice")]
    Twice {
        /// What kind of thing.
        what: &'static str,
        /// Which.
        code: String,
    },
    /// A candidate names a list that the contest does not have.
    #[error("contest {contest}: candidate {candidate} is on list {list}, which does not exist")]
    UnknownList {
        /// The contest.
        contest: ContestId,
        /// The candidate.
        candidate: Code,
        /// The list named.
        list: Code,
    },
    /// A list has more members than a voter may choose, so that its code could not be voted.
    #[error("contest {contest}: list {list} has {members} members, at most {picks} can be chosen")]
    LongList {
        /// The contest.
        contest: ContestId,
        /// The list.
        list: Code,
        /// Its members.
        members: usize,
        /// The contest's picks.
        picks: u16,
    },
    /// A seat rule that the engine does not have.
    #[error("contest {contest}: there is no seat rule \u{201c}{rule}\u{201d}; see `amin seats --list`")]
    UnknownRule {
        /// The contest.
        contest: ContestId,
        /// The rule named.
        rule: String,
    },
    /// A reading that the seat rule does not have.
    #[error(
        "contest {contest}: rule {rule} has no reading \u{201c}{question}: {answer}\u{201d}; see docs/seats.md"
    )]
    UnknownReading {
        /// The contest.
        contest: ContestId,
        /// Its rule.
        rule: String,
        /// The question named.
        question: String,
        /// The answer named.
        answer: String,
    },
    /// Seats, picks or candidates out of bounds.
    #[error("contest {contest}: {what}")]
    Contest {
        /// The contest.
        contest: ContestId,
        /// What is wrong.
        what: String,
    },
    /// More needed to open than there are.
    #[error(
        "{threshold} of {trustees} trustees cannot be: the threshold is between 1 and the number of trustees"
    )]
    Threshold {
        /// As written.
        threshold: u16,
        /// As counted.
        trustees: usize,
    },
    /// One key in two seats: two pairs of eyes would be one.
    #[error("{first} and {second} have the same key: every seat needs a key of its own")]
    SharedKey {
        /// Who was named first.
        first: String,
        /// Who has the same key.
        second: String,
    },
    /// The key of log or witness is not one.
    #[error("the {0}'s key is not a note verifier key: name+id+key")]
    NoteKey(&'static str),
    /// A policy for branches that are cut off that nobody could follow.
    #[error("when_alone: {0} pending ballots at one branch; at least 1 and at most 10,000 are possible")]
    WhenAlone(u64),
    /// Not a calendar date.
    #[error("polling day \u{201c}{0}\u{201d} is not a date such as 2026-05-01")]
    Date(String),
}

impl BadSetup {
    /// The named check of `docs/protocol/setup.md`.
    pub fn check(&self) -> &'static str {
        match self {
            Self::SharedKey { .. } => "setup.keys",
            _ => "setup.rules",
        }
    }
}

impl Setup {
    /// Reads and checks the JSON of a set-up.
    pub fn parse(json: &[u8]) -> Result<Self, BadSetup> {
        let setup: Self = serde_json::from_slice(json).map_err(|e| BadSetup::Json {
            line: e.line(),
            column: e.column(),
            what: e.to_string(),
        })?;
        // One set-up, one spelling: nobody may read into the same signed bytes, a key given twice say, what another
        // does not.
        if json != setup.to_bytes() {
            let what = "it means a set-up, and is not written as one is".to_owned();
            return Err(BadSetup::Json { line: 1, column: 1, what });
        }
        setup.check()?;
        setup.seats()?;
        Ok(setup)
    }

    /// The bytes that are frozen.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("a set-up has only strings and numbers");
        json.push(b'\n');
        json
    }

    /// Checks everything that can be wrong between the fields, except the keys: see [`Setup::seats`].
    pub fn check(&self) -> Result<(), BadSetup> {
        if self.format != 1 {
            return Err(BadSetup::Format(self.format));
        }
        let date: Vec<&str> = self.polling_day.split('-').collect();
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        if !(date.len() == 3 && digits(date[0], 4) && digits(date[1], 2) && digits(date[2], 2)) {
            return Err(BadSetup::Date(self.polling_day.clone()));
        }
        if !self.when_alone.is_sound() {
            return Err(BadSetup::WhenAlone(self.when_alone.most()));
        }
        for (what, empty) in [
            ("contests", self.contests.is_empty()),
            ("branches", self.branches.is_empty()),
            ("trustees", self.trustees.is_empty()),
        ] {
            if empty {
                return Err(BadSetup::Empty(what));
            }
        }
        if self.threshold == 0
            || usize::from(self.threshold) > self.trustees.len()
            || self.trustees.len() > 64
        {
            return Err(BadSetup::Threshold { threshold: self.threshold, trustees: self.trustees.len() });
        }
        once("branch", self.branches.iter().map(|b| b.id.as_str()))?;
        once("contest", self.contests.iter().map(|c| c.id.as_str()))?;
        self.contests.iter().try_for_each(Contest::check)
    }

    /// Every seat that is filled by a key, by its key: whoever signs, the log and the witness, and what the
    /// trustees receive their shares with. Two seats with one key are an error: whoever may sign as both
    /// officers is one officer.
    pub fn seats(&self) -> Result<BTreeMap<[u8; 32], String>, BadSetup> {
        let signatories: BTreeMap<String, [u8; 32]> =
            self.keys().into_iter().map(|(of, key)| (of.to_string(), key.0)).collect();
        let mut all: Vec<(String, [u8; 32])> = signatories.into_iter().collect();
        for (what, text) in [("log", &self.log), ("witness", &self.witness)] {
            all.push((what.to_owned(), note_key(text).ok_or(BadSetup::NoteKey(what))?));
        }
        for (index, trustee) in (1..).zip(&self.trustees) {
            // A transport key that cannot be read is refused by `ceremony.transport`.
            if let Some(key) = trustee.transport.first_chunk() {
                all.push((format!("the transport key of {}", Signatory::Trustee(index)), *key));
            }
        }
        let mut seats: BTreeMap<[u8; 32], String> = BTreeMap::new();
        for (second, key) in all {
            if let Some(first) = seats.get(&key) {
                return Err(BadSetup::SharedKey { first: first.clone(), second });
            }
            seats.insert(key, second);
        }
        Ok(seats)
    }

    /// The contest of that name.
    pub fn contest(&self, id: &ContestId) -> Option<&Contest> {
        self.contests.iter().find(|c| c.id == *id)
    }

    /// The branch of that name.
    pub fn branch(&self, id: &BranchId) -> Option<&Branch> {
        self.branches.iter().find(|b| b.id == *id)
    }

    /// The public key of everyone who can sign, except booths: those are enrolled when a branch opens.
    pub fn keys(&self) -> HashMap<Signatory, PublicKey> {
        let mut keys = HashMap::new();
        keys.insert(Signatory::Headquarters, self.headquarters);
        for c in &self.contests {
            keys.insert(Signatory::Body(c.id.clone(), Side::Executive), c.executive.key);
            keys.insert(Signatory::Body(c.id.clone(), Side::Supervisory), c.supervisory.key);
        }
        for b in &self.branches {
            keys.insert(Signatory::Branch(b.id.clone()), b.machine);
            keys.insert(Signatory::Officer(b.id.clone(), Side::Executive), b.executive);
            keys.insert(Signatory::Officer(b.id.clone(), Side::Supervisory), b.supervisory);
        }
        for (index, trustee) in (1..).zip(&self.trustees) {
            keys.insert(Signatory::Trustee(index), trustee.key);
        }
        keys
    }

    /// Every board of every contest.
    pub fn bodies(&self) -> impl Iterator<Item = Signatory> + '_ {
        self.contests.iter().flat_map(|c| Side::BOTH.map(|side| Signatory::Body(c.id.clone(), side)))
    }
}

/// The digest of a frozen set-up: the name of the event in every signature and proof.
pub type Event = Digest;

impl Contest {
    /// How many numbers its ballot has and how many are chosen.
    pub fn shape(&self) -> Shape {
        Shape::new(self.picks, self.candidates.len() as u16).expect("a checked contest has a shape")
    }

    /// The members of a list, as places in `candidates`.
    pub fn members<'a>(&'a self, list: &'a Code) -> impl Iterator<Item = u16> + 'a {
        (0u16..).zip(&self.candidates).filter(move |(_, c)| c.list.as_ref() == Some(list)).map(|(i, _)| i)
    }

    fn check(&self) -> Result<(), BadSetup> {
        let bad = |what: String| BadSetup::Contest { contest: self.id.clone(), what };
        let Some(rule) = seats::rule(&self.rule) else {
            return Err(BadSetup::UnknownRule { contest: self.id.clone(), rule: self.rule.clone() });
        };
        if let Some((question, answer)) =
            self.readings.iter().find(|(question, answer)| !rule.allows(question, answer))
        {
            return Err(BadSetup::UnknownReading {
                contest: self.id.clone(),
                rule: self.rule.clone(),
                question: question.clone(),
                answer: answer.clone(),
            });
        }
        if self.seats == 0 {
            return Err(bad("there is no seat to fill".into()));
        }
        if self.candidates.is_empty() {
            return Err(bad("there are no candidates".into()));
        }
        if self.candidates.len() < usize::from(self.seats) {
            return Err(bad(format!("{} seats for {} candidates", self.seats, self.candidates.len())));
        }
        if self.candidates.len() > 60_000 || Shape::new(self.picks, self.candidates.len() as u16).is_err() {
            return Err(bad(format!(
                "{} picks of {} candidates cannot be sealed: between 1 and 64 picks, at most 60,000 candidates",
                self.picks,
                self.candidates.len()
            )));
        }
        let codes = self.lists.iter().map(|l| &l.code).chain(self.candidates.iter().map(|c| &c.code));
        once("code", codes.map(Code::as_str))?;
        let lists: BTreeSet<&Code> = self.lists.iter().map(|l| &l.code).collect();
        let mut members: BTreeMap<&Code, usize> = BTreeMap::new();
        for candidate in &self.candidates {
            let Some(list) = &candidate.list else { continue };
            if !lists.contains(list) {
                return Err(BadSetup::UnknownList {
                    contest: self.id.clone(),
                    candidate: candidate.code.clone(),
                    list: list.clone(),
                });
            }
            *members.entry(list).or_default() += 1;
        }
        match members.into_iter().find(|(_, n)| *n > usize::from(self.picks)) {
            Some((list, members)) => Err(BadSetup::LongList {
                contest: self.id.clone(),
                list: list.clone(),
                members,
                picks: self.picks,
            }),
            None => Ok(()),
        }
    }
}

/// The key in a note verifier key: `name+id+Base64(purpose, key)`.
fn note_key(text: &str) -> Option<[u8; 32]> {
    let encoded = text.splitn(3, '+').nth(2)?;
    let bytes = STANDARD.decode(encoded).ok()?;
    bytes.split_first()?.1.try_into().ok()
}

fn once<'a>(what: &'static str, codes: impl Iterator<Item = &'a str>) -> Result<(), BadSetup> {
    let mut seen = BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(BadSetup::Twice { what, code: code.to_owned() });
        }
    }
    Ok(())
}
