//! Persons whom the headquarters can appoint («اشخاص»).

use crate::form::{LINE, Mistake, Reading, Why};
use crate::permit::PersonId;
use crate::place::Place;
use crate::sign_in;
use serde::Serialize;

/// A person on the headquarters' list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Number.
    pub id: PersonId,
    /// Name in Persian.
    pub name: String,
    /// Name in Latin letters, for papers in English.
    pub latin: String,
    /// What they sign in with.
    pub login: String,
    /// Where they are registered: whoever registers persons there may change them.
    pub place: Place,
    /// Counts changes, so that of two officers who change one person the second is told.
    pub version: i64,
}

/// The fields of a person as texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// Name in Persian.
    pub name: &'a str,
    /// Name in Latin letters.
    pub latin: &'a str,
    /// What they sign in with.
    pub login: &'a str,
    /// Where they are registered.
    pub place: &'a str,
}

impl Person {
    /// Reads what was typed about a new person, who gets their number later.
    pub fn read(typed: &Typed<'_>) -> Result<Self, Vec<Mistake>> {
        let mut reading = Reading::default();
        let name = reading.text("name", typed.name, LINE);
        let latin = reading.text("latin", typed.latin, LINE);
        if !latin.is_empty() && !is_latin(&latin) {
            reading.mistake("latin", Why::NotLatin);
        }
        let login = sign_in::login(typed.login);
        if login.is_err() {
            reading.mistake("login", Why::NoLogin);
        }
        let place = reading.read("place", typed.place, Why::NoPlace);
        let read = place.zip(login.ok());
        reading.answer(read.map(|(place, login)| Self {
            id: PersonId(0),
            name,
            latin,
            login,
            place,
            version: 1,
        }))
    }
}

/// Is a name written in letters of Latin, with what stands between them in names?
fn is_latin(name: &str) -> bool {
    let of_latin = |c: char| c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c);
    name.chars().any(of_latin) && name.chars().all(|c| of_latin(c) || " .'’-(),0123456789".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latin_name_is_written_in_latin_letters() {
        for name in ["Maryam Nouri", "Zahrā Al-Hosseini", "D'Arcy (2)"] {
            assert!(is_latin(name), "{name}");
        }
        for name in ["مریم نوری", "Maryam نوری", "…", "123"] {
            assert!(!is_latin(name), "{name}");
        }
    }

    #[test]
    fn a_person_has_names_a_login_and_a_place() {
        let typed =
            Typed { name: "مریم نوری", latin: "Maryam Nouri", login: "M.Nouri", place: "tehran/rey" };
        let person = Person::read(&typed).expect("all is there");
        assert_eq!((person.login.as_str(), person.place.as_str()), ("m.nouri", "tehran/rey"));
        let mistakes = Person::read(&Typed::default()).expect_err("nothing is there");
        let fields: Vec<&str> = mistakes.iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, ["name", "latin", "login", "place"]);
    }
}
