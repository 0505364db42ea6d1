//! Seals for other implementers, honest and hostile.

use super::liar::{Lie, village_lie};
use super::*;
use crate::vectors::{agree, hex, hostile};
use serde_json::{Value, json};

fn sealed_as(shape: Shape, key: &ElectionKey, context: &[u8], bytes: &[u8]) -> Value {
    json!({
        "S": shape.picks, "M": shape.candidates, "h": hex(key.encoded().as_bytes()),
        "context": String::from_utf8_lossy(context), "seal": hex(bytes),
    })
}

#[test]
fn honest() {
    let cases =
        [(3, 10, vec![9, 4]), (3, 10, vec![]), (1, 60, vec![59]), (1, 1, vec![0]), (5, 12, vec![0, 1, 7])];
    let seals: Vec<Value> = (0..)
        .zip(cases)
        .map(|(n, (picks, candidates, chosen))| {
            let shape = Shape::new(picks, candidates).unwrap();
            let selection = Selection::new(shape, &chosen).unwrap();
            let context = format!("EVENT/council/0001/1/CARD/{}", n + 1);
            let (seal, opening) = seal(shape, &key(1), context.as_bytes(), &selection, &mut rng(40 + n));
            check(shape, &key(1), context.as_bytes(), &seal).unwrap();
            let mut value = sealed_as(shape, &key(1), context.as_bytes(), &seal.to_bytes());
            value["candidates"] = json!(chosen);
            value["numbers"] = json!(selection.numbers());
            value["randomness"] = hex(&*opening.to_bytes()).into();
            value
        })
        .collect();
    agree("seal.json", &json!({ "seals": seals }));
}

/// The code must refuse it by this check, and so must everybody else.
#[track_caller]
fn crime(name: &str, due: &str, shape: Shape, key: &ElectionKey, context: &[u8], bytes: &[u8]) {
    let found = match Seal::from_bytes(shape, bytes) {
        Err(_) => "seal.shape",
        Ok(seal) => check(shape, key, context, &seal).unwrap_err().check(),
    };
    assert_eq!(found, due, "{name}");
    hostile("seal", name, due, sealed_as(shape, key, context, bytes));
}

#[test]
fn liars() {
    let key = key(1);
    let lie = |name: &str, check: &str, lie: Lie| {
        crime(name, check, lie.shape, &key, CONTEXT, &lie.seal(&key).to_bytes());
    };
    lie("candidate twice", "seal.set", village_lie(&[0, 7, 7]));
    lie("candidate twice with a bent sum", "seal.set", village_lie(&[0, 7, 7]).bending_t());
    lie(
        "candidate twice with digits that are no bits",
        "seal.set",
        village_lie(&[0, 7, 7]).with_great_digits(),
    );
    lie("blank twice", "seal.set", village_lie(&[0, 0, 7]));
    lie("numbers out of order", "seal.set", village_lie(&[0, 9, 7]));
    lie("number out of range", "seal.set", village_lie(&[0, 7, 13]));
    lie("number below nought", "seal.set", village_lie(&[-1, 7, 12]).bending_t());
    lie("single pick out of range", "seal.set", Lie::about(Shape::new(1, 60).unwrap(), &[61]).bending_t());
    let mut skewed = village_lie(&[0, 7, 12]);
    skewed.skew[1] = Scalar::ONE;
    lie("slot that opens to nothing", "seal.link", skewed);
    let mut bare = village_lie(&[0, 7, 12]);
    bare.randomness[2] = Scalar::ZERO;
    lie("slot without randomness", "seal.points", bare);
}

#[test]
fn thieves() {
    let (shape, seal) = sealed();
    let key = key(1);
    let bytes = seal.to_bytes();
    let other_context = b"council|tehran|branch 7|device 3|serial 42";
    crime("replayed on another card", "seal.link", shape, &key, other_context, &bytes);
    crime("for another key", "seal.link", shape, &super::key(2), CONTEXT, &bytes);
    crime("of another contest", "seal.link", Shape { candidates: 11, ..shape }, &key, CONTEXT, &bytes);
    crime("of a contest with fewer picks", "seal.shape", Shape { picks: 2, ..shape }, &key, CONTEXT, &bytes);
    let altered = |name: &str, check: &str, alter: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = bytes.clone();
        alter(&mut bytes);
        crime(name, check, shape, &key, CONTEXT, &bytes);
    };
    altered("slots exchanged", "seal.link", &|b| {
        let (first, rest) = b.split_at_mut(64);
        first.swap_with_slice(&mut rest[64..128]);
    });
    altered("slot not canonical", "seal.points", &|b| b[..32].fill(0xff));
    altered("neutral second half", "seal.points", &|b| b[32..64].fill(0));
    // The place of s_r: after three slots, R_A and R_B.
    altered("scalar not canonical", "seal.shape", &|b| b[256..288].fill(0xff));
    altered("answer changed", "seal.link", &|b| b[256] ^= 1);
    altered("last scalar changed", "seal.set", &|b| {
        let last = b.len() - 32;
        b[last] ^= 1;
    });
    altered("one byte short", "seal.shape", &|b| b.truncate(b.len() - 1));
    altered("one byte long", "seal.shape", &|b| b.push(0));
    let again = seal.slots[1].decode().unwrap().reencrypt(&key, &Scalar::from(7_u8)).encode();
    altered("slot encrypted anew", "seal.link", &|b| b[64..128].copy_from_slice(&again.to_bytes()));

    let (_, selection) = village();
    let opening = super::seal(shape, &key, CONTEXT, &selection, &mut rng(2)).1;
    let lie = Selection::new(shape, &[9, 5]).unwrap();
    assert_eq!(check_opening(shape, &key, &seal, &lie, &opening), Err(Fault::Opening { slot: 1 }));
    let mut value = sealed_as(shape, &key, CONTEXT, &bytes);
    value["numbers"] = json!(lie.numbers());
    value["randomness"] = hex(&*opening.to_bytes()).into();
    hostile("seal", "opened as another choice", "seal.opening", value);
}
