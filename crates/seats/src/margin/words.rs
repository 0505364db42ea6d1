//! Margins in words: what would have had to happen, and what would have followed.

use super::{Exactness, GroupMargin, Margins, PersonMargin};
use crate::number::grouped;
use crate::{Code, Group, GroupSeats, Language};
use Language::{English, Persian};

impl GroupMargin {
    /// What these votes would have altered, against the seats that were decided. `called` names a group.
    pub fn explain(
        &self,
        decided: &[GroupSeats],
        called: impl Fn(&Group) -> String,
        language: Language,
    ) -> String {
        let (from, to) = (called(&self.from), called(&self.to));
        let votes = grouped(self.votes.into(), language);
        let Some(seats) = &self.seats else {
            return match language {
                Persian => format!("با رفتن {votes} رأی از {from} به {to} قرعه لازم می‌شد."),
                English => format!("{votes} votes moved from {from} to {to} would have called for a lot."),
            };
        };
        let altered: Vec<String> = decided
            .iter()
            .zip(seats)
            .filter(|(was, now)| was.seats != **now)
            .map(|(was, now)| {
                let (group, now) = (called(&was.group), grouped((*now).into(), language));
                let was = grouped(was.seats.into(), language);
                match language {
                    Persian => format!("{group} {was} ← {now}"),
                    English => format!("{group} {was} → {now}"),
                }
            })
            .collect();
        match language {
            Persian => format!("با رفتن {votes} رأی از {from} به {to}: {}.", altered.join("، ")),
            English => format!("{votes} votes moved from {from} to {to}: {}.", altered.join(", ")),
        }
    }
}

impl PersonMargin {
    /// Between whom it was close. `called` names a person, `place` a group.
    pub fn explain(
        &self,
        called: impl Fn(&Code) -> String,
        place: impl Fn(&Group) -> String,
        language: Language,
    ) -> String {
        let (last_in, first_out) = (called(&self.last_in), called(&self.first_out));
        let votes = grouped(self.votes.into(), language);
        let place = self.group.as_ref().map(place);
        match (language, place, self.votes) {
            (Persian, Some(place), 0) => format!("در {place}، {last_in} و {first_out} رأی برابر دارند."),
            (Persian, None, 0) => format!("{last_in} و {first_out} رأی برابر دارند."),
            (English, Some(place), 0) => format!("In {place}, {last_in} and {first_out} have equal votes."),
            (English, None, 0) => format!("{last_in} and {first_out} have equal votes."),
            (Persian, Some(place), _) => {
                format!(
                    "در {place}، با رفتن {votes} رأی از {last_in} (آخرین راه‌یافته) به {first_out} (نخستین بازمانده)."
                )
            }
            (Persian, None, _) => {
                format!("با رفتن {votes} رأی از {last_in} (آخرین راه‌یافته) به {first_out} (نخستین بازمانده).")
            }
            (English, Some(place), _) => {
                format!(
                    "In {place}, {votes} votes moved from {last_in} (last in) to {first_out} (first out)."
                )
            }
            (English, None, _) => {
                format!("{votes} votes moved from {last_in} (last in) to {first_out} (first out).")
            }
        }
    }
}

impl Margins {
    /// What the numbers are, and whether they are exact.
    pub fn explain(&self, language: Language) -> String {
        let smallest = self.smallest().map(|votes| grouped(votes.into(), language));
        let closest = match (language, &smallest) {
            (Persian, Some(votes)) => format!("کوچک‌ترین فاصله: {votes} رأی. "),
            (English, Some(votes)) => format!("The smallest margin: {votes} votes. "),
            (_, None) => String::new(),
        };
        let exact = match (language, self.exactness) {
            (Persian, Exactness::Exact) => {
                "این عددها دقیق‌اند: جابه‌جا شدن تعداد کمتری رأی میان دو گروه، هیچ کرسی‌ای را عوض نمی‌کند.".into()
            }
            (English, Exactness::Exact) => {
                "These numbers are exact: no smaller number of votes moved between two groups alters a seat."
                    .into()
            }
            (Persian, Exactness::AtLeast(votes)) => format!(
                "حد پایین: هیچ جابه‌جایی کمتر از {} رأی کرسی‌ای را عوض نمی‌کند؛ عددهای میان گروه‌ها رتبه‌ی منفردان را ثابت می‌گیرند.",
                grouped(votes.into(), language)
            ),
            (English, Exactness::AtLeast(votes)) => format!(
                "A lower bound: no move of fewer than {} votes alters a seat; the numbers between groups take the independents' ranking as fixed.",
                grouped(votes.into(), language)
            ),
        };
        closest + &exact
    }
}
