//! What proves a person: a password hashed with argon2id, and one-time codes (RFC 6238).

use crate::error::Error;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use headquarters::sign_in::is_fresh;
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use totp_rs::TOTP;

/// Bytes of the secret of one-time codes: as long as the hash that makes them, as the RFC asks.
pub(super) const SECRET: usize = 20;
/// Seconds for which a code is shown.
const STEP: u64 = 30;

/// Hashes at one time: each takes 19 MiB and a processor, and anybody may ask for one.
const AT_ONCE: usize = 2;
/// How many may wait for their turn. Whoever comes after them is asked to come back, and costs nothing.
const WAITING: usize = 32;

static HASHING: Semaphore = Semaphore::const_new(AT_ONCE);
static QUEUE: Semaphore = Semaphore::const_new(AT_ONCE + WAITING);

/// A hash that no password has, so that an unknown name takes as long as a known one.
static NOBODYS: LazyLock<String> = LazyLock::new(|| digest("nobody's password, never typed"));

/// argon2id, 19 MiB, two passes, one lane: the first choice of OWASP's list for a machine that does other work too.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

fn digest(password: &str) -> String {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).expect("sixteen bytes are a salt");
    argon2().hash_password(password.as_bytes(), &salt).expect("any password has a hash").to_string()
}

/// Hashes that were made, so that a test can see that nobody is spared one.
#[cfg(test)]
pub(super) static MADE: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// Makes the hash that no password has before anybody asks for it: the first unknown name would take twice as long.
pub(crate) fn prepare() {
    LazyLock::force(&NOBODYS);
}

/// Runs a hash where it keeps nobody else waiting, if the queue for it is not too long.
async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let Ok(_place) = QUEUE.try_acquire() else { return Err(Error::Busy { seconds: 5 }) };
    #[cfg(test)]
    MADE.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    let _turn = HASHING.acquire().await.expect("the semaphore is never closed");
    Ok(tokio::task::spawn_blocking(work).await.expect("hashing does not panic"))
}

/// The hash of a new password.
pub(super) async fn hash(password: String) -> Result<String, Error> {
    hashing(move || digest(&password)).await
}

/// Is it the password of this hash? Takes as long without one.
pub(super) async fn is_password(password: String, hash: Option<String>) -> Result<bool, Error> {
    hashing(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODYS.clone());
        let parsed = PasswordHash::new(&hash).ok();
        parsed.is_some_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok()) && known
    })
    .await
}

fn codes(secret: &[u8]) -> Result<TOTP, Error> {
    TOTP::new(totp_rs::Algorithm::SHA1, 6, 0, STEP, secret.to_vec())
        .map_err(|_| Error::Damaged("a secret of one-time codes".into()))
}

/// The step of a code that is good now and was not used. Clocks may differ by one step.
pub(super) fn step(secret: &[u8], code: &str, last: Option<u64>, now: u64) -> Result<Option<u64>, Error> {
    let codes = codes(secret)?;
    let present = now / STEP;
    let mut near = (present.saturating_sub(1)..=present + 1).filter(|step| is_fresh(*step, last));
    Ok(near.find(|step| codes.check(code.trim(), step * STEP)))
}

/// What a telephone reads to show the codes, and the secret to type where it has no camera.
pub(super) fn address(secret: &[u8], login: &str) -> Result<(String, String), Error> {
    let typed = codes(secret)?.get_secret_base32();
    Ok((format!("otpauth://totp/Amin:{login}?secret={typed}&issuer=Amin"), typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_777_600_000;

    fn shown(secret: &[u8], at: u64) -> String {
        codes(secret).expect("a secret").generate(at)
    }

    #[test]
    fn a_code_is_good_for_its_step_and_the_next_and_only_once() {
        let secret = [7; SECRET];
        let code = shown(&secret, NOW);
        let at = |now, last| step(&secret, &code, last, now).expect("a secret");
        assert_eq!(at(NOW, None), Some(NOW / STEP));
        assert_eq!(at(NOW + STEP, None), Some(NOW / STEP));
        assert_eq!(at(NOW + 2 * STEP, None), None);
        assert_eq!(at(NOW, Some(NOW / STEP)), None, "used");
        assert_eq!(step(&[8; SECRET], &code, None, NOW).expect("a secret"), None);
        assert_eq!(step(&secret, "", None, NOW).expect("a secret"), None);
    }

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B: at 59 seconds the eight digits are 94287082; we show the last six.
        assert_eq!(shown(b"12345678901234567890", 59), "287082");
    }

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_alone() {
        let hash = hash("چهار کبوتر روی سیم".into()).await.expect("nobody else hashes");
        let is_password = async |typed: &str, hash| {
            super::is_password(typed.to_owned(), hash).await.expect("nobody else hashes")
        };
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_password("چهار کبوتر روی سیم", Some(hash.clone())).await);
        assert!(!is_password("چهار کبوتر روی بام", Some(hash)).await);
        assert!(!is_password("nobody's password, never typed", None).await);
    }
}
