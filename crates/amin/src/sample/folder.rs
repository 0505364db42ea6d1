//! The folder a county is written into.

use super::{Error, Scale, tables, voter, without_voters};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fs;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::path::Path;

/// Writes the five files and the headquarters' tables into a folder that is new or empty; the roll last, because it is
/// the long one.
pub(crate) fn write(scale: &Scale, folder: &Path) -> Result<(), Error> {
    make_empty(folder)?;
    let tables = folder.join("headquarters");
    make_empty(&tables)?;
    let event = without_voters(scale).map(|(name, bytes)| (folder.join(name), bytes));
    let tables = tables::files(scale).map(|(name, bytes)| (tables.join(name), bytes));
    for (file, bytes) in event.into_iter().chain(tables) {
        create(&file)
            .and_then(|mut to| to.write_all(&bytes))
            .map_err(|source| Error::Write { file, source })?;
    }
    let file = folder.join("voters.csv");
    let bar = progress(scale.voters);
    let roll = || -> io::Result<()> {
        let mut to = BufWriter::with_capacity(1 << 20, create(&file)?);
        voter::write(scale, &mut to, |written| bar.set_position(written))?;
        to.flush()
    };
    let written = roll();
    bar.finish_and_clear();
    written.map_err(|source| Error::Write { file, source })
}

fn make_empty(folder: &Path) -> Result<(), Error> {
    let unusable = |source| Error::Folder { folder: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(unusable)?;
    match fs::read_dir(folder).map_err(unusable)?.next() {
        None => Ok(()),
        Some(_) => Err(Error::NotEmpty { folder: folder.to_owned() }),
    }
}

/// A file that was not there: two samples into one folder at once do not mix.
fn create(file: &Path) -> io::Result<fs::File> {
    fs::File::create_new(file)
}

/// A bar for a person who watches; a log or a pipe gets none.
fn progress(voters: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("voters {bar:32} {human_pos} of {human_len}, {eta} left")
        .expect("the template is well formed");
    ProgressBar::with_draw_target(Some(voters), ProgressDrawTarget::stderr()).with_style(style)
}
