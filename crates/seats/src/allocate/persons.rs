//! From a group's seats to its persons: the most votes first, ties by recorded data in the order of the law, then a lot.

use super::{Engine, Party, Scribe, Stop};
use crate::law;
use crate::reading::TieStage;
use crate::{Act, AlternatesBy, BadInput, Candidate, Change, Code, House, LotFor, Tally};

/// A person and the group that the person stands in.
#[derive(Clone, Copy)]
pub(crate) struct Person<'a> {
    pub(super) who: &'a Candidate,
    pub(super) party: usize,
}

impl Person<'_> {
    fn tally(&self) -> Tally<Code> {
        Tally { who: self.who.code.clone(), votes: self.who.votes }
    }
}

/// What a ranking is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Who is in; equals who are all in need no order.
    Set,
    /// Who is first, second, third: every tie matters.
    Order,
}

impl<'a, S: Scribe> Engine<'a, S> {
    /// [Article 24(1)] Inside each group the seats go to those with the most votes of their own.
    pub(super) fn seat_by_group(&mut self, parties: &mut [Party<'a>]) -> Result<Vec<Person<'a>>, Stop> {
        let mut elected = Vec::with_capacity(self.input.seats as usize);
        let bar = self.rank_bar();
        for (i, party) in parties.iter_mut().enumerate() {
            let seats @ 1.. = party.given else { continue };
            let bar = if party.independents { bar } else { 0 };
            let pool = || std::iter::once(persons(i, party).take_while(|person| person.who.votes >= bar));
            let (seated, next) = self.most_voted(pool, seats as usize, Wanted::Set, LotFor::Elected)?;
            if seated.is_empty() {
                continue; // A plain party: it has seats and names nobody.
            }
            party.last_seated = seated.iter().map(|person| person.who.votes).min().unwrap_or(u64::MAX);
            self.write(House::Members, &law::INSIDE_A_LIST, &law::QUOTA_METHOD, || Act::Seated {
                group: Some(party.group()),
                persons: seated.iter().map(Person::tally).collect(),
                next: next.as_ref().map(Person::tally),
                changes: Vec::new(),
            });
            elected.extend(seated);
        }
        Ok(elected)
    }

    /// [Plurality] The seats go to the persons with the most votes, whatever their list. Also says how many are vacant.
    pub(super) fn seat_at_large(
        &mut self,
        parties: &mut [Party<'a>],
        seats: u32,
    ) -> Result<(Vec<Person<'a>>, u32), Stop> {
        let total = parties.iter().map(|party| party.votes).sum();
        self.write(House::Members, &law::PLURALITY, &law::PLURALITY, || Act::Totalled {
            groups: parties.iter().map(|party| Tally { who: party.group(), votes: party.votes }).collect(),
            total,
            seats,
        });
        let pool = || parties.iter().enumerate().map(|(i, party)| persons(i, party));
        let (seated, next) = self.most_voted(pool, seats as usize, Wanted::Set, LotFor::Elected)?;
        for person in &seated {
            let party = &mut parties[person.party];
            party.given += 1;
            party.last_seated = party.last_seated.min(person.who.votes);
        }
        self.write(House::Members, &law::PLURALITY, &law::PLURALITY, || Act::Seated {
            group: None,
            persons: seated.iter().map(Person::tally).collect(),
            next: next.as_ref().map(Person::tally),
            changes: parties
                .iter()
                .filter(|party| party.given > 0)
                .map(|party| Change { group: party.group(), from: 0, to: party.given })
                .collect(),
        });
        let vacant = seats - seated.len() as u32;
        Ok((seated, vacant))
    }

    /// [Practice of 1396 and 1400] The persons not seated with the most votes, whatever their list.
    pub(super) fn alternates_by_votes(
        &mut self,
        parties: &[Party<'a>],
        elected: &[Person<'a>],
        places: u32,
    ) -> Result<Vec<Person<'a>>, Stop> {
        let pool = || parties.iter().enumerate().map(|(i, party)| unseated(i, party, elected));
        let (named, _) = self.most_voted(pool, places as usize, Wanted::Order, LotFor::Alternate)?;
        if named.is_empty() {
            return Ok(named);
        }
        self.write(House::Alternates, &law::ALTERNATES, &law::PLURALITY, || Act::NamedAlternates {
            by: AlternatesBy::NextByVotes,
            group: None,
            persons: named.iter().map(Person::tally).collect(),
        });
        Ok(named)
    }

    /// [Open: alternates] The alternates' places are shared out among the groups by the rule of the members, and each
    /// group fills its own with its next persons.
    pub(super) fn alternates_shared_out(
        &mut self,
        parties: &[Party<'a>],
        elected: &[Person<'a>],
        places: u32,
    ) -> Result<Vec<Person<'a>>, Stop> {
        let mut shares = parties.to_vec();
        for (share, party) in shares.iter_mut().zip(parties) {
            // A plain party names nobody, so it has nobody to name as an alternate either.
            share.room = match party.candidates {
                Some(candidates) => {
                    let standing = candidates.iter().filter(|who| who.votes > 0).count() as u32;
                    standing.saturating_sub(party.given)
                }
                None => 0,
            };
            share.given = 0;
        }
        self.apportion(&mut shares, places, House::Alternates)?;
        let mut named = Vec::with_capacity(places as usize);
        for (i, share) in shares.iter().enumerate() {
            let places @ 1.. = share.given else { continue };
            let pool = || std::iter::once(unseated(i, &parties[i], elected));
            let (next, _) = self.most_voted(pool, places as usize, Wanted::Order, LotFor::Alternate)?;
            self.write(House::Alternates, &law::ALTERNATES, &law::QUOTA_METHOD, || Act::NamedAlternates {
                by: AlternatesBy::SharedOut,
                group: Some(share.group()),
                persons: next.iter().map(Person::tally).collect(),
            });
            named.extend(next);
        }
        Ok(named)
    }

    /// The `places` persons with the most votes, by descending votes, and the best who stayed out. The pool is made of
    /// groups, each in the order of its votes.
    fn most_voted<G: Iterator<Item = Person<'a>>, I: Iterator<Item = G>>(
        &mut self,
        pool: impl Fn() -> I,
        places: usize,
        wanted: Wanted,
        purpose: LotFor,
    ) -> Result<(Vec<Person<'a>>, Option<Person<'a>>), Stop> {
        let mut first = first_by_votes(pool(), places + 1);
        let out = if first.len() > places { first.pop() } else { None };
        let Some(last) = first.last().map(|person| person.who.votes) else { return Ok((first, out)) };
        let is_tied_at_the_edge = out.is_some_and(|out| out.who.votes == last);
        if !is_tied_at_the_edge && wanted == Wanted::Set {
            return Ok((first, out));
        }
        let mut chosen = Vec::with_capacity(places);
        for equals in first.chunk_by(|a, b| a.who.votes == b.who.votes) {
            let votes = equals[0].who.votes;
            let free = places - chosen.len();
            match (is_tied_at_the_edge && votes == last, wanted) {
                (true, _) => {
                    let tied = pool().flatten().filter(|person| person.who.votes == votes).collect();
                    self.settle(tied, free, wanted, purpose, &mut chosen)?;
                }
                (false, Wanted::Order) if equals.len() > 1 => {
                    self.settle(equals.to_vec(), equals.len(), wanted, purpose, &mut chosen)?;
                }
                _ => chosen.extend_from_slice(equals),
            }
        }
        // Of those tied at the edge, any who stayed out will do to show where the edge was.
        let next = match is_tied_at_the_edge {
            true => pool()
                .flatten()
                .filter(|person| person.who.votes == last)
                .find(|person| chosen.iter().all(|other| !std::ptr::eq(other.who, person.who))),
            false => out,
        };
        Ok((chosen, next))
    }

    /// [Former law: veterans, degree, lot] Adds the first `places` of the tied, stage by stage.
    fn settle(
        &mut self,
        tied: Vec<Person<'a>>,
        places: usize,
        wanted: Wanted,
        purpose: LotFor,
        chosen: &mut Vec<Person<'a>>,
    ) -> Result<(), Stop> {
        self.settle_from(self.readings.person_tie.stages(), tied, places, wanted, purpose, chosen)
    }

    fn settle_from(
        &mut self,
        stages: &[TieStage],
        tied: Vec<Person<'a>>,
        places: usize,
        wanted: Wanted,
        purpose: LotFor,
        chosen: &mut Vec<Person<'a>>,
    ) -> Result<(), Stop> {
        if tied.len() == 1 || (tied.len() <= places && wanted == Wanted::Set) {
            chosen.extend(tied);
            return Ok(());
        }
        let (&stage, later) = stages.split_first().expect("a lot is the last stage and settles everything");
        if stage == TieStage::Lot {
            let among = tied.iter().map(|person| person.who.code.clone()).collect();
            let drawn = self.drawn(purpose, among, places)?;
            let person = |code: &Code| {
                *tied.iter().find(|person| person.who.code == *code).expect("drawn from the tied")
            };
            chosen.extend(drawn.iter().map(person));
            return Ok(());
        }
        let classes = self.classes(stage, tied, purpose)?;
        let mut free = places;
        for class in classes {
            let take = class.len().min(free);
            if take == 0 {
                break;
            }
            self.settle_from(later, class, take, wanted, purpose, chosen)?;
            free -= take;
        }
        Ok(())
    }

    /// The tied in classes, the preferred first. Where nobody's value is recorded there is one class; where only some
    /// are, the record is incomplete and nobody may guess.
    fn classes(
        &mut self,
        stage: TieStage,
        mut tied: Vec<Person<'a>>,
        purpose: LotFor,
    ) -> Result<Vec<Vec<Person<'a>>>, Stop> {
        let value = |person: &Person| match stage {
            TieStage::Veteran => person.who.veteran.map(u8::from),
            TieStage::Degree => person.who.degree,
            TieStage::Lot => None,
        };
        tied.sort_by(|a, b| value(b).cmp(&value(a)).then_with(|| a.who.code.cmp(&b.who.code)));
        let unrecorded = tied.iter().rev().find(|person| value(person).is_none());
        if let (Some(person), Some(_)) = (unrecorded, value(&tied[0])) {
            return Err(Stop::Bad(BadInput::TieDatumMissing {
                path: self.path_of(person, stage),
                code: person.who.code.clone(),
            }));
        }
        let classes: Vec<Vec<Person<'a>>> =
            tied.chunk_by(|a, b| value(a) == value(b)).map(<[_]>::to_vec).collect();
        let house = if purpose == LotFor::Alternate { House::Alternates } else { House::Members };
        self.write(house, &law::PERSON_TIE, &law::PERSON_TIE, || Act::SettledTie {
            stage,
            among: tied.iter().map(|person| person.who.code.clone()).collect(),
            first: classes[0].iter().map(|person| person.who.code.clone()).collect(),
            told_apart: classes.len() > 1,
        });
        Ok(classes)
    }

    fn path_of(&self, person: &Person<'a>, stage: TieStage) -> String {
        let field = if stage == TieStage::Veteran { "veteran" } else { "degree" };
        let place =
            |candidates: &[Candidate]| candidates.iter().position(|who| std::ptr::eq(who, person.who));
        for (i, list) in self.input.lists.iter().enumerate() {
            if let Some(j) = list.candidates.as_deref().and_then(place) {
                return format!("lists[{i}].candidates[{j}].{field}");
            }
        }
        let j = place(&self.input.independents).expect("a person stands on a list or alone");
        format!("independents[{j}].{field}")
    }
}

/// The persons of a group, by descending votes.
fn persons<'a>(i: usize, party: &Party<'a>) -> impl Iterator<Item = Person<'a>> + use<'a> {
    let candidates = party.candidates.unwrap_or_default();
    party.order.iter().map(move |&place| Person { who: &candidates[place as usize], party: i })
}

/// The persons of a group who have votes and were not seated. Nobody is an alternate without a vote.
fn unseated<'a, 'b>(
    i: usize,
    party: &Party<'a>,
    elected: &'b [Person<'a>],
) -> impl Iterator<Item = Person<'a>> + use<'a, 'b> {
    let last_seated = party.last_seated;
    let is_member = |who: &Candidate| elected.iter().any(|member| std::ptr::eq(member.who, who));
    persons(i, party)
        .take_while(|person| person.who.votes > 0)
        .filter(move |person| person.who.votes < last_seated || !is_member(person.who))
}

/// The first `places` by descending votes, from groups each in the order of its votes: a group is left as soon as it
/// can offer nobody better.
fn first_by_votes<'a, G: Iterator<Item = Person<'a>>>(
    groups: impl Iterator<Item = G>,
    places: usize,
) -> Vec<Person<'a>> {
    let mut first: Vec<Person<'a>> = Vec::with_capacity(places.min(64) + 1);
    for group in groups {
        for person in group {
            let votes = person.who.votes;
            if first.len() == places {
                if first.last().is_none_or(|last| votes <= last.who.votes) {
                    break;
                }
                first.pop();
            }
            let place = first.partition_point(|other| other.who.votes >= votes);
            first.insert(place, person);
        }
    }
    first
}
