//! Room («جا») for what is sent here: how much of all requests together this machine holds before anybody has looked at it.
//!
//! Whoever sends one entry needs no room, and neither does nearly anything else that is sent here: so no crowd of strangers keeps an
//! officer's closing, a trustee's part or a voter at a desk out. What is longer takes of a room that all share, one for
//! strangers and one for whoever is known before the body is read; who finds none waits a moment and is told to come again.

use super::{Shared, actor};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use door::Problem;
use headquarters::permit::{Permit, act};
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// So much of a body takes no room: an entry of the record, or a piece of a desk's log, and what is written around it.
const FREE: usize = 66 << 10;
/// The longest body of a stranger.
const MOST: usize = 1 << 20;
/// The longest of the operator, a branch's machine or a trustee: 1,024 entries.
const MOST_OF_KNOWN: usize = 68 << 20;
/// So much of strangers, and so much of the others, is held at one time.
const STRANGERS: usize = 64 << 20;
const KNOWN: usize = 512 << 20;
/// How long one waits for room.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a body may take to come: as long as a branch's machine waits for its answer.
const ARRIVAL: Duration = Duration::from_secs(120);
/// When to come again, in seconds.
const LATER: HeaderValue = HeaderValue::from_static("5");

/// The room, in kibibytes.
#[derive(Debug, Clone)]
pub(super) struct Room {
    strangers: Arc<Semaphore>,
    known: Arc<Semaphore>,
    /// How long one waits for room, and how long a body may take to come.
    patience: Duration,
    arrival: Duration,
}

/// What was sent, and the room that it takes for as long as this lives.
#[derive(Debug)]
struct Held {
    bytes: Bytes,
    _room: Option<OwnedSemaphorePermit>,
}

impl Default for Room {
    fn default() -> Self {
        Self::of((STRANGERS, KNOWN), PATIENCE, ARRIVAL)
    }
}

impl Room {
    fn of((strangers, known): (usize, usize), patience: Duration, arrival: Duration) -> Self {
        let bytes = |bytes: usize| Arc::new(Semaphore::new(bytes >> 10));
        Self { strangers: bytes(strangers), known: bytes(known), patience, arrival }
    }

    /// Reads a body, as far as its sender may send and there is room. Who it is, is asked of long bodies only.
    async fn take(&self, body: Body, is_known: impl FnOnce() -> bool) -> Result<Held, Problem> {
        let slow = |_| {
            Problem::new(StatusCode::REQUEST_TIMEOUT, "slow", "the request did not arrive in time")
                .remedy("Send it again, over a line that carries it, or in smaller pieces")
        };
        timeout(self.arrival, self.read(body, is_known)).await.map_err(slow)?
    }

    async fn read(&self, body: Body, is_known: impl FnOnce() -> bool) -> Result<Held, Problem> {
        let announced = body.size_hint().upper().map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        let (mut bytes, mut room) = (Vec::new(), None);
        let (mut most, mut is_known) = (MOST_OF_KNOWN, Some(is_known));
        let mut body = pin!(body);
        loop {
            // Asked when so much has come, and not of who only announces it.
            if bytes.len() > FREE
                && let Some(is_known) = is_known.take()
            {
                // A length that is not announced would take the longest: nobody of ours sends so.
                let is_known = announced.is_some() && is_known();
                let (longest, of) =
                    if is_known { (MOST_OF_KNOWN, &self.known) } else { (MOST, &self.strangers) };
                most = longest;
                // At once and for all of it: two who each hold a part would wait for each other.
                let due = announced.unwrap_or(most);
                if due <= most {
                    room = Some(self.find(of, due).await?);
                    bytes.reserve_exact(due.saturating_sub(bytes.len()));
                }
            }
            if announced.unwrap_or(0).max(bytes.len()) > most {
                return Err(too_long(most));
            }
            let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await else { break };
            let cut =
                |_| Problem::new(StatusCode::BAD_REQUEST, "cut-short", "the request did not arrive whole");
            if let Ok(piece) = frame.map_err(cut)?.into_data() {
                bytes.extend_from_slice(&piece);
            }
        }
        Ok(Held { bytes: bytes.into(), _room: room })
    }

