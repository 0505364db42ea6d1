//! ElGamal with the message in the exponent of `U`: `A = r·G`, `B = r·h + m·U`.
//!
//! `B` is at once the second half of the ciphertext and a Pedersen commitment to `m` on the bases `h`, `U`.

use crate::group::{Encoded, Point, Scalar, Table, g_table, vote_table};
use crate::wire::{Malformed, Reader};
use rand_core::CryptoRng;
use std::sync::Arc;

/// `h = x·G`, the election key, with a table for its multiples.
#[derive(Clone)]
pub struct ElectionKey {
    encoded: Encoded,
    point: Point,
    table: Arc<Table>,
}

impl ElectionKey {
    /// Takes a point as the election key; the neutral element is refused.
    pub fn new(point: Point) -> Result<Self, Malformed> {
        if crate::group::is_identity(&point) {
            return Err(Malformed::Identity);
        }
        Ok(Self { encoded: point.compress(), point, table: Arc::new(Table::create(&point)) })
    }

    /// Reads the canonical encoding.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let point = reader.proper_point()?;
        reader.end()?;
        Self::new(point)
    }

    /// The key as a point.
    pub fn point(&self) -> &Point {
        &self.point
    }

    /// The canonical encoding.
    pub fn encoded(&self) -> &Encoded {
        &self.encoded
    }

    /// `s·h` in constant time.
    pub fn times(&self, s: &Scalar) -> Point {
        &*self.table * s
    }
}

impl std::fmt::Debug for ElectionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ElectionKey({:02x?})", &self.encoded.as_bytes()[..4])
    }
}

impl PartialEq for ElectionKey {
    fn eq(&self, other: &Self) -> bool {
        self.encoded == other.encoded
    }
}
impl Eq for ElectionKey {}

/// `(A, B)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(non_snake_case)]
pub struct Ciphertext {
    /// `r·G`
    pub A: Point,
    /// `r·h + m·U`
    pub B: Point,
}

impl Ciphertext {
    /// Encrypts the number `m` with randomness `r`.
    pub fn seal(key: &ElectionKey, m: u64, r: &Scalar) -> Self {
        Self { A: g_table() * r, B: key.times(r) + vote_table() * &Scalar::from(m) }
    }

    /// Adds an encryption of nothing: the same message, another look.
    pub fn reencrypt(&self, key: &ElectionKey, s: &Scalar) -> Self {
        Self { A: self.A + g_table() * s, B: self.B + key.times(s) }
    }

    /// Both halves, encoded.
    pub fn encode(&self) -> EncodedCiphertext {
        EncodedCiphertext { a: self.A.compress(), b: self.B.compress() }
    }
}

/// A ciphertext as it stands on the record: two encodings, 64 bytes, not yet known to be points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EncodedCiphertext {
    /// Encoding of `A`.
    pub a: Encoded,
    /// Encoding of `B`.
    pub b: Encoded,
}

impl EncodedCiphertext {
    /// Decodes both halves; the neutral element is refused in `A` (it would show `m` to everyone).
    pub fn decode(&self) -> Result<Ciphertext, Malformed> {
        let a = self.a.decompress().ok_or(Malformed::Point)?;
        let b = self.b.decompress().ok_or(Malformed::Point)?;
        if crate::group::is_identity(&a) {
            return Err(Malformed::Identity);
        }
        Ok(Ciphertext { A: a, B: b })
    }

    /// Sixty-four bytes.
    pub fn to_bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(self.a.as_bytes());
        bytes[32..].copy_from_slice(self.b.as_bytes());
        bytes
    }

    /// Reads the next sixty-four bytes.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self { a: reader.encoded()?, b: reader.encoded()? })
    }
}

/// A list of ciphertexts as bytes: `64·n`, nothing else.
pub fn encode_list(list: &[EncodedCiphertext]) -> Vec<u8> {
    list.iter().flat_map(EncodedCiphertext::to_bytes).collect()
}

/// Reads `64·n` bytes as `n` ciphertexts, not yet decoded to points.
pub fn decode_list(bytes: &[u8]) -> Result<Vec<EncodedCiphertext>, Malformed> {
    let mut reader = Reader::new(bytes);
    let mut list = Vec::with_capacity(bytes.len() / 64);
    while reader.left() > 0 {
        list.push(EncodedCiphertext::read(&mut reader)?);
    }
    Ok(list)
}

/// Draws a scalar; a thin name so that call sites read as the paper does.
pub fn draw(rng: &mut impl CryptoRng) -> Scalar {
    Scalar::random(rng)
}
