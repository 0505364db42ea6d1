//! Answers that the headquarters signs: to this question, asked now, and no other.
//!
//! A machine that may not take *no* from anybody on the line draws a number, sends it with its question, and believes an
//! answer that the headquarters signed together with both. What an answer grants is proven otherwise, by the record.

use axum::http::HeaderMap;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crypto::signature::{PublicKey, Signature, Signer};
use election::bytes::Digest;
use election::setup::Event;

/// Carries the number that was drawn for this question.
pub const NONCE: &str = "amin-nonce";
/// Carries the signature under the answer, Base64.
pub const SIGNATURE: &str = "amin-signature";

/// A question whose answer must be signed.
#[derive(Debug, Clone)]
pub struct Asked {
    nonce: String,
    question: Vec<u8>,
}

impl Asked {
    /// Draws the number for a question.
    pub fn new(path: &str, body: &[u8], rng: &mut impl rand_core::CryptoRng) -> Self {
        let mut nonce = [0; 16];
        rng.fill_bytes(&mut nonce);
        let nonce = hex::encode(nonce);
        let question = question(path, &nonce, body);
        Self { nonce, question }
    }

    /// The header to send with it.
    pub fn header(&self) -> (&'static str, &str) {
        (NONCE, &self.nonce)
    }

    /// Did the headquarters of this event give this answer to this question?
    pub fn is_answered(
        &self,
        event: &Event,
        headquarters: &PublicKey,
        headers: &HeaderMap,
        answer: &[u8],
    ) -> bool {
        let shown = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
        let shown = shown.and_then(|text| STANDARD.decode(text).ok());
        let Some(Ok(signature)) = shown.map(<[u8; 64]>::try_from) else { return false };
        headquarters.verifies(&domain(event), &statement(&self.question, answer), &Signature(signature))
    }
}

/// The header that signs an answer, if whoever asked drew a number for it.
pub fn sign(
    event: &Event,
    headquarters: &Signer,
    headers: &HeaderMap,
    path: &str,
    body: &[u8],
    answer: &[u8],
) -> Option<(&'static str, String)> {
    let nonce = headers.get(NONCE).and_then(|value| value.to_str().ok()).filter(|nonce| nonce.len() <= 64)?;
    let said = statement(&question(path, nonce, body), answer);
    Some((SIGNATURE, STANDARD.encode(headquarters.sign(&domain(event), &said).0)))
}

fn domain(event: &Event) -> String {
    format!("{event}/answer")
}

/// A path and a header hold no line feed, and the digest has its length: no two questions are one text.
fn question(path: &str, nonce: &str, body: &[u8]) -> Vec<u8> {
    format!("{path}\n{nonce}\n{}\n", Digest::of(body)).into_bytes()
}

fn statement(question: &[u8], answer: &[u8]) -> Vec<u8> {
    [question, answer].concat()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::HeaderValue;

    const EVENT: Event = Digest([5; 32]);
    const PATH: &str = "/api/v1/entries";

    fn answered(asked: &Asked, signer: &Signer, body: &[u8], answer: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let (name, value) = asked.header();
        headers.insert(name, HeaderValue::from_str(value).unwrap());
        let (name, value) = sign(&EVENT, signer, &headers, PATH, body, answer).unwrap();
        HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_str(&value).unwrap())])
    }

    #[test]
    fn an_answer_is_of_its_headquarters_question_and_words() {
        let signer = Signer::from_seed(&[1; 32]);
        let asked = Asked::new(PATH, b"closing", &mut rand::rng());
        let shown = answered(&asked, &signer, b"closing", b"refused");
        let believed = |event: &Event, key: &Signer, answer: &[u8]| {
            asked.is_answered(event, &key.public(), &shown, answer)
        };
        assert!(believed(&EVENT, &signer, b"refused"));
        assert!(!believed(&EVENT, &signer, b"taken"));
        assert!(!believed(&EVENT, &Signer::from_seed(&[2; 32]), b"refused"));
        assert!(!believed(&Digest([6; 32]), &signer, b"refused"));
        assert!(!asked.is_answered(&EVENT, &signer.public(), &HeaderMap::new(), b"refused"));
    }

    #[test]
    fn an_answer_of_before_is_none_to_the_same_question_asked_again() {
        let signer = Signer::from_seed(&[1; 32]);
        let (one, two) = (Asked::new(PATH, b"x", &mut rand::rng()), Asked::new(PATH, b"x", &mut rand::rng()));
        let shown = answered(&one, &signer, b"x", b"refused");
        assert!(!two.is_answered(&EVENT, &signer.public(), &shown, b"refused"));
    }

    #[test]
    fn an_answer_to_another_question_is_none() {
        let signer = Signer::from_seed(&[1; 32]);
        let asked = Asked::new(PATH, b"one", &mut rand::rng());
        let shown = answered(&asked, &signer, b"two", b"refused");
        assert!(!asked.is_answered(&EVENT, &signer.public(), &shown, b"refused"));
    }

    #[test]
    fn nobody_who_draws_no_number_is_signed_for() {
        let signer = Signer::from_seed(&[1; 32]);
        assert!(sign(&EVENT, &signer, &HeaderMap::new(), PATH, b"", b"").is_none());
    }
}
