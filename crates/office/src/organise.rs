//! Set up headquarters and committees, and register persons.

use crate::clock;
use crate::error::Error;
use crate::names::Names;
use crate::open::Office;
use crate::store::reach::{cut, reached};
use crate::store::{access, journal, letter, organisation, person};
use headquarters::form::Why;
use headquarters::letter::{Known, Letter, Standing};
use headquarters::organisation::{Committee, Headquarters};
use headquarters::permit::{Act, Forbidden, Permit, PersonId, act};
use headquarters::person::Person;
use headquarters::role::Role;
use std::collections::{BTreeMap, BTreeSet};

/// The organisation as far as a permit reaches.
#[derive(Debug, Clone, Default)]
pub struct Chart {
    /// Headquarters, from the top of the tree.
    pub headquarters: Vec<Headquarters>,
    /// Their committees.
    pub committees: Vec<Committee>,
    /// Letters at a headquarters' own place that hold, wait or are still to come, each with what it is worth today.
    pub letters: Vec<(Letter, Standing)>,
    /// Those whom they appoint.
    pub names: Names,
    /// Today, by which all this was judged.
    pub today: Option<calendar::Day>,
}

/// A page of persons, by name.
#[derive(Debug, Clone)]
pub struct People {
    /// The persons.
    pub persons: Vec<Person>,
    /// Those of them who have a way in, and need no link.
    pub enrolled: BTreeSet<PersonId>,
    /// The roles of all letters that each of them was ever given.
    pub roles: BTreeMap<PersonId, Vec<Role>>,
    /// Where the next page begins: after this name and number.
    pub next: Option<(String, PersonId)>,
}

impl Office {
    /// What a permit reaches of the organisation.
    pub async fn chart(&self, permit: &Permit<act::ReadOrganisation>) -> Result<Chart, Error> {
        let today = clock::today();
        let mut headquarters = self.0.store.all_headquarters().await?;
        headquarters.retain(|one| permit.reaches(&one.place));
        let mut committees = self.0.store.committees().await?;
        committees.retain(|one| permit.reaches(&one.place));
        let letters = self.0.store.letters_of_headquarters(&reached(permit, "letter.scope"), today).await?;
        let letters: Vec<(Letter, Standing)> = letters
            .into_iter()
            .map(|letter| (letter.standing(today), letter))
            .filter(|(standing, _)| *standing != Standing::Superseded)
            .map(|(standing, letter)| (letter, standing))
            .collect();
        let names = self.names(letters.iter().map(|(letter, _)| letter.person)).await?;
        Ok(Chart { headquarters, committees, letters, names, today: Some(today) })
    }

    /// A page of the persons registered where a permit reaches, whose names contain these words (folded as
    /// searches fold them), from after this name and number on.
    pub async fn people(
        &self,
        permit: &Permit<act::ReadOrganisation>,
        words: &str,
        after: Option<(&str, PersonId)>,
    ) -> Result<People, Error> {
        let after = after.map_or(("", 0), |(name, id)| (name, id.0));
        let mut persons = self.0.store.persons_page(&reached(permit, "place"), words, after).await?;
        let next = cut(&mut persons, |last| (last.name.clone(), last.id));
        let enrolled = self.0.store.enrolled(persons.iter().map(|one| one.id)).await?;
        let roles = self.0.store.roles_of(persons.iter().map(|one| one.id)).await?;
        Ok(People { persons, enrolled, roles, next })
    }

    /// Whom somebody means who typed a name to sign in with, or a person's number. A name may be of digits alone: whoever
    /// has it is meant before whoever has the number. By number only those are meant whom the permit reaches: numbers can be
    /// counted through.
    pub async fn person_meant(
        &self,
        permit: &Permit<act::ReadOrganisation>,
        typed: &str,
    ) -> Result<Option<Person>, Error> {
        if let Ok(login) = headquarters::sign_in::login(typed)
            && let Some(found) = self.0.store.person_of_login(&login).await?
        {
            return Ok(Some(found));
        }
        match typed.trim().parse() {
            Ok(number) => {
                let found = self.0.store.person(PersonId(number)).await?;
                Ok(found.filter(|person| permit.reaches(&person.place)))
            }
            Err(_) => Ok(None),
        }
    }

