//! Reading bytes that a stranger sent: canonical encodings only, exact lengths, never a panic.

use crate::group::{Encoded, Point, Scalar};
use curve25519_dalek::traits::IsIdentity;

/// Why bytes are not what they claim to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// Fewer bytes than the structure needs.
    #[error("bytes end too early")]
    Short,
    /// Bytes are left over after the structure.
    #[error("{left} bytes are left over")]
    Long {
        /// How many.
        left: usize,
    },
    /// Thirty-two bytes that encode no point of the group, or not canonically.
    #[error("not a canonical point")]
    Point,
    /// The neutral element where it is forbidden.
    #[error("the neutral element is not allowed here")]
    Identity,
    /// Thirty-two bytes that are no scalar below the group order.
    #[error("not a canonical scalar")]
    Scalar,
    /// A length prefix that the structure does not allow.
    #[error("a length that is not allowed here")]
    Length,
}

/// A cursor over untrusted bytes.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(Malformed::Short)?;
        self.rest = rest;
        Ok(*head)
    }

    /// The next `n` bytes.
    pub fn bytes(&mut self, n: usize) -> Result<&'a [u8], Malformed> {
        if self.rest.len() < n {
            return Err(Malformed::Short);
        }
        let (head, rest) = self.rest.split_at(n);
        self.rest = rest;
        Ok(head)
    }

    /// Four bytes, little endian.
    pub fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_le_bytes)
    }

    /// The encoding of a point, not yet decoded.
    pub fn encoded(&mut self) -> Result<Encoded, Malformed> {
        self.array().map(Encoded)
    }

    /// A point; the neutral element is allowed.
    pub fn point(&mut self) -> Result<Point, Malformed> {
        self.encoded()?.decompress().ok_or(Malformed::Point)
    }

    /// A point other than the neutral element.
    pub fn proper_point(&mut self) -> Result<Point, Malformed> {
        let point = self.point()?;
        if point.is_identity() { Err(Malformed::Identity) } else { Ok(point) }
    }

    /// A scalar below the group order.
    pub fn scalar(&mut self) -> Result<Scalar, Malformed> {
        Option::from(Scalar::from_canonical_bytes(self.array()?)).ok_or(Malformed::Scalar)
    }

    /// Nothing may be left.
    pub fn end(self) -> Result<(), Malformed> {
        if self.rest.is_empty() { Ok(()) } else { Err(Malformed::Long { left: self.rest.len() }) }
    }
}
