//! Writing a roll.

use super::fold::{JOINER, spelling, words};
use super::page::{CONTENT, Head, PAGE, PERSON, Salt, Sealer};
use super::varint;
use crate::voter::VoterKey;
use election::national_id::NationalId;
use std::collections::HashMap;

/// One person as the roll is drawn up from the registry.
#[derive(Debug, Clone, Copy)]
pub struct Entitled<'a> {
    /// The number.
    pub national_id: &'a NationalId,
    /// Full name.
    pub name: &'a str,
    /// The father's name, empty if unknown: tells apart persons of one name, as on the identity card.
    pub father: &'a str,
    /// Year of birth, 0 if unknown.
    pub born: u16,
    /// The constituency where this person votes; 0 where the roll is of one alone.
    pub constituency: u16,
}

/// A person as written, but for the place of the two names.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    hash: u128,
    name: u32,
    father: u32,
    serial: u32,
    born: u16,
    constituency: u16,
}

/// Collects persons, then writes the pages.
pub struct Builder {
    secret: [u8; 32],
    persons: Vec<Row>,
    words: Vec<String>,
    by_word: HashMap<String, u32>,
    names: HashMap<Vec<u8>, u32>,
    /// The words under which each name is found, by its number.
    found_under: Vec<Vec<u32>>,
    /// The names' bytes, one after another, and where each begins.
    name_bytes: Vec<u8>,
    begins: Vec<u32>,
}

impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Builder({} persons)", self.persons.len())
    }
}

/// Why a roll is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotBuilt {
    /// Two persons of one number.
    #[error("two persons have the same national number: the roll was exported twice over")]
    Twice,
    /// Four billion persons or bytes of names.
    #[error("more persons or names than a roll can hold")]
    TooMany,
}

impl Builder {
    /// An empty roll under the event's roll key.
    pub fn new(secret: [u8; 32]) -> Self {
        Self {
            secret,
            persons: Vec::new(),
            words: Vec::new(),
            by_word: HashMap::new(),
            names: HashMap::new(),
            found_under: Vec::new(),
            name_bytes: Vec::new(),
            begins: Vec::new(),
        }
    }

    /// One entitled person.
    pub fn add(&mut self, person: &Entitled<'_>) -> Result<(), NotBuilt> {
        let voter = VoterKey::of(&self.secret, person.national_id);
        let hash = u128::from_be_bytes(voter.0[..16].try_into().expect("half of a key"));
        let (name, father) = (self.name(person.name)?, self.name(person.father)?);
        let serial = person.national_id.as_str()[..9].parse().expect("nine digits");
        let (born, constituency) = (person.born, person.constituency);
        self.persons.push(Row { hash, name, father, serial, born, constituency });
        Ok(())
    }

    fn name(&mut self, name: &str) -> Result<u32, NotBuilt> {
        let mut bytes = Vec::new();
        let mut under = Vec::new();
        let compounds: Vec<&str> = name.split_whitespace().collect();
        for compound in compounds {
            let parts: Vec<&str> = words(compound).collect();
            for (place, part) in parts.iter().enumerate() {
                let word = self.word(part);
                under.push(word);
                // The low bit says whether a joiner follows, so that the name is shown as it is written.
                varint::put(&mut bytes, u64::from(word) << 1 | u64::from(place + 1 < parts.len()));
            }
            if parts.len() > 1 {
                // Also found written together.
                let together: String = compound.chars().filter(|c| *c != JOINER).collect();
                let word = self.word(&together);
                under.push(word);
            }
        }
        let mut framed = Vec::with_capacity(bytes.len() + 1);
        varint::put(&mut framed, bytes.len() as u64);
        framed.extend(bytes);
        if let Some(number) = self.names.get(&framed) {
            return Ok(*number);
        }
        let number = u32::try_from(self.begins.len()).map_err(|_| NotBuilt::TooMany)?;
        self.begins.push(u32::try_from(self.name_bytes.len()).map_err(|_| NotBuilt::TooMany)?);
        self.name_bytes.extend(&framed);
        self.names.insert(framed, number);
        under.sort_unstable();
        under.dedup();
        self.found_under.push(under);
        Ok(number)
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(number) = self.by_word.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.by_word.insert(word.to_owned(), number);
        number
    }

    /// Writes the pages, first to last.
    pub fn write<E: From<NotBuilt>>(
        mut self,
        salt: Salt,
        mut to: impl FnMut(&[u8; PAGE]) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.persons.sort_unstable();
        if self.persons.windows(2).any(|two| two[0].hash == two[1].hash) {
            return Err(NotBuilt::Twice.into());
        }
        u32::try_from(self.persons.len()).map_err(|_| NotBuilt::TooMany)?;
        let (words, postings) = self.index();
        let head = Head {
            persons: self.persons.len() as u64,
            names: self.name_bytes.len() as u64,
            words: words.len() as u64,
            postings: postings.len() as u64,
            salt,
        };
        let sealer = Sealer::new(&self.secret, &head);
        to(&sealer.head_page())?;
        let mut page = [0; PAGE];
        let (mut number, mut filled) = (1, 0);
        let mut put = |mut bytes: &[u8]| -> Result<(), E> {
            while !bytes.is_empty() {
                let fits = bytes.len().min(CONTENT - filled);
                page[filled..filled + fits].copy_from_slice(&bytes[..fits]);
                filled += fits;
                bytes = &bytes[fits..];
                if filled == CONTENT {
                    sealer.seal(number, &mut page);
                    to(&page)?;
                    (number, filled, page) = (number + 1, 0, [0; PAGE]);
                }
            }
            Ok(())
        };
        for row in &self.persons {
            let mut person = [0; PERSON];
            person[..16].copy_from_slice(&row.hash.to_be_bytes());
            person[16..20].copy_from_slice(&self.begins[row.name as usize].to_le_bytes());
            person[20..24].copy_from_slice(&self.begins[row.father as usize].to_le_bytes());
            person[24..28].copy_from_slice(&row.serial.to_le_bytes());
            person[28..30].copy_from_slice(&row.born.to_le_bytes());
            person[30..32].copy_from_slice(&row.constituency.to_le_bytes());
            put(&person)?;
        }
        put(&self.name_bytes)?;
        put(&words)?;
        put(&postings)?;
        if filled > 0 {
            sealer.seal(number, &mut page);
            to(&page)?;
            number += 1;
        }
        Ok(number)
    }

    /// The two sections by which names are found.
    fn index(&self) -> (Vec<u8>, Vec<u8>) {
        let mut persons: Vec<Vec<u32>> = vec![Vec::new(); self.words.len()];
        for (person, row) in self.persons.iter().enumerate() {
            for word in &self.found_under[row.name as usize] {
                persons[*word as usize].push(person as u32);
            }
        }
        let (mut words, mut postings) = (Vec::new(), Vec::new());
        varint::put(&mut words, self.words.len() as u64);
        for (word, persons) in self.words.iter().zip(&persons) {
            let before = postings.len();
            let mut last = 0;
            for person in persons {
                varint::put(&mut postings, u64::from(person - last));
                last = *person;
            }
            varint::put(&mut words, word.len() as u64);
            words.extend(word.as_bytes());
            varint::put(&mut words, persons.len() as u64);
            varint::put(&mut words, (postings.len() - before) as u64);
        }
        debug_assert!(self.words.iter().all(|word| !spelling(word).contains(' ')));
        (words, postings)
    }
}
