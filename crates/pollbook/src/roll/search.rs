//! Finding a person by name, or by part of one.

use super::Damaged;
use super::fold::{is_latin, skeleton, spelling, words};
use super::page::Pages;
use super::postings::Postings;
use super::read::{Person, Roll};
use std::collections::BTreeSet;

/// Persons that are looked at together.
const PART: usize = 1 << 13;

/// How closely a word must agree, the closest tried first.
#[derive(Debug, Clone, Copy)]
enum Closeness {
    /// The same spelling, letter forms aside.
    Spelling,
    /// The same consonants: other vowels, Latin letters.
    Skeleton,
    /// Begins so.
    Beginning,
}

impl<P: Pages> Roll<P> {
    /// Persons whose name has all words of `query`, in any order; the best first, at most `most`. A word of one letter must be
    /// a whole word, or half the roll would be an answer.
    pub fn search(&self, query: &str, most: usize) -> Result<Vec<Person>, Damaged> {
        let words: Vec<&str> = words(query).collect();
        let mut found = Vec::new();
        for closeness in [Closeness::Spelling, Closeness::Skeleton, Closeness::Beginning] {
            if !words.is_empty() && found.len() < most {
                self.persons(&words, closeness, most, &mut found)?;
            }
        }
        let mut reader = self.reader();
        found.into_iter().map(|place| reader.person(place)).collect()
    }

    /// Adds to `found`, up to `most`, who have for every word a word at least so close. Ends with the first part of the roll
    /// that holds enough, so that the commonest name takes no longer than a rare one.
    fn persons(
        &self,
        words: &[&str],
        closeness: Closeness,
        most: usize,
        found: &mut Vec<u64>,
    ) -> Result<(), Damaged> {
        let mut each: Vec<BTreeSet<u32>> = words.iter().map(|word| self.close(word, closeness)).collect();
        // The rarest first: where nobody has it, nothing else is read.
        each.sort_by_key(|ids| ids.iter().map(|id| self.words[*id as usize].persons).sum::<u64>());
        let mut each: Vec<Vec<Postings>> = each
            .into_iter()
            .map(|ids| ids.into_iter().map(|id| Postings::of(&self.words[id as usize])).collect())
            .collect();
        let mut reader = self.reader();
        for begin in (0..self.len()).step_by(PART) {
            let mut left = [u64::MAX; PART / 64];
            for word in &mut each {
                let mut having = [0_u64; PART / 64];
                for postings in word {
                    postings.before(begin, &mut reader, |_| {})?;
                    postings.before(begin + PART as u64, &mut reader, |person| {
                        let place = (person - begin) as usize;
                        having[place / 64] |= 1 << (place % 64);
                    })?;
                }
                left.iter_mut().zip(having).for_each(|(left, having)| *left &= having);
                if left.iter().all(|bits| *bits == 0) {
                    break;
                }
            }
            for (n, mut bits) in left.into_iter().enumerate() {
                while bits != 0 {
                    let person = begin + n as u64 * 64 + u64::from(bits.trailing_zeros());
                    bits &= bits - 1;
                    if !found.contains(&person) {
                        found.push(person);
                    }
                    if found.len() == most {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    /// Words of the roll that agree with a word of the query.
    fn close(&self, word: &str, closeness: Closeness) -> BTreeSet<u32> {
        let (spelt, bones) = (spelling(word), skeleton(word));
        let mut ids: BTreeSet<u32> = equal(&self.by_spelling, &spelt);
        if matches!(closeness, Closeness::Spelling) {
            return ids;
        }
        ids.extend(equal(&self.by_skeleton, &bones));
        if matches!(closeness, Closeness::Beginning) {
            if spelt.chars().count() > 1 {
                ids.extend(beginning(&self.by_spelling, &spelt));
            }
            if is_latin(word) && bones.chars().count() > 1 {
                ids.extend(beginning(&self.by_skeleton, &bones));
            }
        }
        ids
    }
}

fn equal(list: &[(String, u32)], text: &str) -> BTreeSet<u32> {
    let from = list.partition_point(|(key, _)| key.as_str() < text);
    list[from..].iter().take_while(|(key, _)| key == text).map(|(_, id)| *id).collect()
}

fn beginning(list: &[(String, u32)], text: &str) -> BTreeSet<u32> {
    let from = list.partition_point(|(key, _)| key.as_str() < text);
    list[from..].iter().take_while(|(key, _)| key.starts_with(text)).map(|(_, id)| *id).collect()
}
