//! Finding a person by name, or by part of one.

use super::Damaged;
use super::fold::{is_latin, skeleton, spelling, words};
use super::page::Pages;
use super::read::{Person, Roll};
use std::collections::BTreeSet;

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
        let mut found: Vec<u32> = Vec::new();
        for closeness in [Closeness::Spelling, Closeness::Skeleton, Closeness::Beginning] {
            if words.is_empty() || found.len() >= most {
                break;
            }
            for person in self.persons(&words, closeness)? {
                if found.len() < most && !found.contains(&person) {
                    found.push(person);
                }
            }
        }
        let mut reader = self.reader();
        found.into_iter().map(|place| reader.person(u64::from(place))).collect()
    }

    /// Persons who have, for every word, a word at least so close.
    fn persons(&self, words: &[&str], closeness: Closeness) -> Result<Vec<u32>, Damaged> {
        let mut each: Vec<BTreeSet<u32>> = words.iter().map(|word| self.close(word, closeness)).collect();
        // The rarest first: what it leaves is few.
        each.sort_by_key(|ids| ids.iter().map(|id| self.words[*id as usize].persons).sum::<u64>());
        let mut reader = self.reader();
        let mut left: Option<Vec<u32>> = None;
        for ids in each {
            let mut persons = Vec::new();
            for id in ids {
                match &left {
                    None => reader.postings(&self.words[id as usize], |person| persons.push(person))?,
                    Some(left) => {
                        let mut rest = left.as_slice();
                        reader.postings(&self.words[id as usize], |person| {
                            let skip = rest.iter().take_while(|other| **other < person).count();
                            rest = &rest[skip..];
                            if rest.first() == Some(&person) {
                                persons.push(person);
                            }
                        })?;
                    }
                }
            }
            persons.sort_unstable();
            persons.dedup();
            if persons.is_empty() {
                return Ok(persons);
            }
            left = Some(persons);
        }
        Ok(left.unwrap_or_default())
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
