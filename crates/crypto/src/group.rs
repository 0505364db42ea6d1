//! Ristretto255 (RFC 9496): the group of prime order in which everything happens, and its fixed points.

use curve25519_dalek::constants::{RISTRETTO_BASEPOINT_POINT, RISTRETTO_BASEPOINT_TABLE};
pub use curve25519_dalek::ristretto::{
    CompressedRistretto as Encoded, RistrettoBasepointTable as Table, RistrettoPoint as Point,
};
pub use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
pub use curve25519_dalek::traits::VartimeMultiscalarMul;
use sha2::{Digest, Sha512};
use std::sync::LazyLock;

/// `G`, the base point.
pub const G: Point = RISTRETTO_BASEPOINT_POINT;

/// The table for constant-time multiples of `G`.
pub fn g_table() -> &'static Table {
    RISTRETTO_BASEPOINT_TABLE
}

/// `U`, the base of the votes: a ballot's number `m` travels as `m·U`.
///
/// It is hashed from a public string, so that nobody, not even all trustees together, knows a relation
/// between `U`, `G` and the election key. The binding of a sealed ballot rests on that.
pub fn vote_base() -> Point {
    static U: LazyLock<Point> = LazyLock::new(|| hash_to_group("vote base", &[]));
    *U
}

/// The table for constant-time multiples of `U`.
pub fn vote_table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| Table::create(&vote_base()));
    &TABLE
}

/// A point of unknown discrete logarithm, hashed from a domain and parts (RFC 9496 §4.3.4 over SHA-512).
///
/// Every part is preceded by its length, so two different lists of parts never hash the same bytes.
pub fn hash_to_group(domain: &str, parts: &[&[u8]]) -> Point {
    let mut hash = Sha512::new();
    hash.update(b"amin/1/group");
    for part in std::iter::once(domain.as_bytes()).chain(parts.iter().copied()) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    Point::from_uniform_bytes(&hash.finalize().into())
}

/// Is this the neutral element? A ciphertext, key or commitment never may be.
pub fn is_identity(point: &Point) -> bool {
    *point == Point::identity()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vote_base_is_none_of_the_points_one_knows() {
        assert_ne!(vote_base(), G);
        assert!(!is_identity(&vote_base()));
    }

    #[test]
    fn parts_are_told_apart_from_their_concatenation() {
        assert_ne!(hash_to_group("d", &[b"ab", b"c"]), hash_to_group("d", &[b"a", b"bc"]));
        assert_ne!(hash_to_group("d", &[b"ab"]), hash_to_group("da", &[b"b"]));
    }
}
