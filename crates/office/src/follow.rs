//! Follow what other headquarters on the same database append. A background task.

use crate::open::{Inner, Office, catch_up};
use std::sync::Weak;
use std::time::Duration;

/// How far this headquarters may lag behind another.
const EVERY: Duration = Duration::from_millis(200);

/// Looks for new entries and folds them.
pub(crate) async fn keep_following(office: Weak<Inner>) {
    let mut failures = 0u32;
    loop {
        tokio::time::sleep(EVERY).await;
        let Some(inner) = office.upgrade() else { return };
        let mut board = inner.board.write().await;
        let followed = catch_up(&mut board, &inner.store, &inner.folders).await;
        match followed {
            Ok(grown) => {
                failures = 0;
                if grown {
                    Office(inner.clone()).polls_changed(&mut board);
                    inner.grown.notify_one();
                }
            }
            Err(error) => {
                drop(board);
                if failures.is_multiple_of(50) {
                    eprintln!("amin: other headquarters cannot be followed now, trying again: {error}");
                }
                failures += 1;
                if error.is_away() {
                    inner.store.follow_primary().await;
                }
            }
        }
    }
}
