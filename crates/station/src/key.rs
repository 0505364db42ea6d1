//! The signing key of a machine.

use crate::disk::{self, DiskError};
use crypto::signature::Signer;
use rand::Rng as _;
use std::path::Path;
use zeroize::Zeroizing;

/// The key in a file that only its owner may read; drawn on the first start.
pub fn key(path: &Path) -> Result<Signer, DiskError> {
    if let Some(bytes) = disk::read(path)?.map(Zeroizing::new) {
        let seed = <&[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| {
            DiskError::at(path)(std::io::Error::new(std::io::ErrorKind::InvalidData, "not a key of 32 bytes"))
        })?;
        return Ok(Signer::from_seed(seed));
    }
    let mut seed = Zeroizing::new([0; 32]);
    rand::rng().fill_bytes(&mut *seed);
    disk::write(path, &*seed, true)?;
    Ok(Signer::from_seed(&seed))
}
