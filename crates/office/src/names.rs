//! Names for numbers: a page that says who did what names a handful of persons, however many are registered.

use crate::error::Error;
use crate::open::Office;
use headquarters::permit::{Kind, Permit, PersonId};
use headquarters::person::Person;
use std::collections::{BTreeMap, BTreeSet};

/// The persons whom a page names.
#[derive(Debug, Clone, Default)]
pub struct Names(BTreeMap<PersonId, Person>);

impl Names {
    /// The person of this number, if the page names them.
    pub fn of(&self, id: PersonId) -> Option<&Person> {
        self.0.get(&id)
    }
}

impl Office {
    /// The names of those who signed what a permit shows: the steps of a device, the lines of an incident.
    pub async fn signatures<A: Kind>(
        &self,
        _permit: &Permit<A>,
        of: impl IntoIterator<Item = PersonId>,
    ) -> Result<Names, Error> {
        self.names(of).await
    }

    /// These persons by number. Whoever may see the thing that names them may see the names.
    pub(crate) async fn names(&self, of: impl IntoIterator<Item = PersonId>) -> Result<Names, Error> {
        let asked: BTreeSet<PersonId> = of.into_iter().collect();
        let found = self.0.store.persons_of(&asked).await?;
        Ok(Names(found.into_iter().map(|person| (person.id, person)).collect()))
    }
}
