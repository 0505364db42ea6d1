//! Passkeys, with an authenticator made of software: it keeps an Ed25519 key and answers as WebAuthn asks, or otherwise.

use super::*;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

const ORIGIN: &str = "http://localhost:8080";

/// What an authenticator says of itself: somebody touched it, it was unlocked, here is its key.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

/// An authenticator with one key for one site.
#[derive(Clone)]
struct Authenticator {
    id: Vec<u8>,
    key: SigningKey,
    user: String,
    count: u32,
    origin: String,
    domain: String,
    flags: u8,
}

impl Authenticator {
    fn new(seed: u8) -> Self {
        Self {
            id: vec![seed; 32],
            key: SigningKey::from_bytes(&[seed; 32]),
            user: String::new(),
            count: 1,
            origin: ORIGIN.into(),
            domain: "localhost".into(),
            flags: PRESENT | VERIFIED,
        }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let said = json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        });
        serde_json::to_vec(&said).unwrap()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.domain).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    /// Makes its key known.
    fn make(&mut self, options: &Value) -> Value {
        self.user = options["user"]["id"].as_str().unwrap().to_owned();
        let mut data = self.data(self.flags | WITH_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // COSE: a key of curve 25519, for EdDSA.
        data.extend([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        data.extend(self.key.verifying_key().to_bytes());
        // CBOR: fmt "none", an empty attStmt, authData.
        let mut attestation = vec![0xa3];
        for text in ["fmt", "none", "attStmt"] {
            attestation.push(0x60 + u8::try_from(text.len()).unwrap());
            attestation.extend(text.as_bytes());
        }
        attestation.push(0xa0);
        attestation.push(0x68);
        attestation.extend(b"authData");
        attestation.extend([0x58, u8::try_from(data.len()).unwrap()]);
        attestation.extend(&data);
        json!({
            "id": BASE64.encode(&self.id), "rawId": BASE64.encode(&self.id), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64.encode(self.client_data("webauthn.create", options)),
                "attestationObject": BASE64.encode(attestation), "transports": ["internal"],
            },
        })
    }

    /// Answers with its key.
    fn answer(&mut self, options: &Value) -> Value {
        self.count += 1;
        let client = self.client_data("webauthn.get", options);
        let data = self.data(self.flags);
        let signed = [data.clone(), Sha256::digest(&client).to_vec()].concat();
        json!({
            "id": BASE64.encode(&self.id), "rawId": BASE64.encode(&self.id), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": BASE64.encode(client), "authenticatorData": BASE64.encode(data),
                "signature": BASE64.encode(self.key.sign(&signed).to_bytes()), "userHandle": self.user,
            },
        })
    }
}

