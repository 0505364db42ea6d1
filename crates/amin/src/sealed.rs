//! A secret in a file under a passphrase (age, scrypt).

use crate::failure::Failure;
use age::secrecy::SecretString;
use clap::Args;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// 2^18 rounds of scrypt, about a second of a good processor. Fixed: measured by the clock of a busy machine
/// it would come out too weak, or too strong to be opened elsewhere.
const WORK: u8 = 18;
/// Files sealed elsewhere with up to 2^22 rounds are opened.
const MOST_WORK: u8 = 22;

/// Where the passphrase comes from.
#[derive(Args)]
pub(crate) struct Passphrase {
    /// File with the passphrase; else the variable AMIN_PASSPHRASE, else it is asked for
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    /// The passphrase; `whose` is asked for it at the terminal.
    pub(crate) fn get(&self, whose: &str) -> Result<SecretString, Failure> {
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
        let typed = rpassword::prompt_password(format!("Passphrase of {whose}: ")).map_err(Failure::other)?;
        Ok(SecretString::from(typed))
    }
}

/// Seals bytes into a file that only its owner may read.
pub(crate) fn seal(path: &Path, passphrase: &SecretString, bytes: &[u8]) -> Result<(), Failure> {
    let mut recipient = age::scrypt::Recipient::new(passphrase.clone());
    recipient.set_work_factor(WORK);
    let sealed = age::encrypt(&recipient, bytes).map_err(Failure::other)?;
    Ok(station::disk::write(path, &sealed, true)?)
}

/// Opens what was sealed.
pub(crate) fn open(
    path: &Path,
    sealed: &[u8],
    passphrase: &SecretString,
) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut identity = age::scrypt::Identity::new(passphrase.clone());
    identity.set_max_work_factor(MOST_WORK);
    age::decrypt(&identity, sealed).map(Zeroizing::new).map_err(|_| {
        Failure::new(
            format!("{} does not open with this passphrase", path.display()),
            "Type it again; if the file is damaged, use the back-up",
        )
    })
}
