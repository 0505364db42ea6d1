//! What a reader asks: read from an address, checked, and written as an address again.

use super::{LISTS, SIDE_BY_SIDE};
use crate::furniture::percent_encoded;
use crate::locale::{Lang, Word as W, latin_digits};
use crate::public::result::{List, Result};
use crate::public::transcript::Transcript;
use ::seats::{BadInput, Draft, DraftList, Input, LARGEST_COUNT, Method, Outcome, Rule};
use election::id::{Code, ContestId};
use election::setup::Name;
use serde::Deserialize;

/// A larger house would be a longer page than anybody reads.
pub(super) const MOST_SEATS: u32 = 500;
/// Questions of the rules that a reader may answer otherwise; the others concern persons.
pub(super) const ASKED: [&str; 3] = ["over-allocation", "half", "remainder-tie"];
/// What the page shows before anybody has asked: votes on which the readings of the article differ.
const EXAMPLE: [u64; 4] = [730_000, 525_000, 345_000, 240_000];
const EXAMPLE_INDEPENDENTS: u64 = 260_000;

/// What a reader asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub(super) rule: String,
    pub(super) seats: String,
    pub(super) lists: Vec<(String, String)>,
    pub(super) independents: String,
    pub(super) readings: Vec<(String, String)>,
}

/// What is wrong with a question, and in which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// A field holds no whole number in range.
    Number { field: String },
    /// There are no such seats.
    Seats,
    /// Nobody has a vote.
    NoVotes,
    /// The rules refuse it.
    Rules(BadInput),
}

/// The answer.
pub(super) enum Answer {
    Decided(Box<Result>),
    Lot(::seats::Lot),
}

