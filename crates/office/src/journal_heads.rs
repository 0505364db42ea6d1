//! The head of the journal, day by day: what keeps the promise that nothing in it is changed or deleted.
//!
//! The journal is a chain: each line's hash binds all lines before it. Whoever owns the database could still write the
//! whole chain anew. So once a day its head is signed and shown to everybody at `/journal-heads`; each such line also
//! binds the one before it. Whoever kept a copy, a supervisor or a newspaper, finds out later whether the journal is the
//! one of that day ([`walk`]). See `docs/decisions/0014-journal-heads.md`.

use crate::clock;
use crate::error::Error;
use crate::open::{Inner, Office};
use crate::store::{Store, journal};
use calendar::Day;
use crypto::signature::{PublicKey, Signature, Signer};
use headquarters::permit::{Permit, act};
use std::path::Path;
use std::sync::Weak;
use std::time::Duration;

/// What a head is signed for.
const DOMAIN: &str = "amin journal head";
/// How often it is looked whether today has a head.
const EVERY: Duration = Duration::from_secs(600);

/// One day's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The day.
    pub day: Day,
    /// The last line of the journal on that day.
    pub line: i64,
    /// That line's hash.
    pub hash: [u8; 32],
}

/// What a walk along the chain came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// How many lines stand, one after the other, before the first break.
    pub lines: i64,
    /// The hash of the last of them.
    pub head: [u8; 32],
    /// How many heads of earlier days agree with them.
    pub heads: usize,
    /// Where the chain breaks, if it does.
    pub broken: Option<Break>,
}

/// Where the journal is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// There is no such line; a later one is there, or a head names it.
    #[error("line {0} is missing")]
    Missing(i64),
    /// The line does not hang on the one before it.
    #[error("line {0} does not follow the line before it")]
    Torn(i64),
    /// The line says something else than its hash.
    #[error("line {0} was changed")]
    Changed(i64),
    /// The chain holds together, but it is another one than on that day.
    #[error("line {line} is not the one whose hash was published on {day}: the journal was written anew")]
    Rewritten {
        /// The line.
        line: i64,
        /// The day.
        day: Day,
    },
}

/// Why a copy of the heads cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadHeads {
    /// A line is no day, number, hash and signature.
    #[error("line {0} of the heads is not a day, a number, a hash and a signature")]
    Unreadable(usize),
    /// The signature is not the headquarters', or the line before is another one.
    #[error("line {0} of the heads is not signed by this headquarters, or a line before it was changed")]
    Unsigned(usize),
    /// A day, or a number, does not grow.
    #[error("line {0} of the heads is not later than the line before it")]
    Backwards(usize),
}

fn signed_text(previous: &str, said: &str) -> Vec<u8> {
    format!("{previous}\n{said}").into_bytes()
}

/// A head as a line that follows another.
fn write(signer: &Signer, previous: &str, head: &Head) -> String {
    let said = format!("{} {} {}", head.day, head.line, hex::encode(head.hash));
    let signature = signer.sign(DOMAIN, &signed_text(previous, &said));
    format!("{said} {}", hex::encode(signature.0))
}

/// Reads the heads and checks that this key signed each of them, one on the other.
pub fn read(text: &str, key: &PublicKey) -> Result<Vec<Head>, BadHeads> {
    let mut heads: Vec<Head> = Vec::new();
    let mut previous = "";
    for (number, line) in (1..).zip(text.lines()) {
        let (said, signature) = line.rsplit_once(' ').ok_or(BadHeads::Unreadable(number))?;
        let parsed = (|| {
            let mut parts = said.split(' ');
            let (day, line, hash) = (parts.next()?, parts.next()?, parts.next()?);
            let mut bytes = [0; 32];
            hex::decode_to_slice(hash, &mut bytes).ok()?;
            let head = Head { day: day.parse().ok()?, line: line.parse().ok()?, hash: bytes };
            let mut bytes = [0; 64];
            hex::decode_to_slice(signature, &mut bytes).ok()?;
            parts.next().is_none().then_some((head, Signature(bytes)))
        })();
        let (head, signature) = parsed.ok_or(BadHeads::Unreadable(number))?;
        if !key.verifies(DOMAIN, &signed_text(previous, said), &signature) {
            return Err(BadHeads::Unsigned(number));
        }
        if heads.last().is_some_and(|last| (head.day <= last.day) || (head.line < last.line)) {
            return Err(BadHeads::Backwards(number));
        }
        heads.push(head);
        previous = line;
    }
    Ok(heads)
}

