//! Branches («شعبه اخذ رأی») before the polling day: the register, the survey, what has to be put right, and what
//! could go wrong.
//!
//! A [`Branch`] is the whole file of one: every act on it is a method that takes the day and the person, and either
//! changes the file or says why it does not. Nothing is removed from a file; later facts stand beside earlier ones,
//! so that the file also answers how things stood on any day before.

mod deficiency;
mod risk;
pub mod sheet;
mod site;
mod survey;
pub mod typed;
pub mod what_if;

pub use deficiency::{Deficiency, Handled, Refused as DeficiencyRefused, State, Step};
pub use risk::{Level as RiskLevel, Risk};
pub use site::{Agreement, Coordinates, Kind, Setting, Site, Standing};
pub use survey::{Answer, CONDITIONAL, FIT, Fitness, Item, Mark, Survey};

use crate::network::Network;
use calendar::Day;
use election::bytes::Digest;
use serde::{Deserialize, Serialize};

/// All that the headquarters knows about a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// What the register says.
    pub site: Site,
    /// The surveys, in the order in which they were made.
    #[serde(default)]
    pub surveys: Vec<Survey>,
    /// What was found wanting.
    #[serde(default)]
    pub deficiencies: Vec<Deficiency>,
    /// What could go wrong here.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// Its lines and what was measured on them.
    #[serde(default)]
    pub network: Network,
}

/// Photographs of one survey.
const MOST_PHOTOGRAPHS: usize = 12;

/// Why something was not put into a branch's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The file has no such deficiency.
    #[error("this branch has no deficiency {0}")]
    NoDeficiency(u32),
    /// The file has no such risk.
    #[error("this branch has no risk {0}")]
    NoRisk(u32),
    /// The deficiency cannot take this step.
    #[error("{0}")]
    Deficiency(#[from] DeficiencyRefused),
    /// That promise was kept already.
    #[error("commitment {0} was kept already")]
    Kept(u32),
    /// The operators gave no such commitment for this branch.
    #[error("this branch has no commitment {0}")]
    NoCommitment(u32),
    /// A photograph is one of a survey.
    #[error("this branch has not been surveyed")]
    NoSurvey,
    /// A survey has as many photographs as somebody looks at.
    #[error("this survey has {MOST_PHOTOGRAPHS} photographs; survey the branch again to add others")]
    TooManyPhotographs,
    /// A day comes before one that it has to follow.
    #[error("{0} is before the last entry of its kind")]
    Backwards(Day),
}

impl Branch {
    /// A new file.
    #[must_use]
    pub fn new(site: Site) -> Self {
        let network = Network::default();
        Self { site, surveys: Vec::new(), deficiencies: Vec::new(), risks: Vec::new(), network }
    }

    /// Puts a survey into the file, and a deficiency for each item that is not good and has none open.
    pub fn add_survey(&mut self, survey: Survey) -> Result<(), Refused> {
        if self.surveys.last().is_some_and(|last| survey.on < last.on) {
            return Err(Refused::Backwards(survey.on));
        }
        for (item, answer) in survey.wanting() {
            let known = self.deficiencies.iter().any(|d| d.item == item && d.state() != State::Verified);
            if !known {
                let number = self.deficiencies.len() as u32 + 1;
                let decisive = item.is_decisive() && answer.mark == Mark::Missing;
                let found = Handled { at: survey.at, ..Handled::of(survey.on, survey.by, Step::Find) };
                let note = answer.note.clone();
                self.deficiencies.push(Deficiency { number, item, decisive, note, steps: vec![found] });
            }
        }
        self.surveys.push(survey);
        Ok(())
    }

    /// Takes a deficiency one step on.
    pub fn handle(&mut self, number: u32, handled: Handled) -> Result<(), Refused> {
        let found = self.deficiencies.iter_mut().find(|d| d.number == number);
        Ok(found.ok_or(Refused::NoDeficiency(number))?.take(handled)?)
    }

    /// How many steps a deficiency has taken; a form says how many its reader was shown.
    #[must_use]
    pub fn steps_of(&self, number: u32) -> usize {
        self.deficiencies.iter().find(|d| d.number == number).map_or(0, |lack| lack.steps.len())
    }

    /// Adds a photograph to the last survey. One that it has already is not added again.
    pub fn add_photograph(&mut self, hash: Digest) -> Result<(), Refused> {
        let photographs = &mut self.surveys.last_mut().ok_or(Refused::NoSurvey)?.photographs;
        if photographs.contains(&hash) {
            return Ok(());
        }
        if photographs.len() >= MOST_PHOTOGRAPHS {
            return Err(Refused::TooManyPhotographs);
        }
        photographs.push(hash);
        Ok(())
    }

    /// Is this a photograph of one of its surveys?
    #[must_use]
    pub fn has_photograph(&self, hash: &Digest) -> bool {
        self.surveys.iter().any(|survey| survey.photographs.contains(hash))
    }

