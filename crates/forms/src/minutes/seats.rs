//! The calculation of the seats («صورتجلسه محاسبه کرسی‌ها»): from the article to the seat.

use super::{Record, spoken};
use crate::{Failed, Form, Lang, Letterhead, rule_language};
use ::seats::{Allocation, Article, Candidate, House, Input, Margins, Rule};
use election::outcome::{ContestResult, Drawn, input_named};
use election::setup::Contest;
use serde::Serialize;
use std::collections::HashMap;

const FORM: Form = Form::new("seats", include_str!("../../templates/seats.typ"));

/// So many of the closest margins between groups are printed.
const CLOSEST: usize = 12;

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Page {
    lists: Vec<ListRow>,
    votes: String,
    seats: String,
    elected: Vec<PersonRow>,
    alternates: Vec<PersonRow>,
    rule: RuleRow,
    readings: Vec<ReadingRow>,
    steps: Vec<StepRow>,
    articles: Vec<ArticleRow>,
    margins: Vec<MarginRow>,
    margin_note: String,
}

#[derive(Debug, Serialize)]
struct ListRow {
    code: String,
    name: String,
    votes: String,
    share: String,
    seats: String,
    dots: u32,
}

#[derive(Debug, Serialize)]
struct PersonRow {
    place: String,
    code: String,
    name: String,
    list: String,
    votes: String,
}

#[derive(Debug, Serialize)]
struct RuleRow {
    title: &'static str,
    name: &'static str,
    version: String,
}

#[derive(Debug, Serialize)]
struct ReadingRow {
    question: &'static str,
    answer: String,
    name: String,
}

#[derive(Debug, Serialize)]
struct StepRow {
    text: String,
    standing: String,
    article: &'static str,
}

#[derive(Debug, Serialize)]
struct ArticleRow {
    title: &'static str,
    text: &'static str,
    source: &'static str,
}

#[derive(Debug, Serialize)]
struct MarginRow {
    votes: String,
    text: String,
}

/// The calculation of any contest, bound to no record: what `amin seats` prints.
pub fn calculation(
    language: Lang,
    rule: &Rule,
    input: &Input,
    allocation: &Allocation,
) -> Result<Vec<u8>, Failed> {
    let l = language;
    let head = Letterhead::new(l, l.pick("امین", "Amin"), title(l), rule.title(rule_language(l)))
        .fact(l.pick("کرسی", "Seats"), l.number(input.seats()))
        .fact(l.pick("کل آرای صحیح", "All valid votes"), l.number(input.total()))
        .fact(l.pick("قاعده", "Rule"), rule.name);
    FORM.pdf(&head, &page(l, rule, input, allocation)?)
}

pub(super) fn print(
    record: &Record<'_>,
    language: Lang,
    contest: &Contest,
    result: &ContestResult,
    lots: &[Drawn],
) -> Result<Vec<u8>, Failed> {
    let l = language;
    let failed = |what: String| Failed::Layout { form: "seats", what };
    let rule = ::seats::rule(&contest.rule)
        .ok_or_else(|| failed(format!("there is no seat rule {}", contest.rule)))?;
    let head = record
        .letterhead(l, title(l), contest, &format!("results/{}", contest.id))
        .fact(l.pick("برگه‌ی شمرده‌شده", "Ballots counted"), l.number(result.totals.ballots))
        .fact(l.pick("آرای صحیح مأخوذه", "Valid votes cast"), l.number(result.valid_votes));
    if result.valid_votes == 0 {
        return Err(failed("nobody has a vote, so there is no calculation".into()));
    }
    let input = input_named(contest, &result.totals, lots, |name| spoken(l, name))
        .map_err(|e| failed(e.to_string()))?;
    let allocation = match ::seats::allocate(rule, &input) {
        Ok(::seats::Outcome::Decided(allocation)) => allocation,
        Ok(::seats::Outcome::NeedsLot(lot)) => return Err(failed(lot.explain(rule_language(Lang::En)))),
        Err(e) => return Err(failed(e.to_string())),
    };
    // Names differ between the languages and decide nothing; whatever else differs would be another result.
    let same = |stated: &[election::id::Code], due: &[::seats::Code]| {
        stated.iter().map(election::id::Code::as_str).eq(due.iter().map(::seats::Code::as_str))
    };
    if !same(&result.elected, &allocation.elected) || !same(&result.alternates, &allocation.alternates) {
        return Err(failed("the result on the record is not what its rule gives".into()));
    }
    FORM.pdf(&head, &page(l, rule, &input, &allocation)?)
}

fn title(l: Lang) -> &'static str {
    l.pick("صورتجلسه‌ی محاسبه‌ی کرسی‌ها", "Minutes of the seat calculation")
}