impl Question {
    /// Reads the query of an address; what is not asked is as in the example.
    pub fn read(query: &[(String, String)]) -> Self {
        let asked = |key: &str| query.iter().find(|(k, _)| k == key).map(|(_, v)| shortened(v));
        if query.iter().all(|(key, _)| key != "seats") {
            let lists = EXAMPLE.iter().map(|votes| (String::new(), votes.to_string())).collect();
            return Self {
                rule: SIDE_BY_SIDE[0].into(),
                seats: "21".into(),
                lists,
                independents: EXAMPLE_INDEPENDENTS.to_string(),
                readings: Vec::new(),
            };
        }
        let lists = (1..=LISTS)
            .map(|n| {
                (asked(&format!("n{n}")).unwrap_or_default(), asked(&format!("v{n}")).unwrap_or_default())
            })
            .collect();
        Self {
            rule: asked("rule")
                .filter(|name| ::seats::rule(name).is_some_and(offered))
                .unwrap_or_else(|| SIDE_BY_SIDE[0].into()),
            seats: asked("seats").unwrap_or_default(),
            lists,
            independents: asked("independents").unwrap_or_default(),
            readings: ASKED
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), asked(key).filter(|v| !v.is_empty())?)))
                .collect(),
        }
    }

    pub(super) fn rule(&self) -> &'static Rule {
        ::seats::rule(&self.rule).expect("a question names a registered rule")
    }

    /// The contest it describes, under a rule.
    pub(super) fn contest(&self, lang: Lang, rule: &Rule) -> std::result::Result<Input, Wrong> {
        let seats =
            number(&self.seats).filter(|n| (1..=u64::from(MOST_SEATS)).contains(n)).ok_or(Wrong::Seats)?;
        let mut lists = Vec::new();
        for (place, (_, votes)) in self.lists.iter().enumerate() {
            if votes.trim().is_empty() {
                continue;
            }
            let name = self.name(lang, place);
            let votes = number(votes).ok_or_else(|| Wrong::Number { field: name.clone() })?;
            lists.push(DraftList {
                code: (place + 1).to_string().as_str().into(),
                name: Some(name.as_str().into()),
                votes: Some(votes),
                candidates: None,
                exempt: false,
            });
        }
        let independents = match self.independents.trim() {
            "" => None,
            typed => {
                Some(number(typed).ok_or_else(|| Wrong::Number { field: lang.say(W::Independents).into() })?)
            }
        };
        let readings = self.readings.iter().filter(|(key, answer)| rule.allows(key, answer)).cloned();
        let draft = Draft {
            seats: u32::try_from(seats).unwrap_or(MOST_SEATS),
            lists,
            independent_votes: independents.filter(|votes| *votes > 0),
            alternates: Some(0),
            readings: readings.collect(),
            ..Draft::default()
        };
        draft.check().map_err(|bad| match bad {
            BadInput::NoVotes { .. } | BadInput::NobodyStands { .. } => Wrong::NoVotes,
            bad => Wrong::Rules(bad),
        })
    }

    fn name(&self, lang: Lang, place: usize) -> String {
        match self.lists.get(place).map(|(name, _)| name.trim()) {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => letter(lang, place).to_owned(),
        }
    }

    pub(super) fn answer(&self, lang: Lang) -> std::result::Result<Answer, Wrong> {
        let rule = self.rule();
        let input = self.contest(lang, rule)?;
        let outcome = ::seats::allocate(rule, &input).map_err(Wrong::Rules)?;
        match &outcome {
            Outcome::NeedsLot(lot) => Ok(Answer::Lot(lot.clone())),
            Outcome::Decided(_) => {
                let told = ::seats::json::outcome(rule, &outcome);
                let transcript = Transcript::deserialize(&told).expect("the rules' own words are read back");
                let close = ::seats::margins(rule, &input).ok().flatten();
                Ok(Answer::Decided(Box::new(self.shown(&input, transcript, close))))
            }
        }
    }

    /// The answer, where no lot is due.
    #[cfg(test)]
    pub(in crate::public) fn result(&self) -> Option<Result> {
        match self.answer(Lang::En) {
            Ok(Answer::Decided(result)) => Some(*result),
            _ => None,
        }
    }

    /// The answer in the shape of a result, so that it is shown exactly as a result is.
    fn shown(&self, input: &Input, transcript: Transcript, close: Option<::seats::Margins>) -> Result {
        let independents = W::Independents;
        let lists = transcript.seats.iter().map(|won| {
            let list = input.lists().iter().find(|list| list.code.as_str() == won.list);
            let name = list.and_then(|list| list.name.as_deref());
            let name = match name {
                Some(name) => Name { fa: name.into(), en: name.into() },
                None => Name { fa: Lang::Fa.say(independents).into(), en: Lang::En.say(independents).into() },
            };
            List {
                code: list.and_then(|_| Code::new(&won.list).ok()),
                name,
                votes: won.votes,
                seats: won.seats,
            }
        });
        Result {
            contest: ContestId::new("what-if").expect("a short plain name"),
            title: Name { fa: Lang::Fa.say(W::WhatIf).into(), en: Lang::En.say(W::WhatIf).into() },
            seats: u16::try_from(input.seats()).unwrap_or(u16::MAX),
            picks: 0,
            ballots: 0,
            blank_picks: 0,
            valid_votes: input.total(),
            lists: lists.collect(),
            candidates: Vec::new(),
            transcript,
            boxes: 0,
            boards: Vec::new(),
            stated: Vec::new(),
            close,
        }
    }

    /// The address that asks this.
    pub(super) fn query(&self) -> String {
        let mut pairs =
            vec![("rule".to_owned(), self.rule.clone()), ("seats".to_owned(), self.seats.clone())];
        for (n, (name, votes)) in (1..).zip(&self.lists) {
            if !name.is_empty() {
                pairs.push((format!("n{n}"), name.clone()));
            }
            if !votes.is_empty() {
                pairs.push((format!("v{n}"), votes.clone()));
            }
        }
        if !self.independents.is_empty() {
            pairs.push(("independents".into(), self.independents.clone()));
        }
        pairs.extend(self.readings.iter().cloned());
        let pairs: Vec<String> =
            pairs.iter().map(|(key, value)| format!("{key}={}", percent_encoded(value))).collect();
        format!("?{}", pairs.join("&"))
    }
}

/// Rules that share seats out among lists; plurality asks for persons.
pub(super) fn offered(rule: &Rule) -> bool {
    rule.method != Method::Plurality
}

fn shortened(typed: &str) -> String {
    typed.chars().take(60).collect()
}

/// A count in whichever digits, with or without separators.
pub(super) fn number(typed: &str) -> Option<u64> {
    let plain: String = latin_digits(typed)
        .chars()
        .filter(|c| !matches!(c, ',' | '٬' | '،' | ' ' | '\u{a0}' | '\u{200c}' | '_'))
        .collect();
    plain.parse().ok().filter(|n| *n <= LARGEST_COUNT)
}

