//! The seats as a half circle, and the way there step by step.

use super::result::{List, Result, tone};
use super::transcript::{Change, Step};
use crate::furniture::bar;
use crate::locale::{Lang, Word as W};
use maud::{Markup, html};
use std::f64::consts::PI;

/// One dot a seat, list by list, in rows of a half circle; the legend beside it says the same in words.
pub(super) fn chart(lang: Lang, result: &Result) -> Markup {
    let won: Vec<(usize, &List)> =
        result.lists.iter().enumerate().filter(|(_, list)| list.seats > 0).collect();
    let each: Vec<String> = won
        .iter()
        .map(|(_, list)| {
            lang.fill(W::SeatsOne, &[lang.pick(&list.name.fa, &list.name.en), &lang.number(list.seats)])
        })
        .collect();
    let separator = lang.pick("، ", ", ");
    let label = lang.fill(W::SeatsChart, &[&lang.number(result.seats), &each.join(separator)]);
    let owners = won.iter().flat_map(|(place, list)| std::iter::repeat_n(*place, usize::from(list.seats)));
    let dots = half_circle(usize::from(result.seats));
    html! {
        svg.seats role="img" aria-label=(label) viewBox="-110 -108 220 118" {
            @for ((x, y, r), owner) in dots.into_iter().zip(owners) {
                circle class=(tone(owner)) cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(format!("{r:.1}")) {}
            }
        }
    }
}

/// Centres and radii of `n` dots, from the right end of the half circle to its left end, column by column,
/// so that the dots of a list lie together.
fn half_circle(n: usize) -> Vec<(f64, f64, f64)> {
    let rows: usize = match n {
        0..=7 => 1,
        8..=24 => 2,
        25..=60 => 3,
        _ => 5,
    };
    let radius = |row: usize| 95.0 - row as f64 * (58.0 / rows as f64);
    let whole: f64 = (0..rows).map(radius).sum();
    let mut dots = Vec::with_capacity(n);
    let mut left = n;
    for row in 0..rows {
        let here = match row + 1 == rows {
            true => left,
            false => ((n as f64 * radius(row) / whole).round() as usize).min(left),
        };
        left -= here;
        let gap = PI * radius(row) / here.max(2) as f64;
        let r = (gap / 2.3).min(58.0 / rows as f64 / 2.3).min(13.0);
        for at in 0..here {
            let angle = match here {
                1 => PI / 2.0,
                _ => PI * (0.03 + 0.94 * at as f64 / (here - 1) as f64),
            };
            dots.push((angle, radius(row), r));
        }
    }
    dots.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
    dots.into_iter().map(|(angle, radius, r)| (radius * angle.cos(), -radius * angle.sin(), r)).collect()
}

/// Lists with votes, share and seats.
pub(super) fn table(lang: Lang, result: &Result) -> Markup {
    let most = result.lists.iter().map(|list| list.votes).max().unwrap_or(0);
    html! {
        table.stack {
            caption.unseen { (lang.say(W::TotalsByList)) }
            thead {
                tr {
                    th scope="col" { (lang.say(W::List)) }
                    th.number scope="col" { (lang.say(W::Votes)) }
                    th.number scope="col" { (lang.say(W::Share)) }
                    th.number scope="col" { (lang.say(W::Seats)) }
                }
            }
            tbody {
                @for (place, list) in result.lists.iter().enumerate() {
                    tr {
                        th scope="row" {
                            span.swatch.(tone(place)) aria-hidden="true" {}
                            (lang.pick(&list.name.fa, &list.name.en))
                            @if let Some(code) = &list.code { " " span.id { (lang.digits(code.as_str())) } }
                        }
                        td.number data-label=(lang.say(W::Votes)) {
                            span.progress { (lang.number(list.votes)) (bar(list.votes, most, &tone(place))) }
                        }
                        td.number data-label=(lang.say(W::Share)) { (lang.percent(list.votes, result.valid_votes)) }
                        td.number data-label=(lang.say(W::Seats)) { strong { (lang.number(list.seats)) } }
                    }
                }
            }
        }
    }
}

