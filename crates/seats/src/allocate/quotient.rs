//! Seat by seat to the highest quotient.

use std::cmp::Ordering;

use super::{Engine, Party, Scribe, Stop};
use crate::law;
use crate::number::cmp_products;
use crate::{Act, Change, House, LotFor, Ratio};

impl<'a, S: Scribe> Engine<'a, S> {
    pub(super) fn by_quotient(
        &mut self,
        parties: &mut [Party<'a>],
        seats: u32,
        house: House,
        gap: u32,
    ) -> Result<u32, Stop> {
        let purpose = match house {
            House::Members => LotFor::Quotient,
            House::Alternates => LotFor::AlternatePlace,
        };
        let first = self.readings.first_divisor;
        // Divisors are kept as whole numbers: all of them are multiplied by the first one's denominator.
        let divisor = |given: u32| match given {
            0 => first.num,
            _ => (u128::from(gap) * u128::from(given) + 1) * first.den,
        };
        let mut divisors: Vec<u128> = parties.iter().map(|party| divisor(party.given)).collect();
        let mut left = seats;
        let mut highest = Vec::with_capacity(parties.len());
        while left > 0 {
            highest.clear();
            for (i, party) in
                parties.iter().enumerate().filter(|(_, party)| party.votes > 0 && party.has_room())
            {
                let Some(&best) = highest.first() else {
                    highest.push(i);
                    continue;
                };
                match quotient_order((party.votes, divisors[i]), (parties[best].votes, divisors[best])) {
                    Ordering::Greater => {
                        highest.clear();
                        highest.push(i);
                    }
                    Ordering::Equal => highest.push(i),
                    Ordering::Less => {}
                }
            }
            if highest.is_empty() {
                return Ok(left);
            }
            let chosen = self.first_of(parties, &highest, &[highest.len()], left as usize, purpose)?;
            for i in chosen {
                let party = &mut parties[i];
                let change = Change { group: party.group(), from: party.given, to: party.given + 1 };
                let (votes, taken_by) = (party.votes, Ratio::new(divisors[i], first.den));
                party.given += 1;
                divisors[i] = divisor(party.given);
                left -= 1;
                let article = &law::DIVISOR_METHOD;
                self.write(house, article, article, || Act::GotQuotient { change, votes, divisor: taken_by });
            }
        }
        Ok(0)
    }
}

/// Orders two quotients, votes over divisor, without dividing.
fn quotient_order(a: (u64, u128), b: (u64, u128)) -> Ordering {
    cmp_products(a.0.into(), b.1, b.0.into(), a.1)
}
