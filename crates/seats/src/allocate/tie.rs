//! Ties: equals who can all be served need no lot; where they cannot, the record is asked, and then the boards.

use super::{Engine, Party, Scribe, Stop};
use crate::law;
use crate::{Act, BadInput, Code, House, Lot, LotFor};

impl<'a, S: Scribe> Engine<'a, S> {
    /// The first `places` of an order in which `ties` gives the lengths of the runs of equals.
    pub(super) fn first_of(
        &mut self,
        parties: &[Party<'a>],
        rank: &[usize],
        ties: &[usize],
        places: usize,
        purpose: LotFor,
    ) -> Result<Vec<usize>, Stop> {
        let mut chosen = Vec::with_capacity(places.min(rank.len()));
        let mut rest = rank;
        for &run in ties {
            let (equals, after) = rest.split_at(run);
            rest = after;
            let free = places - chosen.len();
            if free == 0 {
                break;
            }
            if equals.len() <= free {
                chosen.extend_from_slice(equals);
            } else {
                chosen.extend(self.draw(parties, equals, free, purpose)?);
            }
        }
        Ok(chosen)
    }

    /// Draws `choose` of the tied groups.
    pub(super) fn draw(
        &mut self,
        parties: &[Party<'a>],
        equals: &[usize],
        choose: usize,
        purpose: LotFor,
    ) -> Result<Vec<usize>, Stop> {
        let among = equals.iter().map(|&i| parties[i].code.clone()).collect();
        let drawn = self.drawn(purpose, among, choose)?;
        let place =
            |code: &Code| *equals.iter().find(|&&i| parties[i].code == code).expect("drawn from among these");
        Ok(drawn.iter().map(place).collect())
    }

    /// The answer to a lot on the record, or a stop that asks for one.
    pub(super) fn drawn(
        &mut self,
        purpose: LotFor,
        mut among: Vec<Code>,
        choose: usize,
    ) -> Result<Vec<Code>, Stop> {
        among.sort_unstable();
        let lot = Lot { purpose, among, choose: choose as u32 };
        let answer = self.input.lots.iter().enumerate();
        let mut answer = answer.filter(|(i, answer)| !self.used[*i] && lot.is_answered_by(answer));
        let Some((i, answer)) = answer.next() else { return Err(Stop::Lot(lot)) };
        if answer.drawn.len() != choose {
            let drawn = answer.drawn.len() as u64;
            let path = format!("lots[{i}].drawn");
            return Err(Stop::Bad(BadInput::LotMiscounted { path, choose: lot.choose, drawn }));
        }
        self.used[i] = true;
        let drawn = answer.drawn.clone();
        let (house, article) = match purpose {
            LotFor::Elected => (House::Members, &law::PERSON_TIE),
            LotFor::Alternate => (House::Alternates, &law::PERSON_TIE),
            LotFor::AlternatePlace | LotFor::AlternateTakeBack => (House::Alternates, &law::SHARE_TIE),
            LotFor::Leftover | LotFor::TakeBack | LotFor::Quotient => (House::Members, &law::SHARE_TIE),
        };
        self.scribe.write(|| crate::Step { act: Act::Drew { lot, drawn: drawn.clone() }, article, house });
        Ok(drawn)
    }
}
