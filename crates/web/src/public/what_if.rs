//! The what-if calculator: anybody's votes, the same rules, the same steps.
//!
//! It explains the proportional rule before polling and lets whoever disputes a result see what another reading would
//! have given. A form that is only read: its address holds the whole question, so that a question can be sent on.

use super::result::{List, Result, tone};
use super::seats;
use super::transcript::Transcript;
use crate::furniture::{notice, percent_encoded};
use crate::layout::{Page, Section};
use crate::locale::{Lang, Word as W, latin_digits};
use ::seats::{BadInput, Draft, DraftList, Input, LARGEST_COUNT, Method, Outcome, Rule};
use election::id::{Code, ContestId};
use election::setup::Name;
use maud::{Markup, html};
use serde::Deserialize;

/// Lists that the form has room for.
const LISTS: usize = 8;
/// A larger house would be a longer page than anybody reads.
const MOST_SEATS: u32 = 500;
/// Questions of the rules that a reader may answer otherwise; the others concern persons.
const ASKED: [&str; 3] = ["over-allocation", "half", "remainder-tie"];
/// The readings of article 24, shown side by side.
const SIDE_BY_SIDE: [&str; 3] =
    ["tehran-1404", "tehran-1404-largest-remainder", "tehran-1404-integer-then-share"];
/// What the page shows before anybody has asked: votes on which the readings of the article differ.
const EXAMPLE: [u64; 4] = [730_000, 525_000, 345_000, 240_000];
const EXAMPLE_INDEPENDENTS: u64 = 260_000;

/// What a reader asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    rule: String,
    seats: String,
    lists: Vec<(String, String)>,
    independents: String,
    readings: Vec<(String, String)>,
}

/// What is wrong with a question, and in which field.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wrong {
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
enum Answer {
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

    fn rule(&self) -> &'static Rule {
        ::seats::rule(&self.rule).expect("a question names a registered rule")
    }

    /// The contest it describes, under a rule.
    fn contest(&self, lang: Lang, rule: &Rule) -> std::result::Result<Input, Wrong> {
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

    fn answer(&self, lang: Lang) -> std::result::Result<Answer, Wrong> {
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
            close,
        }
    }

    /// The address that asks this.
    fn query(&self) -> String {
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
fn offered(rule: &Rule) -> bool {
    rule.method != Method::Plurality
}

fn shortened(typed: &str) -> String {
    typed.chars().take(60).collect()
}

/// A count in whichever digits, with or without separators.
fn number(typed: &str) -> Option<u64> {
    let plain: String = latin_digits(typed)
        .chars()
        .filter(|c| !matches!(c, ',' | '٬' | '،' | ' ' | '\u{a0}' | '\u{200c}' | '_'))
        .collect();
    plain.parse().ok().filter(|n| *n <= LARGEST_COUNT)
}

fn letter(lang: Lang, place: usize) -> &'static str {
    const FA: [&str; LISTS] = ["الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح"];
    const EN: [&str; LISTS] = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let letters = if lang == Lang::Fa { FA } else { EN };
    letters[place % LISTS]
}

