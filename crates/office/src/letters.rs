//! Issue, confirm and revoke letters of appointment.

use crate::access::officer_in;
use crate::clock;
use crate::error::Error;
use crate::field::POLLING;
use crate::names::Names;
use crate::open::Office;
use crate::store::field::{self, Table};
use crate::store::reach::{cut_to, lies_above, lies_in, reached, read_for};
use crate::store::{Tx, journal, letter, organisation, person};
use calendar::Day;
use headquarters::form::{Mistake, Why};
use headquarters::letter::{Appoints, Draft, Known, Letter, Refused, Revoked, Standing, of_one_side};
use headquarters::organisation::{Committee, Headquarters};
use headquarters::permit::{Act, Kind, Permit, PersonId, act};
use headquarters::place::Place;
use headquarters::role::Role;

/// The officer behind a permit.
fn hand<A: Kind>(permit: &Permit<A>) -> Result<PersonId, Error> {
    permit.officer().map(|officer| officer.person).ok_or(Error::NotNow("only an officer signs letters"))
}

impl Office {
    /// Issues a letter; answers it. Where the role appoints others, or nobody but whoever issues it knows the person, it
    /// waits for a second signature.
    /// A place that neither the register nor a headquarters knows is meant only by whoever is `sure` of it: a letter for a
    /// misspelled place would hold nowhere, and its holder be named for what lies elsewhere. While no branch is
    /// registered, every place is taken: there is nothing to compare it with.
    pub async fn issue_letter<A: Appoints>(
        &self,
        permit: &Permit<A>,
        draft: Draft,
        sure: bool,
    ) -> Result<Letter, Error> {
        permit.over(&draft.scope)?;
        let by = hand(permit)?;
        let today = clock::today();
        let mut tx = self.0.store.begin_act().await?;
        Error::named_by("person", person::find(&mut tx, draft.person).await)?;
        let letters = letter::to(&mut tx, draft.person).await?;
        let link_shown_to = person::link_shown_to(&mut tx, draft.person).await?;
        let known = Known { link_shown_to, letters: &letters };
        let committee = match draft.committee {
            Some(committee) => Some(organisation::committee_of(&mut tx, committee, &draft.scope).await?),
            None => None,
        };
        let polling = field::find(&mut tx, Table::Setting, POLLING).await?;
        let polling: Option<Day> = polling.map(|(_, day)| day);
        let mut wrong = draft.wrong_term(today, polling);
        wrong.extend(draft.wrong_committee(committee.as_ref(), today));
        if !sure && !self.knows(&draft.scope).await? {
            wrong.push(Mistake { field: "scope", why: Why::PlaceUnknown });
        }
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let old = Error::named_by("supersedes", replaced(&mut tx, draft.supersedes).await)?;
        let new = draft.issue::<A>(letter::next(&mut tx).await?, by, &known, today)?;
        answers_for(permit, &new)?;
        one_head(&mut tx, &new, today).await?;
        letter::put(&mut tx, &new, &clock::now()).await?;
        let change = journal::Change::of("letter", new.number, &new.scope).after(&new);
        journal::witness(&mut tx, permit, &change).await?;
        for (nth, old) in old.into_iter().enumerate() {
            permit.over(&old.scope)?;
            // Another in its place ends a letter: it takes whoever could revoke it.
            answers_for(permit, &old)?;
            let can = old.can_be_superseded(&new, today);
            // One further back may have ended by itself.
            if nth == 0 {
                can?;
            }
            if can.is_ok() && (!new.waits() || old.waits()) {
                supersede(&mut tx, permit, old, &new).await?;
            }
        }
        tx.commit().await?;
        Ok(new)
    }

    async fn knows(&self, place: &Place) -> Result<bool, Error> {
        let register = self.field().await?;
        if register.knows(place) || register.branches().next().is_none() {
            return Ok(true);
        }
        Ok(self.0.store.all_headquarters().await?.iter().any(|one| place.contains(&one.place)))
    }

