//! A signing key in a sealed file, with the name of its seat.

use crate::failure::Failure;
use crate::sealed::{self, Passphrase};
use clap::Args;
use crypto::signature::Signer;
use election::signatory::Signatory;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use zeroize::{Zeroize, Zeroizing};

/// Where the key is, and how to open it.
#[derive(Args)]
pub(crate) struct Where {
    /// The sealed file of the key
    #[arg(long)]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// What is in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Secret {
    of: Signatory,
    seed: String,
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

impl Where {
    /// Seals a new key; never over another.
    pub(crate) fn create(&self, of: &Signatory, signer: &Signer) -> Result<(), Failure> {
        if self.file.exists() {
            return Err(Failure::new(
                format!("{} is there already", self.file.display()),
                "Choose another --file; a key is never overwritten",
            ));
        }
        let secret = Secret { of: of.clone(), seed: hex::encode(*signer.seed()) };
        let json = Zeroizing::new(serde_json::to_vec(&secret).map_err(Failure::other)?);
        sealed::seal(&self.file, &self.passphrase.get(&of.to_string())?, &json)
    }

    /// The key, and whose it is.
    pub(crate) fn open(&self) -> Result<(Signatory, Signer), Failure> {
        let file = station::disk::read(&self.file)?.ok_or_else(|| {
            Failure::new(format!("{} is missing", self.file.display()), "Draw a key first: amin signer draw")
        })?;
        let passphrase = self.passphrase.get("this key")?;
        let bytes = sealed::open(&self.file, &file, &passphrase)?;
        let damaged = || Failure::new(format!("{} holds no key", self.file.display()), "Use the back-up");
        let secret: Secret = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        let mut seed = Zeroizing::new([0; 32]);
        hex::decode_to_slice(&secret.seed, &mut *seed).map_err(|_| damaged())?;
        Ok((secret.of.clone(), Signer::from_seed(&seed)))
    }
}
