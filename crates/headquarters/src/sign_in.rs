//! Signing in («ورود»): what a password must be, how a lock grows, how long a session stands.
//!
//! Hashing, drawing and the clock are the office's; here is only what decides.

/// Wrong tries that cost nothing.
const FREE: u32 = 4;
/// The first lock, in seconds; each further wrong try doubles it.
const FIRST_LOCK: u64 = 30;
/// The longest lock: a quarter of an hour. A guesser then has a hundred tries a day at a password and a code that is good
/// once; a longer one would let a stranger lock an officer out on polling day.
const LONGEST_LOCK: u64 = 15 * 60;

/// So many seconds nobody is let in after this many wrong tries in a row.
#[must_use]
pub fn lock_after(wrong: u32) -> u64 {
    match wrong.checked_sub(FREE + 1) {
        None => 0,
        Some(more) => FIRST_LOCK.checked_shl(more.min(20)).unwrap_or(LONGEST_LOCK).min(LONGEST_LOCK),
    }
}

/// Seconds without a request after which a session has ended.
pub const IDLE: u64 = 30 * 60;
/// Seconds after which any session has ended: a long working day.
pub const LONGEST_SESSION: u64 = 12 * 60 * 60;
/// Seconds after its begin in which a session may make a new way in: a key, or a link of one's own.
pub const FRESH: u64 = 15 * 60;
/// Seconds for which a link to enrol is good.
pub const LINK: u64 = 3 * 24 * 60 * 60;

/// Does a session stand that began and was last used at these seconds?
#[must_use]
pub fn stands(begun: u64, used: u64, now: u64) -> bool {
    now < used.saturating_add(IDLE) && now < begun.saturating_add(LONGEST_SESSION)
}

/// May a one-time code of this step be used, when one of step `last` was? A code is good once, so that whoever
/// looked over a shoulder comes too late.
#[must_use]
pub fn is_fresh(step: u64, last: Option<u64>) -> bool {
    last.is_none_or(|last| step > last)
}

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Below [`SHORTEST`] characters.
    #[error("a password has twelve characters or more")]
    Short,
    /// Above [`LONGEST`] bytes, which would only make hashing slow.
    #[error("a password has 200 bytes at most")]
    Long,
    /// It contains the name under which its owner signs in.
    #[error("a password does not contain the name of its owner")]
    Name,
    /// Few different characters.
    #[error("a password has five different characters or more")]
    Monotonous,
}

/// The shortest password, in characters.
pub const SHORTEST: usize = 12;
/// The longest, in bytes.
pub const LONGEST: usize = 200;

/// Judges a new password.
pub fn judge(password: &str, login: &str) -> Result<(), WeakPassword> {
    let mut different: Vec<char> = password.chars().collect();
    let length = different.len();
    different.sort_unstable();
    different.dedup();
    match () {
        () if length < SHORTEST => Err(WeakPassword::Short),
        () if password.len() > LONGEST => Err(WeakPassword::Long),
        () if !login.is_empty() && password.to_lowercase().contains(login) => Err(WeakPassword::Name),
        () if different.len() < 5 => Err(WeakPassword::Monotonous),
        () => Ok(()),
    }
}

/// What is no name to sign in with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a name to sign in with has 3 to 40 of a-z, 0-9, '.' and '-'")]
pub struct BadLogin;

/// Reads a name to sign in with; capital letters are the same as small ones.
pub fn login(text: &str) -> Result<String, BadLogin> {
    let text = text.trim().to_ascii_lowercase();
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    if (3..=40).contains(&text.len()) && text.bytes().all(fits) { Ok(text) } else { Err(BadLogin) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_mistakes_are_free_and_then_the_lock_doubles_up_to_a_quarter_of_an_hour() {
        let locks: Vec<u64> = [0, 4, 5, 6, 7, 15, 16, 17, 60, u32::MAX].into_iter().map(lock_after).collect();
        assert_eq!(locks, [0, 0, 30, 60, 120, 900, 900, 900, 900, 900]);
    }

    #[test]
    fn a_session_ends_when_nobody_uses_it_and_at_the_end_of_a_long_day() {
        assert!(stands(0, 0, IDLE - 1));
        assert!(!stands(0, 0, IDLE));
        assert!(stands(0, LONGEST_SESSION - 1, LONGEST_SESSION - 1));
        assert!(!stands(0, LONGEST_SESSION - 1, LONGEST_SESSION));
    }

    #[test]
    fn a_code_is_good_once() {
        assert!(is_fresh(7, None));
        assert!(is_fresh(7, Some(6)));
        assert!(!is_fresh(7, Some(7)));
        assert!(!is_fresh(6, Some(7)));
    }

    #[test]
    fn a_password_is_long_and_not_its_owners_name() {
        assert_eq!(judge("short", "rey.governor"), Err(WeakPassword::Short));
        assert_eq!(judge("my Rey.Governor!", "rey.governor"), Err(WeakPassword::Name));
        assert_eq!(judge("aaaaaaaaaaaabb", "rey.governor"), Err(WeakPassword::Monotonous));
        assert_eq!(judge(&"abcdef".repeat(60), "rey.governor"), Err(WeakPassword::Long));
        assert_eq!(judge("چهار کبوتر روی سیم", "rey.governor"), Ok(()));
    }

    #[test]
    fn a_login_is_plain() {
        assert_eq!(login(" Rey.Governor ").as_deref(), Ok("rey.governor"));
        for text in ["", "ab", "رئیس", "a b c", "a/b/c", &"a".repeat(41)] {
            assert_eq!(login(text), Err(BadLogin), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_lock_never_shrinks_while_mistakes_go_on(wrong in 0u32..u32::MAX) {
            prop_assert!(lock_after(wrong) <= lock_after(wrong + 1));
        }
    }
}