pub(super) fn letter(lang: Lang, place: usize) -> &'static str {
    const FA: [&str; LISTS] = ["الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح"];
    const EN: [&str; LISTS] = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let letters = if lang == Lang::Fa { FA } else { EN };
    letters[place % LISTS]
}

/// The calculator with the votes of a result in it, to try other readings of the law on them.
pub(in crate::public) fn address(lang: Lang, result: &Result) -> String {
    let named = result.lists.iter().filter(|list| list.code.is_some()).take(LISTS);
    let question = Question {
        rule: result.transcript.rule.clone(),
        seats: result.seats.to_string(),
        lists: named
            .map(|list| (lang.pick(&list.name.fa, &list.name.en).to_owned(), list.votes.to_string()))
            .collect(),
        independents: result
            .lists
            .iter()
            .find(|list| list.code.is_none())
            .map(|list| list.votes.to_string())
            .unwrap_or_default(),
        readings: Vec::new(),
    };
    format!("/{}/what-if{}", lang.code(), question.query())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Question {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Question::read(&pairs)
    }

    #[test]
    fn nothing_asked_shows_the_example_on_which_the_readings_differ() {
        let Ok(Answer::Decided(result)) = asked(&[]).answer(Lang::En) else {
            panic!("the example is decided")
        };
        let seats: Vec<u16> = result.lists.iter().map(|list| list.seats).collect();
        assert_eq!(seats, [8, 5, 3, 2, 3]);
    }

    #[test]
    fn numbers_are_read_in_either_script_with_or_without_separators() {
        assert_eq!(number("۷۳۰٬۰۰۰"), Some(730_000));
        assert_eq!(number(" 1,000 000 "), Some(1_000_000));
        assert_eq!(number("-5"), None);
        assert_eq!(number("1e6"), None);
        assert_eq!(number("9999999999999999"), None);
    }

    #[test]
    fn a_mistake_is_told_by_its_field() {
        let wrong = |pairs: &[(&str, &str)]| asked(pairs).answer(Lang::En).err();
        assert_eq!(wrong(&[("seats", "21"), ("v1", "x")]), Some(Wrong::Number { field: "A".into() }));
        assert_eq!(wrong(&[("seats", "0"), ("v1", "1")]), Some(Wrong::Seats));
        assert_eq!(wrong(&[("seats", "501"), ("v1", "1")]), Some(Wrong::Seats));
        assert_eq!(wrong(&[("seats", "21")]), Some(Wrong::NoVotes));
        assert_eq!(wrong(&[("seats", "21"), ("v1", "0")]), Some(Wrong::NoVotes));
    }

    #[test]
    fn a_tie_asks_for_a_lot_and_a_reading_changes_the_seats() {
        let tie = asked(&[("seats", "1"), ("v1", "5"), ("v2", "5")]);
        assert!(matches!(tie.answer(Lang::Fa), Ok(Answer::Lot(_))));
        let votes = [("v1", "753"), ("v2", "554"), ("v3", "356"), ("v4", "254"), ("independents", "183")];
        let seats = |reading: &str| {
            let mut pairs = votes.to_vec();
            pairs.extend([("seats", "21"), ("over-allocation", reading)]);
            let Ok(Answer::Decided(result)) = asked(&pairs).answer(Lang::En) else { panic!("decided") };
            result.lists.iter().map(|list| list.seats).collect::<Vec<_>>()
        };
        assert_eq!(seats("smallest-fraction"), [7, 6, 4, 2, 2]);
        assert_eq!(seats("lowest-share"), [8, 6, 4, 2, 1]);
    }

    #[test]
    fn an_address_asks_the_same_question_again() {
        let question = asked(&[
            ("seats", "9"),
            ("rule", "dhondt"),
            ("n1", "سبز & سرخ"),
            ("v1", "12"),
            ("v3", "7"),
            ("independents", "3"),
        ]);
        let address: axum::http::Uri =
            format!("/en/what-if{}", question.query()).parse().expect("an address");
        let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&address).expect("a query");
        assert_eq!(Question::read(&pairs), question);
    }
}
