//! What a member of staff is found by, in the one spelling of [`election::spelling`].

use super::member::Member;

pub use election::spelling::of;

/// What a member is found by, and what lists are sorted by: names, number, the last digits of the national number.
#[must_use]
pub fn words(member: &Member) -> String {
    let digits = member.national.trim_start_matches('*');
    format!("{} {} #{} {digits}", of(&member.name), of(&member.latin), member.number)
}
