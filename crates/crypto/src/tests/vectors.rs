//! The language-neutral vectors: what stands in `vectors/` is what this code gives.
//!
//! `VECTORS=write cargo nextest run -p crypto vectors` writes them anew, and a diff then shows what changed.
#![allow(clippy::unwrap_used)]

use crate::elgamal::{Ciphertext, ElectionKey, EncodedCiphertext, draw, encode_list};
use crate::group::{G, Point, Scalar, hash_to_group, vote_base};
use crate::signature::Signer;
use crate::transcript::Transcript;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use serde_json::{Value, json};
use std::path::Path;

/// The file must say this; or is made to, if the environment asks for it.
pub(crate) fn agree(name: &str, due: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").join(name);
    if std::env::var_os("VECTORS").is_some_and(|word| word == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, serde_json::to_string_pretty(due).unwrap() + "\n").unwrap();
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("vectors/{name}: {e}"));
    let stands: Value = serde_json::from_str(&stands).unwrap();
    assert!(stands == *due, "vectors/{name} is not what this code gives; see vectors/README.md");
}

/// A crime: a structure that must be refused, and the named check that must refuse it.
pub(crate) fn hostile(structure: &str, crime: &str, check: &str, mut evidence: Value) {
    evidence["structure"] = structure.into();
    evidence["crime"] = crime.into();
    evidence["check"] = check.into();
    agree(&format!("hostile/{structure}-{}.json", crime.replace('\'', "").replace(' ', "-")), &evidence);
}

pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn point(point: &Point) -> String {
    hex(point.compress().as_bytes())
}

pub(crate) fn slots(list: &[EncodedCiphertext]) -> String {
    hex(encode_list(list))
}

#[test]
fn transcript() {
    let mut t = Transcript::new("vectors");
    t.append("bytes", b"\x00\x01\x02");
    t.append("empty", b"");
    t.append_u64("number", 0x0102_0304_0506_0708);
    let first = t.challenge_bytes("first");
    t.append_point("point", &G.compress());
    t.append_points("points", [G.compress(), vote_base().compress()].iter());
    t.append_scalar("scalar", &-Scalar::ONE);
    let second = t.challenge("second");
    let again = t.challenge("second");
    let small = t.small_challenges("small", 5);
    let last = t.challenge("last");
    agree(
        "transcript.json",
        &json!({
            "domain": "vectors",
            "steps": [
                {"append": "bytes", "bytes": "000102"},
                {"append": "empty", "bytes": ""},
                {"append": "number", "number": 0x0102_0304_0506_0708_u64},
                {"challenge_bytes": "first", "gives": hex(first)},
                {"append": "point", "point": point(&G)},
                {"append": "points", "points": [point(&G), point(&vote_base())]},
                {"append": "scalar", "scalar": hex((-Scalar::ONE).as_bytes())},
                {"challenge": "second", "gives": hex(second.as_bytes())},
                {"challenge": "second", "gives": hex(again.as_bytes())},
                {"small_challenges": "small", "gives": small.iter().map(|s| hex(s.as_bytes())).collect::<Vec<_>>()},
                {"challenge": "last", "gives": hex(last.as_bytes())},
            ],
        }),
    );
}

#[test]
fn group() {
    let cases = [
        ("vote base", vec![]),
        ("seal vector G", vec![0_u32.to_le_bytes().to_vec()]),
        ("seal vector G", vec![1_u32.to_le_bytes().to_vec()]),
        ("seal vector H", vec![0_u32.to_le_bytes().to_vec()]),
        ("mix base", vec![1_u64.to_le_bytes().to_vec()]),
        ("mix base", vec![1024_u64.to_le_bytes().to_vec()]),
        ("vectors", vec![b"ab".to_vec(), b"".to_vec(), b"c".to_vec()]),
    ];
    let hashed: Vec<Value> = cases
        .iter()
        .map(|(domain, parts)| {
            let refs: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            let parts: Vec<String> = parts.iter().map(hex).collect();
            json!({"domain": domain, "parts": parts, "gives": point(&hash_to_group(domain, &refs))})
        })
        .collect();
    let s = Scalar::from(0xdead_beef_u64);
    agree(
        "group.json",
        &json!({
            "G": point(&G),
            "U": point(&vote_base()),
            "neutral": point(&Point::default()),
            "minus_one": hex((-Scalar::ONE).as_bytes()),
            "hash_to_group": hashed,
            "multiples": [
                {"s": hex(s.as_bytes()), "P": point(&G), "gives": point(&(G * s))},
                {"s": hex(s.as_bytes()), "P": point(&vote_base()), "gives": point(&(vote_base() * s))},
            ],
        }),
    );
}

#[test]
fn elgamal() {
    let rng = &mut ChaCha20Rng::seed_from_u64(11);
    let (x, r, s) = (draw(rng), draw(rng), draw(rng));
    let key = ElectionKey::new(G * x).unwrap();
    let sealed = Ciphertext::seal(&key, 7, &r);
    let again = sealed.reencrypt(&key, &s);
    agree(
        "elgamal.json",
        &json!({
            "x": hex(x.as_bytes()), "h": hex(key.encoded().as_bytes()),
            "m": 7, "r": hex(r.as_bytes()), "A": point(&sealed.A), "B": point(&sealed.B),
            "s": hex(s.as_bytes()), "A_": point(&again.A), "B_": point(&again.B),
            "mU": point(&(again.B - again.A * x)),
        }),
    );
}

#[test]
fn signature() {
    let signer = Signer::from_seed(&[7; 32]);
    let cases = [("", ""), ("EVENT/ballot", "{\"branch\":\"0001\"}"), ("EVENT/receipt", "رأی")];
    let signed: Vec<Value> = cases
        .iter()
        .map(|(domain, message)| {
            let signature = signer.sign(domain, message.as_bytes());
            json!({"domain": domain, "message": message, "signature": hex(signature.0)})
        })
        .collect();
    agree(
        "signature.json",
        &json!({"seed": hex([7; 32]), "public": hex(signer.public().0), "signatures": signed}),
    );
    let taken = signer.sign("EVENT/ballot", b"m");
    let evidence = |domain: &str, message: &str, signature: [u8; 64]| {
        json!({
            "public": hex(signer.public().0), "domain": domain, "message": message, "signature": hex(signature),
        })
    };
    let refused = |crime: &str, evidence: Value| {
        hostile("signature", crime, "entry.signatures", evidence);
    };
    refused("moved to another kind", evidence("EVENT/spoiled", "m", taken.0));
    refused("moved to another message", evidence("EVENT/ballot", "n", taken.0));
    // The same signature with the group's order added to its second half.
    let order = {
        let mut bytes = (-Scalar::ONE).to_bytes();
        bytes[0] += 1;
        bytes
    };
    let mut malleated = taken.0;
    let mut carry = 0;
    for (byte, add) in malleated[32..].iter_mut().zip(order) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    refused("malleated", evidence("EVENT/ballot", "m", malleated));
    // A key of small order, under which this signature would hold for half of all messages.
    let mut small = json!({"domain": "EVENT/ballot", "message": "m"});
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    small["public"] = hex(neutral).into();
    small["signature"] = hex(signature).into();
    let key = crate::signature::PublicKey(neutral);
    assert!(!key.verifies("EVENT/ballot", b"m", &crate::signature::Signature(signature)));
    assert!(!signer.public().verifies("EVENT/ballot", b"m", &crate::signature::Signature(malleated)));
    refused("key of small order", small);
}