impl Site {
    async fn post_json(&self, cookie: &str, path: &str, body: &Value) -> Answer {
        let request = Request::post(path)
            .header(header::HOST, "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, cookie);
        self.ask(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Begins a ceremony: the options and what has to be given back.
    async fn begin(&self, cookie: &str, path: &str) -> (Value, Value) {
        let begun = self.post_json(cookie, &format!("{path}/begin"), &json!({})).await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.page);
        let begun: Value = serde_json::from_str(&begun.page).unwrap();
        (begun["options"].clone(), begun["state"].clone())
    }

    /// Enrols by a link with a key; answers the cookie.
    async fn enrol_key(&self, link: &str, key: &mut Authenticator) -> String {
        let path = format!("/fa/enrol/{link}/passkey");
        let (options, state) = self.begin("", &path).await;
        let sent = json!({ "state": state, "credential": key.make(&options), "name": "کلید من" });
        let made = self.post_json("", &path, &sent).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.page);
        made.cookie.unwrap()
    }

    async fn sign_in(&self, key: &mut Authenticator) -> Answer {
        let (options, state) = self.begin("", "/fa/hq/sign-in/passkey").await;
        let sent = json!({ "state": state, "credential": key.answer(&options), "then": "/fa/hq/journal" });
        self.post_json("", "/fa/hq/sign-in/passkey", &sent).await
    }
}

#[tokio::test]
async fn an_officer_enrols_and_signs_in_by_a_passkey_alone() {
    let site = Site::open().await;
    let link = site.first_links().await[0].clone();
    let mut key = Authenticator::new(7);
    let cookie = site.enrol_key(&link, &mut key).await;
    assert_eq!(site.get(&cookie, "/fa/hq").await.status, StatusCode::OK);
    assert_eq!(
        site.get("", &format!("/fa/enrol/{link}")).await.status,
        StatusCode::GONE,
        "the link is used up"
    );
    let entered = site.sign_in(&mut key).await;
    assert_eq!((entered.status, entered.page.as_str()), (StatusCode::OK, r#"{"to":"/fa/hq/journal"}"#));
    let journal = site.get(&entered.cookie.unwrap(), "/fa/hq/journal").await.page;
    assert!(journal.contains("ساختن کلید ورود") && journal.contains("ورود با کلید"), "{journal}");
    // The first start knows that this one has enrolled, and nobody draws another link alone.
    let permit = permit(Actor::Operator).unwrap();
    let later = site.office.first_links(&permit, &"tehran".parse().unwrap()).await.unwrap();
    assert_eq!(later.len(), 1, "for the chair alone");
}

#[tokio::test]
async fn an_answer_is_good_once_and_only_for_what_was_asked() {
    let site = Site::open().await;
    let link = site.first_links().await[0].clone();
    let mut key = Authenticator::new(7);
    site.enrol_key(&link, &mut key).await;
    let path = "/fa/hq/sign-in/passkey";
    let (options, state) = site.begin("", path).await;
    let sent = json!({ "state": state, "credential": key.answer(&options) });
    assert_eq!(site.post_json("", path, &sent).await.status, StatusCode::OK);
    assert_eq!(site.post_json("", path, &sent).await.status, StatusCode::UNAUTHORIZED, "a second time");
    let refused = async |what: &str, options: &Value, state: &Value, mut key: Authenticator| {
        let sent = json!({ "state": state, "credential": key.answer(options) });
        let tried = site.post_json("", path, &sent).await;
        assert_eq!((tried.status, tried.cookie), (StatusCode::UNAUTHORIZED, None), "{what}");
    };
    let (options, state) = site.begin("", path).await;
    let (others, _) = site.begin("", path).await;
    refused("another question's answer", &others, &state, key.clone()).await;
    let mut changed = state.as_str().unwrap().to_owned();
    let last = if changed.ends_with('0') { "1" } else { "0" };
    changed.replace_range(changed.len() - 1.., last);
    refused("a state that we did not close", &options, &json!(changed), key.clone()).await;
    refused("no state", &options, &json!(""), key.clone()).await;
    let evil = Authenticator { origin: "https://evil.example".into(), ..key.clone() };
    refused("another site's page", &options, &state, evil).await;
    let evil = Authenticator { domain: "evil.example".into(), ..key.clone() };
    refused("a key of another site", &options, &state, evil).await;
    refused("not unlocked", &options, &state, Authenticator { flags: PRESENT, ..key.clone() }).await;
    refused("nobody there", &options, &state, Authenticator { flags: VERIFIED, ..key.clone() }).await;
    let forger = Authenticator { key: SigningKey::from_bytes(&[9; 32]), ..key.clone() };
    refused("another's signature", &options, &state, forger).await;
    let stranger = Authenticator { id: vec![8; 32], ..key.clone() };
    refused("a key that nobody has here", &options, &state, stranger).await;
    let other = Authenticator { user: BASE64.encode([1; 64]), ..key.clone() };
    refused("another person's handle", &options, &state, other).await;
    // And the right one, asked the same, is let in.
    let sent = json!({ "state": state, "credential": key.answer(&options) });
    assert_eq!(site.post_json("", path, &sent).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_key_whose_counter_went_back_is_refused_and_the_journal_says_so() {
    let site = Site::open().await;
    let link = site.first_links().await[0].clone();
    let mut key = Authenticator::new(7);
    let cookie = site.enrol_key(&link, &mut key).await;
    let mut copy = key.clone();
    assert_eq!(site.sign_in(&mut key).await.status, StatusCode::OK);
    assert_eq!(site.sign_in(&mut copy).await.status, StatusCode::UNAUTHORIZED);
    let journal = site.get(&cookie, "/en/hq/journal").await.page;
    assert!(journal.contains("refuse a passkey whose counter went back"), "{journal}");
}

#[tokio::test]
async fn a_person_keeps_several_keys_and_never_loses_the_last_way_in() {
    let site = Site::open().await;
    let links = site.first_links().await;
    let (mut first, mut second) = (Authenticator::new(7), Authenticator::new(8));
    let cookie = site.enrol_key(&links[0], &mut first).await;
    let path = "/en/hq/account/passkeys";
    let (options, state) = site.begin(&cookie, path).await;
    assert_eq!(
        options["excludeCredentials"][0]["id"],
        json!(BASE64.encode(&first.id)),
        "not twice on one device"
    );
    let sent = json!({ "state": state, "credential": second.make(&options), "name": "spare" });
    assert_eq!(site.post_json(&cookie, path, &sent).await.status, StatusCode::OK);
    let again = site.post_json(&cookie, path, &sent).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the same answer again");
    assert_eq!(site.sign_in(&mut second).await.status, StatusCode::OK);
    let account = site.get(&cookie, "/en/hq/account").await.page;
    assert!(account.contains("spare") && account.contains("Governor, head of the headquarters"), "{account}");
    let remove = |key: &Authenticator| format!("{path}/{}/remove", hex(&key.id));
    assert_eq!(site.post(&cookie, &remove(&first), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.sign_in(&mut first).await.status, StatusCode::UNAUTHORIZED, "it was removed");
    let last = site.post(&cookie, &remove(&second), &[]).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.page.contains("only way in"));
    // Another person's key is none of mine.
    let mut chairs = Authenticator::new(9);
    let chair = site.enrol_key(&links[1], &mut chairs).await;
    assert_eq!(site.post(&chair, &remove(&second), &[]).await.status, StatusCode::NOT_FOUND);
    // Nor is an answer to a question that was put to me.
    let (options, state) = site.begin(&cookie, path).await;
    let sent = json!({ "state": state, "credential": Authenticator::new(10).make(&options), "name": "x" });
    assert_eq!(site.post_json(&chair, path, &sent).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_recovery_takes_the_keys_away_too() {
    let site = Site::open().await;
    let links = site.first_links().await;
    let governor = site.enrol(&links[0]).await;
    let mut lost = Authenticator::new(7);
    site.enrol_key(&links[1], &mut lost).await;
    let (secretary, _) = site.appoint(&governor, "m.nouri", "secretary", "tehran").await;
    // The chair's own side has nobody else: a supervisor is appointed by the chair first.
    let chair = site.sign_in(&mut lost).await.cookie.unwrap();
    let supervisor = site.appoint_by(&chair, "supervisory", "s.ahmadi", "supervisor", "tehran").await.0;
    let ask = [("why", "تلفن گم شد")];
    assert_eq!(site.post(&secretary, "/en/hq/people/2/recover", &ask).await.status, StatusCode::SEE_OTHER);
    let told = site.get(&chair, "/en/hq/account").await.page;
    assert!(told.contains("Somebody asked to let you enrol again"), "{told}");
    let confirmed = site.post(&supervisor, "/en/hq/recoveries/1", &[]).await;
    assert!(confirmed.page.contains("/en/enrol/"), "{}", confirmed.page);
    assert_eq!(site.sign_in(&mut lost).await.status, StatusCode::UNAUTHORIZED, "the lost key is nobody's");
}

#[tokio::test]
async fn one_sees_and_ends_ones_sessions_and_changes_ones_password() {
    let site = Site::open().await;
    let link = site.first_links().await[0].clone();
    let page = site.get("", &format!("/en/enrol/{link}")).await.page;
    let cookie = site.enrol(&link).await;
    let enter = async |password: &str, code: &str| {
        let fields = [("login", "governor"), ("password", password), ("code", code), ("then", "")];
        site.post("", "/en/hq/sign-in", &fields).await
    };
    let other = enter(PASSWORD, &code(&page, 1)).await.cookie.unwrap();
    let account = site.get(&cookie, "/en/hq/account").await.page;
    assert_eq!(account.matches("/end\"").count(), 1, "two sessions, one of them this one");
    let id = account.split("/sessions/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let end = format!("/en/hq/account/sessions/{id}/end");
    assert_eq!(site.post(&cookie, &end, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get(&other, "/en/hq/account").await.status, StatusCode::SEE_OTHER, "it was ended");
    assert_eq!(site.post(&cookie, &end, &[]).await.status, StatusCode::NOT_FOUND);
    let change = async |present: &str, new: &str, again: &str| {
        let fields = [("present", present), ("code", "000000"), ("password", new), ("again", again)];
        site.post(&cookie, "/en/hq/account/password", &fields).await
    };
    let new = "five pigeons on a roof";
    for (present, new, again, why) in [
        ("wrong", new, new, "present password or the code is wrong"),
        (PASSWORD, new, new, "present password or the code is wrong"),
        (PASSWORD, "short", "short", "twelve characters"),
        (PASSWORD, new, "another", "differs"),
    ] {
        let refused = change(present, new, again).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(refused.page.contains(why), "{why}: {}", refused.page);
    }
    // Password and codes anew, by a link of one's own.
    let own = site.post(&cookie, "/en/hq/account/link", &[]).await;
    assert!(own.to.starts_with("/en/enrol/"), "{} {}", own.status, own.to);
    let again = site.enrol(own.to.trim_start_matches("/en/enrol/")).await;
    assert_eq!(site.get(&again, "/en/hq/account").await.status, StatusCode::OK);
    assert_eq!(
        site.get(&cookie, "/en/hq/account").await.status,
        StatusCode::SEE_OTHER,
        "the old session ended"
    );
}
