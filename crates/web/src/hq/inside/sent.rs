//! A form with files: what was typed into it and what was chosen, as browsers send both with scripts or without.
//!
//! Files are read as they come and no further than they are taken, so that whoever sends more fills no memory. The words are
//! kept whatever is wrong with the files.

use super::form::Typed;
use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use headquarters::evidence;
use headquarters::form::Why;
use office::Brought;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// The longest of all that is typed into one form, names included.
const WORDS: usize = 256 << 10;

/// The most parts of one form, each of which costs memory whatever is in it. No form of ours has half as many.
const PARTS: usize = 512;

/// The longest such form; what surrounds its parts is small.
pub(super) const LARGEST: usize = evidence::MOST * evidence::LARGEST + WORDS + (16 << 10);

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) typed: Typed,
    pub(super) files: Vec<Brought>,
    /// The fields in which files were chosen.
    pub(super) chosen: Vec<String>,
    /// Why not all of it is here.
    pub(super) wrong: Option<Why>,
    /// The place that it takes among those that are read at one time.
    place: Option<SemaphorePermit<'static>>,
}

/// So many forms in which files were chosen are read and looked at at one time; each may hold [`LARGEST`] bytes. Words alone
/// wait for nobody.
static PLACES: Semaphore = Semaphore::const_new(4);
/// How long a form with files waits for a place, and how long it may take to come.
const PATIENCE: Duration = Duration::from_secs(10);
const ARRIVAL: Duration = Duration::from_secs(120);

impl Sent {
    pub(super) fn has_files(&self) -> bool {
        !self.chosen.is_empty() || self.wrong.is_some()
    }

    /// Reads a form; of `files` at most so many are kept, and what is too much is said.
    pub(super) async fn read(mut form: Multipart, files: usize) -> Self {
        let (mut sent, mut fields) = (Self::default(), Vec::new());
        // What had come when the time was up stays, as what had come before the line broke.
        match timeout(ARRIVAL, sent.gather(&mut form, files, &mut fields)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                sent.wrong = Some(Why::TooLarge)
            }
            Ok(Err(_)) | Err(_) => sent.wrong = Some(Why::Unfinished),
        }
        sent.typed = Typed::from(fields);
        sent
    }

    async fn gather(
        &mut self,
        form: &mut Multipart,
        files: usize,
        fields: &mut Vec<(String, String)>,
    ) -> Result<(), MultipartError> {
        let mut left = WORDS;
        let mut parts = 0;
        while let Some(mut field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            parts += 1;
            let Some(fits) = left.checked_sub(name.len()).filter(|_| parts <= PARTS) else {
                self.wrong = Some(Why::TooLong);
                return Ok(());
            };
            left = fits;
            let Some(file) = field.file_name().map(str::to_owned) else {
                let words = taken(&mut field, left).await?;
                left -= words.as_ref().map_or(0, Vec::len);
                match words {
                    Some(words) => fields.push((name, String::from_utf8_lossy(&words).into_owned())),
                    None => self.wrong = Some(Why::TooLong),
                }
                continue;
            };
            let mut is_room = self.files.len() < files;
            if is_room && !file.is_empty() && self.place.is_none() {
                self.place = timeout(PATIENCE, PLACES.acquire()).await.ok().and_then(Result::ok);
                is_room = self.place.is_some();
            }
            let most = if is_room && !file.is_empty() { evidence::LARGEST } else { 0 };
            let bytes = taken(&mut field, most).await?;
            // A field in which nothing was chosen comes without name and bytes; bytes without a name are no file of a form.
            if file.is_empty() {
                if bytes.is_none() {
                    self.wrong = Some(Why::NoEvidence);
                }
                continue;
            }
            if !self.chosen.contains(&name) {
                self.chosen.push(name);
            }
            match bytes {
                Some(bytes) if is_room => self.files.push(Brought { name: file, bytes }),
                _ if is_room => self.wrong = Some(Why::TooLarge),
                _ if files > 0 && self.place.is_none() => self.wrong = Some(Why::Crowded),
                _ => self.wrong = Some(Why::TooMany),
            }
        }
        Ok(())
    }
}

/// A part of at most so many bytes; of a longer one nothing, though it is read to its end.
async fn taken(field: &mut Field<'_>, most: usize) -> Result<Option<Vec<u8>>, MultipartError> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await? {
        let fits = |so_far: &Vec<u8>| so_far.len() + chunk.len() <= most;
        bytes = bytes.filter(fits).map(|so_far| with(so_far, &chunk));
    }
    Ok(bytes)
}

fn with(mut bytes: Vec<u8>, chunk: &Bytes) -> Vec<u8> {
    bytes.extend_from_slice(chunk);
    bytes
}

/// Does a request say that it is a form with files?
pub(super) fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        if is_multipart(&request) {
            let form = Multipart::from_request(request, state).await.map_err(IntoResponse::into_response)?;
            return Ok(Self::read(form, evidence::MOST).await);
        }
        let typed = Typed::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        Ok(Self { typed, ..Self::default() })
    }
}
