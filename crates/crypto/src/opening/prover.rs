//! The trustee's side.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use super::slots::fold;
use super::{Fault, Partial, Slots, partial::transcript};
use crate::ceremony::KeyShare;
use crate::ceremony::equality::{Equality, Statement};
use crate::group::{Encoded, Point, Scalar};
use rand_core::CryptoRng;
use rayon::prelude::*;
use zeroize::Zeroizing;

/// How many points are encoded together; the gain has levelled off well before.
const BATCH: usize = 256;

/// Opens every slot as far as one share goes, and proves it.
///
/// `context` names the event and the box. The share is compared with `verification` first, for a
/// trustee with the wrong file should hear it from its own machine and not from the public.
pub fn partial(
    context: &[u8],
    share: &KeyShare,
    verification: &Point,
    slots: &Slots,
    rng: &mut impl CryptoRng,
) -> Result<Partial, Fault> {
    let (trustee, X) = (share.trustee(), verification);
    if share.verification() != *X {
        return Err(Fault::ForeignShare { trustee });
    }
    // (1) D_i = x_j·A_i, by way of halves, since the doubles of many points are encoded together
    // for a tenth of the price of each alone.
    let half = Zeroizing::new(share.scalar() * Scalar::from(2u8).invert());
    let points: Vec<Encoded> = slots
        .a
        .par_chunks(BATCH)
        .flat_map_iter(|chunk| {
            let halves: Vec<Point> = chunk.iter().map(|A| A * *half).collect();
            Point::double_and_compress_batch(&halves)
        })
        .collect();

    // (2) A* = Σ e_i·A_i, D* = Σ e_i·D_i, which is x_j·A*.
    let mut transcript = transcript(context, trustee, X, slots, &points);
    let e = transcript.small_challenges("e", slots.len());
    let A = fold(&e, &slots.a);
    let D = A * share.scalar();

    // (3) log_G X_j = log_{A*} D*
    let statement = Statement { X, H: &A, Y: &D };
    let proof = Equality::prove(&mut transcript, share.scalar(), &statement, rng);
    Ok(Partial { points, proof })
}
