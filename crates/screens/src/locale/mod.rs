//! The two languages on a screen: their words here, their digits and dates in `language`.

mod words;

pub use language::{Lang, iran, latin_digits};
pub use words::Word;
