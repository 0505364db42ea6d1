//! Requests that a machine of the event signs: which path, which body, for which event.

use crate::Problem;
use axum::http::{HeaderMap, StatusCode};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use crypto::signature::{PublicKey, Signature, Signer};
use election::setup::Event;
use election::signatory::Signatory;

/// Names who asks.
pub const BY: &str = "amin-by";
/// Carries the signature, Base64.
pub const SIGNATURE: &str = "amin-signature";

/// The headers of a signed request.
pub fn headers(
    event: &Event,
    by: &Signatory,
    signer: &Signer,
    path: &str,
    body: &[u8],
) -> [(&'static str, String); 2] {
    let signature = signer.sign(&domain(event), &message(path, body));
    [(BY, by.to_string()), (SIGNATURE, STANDARD.encode(signature.0))]
}

/// Who signed this request, if the signature holds.
pub fn check(
    headers: &HeaderMap,
    event: &Event,
    key_of: impl FnOnce(&Signatory) -> Option<PublicKey>,
    path: &str,
    body: &[u8],
) -> Result<Signatory, Problem> {
    let refuse = |title: &str| {
        Problem::new(StatusCode::UNAUTHORIZED, "unsigned", title)
            .remedy("Sign path and body with the machine's key, as docs/protocol/requests.md says")
    };
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let by = text(BY).ok_or_else(|| refuse("the request does not say who asks"))?;
    let by: Signatory = by.parse().map_err(|_| refuse("the request names nobody who can sign"))?;
    let signature = text(SIGNATURE).and_then(|text| STANDARD.decode(text).ok());
    let signature = signature.and_then(|bytes| <[u8; 64]>::try_from(bytes).ok()).map(Signature);
    let signature = signature.ok_or_else(|| refuse("the request carries no signature"))?;
    let key = key_of(&by).ok_or_else(|| refuse("the set-up does not know who asks"))?;
    if key.verifies(&domain(event), &message(path, body), &signature) {
        Ok(by)
    } else {
        Err(refuse("the signature under the request is false"))
    }
}

fn domain(event: &Event) -> String {
    format!("{event}/request")
}

fn message(path: &str, body: &[u8]) -> Vec<u8> {
    let mut message = path.as_bytes().to_vec();
    message.push(b'\n');
    message.extend_from_slice(body);
    message
}
