//! What one voter does at the screen, from the card to the receipt.
//!
//! The device's own stages are `protocol::booth`'s. Here is only what lies between two of them: which contest
//! is on the screen, what is typed, whom the voter has chosen so far. It is in memory, and gone with the voter.

use crate::branch::Receipt;
use election::bytes::Digest;
use election::choice::Choice;
use election::id::{Code, ContestId};
use election::setup::{Contest, Setup};
use protocol::booth::Screen;
use screens::booth::{CardTrouble, Choosing, Match, Pick, Reviewed, Trouble, View};
use std::collections::BTreeMap;
use zeroize::Zeroize as _;

/// One voter's way so far. It prints without what was chosen or typed, and both are wiped when the voter is gone.
#[derive(Default)]
pub(super) struct Sitting {
    /// What is typed.
    pub(super) typed: String,
    /// Why the last card was not taken.
    pub(super) card: Option<CardTrouble>,
    /// The branch could not be asked, or refuses for a reason that no voter can mend.
    pub(super) out_of_service: bool,
    /// The tracking code of what is sealed.
    pub(super) code: Option<Digest>,
    /// What the branch signed for the ballot that was cast.
    pub(super) receipt: Option<Receipt>,
    /// What the voter has still to see.
    pub(super) done: Option<Done>,
    /// The contest on the screen; none while everything is reviewed.
    place: Option<usize>,
    /// The way back from a contest leads to the review.
    reviewed: bool,
    /// Chosen candidates, by contest.
    chosen: Vec<Vec<Code>>,
    /// Why the last code was not taken.
    trouble: Option<Trouble>,
}

/// The end of a sealing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// The ballot is in the box.
    Cast,
    /// The ballot was opened.
    Challenged,
}

/// Where a press of *next* leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Onward {
    /// To a contest.
    Contest,
    /// To the review of everything.
    Review,
}

impl std::fmt::Debug for Sitting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sitting")
            .field("done", &self.done)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl Drop for Sitting {
    fn drop(&mut self) {
        self.typed.zeroize();
        self.chosen.zeroize();
    }
}

impl Sitting {
    /// A voter begins.
    pub(super) fn begun(setup: &Setup) -> Self {
        let mut sitting = Self::default();
        sitting.place = Some(0);
        sitting.chosen = vec![Vec::new(); setup.contests.len()];
        sitting
    }

    /// The device lets the card go and is out of service.
    pub(super) fn broken() -> Self {
        let mut sitting = Self::default();
        sitting.out_of_service = true;
        sitting
    }

    /// After a challenge: the same voter chooses again, beginning with what was chosen.
    pub(super) fn again(&mut self) {
        self.done = None;
        self.code = None;
        self.place = Some(0);
        self.reviewed = false;
    }

    /// Adds a candidate, or every member of a list. What cannot be added changes nothing and says why.
    pub(super) fn add(&mut self, setup: &Setup, typed: &str) {
        let Some((contest, chosen)) = self.current(setup) else { return };
        let found = named(contest, typed);
        if found.is_empty() {
            self.trouble = Some(Trouble::UnknownCode(typed.to_owned()));
            return;
        }
        // Where one can be chosen, touching another means that one.
        let mut next = if contest.picks == 1 { Vec::new() } else { chosen.clone() };
        for code in found {
            if next.contains(&code) {
                self.trouble = Some(Trouble::Twice(code));
                return;
            }
            next.push(code);
        }
        if next.len() > usize::from(contest.picks) {
            self.trouble = Some(Trouble::TooMany { chosen: next.len(), picks: contest.picks });
            return;
        }
        self.put(next);
    }

    /// Takes a candidate out.
    pub(super) fn remove(&mut self, code: &Code) {
        if let Some(chosen) = self.place.and_then(|place| self.chosen.get_mut(place)) {
            chosen.retain(|other| other != code);
        }
        self.trouble = None;
    }

    /// Chooses nobody in this contest.
    pub(super) fn blank(&mut self) {
        self.put(Vec::new());
    }

    /// On to the next contest; to the review after the last, and from a contest that was changed.
    pub(super) fn next(&mut self) -> Onward {
        self.settle();
        match self.place {
            Some(place) if !self.reviewed && place + 1 < self.chosen.len() => {
                self.place = Some(place + 1);
                Onward::Contest
            }
            _ => {
                self.place = None;
                self.reviewed = true;
                Onward::Review
            }
        }
    }

    /// To the contest before.
    pub(super) fn back(&mut self) {
        self.settle();
        self.place = self.place.map(|place| place.saturating_sub(1));
    }

    /// Decides a contest again.
    pub(super) fn change(&mut self, place: usize) {
        if place < self.chosen.len() {
            self.settle();
            self.place = Some(place);
        }
    }

