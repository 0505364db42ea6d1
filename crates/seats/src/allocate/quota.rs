//! Whole quotas first, then the seats left over.

use std::cmp::Ordering;

use super::{Engine, Party, Scribe, Stop};
use crate::law;
use crate::reading::{Half, IndependentStanding, OverAllocation, RemainderTie};
use crate::{
    Act, Change, Entitlement, FirstPass, House, LeftoverBy, LotFor, Quota, Ratio, Rounding, Standing,
};

/// What a group's votes entitle it to, in quotas: `whole + rest / den`.
#[derive(Clone, Copy)]
struct Due {
    whole: u32,
    rest: u128,
}

/// One seat costs `den / times` votes, so votes · times ÷ den is the entitlement.
#[derive(Clone, Copy)]
struct Price {
    times: u128,
    den: u128,
}

impl Price {
    fn of(quota: Quota, seats: u32, total: u64, added: u32) -> Self {
        let (total, seats) = (u128::from(total), u128::from(seats));
        match quota {
            Quota::Hare => Self { times: seats, den: total },
            Quota::Droop => Self { times: 1, den: total / (seats + 1) + 1 },
            Quota::Imperiali => Self { times: seats + u128::from(added), den: total },
        }
    }

    fn due(self, votes: u64) -> Due {
        let num = u128::from(votes) * self.times;
        // Division of 128 bits is ten times as dear as of 64, and real counts fit in 64.
        let (whole, rest) = match (u64::try_from(num), u64::try_from(self.den)) {
            (Ok(num), Ok(den)) => (u128::from(num / den), u128::from(num % den)),
            _ => (num / self.den, num % self.den),
        };
        Due { whole: whole as u32, rest }
    }

    fn exact(self, votes: u64) -> Ratio {
        Ratio::new(u128::from(votes) * self.times, self.den)
    }

    fn quota(self) -> Ratio {
        Ratio::new(self.den, self.times)
    }
}

