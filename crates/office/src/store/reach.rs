//! How far an officer sees, in words of SQL.

use headquarters::permit::{Kind, Permit};
use headquarters::place::Place;
use std::collections::BTreeSet;

/// The condition that a column holds one of these places or one that lies in it. A place is its own literal: its
/// grammar has neither quotes nor blanks.
pub(crate) fn lies_in<'a>(column: &str, places: impl IntoIterator<Item = &'a Place>) -> String {
    let each = places.into_iter().map(|place| {
        let (first, end) = place.range_below();
        format!("{column} = '{place}' OR ({column} >= '{first}' AND {column} < '{end}')")
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() { String::from("1 = 0") } else { format!("({})", each.join(" OR ")) }
}

/// The condition that a column holds a place in which one of these lies, itself left out.
pub(crate) fn lies_above<'a>(column: &str, places: impl IntoIterator<Item = &'a Place>) -> String {
    let above = places.into_iter().flat_map(|place| std::iter::successors(place.above(), Place::above));
    let each: BTreeSet<String> = above.map(|place| format!("{column} = '{place}'")).collect();
    if each.is_empty() {
        String::from("1 = 0")
    } else {
        format!("({})", each.into_iter().collect::<Vec<_>>().join(" OR "))
    }
}

/// The condition that a permit reaches the place of a column. The operator's and the machines' reach everywhere.
pub(crate) fn reached<A: Kind>(permit: &Permit<A>, column: &str) -> String {
    match permit.officer() {
        Some(_) => lies_in(column, permit.reach()),
        None => String::from("1 = 1"),
    }
}

/// What a text has to contain, as a pattern of `LIKE … ESCAPE '\'`.
pub(crate) fn containing(words: &str) -> String {
    let mut pattern = String::from("%");
    for c in words.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Rows of a list on one page.
pub(crate) const PAGE: i64 = 100;
/// How many are read: one beyond the page tells whether another follows.
pub(crate) const READ: i64 = PAGE + 1;

/// Cuts a list to its page; answers the last row's key where another page follows.
pub(crate) fn cut<T, K>(rows: &mut Vec<T>, key: impl Fn(&T) -> K) -> Option<K> {
    cut_to(usize::try_from(PAGE).expect("a page has a hundred rows"), rows, key)
}

/// The same for a page of another length.
pub(crate) fn cut_to<T, K>(page: usize, rows: &mut Vec<T>, key: impl Fn(&T) -> K) -> Option<K> {
    let more = rows.len() > page;
    rows.truncate(page);
    rows.last().filter(|_| more).map(key)
}

/// How many are read to fill a page of this length and to know whether another follows.
pub(crate) fn read_for(page: usize) -> i64 {
    i64::try_from(page).unwrap_or(i64::MAX - 1).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reach_is_a_range_of_bytes_and_nothing_is_reached_without_a_letter() {
        let rey: Place = "tehran/rey".parse().expect("a place");
        assert_eq!(
            lies_in("scope", [&rey]),
            "(scope = 'tehran/rey' OR (scope >= 'tehran/rey/' AND scope < 'tehran/rey0'))"
        );
        assert_eq!(lies_in("scope", []), "1 = 0");
        let branch: Place = "tehran/rey/2/0007".parse().expect("a place");
        let above = "(scope = 'tehran' OR scope = 'tehran/rey' OR scope = 'tehran/rey/2')";
        assert_eq!(lies_above("scope", [&branch, &rey]), above);
        assert_eq!(lies_above("scope", [&"tehran".parse().expect("a place")]), "1 = 0");
    }

    #[test]
    fn a_word_with_a_wildcard_is_a_word() {
        assert_eq!(containing("100%_\\"), "%100\\%\\_\\\\%");
    }
}
