//! The way to a database on another machine is encrypted, and leads to the right one.

use super::Store;
use super::server::Server;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::path::Path;

/// An authority in this file, and a certificate for this machine's own address.
fn papers(authority: &Path) -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    std::fs::write(authority, params.self_signed(&key).unwrap().pem()).unwrap();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let door = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    (door.signed_by(&key, &issuer).unwrap().pem(), key.serialize_pem())
}

/// PostgreSQL lets nobody in here who speaks plainly: that the store opens shows that it spoke TLS.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_is_reached_over_tls_and_only_the_right_one() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (folder.path().join("ours.pem"), folder.path().join("others.pem"));
    let (certificate, key) = papers(&ours);
    papers(&others);
    let (server, address) = Server::over_tls(&certificate, &key);
    let at = |words: &str| format!("postgres://postgres@{address}/postgres?{words}");
    let checked = |authority: &Path| at(&format!("sslmode=verify-full&sslrootcert={}", authority.display()));

    let store = Store::open(folder.path(), Some(&checked(&ours))).await.expect("encrypted, and checked");
    let (_, encrypted) = server.psql(
        "postgres",
        "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity
        USING (pid) WHERE application_name = 'amin'",
    );
    assert_eq!(encrypted, "t");
    drop(store);

    let refused =
        Store::open(folder.path(), Some(&checked(&others))).await.expect_err("another's certificate");
    assert!(!refused.is_away(), "nobody waits a minute for a certificate to become right: {refused}");
    let refused = Store::open(folder.path(), Some(&at("sslmode=disable"))).await.expect_err("in clear");
    assert!(!refused.is_away(), "{refused}");
}
