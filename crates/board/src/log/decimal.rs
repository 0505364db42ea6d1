//! Sizes and indices as the specifications write them: decimal digits, one spelling for one number.

/// Reads a number without sign, leading zero or anything else around it.
pub(super) fn parse(text: &str) -> Option<u64> {
    let spelt_once = text == "0" || !text.starts_with('0');
    // `u64::from_str` alone would also take a plus sign.
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if spelt_once && digits { text.parse().ok() } else { None }
}
