//! The roll: `voters.csv`.

use super::permutation::Permutation;
use super::{Scale, person};
use election::national_id::NationalId;
use std::io::{self, Write};

/// Serials of nine digits.
const SERIALS: u64 = 1_000_000_000;

/// The first voter's place among the serials, because serial 0 (ten zeros) is never issued.
const FIRST: u64 = 1;

/// After this many voters the caller is told how far the roll is.
const TICK: u64 = 1 << 13;

/// Writes the roll row by row; `tick` hears how many are written.
pub(super) fn write(scale: &Scale, to: &mut impl Write, mut tick: impl FnMut(u64)) -> io::Result<()> {
    let serials = Permutation::new(SERIALS, scale.seed, "national id");
    let names = Permutation::new(person::NAMES, scale.seed, "voter names");
    let mut csv = csv::Writer::from_writer(to);
    csv.write_record(["national_id", "name"]).map_err(io::Error::from)?;
    let mut name = String::new();
    for voter in 0..scale.voters {
        person::write_persian(names.at(voter % person::NAMES), &mut name);
        let id = national_id(&serials, voter);
        csv.write_record([id.as_str(), &name]).map_err(io::Error::from)?;
        if voter % TICK == TICK - 1 {
            tick(voter + 1);
        }
    }
    csv.flush()
}

/// A number nobody else on the roll has.
fn national_id(serials: &Permutation, voter: u64) -> NationalId {
    // Nine equal digits get a tenth alike, which is never issued; the walk passes over them. A voter's own
    // place must be no such serial either: after 0 the next one is 111,111,111.
    let serial = serials.at_where(FIRST + voter, |serial| serial % 111_111_111 != 0);
    NationalId::from_serial(serial as u32).expect("only serials of equal digits are never issued")
}
