//! A contest's result as the public sees it: names beside codes, lists beside candidates.

use super::transcript::Transcript;
use crate::locale::{Lang, Word as W};
use election::id::{Code, ContestId};
use election::outcome::{ContestResult, Drawn};
use election::setup::{Contest, Name};
use seats::Margins;
use serde::Deserialize;

/// The result of a contest.
#[derive(Debug, Clone)]
pub struct Result {
    /// The contest.
    pub contest: ContestId,
    /// Its title.
    pub title: Name,
    /// Seats to fill.
    pub seats: u16,
    /// The most names one voter may choose.
    pub picks: u16,
    /// Ballots counted.
    pub ballots: u64,
    /// Picks left blank.
    pub blank_picks: u64,
    /// Votes for candidates.
    pub valid_votes: u64,
    /// Lists and, last, the independents; only those that exist.
    pub lists: Vec<List>,
    /// All candidates, most votes first.
    pub candidates: Vec<Candidate>,
    /// How the seats were worked out.
    pub transcript: Transcript,
    /// How many boxes were added up.
    pub boxes: usize,
    /// Who signed the rule and its readings before polling; nobody in a calculation of a reader's own.
    pub boards: Vec<Name>,
    /// Keys of the readings that the signed set-up states; the others are the rule's own.
    pub stated: Vec<String>,
    /// How close it was, where the rule takes these totals.
    pub close: Option<Margins>,
}

/// A list, or the independents together.
#[derive(Debug, Clone)]
pub struct List {
    /// The list's code; nothing for the independents.
    pub code: Option<Code>,
    /// Its name.
    pub name: Name,
    /// Votes of its members together.
    pub votes: u64,
    /// Seats it won.
    pub seats: u16,
}

/// A candidate and what became of the candidacy.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The code.
    pub code: Code,
    /// The name.
    pub name: Name,
    /// Place in [`Result::lists`].
    pub list: usize,
    /// Votes.
    pub votes: u64,
    /// Elected, alternate or neither.
    pub fate: Fate,
}

/// What became of a candidacy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Elected («منتخب»), in this order from 1.
    Elected(usize),
    /// Alternate («علی‌البدل»), in this order from 1.
    Alternate(usize),
    /// Neither.
    Passed,
}

impl Result {
    /// Names beside the codes of a result on the record, and how close it was.
    pub fn of(contest: &Contest, result: &ContestResult, lots: &[Drawn]) -> Self {
        // A result on the record was checked when it was admitted; one of a later version still shows its totals.
        let transcript = Transcript::deserialize(&result.seats).unwrap_or_default();
        let totals = &result.totals;
        let place = |codes: &[Code], code: &Code| codes.iter().position(|c| c == code).map(|at| at + 1);
        let candidates = contest.candidates.iter().zip(&totals.votes).map(|(about, v)| Candidate {
            code: about.code.clone(),
            name: about.name.clone(),
            list: contest
                .lists
                .iter()
                .position(|list| Some(&list.code) == about.list.as_ref())
                .unwrap_or(contest.lists.len()),
            votes: v.votes,
            fate: match (place(&result.elected, &about.code), place(&result.alternates, &about.code)) {
                (Some(at), _) => Fate::Elected(at),
                (None, Some(at)) => Fate::Alternate(at),
                (None, None) => Fate::Passed,
            },
        });
        let mut candidates: Vec<Candidate> = candidates.collect();
        candidates.sort_by_key(|c| std::cmp::Reverse(c.votes));
        let won =
            |code: &str| transcript.seats.iter().find(|won| won.list == code).map_or(0, |won| won.seats);
        let votes = |list: usize| candidates.iter().filter(|c| c.list == list).map(|c| c.votes).sum();
        let mut lists: Vec<List> = (0..)
            .zip(&contest.lists)
            .map(|(at, list)| List {
                code: Some(list.code.clone()),
                name: list.name.clone(),
                votes: votes(at),
                seats: won(list.code.as_str()),
            })
            .collect();
        if candidates.iter().any(|c| c.list == contest.lists.len()) {
            let name =
                Name { fa: Lang::Fa.say(W::Independents).into(), en: Lang::En.say(W::Independents).into() };
            lists.push(List { code: None, name, votes: votes(lists.len()), seats: won(seats::INDEPENDENTS) });
        }
        Self {
            contest: contest.id.clone(),
            title: contest.title.clone(),
            seats: contest.seats,
            picks: contest.picks,
            ballots: totals.ballots,
            blank_picks: totals.blank_picks,
            valid_votes: result.valid_votes,
            lists,
            candidates,
            transcript,
            boxes: result.boxes.len(),
            boards: vec![contest.executive.name.clone(), contest.supervisory.name.clone()],
            stated: contest.readings.keys().cloned().collect(),
            close: margins(contest, result, lots),
        }
    }

