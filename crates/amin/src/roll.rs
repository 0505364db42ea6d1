//! `amin roll`: the roll as one sealed file for every desk.

use crate::failure::Failure;
use clap::{Parser, Subcommand};
use door::session::RollKey;
use election::national_id::NationalId;
use pollbook::VoterKey;
use pollbook::roll::{Builder, Entitled, Person, Roll};
use station::roll::{BadRoll, OnDisk};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// The roll of entitled persons, as one sealed file that a desk asks instead of a server
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write the file from voters.csv (national_id, name and perhaps father, born, constituency)
    #[command(
        after_help = "Example:\n  amin roll build county/voters.csv --key headquarters/roll.key --out roll"
    )]
    Build(Build),
    /// Find a person by national number
    Find(Find),
    /// Find persons by name or part of one, in any spelling
    #[command(after_help = "Example:\n  amin roll search roll --key roll.key \"Fatemeh Aminzadeh\"")]
    Search(Search),
    /// Read every page: is the file whole and true to itself?
    Check(Open),
}

/// What to build.
#[derive(Parser)]
pub(crate) struct Build {
    /// CSV with the columns national_id and name; father, born and constituency if there are
    voters: PathBuf,
    /// The file to write
    #[arg(long)]
    out: PathBuf,
    /// The event's roll key, which the headquarters wrote to its folder
    #[arg(long)]
    key: PathBuf,
}

/// Which roll.
#[derive(Parser)]
pub(crate) struct Open {
    /// The roll
    roll: PathBuf,
    /// Its key
    #[arg(long)]
    key: PathBuf,
}

/// Whom to find.
#[derive(Parser)]
pub(crate) struct Find {
    #[command(flatten)]
    open: Open,
    /// The national number
    number: String,
}

/// What to search for.
#[derive(Parser)]
pub(crate) struct Search {
    #[command(flatten)]
    open: Open,
    /// Words of the name
    name: String,
    /// At most so many
    #[arg(long, default_value_t = 20)]
    most: usize,
}

/// Runs.
pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Build(Build { voters, out, key }) => {
            let (persons, identity) = build(&voters, &key, &out)?;
            println!("{persons} persons; roll {identity}");
        }
        Command::Find(Find { open, number }) => {
            let number = NationalId::parse(&number).map_err(Failure::other)?;
            let (roll, key) = open.roll()?;
            match roll.find(&VoterKey::of(&key.0, &number)).map_err(Failure::other)? {
                Some(person) => tell(&person),
                None => println!("nobody of this number is on the roll"),
            }
        }
        Command::Search(Search { open, name, most }) => {
            open.roll()?.0.search(&name, most).map_err(Failure::other)?.iter().for_each(tell);
        }
        Command::Check(open) => {
            let (roll, _) = open.roll()?;
            roll.check().map_err(Failure::other)?;
            println!("{} persons, every page sound; roll {}", roll.len(), roll.identity());
        }
    }
    Ok(())
}

impl Open {
    fn roll(&self) -> Result<(Roll<OnDisk>, RollKey), Failure> {
        let key = key(&self.key)?;
        Ok((station::roll::open(&self.roll, &key)?, key))
    }
}

fn key(path: &Path) -> Result<RollKey, Failure> {
    Ok(station::roll::key(path)?.ok_or_else(|| BadRoll::Key(path.to_owned()))?)
}

/// Builds the roll and reads it back; answers how many persons are on it and its name.
pub(crate) fn build(
    voters: &Path,
    key_file: &Path,
    out: &Path,
) -> Result<(u64, election::bytes::Digest), Failure> {
    let key = key(key_file)?;
    let mut builder = Builder::new(key.0);
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(voters).map_err(Failure::other)?;
    let heading = reader.headers().map_err(Failure::other)?.clone();
    let column = |name: &str| heading.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
    let (Some(number), Some(name)) = (column("national_id"), column("name")) else {
        return Err(Failure::new(
            "the heading lacks national_id or name",
            "The first line: national_id,name,father,born,constituency",
        ));
    };
    let (father, born, constituency) = (column("father"), column("born"), column("constituency"));
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(Failure::other)? {
        let line = row.position().map_or(0, csv::Position::line);
        let wrong = |what: String| Failure::new(format!("line {line}: {what}"), "Nothing was written");
        let text = |column: Option<usize>| column.and_then(|column| row.get(column)).unwrap_or_default();
        let small = |column: Option<usize>| match text(column) {
            "" => Ok(0),
            digits => digits
                .parse::<u16>()
                .map_err(|_| wrong(format!("{digits} is no number of a year or constituency"))),
        };
        let national_id = NationalId::parse(text(Some(number))).map_err(|e| wrong(e.to_string()))?;
        let person = Entitled {
            national_id: &national_id,
            name: text(Some(name)),
            father: text(father),
            born: small(born)?,
            constituency: small(constituency)?,
        };
        builder.add(&person).map_err(|e| wrong(e.to_string()))?;
    }
    // Written beside and renamed when it is whole and on the disk.
    let unfinished = out.with_extension("unfinished");
    let mut file = BufWriter::new(File::create(&unfinished).map_err(Failure::other)?);
    let pages = builder.write(rand::random(), |page| file.write_all(page).map_err(Written::Disk));
    pages.map_err(Failure::other)?;
    file.into_inner().map_err(Failure::other)?.sync_all().map_err(Failure::other)?;
    std::fs::rename(&unfinished, out).map_err(Failure::other)?;
    let roll = station::roll::open(out, &key)?;
    Ok((roll.len(), roll.identity()))
}

/// Why the file was not written.
#[derive(Debug, thiserror::Error)]
enum Written {
    #[error(transparent)]
    Roll(#[from] pollbook::roll::NotBuilt),
    #[error("the roll cannot be written: {0}")]
    Disk(std::io::Error),
}

/// What a desk would show.
fn tell(person: &Person) {
    let born = if person.born == 0 { String::new() } else { person.born.to_string() };
    println!("{}\t{}\t{born}\t…{}", person.name, person.father, person.last_digits());
}
