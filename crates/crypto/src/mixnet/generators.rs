//! The commitment bases `h_0, h_1, …`: hashed to the group from a fixed public string and their number.
//!
//! Nobody chooses them, the verifier derives them again. In 2019 a national system took its bases from the
//! mixer, and whoever knew a relation between them could prove a false shuffle.

use crate::group::{Point, Table, hash_to_group};
use rayon::prelude::*;
use std::sync::{Arc, LazyLock, RwLock};

/// `h_number`.
fn derive(number: u64) -> Point {
    hash_to_group("mix base", &[&number.to_le_bytes()])
}

/// `h_0`, the base of a second kind beside `G`.
pub(super) fn h_0() -> &'static Point {
    static H_0: LazyLock<Point> = LazyLock::new(|| derive(0));
    &H_0
}

/// The table for constant-time multiples of `h_0`.
pub(super) fn h_0_table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| Table::create(h_0()));
    &TABLE
}

/// `h_1 … h_m` with `m ≥ n`. Hashing costs as much as half a multiplication each, so the longest list asked
/// for so far is kept for all later boxes.
pub(super) fn at_least(n: usize) -> Arc<Vec<Point>> {
    static KNOWN: LazyLock<RwLock<Arc<Vec<Point>>>> = LazyLock::new(RwLock::default);
    let known = Arc::clone(&KNOWN.read().expect("no holder of this lock panics"));
    if known.len() >= n {
        return known;
    }
    let mut known = KNOWN.write().expect("no holder of this lock panics");
    if known.len() < n {
        let fresh: Vec<Point> = (known.len()..n).into_par_iter().map(|i| derive(i as u64 + 1)).collect();
        *known = Arc::new(known.iter().copied().chain(fresh).collect());
    }
    Arc::clone(&known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_list_begins_with_the_shorter() {
        let short = at_least(3);
        let long = at_least(9);
        assert_eq!(short[..3], long[..3]);
        assert!((0..9).all(|i| long[i] == derive(i as u64 + 1)));
        assert!((0..9).all(|i| (0..i).all(|j| long[i] != long[j]) && long[i] != *h_0()));
    }
}