/// The calculation: the rule, the readings signed with it, one sentence a step with the provision it obeys.
pub(super) fn steps(lang: Lang, result: &Result) -> Markup {
    let transcript = &result.transcript;
    let rule = ::seats::rule(&transcript.rule);
    let title = rule.map_or(transcript.rule.as_str(), |rule| lang.pick(rule.title_fa, rule.title_en));
    html! {
        section.card #steps {
            h2 { (lang.say(W::StepByStep)) }
            p {
                (lang.fill(W::SeatRule, &[title])) " "
                span.id { bdi { (transcript.rule) } " " (lang.fill(W::SeatRuleVersion, &[&lang.number(transcript.version)])) }
            }
            @if !result.boards.is_empty() { p.hint { (lang.say(W::SeatRuleHint)) } }
            ol.derivation {
                @for (number, step) in (1..).zip(&transcript.steps) {
                    li id={ "step-" (number) } {
                        p { (sentence(lang, result, step)) }
                        (changes(lang, result, step))
                        (provision(lang, step))
                        @for open in rule.into_iter().flat_map(|rule| within(rule, step)) {
                            p.hint { (lang.say(if result.boards.is_empty() { W::ObeysAnswer } else { W::ObeysReading })) " " a href={ "#reading-" (open.key) } { (lang.pick(open.question_fa, open.question_en)) } }
                        }
                    }
                }
            }
        }
    }
}

/// The open questions whose answers are applied in a step.
fn within(rule: &'static ::seats::Rule, step: &Step) -> impl Iterator<Item = &'static ::seats::OpenReading> {
    let key = step.article.key.clone();
    rule.open.iter().filter(move |open| open.within.contains(&key.as_str()))
}

/// What a step obeys: how it is cited, its words, and where they were read.
fn provision(lang: Lang, step: &Step) -> Markup {
    let cited = lang.pick(&step.article.fa, &step.article.en);
    html! {
        @match ::seats::article(&step.article.key) {
            None => cite { (cited) },
            Some(article) => {
                details.provision {
                    summary { cite { (cited) } }
                    blockquote { (article.text(forms::rule_language(lang))) }
                    p.hint { (lang.say(W::ProvisionSource)) ": " (source(article.source)) }
                }
            }
        }
    }
}

/// Where a provision was read; an address in it is a link. The site that it leads to is not told whence a reader comes.
fn source(text: &str) -> Markup {
    html! {
        bdi dir="ltr" {
            @for (at, word) in text.split(' ').enumerate() {
                @if at > 0 { " " }
                @if word.starts_with("https://") { a.source href=(word) rel="noreferrer" { (word) } } @else { (word) }
            }
        }
    }
}

/// A step's sentence. The rules know one name of each list, the Persian one; in English its other name stands
/// there, and whatever is quoted is isolated, so that a name never drags the numbers beside it to its other
/// side.
fn sentence(lang: Lang, result: &Result, step: &Step) -> String {
    const FIRST_STRONG_ISOLATE: char = '\u{2068}';
    const POP_ISOLATE: char = '\u{2069}';
    let mut text = match lang {
        Lang::Fa => step.text.fa.clone(),
        Lang::En => result.lists.iter().fold(step.text.en.clone(), |text, list| {
            text.replace(&format!("“{}”", list.name.fa), &format!("“{}”", list.name.en))
        }),
    };
    for (open, close) in [('“', '”'), ('«', '»')] {
        text = text.replace(open, &format!("{open}{FIRST_STRONG_ISOLATE}"));
        text = text.replace(close, &format!("{POP_ISOLATE}{close}"));
    }
    text
}

/// Which lists' seats a step changed.
fn changes(lang: Lang, result: &Result, step: &Step) -> Markup {
    let moved: Vec<&Change> = step.change.iter().filter(|change| change.from != change.to).collect();
    html! {
        @if !moved.is_empty() {
            p.changes {
                @for change in moved {
                    span.change {
                        (result.group_name(lang, &change.list)) ": " (lang.number(change.from))
                        (lang.pick(" ← ", " → ")) (lang.number(change.to))
                    }
                }
            }
        }
    }
}

/// What the law leaves open, what was signed, by whom, and what else could have been.
pub(super) fn readings(lang: Lang, result: &Result) -> Markup {
    let Some(rule) = ::seats::rule(&result.transcript.rule).filter(|rule| !rule.open.is_empty()) else {
        return html! {};
    };
    html! {
        section.card #readings {
            h2 { (lang.say(if result.boards.is_empty() { W::ReadingsInForce } else { W::SeatReadings })) }
            @if let [executive, supervisory] = result.boards.as_slice() {
                p {
                    (lang.fill(W::SignedBy, &[
                        lang.pick(&executive.fa, &executive.en),
                        lang.pick(&supervisory.fa, &supervisory.en),
                    ])) " "
                    a href={ (crate::pages::RECORD) "/setup.json" } { (lang.say(W::SignedSetup)) }
                }
            }
            dl.readings {
                @for open in rule.open {
                    @if let Some(signed) = result.transcript.readings.get(open.key).and_then(|name| name.as_str()) {
                        (reading(lang, result, open, signed))
                    }
                }
            }
            @if !result.boards.is_empty() { p.hint { (lang.say(W::DisputeHint)) } }
        }
    }
}

