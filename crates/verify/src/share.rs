//! A share of the work: one of `n` machines, every `n`th box.
//!
//! Each machine reads the whole log, for without it nobody knows what the boxes are; the proofs, which are
//! nearly all of the work, it checks for its own boxes only. [`merge`] puts the parts together: it answers what one
//! machine alone would have answered, or why it cannot.

use crate::checks::log::Head;
use crate::report::Report;
use election::bytes::Digest;
use election::tally::Totals;
use election::unit::BoxId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The `number`th of `of` shares, counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share {
    number: u32,
    of: u32,
}

/// Not a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a share is written 2/10: the second of ten")]
pub struct BadShare;

impl Share {
    /// Everything.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Is the `at`th thing in this share, counted from nought?
    pub fn has(&self, at: usize) -> bool {
        at as u64 % u64::from(self.of) == u64::from(self.number - 1)
    }
}

impl std::str::FromStr for Share {
    type Err = BadShare;
    fn from_str(text: &str) -> Result<Self, BadShare> {
        let (number, of) = text.split_once('/').ok_or(BadShare)?;
        let [number, of] = [number, of].map(|text| text.parse::<u32>().map_err(|_| BadShare));
        let share = Self { number: number?, of: of? };
        let proper = (1..=share.of).contains(&share.number) && share.to_string() == text;
        if proper { Ok(share) } else { Err(BadShare) }
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl TryFrom<String> for Share {
    type Error = BadShare;
    fn try_from(text: String) -> Result<Self, BadShare> {
        text.parse()
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

/// What was found in one box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boxed {
    /// Which.
    #[serde(rename = "box")]
    pub box_id: BoxId,
    /// What was checked of it.
    pub report: Report,
    /// What it holds, as counted by this verifier; nothing if it could not be counted.
    pub totals: Option<Totals>,
}

/// What one share of the work has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The version of this form.
    pub format: u16,
    /// Which share.
    pub share: Share,
    /// The head of the record; nothing if there was no record to read.
    pub head: Option<Head>,
    /// The event that was announced to this verifier, if any.
    pub announced: Option<Digest>,
    /// How many boxes the record has.
    pub boxes: u64,
    /// What every share checks.
    pub common: Report,
    /// What this share checks besides its boxes.
    pub own: Report,
    /// Its boxes.
    pub checked: Vec<Boxed>,
}

impl Part {
    /// The version of this form.
    pub const FORMAT: u16 = 1;

    /// Everything in it, as one report. Of boxes in other shares it says nothing: only [`merge`] judges a record whose
    /// work was shared out.
    pub fn report(&self) -> Report {
        let mut all = self.common.clone();
        all.absorb(self.own.clone());
        for boxed in &self.checked {
            all.absorb(boxed.report.clone());
        }
        all
    }

    /// Was anything found to be wrong, or not to be read?
    pub fn holds(&self) -> bool {
        let report = self.report();
        report.findings().is_empty() && report.why_unreadable().is_none()
    }
}

/// Why parts are not a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMerge {
    /// No part at all.
    #[error("there is no part to merge")]
    Nothing,
    /// A part of another version of this form.
    #[error("part {share} has format {format}, this program writes {}", Part::FORMAT)]
    Format {
        /// Whose.
        share: Share,
        /// Its version.
        format: u16,
    },
    /// The work was cut into another number of shares.
    #[error("part {share} is of another cut than part {first}")]
    Cut {
        /// The one.
        first: Share,
        /// The other.
        share: Share,
    },
    /// The same share twice.
    #[error("part {share} is there twice")]
    Twice {
        /// Which.
        share: Share,
    },
    /// A share is not there.
    #[error("part {share} is missing")]
    Missing {
        /// Which.
        share: Share,
    },
    /// The parts are of different records, or of different moments of one.
    #[error("part {share} is of another record than part {first}, or of another moment of it")]
    Head {
        /// The one.
        first: Share,
        /// The other.
        share: Share,
    },
    /// The boxes of a part are not those of its share.
    #[error("part {share} has not checked the boxes of its share")]
    Boxes {
        /// Which.
        share: Share,
    },
}

/// Puts all parts together.
///
/// A part is believed as it stands: nobody signs it, so whoever merges must have had them from machines of its own.
pub fn merge(parts: &[Part]) -> Result<Report, BadMerge> {
    let first = parts.first().ok_or(BadMerge::Nothing)?;
    let mut numbers = BTreeSet::new();
    for part in parts {
        let (share, first_share) = (part.share, first.share);
        if part.format != Part::FORMAT {
            return Err(BadMerge::Format { share, format: part.format });
        }
        if share.of != first_share.of {
            return Err(BadMerge::Cut { first: first_share, share });
        }
        if !numbers.insert(share.number) {
            return Err(BadMerge::Twice { share });
        }
        if part.head != first.head || part.boxes != first.boxes || part.announced != first.announced {
            return Err(BadMerge::Head { first: first_share, share });
        }
    }
    let of = first.share.of;
    if let Some(number) = (1..=of).find(|number| !numbers.contains(number)) {
        return Err(BadMerge::Missing { share: Share { number, of } });
    }
    // The boxes of a record have one order; dealt out in turn, they must come back complete.
    let mut dealt: BTreeMap<&BoxId, Share> = BTreeMap::new();
    for part in parts {
        let before = dealt.len();
        dealt.extend(part.checked.iter().map(|boxed| (&boxed.box_id, part.share)));
        if dealt.len() - before != part.checked.len() {
            return Err(BadMerge::Boxes { share: part.share });
        }
    }
    if let Some((_, share)) = dealt.values().enumerate().find(|(at, share)| !share.has(*at)) {
        return Err(BadMerge::Boxes { share: *share });
    }
    if dealt.len() as u64 != first.boxes {
        let short = parts.iter().find(|part| {
            let due = (0..first.boxes as usize).filter(|at| part.share.has(*at)).count();
            part.checked.len() != due
        });
        return Err(BadMerge::Boxes { share: short.unwrap_or(first).share });
    }
    let mut all = first.common.clone();
    for part in parts {
        all.unite(part.common.clone());
        all.absorb(part.own.clone());
        for boxed in &part.checked {
            all.absorb(boxed.report.clone());
        }
    }
    Ok(all)
}