    /// A list or the independents, by code.
    pub fn group_name(&self, lang: Lang, code: &str) -> String {
        match self.lists.iter().find(|list| list.code.as_ref().is_some_and(|own| own.as_str() == code)) {
            Some(list) => lang.pick(&list.name.fa, &list.name.en).to_owned(),
            None if code == seats::INDEPENDENTS => lang.say(W::Independents).to_owned(),
            None => lang.fill(W::ListCode, &[&lang.digits(code)]),
        }
    }

    /// The seats as the rules speak of them.
    pub(super) fn decided(&self) -> Vec<seats::GroupSeats> {
        let group = |code: &str| seats::Group { code: code.into(), name: None };
        let won = self.transcript.seats.iter();
        won.map(|won| seats::GroupSeats {
            group: group(&won.list),
            votes: won.votes,
            seats: won.seats.into(),
        })
        .collect()
    }

    /// A candidate, by code.
    pub fn person_name(&self, lang: Lang, code: &str) -> String {
        let known = self.candidates.iter().find(|candidate| candidate.code.as_str() == code);
        known.map_or_else(|| lang.digits(code), |who| lang.pick(&who.name.fa, &who.name.en).to_owned())
    }

    /// The elected, in their order.
    pub fn elected(&self) -> Vec<&Candidate> {
        self.with_fate(|fate| match fate {
            Fate::Elected(place) => Some(place),
            _ => None,
        })
    }

    /// The alternates, in their order.
    pub fn alternates(&self) -> Vec<&Candidate> {
        self.with_fate(|fate| match fate {
            Fate::Alternate(place) => Some(place),
            _ => None,
        })
    }

    fn with_fate(&self, place: fn(Fate) -> Option<usize>) -> Vec<&Candidate> {
        let mut some: Vec<(usize, &Candidate)> =
            self.candidates.iter().filter_map(|c| place(c.fate).map(|at| (at, c))).collect();
        some.sort_by_key(|(at, _)| *at);
        some.into_iter().map(|(_, c)| c).collect()
    }

    /// Are there lists at all, or only candidates by themselves?
    pub fn has_lists(&self) -> bool {
        self.lists.iter().any(|list| list.code.is_some())
    }

    /// The name of the list a candidate stands on.
    pub fn list_of(&self, lang: Lang, candidate: &Candidate) -> String {
        match self.lists.get(candidate.list) {
            Some(List { code: Some(_), name, .. }) => lang.pick(&name.fa, &name.en).to_owned(),
            _ => lang.say(W::Independent).to_owned(),
        }
    }
}

/// How close a contest was. Where the rule does not take the totals there is nothing to say.
fn margins(contest: &Contest, result: &ContestResult, lots: &[Drawn]) -> Option<Margins> {
    let rule = seats::rule(&contest.rule)?;
    let input = election::outcome::input(contest, &result.totals, lots).ok()?;
    seats::margins(rule, &input).ok().flatten()
}

/// The colour of a list: its place, in a palette of eight. Names and codes always stand beside it.
pub(super) fn tone(place: usize) -> String {
    format!("tone-{}", place % 8 + 1)
}