fn reading(lang: Lang, result: &Result, open: &::seats::OpenReading, signed: &str) -> Markup {
    let answer = open.options.iter().find(|option| option.name == signed);
    let others: Vec<_> = open.options.iter().filter(|option| option.name != signed).collect();
    html! {
        dt id={ "reading-" (open.key) } { (lang.pick(open.question_fa, open.question_en)) }
        dd {
            p {
                strong { (answer.map_or_else(|| lang.digits(signed), |option| lang.pick(option.fa, option.en).into())) }
            }
            p { code dir="ltr" translate="no" { (open.key) ": " (signed) } }
            @if !result.boards.is_empty() {
                p.hint {
                    @if result.stated.iter().any(|key| key == open.key) { (lang.say(W::ReadingStated)) }
                    @else { (lang.say(W::ReadingOfRule)) }
                }
            }
            (used_in(lang, result, open))
            @if !others.is_empty() {
                details {
                    summary { (lang.say(W::OtherReadings)) }
                    ul.plain {
                        @for other in others {
                            li { (lang.pick(other.fa, other.en)) " " code dir="ltr" translate="no" { (other.name) } }
                        }
                    }
                }
            }
        }
    }
}

/// The steps in which an answer was applied.
fn used_in(lang: Lang, result: &Result, open: &::seats::OpenReading) -> Markup {
    let steps = (1u64..).zip(&result.transcript.steps);
    let used: Vec<u64> = steps
        .filter(|(_, step)| open.within.contains(&step.article.key.as_str()))
        .map(|(number, _)| number)
        .collect();
    html! {
        p.hint {
            @if used.is_empty() { (lang.say(W::ReadingNotNeeded)) } @else {
                (lang.say(W::ReadingUsed)) " "
                @for (at, number) in used.iter().enumerate() {
                    @if at > 0 { (lang.pick("، ", ", ")) }
                    a href={ "#step-" (number) } { (lang.number(*number)) }
                }
            }
        }
    }
}

/// How few votes would have given another result, and between whom.
pub(super) fn margins(lang: Lang, result: &Result) -> Markup {
    /// The closest; the rest is in the papers.
    const CLOSEST: usize = 6;
    let Some(close) = &result.close else { return html! {} };
    let decided = result.decided();
    let group = |group: &::seats::Group| result.group_name(lang, group.code.as_str());
    let person = |code: &::seats::Code| result.person_name(lang, code.as_str());
    html! {
        section.card #margins {
            h2 { (lang.say(W::Margins)) }
            p { (close.explain(forms::rule_language(lang))) }
            p.hint { (lang.say(W::MarginsHint)) }
            @if !close.groups.is_empty() {
                h3 { (lang.say(W::MarginsGroups)) }
                ul.plain {
                    @for margin in close.groups.iter().take(CLOSEST) {
                        li { (margin.explain(&decided, group, forms::rule_language(lang))) }
                    }
                }
            }
            @if !close.persons.is_empty() {
                h3 { (lang.say(W::MarginsPersons)) }
                ul.plain {
                    @for margin in close.persons.iter().take(CLOSEST) {
                        li { (margin.explain(person, group, forms::rule_language(lang))) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_english_step_says_the_english_name_of_a_list() {
        let result = Result {
            contest: election::id::ContestId::new("council").expect("an id"),
            title: election::setup::Name { fa: "ش".into(), en: "C".into() },
            seats: 1,
            picks: 1,
            ballots: 1,
            blank_picks: 0,
            valid_votes: 1,
            lists: vec![List {
                code: None,
                name: election::setup::Name { fa: "شهر".into(), en: "City".into() },
                votes: 1,
                seats: 1,
            }],
            candidates: vec![],
            transcript: crate::public::transcript::Transcript::default(),
            boxes: 1,
            boards: vec![],
            stated: vec![],
            close: None,
        };
        let said = |fa: &str, en: &str| crate::public::transcript::Said { fa: fa.into(), en: en.into() };
        let article =
            crate::public::transcript::Cited { key: String::new(), fa: String::new(), en: String::new() };
        let step = Step { article, change: vec![], text: said("«شهر»: ۱", "list “شهر” (1): 7") };
        assert_eq!(sentence(Lang::En, &result, &step), "list “\u{2068}City\u{2069}” (1): 7");
        assert_eq!(sentence(Lang::Fa, &result, &step), "«\u{2068}شهر\u{2069}»: ۱");
    }

    #[test]
    fn there_is_a_dot_for_every_seat_inside_the_picture() {
        for n in [0, 1, 2, 5, 7, 8, 21, 24, 25, 88, 290] {
            let dots = half_circle(n);
            assert_eq!(dots.len(), n);
            assert!(dots.iter().all(|(x, y, r)| x.abs() + r <= 110.0 && y.abs() + r <= 108.0), "{n}");
        }
    }
}
