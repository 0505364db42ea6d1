//! Entries as bytes: signatures, tracking code, contexts.

use crate::agree::{agree, hex, hostile};
use crate::{signer, text};
use board::entry::{Ballot, Entry, Key, Sealed, box_context, card_number, ceremony_context, seal_context};
use election::bytes::Digest;
use election::id::{BranchId, ContestId};
use election::signatory::Signatory;
use election::unit::BoxId;
use serde_json::json;

fn event() -> Digest {
    Digest::of(b"vectors")
}

fn branch() -> BranchId {
    BranchId::new("0001").expect("an id")
}

fn contest(id: &str) -> ContestId {
    ContestId::new(id).expect("an id")
}

fn ballot() -> Ballot {
    Ballot {
        branch: branch(),
        booth: 2,
        card: card_number(&branch(), "card 7"),
        attempt: 1,
        contests: vec![
            Sealed { contest: contest("council"), seal: vec![1, 2, 3] },
            Sealed { contest: contest("experts"), seal: vec![] },
        ],
    }
}

fn signed(ballot: Ballot) -> Entry {
    Entry::unsigned(ballot).signed(&event(), Signatory::Booth(branch(), 2), &signer(3)).signed(
        &event(),
        Signatory::Branch(branch()),
        &signer(4),
    )
}

#[test]
fn honest() {
    let entry = signed(ballot());
    let (domain, statement) = entry.statement(&event());
    let the_box =
        BoxId { contest: contest("council"), unit: "0001+2".to_owned().try_into().expect("a unit") };
    let seal = seal_context(&event(), &contest("council"), &branch(), 2, &ballot().card, 1);
    agree(
        "entry.json",
        &json!({
            "event": event().to_string(),
            "keys": {"booth:0001/2": hex(signer(3).public().0), "branch:0001": hex(signer(4).public().0)},
            "entry": text(&entry.to_bytes()), "domain": domain, "body": statement,
            "tracking_code": ballot().tracking_code(&event()).to_string(),
            "card": {"branch": "0001", "printed": "card 7", "number": ballot().card.to_string()},
            "seal_context": text(&seal),
            "ceremony_context": text(&ceremony_context(&event())),
            "box_context": {"box": "council/0001+2", "trustee": 3, "context": text(&box_context(&event(), &the_box, 3))},
        }),
    );
}

#[test]
fn forms_that_are_none() {
    let key =
        Entry::unsigned(Key { trustee: 3, key: event() }).signed(&event(), Signatory::Trustee(3), &signer(5));
    let honest = text(&key.to_bytes());
    Entry::parse(honest.as_bytes()).expect("an honest entry");
    let refused = |crime: &str, from: &str, to: &str| {
        let changed = honest.replacen(from, to, 1);
        assert_ne!(changed, honest, "{crime}");
        assert!(Entry::parse(changed.as_bytes()).is_err(), "{crime}");
        hostile("entry", crime, "entry.form", json!({ "entry": changed }));
    };
    let digest = event().to_string();
    refused("a field twice", "\"trustee\":3", "\"trustee\":3,\"trustee\":4");
    refused("an unknown field", "\"trustee\":3", "\"trustee\":3,\"note\":\"\"");
    refused("an unknown kind", "\"kind\":\"key\"", "\"kind\":\"vote\"");
    refused("a fraction", "\"trustee\":3", "\"trustee\":3.0");
    refused("a number too great", "\"trustee\":3", "\"trustee\":65536");
    refused("capital digits", &digest, &digest.to_uppercase());
    refused("a second spelling of a trustee", "trustee:3", "trustee:03");
    refused(
        "a body as a list",
        &format!("{{\"trustee\":3,\"key\":\"{digest}\"}}"),
        &format!("[3,\"{digest}\"]"),
    );
    let one = &honest[honest.find("{\"by\"").expect("a signature")..honest.len() - 2];
    let listed = one.replace("{\"by\":", "[").replace("\"signature\":", "").replace('}', "]");
    refused("a signature as a list", one, &listed);
    refused("something after the end", "]}", "]}{}");
    refused("a body spaced out", "{\"trustee\":3", "{\"trustee\": 3");
    refused("a space around the body", "\"body\":{", "\"body\": {");
    refused("a number with a sign", "{\"trustee\":3", "{\"trustee\":-0");
    refused(
        "fields in another order",
        &format!("{{\"trustee\":3,\"key\":\"{digest}\"}}"),
        &format!("{{\"key\":\"{digest}\",\"trustee\":3}}"),
    );
    let at = honest.rfind("==\"").expect("the padding of a signature");
    let mut stray = honest.clone();
    // The last digit before the padding holds four bits that must be zero.
    let digit = stray.as_bytes()[at - 1];
    stray.replace_range(at - 1..at, &char::from(digit + 1).to_string());
    assert!(Entry::parse(stray.as_bytes()).is_err());
    hostile("entry", "stray bits in Base64", "entry.form", json!({ "entry": stray }));
}

#[test]
fn signatures_that_are_none() {
    let entry = text(&signed(ballot()).to_bytes());
    let keys = json!({"booth:0001/2": hex(signer(3).public().0), "branch:0001": hex(signer(4).public().0)});
    let refused = |crime: &str, entry: String| {
        let parsed = Entry::parse(entry.as_bytes()).expect("an entry");
        let held = parsed.signatures.iter().zip([3, 4]);
        assert!(!held.clone().all(|(signed, n)| parsed.is_signed_by(&event(), signed, &signer(n).public())));
        let evidence = json!({"event": event().to_string(), "keys": keys, "entry": entry});
        hostile("entry", crime, "entry.signatures", evidence);
    };
    refused("another attempt after signing", entry.replacen("\"attempt\":1", "\"attempt\":2", 1));
}
