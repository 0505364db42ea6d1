//! Lots as state: the engine asks, somebody draws in public, the answer goes on the record.

use crate::{Code, Language};

/// What a lot decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LotFor {
    /// Who gets the next seat left over.
    Leftover,
    /// Who gives back a seat that rounding created beyond the house.
    TakeBack,
    /// Who gets the next seat by quotient.
    Quotient,
    /// Which of several persons with equal votes is elected.
    Elected,
    /// In which order persons with equal votes stand as alternates.
    Alternate,
    /// Which list gets the next alternate's place.
    AlternatePlace,
    /// Which list gives back an alternate's place that rounding created.
    AlternateTakeBack,
}

/// A tie that only a lot can settle (`NeedsLot`): draw `choose` of `among`, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// What the lot decides.
    pub purpose: LotFor,
    /// Who is tied, by code, in the order of the codes.
    pub among: Vec<Code>,
    /// How many are drawn.
    pub choose: u32,
}

/// A lot that was drawn, as it stands on the signed record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnLot {
    /// What the lot decides.
    pub purpose: LotFor,
    /// Who was tied.
    pub among: Vec<Code>,
    /// Who was drawn, first drawn first.
    pub drawn: Vec<Code>,
}

impl Lot {
    /// The record entry for this lot, once drawn.
    pub fn drawn(&self, drawn: Vec<Code>) -> DrawnLot {
        DrawnLot { purpose: self.purpose, among: self.among.clone(), drawn }
    }

    /// Whether a drawn lot answers this question. The order in which the tied are named does not matter.
    pub(crate) fn is_answered_by(&self, answer: &DrawnLot) -> bool {
        self.purpose == answer.purpose
            && self.among.len() == answer.among.len()
            && self.among.iter().all(|code| answer.among.contains(code))
    }

    /// What the two boards are asked to draw, in a sentence.
    pub fn explain(&self, language: Language) -> String {
        crate::explain::lot(self, language)
    }
}

impl LotFor {
    /// The word used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leftover => "leftover-seat",
            Self::TakeBack => "take-back",
            Self::Quotient => "quotient-seat",
            Self::Elected => "elected",
            Self::Alternate => "alternate",
            Self::AlternatePlace => "alternate-place",
            Self::AlternateTakeBack => "alternate-take-back",
        }
    }

    /// The purpose behind a word of the JSON.
    pub fn named(name: &str) -> Option<Self> {
        [
            Self::Leftover,
            Self::TakeBack,
            Self::Quotient,
            Self::Elected,
            Self::Alternate,
            Self::AlternatePlace,
            Self::AlternateTakeBack,
        ]
        .into_iter()
        .find(|purpose| purpose.name() == name)
    }
}
