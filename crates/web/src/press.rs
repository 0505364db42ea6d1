//! The press: papers are laid out on a blocking thread, one at a time, and kept until newer ones take their place.
//!
//! Laying out costs a processor for a moment, and anybody may ask. So the press takes one job at a time, whoever
//! waits too long is told to come again, and the same paper of the same head is laid out once.

use axum::body::Bytes;
use std::collections::VecDeque;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// So many papers are kept.
const KEPT: usize = 64;
/// So long a reader waits for the press.
const PATIENCE: Duration = Duration::from_secs(30);

static PRESS: LazyLock<Press> =
    LazyLock::new(|| Press { one: Semaphore::new(1), kept: Mutex::new(VecDeque::new()) });

struct Press {
    one: Semaphore,
    kept: Mutex<VecDeque<(String, Bytes)>>,
}

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoPaper {
    /// It could not be laid out.
    #[error("{0}")]
    Form(#[from] forms::Failed),
    /// Too many want one.
    #[error("the press is busy")]
    Busy,
}

/// A paper, from the press or from those kept. `name` says which paper, of which head, for which site.
pub(crate) async fn paper(
    name: String,
    print: impl FnOnce() -> Result<Vec<u8>, forms::Failed> + Send + 'static,
) -> Result<Bytes, NoPaper> {
    if let Some(kept) = PRESS.find(&name) {
        return Ok(kept);
    }
    let turn = tokio::time::timeout(PATIENCE, PRESS.one.acquire()).await.map_err(|_| NoPaper::Busy)?;
    // Whoever waited may find that the one before asked for the same.
    if let Some(kept) = PRESS.find(&name) {
        return Ok(kept);
    }
    let printed = tokio::task::spawn_blocking(print).await.map_err(|_| NoPaper::Busy)?;
    let paper = Bytes::from(printed?);
    PRESS.keep(name, paper.clone());
    drop(turn);
    Ok(paper)
}

impl Press {
    fn find(&self, name: &str) -> Option<Bytes> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(of, _)| of == name).map(|(_, paper)| paper.clone())
    }

    fn keep(&self, name: String, paper: Bytes) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back((name, paper));
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_paper_is_laid_out_once() {
        let first = paper("a trial".into(), || Ok(b"first".to_vec())).await.expect("it prints");
        let again = paper("a trial".into(), || Ok(b"second".to_vec())).await.expect("it is kept");
        assert_eq!((first.as_ref(), again.as_ref()), (b"first".as_slice(), b"first".as_slice()));
    }
}
