//! Reading a roll: by number, and whole.

use super::fold::{JOINER, skeleton, spelling};
use super::page::{CONTENT, Head, PAGE, PERSON, Pages, Sealer};
use super::postings::Postings;
use super::{Damaged, varint};
use crate::voter::VoterKey;
use election::bytes::Digest;
use election::national_id::NationalId;
use std::cmp::Ordering;

/// A person on the roll, as the desk shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The first half of the person's key: what the desk compares, never shows.
    pub key: [u8; 16],
    /// The number, which no screen shows whole.
    pub national_id: NationalId,
    /// Full name.
    pub name: String,
    /// The father's name, empty if unknown.
    pub father: String,
    /// Year of birth, 0 if unknown: tells apart persons of one name.
    pub born: u16,
    /// The constituency where this person votes; 0 where the roll is of one alone.
    pub constituency: u16,
}

impl Person {
    /// The last two digits of the number: enough to tell persons of one name apart, and no more than that.
    pub fn last_digits(&self) -> &str {
        &self.national_id.as_str()[8..]
    }
}

/// An open roll.
pub struct Roll<P> {
    pages: P,
    sealer: Sealer,
    head: Head,
    identity: Digest,
    pub(super) words: Vec<Word>,
    /// Words by spelling and by skeleton, both ascending.
    pub(super) by_spelling: Vec<(String, u32)>,
    pub(super) by_skeleton: Vec<(String, u32)>,
}

pub(super) struct Word {
    text: String,
    pub(super) persons: u64,
    /// Place and length in the content.
    pub(super) at: (u64, u64),
}

/// Reads content and keeps the page it is on.
pub(super) struct Reader<'a, P> {
    roll: &'a Roll<P>,
    page: Box<[u8; PAGE]>,
    number: u64,
}

impl<P: Pages> Roll<P> {
    /// Reads the head and the words; the persons stay where they are.
    pub fn open(pages: P, secret: &[u8; 32]) -> Result<Self, Damaged> {
        let mut page = [0; PAGE];
        pages.read(0, &mut page).map_err(|e| Damaged::Disk(0, e))?;
        let (sealer, head) = Sealer::open_head(secret, &page)?;
        let mut roll = Self {
            pages,
            sealer,
            head,
            identity: Digest::of(&page),
            words: Vec::new(),
            by_spelling: Vec::new(),
            by_skeleton: Vec::new(),
        };
        roll.read_words()?;
        Ok(roll)
    }

    fn read_words(&mut self) -> Result<(), Damaged> {
        let head = self.head;
        let begin = head.persons * PERSON as u64 + head.names;
        let mut reader = self.reader();
        let bytes = reader.read(begin, head.words)?;
        let mut rest = bytes.as_slice();
        let count = varint::take(&mut rest)?;
        let (mut at, end) = (begin + head.words, begin + head.words + head.postings);
        let mut words = Vec::new();
        for _ in 0..count {
            let length = usize::try_from(varint::take(&mut rest)?).unwrap_or(usize::MAX);
            if length > rest.len() {
                return Err(Damaged::Sense("a word does not end"));
            }
            let (text, after) = rest.split_at(length);
            rest = after;
            let text = std::str::from_utf8(text).map_err(|_| Damaged::Sense("a word is no text"))?.to_owned();
            let persons = varint::take(&mut rest)?;
            let length = varint::take(&mut rest)?;
            words.push(Word { text, persons, at: (at, length) });
            at = at.checked_add(length).filter(|at| *at <= end).ok_or(Damaged::Sense("postings overrun"))?;
        }
        if !rest.is_empty() || at != end {
            return Err(Damaged::Sense("the words do not fill their section"));
        }
        let number = |fold: fn(&str) -> String| {
            let mut list: Vec<(String, u32)> =
                words.iter().enumerate().map(|(n, word)| (fold(&word.text), n as u32)).collect();
            list.sort_unstable();
            list
        };
        (self.by_spelling, self.by_skeleton) = (number(spelling), number(skeleton));
        self.words = words;
        Ok(())
    }

