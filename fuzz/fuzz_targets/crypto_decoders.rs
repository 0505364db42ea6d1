//! Any bytes before every decoder of the mathematics: refused, or read and written again as the same bytes.
//!
//! The first five bytes say which decoder, how large, which threshold, how many candidates; the rest is what it reads.
#![no_main]

use crypto::ceremony::{Deal, Plan, Pledge, TransportKey, Verdict};
use crypto::elgamal::{decode_list, encode_list};
use crypto::{mixnet, opening, seal};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(([what, size, threshold, low, high], bytes)) = data.split_first_chunk() else { return };
    let same = |written: &[u8]| assert!(written == bytes, "what was read is written in other bytes");
    let slots = usize::from(*size);
    let plan = Plan::new((*size).into(), (*threshold).into()).ok();
    let shape = seal::Shape::new((*size).into(), u16::from_le_bytes([*low, *high])).ok();
    match (what % 9, plan, shape) {
        (0, ..) => drop(decode_list(bytes).map(|list| same(&encode_list(&list)))),
        (1, ..) => drop(mixnet::Proof::from_bytes(slots, bytes).map(|proof| same(&proof.to_bytes()))),
        (2, ..) => drop(opening::Partial::from_bytes(slots, bytes).map(|partial| same(&partial.to_bytes()))),
        (3, ..) => drop(Pledge::from_bytes(bytes).map(|pledge| same(&pledge.to_bytes()))),
        (4, ..) => drop(TransportKey::from_bytes(bytes).map(|key| same(&key.to_bytes()))),
        (5, Some(plan), _) => drop(Deal::from_bytes(plan, bytes).map(|deal| same(&deal.to_bytes()))),
        (6, Some(plan), _) => drop(Verdict::from_bytes(plan, bytes).map(|verdict| same(&verdict.to_bytes()))),
        (7, _, Some(shape)) => drop(seal::Seal::from_bytes(shape, bytes).map(|seal| same(&seal.to_bytes()))),
        (8, _, Some(shape)) => drop(seal::Opening::from_bytes(shape, bytes).map(|all| same(&all.to_bytes()))),
        _ => {}
    }
});
