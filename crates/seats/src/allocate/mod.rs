//! From votes to seats, members and alternates.

mod persons;
mod quota;
mod quotient;
mod tie;

use std::sync::LazyLock;

use crate::law;
use crate::number::cmp_products;
use crate::reading::{AlternatesBy, IndependentStanding, IndependentsSeated};
use crate::{
    Act, Article, BadInput, Candidate, Code, Group, House, INDEPENDENTS, Input, Lot, Method, Readings, Rule,
    Step, Tally, Text, council,
};
use persons::Person;

/// How an allocation ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The seats are decided.
    Decided(Allocation),
    /// A lot must be drawn first; hand it in with the contest and ask again.
    NeedsLot(Lot),
}

/// The seats of a contest, with the transcript that is the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// The rule's name.
    pub rule: &'static str,
    /// The version of the rule.
    pub version: u32,
    /// The readings in force, key and signed name.
    pub readings: Readings,
    /// The seats of each list, in the order of the input, then of the independents if any stand.
    pub seats: Vec<GroupSeats>,
    /// Seats that nobody is left to take.
    pub vacant: u32,
    /// The members, by descending votes; equal votes by code.
    pub elected: Vec<Code>,
    /// The alternates, first alternate first.
    pub alternates: Vec<Code>,
    /// How it came about; empty where no transcript was asked for.
    pub steps: Vec<Step>,
}

/// The votes and seats of a list or of the independents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSeats {
    /// Who.
    pub group: Group,
    /// Its votes.
    pub votes: u64,
    /// Its seats.
    pub seats: u32,
}

/// Allocates the seats of a contest, with the transcript.
pub fn allocate(rule: &Rule, input: &Input) -> Result<Outcome, BadInput> {
    decide(rule, input, Pen(Vec::with_capacity(32)))
}

/// The same result without its transcript, for those who ask a million times.
pub fn allocate_fast(rule: &Rule, input: &Input) -> Result<Outcome, BadInput> {
    decide(rule, input, NoPen)
}

fn decide<S: Scribe>(rule: &Rule, input: &Input, scribe: S) -> Result<Outcome, BadInput> {
    let readings = readings(rule, input)?;
    let engine =
        Engine { rule, readings, input, scribe, used: vec![false; input.lots.len()], seated_independents: 0 };
    match engine.run() {
        Ok(allocation) => Ok(Outcome::Decided(allocation)),
        Err(Stop::Lot(lot)) => Ok(Outcome::NeedsLot(lot)),
        Err(Stop::Bad(fault)) => Err(fault),
    }
}

/// The rule's own answers, changed by those signed for this contest.
pub(crate) fn readings(rule: &Rule, input: &Input) -> Result<Readings, BadInput> {
    let mut readings = rule.readings;
    for (key, answer) in &input.readings {
        let signed = readings.sign(key, answer).filter(|_| rule.allows(key, answer));
        readings = signed
            .ok_or_else(|| BadInput::UnknownReading { path: format!("readings.{key}"), rule: rule.name })?;
    }
    Ok(readings)
}

/// Why a calculation cannot go on.
pub(crate) enum Stop {
    Lot(Lot),
    Bad(BadInput),
}

/// Whoever keeps the transcript. The calculation is the same for both, line by line.
pub(crate) trait Scribe {
    fn write(&mut self, step: impl FnOnce() -> Step);
    fn transcript(self) -> Vec<Step>;
}

/// Writes everything down.
struct Pen(Vec<Step>);
/// Writes nothing down.
struct NoPen;

impl Scribe for Pen {
    fn write(&mut self, step: impl FnOnce() -> Step) {
        self.0.push(step());
    }
    fn transcript(self) -> Vec<Step> {
        self.0
    }
}
impl Scribe for NoPen {
    fn write(&mut self, _step: impl FnOnce() -> Step) {}
    fn transcript(self) -> Vec<Step> {
        Vec::new()
    }
}

