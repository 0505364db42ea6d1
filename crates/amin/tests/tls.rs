//! A headquarters over TLS: real processes, real certificates.

#![allow(clippy::unwrap_used)]

use reqwest::{Certificate, Client};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const AMIN: &str = env!("CARGO_BIN_EXE_amin");

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `amin certificate` for this machine, in this folder.
fn certify(folder: &Path) {
    let made = Command::new(AMIN)
        .args(["certificate", "localhost", "127.0.0.1", "--days", "2", "--out"])
        .arg(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// A headquarters behind the certificate in this folder, and its address.
fn serve(home: &Path, papers: &Path) -> (Running, String) {
    let ready = home.join("ready");
    let child = Command::new(AMIN)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(home.join("headquarters"))
        .arg("--ready")
        .arg(&ready)
        .arg("--tls-certificate")
        .arg(papers.join("localhost.pem"))
        .arg("--tls-key")
        .arg(papers.join("localhost.key"))
        .stdout(Stdio::null())
        .stderr(File::create(home.join("said")).unwrap())
        .spawn()
        .unwrap();
    let running = Running(child);
    let begun = Instant::now();
    while !ready.exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "the headquarters does not open its door");
        std::thread::sleep(Duration::from_millis(20));
    }
    (running, std::fs::read_to_string(&ready).unwrap())
}

/// Whoever believes the authority in this folder and no other.
fn believing(papers: &Path) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let authority = std::fs::read(papers.join("authority.pem")).unwrap();
    // A connection of its own for each question: a renewed certificate is then seen.
    let client = Client::builder().tls_certs_only(Certificate::from_pem_bundle(&authority).unwrap());
    client.pool_max_idle_per_host(0).build().unwrap()
}

#[tokio::test]
async fn a_door_with_a_certificate_speaks_tls_to_whoever_believes_its_authority() {
    let home = tempfile::tempdir().unwrap();
    let (ours, others) = (home.path().join("ours"), home.path().join("others"));
    certify(&ours);
    certify(&others);
    let (_running, url) = serve(home.path(), &ours);
    assert!(url.starts_with("https://"), "{url}");

    let page = believing(&ours).get(format!("{url}/fa")).send().await.unwrap();
    assert!(page.status().is_success());
    assert!(page.headers().contains_key("strict-transport-security"));

    // Somebody in between has another certificate; somebody in clear gets nothing at all.
    let stranger = believing(&others).get(format!("{url}/fa")).send().await.unwrap_err();
    assert!(stranger.is_connect(), "{stranger}");
    let plain = url.replace("https://", "http://");
    assert!(believing(&ours).get(format!("{plain}/fa")).send().await.is_err());
    // The name counts as well: this certificate is not for that address.
    let elsewhere = url.replace("127.0.0.1", "127.0.0.2");
    assert!(believing(&ours).get(format!("{elsewhere}/fa")).send().await.is_err());
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_without_a_restart_and_a_bad_one_never() {
    let home = tempfile::tempdir().unwrap();
    let papers = home.path().join("papers");
    certify(&papers);
    let (running, url) = serve(home.path(), &papers);
    let before = believing(&papers);
    before.get(format!("{url}/fa")).send().await.unwrap();

    // Another authority altogether: nothing else could tell the two apart from here.
    std::fs::remove_file(papers.join("authority.key")).unwrap();
    std::fs::remove_file(papers.join("authority.pem")).unwrap();
    certify(&papers);
    let after = believing(&papers);
    hang_up(&running);
    let begun = Instant::now();
    while after.get(format!("{url}/fa")).send().await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the new certificate does not come");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(before.get(format!("{url}/fa")).send().await.is_err(), "the old one is gone");

    // Half a file, as a full disk leaves it: the one that was good goes on.
    std::fs::write(papers.join("localhost.pem"), "-----BEGIN CERT").unwrap();
    hang_up(&running);
    let begun = Instant::now();
    while !std::fs::read_to_string(home.path().join("said")).unwrap().contains("stays as it was") {
        assert!(begun.elapsed() < Duration::from_secs(30), "it does not read the files again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    after.get(format!("{url}/fa")).send().await.expect("as before");
}

fn hang_up(running: &Running) {
    let told = Command::new("kill").arg("-HUP").arg(running.0.id().to_string()).status().unwrap();
    assert!(told.success());
}

#[test]
fn a_key_that_is_not_the_certificates_is_told_at_the_start() {
    let home = tempfile::tempdir().unwrap();
    let (one, other) = (home.path().join("one"), home.path().join("other"));
    certify(&one);
    certify(&other);
    let started = Command::new(AMIN)
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(home.path().join("headquarters"))
        .arg("--tls-certificate")
        .arg(one.join("localhost.pem"))
        .arg("--tls-key")
        .arg(other.join("localhost.key"))
        .output()
        .unwrap();
    assert!(!started.status.success());
    let said = String::from_utf8_lossy(&started.stderr);
    assert!(said.contains("localhost.key") && said.contains("amin certificate"), "{said}");
}
