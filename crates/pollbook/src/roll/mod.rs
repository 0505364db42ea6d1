//! The roll («فهرست واجدان شرایط») as one file on every desk: nine million people, found by number or by name.
//!
//! Los Angeles 2020 asked a server; its poll books took hours. A desk that has the roll beside it asks nobody.
//!
//! **What the file gives away.** Nothing without the event's roll key, which a desk holds apart from the file: every page is sealed
//! (ChaCha20-Poly1305), and a copied file alone is noise. A desk with file *and* key can be made to name everybody, numbers and names. That
//! is what a roll in a branch is: whoever is found by name (rule F1) must be asked about by number, and nine million keyed hashes would be
//! tried out in minutes, so hashes instead of the numbers would protect nobody.
//!
//! **Form.** Pages of 4,096 bytes. Page 0 is the head, in the clear and authenticated: sizes and a salt. Each other page is 4,080
//! sealed bytes and a tag; its number is the nonce and the head is authenticated with it, so that no page can be changed, moved,
//! left out or taken from another roll. The sealed bytes run on from page to page:
//!
//! | Section | Holds |
//! |---|---|
//! | persons | 32 bytes each, ascending: 16 of the keyed hash, 4 place of the name, 4 of the father's, 4 the first nine digits of the number, 2 year of birth, 2 constituency |
//! | names | distinct names, each a list of words |
//! | words | each word, with how many persons have it |
//! | postings | for each word its persons, as differences |

mod build;
pub mod fold;
mod page;
mod postings;
mod read;
mod search;
mod varint;

pub use build::{Builder, Entitled, NotBuilt};
pub use page::{PAGE, Pages, Salt};
pub use read::{Person, Roll};

/// Why a roll cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// Not a roll, or of another version.
    #[error("this is not a roll of this version")]
    Head,
    /// A page that is not the one that was written with this head under this key.
    #[error("page {0} is damaged, or the key is another event's: copy the roll again")]
    Page(u64),
    /// The disk does not answer.
    #[error("page {0} cannot be read: {1}")]
    Disk(u64, String),
    /// The pages are sound, but what they say is not: the program that wrote them was wrong.
    #[error("the roll contradicts itself: {0}")]
    Sense(&'static str),
}
