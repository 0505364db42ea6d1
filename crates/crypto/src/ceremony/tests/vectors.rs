//! Ceremonies for other implementers, honest and hostile.

#![expect(non_snake_case, reason = "the letters of docs/protocol/ceremony.md")]

use super::equality::{Equality, Statement};
use super::*;
use crate::group::{Point, g_table};
use crate::vectors::{agree, hex, hostile, point};
use serde_json::{Value, json};

const EVENT: &[u8] = b"EVENT/ceremony";

fn transport(plan: Plan, keys: &[TransportKey]) -> Value {
    json!({
        "n": plan.trustees(), "t": plan.threshold(),
        "context": String::from_utf8_lossy(CONTEXT), "event": String::from_utf8_lossy(EVENT),
        "transport": keys.iter().map(|key| hex(key.to_bytes())).collect::<Vec<_>>(),
    })
}

/// Everything on the record, and what anybody concludes from it.
fn held(scene: &Scene) -> Value {
    let plan = scene.circle.plan();
    let keys: Vec<TransportKey> = plan.indices().map(|j| scene.circle.transport(j).clone()).collect();
    let mut value = transport(plan, &keys);
    let all = |messages: Vec<(u16, Vec<u8>)>| -> Value {
        messages.into_iter().map(|(i, bytes)| json!({ "trustee": i, "bytes": hex(bytes) })).collect()
    };
    value["pledges"] = all(scene.pledges.iter().map(|(i, m)| (*i, m.to_bytes())).collect());
    value["deals"] = all(scene.deals.iter().map(|(i, m)| (*i, m.to_bytes())).collect());
    value["verdicts"] = all(scene.verdicts.iter().map(|(i, m)| (*i, m.to_bytes())).collect());
    let faults = |faults: &[Fault]| -> Value {
        faults.iter().map(|fault| json!({ "check": fault.check(), "culprits": fault.culprits() })).collect()
    };
    match scene.conclude() {
        Ok(joint) => {
            value["h"] = hex(joint.key.encoded().as_bytes()).into();
            value["X"] = joint.verification.iter().map(point).collect();
            value["qualified"] = json!(joint.qualified);
            value["holders"] = json!(joint.holders);
            value["faults"] = faults(&joint.faults);
        }
        Err(fault) => value["no_key"] = fault.check().into(),
    }
    value
}

/// The scene of the other tests, bound to an event.
fn registered(trustees: u16, threshold: u16) -> Scene {
    let mut scene = Scene::registered(trustees, threshold);
    scene.circle = scene.circle.bound_to(EVENT);
    scene
}

fn dealt(trustees: u16, threshold: u16) -> Scene {
    let mut scene = registered(trustees, threshold);
    for i in scene.circle.plan().indices() {
        let (deal, pledge) = prepare(&scene.circle, i, &mut rng(100 + u64::from(i))).unwrap();
        scene.pledges.push((i, pledge));
        scene.deals.push((i, deal));
    }
    scene
}

#[test]
fn honest() {
    let scene = dealt(3, 2).judged();
    let joint = scene.conclude().unwrap();
    let mut value = held(&scene);
    let share = scene.key_share(&joint, 2).unwrap();
    value["transport_secrets"] = scene.secrets.iter().map(|p| hex(*p.to_bytes())).collect();
    value["key_share_of_trustee_2"] = hex(share.scalar().as_bytes()).into();
    agree("ceremony.json", &value);
}

#[track_caller]
fn crime(name: &str, due: &str, scene: &Scene) {
    let found = match scene.conclude() {
        Ok(joint) => joint.faults[0].check(),
        Err(fault) => fault.check(),
    };
    assert_eq!(found, due, "{name}");
    hostile("ceremony", name, due, held(scene));
}

#[test]
fn dealers() {
    let mut scene = dealt(3, 2);
    scene.deal_wrongly(2, |f, j| *f.at(j) + if j == 3 { Scalar::ONE } else { Scalar::ZERO });
    crime("bad share", "ceremony.verdict", &scene.judged());

    // s·G − C_1 − C_2, so that the key would be s·G.
    let mut scene = dealt(3, 2);
    let s = Scalar::from(42u8);
    let mut deal = scene.deals[2].1.clone();
    deal.commitments[0] = g_table() * &s - scene.deals[0].1.commitments[0] - scene.deals[1].1.commitments[0];
    let R = deal.ephemeral.compress();
    let mut transcript = Deal::transcript(&scene.circle, 3, &deal.commitments, &R, &deal.masked);
    let C = deal.commitments[0].compress();
    deal.secret_proof = knowledge::Knowledge::prove(&mut transcript, &s, &C, &mut rng(701));
    scene.redeal(3, deal);
    crime("rogue key", "ceremony.deal", &scene.judged());

    let mut scene = dealt(3, 2);
    scene.deals[2].1 = prepare(&scene.circle, 3, &mut rng(400)).unwrap().0;
    crime("another deal than pledged", "ceremony.pledge", &scene.judged());

    let mut scene = dealt(3, 2);
    let copy = scene.deals[0].1.clone();
    scene.redeal(3, copy);
    crime("another's deal as one's own", "ceremony.deal", &scene.judged());

    let mut scene = dealt(3, 2);
    scene.deals.remove(1);
    crime("a dealer falls silent", "ceremony.deal", &scene.judged());
}

#[test]
fn key_of_too_few() {
    let mut scene = dealt(3, 3);
    scene.pledges[1].1 = scene.pledges[0].1;
    crime("key of too few", "ceremony.key", &scene.judged());
}

#[test]
fn complainers() {
    let mut scene = dealt(3, 2).judged();
    let p = *scene.secrets[2].scalar();
    let complain = |scene: &mut Scene, K: Point| {
        let deal = &scene.deals[0].1;
        let statement = Statement { X: scene.circle.transport(3).point(), H: &deal.ephemeral, Y: &K };
        let mut transcript = super::receive::transcript(&scene.circle, 1, 3);
        let proof = Equality::prove(&mut transcript, &p, &statement, &mut rng(600));
        scene.verdicts[2].1.complaints = vec![(1, Complaint { key: K, proof })];
    };
    let true_K = scene.deals[0].1.ephemeral * p;
    complain(&mut scene, true_K);
    crime("complaint about a right share", "ceremony.verdict", &scene);
    complain(&mut scene, true_K + crate::group::G);
    crime("complaint with a forged key", "ceremony.verdict", &scene);

    let mut scene = dealt(3, 2).judged();
    scene.verdicts[0].1.seen[0] ^= 1;
    crime("verdict on other deals", "ceremony.verdict", &scene);
}

#[test]
fn registrations() {
    let plan = Plan::new(3, 2).unwrap();
    let keys: Vec<_> = plan.indices().map(|j| register(CONTEXT, j, &mut rng(j.into())).1).collect();
    let crime = |name: &str, keys: Vec<TransportKey>| {
        let fault = Circle::new(plan, CONTEXT, keys.clone()).unwrap_err();
        assert_eq!(fault.check(), "ceremony.transport");
        hostile("ceremony", name, "ceremony.transport", transport(plan, &keys));
    };
    crime("another's transport key", vec![keys[0].clone(), keys[1].clone(), keys[0].clone()]);
    let twin = register(CONTEXT, 3, &mut rng(1)).1;
    crime("two seats with one transport key", vec![keys[0].clone(), keys[1].clone(), twin]);
    crime("a transport key too few", keys[..2].to_vec());
    let elsewhere = register(b"another event", 3, &mut rng(3)).1;
    crime("a transport key of another event", vec![keys[0].clone(), keys[1].clone(), elsewhere]);
}
