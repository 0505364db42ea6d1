//! The language-neutral vectors of log, entries, set-up, units and seats: what stands in `vectors/` is what the
//! code gives. Those of the proofs are made in `crates/crypto`.

#[path = "../../vectors/agree.rs"]
mod agree;
mod entry;
mod log;
mod seats;
mod setup;

use crypto::signature::Signer;

/// A key of nobody.
fn signer(n: u8) -> Signer {
    Signer::from_seed(&[n; 32])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}