    /// Puts a second signature under a letter. Whoever issued it has to be able to issue it still; what it supersedes
    /// ends now, and not before.
    pub async fn confirm_letter(
        &self,
        permit: &Permit<act::ConfirmLetter>,
        number: i64,
    ) -> Result<Letter, Error> {
        let by = hand(permit)?;
        let today = clock::today();
        let mut tx = self.0.store.begin_act().await?;
        let before = letter::find(&mut tx, number).await?;
        permit.over(&before.scope)?;
        let mut after = before.clone();
        after.confirm(by)?;
        let old = replaced(&mut tx, before.supersedes).await?;
        if let Some(issued_by) = before.issued_by {
            let issuer = officer_in(&mut tx, issued_by).await?;
            let answers = |one: &Letter| headquarters::letter::answers_for(&issuer, one.role, &one.scope);
            if !std::iter::once(&before).chain(&old).all(answers) {
                return Err(Refused::IssuerGone.into());
            }
        }
        // What was right when it was issued may have become wrong while it waited.
        of_one_side(before.role, &letter::to(&mut tx, before.person).await?, today)?;
        one_head(&mut tx, &before, today).await?;
        let committee = match before.committee {
            Some(committee) => Some(organisation::find_committee(&mut tx, committee).await?),
            None => None,
        };
        if !headquarters::letter::heads(before.role, committee.as_ref(), today) {
            return Err(Refused::NoCommittee.into());
        }
        letter::settle(&mut tx, &after).await?;
        let change = journal::Change::of("letter", number, &before.scope).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change).await?;
        for old in old {
            // It may have ended meanwhile, by its own last day or by another hand: then there is nothing to end.
            if old.can_be_superseded(&after, today).is_ok() {
                supersede(&mut tx, permit, old, &after).await?;
            }
        }
        tx.commit().await?;
        Ok(after)
    }

    /// Refuses the second signature: the letter is off the table, and whoever issued it reads why.
    pub async fn decline_letter(
        &self,
        permit: &Permit<act::ConfirmLetter>,
        number: i64,
        why: &str,
    ) -> Result<Letter, Error> {
        let why = why.trim();
        if why.is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        let declined = Revoked { by: hand(permit)?, at: clock::now(), why: why.to_owned() };
        let mut tx = self.0.store.begin_act().await?;
        let before = letter::find(&mut tx, number).await?;
        permit.over(&before.scope)?;
        let mut after = before.clone();
        after.decline(declined)?;
        letter::settle(&mut tx, &after).await?;
        let change = journal::Change::of("letter", number, &before.scope).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change.why(why)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Ends a letter before its time.
    pub async fn revoke_letter<A: Appoints>(
        &self,
        permit: &Permit<A>,
        number: i64,
        why: &str,
    ) -> Result<Letter, Error> {
        let why = why.trim();
        if why.is_empty() {
            return Err(Error::field("why", Why::Missing));
        }
        let revoked = Revoked { by: hand(permit)?, at: clock::now(), why: why.to_owned() };
        let today = clock::today();
        let mut tx = self.0.store.begin_act().await?;
        let before = letter::find(&mut tx, number).await?;
        permit.over(&before.scope)?;
        let mut after = before.clone();
        after.revoke::<A>(revoked, today)?;
        answers_for(permit, &before)?;
        letter::settle(&mut tx, &after).await?;
        let change = journal::Change::of("letter", number, &before.scope).before(&before).after(&after);
        journal::witness(&mut tx, permit, &change.why(why)).await?;
        if let Some(old) = after.supersedes {
            let old = letter::find(&mut tx, old).await?;
            let mut holds = old.clone();
            // Where somebody else heads the committee by now, the earlier head's letter stays ended.
            if holds.hold_on(&after, today) && has_no_other_head(&mut tx, &holds, today).await? {
                keep(&mut tx, permit, &old, &holds).await?;
            }
        }
        tx.commit().await?;
        Ok(after)
    }

    /// Who holds what today, where the permit reaches, by the numbers of the letters.
    pub async fn holders(&self, permit: &Permit<act::ReadOrganisation>) -> Result<InForce, Error> {
        let today = clock::today();
        // Those below, and those above: whom an officer answers to, and whom they wait for, is no secret to them.
        let within = format!("({} OR {})", reached(permit, "scope"), lies_above("scope", permit.reach()));
        let mut letters = self.0.store.letters_in_force(&within, today).await?;
        letters.retain(|letter| letter.standing(today) == Standing::InForce);
        let names = self.names(letters.iter().map(|letter| letter.person)).await?;
        Ok(InForce { letters, names })
    }

    /// A letter with all that its page says.
    pub async fn letter(&self, permit: &Permit<act::ReadOrganisation>, number: i64) -> Result<Sheet, Error> {
        let unknown = || Error::Unknown(format!("letter {number}"));
        let (letter, issued_at) = self.0.store.letter(number).await?.ok_or_else(unknown)?;
        permit.over(&letter.scope)?;
        let committee = match letter.committee {
            Some(id) => self.0.store.committees().await?.into_iter().find(|one| one.id == id),
            None => None,
        };
        let headquarters =
            self.0.store.all_headquarters().await?.into_iter().find(|one| one.place == letter.scope);
        let names = self.names(named(&letter)).await?;
        let standing = letter.standing(clock::today());
        Ok(Sheet { letter, issued_at, standing, committee, headquarters, names })
    }

    /// At most so many letters where a permit reaches, newest first, below this number.
    pub async fn letters(
        &self,
        permit: &Permit<act::ReadOrganisation>,
        sought: &Sought,
        below: Option<i64>,
        most: usize,
    ) -> Result<Letters, Error> {
        let mut which = reached(permit, "letter.scope");
        if let Some(PersonId(person)) = sought.person {
            which = format!("{which} AND letter.person = {person}");
        }
        if let Some(places) = &sought.places {
            which = format!("{which} AND {}", lies_in("letter.scope", places));
        }
        let below = below.unwrap_or(i64::MAX);
        let mut letters = self.0.store.letters_page(&which, &sought.words, below, read_for(most)).await?;
        let next = cut_to(most, &mut letters, |(letter, _)| letter.number);
        let names = self.names(letters.iter().flat_map(|(letter, _)| named(letter))).await?;
        let today = clock::today();
        let letters = letters.into_iter().map(|(letter, _)| (letter.standing(today), letter));
        Ok(Letters { letters: letters.map(|(standing, letter)| (letter, standing)).collect(), names, next })
    }

    /// The letters that whoever holds the permit has to look at: those that wait for their signature, and those that end
    /// within so many days and are their own, or theirs to replace.
    pub async fn letters_at_hand(
        &self,
        permit: &Permit<act::ReadOrganisation>,
        days: i64,
    ) -> Result<LettersAtHand, Error> {
        let officer = permit.officer().ok_or(Error::NotNow("letters wait for officers"))?;
        let (me, today) = (officer.person.0, clock::today());
        let signs = lies_in("scope", officer.reach(Act::ConfirmLetter));
        let signs = format!("{signs} AND issued_by <> {me} AND person <> {me}");
        let mut waiting = self.0.store.letters_waiting(&signs, today).await?;
        waiting.retain(|letter| letter.standing(today) == Standing::Proposed);
        let mut sent = self.0.store.letters_waiting(&format!("issued_by = {me}"), today).await?;
        sent.retain(|letter| letter.standing(today) == Standing::Proposed);
        let since = today.after(-DECLINED);
        let mut declined = self.0.store.letters_revoked(&format!("issued_by = {me}"), since).await?;
        declined.retain(Letter::was_declined);
        let side =
            |act: Act, roles: &str| format!("({} AND role {roles})", lies_in("scope", officer.reach(act)));
        let supervisory = SUPERVISORY.map(|role| format!("'{role}'")).join(", ");
        let theirs = format!(
            "(person = {me} OR {} OR {})",
            side(Act::AppointExecutive, &format!("NOT IN ({supervisory})")),
            side(Act::AppointSupervisor, &format!("IN ({supervisory})"))
        );
        let mut ending = self.0.store.letters_ending(&theirs, today, today.after(days)).await?;
        ending.retain(|letter| letter.standing(today) == Standing::InForce && letter.superseded.is_none());
        let all = waiting.iter().chain(&sent).chain(&declined).chain(&ending);
        let names = self.names(all.flat_map(named)).await?;
        Ok(LettersAtHand { waiting, sent, declined, ending, names })
    }
}

