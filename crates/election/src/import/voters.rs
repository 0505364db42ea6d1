//! `voters.csv`: the roll («فهرست واجدان شرایط»). It never leaves the headquarters.

use super::row::{Mistake, Rows};
use crate::national_id::NationalId;
use std::collections::HashMap;

/// One entitled person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voter {
    /// Identity number.
    pub national_id: NationalId,
    /// Name as the officer reads it aloud.
    pub name: String,
}

pub(super) fn read(bytes: &[u8], mistakes: &mut Vec<Mistake>) -> Vec<Voter> {
    let mut voters: Vec<Voter> = Vec::new();
    let mut lines: HashMap<NationalId, u64> = HashMap::new();
    let Some(rows) = Rows::open("voters.csv", bytes, &["national_id", "name"], mistakes) else {
        return voters;
    };
    rows.each(|row| {
        let national_id = row.parse(0, NationalId::parse, "Compare it with the identity card");
        let name = row.some_text(1);
        let (Some(national_id), Some(name)) = (national_id, name) else { return };
        if let Some(first) = lines.insert(national_id.clone(), row.line()) {
            row.wrong(0, format!("this number stands on line {first} already"), "Keep one of the two rows");
            return;
        }
        voters.push(Voter { national_id, name });
    });
    voters
}
