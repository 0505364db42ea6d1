//! Writes a log as an election office would, in several publications under two witnesses, for a program that
//! we did not write to check: `write_log DIRECTORY ENTRIES` (`interop/log` runs it).
//!
//! `log/` is what a web server would serve; `keys/` what a reader must know beforehand; `past/` the earlier
//! checkpoints, by size; `receipts/` proofs for some entries, by number; `requests/` what the witnesses were
//! asked, by size.

use board::log::witness::{Request, Seen};
use board::log::{Checkpoint, LogSigner, Name, Note, Receipt, Tree, Witness, WitnessSigner, leaf_hash, tile};
use crypto::signature::Signer;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// A second in October 2025, so that the same call writes the same bytes.
const FIRST_PUBLICATION: u64 = 1_760_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [directory, entries] = arguments.as_slice() else {
        return Err("usage: write_log DIRECTORY ENTRIES".into());
    };
    let (directory, entries) = (Path::new(directory), entries.parse()?);

    let log = LogSigner::new("amin.example/tehran".parse()?, &Signer::from_seed(&[1; 32]));
    let mut witnesses =
        [witness("supervisors.example/witness", 2, &log)?, witness("press.example/witness", 3, &log)?];
    write(directory, "keys/log", log.key().to_string().as_bytes())?;
    for (number, witness) in witnesses.iter().enumerate() {
        write(directory, &format!("keys/witness-{number}"), witness.key().to_string().as_bytes())?;
    }

    let mut tree = Tree::new();
    let mut published = 0;
    for (time, size) in (FIRST_PUBLICATION..).zip(publications(entries)) {
        tree.extend((published..size).map(|number| leaf_hash(&entry(number))));
        let needed: Vec<Vec<u8>> = (tile::first_entry_needed(published)..size).map(entry).collect();
        for (path, bytes) in tile::tiles(&tree, published, &needed)? {
            write(directory, &format!("log/{path}"), &bytes)?;
        }
        let request = Request::of(&tree, published, size, log.sign(&tree))?.to_bytes();
        write(directory, &format!("requests/{size}"), &request)?;
        let checkpoint = cosigned(log.sign(&tree), &request, &mut witnesses, time)?;
        write(directory, "log/checkpoint", &checkpoint.to_bytes())?;
        write(directory, &format!("past/{size}"), &checkpoint.to_bytes())?;
        for index in [0, size / 3, size - 1] {
            let receipt = Receipt::of(&tree, index, size, checkpoint.clone())?;
            write(directory, &format!("receipts/{index}"), &receipt.to_bytes())?;
        }
        published = size;
    }
    println!("{}", Checkpoint::of(log.key().name.clone(), &tree));
    Ok(())
}

/// The sizes at which the log is published: 1, then about half as long again each time.
fn publications(entries: u64) -> impl Iterator<Item = u64> {
    let next = move |size: &u64| (*size < entries).then(|| (size + size / 2 + 1).min(entries));
    std::iter::successors((entries > 0).then_some(1), next)
}

/// Entries of all lengths, the shortest and the longest possible among them.
fn entry(number: u64) -> Vec<u8> {
    match number {
        1 => Vec::new(),
        2 => vec![b'x'; 65_535],
        _ => format!("entry {number}\n").repeat(1 + (number % 7) as usize).into_bytes(),
    }
}

fn witness(name: &str, seed: u8, log: &LogSigner) -> Result<Witness, Box<dyn Error>> {
    let signer = WitnessSigner::new(name.parse::<Name>()?, &Signer::from_seed(&[seed; 32]));
    Ok(Witness::new(signer).watching(log.key().clone(), Seen::default()))
}

/// The checkpoint with all cosignatures, each given for the bytes of a request.
fn cosigned(
    mut checkpoint: Note,
    request: &[u8],
    witnesses: &mut [Witness],
    time: u64,
) -> Result<Note, Box<dyn Error>> {
    for witness in witnesses {
        checkpoint.add(witness.add_checkpoint(request, time)?.line)?;
    }
    Ok(checkpoint)
}

fn write(directory: &Path, path: &str, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    let path = directory.join(path);
    fs::create_dir_all(path.parent().expect("the path has a directory before it"))?;
    Ok(fs::write(path, bytes)?)
}