/// So many days whoever issued a letter reads that it was declined.
const DECLINED: i64 = 14;

/// The roles of supervisory bodies, as a test compares them with the rule.
const SUPERVISORY: [Role; 2] = [Role::SupervisoryChair, Role::Supervisor];

/// Everybody whom a letter names.
fn named(letter: &Letter) -> impl Iterator<Item = PersonId> {
    let revoked_by = letter.revoked.as_ref().map(|end| end.by);
    [Some(letter.person), letter.issued_by, letter.confirmed_by, revoked_by].into_iter().flatten()
}

/// Which letters are asked for.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// What the names of the appointed contain, folded as searches fold them.
    pub words: String,
    /// To whom.
    pub person: Option<PersonId>,
    /// In one of these places, or below; anywhere where it is nothing.
    pub places: Option<Vec<Place>>,
}

/// A page of letters, newest first.
#[derive(Debug, Clone)]
pub struct Letters {
    /// Each with what it is worth today.
    pub letters: Vec<(Letter, Standing)>,
    /// Everybody whom they name.
    pub names: Names,
    /// Where the next page begins: below this number.
    pub next: Option<i64>,
}

/// Letters that somebody has to look at.
#[derive(Debug, Clone)]
pub struct LettersAtHand {
    /// They wait for this officer's signature as the second one.
    pub waiting: Vec<Letter>,
    /// This officer issued them, and they wait for somebody else's.
    pub sent: Vec<Letter>,
    /// This officer issued them, and somebody would not put the second signature under them lately.
    pub declined: Vec<Letter>,
    /// They end soon, and no other takes their place.
    pub ending: Vec<Letter>,
    /// Those whom they appoint.
    pub names: Names,
}