fn page(l: Lang, rule: &Rule, input: &Input, allocation: &Allocation) -> Result<Page, Failed> {
    let margins =
        ::seats::margins(rule, input).map_err(|e| Failed::Layout { form: "seats", what: e.to_string() })?;
    let persons = persons(l, input);
    let total = input.total();
    Ok(Page {
        lists: allocation
            .seats
            .iter()
            .map(|entry| ListRow {
                code: match entry.group.is_independents() {
                    true => String::new(),
                    false => l.digits(entry.group.code.as_str()),
                },
                name: match &entry.group.name {
                    Some(name) => name.to_string(),
                    None => entry.group.spoken(rule_language(l)),
                },
                votes: l.number(entry.votes),
                share: l.percent(entry.votes, total),
                seats: l.number(entry.seats),
                dots: entry.seats,
            })
            .collect(),
        votes: l.number(total),
        seats: l.number(allocation.seats.iter().map(|entry| u64::from(entry.seats)).sum::<u64>()),
        elected: people(l, &persons, &allocation.elected),
        alternates: people(l, &persons, &allocation.alternates),
        rule: RuleRow {
            title: rule.title(rule_language(l)),
            name: rule.name,
            version: l.pick("نسخه‌ی {}", "version {}").replace("{}", &l.number(rule.version)),
        },
        readings: readings(l, rule, allocation),
        steps: steps(l, allocation),
        articles: articles(l, allocation),
        margins: margins.as_ref().map_or_else(Vec::new, |margins| closest(l, &persons, allocation, margins)),
        margin_note: margins.as_ref().map_or_else(String::new, |margins| margins.explain(rule_language(l))),
    })
}

/// Each person with the name of the list.
fn persons(l: Lang, input: &Input) -> HashMap<&str, (&Candidate, String)> {
    let members = input.lists().iter().flat_map(|list| {
        let name = list.name.as_deref().unwrap_or(list.code.as_str());
        list.ranked().map(move |who| (who.code.as_str(), (who, name.to_owned())))
    });
    let single = if input.lists().is_empty() { "" } else { l.pick("منفرد", "Independent") };
    let alone = input.independents().iter().map(|who| (who.code.as_str(), (who, single.to_owned())));
    members.chain(alone).collect()
}

fn people(l: Lang, persons: &HashMap<&str, (&Candidate, String)>, codes: &[::seats::Code]) -> Vec<PersonRow> {
    (1u64..)
        .zip(codes)
        .filter_map(|(place, code)| {
            let (who, list) = persons.get(code.as_str())?;
            Some(PersonRow {
                place: l.number(place),
                code: l.digits(code.as_str()),
                name: who.name.as_deref().unwrap_or_default().to_owned(),
                list: list.clone(),
                votes: l.number(who.votes),
            })
        })
        .collect()
}

fn readings(l: Lang, rule: &Rule, allocation: &Allocation) -> Vec<ReadingRow> {
    let row = |open: &::seats::OpenReading| {
        let signed = allocation.readings.signed(open.key)?;
        let option = open.options.iter().find(|option| option.name == signed);
        Some(ReadingRow {
            question: l.pick(open.question_fa, open.question_en),
            answer: option.map_or_else(|| l.digits(&signed), |option| l.pick(option.fa, option.en).into()),
            name: format!("{}: {signed}", open.key),
        })
    };
    rule.open.iter().filter_map(row).collect()
}

fn steps(l: Lang, allocation: &Allocation) -> Vec<StepRow> {
    let mut before: Vec<u32> = vec![0; allocation.seats.len()];
    let row = |(step, standing): (&::seats::Step, Vec<u32>)| {
        // Where a step changes several groups, a reader wants to see where all of them stand.
        let changed = standing != before && step.house == House::Members;
        let told: Vec<String> = match changed {
            false => Vec::new(),
            true => allocation
                .seats
                .iter()
                .zip(&standing)
                .map(|(entry, seats)| {
                    let name = match &entry.group.name {
                        Some(name) => name.to_string(),
                        None => entry.group.spoken(rule_language(l)),
                    };
                    format!("{name} {}", l.number(*seats))
                })
                .collect(),
        };
        before = standing;
        StepRow {
            text: step.explain(rule_language(l)),
            standing: told.join(l.pick("، ", ", ")),
            article: step.article.title(rule_language(l)),
        }
    };
    allocation.steps.iter().zip(allocation.standings()).map(row).collect()
}

/// Each provision once, in the order in which the steps first obey it.
fn articles(l: Lang, allocation: &Allocation) -> Vec<ArticleRow> {
    let mut cited: Vec<&'static Article> = Vec::new();
    for step in &allocation.steps {
        if cited.iter().all(|article| article.key != step.article.key) {
            cited.push(step.article);
        }
    }
    let row = |article: &'static Article| ArticleRow {
        title: article.title(rule_language(l)),
        text: article.text(rule_language(l)),
        source: article.source,
    };
    cited.into_iter().map(row).collect()
}

fn closest(
    l: Lang,
    persons: &HashMap<&str, (&Candidate, String)>,
    allocation: &Allocation,
    margins: &Margins,
) -> Vec<MarginRow> {
    let group = |group: &::seats::Group| group.spoken(rule_language(l));
    let called = |code: &::seats::Code| {
        let name = persons.get(code.as_str()).and_then(|(who, _)| who.name.as_deref());
        match name {
            Some(name) => format!("{name} ({})", l.digits(code.as_str())),
            None => l.digits(code.as_str()),
        }
    };
    let groups = margins.groups.iter().take(CLOSEST).map(|margin| MarginRow {
        votes: l.number(margin.votes),
        text: margin.explain(&allocation.seats, group, rule_language(l)),
    });
    let edges = margins.persons.iter().take(CLOSEST).map(|margin| MarginRow {
        votes: l.number(margin.votes),
        text: margin.explain(called, group, rule_language(l)),
    });
    groups.chain(edges).collect()
}