    /// Puts a risk on the list.
    pub fn raise(&mut self, mut risk: Risk) {
        risk.number = self.risks.len() as u32 + 1;
        self.risks.push(risk);
    }

    /// Mends a risk that is on the list; since when it is there stays, and whether it is over.
    pub fn amend_risk(&mut self, number: u32, mended: Risk) -> Result<(), Refused> {
        let risk = self.risks.iter_mut().find(|risk| risk.number == number).ok_or(Refused::NoRisk(number))?;
        *risk = Risk { number, raised: risk.raised, closed: risk.closed, ..mended };
        Ok(())
    }

    /// A risk is over.
    pub fn close_risk(&mut self, number: u32, on: Day) -> Result<(), Refused> {
        let risk = self.risks.iter_mut().find(|risk| risk.number == number).ok_or(Refused::NoRisk(number))?;
        if on < risk.raised {
            return Err(Refused::Backwards(on));
        }
        risk.closed.get_or_insert(on);
        Ok(())
    }

    /// The last survey made by that day.
    #[must_use]
    pub fn survey_on(&self, day: Day) -> Option<&Survey> {
        self.surveys.iter().rev().find(|survey| survey.on <= day)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::permit::PersonId;
    use proptest::prelude::*;

    pub(crate) fn day(n: i64) -> Day {
        "2026-03-01".parse::<Day>().expect("a day").after(n)
    }

    pub(crate) fn branch() -> Branch {
        Branch::new(Site {
            place: "tehran/rey/2/0007".parse().expect("a place"),
            name: "دبستان البرز".into(),
            latin: "Alborz school".into(),
            kind: Kind::School,
            standing: Standing::Fixed,
            setting: Setting::Urban,
            education: "ری ۱".into(),
            at: "35.58,51.43".parse().expect("coordinates"),
            devices: 2,
            voters: None,
            rooms: None,
            registered: day(0),
            agreement: None,
        })
    }

    fn survey(on: i64, marks: &[(Item, Mark)]) -> Survey {
        let mark = |item: &Item| marks.iter().find(|m| m.0 == *item).map_or(Mark::Good, |m| m.1);
        let answers =
            Item::ALL.iter().map(|item| (*item, Answer { mark: mark(item), note: String::new() })).collect();
        Survey { on: day(on), by: PersonId(1), at: None, answers, photographs: Vec::new() }
    }

    #[test]
    fn a_survey_opens_one_deficiency_an_item_until_it_is_verified() {
        let mut branch = branch();
        branch.add_survey(survey(1, &[(Item::Power, Mark::Missing)])).expect("the first survey");
        branch.add_survey(survey(2, &[(Item::Power, Mark::Poor)])).expect("a later survey");
        assert_eq!(branch.deficiencies.len(), 1, "the same lack is not counted twice");
        assert!(branch.deficiencies[0].decisive);
        let on = |n: i64, by: i64, step: Step| Handled::of(day(n), PersonId(by), step);
        let assign = Step::Assign { owner: "شرکت برق".into(), due: day(9), why: String::new() };
        branch.handle(1, on(3, 2, assign)).expect("found");
        branch.handle(1, on(4, 3, Step::Report { note: "کابل نو".into() })).expect("assigned");
        branch.handle(1, on(5, 4, Step::Verify)).expect("somebody else verifies");
        branch.add_survey(survey(6, &[(Item::Power, Mark::Poor)])).expect("it broke again");
        assert_eq!(branch.deficiencies.len(), 2);
        assert_eq!(branch.handle(3, on(7, 1, Step::Verify)), Err(Refused::NoDeficiency(3)));
        assert_eq!([1, 2, 3].map(|number| branch.steps_of(number)), [4, 1, 0]);
    }

    #[test]
    fn surveys_and_risks_do_not_run_backwards() {
        let mut branch = branch();
        branch.add_survey(survey(5, &[])).expect("the first survey");
        assert_eq!(branch.add_survey(survey(4, &[])), Err(Refused::Backwards(day(4))));
        assert_eq!(branch.survey_on(day(4)), None);
        assert_eq!(branch.survey_on(day(8)).map(|s| s.on), Some(day(5)));
        assert_eq!(branch.close_risk(1, day(9)), Err(Refused::NoRisk(1)));
    }

    proptest! {
        #[test]
        fn a_file_is_read_back_as_it_was_written(
            marks in proptest::collection::vec((0..Item::ALL.len(), 0..Mark::ALL.len()), 0..12),
            notes in ".{0,20}",
        ) {
            let mut branch = branch();
            for (on, (item, mark)) in marks.into_iter().enumerate() {
                let mut survey = survey(on as i64, &[(Item::ALL[item], Mark::ALL[mark])]);
                survey.answers.get_mut(&Item::ALL[item]).expect("all items").note.clone_from(&notes);
                branch.add_survey(survey).expect("in order");
            }
            let text = serde_json::to_string(&branch).expect("text");
            prop_assert_eq!(serde_json::from_str::<Branch>(&text).expect("the same"), branch);
        }
    }
}
