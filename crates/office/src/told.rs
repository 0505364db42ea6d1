//! Tell who did what: the journal's acts, for those who may read them.

use crate::clock;
use crate::error::Error;
use crate::names::Names;
use crate::open::Office;
use crate::store::reach::{cut_to, lies_in, reached, read_for};
use calendar::Day;
use headquarters::permit::{Act, Permit, PersonId, act};
use headquarters::place::Place;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A line of the journal as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its number in the chain of acts.
    pub line: i64,
    /// When.
    pub at: String,
    /// Who: `person:3`, `operator`.
    pub actor: String,
    /// What was done, in the words of the matrix.
    pub act: String,
    /// The thing and its number: `letter`, `7`; or, of other acts, the word that the line says; nothing where it says figures.
    pub what: (String, String),
    /// Where it belongs, if anywhere.
    pub place: Option<Place>,
    /// What it was before and is now, field by field; only what differs. A field within a field is named by the way to it,
    /// `revoked.why`; what stands in a list by what names it there, `holidays.2026-03-21.name`, or else by its place,
    /// `surveys.2.on`.
    pub changed: Vec<(String, String, String)>,
    /// The thing as it is now, or as it was where it is no more.
    pub record: Value,
    /// The reason given.
    pub why: String,
    /// The line's hash, which also binds all lines before it.
    pub hash: String,
}

impl Told {
    /// The person who did it, if it was one.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.actor.strip_prefix("person:").and_then(|id| id.parse().ok()).map(PersonId)
    }

    /// The persons whom a field of it names by number, if it is such a field: one, or a list of them.
    #[must_use]
    pub fn persons_in(&self, field: &str, value: &str) -> Vec<PersonId> {
        let mut way = field.rsplit('.');
        let names = match (way.next().unwrap_or_default(), way.next()) {
            // A letter's successor is a letter, and the owner of a branch or of a risk is written out.
            ("by", above) => above != Some("superseded"),
            ("owner", _) => self.what.0 == "decision",
            (last, _) => PERSONS.contains(&last),
        };
        let all = value.split(", ").map(|id| id.parse().map(PersonId));
        if names { all.collect::<Result<_, _>>().unwrap_or_default() } else { Vec::new() }
    }

    /// The person whom it is about: the one appointed, registered, let in again, or who owns it.
    #[must_use]
    pub fn about(&self) -> Option<PersonId> {
        let id = match self.what.0.as_str() {
            "letter" | "recovery" => self.record["person"].as_i64(),
            "decision" => self.record["owner"].as_i64(),
            "person" | "link" => self.what.1.parse().ok(),
            _ => None,
        };
        id.map(PersonId)
    }

    /// Everybody whom it names by number.
    fn persons(&self) -> impl Iterator<Item = PersonId> {
        let sides = move |(field, before, after): &(String, String, String)| {
            [self.persons_in(field, before), self.persons_in(field, after)]
        };
        let changed = self.changed.iter().flat_map(sides).flatten();
        self.person().into_iter().chain(self.about()).chain(changed)
    }
}

/// Fields that name a person by number, besides those that only sometimes do.
const PERSONS: [&str; 11] = [
    "ended_by",
    "person",
    "issued_by",
    "confirmed_by",
    "proposed_by",
    "settled_by",
    "opened_by",
    "kept_by",
    "went_by",
    "called_by",
    "invited",
];

/// Which lines are asked for; empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinesSought {
    /// An act, in the words of the matrix.
    pub act: String,
    /// By one of these persons, or about one of them; nobody asked for where it is nothing.
    pub persons: Option<Vec<PersonId>>,
    /// In one of these places and below; anywhere where it is nothing.
    pub places: Option<Vec<Place>>,
    /// Not before this day in Iran, and not after that one.
    pub days: (Option<Day>, Option<Day>),
    /// What the line says somewhere: a number, a name, a reason.
    pub words: String,
    /// The acts that are called so in the reader's words.
    pub called: Vec<Act>,
}