/// Walks along the whole journal, line by line, and compares it with the heads of earlier days.
pub(crate) async fn walk(store: &Store, heads: &[Head]) -> Result<Walked, Error> {
    let mut walked = Walked { lines: 0, head: [0; 32], heads: 0, broken: None };
    let mut heads = heads.iter().peekable();
    loop {
        let rows = store.journal_after(walked.lines).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let next = walked.lines + 1;
            let line = journal::Line { at: &row.at, actor: &row.actor, act: &row.act, what: &row.what };
            let broken = match () {
                () if row.line != next => Some(Break::Missing(next)),
                () if row.previous != walked.head => Some(Break::Torn(next)),
                () if row.hash != journal::hash(&row.previous, &line).0 => Some(Break::Changed(next)),
                () => None,
            };
            if broken.is_some() {
                return Ok(Walked { broken, ..walked });
            }
            walked.head.copy_from_slice(&row.hash);
            walked.lines = next;
            while let Some(head) = heads.next_if(|head| head.line == next) {
                if head.hash != walked.head {
                    let broken = Some(Break::Rewritten { line: next, day: head.day });
                    return Ok(Walked { broken, ..walked });
                }
                walked.heads += 1;
            }
        }
    }
    // A head beyond the last line: the end was cut off.
    let broken = heads.next().map(|_| Break::Missing(walked.lines + 1));
    Ok(Walked { broken, ..walked })
}

/// Walks along the journal of a headquarters that need not run, beside a copy of its heads that somebody kept; beside
/// those in the database where there is none.
pub async fn audit_journal(
    data: &Path,
    database: Option<&str>,
    kept: Option<&str>,
) -> Result<Result<Walked, BadHeads>, Error> {
    let store = Store::open(data, database).await?;
    let signer = Signer::from_seed(&store.secret("headquarters", &mut rand::rng()).await?);
    let text = match kept {
        Some(kept) => kept.to_owned(),
        None => store.journal_heads().await?,
    };
    Ok(match read(&text, &signer.public()) {
        Ok(heads) => Ok(walk(&store, &heads).await?),
        Err(bad) => Err(bad),
    })
}

impl Office {
    /// The heads that were published, a line a day. Everybody may read and keep them: that is what they are for.
    pub async fn journal_heads(&self) -> Result<String, Error> {
        self.0.store.journal_heads().await
    }

    /// Walks along the journal, beside the published heads.
    pub async fn check_journal(
        &self,
        _permit: &Permit<act::ReadJournal>,
    ) -> Result<Result<Walked, BadHeads>, Error> {
        match read(&self.journal_heads().await?, &self.key()) {
            Ok(heads) => Ok(Ok(walk(&self.0.store, &heads).await?)),
            Err(bad) => Ok(Err(bad)),
        }
    }

    /// Signs and keeps today's head, unless it is there; answers whether it was made now. A journal without a line has
    /// no head.
    pub(crate) async fn publish_head(&self, today: Day) -> Result<bool, Error> {
        let text = self.journal_heads().await?;
        let previous = text.lines().last().unwrap_or_default();
        let last: Option<Day> = previous.split(' ').next().and_then(|day| day.parse().ok());
        // A clock that was ahead left a head of a day to come. Those after it stand in the order of their days, so until then
        // there is none.
        if last.is_some_and(|last| today <= last) {
            return Ok(false);
        }
        let mut tx = self.0.store.begin_act().await?;
        let Some((line, hash)) = journal::last_act(&mut tx).await? else { return Ok(false) };
        let hash = hash.try_into().map_err(|_| Error::Damaged("a hash of the journal".into()))?;
        let head = write(&self.0.signer, previous, &Head { day: today, line, hash });
        let kept = journal::put_head(&mut tx, &today.to_string(), &head).await?;
        tx.commit().await?;
        Ok(kept)
    }
}

/// Publishes a head every day. A background task.
pub(crate) async fn keep_publishing_heads(office: Weak<Inner>) {
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(inner) = office.upgrade() else { return };
        if let Err(error) = Office(inner).publish_head(clock::today()).await {
            eprintln!("amin: the journal's head of today waits: {error}");
        }
    }
}

#[cfg(test)]
mod tests;
