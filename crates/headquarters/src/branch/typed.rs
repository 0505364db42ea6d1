//! A branch of the register as it is typed into a form, or stands in a row of a table.

use super::deficiency::Step;
use super::risk::Risk;
use super::site::{Agreement, Site};
use super::survey::{Answer, Item};
use crate::form::{LINE, Mistake, Reading, Why};
use crate::place::{Level, Place};
use calendar::Day;
use std::collections::BTreeMap;

/// The fields of a form and the columns of a table, in their order.
pub const FIELDS: [&str; 13] = [
    "place",
    "name",
    "latin",
    "kind",
    "standing",
    "setting",
    "education",
    "at",
    "devices",
    "owner",
    "agreed",
    "voters",
    "rooms",
];

/// Columns that a table may leave out. What it does not say stays as it is: so does what an empty cell of them does not. A
/// day of agreement stands beside its owner, and another owner has not agreed yet.
pub const OPTIONAL: [&str; 5] = ["education", "owner", "agreed", "voters", "rooms"];

/// More devices than this in one branch are a slip of the finger.
const MOST_DEVICES: u32 = 99;
/// More voters, and more rooms, than any one branch has had.
const MOST_VOTERS: u32 = 100_000;
const MOST_ROOMS: u32 = 200;

/// Reads a branch as it is registered today, with all that is wrong with it.
pub fn read<'a>(field: impl Fn(&'static str) -> &'a str, today: Day) -> Result<Site, Vec<Mistake>> {
    let mut reading = Reading::default();
    let place: Option<Place> = reading.read("place", field("place"), Why::NoPlace);
    if place.as_ref().is_some_and(|place| place.level() != Level::Branch) {
        reading.mistake("place", Why::NoPlace);
    }
    let name = reading.text("name", field("name"), LINE);
    let latin = reading.text("latin", field("latin"), LINE);
    let kind = reading.read("kind", field("kind"), Why::Unknown);
    let standing = reading.read("standing", field("standing"), Why::Unknown);
    let setting = reading.read("setting", field("setting"), Why::Unknown);
    let education = reading.note("education", field("education"), LINE);
    let at = reading.read("at", field("at"), Why::NoCoordinates);
    let devices = reading.number("devices", field("devices"), (0, MOST_DEVICES));
    let voters = reading.counted("voters", field("voters"), (0, MOST_VOTERS));
    let rooms = reading.counted("rooms", field("rooms"), (0, MOST_ROOMS));
    let owner = reading.note("owner", field("owner"), LINE);
    // The owner's name alone is no agreement: that has a day, and one that has come.
    let on = match field("agreed").trim() {
        "" => None,
        agreed => {
            if owner.is_empty() {
                reading.mistake("owner", Why::Missing);
            }
            reading.day_until("agreed", agreed, today)
        }
    };
    let agreement = (!owner.is_empty()).then_some(Agreement { owner, on });
    let site = place.zip(kind).zip(standing.zip(setting)).zip(at.zip(devices));
    reading.answer(site.map(|(((place, kind), (standing, setting)), (at, devices))| Site {
        place,
        name,
        latin,
        kind,
        standing,
        setting,
        education,
        at,
        devices,
        voters,
        rooms,
        registered: today,
        agreement,
    }))
}

/// The fields of a branch, as they are typed.
#[must_use]
pub fn write(site: &Site) -> [(&'static str, String); 13] {
    let or_nothing = |number: Option<u32>| number.map_or(String::new(), |number| number.to_string());
    let (owner, agreed) = match &site.agreement {
        Some(Agreement { owner, on }) => (owner.clone(), on.map_or(String::new(), |on| on.to_string())),
        None => (String::new(), String::new()),
    };
    let values = [
        site.place.to_string(),
        site.name.clone(),
        site.latin.clone(),
        site.kind.to_string(),
        site.standing.to_string(),
        site.setting.to_string(),
        site.education.clone(),
        site.at.to_string(),
        site.devices.to_string(),
        owner,
        agreed,
        or_nothing(site.voters),
        or_nothing(site.rooms.map(u32::from)),
    ];
    let mut values = values.into_iter();
    FIELDS.map(|field| (field, values.next().expect("a value a field")))
}

/// Reads the survey form: a mark for each item as `mark-power`, and `note-power` beside it. Each has to be answered.
pub fn survey<'a>(field: impl Fn(&str) -> &'a str) -> Result<BTreeMap<Item, Answer>, Vec<Mistake>> {
    let mut reading = Reading::default();
    let mut answers = BTreeMap::new();
    for item in Item::ALL {
        let (mark, note) = names(*item);
        let found = reading.read(mark, field(mark), Why::Unknown);
        let note = reading.note(note, field(note), LINE);
        if let Some(mark) = found {
            answers.insert(*item, Answer { mark, note });
        }
    }
    reading.answer(Some(answers))
}

/// The two fields of an item.
#[must_use]
pub fn names(item: Item) -> (&'static str, &'static str) {
    match item {
        Item::Rooms => ("mark-rooms", "note-rooms"),
        Item::Power => ("mark-power", "note-power"),
        Item::Light => ("mark-light", "note-light"),
        Item::Network => ("mark-network", "note-network"),
        Item::Access => ("mark-access", "note-access"),
        Item::Security => ("mark-security", "note-security"),
        Item::History => ("mark-history", "note-history"),
    }
}

