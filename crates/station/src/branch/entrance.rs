//! Who may speak to the desk («در میز»): browsers that an officer paired with the desk's token, and programs that show it.
//!
//! The hall's network is not the desk's: whoever joins it must not check voters in, read who has voted, or let a booth go. The token is
//! drawn on the first start and told where the machine is started. A browser that typed it once holds a cookie of its own; after some
//! idle minutes it must be told the short code that was chosen for it, or the token again.

use super::keep;
use crate::disk::{self, DiskError};
use axum::http::{HeaderMap, Method, header};
use election::bytes::Digest;
use screens::locale::latin_digits;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// The cookie of a paired browser.
pub(super) const COOKIE: &str = "amin-desk";
/// Wrong short codes after which a browser is paired no more.
const TRIES: u8 = 5;
/// Digits of the token.
const DIGITS: usize = 20;
/// Digits of a short code.
const CODE: std::ops::RangeInclusive<usize> = 4..=12;
/// Browsers that are paired at one time; who was paired first gives way.
const MOST: usize = 32;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// A program that shows the token.
    Program,
    /// A paired browser.
    Browser(Digest),
}

/// Why nobody is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shut {
    /// Neither paired nor with the token.
    Stranger,
    /// Paired, and idle for too long.
    Locked,
}

/// Why a pairing or a short code is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotPaired {
    /// It is not the token.
    #[error("this is not the desk's token")]
    Token,
    /// The short code has too few digits, or too many.
    #[error("a short code has four to twelve digits")]
    Code,
    /// It is not this browser's short code.
    #[error("this is not the short code")]
    WrongCode,
    /// Too many wrong short codes, or never paired.
    #[error("this browser is not paired any more")]
    Gone,
    /// The disk.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// The desk's door.
#[derive(Debug)]
pub(super) struct Entrance {
    token: Token,
    /// Names of this machine besides its addresses.
    hosts: Vec<String>,
    lock_after: Duration,
    path: PathBuf,
    browsers: Mutex<Browsers>,
}

/// The desk's token. It prints as its length.
struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token({} digits)", self.0.len())
    }
}

#[derive(Debug, Default)]
struct Browsers {
    /// As kept on the disk, oldest first.
    paired: Vec<Paired>,
    /// When each was active last; one that was not since the machine started is locked.
    active: BTreeMap<Digest, Instant>,
    wrong: BTreeMap<Digest, u8>,
}

/// A browser, by the digests of its cookie and of its short code.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paired {
    browser: Digest,
    code: Digest,
}

impl Entrance {
    /// Of a machine's folder; the token is drawn on the first start.
    pub(super) fn open(folder: &Path, hosts: Vec<String>, lock_after: Duration) -> Result<Self, DiskError> {
        let at = folder.join("desk.token");
        let token = match disk::read(&at)? {
            // Half a file, or one that somebody wrote, must not be a token that everybody knows.
            Some(bytes) => Some(digits(&String::from_utf8_lossy(&bytes)))
                .filter(|token| token.len() == DIGITS)
                .ok_or_else(|| {
                    keep::damaged(&at, "the desk's token is twenty digits; remove it and another is drawn")
                })?,
            None => {
                let drawn = super::printed_card();
                disk::write(&at, drawn.as_bytes(), true)?;
                drawn
            }
        };
        let path = folder.join("desks.json");
        let paired = match disk::read(&path)? {
            None => Vec::new(),
            Some(bytes) => {
                serde_json::from_slice(&bytes).map_err(|e| keep::damaged(&path, &e.to_string()))?
            }
        };
        let browsers = Mutex::new(Browsers { paired, ..Browsers::default() });
        Ok(Self { token: Token(token), hosts, lock_after, path, browsers })
    }

    /// The token, in groups that a person types.
    pub(super) fn token(&self) -> String {
        let groups: Vec<&str> =
            (0..self.token.0.len()).step_by(4).filter_map(|at| self.token.0.get(at..at + 4)).collect();
        groups.join(" ")
    }

    /// Seconds of idleness after which a browser is locked.
    pub(super) fn lock_after(&self) -> u16 {
        u16::try_from(self.lock_after.as_secs()).unwrap_or(u16::MAX)
    }

