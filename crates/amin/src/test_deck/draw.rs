//! Draw a deck from a county's files.

use super::deck::{self, Does, Line};
use crate::failure::Failure;
use crate::sample::chance;
use clap::Args as ClapArgs;
use election::alone::WhenAlone;
use election::national_id::NationalId;
use rand::RngExt as _;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// From which county, and to which file.
#[derive(ClapArgs)]
pub(crate) struct Args {
    /// Folder of the synthetic county, as `amin sample` writes it
    county: PathBuf,
    /// The deck
    #[arg(long, default_value = "deck.csv")]
    deck: PathBuf,
    /// A number on the roll of another constituency, where the desk's roll holds several
    #[arg(long)]
    elsewhere: Option<String>,
    /// The same seed draws the same deck
    #[arg(long, default_value_t = 1405)]
    seed: u64,
}

/// Writes the deck.
pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let voters = voters(&args.county.join("voters.csv"))?;
    let when_alone = when_alone(&args.county.join("event.json"))?;
    let lines = lines(&voters, args.elsewhere.as_deref(), when_alone, args.seed)?;
    deck::write(&args.deck, &lines)?;
    println!("{} lines in {}", lines.len(), args.deck.display());
    Ok(())
}

fn lines(
    voters: &[NationalId],
    elsewhere: Option<&str>,
    when_alone: WhenAlone,
    seed: u64,
) -> Result<Vec<Line>, Failure> {
    let [first, lost, late] = drawn(voters, seed)?;
    let nobody = nobody(voters, seed);
    // A number with one digit changed is none: its last digit does not fit.
    let last = first.as_bytes()[9];
    let mistyped = format!("{}{}", &first[..9], if last == b'9' { '8' } else { char::from(last + 1) });
    let line = |does, national_id: &str, must: &str, why: &str| Line {
        does,
        national_id: national_id.to_owned(),
        must: must.to_owned(),
        why: why.to_owned(),
    };
    let comes = |national_id: &str, must: &str, why: &str| line(Does::CheckIn, national_id, must, why);
    let mut lines = vec![
        comes(&first, "checked-in", "on the roll, for the first time"),
        comes(&first, "already-voted", "the same person again"),
        line(Does::Undo, &first, "kept", "the unused card is back, and both officers sign"),
        comes(&first, "checked-in", "after the undoing"),
        comes(&first, "already-voted", "and once more"),
        comes(&mistyped, "national-id", "a number with a mistake in it"),
        comes(&nobody, "not-on-roll", "a true number that is on no roll"),
        line(Does::TakeOff, &lost, "off", "the headquarters takes this person off the roll"),
        comes(&lost, "not-on-roll", "taken off the roll"),
    ];
    lines.extend(elsewhere.map(|number| comes(number, "elsewhere", "of another constituency")));
    let (alone, again, after) = match when_alone {
        WhenAlone::Pending { .. } => ("pending", "already-voted", "already-voted"),
        WhenAlone::Refuse => ("not-reached", "not-reached", "checked-in"),
    };
    lines.extend([
        line(Does::Unplug, "", "alone", "the line to the headquarters is cut"),
        comes(&late, alone, "cut off, as the set-up's policy says"),
        comes(&late, again, "the same person again, cut off"),
        comes(&first, "already-voted", "who was confirmed before, cut off"),
        line(Does::PlugIn, "", "connected", "the line is joined again"),
        comes(&late, after, "and heard again"),
    ]);
    Ok(lines)
}

/// Three different voters.
fn drawn(voters: &[NationalId], seed: u64) -> Result<[String; 3], Failure> {
    let mut rng = chance::of(seed, "test deck", 0);
    let mut places = BTreeSet::new();
    if voters.len() < 3 {
        return Err(Failure::new("the county has fewer than three voters", "amin sample --voters 100"));
    }
    let mut next = || loop {
        let place = rng.random_range(0..voters.len());
        if places.insert(place) {
            return voters[place].as_str().to_owned();
        }
    };
    Ok([next(), next(), next()])
}

/// A true number that nobody of the county has.
fn nobody(voters: &[NationalId], seed: u64) -> String {
    let taken: BTreeSet<&str> = voters.iter().map(NationalId::as_str).collect();
    let mut rng = chance::of(seed, "test deck", 1);
    loop {
        let number = NationalId::from_serial(rng.random_range(10_000_000..999_999_999));
        if let Some(number) = number.filter(|number| !taken.contains(number.as_str())) {
            return number.as_str().to_owned();
        }
    }
}

fn voters(path: &Path) -> Result<Vec<NationalId>, Failure> {
    let mut voters = Vec::new();
    for row in csv::Reader::from_reader(read(path)?.as_slice()).records() {
        let row = row.map_err(|e| Failure::other(format!("{}: {e}", path.display())))?;
        let number = row.get(0).unwrap_or_default();
        let wrong = |e| Failure::new(format!("{}: {number}: {e}", path.display()), "Correct the table");
        voters.push(NationalId::parse(number).map_err(wrong)?);
    }
    Ok(voters)
}

fn when_alone(path: &Path) -> Result<WhenAlone, Failure> {
    let event: serde_json::Value = serde_json::from_slice(&read(path)?).map_err(Failure::other)?;
    let policy = event.get("when_alone").cloned();
    policy.map_or(Ok(WhenAlone::Refuse), |policy| serde_json::from_value(policy).map_err(Failure::other))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    station::disk::read(path)?.ok_or_else(|| {
        Failure::new(format!("{} is missing", path.display()), "amin sample --out county writes it")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p1_a_deck_tries_every_answer_with_different_persons_and_can_be_drawn_again() {
        let voters: Vec<NationalId> =
            (0..9).filter_map(|n| NationalId::from_serial(20_000_000 + n)).collect();
        let pending = WhenAlone::Pending { most: 5 };
        let deck = lines(&voters, Some("0012345679"), pending, 7).expect("a deck");
        let musts: BTreeSet<&str> = deck.iter().map(|line| line.must.as_str()).collect();
        for must in [
            "checked-in",
            "already-voted",
            "kept",
            "not-on-roll",
            "national-id",
            "elsewhere",
            "pending",
            "off",
        ] {
            assert!(musts.contains(must), "{must}");
        }
        assert_eq!(deck, lines(&voters, Some("0012345679"), pending, 7).expect("a deck"));
        assert!(lines(&voters[..2], None, pending, 7).is_err(), "two voters are no deck");
        for line in &deck {
            let true_number = NationalId::parse(&line.national_id).is_ok();
            assert_eq!(true_number, !line.national_id.is_empty() && line.must != "national-id", "{line:?}");
        }
        let refuses = lines(&voters, None, WhenAlone::Refuse, 7).expect("a deck");
        assert!(refuses.iter().all(|line| line.must != "pending"));
    }
}
