//! Publish the record: tiles, checkpoint, countersignature. A background task that catches up.

use crate::error::Error;
use crate::files::write;
use crate::open::Inner;
use crate::store::Lead;
use board::log::checkpoint::{CHECKPOINT_PATH, Checkpoint};
use board::log::tile::{Tile, first_entry_needed, layout, tiles};
use board::log::witness::Request;
use board::log::{Note, Tree};
use std::collections::BTreeSet;
use std::str::FromStr as _;
use std::sync::Weak;
use std::time::Duration;

/// Waits for growth and publishes; tries again when the witness or the disk does not answer.
pub(crate) async fn keep_publishing(office: Weak<Inner>) {
    let mut failures = 0u32;
    let mut lead = Lead::default();
    loop {
        let Some(inner) = office.upgrade() else { return };
        match publish(&inner, &mut lead).await {
            Ok(()) => {
                failures = 0;
                // Wake up now and then to notice that the office is gone.
                let _ = tokio::time::timeout(Duration::from_secs(1), inner.grown.notified()).await;
                drop(inner);
                // Entries that come together share a checkpoint.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(error) => {
                drop(inner);
                if failures.is_multiple_of(20) {
                    eprintln!("amin: the record cannot be published now, trying again: {error}");
                }
                failures += 1;
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        }
    }
}

/// The size of the checkpoint on disk, with its note.
pub(crate) fn on_disk(inner: &Inner) -> Result<Option<(u64, Vec<u8>)>, Error> {
    let path = inner.folders.record().join(CHECKPOINT_PATH);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Error::disk(&path, e)),
    };
    let damaged = |what: String| Error::Damaged(format!("checkpoint: {what}"));
    let note = Note::parse(&bytes).map_err(|e| damaged(e.to_string()))?;
    let checkpoint = Checkpoint::from_str(note.text()).map_err(|e| damaged(e.to_string()))?;
    Ok(Some((checkpoint.size, bytes)))
}

/// Publishes everything that stands now.
async fn publish(inner: &Inner, lead: &mut Lead) -> Result<(), Error> {
    let ours = lead.is_ours(&inner.store).await?;
    let old = on_disk(inner)?.map_or(0, |(size, _)| size);
    if !ours {
        // Another headquarters on this database publishes, into the folder that we share with it.
        inner.published.send_replace(old);
        return Ok(());
    }
    let tree: Tree = {
        let board = inner.board.read().await;
        if board.tree.size() == old {
            inner.published.send_replace(old);
            return Ok(());
        }
        board.tree.clone()
    };
    let size = tree.size();
    let first = first_entry_needed(old);
    let entries = inner.store.entries(first, size - first).await?;
    let record = inner.folders.record();
    let grown = tiles(&tree, old, &entries).map_err(|e| Error::Damaged(e.to_string()))?;
    for (path, bytes) in grown {
        write(&record.join(path), &bytes)?;
    }
    let mut note = inner.log.sign(&tree);
    let line = cosignature(inner, &tree, &note, old).await?;
    note.add(line).map_err(|e| Error::Damaged(e.to_string()))?;
    write(&record.join(CHECKPOINT_PATH), &note.to_bytes())?;
    inner.published.send_replace(size);
    tidy(record, old, size);
    Ok(())
}

/// Asks the witness. It may have seen more than the checkpoint on disk says, when power was cut between its
/// answer and our writing it down.
async fn cosignature(
    inner: &Inner,
    tree: &Tree,
    note: &Note,
    old: u64,
) -> Result<board::log::note::SignatureLine, Error> {
    let mut seen = old;
    loop {
        let request =
            Request::of(tree, seen, tree.size(), note.clone()).map_err(|e| Error::Damaged(e.to_string()))?;
        match inner.witness.cosign(request.to_bytes()).await {
            Ok(crate::open::Cosigned::Line(line)) => {
                let line = String::from_utf8_lossy(&line);
                return line
                    .trim_end_matches('\n')
                    .parse()
                    .map_err(|e| Error::Damaged(format!("the witness's answer: {e}")));
            }
            Ok(crate::open::Cosigned::Conflict(size)) if size != seen && size <= tree.size() => seen = size,
            Ok(crate::open::Cosigned::Conflict(size)) => {
                return Err(Error::Damaged(format!(
                    "the witness has seen {size} entries of this log, the database holds {}",
                    tree.size()
                )));
            }
            Err(why) => return Err(Error::Witness(why)),
        }
    }
}

/// Removes partial tiles of checkpoints before the last one; the last one's stay for whoever reads it now.
fn tidy(record: &std::path::Path, old: u64, size: u64) {
    let needed: BTreeSet<String> = layout(size).chain(layout(old)).map(|tile| tile.path()).collect();
    for tile in layout(size).filter(|tile| tile.width() < 256) {
        let path = record.join(tile.path());
        let Some(folder) = path.parent() else { continue };
        let Ok(siblings) = std::fs::read_dir(folder) else { continue };
        for sibling in siblings.flatten() {
            let Ok(relative) = sibling.path().strip_prefix(record).map(|p| p.to_string_lossy().into_owned())
            else {
                continue;
            };
            if relative.parse::<Tile>().is_ok() && !needed.contains(&relative) {
                // A tile too many does no harm; it is checked like the others.
                let _ = std::fs::remove_file(sibling.path());
            }
        }
    }
}
