//! The trustee's encrypted file: `trustee.age`, sealed under a passphrase (age, scrypt).

use super::Folder;
use crate::failure::Failure;
use age::secrecy::SecretString;
use clap::Args;
use crypto::ceremony::Plan;
use protocol::trustee::Trustee;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// 2^18 rounds of scrypt, about a second of a good processor. Fixed: measured by the clock of a busy machine
/// it would come out too weak, or too strong to be opened elsewhere.
const WORK: u8 = 18;
/// Files sealed elsewhere with up to 2^22 rounds are opened.
const MOST_WORK: u8 = 22;

/// Where the file is, and how to open it.
#[derive(Args)]
pub(crate) struct Where {
    /// The trustee's folder
    #[arg(long)]
    pub(crate) dir: Folder,
    /// File with the passphrase; else the variable AMIN_PASSPHRASE, else it is asked for
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

impl Where {
    fn path(&self) -> PathBuf {
        self.dir.join("trustee.age")
    }

    fn passphrase(&self) -> Result<SecretString, Failure> {
        if let Some(path) = &self.passphrase_file {
            let bytes = station::disk::read(path)?.ok_or_else(|| {
                Failure::new(format!("{} is missing", path.display()), "Check --passphrase-file")
            })?;
            return Ok(SecretString::from(String::from_utf8_lossy(&bytes).trim_end().to_owned()));
        }
        if let Ok(passphrase) = std::env::var("AMIN_PASSPHRASE") {
            return Ok(SecretString::from(passphrase));
        }
        if !std::io::stdin().is_terminal() {
            return Err(Failure::new(
                "there is no passphrase, and nobody to ask",
                "Give --passphrase-file, or set AMIN_PASSPHRASE",
            ));
        }
        let typed = rpassword::prompt_password("Passphrase of this trustee: ").map_err(Failure::other)?;
        Ok(SecretString::from(typed))
    }

    /// Does the file exist?
    pub(crate) fn exists(&self) -> bool {
        self.path().exists()
    }

    /// Opens the file and keeps the passphrase for writing it again.
    pub(crate) fn open(&self) -> Result<Opened, Failure> {
        let sealed = station::disk::read(&self.path())?.ok_or_else(|| {
            Failure::new(format!("{} is missing", self.path().display()), "Enrol first: amin trustee enrol")
        })?;
        let passphrase = self.passphrase()?;
        let mut identity = age::scrypt::Identity::new(passphrase.clone());
        identity.set_max_work_factor(MOST_WORK);
        let bytes = age::decrypt(&identity, &sealed).map_err(|_| {
            Failure::new(
                format!("{} does not open with this passphrase", self.path().display()),
                "Type it again; if the file is damaged, use the back-up: up to n − t trustees may be lost",
            )
        })?;
        Ok(Opened { path: self.path(), passphrase, bytes: Zeroizing::new(bytes) })
    }

    /// Seals a new trustee's file.
    pub(crate) fn create(&self, trustee: &Trustee) -> Result<(), Failure> {
        seal(&self.path(), &self.passphrase()?, trustee)
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
        seal(&self.path, &self.passphrase, trustee)
    }
}

fn seal(path: &std::path::Path, passphrase: &SecretString, trustee: &Trustee) -> Result<(), Failure> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(WORK);
    let sealed = age::encrypt(&recipient, &trustee.to_bytes()).map_err(Failure::other)?;
    Ok(station::disk::write(path, &sealed, true)?)
}
