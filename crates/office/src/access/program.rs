//! Programs: an officer draws a token by which a program reads what they may read, and no more.

use super::SessionToken;
use crate::clock;
use crate::error::Error;
use crate::open::Office;
use crate::store::{journal, program};
use election::bytes::Digest;
use headquarters::permit::{Officer, PersonId};
use headquarters::program::Draft;

/// What every token of a program begins with, so that whoever finds one knows what it is.
const MARK: &str = "amin-program-";

/// What a program shows. Only its hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct ProgramToken(String);

impl ProgramToken {
    /// The token that was shown, if it is one of a program.
    pub fn shown(text: &str) -> Option<Self> {
        text.starts_with(MARK).then(|| Self(text.to_owned()))
    }

    /// What its owner is shown once.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }
}

impl std::fmt::Debug for ProgramToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProgramToken({} characters)", self.0.len())
    }
}

/// A program's token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its number: the hash of what the program shows, which reads nothing.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// The day on which it was drawn.
    pub drawn: String,
    /// Its last day.
    pub until: String,
    /// The day of its last use; empty if never.
    pub used: String,
}

impl Office {
    /// Draws a token for a program; it is answered once. Asks for a session that has just begun.
    pub async fn draw_program_token(
        &self,
        officer: &Officer,
        shown: &SessionToken,
        draft: &Draft,
    ) -> Result<ProgramToken, Error> {
        self.ask_fresh(shown).await?;
        let token = ProgramToken(format!("{MARK}{}", hex::encode(rand::random::<[u8; 32]>())));
        let (person, today) = (officer.person, clock::today());
        let mut tx = self.0.store.begin_act().await?;
        program::sweep(&mut tx, person, today).await?;
        let until = draft.draw(officer, program::count(&mut tx, person).await?, today)?;
        program::put(&mut tx, &token.digest(), person, &draft.name, (today, until)).await?;
        let what = format!("{}, until {until}", draft.name);
        let (at, actor) = (clock::now(), person.to_string());
        journal::note(&mut tx, &at, &actor, "draw a token for a program", &what).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Ends a token of a person's.
    pub async fn end_program_token(&self, person: PersonId, id: &str) -> Result<(), Error> {
        let unknown = || Error::Unknown(String::from("program"));
        let token = hex::decode(id).map_err(|_| unknown())?;
        let mut tx = self.0.store.begin_act().await?;
        let name = program::end(&mut tx, person, &token).await?.ok_or_else(unknown)?;
        journal::note(&mut tx, &clock::now(), &person.to_string(), "end a token of a program", &name).await?;
        tx.commit().await
    }

    /// The officer whose program shows this token, with the letters that are in force now; nobody once its last day has
    /// passed. A lock on a password is none on it: nobody guesses a token, and whoever tries passwords stops no program.
    pub async fn recognise_program(&self, token: &ProgramToken) -> Result<Option<Officer>, Error> {
        let digest = token.digest();
        let Some(found) = self.0.store.program(&digest).await? else { return Ok(None) };
        let (person, today) = (PersonId(found.person), clock::today().to_string());
        if found.until < today {
            return Ok(None);
        }
        if found.used != today {
            self.0.store.program_used(&digest, &today).await?;
        }
        self.officer(person).await
    }

    pub(super) async fn programs_of(&self, person: PersonId) -> Result<Vec<Program>, Error> {
        let today = clock::today().to_string();
        let rows = self.0.store.programs_of(person).await?.into_iter();
        let good = rows.filter(|row| row.until >= today);
        let seen = good.map(|row| Program {
            id: hex::encode(row.token),
            name: row.name,
            drawn: row.drawn,
            until: row.until,
            used: row.used,
        });
        Ok(seen.collect())
    }
}