/// A group on its way through one allocation.
#[derive(Clone)]
pub(crate) struct Party<'a> {
    code: &'a Code,
    name: &'a Option<Text>,
    independents: bool,
    exempt: bool,
    candidates: Option<&'a [Candidate]>,
    /// The places of its candidates, by descending votes.
    order: &'a [u32],
    votes: u64,
    /// How many seats it can fill.
    room: u32,
    /// How many seats it has.
    given: u32,
    /// The votes of its last seated person: whoever has fewer is not seated.
    last_seated: u64,
}

impl Party<'_> {
    fn group(&self) -> Group {
        Group { code: self.code.clone(), name: self.name.clone() }
    }
    fn has_room(&self) -> bool {
        self.given < self.room
    }
}

pub(crate) struct Engine<'a, S> {
    rule: &'a Rule,
    readings: Readings,
    input: &'a Input,
    scribe: S,
    used: Vec<bool>,
    /// How many independents are members: the best person still standing comes after them.
    seated_independents: usize,
}

impl<'a, S: Scribe> Engine<'a, S> {
    fn run(mut self) -> Result<Allocation, Stop> {
        self.check_lists()?;
        let mut parties = self.parties();
        let house = self.input.seats;
        let (elected, vacant) = match self.rule.method {
            Method::Plurality => self.seat_at_large(&mut parties, house)?,
            _ => {
                let vacant = self.apportion(&mut parties, house, House::Members)?;
                (self.seat_by_group(&mut parties)?, vacant)
            }
        };
        self.seated_independents = elected.iter().filter(|person| parties[person.party].independents).count();
        let alternates = self.name_alternates(&parties, &elected)?;
        if let Some(i) = self.used.iter().position(|used| !used) {
            return Err(Stop::Bad(BadInput::LotNotAsked { path: format!("lots[{i}]") }));
        }
        let seats = parties
            .iter()
            .map(|party| GroupSeats { group: party.group(), votes: party.votes, seats: party.given })
            .collect();
        Ok(Allocation {
            rule: self.rule.name,
            version: self.rule.version,
            readings: self.readings,
            seats,
            vacant,
            elected: in_order(elected),
            alternates: alternates.into_iter().map(|person| person.who.code.clone()).collect(),
            steps: self.scribe.transcript(),
        })
    }

    /// What a rule demands of the lists beyond what every contest must satisfy.
    fn check_lists(&self) -> Result<(), Stop> {
        for (i, list) in self.input.lists.iter().enumerate() {
            let path = || format!("lists[{i}].candidates");
            match &list.candidates {
                Some(members)
                    if self.rule.lists_at_most_seats && members.len() > self.input.seats as usize =>
                {
                    return Err(Stop::Bad(BadInput::TooManyCandidates {
                        path: path(),
                        list: list.code.clone(),
                        candidates: members.len() as u64,
                        seats: self.input.seats,
                    }));
                }
                None if self.rule.method == Method::Plurality => {
                    return Err(Stop::Bad(BadInput::CandidatesNeeded { path: path(), rule: self.rule.name }));
                }
                _ => {}
            }
        }
        // Where the independents' own ranking enters the calculation, their total is not enough.
        let ranked = self.rule.method == Method::Plurality
            || self.readings.independents_seated != IndependentsSeated::Any
            || self.readings.independent_standing == IndependentStanding::BestPerson;
        if self.input.independents_unnamed && ranked {
            let path = "independents".into();
            return Err(Stop::Bad(BadInput::CandidatesNeeded { path, rule: self.rule.name }));
        }
        Ok(())
    }

