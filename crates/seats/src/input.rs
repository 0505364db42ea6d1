//! What was counted: the votes of each candidate, and the lots already drawn.

use std::collections::HashMap;
use std::sync::Arc;

use crate::{BadInput, DrawnLot};

/// Text that many steps of a transcript share.
pub type Text = Arc<str>;

/// The code of a list or of a candidate, as printed on the posters («کد فهرست», «کد نامزد»).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(Text);

/// The code under which the pooled independents appear among the lists.
pub const INDEPENDENTS: &str = "independents";
/// The largest count of one candidate or plain list. Seven thousand times the people of the country.
pub const LARGEST_COUNT: u64 = 1_000_000_000_000;
/// The largest house.
pub const LARGEST_HOUSE: u32 = 10_000;
/// The most persons and lists in one contest. Together with the other two limits it keeps every product in 128 bits.
pub(crate) const MOST_NAMES: usize = 1_000_000;

impl Code {
    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl From<&str> for Code {
    fn from(code: &str) -> Self {
        Self(code.into())
    }
}
impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One candidate («نامزد») and the votes given to him, singly or through his list (article 24, clause 1).
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The candidate's code, unique in the contest.
    pub code: Code,
    /// The name, for the reader.
    pub name: Option<Text>,
    /// All valid votes for this person.
    pub votes: u64,
    /// Whether the person belongs to the priority class «ایثارگر»; `None` where nobody recorded it.
    pub veteran: Option<bool>,
    /// Academic degree, higher is higher; `None` where nobody recorded it.
    pub degree: Option<u8>,
}

/// A list («فهرست انتخاباتی») with its candidates, or a plain party with a total.
#[derive(Clone, Debug)]
pub struct List {
    /// The list's code, unique in the contest.
    pub code: Code,
    /// The title, for the reader.
    pub name: Option<Text>,
    /// All votes of the list: the sum over its members, or the total of a plain party.
    pub votes: u64,
    /// Its members; `None` for a plain party, which can fill any number of seats.
    pub candidates: Option<Vec<Candidate>>,
    /// Whether a threshold does not apply to it, as with parties of national minorities.
    pub exempt: bool,
    /// The places of its members in `candidates`, by descending votes.
    pub(crate) order: Vec<u32>,
}

impl List {
    /// The members by descending votes; equal votes as they were handed in.
    pub fn ranked(&self) -> impl Iterator<Item = &Candidate> {
        let members = self.candidates.as_deref().unwrap_or_default();
        self.order.iter().map(|&place| &members[place as usize])
    }
}

/// A contest as somebody typed it, not yet believed. [`Draft::check`] makes an [`Input`] of it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Seats to fill.
    pub seats: u32,
    /// The lists.
    pub lists: Vec<DraftList>,
    /// The candidates who stand on no list.
    pub independents: Vec<Candidate>,
    /// The pooled total of the independents where none is named, as a plain party has one.
    pub independent_votes: Option<u64>,
    /// The lots drawn so far.
    pub lots: Vec<DrawnLot>,
    /// How many alternates; `None` leaves it to the rule.
    pub alternates: Option<u32>,
    /// All valid votes, where that is more than the sum over the contestants; the base of a threshold.
    pub valid_votes: Option<u64>,
    /// Readings that differ from the rule's own, by key and name.
    pub readings: Vec<(String, String)>,
}

/// A list as somebody typed it.
#[derive(Clone, Debug)]
pub struct DraftList {
    /// The list's code.
    pub code: Code,
    /// The title.
    pub name: Option<Text>,
    /// The total of a plain party; absent where candidates are named.
    pub votes: Option<u64>,
    /// The members; absent for a plain party.
    pub candidates: Option<Vec<Candidate>>,
    /// Whether a threshold does not apply to it.
    pub exempt: bool,
}

/// A contest that can be believed: codes are unique, counts are in range, somebody has a vote.
#[derive(Clone, Debug)]
pub struct Input {
    pub(crate) seats: u32,
    pub(crate) lists: Vec<List>,
    pub(crate) independents: Vec<Candidate>,
    /// The sum over the independents, or their plain total.
    pub(crate) independent_votes: u64,
    /// Whether the independents are a plain total without names.
    pub(crate) independents_unnamed: bool,
    /// The places of the independents, by descending votes.
    pub(crate) independent_order: Vec<u32>,
    pub(crate) lots: Vec<DrawnLot>,
    pub(crate) alternates: Option<u32>,
    pub(crate) valid_votes: Option<u64>,
    pub(crate) readings: Vec<(String, String)>,
}

