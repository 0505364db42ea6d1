//! The transparency log: what bytes belong at which path, and who vouches for them.
//!
//! A log is a list of entries that only grows. Its [`Tree`] (RFC 6962) has a root after every entry; the log's
//! key signs a [`Checkpoint`] of size and root, and a [`witness`], which another body runs, cosigns it only when
//! it extends the last one. Whoever holds a cosigned checkpoint therefore knows that everybody else sees the
//! same list. The files are static and follow the C2SP specifications (tlog-tiles, tlog-checkpoint, signed-note,
//! tlog-cosignature, tlog-witness, tlog-proof), so that clients we did not write can check them.
//!
//! **In scope:** hashing, proofs, tiles and bundles, notes and their keys, the rules of the witness, receipts.
//! `docs/protocol/record.md` is the specification.
//!
//! **Out of scope:** disks, sockets, clocks; what an entry means.
//!
//! **Words.** An *entry* is bytes; its *leaf* is their hash; a *tile* is a file of up to 256 hashes or entries;
//! the *origin* is the log's name; *old* and *new* are sizes of the same log at two times.

pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
pub mod hash;
pub mod key;
pub mod note;
pub mod policy;
pub mod proof;
pub mod receipt;
pub mod tile;
pub mod tree;
pub mod witness;

mod decimal;

pub use checkpoint::{Checkpoint, LogSigner};
pub use cosignature::WitnessSigner;
pub use hash::{Hash, leaf_hash};
pub use key::{Key, Name};
pub use note::Note;
pub use policy::Policy;
pub use proof::{check_consistency, check_inclusion};
pub use receipt::Receipt;
pub use tile::{Tile, layout};
pub use tree::Tree;
pub use witness::Witness;

#[cfg(test)]
mod tests;
