//! Clients over HTTP: plain on one machine, TLS by rustls between machines.
//!
//! Whom a process believes is one decision for all its connections: a headquarters' own authority **alone**, if [`believe`]
//! named it, for the hundred authorities that a system knows are a hundred who could stand in between; else those of the
//! system. Nothing here turns a check of a certificate off.

use reqwest::Certificate;
use std::sync::OnceLock;

static AUTHORITY: OnceLock<Vec<Certificate>> = OnceLock::new();

/// Why an authority is not believed.
#[derive(Debug, thiserror::Error)]
pub enum Unbelievable {
    /// The file is no certificate.
    #[error("this is no certificate in PEM: {0}")]
    Form(String),
    /// There was one before, and connections may stand already.
    #[error("this process believes another authority already")]
    Twice,
}

/// Believes whoever these certificates (PEM) vouch for and nobody else, from now on and in this process.
pub fn believe(pem: &[u8]) -> Result<(), Unbelievable> {
    let certificates = Certificate::from_pem_bundle(pem).map_err(|e| Unbelievable::Form(e.to_string()))?;
    if certificates.is_empty() {
        return Err(Unbelievable::Form("no certificate in it".to_owned()));
    }
    AUTHORITY.set(certificates).map_err(|_| Unbelievable::Twice)
}

/// A client to be given its patience.
pub fn client() -> reqwest::ClientBuilder {
    choose_ring();
    match believed() {
        Some(only) => reqwest::Client::builder().tls_certs_only(only.iter().cloned()),
        None => reqwest::Client::builder(),
    }
}

/// The same for threads that wait.
pub fn blocking() -> reqwest::blocking::ClientBuilder {
    choose_ring();
    match believed() {
        Some(only) => reqwest::blocking::Client::builder().tls_certs_only(only.iter().cloned()),
        None => reqwest::blocking::Client::builder(),
    }
}

/// A client with no patience of its own.
///
/// # Panics
/// Never: what a client is built from was tried before.
pub fn plain() -> reqwest::Client {
    client().build().expect(BUILDS)
}

/// Why a client can be built.
pub(crate) const BUILDS: &str = "its certificates were read before";

/// Those who alone are believed; nobody at all on a system that knows no authority; nothing where the system decides.
fn believed() -> Option<&'static [Certificate]> {
    static SYSTEM: OnceLock<bool> = OnceLock::new();
    match AUTHORITY.get() {
        Some(named) => Some(named),
        None if *SYSTEM.get_or_init(|| reqwest::Client::builder().build().is_ok()) => None,
        None => Some(&[]),
    }
}

/// The one provider of this house; whoever comes second finds it chosen.
fn choose_ring() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_not_believed() {
        assert!(matches!(believe(b"-----BEGIN NONSENSE-----"), Err(Unbelievable::Form(_))));
        assert!(matches!(believe(b""), Err(Unbelievable::Form(_))));
    }
}