impl Input {
    /// Seats to fill.
    pub fn seats(&self) -> u32 {
        self.seats
    }
    /// The lists, in the order in which they were handed in.
    pub fn lists(&self) -> &[List] {
        &self.lists
    }
    /// The candidates who stand on no list.
    pub fn independents(&self) -> &[Candidate] {
        &self.independents
    }
    /// The lots drawn so far.
    pub fn lots(&self) -> &[DrawnLot] {
        &self.lots
    }
    /// The same contest with one more drawn lot on its record.
    pub fn with_lot(&self, lot: DrawnLot) -> Result<Self, BadInput> {
        let mut input = self.clone();
        input.lots.push(lot);
        input.check_lots()?;
        Ok(input)
    }
}

impl Draft {
    /// Draft → Input, or the first thing wrong with it, with the path of the field.
    pub fn check(self) -> Result<Input, BadInput> {
        if self.seats == 0 {
            return Err(BadInput::NoSeats { path: "seats".into() });
        }
        if self.seats > LARGEST_HOUSE {
            return Err(BadInput::TooLarge { path: "seats".into(), limit: LARGEST_HOUSE.into() });
        }
        let independents_unnamed = self.independents.is_empty() && self.independent_votes.is_some();
        if self.lists.is_empty() && self.independents.is_empty() && !independents_unnamed {
            return Err(BadInput::NobodyStands { path: "lists".into() });
        }
        if self.alternates.is_some_and(|n| n > LARGEST_HOUSE) {
            return Err(BadInput::TooLarge { path: "alternates".into(), limit: LARGEST_HOUSE.into() });
        }
        let mut lists = Vec::with_capacity(self.lists.len());
        for (i, list) in self.lists.into_iter().enumerate() {
            let path = || format!("lists[{i}]");
            let votes = match (&list.candidates, list.votes) {
                (Some(members), _) if members.is_empty() => {
                    return Err(BadInput::NoCandidates { path: path() + ".candidates", list: list.code });
                }
                (Some(members), None) => sum(members),
                // A total beside the members is redundant; it is welcome only if it agrees.
                (Some(members), Some(votes)) if votes == sum(members) => votes,
                (Some(members), Some(votes)) => {
                    let members = sum(members);
                    return Err(BadInput::TotalsDiffer { path: path() + ".votes", stated: votes, members });
                }
                (None, Some(votes)) => in_range(votes, || path() + ".votes")?,
                (None, None) => return Err(BadInput::Missing { path: path() + ".candidates" }),
            };
            for (j, member) in list.candidates.iter().flatten().enumerate() {
                in_range(member.votes, || format!("lists[{i}].candidates[{j}].votes"))?;
            }
            let DraftList { code, name, candidates, exempt, .. } = list;
            let order = candidates.as_deref().map(by_votes).unwrap_or_default();
            lists.push(List { code, name, votes, candidates, exempt, order });
        }
        for (i, person) in self.independents.iter().enumerate() {
            in_range(person.votes, || format!("independents[{i}].votes"))?;
        }
        let stated = self.independent_votes;
        let Self { seats, independents, lots, alternates, valid_votes, readings, .. } = self;
        let independent_votes = match stated {
            None => sum(&independents),
            Some(votes) if independents_unnamed => in_range(votes, || "independents".into())?,
            Some(votes) if votes == sum(&independents) => votes,
            Some(votes) => {
                let members = sum(&independents);
                return Err(BadInput::TotalsDiffer { path: "independents".into(), stated: votes, members });
            }
        };
        let independent_order = by_votes(&independents);
        let input = Input {
            seats,
            lists,
            independents,
            independent_votes,
            independents_unnamed,
            independent_order,
            lots,
            alternates,
            valid_votes,
            readings,
        };
        input.check_names()?;
        input.check_votes()?;
        input.check_places()?;
        input.check_lots()?;
        Ok(input)
    }
}

fn sum(persons: &[Candidate]) -> u64 {
    // A sum past 2^64 needs a count far above the limit, which is refused right after.
    persons.iter().fold(0, |sum, person| sum.saturating_add(person.votes))
}

/// The places of persons by descending votes; equal votes keep the order in which they were handed in, which decides
/// nothing: whoever needs to tell equals apart asks for their rank, and then for a lot.
fn by_votes(persons: &[Candidate]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..persons.len() as u32).collect();
    order.sort_by_key(|&place| std::cmp::Reverse(persons[place as usize].votes));
    order
}

fn in_range(votes: u64, path: impl Fn() -> String) -> Result<u64, BadInput> {
    if votes <= LARGEST_COUNT {
        Ok(votes)
    } else {
        Err(BadInput::TooLarge { path: path(), limit: LARGEST_COUNT })
    }
}