/// The letters that hold today.
#[derive(Debug, Clone, Default)]
pub struct InForce {
    /// The letters, by number.
    pub letters: Vec<Letter>,
    /// Those whom they appoint.
    pub names: Names,
}

/// A letter with all that its page says.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The letter.
    pub letter: Letter,
    /// When it was issued.
    pub issued_at: String,
    /// What it is worth today.
    pub standing: Standing,
    /// Its committee, where it is one's.
    pub committee: Option<Committee>,
    /// The headquarters at its place, if there is one.
    pub headquarters: Option<Headquarters>,
    /// Everybody whom it names.
    pub names: Names,
}

/// Refuses a letter that the officer behind a permit does not answer for.
fn answers_for<A: Kind>(permit: &Permit<A>, letter: &Letter) -> Result<(), Error> {
    let answers = |officer| headquarters::letter::answers_for(officer, letter.role, &letter.scope);
    if permit.officer().is_none_or(answers) { Ok(()) } else { Err(Refused::Governors.into()) }
}

/// A committee has one head at a time: a letter to a second one waits until the first one's has ended.
async fn one_head(tx: &mut Tx, new: &Letter, today: Day) -> Result<(), Error> {
    if has_no_other_head(tx, new, today).await? {
        Ok(())
    } else {
        Err(Error::field("committee", Why::HasHead))
    }
}

async fn has_no_other_head(tx: &mut Tx, new: &Letter, today: Day) -> Result<bool, Error> {
    let Some(committee) = new.committee.filter(|_| new.role.heads().is_some()) else { return Ok(true) };
    let others = letter::of_committee(tx, committee).await?;
    let ends: Vec<i64> = replaced(tx, new.supersedes).await?.iter().map(|one| one.number).collect();
    let second = |one: &Letter| {
        let other = one.number != new.number && !ends.contains(&one.number);
        other && one.role.heads().is_some() && one.overlaps(new, today)
    };
    Ok(!others.iter().any(second))
}

/// The letters whose place one takes: the one that it names and, where that never held because it still waited, the one
/// whose place that was to take, and so on.
async fn replaced(tx: &mut Tx, named: Option<i64>) -> Result<Vec<Letter>, Error> {
    let (mut all, mut next) = (Vec::new(), named);
    while let Some(number) = next {
        let found = letter::find(tx, number).await?;
        next = found.supersedes.filter(|earlier| found.waits() && *earlier < number);
        all.push(found);
    }
    Ok(all)
}

/// The earlier letter ends when the later one holds; the journal says so of the earlier one too.
async fn supersede<A: Kind>(tx: &mut Tx, permit: &Permit<A>, old: Letter, new: &Letter) -> Result<(), Error> {
    let mut ended = old.clone();
    ended.supersede(new, clock::today())?;
    keep(tx, permit, &old, &ended).await
}

async fn keep<A: Kind>(
    tx: &mut Tx,
    permit: &Permit<A>,
    before: &Letter,
    after: &Letter,
) -> Result<(), Error> {
    letter::settle(tx, after).await?;
    let change = journal::Change::of("letter", before.number, &before.scope).before(before).after(after);
    journal::witness(tx, permit, &change).await
}

#[cfg(test)]
mod tests;