    /// Was this machine meant, by one of its addresses or names? A page of another site that has its own name lead here is not.
    pub(super) fn is_meant(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        };
        let address = name.trim_start_matches('[').trim_end_matches(']');
        address.parse::<IpAddr>().is_ok()
            || name.eq_ignore_ascii_case("localhost")
            || self.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(name))
    }

    /// Does a request that changes something come from our own pages, or from no page at all?
    pub(super) fn is_from_here(method: &Method, host: &str, headers: &HeaderMap) -> bool {
        if method.is_safe() {
            return true;
        }
        let site = headers.get("sec-fetch-site").map(|value| value.to_str().unwrap_or_default());
        let origin = headers.get(header::ORIGIN).map(|value| value.to_str().unwrap_or_default());
        site.is_none_or(|site| matches!(site, "same-origin" | "none"))
            && origin.is_none_or(|origin| origin.split_once("://").is_some_and(|(_, from)| from == host))
    }

    /// Who speaks, if anybody may. `counts` where a person did something.
    pub(super) fn who(&self, headers: &HeaderMap, now: Instant, counts: bool) -> Result<Who, Shut> {
        if self.shows_token(headers) {
            return Ok(Who::Program);
        }
        let browser = cookie(headers).ok_or(Shut::Stranger)?;
        let mut browsers = self.browsers();
        if !browsers.paired.iter().any(|paired| paired.browser == browser) {
            return Err(Shut::Stranger);
        }
        match browsers.active.get(&browser) {
            Some(active) if now.duration_since(*active) < self.lock_after => {
                if counts {
                    browsers.active.insert(browser, now);
                }
                Ok(Who::Browser(browser))
            }
            _ => {
                browsers.active.remove(&browser);
                Err(Shut::Locked)
            }
        }
    }

    /// Does a program show the token?
    pub(super) fn shows_token(&self, headers: &HeaderMap) -> bool {
        let shown = text(headers, header::AUTHORIZATION).and_then(|shown| shown.strip_prefix("Bearer "));
        shown.is_some_and(|shown| self.is_token(shown))
    }

    /// A browser whose officer typed the token, and a short code for it; answers its cookie.
    pub(super) fn pair(&self, token: &str, code: &str, now: Instant) -> Result<String, NotPaired> {
        if !self.is_token(token) {
            return Err(NotPaired::Token);
        }
        let code = digits(code);
        if !CODE.contains(&code.len()) {
            return Err(NotPaired::Code);
        }
        let drawn = hex::encode(rand::random::<[u8; 32]>());
        let browser = Digest::of(drawn.as_bytes());
        let mut browsers = self.browsers();
        let mut paired = browsers.paired.clone();
        paired.push(Paired { browser, code: of_code(&browser, &code) });
        let most = paired.len().saturating_sub(MOST);
        paired.drain(..most);
        self.keep(&paired)?;
        browsers.paired = paired;
        browsers.active.insert(browser, now);
        Ok(drawn)
    }

    /// Locked → open, by the short code or the token.
    pub(super) fn unlock(&self, headers: &HeaderMap, code: &str, now: Instant) -> Result<(), NotPaired> {
        let browser = cookie(headers).ok_or(NotPaired::Gone)?;
        let mut browsers = self.browsers();
        let paired = browsers.paired.iter().find(|paired| paired.browser == browser);
        let paired = paired.ok_or(NotPaired::Gone)?;
        if self.is_token(code) || paired.code == of_code(&browser, &digits(code)) {
            browsers.wrong.remove(&browser);
            browsers.active.insert(browser, now);
            return Ok(());
        }
        let wrong = browsers.wrong.entry(browser).or_default();
        *wrong += 1;
        if *wrong < TRIES {
            return Err(NotPaired::WrongCode);
        }
        browsers.wrong.remove(&browser);
        browsers.active.remove(&browser);
        browsers.paired.retain(|paired| paired.browser != browser);
        self.keep(&browsers.paired)?;
        Err(NotPaired::Gone)
    }

    /// Compared by digests, so that how long it takes says nothing of the token.
    fn is_token(&self, typed: &str) -> bool {
        Digest::of(digits(typed).as_bytes()) == Digest::of(self.token.0.as_bytes())
    }

    fn keep(&self, paired: &[Paired]) -> Result<(), DiskError> {
        disk::write(&self.path, &serde_json::to_vec(paired).expect("digests are texts"), true)
    }

    fn browsers(&self) -> MutexGuard<'_, Browsers> {
        self.browsers.lock().expect("nobody panics with this lock")
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The name by which a request called this machine.
pub(super) fn host(headers: &HeaderMap) -> &str {
    text(headers, header::HOST).unwrap_or_default()
}

/// The digest of the cookie that a browser shows.
fn cookie(headers: &HeaderMap) -> Option<Digest> {
    let shown = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = shown.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| Digest::of(value.as_bytes()))
}

fn of_code(browser: &Digest, code: &str) -> Digest {
    Digest::of(format!("{browser}/{code}").as_bytes())
}