/// Reads what is to be done about a deficiency.
pub fn step<'a>(field: impl Fn(&str) -> &'a str, today: Day) -> Result<Step, Vec<Mistake>> {
    let mut reading = Reading::default();
    let step = match field("step") {
        // Whoever gives it to another owner, or another day, says why.
        step @ ("assign" | "reassign") => {
            let owner = reading.text("owner", field("owner"), LINE);
            let due = reading.day_from("due", field("due"), today);
            let why = match step {
                "reassign" => reading.text("why", field("why"), LINE),
                _ => String::new(),
            };
            due.map(|due| Step::Assign { owner, due, why })
        }
        "report" => Some(Step::Report { note: reading.text("note", field("note"), LINE) }),
        "verify" => Some(Step::Verify),
        "reject" => Some(Step::Reject { why: reading.text("note", field("note"), LINE) }),
        _ => {
            reading.mistake("step", Why::Unknown);
            None
        }
    };
    reading.answer(step)
}

/// Reads a risk.
pub fn risk<'a>(field: impl Fn(&str) -> &'a str, raised: Day) -> Result<Risk, Vec<Mistake>> {
    let mut reading = Reading::default();
    let what = reading.text("what", field("what"), LINE);
    let scale = (u32::from(*super::risk::STEPS.start()), u32::from(*super::risk::STEPS.end()));
    let mut number = |name: &'static str| reading.number(name, field(name), scale);
    let both = number("likelihood").zip(number("impact"));
    let treatment = reading.text("treatment", field("treatment"), LINE);
    let owner = reading.text("risk-owner", field("risk-owner"), LINE);
    reading.answer(both.map(|(likelihood, impact)| Risk {
        number: 0,
        what,
        likelihood,
        impact,
        treatment,
        owner,
        raised,
        closed: None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Day {
        "2026-03-01".parse().expect("a day")
    }

    fn of<'a>(fields: &'a [(&str, &'a str)]) -> impl Fn(&str) -> &'a str {
        move |name| fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
    }

    #[test]
    fn a_survey_answers_every_item() {
        let mistakes = survey(of(&[("mark-power", "good"), ("mark-light", "dim")])).expect_err("not all");
        assert_eq!(mistakes.len(), 6);
        assert_eq!(mistakes.iter().find(|m| m.field == "mark-light").map(|m| m.why), Some(Why::Unknown));
        let all: Vec<(&str, &str)> = Item::ALL.iter().map(|item| (names(*item).0, "poor")).collect();
        assert_eq!(survey(of(&all)).map(|answers| answers.len()), Ok(7));
    }

    #[test]
    fn an_owner_who_was_asked_is_kept_and_nobody_agrees_tomorrow() {
        let fields = |owner: &'static str, agreed: &'static str| {
            let all = [
                ("place", "tehran/rey/2/0007"),
                ("name", "البرز"),
                ("latin", "Alborz"),
                ("kind", "school"),
                ("standing", "fixed"),
                ("setting", "urban"),
                ("at", "35.58,51.43"),
                ("devices", "2"),
                ("owner", owner),
                ("agreed", agreed),
            ];
            let of = |name| all.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| *value);
            read(of, day()).map(|site| site.agreement)
        };
        let asked = fields("آموزش و پرورش", "").expect("a branch").expect("an owner");
        assert_eq!((asked.owner.as_str(), asked.on), ("آموزش و پرورش", None));
        assert_eq!(fields("", "").expect("a branch"), None);
        let wrong = |owner, agreed| fields(owner, agreed).expect_err("a mistake")[0].clone();
        let early = wrong("آموزش و پرورش", "2026-03-02");
        assert_eq!((early.field, early.why), ("agreed", Why::After(day())));
        assert_eq!((wrong("", "2026-02-01").field, wrong("", "2026-02-01").why), ("owner", Why::Missing));
    }

    #[test]
    fn a_step_or_a_risk_without_its_parts_says_which() {
        let fields = |result: Result<Step, Vec<Mistake>>| {
            result.expect_err("mistakes").iter().map(|m| m.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(step(of(&[("step", "assign"), ("due", "2026-02-01")]), day())), ["owner", "due"]);
        assert_eq!(fields(step(of(&[("step", "report")]), day())), ["note"]);
        let again = [("step", "reassign"), ("owner", "شهرداری"), ("due", "2026-03-09")];
        assert_eq!(fields(step(of(&again), day())), ["why"], "another owner has a reason");
        assert_eq!(fields(step(of(&[("step", "find")]), day())), ["step"], "nobody finds one by hand");
        let wrong = risk(of(&[("what", "a"), ("likelihood", "6"), ("impact", "5")]), day());
        let wrong: Vec<&str> = wrong.expect_err("mistakes").iter().map(|m| m.field).collect();
        assert_eq!(wrong, ["likelihood", "treatment", "risk-owner"]);
    }
}