    /// A person as they are registered, where the permit reaches.
    pub async fn person(&self, permit: &Permit<act::RegisterPerson>, id: PersonId) -> Result<Person, Error> {
        let found = self.0.store.person(id).await?.ok_or_else(|| Error::Unknown(id.to_string()))?;
        permit.over(&found.place)?;
        Ok(found)
    }

    /// Forms a headquarters.
    pub async fn form_headquarters(
        &self,
        permit: &Permit<act::Organise>,
        new: Headquarters,
    ) -> Result<(), Error> {
        permit.over(&new.place)?;
        let mut tx = self.0.store.begin_act().await?;
        if organisation::headquarters_at(&mut tx, &new.place).await?.is_some() {
            return Err(Error::field("place", Why::Taken));
        }
        organisation::put_headquarters(&mut tx, &new).await?;
        let change = journal::Change::of("headquarters", &new.place, &new.place).after(&new);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }

    /// Renames a headquarters, or dissolves it, if nobody else changed it since `changed.version` was read. Its place
    /// stays, and so do the letters at it: they end by their own term.
    pub async fn change_headquarters(
        &self,
        permit: &Permit<act::Organise>,
        changed: Headquarters,
        why: &str,
    ) -> Result<(), Error> {
        permit.over(&changed.place)?;
        let mut tx = self.0.store.begin_act().await?;
        let found = organisation::headquarters_at(&mut tx, &changed.place).await?;
        let before = found.ok_or_else(|| Error::Unknown(format!("headquarters {}", changed.place)))?;
        if !organisation::change_headquarters(&mut tx, &changed).await? {
            return Err(Error::Changed);
        }
        let place = &changed.place;
        let change = journal::Change::of("headquarters", place, place).before(&before).after(&changed);
        journal::witness(&mut tx, permit, &change.why(why)).await?;
        tx.commit().await
    }

    /// Forms a committee; answers its number.
    pub async fn form_committee(
        &self,
        permit: &Permit<act::Organise>,
        mut new: Committee,
    ) -> Result<i64, Error> {
        permit.over(&new.place)?;
        let mut tx = self.0.store.begin_act().await?;
        let of = organisation::headquarters_at(&mut tx, &new.place).await?;
        if of.is_none_or(|of| of.ended.is_some_and(|ended| ended <= new.formed)) {
            return Err(Error::field("place", Why::Unknown));
        }
        let standing = organisation::committees_at(&mut tx, &new.place).await?;
        if standing.iter().any(|one| one.is_like(&new)) {
            return Err(Error::field("kind", Why::FormedAlready));
        }
        new.id = organisation::next_committee(&mut tx).await?;
        organisation::put_committee(&mut tx, &new).await?;
        let change = journal::Change::of("committee", new.id, &new.place).after(&new);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok(new.id)
    }

    /// Changes a committee that nobody else changed since `changed.version` was read. Its headquarters stays.
    pub async fn change_committee(
        &self,
        permit: &Permit<act::Organise>,
        changed: Committee,
        why: &str,
    ) -> Result<(), Error> {
        let mut tx = self.0.store.begin_act().await?;
        let before = organisation::find_committee(&mut tx, changed.id).await?;
        permit.over(&before.place)?;
        let changed = Committee { place: before.place.clone(), ..changed };
        // Whoever heads it was appointed head of that kind.
        if changed.kind != before.kind {
            let today = clock::today();
            let heads = |one: &Letter| one.role.heads().is_some() && one.is_alive(today);
            if letter::of_committee(&mut tx, changed.id).await?.iter().any(heads) {
                return Err(Error::field("kind", Why::Headed));
            }
        }
        let others = organisation::committees_at(&mut tx, &changed.place).await?;
        // Two that are alike already can be told apart, or one of them dissolved.
        let becomes = |one: &Committee| one.is_like(&changed) && !one.is_like(&before);
        if others.iter().any(|one| one.id != changed.id && becomes(one)) {
            return Err(Error::field("kind", Why::FormedAlready));
        }
        if !organisation::change_committee(&mut tx, &changed).await? {
            return Err(Error::Changed);
        }
        let change =
            journal::Change::of("committee", changed.id, &before.place).before(&before).after(&changed);
        journal::witness(&mut tx, permit, &change.why(why)).await?;
        tx.commit().await
    }