    /// The lists, then the independents as one group.
    fn parties(&self) -> Vec<Party<'a>> {
        static POOL: LazyLock<Code> = LazyLock::new(|| INDEPENDENTS.into());
        let input = self.input;
        let mut parties = Vec::with_capacity(input.lists.len() + 1);
        for list in &input.lists {
            parties.push(Party {
                code: &list.code,
                name: &list.name,
                independents: false,
                exempt: list.exempt,
                candidates: list.candidates.as_deref(),
                order: &list.order,
                // [Article 24(1)] The votes of all members add up to the list's total; done where they came in.
                votes: list.votes,
                room: list.candidates.as_ref().map_or(u32::MAX, |members| members.len() as u32),
                given: 0,
                last_seated: u64::MAX,
            });
        }
        if !input.independents.is_empty() || input.independents_unnamed {
            let unnamed = input.independents_unnamed;
            parties.push(Party {
                code: &POOL,
                name: &None,
                independents: true,
                exempt: false,
                candidates: (!unnamed).then_some(input.independents.as_slice()),
                order: &input.independent_order,
                votes: input.independent_votes,
                room: if unnamed { u32::MAX } else { input.independents.len() as u32 },
                given: 0,
                last_seated: u64::MAX,
            });
        }
        parties
    }

    /// Shares `seats` out among the groups. Returns how many nobody could take.
    fn apportion(&mut self, parties: &mut [Party<'a>], seats: u32, house: House) -> Result<u32, Stop> {
        let total: u64 = parties.iter().map(|party| party.votes).sum();
        self.write(house, &law::VOTES_OF_A_LIST, &law::QUOTA_METHOD, || Act::Totalled {
            groups: parties.iter().map(|party| Tally { who: party.group(), votes: party.votes }).collect(),
            total,
            seats,
        });
        let mut standing = self.above_threshold(parties, total, house);
        if house == House::Members {
            self.rank_independents(&mut standing);
        }
        let vacant = match self.rule.method {
            Method::Quota { quota, rounding, leftovers } => {
                self.by_quota(&mut standing, seats, house, quota, rounding, leftovers)?
            }
            Method::Divisor { gap } => self.by_quotient(&mut standing, seats, house, gap)?,
            Method::Plurality => unreachable!("plurality seats persons, not groups"),
        };
        if vacant > 0 {
            self.write(house, &law::UNFILLED, &law::QUOTA_METHOD, || Act::LeftVacant { seats: vacant });
        }
        for party in standing {
            let place = parties.iter_mut().find(|other| std::ptr::eq(other.code, party.code));
            *place.expect("the standing is made of these groups") = party;
        }
        Ok(vacant)
    }

    /// The groups whose share of the valid votes reaches the threshold.
    fn above_threshold(&mut self, parties: &[Party<'a>], total: u64, house: House) -> Vec<Party<'a>> {
        let Some(threshold) = self.readings.threshold else { return parties.to_vec() };
        let valid = self.input.valid_votes.unwrap_or(total);
        let (above, below): (Vec<_>, Vec<_>) = parties.iter().cloned().partition(|party| {
            party.exempt
                || cmp_products(party.votes.into(), threshold.den, valid.into(), threshold.num).is_ge()
        });
        for party in below {
            self.write(house, &law::THRESHOLD, &law::THRESHOLD, || Act::StayedBelowThreshold {
                group: party.group(),
                votes: party.votes,
                valid,
                threshold,
            });
        }
        above
    }

    /// [Open: independents-seated] Where the boards signed it, an independent must rank within the number of seats.
    fn rank_independents(&mut self, parties: &mut [Party<'a>]) {
        if self.readings.independents_seated == IndependentsSeated::Any {
            return;
        }
        let bar = self.rank_bar();
        let Some(party) = parties.iter_mut().find(|party| party.independents) else { return };
        let eligible = self.input.independents.iter().filter(|person| person.votes >= bar).count() as u32;
        party.room = eligible;
        let (of, rank) = (self.input.independents.len() as u32, self.input.seats);
        let article = &law::INDEPENDENTS_RANK;
        self.write(House::Members, article, article, || Act::RankedIndependents { eligible, of, rank });
    }

    /// The votes below which an independent has been outvoted by as many persons as there are seats.
    fn rank_bar(&self) -> u64 {
        if self.readings.independents_seated == IndependentsSeated::Any {
            return 0;
        }
        let mut votes: Vec<u64> = self.input.persons().map(|person| person.votes).collect();
        let last = self.input.seats as usize - 1;
        if votes.len() <= last {
            return 0;
        }
        *votes.select_nth_unstable_by(last, |a, b| b.cmp(a)).1
    }

    /// How many alternates there are to be.
    fn places_for_alternates(&self) -> u32 {
        match self.input.alternates {
            Some(places) => places,
            None if self.rule.alternates_by_table => council::alternates(self.input.seats).unwrap_or(0),
            None => 0,
        }
    }

    fn name_alternates(
        &mut self,
        parties: &[Party<'a>],
        elected: &[Person<'a>],
    ) -> Result<Vec<Person<'a>>, Stop> {
        let places = self.places_for_alternates();
        if places == 0 {
            return Ok(Vec::new());
        }
        match self.readings.alternates {
            _ if self.rule.method == Method::Plurality => self.alternates_by_votes(parties, elected, places),
            AlternatesBy::NextByVotes => self.alternates_by_votes(parties, elected, places),
            AlternatesBy::SharedOut => self.alternates_shared_out(parties, elected, places),
        }
    }

    /// Writes a step. The Tehran rules cite the law, the classic methods their definition.
    fn write(
        &mut self,
        house: House,
        law: &'static Article,
        definition: &'static Article,
        act: impl FnOnce() -> Act,
    ) {
        let article = match self.rule.method {
            _ if self.rule.alternates_by_table => law,
            Method::Divisor { .. } if std::ptr::eq(definition, &law::QUOTA_METHOD) => &law::DIVISOR_METHOD,
            Method::Plurality if std::ptr::eq(definition, &law::QUOTA_METHOD) => &law::PLURALITY,
            _ => definition,
        };
        self.scribe.write(|| Step { act: act(), article, house });
    }
}

/// The seats of the groups as a function of their votes alone, for whoever asks what other votes would have given.
pub(crate) struct Seating<'a> {
    rule: &'a Rule,
    readings: Readings,
    /// The contest without its lots: a tie is a tie, however it was drawn.
    input: Input,
}

pub(crate) fn seating<'a>(rule: &'a Rule, input: &Input) -> Result<Seating<'a>, BadInput> {
    let input = Input { lots: Vec::new(), ..input.clone() };
    Ok(Seating { rule, readings: readings(rule, &input)?, input })
}

impl Seating<'_> {
    /// The seats for these votes of the groups; `None` where a lot would have to decide.
    pub(crate) fn seats(&self, votes: &[u64]) -> Option<Vec<u32>> {
        let (rule, readings, input) = (self.rule, self.readings, &self.input);
        let mut engine =
            Engine { rule, readings, input, scribe: NoPen, used: Vec::new(), seated_independents: 0 };
        let mut parties = engine.parties();
        parties.iter_mut().zip(votes).for_each(|(party, votes)| party.votes = *votes);
        match engine.apportion(&mut parties, input.seats, House::Members) {
            Ok(_) => Some(parties.iter().map(|party| party.given).collect()),
            Err(_) => None,
        }
    }
}

/// The members by descending votes; equal votes by code, which means nothing but keeps the output the same forever.
fn in_order(mut elected: Vec<Person<'_>>) -> Vec<Code> {
    elected.sort_unstable_by(|a, b| b.who.votes.cmp(&a.who.votes).then_with(|| a.who.code.cmp(&b.who.code)));
    elected.into_iter().map(|person| person.who.code.clone()).collect()
}

impl Allocation {
    /// The seats of each group after every step so far, `seats.len()` numbers a step: the column a citizen keeps.
    pub fn standings(&self) -> Vec<Vec<u32>> {
        let mut standing = vec![0; self.seats.len()];
        let mut all = Vec::with_capacity(self.steps.len());
        for step in &self.steps {
            for change in step.changes().into_iter().filter(|_| step.house == House::Members) {
                let place = self.seats.iter().position(|entry| entry.group.code == change.group.code);
                standing[place.expect("a step changes a group of this contest")] = change.to;
            }
            all.push(standing.clone());
        }
        all
    }
}
