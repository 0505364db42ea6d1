//! The trustee's encrypted file: `trustee.age`, sealed under a passphrase (age, scrypt).

use super::Folder;
use crate::failure::Failure;
use crate::sealed::{self, Passphrase};
use age::secrecy::SecretString;
use clap::Args;
use crypto::ceremony::Plan;
use protocol::trustee::Trustee;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Where the file is, and how to open it.
#[derive(Args)]
pub(crate) struct Where {
    /// The trustee's folder
    #[arg(long)]
    pub(crate) dir: Folder,
    #[command(flatten)]
    passphrase: Passphrase,
}

impl Where {
    fn path(&self) -> PathBuf {
        self.dir.join("trustee.age")
    }

    /// Does the file exist?
    pub(crate) fn exists(&self) -> bool {
        self.path().exists()
    }

    /// Opens the file and keeps the passphrase for writing it again.
    pub(crate) fn open(&self) -> Result<Opened, Failure> {
        let path = self.path();
        let file = station::disk::read(&path)?.ok_or_else(|| {
            Failure::new(format!("{} is missing", path.display()), "Enrol first: amin trustee enrol")
        })?;
        let passphrase = self.passphrase.get("this trustee")?;
        let bytes = sealed::open(&path, &file, &passphrase)?;
        Ok(Opened { path, passphrase, bytes })
    }

    /// Seals a new trustee's file.
    pub(crate) fn create(&self, trustee: &Trustee) -> Result<(), Failure> {
        sealed::seal(&self.path(), &self.passphrase.get("this trustee")?, &trustee.to_bytes())
    }
}

/// An opened file.
pub(crate) struct Opened {
    path: PathBuf,
    passphrase: SecretString,
    bytes: Zeroizing<Vec<u8>>,
}

impl Opened {
    /// The trustee in it; the plan is needed to read a pledged deal.
    pub(crate) fn trustee(&self, plan: Option<Plan>) -> Result<Trustee, Failure> {
        Trustee::from_bytes(&self.bytes, plan)
            .map_err(|e| Failure::new(format!("{}: {e}", self.path.display()), "Use the back-up"))
    }

    /// Writes the trustee again, with what it must remember.
    pub(crate) fn keep(&self, trustee: &Trustee) -> Result<(), Failure> {
        sealed::seal(&self.path, &self.passphrase, &trustee.to_bytes())
    }
}