/// The calculator with the votes of a result in it, to try other readings of the law on them.
pub(super) fn address(lang: Lang, result: &Result) -> String {
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

/// The way to the calculator, from other pages.
pub fn door(lang: Lang) -> Markup {
    html! {
        section.card {
            h2 { (lang.say(W::WhatIf)) }
            p { (lang.say(W::WhatIfLead)) }
            p { a.button.quiet href={ "/" (lang.code()) "/what-if" } { (lang.say(W::WhatIfOpen)) } }
        }
    }
}

/// The page.
pub fn page(lang: Lang, question: &Question) -> Markup {
    let title = lang.say(W::WhatIf);
    let answer = question.answer(lang);
    let content = html! {
        h1 { (title) }
        p.lead { (lang.say(W::WhatIfLead)) }
        div.what-if {
            (form(lang, question))
            div.answer-side {
                @match &answer {
                    Err(wrong) => (refused(lang, wrong)),
                    Ok(Answer::Lot(lot)) => (notice("now", lang.say(W::WhatIfLot), &lot.explain(forms::rule_language(lang)))),
                    Ok(Answer::Decided(result)) => {
                        section.card #answer {
                            h2 { (lang.say(W::SeatsOfLists)) }
                            div.chamber { (seats::chart(lang, result)) (seats::table(lang, result)) }
                        }
                    }
                }
                @if answer.is_ok() { (side_by_side(lang, question)) }
            }
        }
        @if let Ok(Answer::Decided(result)) = &answer {
            (seats::steps(lang, result))
            (seats::readings(lang, result))
            (seats::margins(lang, result))
        }
    };
    let path = format!("/what-if{}", question.query());
    Page { lang, title, section: Some(Section::Results), path: &path, every: None }.show(content)
}

fn form(lang: Lang, question: &Question) -> Markup {
    html! {
        form.card method="get" action={ "/" (lang.code()) "/what-if" } {
            div.field {
                label for="rule" { (lang.say(W::WhatIfRule)) }
                select #rule name="rule" {
                    @for rule in ::seats::rules().iter().filter(|rule| offered(rule)) {
                        option value=(rule.name) selected[rule.name == question.rule] { (lang.pick(rule.title_fa, rule.title_en)) }
                    }
                }
            }
            div.field.short {
                label for="seats" { (lang.say(W::Seats)) }
                input #seats name="seats" inputmode="numeric" autocomplete="off" maxlength="4" required
                    value=(lang.digits(&question.seats));
            }
            fieldset {
                legend { (lang.say(W::WhatIfVotes)) }
                @for place in 0..LISTS {
                    @let (name, votes) = question.lists.get(place).cloned().unwrap_or_default();
                    @let n = place + 1;
                    div.pair {
                        span.swatch.(tone(place)) aria-hidden="true" {}
                        input name={ "n" (n) } value=(name) maxlength="60" autocomplete="off"
                            placeholder=(letter(lang, place)) aria-label=(lang.fill(W::WhatIfName, &[letter(lang, place)]));
                        input.number name={ "v" (n) } value=(shown_number(lang, &votes)) inputmode="numeric" maxlength="20"
                            autocomplete="off" placeholder=(lang.number(0_u64)) aria-label=(lang.fill(W::WhatIfVotesOf, &[letter(lang, place)]));
                    }
                }
                div.pair {
                    span.swatch aria-hidden="true" {}
                    label for="independents" { (lang.say(W::Independents)) }
                    input.number #independents name="independents" value=(shown_number(lang, &question.independents))
                        inputmode="numeric" maxlength="20" autocomplete="off" placeholder=(lang.number(0_u64));
                }
            }
            (choices(lang, question))
            button { (lang.say(W::WhatIfWork)) }
            p.hint { (lang.say(W::WhatIfHint)) }
        }
    }
}

/// What was typed, as a number of the language where it is one.
fn shown_number(lang: Lang, typed: &str) -> String {
    match number(typed) {
        Some(n) if !typed.trim().is_empty() => lang.number(n),
        _ => typed.to_owned(),
    }
}

