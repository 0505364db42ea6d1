//! Openings for other implementers, honest and hostile.

#![expect(non_snake_case, reason = "the letters of docs/protocol/opening.md")]

use super::*;
use crate::ceremony::equality::{Equality, Statement};
use crate::group::{G, Point, vote_base};
use crate::vectors::{agree, hex, hostile, point, slots};
use serde_json::{Value, json};

/// The box, and what the trustees named publish for it.
fn opened(scene: &Scene, numbers: usize, partials: &[(u16, Vec<u8>)]) -> Value {
    let partials: Vec<Value> = partials
        .iter()
        .map(|(trustee, bytes)| json!({ "trustee": trustee, "partial": hex(bytes) }))
        .collect();
    json!({
        "n": scene.plan.trustees(), "t": scene.plan.threshold(),
        "h": hex(scene.joint.key.encoded().as_bytes()),
        "X": scene.joint.verification.iter().map(point).collect::<Vec<_>>(),
        "context": String::from_utf8_lossy(CONTEXT), "box": slots(&scene.encoded),
        "numbers_of_the_contest": numbers, "partials": partials,
    })
}

fn honest_partials(scene: &Scene, trustees: &[u16]) -> Vec<(u16, Vec<u8>)> {
    trustees.iter().map(|&j| (j, scene.partial(j).to_bytes())).collect()
}

#[test]
fn honest() {
    let scene = Scene::new(5, 3, 7);
    let checked = [5, 2, 3].map(|j| scene.checked(j));
    let points = combine(scene.plan, &scene.slots, &checked).unwrap();
    let numbers = DecodeTable::new(10).unwrap().read_all(&points);
    let mut value = opened(&scene, 10, &honest_partials(&scene, &[5, 2, 3]));
    value["mU"] = points.iter().map(point).collect();
    value["opens_to"] = json!(numbers);
    value["slots_digest"] = hex(scene.slots.digest).into();
    agree("opening.json", &value);
}

#[track_caller]
fn crime(name: &str, due: &str, scene: &Scene, bytes: Vec<u8>) {
    let found = match Partial::from_bytes(scene.encoded.len(), &bytes) {
        Err(_) => "open.shape",
        Ok(partial) => scene.check(2, &partial).unwrap_err().check(),
    };
    assert_eq!(found, due, "{name}");
    hostile("opening", name, due, opened(scene, 10, &[(2, bytes), (3, scene.partial(3).to_bytes())]));
}

#[test]
fn liars() {
    let scene = Scene::new(3, 2, 5);
    let honest = scene.partial(2);
    let moved = |at: usize, by: Point, partial: &mut Partial| {
        let D = &mut partial.points[at];
        *D = (D.decompress().unwrap() + by).compress();
    };
    let mut partial = honest.clone();
    moved(3, G, &mut partial);
    crime("wrong partial", "open.partial", &scene, partial.to_bytes());
    moved(4, -G, &mut partial);
    crime("wrong points that add up to nothing", "open.partial", &scene, partial.to_bytes());
    let mut partial = honest.clone();
    partial.points.swap(0, 4);
    crime("points exchanged", "open.partial", &scene, partial.to_bytes());
    crime("another's partial", "open.partial", &scene, scene.partial(3).to_bytes());

    // A vote taken away and the proof made anew as well as may be.
    let (share, X) = (&scene.shares[1], scene.verification(2));
    let mut partial = honest.clone();
    moved(2, vote_base(), &mut partial);
    let mut transcript = super::super::partial::transcript(CONTEXT, 2, X, &scene.slots, &partial.points);
    let e = transcript.small_challenges("e", 5);
    let A = super::super::slots::fold(&e, &scene.slots.a);
    let statement = Statement { X, H: &A, Y: &(A * share.scalar()) };
    partial.proof = Equality::prove(&mut transcript, share.scalar(), &statement, &mut rng(1));
    crime("vote taken away and proven anew", "open.partial", &scene, partial.to_bytes());

    // Exponents that do not bind the points: two of them are moved so that the fold stays true.
    let mut weak = crate::transcript::Transcript::new("open.partial");
    weak.append("context", CONTEXT);
    weak.append_u64("trustee", 2);
    weak.append_point("X", &X.compress());
    weak.append("slots", &scene.slots.digest);
    let e = weak.small_challenges("e", 5);
    let mut partial = honest.clone();
    moved(0, vote_base() * e[1], &mut partial);
    moved(1, -vote_base() * e[0], &mut partial);
    let A = super::super::slots::fold(&e, &scene.slots.a);
    let statement = Statement { X, H: &A, Y: &(A * share.scalar()) };
    partial.proof = Equality::prove(&mut weak, share.scalar(), &statement, &mut rng(1));
    crime("weak exponents without the points", "open.partial", &scene, partial.to_bytes());

    let bytes = honest.to_bytes();
    let mut neutral = bytes.clone();
    neutral[..32].fill(0);
    crime("neutral point", "open.shape", &scene, neutral);
    let mut garbled = bytes.clone();
    garbled[32..64].fill(0xff);
    crime("point not canonical", "open.shape", &scene, garbled);
    crime("one point too few", "open.shape", &scene, bytes[32..].to_vec());
}

#[test]
fn caller() {
    let scene = Scene::new(3, 2, 5);
    let partials = honest_partials(&scene, &[1, 3]);
    let too_few = [scene.checked(1)];
    assert_eq!(combine(scene.plan, &scene.slots, &too_few).unwrap_err().check(), "open.combine");
    hostile("opening", "too few trustees", "open.combine", opened(&scene, 10, &partials[..1]));
    // Slots 0 … 4 hold 0 … 4, and the contest has but four numbers.
    hostile("opening", "slot outside the table", "open.table", opened(&scene, 4, &partials));
    let points = combine(scene.plan, &scene.slots, &[scene.checked(1), scene.checked(3)]).unwrap();
    assert_eq!(DecodeTable::new(4).unwrap().read_all(&points), [Some(0), Some(1), Some(2), Some(3), None]);
}
