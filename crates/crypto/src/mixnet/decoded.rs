//! A list with its points, so that a chain of mixers decodes every point once.
#![expect(non_snake_case, reason = "the names are the letters of docs/protocol/mix.md")]

use crate::elgamal::{Ciphertext, EncodedCiphertext};
use crate::group::{Point, Scalar, is_identity};
use crate::wire::Malformed;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use rayon::prelude::*;

/// A list of ciphertexts, as bytes and as points. Decoding is two thirds of the work of checking a mix;
/// between two mixers the same list is the output of one and the input of the next.
#[derive(Clone)]
pub struct Decoded {
    encoded: Vec<EncodedCiphertext>,
    points: Vec<Ciphertext>,
}

impl Decoded {
    /// Decodes a list; the first slot that is no ciphertext is named.
    pub fn new(encoded: Vec<EncodedCiphertext>) -> Result<Self, (usize, Malformed)> {
        let points: Option<Vec<Ciphertext>> = encoded.par_iter().map(|e| e.decode().ok()).collect();
        match points {
            Some(points) => Ok(Self { encoded, points }),
            None => Err(first_fault(&encoded)),
        }
    }

    /// The points of a list that was just encoded from them.
    pub(super) fn known(encoded: Vec<EncodedCiphertext>, points: Vec<Ciphertext>) -> Self {
        Self { encoded, points }
    }

    /// As it stands on the record.
    pub fn encoded(&self) -> &[EncodedCiphertext] {
        &self.encoded
    }

    /// As points.
    pub fn points(&self) -> &[Ciphertext] {
        &self.points
    }
}

impl std::fmt::Debug for Decoded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Decoded({} slots)", self.encoded.len())
    }
}

/// A list either way; one not yet decoded is decoded where it is used and never held whole.
#[derive(Clone, Copy)]
pub struct List<'a> {
    pub(super) encoded: &'a [EncodedCiphertext],
    points: Option<&'a [Ciphertext]>,
}

impl<'a> List<'a> {
    /// As it stands on the record.
    pub fn encoded(encoded: &'a [EncodedCiphertext]) -> Self {
        Self { encoded, points: None }
    }

    /// With its points.
    pub fn decoded(list: &'a Decoded) -> Self {
        Self { encoded: &list.encoded, points: Some(&list.points) }
    }

    /// How many slots.
    pub fn len(&self) -> usize {
        self.encoded.len()
    }

    /// None at all?
    pub fn is_empty(&self) -> bool {
        self.encoded.is_empty()
    }

    /// One slot as points, or nothing if it is no ciphertext.
    pub(super) fn slot(&self, i: usize) -> Option<Ciphertext> {
        match self.points {
            Some(points) => Some(points[i]),
            None => self.encoded[i].decode().ok(),
        }
    }

    /// `(Σ s_i·A_i, Σ s_i·B_i)`, or nothing if a slot is no ciphertext.
    pub(super) fn weigh(&self, scalars: &[Scalar]) -> Option<(Point, Point)> {
        let piece = piece(self.len());
        scalars
            .par_chunks(piece)
            .enumerate()
            .map(|(k, scalars)| {
                let slots = k * piece..k * piece + scalars.len();
                let sum = |half: fn(&Self, usize) -> Option<Point>| {
                    let points = slots.clone().map(|i| half(self, i));
                    Point::optional_multiscalar_mul(scalars, points)
                };
                let (A, B) = rayon::join(|| sum(Self::first_half), || sum(Self::second_half));
                Some((A?, B?))
            })
            .reduce(
                || Some(Default::default()),
                |one, other| one.zip(other).map(|(p, q)| (p.0 + q.0, p.1 + q.1)),
            )
    }

    fn first_half(&self, i: usize) -> Option<Point> {
        match self.points {
            Some(points) => Some(points[i].A),
            None => self.encoded[i].a.decompress().filter(|A| !is_identity(A)),
        }
    }

    fn second_half(&self, i: usize) -> Option<Point> {
        match self.points {
            Some(points) => Some(points[i].B),
            None => self.encoded[i].b.decompress(),
        }
    }

    /// The first slot that is no ciphertext, where it is known that there is one.
    pub(super) fn first_fault(&self) -> (usize, Malformed) {
        first_fault(self.encoded)
    }
}

impl std::fmt::Debug for List<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "List({} slots)", self.encoded.len())
    }
}

/// How many of `n` slots to take at a time: enough that a sum of multiples is cheap, few enough that they
/// stay in a core's cache and every core has some.
pub(super) fn piece(n: usize) -> usize {
    n.div_ceil(rayon::current_num_threads()).clamp(512, 8_192)
}

fn first_fault(encoded: &[EncodedCiphertext]) -> (usize, Malformed) {
    let fault = encoded.iter().enumerate().find_map(|(slot, e)| e.decode().err().map(|why| (slot, why)));
    fault.expect("some slot did not decode a moment ago")
}
