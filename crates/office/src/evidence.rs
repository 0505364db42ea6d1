//! Files that come with what is said of a decision: looked at before they are kept, and handed out behind the decision's
//! own permit.

use crate::error::Error;
use crate::open::Office;
use crate::picture::{anew, look};
use election::bytes::Digest;
use headquarters::evidence::{Evidence, Kind, LARGEST, MOST};
use headquarters::form::Why;
use headquarters::permit::{Permit, act};

/// The field of the form that files come in.
pub(crate) const FIELD: &str = "files";

/// A file as it came.
#[derive(Clone)]
pub struct Brought {
    /// What whoever sent it calls it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Brought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Brought({} bytes)", self.bytes.len())
    }
}

/// A file as it is kept.
pub(crate) type Kept = (Evidence, Vec<u8>);

/// Files as they are kept: papers as they came, pictures made anew, each once. All of them or none.
pub(crate) async fn look_at(files: Vec<Brought>) -> Result<Vec<Kept>, Error> {
    if files.len() > MOST {
        return Err(Error::field(FIELD, Why::TooMany));
    }
    if files.iter().any(|file| file.bytes.len() > LARGEST) {
        return Err(Error::field(FIELD, Why::TooLarge));
    }
    let kept = look(move || files.into_iter().map(kept).collect::<Option<Vec<_>>>()).await;
    let mut kept = kept.ok_or_else(|| Error::field(FIELD, Why::NoEvidence))?;
    let mut seen = Vec::new();
    kept.retain(|(file, _)| {
        let fresh = !seen.contains(&file.hash);
        seen.push(file.hash);
        fresh
    });
    Ok(kept)
}

fn kept(file: Brought) -> Option<Kept> {
    let kind = Kind::claimed(&file.bytes);
    let bytes = match kind {
        Kind::Pdf => file.bytes,
        Kind::Picture => anew(&file.bytes)?,
    };
    let name = kind.named(&file.name);
    Some((Evidence { hash: Digest::of(&bytes), name, kind, size: bytes.len() as u64 }, bytes))
}

impl Office {
    /// A file that came with what was said of a decision, for whoever may read the decision.
    pub async fn evidence(
        &self,
        permit: &Permit<act::ReadDecisions>,
        number: i64,
        hash: &Digest,
    ) -> Result<(Evidence, Vec<u8>), Error> {
        self.readable_decision(permit, number).await?;
        let found = self.0.store.evidence(number, hash).await?;
        found.ok_or_else(|| Error::Unknown(format!("evidence {hash}")))
    }
}
