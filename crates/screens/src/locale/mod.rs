//! The two languages on a screen: their words here, their digits and dates in `language`.
//!
//! What pages and devices share is one table, [`Word`]; a room of the headquarters that says much has its own,
//! made by [`words!`](crate::words).

mod table;
mod words;

pub use language::{Lang, Spoken, iran, latin_digits};
pub use table::{mistake_in, words};
pub use words::Word;