    pub(super) fn reader(&self) -> Reader<'_, P> {
        Reader { roll: self, page: Box::new([0; PAGE]), number: 0 }
    }

    /// How many persons.
    pub fn len(&self) -> u64 {
        self.head.persons
    }

    /// Nobody?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Names this very roll: part of the configuration that must be the same at every desk. The head fixes the salt, the salt the
    /// key, and under that key each page's tag its content, as far as whoever wrote it sealed only one.
    pub fn identity(&self) -> Digest {
        self.identity
    }

    /// The person of this half of a key, as a page of search results names one.
    pub fn person(&self, key: &[u8; 16]) -> Result<Option<Person>, Damaged> {
        let mut whole = [0; 32];
        whole[..16].copy_from_slice(key);
        self.find(&VoterKey(whole))
    }

    /// The person of this key, if entitled. Keys are spread evenly, so guessing the place from the key needs few pages.
    pub fn find(&self, voter: &VoterKey) -> Result<Option<Person>, Damaged> {
        let wanted = u128::from_be_bytes(voter.0[..16].try_into().expect("half of a key"));
        let mut reader = self.reader();
        let (mut low, mut high) = (0, self.head.persons);
        let (mut least, mut most) = (0_u128, u128::MAX);
        let mut guesses = 0;
        while low < high {
            let span = high - low;
            // After a few guesses halve, so that no choice of keys makes it slow.
            let step = if guesses < 6 {
                let part = ((wanted - least) >> 64) as f64 / (((most - least) >> 64) as f64 + 1.0);
                ((part * span as f64) as u64).min(span - 1)
            } else {
                span / 2
            };
            guesses += 1;
            let place = low + step;
            let bytes = reader.read(place * PERSON as u64, PERSON as u64)?;
            let found = u128::from_be_bytes(bytes[..16].try_into().expect("half of a key"));
            match found.cmp(&wanted) {
                Ordering::Equal => return reader.person(place).map(Some),
                Ordering::Less => (low, least) = (place + 1, found),
                Ordering::Greater => (high, most) = (place, found),
            }
        }
        Ok(None)
    }

    /// Reads everything: every page is sound, persons ascend, every name can be shown.
    pub fn check(&self) -> Result<(), Damaged> {
        let pages = self.head.pages().ok_or(Damaged::Head)?;
        let mut reader = self.reader();
        for number in 1..pages {
            reader.turn(number)?;
        }
        let mut last = None;
        for place in 0..self.head.persons {
            let person = reader.person(place)?;
            if last.is_some_and(|last| last >= person.key) {
                return Err(Damaged::Sense("persons do not ascend"));
            }
            last = Some(person.key);
        }
        for word in &self.words {
            let mut persons = 0;
            Postings::of(word).before(u64::MAX, &mut reader, |_| persons += 1)?;
            if persons != word.persons {
                return Err(Damaged::Sense("a word counts its persons wrongly"));
            }
        }
        Ok(())
    }
}

impl<P: Pages> Reader<'_, P> {
    /// How many persons the roll has.
    pub(super) fn persons(&self) -> u64 {
        self.roll.head.persons
    }

    fn turn(&mut self, number: u64) -> Result<(), Damaged> {
        if self.number != number {
            self.number = 0;
            self.roll.pages.read(number, &mut self.page).map_err(|e| Damaged::Disk(number, e))?;
            self.roll.sealer.open(number, &mut self.page)?;
            self.number = number;
        }
        Ok(())
    }

    pub(super) fn read(&mut self, begin: u64, length: u64) -> Result<Vec<u8>, Damaged> {
        let content = self.roll.head.content().ok_or(Damaged::Head)?;
        if begin.checked_add(length).is_none_or(|end| end > content) {
            return Err(Damaged::Sense("something points outside"));
        }
        // Grown as pages are found sound: a length that lies costs no memory.
        let mut bytes = Vec::new();
        let (mut at, end) = (begin, begin + length);
        while at < end {
            self.turn(1 + at / CONTENT as u64)?;
            let offset = (at % CONTENT as u64) as usize;
            let fits = (CONTENT - offset).min((end - at) as usize);
            bytes.extend_from_slice(&self.page[offset..offset + fits]);
            at += fits as u64;
        }
        Ok(bytes)
    }

    /// The person at a place.
    pub(super) fn person(&mut self, place: u64) -> Result<Person, Damaged> {
        let bytes = self.read(place * PERSON as u64, PERSON as u64)?;
        let four = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        let two = |at: usize| u16::from_le_bytes(bytes[at..at + 2].try_into().expect("two bytes"));
        let serial = Some(four(24)).filter(|serial| *serial < 1_000_000_000);
        let national_id = serial.and_then(NationalId::from_serial);
        Ok(Person {
            key: bytes[..16].try_into().expect("half of a key"),
            national_id: national_id.ok_or(Damaged::Sense("a person's number is none"))?,
            name: self.name(four(16))?,
            father: self.name(four(20))?,
            born: two(28),
            constituency: two(30),
        })
    }

    fn name(&mut self, at: u32) -> Result<String, Damaged> {
        let head = self.roll.head;
        let begin = head.persons * PERSON as u64;
        let left = head.names.saturating_sub(u64::from(at));
        // Ten bytes hold the longest length; then the name itself.
        let first = self.read(begin + u64::from(at), left.min(10))?;
        let mut rest = first.as_slice();
        let length = varint::take(&mut rest)?;
        let skipped = (first.len() - rest.len()) as u64;
        if length > left - skipped {
            return Err(Damaged::Sense("a name does not end"));
        }
        let bytes = self.read(begin + u64::from(at) + skipped, length)?;
        let mut rest = bytes.as_slice();
        let mut name = String::new();
        let mut joined = true;
        while !rest.is_empty() {
            let word = varint::take(&mut rest)?;
            if !joined {
                name.push(' ');
            } else if !name.is_empty() {
                name.push(JOINER);
            }
            let text = self.roll.words.get(usize::try_from(word >> 1).unwrap_or(usize::MAX));
            name.push_str(&text.ok_or(Damaged::Sense("a name has a word that is none"))?.text);
            joined = word & 1 == 1;
        }
        Ok(name)
    }
}