impl Input {
    /// Every code belongs to one list or one person, and to nobody else.
    fn check_names(&self) -> Result<(), BadInput> {
        let persons =
            self.lists.iter().filter_map(|list| list.candidates.as_ref()).map(Vec::len).sum::<usize>();
        if self.lists.len() + persons + self.independents.len() > MOST_NAMES {
            return Err(BadInput::TooLarge { path: "lists".into(), limit: MOST_NAMES as u64 });
        }
        let mut lists = HashMap::with_capacity(self.lists.len());
        let mut people = HashMap::with_capacity(persons + self.independents.len());
        for (i, list) in self.lists.iter().enumerate() {
            if list.code.as_str() == INDEPENDENTS {
                return Err(BadInput::ReservedCode { path: Place::List(i).path(), code: list.code.clone() });
            }
            own(&mut lists, &list.code, Place::List(i))?;
            for (j, person) in list.candidates.iter().flatten().enumerate() {
                own(&mut people, &person.code, Place::Member(i, j))?;
            }
        }
        for (i, person) in self.independents.iter().enumerate() {
            own(&mut people, &person.code, Place::Independent(i))?;
        }
        Ok(())
    }

    fn check_votes(&self) -> Result<(), BadInput> {
        let total = self.total();
        if total == 0 {
            return Err(BadInput::NoVotes { path: "lists".into() });
        }
        match self.valid_votes {
            Some(valid) if valid < total => {
                Err(BadInput::FewerValidVotes { path: "valid_votes".into(), stated: valid, counted: total })
            }
            Some(valid) if valid > LARGEST_COUNT * MOST_NAMES as u64 => Err(BadInput::TooLarge {
                path: "valid_votes".into(),
                limit: LARGEST_COUNT * MOST_NAMES as u64,
            }),
            _ => Ok(()),
        }
    }

    /// There are people enough to fill the house, unless some list is a plain party without names.
    fn check_places(&self) -> Result<(), BadInput> {
        if self.independents_unnamed || self.lists.iter().any(|list| list.candidates.is_none()) {
            return Ok(());
        }
        let persons = self.persons().count() as u64;
        if persons < u64::from(self.seats) {
            return Err(BadInput::TooFewCandidates {
                path: "seats".into(),
                seats: self.seats,
                candidates: persons,
            });
        }
        Ok(())
    }

    /// A lot names people and lists of this contest, draws from among them, and draws nobody twice.
    fn check_lots(&self) -> Result<(), BadInput> {
        let known = |code: &Code| {
            code.as_str() == INDEPENDENTS
                || self.lists.iter().any(|list| list.code == *code)
                || self.persons().any(|person| person.code == *code)
        };
        for (i, lot) in self.lots.iter().enumerate() {
            for (j, code) in lot.among.iter().enumerate() {
                let path = format!("lots[{i}].among[{j}]");
                if !known(code) {
                    return Err(BadInput::UnknownCode { path, code: code.clone() });
                }
                if lot.among[..j].contains(code) {
                    return Err(BadInput::DuplicateCode {
                        first: format!("lots[{i}].among"),
                        path,
                        code: code.clone(),
                    });
                }
            }
            for (j, code) in lot.drawn.iter().enumerate() {
                let path = format!("lots[{i}].drawn[{j}]");
                if !lot.among.contains(code) {
                    return Err(BadInput::UnknownCode { path, code: code.clone() });
                }
                if lot.drawn[..j].contains(code) {
                    return Err(BadInput::DuplicateCode {
                        first: format!("lots[{i}].drawn"),
                        path,
                        code: code.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    /// All valid votes for every contestant: the denominator of article 24 as interpreted in 1404.
    pub fn total(&self) -> u64 {
        self.lists.iter().map(|list| list.votes).sum::<u64>() + self.independent_votes
    }

    /// Every person who stands.
    pub fn persons(&self) -> impl Iterator<Item = &Candidate> {
        self.lists.iter().flat_map(|list| list.candidates.iter().flatten()).chain(&self.independents)
    }
}

/// Where a code stands.
#[derive(Clone, Copy)]
enum Place {
    List(usize),
    Member(usize, usize),
    Independent(usize),
}

impl Place {
    fn path(self) -> String {
        match self {
            Self::List(i) => format!("lists[{i}].code"),
            Self::Member(i, j) => format!("lists[{i}].candidates[{j}].code"),
            Self::Independent(i) => format!("independents[{i}].code"),
        }
    }
}

fn own<'a>(seen: &mut HashMap<&'a Code, Place>, code: &'a Code, place: Place) -> Result<(), BadInput> {
    if code.as_str().trim().is_empty() {
        return Err(BadInput::EmptyCode { path: place.path() });
    }
    match seen.insert(code, place) {
        Some(first) => {
            Err(BadInput::DuplicateCode { path: place.path(), code: code.clone(), first: first.path() })
        }
        None => Ok(()),
    }
}
