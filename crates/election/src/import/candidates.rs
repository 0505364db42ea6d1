//! `lists.csv` and `candidates.csv`.

use super::row::{Mistake, Rows};
use crate::id::{Code, ContestId};
use crate::setup::{Candidate, List, Name};

const CODE: &str = "Use digits, as voters will type them";
const CONTEST: &str = "Use the id of a contest of event.json";

/// Each list with the contest it belongs to and the line it stands on.
pub(super) fn read_lists(bytes: &[u8], mistakes: &mut Vec<Mistake>) -> Vec<(ContestId, u64, List)> {
    let mut lists = Vec::new();
    let columns = &["contest", "code", "name_fa", "name_en"];
    let Some(rows) = Rows::open("lists.csv", bytes, columns, mistakes) else { return lists };
    rows.each(|row| {
        let contest = row.parse(0, ContestId::new, CONTEST);
        let code = row.parse(1, Code::new, CODE);
        let fa = row.some_text(2);
        let en = row.text(3).to_owned();
        if let (Some(contest), Some(code), Some(fa)) = (contest, code, fa) {
            lists.push((contest, row.line(), List { code, name: Name { fa, en } }));
        }
    });
    lists
}

/// Each candidate with the contest and the line.
pub(super) fn read_candidates(bytes: &[u8], mistakes: &mut Vec<Mistake>) -> Vec<(ContestId, u64, Candidate)> {
    let mut candidates = Vec::new();
    let columns = &["contest", "code", "name_fa", "name_en", "list", "veteran", "degree"];
    let Some(rows) = Rows::open("candidates.csv", bytes, columns, mistakes) else { return candidates };
    rows.each(|row| {
        let contest = row.parse(0, ContestId::new, CONTEST);
        let code = row.parse(1, Code::new, CODE);
        let fa = row.some_text(2);
        let en = row.text(3).to_owned();
        let list = row.parse(
            4,
            |text| if text.is_empty() { Ok(None) } else { Code::new(text).map(Some) },
            "Write the code of a list, or nothing for an independent",
        );
        let veteran = row.parse(5, yes, "Write 1 for a veteran, else 0 or nothing");
        let degree = row.parse(6, small, "Write the rank of the degree, 0 to 9, or nothing");
        if let (Some(contest), Some(code), Some(fa), Some(list), Some(veteran), Some(degree)) =
            (contest, code, fa, list, veteran, degree)
        {
            let candidate = Candidate { code, name: Name { fa, en }, list, veteran, degree };
            candidates.push((contest, row.line(), candidate));
        }
    });
    candidates
}

fn yes(text: &str) -> Result<bool, String> {
    match text {
        "" | "0" => Ok(false),
        "1" => Ok(true),
        other => Err(format!("\u{201c}{other}\u{201d} is neither 0 nor 1")),
    }
}

fn small(text: &str) -> Result<u8, String> {
    if text.is_empty() {
        return Ok(0);
    }
    text.parse()
        .ok()
        .filter(|n| *n <= 9)
        .ok_or_else(|| format!("\u{201c}{text}\u{201d} is not a rank from 0 to 9"))
}
