//! A population that is computed, not stored: the same seed and number always give the same person.

use crate::interface::Person;
use election::national_id::NationalId;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A country of synthetic persons, and in it perhaps a county whose people are given.
#[derive(Debug, Clone, Default)]
pub struct Population {
    seed: u64,
    county: HashMap<NationalId, String>,
}

const GIVEN: [&str; 16] = [
    "علی",
    "رضا",
    "حسین",
    "مهدی",
    "امیر",
    "سعید",
    "حمید",
    "ناصر",
    "فاطمه",
    "زهرا",
    "مریم",
    "زینب",
    "لیلا",
    "سارا",
    "شیرین",
    "پروین",
];
const FAMILY: [&str; 16] = [
    "رستمی",
    "بهرامی",
    "کاظمی",
    "جعفری",
    "صفری",
    "نوروزی",
    "یوسفی",
    "مرادی",
    "حیدری",
    "صادقی",
    "باقری",
    "شریفی",
    "عزیزی",
    "عباسی",
    "قربانی",
    "رجبی",
];
const COUNTY: [&str; 4] = ["tehran", "rey", "shemiranat", "elsewhere"];

impl Population {
    /// Another seed, other people.
    pub fn new(seed: u64) -> Self {
        Self { seed, county: HashMap::new() }
    }

    /// These persons live and are of age, whatever the seed says: those whom a rehearsal's roll was drawn from.
    #[must_use]
    pub fn with(mut self, county: HashMap<NationalId, String>) -> Self {
        self.county = county;
        self
    }

    /// Who has this number in this year of polling; `None` for one number in two hundred. One person in a hundred has died.
    pub fn person(&self, number: &NationalId, year: u16) -> Option<Person> {
        if let Some(name) = self.county.get(number) {
            let residence = COUNTY[0].to_owned();
            return Some(Person {
                national_id: number.clone(),
                name: name.clone(),
                alive: true,
                age: 40,
                residence,
            });
        }
        let mut hash = Sha256::new();
        hash.update(b"amin/1/population");
        hash.update(self.seed.to_le_bytes());
        hash.update(number.as_str());
        let bytes: [u8; 32] = hash.finalize().into();
        let draw = |place: usize| u16::from_le_bytes([bytes[2 * place], bytes[2 * place + 1]]);
        if draw(0) < u16::MAX / 200 {
            return None;
        }
        let given = GIVEN[usize::from(draw(1)) % GIVEN.len()];
        let family = FAMILY[usize::from(draw(2)) % FAMILY.len()];
        let born = 1320 + draw(3) % 88;
        Some(Person {
            national_id: number.clone(),
            name: format!("{given} {family}"),
            alive: draw(4) >= u16::MAX / 100,
            age: year.saturating_sub(born),
            residence: COUNTY[usize::from(draw(5)) % COUNTY.len()].to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_the_same_person_and_few_are_dead_or_nobody() {
        let population = Population::new(1);
        let numbers = (0..20_000).filter_map(|n| NationalId::from_serial(10_000_000 + n));
        let (mut nobody, mut dead, mut all) = (0, 0, 0);
        for number in numbers {
            let person = population.person(&number, 1405);
            assert_eq!(person, population.person(&number, 1405));
            all += 1;
            match person {
                None => nobody += 1,
                Some(person) if !person.alive => dead += 1,
                Some(_) => {}
            }
        }
        assert!((50..150).contains(&nobody) && (120..280).contains(&dead), "{nobody} {dead} of {all}");
    }
}
