//! What a voter decides, and how it becomes the numbers of a ballot.

use crate::id::Code;
use crate::setup::Contest;
use crypto::seal::Selection;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

/// A voter's decision in one contest.
///
/// A list code gives one vote to each member of that list; Art. 24(1) counts votes given singly and
/// through a list alike, so a list vote is filled in as its members and looks like any other ballot.
/// Whether a list code may be mixed with names is not settled (law.md §1.9); here it may, as long as
/// nobody is chosen twice and the number of picks is kept.
///
/// It is the voter's secret: it prints as nothing and is wiped when dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Choice(
    /// Codes of lists and candidates; none at all is a blank vote («رأی سفید»).
    pub Vec<Code>,
);

impl std::fmt::Debug for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Choice(secret)")
    }
}

impl Drop for Choice {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Why a decision cannot be sealed. Each names what the voter can change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadChoice {
    /// No list or candidate has this code.
    #[error("no list or candidate has the code {code}")]
    UnknownCode {
        /// As typed.
        code: Code,
    },
    /// The same candidate is chosen twice, singly or through a list.
    #[error("candidate {code} is chosen twice")]
    Twice {
        /// Whose code.
        code: Code,
    },
    /// More names than picks.
    #[error("{chosen} names are chosen, at most {picks} are allowed")]
    TooMany {
        /// As chosen.
        chosen: usize,
        /// As allowed.
        picks: u16,
    },
}

impl Choice {
    /// A blank vote.
    pub fn blank() -> Self {
        Self::default()
    }

    /// The chosen candidates, as places in `contest.candidates`, ascending.
    pub fn candidates(&self, contest: &Contest) -> Result<Vec<u16>, BadChoice> {
        let mut chosen: Vec<u16> = Vec::new();
        for code in &self.0 {
            let before = chosen.len();
            if contest.lists.iter().any(|l| l.code == *code) {
                chosen.extend(contest.members(code));
            } else if let Some(place) = contest.candidates.iter().position(|c| c.code == *code) {
                chosen.push(place as u16);
            }
            if chosen.len() == before {
                return Err(BadChoice::UnknownCode { code: code.clone() });
            }
        }
        chosen.sort_unstable();
        if let Some(pair) = chosen.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(BadChoice::Twice { code: contest.candidates[usize::from(pair[0])].code.clone() });
        }
        if chosen.len() > usize::from(contest.picks) {
            return Err(BadChoice::TooMany { chosen: chosen.len(), picks: contest.picks });
        }
        Ok(chosen)
    }

    /// The numbers to seal: chosen candidates, filled up with distinct blanks.
    pub fn selection(&self, contest: &Contest) -> Result<Selection, BadChoice> {
        let chosen = self.candidates(contest)?;
        Ok(Selection::new(contest.shape(), &chosen).expect("distinct candidates within the picks"))
    }
}
