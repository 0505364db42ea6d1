//! The wall clock, read in one place.

/// Now, in seconds since 1970.
pub(crate) fn seconds() -> u64 {
    jiff::Timestamp::now().as_second().unsigned_abs()
}

/// Now, RFC 3339, UTC, to the second.
pub(crate) fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |t| t.to_string())
}
