//! The persons of a word, read as far as they are asked for.

use super::page::{CONTENT, Pages};
use super::read::{Reader, Word};
use super::{Damaged, varint};

/// Bytes of the longest number.
const LONGEST: usize = 10;

/// The persons whose names have a word, ascending, from the first that nobody took.
pub(super) struct Postings {
    /// What was not read, in the content.
    at: u64,
    end: u64,
    /// What was read and not taken.
    bytes: Vec<u8>,
    taken: usize,
    last: Option<u64>,
    next: Option<u64>,
}

impl Postings {
    pub(super) fn of(word: &Word) -> Self {
        let (at, length) = word.at;
        Self { at, end: at + length, bytes: Vec::new(), taken: 0, last: None, next: None }
    }

    /// Takes each person before `end`.
    pub(super) fn before<P: Pages>(
        &mut self,
        end: u64,
        reader: &mut Reader<'_, P>,
        mut take: impl FnMut(u64),
    ) -> Result<(), Damaged> {
        while let Some(person) = self.next(reader)?.filter(|person| *person < end) {
            self.next = None;
            self.last = Some(person);
            take(person);
        }
        Ok(())
    }

    fn next<P: Pages>(&mut self, reader: &mut Reader<'_, P>) -> Result<Option<u64>, Damaged> {
        if self.next.is_some() {
            return Ok(self.next);
        }
        if self.bytes.len() - self.taken < LONGEST && self.at < self.end {
            self.read(reader)?;
        }
        let mut rest = &self.bytes[self.taken..];
        if rest.is_empty() {
            return Ok(None);
        }
        let step = varint::take(&mut rest)?;
        self.taken = self.bytes.len() - rest.len();
        let person = match self.last {
            Some(_) if step == 0 => return Err(Damaged::Sense("a word names a person twice")),
            last => last.unwrap_or(0).saturating_add(step),
        };
        if person >= reader.persons() {
            return Err(Damaged::Sense("a word names nobody"));
        }
        self.next = Some(person);
        Ok(self.next)
    }

    /// Up to the ends of pages, until there is a whole number.
    fn read<P: Pages>(&mut self, reader: &mut Reader<'_, P>) -> Result<(), Damaged> {
        self.bytes.drain(..self.taken);
        self.taken = 0;
        while self.bytes.len() < LONGEST && self.at < self.end {
            let length = (CONTENT as u64 - self.at % CONTENT as u64).min(self.end - self.at);
            self.bytes.append(&mut reader.read(self.at, length)?);
            self.at += length;
        }
        Ok(())
    }
}