/// As typed on any keyboard, however it was grouped.
fn digits(typed: &str) -> String {
    latin_digits(typed).chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const LOCK: Duration = Duration::from_secs(600);

    fn entrance(folder: &Path) -> Entrance {
        Entrance::open(folder, vec!["branch-0001.local".into()], LOCK).expect("a folder")
    }

    fn with(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).expect("a header"))])
    }

    fn browser(cookie: &str) -> HeaderMap {
        with(header::COOKIE, &format!("other=1; {COOKIE}={cookie}"))
    }

    #[test]
    fn s4_a_browser_is_paired_by_the_token_and_locked_when_idle() {
        let folder = tempfile::tempdir().expect("a folder");
        let (door, now) = (entrance(folder.path()), Instant::now());
        let token = door.token();
        assert!(matches!(door.pair("1234 5678 1234 5678 1234", "4711", now), Err(NotPaired::Token)));
        assert!(matches!(door.pair("", "4711", now), Err(NotPaired::Token)));
        assert!(matches!(door.pair(&token, "47", now), Err(NotPaired::Code)));
        let cookie = door.pair(&token, "۴۷۱۱", now).expect("the token");
        let shown = browser(&cookie);
        assert!(matches!(door.who(&shown, now, true), Ok(Who::Browser(_))));
        assert_eq!(door.who(&browser("ff"), now, true), Err(Shut::Stranger));
        assert_eq!(door.who(&HeaderMap::new(), now, true), Err(Shut::Stranger));
        // What nobody pressed does not keep it open.
        let later = now + LOCK - Duration::from_secs(1);
        assert!(door.who(&shown, later, false).is_ok());
        assert_eq!(door.who(&shown, now + LOCK, true), Err(Shut::Locked));
        assert!(matches!(door.unlock(&shown, "4712", later), Err(NotPaired::WrongCode)));
        door.unlock(&shown, "4711", now + LOCK).expect("its code");
        assert!(door.who(&shown, now + LOCK, true).is_ok());
        // After a power cut it is known, and locked; what is kept does not name its cookie.
        let again = entrance(folder.path());
        assert_eq!(again.who(&shown, now, true), Err(Shut::Locked));
        again.unlock(&shown, &token, now).expect("the token");
        let kept = std::fs::read_to_string(folder.path().join("desks.json")).expect("kept");
        assert!(!kept.contains(&cookie) && !kept.contains("4711"));
    }

    #[test]
    fn s4_whoever_guesses_short_codes_is_paired_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let (door, now) = (entrance(folder.path()), Instant::now());
        let shown = browser(&door.pair(&door.token(), "4711", now).expect("the token"));
        for code in 0..4 {
            assert!(matches!(door.unlock(&shown, &format!("000{code}"), now), Err(NotPaired::WrongCode)));
        }
        assert!(matches!(door.unlock(&shown, "0009", now), Err(NotPaired::Gone)));
        assert!(matches!(door.unlock(&shown, "4711", now), Err(NotPaired::Gone)));
        assert_eq!(entrance(folder.path()).who(&shown, now, true), Err(Shut::Stranger));
    }

    #[test]
    fn s4_a_program_shows_the_token_and_nothing_like_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let door = entrance(folder.path());
        let shows = |shown: &str| door.who(&with(header::AUTHORIZATION, shown), Instant::now(), true);
        assert_eq!(shows(&format!("Bearer {}", door.token.0)), Ok(Who::Program));
        for other in ["Bearer ", "Bearer x", "Basic 1", &format!("Bearer {}0", door.token.0), &door.token.0] {
            assert_eq!(shows(other), Err(Shut::Stranger), "{other}");
        }
        assert!(!format!("{door:?}").contains(&door.token.0), "it is in no log");
    }

    #[test]
    fn another_sites_name_or_page_does_not_lead_here() {
        let folder = tempfile::tempdir().expect("a folder");
        let door = entrance(folder.path());
        let meant = |host: &str| door.is_meant(host);
        for host in ["192.168.7.1:8101", "[fe80::1]:8101", "localhost", "BRANCH-0001.local:8101"] {
            assert!(meant(host), "{host}");
        }
        for host in ["evil.example:8101", "192.168.7.1.evil.example", "", "localhost.evil.example"] {
            assert!(!meant(host), "{host}");
        }
        let posted = |origin: Option<&str>, site: Option<&str>| {
            let mut headers = HeaderMap::new();
            let mut put = |name: &'static str, value: Option<&str>| {
                if let Some(value) = value {
                    headers.insert(name, HeaderValue::from_str(value).expect("a header"));
                }
            };
            put("origin", origin);
            put("sec-fetch-site", site);
            Entrance::is_from_here(&Method::POST, "192.168.7.1:8101", &headers)
        };
        assert!(posted(None, None), "a program");
        assert!(posted(Some("http://192.168.7.1:8101"), Some("same-origin")));
        for (origin, site) in [
            (Some("http://evil.example"), None),
            (Some("null"), None),
            (Some("http://192.168.7.1:8102"), None),
            (None, Some("cross-site")),
            (Some("http://192.168.7.1:8101"), Some("same-site")),
        ] {
            assert!(!posted(origin, site), "{origin:?} {site:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_header_is_more_than_a_stranger(shown in "[ -~]{0,120}") {
            let folder = tempfile::tempdir().expect("a folder");
            let door = entrance(folder.path());
            let headers = [header::COOKIE, header::AUTHORIZATION].map(|name| with(name, &shown));
            for headers in headers {
                proptest::prop_assert_eq!(door.who(&headers, Instant::now(), true), Err(Shut::Stranger));
            }
        }
    }
}
