//! `branches.csv`.

use super::draft::Place;
use super::row::{Mistake, Rows};
use crate::id::{AreaId, BranchId};
use crate::setup::Name;

/// Each branch with its line.
pub(super) fn read(bytes: &[u8], mistakes: &mut Vec<Mistake>) -> Vec<(u64, Place)> {
    let mut branches = Vec::new();
    let columns = &["id", "name_fa", "name_en", "area"];
    let Some(rows) = Rows::open("branches.csv", bytes, columns, mistakes) else { return branches };
    rows.each(|row| {
        let id = row.parse(0, BranchId::new, "Use small Latin letters and digits, such as 0412");
        let fa = row.some_text(1);
        let en = row.text(2).to_owned();
        let area = row.parse(3, AreaId::new, "Use the area's number or a short Latin name");
        if let (Some(id), Some(fa), Some(area)) = (id, fa, area) {
            branches.push((row.line(), Place { id, name: Name { fa, en }, area }));
        }
    });
    branches
}