    /// The choices as the device seals them.
    pub(super) fn choices(&self, setup: &Setup) -> BTreeMap<ContestId, Choice> {
        let pairs = setup.contests.iter().zip(&self.chosen);
        pairs.map(|(contest, chosen)| (contest.id.clone(), Choice(chosen.clone()))).collect()
    }

    /// The screen. `address` is where the public finds this voter's receipt.
    pub(super) fn view(&self, screen: Option<Screen>, setup: Option<&Setup>, address: Option<&str>) -> View {
        let (Some(screen), Some(setup)) = (screen, setup) else { return View::OutOfService };
        if self.out_of_service {
            return View::OutOfService;
        }
        match (self.done, self.code) {
            (Some(Done::Cast), Some(code)) => {
                let signature = self.receipt.as_ref().map(|receipt| receipt.signature.clone());
                let address = address.map(str::to_owned);
                return View::Cast { code, signature: signature.unwrap_or_default(), address };
            }
            (Some(Done::Challenged), Some(code)) => {
                return View::Challenged { code, opened: self.review(setup) };
            }
            _ => {}
        }
        match (screen, self.place, self.code) {
            (Screen::Waiting, _, _) => View::Waiting { typed: self.typed.clone(), trouble: self.card },
            (Screen::Sealed, _, Some(code)) => View::Sealed(code),
            (Screen::Casting, _, Some(code)) => View::Unanswered { code, cast: true },
            (Screen::Challenging, _, Some(code)) => View::Unanswered { code, cast: false },
            (Screen::Choosing | Screen::Reviewing, Some(place), _) => self.choosing(setup, place),
            (Screen::Reviewing, None, _) => View::Reviewing(self.review(setup)),
            // Another program drives this device, or it was started anew: it has no screen to show for that.
            _ => View::OutOfService,
        }
    }

    fn choosing(&self, setup: &Setup, place: usize) -> View {
        let Some(contest) = setup.contests.get(place) else { return View::OutOfService };
        let codes = self.chosen.get(place).map(Vec::as_slice).unwrap_or_default();
        let candidates = if Choosing::shows_all(contest.candidates.len()) {
            contest.candidates.iter().map(|candidate| pick(contest, &candidate.code)).collect()
        } else {
            Vec::new()
        };
        let lists = contest.lists.iter();
        let lists = lists.map(|l| (l.code.clone(), l.name.clone(), contest.members(&l.code).count()));
        View::Choosing(Box::new(Choosing {
            number: place + 1,
            of: setup.contests.len(),
            title: contest.title.clone(),
            picks: contest.picks,
            chosen: codes.iter().map(|code| pick(contest, code)).collect(),
            candidates,
            lists: lists.collect(),
            typed: self.typed.clone(),
            found: found(contest, &self.typed),
            trouble: self.trouble.clone(),
        }))
    }

    fn review(&self, setup: &Setup) -> Vec<Reviewed> {
        let pairs = setup.contests.iter().zip(&self.chosen);
        let review = pairs.map(|(contest, chosen)| Reviewed {
            title: contest.title.clone(),
            picks: contest.picks,
            chosen: chosen.iter().map(|code| pick(contest, code)).collect(),
        });
        review.collect()
    }

    fn current<'a>(&self, setup: &'a Setup) -> Option<(&'a Contest, &Vec<Code>)> {
        let place = self.place?;
        Some((setup.contests.get(place)?, self.chosen.get(place)?))
    }

    fn put(&mut self, codes: Vec<Code>) {
        if let Some(chosen) = self.place.and_then(|place| self.chosen.get_mut(place)) {
            *chosen = codes;
        }
        self.settle();
    }

    fn settle(&mut self) {
        self.typed.clear();
        self.trouble = None;
    }
}

/// The candidates that a code names: one, the members of a list, or none.
fn named(contest: &Contest, typed: &str) -> Vec<Code> {
    let Ok(code) = Code::new(typed) else { return Vec::new() };
    if contest.lists.iter().any(|list| list.code == code) {
        let members = contest.members(&code);
        return members.map(|place| contest.candidates[usize::from(place)].code.clone()).collect();
    }
    contest.candidates.iter().filter(|c| c.code == code).map(|c| c.code.clone()).collect()
}

fn found(contest: &Contest, typed: &str) -> Option<Match> {
    let code = Code::new(typed).ok()?;
    if let Some(list) = contest.lists.iter().find(|list| list.code == code) {
        return Some(Match::List(list.name.clone(), contest.members(&code).count()));
    }
    contest.candidates.iter().any(|c| c.code == code).then(|| Match::Candidate(pick(contest, &code)))
}