    /// Puts a person on the list; answers their number and the link by which they enrol, which is shown once.
    pub async fn register_person(
        &self,
        permit: &Permit<act::RegisterPerson>,
        mut new: Person,
    ) -> Result<(PersonId, String), Error> {
        permit.over(&new.place)?;
        let mut tx = self.0.store.begin_act().await?;
        if person::is_taken(&mut tx, &new.login).await? {
            return Err(Error::field("login", Why::Taken));
        }
        new.id = person::next(&mut tx).await?;
        person::put(&mut tx, &new).await?;
        let link = crate::access::new_link(&mut tx, new.id, permit.officer().map(|by| by.person)).await?;
        let change = journal::Change::of("person", new.id.0, &new.place).after(&new);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await?;
        Ok((new.id, link))
    }

    /// Changes the names of a person whom nobody else changed since `changed.version` was read.
    pub async fn rename_person(
        &self,
        permit: &Permit<act::RegisterPerson>,
        changed: Person,
    ) -> Result<(), Error> {
        let mut tx = self.0.store.begin_act().await?;
        let before = person::find(&mut tx, changed.id).await?;
        permit.over(&before.place)?;
        let roles: Vec<Role> = letter::to(&mut tx, changed.id).await?.iter().map(|one| one.role).collect();
        if !permit.officer().is_some_and(|officer| headquarters::letter::renames(officer, &roles)) {
            return Err(Forbidden { act: Act::RegisterPerson, place: Some(before.place) }.into());
        }
        if !person::change(&mut tx, &changed).await? {
            return Err(Error::Changed);
        }
        let change =
            journal::Change::of("person", changed.id.0, &before.place).before(&before).after(&changed);
        journal::witness(&mut tx, permit, &change).await?;
        tx.commit().await
    }

    /// A new link for a person who has not enrolled yet; the earlier one is void. Whoever enrolled already gets a
    /// new one by two officers alone.
    pub async fn link_again(
        &self,
        permit: &Permit<act::RegisterPerson>,
        id: PersonId,
    ) -> Result<String, Error> {
        let mut tx = self.0.store.begin_act().await?;
        // Whoever holds the link becomes that officer: nobody draws it who does not answer for all of their letters,
        // and the other side never does.
        let (stake, home) = crate::access::stake(&mut tx, id).await?;
        for place in &stake.places {
            permit.over(place)?;
        }
        let own_side = permit
            .officer()
            .is_some_and(|asks| asks.appointments.iter().any(|held| held.role.is_supervisory()));
        let letters = letter::to(&mut tx, id).await?;
        if !letters.is_empty() && !stake.is_only_of(own_side) {
            return Err(Error::NotNow("only that person's own side, or two officers, can let them enrol"));
        }
        if let Some(asks) = permit.officer() {
            Known { link_shown_to: None, letters: &letters }.may_see_link(asks.person)?;
        }
        if access::is_enrolled(&mut tx, id).await? {
            return Err(Error::HasEnrolled);
        }
        let link = crate::access::new_link(&mut tx, id, permit.officer().map(|by| by.person)).await?;
        journal::witness(&mut tx, permit, &journal::Change::of("link", id.0, &home)).await?;
        tx.commit().await?;
        Ok(link)
    }
}

#[cfg(test)]
pub(crate) mod tests;