impl Office {
    /// At most so many of the lines that are asked for, below `below`, newest first, as far as the permit reaches, and where the next page
    /// begins, with the names of those who did something. What belongs to no place, such as the import of a county or an officer's sign-in, is told to all
    /// who read the journal.
    pub async fn journal(
        &self,
        permit: &Permit<act::ReadJournal>,
        sought: &LinesSought,
        below: Option<i64>,
        most: usize,
    ) -> Result<(Vec<Told>, Names, Option<i64>), Error> {
        let mut which = format!("(place IS NULL OR {})", reached(permit, "place"));
        if let Some(places) = &sought.places {
            which = format!("{which} AND {}", lies_in("place", places));
        }
        if let Some(persons) = &sought.persons {
            which = format!("{which} AND {}", by_or_about(persons));
        }
        if let Some(from) = sought.days.0 {
            which = format!("{which} AND at >= '{}'", clock::begins_in_iran(from));
        }
        if let Some(until) = sought.days.1 {
            which = format!("{which} AND at < '{}'", clock::begins_in_iran(until.after(1)));
        }
        let said = [&sought.act, &sought.words].map(String::as_str);
        let below = below.unwrap_or(i64::MAX);
        let mut rows = self.0.store.acts_called(&which, said, &sought.called, below, read_for(most)).await?;
        let next = cut_to(most, &mut rows, |row| row.0);
        let told: Vec<Told> = rows.into_iter().map(told).collect();
        let names = self.names(told.iter().flat_map(Told::persons)).await?;
        Ok((told, names, next))
    }
}

/// The condition that one of these did it, or that the line is about one of them.
fn by_or_about(persons: &[PersonId]) -> String {
    let listed = |of: fn(i64) -> String| persons.iter().map(|id| of(id.0)).collect::<Vec<_>>().join(", ");
    if persons.is_empty() {
        return String::from("1 = 0");
    }
    let (actors, ids) = (listed(|id| format!("'person:{id}'")), listed(|id| id.to_string()));
    // Asked for apart: of a condition with an OR the database would walk the whole chain backwards.
    let lines = |which: String| format!("SELECT line FROM journal WHERE chain = 'acts' AND {which}");
    let (done, about) = (lines(format!("actor IN ({actors})")), lines(format!("about IN ({ids})")));
    format!("line IN ({done} UNION {about})")
}

pub(crate) fn told((line, at, actor, act, what, hash): crate::store::journal::ActRow) -> Told {
    let read: Option<Value> = serde_json::from_str(&what).ok().filter(|what: &Value| what["of"].is_string());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let hash = hex::encode(hash);
    match read {
        Some(read) => Told {
            line,
            at,
            actor,
            act,
            what: (text(&read["of"]), text(&read["which"])),
            place: read["in"].as_str().and_then(|place| place.parse().ok()),
            changed: differences(&read["before"], &read["after"]),
            record: ["after", "before"]
                .map(|side| &read[side])
                .into_iter()
                .find(|one| !one.is_null())
                .cloned()
                .unwrap_or_default(),
            why: text(&read["why"]),
            hash,
        },
        None => {
            let (place, record, why) = (None, Value::Null, String::new());
            // Acts of the election tell their figures, or a word.
            let figures: Option<Value> = serde_json::from_str(&what).ok().filter(Value::is_object);
            let changed = figures.map(|figures| differences(&Value::Null, &figures)).unwrap_or_default();
            let what = if changed.is_empty() { what } else { String::new() };
            Told { line, at, actor, act, what: (what, String::new()), place, changed, record, why, hash }
        }
    }
}

/// The fields in which two records differ, in the order of their names.
fn differences(before: &Value, after: &Value) -> Vec<(String, String, String)> {
    let (mut was, mut is) = (BTreeMap::new(), BTreeMap::new());
    flatten("", before, &mut was);
    flatten("", after, &mut is);
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let said = |side: &BTreeMap<String, String>, name: &String| side.get(name).cloned().unwrap_or_default();
    let all = names.into_iter().filter(|name| *name != "version");
    all.map(|name| (name.clone(), said(&was, name), said(&is, name)))
        .filter(|(_, before, after)| before != after)
        .collect()
}

