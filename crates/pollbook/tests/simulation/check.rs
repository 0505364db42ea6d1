//! The evening, and what must hold then.

use super::Planted;
use super::draw::Draw;
use super::world::{Broken, Mail, World};
use pollbook::book::Book;
use pollbook::entry::{Entry, Standing};
use pollbook::policy::Policy;
use pollbook::reconcile::{Cards, Figures, reconcile};
use pollbook::resolve::{Central, resolve};
use std::collections::{BTreeMap, BTreeSet};

impl World {
    pub(super) fn policy(&self) -> Policy {
        // Restarted under the policy that was published, which the desks' log also holds.
        self.published
    }

    /// Every cable holds, every machine is up, every strip is read, every desk is closed and in step.
    pub(super) fn evening(&mut self) {
        self.tell(|_| "evening".into());
        self.headquarters_up();
        self.cut.clear();
        self.letters.clear();
        self.calm = true;
        for device in 0..self.devices.len() {
            if self.devices[device].desk.is_none() && !self.devices[device].lost {
                self.restart(device);
            }
        }
        // Whoever still waits is told that the machine stops.
        for device in 0..self.devices.len() {
            if let Some(waiting) = self.devices[device].waiting.take() {
                self.voters[waiting.voter].at_desk = false;
            }
        }
        self.spread();
        for lost in 0..self.devices.len() {
            if self.devices[lost].lost {
                self.read_strip(lost);
            }
        }
        for device in 0..self.devices.len() {
            self.close(device);
        }
        self.spread();
    }

    /// Everybody asks everybody until nobody has news.
    fn spread(&mut self) {
        for _ in 0..4 {
            for a in 0..self.devices.len() {
                let Some(desk) = self.devices[a].desk.as_ref() else { continue };
                let versions = desk.log().versions();
                self.post(Some(a), None, Mail::Versions(Some(a), versions.clone()));
                for b in 0..self.devices.len() {
                    if a != b && self.devices[a].station.branch == self.devices[b].station.branch {
                        self.post(Some(a), Some(b), Mail::Versions(Some(a), versions.clone()));
                    }
                }
            }
            while !self.letters.is_empty() {
                let letter = self.letters.remove(0);
                self.deliver(letter);
            }
        }
    }

    pub(super) fn check(mut self) -> Result<(), Broken> {
        let promise = self.promises().err();
        match promise {
            None => Ok(()),
            Some(promise) => Err(Broken { seed: self.seed, promise, story: std::mem::take(&mut self.story) }),
        }
    }

    fn promises(&self) -> Result<(), String> {
        self.in_step()?;
        let mut resolution = self.headquarters.resolve(&self.cast).map_err(|e| e.to_string())?;
        if self.planted == Planted::EverythingReleased {
            resolution.released = self.cast.clone();
            resolution.struck.clear();
        }
        if !resolution.contradictions.is_empty() {
            return Err(format!("confirmed twice: {:?}", resolution.contradictions));
        }
        // Every pending ballot is released or struck, and none both.
        let decided: BTreeSet<_> =
            resolution.released.iter().chain(resolution.struck.keys()).copied().collect();
        if decided != self.cast || resolution.released.iter().any(|s| resolution.struck.contains_key(s)) {
            return Err("released and struck are not exactly the pending ballots cast".into());
        }
        for (number, voter) in self.voters.iter().enumerate() {
            let held = voter.cards.iter().filter(|card| !card.returned);
            let (mut counted, mut confirmed, mut pending) = (0, 0, 0);
            for card in held.clone() {
                if self.headquarters.book().get(&card.claim).is_none() {
                    return Err(format!("the check-in {} of voter {number} is lost", card.claim));
                }
                match card.standing {
                    Standing::Confirmed => {
                        confirmed += 1;
                        counted += u64::from(card.cast);
                    }
                    Standing::Pending { serial } => {
                        pending += u64::from(card.cast);
                        counted += u64::from(card.cast && resolution.released.contains(&serial));
                    }
                }
            }
            if counted > 1 {
                return Err(format!("voter {number} counts {counted} times"));
            }
            // Who voted on a pending card and holds no confirmed one counts, unless taken off the roll.
            if confirmed == 0 && pending > 0 && counted == 0 && !voter.taken_off {
                return Err(format!("voter {number} voted and does not count"));
            }
            if confirmed > 0 && !resolution.counted.contains_key(&voter.key) {
                return Err(format!("the confirmed check-in of voter {number} does not count"));
            }
        }
        self.figures()?;
        self.whatever_the_order(&resolution)
    }

    /// Desks of a branch have the same log, and the headquarters has them all.
    fn in_step(&self) -> Result<(), String> {
        let mut digests = BTreeMap::new();
        for device in &self.devices {
            let Some(desk) = &device.desk else { continue };
            let digest = *digests.entry(&device.station.branch).or_insert_with(|| desk.log().digest());
            if digest != desk.log().digest() {
                return Err(format!("{} is not in step with its branch", device.name()));
            }
            let all = self.headquarters.log().clone().merge(desk.log());
            if all != (0, None) {
                return Err(format!("the headquarters is not in step with {}: {all:?}", device.name()));
            }
        }
        Ok(())
    }

    /// Cards in voters' hands are the check-ins of each session.
    fn figures(&self) -> Result<(), String> {
        for device in &self.devices {
            let figures = Figures::of(&device.session, self.headquarters.book());
            let mut cards = Cards::default();
            for card in self.voters.iter().flat_map(|v| &v.cards) {
                if card.claim.session != device.session || card.returned {
                    continue;
                }
                cards.given += 1;
                if card.cast { cards.cast += 1 } else { cards.abandoned += 1 }
            }
            reconcile(&figures, &cards).map_err(|alarm| format!("{}: {alarm}", device.name()))?;
        }
        Ok(())
    }

    /// The rule says the same whatever order the entries came in.
    fn whatever_the_order(&self, expected: &pollbook::resolve::Resolution) -> Result<(), String> {
        if self.planted == Planted::EverythingReleased {
            return Ok(());
        }
        let mut entries: Vec<&Entry> = self.headquarters.log().entries().collect();
        let mut draw = Draw::new(self.seed ^ 0xfeed);
        for place in (1..entries.len()).rev() {
            entries.swap(place, draw.below(place + 1));
        }
        let mut book = Book::default();
        for entry in entries {
            book.take(entry);
        }
        let central = Central {
            confirmed: self.headquarters.rows().iter().map(|(voter, place)| (*voter, place)).collect(),
            taken_off: self.headquarters.taken_off().clone(),
        };
        match resolve(&book, &central, &self.cast) {
            Ok(again) if again == *expected => Ok(()),
            _ => Err("the rule depends on the order of hearing".into()),
        }
    }
}
