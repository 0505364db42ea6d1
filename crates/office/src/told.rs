//! Tell who did what: the journal's acts, for those who may read them.

use crate::error::Error;
use crate::names::Names;
use crate::open::Office;
use crate::store::reach::{cut_to, lies_in, reached, read_for};
use headquarters::permit::{Permit, PersonId, act};
use headquarters::place::Place;
use serde_json::Value;

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
    /// The thing and its number: `letter`, `7`; or, of other acts, what the line says.
    pub what: (String, String),
    /// Where it belongs, if anywhere.
    pub place: Option<Place>,
    /// What it was before and is now, field by field; only what differs.
    pub changed: Vec<(String, String, String)>,
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
}

/// Which lines are asked for; empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinesSought {
    /// An act, in the words of the matrix.
    pub act: String,
    /// By this person.
    pub by: Option<PersonId>,
    /// In this place and below.
    pub place: Option<Place>,
    /// What the line says somewhere: a number, a name, a reason.
    pub words: String,
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
        if let Some(place) = &sought.place {
            which = format!("{which} AND {}", lies_in("place", [place]));
        }
        let actor = sought.by.map(|by| by.to_string()).unwrap_or_default();
        let said = [&sought.act, &actor, &sought.words].map(String::as_str);
        let below = below.unwrap_or(i64::MAX);
        let mut rows = self.0.store.acts(&which, said, below, read_for(most)).await?;
        let next = cut_to(most, &mut rows, |row| row.0);
        let told: Vec<Told> = rows.into_iter().map(told).collect();
        let names = self.names(told.iter().filter_map(Told::person)).await?;
        Ok((told, names, next))
    }
}

fn told((line, at, actor, act, what, hash): crate::store::journal::ActRow) -> Told {
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
            why: text(&read["why"]),
            hash,
        },
        None => {
            let (place, changed, why) = (None, Vec::new(), String::new());
            Told { line, at, actor, act, what: (what, String::new()), place, changed, why, hash }
        }
    }
}

/// The fields in which two records differ.
fn differences(before: &Value, after: &Value) -> Vec<(String, String, String)> {
    let fields = [before, after].into_iter().filter_map(Value::as_object).flat_map(|fields| fields.keys());
    let mut names: Vec<&String> = fields.filter(|name| *name != "version").collect();
    names.sort_unstable();
    names.dedup();
    let said = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    names
        .into_iter()
        .map(|name| (name.clone(), said(&before[name.as_str()]), said(&after[name.as_str()])))
        .filter(|(_, before, after)| before != after)
        .collect()
}

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
    fn a_line_of_the_election_is_told_as_it_stands() {
        let told =
            told((1, "2026".into(), "operator".into(), "count".into(), "{\"boxes\":3}".into(), Vec::new()));
        assert_eq!(told.what, ("{\"boxes\":3}".to_owned(), String::new()));
        assert_eq!(told.place, None);
    }
}