/// Each field by the way to it. A list of plain values is one field.
fn flatten(way: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    let below = |name: &str| if way.is_empty() { name.to_owned() } else { format!("{way}.{name}") };
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Value::Null => {}
        Value::Object(fields) => fields.iter().for_each(|(name, value)| flatten(&below(name), value, into)),
        Value::Array(all) if all.iter().any(|one| one.is_object() || one.is_array()) => {
            let key = names_each(all);
            for (at, one) in (1..).zip(all) {
                let name = key.and_then(|key| name_by(one, key)).unwrap_or_else(|| at.to_string());
                flatten(&below(&name), one, into);
            }
        }
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(plain).collect();
            into.insert(way.to_owned(), all.join(", "));
        }
        other => {
            into.insert(way.to_owned(), plain(other));
        }
    }
}

/// By which field each thing of a list has a name of its own, if by any: one that is taken off does not make others of all
/// that follow.
fn names_each(all: &[Value]) -> Option<&'static str> {
    NAMES.into_iter().find(|key| {
        let names: BTreeSet<Option<String>> = all.iter().map(|one| name_by(one, key)).collect();
        names.len() == all.len() && !names.contains(&None)
    })
}

fn name_by(one: &Value, key: &str) -> Option<String> {
    match &one[key] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Fields by which things in a list are told apart.
const NAMES: [&str; 5] = ["number", "serial", "member", "day", "code"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_what_differs_and_nothing_else() {
        let what = r#"{"of":"committee","which":"3","in":"tehran/rey","before":{"name":"a","kind":"other","version":1},
            "after":{"name":"b","kind":"other","version":2},"why":"a slip"}"#;
        let told = told((7, "2026".into(), "person:1".into(), "organise".into(), what.into(), vec![0xab]));
        assert_eq!(told.changed, [("name".to_owned(), "a".to_owned(), "b".to_owned())]);
        assert_eq!(told.place.map(|place| place.to_string()).as_deref(), Some("tehran/rey"));
        assert_eq!((told.why.as_str(), told.hash.as_str()), ("a slip", "ab"));
    }

    #[test]
    fn a_line_of_the_election_tells_its_figures_or_its_word_as_it_stands() {
        let line =
            |what: &str| (1, "2026".into(), "operator".into(), "count".into(), what.into(), Vec::new());
        let figures = told(line("{\"boxes\":3}"));
        assert_eq!(figures.what, (String::new(), String::new()));
        assert_eq!(figures.changed, [("boxes".to_owned(), String::new(), "3".to_owned())]);
        let word = told(line("council"));
        assert_eq!((word.what.0.as_str(), word.place), ("council", None));
    }

    #[test]
    fn what_is_taken_off_a_list_is_told_and_not_all_that_follows() {
        let what = r#"{"of":"holidays","which":"1405","in":"tehran","before":[{"day":"2026-03-21","name":"a"},
            {"day":"2026-03-22","name":"b"},{"day":"2026-06-04","name":"c"}],"after":[{"day":"2026-03-22","name":"b"},{"day":"2026-06-04","name":"c"}]}"#;
        let told = told((1, "2026".into(), "person:1".into(), "…".into(), what.into(), Vec::new()));
        let said: Vec<&str> = told.changed.iter().map(|(field, ..)| field.as_str()).collect();
        assert_eq!(said, ["2026-03-21.day", "2026-03-21.name"]);
    }

    #[test]
    fn a_field_within_a_field_is_told_by_the_way_to_it_and_persons_by_their_numbers() {
        let what = r#"{"of":"letter","which":"3","in":"tehran","before":{"person":7,"revoked":null,"superseded":null},
            "after":{"person":7,"revoked":{"by":2,"why":"…"},"superseded":{"by":2},"seats":[{"member":5}],"codes":["a","b"]}}"#;
        let told = told((1, "2026".into(), "person:1".into(), "…".into(), what.into(), Vec::new()));
        let said: Vec<[&str; 3]> =
            told.changed.iter().map(|(field, before, after)| [field.as_str(), before, after]).collect();
        assert_eq!(
            said,
            [
                ["codes", "", "a, b"],
                ["revoked.by", "", "2"],
                ["revoked.why", "", "…"],
                ["seats.5.member", "", "5"],
                ["superseded.by", "", "2"],
            ]
        );
        assert_eq!(told.about(), Some(PersonId(7)));
        let named: Vec<i64> = told.persons().map(|id| id.0).collect();
        assert_eq!(named, [1, 7, 2], "who revoked it, and not the letter that follows");
    }
}