    async fn find(&self, room: &Arc<Semaphore>, bytes: usize) -> Result<OwnedSemaphorePermit, Problem> {
        let pieces = u32::try_from(bytes.div_ceil(1 << 10)).unwrap_or(u32::MAX);
        let found = timeout(self.patience, Arc::clone(room).acquire_many_owned(pieces)).await;
        found.ok().and_then(Result::ok).ok_or_else(|| {
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "too much is being sent here at this moment",
            )
            .remedy("Send the same again in a few seconds; one entry at a time is always taken")
        })
    }
}

fn too_long(most: usize) -> Problem {
    let title = format!("a body of yours has at most {most} bytes here");
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-long", title)
        .remedy("Send less at a time. A branch's machine or a trustee that signs the path may send more")
}

/// Around every handler that is given its body whole.
pub(super) async fn held(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let is_known = || {
        let party: Result<Permit<act::HandIn>, _> = actor::party(&shared, &parts.headers, parts.uri.path());
        party.is_ok()
    };
    let held = match shared.room.take(body, is_known).await {
        Ok(held) => held,
        Err(problem) => {
            let later = problem.status == StatusCode::SERVICE_UNAVAILABLE.as_u16();
            return (later.then_some([(header::RETRY_AFTER, LATER)]), problem).into_response();
        }
    };
    let answer = next.run(Request::from_parts(parts, held.bytes.clone().into())).await;
    drop(held);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncWriteExt as _, DuplexStream};
    use tokio_util::io::ReaderStream;

    const STRANGER: fn() -> bool = || false;
    const FRIEND: fn() -> bool = || true;
    const MIB: usize = 1 << 20;

    /// A body of which so much has come, and whose end does not come.
    async fn unfinished(bytes: usize) -> (Body, DuplexStream) {
        let (mut far, near) = tokio::io::duplex(bytes);
        far.write_all(&vec![b' '; bytes]).await.expect("it fits");
        (Body::from_stream(ReaderStream::new(near)), far)
    }

    async fn status(room: &Room, body: Body, who: fn() -> bool) -> u16 {
        room.take(body, who).await.map_or_else(|problem| problem.status, |_| 200)
    }

    #[tokio::test]
    async fn strangers_hold_no_more_than_their_room_and_keep_nobody_else_out() {
        let moment = Duration::from_millis(200);
        let room = Room::of((4 * MIB, 80 * MIB), moment, 10 * moment);
        let mut open = Vec::new();
        let mut waiting = Vec::new();
        for _ in 0..4 {
            let (body, far) = unfinished(FREE + 1).await;
            open.push(far);
            let room = room.clone();
            waiting.push(tokio::spawn(async move { room.take(body, STRANGER).await }));
        }
        while room.strangers.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        // A fifth finds no room and is told when to come again; one entry, and whoever is known, goes on.
        assert_eq!(status(&room, vec![b' '; FREE + 1].into(), STRANGER).await, 503);
        assert_eq!(status(&room, vec![b' '; FREE].into(), STRANGER).await, 200);
        assert_eq!(status(&room, vec![b' '; 20 * MIB].into(), FRIEND).await, 200);
        // Who sends nothing more is not waited for, and the room is free again.
        for one in waiting {
            let slow = one.await.expect("no panic").expect_err("it never ended");
            assert_eq!(slow.status, 408);
        }
        assert_eq!(status(&room, vec![b' '; MIB].into(), STRANGER).await, 200);
        assert_eq!(room.strangers.available_permits(), 4 << 10, "all of it is given back");
    }

    #[tokio::test]
    async fn nobody_sends_more_than_their_longest_announced_or_not() {
        let room = Room::default();
        assert_eq!(status(&room, vec![b' '; MOST].into(), STRANGER).await, 200);
        assert_eq!(status(&room, vec![b' '; MOST + 1].into(), STRANGER).await, 413);
        assert_eq!(status(&room, vec![b' '; MOST + 1].into(), FRIEND).await, 200);
        assert_eq!(status(&room, vec![b' '; MOST_OF_KNOWN + 1].into(), FRIEND).await, 413);
        let (body, mut far) = unfinished(MOST).await;
        let sends = async move {
            let _ = far.write_all(b"  ").await;
        };
        let (answered, ()) = tokio::join!(status(&room, body, STRANGER), sends);
        assert_eq!(answered, 413, "not announced");
        assert_eq!(room.strangers.available_permits(), STRANGERS >> 10);
    }
}
