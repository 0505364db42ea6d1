//! Mixes for other implementers, honest and hostile.

use super::liar::{Liar, forgery};
use super::*;
use crate::group::vote_base;
use crate::vectors::{agree, hex, hostile, slots};
use serde_json::{Value, json};

fn mixed(
    key: &ElectionKey,
    context: &str,
    input: &[EncodedCiphertext],
    output: &[EncodedCiphertext],
    proof: &[u8],
) -> Value {
    json!({
        "h": hex(key.encoded().as_bytes()), "context": context,
        "input": slots(input), "output": slots(output), "proof": hex(proof),
    })
}

#[test]
fn honest() {
    let mixes: Vec<Value> = [1, 2, 5, 12]
        .map(|n| {
            let the = Box::of(n);
            let (output, proof) = the.mix();
            assert_eq!(the.verdict(&output, &proof), Ok(()));
            mixed(&the.key, "box", &the.input, &output, &proof.to_bytes())
        })
        .into();
    agree("mix.json", &json!({ "mixes": mixes }));
}

#[track_caller]
fn crime(name: &str, due: &str, the: &Box, context: &str, output: &[EncodedCiphertext], proof: &[u8]) {
    let found = match Proof::from_bytes(the.input.len(), proof) {
        Err(_) => "mix.shape",
        Ok(proof) => {
            check_clear(&the.key, context.as_bytes(), &the.input, output, &proof).unwrap_err().check()
        }
    };
    assert_eq!(found, due, "{name}");
    hostile("mix", name, due, mixed(&the.key, context, &the.input, output, proof));
}

#[test]
fn liars() {
    let the = Box::of(5);
    let lie = |name: &str, liar: &Liar<'_>, proof: &Proof| {
        crime(name, "mix.proof", &the, "box", &liar.encoded(), &proof.to_bytes());
    };
    let doubled = Liar::mixing(&the, &[4, 2, 0, 0, 1]);
    lie("one dropped and another doubled", &doubled, &doubled.prove(doubled.consistent()));
    let permuted = doubled.prove(|_, u| doubled.story(doubled.a.clone(), u.to_vec()));
    lie("doubled with a permutation of the fractions", &doubled, &permuted);
    let invented = doubled.prove(|z, u| {
        let a = u.iter().map(|u| u.invert() - z).collect();
        doubled.story(a, u.to_vec())
    });
    lie("places invented after the challenge", &doubled, &invented);
    let mut changed = Liar::mixing(&the, &[4, 2, 0, 3, 1]);
    changed.output[2].B += vote_base();
    lie("vote changed", &changed, &changed.prove(changed.consistent()));
    lie("weak challenge without the masks", &changed, &changed.prove_binding(changed.consistent(), false));
    changed.output[3].B -= vote_base();
    lie("vote moved", &changed, &changed.prove(changed.consistent()));
    let mut fresh = Liar::mixing(&the, &[4, 2, 0, 3, 1]);
    fresh.output[0] = Ciphertext::seal(&the.key, 4, &fresh.r_[0]);
    lie("slot replaced", &fresh, &fresh.prove(fresh.consistent()));
    let t: Vec<Scalar> = (11..16u64).map(Scalar::from).collect();
    let (output, forged) = forgery(&the, &t);
    crime("bases chosen by the mixer", "mix.proof", &the, "box", &output, &forged.to_bytes());
}

#[test]
fn thieves() {
    let the = Box::of(5);
    let (output, proof) = the.mix();
    let bytes = proof.to_bytes();
    crime("proof of another box", "mix.proof", &the, "another box", &output, &bytes);
    let (other, _) = shuffle(&the.key, b"box", &the.input, &mut rng(9)).unwrap();
    crime("proof reused for another order", "mix.proof", &the, "box", &other, &bytes);
    crime("slot too few", "mix.shape", &the, "box", &output[..4], &bytes);
    crime("proof too short", "mix.shape", &the, "box", &output, &bytes[..bytes.len() - 32]);
    let altered = |name: &str, check: &str, at: std::ops::Range<usize>, with: u8| {
        let mut bytes = bytes.clone();
        bytes[at].fill(with);
        crime(name, check, &the, "box", &output, &bytes);
    };
    altered("commitment not canonical", "mix.points", 0..32, 0xff);
    altered("scalar not canonical", "mix.shape", bytes.len() - 32..bytes.len(), 0xff);
    altered("answer changed", "mix.proof", bytes.len() - 32..bytes.len(), 0);
    let mut neutral = output.clone();
    neutral[1].a = Default::default();
    crime("neutral slot", "mix.points", &the, "box", &neutral, &bytes);
}