impl<'a, S: Scribe> Engine<'a, S> {
    pub(super) fn by_quota(
        &mut self,
        parties: &mut [Party<'a>],
        seats: u32,
        house: House,
        quota: Quota,
        rounding: Rounding,
        leftovers: LeftoverBy,
    ) -> Result<u32, Stop> {
        let total: u64 = parties.iter().map(|party| party.votes).sum();
        if total == 0 {
            return Ok(seats);
        }
        let price = self.price(parties, seats, total, house, quota);
        let due: Vec<Due> = parties.iter().map(|party| price.due(party.votes)).collect();
        // [Article 24(2)] A list's seats are its share of the council: votes ÷ all votes × seats.
        self.write(house, &law::SHARE, &law::QUOTA_METHOD, || Act::Entitled {
            quota: price.quota(),
            kind: quota,
            groups: parties
                .iter()
                .map(|party| Entitlement {
                    group: party.group(),
                    votes: party.votes,
                    exact: price.exact(party.votes),
                })
                .collect(),
        });
        self.first_pass(parties, &due, price, seats, house, rounding);
        self.cap(parties, house);
        let given: u64 = parties.iter().map(|party| u64::from(party.given)).sum();
        match given.checked_sub(seats.into()) {
            Some(over) => {
                self.take_back(parties, &due, price, over as u32, house)?;
                Ok(0)
            }
            None => self.give_leftovers(parties, &due, price, seats - given as u32, total, house, leftovers),
        }
    }

    /// What a seat costs. The Imperiali quota may cost too little; then it is computed again with a smaller divisor.
    fn price(&mut self, parties: &[Party<'a>], seats: u32, total: u64, house: House, quota: Quota) -> Price {
        let mut added = 2;
        loop {
            let price = Price::of(quota, seats, total, added);
            let given: u64 = parties.iter().map(|party| u64::from(price.due(party.votes).whole)).sum();
            if given <= seats.into() {
                return price;
            }
            added -= 1;
            let quota = Price::of(quota, seats, total, added).quota();
            let article = &law::IMPERIALI_RETRY;
            self.write(house, article, article, || Act::RaisedQuota { given, seats, quota });
        }
    }

    /// [Article 24(3)] The number of seats is taken rounded; or, under the other readings, its integer part.
    #[allow(clippy::too_many_arguments, reason = "the numbers of one line of the minutes")]
    fn first_pass(
        &mut self,
        parties: &mut [Party<'a>],
        due: &[Due],
        price: Price,
        seats: u32,
        house: House,
        rounding: Rounding,
    ) {
        let mut given = 0;
        for (party, due) in parties.iter_mut().zip(due) {
            let up = match (rounding, (due.rest * 2).cmp(&price.den), self.readings.half) {
                (Rounding::Down, ..) | (_, Ordering::Less, _) | (_, Ordering::Equal, Half::Down) => 0,
                (_, Ordering::Greater, _) | (_, Ordering::Equal, Half::Up) => 1,
            };
            party.given = due.whole + up;
            given += u64::from(party.given);
        }
        let law = match rounding {
            Rounding::Nearest => &law::ROUNDED,
            Rounding::Down => &law::INTEGERS_AND_DECIMALS,
        };
        self.write(house, law, &law::QUOTA_METHOD, || Act::Rounded {
            rounding,
            groups: parties
                .iter()
                .map(|party| FirstPass {
                    group: party.group(),
                    exact: price.exact(party.votes),
                    seats: party.given,
                })
                .collect(),
            given,
            seats,
        });
    }

    /// [Interpretation of article 24] Seats that a group cannot fill are left over. This comes before anything is
    /// taken back: a seat in which nobody can sit is not a seat too many, and nobody should lose one because of it.
    fn cap(&mut self, parties: &mut [Party<'a>], house: House) {
        for party in parties {
            if party.given > party.room {
                let change = Change { group: party.group(), from: party.given, to: party.room };
                party.given = party.room;
                self.write(house, &law::UNFILLED, &law::QUOTA_METHOD, || Act::Capped { change });
            }
        }
    }

    /// [Open: over-allocation] Rounding has given more seats than there are.
    fn take_back(
        &mut self,
        parties: &mut [Party<'a>],
        due: &[Due],
        price: Price,
        mut over: u32,
        house: House,
    ) -> Result<(), Stop> {
        let reading = self.readings.over_allocation;
        let purpose = match house {
            House::Members => LotFor::TakeBack,
            House::Alternates => LotFor::AlternateTakeBack,
        };
        while over > 0 {
            let mut rank: Vec<usize> = match reading {
                OverAllocation::OrderOfShare => {
                    (0..parties.len()).filter(|&i| parties[i].given > 0).collect()
                }
                // Only what rounding gave is taken back: nobody falls below the whole number that was earned.
                _ => (0..parties.len()).filter(|&i| parties[i].given > due[i].whole).collect(),
            };
            let fewer_votes = |&a: &usize, &b: &usize| parties[a].votes.cmp(&parties[b].votes);
            let order = |a: &usize, b: &usize| match (reading, self.readings.remainder_tie) {
                (OverAllocation::SmallestFraction, RemainderTie::GreaterShare) => {
                    due[*a].rest.cmp(&due[*b].rest).then_with(|| fewer_votes(a, b))
                }
                (OverAllocation::SmallestFraction, RemainderTie::Lot) => due[*a].rest.cmp(&due[*b].rest),
                (OverAllocation::LowestShare | OverAllocation::OrderOfShare, _) => fewer_votes(a, b),
            };
            rank.sort_by(order);
            if reading == OverAllocation::OrderOfShare {
                // The last of the order lose all they have before the next lose anything.
                let last = rank.iter().take_while(|i| order(i, &rank[0]).is_eq()).count();
                let chosen = if last > 1 && rank[..last].iter().map(|&i| parties[i].given).sum::<u32>() > over
                {
                    self.draw(parties, &rank[..last], last, purpose)?
                } else {
                    rank[..last].to_vec()
                };
                for i in chosen {
                    while over > 0 && parties[i].given > 0 {
                        self.give_back(&mut parties[i], price, house);
                        over -= 1;
                    }
                }
                continue;
            }
            let ties = ties(&rank, order);
            for i in self.first_of(parties, &rank, &ties, over as usize, purpose)? {
                self.give_back(&mut parties[i], price, house);
                over -= 1;
            }
        }
        Ok(())
    }

    fn give_back(&mut self, party: &mut Party<'a>, price: Price, house: House) {
        let change = Change { group: party.group(), from: party.given, to: party.given - 1 };
        party.given -= 1;
        let (exact, votes, reading) = (price.exact(party.votes), party.votes, self.readings.over_allocation);
        let article = &law::OVER_ALLOCATION;
        self.write(house, article, article, || Act::GaveBack { change, exact, votes, reading });
    }

    /// [Interpretation of article 24] The seats left over go out one by one. When everybody who can has had one, the
    /// order begins again from the top: the act hands on unfilled seats "in the same order".
    #[allow(clippy::too_many_arguments, reason = "the numbers of one line of the minutes")]
    fn give_leftovers(
        &mut self,
        parties: &mut [Party<'a>],
        due: &[Due],
        price: Price,
        mut left: u32,
        total: u64,
        house: House,
        by: LeftoverBy,
    ) -> Result<u32, Stop> {
        let purpose = match house {
            House::Members => LotFor::Leftover,
            House::Alternates => LotFor::AlternatePlace,
        };
        let persons = self.votes_of_independents();
        for round in 1.. {
            if left == 0 {
                break;
            }
            let mut rank = self.takers(parties);
            if rank.is_empty() {
                return Ok(left);
            }
            // The votes and the remainder with which a group stands in the order now.
            let standing = |i: usize| match parties[i].independents {
                true if !persons.is_empty() => {
                    let votes = persons.get(parties[i].given as usize).copied().unwrap_or(0);
                    (votes, u128::from(votes) * price.times)
                }
                _ => (parties[i].votes, due[i].rest),
            };
            let order = |&a: &usize, &b: &usize| {
                let ((a_votes, a_rest), (b_votes, b_rest)) = (standing(a), standing(b));
                match (by, self.readings.remainder_tie) {
                    (LeftoverBy::Share, _) => b_votes.cmp(&a_votes),
                    (LeftoverBy::Remainder, RemainderTie::Lot) => b_rest.cmp(&a_rest),
                    (LeftoverBy::Remainder, RemainderTie::GreaterShare) => {
                        b_rest.cmp(&a_rest).then_with(|| b_votes.cmp(&a_votes))
                    }
                }
            };
            rank.sort_by(order);
            let ties = ties(&rank, order);
            let standings: Vec<(u64, u128)> = rank.iter().map(|&i| standing(i)).collect();
            let chosen = self.first_of(parties, &rank, &ties, left as usize, purpose)?;
            for i in chosen {
                let party = &mut parties[i];
                let change = Change { group: party.group(), from: party.given, to: party.given + 1 };
                party.given += 1;
                left -= 1;
                let place =
                    rank.iter().position(|&other| other == i).expect("the chosen come from the order");
                let (votes, rest) = standings[place];
                let by = match by {
                    LeftoverBy::Share => Standing::Share { votes, total },
                    LeftoverBy::Remainder => Standing::Remainder(Ratio::new(rest, price.den)),
                };
                self.write(house, &law::LEFTOVERS, &law::QUOTA_METHOD, || Act::GotLeftover {
                    change,
                    by,
                    round,
                });
            }
        }
        Ok(0)
    }

    /// Who can take a leftover: groups with votes and an empty place. A share of zero is no place in the order.
    fn takers(&self, parties: &[Party<'a>]) -> Vec<usize> {
        let can = |i: &usize| parties[*i].votes > 0 && parties[*i].has_room();
        let all: Vec<usize> = (0..parties.len()).filter(can).collect();
        if self.readings.independent_standing == IndependentStanding::BehindLists {
            let lists: Vec<usize> = all.iter().copied().filter(|&i| !parties[i].independents).collect();
            if !lists.is_empty() {
                return lists;
            }
        }
        all
    }

    /// The votes of the independents, descending, where each stands in the order alone; otherwise nothing.
    fn votes_of_independents(&self) -> Vec<u64> {
        if self.readings.independent_standing != IndependentStanding::BestPerson {
            return Vec::new();
        }
        let mut votes: Vec<u64> = self.input.independents.iter().map(|person| person.votes).collect();
        votes.sort_unstable_by(|a, b| b.cmp(a));
        votes.split_off(self.seated_independents)
    }
}

/// The lengths of the runs of equals in an order.
fn ties(rank: &[usize], order: impl Fn(&usize, &usize) -> Ordering) -> Vec<usize> {
    rank.chunk_by(|a, b| order(a, b).is_eq()).map(<[usize]>::len).collect()
}
