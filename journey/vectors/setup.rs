//! A set-up, its digest, and the units that ballots make under it.

use crate::agree::{agree, hex, hostile};
use crate::{signer, text};
use board::log::{LogSigner, WitnessSigner};
use crypto::ceremony::register;
use election::bytes::Digest;
use election::id::{AreaId, BranchId, Code, ContestId};
use election::setup::{Body, Branch, Candidate, Contest, CountingUnit, List, Name, Setup, Trustee};
use election::unit::units;
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn name(fa: &str, en: &str) -> Name {
    Name { fa: fa.into(), en: en.into() }
}

fn code(text: &str) -> Code {
    Code::new(text).expect("a code")
}

/// Five branches in two areas, one contest, three trustees; every seat has the key of its number.
fn setup() -> Setup {
    let mut rng = ChaCha20Rng::seed_from_u64(20);
    let mut next = 10;
    let mut key = || {
        next += 1;
        signer(next).public()
    };
    let candidate = |n: u16| Candidate {
        code: code(&format!("1{n}")),
        name: name("نامزد", "candidate"),
        list: (n <= 2).then(|| code("90")),
        veteran: n == 3,
        degree: u8::from(n == 4) * 3,
    };
    let contest = Contest {
        id: ContestId::new("council").expect("an id"),
        title: name("شورای شهر", "city council"),
        rule: "tehran-1404".into(),
        readings: Default::default(),
        seats: 2,
        alternates: 1,
        picks: 3,
        executive: Body { name: name("هیأت اجرایی", "executive board"), key: key() },
        supervisory: Body { name: name("هیأت نظارت", "supervisory board"), key: key() },
        lists: vec![List { code: code("90"), name: name("فهرست", "list") }],
        candidates: (1..=5).map(candidate).collect(),
    };
    let trustees = (1..=3).map(|j| Trustee {
        name: name("کلیددار", "trustee"),
        key: key(),
        transport: register(board::entry::REGISTRATION, j, &mut rng).1.to_bytes(),
    });
    let trustees = trustees.collect();
    let mut branch = |id: &str, area: &str| Branch {
        id: BranchId::new(id).expect("an id"),
        name: name("شعبه", "branch"),
        area: AreaId::new(area).expect("an id"),
        machine: key(),
        executive: key(),
        supervisory: key(),
    };
    let branches = [("0001", "d1"), ("0002", "d2"), ("0003", "d1"), ("0004", "d2"), ("0005", "d1")]
        .map(|(id, area)| branch(id, area))
        .into();
    let log = LogSigner::new("vectors.example/log".parse().expect("a name"), &signer(1));
    let witness = WitnessSigner::new("vectors.example/witness".parse().expect("a name"), &signer(2));
    Setup {
        format: 1,
        title: name("آزمون", "vectors"),
        polling_day: "2026-05-01".into(),
        counting_unit: CountingUnit::Branch,
        privacy_floor: 30,
        when_alone: Default::default(),
        headquarters: signer(10).public(),
        log: log.key().to_string(),
        witness: witness.key().to_string(),
        threshold: 2,
        trustees,
        contests: vec![contest],
        branches,
    }
}

#[test]
fn honest() {
    let setup = setup();
    let file = setup.to_bytes();
    Setup::parse(&file).expect("it holds together");
    let mut cases: Vec<Value> = Vec::new();
    for unit in [CountingUnit::Branch, CountingUnit::Area, CountingUnit::Constituency] {
        for (floor, ballots) in [
            (30, [40, 40, 40, 40, 40]),
            (30, [10, 10, 10, 40, 5]),
            (30, [0, 0, 3, 0, 0]),
            (0, [5, 0, 5, 0, 5]),
        ] {
            let setup = Setup { counting_unit: unit, privacy_floor: floor, ..setup.clone() };
            let by_branch: BTreeMap<_, u64> =
                setup.branches.iter().map(|b| b.id.clone()).zip(ballots).collect();
            let made: Vec<Value> = units(&setup, &by_branch)
                .iter()
                .map(|u| json!({"unit": u.id(), "branches": u.branches, "ballots": u.ballots}))
                .collect();
            cases.push(
                json!({"counting_unit": unit, "privacy_floor": floor, "ballots": by_branch, "units": made}),
            );
        }
    }
    let keys: BTreeMap<String, String> =
        setup.keys().into_iter().map(|(of, key)| (of.to_string(), hex(key.0))).collect();
    agree(
        "setup.json",
        &json!({"setup": text(&file), "event": Digest::of(&file).to_string(), "keys": keys, "units": cases}),
    );
}

#[test]
fn set_ups_that_are_none() {
    let refused = |crime: &str, check: &str, change: &dyn Fn(&mut Setup)| {
        let mut setup = setup();
        change(&mut setup);
        assert_eq!(Setup::parse(&setup.to_bytes()).expect_err(crime).check(), check, "{crime}");
        hostile("setup", crime, check, json!({ "setup": text(&setup.to_bytes()) }));
    };
    refused("threshold above the trustees", "setup.rules", &|s| s.threshold = 4);
    refused("threshold of nobody", "setup.rules", &|s| s.threshold = 0);
    refused("a branch twice", "setup.rules", &|s| s.branches[1].id = s.branches[0].id.clone());
    refused("an unknown rule", "setup.rules", &|s| s.contests[0].rule = "by-acclamation".into());
    refused("a list of the dead", "setup.rules", &|s| s.contests[0].candidates[4].list = Some(code("91")));
    refused("a code twice", "setup.rules", &|s| s.contests[0].candidates[0].code = code("90"));
    refused("a list too long to vote", "setup.rules", &|s| s.contests[0].picks = 1);
    refused("one officer in two seats", "setup.keys", &|s| {
        s.branches[0].executive = s.branches[0].supervisory
    });
    refused("headquarters with the witness's key", "setup.keys", &|s| s.headquarters = signer(2).public());
}
