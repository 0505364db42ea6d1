//! Freeze the set-up.

use crate::error::Error;
use crate::open::Office;
use board::entry::{self, Entry};
use election::import::draft::Keys;
use election::signatory::Signatory;
use headquarters::permit::{Permit, act};

impl Office {
    /// Draft and keys → the entry that freezes them, signed by the headquarters.
    ///
    /// It stands on the record only when both boards of each contest have signed it too.
    pub async fn freeze_setup(
        &self,
        _permit: &Permit<act::FreezeSetup>,
        keys: &Keys,
    ) -> Result<Entry, Error> {
        if self.event().await.is_ok() {
            return Err(Error::NotNow("the set-up is frozen already"));
        }
        let draft = self.0.store.draft().await?.ok_or(Error::NotNow("nothing has been imported yet"))?;
        let log = self.0.log.key().to_string();
        let setup = draft.complete(self.key(), log, self.0.witness.key(), keys)?;
        setup.check()?;
        setup.seats()?;
        let file = self.keep_file(setup.to_bytes()).await?;
        let entry = Entry::unsigned(entry::Setup { setup: file });
        Ok(entry.signed(&file.sha256, Signatory::Headquarters, &self.0.signer))
    }
}