fn pick(contest: &Contest, code: &Code) -> Pick {
    let candidate = contest.candidates.iter().find(|candidate| candidate.code == *code);
    let list = candidate.and_then(|c| c.list.as_ref());
    let list = list.and_then(|code| contest.lists.iter().find(|list| list.code == *code));
    let unnamed = || election::setup::Name { fa: code.to_string(), en: code.to_string() };
    Pick {
        code: code.clone(),
        name: candidate.map_or_else(unnamed, |c| c.name.clone()),
        list: list.map(|list| list.name.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::signature::PublicKey;
    use election::setup::{Body, Candidate, CountingUnit, List, Name};

    fn name(text: &str) -> Name {
        Name { fa: text.into(), en: text.into() }
    }

    fn code(text: &str) -> Code {
        Code::new(text).expect("a code")
    }

    fn contest(id: &str, picks: u16, lists: &[&str], candidates: &[(&str, Option<&str>)]) -> Contest {
        let body = || Body { name: name("board"), key: PublicKey([0; 32]) };
        let candidate = |(of, list): &(&str, Option<&str>)| Candidate {
            code: code(of),
            name: name(of),
            list: list.map(code),
            veteran: false,
            degree: 0,
        };
        Contest {
            id: ContestId::new(id).expect("an id"),
            title: name(id),
            rule: "plurality".into(),
            readings: Default::default(),
            seats: 1,
            alternates: 0,
            picks,
            executive: body(),
            supervisory: body(),
            lists: lists.iter().map(|list| List { code: code(list), name: name(list) }).collect(),
            candidates: candidates.iter().map(candidate).collect(),
        }
    }

    fn setup() -> Setup {
        Setup {
            format: 1,
            title: name("event"),
            polling_day: "2026-05-01".into(),
            counting_unit: CountingUnit::Branch,
            privacy_floor: 0,
            when_alone: Default::default(),
            headquarters: PublicKey([0; 32]),
            log: String::new(),
            witness: String::new(),
            threshold: 1,
            trustees: Vec::new(),
            contests: vec![
                contest(
                    "council",
                    3,
                    &["90"],
                    &[("11", Some("90")), ("12", Some("90")), ("13", None), ("14", None)],
                ),
                contest("experts", 1, &[], &[("51", None), ("52", None)]),
            ],
            branches: Vec::new(),
        }
    }

    fn chosen(sitting: &Sitting, setup: &Setup, contest: &str) -> Vec<String> {
        let choices = sitting.choices(setup);
        let choice = &choices[&ContestId::new(contest).expect("an id")];
        choice.0.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_list_stands_for_its_members_and_each_can_be_taken_out() {
        let setup = setup();
        let mut sitting = Sitting::begun(&setup);
        sitting.add(&setup, "90");
        assert_eq!(chosen(&sitting, &setup, "council"), ["11", "12"]);
        sitting.remove(&code("11"));
        sitting.add(&setup, "13");
        assert_eq!(chosen(&sitting, &setup, "council"), ["12", "13"]);
    }

    #[test]
    fn what_cannot_be_added_changes_nothing_and_says_why() {
        let setup = setup();
        let mut sitting = Sitting::begun(&setup);
        sitting.add(&setup, "90");
        for (typed, trouble) in [
            ("77", Trouble::UnknownCode("77".into())),
            ("../x", Trouble::UnknownCode("../x".into())),
            ("12", Trouble::Twice(code("12"))),
            ("90", Trouble::Twice(code("11"))),
        ] {
            sitting.add(&setup, typed);
            assert_eq!(sitting.trouble, Some(trouble));
        }
        sitting.add(&setup, "13");
        sitting.add(&setup, "14");
        assert_eq!(sitting.trouble, Some(Trouble::TooMany { chosen: 4, picks: 3 }));
        assert_eq!(chosen(&sitting, &setup, "council"), ["11", "12", "13"]);
    }

    #[test]
    fn where_one_can_be_chosen_touching_another_means_that_one() {
        let setup = setup();
        let mut sitting = Sitting::begun(&setup);
        assert_eq!(sitting.next(), Onward::Contest);
        sitting.add(&setup, "51");
        sitting.add(&setup, "52");
        assert_eq!(chosen(&sitting, &setup, "experts"), ["52"]);
    }

    #[test]
    fn the_way_leads_through_every_contest_to_the_review_and_back_there_after_a_change() {
        let setup = setup();
        let mut sitting = Sitting::begun(&setup);
        assert_eq!([sitting.next(), sitting.next()], [Onward::Contest, Onward::Review]);
        sitting.change(0);
        assert!(
            matches!(sitting.view(Some(Screen::Reviewing), Some(&setup), None), View::Choosing(c) if c.number == 1)
        );
        assert_eq!(sitting.next(), Onward::Review);
        assert!(matches!(sitting.view(Some(Screen::Reviewing), Some(&setup), None), View::Reviewing(_)));
    }
}
