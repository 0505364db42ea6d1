//! What a branch that is cut off does: published with the set-up, each use of it an entry of the branch's log.

pub use election::alone::WhenAlone as Policy;