/// The readings of the chosen rule that a reader may answer otherwise.
fn choices(lang: Lang, question: &Question) -> Markup {
    let rule = question.rule();
    let asked: Vec<_> = rule.open.iter().filter(|open| ASKED.contains(&open.key)).collect();
    html! {
        @if !asked.is_empty() {
            details open[!question.readings.is_empty()] {
                summary { (lang.say(W::WhatIfReadings)) }
                @for open in asked {
                    @let chosen = question.readings.iter().find(|(key, _)| key == open.key).map(|(_, answer)| answer.clone())
                        .or_else(|| rule.readings.signed(open.key)).unwrap_or_default();
                    div.field {
                        label for=(open.key) { (lang.pick(open.question_fa, open.question_en)) }
                        select id=(open.key) name=(open.key) {
                            @for option in open.options {
                                option value=(option.name) selected[option.name == chosen] { (lang.pick(option.fa, option.en)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The same votes under each reading of article 24, and under the rule that was chosen.
fn side_by_side(lang: Lang, question: &Question) -> Markup {
    let mut names: Vec<&str> = SIDE_BY_SIDE.into();
    if !names.contains(&question.rule.as_str()) {
        names.push(&question.rule);
    }
    let columns: Vec<(&'static Rule, Option<::seats::Allocation>)> = names
        .into_iter()
        .filter_map(|name| {
            let rule = ::seats::rule(name)?;
            let input = question.contest(lang, rule).ok()?;
            match ::seats::allocate_fast(rule, &input).ok()? {
                Outcome::Decided(allocation) => Some((rule, Some(allocation))),
                Outcome::NeedsLot(_) => Some((rule, None)),
            }
        })
        .collect();
    let Some(input) = columns.first().and_then(|(rule, _)| question.contest(lang, rule).ok()) else {
        return html! {};
    };
    let groups = input.lists().len()
        + usize::from(columns.iter().any(|(_, allocation)| {
            allocation.as_ref().is_some_and(|allocation| allocation.seats.len() > input.lists().len())
        }));
    html! {
        section.card {
            h2 { (lang.say(W::WhatIfCompare)) }
            table.compare {
                thead {
                    tr {
                        th scope="col" { (lang.say(W::List)) }
                        @for n in 1..=columns.len() { th.number scope="col" { (lang.number(n as u64)) } }
                    }
                }
                tbody {
                    @for place in 0..groups {
                        tr {
                            th scope="row" {
                                span.swatch.(tone(place)) aria-hidden="true" {}
                                @match input.lists().get(place).and_then(|list| list.name.as_deref()) {
                                    Some(name) => bdi { (name) },
                                    None => (lang.say(W::Independents)),
                                }
                            }
                            @for (_, allocation) in &columns {
                                td.number {
                                    @match allocation.as_ref().and_then(|allocation| allocation.seats.get(place)) {
                                        Some(entry) => (lang.number(entry.seats)),
                                        None => span title=(lang.say(W::WhatIfLot)) { "–" },
                                    }
                                }
                            }
                        }
                    }
                }
            }
            ol.plain {
                @for (rule, allocation) in &columns {
                    li {
                        (lang.pick(rule.title_fa, rule.title_en))
                        @if allocation.is_none() { " " span.hint { "(" (lang.say(W::WhatIfLot)) ")" } }
                    }
                }
            }
        }
    }
}

fn refused(lang: Lang, wrong: &Wrong) -> Markup {
    let (title, hint) = match wrong {
        Wrong::Number { field } => (
            lang.fill(W::WhatIfNotNumber, &[field]),
            lang.fill(W::WhatIfNotNumberHint, &[&lang.number(LARGEST_COUNT)]),
        ),
        Wrong::Seats => (
            lang.say(W::WhatIfNoSeats).to_owned(),
            lang.fill(W::WhatIfNoSeatsHint, &[&lang.number(MOST_SEATS)]),
        ),
        Wrong::NoVotes => (lang.say(W::WhatIfNobody).to_owned(), lang.say(W::WhatIfNobodyHint).to_owned()),
        Wrong::Rules(bad) => (lang.say(W::WhatIfRefused).to_owned(), lang.digits(bad.path())),
    };
    html! { div role="alert" { (notice("bad", &title, &hint)) } }
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

    #[test]
    fn what_somebody_typed_is_never_markup() {
        let page = page(Lang::En, &asked(&[("seats", "3"), ("n1", "<script>"), ("v1", "5")])).into_string();
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
    }
}
