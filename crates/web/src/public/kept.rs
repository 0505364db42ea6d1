//! Results that were worked out once for readers.
//!
//! A result on the record never changes under its digest. To show it, its margins must be worked out, which takes
//! thousands of allocations; so that is done once, on a blocking thread, and every later reader gets the same.

use super::Result;
use election::bytes::Digest;
use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// So many results are kept: more than a county has contests.
const KEPT: usize = 64;

/// The event and the digest of the result's file.
pub type Key = (Digest, Digest);

type Shelf = VecDeque<(Key, Arc<OnceCell<Arc<Result>>>)>;

static SHELF: LazyLock<Mutex<Shelf>> = LazyLock::new(Mutex::default);

/// The result under a key, worked out by whoever asks first. `None` only if working it out was cut off.
pub async fn kept(key: Key, work: impl FnOnce() -> Result + Send + 'static) -> Option<Arc<Result>> {
    let place = place(key);
    let work = || async { tokio::task::spawn_blocking(work).await.map(Arc::new) };
    place.get_or_try_init(work).await.ok().cloned()
}

fn place(key: Key) -> Arc<OnceCell<Arc<Result>>> {
    let mut shelf = SHELF.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, place)) = shelf.iter().find(|(of, _)| *of == key) {
        return place.clone();
    }
    let place = Arc::default();
    shelf.push_back((key, Arc::clone(&place)));
    if shelf.len() > KEPT {
        shelf.pop_front();
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::what_if::Question;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn a_result_is_worked_out_once_for_all_its_readers() {
        static WORKED: AtomicUsize = AtomicUsize::new(0);
        let work = || {
            WORKED.fetch_add(1, Ordering::Relaxed);
            Question::read(&[]).result().expect("the example is decided")
        };
        let key = (Digest::of(b"an event"), Digest::of(b"a result"));
        let (one, other) = tokio::join!(kept(key, work), kept(key, work));
        assert!(Arc::ptr_eq(&one.expect("worked out"), &other.expect("kept")));
        assert_eq!(WORKED.load(Ordering::Relaxed), 1);
        kept((key.0, Digest::of(b"another result")), work).await.expect("worked out");
        assert_eq!(WORKED.load(Ordering::Relaxed), 2);
    }
}
