//! Tables between their preview and their confirmation: kept here under a token, so that a province's rows do not travel
//! to the browser and back. In memory alone, for national numbers lie in them: whoever waits too long uploads again.

use headquarters::permit::PersonId;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a table waits to be confirmed.
const LONGEST: Duration = Duration::from_secs(3600);

/// How much is kept of all; the oldest makes room.
const MOST: usize = 160 << 20;

#[derive(Debug)]
struct Kept {
    token: String,
    of: PersonId,
    at: Instant,
    table: Arc<[u8]>,
}

/// The tables that wait.
#[derive(Debug, Default)]
pub(crate) struct Uploads(Mutex<Vec<Kept>>);

impl Uploads {
    /// Keeps an officer's table, in place of the one before; answers its token.
    pub(crate) fn keep(&self, of: PersonId, table: Arc<[u8]>) -> String {
        let token = hex::encode(rand::random::<[u8; 16]>());
        let mut all = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.retain(|one| one.of != of && one.at.elapsed() < LONGEST);
        all.push(Kept { token: token.clone(), of, at: Instant::now(), table });
        let mut size: usize = all.iter().map(|one| one.table.len()).sum();
        while size > MOST && all.len() > 1 {
            size -= all.remove(0).table.len();
        }
        token
    }

    /// The table of this token, if it still waits and is this officer's.
    pub(crate) fn find(&self, of: PersonId, token: &str) -> Option<Arc<[u8]>> {
        let all = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let found = all.iter().find(|one| one.of == of && one.token == token);
        found.filter(|one| one.at.elapsed() < LONGEST).map(|one| Arc::clone(&one.table))
    }

    /// Forgets an officer's table: it was confirmed.
    pub(crate) fn forget(&self, of: PersonId) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).retain(|one| one.of != of);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_waits_for_its_officer_and_makes_room_when_it_is_the_oldest() {
        let (uploads, one, two) = (Uploads::default(), PersonId(1), PersonId(2));
        let first = uploads.keep(one, Arc::from(&b"a"[..]));
        assert_eq!(uploads.find(one, &first).as_deref(), Some(&b"a"[..]));
        assert_eq!(uploads.find(two, &first), None, "another officer's");
        let second = uploads.keep(one, Arc::from(&b"b"[..]));
        assert_eq!(uploads.find(one, &first), None, "one table an officer");
        uploads.keep(two, vec![b'x'; MOST].into());
        assert_eq!(uploads.find(one, &second), None, "made room");
        uploads.forget(two);
        assert!(uploads.0.lock().expect("whole").is_empty());
    }
}
