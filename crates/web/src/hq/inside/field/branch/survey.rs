//! A branch's surveys («بازدید»), the newest first, and the form of the next one.

use super::super::super::form::{Choice, Typed};
use super::super::super::{SignedIn, words::Word as H};
use super::super::photographs;
use super::super::said;
use super::super::words::Word as F;
use super::{Sheet, at, done};
use crate::furniture::badge;
use crate::pages::Absent;
use axum::extract::{Path, State};
use axum::response::Response;
use headquarters::branch::{CONDITIONAL, FIT, Item, Mark, Survey, typed};
use headquarters::permit::Act;
use maud::{Markup, html};
use office::Office;

impl Sheet<'_> {
    pub(super) fn survey(&self) -> Markup {
        let lang = self.lang();
        let marks: Vec<Choice> = {
            let none = [(String::new(), "…".to_owned())].into_iter();
            none.chain(self.choices(Mark::ALL.iter().map(|m| (m.code(), said::mark(*m))))).collect()
        };
        let names: Vec<&str> = Item::ALL.iter().map(|item| typed::names(*item).0).collect();
        let weighs = |item: Item| {
            let word = if item.is_decisive() { F::ItemDecides } else { F::ItemWeighs };
            lang.fill(word, &[lang.say(said::item(item)), &lang.number(item.weight())])
        };
        // A form that was refused says how many surveys its reader was shown; one that another was faster than, how many
        // there are now.
        let shown = match self.fields.typed.get("surveys") {
            shown if !shown.is_empty() && !self.fields.mistakes.is_empty() => shown.to_owned(),
            _ => self.branch.surveys.len().to_string(),
        };
        let controls = html! {
            input type="hidden" name="surveys" value=(shown);
            p.hint.whole { (lang.fill(F::SurveyWeights, &[&lang.number(FIT), &lang.number(CONDITIONAL)])) }
            @for item in Item::ALL {
                @let (mark, note) = typed::names(*item);
                (self.fields.pick(mark, &weighs(*item), &marks))
                (self.fields.line(note, H::FieldNote, None))
            }
        };
        let mut newest = self.branch.surveys.iter().rev();
        let (last, may) = (newest.next(), self.may(Act::SurveyBranch));
        html! {
            section.card {
                h2 { (lang.say(H::Survey)) }
                @match last {
                    None => p { (lang.say(H::SurveyNone)) },
                    Some(survey) => { (self.one_survey(survey)) (self.answers(survey)) }
                }
                @if may && last.is_some() { (photographs::form(lang, self.to, self.branch.surveys.len())) }
                @if may { (self.folded(H::SurveyNew, &names, "/survey", &controls)) }
                @if self.branch.surveys.len() > 1 {
                    h3 { (lang.say(F::SurveysEarlier)) }
                    ul.plain {
                        @for survey in newest {
                            li {
                                (self.one_survey(survey))
                                details.aside { summary { (lang.say(H::SurveyForm)) } (self.answers(survey)) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// When, who, what it came to, and its photographs.
    fn one_survey(&self, survey: &Survey) -> Markup {
        let (lang, (tone, word)) = (self.lang(), said::fitness(survey.fitness()));
        html! {
            p {
                (said::signed(lang, self.names, (survey.on, survey.at, survey.by)))
                (badge(tone, lang.say(word))) " " (lang.fill(H::SurveyScore, &[&lang.number(survey.score())]))
            }
            (photographs::of(lang, self.to, survey))
        }
    }

    fn answers(&self, survey: &Survey) -> Markup {
        let lang = self.lang();
        html! {
            ul.plain {
                @for (item, answer) in &survey.answers {
                    li {
                        (lang.say(said::item(*item))) ": " (lang.say(said::mark(answer.mark)))
                        @if item.is_decisive() && answer.mark == Mark::Missing { " " (badge("red", lang.say(H::SurveyDecisive))) }
                        @if !answer.note.is_empty() { " · " (answer.note) }
                    }
                }
            }
        }
    }
}

pub(in super::super) async fn survey(
    State(office): State<Office>,
    signed: SignedIn,
    Path((_, address)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Absent> {
    let place = at(&signed, &address)?;
    let result = match typed::survey(|name| typed.get(name)) {
        Ok(answers) => {
            let shown = typed.latin("surveys").parse().unwrap_or(0);
            office.survey_branch(&signed.permit()?, &place, shown, answers).await
        }
        Err(mistakes) => Err(mistakes.into()),
    };
    done(&office, &signed, &address, &typed, result).await
}
